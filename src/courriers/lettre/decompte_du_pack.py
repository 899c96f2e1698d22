"""The statement that a letter rests on: whose, and closed on which day."""

from __future__ import annotations

import datetime
from dataclasses import replace

from courriers.constats import Code
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.caution import decompte_caution
from courriers.droit.decompte import Decompte, decompte_arrete
from courriers.droit.regles.declaration import jour_du_passif
from courriers.lettre.pack import Pack


def decompte_du(
    dossier: Dossier,
    pack: Pack,
    au: datetime.date,
    *,
    bareme: Bareme | None = None,
    caution: int = 1,
) -> Decompte:
    """The statement of *dossier* for a letter of *pack* dated *au*.

    A case that the route of the pack does not fit has the plain one: the refusal comes later.

    Args:
        caution: the guarantor, from 1, for a letter to a guarantor.
    """
    match pack.manifeste.droit.voie:
        case "caution" if 1 <= caution <= len(dossier.cautions):
            return decompte_caution(dossier, caution - 1, au, bareme=bareme)
        case "declaration":
            return _du_passif(dossier, au, bareme)
    return decompte_arrete(dossier, au, bareme=bareme)


def _du_passif(dossier: Dossier, au: datetime.date, bareme: Bareme | None) -> Decompte:
    """The statement of the day of the judgment; what is not yet due is declared, not left out."""
    decompte = decompte_arrete(dossier, jour_du_passif(dossier, au) or au, bareme=bareme)
    gardes = tuple(c for c in decompte.constats if c.code != Code.FACTURE_A_ECHOIR)
    return replace(decompte, constats=gardes)
