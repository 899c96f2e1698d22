"""Rules about who owes, who claims, and who writes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.modele import Dossier
from courriers.dossier.pays import est_francais
from courriers.dossier.personnes import Societe


def mandataire(dossier: Dossier) -> Iterator[Constat]:
    """A letter written for the creditor has mentions of its own (CPCE, art. R124-4).

    A lawyer or a commissaire de justice recovers under the rules of its own profession (R124-1).
    """
    qui = dossier.mandataire
    if qui is None or qui.role != "societe_recouvrement":
        return
    if qui.iban is None or qui.titulaire_compte is None:
        manquants = [nom for nom in ("iban", "titulaire_compte") if getattr(qui, nom) is None]
        yield erreur(
            Code.MENTIONS_R124_4,
            "la lettre d’une société de recouvrement dit comment payer, sur le compte affecté "
            f"aux fonds des créanciers (CPCE, art. R124-2 et R124-4, 4°) : il manque "
            f"{' et '.join(manquants)}.",
            "L’omission d’une mention est une contravention (CPCE, art. R124-7).",
            Lieu(champ=f"mandataire.{manquants[0]}"),
            fondement="CPCE, art. R124-4",
        )
    if dossier.conditions.fondement is None:
        yield erreur(
            Code.MENTIONS_R124_4,
            "la lettre d’une société de recouvrement dit le fondement de la créance (CPCE, art. "
            "R124-4, 3°) : le dossier ne le donne pas.",
            "Par exemple « commande du 9 mars 2026 ».",
            Lieu(champ="conditions.fondement"),
            fondement="CPCE, art. R124-4",
        )


def mandat(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """An agent writes once it holds its mandate (CPCE, art. R124-3)."""
    qui = dossier.mandataire
    if qui is not None and qui.mandat_du > au:
        yield erreur(
            Code.MANDAT_POSTERIEUR,
            f"le mandat est du {qui.mandat_du:%d/%m/%Y}, après le jour de la lettre "
            f"({au:%d/%m/%Y}) : le mandataire ne peut pas encore écrire.",
            lieu=Lieu(champ="mandataire.mandat_du"),
            fondement="CPCE, art. R124-3",
        )


def premiere_lettre(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """An agency recalls its first letter in each later step (CPCE, art. R124-4, last paragraph)."""
    qui = dossier.mandataire
    if qui is None or qui.role != "societe_recouvrement" or qui.premiere_lettre is not None:
        return
    for rang, envoi in enumerate(dossier.envois):
        if envoi.est_pour_le_debiteur and qui.mandat_du <= envoi.date <= au:
            yield avertissement(
                Code.PREMIERE_LETTRE_ABSENTE,
                f"un envoi du {envoi.date:%d/%m/%Y} suit le mandat : s’il est du mandataire, ses "
                "référence et date doivent être rappelées (CPCE, art. R124-4).",
                "Donnez « mandataire.premiere_lettre » {reference, date}.",
                Lieu(champ=f"envois[{rang}]"),
                fondement="CPCE, art. R124-4",
            )
            return


def premiere_lettre_exigee(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """What answers, or follows an agreement, recalls the agency's first letter: it is none.

    The first letter holds every mention of R124-4, these do not, and an omission is an offence
    (R124-7).
    """
    qui = dossier.mandataire
    if qui is None or qui.role != "societe_recouvrement":
        return
    if qui.premiere_lettre is None or qui.premiere_lettre.date >= au:
        # While a schedule runs, no other letter can be the first one.
        sinon = (
            "« mandataire » se retire si le créancier écrit lui-même ce rappel"
            if dossier.echeancier is not None
            else "« seconde-relance » ou « mise-en-demeure » s’envoie d’abord"
        )
        yield erreur(
            Code.PREMIERE_LETTRE_ABSENTE,
            "cette lettre rappelle la première lettre de la société de recouvrement, qui porte "
            "toutes les mentions que la loi veut (CPCE, art. R124-4) : le dossier n’en donne "
            f"aucune d’avant le {au:%d/%m/%Y}.",
            f"Donnez « mandataire.premiere_lettre » {{reference, date}} ; sans elle, {sinon}. "
            "L’omission d’une mention est une contravention (CPCE, art. R124-7).",
            Lieu(champ="mandataire.premiere_lettre"),
            fondement="CPCE, art. R124-4 et R124-7",
        )


def signature_de_l_avocat(dossier: Dossier) -> Iterator[Constat]:
    """A lawyer's letter says that a lawyer signs it."""
    qui = dossier.mandataire
    if qui is not None and qui.role == "avocat" and qui.signataire is None:
        yield avertissement(
            Code.SIGNATAIRE_SANS_QUALITE,
            "le dossier ne donne pas la qualité de l’avocat qui signe : rien, sous sa signature, "
            "ne dit qu’il est avocat.",
            "Donnez « mandataire.signataire » {prenom, nom, qualite}, par exemple « avocate au "
            "barreau de Nantes ».",
            Lieu(champ="mandataire.signataire"),
        )


def disparues(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """A debtor who has died, or a company struck off, by *au*."""
    debiteur = dossier.debiteur
    decede_le = getattr(debiteur, "decede_le", None)
    if decede_le is not None and decede_le <= au:
        yield erreur(
            Code.DEBITEUR_DECEDE,
            f"le débiteur est décédé le {decede_le:%d/%m/%Y} : la dette est celle de sa "
            "succession.",
            "Faites identifier les héritiers par un notaire (C. civ., art. 785).",
            Lieu(champ="debiteur.decede_le"),
            fondement="C. civ., art. 785",
        )
    radiee_le = debiteur.radiee_le if isinstance(debiteur, Societe) else None
    if radiee_le is not None and radiee_le <= au:
        yield erreur(
            Code.DEBITEUR_RADIE,
            f"la société débitrice est radiée depuis le {radiee_le:%d/%m/%Y}.",
            "Faites vérifier si un liquidateur ou un mandataire ad hoc la représente.",
            Lieu(champ="debiteur.radiee_le"),
            fondement="C. civ., art. 1844-8",
        )


def codebiteurs(dossier: Dossier) -> Iterator[Constat]:
    """Without solidarity, the whole is not asked of one."""
    for rang, codebiteur in enumerate(dossier.codebiteurs):
        if not codebiteur.solidaire:
            yield erreur(
                Code.CODEBITEUR_NON_SOLIDAIRE,
                "sans solidarité (elle ne se présume pas : C. civ., art. 1310), le tout ne peut "
                "être réclamé à un seul.",
                "Divisez la dette, ou indiquez « solidaire » si la loi ou le contrat le prévoit.",
                Lieu(champ=f"codebiteurs[{rang}].solidaire"),
                fondement="C. civ., art. 1310",
            )


def etranger(dossier: Dossier) -> Iterator[Constat]:
    """The debtor lives abroad."""
    if not est_francais(dossier.debiteur.adresse.pays):
        yield avertissement(
            Code.DEBITEUR_ETRANGER,
            "le débiteur demeure à l’étranger : la loi applicable et le juge compétent peuvent "
            "ne pas être français.",
            lieu=Lieu(champ="debiteur.adresse.pays"),
        )


def creancier(dossier: Dossier) -> Iterator[Constat]:
    """What the creditor should say of himself to be paid, and to a consumer."""
    if dossier.creancier.iban is None:
        yield information(
            Code.IBAN_ABSENT,
            "le dossier ne donne pas d’IBAN : la lettre demande un chèque.",
            lieu=Lieu(champ="creancier.iban"),
        )
    consommateur = dossier.debiteur.qualite == "consommateur"
    professionnel = dossier.creancier.activite_professionnelle
    if professionnel and consommateur and dossier.creancier.mediateur is None:
        yield avertissement(
            Code.MEDIATEUR_ABSENT,
            "un professionnel indique au consommateur le médiateur dont il relève (C. consom., "
            "art. L616-1) : le dossier ne le donne pas.",
            lieu=Lieu(champ="creancier.mediateur"),
            fondement="C. consom., art. L616-1",
        )
