"""``depot.csv``: where each letter is in the deposit, how much it weighs, and where it goes.

Excel runs what a cell begins with « = »: a debtor's name must not.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from courriers.lot.depot.adresse import Adresse
from courriers.lot.depot.pli import Pli, poids, tranche

NOM = "depot.csv"
COLONNES = (
    "ordre", "fichier", "premiere_page", "derniere_page", "pages", "feuilles", "poids_g",
    "tranche_g", "reference", "pack", "canal", "date_lettre", "address_line_1", "address_line_2",
    "address_line_3", "address_line_4", "address_line_5", "address_line_6", "code_postal", "ville",
    "pays", "sha256",
)  # fmt: skip
_FORMULES = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula, full-width forms included."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """A letter of the deposit."""

    ordre: int
    fichier: str
    premiere_page: int
    """From 1, in its file."""
    derniere_page: int
    """Bound included; a blank back page is one."""
    pages: int
    """Those that are printed, blank ones left out."""
    feuilles: int
    pli: Pli
    adresse: Adresse
    empreintes: tuple[str, ...]
    """SHA-256 of each of its PDFs, as they are in the folder of the letters."""

    @property
    def poids(self) -> int:
        """Grams, envelope included."""
        return poids(self.feuilles)

    def cellules(self) -> tuple[str, ...]:
        """The row, as :data:`COLONNES` name it."""
        pli, adresse = self.pli, self.adresse
        brutes = (
            self.ordre, self.fichier, self.premiere_page, self.derniere_page, self.pages,
            self.feuilles, self.poids, tranche(self.poids), pli.reference, pli.pack, pli.canal,
            pli.au.isoformat(), *adresse.six_lignes, adresse.code_postal, adresse.ville,
            adresse.pays, " ".join(self.empreintes),
        )  # fmt: skip
        return tuple(cellule(str(brute)) for brute in brutes)


def cellule(texte: str) -> str:
    """*texte* on one line, and never a formula: an apostrophe is put before what begins like one.

    >>> cellule("=1+1"), cellule("  @SUM(A1)"), cellule("Morel & Fils")
    ("'=1+1", "'@SUM(A1)", 'Morel & Fils')
    """
    # Invisible marks first: what follows them is what a spreadsheet sees.
    plat = "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in texte)
    plat = " ".join(plat.split())
    debut = unicodedata.normalize("NFKC", plat[:1])
    return f"'{plat}" if debut.startswith(_FORMULES) else plat


def en_csv(lignes: Iterable[Ligne]) -> bytes:
    """The file: « ; », UTF-8 with its mark, as Excel opens it in French."""
    texte = io.StringIO()
    ecrivain = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(COLONNES)
    ecrivain.writerows(ligne.cellules() for ligne in lignes)
    return texte.getvalue().encode("utf-8-sig")
