"""Finding a currency by its code, or saying which ones are known."""

from __future__ import annotations

from courriers.erreurs import DeviseInconnue
from courriers.monnaie import DEVISES, Devise


def devise(code: str) -> Devise:
    """The currency named *code* (ISO 4217, capitals).

    Raises:
        DeviseInconnue: the table has no such currency.
    """
    try:
        return DEVISES[code]
    except KeyError:
        raise DeviseInconnue(
            f"La devise « {code} » n’est pas connue.",
            conseil=f"Devises connues : {', '.join(sorted(DEVISES))}.",
        ) from None
