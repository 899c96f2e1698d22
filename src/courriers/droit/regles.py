"""What forbids a letter about a debt, and what a person should weigh before sending one.

Each rule stands with its text. A refusal is for what the law forbids or what would be false; the
rest is a finding.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.modele import Dossier
from courriers.dossier.pays import est_francais
from courriers.dossier.personnes import Societe
from courriers.droit.decompte import Decompte
from courriers.droit.delais import ajouter_mois
from courriers.droit.prescription import factures_prescrites
from courriers.langue.typographie import montant

_SANS_CONSENTEMENT_PRESUME = ("consommateur", "non_professionnel")


def empechements(
    dossier: Dossier, decompte: Decompte, canal: str | None, reclamee: Decimal
) -> list[Constat]:
    """Every reason not to write, most fundamental first.

    Args:
        canal: how the letter goes to the debtor; nothing when it goes to someone else.
        reclamee: the sum the letter claims: all of the statement, or its principal alone.
    """
    return [
        *_la_dette(dossier, decompte, reclamee),
        *_les_personnes(dossier),
        *_le_canal(dossier, canal),
    ]


def _la_dette(dossier: Dossier, decompte: Decompte, reclamee: Decimal) -> Iterator[Constat]:
    if decompte.total <= 0:
        motif = "toutes les factures échues sont réglées"
        if not decompte.factures:
            motif = "aucune facture n’est échue"
        trop = decompte.trop_percu
        conseil = f"Vous détenez {montant(trop, decompte.devise)} de trop, à rembourser."
        yield erreur(
            Code.RIEN_A_RECLAMER,
            f"rien n’est dû au {decompte.au:%d/%m/%Y} : {motif}.",
            conseil if trop > 0 else "",
        )
    elif reclamee <= 0:
        yield erreur(
            Code.RIEN_A_RECLAMER,
            f"le principal est réglé ; il ne reste que {montant(decompte.total, decompte.devise)} "
            "d’intérêts ou d’indemnités, que cette lettre ne réclame pas.",
            "Réclamez-les par le pack « mise-en-demeure ».",
        )
    if decompte.total > 0 and decompte.trop_percu > 0:
        yield erreur(
            Code.TROP_PERCU,
            f"le créancier détient {montant(decompte.trop_percu, decompte.devise)} de trop : la "
            "somme réclamée serait excessive (C. civ., art. 1347).",
            "Remboursez ce montant, ou désignez les factures qu’il règle.",
        )
    if dossier.cession is not None and dossier.cession.date <= decompte.au:
        yield erreur(
            Code.CREANCE_CEDEE,
            f"la créance a été cédée à {dossier.cession.a} le {dossier.cession.date:%d/%m/%Y} : "
            "l’expéditeur n’est plus créancier (C. civ., art. 1321).",
            lieu=Lieu(champ="cession"),
        )
    if dossier.echeancier is not None and dossier.echeancier.date <= decompte.au:
        yield erreur(
            Code.ECHEANCIER_EN_COURS,
            f"un échéancier a été accordé le {dossier.echeancier.date:%d/%m/%Y} : le tout n’est "
            "exigible qu’après déchéance du terme.",
            "Retirez « echeancier » si le débiteur en est déchu.",
            Lieu(champ="echeancier"),
        )
    for numero, terme in factures_prescrites(dossier, decompte).items():
        yield erreur(
            Code.CREANCE_PRESCRITE,
            f"la facture {numero} est prescrite depuis le {terme:%d/%m/%Y} (C. consom., "
            "art. L218-2) : elle ne peut plus être réclamée à un consommateur.",
            "Si un acte a interrompu le délai, faites relire le dossier par un juriste.",
            Lieu(champ="factures"),
        )


def _les_personnes(dossier: Dossier) -> Iterator[Constat]:
    debiteur = dossier.debiteur
    if dossier.mandataire is not None:
        yield erreur(
            Code.ACTEUR_NON_COUVERT,
            "la lettre d’un mandataire (CPCE, art. R124-4) n’est pas encore proposée.",
            lieu=Lieu(champ="mandataire"),
        )
    if getattr(debiteur, "decede_le", None) is not None:
        yield erreur(
            Code.DEBITEUR_DECEDE,
            "le débiteur est décédé : la lettre s’adresse à sa succession.",
            "Faites identifier les héritiers par un notaire.",
            Lieu(champ="debiteur.decede_le"),
        )
    if isinstance(debiteur, Societe) and debiteur.radiee_le is not None:
        yield erreur(
            Code.DEBITEUR_RADIE,
            f"la société débitrice est radiée depuis le {debiteur.radiee_le:%d/%m/%Y}.",
            "Faites vérifier si un liquidateur ou un mandataire ad hoc la représente.",
            Lieu(champ="debiteur.radiee_le"),
        )
    for rang, codebiteur in enumerate(dossier.codebiteurs):
        if not codebiteur.solidaire:
            yield erreur(
                Code.CODEBITEUR_NON_SOLIDAIRE,
                "sans solidarité (elle ne se présume pas : C. civ., art. 1310), le tout ne peut "
                "être réclamé à un seul.",
                lieu=Lieu(champ=f"codebiteurs[{rang}].solidaire"),
            )


def _le_canal(dossier: Dossier, canal: str | None) -> Iterator[Constat]:
    consent = dossier.debiteur.consentement_lre
    if canal == "lre" and dossier.debiteur.qualite in _SANS_CONSENTEMENT_PRESUME and not consent:
        yield erreur(
            Code.LRE_SANS_CONSENTEMENT,
            "la lettre recommandée électronique suppose le consentement préalable d’un "
            "destinataire non professionnel (CPCE postes, art. L100).",
            "Envoyez-la sur papier, ou indiquez « consentement_lre ».",
            Lieu(champ="debiteur.consentement_lre"),
        )


def a_savoir(dossier: Dossier, au: datetime.date, *, au_debiteur: bool = True) -> list[Constat]:
    """What does not forbid the letter, and should be known before it goes.

    Args:
        au_debiteur: the debtor receives it, who is asked to pay.
    """
    return [
        *_la_creance(dossier, au),
        *(_au_debiteur(dossier, au) if au_debiteur else ()),
        *_la_prescription(dossier),
    ]


def _la_creance(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    if not est_francais(dossier.debiteur.adresse.pays):
        yield avertissement(
            Code.DEBITEUR_ETRANGER,
            "le débiteur demeure à l’étranger : la loi applicable et le juge compétent peuvent "
            "ne pas être français.",
            lieu=Lieu(champ="debiteur.adresse.pays"),
        )
    contestation = dossier.contestation
    if contestation is not None and contestation.date <= au:
        yield avertissement(
            Code.CREANCE_CONTESTEE,
            f"la créance est contestée depuis le {contestation.date:%d/%m/%Y} : la lettre le dit.",
            "Répondez d’abord au motif invoqué.",
            Lieu(champ="contestation"),
        )


def _au_debiteur(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    yield from _le_gel(dossier, au)
    if dossier.creancier.iban is None:
        yield information(
            Code.IBAN_ABSENT,
            "le dossier ne donne pas d’IBAN : la lettre demande un chèque.",
            lieu=Lieu(champ="creancier.iban"),
        )
    if _de_professionnel_a_consommateur(dossier) and dossier.creancier.mediateur is None:
        yield avertissement(
            Code.MEDIATEUR_ABSENT,
            "un professionnel indique au consommateur le médiateur dont il relève (C. consom., "
            "art. L616-1) : le dossier ne le donne pas.",
            lieu=Lieu(champ="creancier.mediateur"),
        )


def _le_gel(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """Small claims: no payment from the commissaire's letter to the issue (CPCE, art. R125-7).

    The procedure lasts one month from that letter (L125-1), which an answer cuts short.
    """
    for rang, envoi in enumerate(dossier.envois):
        debut = envoi.lettre_du_commissaire_le
        finie = envoi.suite is not None and envoi.suite.date <= au
        if debut is None or finie or not debut <= au <= ajouter_mois(debut, 1):
            continue
        yield avertissement(
            Code.GEL_PETITES_CREANCES,
            f"le commissaire de justice a invité le débiteur le {debut:%d/%m/%Y} : aucun paiement "
            "ne peut avoir lieu avant qu’il ait constaté l’issue de la procédure (CPCE, "
            "art. R125-7).",
            "Attendez cette issue, ou notez-la dans « suite ».",
            Lieu(champ=f"envois[{rang}].lettre_du_commissaire_le"),
        )


def _de_professionnel_a_consommateur(dossier: Dossier) -> bool:
    professionnel = dossier.creancier.activite_professionnelle
    return professionnel and dossier.debiteur.qualite == "consommateur"


def _la_prescription(dossier: Dossier) -> Iterator[Constat]:
    sans_execution = [
        rang for rang, f in enumerate(dossier.factures) if not f.est_avoir and f.executee_le is None
    ]
    if _de_professionnel_a_consommateur(dossier) and sans_execution:
        yield information(
            Code.EXECUTION_INCONNUE,
            "la prescription court de l’exécution ou de la livraison, que le dossier ne donne "
            "pas : la date de facture a servi.",
            "Indiquez « executee_le ».",
            Lieu(champ=f"factures[{sans_execution[0]}].executee_le"),
        )
