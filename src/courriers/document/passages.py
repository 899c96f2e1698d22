"""The paragraphs of a Word file, each with its place, its style and, in a table, its cell.

What :mod:`~courriers.document.texte` reads, in the same order, for who must say where.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from courriers.document.archive import GENRES, Archive, W, analyser
from courriers.document.imprime import parties_imprimees
from courriers.document.texte import (
    boites,
    cellules_de,
    est_simple,
    rangees_de,
    texte_du_paragraphe,
    textes_simples,
)

A_REMPLIR = "À remplir"
"""Name of the Word style, of paragraph or of character, of a blank to be filled by hand."""
BLANC = "\ufffc"
"""What stands for a sign of that style in ``Passage.sans_blancs``."""

_P, _R, _TABLEAU = f"{{{W}}}p", f"{{{W}}}r", f"{{{W}}}tbl"
_RANGEE, _CELLULE = f"{{{W}}}tr", f"{{{W}}}tc"
_PROPRIETES, _STYLE = f"{{{W}}}pPr", f"{{{W}}}pStyle"
_STYLE_DE_RUN = f"{{{W}}}rPr/{{{W}}}rStyle"
_VAL = f"{{{W}}}val"
_SANS_TEXTE = frozenset(f"{{{W}}}{nom}" for nom in ("tcPr", "trPr", "tblPr", "tblGrid", "sectPr"))


class Cellule(NamedTuple):
    """Where a paragraph stands in a table; everything counted from 1."""

    tableau: int
    rangee: int
    colonne: int

    def __str__(self) -> str:
        return f"tableau {self.tableau}, rangée {self.rangee}, colonne {self.colonne}"


class Passage(NamedTuple):
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
    """``texte`` where each sign of a blank to be filled by hand is :data:`BLANC`."""


def passages(source: bytes | Archive) -> list[Passage]:
    """Every paragraph of *source* that shows something, part by part, in reading order.

    Args:
        source: a Word file this program wrote, or one already opened, with a guard.

    Raises:
        FichierWordInvalide: not a readable Word file.
    """
    archive = Archive.du_texte(source) if isinstance(source, bytes) else source
    noms = _noms_des_styles(archive)
    lus: list[Passage] = []
    for genre, _, racine in parties_imprimees(archive):
        textes = textes_simples(racine) if est_simple(racine) else None
        _Partie(GENRES[genre], noms, lus, textes).lire(racine)
    return lus


def passages_et_noeuds(archive: Archive) -> list[tuple[list[Passage], list[etree._Element]]]:
    """The same, one entry a part, each with the element every paragraph was read from.

    Raises:
        FichierWordInvalide: not a readable Word file.
    """
    noms = _noms_des_styles(archive)
    lues = []
    for genre, _, racine in parties_imprimees(archive):
        textes = textes_simples(racine) if est_simple(racine) else None
        partie = _Partie(GENRES[genre], noms, [], textes)
        partie.noeuds = []
        partie.lire(racine)
        lues.append((partie.lus, partie.noeuds))
    return lues


class _Partie:
    """One part being read: it counts its paragraphs and its tables."""

    noeuds: list[etree._Element] | None = None
    """The element of each passage, where somebody asks for them."""

    def __init__(
        self, nom: str, styles: dict[str, str], lus: list[Passage], textes: list[str] | None
    ) -> None:
        self.nom, self.styles, self.lus = nom, styles, lus
        self.textes = textes
        """Those of a simple part, read beforehand."""
        self.simple = textes is not None
        self.a_remplir = {i for i, nom_ in styles.items() if nom_ == A_REMPLIR}
        self.paragraphes = self.tableaux = 0

    def lire(self, conteneur: etree._Element, cellule: Cellule | None = None) -> None:
        """Add every paragraph of *conteneur*."""
        for noeud in conteneur:
            if noeud.tag == _P:
                self._paragraphe(noeud, cellule)
                if not self.simple:
                    for boite in boites(noeud):
                        self.lire(boite, cellule)
            elif noeud.tag == _TABLEAU:
                self._tableau(noeud)
            elif noeud.tag not in _SANS_TEXTE and isinstance(noeud.tag, str) and len(noeud):
                self.lire(noeud, cellule)

    def _tableau(self, tableau: etree._Element) -> None:
        self.tableaux += 1
        numero = self.tableaux
        rangees = tableau.iterchildren(_RANGEE) if self.simple else rangees_de(tableau)
        for rang, rangee in enumerate(rangees, 1):
            cellules = rangee.iterchildren(_CELLULE) if self.simple else cellules_de(rangee)
            for colonne, contenu in enumerate(cellules, 1):
                self.lire(contenu, Cellule(numero, rang, colonne))

    def _paragraphe(self, noeud: etree._Element, cellule: Cellule | None) -> None:
        self.paragraphes += 1
        if self.textes is None:
            texte = texte_du_paragraphe(noeud)
        else:
            texte = self.textes[self.paragraphes - 1]
        if not texte or texte.isspace():
            return
        identifiant = _style(noeud)
        sans = texte
        if self.a_remplir:
            manuscrit = identifiant in self.a_remplir
            sans = BLANC * len(texte) if manuscrit else self._sans_blancs(noeud)
        style = self.styles.get(identifiant, identifiant)
        self.lus.append(Passage(self.nom, self.paragraphes, style, texte, cellule, sans))
        if self.noeuds is not None:
            self.noeuds.append(noeud)

    def _sans_blancs(self, paragraphe: etree._Element) -> str:
        blancs = {
            run
            for run in paragraphe.iter(_R)
            if (style := run.find(_STYLE_DE_RUN)) is not None
            and style.get(_VAL) in self.a_remplir
        }  # fmt: skip
        return texte_du_paragraphe(paragraphe, blancs, BLANC)


def _style(paragraphe: etree._Element) -> str:
    """Identifier of its style; properties come first, and the style first among them."""
    premier = paragraphe[0]
    if premier.tag == _PROPRIETES and len(premier) and premier[0].tag == _STYLE:
        return premier[0].get(_VAL, "")
    reference = paragraphe.find(f"{_PROPRIETES}/{_STYLE}")
    return "" if reference is None else reference.get(_VAL, "")


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
