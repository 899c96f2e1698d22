"""What came before the letter: the reminders, the formal notice, the dispute it must recall."""

from __future__ import annotations

import datetime
from itertools import groupby, zip_longest
from typing import Any

from courriers.dossier.envois import Envoi
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import SoldeFacture
from courriers.langue.accords import enumeration
from courriers.langue.typographie import INSECABLE, date_longue

_AVANT_ECHEANCE = "relance-avant-echeance"
"""Sent before anything was due: nobody was reminded of anything by it."""
_ARTICLES = {
    "lettre": "la lettre",
    "lrar": "la lettre recommandée",
    "lre": "la lettre recommandée électronique",
    "courriel": "le courriel",
    "appel": "l’appel téléphonique",
    "remise": "la lettre remise en main propre",
}
_ARTICLES_PLURIELS = {
    "lettre": "les lettres",
    "lrar": "les lettres recommandées",
    "lre": "les lettres recommandées électroniques",
    "courriel": "les courriels",
    "appel": "les appels téléphoniques",
    "remise": "les lettres remises en main propre",
}


def relances(dossier: Dossier, soldes: list[SoldeFacture], au: datetime.date) -> tuple[str, bool]:
    """« le courriel du 22 mai 2026 et la lettre du 8 juin 2026 », formal notices apart.

    « les lettres des 8 et 22 juin 2026 »: one after the other, of one kind, without a number.

    Only those that reached the debtor and asked for an invoice listed here: it is named, or was
    due by then. With them, whether some of these invoices were never asked for.
    """
    faits = {
        envoi: {s.facture for s in soldes if _demande(envoi, s)}
        for envoi in sorted(dossier.envois, key=lambda e: e.date)
        if envoi.date <= au and envoi.demande_un_paiement and not envoi.vaut_mise_en_demeure
    }
    cites = [envoi for envoi, visees in faits.items() if visees]
    rappelees = {numero for visees in faits.values() for numero in visees}
    return _enumerer(cites), bool(cites) and len(rappelees) < len(soldes)


def _demande(envoi: Envoi, solde: SoldeFacture) -> bool:
    if envoi.retour == "npai" or envoi.niveau == _AVANT_ECHEANCE:
        return False
    if envoi.factures:
        return solde.facture in envoi.factures
    return solde.echeance < envoi.date


def _enumerer(envois: list[Envoi]) -> str:
    """Those of one kind that follow one another together; one with a number stands apart."""
    lots = [
        list(lot)
        for _, lot in groupby(
            envois, key=lambda e: (e.canal, envois.index(e) if e.numero_suivi else None)
        )
    ]
    dits = [_envoi(lot[0]) if len(lot) == 1 else _envois(lot) for lot in lots]
    if len(dits) > 1 and any(len(lot) > 1 for lot in lots):
        # A second « et » would be lost among the first ones.
        return f"{', '.join(dits[:-1])}, ainsi que {dits[-1]}"
    return enumeration(dits)


def _envois(lot: list[Envoi]) -> str:
    jours = list(dict.fromkeys(envoi.date for envoi in lot))
    return f"{_ARTICLES_PLURIELS[lot[0].canal]} {'des' if len(jours) > 1 else 'du'} {_dates(jours)}"


def _dates(jours: list[datetime.date]) -> str:
    """Days in order, by month, without the year that the next month says.

    >>> jour = datetime.date
    >>> _dates([jour(2026, 9, 14), jour(2026, 10, 12)])
    '14 septembre et 12 octobre 2026'
    >>> _dates([jour(2026, 6, 1), jour(2026, 6, 9), jour(2026, 7, 3)])
    '1er et 9 juin et 3 juillet 2026'
    >>> _dates([jour(2025, 12, 9), jour(2026, 2, 16), jour(2026, 2, 27)])
    '9 décembre 2025, 16 et 27 février 2026'
    """
    lots = [list(lot) for _, lot in groupby(jours, key=lambda j: (j.year, j.month))]
    dits = []
    for lot, suivant in zip_longest(lots, lots[1:]):
        _, mois, annee = date_longue(lot[0]).split(" ")
        dit = f"{enumeration([date_longue(j).split(' ')[0] for j in lot])} {mois}"
        meme_annee = suivant is not None and suivant[0].year == lot[0].year
        dits.append(dit if meme_annee else f"{dit} {annee}")
    # Ended by « 16 et 27 février », the list has its « et ».
    return ", ".join(dits) if len(lots[-1]) > 1 else enumeration(dits)


def _envoi(envoi: Envoi) -> str:
    """What was sent, when, and the number it can be traced by, if it has one."""
    suivi = f" (n°{INSECABLE}{envoi.numero_suivi})" if envoi.numero_suivi else ""
    return f"{_ARTICLES[envoi.canal]} du {date_longue(envoi.date)}{suivi}"


def mise_en_demeure_anterieure(
    dossier: Dossier, soldes: list[SoldeFacture], au: datetime.date
) -> tuple[str, bool]:
    """The first formal notice that names an invoice of the letter, or nothing.

    « la lettre recommandée du 11 mai 2026 (n° 2C 147), reçue le 15 mai 2026 »; with it, whether
    it left out some of these invoices.
    """
    dues = {s.facture: s.echeance for s in soldes}
    for envoi in sorted(dossier.envois, key=lambda e: e.date):
        if not envoi.vaut_mise_en_demeure or envoi.date > au:
            continue
        if envoi.factures:
            visees = dues.keys() & set(envoi.factures)
        else:
            visees = {facture for facture, echeance in dues.items() if echeance < envoi.date}
        if visees:
            recue = envoi.recu_le
            reception = f", reçue le {date_longue(recue)}" if recue and recue <= au else ""
            return f"{_envoi(envoi)}{reception}", len(visees) < len(dues)
    return "", False


def contestation(dossier: Dossier, au: datetime.date) -> dict[str, Any] | None:
    """The dispute raised by *au*: its reason on one line, the creditor's answer by paragraphs."""
    contestation = dossier.contestation
    if contestation is None or contestation.date > au:
        return None
    # Printed inside a sentence of ours: one line, no full stop of its own.
    dit = " ".join(contestation.motif.split())
    motif = dit.rstrip(".") or dit
    reponse = (contestation.reponse or "").split("\n")
    return {
        "date": date_longue(contestation.date),
        "motif": motif,
        "reponse": [" ".join(ligne.split()) for ligne in reponse if ligne.strip()],
    }
