"""The contract: every name a template may use, its type, what it means, when it is empty.

The names are a public interface. They stand in ``champs.toml``, read on first use; tests hold them
against the contexts that :mod:`.contexte` makes, the templates, and ``docs/guide-du-juriste.md``.
"""

from __future__ import annotations

import functools
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from courriers.lettre.contexte import contexte as contexte  # noqa: PLC0414 – public here too

Genre = Literal["texte", "oui ou non", "image", "groupe", "liste", "libre"]
"""« libre »: texts of the case by any name, those it does not give being empty."""


@dataclass(frozen=True, slots=True)
class Champ:
    """One name, as ``{{ … }}`` or ``{% if … %}`` writes it."""

    nom: str
    """In full, lists as ``[]``: ``factures[].numero``."""
    genre: Genre
    sens: str
    exemple: str
    """As printed, cut by « … » when it is long; nothing for a group, a list or a picture."""
    vide: str
    """When it is empty, or the group absent; nothing if a letter never meets it so.

    Said of what the group above it holds: that the group is there is for the group to say.
    """

    def as_dict(self) -> dict[str, str]:
        """Plain values, for JSON."""
        return {"nom": self.nom, "genre": self.genre, "sens": self.sens,
                "exemple": self.exemple, "vide": self.vide}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filtre:
    """One filter, as ``{{ x|filtre }}`` writes it."""

    nom: str
    sens: str
    exemple: str
    """A use, and what it prints."""


@dataclass(frozen=True, slots=True)
class Chapitre:
    """Fields that are read together, under one heading."""

    titre: str
    champs: tuple[Champ, ...]


def champs() -> Mapping[str, Champ]:
    """Every field by name, groups and lists included, in the order they are explained."""
    return _contrat().champs


def filtres() -> Mapping[str, Filtre]:
    """Every filter by name: ours, then Jinja's that :mod:`courriers.document` admits."""
    return _contrat().filtres


def chapitres() -> tuple[Chapitre, ...]:
    """The same fields, by chapter."""
    return _contrat().chapitres


def search(motif: str) -> tuple[tuple[Chapitre, ...], tuple[Filtre, ...]]:
    """What every word of *motif* is found in, whatever its accents and capitals.

    A word is looked for in the name, the meaning and the example. No word finds everything.
    """
    mots = fold(motif).split()

    def convient(element: Champ | Filtre) -> bool:
        court = element.nom.replace("[]", "")  # as one types it, before one has read it
        texte = fold(f"{element.nom} {court} {element.sens} {element.exemple}")
        return all(mot in texte for mot in mots)

    trouves = [
        Chapitre(c.titre, tuple(champ for champ in c.champs if convient(champ)))
        for c in chapitres()
    ]
    return (
        tuple(c for c in trouves if c.champs),
        tuple(f for f in filtres().values() if convient(f)),
    )


def fold(texte: str) -> str:
    """*texte* as it is searched: no accents, small letters, typewriter apostrophes and spaces.

    >>> fold("L’ÉCHÉANCIER, 5\u202f310\u00a0€ : œuvre")
    "l'echeancier, 5 310 € : oeuvre"
    """
    nu = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in nu if not unicodedata.combining(c)).casefold().replace("’", "'")


@dataclass(frozen=True, slots=True)
class _Contrat:
    chapitres: tuple[Chapitre, ...]
    champs: Mapping[str, Champ]
    filtres: Mapping[str, Filtre]


@functools.cache
def _contrat() -> _Contrat:
    source = resources.files("courriers.lettre") / "champs.toml"
    brut = tomllib.loads(source.read_text(encoding="utf-8"))
    lus = tuple(
        Chapitre(chapitre["titre"], tuple(_champ(c) for c in chapitre["champ"]))
        for chapitre in brut["chapitre"]
    )
    return _Contrat(
        lus,
        MappingProxyType({champ.nom: champ for chapitre in lus for champ in chapitre.champs}),
        MappingProxyType({f["nom"]: Filtre(**f) for f in brut["filtre"]}),
    )


def _champ(brut: Mapping[str, Any]) -> Champ:
    return Champ(**{"genre": "texte", "exemple": "", "vide": "", **brut})


# --- Ce dont les modèles se servent -----------------------------------------------------------


def capitale(texte: str) -> str:
    """*texte* with a capital first letter, the rest untouched.

    >>> capitale("la SARL Dupont")
    'La SARL Dupont'
    """
    return texte[:1].upper() + texte[1:]


FILTRES: dict[str, Callable[..., Any]] = {"capitale": capitale}
"""Filters of our own that templates may use."""


def __getattr__(nom: str) -> Any:
    # The contract is read without what makes the values, which needs the whole case.
    if nom == "contexte":
        from courriers.lettre.contexte import contexte

        return contexte
    raise AttributeError(f"module {__name__!r} has no attribute {nom!r}")
