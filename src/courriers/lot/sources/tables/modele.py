"""What a table is made of, whatever file it came from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from courriers.constats import Code, Lieu, erreur
from courriers.erreurs import DossierInvalide
from courriers.lot.sources.cas import Place

Valeur = str | int | float | bool | datetime.date
"""A cell as the file holds it; an empty text when blank."""
Rangee = tuple[int, list[Valeur]]
"""The number a spreadsheet shows beside a row, and its cells."""


@dataclass(frozen=True)
class Feuille:
    """One sheet, or the whole of a CSV; read as often as wanted."""

    fichier: Path
    rangees: Callable[[], Iterator[Rangee]]
    nom: str = ""
    """Of the sheet; nothing for a CSV."""
    fusions: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    """Merged cells: rows and columns from 0, both ends included."""
    masquees: frozenset[int] = frozenset()
    """Hidden rows, by the number they bear."""
    fautives: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By row number and column from 0: the error a cell shows, or nothing for an uncomputed one."""


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column that was recognised."""

    rang: int
    """From 0."""
    intitule: str
    """As the file has it."""


@dataclass(frozen=True)
class Table:
    """A sheet whose headings are known."""

    feuille: Feuille
    rang_entete: int
    """Number of the row of headings; the last one, when they take two."""
    colonnes: Mapping[str, Colonne]
    """By field."""
    laissees: tuple[str, ...] = ()
    """Headings that mean nothing here."""
    age: tuple[str, ...] = ()
    """Headings of an aged balance."""

    @property
    def fichier(self) -> Path:
        """The file the table is in."""
        return self.feuille.fichier

    def a(self, *champs: str) -> bool:
        """Whether one of *champs* has a column."""
        return any(champ in self.colonnes for champ in champs)

    def place(self, lignes: tuple[int, ...] = ()) -> Place:
        """Where a case comes from."""
        return Place(self.fichier, self.feuille.nom, lignes)

    def lieu(self, ligne: int | None = None, champ: str | None = None) -> Lieu:
        """Where a finding stands; a field without a column is named by itself."""
        colonne = self.colonnes.get(champ or "")
        return Lieu(
            fichier=str(self.fichier),
            partie=f"feuille « {self.feuille.nom} »" if self.feuille.nom else None,
            cellule=f"colonne « {colonne.intitule} »" if colonne else None,
            ligne=ligne,
        )


DECALEE = "decalee"
"""Beside the fields of a row: its cells do not stand under their headings, and how many it has."""


class Ligne(NamedTuple):
    """A row: its number, and its cells that are not blank, by field."""

    numero: int
    valeurs: dict[str, Valeur]


def illisible(
    fichier: Path, motif: str, conseil: str = "", *, ligne: int | None = None, feuille: str = "",
    code: Code = Code.FICHIER_ILLISIBLE,
) -> DossierInvalide:  # fmt: skip
    """A file that cannot be read as a table, with its finding."""
    partie = f"feuille « {feuille} »" if feuille else None
    lieu = Lieu(fichier=str(fichier), partie=partie, ligne=ligne)
    return DossierInvalide(
        f"{lieu} : {motif}",
        conseil=conseil,
        constats=[erreur(code, motif, conseil, lieu)],
    )
