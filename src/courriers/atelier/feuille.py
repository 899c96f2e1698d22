"""What a view is made of: sheets, and faults with their place on them. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from courriers.constats import Constat
from courriers.document.pdf_vu import Marque, Page


@dataclass(frozen=True)
class Feuille:
    """A document as it is shown: its pages, and the files it can be taken away as."""

    nom: str
    fichier: str
    """The template's file name."""
    pdf: bytes = field(repr=False)
    pages: tuple[Page, ...] = field(repr=False)
    texte: str = field(default="", repr=False)
    fichiers: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """By extension."""

    @property
    def poids(self) -> int:
        """The bytes it keeps, or about."""
        textes = 2 * (len(self.texte) + sum(len(p.texte) for p in self.pages))
        return len(self.pdf) + sum(map(len, self.fichiers.values())) + textes


@dataclass(frozen=True)
class Faute:
    """A finding, where it comes from, and where it is on the pages, by sheet."""

    constat: Constat
    origine: str
    """« modèle », « lettre », « dossier » or « PDF »."""
    marques: Mapping[str, tuple[Marque, ...]] = field(default_factory=dict)
