"""Rows brought together by debtor, wherever they stand, in a memory that does not grow with them.

Up to :data:`EN_MEMOIRE` rows are kept as they are; beyond, all go to a temporary SQLite file, that
is read back in order and removed at the end.
"""

from __future__ import annotations

import datetime
import itertools
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from courriers.lot.sources.tables.modele import Ligne

EN_MEMOIRE = 20_000
"""Rows kept in memory, included."""
_PAR_LOT = 2_000


class Regroupement:
    """Rows by group, in the order in which the groups appeared."""

    def __init__(self, en_memoire: int = EN_MEMOIRE) -> None:
        self._en_memoire = en_memoire
        self._groupes: dict[str, list[Ligne]] = {}
        self._nombre = 0
        self._attente: list[tuple[str, str]] = []
        self._repertoire: tempfile.TemporaryDirectory[str] | None = None
        self._base: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_faute: object) -> None:
        if self._base is not None:
            self._base.close()
        if self._repertoire is not None:
            self._repertoire.cleanup()

    def ajouter(self, cle: str, ligne: Ligne) -> None:
        """Put *ligne* in the group *cle*."""
        self._nombre += 1
        if self._base is None:
            self._groupes.setdefault(cle, []).append(ligne)
            if self._nombre > self._en_memoire:
                self._deborder()
        else:
            self._attente.append((cle, _ecrire(ligne)))
            if len(self._attente) >= _PAR_LOT:
                self._verser()

    def groupes(self) -> Iterator[list[Ligne]]:
        """The groups, each with its rows in order; every row has been added."""
        if self._base is None:
            yield from self._groupes.values()
            return
        self._verser()
        self._base.execute("CREATE INDEX par_groupe ON lignes (groupe, rang)")
        curseur = self._base.execute(
            "SELECT g.rang, l.contenu FROM groupes g JOIN lignes l ON l.groupe = g.rang "
            "ORDER BY g.rang, l.rang"
        )
        for _, couples in itertools.groupby(curseur, key=lambda couple: couple[0]):
            yield [_lire(contenu) for _, contenu in couples]

    def _deborder(self) -> None:
        self._repertoire = tempfile.TemporaryDirectory(prefix="courriers-")
        self._base = sqlite3.connect(Path(self._repertoire.name) / "lignes.sqlite3")
        self._base.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;"
            "PRAGMA cache_size = -512;"  # what overflows is to take no memory
            "CREATE TABLE groupes (rang INTEGER PRIMARY KEY, cle TEXT UNIQUE);"
            "CREATE TABLE lignes (rang INTEGER PRIMARY KEY, groupe INTEGER, contenu TEXT);"
        )
        for cle, lignes in self._groupes.items():
            self._attente += [(cle, _ecrire(ligne)) for ligne in lignes]
        self._groupes = {}
        self._verser()

    def _verser(self) -> None:
        assert self._base is not None  # noqa: S101 – only called beyond the bound
        with self._base:
            self._base.executemany(
                "INSERT OR IGNORE INTO groupes (cle) VALUES (?)",
                ((cle,) for cle, _ in self._attente),
            )
            self._base.executemany(
                "INSERT INTO lignes (groupe, contenu) "
                "VALUES ((SELECT rang FROM groupes WHERE cle = ?), ?)",
                self._attente,
            )
        self._attente = []


def _ecrire(ligne: Ligne) -> str:
    return json.dumps(ligne, ensure_ascii=True, separators=(",", ":"), default=_jour_en_liste)


def _jour_en_liste(valeur: Any) -> list[str]:
    if isinstance(valeur, datetime.datetime):
        return ["i", valeur.isoformat()]
    if isinstance(valeur, datetime.date):
        return ["j", valeur.isoformat()]
    raise TypeError(type(valeur).__name__)


def _lire(contenu: str) -> Ligne:
    numero, valeurs = json.loads(contenu)
    for champ, valeur in valeurs.items():
        if isinstance(valeur, list):
            genre = datetime.datetime if valeur[0] == "i" else datetime.date
            valeurs[champ] = genre.fromisoformat(valeur[1])
    return Ligne(numero, valeurs)
