"""Rules about proceedings the debt is caught in, and what the letters are not written for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.delais import terme_de_procedure
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
