"""The running account of one debt: the only mutable thing in this floor, never let out of it.

Interest is settled segment by segment: a segment ends where the rate changes, where the balance
that bears it does, and on the day of the statement (that day included, on the old balance).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from courriers.dossier.creance import Facture, Paiement
from courriers.droit.cours import Cours
from courriers.droit.interets import UN_JOUR, BaseJours, exacts, interets
from courriers.droit.lignes import (
    Ligne,
    LigneAvoir,
    LigneFacture,
    LigneIndemnite,
    LigneInteret,
    LignePaiement,
)
from courriers.monnaie import ZERO

Poste = Literal["interets", "indemnites", "principal"]


@dataclass(eq=False, kw_only=True)
class Compte:
    """One debt through time. Events must come in the order of their days."""

    numero: str
    """Number of the invoice; empty for an enforceable title."""
    echeance: datetime.date
    """Last day to pay: up to it, a payment goes to the principal alone."""
    principal: Decimal
    cours: Cours | None
    """``None`` when no interest runs."""
    base_jours: BaseJours
    decimales: int
    interets: Decimal = ZERO
    indemnites: Decimal = ZERO
    capitalises: Decimal = ZERO
    """The part of ``interets`` that itself bears interest."""
    lignes: list[Ligne] = field(default_factory=list)
    _arrete_le: datetime.date = datetime.date.min

    def __post_init__(self) -> None:
        if self.cours is not None:
            self._arrete_le = self.cours.depart

    # --- Ce qui est dû ---------------------------------------------------------------------

    @property
    def depart(self) -> datetime.date | None:
        """Day interest runs from (excluded); ``None`` when none runs."""
        return None if self.cours is None else self.cours.depart

    def taux(self, jour: datetime.date) -> Decimal:
        """Rate the debt bears on *jour*; zero while no interest runs."""
        return self.cours.taux(jour) if self.cours is not None else ZERO

    @property
    def est_ouvert(self) -> bool:
        """Something is left to pay, or may be."""
        return bool(self.principal or self.interets or self.indemnites)

    def du(self, jour: datetime.date) -> Decimal:
        """All that could be paid on *jour*: principal alone up to the due day, all of it after."""
        if jour <= self.echeance:
            return self.principal
        self._constater_le_retard(jour)
        courus = sum((ligne.montant for ligne in self._courir(jour)[0]), ZERO)
        return self.principal + self.indemnites + self.interets + courus

    def interet_du_lendemain(self, jour: datetime.date) -> Decimal:
        """Unrounded interest of the day after *jour*, once the account is settled on *jour*."""
        if self.cours is None:
            return ZERO
        lendemain = jour + UN_JOUR
        capitalises = self.capitalises
        if self.cours.capitalise_depuis is not None and any(
            self.cours.anniversaires(jour, lendemain)
        ):
            capitalises = self.interets
        base = self.principal + capitalises
        return exacts(base, self.taux(lendemain), jour, lendemain, self.base_jours)

    # --- Ce qui arrive ---------------------------------------------------------------------

    def arreter(self, jour: datetime.date) -> None:
        """Settle lateness and interest up to *jour*, included."""
        self._constater_le_retard(jour)
        lignes, self.capitalises = self._courir(jour)
        for ligne in lignes:
            self.lignes.append(ligne)
            self.interets += ligne.montant
        self._arrete_le = max(self._arrete_le, jour)

    def payer(self, paiement: Paiement, montant: Decimal, ordre: tuple[Poste, ...]) -> Decimal:
        """Impute *montant*, all or part of *paiement*; return what was too much.

        Up to the due day it goes to the principal; after it, in *ordre*.
        """
        if paiement.date > self.echeance:
            self.arreter(paiement.date)
        else:
            ordre = ("principal",)
        reste = montant
        parts = {"interets": ZERO, "indemnites": ZERO, "principal": ZERO}
        for poste in ordre:
            parts[poste] = min(reste, getattr(self, poste))
            setattr(self, poste, getattr(self, poste) - parts[poste])
            reste -= parts[poste]
        # What already bears interest is paid first: the debtor's interest, and his right.
        self.capitalises = max(ZERO, self.capitalises - parts["interets"])
        if reste < montant:
            self.lignes.append(
                LignePaiement(
                    facture=self.numero,
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
        """What being late costs at once; nothing more for a title."""

    def _courir(self, jour: datetime.date) -> tuple[list[LigneInteret], Decimal]:
        """The lines of interest up to *jour*, and what of it bears interest in its turn."""
        cours, debut, capitalises = self.cours, self._arrete_le, self.capitalises
        if cours is None:
            return [], ZERO
        lignes: list[LigneInteret] = []
        courus = self.interets
        for anniversaire in cours.anniversaires(debut, jour):
            nouvelles = self._lignes(cours, debut, anniversaire, capitalises)
            total = courus + sum((ligne.montant for ligne in nouvelles), ZERO)
            if total == capitalises:
                continue  # nothing joins the base: the segment goes on
            lignes += nouvelles
            courus = capitalises = total
            debut = anniversaire
        return lignes + self._lignes(cours, debut, jour, capitalises), capitalises

    def _lignes(
        self, cours: Cours, debut: datetime.date, fin: datetime.date, capitalises: Decimal
    ) -> list[LigneInteret]:
        base = self.principal + capitalises
        if base <= 0:
            return []
        return [
            LigneInteret(
                facture=self.numero,
                montant=interets(
                    base, taux, de, a, base_jours=self.base_jours, decimales=self.decimales
                ),
                base=base,
                taux=taux,
                debut=de,
                fin=a,
                jours=(a - de).days,
                fondement=fondement,
                capitalises=capitalises,
            )
            for de, a, taux, fondement in cours.periodes(debut, fin)
        ]


@dataclass(eq=False, kw_only=True)
class CompteFacture(Compte):
    """The account of one invoice: its credit notes, its retention, its 40 €."""

    facture: Facture
    indemnite: Decimal
    """What it costs to be late, whatever the day (C. com., art. D441-5)."""
    fondement_indemnite: str
    annulee: bool = False
    """Credit notes cancel the whole invoice: it was never late."""

    retenue: Decimal = field(init=False)
    """What the client still keeps of the retention."""
    credite: Decimal = ZERO
    """What credit notes granted so far, even beyond what was left."""
    _retard_constate: bool = False
    _ligne_indemnite: LigneIndemnite | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.retenue = self.facture.retenue_garantie or ZERO
        self.lignes.append(
            LigneFacture(
                facture=self.numero,
                montant=self.principal,
                date=self.facture.date,
                echeance=self.echeance,
                montant_ttc=self.facture.montant_ttc,
                retenue_garantie=self.retenue,
                echeance_calculee=self.facture.echeance is None,
                objet=self.facture.objet,
            )
        )

    def arreter(self, jour: datetime.date) -> None:
        """Settle lateness and interest up to *jour*, included."""
        super().arreter(jour)
        if self._ligne_indemnite is not None:  # read after the interest it comes with
            self.lignes.append(self._ligne_indemnite)
            self._ligne_indemnite = None

    def crediter(self, avoir: Facture, montant: Decimal, *, des_l_origine: bool) -> Decimal:
        """Take a credit note off the principal; return what was too much.

        From the origin, no interest ever ran on it; else from the credit note's own day.
        """
        part = min(montant, self.principal)
        if part and not des_l_origine:
            self.arreter(avoir.date)
        self.principal -= part
        sur_retenue = min(montant - part, self.retenue)
        self.retenue -= sur_retenue
        self.credite += montant
        if part:
            self.lignes.append(
                LigneAvoir(
                    facture=self.numero,
                    montant=-part,
                    numero=avoir.numero,
                    date=avoir.date,
                    motif="geste" if avoir.est_geste else "rectification",
                )
            )
        return montant - part - sur_retenue

    def _constater_le_retard(self, jour: datetime.date) -> None:
        if self._retard_constate or jour <= self.echeance:
            return
        self._retard_constate = True
        if self.principal <= 0 or self.annulee or not self.indemnite:
            return
        self.indemnites = self.indemnite
        self._ligne_indemnite = LigneIndemnite(
            facture=self.numero, montant=self.indemnite, fondement=self.fondement_indemnite
        )
