"""What the reader of tags must be told of the fields: it knows none by itself.

Whoever calls it gives a :class:`Contrat`; the letters' own is in ``lettre/controle/contrat.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Protocol

LIBRE = "libre"
"""Genre of a group whose names anybody may choose."""


class Champ(Protocol):
    """A field, a group or a list."""

    @property
    def genre(self) -> str:
        """« texte », « oui ou non », « image », « groupe », « liste » or :data:`LIBRE`."""

    @property
    def vide(self) -> str:
        """When it is empty or absent; nothing if it never is."""


class Contrat(Protocol):
    """The fields a template may use, their paths written ``factures[].numero``."""

    def champ(self, chemin: str) -> Champ | None:
        """The field or group at *chemin*."""

    def peut_manquer(self, chemin: str) -> bool:
        """Whether it may be empty in some letter."""

    def implique(self, chemin: str) -> Collection[str]:
        """What is filled where *chemin* is true, itself apart."""

    def dans(self, chemin: str) -> list[str]:
        """The names one may write after *chemin* and a dot; after nothing, those of the root."""

    def proche(self, chemin: str) -> str:
        """The known path nearest to *chemin*, without brackets; nothing if none is near."""

    def connus(self, *, avec_point: bool) -> Collection[str]:
        """Every path, folded by :func:`plier`, without brackets; those with a dot, or all."""

    @property
    def filtres(self) -> Collection[str]:
        """The filters a tag may use."""


def proche_de(nom: str, connus: Iterable[str]) -> str:
    """The one of *connus* nearest to *nom*, accents and case apart; nothing if none is near."""
    par_forme: dict[str, str] = {}
    for connu in connus:
        par_forme.setdefault(plier(connu), connu)
    proches = get_close_matches(plier(nom), par_forme, n=1, cutoff=0.7)
    return par_forme[proches[0]] if proches else ""


def plier(nom: str) -> str:
    """*nom* without accents, capitals, spaces nor hyphens.

    >>> plier("Créancier.Dénomination")
    'creancier.denomination'
    """
    nu = unicodedata.normalize("NFKD", nom.replace("œ", "oe").replace("Œ", "oe"))
    return re.sub(r"[^a-z0-9.]", "", nu.lower())
