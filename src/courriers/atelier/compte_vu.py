"""The account as the page shows it: each figure, and what it unfolds into."""

from __future__ import annotations

from typing import Any

from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.langue.typographie import date_longue, montant
from courriers.lettre.explication import expliquer


def compte(dossier: Dossier, decompte: Decompte) -> dict[str, Any]:
    """Plain values: the day, and each line with its sum and its reasons."""
    return {
        "au": date_longue(decompte.au),
        "lignes": [
            {
                "libelle": e.libelle,
                "montant": montant(e.montant, decompte.devise),
                "details": list(e.details),
            }
            for e in expliquer(dossier, decompte)
        ],
    }
