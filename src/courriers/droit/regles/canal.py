"""How a letter may reach the debtor."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.modele import Dossier
from courriers.langue.typographie import date_longue

_A_DISTANCE = ("courriel", "appel")
_SANS_CONSENTEMENT_PRESUME = ("consommateur", "non_professionnel")


def consentement(dossier: Dossier, canal: str | None) -> Iterator[Constat]:
    """An electronic registered letter needs the consent of whoever is not a professional."""
    consent = dossier.debiteur.consentement_lre
    if canal == "lre" and dossier.debiteur.qualite in _SANS_CONSENTEMENT_PRESUME and not consent:
        yield erreur(
            Code.LRE_SANS_CONSENTEMENT,
            "la lettre recommandée électronique suppose le consentement préalable d’un "
            "destinataire non professionnel (CPCE postes, art. L100).",
            "Envoyez-la sur papier, ou indiquez « consentement_lre ».",
            Lieu(champ="debiteur.consentement_lre"),
            fondement="CPCE postes, art. L100",
        )


def appel_de_l_avocat(dossier: Dossier, canal: str | None) -> Iterator[Constat]:
    """A lawyer writes to the other side, and never telephones first (RIN, art. 8.2)."""
    qui = dossier.mandataire
    if canal == "appel" and qui is not None and qui.role == "avocat":
        yield erreur(
            Code.ACTEUR_NON_COUVERT,
            "un avocat ne prend pas l’initiative d’un appel à l’adversaire de son client : il lui "
            "écrit, en lui rappelant qu’il peut consulter un avocat.",
            "Choisissez un autre canal, ou retirez « mandataire » si le créancier téléphone "
            "lui-même.",
            Lieu(champ="mandataire.role"),
            fondement="RIN de la profession d’avocat, art. 8.2",
        )


def sollicitations(dossier: Dossier, canal: str, au: datetime.date) -> Iterator[Constat]:
    """Repeated and unwanted solicitations of a consumer by telephone or e-mail.

    They are aggressive practices in all circumstances (C. consom., art. L121-7, 3°). The text
    gives no number: the first repeat is said, and nothing refused.
    """
    faits = [e for e in dossier.envois if e.canal in _A_DISTANCE and e.date <= au]
    if canal not in _A_DISTANCE or dossier.debiteur.qualite != "consommateur" or not faits:
        return
    dernier = max(e.date for e in faits)
    combien = "un courriel ou appel" if len(faits) == 1 else f"{len(faits)} courriels ou appels"
    yield avertissement(
        Code.SOLLICITATIONS_REPETEES,
        f"ce consommateur a déjà reçu {combien}, le dernier le {date_longue(dernier)} : répétées "
        "et non souhaitées, ces sollicitations sont une pratique agressive.",
        "Espacez-les, cessez s’il le demande, ou écrivez par la poste.",
        Lieu(champ="envois"),
        fondement="C. consom., art. L121-7, 3°",
    )


def preuve_faible(canal: str, *, mise_en_demeure: bool) -> Iterator[Constat]:
    """A formal notice by e-mail is one if it calls on the debtor plainly; its receipt is to prove.

    « Par une sommation ou un acte portant interpellation suffisante » (C. civ., art. 1344): the
    text wants no form, and leaves to the creditor to prove that it was received.
    """
    if canal == "courriel" and mise_en_demeure:
        yield avertissement(
            Code.PREUVE_FAIBLE,
            "un courriel peut valoir mise en demeure, mais sa réception se prouve mal s’il reste "
            "sans réponse.",
            "Gardez toute réponse ; sans elle, envoyez aussi la lettre en recommandé.",
            fondement="C. civ., art. 1344",
        )
