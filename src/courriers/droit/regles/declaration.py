"""Rules about declaring a claim in insolvency proceedings.

Sources: C. com., art. L622-24 (to the mandataire judiciaire, or the liquidateur; by the creditor,
or an agent of its choice), L622-25 (the sum due on the day of the opening judgment, with what is to
fall due and when; certified true by the creditor unless a title makes it), R622-24 (two months from
the BODACC, two more for a creditor who does not live on the territory), L622-26 (out of time:
« relevé de forclusion »), L622-17 (claims born later have their own rules);
L620-2, L631-2, L640-2 and L670-1 (who may be in such proceedings).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.modele import Dossier
from courriers.dossier.procedures import ProcedureCollective
from courriers.droit.bareme import Bareme
from courriers.droit.calendrier import delai_de_declaration
from courriers.droit.decompte import Decompte
from courriers.droit.regles import dette, parties
from courriers.droit.regles.procedures import hors_des_lettres
from courriers.droit.titre import titre_en_vigueur

_CHAMP = "procedure_collective"
OUVERTURE = {"sauvegarde": "L620-2", "redressement": "L631-2", "liquidation": "L640-2"}
"""Who each kind of proceedings is open to (C. com.)."""
_ALSACE_MOSELLE = ("57", "67", "68")


def jour_du_passif(dossier: Dossier, au: datetime.date) -> datetime.date | None:
    """Day the claim is stated on: that of the judgment, if it has come by *au*.

    Interest then stops the day before (see :mod:`courriers.droit.ouverture`).
    """
    procedure = dossier.procedure_collective
    return procedure.date_jugement if procedure and procedure.date_jugement <= au else None


def empechements_declaration(
    dossier: Dossier, decompte: Decompte, au: datetime.date, bareme: Bareme | None
) -> list[Constat]:
    """Every reason not to declare, most fundamental first.

    Args:
        dossier: the case.
        decompte: its statement on the day of the judgment.
        au: the day of the letter.
        bareme: the periods; those of the statement by default.
    """
    procedure = dossier.procedure_collective
    if procedure is None or procedure.date_jugement > au:
        return [
            erreur(
                Code.VOIE_FERMEE,
                "aucune procédure collective n’est ouverte à ce jour : il n’y a rien à déclarer.",
                "Donnez « procedure_collective » (type, date_jugement, tribunal, date_bodacc, "
                "mandataire_judiciaire).",
                Lieu(champ=_CHAMP),
                fondement="C. com., art. L622-24",
            )
        ]
    return [
        *_debiteur_public(dossier, procedure),
        *_manquants(procedure),
        *_rien_a_declarer(decompte),
        *dette.trop_percu(decompte),
        *dette.cession(dossier, au),
        *dette.accessoires_interdits(dossier, decompte),
        *dette.cumul(decompte),
        *dette.frais_interdits(dossier, au),
        *parties.codebiteurs(dossier),
        *parties.mandat(dossier, au),
        *_delai(dossier, au, bareme or decompte.regime.bareme),
        *(c for c in hors_des_lettres(dossier, au) if c.code != Code.TITRE_EXECUTOIRE),
    ]


def _debiteur_public(dossier: Dossier, procedure: ProcedureCollective) -> Iterator[Constat]:
    """« Toute personne morale de droit privé »: no body of public law."""
    if dossier.debiteur.qualite == "personne_publique":
        article = OUVERTURE[procedure.type]
        yield erreur(
            Code.VOIE_FERMEE,
            f"aucune procédure de {procedure.type} ne s’ouvre contre une personne publique (C. "
            f"com., art. {article}) : il n’y a rien à déclarer.",
            "Retirez « procedure_collective », ou corrigez le type du débiteur s’il est de droit "
            "privé.",
            Lieu(champ=_CHAMP),
            fondement=f"C. com., art. {article}",
        )


def _debiteur_consommateur(dossier: Dossier, procedure: ProcedureCollective) -> Iterator[Constat]:
    """Without a business: only in Alsace and Moselle, which know a civil bankruptcy."""
    debiteur = dossier.debiteur
    if debiteur.qualite != "consommateur":
        return
    adresse = debiteur.adresse
    if adresse.pays == "FR" and adresse.code_postal.startswith(_ALSACE_MOSELLE):
        return
    article = OUVERTURE[procedure.type]
    yield avertissement(
        Code.PROCEDURE_A_VERIFIER,
        f"une procédure de {procedure.type} ne s’ouvre contre un particulier sans activité "
        "indépendante que s’il est domicilié dans le Bas-Rhin, le Haut-Rhin ou la Moselle (C. "
        f"com., art. {article} et L670-1).",
        "Vérifiez le jugement : s’il s’agit de surendettement, donnez « surendettement » ; si la "
        "dette vient d’une activité, corrigez la qualité du débiteur.",
        Lieu(champ="debiteur.qualite"),
        fondement=f"C. com., art. {article} et L670-1",
    )


def _manquants(procedure: ProcedureCollective) -> Iterator[Constat]:
    for champ, pourquoi in (
        ("tribunal", "le tribunal qui a ouvert la procédure"),
        ("mandataire_judiciaire", "le mandataire judiciaire ou le liquidateur, qui la reçoit"),
    ):
        if getattr(procedure, champ) is None:
            yield erreur(
                Code.CHAMP_MANQUANT,
                f"la déclaration nomme {pourquoi} (C. com., art. L622-24).",
                "Le jugement et l’annonce au BODACC le donnent.",
                Lieu(champ=f"{_CHAMP}.{champ}"),
                fondement="C. com., art. L622-24",
            )


def _rien_a_declarer(decompte: Decompte) -> Iterator[Constat]:
    if decompte.total + decompte.a_echoir <= 0:
        yield erreur(
            Code.RIEN_A_RECLAMER,
            f"rien n’était dû ni à échoir le {decompte.au:%d/%m/%Y}, jour du jugement.",
            lieu=Lieu(champ="factures"),
        )


def _delai(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Iterator[Constat]:
    terme = delai_de_declaration(dossier, bareme)
    if terme is None or au <= terme or _a_une_surete(dossier):
        return
    yield erreur(
        Code.DECLARATION_TARDIVE,
        _expire(terme),
        "Seul un relevé de forclusion, demandé au juge-commissaire dans les six mois, rouvre cette "
        "voie (C. com., art. L622-26) : faites vérifier par un juriste.",
        Lieu(champ=f"{_CHAMP}.date_bodacc"),
        fondement="C. com., art. L622-26 et R622-24",
    )


def _a_une_surete(dossier: Dossier) -> bool:
    """Whoever holds a published security is told of it, and the period runs from then."""
    return bool(dossier.complements.get("surete"))


def _expire(terme: datetime.date) -> str:
    return (
        f"le délai de déclaration, qui part du BODACC, est expiré depuis le {terme:%d/%m/%Y} "
        "(C. com., art. R622-24)."
    )


def a_savoir_declaration(dossier: Dossier, au: datetime.date, bareme: Bareme) -> list[Constat]:
    """What to weigh before declaring."""
    procedure = dossier.procedure_collective
    if procedure is None:
        return []
    return [
        *_le_terme(dossier, procedure, au, bareme),
        *_debiteur_consommateur(dossier, procedure),
        *_de_part_et_d_autre(dossier, procedure),
        *_les_pieces(dossier),
        *parties.signature_de_l_avocat(dossier),
    ]


def _le_terme(
    dossier: Dossier, procedure: ProcedureCollective, au: datetime.date, bareme: Bareme
) -> Iterator[Constat]:
    terme = delai_de_declaration(dossier, bareme)
    parue = procedure.date_bodacc is not None and procedure.date_bodacc <= au
    if terme is None or not parue:
        yield avertissement(
            Code.BODACC_ABSENT,
            "le dossier ne donne pas la date de publication au BODACC, d’où part le délai de deux "
            "mois pour déclarer (C. com., art. R622-24).",
            "Cherchez l’annonce sur bodacc.fr, et envoyez la déclaration sans attendre.",
            Lieu(champ=f"{_CHAMP}.date_bodacc"),
            fondement="C. com., art. R622-24",
        )
    elif au <= terme:
        yield information(
            Code.DECLARATION_A_ENVOYER,
            f"la déclaration doit partir au plus tard le {terme:%d/%m/%Y} (C. com., art. R622-24).",
            lieu=Lieu(champ=f"{_CHAMP}.date_bodacc"),
            fondement="C. com., art. R622-24",
        )
    else:
        yield avertissement(
            Code.DECLARATION_TARDIVE,
            _expire(terme),
            "Vérifiez si, titulaire d’une sûreté publiée, vous avez été averti personnellement : "
            "le délai part alors de cet avertissement (C. com., art. L622-24).",
            Lieu(champ=f"{_CHAMP}.date_bodacc"),
            fondement="C. com., art. L622-24 et R622-24",
        )


def _de_part_et_d_autre(dossier: Dossier, procedure: ProcedureCollective) -> Iterator[Constat]:
    """Invoices whose date and whose work stand on either side of the judgment."""
    jugement = procedure.date_jugement
    if titre_en_vigueur(dossier, jugement) is not None:
        return  # the claim is that of the title, whatever its invoices
    for rang, facture in enumerate(dossier.factures):
        nee = facture.executee_le or facture.date
        comptee = facture.date <= jugement
        if facture.est_avoir or comptee == (nee < jugement):
            continue
        message = (
            f"la créance de {facture.numero}, comptée, est née le jour du jugement ou après : elle "
            "peut avoir un régime propre (C. com., art. L622-17)."
            if comptee
            else f"la facture {facture.numero}, datée d’après le jugement, n’est pas comptée, "
            "alors que l’exécution est d’avant : cette créance se déclare aussi."
        )
        yield avertissement(
            Code.FACTURE_ET_JUGEMENT,
            message,
            "Faites vérifier par un juriste.",
            Lieu(champ=f"factures[{rang}].date"),
            fondement="C. com., art. L622-17 et L622-24",
        )


def _les_pieces(dossier: Dossier) -> Iterator[Constat]:
    if not dossier.pieces:
        yield avertissement(
            Code.PIECES_ABSENTES,
            "le dossier ne liste aucune pièce : le bordereau ne porte que les factures.",
            "Ajoutez à « pieces » la commande, les bons de livraison et les relevés.",
            Lieu(champ="pieces"),
            fondement="C. com., art. R622-23",
        )
