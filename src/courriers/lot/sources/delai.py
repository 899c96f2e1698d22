"""Terms of payment: when an invoice falls due if only its date is known.

« Fin de mois » may be counted two ways (C. com., art. L441-10, I, allows « 45 jours fin de mois »
and does not say which): the days first, then the end of the month reached; or the end of the month
of the invoice first, then the days. The first is taken here, which is the usual one.
"""

from __future__ import annotations

import calendar
import datetime
import re

_DELAI = re.compile(r"(\d{1,3}) jours( fin de mois)?", re.ASCII)


def echeance_convenue(emise: datetime.date, delai: str) -> datetime.date:
    """The due day of an invoice of *emise* under the terms *delai* of ``courriers.toml``.

    Raises:
        ValueError: *delai* is neither « N jours » nor « N jours fin de mois ».

    >>> echeance_convenue(datetime.date(2026, 1, 20), "45 jours fin de mois")
    datetime.date(2026, 3, 31)
    >>> echeance_convenue(datetime.date(2026, 1, 31), "30 jours")
    datetime.date(2026, 3, 2)
    """
    lu = _DELAI.fullmatch(delai)
    if lu is None:
        raise ValueError(f"«\u00a0{delai}\u00a0» n’est pas un délai de paiement")
    jour = emise + datetime.timedelta(int(lu[1]))
    if lu[2]:
        jour = jour.replace(day=calendar.monthrange(jour.year, jour.month)[1])
    return jour
