"""When an invoice falls due if it does not say, and when a formal notice reaches it.

Sources: C. com., art. L441-10, I (30 days after receipt or performance); CCP, art. R2192-10 to
R2192-14 (30, 50 or 60 days from receipt of the payment request, or from performance if later; if
receipt is not proven, the date of the request plus two days); C. civ., art. 1344-1.
"""

from __future__ import annotations

import datetime

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.dossier.creance import Facture
from courriers.dossier.envois import Envoi
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import PersonnePublique

DELAI_LEGAL = datetime.timedelta(30)


def echeance(facture: Facture, dossier: Dossier) -> datetime.date:
    """The due day of *facture*: the one it states, else the one the law gives."""
    if facture.echeance is not None:
        return facture.echeance
    debiteur = dossier.debiteur
    if isinstance(debiteur, PersonnePublique) and debiteur.regime == "ccp":
        recue = facture.recue_le or facture.date + datetime.timedelta(2)
        return max(recue, facture.executee_le or recue) + datetime.timedelta(debiteur.delai_jours)
    connues = [jour for jour in (facture.recue_le, facture.executee_le) if jour is not None]
    return max(connues, default=facture.date) + DELAI_LEGAL


def constat_echeance(
    facture: Facture, calculee: datetime.date, dossier: Dossier, champ: str
) -> Constat | None:
    """Says that the due day, at the path *champ*, was computed, and from what."""
    if facture.echeance is not None:
        return None
    lieu = Lieu(champ=champ)
    debut = f"la facture {facture.numero} n’a pas d’échéance : le {calculee:%d/%m/%Y} est retenu"
    if isinstance(dossier.debiteur, PersonnePublique) and dossier.debiteur.regime == "ccp":
        # The usual way of a public contract, unless receipt itself had to be supposed.
        signaler = information if facture.recue_le else avertissement
        texte = f"{debut} (CCP, art. R2192-10 à R2192-14)."
        return signaler(Code.ECHEANCE_CALCULEE, texte, "", lieu)
    pourquoi = "trente jours, par prudence : la loi n’en fixe pas"
    if dossier.debiteur.qualite in ("professionnel", "personne_publique"):
        pourquoi = "C. com., art. L441-10, I"
    if facture.recue_le is None and facture.executee_le is None:
        pourquoi += " ; ni réception ni exécution connues, la date de facture a servi"
    return avertissement(
        Code.ECHEANCE_CALCULEE,
        f"{debut} ({pourquoi}).",
        "Indiquez l’échéance si le contrat en prévoit une.",
        lieu,
    )


def mise_en_demeure(
    facture: Facture, echue_le: datetime.date, dossier: Dossier, au: datetime.date
) -> tuple[Envoi | None, list[Constat]]:
    """The first formal notice that reaches *facture* after its due day and up to *au*.

    Only what it names, or what was due before it was sent when it names nothing, is concerned.
    """
    constats: list[Constat] = []
    utiles: list[tuple[int, Envoi]] = []
    for rang, envoi in enumerate(dossier.envois):
        if not envoi.vaut_mise_en_demeure or envoi.date > au or envoi.reception > au:
            continue
        if facture.date > envoi.date:
            if envoi.factures and facture.numero in envoi.factures:
                constats.append(_trop_tot(facture, envoi, rang))
            continue
        visees = envoi.factures  # none named: those due before it was sent
        vise = facture.numero in visees if visees else echue_le < envoi.date
        if vise and echue_le < envoi.reception:
            utiles.append((rang, envoi))
    if not utiles:
        return None, constats
    rang, premiere = min(utiles, key=lambda u: u[1].reception)
    if premiere.recu_le is None:
        constats.append(_reception_supposee(premiere, rang))
    return premiere, constats


def _trop_tot(facture: Facture, envoi: Envoi, rang: int) -> Constat:
    return avertissement(
        Code.FACTURE_POSTERIEURE_A_L_ENVOI,
        f"l’envoi du {envoi.date:%d/%m/%Y} vise la facture {facture.numero}, émise après lui : "
        "il ne la met pas en demeure.",
        lieu=Lieu(champ=f"envois[{rang}].factures"),
    )


def _reception_supposee(envoi: Envoi, rang: int) -> Constat:
    quoi = "de première présentation" if envoi.presente_le else "d’envoi"
    signaler = avertissement if envoi.retour == "npai" else information
    return signaler(
        Code.RECEPTION_SUPPOSEE,
        f"la mise en demeure du {envoi.date:%d/%m/%Y} n’a pas de date de réception : la date "
        f"{quoi} ({envoi.reception:%d/%m/%Y}) est retenue.",
        "Indiquez « recu_le » d’après l’avis de réception.",
        Lieu(champ=f"envois[{rang}]"),
    )
