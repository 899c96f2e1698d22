"""The paragraphs of a Word file, each with its place, its style and, in a table, its cell.

What :mod:`~courriers.document.texte` reads, in the same order, for who must say where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

from lxml import etree

from courriers.document.archive import GENRES, Archive, W, analyser
from courriers.document.imprime import parties_imprimees
from courriers.document.texte import boites, cellules_de, rangees_de, texte_du_paragraphe

A_REMPLIR = "À remplir"
"""Name of the Word style, of paragraph or of character, of a blank to be filled by hand."""
BLANC = "\ufffc"
"""What stands for a blank of that style in ``Passage.sans_blancs``."""

_P, _R, _TABLEAU = f"{{{W}}}p", f"{{{W}}}r", f"{{{W}}}tbl"
_STYLE, _STYLE_DE_RUN = f"{{{W}}}pPr/{{{W}}}pStyle", f"{{{W}}}rPr/{{{W}}}rStyle"
_VAL = f"{{{W}}}val"


@dataclass(frozen=True, slots=True)
class Cellule:
    """Where a paragraph stands in a table; everything counted from 1."""

    tableau: int
    rangee: int
    colonne: int

    def __str__(self) -> str:
        return f"tableau {self.tableau}, rangée {self.rangee}, colonne {self.colonne}"


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph."""

    partie: str
    """``corps``, ``en-tête``, ``pied de page``, ``notes``."""
    numero: int
    """Of the paragraph in its part, from 1, empty ones counted."""
    style: str
    """Name of its style, as Word shows it; empty for the default one."""
    texte: str
    cellule: Cellule | None
    sans_blancs: str
    """``texte`` where each blank to be filled by hand is :data:`BLANC`."""


def passages(source: bytes | str | Path | Archive) -> list[Passage]:
    """Every paragraph of *source* that shows something, part by part, in reading order.

    Raises:
        FichierWordInvalide: not a readable Word file.
    """
    archive = Archive.lire(source)
    noms = _noms_des_styles(archive)
    lus = []
    for genre, _, racine in parties_imprimees(archive):
        lus += _Partie(GENRES[genre], noms).passages(racine)
    return lus


class _Partie:
    """One part being read: it counts its paragraphs and its tables."""

    def __init__(self, nom: str, styles: dict[str, str]) -> None:
        self.nom = nom
        self.styles = styles
        self.a_remplir = {i for i, nom_ in styles.items() if nom_ == A_REMPLIR}
        self.paragraphes, self.tableaux = count(1), count(1)

    def passages(
        self, conteneur: Iterable[etree._Element], cellule: Cellule | None = None
    ) -> Iterator[Passage]:
        for noeud in conteneur:
            if noeud.tag == _P:
                yield from self._passage(noeud, cellule)
                for boite in boites(noeud):
                    yield from self.passages(boite, cellule)
            elif noeud.tag == _TABLEAU:
                yield from self._tableau(noeud)
            elif isinstance(noeud.tag, str):
                yield from self.passages(noeud, cellule)

    def _tableau(self, tableau: etree._Element) -> Iterator[Passage]:
        numero = next(self.tableaux)
        for rang, rangee in enumerate(rangees_de(tableau), 1):
            for colonne, contenu in enumerate(cellules_de(rangee), 1):
                yield from self.passages(contenu, Cellule(numero, rang, colonne))

    def _passage(self, noeud: etree._Element, cellule: Cellule | None) -> Iterator[Passage]:
        numero = next(self.paragraphes)
        texte = texte_du_paragraphe(noeud)
        if not texte.strip():
            return
        reference = noeud.find(_STYLE)
        identifiant = "" if reference is None else reference.get(_VAL, "")
        sans = texte
        if self.a_remplir:
            sans = BLANC if identifiant in self.a_remplir else self._sans_blancs(noeud)
        style = self.styles.get(identifiant, identifiant)
        yield Passage(self.nom, numero, style, texte, cellule, sans)

    def _sans_blancs(self, paragraphe: etree._Element) -> str:
        blancs = {
            run
            for run in paragraphe.iter(_R)
            if (style := run.find(_STYLE_DE_RUN)) is not None
            and style.get(_VAL) in self.a_remplir
        }  # fmt: skip
        return texte_du_paragraphe(paragraphe, blancs, BLANC)


def _noms_des_styles(archive: Archive) -> dict[str, str]:
    """The name of each style by its identifier, that Word makes up from it."""
    noms: dict[str, str] = {}
    for lien in archive.liens(archive.principal):
        if lien.type.endswith("/styles") and lien.cible in archive.membres:
            noms |= _noms(archive.membres[lien.cible], lien.cible)
    return noms


@lru_cache(maxsize=8)  # the letters of one template have one style sheet
def _noms(xml: bytes, partie: str) -> dict[str, str]:
    noms = {}
    for style in analyser(xml, partie).iter(f"{{{W}}}style"):
        nom = style.find(f"{{{W}}}name")
        noms[style.get(f"{{{W}}}styleId", "")] = "" if nom is None else nom.get(_VAL, "")
    return noms
