"""One envelope: the letter that the journal says was written, and what it weighs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from courriers.langue.typographie import date_courte

POSTAUX = ("lettre", "lrar", "lre")
"""Channels that a print-and-mail office takes; « remise » is handed over, not sent."""
FEUILLE = 5
"""Grams of an A4 sheet of 80 g/m²: 0.21 x 0.297 x 80 is 4.99."""
PLIEES_MAX = 5
"""Sheets that a DL envelope takes, folded in three (bound included)."""
ENVELOPPES = (5, 20)
"""Grams of a DL envelope, and of a C4 one; an estimate, on the heavy side."""
TRANCHES = (20, 50, 100, 250, 500, 1000, 2000)
"""Upper bounds of the weight steps of La Poste, in grams (bounds included)."""


@dataclass(frozen=True)
class Pli:
    """A letter to deposit, as the journal knows it."""

    reference: str
    pack: str
    au: datetime.date
    canal: str
    fichiers: Mapping[str, str]
    """SHA-256 of each file that was written, by its path in the folder; the letter first."""
    creancier: str = ""
    """Its mark: tells two creditors of one debtor apart."""
    exemplaire: str = ""
    """Tells the same letter to two guarantors apart."""

    @property
    def cle(self) -> tuple[str, str, datetime.date, str, str]:
        """What the journal names a letter by."""
        return self.reference, self.pack, self.au, self.creancier, self.exemplaire

    @property
    def nom(self) -> str:
        """It, for a person."""
        return f"{self.reference}, {self.pack} du {date_courte(self.au)}"

    @property
    def pdfs(self) -> tuple[str, ...]:
        """Its PDFs, the letter first; those that its Word files would give, if it has none."""
        ecrits = tuple(f for f in self.fichiers if f.lower().endswith(".pdf"))
        return ecrits or tuple(
            PurePosixPath(f).with_suffix(".pdf").as_posix()
            for f in self.fichiers
            if f.lower().endswith(".docx")
        )


def place(repertoire: Path, nom: str) -> Path | None:
    """The file *nom* of *repertoire*; nothing if it leads out of it, as a forged journal may."""
    if not nom or "\0" in nom or "\\" in nom or ":" in nom:
        return None
    try:
        chemin = (repertoire / nom).resolve()
        return repertoire / nom if chemin.is_relative_to(repertoire.resolve()) else None
    except (OSError, RuntimeError):  # links that go round
        return None


def poids(feuilles: int) -> int:
    """Grams of *feuilles* sheets in their envelope.

    >>> poids(1), poids(3), poids(6)
    (10, 20, 50)
    """
    return feuilles * FEUILLE + ENVELOPPES[feuilles > PLIEES_MAX]


def tranche(grammes: int) -> int:
    """The weight step of *grammes*: its upper bound; the last one beyond it.

    >>> tranche(20), tranche(21), tranche(5000)
    (20, 50, 2000)
    """
    return next((t for t in TRANCHES if grammes <= t), TRANCHES[-1])
