"""The questions of a new case, as data: what to ask, when, and how to help who answers.

They stand in ``questions.toml``. A web form and the terminal ask the same.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from typing import Any, Literal

Genre = Literal[
    "texte", "choix", "forme", "montant", "capital", "taux", "date", "siren", "iban", "courriel",
    "adresse", "signataire",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """What an earlier answer must be: one of *parmi*, none of *sauf*; « » when not answered."""

    cle: str
    parmi: tuple[str, ...] = ()
    sauf: tuple[str, ...] = ()

    def est_vraie(self, valeur: str) -> bool:
        """Whether *valeur*, the earlier answer, meets it."""
        return (not self.parmi or valeur in self.parmi) and valeur not in self.sauf


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its words, the kind of its answer, and when it is asked."""

    cle: str
    """Name of the answer, unique; ``factures.date`` is ``factures[0].date`` once answered."""
    section: str
    genre: Genre
    libelle: str
    aide: str = ""
    exemple: str = ""
    obligatoire: bool = False
    defaut: str = ""
    choix: tuple[tuple[str, str], ...] = ()
    """Value and words of each choice."""
    si: tuple[Condition, ...] = ()
    """All must be true for it to be asked."""
    liste: str = ""
    """The list it is asked for each element of; nothing for a question asked once."""
    chemin: str = ""
    """Where its answer goes in the case."""
    tardive: bool = False
    """Asked even of a party kept from another case, when that case does not say."""

    @property
    def membre(self) -> str:
        """Its name inside its list: ``date`` of ``factures.date``."""
        return self.cle.removeprefix(f"{self.liste}.")

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON; what is empty is left out."""
        plat = {f.name: getattr(self, f.name) for f in fields(self)}
        plat["choix"] = [{"valeur": v, "libelle": mots} for v, mots in self.choix]
        plat["si"] = [
            {"cle": c.cle, **{n: list(v) for n in ("parmi", "sauf") if (v := getattr(c, n))}}
            for c in self.si
        ]
        return {nom: valeur for nom, valeur in plat.items() if valeur not in ("", [], False)}


@dataclass(frozen=True, slots=True)
class Liste:
    """A list of the case whose elements are asked for one after the other."""

    nom: str
    titre: str
    encore: str
    """Asked before each element past the first ones."""
    premier: str = ""
    """Asked before the first element, when there may be none."""
    minimum: int = 0


@functools.cache
def _donnees() -> Mapping[str, Any]:
    source = resources.files("courriers.lot.saisie") / "questions.toml"
    lues: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    return lues


@functools.cache
def questions() -> tuple[Question, ...]:
    """Every question, in the order they are asked."""
    return tuple(_question(brut) for brut in _donnees()["question"])


@functools.cache
def listes() -> Mapping[str, Liste]:
    """The lists, by name."""
    return {nom: Liste(nom, **brut) for nom, brut in _donnees()["listes"].items()}


@functools.cache
def _par_cle() -> Mapping[str, Question]:
    return {q.cle: q for q in questions()}


def question(cle: str) -> Question | None:
    """The question *cle* (``factures.date``, or ``factures[2].date``), nothing if there is none."""
    return _par_cle().get(sans_rang(cle))


def sans_rang(cle: str) -> str:
    """*cle* without the rank of its element.

    >>> sans_rang("factures[2].date"), sans_rang("reference")
    ('factures.date', 'reference')
    """
    debut, crochet, suite = cle.partition("[")
    return f"{debut}{suite.partition(']')[2]}" if crochet else cle


def _question(brut: Mapping[str, Any]) -> Question:
    propres = dict(brut)
    propres["chemin"] = propres.get("chemin") or propres["cle"]
    propres["choix"] = tuple((v, mots) for v, mots in propres.get("choix", ()))
    propres["si"] = tuple(
        Condition(c["cle"], tuple(c.get("parmi", ())), tuple(c.get("sauf", ())))
        for c in propres.get("si", ())
    )
    return Question(**propres)
