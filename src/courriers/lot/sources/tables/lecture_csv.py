"""A CSV as French programs write it: any usual separator, three encodings, read row by row."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

from courriers.erreurs import motif_systeme
from courriers.lot.sources.tables import entetes
from courriers.lot.sources.tables.alphabets import codage_de, tenir_le_codage
from courriers.lot.sources.tables.modele import Feuille, Rangee, illisible

SEPARATEURS = (";", ",", "\t", "|")
LIGNE_MAX = 1_000_000
"""Most characters of one line of the file: a longer one is no table."""
COLONNES_MAX = 1_000
_ESSAI = 40
"""Rows read to tell the separator."""
_FIN = "\ue000fin"
"""A last line of ours: a quote still open there swallows it."""
_MARQUES = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")
)  # fmt: skip


def feuille(chemin: Path) -> Feuille:
    """The table in the text file *chemin*.

    Raises:
        DossierInvalide: not a text, or in no encoding known here.
    """
    try:
        codage = _codage(chemin)
        separateur, a_sauter = _separateur(chemin, codage)
    except OSError as faute:
        raise refus_du_systeme(chemin, faute) from None

    def rangees() -> Iterator[Rangee]:
        try:
            yield from _rangees(chemin, codage, separateur, a_sauter)
        except OSError as faute:
            raise refus_du_systeme(chemin, faute) from None
        except UnicodeDecodeError:
            raise illisible(chemin, "le fichier a changé pendant sa lecture.") from None

    return Feuille(chemin, rangees)


def refus_du_systeme(chemin: Path, faute: OSError) -> Exception:
    """Why *chemin* cannot be opened; Excel locks what it shows."""
    if isinstance(faute, PermissionError):
        return illisible(
            chemin,
            "l’accès au fichier est refusé.",
            "S’il est ouvert dans Excel, fermez-le, puis recommencez.",
        )
    return illisible(chemin, f"le fichier ne peut pas être lu : {motif_systeme(faute)}.")


def _codage(chemin: Path) -> str:
    """Its byte-order mark, else UTF-8 if all of it is, else what its accents tell."""
    with chemin.open("rb") as octets:
        debut = octets.read(4)
        for marque, codage in _MARQUES:
            if not debut.startswith(marque):
                continue
            if codage == "utf-8-sig":
                return codage_de(chemin, marque)
            tenir_le_codage(chemin, codage)
            return codage
        if not debut:
            raise illisible(chemin, "le fichier est vide.")
    return codage_de(chemin)


def _separateur(chemin: Path, codage: str) -> tuple[str, int]:
    """The separator that makes the most headings known, and how many lines stand before row 1."""
    with chemin.open(encoding=codage, errors=_fautes(codage), newline="") as texte:
        premiere = texte.readline(LIGNE_MAX)
        # Excel's own hint, a line that it does not show.
        if premiere[:4].casefold() == "sep=" and len(premiere.rstrip("\r\n")) == 5:
            return premiere[4], 1
        texte.seek(0)
        debut = "".join(texte.readline(LIGNE_MAX) for _ in range(_ESSAI))

    def vaut(separateur: str) -> tuple[int, int]:
        try:
            lues = list(csv.reader(io.StringIO(debut, newline=""), delimiter=separateur))
        except csv.Error:
            return (-1, 0)
        return (max(map(entetes.score, lues), default=0), max(map(len, lues), default=0))

    return max(SEPARATEURS, key=vaut), 0


def _rangees(chemin: Path, codage: str, separateur: str, a_sauter: int) -> Iterator[Rangee]:
    with chemin.open(encoding=codage, errors=_fautes(codage), newline="") as texte:
        lignes = _lignes(chemin, texte)
        for _ in range(a_sauter):
            next(lignes, None)
        lecteur = csv.reader(itertools.chain(lignes, (_FIN,)), delimiter=separateur)
        depart, largeur = 0, 0
        try:
            for numero, cellules in enumerate(lecteur, start=1):
                if cellules and cellules[-1].endswith(_FIN):
                    if cellules != [_FIN]:
                        raise csv.Error
                    return
                if len(cellules) > COLONNES_MAX:
                    raise illisible(
                        chemin, f"cette ligne a {len(cellules)} colonnes.",
                        "Réexportez la table : le séparateur n’est pas le bon.", ligne=numero,
                    )  # fmt: skip
                if lecteur.line_num > depart + 1 and _avale(cellules, separateur, largeur):
                    raise csv.Error
                depart, largeur = lecteur.line_num, max(largeur, len(cellules))
                yield numero, list(cellules)
        except csv.Error:
            raise illisible(
                chemin,
                "un guillemet ouvert sur cette ligne n’est pas refermé : il avale les suivantes.",
                "Corrigez la ligne, ou réexportez la table.",
                ligne=depart + 1 + a_sauter,
            ) from None


def _avale(cellules: list[str], separateur: str, largeur: int) -> bool:
    """Whether a cell of several lines holds whole rows: a quote was closed by one far below."""
    assez = max(2, largeur - 2)
    return any(
        ligne.count(separateur) >= assez for c in cellules if "\n" in c or "\r" in c
        for ligne in c.splitlines()[1:]
    )  # fmt: skip


def _fautes(codage: str) -> str:
    """A line in another alphabet than UTF-8 has its cells told, and stops no other."""
    return "replace" if codage.startswith("utf-8") else "strict"


def _lignes(chemin: Path, texte: io.TextIOWrapper) -> Iterator[str]:
    rang = 0
    while ligne := texte.readline(LIGNE_MAX):
        rang += 1
        if len(ligne) >= LIGNE_MAX:
            raise illisible(
                chemin, f"cette ligne dépasse {LIGNE_MAX} caractères : ce n’est pas une table.",
                ligne=rang,
            )  # fmt: skip
        yield ligne
