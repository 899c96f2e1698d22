"""Fields: page numbers, and the state of an older form's check box; any other shows its result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lxml import etree

from courriers.document.arbre import Forme
from courriers.document.lecture.mesures import actif, w

_CHAMPS_DE_PAGE: dict[str, Literal["page", "pages"]] = {
    "PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "pages",
}  # fmt: skip
_FORMES: dict[str, Forme] = {
    "ROMAN": "upper-roman", "roman": "lower-roman", "Roman": "upper-roman",
    "ALPHABETIC": "upper-alpha", "alphabetic": "lower-alpha", "Arabic": "decimal",
    "ARABIC": "decimal", "arabic": "decimal",
}  # fmt: skip
"""How a field asks its number to be written."""


@dataclass
class ChampOuvert:
    """A complex field being read: its instruction, then its last result."""

    instruction: str = ""
    cochee: bool = False
    """Of a check box of an older form: its state is not in the text."""
    dans_le_resultat: bool = False
    affiche: bool = False

    @property
    def genre(self) -> Literal["page", "pages"] | None:
        """The number it stands for; nothing for any other field."""
        mots = self.instruction.split()
        return _CHAMPS_DE_PAGE.get(mots[0].upper()) if mots else None

    @property
    def forme(self) -> Forme | None:
        """How it asks its number to be written; nothing, as the pages of the section."""
        mots = self.instruction.split()
        return next((_FORMES[m] for m in mots if m in _FORMES), None)


def est_cochee(borne: etree._Element) -> bool:
    """Whether the check box that begins at *borne* is ticked."""
    case = borne.find(f"{w('ffData')}/{w('checkBox')}")
    if case is None:
        return False
    etat = case.find(w("checked"))
    return actif(case.find(w("default")) if etat is None else etat)
