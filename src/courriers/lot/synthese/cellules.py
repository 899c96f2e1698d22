"""The cells of a workbook, as XML. A text is always a text: nothing read from a case is a formula.

Amounts are written digit for digit, never through a float.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from html import escape

CARACTERES_MAX = 32_767
"""Most UTF-16 units that a cell of Excel holds."""
COUPE = " … [texte coupé]"
POSITION = "\0"
"""Stands for the number of the row, which is known once those above are; no text holds it."""
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULE = re.compile(r"\s*[=+\-@|%]")
_ECHAPPEMENT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EPOQUE = datetime.date(1899, 12, 30)
_PREMIER_JOUR = datetime.date(1900, 3, 1)
"""Excel believes in a 29 February 1900: days are counted right from here."""


class Style(IntEnum):
    """How a cell looks: its rank among the formats of :data:`STYLES`."""

    DEFAUT = 0
    TEXTE = 1
    LONG = 2
    """A text on several lines."""
    NEUTRE = 3
    """A text that would be a formula if it were typed: it stays a text when the cell is edited."""
    LONG_NEUTRE = 4
    ENTIER = 5
    MONTANT_0 = 6
    MONTANT_2 = 7
    MONTANT_3 = 8
    DATE = 9
    ENTETE = 10
    ENTETE_NOMBRE = 11
    TITRE = 12
    TOTAL = 13
    TOTAL_ENTIER = 14
    TOTAL_0 = 15
    TOTAL_2 = 16
    TOTAL_3 = 17
    NOTE = 18
    LIEN = 19


@dataclass(frozen=True, slots=True)
class Formule:
    """One of ours, with its value: a reader that does not compute shows it all the same."""

    texte: str
    valeur: Decimal | int


@dataclass(frozen=True, slots=True)
class Lien:
    """A text that opens a file, named from the folder of the workbook."""

    texte: str
    cible: str


Valeur = str | Lien | int | Decimal | datetime.date | Formule | None
Cellule = tuple[Valeur, Style]


def montant(decimales: int, *, total: bool = False) -> Style:
    """The style of an amount of a currency that has *decimales*."""
    nom = f"{'TOTAL' if total else 'MONTANT'}_{decimales}"
    return Style[nom] if nom in Style.__members__ else Style.MONTANT_3


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
    if _unites(texte) <= CARACTERES_MAX:
        return texte
    octets = texte.encode("utf-16-le")[: 2 * (CARACTERES_MAX - len(COUPE))]
    return octets.decode("utf-16-le", "ignore") + COUPE


def _unites(texte: str) -> int:
    if len(texte) * 2 <= CARACTERES_MAX:
        return len(texte)
    return len(texte.encode("utf-16-le")) // 2


def lettre(rang: int) -> str:
    """Name of the column *rang*, from 0.

    >>> lettre(0), lettre(25), lettre(26)
    ('A', 'Z', 'AA')
    """
    nom = ""
    rang += 1
    while rang:
        rang, reste = divmod(rang - 1, 26)
        nom = chr(65 + reste) + nom
    return nom


def en_xml(colonne: str, valeur: Valeur, style: Style) -> str:
    """The cell of *colonne*; nothing if it is empty and looks like nothing."""
    ou = f'r="{colonne}{POSITION}"'
    if valeur is None or valeur == "":
        return f'<c {ou} s="{style:d}"/>' if style >= Style.ENTETE else ""
    if isinstance(valeur, datetime.date) and valeur < _PREMIER_JOUR:
        valeur = f"{valeur:%d/%m/}{valeur.year:04}"
    match valeur:
        case Lien(texte=texte) | str(texte):
            return _texte(ou, texte, style)
        case Formule():
            dedans = f"<f>{escape(valeur.texte, quote=False)}</f><v>{valeur.valeur:f}</v>"
        case datetime.date():
            dedans = f"<v>{(valeur - _EPOQUE).days}</v>"
        case Decimal():
            dedans = f"<v>{valeur:f}</v>"
        case _:
            dedans = f"<v>{valeur}</v>"
    return f'<c {ou} s="{style:d}">{dedans}</c>'


_NEUTRES = {
    Style.TEXTE: Style.NEUTRE, Style.LIEN: Style.NEUTRE, Style.LONG: Style.LONG_NEUTRE,
}  # fmt: skip


def _texte(ou: str, texte: str, style: Style) -> str:
    if _FORMULE.match(texte):
        style = _NEUTRES.get(style, style)
    # « _x0041_ » would be read as « A »; a line feed would cut the line this row is kept on.
    ecrit = escape(_ECHAPPEMENT.sub("_x005F_", texte), quote=False).replace("\n", "&#10;")
    return f'<c {ou} s="{style:d}" t="inlineStr"><is><t xml:space="preserve">{ecrit}</t></is></c>'


_TRAIT = (
    '<border><left/><right/><top/><bottom style="{}"><color rgb="{}"/></bottom><diagonal/></border>'
)
# 1036 (hexadecimal 40C) is French, whatever the language of the program that shows them.
_FORMATS = {
    164: "[$-40C]#,##0", 165: "[$-40C]#,##0.00", 166: "[$-40C]#,##0.000",
    167: "[$-40C]dd/mm/yyyy",
}  # fmt: skip
_CHIFFRES = '<alignment vertical="top"/>'
_TEXTES = '<alignment horizontal="left" vertical="top" indent="1"/>'
_PLUSIEURS = '<alignment horizontal="left" vertical="top" wrapText="1" indent="1"/>'
_TETE = '<alignment horizontal="left" vertical="center" wrapText="1" indent="1"/>'
_TETE_NOMBRE = '<alignment horizontal="right" vertical="center" wrapText="1"/>'


def _xf(format_: int, alignement: str, *, police: int = 0, fond: int = 0, trait: int = 0,
        plus: str = "") -> str:  # fmt: skip
    return (
        f'<xf numFmtId="{format_}" fontId="{police}" fillId="{fond}" borderId="{trait}" xfId="0" '
        f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        f"{plus}>{alignement}</xf>"
    )


_NEUTRE = ' quotePrefix="1"'
_XF = (
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    _xf(49, _TEXTES), _xf(49, _PLUSIEURS),
    _xf(49, _TEXTES, plus=_NEUTRE), _xf(49, _PLUSIEURS, plus=_NEUTRE),
    _xf(164, _CHIFFRES), _xf(164, _CHIFFRES), _xf(165, _CHIFFRES), _xf(166, _CHIFFRES),
    _xf(167, _CHIFFRES),
    _xf(49, _TETE, police=1, fond=2, trait=1), _xf(49, _TETE_NOMBRE, police=1, fond=2, trait=1),
    _xf(49, _TEXTES, police=2), _xf(49, _TEXTES, police=1, trait=2),
    *(_xf(n, _CHIFFRES, police=1, trait=2) for n in (164, 164, 165, 166)),
    _xf(49, _TEXTES, police=3), _xf(49, _TEXTES, police=4),
)  # fmt: skip
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    f'<numFmts count="{len(_FORMATS)}">'
    + "".join(f'<numFmt numFmtId="{n}" formatCode="{f}"/>' for n, f in _FORMATS.items())
    + '</numFmts><fonts count="5">'
    '<font><sz val="10"/><name val="Arial"/><family val="2"/></font>'
    '<font><b/><sz val="10"/><name val="Arial"/><family val="2"/></font>'
    '<font><b/><sz val="13"/><name val="Arial"/><family val="2"/></font>'
    '<font><i/><sz val="9"/><color rgb="FF5A6570"/><name val="Arial"/><family val="2"/></font>'
    '<font><u/><sz val="10"/><color rgb="FF1F4E79"/><name val="Arial"/><family val="2"/></font>'
    '</fonts><fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFE6EBEF"/><bgColor indexed="64"/></patternFill></fill></fills>'
    '<borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border>'
    + _TRAIT.format("medium", "FF2F4F66")
    + _TRAIT.format("hair", "FF7C91A1")
    + '</borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_XF)}">{"".join(_XF)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
"""``xl/styles.xml``: the formats, in the order of :class:`Style`."""
