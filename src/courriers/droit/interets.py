"""Simple interest: one formula, its day count and its one rounding.

``base × rate × days / 365``, first day excluded, last day included, leap years too: no text sets
the divisor, and the administration's own calculator divides by 365 every year (service-public.fr,
sheet F20688). ``act_act`` divides each day by the length of its year.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Literal

from courriers.droit.semestre import Semestre
from courriers.monnaie import CONTEXTE, arrondi

BaseJours = Literal["365", "act_act"]
UN_JOUR = datetime.timedelta(1)
_COMMUN = 365 * 366
_DIVISEURS = {365: Decimal(36_500), _COMMUN: Decimal(100 * _COMMUN)}
"""What a rate in % and days are divided by, by length of the year."""


def interets(
    base: Decimal,
    taux: Decimal,
    debut: datetime.date,
    fin: datetime.date,
    *,
    base_jours: BaseJours = "365",
    decimales: int = 2,
) -> Decimal:
    """Interest on *base* at *taux* % a year, from *debut* (excluded) to *fin* (included).

    Rounded once, half up, to *decimales* places.

    >>> jour = datetime.date
    >>> interets(Decimal(15000), Decimal(15), jour(2026, 1, 1), jour(2026, 1, 31))
    Decimal('184.93')
    >>> interets(Decimal(1000), Decimal(10), jour(2024, 1, 31), jour(2024, 1, 31))
    Decimal('0.00')

    Raises:
        ValueError: *fin* is before *debut*.
    """
    return arrondi(exacts(base, taux, debut, fin, base_jours), decimales)


def exacts(
    base: Decimal,
    taux: Decimal,
    debut: datetime.date,
    fin: datetime.date,
    base_jours: BaseJours = "365",
) -> Decimal:
    """The same interest before any rounding, to fifty digits.

    >>> jour = datetime.date
    >>> exacts(Decimal(100), Decimal(10), jour(2023, 12, 31), jour(2024, 12, 31), "act_act")
    Decimal('10')
    """
    if fin < debut:
        raise ValueError(f"la fin ({fin}) précède le début ({debut})")
    jours, annee = duree(debut, fin, base_jours)
    produit = CONTEXTE.multiply(CONTEXTE.multiply(base, taux), Decimal(jours))
    # A tie is a terminating decimal far shorter than fifty digits: it is never made, nor lost, here
    return CONTEXTE.divide(produit, _DIVISEURS[annee])


def duree(
    debut: datetime.date, fin: datetime.date, base_jours: BaseJours = "365"
) -> tuple[int, int]:
    """Years from *debut* (excluded) to *fin* (included): a fraction, as two whole numbers.

    >>> jour = datetime.date
    >>> [duree(jour(2023, 12, 31), jour(2024, 12, 31), base) for base in ("365", "act_act")]
    [(366, 365), (133590, 133590)]
    """
    if base_jours == "365":
        return (fin - debut).days, 365
    jours = sum(n * _COMMUN // annee for n, annee in jours_par_annee(debut, fin))
    return jours, _COMMUN


def jours_par_annee(debut: datetime.date, fin: datetime.date) -> list[tuple[int, int]]:
    """Days of each calendar year from *debut* (excluded) to *fin* (included), and its length.

    >>> jours_par_annee(datetime.date(2023, 12, 1), datetime.date(2024, 3, 1))
    [(30, 365), (61, 366)]
    """
    resultat = []
    for annee in range(debut.year, fin.year + 1):
        de = max(debut, datetime.date(annee, 1, 1) - UN_JOUR)
        a = min(fin, datetime.date(annee, 12, 31))
        if a > de:
            resultat.append(((a - de).days, 366 if calendar.isleap(annee) else 365))
    return resultat


def periodes(
    debut: datetime.date, fin: datetime.date, taux_du: Callable[[Semestre], Decimal]
) -> Iterator[tuple[datetime.date, datetime.date, Decimal]]:
    """Cut *debut* (excluded) – *fin* (included) where the rate changes with the half-year.

    Yields ``(debut, fin, taux)``; consecutive half-years of one rate make one period.

    >>> jour = datetime.date
    >>> taux = {1: Decimal("12.15"), 2: Decimal("12.40")}
    >>> for p in periodes(jour(2026, 6, 20), jour(2026, 7, 10), lambda s: taux[s.numero]):
    ...     print(*p)
    2026-06-20 2026-06-30 12.15
    2026-06-30 2026-07-10 12.40
    """
    if fin <= debut:
        return
    # The first day that bears interest decides the first half-year.
    semestre = Semestre.de(debut + UN_JOUR)
    taux, borne = taux_du(semestre), semestre.fin
    while borne < fin:
        semestre = semestre.suivant
        suivant = taux_du(semestre)
        if suivant != taux:
            yield debut, borne, taux
            debut, taux = borne, suivant
        borne = semestre.fin
    yield debut, fin, taux
