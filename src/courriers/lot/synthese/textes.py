"""What a cell of a workbook can hold of a text read from a case."""

from __future__ import annotations

import re

CARACTERES_MAX = 32_767
"""Most UTF-16 units that a cell of Excel holds."""
COUPE = " … [texte coupé]"
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULE = re.compile(r"\s*[=+\-@|%]")
_ECHAPPEMENT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def propre(texte: str) -> str:
    """*texte* without control characters: a line is ended by LF alone, a tab is a space.

    >>> propre("a\\tb\\r\\nc\\x00\\x1b")
    'a b\\nc'
    """
    if texte.isprintable():
        return texte
    lignes = texte.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _INTERDITS.sub("", lignes)


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
