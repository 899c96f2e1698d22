"""The visible text of a Word file, part by part, in reading order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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

_COMPLIQUES = (
    _BOITE, _FALLBACK, _MATH, f"{{{W}}}vanish", f"{{{W}}}rFonts", f"{{{W}}}sdt",
    f"{{{W}}}customXml",
)  # fmt: skip


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
            yield texte_du_paragraphe(noeud)
            for boite in boites(noeud):
                yield from _lignes(boite)
        elif noeud.tag == _TABLEAU:
            for rangee in rangees_de(noeud):
                yield from _rangee(rangee)
        elif isinstance(noeud.tag, str):
            yield from _lignes(noeud)


def _rangee(rangee: etree._Element) -> Iterator[str]:
    """Cells of one line each are joined; a row that holds taller cells is read cell by cell."""
    cellules = [[x for x in _lignes(c) if x.strip()] for c in cellules_de(rangee)]
    if all(len(c) <= 1 for c in cellules):
        yield "\t".join("".join(c) for c in cellules)
    else:
        for cellule in cellules:
            yield from cellule


def boites(paragraphe: etree._Element) -> Iterator[etree._Element]:
    """The text boxes anchored in *paragraphe*, older versions of them apart.

    One inside another is anchored in a paragraph of that other.
    """
    for boite in paragraphe.iter(_BOITE):
        dans_une_autre = any(a.tag == _BOITE for a in _entre(boite, paragraphe))
        if not dans_une_autre and not any(a.tag == _FALLBACK for a in boite.iterancestors()):
            yield boite


def rangees_de(tableau: etree._Element) -> Iterator[etree._Element]:
    """The rows of *tableau*, not those of a table inside it."""
    for rangee in tableau.iter(_RANGEE):
        if next(rangee.iterancestors(_TABLEAU)) is tableau:
            yield rangee


def cellules_de(rangee: etree._Element) -> list[etree._Element]:
    """The cells of *rangee*; one may stand inside a content control."""
    return [c for c in rangee.iter(_CELLULE) if next(c.iterancestors(_RANGEE)) is rangee]


def est_simple(partie: etree._Element) -> bool:
    """Whether *partie* has no text box, content control, hidden run nor font of symbols.

    :func:`textes_simples` reads it, and its rows and cells stand where one expects them.
    """
    return next(partie.iter(*_COMPLIQUES), None) is None


def textes_simples(partie: etree._Element) -> list[str]:
    """What each paragraph of a simple part shows, in order, read in one go."""
    textes: list[list[str]] = [[]]
    for noeud in partie.iter(_P, _T, _TAB, *_SIGNES):
        tag = noeud.tag
        if tag == _T:
            textes[-1].append(noeud.text or "")
        elif tag == _P:
            textes.append([])
        elif tag != _TAB:
            textes[-1].append(_SIGNES[tag])
        elif (parent := noeud.getparent()) is not None and parent.tag == _R:
            textes[-1].append("\t")
    return ["".join(morceaux) for morceaux in textes[1:]]


def texte_du_paragraphe(
    paragraphe: etree._Element, caches: Collection[etree._Element] = (), signe: str = ""
) -> str:
    """What *paragraphe* shows, its text boxes apart.

    Args:
        caches: runs of which each sign is replaced by *signe*.
    """
    return "".join(
        signe * len(montre) if caches and noeud.getparent() in caches else montre
        for noeud, montre in morceaux(paragraphe)
    )


def morceaux(paragraphe: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """What a paragraph shows, piece by piece, with the element each piece comes from."""
    for noeud in paragraphe.iter(_T, _MATH, _TAB, *_SIGNES):
        if any(_est_ailleurs(a) for a in _entre(noeud, paragraphe)):
            continue
        parent = noeud.getparent()
        if noeud.tag in (_T, _MATH):
            yield noeud, _montre(noeud)
        elif noeud.tag != _TAB:
            yield noeud, _SIGNES[noeud.tag]
        elif parent is not None and parent.tag == _R:
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
