"""Limitation against a consumer: two years, and no letter after them.

Sources: C. consom., art. L218-2 (two years, claims of a professional against a consumer) and
R632-1 (the judge raises it of his own motion); C. civ., art. 2228 and 2229 (first day excluded,
acquired at the end of the last), 2240 (a payment acknowledges it). It runs from performance,
not from the due day (Cass. 1re civ., 19 mai 2021, n° 20-12.520). A formal notice interrupts
nothing.
The other limitation periods are not covered here.
"""

from __future__ import annotations

import calendar
import datetime

from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.lignes import LigneFacture, LignePaiement

DELAI_CONSOMMATEUR = 2
"""Years."""


def dans_annees(jour: datetime.date, annees: int) -> datetime.date:
    """The same day *annees* later; 28 February for a 29 that does not exist (CPC, art. 641).

    >>> dans_annees(datetime.date(2024, 2, 29), 2)
    datetime.date(2026, 2, 28)
    """
    try:
        return jour.replace(year=jour.year + annees)
    except ValueError:
        return jour.replace(year=jour.year + annees, day=28)


def dans_un_mois(jour: datetime.date) -> datetime.date:
    """The same day of the next month, or its last day (CPC, art. 641).

    >>> dans_un_mois(datetime.date(2026, 1, 31)), dans_un_mois(datetime.date(2026, 12, 5))
    (datetime.date(2026, 2, 28), datetime.date(2027, 1, 5))
    """
    annee, mois = (jour.year + 1, 1) if jour.month == 12 else (jour.year, jour.month + 1)
    return datetime.date(annee, mois, min(jour.day, calendar.monthrange(annee, mois)[1]))


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
            if ligne.date <= dans_annees(depart, DELAI_CONSOMMATEUR):
                departs[ligne.facture] = max(depart, ligne.date)
    dues = {s.facture for s in decompte.factures if s.principal}
    termes = {n: dans_annees(d, DELAI_CONSOMMATEUR) for n, d in departs.items() if n in dues}
    return {numero: terme for numero, terme in termes.items() if decompte.au > terme}
