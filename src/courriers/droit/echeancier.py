"""What a schedule has received: payments since the agreement, given to its instalments in order.

The oldest instalment first (C. civ., art. 1342-10): they are parts of one debt, none costs more
than another. This is apart from the statement, which imputes the same payments on the invoices
and what they bear (art. 1343-1). An instalment is late the day after its date, not on it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from courriers.dossier.creance import Echeance
from courriers.dossier.modele import Dossier
from courriers.monnaie import ZERO, calcul


@dataclass(frozen=True, slots=True)
class EcheanceSuivie:
    """One instalment, and what was received for it."""

    rang: int
    """From 1, in order of date."""
    date: datetime.date
    montant: Decimal
    recu: Decimal
    reste_apres: Decimal
    """What is left of the whole once this one and those before it are paid."""
    est_echue: bool

    @property
    def reste_du(self) -> Decimal:
        """What is left to receive for it."""
        return self.montant - self.recu

    @property
    def est_manquee(self) -> bool:
        """Its date has passed, and something is left."""
        return self.est_echue and self.reste_du > 0


@dataclass(frozen=True, slots=True)
class Suivi:
    """A schedule on a day."""

    echeances: tuple[EcheanceSuivie, ...]
    recu: Decimal
    """Received since the agreement."""

    @property
    def total(self) -> Decimal:
        """What the instalments add up to."""
        return sum((e.montant for e in self.echeances), ZERO)

    @property
    def echues(self) -> tuple[EcheanceSuivie, ...]:
        """Those whose date has passed."""
        return tuple(e for e in self.echeances if e.est_echue)

    @property
    def manquees(self) -> tuple[EcheanceSuivie, ...]:
        """Those not wholly paid in time, and still not."""
        return tuple(e for e in self.echeances if e.est_manquee)

    @property
    def manquant(self) -> Decimal:
        """What is missing now."""
        return sum((e.reste_du for e in self.manquees), ZERO)

    @property
    def a_venir(self) -> tuple[EcheanceSuivie, ...]:
        """Those not late yet, of which something is left."""
        return tuple(e for e in self.echeances if not e.est_echue and e.reste_du > 0)


def suivre(echeances: Sequence[Echeance], recu: Decimal, au: datetime.date) -> Suivi:
    """The schedule *echeances* on *au*, *recu* having been paid since it was granted.

    >>> jour = datetime.date
    >>> plan = [Echeance(date=jour(2026, 10, 15), montant="500.00"),
    ...         Echeance(date=jour(2026, 11, 15), montant="500.00")]
    >>> [str(suivre(plan, Decimal("0"), jour(2026, 10, j)).manquant) for j in (15, 16)]
    ['0', '500.00']
    >>> suivi = suivre(plan, Decimal("620.50"), jour(2026, 11, 16))
    >>> [str(e.recu) for e in suivi.echeances], str(suivi.manquant)
    (['500.00', '120.50'], '379.50')
    """
    with calcul():
        reste, suivies = recu, []
        solde = sum((e.montant for e in echeances), ZERO)
        for rang, echeance in enumerate(sorted(echeances, key=lambda e: e.date), start=1):
            part = min(reste, echeance.montant)
            reste -= part
            solde -= echeance.montant
            suivies.append(
                EcheanceSuivie(
                    rang, echeance.date, echeance.montant, part, solde, echeance.date < au
                )
            )
        return Suivi(tuple(suivies), recu)


def echeancier_suivi(dossier: Dossier, au: datetime.date) -> Suivi | None:
    """The schedule of *dossier* on *au*; nothing while none has been granted.

    A payment of the day of the agreement is in the statement it was made on: it counts before.
    """
    accord = dossier.echeancier
    if accord is None or accord.date > au:
        return None
    recu = sum((p.montant for p in dossier.paiements if accord.date < p.date <= au), ZERO)
    return suivre(accord.echeances, recu, au)
