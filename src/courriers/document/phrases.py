"""French text cut into sentences, and sentences into words, for who must compare them.

A tag of a template (``{{ … }}``, ``{% … %}``) is one word and is never cut; so is a number written
with spaces (« 1 234,56 »). Every pattern here reads a text once, whatever it holds.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

BALISE = r"\{\{[^{}]{0,500}\}\}|\{%[^{}]{0,500}%\}|\{#[^{}]{0,500}#\}"
"""A tag of a template, of 500 signs at most: beyond, its braces are words like others."""

_MOT = re.compile(
    rf"{BALISE}"
    r"|(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?"
    r"|\d+(?:[.,/:]\d+)*"
    r"|[^\W\d_][\w\u2011-]*[’']?"
    r"|_{2,}|\.{2,}|\S"
)
_BALISE = re.compile(BALISE)
_BLANC = re.compile(r"\s+")
_FIN = re.compile(r"(?:^|[^.!?…])([.!?…]{1,3})[»”\"’)\]\u00a0\u202f ]{0,4}$")
_AVANT_LE_POINT = re.compile(r"(\w+)\.$")
_NUMERO_DE_LISTE = re.compile(r"\s*\d{1,3}\.$")
_OUVRANTS = '«“"([{–—•-'
_ECRITS = """
m mm mme mmes mlle mlles mgr me mes dr drs pr prof st ste sts stes art al l r d a n no nos p pp cf
etc av bd bld boul chem imp pl rte tél tel fax réf ref obs chap ch sect tit fig éd ed ex sq sqq spéc
civ com cons conso consom proc pén pen trav cass crim soc req ass plén mixte bull min env max approx
vol t i v vs exp dest resp dir dép dept cpt cie ets éts sté adr janv févr fevr avr juil sept oct nov
déc dec
"""
_ABREGES = frozenset(_ECRITS.split())
"""Words a full stop does not end a sentence after, in small letters."""


class Mot(NamedTuple):
    """One word, and the white space after it."""

    mot: str
    blanc: str


def phrases(texte: str) -> list[str]:
    """The sentences of one paragraph, in order; a line break ends one.

    >>> phrases("Vu l’art. L. 441-10, M. Roy doit 1 234,56 €. Payez avant le 3 mai.")
    ['Vu l’art. L. 441-10, M. Roy doit 1 234,56 €.', 'Payez avant le 3 mai.']
    """
    return [phrase for ligne in texte.split("\n") for phrase in _phrases_d_une_ligne(ligne)]


def mots(phrase: str) -> list[Mot]:
    """The words of *phrase*, each with the white space that follows.

    >>> [m.mot for m in mots("l’an {{ a.b }} : 1 234,56 €")]
    ['l’', 'an', '{{ a.b }}', ':', '1 234,56', '€']
    """
    trouves = list(_MOT.finditer(phrase))
    fins = [t.start() for t in trouves[1:]] + [len(phrase)]
    return [Mot(t[0], phrase[t.end() : fin]) for t, fin in zip(trouves, fins, strict=True)]


def cle(phrase: str) -> tuple[str, ...]:
    """What two sentences of the same words share: white space apart, accents composed."""
    return tuple(_sans_blanc(mot) for mot in _MOT.findall(unicodedata.normalize("NFC", phrase)))


def _sans_blanc(mot: str) -> str:
    """A number or a tag whatever the spaces inside it."""
    if mot[0] == "{":
        return " ".join(mot.split())
    return "".join(mot.split())


def _phrases_d_une_ligne(ligne: str) -> list[str]:
    balises = [(t.start(), t.end()) for t in _BALISE.finditer(ligne)]
    coupees, debut, rang = [], 0, 0
    for blanc in _BLANC.finditer(ligne):
        while rang < len(balises) and balises[rang][1] <= blanc.start():
            rang += 1
        dans_une_balise = rang < len(balises) and balises[rang][0] < blanc.start()
        if not dans_une_balise and _finit(ligne, debut, blanc.start(), blanc.end()):
            coupees.append(ligne[debut : blanc.start()])
            debut = blanc.end()
    coupees.append(ligne[debut:])
    return [phrase.strip() for phrase in coupees if phrase.strip()]


def _finit(ligne: str, debut: int, place: int, suite: int) -> bool:
    """Whether a sentence begun at *debut* ends at *place*, another one beginning at *suite*."""
    if suite >= len(ligne) or not (ligne[suite].isupper() or ligne[suite] in _OUVRANTS
                                   or ligne[suite].isdigit()):  # fmt: skip
        return False
    avant = ligne[max(debut, place - 30) : place]
    trouve = _FIN.search(avant)
    if trouve is None:
        return False
    if trouve[1] != ".":
        return True
    jusqu_au_point = avant[: trouve.end(1)]
    mot = _AVANT_LE_POINT.search(jusqu_au_point)
    if mot is not None and _est_abrege(mot[1]):
        return False
    return not (place - debut <= 5 and _NUMERO_DE_LISTE.fullmatch(ligne[debut:place]))


def _est_abrege(mot: str) -> bool:
    """An abbreviation, or an initial."""
    return mot.lower() in _ABREGES or (len(mot) == 1 and mot.isupper())
