"""Countries: ISO 3166 codes and their French names (Unicode CLDR, by Babel)."""

from __future__ import annotations

import functools
from collections.abc import Mapping

OUTRE_MER = frozenset({"GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF"})
"""ISO codes of French territories that use French five-digit postcodes."""


@functools.cache
def _noms() -> dict[str, str]:
    from babel import Locale

    territoires = Locale("fr").territories
    regroupements = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}
    return {
        code: str(nom)
        for code, nom in territoires.items()
        if len(code) == 2 and code.isalpha() and code not in regroupements
    }


def nom_du_pays(code: str) -> str | None:
    """French name of the country *code* (ISO 3166, two capitals), or nothing.

    >>> nom_du_pays("BE"), nom_du_pays("XX")
    ('Belgique', None)
    """
    return _noms().get(code)


def codes_des_pays() -> Mapping[str, str]:
    """French name of every country, by ISO 3166 code."""
    return _noms()


def est_francais(code: str) -> bool:
    """Whether *code* is France or one of its territories."""
    return code == "FR" or code in OUTRE_MER
