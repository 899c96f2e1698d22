"""The running account of one invoice: the only mutable thing in this floor, never let out of it.

Interest is settled segment by segment: a segment ends where the rate changes, where the balance
does, and on the day of the statement (that day included, on the old balance).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from courriers.dossier.creance import Facture, Paiement
from courriers.droit import indemnite as droit_indemnite
from courriers.droit.bareme import Semestre
from courriers.droit.interets import BaseJours, interets, periodes
from courriers.droit.lignes import (
    Ligne,
    LigneAvoir,
    LigneFacture,
    LigneIndemnite,
    LigneInteret,
    LignePaiement,
)
from courriers.droit.penalites import Regime
from courriers.monnaie import ZERO

Poste = Literal["interets", "indemnites", "principal"]


@dataclass(eq=False)
class Compte:
    """One invoice through time. Events must come in the order of their days."""

    facture: Facture
    echeance: datetime.date
    regime: Regime
    depart: datetime.date | None
    """Day from which interest runs (excluded); ``None`` when none runs."""
    base_jours: BaseJours
    decimales: int
    devise: str
    annulee: bool = False
    """Credit notes cancel the whole invoice."""

    principal: Decimal = field(init=False)
    interets: Decimal = ZERO
    indemnites: Decimal = ZERO
    retenue: Decimal = field(init=False)
    """What the client still keeps of the retention."""
    credite: Decimal = ZERO
    """What credit notes granted so far, even beyond what was left."""
    lignes: list[Ligne] = field(default_factory=list)
    _arrete_le: datetime.date | None = None
    _retard_constate: bool = False
    _ligne_indemnite: LigneIndemnite | None = None

    def __post_init__(self) -> None:
        self.retenue = self.facture.retenue_garantie or ZERO
        self.principal = self.facture.montant_ttc - self.retenue
        self._arrete_le = self.depart
        self.lignes.append(
            LigneFacture(
                facture=self.facture.numero,
                montant=self.principal,
                date=self.facture.date,
                echeance=self.echeance,
                montant_ttc=self.facture.montant_ttc,
                retenue_garantie=self.retenue,
                echeance_calculee=self.facture.echeance is None,
                objet=self.facture.objet,
            )
        )

    # --- Ce qui est dû ---------------------------------------------------------------------

    def taux(self, jour: datetime.date) -> Decimal:
        """Rate the debt bears on *jour*; zero while no interest runs."""
        if self.depart is None or jour <= self.depart:
            return ZERO
        return self.regime.taux(Semestre.de(jour), self.echeance)

    @property
    def est_ouvert(self) -> bool:
        """Something is left to pay, or may be."""
        return bool(self.principal or self.interets or self.indemnites)

    def du(self, jour: datetime.date) -> Decimal:
        """All that could be paid on *jour*: principal alone up to the due day, all of it after."""
        if jour <= self.echeance:
            return self.principal
        self._constater_le_retard(jour)
        courus = sum((ligne.montant for ligne in self._segments(jour)), ZERO)
        return self.principal + self.indemnites + self.interets + courus

    # --- Ce qui arrive ---------------------------------------------------------------------

    def arreter(self, jour: datetime.date) -> None:
        """Settle lateness and interest up to *jour*, included."""
        self._constater_le_retard(jour)
        for ligne in self._segments(jour):
            self.lignes.append(ligne)
            self.interets += ligne.montant
        if self._ligne_indemnite is not None:  # read after the interest it comes with
            self.lignes.append(self._ligne_indemnite)
            self._ligne_indemnite = None
        if self._arrete_le is not None:
            self._arrete_le = max(self._arrete_le, jour)

    def crediter(self, avoir: Facture, montant: Decimal, *, des_l_origine: bool) -> Decimal:
        """Take a credit note off the principal; return what was too much.

        From the origin, no interest ever ran on it; else from the credit note's own day.
        """
        if not des_l_origine:
            self.arreter(avoir.date)
        part = min(montant, self.principal)
        self.principal -= part
        sur_retenue = min(montant - part, self.retenue)
        self.retenue -= sur_retenue
        self.credite += montant
        if part:
            self.lignes.append(
                LigneAvoir(
                    facture=self.facture.numero,
                    montant=-part,
                    numero=avoir.numero,
                    date=avoir.date,
                    motif="geste" if avoir.est_geste else "rectification",
                )
            )
        return montant - part - sur_retenue

    def payer(self, paiement: Paiement, montant: Decimal, ordre: tuple[Poste, ...]) -> Decimal:
        """Impute *montant*, all or part of *paiement*; return what was too much.

        Up to the due day it goes to the principal; after it, in *ordre*.
        """
        if paiement.date > self.echeance:
            self.arreter(paiement.date)
        else:
            ordre = ("principal",)
        reste, parts = (
            montant,
            dict.fromkeys(("interets", "indemnites", "principal"), ZERO),
        )
        for poste in ordre:
            parts[poste] = min(reste, getattr(self, poste))
            setattr(self, poste, getattr(self, poste) - parts[poste])
            reste -= parts[poste]
        if reste < montant:
            self.lignes.append(
                LignePaiement(
                    facture=self.facture.numero,
                    montant=reste - montant,
                    date=paiement.date,
                    recu=paiement.montant,
                    moyen=paiement.moyen,
                    sur_interets=parts["interets"],
                    sur_indemnites=parts["indemnites"],
                    sur_principal=parts["principal"],
                )
            )
        return reste

    # --- Rouages ---------------------------------------------------------------------------

    def _constater_le_retard(self, jour: datetime.date) -> None:
        if self._retard_constate or jour <= self.echeance:
            return
        self._retard_constate = True
        self.indemnites = droit_indemnite.indemnite(
            self.regime,
            self.echeance,
            du_a_l_echeance=self.principal,
            annulee=self.annulee,
            devise=self.devise,
        )
        if self.indemnites:
            self._ligne_indemnite = LigneIndemnite(
                facture=self.facture.numero,
                montant=self.indemnites,
                fondement=droit_indemnite.fondement(self.regime),
            )

    def _segments(self, jour: datetime.date) -> Iterator[LigneInteret]:
        if self._arrete_le is None or self.principal <= 0:
            return
        for debut, fin, taux in periodes(
            self._arrete_le, jour, lambda s: self.regime.taux(s, self.echeance)
        ):
            yield LigneInteret(
                facture=self.facture.numero,
                montant=interets(
                    self.principal,
                    taux,
                    debut,
                    fin,
                    base_jours=self.base_jours,
                    decimales=self.decimales,
                ),
                base=self.principal,
                taux=taux,
                debut=debut,
                fin=fin,
                jours=(fin - debut).days,
                fondement=self.regime.fondement,
            )
