"""Rules about proceedings the debt is caught in, and what the letters are not written for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.modele import Dossier
from courriers.dossier.procedures import Ordonnance
from courriers.droit.decompte import Decompte
from courriers.droit.delais import terme_de_procedure, terme_de_signification
from courriers.droit.outre_mer import TERRITOIRES, hors_du_droit_commun, territoires
from courriers.droit.titre import nom, titre_en_vigueur


def empechements(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """The debtor may no longer pay: he is not asked to."""
    procedure = dossier.procedure_collective
    if procedure is not None and procedure.date_jugement <= au:
        yield erreur(
            Code.PROCEDURE_COLLECTIVE,
            f"une procédure de {procedure.type} est ouverte depuis le "
            f"{procedure.date_jugement:%d/%m/%Y} : le débiteur ne peut plus payer ce qui est né "
            "avant, et la créance se déclare (C. com., art. L622-7, L622-21 et L622-24).",
            "Déclarez-la au mandataire ou au liquidateur dans les deux mois du BODACC (pack "
            "« declaration-creance »).",
            Lieu(champ="procedure_collective"),
            fondement="C. com., art. L622-7, L622-21 et L622-24",
        )
    surendettement = dossier.surendettement
    if surendettement is not None and surendettement.date_recevabilite <= au:
        yield erreur(
            Code.SURENDETTEMENT,
            "le dossier de surendettement est recevable depuis le "
            f"{surendettement.date_recevabilite:%d/%m/%Y} : le débiteur ne peut plus payer cette "
            "créance (C. consom., art. L722-5).",
            "Adressez-vous à la commission de surendettement.",
            Lieu(champ="surendettement"),
            fondement="C. consom., art. L722-2 et L722-5",
        )


def hors_des_lettres(dossier: Dossier, au: datetime.date) -> Iterator[Constat]:
    """Where the statement is right, but no letter of this version says it."""
    titre = titre_en_vigueur(dossier, au)
    if titre is not None:
        yield erreur(
            Code.TITRE_EXECUTOIRE,
            f"un titre existe ({nom(titre)}) : une relance ne le dirait pas, il se signifie et "
            "s’exécute.",
            "Remettez-le à un commissaire de justice (CPCE, art. L111-2).",
            Lieu(champ="titre_executoire"),
            fondement="CPCE, art. L111-2",
        )
    lieux = territoires(dossier)
    hors = hors_du_droit_commun(lieux)
    for champ, code in lieux.items():
        if code not in hors:
            continue
        yield erreur(
            Code.OUTRE_MER,
            f"{TERRITOIRES[code]} : les lettres citent des textes qui n’y valent pas. Seul le "
            "décompte est proposé.",
            lieu=Lieu(champ=champ),
            fondement="C. com., livre IX",
        )


def ordonnance_signifiee(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """An order was served in time and nobody opposed it: what it grants is enforced, not asked for.

    Who serves an order that grants a part only gives up the rest (CPC, art. 1409).
    """
    ordonnance, terme = _ordonnance_en_vie(dossier, decompte)
    if ordonnance is None or ordonnance.signifiee_le is None or ordonnance.signifiee_le > terme:
        return
    yield erreur(
        Code.ORDONNANCE_SIGNIFIEE,
        f"l’ordonnance d’injonction de payer du {ordonnance.date:%d/%m/%Y} a été signifiée le "
        f"{ordonnance.signifiee_le:%d/%m/%Y} : ce qu’elle accorde ne se réclame plus par une "
        "lettre. Elle s’exécute, sauf opposition (CPC, art. 1409 et 1422).",
        "Une fois exécutoire, donnez-la dans « titre_executoire » : le décompte la suit. Une "
        "opposition se note dans « ordonnance.opposition_le ».",
        Lieu(champ="ordonnance.signifiee_le"),
        fondement="CPC, art. 1409 et 1422",
    )


def ordonnance_a_signifier(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """An order waits to be served: that comes before any other step."""
    ordonnance, terme = _ordonnance_en_vie(dossier, decompte)
    if ordonnance is not None and ordonnance.signifiee_le is None:
        yield avertissement(
            Code.SIGNIFICATION_A_FAIRE,
            f"l’ordonnance d’injonction de payer du {ordonnance.date:%d/%m/%Y} est à signifier au "
            f"plus tard le {terme:%d/%m/%Y}, sinon elle est non avenue (CPC, art. 1411).",
            "Écrivez le pack « signification-ordonnance ».",
            Lieu(champ="ordonnance"),
            fondement="CPC, art. 1411",
        )


def _ordonnance_en_vie(
    dossier: Dossier, decompte: Decompte
) -> tuple[Ordonnance | None, datetime.date]:
    """The order made by the closing day, as known then, unless it is opposed or left to lapse."""
    ordonnance, au = dossier.ordonnance, decompte.au
    if ordonnance is None or ordonnance.date > au:
        return None, au
    terme = terme_de_signification(ordonnance, decompte.regime.bareme)
    signifiee_le, opposee_le = ordonnance.signifiee_le, ordonnance.opposition_le
    if signifiee_le is not None and signifiee_le > au:
        signifiee_le = None
    if (opposee_le is not None and opposee_le <= au) or (signifiee_le is None and au > terme):
        return None, terme
    return ordonnance.model_copy(update={"signifiee_le": signifiee_le}), terme


def gel(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """Small claims: no payment from the commissaire's letter to the issue (CPCE, art. R125-7)."""
    for rang, debut in gels(dossier, decompte):
        yield avertissement(
            Code.GEL_PETITES_CREANCES,
            f"le commissaire de justice a invité le débiteur le {debut:%d/%m/%Y} : aucun paiement "
            "ne peut avoir lieu avant qu’il ait constaté l’issue de la procédure (CPCE, "
            "art. R125-7).",
            "Attendez cette issue, ou notez-la dans « suite ».",
            Lieu(champ=f"envois[{rang}].lettre_du_commissaire_le"),
            fondement="CPCE, art. R125-7",
        )


def gels(dossier: Dossier, decompte: Decompte) -> Iterator[tuple[int, datetime.date]]:
    """The small claims procedures that run: their place in the case, and the day of the letter.

    One lasts a month from that letter (L125-1), which an answer cuts short.
    """
    au, bareme = decompte.au, decompte.regime.bareme
    for rang, envoi in enumerate(dossier.envois):
        debut = envoi.lettre_du_commissaire_le
        finie = envoi.suite is not None and envoi.suite.date <= au
        if debut is None or finie or debut > au:
            continue
        mois = int(bareme.en_vigueur("delai_petites_creances", debut).valeur)
        if au <= terme_de_procedure(debut, mois=mois):
            yield rang, debut
