"""A workbook written row after row by openpyxl, which this module alone imports.

Each sheet goes to a temporary file as its rows come: what is held in memory does not grow with
them. A text is always a text: nothing read from a case is ever a formula. There is no formula of
ours either: a viewer that does not compute (protected view, preview, phone) would show nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Self
from urllib.parse import quote

from courriers.erreurs import CourriersError
from courriers.lot.synthese.cellules import (
    PREMIER_JOUR,
    Aspect,
    Colonne,
    Genre,
    Lien,
    Montant,
    Valeur,
    coupe,
    echappe,
    lignes,
    propre,
    sorte,
)

RANGEES_MAX = 1_048_576
"""Rows of a sheet of Excel; those that are left go to a second one."""
LIENS_MAX = 2_000
"""Links of a workbook. Each stays in memory until the end, and Excel slows down beyond."""
_PAGE = 300
"""Characters of the widest sheet that can be read on the width of one page."""
_LIGNE, _HAUTEUR_MAX = 13, 409
"""Points: a line of text, and the tallest row that Excel allows."""


class Classeur:
    """The workbook, dated *au*: the same rows give the same bytes.

    To be closed, as a file: ``with Classeur(…) as classeur``; nothing of it is left then.

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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_faute: object) -> None:
        for feuille in self._feuilles:
            feuille.effacer()

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
        archive = _Archive(flux, "w", zipfile.ZIP_DEFLATED)
        try:  # not « save » of the workbook: it would put the hour in the file
            ExcelWriter(self._livre, archive).save()
        except BaseException:
            archive.fp = None  # when it is forgotten, it must not try to end a lost file
            raise


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
        self._onglets: list[Any] = []
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
        cellules = [self._cellule(rang, valeur, aspect) for rang, valeur in enumerate(valeurs)]
        self._rangees += 1
        hauteur = self._hauteur(cellules, aspect)
        if hauteur is not None:
            self._feuille.row_dimensions[self._rangees].height = hauteur
        self._feuille.append(cellules)
        self._feuille.row_dimensions.pop(self._rangees, None)  # written: no more to be kept

    def finir(self) -> None:
        """No row is added any more to the tab."""
        if self._table:
            fin = f"{_lettre(len(self._colonnes))}{self._rangees}"
            self._feuille.auto_filter.ref = f"A1:{fin}"
        self._feuille.close()

    def effacer(self) -> None:
        """Remove the temporary files of a workbook that was not written: they hold its debts."""
        for onglet in self._onglets:
            with contextlib.suppress(Exception):  # the first reason is the one to tell
                if not onglet.closed:
                    onglet.close()
            ecrivain = onglet._writer  # noqa: SLF001 – openpyxl waits for the program to end
            if ecrivain is not None and Path(ecrivain.out).exists():
                ecrivain.cleanup()

    def _ouvrir(self) -> None:
        from openpyxl.worksheet.page import PageMargins
        from openpyxl.worksheet.properties import PageSetupProperties

        suite = f" {len(self.noms) + 1}" if self.noms else ""
        self.noms.append(f"{self._nom}{suite}")
        self._feuille = feuille = self._livre.create_sheet(self.noms[-1])
        self._onglets.append(feuille)
        self._rangees = 0
        self._cellules: dict[tuple[int, str], Any] = {}
        for rang, colonne in enumerate(self._colonnes, start=1):
            feuille.column_dimensions[_lettre(rang)].width = colonne.largeur
        feuille.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        feuille.page_setup.orientation = "landscape" if self._table else "portrait"
        feuille.page_setup.paperSize = 9  # A4
        feuille.page_setup.fitToHeight = 0
        feuille.page_setup.fitToWidth = 2 if sum(c.largeur for c in self._colonnes) > _PAGE else 1
        feuille.page_margins = PageMargins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        feuille.oddFooter.left.text, feuille.oddFooter.right.text = self._note, "&P / &N"
        feuille.sheet_view.showGridLines = False
        if self._table:
            feuille.freeze_panes = "B2"
            feuille.print_title_rows, feuille.print_title_cols = "1:1", "A:A"
            self.ajouter([colonne.titre for colonne in self._colonnes], "entete")

    def _cellule(self, rang: int, valeur: Valeur, aspect: Aspect) -> Any:
        """The cell, which lives until its row is written: one serves for the whole column."""
        if isinstance(valeur, datetime.date) and valeur < PREMIER_JOUR:
            valeur = f"{valeur:%d/%m/}{valeur.year:04}"
        if valeur is None or (valeur == "" and aspect != "entete"):
            return None
        genre = self._colonnes[rang].genre
        texte = self._texte(valeur, genre)
        dite = sorte(valeur, texte, genre, aspect)
        cellule = self._cellules.get((rang, dite))
        if cellule is None:
            cellule = self._cellules[rang, dite] = _habillee(self._feuille, dite)
        if texte is None:
            cellule.value = valeur.valeur if isinstance(valeur, Montant) else valeur
            return cellule
        cellule.value = texte
        cellule.data_type = "s"  # openpyxl makes « =1+1 » a formula, and « #N/A » an error
        if isinstance(valeur, Lien):
            from openpyxl.worksheet.hyperlink import Hyperlink

            cellule.hyperlink = Hyperlink(ref="", target=quote(valeur.cible))
        return cellule

    def _hauteur(self, cellules: Sequence[Any], aspect: Aspect) -> float | None:
        """That of a row, in points: not every program measures a text when it opens the file."""
        if aspect in ("titre", "note"):
            return None
        combien = max((
            lignes(cellule.value, colonne.largeur)
            for cellule, colonne in zip(cellules, self._colonnes, strict=False)
            if cellule is not None and (aspect == "entete" or colonne.genre == "long")
        ), default=1)  # fmt: skip
        return None if combien == 1 else min(_LIGNE * combien + 2, _HAUTEUR_MAX)

    def _texte(self, valeur: Valeur, genre: Genre) -> str | None:
        if isinstance(valeur, Lien):
            valeur = valeur.texte
        if not isinstance(valeur, str):
            return None
        entier = propre(valeur)
        if genre != "long":
            entier = entier.replace("\n", " ")
        tenu = coupe(entier)
        self.coupees += tenu != entier
        return coupe(echappe(tenu))


def _lettre(rang: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(rang))


# 40C (hexadecimal) is French, whatever the language of the program that shows them.
_FORMATS = {
    "entier": "[$-40C]#,##0", "date": "[$-40C]dd/mm/yyyy", "texte": "@",
    **{f"montant{n}": "[$-40C]#,##0" + (f".{'0' * n}" if n else "") for n in range(7)},
}  # fmt: skip


def _habillee(feuille: Any, dite: str) -> Any:
    """An empty cell of *feuille* that looks as *dite* says: the words of ``sorte``."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    mots = dite.split()
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
