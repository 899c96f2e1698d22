"""The fixed compensation for recovery costs: 40 € for each invoice paid late.

Sources: C. com., art. L441-10, II, and D441-5; CCP, art. D2192-35; one per invoice, even grouped
(CJUE, 20 octobre 2022, C-585/20). Never from a consumer or a non-professional, nor where these
texts do not apply; not for an invoice whose due day comes once the debtor may no longer pay
(L441-10, II, last sentence; C. consom., art. L722-5).
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
    ouverture: datetime.date | None = None,
    devise: str = "EUR",
) -> Decimal:
    """What one invoice paid late owes: 40.00 in euros, or zero.

    Args:
        regime: the regime of the case.
        echeance: the due day of the invoice.
        ouverture: day of the insolvency judgment, or of over-indebtedness, known on the closing
            day: an invoice due that day or later owes nothing.
        devise: the compensation is set in euros; it is not converted, and not claimed otherwise.
    """
    if not regime.doit_l_indemnite or devise != "EUR":
        return ZERO
    if ouverture is not None and echeance >= ouverture:
        return ZERO
    return regime.bareme.indemnite_forfaitaire(echeance)


def fondement(regime: Regime) -> str:
    """The text the compensation rests on."""
    if regime.nature == "commande_publique":
        return "CCP, art. L2192-13 et D2192-35"
    return "C. com., art. L441-10, II et D441-5"
