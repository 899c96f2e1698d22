"""The lines of a statement, as values. They add up: the total is the sum of their ``montant``."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, ClassVar

from courriers.monnaie import ZERO


@dataclass(frozen=True, slots=True)
class _Ligne:
    type: ClassVar[str]

    facture: str
    """Number of the invoice the line belongs to; empty for a title."""
    montant: Decimal
    """Signed: what the line adds to the total."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON: amounts and rates as strings, days as ISO dates."""
        valeurs = {champ.name: _plat(getattr(self, champ.name)) for champ in fields(self)}
        return {"type": self.type, **valeurs}


@dataclass(frozen=True, slots=True)
class LigneFacture(_Ligne):
    """The original principal of a due invoice, retention apart."""

    type: ClassVar[str] = "facture"

    date: datetime.date
    echeance: datetime.date
    montant_ttc: Decimal
    retenue_garantie: Decimal
    echeance_calculee: bool
    """The invoice states no due day: the law or prudence gave it."""
    objet: str | None


@dataclass(frozen=True, slots=True)
class LigneTitre(_Ligne):
    """The principal of an enforceable title; ``facture`` is empty."""

    type: ClassVar[str] = "titre"

    nature: str
    """``jugement``, ``ordonnance``, ``accord_commissaire`` or ``acte_notarie``."""
    date: datetime.date


@dataclass(frozen=True, slots=True)
class LigneAvoir(_Ligne):
    """What a credit note takes off an invoice (negative)."""

    type: ClassVar[str] = "avoir"

    numero: str
    date: datetime.date
    motif: str


@dataclass(frozen=True, slots=True)
class LigneInteret(_Ligne):
    """Interest of one balance at one rate: ``base × taux × jours / 365``, rounded once."""

    type: ClassVar[str] = "interet"

    base: Decimal
    taux: Decimal
    """% a year."""
    debut: datetime.date
    """Excluded."""
    fin: datetime.date
    """Included."""
    jours: int
    fondement: str
    capitalises: Decimal = ZERO
    """The part of ``base`` that is interest of whole years past (C. civ., art. 1343-2)."""


@dataclass(frozen=True, slots=True)
class LigneIndemnite(_Ligne):
    """The fixed compensation of one invoice; with a title, article 700 or the costs."""

    type: ClassVar[str] = "indemnite"

    fondement: str


@dataclass(frozen=True, slots=True)
class LignePaiement(_Ligne):
    """What a payment takes off one invoice (negative), and how; the parts are positive."""

    type: ClassVar[str] = "paiement"

    date: datetime.date
    recu: Decimal
    """The whole payment, of which this line is the part imputed on one invoice."""
    moyen: str | None
    sur_interets: Decimal
    sur_indemnites: Decimal
    sur_principal: Decimal


Ligne = LigneFacture | LigneTitre | LigneAvoir | LigneInteret | LigneIndemnite | LignePaiement


def _plat(valeur: Any) -> Any:
    if isinstance(valeur, Decimal):
        return f"{valeur:f}"
    if isinstance(valeur, datetime.date):
        return valeur.isoformat()
    return valeur
