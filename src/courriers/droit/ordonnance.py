"""How far an order to pay has come on a day, as the case tells it.

Sources: CPC, art. 1411 (served in time, else « non avenue »), 1413 and 1415 (an opposition brings
the claim before the court), 1416 (opposition: a month from service) and 1422 (a title once that
month has run and, for an order of 1 September 2026 or later, two months from service). Served
otherwise than in person, an order may be opposed later: a case does not tell how it was served.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from courriers.dossier.modele import Dossier
from courriers.dossier.procedures import Ordonnance
from courriers.droit.bareme import Bareme
from courriers.droit.delais import (
    UN_JOUR,
    distance_du_debiteur,
    terme_de_procedure,
    terme_de_signification,
)

EXECUTOIRE_D_EMBLEE_DES_LE = datetime.date(2022, 3, 1)
"""First day of the orders handed over with their enforcement formula; before, it had to be asked
for after the service, which no case tells: such an order is never held to be a title."""

SANS_CERTIFICAT_DES_LE = datetime.date(2026, 9, 1)
"""First day of the orders whose opposition is told of by the registry, and not certified."""


class Etape(StrEnum):
    """Where an order stands."""

    A_SIGNIFIER = "a_signifier"
    NON_AVENUE = "non_avenue"
    SIGNIFIEE = "signifiee"
    OPPOSEE = "opposee"
    EXECUTOIRE = "executoire"


@dataclass(frozen=True, slots=True)
class Avancement:
    """An order that has been made, and where it stands."""

    ordonnance: Ordonnance
    etape: Etape
    signification_avant: datetime.date
    """Last day to serve it."""
    opposition_avant: datetime.date | None = None
    """Last day to oppose it, served to the person; nothing while it is not served."""
    executoire_des: datetime.date | None = None
    """First day it may be enforced, unopposed; nothing where a formula has to be asked for."""


def avancement(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Avancement | None:
    """Where the order of *dossier* stands on *au*; nothing before it is made."""
    ordonnance = dossier.ordonnance
    if ordonnance is None or ordonnance.date > au:
        return None
    avant = terme_de_signification(ordonnance, bareme)
    faite_le, opposee_le = ordonnance.signifiee_le, ordonnance.opposition_le
    faite_le = None if faite_le is None or faite_le > au else faite_le
    opposee = opposee_le is not None and opposee_le <= au
    if faite_le is None and not opposee:
        etape = Etape.A_SIGNIFIER if au <= avant else Etape.NON_AVENUE
        return Avancement(ordonnance, etape, avant)
    if faite_le is not None and faite_le > avant:
        return Avancement(ordonnance, Etape.NON_AVENUE, avant)
    if faite_le is None or opposee:
        return Avancement(ordonnance, Etape.OPPOSEE, avant)
    opposition, des = terme_d_opposition(dossier), _executoire_des(dossier, faite_le, bareme)
    etape = Etape.SIGNIFIEE if des is None or au < des else Etape.EXECUTOIRE
    return Avancement(ordonnance, etape, avant, opposition, des)


def terme_d_opposition(dossier: Dossier) -> datetime.date | None:
    """Last day to oppose an order served to the person; nothing while it is not served."""
    ordonnance = dossier.ordonnance
    if ordonnance is None or ordonnance.signifiee_le is None:
        return None
    return terme_de_procedure(
        ordonnance.signifiee_le, mois=1, distance=distance_du_debiteur(dossier)
    )


def _executoire_des(
    dossier: Dossier, signifiee_le: datetime.date, bareme: Bareme
) -> datetime.date | None:
    """The day after both delays have run."""
    ordonnance, opposition = dossier.ordonnance, terme_d_opposition(dossier)
    if ordonnance is None or opposition is None or ordonnance.date < EXECUTOIRE_D_EMBLEE_DES_LE:
        return None
    mois = int(bareme.en_vigueur("delai_execution_injonction", ordonnance.date).valeur)
    return max(opposition, terme_de_procedure(signifiee_le, mois=mois)) + UN_JOUR


def signifiee_a_temps(dossier: Dossier, bareme: Bareme) -> datetime.date | None:
    """Day the order was served, if it was in time: then it interrupts a limitation."""
    ordonnance = dossier.ordonnance
    if ordonnance is None or ordonnance.signifiee_le is None:
        return None
    a_temps = ordonnance.signifiee_le <= terme_de_signification(ordonnance, bareme)
    return ordonnance.signifiee_le if a_temps else None


def couvertes(dossier: Dossier, ordonnance: Ordonnance) -> frozenset[str]:
    """Numbers of the invoices that *ordonnance* grants for sure.

    One issued after it was not asked for. Where it grants less than the invoices ask, nothing
    tells which ones: none is held to be granted.
    """
    demandees = [f for f in dossier.factures if not f.est_avoir and f.date <= ordonnance.date]
    accorde = ordonnance.principal
    if accorde is not None and accorde < sum(f.montant_ttc for f in demandees):
        return frozenset()
    return frozenset(f.numero for f in demandees)
