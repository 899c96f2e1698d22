"""What a claim asks for beyond the sum of its statement: the interest still to run, and on what."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.langue.typographie import nombre
from courriers.monnaie import ZERO

_UN_JOUR = datetime.timedelta(1)


@dataclass(frozen=True, slots=True)
class Cours:
    """Interest that goes on, or will begin, after the closing day."""

    base: Decimal
    """What it runs on: principal, and what of the interest is capitalised."""
    capitalises: Decimal
    """The part of ``base`` that is interest of whole years past (C. civ., art. 1343-2)."""
    depuis: datetime.date | None
    """First day that bears it; nothing while it waits for the claim to be served."""


def cours_des_interets(decompte: Decompte) -> list[Cours]:
    """What bears interest already, then what will once the debtor is called upon to pay.

    A debt that no formal notice named bears interest from the service, which is one (C. civ.,
    art. 1231-6 and 1344).
    """
    courues = [s for s in decompte.factures if s.interets_depuis]
    capitalises = sum((s.capitalises for s in courues), ZERO)
    court = sum((s.principal for s in courues), capitalises)
    attend = sum((s.principal for s in decompte.factures if not s.interets_depuis), ZERO)
    cours = [Cours(court, capitalises, decompte.au + _UN_JOUR), Cours(attend, ZERO, None)]
    return [c for c in cours if c.base > 0]


def taux_des_interets(regime: Mapping[str, Any], multiple: Decimal | None = None) -> str:
    """« au taux légal », « au taux convenu de 12,00 % l’an »: how it goes on to be counted.

    Args:
        regime: as a template sees it.
        multiple: of the legal rate, where the clause says one.
    """
    soit = f", soit {regime['taux']} l’an ce jour" if regime["taux"] else ""
    if regime["est_civil"]:
        return "au taux légal"
    if regime["est_suppletif"]:
        return (
            "au taux de refinancement de la Banque centrale européenne majoré de dix points de "
            f"pourcentage{soit}"
        )
    if regime["est_taux_convenu"] and regime["taux"]:
        return f"au taux convenu de {regime['taux']} l’an"
    if regime["est_multiple_convenu"] and multiple is not None:
        fois = nombre(multiple.normalize())
        return f"au taux convenu de {fois} fois le taux de l’intérêt légal{soit}"
    return f"au taux indiqué au décompte{soit}"


def capitalisation_convenue(dossier: Dossier) -> str:
    """What of the contract provides that interest bears interest, or nothing."""
    convenue = dossier.conditions.capitalisation
    return "" if convenue is None else convenue.fondement
