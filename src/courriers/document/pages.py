"""A whole letter as neutral values: its pages, and what of ``arbre`` stands on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from courriers.constats import Constat
from courriers.document.arbre import Bloc, Forme, Marges, Paragraphe

_MARGES = Marges(70.9, 70.9, 70.9, 70.9)


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins."""

    largeur: float = 595.3
    hauteur: float = 841.9
    marges: Marges = _MARGES
    en_tete: float = 35.4
    """From the top of the paper to the header."""
    pied: float = 35.4
    """From the bottom of the footer to the bottom of the paper."""

    @property
    def utile(self) -> float:
        """Width of the text."""
        return self.largeur - self.marges.gauche - self.marges.droite


Genre = Literal["default", "first", "even"]


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one geometry, with their headers and footers."""

    page: Page
    blocs: tuple[Bloc, ...]
    en_tetes: Mapping[Genre, tuple[Bloc, ...]] = field(default_factory=dict)
    pieds: Mapping[Genre, tuple[Bloc, ...]] = field(default_factory=dict)
    premiere_differente: bool = False
    paires_differentes: bool = False
    nouvelle_page: bool = True
    premier_numero: int | None = None
    """Number of its first page, if it does not follow the section before."""
    forme: Forme = "decimal"
    """How its pages are numbered."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole letter."""

    sections: tuple[Section, ...]
    titre: str = ""
    langue: str = "fr"
    constats: tuple[Constat, ...] = ()
    filet: Paragraphe | None = None
    """Empty, as tall as the room of the line above the footnotes, if there are any."""
