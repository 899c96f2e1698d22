"""Currencies and exact money arithmetic.

Amounts are :class:`~decimal.Decimal`, never float. Arithmetic happens in :func:`calcul`, a
decimal context of our own, so that a caller who changes theirs changes no figure.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Literal

CONTEXTE = Context(prec=50, rounding=ROUND_HALF_UP)
"""Fifty digits: every product of this program is exact in it."""

ZERO = Decimal(0)
UNITES = {decimales: Decimal((0, (1,), -decimales)) for decimales in range(7)}
"""The last digit that counts, by number of decimals."""
PLAFOND = Decimal("1E12")
"""Largest amount a case may hold, in units of the currency, not included."""


@dataclass(frozen=True, slots=True)
class Devise:
    """One currency: what is needed to round it, print it and write it in words."""

    code: str
    """ISO 4217."""
    decimales: int
    genre: Literal["m", "f"]
    singulier: str
    pluriel: str
    sous_singulier: str
    sous_pluriel: str
    symbole: str


DEVISES: dict[str, Devise] = {
    d.code: d
    for d in (
        Devise("EUR", 2, "m", "euro", "euros", "centime", "centimes", "€"),
        Devise(
            "CHF",
            2,
            "m",
            "franc suisse",
            "francs suisses",
            "centime",
            "centimes",
            "CHF",
        ),
        Devise(
            "CAD",
            2,
            "m",
            "dollar canadien",
            "dollars canadiens",
            "cent",
            "cents",
            "CAD",
        ),
        Devise(
            "USD",
            2,
            "m",
            "dollar américain",
            "dollars américains",
            "cent",
            "cents",
            "USD",
        ),
        Devise("GBP", 2, "f", "livre sterling", "livres sterling", "penny", "pence", "£"),
        Devise(
            "MAD",
            2,
            "m",
            "dirham marocain",
            "dirhams marocains",
            "centime",
            "centimes",
            "MAD",
        ),
        Devise(
            "DZD",
            2,
            "m",
            "dinar algérien",
            "dinars algériens",
            "centime",
            "centimes",
            "DZD",
        ),
        Devise(
            "TND",
            3,
            "m",
            "dinar tunisien",
            "dinars tunisiens",
            "millime",
            "millimes",
            "TND",
        ),
        Devise(
            "SEK",
            2,
            "f",
            "couronne suédoise",
            "couronnes suédoises",
            "öre",
            "öre",
            "SEK",
        ),
        Devise(
            "NOK",
            2,
            "f",
            "couronne norvégienne",
            "couronnes norvégiennes",
            "øre",
            "øre",
            "NOK",
        ),
        Devise("DKK", 2, "f", "couronne danoise", "couronnes danoises", "øre", "øre", "DKK"),
        Devise("XPF", 0, "m", "franc CFP", "francs CFP", "", "", "F CFP"),
        Devise("XOF", 0, "m", "franc CFA", "francs CFA", "", "", "F CFA"),
        Devise("XAF", 0, "m", "franc CFA", "francs CFA", "", "", "F CFA"),
        Devise("JPY", 0, "m", "yen", "yens", "", "", "¥"),
    )
}


def calcul() -> AbstractContextManager[Context]:
    """Our decimal context for the length of a ``with`` block: 50 digits, half up.

    It is local to the thread or task; the caller's context comes back at the end.
    """
    return localcontext(CONTEXTE)


def arrondi(valeur: Decimal, decimales: int = 2) -> Decimal:
    """*valeur* rounded half up to *decimales* places (0 to 6), away from zero, never to « -0 ».

    >>> arrondi(Decimal("0.005")), arrondi(Decimal("-0.005")), arrondi(Decimal("1.5"), 0)
    (Decimal('0.01'), Decimal('-0.01'), Decimal('2'))
    """
    rond = valeur.quantize(UNITES[decimales], ROUND_HALF_UP, CONTEXTE)
    return rond or abs(rond)


def decimales_de(valeur: Decimal) -> int:
    """How many decimals *valeur* needs, trailing zeros apart (200.50 needs one, 1E+3 none).

    >>> [decimales_de(Decimal(n)) for n in ("200.50", "1E+3", "0.00")]
    [1, 0, 0]
    """
    _, chiffres, exposant = valeur.as_tuple()
    if not isinstance(exposant, int):
        raise ValueError("NaN ou infini")
    partie = "".join(map(str, chiffres)).rstrip("0")
    return max(0, -exposant - (len(chiffres) - len(partie))) if partie else 0
