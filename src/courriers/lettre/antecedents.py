"""What came before the letter: the reminders, the formal notice, the dispute it must recall."""

from __future__ import annotations

import datetime
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


def relances(dossier: Dossier, soldes: list[SoldeFacture], au: datetime.date) -> tuple[str, bool]:
    """« le courriel du 22 mai 2026 et la lettre du 8 juin 2026 », formal notices apart.

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
    return enumeration([_envoi(e) for e in cites]), bool(cites) and len(rappelees) < len(soldes)


def _demande(envoi: Envoi, solde: SoldeFacture) -> bool:
    if envoi.retour == "npai" or envoi.niveau == _AVANT_ECHEANCE:
        return False
    if envoi.factures:
        return solde.facture in envoi.factures
    return solde.echeance < envoi.date


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
    motif = " ".join(contestation.motif.split()).rstrip(".")
    reponse = (contestation.reponse or "").split("\n")
    return {
        "date": date_longue(contestation.date),
        "motif": motif,
        "reponse": [" ".join(ligne.split()) for ligne in reponse if ligne.strip()],
    }
