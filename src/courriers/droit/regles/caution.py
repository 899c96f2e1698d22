"""Rules about asking a guarantor to pay.

Sources: C. civ., art. 2302 (yearly information), 2303 (first incident; see
:mod:`courriers.droit.caution`); C. com., art. L622-28, al. 2 (« Le jugement d’ouverture suspend
jusqu’au jugement arrêtant le plan ou prononçant la liquidation toute action contre les personnes
physiques […] ayant consenti une sûreté personnelle »), which a redressement shares and a
liquidation ends. No letter is written while an action would be suspended: it could only be read as
the threat of one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.modele import Dossier
from courriers.droit.caution import DecompteCaution
from courriers.droit.decompte import Decompte
from courriers.droit.regles import dette, obstacles_a_toute_demande, parties
from courriers.droit.regles.procedures import hors_des_lettres
from courriers.langue.accords import dans_la_phrase
from courriers.langue.typographie import montant


def empechements_caution(dossier: Dossier, decompte: Decompte, reclamee: Decimal) -> list[Constat]:
    """Every reason not to write to the guarantor, most fundamental first."""
    if not isinstance(decompte, DecompteCaution):
        return [
            erreur(
                Code.CHAMP_MANQUANT,
                "cette lettre s’adresse à une caution : le dossier n’en nomme pas, ou pas à ce "
                "rang.",
                lieu=Lieu(champ="cautions"),
            )
        ]
    return [
        *_acte(decompte),
        *_procedures(dossier, decompte),
        *dette.rien_a_reclamer(decompte, reclamee),
        *obstacles_a_toute_demande(dossier, decompte),
        *hors_des_lettres(dossier, decompte.au),
        *parties.mandataire(dossier),
        *parties.mandat(dossier, decompte.au),
    ]


def _lieu(decompte: DecompteCaution, champ: str = "") -> Lieu:
    return Lieu(champ=f"cautions[{decompte.rang}]{champ}")


def _acte(decompte: DecompteCaution) -> Iterator[Constat]:
    caution, au = decompte.caution, decompte.au
    if caution is not None and caution.acte_du > au:
        yield erreur(
            Code.CAUTION_POSTERIEURE,
            f"l’acte de cautionnement est du {caution.acte_du:%d/%m/%Y}, après le jour de la "
            f"lettre ({au:%d/%m/%Y}).",
            lieu=_lieu(decompte, ".acte_du"),
        )
    decede_le = getattr(caution, "decede_le", None)
    radiee_le = getattr(caution, "radiee_le", None)
    for jour, champ, quoi in (
        (decede_le, ".decede_le", "la caution est décédée"),
        (radiee_le, ".radiee_le", "la société caution est radiée"),
    ):
        if jour is not None and jour <= au:
            yield erreur(
                Code.CAUTION_DISPARUE,
                f"{quoi} depuis le {jour:%d/%m/%Y} : il ne lui est plus écrit.",
                "Faites vérifier par un juriste qui répond de son engagement.",
                _lieu(decompte, champ),
            )


def _procedures(dossier: Dossier, decompte: DecompteCaution) -> Iterator[Constat]:
    """The proceedings of the debtor that protect the guarantor, or may."""
    procedure, au = dossier.procedure_collective, decompte.au
    physique = decompte.caution is not None and decompte.caution.est_personne_physique
    ouverte = procedure is not None and procedure.date_jugement <= au
    if procedure is not None and ouverte and physique and procedure.type != "liquidation":
        yield erreur(
            Code.PROCEDURE_COLLECTIVE,
            f"une procédure de {procedure.type} est ouverte depuis le "
            f"{procedure.date_jugement:%d/%m/%Y} : jusqu’au plan ou à la liquidation, aucune "
            "action n’est possible contre la caution personne physique (C. com., art. L622-28).",
            "Déclarez la créance (pack « declaration-creance ») ; si un plan est déjà arrêté, "
            "faites vérifier par un juriste ce que la caution doit.",
            Lieu(champ="procedure_collective"),
            fondement="C. com., art. L622-28, al. 2",
        )
    surendettement = dossier.surendettement
    if surendettement is not None and surendettement.date_recevabilite <= au:
        yield erreur(
            Code.SURENDETTEMENT,
            "le dossier de surendettement du débiteur est recevable depuis le "
            f"{surendettement.date_recevabilite:%d/%m/%Y} : ce qui peut alors être demandé à la "
            "caution n’est pas dit ici.",
            "Faites vérifier par un juriste.",
            Lieu(champ="surendettement"),
            fondement="C. consom., art. L722-2 et L722-5",
        )


def a_savoir_caution(dossier: Dossier, decompte: Decompte) -> list[Constat]:
    """What to weigh before the letter goes to the guarantor."""
    if not isinstance(decompte, DecompteCaution):
        return []
    return [
        *_du_debiteur(dossier, decompte),
        *_sur_les_interets(dossier, decompte),
        *_sur_l_acte(dossier, decompte),
        *_les_autres(dossier, decompte),
    ]


def _du_debiteur(dossier: Dossier, decompte: DecompteCaution) -> Iterator[Constat]:
    """The debtor’s own default comes first: the guarantor pays in his stead (C. civ., 2288)."""
    au = decompte.au
    faites = [e for e in dossier.envois if e.vaut_mise_en_demeure and e.date <= au]
    if not faites:
        yield avertissement(
            Code.CAUTION_SANS_MISE_EN_DEMEURE,
            "aucune mise en demeure du débiteur n’est au dossier : la caution paie à sa place "
            "parce qu’il est défaillant.",
            "Mettez d’abord le débiteur en demeure (pack « mise-en-demeure »).",
            Lieu(champ="envois"),
        )
    procedure = dossier.procedure_collective
    if procedure is not None and procedure.date_jugement <= au:
        yield avertissement(
            Code.CREANCE_A_DECLARER,
            f"le débiteur est en {procedure.type} depuis le {procedure.date_jugement:%d/%m/%Y} : "
            "écrire à la caution ne dispense pas de déclarer la créance.",
            "Pack « declaration-creance ».",
            Lieu(champ="procedure_collective"),
            fondement="C. com., art. L622-24",
        )


def _sur_les_interets(dossier: Dossier, decompte: DecompteCaution) -> Iterator[Constat]:
    caution, incident = decompte.caution, decompte.incident
    if caution is None:
        return
    if decompte.garantie != "entiere" and incident is not None:
        perdus = "ni intérêt ni pénalité n’est réclamé"
        if decompte.garantie == "depuis_l_information" and caution.informee_le is not None:
            perdus = f"les intérêts ne sont comptés qu’après le {caution.informee_le:%d/%m/%Y}"
        yield avertissement(
            Code.CAUTION_INTERETS_PERDUS,
            f"le dossier n’établit pas que la caution a été informée, dans le mois, de l’impayé du "
            f"{incident:%d/%m/%Y} : {perdus}, et les paiements reçus sont imputés d’abord sur le "
            "principal (C. civ., art. 2303).",
            "Si vous en avez la preuve, complétez « informee_le ».",
            _lieu(decompte, ".informee_le"),
            fondement="C. civ., art. 2303",
        )
    doit = caution.est_personne_physique and dossier.creancier.activite_professionnelle
    if doit and decompte.interets and _un_31_mars(caution.acte_du, decompte.au):
        yield avertissement(
            Code.CAUTION_INFORMATION_ANNUELLE,
            "le dossier ne dit pas si la caution a reçu l’information due avant le 31 mars de "
            "chaque année ; à défaut, les intérêts échus depuis ne sont plus garantis (C. civ., "
            "art. 2302).",
            "Retirez « informee_le » pour ne réclamer que le principal."
            if caution.informee_le is not None
            else "",
            _lieu(decompte, ".informee_le"),
            fondement="C. civ., art. 2302",
        )
    indemnites = dossier.devise == "EUR" and decompte.regime.doit_l_indemnite
    if indemnites:
        yield information(
            Code.CAUTION_SANS_INDEMNITE,
            "l’indemnité forfaitaire de 40 € n’est pas demandée à la caution : le dossier ne dit "
            "pas si l’acte couvre les accessoires.",
            lieu=_lieu(decompte),
        )


def _un_31_mars(acte_du: datetime.date, au: datetime.date) -> bool:
    """A yearly information came due: a 31 March by *au*, for a year the deed saw the end of."""
    return datetime.date(acte_du.year + 1, 3, 31) <= au


def _sur_l_acte(dossier: Dossier, decompte: DecompteCaution) -> Iterator[Constat]:
    caution = decompte.caution
    if caution is None:
        return
    if decompte.est_plafonnee:
        yield information(
            Code.CAUTION_PLAFOND,
            f"l’acte limite la demande à {montant(decompte.somme, decompte.devise)}, pour "
            f"{montant(decompte.total, decompte.devise)} dus.",
            lieu=_lieu(decompte, ".montant_max"),
        )
    if caution.montant_max is None:
        yield avertissement(
            Code.CAUTION_PLAFOND,
            "le dossier ne donne pas le montant maximum de l’engagement : rien ne limite la "
            "demande.",
            "Relisez l’acte ; s’il en fixe un, complétez « montant_max ».",
            _lieu(decompte, ".montant_max"),
        )
    dues = {s.facture for s in decompte.factures if not s.est_soldee}
    anterieures = [
        f.numero
        for f in dossier.factures
        if f.numero in dues and (f.executee_le or f.date) < caution.acte_du
    ]
    if anterieures:
        yield avertissement(
            Code.CAUTION_POSTERIEURE,
            f"antérieure à l’acte, la créance de {', '.join(anterieures)} n’est garantie que si "
            "l’acte le dit.",
            "Relisez l’acte.",
            _lieu(decompte, ".acte_du"),
        )


def _les_autres(dossier: Dossier, decompte: DecompteCaution) -> Iterator[Constat]:
    autres = [
        f"{dans_la_phrase(c)} (--caution {rang + 1})"
        for rang, c in enumerate(dossier.cautions)
        if rang != decompte.rang
    ]
    if autres:
        yield information(
            Code.CAUTIONS_PLUSIEURS,
            f"autre{'s' if len(autres) > 1 else ''} caution{'s' if len(autres) > 1 else ''} : "
            f"{', '.join(autres)}. Chacune reçoit sa lettre ; toutes ensemble ne paient pas plus "
            "que la dette.",
            lieu=Lieu(champ="cautions"),
        )
