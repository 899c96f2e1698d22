"""The due date of an invoice that bears none, by the delay ``courriers.toml`` sets.

« 45 jours fin de mois » is counted as trade does where nothing else was agreed: the days first,
then the end of the month they end in (C. com., art. L441-10, I).
"""

from __future__ import annotations

import calendar
import datetime


def echeance_de(date: datetime.date, delai: str) -> datetime.date:
    """The last day to pay an invoice of *date*, by *delai*: « 30 jours », « 45 jours fin de mois ».

    >>> echeance_de(datetime.date(2026, 3, 10), "45 jours fin de mois")
    datetime.date(2026, 4, 30)
    """
    jour = date + datetime.timedelta(days=int(delai.partition(" ")[0]))
    if not delai.endswith("fin de mois"):
        return jour
    return jour.replace(day=calendar.monthrange(jour.year, jour.month)[1])
