"""The fixed compensation for recovery costs: 40 € for each invoice paid late.

Sources: C. com., art. L441-10, II, and D441-5; CCP, art. D2192-35; one per invoice, even grouped
(CJUE, 20 octobre 2022, C-585/20). Never from a consumer or a non-professional.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from courriers.droit.penalites import Regime
from courriers.monnaie import ZERO


def indemnite(
    regime: Regime,
    echeance: datetime.date,
    *,
    du_a_l_echeance: Decimal,
    annulee: bool = False,
    devise: str = "EUR",
) -> Decimal:
    """What one invoice owes: 40.00 in euros, or zero.

    Args:
        du_a_l_echeance: principal still unpaid at the end of the due day.
        annulee: credit notes cancel the whole invoice.
        devise: the compensation is set in euros; it is not converted, and not claimed otherwise.
    """
    if not regime.de_plein_droit or du_a_l_echeance <= 0 or annulee or devise != "EUR":
        return ZERO
    return regime.bareme.indemnite_forfaitaire(echeance)


def fondement(regime: Regime) -> str:
    """The text the compensation rests on."""
    if regime.nature == "commande_publique":
        return "CCP, art. L2192-13 et D2192-35"
    return "C. com., art. L441-10, II et D441-5"
