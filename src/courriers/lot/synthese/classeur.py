"""The sheets of a workbook, written as they go, in a memory that does not grow with its rows.

Written by us rather than by openpyxl: the totals carry their value, which Excel shows before
anything may be computed (protected view, previews); the same rows give the same bytes; and nothing
need be installed. Each sheet is kept packed in a temporary file until its totals are known.
"""

from __future__ import annotations

import gzip
import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from courriers.lot.synthese.cellules import (
    POSITION,
    Cellule,
    Lien,
    Style,
    Valeur,
    coupe,
    en_xml,
    lettre,
    propre,
)

RANGEES_MAX = 1_048_576
"""Rows of a sheet of Excel."""
LIENS_MAX = 20_000
"""Links of a sheet, of which Excel allows 65 530; the rows after have their words alone."""
_RESERVE = 100
"""Of which those kept for what stands above the table, and for the note below it."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CACHEE = 'hidden="1" '
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


_SUR_PLUSIEURS = (Style.LONG, Style.ENTETE, Style.ENTETE_NOMBRE)
_SERRE = 1.12
"""Characters of a French text in the width of a figure, and of a margin."""
_LIGNE, _HAUTEUR_MAX = 13, 409
"""Points: a line of text, and the tallest row."""


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column: its heading, its width in characters, the style of its cells."""

    titre: str
    largeur: float
    style: Style = Style.TEXTE
    facultative: bool = False
    """Hidden when nothing is in it."""

    @property
    def entete(self) -> Style:
        """The style of its heading: over figures, it stands to the right."""
        nombre = Style.ENTIER <= self.style <= Style.DATE
        return Style.ENTETE_NOMBRE if nombre else Style.ENTETE


class Feuille:
    """A sheet: rows above (totals), headings, and the rows of the table, added one by one."""

    def __init__(self, nom: str, colonnes: Sequence[Colonne], *, table: bool = True) -> None:
        self.nom, self.colonnes, self.est_table = nom, colonnes, table
        self.au_dessus: list[Sequence[Cellule]] = []
        """Rows above the headings, given before the workbook is written."""
        self.rangees = self.laissees = self.coupees = 0
        self.octets = 0
        self.liens: list[tuple[str, int, str]] = []
        """Column, rank of the row in the table, and where each link leads."""
        self._pleines: set[str] = set()
        """Columns something is in."""
        self._lettres = [lettre(rang) for rang in range(len(colonnes))]
        self._brut = tempfile.TemporaryFile()  # noqa: SIM115 – closed by « fermer »
        self._corps = gzip.GzipFile(fileobj=self._brut, mode="wb", compresslevel=1, mtime=0)

    @property
    def premiere(self) -> int:
        """Number of the first row of the table, once all that stands above is given."""
        return len(self.au_dessus) + (2 if self.est_table else 1)

    def ajouter(self, cellules: Sequence[Cellule]) -> None:
        """One row more, or one more that does not fit."""
        if self.rangees >= RANGEES_MAX - _RESERVE:
            self.laissees += 1
            return
        octets = self._rangee(cellules).encode() + b"\n"
        self.octets += len(octets) + 10
        self._corps.write(octets)
        self.rangees += 1

    def xml(self, *, choisie: bool) -> Iterator[bytes]:
        """The part of the workbook, piece by piece.

        Args:
            choisie: this sheet is the one shown when the workbook is opened.
        """
        fixe = [*self.au_dessus, *([self._entetes()] if self.est_table else [])]
        yield self._debut(len(fixe), choisie=choisie).encode()
        ecrites = [self._rangee(cellules) for cellules in fixe]
        yield "".join(
            rangee.replace(POSITION, str(numero)) for numero, rangee in enumerate(ecrites, start=1)
        ).encode()
        self._corps.close()
        self._brut.seek(0)
        position = POSITION.encode()
        with gzip.GzipFile(fileobj=self._brut, mode="rb") as corps:
            for numero, rangee in enumerate(corps, start=len(fixe) + 1):
                yield rangee.replace(position, b"%d" % numero)
        if self.laissees:
            note = f"{self.laissees} ligne(s) de plus ne tiennent pas dans une feuille."
            numero = len(fixe) + self.rangees + 1
            yield self._rangee([(note, Style.NOTE)]).replace(POSITION, str(numero)).encode()
        yield self._fin().encode()

    def fermer(self) -> None:
        """Forget the rows."""
        self._corps.close()
        self._brut.close()

    @property
    def plage(self) -> str:
        """The table with its headings, as a filter names it."""
        derniere = self.premiere + max(self.rangees, 1) - 1
        return f"$A${self.premiere - 1}:${self._lettres[-1]}${derniere}"

    def _entetes(self) -> list[Cellule]:
        return [(c.titre, c.entete) for c in self.colonnes]

    def _rangee(self, cellules: Sequence[Cellule]) -> str:
        ecrites, hauteur = [], 1
        for colonne, nom, cellule in zip(self.colonnes, self._lettres, cellules, strict=False):
            valeur, style = self._tenue(nom, cellule)
            if isinstance(valeur, str) and style in _SUR_PLUSIEURS:
                hauteur = max(hauteur, _lignes(valeur, colonne.largeur))
            xml = en_xml(nom, valeur, style)
            if xml:
                ecrites.append(xml)
                self._pleines.add(nom)
        if cellules and cellules[0][1] == Style.TITRE:
            hauteur = 2
        return f'<row r="{POSITION}"{_haut(hauteur)}>{"".join(ecrites)}</row>'

    def _tenue(self, colonne: str, cellule: Cellule) -> Cellule:
        """*cellule* as the workbook can hold it."""
        valeur, style = self._lien(colonne, *cellule) if cellule[1] is Style.LIEN else cellule
        if not isinstance(valeur, str):
            return valeur, style
        entiere = propre(valeur)
        tenue = coupe(entiere)
        self.coupees += tenue != entiere
        return tenue, style

    def _lien(self, colonne: str, valeur: Valeur, style: Style) -> Cellule:
        """The words of a link, which looks like one if it leads somewhere."""
        if not isinstance(valeur, Lien):
            return valeur, Style.TEXTE
        if len(self.liens) >= LIENS_MAX:
            return valeur.texte, Style.TEXTE
        self.liens.append((colonne, self.rangees, valeur.cible))
        return valeur.texte, style

    def _est_vide(self, rang: int) -> bool:
        return self.colonnes[rang].facultative and self._lettres[rang] not in self._pleines

    def _debut(self, fixes: int, *, choisie: bool) -> str:
        montree = 'tabSelected="1" ' if choisie else ""
        vue = f'<sheetView showGridLines="0" {montree}workbookViewId="0">'
        if self.est_table:
            vue += (
                f'<pane xSplit="1" ySplit="{fixes}" topLeftCell="B{fixes + 1}" '
                'activePane="bottomRight" state="frozen"/><selection pane="topRight"/>'
                f'<selection pane="bottomLeft"/><selection pane="bottomRight" '
                f'activeCell="B{fixes + 1}" sqref="B{fixes + 1}"/>'
            )
        colonnes = "".join(
            f'<col min="{rang}" max="{rang}" width="{c.largeur}" '
            f'{_CACHEE if self._est_vide(rang - 1) else ""}customWidth="1"/>'
            for rang, c in enumerate(self.colonnes, start=1)
        )
        return (
            f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetPr>'
            f'<pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>{vue}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="13"/><cols>{colonnes}</cols><sheetData>'
        )

    def _fin(self) -> str:
        filtre = textes = ""
        if self.est_table:
            filtre = f'<autoFilter ref="{self.plage.replace("$", "")}"/>'
            # A postcode is a text: no green corner in each of its cells.
            zone = self.plage.replace("$", "")
            ignoree = f'<ignoredError sqref="{zone}" numberStoredAsText="1"/>'
            textes = f"<ignoredErrors>{ignoree}</ignoredErrors>"
        liens = "".join(
            f'<hyperlink ref="{colonne}{self.premiere + rangee}" r:id="rId{rang}"/>'
            for rang, (colonne, rangee, _) in enumerate(self.liens, start=1)
        )
        liens = liens and f"<hyperlinks>{liens}</hyperlinks>"
        return (
            f"</sheetData>{filtre}{liens}"
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            f"<headerFooter><oddFooter>&amp;L{escape(self.nom)}&amp;RPage &amp;P sur &amp;N"
            f"</oddFooter></headerFooter>{textes}</worksheet>"
        )


def _lignes(texte: str, largeur: float) -> int:
    """Lines that *texte* takes: no program is asked to measure it when it opens the file."""
    if len(texte) < largeur and "\n" not in texte:
        return 1
    return sum(max(1, math.ceil(len(p) / (largeur * _SERRE - 2))) for p in texte.split("\n"))


def _haut(lignes: int) -> str:
    if lignes == 1:
        return ""
    return f' ht="{min(_LIGNE * lignes + 2, _HAUTEUR_MAX)}" customHeight="1"'
