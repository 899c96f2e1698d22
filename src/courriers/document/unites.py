"""A Word file as what a comparison works on: sentences, each with its paragraph and its look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from courriers.document.archive import Archive, W
from courriers.document.passages import Cellule, Passage, passages_et_noeuds
from courriers.document.phrases import cle, phrases
from courriers.document.texte import morceaux

_T, _R, _P, _RPR, _VAL = (f"{{{W}}}{nom}" for nom in ("t", "r", "p", "rPr", "val"))
_CHAR, _INSTRUCTION, _SIMPLE = (f"{{{W}}}{nom}" for nom in ("fldChar", "instrText", "fldSimple"))
_TRAITS = {"gras": f"{{{W}}}b", "italique": f"{{{W}}}i", "souligné": f"{{{W}}}u"}
_RECALCULES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME"})
"""Fields that every opening writes anew, with nobody’s hand in it."""
_COURANTS = ("en-tête", "pied de page")
NUMERO = "#"
"""What stands for a page number or the date of the day, that every program writes anew."""

Habit = tuple[tuple[str, str], ...]
"""Words of a paragraph by their look: ``(("gras", "Objet"), ("", ": …"))``."""


class Paragraphe(NamedTuple):
    """One paragraph that shows something."""

    partie: str
    numero: int
    """In its part, from 1, empty ones counted."""
    cellule: Cellule | None
    style: str
    habit: Habit


class Phrase(NamedTuple):
    """One sentence."""

    texte: str
    cle: tuple[str, ...]
    """Its words, whatever the white space between them."""
    paragraphe: Paragraphe


Unites = list[Phrase]
"""The sentences of one part."""


def unites(source: bytes | Archive) -> list[tuple[str, Unites]]:
    """The sentences of every part of *source*, by kind of part, in reading order.

    A header or footer that repeats another of the same words is left out: LibreOffice writes one
    twice where Word names it twice.

    Raises:
        FichierWordInvalide: not a readable Word file.
    """
    lues: list[tuple[str, Unites]] = []
    vues: set[tuple[str, tuple[tuple[str, ...], ...]]] = set()
    for lus, noeuds in passages_et_noeuds(Archive.lire(source)):
        if not lus:
            continue
        genre = lus[0].partie
        partie = [phrase for lu, noeud in zip(lus, noeuds, strict=True)
                  for phrase in _phrases(lu, noeud)]  # fmt: skip
        marque = (genre, tuple(phrase.cle for phrase in partie))
        if genre not in _COURANTS or marque not in vues:
            lues.append((genre, partie))
        vues.add(marque)
    return lues


def _phrases(passage: Passage, noeud: etree._Element) -> Iterator[Phrase]:
    numeros = _recalcules(noeud)
    texte = passage.texte
    if numeros:
        texte = "".join(numeros.get(n, montre) for n, montre in morceaux(noeud))
    paragraphe = Paragraphe(
        passage.partie, passage.numero, passage.cellule, passage.style, _habit(noeud)
    )
    for phrase in phrases(texte):
        yield Phrase(phrase, cle(phrase), paragraphe)


def _habit(paragraphe: etree._Element) -> Habit:
    """Runs of one look joined, white space apart."""
    porte: list[list[str]] = []
    for noeud, montre in morceaux(paragraphe):
        run = noeud.getparent()
        mots = "".join(montre.split())
        if run is None or not mots:
            continue
        allure = " ".join(nom for nom, trait in _TRAITS.items() if _a(run, trait))
        if porte and porte[-1][0] == allure:
            porte[-1].append(mots)
        else:
            porte.append([allure, mots])
    return tuple((allure, "".join(mots)) for allure, *mots in porte)


def _a(run: etree._Element, trait: str) -> bool:
    proprietes = run.find(_RPR)
    voulu = None if proprietes is None else proprietes.find(trait)
    return voulu is not None and voulu.get(_VAL, "true") not in ("0", "false", "off", "none")


def _recalcules(paragraphe: etree._Element) -> dict[etree._Element, str]:
    """By element, what stands for it: :data:`NUMERO` once a field, then nothing."""
    if next(paragraphe.iter(_CHAR, _SIMPLE), None) is None:
        return {}
    numeros: dict[etree._Element, str] = {}
    for simple in paragraphe.iter(_SIMPLE):
        if _se_recalcule(simple.get(f"{{{W}}}instr", "")):
            _marquer(numeros, list(simple.iter(_T)))
    instruction, profondeur = "", 0
    resultat: list[etree._Element] = []
    for noeud in paragraphe.iter(_CHAR, _INSTRUCTION, _T):
        if noeud.tag == _INSTRUCTION:
            instruction += noeud.text or ""
        elif noeud.tag == _T:
            resultat.append(noeud)
        elif noeud.get(f"{{{W}}}fldCharType") == "begin":
            profondeur += 1
            instruction, resultat = "", []
        elif noeud.get(f"{{{W}}}fldCharType") == "separate":
            resultat = []
        else:
            if profondeur == 1 and _se_recalcule(instruction):
                _marquer(numeros, resultat)
            instruction, profondeur = "", max(0, profondeur - 1)
    return numeros


def _se_recalcule(instruction: str) -> bool:
    return bool(_RECALCULES.intersection(instruction.upper().split()[:1]))


def _marquer(numeros: dict[etree._Element, str], textes: list[etree._Element]) -> None:
    for rang, texte in enumerate(textes):
        numeros[texte] = "" if rang else NUMERO
