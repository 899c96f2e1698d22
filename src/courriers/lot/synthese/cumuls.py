"""The figures of a batch, added up as the rows go by; two currencies are never added together."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import get_args

from courriers.lettre.suite import CANAUX
from courriers.lot.sens import sens
from courriers.lot.synthese.lignes import TRANCHES, Issue, LigneDeSynthese, Motif
from courriers.monnaie import ZERO, calcul

CONFIDENTIEL = (
    "Confidentiel\u00a0: fichier d’impayés, données personnelles (RGPD). À remettre "
    "à qui en a besoin, à effacer quand il ne sert plus."
)
"""Said on both files."""
NOMS_MAX = 5_000
"""Names told apart on one axis, all currencies together; the others share one row."""
FORTES_MAX = 8
"""Largest sums remembered, by currency."""
AUTRES = "Autres"
AXES = ("Par étape", "Par canal", "Par créancier")


@dataclass(slots=True)
class Cumul:
    """What some letters add up to."""

    nombre: int = 0
    somme: Decimal = ZERO
    principal: Decimal = ZERO
    interets: Decimal = ZERO
    indemnites: Decimal = ZERO

    def ajouter(self, ligne: LigneDeSynthese) -> None:
        """One letter more."""
        self.nombre += 1
        self.somme += ligne.somme or ZERO
        self.principal += ligne.principal or ZERO
        self.interets += ligne.interets or ZERO
        self.indemnites += ligne.indemnites or ZERO


@dataclass(slots=True)
class Refuses:
    """The cases refused for one reason, and what it means."""

    phrase: str
    nombre: int = 0


@dataclass
class Cumuls:
    """All the figures of a batch. Its size does not grow with the number of rows."""

    issues: dict[Issue, int] = field(default_factory=lambda: dict.fromkeys(get_args(Issue), 0))
    a_voir: int = 0
    """Letters with something to look at."""
    pages: int = 0
    """Of the letters whose pages are known."""
    par_devise: dict[str, Cumul] = field(default_factory=dict)
    axes: dict[str, dict[tuple[str, str], Cumul]] = field(
        default_factory=lambda: {axe: {} for axe in AXES}
    )
    """By axis, then by name and currency."""
    ages: dict[tuple[int, str], tuple[int, Decimal]] = field(default_factory=dict)
    """By class of age and currency: letters with something of it, and the principal left."""
    motifs: dict[str, Refuses] = field(default_factory=dict)
    """Cases refused or left out, by code of the reason."""
    creancier: str = ""
    """The first one met."""
    fortes: dict[str, list[tuple[Decimal, int, LigneDeSynthese]]] = field(default_factory=dict)
    """The largest sums by currency, as a heap; of two that are equal, the first met."""

    @property
    def lus(self) -> int:
        """Cases that were read, whatever became of them."""
        return sum(self.issues.values())

    @property
    def devises(self) -> list[str]:
        """The currencies, that of the most letters first."""
        return sorted(self.par_devise, key=lambda d: (-self.par_devise[d].nombre, d))

    def ajouter(self, ligne: LigneDeSynthese) -> None:
        """One row more."""
        self.issues[ligne.issue] += 1
        if ligne.issue != "ecrite":
            for code, motif in {m.code: m for m in reversed(ligne.motifs)}.items():
                self._refuse(code, motif)
            return
        self.a_voir += bool(ligne.a_voir)
        self.pages += ligne.pages or 0
        self._classer(ligne)
        self.creancier = self.creancier or ligne.creancier
        canal = CANAUX.get(ligne.canal, ligne.canal)
        with calcul():
            self.par_devise.setdefault(ligne.devise, Cumul()).ajouter(ligne)
            for axe, nom in zip(AXES, (ligne.titre, canal, ligne.creancier), strict=True):
                self._de(axe, nom, ligne.devise).ajouter(ligne)
            self._vieillir(ligne)

    def rangs(self, axe: str, devise: str | None = None) -> list[tuple[str, str, Cumul]]:
        """Name, currency and figures on *axe*: by currency, the largest sum first.

        Args:
            axe: one of :data:`AXES`.
            devise: this currency only.
        """
        ordre = {d: rang for rang, d in enumerate(self.devises)}
        trouves = [
            (nom, d, cumul) for (nom, d), cumul in self.axes[axe].items() if devise in (None, d)
        ]
        return sorted(trouves, key=lambda t: (ordre[t[1]], -t[2].somme, -t[2].nombre, t[0]))

    def balance(self, devise: str) -> tuple[Decimal, ...]:
        """The principal left in *devise*, by class of age."""
        return tuple(self.ages.get((rang, devise), (0, ZERO))[1] for rang in range(len(TRANCHES)))

    def plus_fortes(self, devise: str) -> list[LigneDeSynthese]:
        """The letters of *devise* that ask for the most, at most :data:`FORTES_MAX`."""
        return [ligne for _, _, ligne in sorted(self.fortes.get(devise, ()), reverse=True)]

    def refus(self) -> Iterator[tuple[str, Refuses]]:
        """The reasons of refusal, the most frequent first."""
        yield from sorted(self.motifs.items(), key=lambda m: (-m[1].nombre, m[0]))

    def _classer(self, ligne: LigneDeSynthese) -> None:
        tas = self.fortes.setdefault(ligne.devise, [])
        # No two have the same rank: the rows themselves are never compared.
        heapq.heappush(tas, (ligne.somme or ZERO, -self.lus, ligne))
        if len(tas) > FORTES_MAX:
            heapq.heappop(tas)

    def _de(self, axe: str, nom: str, devise: str) -> Cumul:
        connus = self.axes[axe]
        if (nom, devise) not in connus and len(connus) >= NOMS_MAX:
            nom = AUTRES
        return connus.setdefault((nom, devise), Cumul())

    def _vieillir(self, ligne: LigneDeSynthese) -> None:
        for rang, reste in enumerate(ligne.par_age):
            if reste:
                nombre, somme = self.ages.get((rang, ligne.devise), (0, ZERO))
                self.ages[rang, ligne.devise] = nombre + 1, somme + reste

    def _refuse(self, code: str, motif: Motif) -> None:
        # Not the message: it is of the first case, and others may have another fault.
        self.motifs.setdefault(code, Refuses(sens(code) or motif.phrase)).nombre += 1
