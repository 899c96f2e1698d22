"""Limitation against a consumer: two years, and no letter after them.

Sources: C. consom., art. L218-2 (two years, claims of a professional against a consumer) and
R632-1 (the judge raises it of his own motion); C. civ., art. 2228 and 2229 (first day excluded,
acquired at the end of the last), 2240 (a payment acknowledges it). It runs from performance,
not from the due day (Cass. 1re civ., 19 mai 2021, n° 20-12.520). A formal notice interrupts
nothing.
The other limitation periods are not covered here.
"""

from __future__ import annotations

import datetime

from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.delais import ajouter_annees
from courriers.droit.lignes import LigneFacture, LignePaiement

DELAI_CONSOMMATEUR = 2
"""Years."""


def factures_prescrites(dossier: Dossier, decompte: Decompte) -> dict[str, datetime.date]:
    """Unpaid invoices a consumer can no longer be asked for, with the last day one could.

    Empty for any other debtor, or a creditor who is not a professional.
    """
    creancier_pro = dossier.creancier.activite_professionnelle
    if dossier.debiteur.qualite != "consommateur" or not creancier_pro:
        return {}
    if dossier.ordonnance is not None and dossier.ordonnance.signifiee_le is not None:
        return {}  # served, it interrupts (C. civ., art. 2241); its own effects are not ours here
    origines = {f.numero: f.executee_le or f.date for f in dossier.factures if not f.est_avoir}
    departs: dict[str, datetime.date] = {}
    for ligne in decompte.lignes:
        if isinstance(ligne, LigneFacture):
            departs[ligne.facture] = origines[ligne.facture]
        elif isinstance(ligne, LignePaiement):
            depart = departs[ligne.facture]
            if ligne.date <= ajouter_annees(depart, DELAI_CONSOMMATEUR):
                departs[ligne.facture] = max(depart, ligne.date)
    dues = {s.facture for s in decompte.factures if s.principal}
    termes = {n: ajouter_annees(d, DELAI_CONSOMMATEUR) for n, d in departs.items() if n in dues}
    return {numero: terme for numero, terme in termes.items() if decompte.au > terme}
