"""Whether the table of rates is up to date on a day.

The rates of a half-year are published in the last days of the one before: from 1 December and
1 June on, a table that lacks the next half-year is a table to complete.
"""

from __future__ import annotations

import datetime

from courriers.constats import Code, Constat, avertissement
from courriers.droit.bareme import TABLES, Bareme
from courriers.droit.semestre import Semestre
from courriers.langue.accords import enumeration


def constats_actualite(bareme: Bareme, jour: datetime.date) -> list[Constat]:
    """What the table lacks on *jour*: its half-year, and the next one in the last month of it.

    >>> [len(constats_actualite(Bareme.integre(), datetime.date(2026, 11, 30))),
    ...  len(constats_actualite(Bareme.integre(), datetime.date(2026, 12, 1)))]
    [0, 1]
    """
    semestre = Semestre.de(jour)
    attendus = [semestre]
    if jour.month in (6, 12):
        attendus.append(semestre.suivant)
    constats = []
    for attendu in attendus:
        manquent = [
            f"le {nom}" for cle, nom in TABLES.items() if attendu not in getattr(bareme, cle)
        ]
        if manquent:
            constats.append(
                avertissement(
                    Code.BAREME_A_COMPLETER,
                    f"le barème n’a pas {enumeration(manquent)} du {attendu.libelle} ({attendu}).",
                    "Mettez courriers à jour dès la publication, ou ajoutez ce semestre à "
                    "courriers.toml. Un décompte qui en a besoin est refusé jusque-là.",
                )
            )
    return constats
