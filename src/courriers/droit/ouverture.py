"""The day from which a debtor may no longer pay, and his debts bear no more interest.

Sources: C. com., art. L622-28 (the opening judgment stops interest; loans and contracts of a year
or more apart, which a case does not tell) and L441-10, II, last sentence (no 40 € for what falls
due after it); C. consom., art. L722-5 and L722-14 (over-indebtedness: neither interest nor penalty
from the day the request is admissible).
"""

from __future__ import annotations

import datetime

from courriers.constats import Code, Constat, Lieu, information
from courriers.dossier.modele import Dossier


def ouverture(dossier: Dossier, au: datetime.date) -> tuple[datetime.date | None, list[Constat]]:
    """First day without interest, if it has come by *au*, and what to know of it."""
    evenements: list[tuple[datetime.date, str, str, str]] = []
    if dossier.procedure_collective is not None:
        evenements.append(
            (
                dossier.procedure_collective.date_jugement,
                "procedure_collective",
                "jugement d’ouverture",
                "C. com., art. L622-28",
            )
        )
    if dossier.surendettement is not None:
        evenements.append(
            (
                dossier.surendettement.date_recevabilite,
                "surendettement",
                "recevabilité du dossier de surendettement",
                "C. consom., art. L722-14",
            )
        )
    venus = [e for e in evenements if e[0] <= au]
    constats = [_posterieur(champ, quoi, au) for jour, champ, quoi, _ in evenements if jour > au]
    if not venus:
        return None, constats
    jour, champ, quoi, article = min(venus)
    constats.append(
        information(
            Code.INTERETS_ARRETES,
            f"aucun intérêt n’est compté à partir du {jour:%d/%m/%Y} ({quoi} ; {article}).",
            lieu=Lieu(champ=champ),
            fondement=article,
        )
    )
    return jour, constats


def _posterieur(champ: str, quoi: str, au: datetime.date) -> Constat:
    return information(
        Code.POSTERIEUR_AU_JOUR,
        f"{quoi} : après le {au:%d/%m/%Y}, il n’en est pas tenu compte.",
        lieu=Lieu(champ=champ),
    )
