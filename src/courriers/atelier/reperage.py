"""Where on the pages a fault is: its words, looked for on each sheet it may be of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from courriers.atelier.feuille import Faute, Feuille
from courriers.constats import Code, Constat
from courriers.document.pdf_vu import Cherche, Marque, situer


def reperer(fautes: Sequence[Faute], genre: str, feuilles: Sequence[Feuille]) -> tuple[Faute, ...]:
    """*fautes*, each with its marks on *feuilles* too, under « genre-name of the sheet »."""
    marques: dict[int, dict[str, tuple[Marque, ...]]] = {}
    for feuille in feuilles:
        siennes = [
            (rang, motif)
            for rang, faute in enumerate(fautes)
            if feuille.pdf
            and (motif := _cherche(faute.constat)) is not None
            and _est_de(faute.constat, feuille)
        ]
        trouvees = situer(feuille.pdf, [motif for _, motif in siennes])
        for (rang, _), lieux in zip(siennes, trouvees, strict=True):
            if lieux:
                marques.setdefault(rang, {})[f"{genre}-{feuille.nom}"] = lieux
    return tuple(
        replace(f, marques={**f.marques, **marques[rang]}) if rang in marques else f
        for rang, f in enumerate(fautes)
    )


def est_a_trouver(faute: Faute) -> bool:
    """Whether *faute* has words, which are on no sheet yet."""
    return not faute.marques and _cherche(faute.constat) is not None


def _cherche(constat: Constat) -> Cherche | None:
    """The words a finding is about; proof-reading quotes them in its message."""
    lieu = constat.lieu
    if lieu.extrait or lieu.mots:
        return Cherche(lieu.extrait or "", lieu.mots or "")
    if constat.code != Code.RELECTURE:
        return None
    cites = re.findall(r"«\s([^»]+)\s»", constat.message)
    return Cherche(max(cites, key=len), cites[0]) if cites else None


def _est_de(constat: Constat, feuille: Feuille) -> bool:
    """A finding of a template is on its sheet; one of no file may be on any."""
    fichier = constat.lieu.fichier
    return fichier is None or Path(fichier).name == feuille.fichier or not _word(fichier)


def _word(fichier: str) -> bool:
    return fichier.lower().endswith(".docx")
