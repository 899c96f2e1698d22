"""Rules of the letters that answer: a receipt, a receipt for full payment, a reply to a dispute.

A receipt asks for nothing: what forbids to claim does not forbid it. But it must be true, and no
payment made in breach of a collective procedure is receipted (C. com., art. L622-7; C. consom.,
art. L722-5). A waiver is never presumed, and none is written to a public body (CCP, art. L2192-14).
"""

from __future__ import annotations

from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.outre_mer import TERRITOIRES, hors_du_droit_commun, territoires
from courriers.droit.prescription import prescriptions
from courriers.droit.reglements import (
    Reglement,
    dernier_reglement,
    factures_reglees,
    renonciation,
)
from courriers.droit.regles import canal as regles_du_canal
from courriers.droit.regles import dette, parties, procedures
from courriers.droit.titre import nom, titre_en_vigueur
from courriers.langue.typographie import montant
from courriers.monnaie import calcul


def empechements_quittance(
    dossier: Dossier, decompte: Decompte, canal: str | None
) -> list[Constat]:
    """Every reason not to give a receipt for the last payment."""
    au = decompte.au
    constats = [*_communs(dossier, decompte, canal), *parties.codebiteurs(dossier)]
    if decompte.total > 0:  # the receipt says what is left
        constats += dette.prescrites(dossier, decompte, prescriptions(dossier, decompte))
        constats += dette.frais_interdits(dossier, au)
    if decompte.principal == 0:  # nothing but what was given up
        constats += accessoires_abandonnes(dossier, decompte)
    return constats


def empechements_recu(dossier: Dossier, decompte: Decompte, canal: str | None) -> list[Constat]:
    """Every reason not to give a receipt for full payment."""
    return [*_communs(dossier, decompte, canal), *_solde(dossier, decompte)]


def _communs(dossier: Dossier, decompte: Decompte, canal: str | None) -> Iterator[Constat]:
    au = decompte.au
    reglement = dernier_reglement(dossier, decompte)
    if reglement is not None:
        yield from _paiement_interdit(dossier, reglement)
    yield from _titre_ou_territoire(dossier, decompte)
    yield from _aucun_paiement(dossier, decompte, reglement)
    yield from dette.cession(dossier, au)
    yield from dette.accessoires_interdits(dossier, decompte)
    yield from dette.cumul(decompte)
    yield from parties.disparues(dossier, au)
    yield from parties.mandataire(dossier)
    yield from parties.mandat(dossier, au)
    yield from regles_du_canal.consentement(dossier, canal)
    yield from regles_du_canal.appel_de_l_avocat(dossier, canal)


def _aucun_paiement(
    dossier: Dossier, decompte: Decompte, reglement: Reglement | None
) -> Iterator[Constat]:
    """No payment, or one that the statement leaves aside."""
    if reglement is None:
        yield erreur(
            Code.AUCUN_PAIEMENT,
            f"aucun paiement n’est reçu au {decompte.au:%d/%m/%Y}.",
            "Notez-le dans « paiements », au jour où le compte est crédité.",
            Lieu(champ="paiements"),
        )
        return
    a_venir = {f.numero for f in dossier.factures if f.date > decompte.au}
    for rang, paiement in enumerate(dossier.paiements):
        if paiement.date == reglement.date and paiement.facture in a_venir:
            yield erreur(
                Code.AUCUN_PAIEMENT,
                f"le décompte ne compte pas encore le paiement du {paiement.date:%d/%m/%Y} : la "
                f"facture {paiement.facture}, qu’il vise, est émise après le "
                f"{decompte.au:%d/%m/%Y}.",
                "Retirez « facture » de ce paiement, ou attendez cette facture.",
                Lieu(champ=f"paiements[{rang}].facture"),
            )


def _paiement_interdit(dossier: Dossier, reglement: Reglement) -> Iterator[Constat]:
    """What was paid once the debtor no longer could (a judgment counts from its first hour)."""
    procedure, jour = dossier.procedure_collective, reglement.date
    if procedure is not None and procedure.date_jugement <= jour:
        yield erreur(
            Code.PROCEDURE_COLLECTIVE,
            f"le paiement du {jour:%d/%m/%Y} est postérieur au jugement d’ouverture "
            f"({procedure.date_jugement:%d/%m/%Y}) : le débiteur ne pouvait plus payer ce qui est "
            "né avant (C. com., art. L622-7), et cette lettre n’en donne pas quittance.",
            "Rapprochez-vous du mandataire ou du liquidateur. Pour un paiement antérieur, donnez "
            "un jour d’arrêté antérieur.",
            Lieu(champ="procedure_collective"),
            fondement="C. com., art. L622-7",
        )
    surendettement = dossier.surendettement
    if surendettement is not None and surendettement.date_recevabilite <= jour:
        yield erreur(
            Code.SURENDETTEMENT,
            f"le paiement du {jour:%d/%m/%Y} suit la recevabilité du dossier de surendettement "
            f"({surendettement.date_recevabilite:%d/%m/%Y}) : le débiteur ne pouvait plus payer "
            "cette créance (C. consom., art. L722-5).",
            "Adressez-vous à la commission de surendettement.",
            Lieu(champ="surendettement"),
            fondement="C. consom., art. L722-5",
        )


def _titre_ou_territoire(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """A title, to which payments go and which this letter does not name; a law that is not ours."""
    titre = titre_en_vigueur(dossier, decompte.au)
    if titre is not None:
        yield erreur(
            Code.TITRE_EXECUTOIRE,
            f"un titre existe ({nom(titre)}) : les paiements s’y imputent, et cette lettre ne "
            "parle que de factures.",
            "Faites donner quittance par qui exécute le titre.",
            Lieu(champ="titre_executoire"),
        )
    lieux = territoires(dossier)
    for champ, code in lieux.items():
        if code in hors_du_droit_commun(lieux):
            yield erreur(
                Code.OUTRE_MER,
                f"{TERRITOIRES[code]} : les lettres citent des textes qui n’y valent pas. Seul le "
                "décompte est proposé.",
                lieu=Lieu(champ=champ),
                fondement="C. com., livre IX",
            )


# --- Le solde -------------------------------------------------------------------------------


def _solde(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """Something is left, and nobody gave it up; or whoever did could not."""
    if decompte.principal > 0:
        yield erreur(
            Code.SOLDE_RESTANT,
            f"il reste {montant(decompte.total, decompte.devise)} à payer, dont "
            f"{montant(decompte.principal, decompte.devise)} de principal : un reçu pour solde "
            "serait faux.",
            "Le pack « quittance » donne quittance d’un paiement partiel.",
        )
    elif decompte.total > 0 and not renonciation(dossier, decompte):
        yield erreur(
            Code.SOLDE_RESTANT,
            f"le principal est réglé, mais il reste {montant(decompte.total, decompte.devise)} "
            "d’intérêts ou d’indemnités : un reçu pour solde y renoncerait, ce qui ne se présume "
            "pas.",
            "Si le créancier y renonce, notez-le : conditions.renonciation_accessoires {date}. "
            "Sinon, le pack « quittance ».",
            Lieu(champ="conditions.renonciation_accessoires"),
        )
    elif decompte.total > 0:
        yield from _renonciation_interdite(dossier)
    elif dernier_reglement(dossier, decompte) and not factures_reglees(decompte):
        yield erreur(
            Code.SOLDE_RESTANT,
            "aucune facture n’est entièrement réglée : ce qui est reçu est un acompte sur une "
            "facture à échoir, et un reçu pour solde serait faux.",
            "Le pack « quittance » donne quittance d’un paiement partiel.",
        )


def _renonciation_interdite(dossier: Dossier) -> Iterator[Constat]:
    lieu = Lieu(champ="conditions.renonciation_accessoires")
    if dossier.debiteur.qualite == "personne_publique":
        yield erreur(
            Code.RENONCIATION_INTERDITE,
            "aucune renonciation ne s’écrit au profit d’une personne publique : celle aux intérêts "
            "moratoires de la commande publique est réputée non écrite (CCP, art. L2192-14).",
            "Le pack « quittance » donne quittance de ce qui est payé.",
            lieu,
            fondement="CCP, art. L2192-14",
        )
    if dossier.mandataire is not None:
        yield erreur(
            Code.RENONCIATION_INTERDITE,
            "une renonciation est écrite par le créancier lui-même, non par son mandataire.",
            "Retirez « mandataire » pour que le créancier écrive ce reçu.",
            lieu,
        )


def accessoires_abandonnes(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """What the creditor gave up is not claimed any more."""
    decidee = dossier.conditions.renonciation_accessoires
    with calcul():
        accessoires = decompte.interets + decompte.indemnites
    if decidee is None or decidee.date > decompte.au or not accessoires:
        return
    yield erreur(
        Code.ACCESSOIRES_ABANDONNES,
        f"le créancier a renoncé le {decidee.date:%d/%m/%Y} aux intérêts et indemnités : les "
        f"{montant(accessoires, decompte.devise)} qui restent à ce titre ne se réclament plus.",
        "Principal payé : le pack « recu-solde ». Principal dû : une relance, qui ne réclame que "
        "lui. Retirez « renonciation_accessoires » si le créancier n’y renonce pas.",
        Lieu(champ="conditions.renonciation_accessoires"),
    )


# --- La contestation ------------------------------------------------------------------------


def contestation_posterieure(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """No reply to what was not said yet."""
    conteste = dossier.contestation
    if conteste is not None and conteste.date > decompte.au:
        yield erreur(
            Code.CONTESTATION_POSTERIEURE,
            f"la contestation est du {conteste.date:%d/%m/%Y}, après le jour de la lettre "
            f"({decompte.au:%d/%m/%Y}).",
            lieu=Lieu(champ="contestation.date"),
        )


# --- À savoir -------------------------------------------------------------------------------


def a_savoir_paiement(dossier: Dossier, decompte: Decompte) -> list[Constat]:
    """What to weigh before a receipt goes."""
    return [
        *_anterieur_a_la_procedure(dossier, decompte),
        *parties.etranger(dossier),
        *parties.signature_de_l_avocat(dossier),
        *procedures.gel(dossier, decompte),
        *parties.premiere_lettre(dossier, decompte.au),
    ]


def _anterieur_a_la_procedure(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """Paid before the judgment, receipted after it."""
    procedure, au = dossier.procedure_collective, decompte.au
    if procedure is not None and procedure.date_jugement <= au:
        yield avertissement(
            Code.PROCEDURE_COLLECTIVE,
            f"une procédure de {procedure.type} est ouverte depuis le "
            f"{procedure.date_jugement:%d/%m/%Y} : le paiement lui est antérieur, mais ce qui "
            "reste dû se déclare et ne se relance pas (C. com., art. L622-7 et L622-24).",
            lieu=Lieu(champ="procedure_collective"),
            fondement="C. com., art. L622-7 et L622-24",
        )
    surendettement = dossier.surendettement
    if surendettement is not None and surendettement.date_recevabilite <= au:
        yield avertissement(
            Code.SURENDETTEMENT,
            "le dossier de surendettement est recevable depuis le "
            f"{surendettement.date_recevabilite:%d/%m/%Y} : le paiement lui est antérieur, mais le "
            "débiteur ne peut plus payer le reste (C. consom., art. L722-5).",
            lieu=Lieu(champ="surendettement"),
            fondement="C. consom., art. L722-5",
        )
