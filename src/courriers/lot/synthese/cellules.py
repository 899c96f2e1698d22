"""What a cell of a workbook holds, and what it can hold of a text read from a case."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

CARACTERES_MAX = 32_767
"""Most UTF-16 units that a cell of Excel holds."""
COUPE = " … [texte coupé]"
_SERRE = 1.12
"""Characters of a French text in the width of a figure."""
PREMIER_JOUR = datetime.date(1900, 3, 1)
"""Excel believes in a 29 February 1900: days are counted right from here."""
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULE = re.compile(r"\s*[=+\-@|%]")
_ECHAPPEMENT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Montant:
    """An amount, and the decimals of its currency."""

    valeur: Decimal
    decimales: int = 2


@dataclass(frozen=True, slots=True)
class Lien:
    """A text that opens a file, named from the folder of the workbook."""

    texte: str
    cible: str


Valeur = str | int | Montant | datetime.date | Lien | None
Genre = Literal["texte", "long", "nombre"]
Aspect = Literal["", "titre", "entete", "note"]


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column: its heading, its width in characters; a long text is on several lines."""

    titre: str
    largeur: float
    genre: Genre = "texte"


def propre(texte: str) -> str:
    """*texte* without control characters: a line is ended by LF alone, a tab is a space.

    >>> propre("a\\tb\\r\\nc\\x00\\x1b")
    'a b\\nc'
    """
    if texte.isprintable():
        return texte
    unix = texte.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _INTERDITS.sub("", unix)


def coupe(texte: str) -> str:
    """*texte* as a cell can hold it, its end saying that some is missing."""
    if len(texte) * 2 <= CARACTERES_MAX:
        return texte
    octets = texte.encode("utf-16-le")
    if len(octets) <= 2 * CARACTERES_MAX:
        return texte
    return octets[: 2 * (CARACTERES_MAX - len(COUPE))].decode("utf-16-le", "ignore") + COUPE


def echappe(texte: str) -> str:
    """*texte*, so that a spreadsheet shows its « _x0041_ » as they are, and not as « A ».

    >>> echappe("_x0041_ _x_")
    '_x005F_x0041_ _x_'
    """
    return _ECHAPPEMENT.sub("_x005F_", texte)


def semble_une_formule(texte: str) -> bool:
    """Whether *texte*, typed again in its cell, would be computed.

    >>> [semble_une_formule(t) for t in ("=1+1", " @SUM(A1)", "-5", "SARL A=B")]
    [True, True, True, False]
    """
    return _FORMULE.match(texte) is not None


def lignes(texte: str, largeur: float) -> int:
    """Lines that *texte* takes in a column."""
    if len(texte) < largeur and "\n" not in texte:
        return 1
    return sum(max(1, math.ceil(len(p) / (largeur * _SERRE - 2))) for p in texte.split("\n"))


def sorte(valeur: Valeur, texte: str | None, genre: Genre, aspect: Aspect) -> str:
    """How a cell looks, as words that the workbook reads."""
    if isinstance(valeur, Montant):
        return f"montant{valeur.decimales} {aspect}"
    if isinstance(valeur, datetime.date):
        return f"date {aspect}"
    if texte is None:
        return f"entier {aspect}"
    neutre = "neutre" if semble_une_formule(texte) else ""
    lien = "lien" if isinstance(valeur, Lien) else genre
    return f"texte {lien} {aspect} {neutre}"
