"""A text whose tags are masked, each sign at its place."""

from __future__ import annotations

from collections.abc import Sequence

from courriers.document.balises_lues import Balise, Casse
from courriers.document.reparation import MASQUE, Reparation


def sans(texte: str, vus: Sequence[Balise | Casse]) -> str:
    """*texte*, each sign of *vus* masked."""
    signes = list(texte)
    for vu in vus:
        signes[vu.debut : vu.fin] = MASQUE * (vu.fin - vu.debut)
    return "".join(signes)


def sur_place(texte: str, lue: Reparation) -> str:
    """*texte*, mended, with each sign where it was typed."""
    sortie, place = [], 0
    for signe in lue.signes:
        sortie.append(texte[place] if len(signe) == 1 else MASQUE)
        place += len(signe)
    return "".join(sortie)
