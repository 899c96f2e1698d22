"""What a guarantor owes: the statement of the debt as it stands between creditor and guarantor.

Sources: C. civ., art. 2302 and 2303 (both in force since 1 January 2022). A professional creditor
tells a guarantor who is a natural person of the first payment left unpaid for a month; else the
interest and penalties that fell due « entre la date de cet incident et celle à laquelle elle en a
été informée » are lost, and between creditor and guarantor the payments of that time go to the
principal first.

What the texts leave open is settled so that never too much is claimed:

* the incident is dated from its due day, and information is in time until the month has run;
* information late, or of which the case has no trace: every payment goes to the principal first,
  those made after it too;
* the 40 € are the debtor's: the deed is not in the case, and whether it covers them is not known.
  They are not claimed, and no payment goes to them before principal and interest;
* the sum is never above what the deed allows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import groupby
from typing import Literal

from courriers.dossier.modele import Dossier
from courriers.dossier.roles import Caution
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte, SoldeFacture, decompte_arrete
from courriers.droit.delais import terme
from courriers.droit.interets import BaseJours, interets
from courriers.droit.lignes import (
    Ligne,
    LigneAvoir,
    LigneFacture,
    LigneIndemnite,
    LigneInteret,
    LignePaiement,
)
from courriers.langue.devises import devise
from courriers.monnaie import ZERO, calcul

Garantie = Literal["entiere", "depuis_l_information", "principal"]
"""Which interest the guarantor owes: all, that of the days after information, or none."""


@dataclass(frozen=True)
class DecompteCaution(Decompte):
    """The statement of one guarantor: principal and the interest it still guarantees."""

    rang: int = 0
    """Place of the guarantor in the case, from 0."""
    caution: Caution | None = None
    incident: datetime.date | None = None
    """Due day of the first payment left unpaid for a month, if one was."""
    garantie: Garantie = "entiere"

    @property
    def plafond(self) -> Decimal | None:
        """The most that the deed allows, if the case says it."""
        return self.caution.montant_max if self.caution is not None else None

    @property
    def somme(self) -> Decimal:
        """What may be claimed of the guarantor."""
        return self.total if self.plafond is None else min(self.total, self.plafond)

    @property
    def est_plafonnee(self) -> bool:
        """The deed stops the claim below what is due."""
        return self.somme < self.total


def garantie(
    incident: datetime.date | None, informee_le: datetime.date | None, au: datetime.date
) -> Garantie:
    """What is left of the guarantee of interest (C. civ., art. 2303), on *au*.

    Args:
        incident: due day of the first payment left unpaid for a month, if one was.
        informee_le: day the guarantor was told, if the case has it.
        au: the day of the letter.

    >>> jour = datetime.date
    >>> garantie(jour(2026, 3, 29), jour(2026, 4, 29), jour(2026, 11, 23))  # within the month
    'entiere'
    >>> garantie(jour(2026, 3, 29), jour(2026, 4, 30), jour(2026, 11, 23))
    'depuis_l_information'
    >>> garantie(jour(2026, 3, 29), None, jour(2026, 11, 23))
    'principal'
    """
    if incident is None:
        return "entiere"
    if informee_le is None or informee_le > au:
        return "principal"
    return "entiere" if informee_le <= terme(incident, mois=1) else "depuis_l_information"


def premier_incident(decompte: Decompte) -> datetime.date | None:
    """Due day of the first invoice whose principal was not all paid within the month."""
    trouves = []
    for _, lignes in groupby(decompte.lignes, key=lambda ligne: ligne.facture):
        echeance, reste = decompte.au, ZERO
        for ligne in lignes:
            match ligne:
                case LigneFacture():
                    echeance, reste = ligne.echeance, ligne.montant
                case LigneAvoir() if ligne.motif == "rectification" or _a_temps(ligne, echeance):
                    reste += ligne.montant
                case LignePaiement() if _a_temps(ligne, echeance):
                    reste -= ligne.sur_principal
        if reste > 0 and decompte.au > terme(echeance, mois=1):
            trouves.append(echeance)
    return min(trouves, default=None)


def _a_temps(ligne: LigneAvoir | LignePaiement, echeance: datetime.date) -> bool:
    return ligne.date <= terme(echeance, mois=1)


def decompte_caution(
    dossier: Dossier, rang: int, au: datetime.date, *, bareme: Bareme | None = None
) -> DecompteCaution:
    """The statement of the guarantor of *rang*, closed on *au*.

    Args:
        dossier: the case.
        rang: place of the guarantor in ``cautions``, from 0.
        au: the closing day.
        bareme: rates to use; those of this version by default.

    Raises:
        DateInvalide, TauxInconnu, CalculNonCouvert: as
            :func:`~courriers.droit.decompte.decompte_arrete`.
    """
    caution = dossier.cautions[rang]
    decompte = decompte_arrete(_impute(dossier, "interets_d_abord"), au, bareme=bareme)
    incident = premier_incident(decompte)
    reste: Garantie = "entiere"
    if caution.est_personne_physique and dossier.creancier.activite_professionnelle:
        reste = garantie(incident, caution.informee_le, au)
    if reste != "entiere":
        decompte = decompte_arrete(_impute(dossier, "capital_d_abord"), au, bareme=bareme)
    depuis = {"entiere": None, "depuis_l_information": caution.informee_le, "principal": au}[reste]
    with calcul():
        garanti = _garanti(decompte, depuis, dossier)
    herites = {f.name: getattr(garanti, f.name) for f in fields(garanti)}
    cautionne = DecompteCaution(
        **herites, rang=rang, caution=caution, incident=incident, garantie=reste
    )
    court = not cautionne.est_plafonnee and reste != "principal"
    return cautionne if court else replace(cautionne, interets_par_jour=None)


def _impute(dossier: Dossier, ordre: str) -> Dossier:
    """*dossier*, whose payments go to the 40 € last, unless the principal came first already."""
    conditions = dossier.conditions
    if conditions.imputation == "capital_d_abord":
        return dossier
    return dossier.model_copy(
        update={"conditions": conditions.model_copy(update={"imputation": ordre})}
    ).situe(dossier.base)


def _garanti(decompte: Decompte, depuis: datetime.date | None, dossier: Dossier) -> Decompte:
    """*decompte* without the 40 €, nor the interest of the days up to *depuis*, included."""
    zero = decompte.principal - decompte.principal
    decimales = devise(decompte.devise).decimales
    base_jours = dossier.conditions.base_jours
    lignes: list[Ligne] = []
    soldes = {s.facture: s for s in decompte.factures}
    for numero, groupe in groupby(decompte.lignes, key=lambda ligne: ligne.facture):
        gardees = list(_gardees(groupe, depuis, base_jours, decimales))
        lignes += gardees
        if numero in soldes:
            soldes[numero] = _solde(soldes[numero], gardees, zero)
    factures = tuple(soldes.values())
    courus = sum((s.interets for s in factures), zero)
    return replace(
        decompte,
        lignes=tuple(lignes),
        factures=factures,
        interets=courus,
        indemnites=zero,
        total=decompte.principal + courus,
    )


def _gardees(
    lignes: Iterable[Ligne],
    depuis: datetime.date | None,
    base_jours: BaseJours,
    decimales: int,
) -> Iterator[Ligne]:
    """The lines of one invoice that bind the guarantor; they add up to what it owes of it."""
    courus = ZERO
    for ligne in lignes:
        match ligne:
            case LigneIndemnite():
                continue
            case LigneInteret() if depuis is not None:
                if ligne.fin > depuis:
                    gardee = _depuis(ligne, depuis, base_jours, decimales)
                    courus += gardee.montant
                    yield gardee
            case LigneInteret():
                courus += ligne.montant
                yield ligne
            case LignePaiement():
                part = min(ligne.sur_interets, courus)
                courus -= part
                if part + ligne.sur_principal:
                    yield replace(
                        ligne,
                        montant=-(part + ligne.sur_principal),
                        sur_interets=part,
                        sur_indemnites=ZERO,
                    )
            case _:
                yield ligne


def _depuis(
    ligne: LigneInteret, depuis: datetime.date, base_jours: BaseJours, decimales: int
) -> LigneInteret:
    """The days of *ligne* after *depuis*; interest lost bears none in its turn."""
    debut = max(ligne.debut, depuis)
    base = ligne.base - ligne.capitalises
    return replace(
        ligne,
        montant=interets(
            base, ligne.taux, debut, ligne.fin, base_jours=base_jours, decimales=decimales
        ),
        base=base,
        debut=debut,
        jours=(ligne.fin - debut).days,
        capitalises=ZERO,
    )


def _solde(solde: SoldeFacture, lignes: Iterable[Ligne], zero: Decimal) -> SoldeFacture:
    courus = sum((x.montant for x in lignes if isinstance(x, LigneInteret)), zero)
    payes = sum((x.sur_interets for x in lignes if isinstance(x, LignePaiement)), zero)
    return replace(solde, interets=courus - payes, indemnites=zero)
