"""Rules about who owes, who claims, and who writes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.modele import Dossier
from courriers.dossier.pays import est_francais
from courriers.dossier.personnes import Societe


def mandataire(dossier: Dossier) -> Iterator[Constat]:
    """A letter written for the creditor has mentions of its own (CPCE, art. R124-4)."""
    qui = dossier.mandataire
    if qui is None:
        return
    if qui.role == "societe_recouvrement":
        manquants = [
            champ
            for champ, valeur in (("iban", qui.iban), ("titulaire_compte", qui.titulaire_compte))
            if valeur is None
        ]
        if manquants:
            yield erreur(
                Code.MENTIONS_R124_4,
                "la lettre d’une société de recouvrement dit comment payer, sur le compte affecté "
                f"aux fonds des créanciers (CPCE, art. R124-2 et R124-4, 4°) : il manque "
                f"{' et '.join(manquants)}.",
                "L’omission d’une mention est une contravention (CPCE, art. R124-7).",
                Lieu(champ=f"mandataire.{manquants[0]}"),
                fondement="CPCE, art. R124-4",
            )
    yield erreur(
        Code.ACTEUR_NON_COUVERT,
        "la lettre d’un mandataire (CPCE, art. R124-4) n’est pas encore proposée.",
        lieu=Lieu(champ="mandataire"),
        fondement="CPCE, art. R124-4",
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
