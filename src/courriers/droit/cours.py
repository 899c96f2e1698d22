"""How interest runs on one debt: from when, until when, at what rate, and when it capitalises."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from courriers.droit.delais import ajouter_annees
from courriers.droit.interets import periodes
from courriers.droit.penalites import Regime
from courriers.droit.semestre import Semestre
from courriers.monnaie import ZERO


class Tarif:
    """The rate of each half-year, looked up once, and which half-years were used."""

    def __init__(self, regime: Regime, echeance: datetime.date) -> None:
        self.regime, self._echeance = regime, echeance
        self.employes: dict[Semestre, Decimal] = {}

    def __call__(self, semestre: Semestre) -> Decimal:
        """Rate of *semestre*, in % a year; raises ``TauxInconnu`` as the regime does."""
        taux = self.employes.get(semestre)
        if taux is None:
            taux = self.employes[semestre] = self.regime.taux(semestre, self._echeance)
        return taux


@dataclass(frozen=True, slots=True)
class Cours:
    """The course of interest of one debt."""

    depart: datetime.date
    """Day interest runs from, excluded."""
    taux_du: Callable[[Semestre], Decimal]
    """Rate of a half-year, in % a year."""
    fondement: str
    arret: datetime.date | None = None
    """Last day that bears interest, included; ``None`` while nothing stops it."""
    majore_apres: datetime.date | None = None
    """Last day before the raise of an enforceable title (C. mon. fin., art. L313-3)."""
    majoration: Decimal = ZERO
    """Points added after it."""
    capitalise_depuis: datetime.date | None = None
    """Compound interest is granted from that day (C. civ., art. 1343-2)."""

    @property
    def est_nul(self) -> bool:
        """It stops before it starts."""
        return self.arret is not None and self.arret <= self.depart

    def taux(self, jour: datetime.date) -> Decimal:
        """Rate the debt bears on *jour*, in % a year; zero on a day without interest."""
        if jour <= self.depart or (self.arret is not None and jour > self.arret):
            return ZERO
        majore = self.majore_apres is not None and jour > self.majore_apres
        return self.taux_du(Semestre.de(jour)) + (self.majoration if majore else ZERO)

    def periodes(
        self, debut: datetime.date, fin: datetime.date
    ) -> Iterator[tuple[datetime.date, datetime.date, Decimal, str]]:
        """``(debut, fin, taux, fondement)`` from *debut* (excluded) to *fin* (included)."""
        if self.arret is not None:
            fin = min(fin, self.arret)
        bascule = fin if self.majore_apres is None else min(max(self.majore_apres, debut), fin)
        for de, a, taux in periodes(debut, bascule, self.taux_du):
            yield de, a, taux, self.fondement
        if bascule == fin:
            return
        fondement = f"{self.fondement} ; C. mon. fin., art. L313-3"
        for de, a, taux in periodes(bascule, fin, self.taux_du):
            yield de, a, taux + self.majoration, fondement

    def anniversaires(self, debut: datetime.date, fin: datetime.date) -> Iterator[datetime.date]:
        """Days in [*debut*, *fin*) at the end of which a whole year's interest capitalises.

        Whole years are counted from the later of the start of interest and the day compound
        interest is granted, so that nothing due for less than a year ever bears interest.
        """
        if self.capitalise_depuis is None:
            return
        origine = max(self.depart, self.capitalise_depuis)
        rang = max(1, debut.year - origine.year)
        while (jour := ajouter_annees(origine, rang)) < fin:
            if self.arret is not None and jour > self.arret:
                return
            if jour >= debut:
                yield jour
            rang += 1
