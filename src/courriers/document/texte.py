"""The visible text of a Word file, part by part, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from courriers.document.archive import GENRES, Archive, W
from courriers.document.imprime import parties_imprimees
from courriers.document.symboles import dessine, est_symbolique

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_P, _R, _T, _TAB, _BOITE = (f"{{{W}}}{nom}" for nom in ("p", "r", "t", "tab", "txbxContent"))
_TABLEAU, _RANGEE, _CELLULE = (f"{{{W}}}{nom}" for nom in ("tbl", "tr", "tc"))
_POLICES, _CACHE = f"../{{{W}}}rPr/{{{W}}}rFonts", f"{{{W}}}rPr/{{{W}}}vanish"
_SIGNES: dict[Any, str] = {
    f"{{{W}}}br": "\n", f"{{{W}}}cr": "\n", f"{{{W}}}noBreakHyphen": "\u2011",
}  # fmt: skip
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True)
class PartieTexte:
    """The text of one part, a line a paragraph; the cells of a row share a line, tabs between."""

    nom: str
    lignes: tuple[str, ...]


def parties(source: bytes | str | Path | Archive) -> tuple[PartieTexte, ...]:
    """The parts of *source* that hold text: headers, body, notes, footers.

    Raises:
        FichierWordInvalide: not a readable Word file.
    """
    archive = Archive.lire(source)
    resultat = []
    for genre, _, racine in parties_imprimees(archive):
        lignes = tuple(ligne for ligne in _lignes(racine) if ligne.strip())
        if lignes:
            resultat.append(PartieTexte(GENRES[genre], lignes))
    return tuple(resultat)


def texte(source: bytes | str | Path | Archive) -> str:
    """All the visible text of *source*, a line a paragraph.

    Raises:
        FichierWordInvalide: not a readable Word file.
    """
    return "\n".join(ligne for partie in parties(source) for ligne in partie.lignes)


def _lignes(conteneur: etree._Element) -> Iterator[str]:
    for noeud in conteneur:
        if noeud.tag == _P:
            yield _paragraphe(noeud)
            for boite in noeud.iter(_BOITE):
                if not any(a.tag == _FALLBACK for a in boite.iterancestors()):
                    yield from _lignes(boite)
        elif noeud.tag == _TABLEAU:
            for rangee in noeud.iter(_RANGEE):
                if next(rangee.iterancestors(_TABLEAU)) is noeud:
                    yield from _rangee(rangee)
        elif isinstance(noeud.tag, str):
            yield from _lignes(noeud)


def _rangee(rangee: etree._Element) -> Iterator[str]:
    """Cells of one line each are joined; a row that holds taller cells is read cell by cell."""
    # A cell may stand inside a content control.
    siennes = [c for c in rangee.iter(_CELLULE) if next(c.iterancestors(_RANGEE)) is rangee]
    cellules = [[x for x in _lignes(c) if x.strip()] for c in siennes]
    if all(len(c) <= 1 for c in cellules):
        yield "\t".join("".join(c) for c in cellules)
    else:
        for cellule in cellules:
            yield from cellule


def _paragraphe(paragraphe: etree._Element) -> str:
    return "".join(texte for _, texte in morceaux(paragraphe))


def morceaux(paragraphe: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """What a paragraph shows, piece by piece, with the element each piece comes from."""
    for noeud in paragraphe.iter(_T, _MATH, _TAB, *_SIGNES):
        if any(_est_ailleurs(a) for a in _entre(noeud, paragraphe)):
            continue
        if noeud.tag in (_T, _MATH):
            yield noeud, _montre(noeud)
        elif noeud.tag != _TAB:
            yield noeud, _SIGNES[noeud.tag]
        elif (parent := noeud.getparent()) is not None and parent.tag == _R:
            yield noeud, "\t"


def _montre(texte: etree._Element) -> str:
    """What the letters of *texte* show: drawings, where their font is one of symbols."""
    polices = texte.find(_POLICES)
    nom = None if polices is None else polices.get(f"{{{W}}}ascii") or polices.get(f"{{{W}}}hAnsi")
    lu = texte.text or ""
    return dessine(nom, lu) if nom and est_symbolique(nom) else lu


def _est_ailleurs(ancetre: etree._Element) -> bool:
    """What stands in a text box, in an older version of it, or in a hidden run."""
    if ancetre.tag in (_BOITE, _FALLBACK):
        return True
    cache = ancetre.find(_CACHE) if ancetre.tag == _R else None
    return cache is not None and cache.get(f"{{{W}}}val", "true") not in ("0", "false", "off")


def _entre(noeud: etree._Element, paragraphe: etree._Element) -> Iterator[etree._Element]:
    """Ancestors of *noeud* below *paragraphe*."""
    for ancetre in noeud.iterancestors():
        if ancetre is paragraphe:
            return
        yield ancetre
