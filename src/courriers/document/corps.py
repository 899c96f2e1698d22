"""The body of a Word file as plain blocks: paragraphs with their style, tables with their cells.

For what is not a page: a message. Headers, footers, notes and pictures are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from lxml import etree

from courriers.document.archive import Archive, W, analyser
from courriers.document.imprime import parties_imprimees
from courriers.document.texte import morceaux

_P, _TABLEAU, _RANGEE, _CELLULE = (f"{{{W}}}{nom}" for nom in ("p", "tbl", "tr", "tc"))
_RPR, _STYLE = f"{{{W}}}rPr", f"{{{W}}}pPr/{{{W}}}pStyle"
_VAL = f"{{{W}}}val"


@dataclass(frozen=True)
class Bout:
    """Text of one look."""

    texte: str
    gras: bool = False
    italique: bool = False


@dataclass(frozen=True)
class Paragraphe:
    """One paragraph that says something."""

    style: str
    """Its name in Word: « Corps », « Objet »…"""
    bouts: tuple[Bout, ...]

    @property
    def texte(self) -> str:
        """All it says."""
        return "".join(b.texte for b in self.bouts)


@dataclass(frozen=True)
class Cellule:
    """One cell of a table."""

    texte: str
    style: str
    """Of its first paragraph."""
    colonnes: int = 1
    """How many it covers."""


@dataclass(frozen=True)
class Tableau:
    """One table."""

    rangees: tuple[tuple[Cellule, ...], ...]
    entete: bool
    """The first row names the columns."""


Bloc = Paragraphe | Tableau


def blocs(source: bytes | str | Path | Archive) -> tuple[Bloc, ...]:
    """What the body of *source* says, in order; empty paragraphs left out.

    Raises:
        FichierWordInvalide: not a readable Word file.
    """
    archive = Archive.lire(source)
    noms = _noms_des_styles(archive)
    for genre, _, racine in parties_imprimees(archive):
        if genre == "document":
            return tuple(_blocs(racine, noms))
    return ()


def _blocs(conteneur: etree._Element, noms: dict[str, str]) -> Iterator[Bloc]:
    for noeud in conteneur:
        if noeud.tag == _P:
            paragraphe = _paragraphe(noeud, noms)
            if paragraphe.texte.strip():
                yield paragraphe
        elif noeud.tag == _TABLEAU:
            yield _tableau(noeud, noms)
        elif isinstance(noeud.tag, str):
            yield from _blocs(noeud, noms)


def _paragraphe(noeud: etree._Element, noms: dict[str, str]) -> Paragraphe:
    style = noeud.find(_STYLE)
    code = "" if style is None else style.get(_VAL, "")
    lus = ((_aspect(morceau), texte) for morceau, texte in morceaux(noeud))
    bouts = tuple(
        Bout("".join(texte for _, texte in suite), *aspect)
        for aspect, suite in groupby(lus, key=lambda lu: lu[0])
    )
    return Paragraphe(noms.get(code, code), bouts)


def _aspect(morceau: etree._Element) -> tuple[bool, bool]:
    """Whether its own run makes it bold, and italic."""
    run = morceau.getparent()
    proprietes = None if run is None else run.find(_RPR)
    return _est(proprietes, "b"), _est(proprietes, "i")


def _est(proprietes: etree._Element | None, nom: str) -> bool:
    noeud = None if proprietes is None else proprietes.find(f"{{{W}}}{nom}")
    return noeud is not None and noeud.get(_VAL, "true") not in ("0", "false", "off")


def _tableau(noeud: etree._Element, noms: dict[str, str]) -> Tableau:
    rangees = [r for r in noeud.iter(_RANGEE) if next(r.iterancestors(_TABLEAU)) is noeud]
    cellules = tuple(
        tuple(
            _cellule(c, noms)
            for c in rangee.iter(_CELLULE)
            if next(c.iterancestors(_RANGEE)) is rangee
        )
        for rangee in rangees
    )
    entete = bool(rangees) and rangees[0].find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None
    return Tableau(cellules, entete)


def _cellule(noeud: etree._Element, noms: dict[str, str]) -> Cellule:
    paragraphes = [_paragraphe(p, noms) for p in noeud.iter(_P)]
    etendue = noeud.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
    return Cellule(
        " ".join(p.texte.strip() for p in paragraphes if p.texte.strip()),
        paragraphes[0].style if paragraphes else "",
        1 if etendue is None else int(etendue.get(_VAL, "1")),
    )


def _noms_des_styles(archive: Archive) -> dict[str, str]:
    """The name of each style, by its code."""
    noms: dict[str, str] = {}
    for lien in archive.liens(archive.principal):
        if lien.type.endswith("/styles") and lien.cible in archive.membres:
            noms |= _noms_dans(archive.membres[lien.cible], lien.cible)
    return noms


@lru_cache(maxsize=8)  # the messages of one template have one style sheet
def _noms_dans(xml: bytes, partie: str) -> dict[str, str]:
    trouves = {}
    for style in analyser(xml, partie).iter(f"{{{W}}}style"):
        nom = style.find(f"{{{W}}}name")
        if nom is not None:
            trouves[style.get(f"{{{W}}}styleId", "")] = nom.get(_VAL, "")
    return trouves
