"""A workbook written row after row by openpyxl, which this module alone imports.

Each sheet goes to a temporary file as its rows come: what is held in memory does not grow with
them. A text is always a text: nothing read from a case is ever a formula. There is no formula of
ours either: a viewer that does not compute (protected view, preview, phone) would show nothing.
"""

from __future__ import annotations

import datetime
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import quote

from courriers.erreurs import CourriersError
from courriers.lot.synthese.textes import coupe, echappe, propre, semble_une_formule

RANGEES_MAX = 1_048_576
"""Rows of a sheet of Excel; those that are left go to a second one."""
LIENS_MAX = 2_000
"""Links of a workbook. Each stays in memory until the end, and Excel slows down beyond."""
_PREMIER_JOUR = datetime.date(1900, 3, 1)
"""Excel believes in a 29 February 1900: days are counted right from here."""


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


class Classeur:
    """The workbook, dated *au*: the same rows give the same bytes.

    Raises:
        CourriersError: openpyxl is not installed; code ``LOT_ABSENT``.
    """

    def __init__(self, titre: str, note: str, au: datetime.date) -> None:
        try:
            from openpyxl import Workbook
        except ModuleNotFoundError:
            raise CourriersError(
                "La synthèse en classeur demande «\u00a0openpyxl\u00a0», qui n’est pas installé.",
                conseil='Installez-le ainsi\u00a0: pip install "courriers[lot]"',
                code="LOT_ABSENT",
            ) from None
        self._livre = Workbook(write_only=True)
        fixe = datetime.datetime.combine(au, datetime.time())
        proprietes = self._livre.properties
        proprietes.title, proprietes.creator, proprietes.description = titre, "courriers", note
        proprietes.created = proprietes.modified = fixe
        self._note = note
        self._feuilles: list[Feuille] = []

    @property
    def coupees(self) -> int:
        """Texts that were too long for a cell."""
        return sum(feuille.coupees for feuille in self._feuilles)

    def feuille(self, nom: str, colonnes: Sequence[Colonne], *, table: bool = True) -> Feuille:
        """One sheet more, after the others.

        Args:
            nom: what its tab says.
            colonnes: from the left.
            table: it has headings, frozen and with a filter; otherwise, rows of any kind.
        """
        feuille = Feuille(self._livre, nom, colonnes, self._note, table=table)
        self._feuilles.append(feuille)
        return feuille

    def enregistrer(self, flux: IO[bytes]) -> None:
        """Write the file: the last thing asked of the workbook."""
        from openpyxl.writer.excel import ExcelWriter

        for feuille in self._feuilles:
            feuille.finir()
        noms = [nom for feuille in self._feuilles for nom in feuille.noms]
        for rang, nom in enumerate(noms):
            self._livre.move_sheet(nom, rang - self._livre.sheetnames.index(nom))
        # Not « save »: it would put the hour in the file.
        ExcelWriter(self._livre, _Archive(flux, "w", zipfile.ZIP_DEFLATED)).save()


class _Archive(zipfile.ZipFile):
    """All its members are of 1980, the first day a ZIP knows."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(_membre(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        membre = _membre(arcname)
        membre.file_size = Path(filename).stat().st_size  # beyond 4 GB, another kind of entry
        with Path(filename).open("rb") as lu, self.open(membre, "w") as ecrit:
            shutil.copyfileobj(lu, ecrit)


def _membre(nom: str) -> zipfile.ZipInfo:
    membre = zipfile.ZipInfo(nom)
    membre.compress_type = zipfile.ZIP_DEFLATED
    membre.create_system = 0
    return membre


class Feuille:
    """A sheet of a :class:`Classeur`; and the sheets that follow it, once it is full."""

    def __init__(
        self, livre: Any, nom: str, colonnes: Sequence[Colonne], note: str, *, table: bool
    ) -> None:
        self._livre, self._nom, self._colonnes, self._note = livre, nom, colonnes, note
        self._table = table
        self.noms: list[str] = []
        """Those of its tabs."""
        self.coupees = 0
        self._ouvrir()

    def ajouter(self, valeurs: Sequence[Valeur], aspect: Aspect = "") -> None:
        """One row more.

        Args:
            valeurs: from the left; those that are not given are empty.
            aspect: how the row looks; as a row of a table by default.
        """
        if self._rangees >= RANGEES_MAX:
            self.finir()
            self._ouvrir()
        self._feuille.append([
            self._cellule(rang, valeur, aspect) for rang, valeur in enumerate(valeurs)
        ])  # fmt: skip
        self._rangees += 1

    def finir(self) -> None:
        """No row is added any more to the tab."""
        if self._table:
            fin = f"{_lettre(len(self._colonnes))}{self._rangees}"
            self._feuille.auto_filter.ref = f"A1:{fin}"
        self._feuille.close()

    def _ouvrir(self) -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        suite = f" {len(self.noms) + 1}" if self.noms else ""
        self.noms.append(f"{self._nom}{suite}")
        self._feuille = feuille = self._livre.create_sheet(self.noms[-1])
        self._rangees = 0
        self._cellules: dict[tuple[int, str], Any] = {}
        for rang, colonne in enumerate(self._colonnes, start=1):
            feuille.column_dimensions[_lettre(rang)].width = colonne.largeur
        feuille.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        feuille.page_setup.orientation, feuille.page_setup.paperSize = "landscape", 9  # A4
        feuille.page_setup.fitToHeight = 0
        feuille.oddFooter.left.text, feuille.oddFooter.right.text = self._note, "&P / &N"
        feuille.sheet_view.showGridLines = False
        if self._table:
            feuille.freeze_panes = "B2"
            feuille.print_title_rows = "1:1"
            self.ajouter([colonne.titre for colonne in self._colonnes], "entete")

    def _cellule(self, rang: int, valeur: Valeur, aspect: Aspect) -> Any:
        """The cell, which lives until its row is written: one serves for the whole column."""
        if isinstance(valeur, datetime.date) and valeur < _PREMIER_JOUR:
            valeur = f"{valeur:%d/%m/}{valeur.year:04}"
        if valeur is None or valeur == "":
            return None
        texte = self._texte(valeur)
        sorte = _sorte(valeur, texte, self._colonnes[rang].genre, aspect)
        cellule = self._cellules.get((rang, sorte))
        if cellule is None:
            cellule = self._cellules[rang, sorte] = _habillee(self._feuille, sorte)
        if texte is None:
            cellule.value = valeur.valeur if isinstance(valeur, Montant) else valeur
            return cellule
        cellule.value = texte
        cellule.data_type = "s"  # openpyxl makes « =1+1 » a formula, and « #N/A » an error
        if isinstance(valeur, Lien):
            from openpyxl.worksheet.hyperlink import Hyperlink

            cellule.hyperlink = Hyperlink(ref="", target=quote(valeur.cible))
        return cellule

    def _texte(self, valeur: Valeur) -> str | None:
        if isinstance(valeur, Lien):
            valeur = valeur.texte
        if not isinstance(valeur, str):
            return None
        entier = propre(valeur)
        tenu = coupe(entier)
        self.coupees += tenu != entier
        return coupe(echappe(tenu))


def _lettre(rang: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(rang))


def _sorte(valeur: Valeur, texte: str | None, genre: Genre, aspect: Aspect) -> str:
    """How a cell looks, as words that :func:`_habillee` reads."""
    if isinstance(valeur, Montant):
        return f"montant{valeur.decimales} {aspect}"
    if isinstance(valeur, datetime.date):
        return f"date {aspect}"
    if texte is None:
        return f"entier {aspect}"
    neutre = "neutre" if semble_une_formule(texte) else ""
    lien = "lien" if isinstance(valeur, Lien) else genre
    return f"texte {lien} {aspect} {neutre}"


# 40C (hexadecimal) is French, whatever the language of the program that shows them.
_FORMATS = {
    "entier": "[$-40C]#,##0", "date": "[$-40C]dd/mm/yyyy", "texte": "@",
    **{f"montant{n}": "[$-40C]#,##0" + (f".{'0' * n}" if n else "") for n in range(7)},
}  # fmt: skip


def _habillee(feuille: Any, sorte: str) -> Any:
    """An empty cell of *feuille* that looks as *sorte* says."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    mots = sorte.split()
    cellule = WriteOnlyCell(feuille)
    cellule.number_format = _FORMATS[mots[0]]
    taille = {"titre": 13, "note": 9}
    cellule.font = Font(
        name="Arial", size=next((taille[m] for m in mots if m in taille), 10),
        bold="titre" in mots or "entete" in mots, italic="note" in mots,
        underline="single" if "lien" in mots else None,
        color="FF1F4E79" if "lien" in mots else "FF5A6570" if "note" in mots else None,
    )  # fmt: skip
    droite = mots[0] != "texte" or ("entete" in mots and "nombre" in mots)
    plusieurs = "entete" in mots or ("long" in mots and mots[-1] not in taille)
    cellule.alignment = Alignment(
        horizontal="right" if droite else "left", vertical="center" if "entete" in mots else "top",
        wrap_text=plusieurs, indent=0 if droite or "titre" in mots or "note" in mots else 1,
    )  # fmt: skip
    if "entete" in mots:
        cellule.fill = PatternFill("solid", fgColor="FFE6EBEF")
        cellule.border = Border(bottom=Side("medium", color="FF2F4F66"))
    cellule.quotePrefix = "neutre" in mots
    return cellule
