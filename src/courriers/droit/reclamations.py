"""Written claims: what a public body, or a client of electronic communications, was asked for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.dossier.creance import Facture
from courriers.dossier.envois import Envoi
from courriers.dossier.modele import Dossier
from courriers.droit import echeances

_ECRITS = ("lettre", "lrar", "lre", "courriel", "remise")


def reclamations(dossier: Dossier, facture: Facture, au: datetime.date) -> Iterator[Envoi]:
    """Written claims to the debtor that ask for *facture*, oldest first."""
    echeance = echeances.echeance(facture, dossier)
    for envoi in sorted(dossier.envois, key=lambda e: e.date):
        ecrit = envoi.canal in _ECRITS and envoi.demande_un_paiement and envoi.retour != "npai"
        visee = facture.numero in envoi.factures if envoi.factures else echeance < envoi.date
        if ecrit and visee and facture.date <= envoi.date <= au:
            yield envoi
