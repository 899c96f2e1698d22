"""The calendar half-year, the period of every rate fixed by law here."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple, Self


class Semestre(NamedTuple):
    """A calendar half-year; ``numero`` is 1 or 2.

    >>> Semestre.de(datetime.date(2026, 6, 30)), str(Semestre(2026, 2))
    (Semestre(annee=2026, numero=1), '2026-S2')
    """

    annee: int
    numero: int

    @classmethod
    def de(cls, jour: datetime.date) -> Self:
        """The half-year *jour* falls in."""
        return cls(jour.year, 1 if jour.month <= 6 else 2)

    @classmethod
    def lire(cls, texte: str) -> Self:
        """The half-year written « 2027-S1 ».

        Raises:
            ValueError: anything else.
        """
        lu = re.fullmatch(r"(\d{4})-S([12])", texte, re.ASCII)
        if lu is None:
            raise ValueError(f"« {texte[:20]} » n’est pas un semestre ; attendu : 2027-S1")
        return cls(int(lu[1]), int(lu[2]))

    @property
    def debut(self) -> datetime.date:
        """Its first day."""
        return datetime.date(self.annee, 1 if self.numero == 1 else 7, 1)

    @property
    def fin(self) -> datetime.date:
        """Its last day, included."""
        if self.numero == 1:
            return datetime.date(self.annee, 6, 30)
        return datetime.date(self.annee, 12, 31)

    @property
    def suivant(self) -> Semestre:
        """The half-year after it."""
        return Semestre(self.annee + (self.numero == 2), 3 - self.numero)

    @property
    def libelle(self) -> str:
        """« 2e semestre 2026 »."""
        return f"{'1er' if self.numero == 1 else '2e'} semestre {self.annee}"

    def __str__(self) -> str:
        return f"{self.annee}-S{self.numero}"


def semestres(debut: datetime.date, fin: datetime.date) -> Iterator[Semestre]:
    """Every half-year from the day after *debut* to *fin*, included.

    >>> [str(s) for s in semestres(datetime.date(2025, 12, 31), datetime.date(2026, 7, 1))]
    ['2026-S1', '2026-S2']
    """
    semestre = Semestre.de(debut + datetime.timedelta(1))
    while semestre.debut <= fin:
        yield semestre
        semestre = semestre.suivant
