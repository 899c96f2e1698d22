"""What tells two creditors of one debtor apart in a journal, without naming anyone."""

from __future__ import annotations

from courriers.dossier.modele import Dossier
from courriers.langue.accords import designation
from courriers.lot.journal import empreinte


def marque_du_creancier(dossier: Dossier) -> str:
    """What tells the creditor of *dossier* from another in a journal."""
    creancier = dossier.creancier
    return marque_du_nom(creancier.siren or designation(creancier))


def marque_du_nom(nom: str) -> str:
    """The same, from the SIREN of a creditor, or from the name of one that has none."""
    return empreinte(nom.casefold().encode("utf-8"))[:12]
