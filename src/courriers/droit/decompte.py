"""The statement of account: every figure a letter prints is computed here, once.

What the law leaves open is settled by convention, always the one that never claims too much; each
convention has its ADR. What this version does not cover is refused (:class:`CalculNonCouvert`).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courriers.constats import Constat
from courriers.dossier.base import DATE_MAX, DATE_MIN
from courriers.dossier.modele import Dossier
from courriers.droit import ouverture, qualification
from courriers.droit import titre as titres
from courriers.droit.bareme import Bareme
from courriers.droit.compte import Compte
from courriers.droit.deroulement import Deroulement
from courriers.droit.lignes import Ligne
from courriers.droit.observations import observations, trop_percu
from courriers.droit.penalites import Regime
from courriers.erreurs import DateInvalide, TauxInconnu
from courriers.langue.devises import devise
from courriers.monnaie import ZERO, arrondi, calcul

VERSION = 1


@dataclass(frozen=True, slots=True)
class SoldeFacture:
    """What is left of one due invoice."""

    facture: str
    echeance: datetime.date
    principal: Decimal
    interets: Decimal
    indemnites: Decimal
    interets_depuis: datetime.date | None
    """Day interest runs from (excluded); ``None`` while it does not."""
    capitalises: Decimal = ZERO
    """Among ``interets``, that of whole years past, which bears interest too (C. civ., 1343-2)."""

    @property
    def est_soldee(self) -> bool:
        """Nothing is left to pay."""
        return not (self.principal or self.interets or self.indemnites)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "facture": self.facture,
            "echeance": self.echeance.isoformat(),
            "principal": str(self.principal),
            "interets": str(self.interets),
            "indemnites": str(self.indemnites),
            "interets_depuis": self.interets_depuis and self.interets_depuis.isoformat(),
        }


@dataclass(frozen=True)
class Decompte:
    """A statement closed on ``au``. Amounts are rounded to the currency's decimals."""

    reference: str
    devise: str
    au: datetime.date
    lignes: tuple[Ligne, ...]
    factures: tuple[SoldeFacture, ...]
    """Due invoices, oldest due day first, those paid off included."""
    principal: Decimal
    """What is **left** due of the principal."""
    interets: Decimal
    indemnites: Decimal
    total: Decimal
    """principal + interets + indemnites, which is also the sum of the lines."""
    trop_percu: Decimal
    """What the creditor holds in excess, ≥ 0, apart from the total."""
    a_echoir: Decimal
    """Balance of the invoices not yet due, apart from the total."""
    interets_par_jour: Decimal | None
    """Interest of the day after ``au``; ``None`` when its rate is not known yet."""
    regime: Regime = field(repr=False)
    constats: tuple[Constat, ...] = ()
    factures_a_echoir: tuple[SoldeFacture, ...] = ()
    """Invoices not due yet of which something is left, soonest first; they add up to a_echoir."""
    lignes_a_echoir: tuple[Ligne, ...] = field(default=(), repr=False)
    """The lines of the invoices not yet due, apart from the total: what was paid in advance."""
    version: int = VERSION

    @property
    def lignes_dues(self) -> tuple[Ligne, ...]:
        """The lines of the invoices something is left of: they too add up to the total."""
        soldees = {s.facture for s in self.factures if s.est_soldee}
        return tuple(ligne for ligne in self.lignes if ligne.facture not in soldees)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON: amounts as strings."""
        par_jour = self.interets_par_jour
        return {
            "version": self.version,
            "reference": self.reference,
            "devise": self.devise,
            "au": self.au.isoformat(),
            "regime": self.regime.nature,
            "bareme": self.regime.bareme.empreinte,
            "lignes": [ligne.as_dict() for ligne in self.lignes],
            "factures": [solde.as_dict() for solde in self.factures],
            "principal": str(self.principal),
            "interets": str(self.interets),
            "indemnites": str(self.indemnites),
            "total": str(self.total),
            "trop_percu": str(self.trop_percu),
            "a_echoir": str(self.a_echoir),
            "interets_par_jour": None if par_jour is None else str(par_jour),
            "constats": [c.as_dict() for c in self.constats],
        }


def decompte_arrete(
    dossier: Dossier, au: datetime.date, *, bareme: Bareme | None = None
) -> Decompte:
    """The statement of *dossier* closed on *au*, that day included.

    An invoice is due if its due day is before *au*. Whatever is dated after *au* is ignored, and
    said. Interest: first day excluded, last day included, rounded half up once a line.

    Args:
        au: the closing day.
        bareme: rates to use; those that come with this version otherwise.

    Raises:
        DateInvalide: *au* is not a date, or out of the calendar.
        TauxInconnu: a half-year the statement needs is not in the table.
        CalculNonCouvert: a case whose rules this version does not compute.
    """
    if type(au) is not datetime.date or not DATE_MIN <= au <= DATE_MAX:
        raise DateInvalide(
            f"« {au} » n’est pas un jour d’arrêté.",
            conseil="Donnez un datetime.date entre 1900 et 2199.",
        )
    with calcul():
        return _arreter(dossier, au, bareme or Bareme.integre())


def _arreter(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Decompte:
    debut, constats = ouverture.ouverture(dossier, au)
    titre = titres.titre_en_vigueur(dossier, au)
    if titre is not None:
        regime = titres.regime_du_titre(dossier, titre, bareme)
        execute = titres.executer(dossier, titre, regime, au, debut)
        constats += execute.constats
        constats += trop_percu(execute.trop_percu, dossier.devise)
        comptes: list[Compte] = [execute.compte]
        exces = execute.trop_percu
    else:
        regime, choix = qualification.regime(dossier, bareme, au)
        deroulement = Deroulement(dossier, au, regime, debut)
        factures = deroulement.executer()
        constats += [*choix, *observations(deroulement, factures)]
        comptes = [*factures.values()]
        exces = deroulement.trop_percu
    return _decompte(dossier, au, regime, comptes, exces=exces, constats=constats)


def _decompte(
    dossier: Dossier,
    au: datetime.date,
    regime: Regime,
    comptes: Sequence[Compte],
    *,
    exces: Decimal,
    constats: Sequence[Constat],
) -> Decompte:
    zero = arrondi(ZERO, devise(dossier.devise).decimales)  # carries the currency's decimals
    echus = [c for c in comptes if c.echeance < au]
    principal = sum((c.principal for c in echus), zero)
    courus = sum((c.interets for c in echus), zero)
    indemnites = sum((c.indemnites for c in echus), zero)
    return Decompte(
        reference=dossier.reference,
        devise=dossier.devise,
        au=au,
        lignes=tuple(ligne for c in echus for ligne in c.lignes),
        factures=tuple(_solde(c, zero) for c in echus if c.numero),
        principal=principal,
        interets=courus,
        indemnites=indemnites,
        total=principal + courus + indemnites,
        trop_percu=exces + zero,
        a_echoir=sum((c.principal for c in comptes if c.echeance >= au), zero),
        interets_par_jour=_par_jour(echus, au, zero),
        regime=regime,
        constats=tuple(dict.fromkeys(constats)),
        factures_a_echoir=tuple(
            _solde(c, zero)
            for c in sorted(comptes, key=lambda c: c.echeance)
            if c.echeance >= au and c.numero and c.principal
        ),
        lignes_a_echoir=tuple(ligne for c in comptes if c.echeance >= au for ligne in c.lignes),
    )


def _solde(compte: Compte, zero: Decimal) -> SoldeFacture:
    return SoldeFacture(
        compte.numero,
        compte.echeance,
        compte.principal + zero,
        compte.interets + zero,
        compte.indemnites + zero,
        compte.depart,
        compte.capitalises + zero,
    )


def _par_jour(echus: Sequence[Compte], au: datetime.date, zero: Decimal) -> Decimal | None:
    """Interest of one more day, rounded once; nothing when a rate it needs is not known yet."""
    try:
        exact = sum((c.interet_du_lendemain(au) for c in echus), ZERO)
    except TauxInconnu:
        return None
    return arrondi(exact, -int(zero.as_tuple().exponent))
