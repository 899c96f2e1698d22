"""The accounts of a case run through their events: credit notes and payments, day by day.

A credit note that cancels a whole invoice also takes its 40 € away, which changes what earlier
payments were imputed on: the run is then made again, knowing it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.dossier.creance import Facture, Paiement
from courriers.dossier.modele import Dossier
from courriers.droit import echeances, indemnite
from courriers.droit.compte import CompteFacture
from courriers.droit.cours import Cours, Tarif
from courriers.droit.imputation import ORDRES, imputer
from courriers.droit.interets import UN_JOUR
from courriers.droit.penalites import Regime
from courriers.droit.semestre import Semestre
from courriers.langue.devises import devise
from courriers.langue.typographie import montant
from courriers.monnaie import ZERO


@dataclass(frozen=True)
class Rectification:
    """A credit note, or the part of it, that lowers one invoice from the origin."""

    avoir: Facture
    facture: str
    montant: Decimal


class Deroulement:
    """The data of one closing day, and the run. ``executer`` is called once."""

    def __init__(
        self,
        dossier: Dossier,
        au: datetime.date,
        regime: Regime,
        ouverture: datetime.date | None = None,
    ) -> None:
        self.dossier, self.au, self.regime = dossier, au, regime
        self.ouverture = ouverture
        """First day without interest (insolvency, over-indebtedness), if it came by *au*."""
        self.constats: list[Constat] = []
        self.trop_percu = ZERO
        self._champs = {f.numero: f"factures[{i}]" for i, f in enumerate(dossier.factures)}
        actuels = [f for f in dossier.factures if f.date <= au]
        self.echeances = {
            f.numero: echeances.echeance(f, dossier) for f in actuels if not f.est_avoir
        }
        self.factures = sorted(
            (f for f in actuels if not f.est_avoir),
            key=lambda f: (self.echeances[f.numero], f.date, f.numero),
        )
        self.avoirs = sorted(
            (f for f in actuels if f.est_avoir and self.est_connue(f.sur_facture)),
            key=lambda f: f.date,
        )
        self.paiements = [
            (rang, p)
            for rang, p in enumerate(dossier.paiements)
            if p.date <= au and self.est_connue(p.facture)
        ]
        self._tarifs: dict[datetime.date | None, Tarif] = {}
        self.cours = {f.numero: self._cours(f) for f in self.factures}
        self.indemnites = {
            numero: indemnite.indemnite(
                regime, echeance, ouverture=ouverture, devise=dossier.devise
            )
            for numero, echeance in self.echeances.items()
        }

    def executer(self) -> dict[str, CompteFacture]:
        """Every account, oldest due day first, settled up to the closing day if it is due."""
        rectifications, reste = self._rectifications()
        passage = self._passage(rectifications, self.au)
        self.constats += passage.constats
        self.trop_percu = passage.exces + reste
        for compte in passage.comptes.values():
            if compte.echeance < self.au:
                compte.arreter(self.au)
        return passage.comptes

    @property
    def semestres(self) -> set[Semestre]:
        """Half-years whose rate was used."""
        return {s for tarif in self._tarifs.values() for s in tarif.employes}

    def champ(self, facture: Facture, nom: str) -> str:
        """Path of a field of *facture* in the case."""
        return f"{self._champs[facture.numero]}.{nom}"

    def est_connue(self, numero: str | None) -> bool:
        """False for an invoice issued after the closing day; nothing named is no obstacle."""
        return numero is None or numero in self.echeances

    def _cours(self, facture: Facture) -> Cours | None:
        """How interest runs on *facture*; nothing when none does."""
        echeance = self.echeances[facture.numero]
        depart = self._depart(facture, echeance)
        if depart is None:
            return None
        # Only a public contract freezes the rate at the due day; elsewhere it is everybody's.
        cle = echeance if self.regime.nature == "commande_publique" else None
        tarif = self._tarifs.setdefault(cle, Tarif(self.regime, echeance))
        capitalisation = self.dossier.conditions.capitalisation
        cours = Cours(
            depart,
            tarif,
            self.regime.fondement,
            arret=None if self.ouverture is None else self.ouverture - UN_JOUR,
            capitalise_depuis=None if capitalisation is None else capitalisation.depuis,
        )
        return None if cours.est_nul else cours

    def _depart(self, facture: Facture, echeance: datetime.date) -> datetime.date | None:
        if self.regime.de_plein_droit:
            return echeance
        envoi, constats = echeances.mise_en_demeure(facture, echeance, self.dossier, self.au)
        self.constats += constats
        return envoi.reception if envoi else None

    def _passage(self, rectifications: Sequence[Rectification], jusqu_a: datetime.date) -> _Passage:
        # Known from the start, whatever day the run stops: the credit notes that name an invoice.
        annulees = self._annulees_par_avoirs_designes()
        while True:
            passage = _Passage(self, rectifications, annulees)
            passage.courir(jusqu_a)
            nouvelles = passage.annulees - annulees
            if not nouvelles:
                return passage
            annulees |= nouvelles

    def _annulees_par_avoirs_designes(self) -> frozenset[str]:
        if not self.avoirs:
            return frozenset()
        credite = {f.numero: ZERO for f in self.factures}
        for avoir in self.avoirs:
            if avoir.sur_facture is not None:
                credite[avoir.sur_facture] += avoir.montant_ttc
        return frozenset(f.numero for f in self.factures if credite[f.numero] >= f.montant_ttc)

    def _rectifications(self) -> tuple[list[Rectification], Decimal]:
        """Give every rectification its invoice: its own, else the oldest not yet paid off.

        Returns them, and what none could take.
        """
        avoirs = [a for a in self.avoirs if not a.est_geste]
        parts = [Rectification(a, a.sur_facture, a.montant_ttc) for a in avoirs if a.sur_facture]
        perdu = ZERO
        for avoir in (a for a in avoirs if not a.sur_facture):
            veille = avoir.date - datetime.timedelta(1)
            comptes = self._passage(parts, veille).comptes.values()
            choisies = []
            reste = avoir.montant_ttc
            for compte in plus_anciens(comptes):
                part = min(reste, compte.principal + compte.retenue)
                if part:
                    parts.append(Rectification(avoir, compte.facture.numero, part))
                    choisies.append(compte.facture.numero)
                    reste -= part
            self.constats.append(avoir_reparti(avoir, choisies, self))
            perdu += reste
        return parts, perdu


class _Passage:
    """One run: the accounts opened, then their events, day by day."""

    def __init__(
        self, d: Deroulement, rectifications: Sequence[Rectification], annulees: frozenset[str]
    ) -> None:
        self._d = d
        self._connues = annulees
        self.constats: list[Constat] = []
        self.exces = ZERO
        conditions = d.dossier.conditions
        self._ordre = ORDRES[conditions.imputation]
        self.comptes = {
            f.numero: CompteFacture(
                numero=f.numero,
                facture=f,
                echeance=d.echeances[f.numero],
                principal=f.montant_ttc - (f.retenue_garantie or ZERO),
                cours=d.cours[f.numero],
                base_jours=conditions.base_jours,
                decimales=devise(d.dossier.devise).decimales,
                indemnite=d.indemnites[f.numero],
                fondement_indemnite=indemnite.fondement(d.regime),
                annulee=f.numero in annulees,
            )
            for f in d.factures
        }
        for part in rectifications:
            self._crediter(part.avoir, self.comptes[part.facture], part.montant)

    @property
    def annulees(self) -> frozenset[str]:
        """Invoices that credit notes cancel whole."""
        return self._connues | {
            numero for numero, c in self.comptes.items() if c.credite >= c.facture.montant_ttc
        }

    def courir(self, jusqu_a: datetime.date) -> None:
        """Run the favours and the payments up to *jusqu_a*, included."""
        # On one day, favours come before payments: the balance paid is never overstated.
        evenements: list[tuple[datetime.date, int, int, Facture | Paiement]] = [
            (a.date, 0, rang, a) for rang, a in enumerate(self._d.avoirs) if a.est_geste
        ]
        evenements += [(p.date, 1, rang, p) for rang, p in self._d.paiements]
        for jour, _, rang, evenement in sorted(evenements, key=lambda e: e[:3]):
            if jour > jusqu_a:
                break
            if isinstance(evenement, Facture):
                self._geste(evenement)
            else:
                self._payer(evenement, rang)

    def _geste(self, avoir: Facture) -> None:
        if avoir.sur_facture is not None:
            self._crediter(avoir, self.comptes[avoir.sur_facture], avoir.montant_ttc)
            return
        reste, choisies = avoir.montant_ttc, []
        for compte in plus_anciens(self.comptes.values()):
            part = min(reste, compte.principal + compte.retenue)
            if part:
                compte.crediter(avoir, part, des_l_origine=False)
                choisies.append(compte.facture.numero)
                reste -= part
        self.constats.append(avoir_reparti(avoir, choisies, self._d))
        self.exces += reste

    def _crediter(self, avoir: Facture, compte: CompteFacture, part: Decimal) -> None:
        exces = compte.crediter(avoir, part, des_l_origine=not avoir.est_geste)
        self.exces += exces
        if exces:
            somme = montant(exces, self._d.dossier.devise)
            self.constats.append(
                avertissement(
                    Code.AVOIR_EXCEDENTAIRE,
                    f"l’avoir {avoir.numero} dépasse de {somme} ce qui reste de la facture "
                    f"{compte.facture.numero}.",
                    "Vérifiez la facture qu’il vise.",
                    Lieu(champ=self._d.champ(avoir, "montant_ttc")),
                )
            )

    def _payer(self, paiement: Paiement, rang: int) -> None:
        vise = self.comptes[paiement.facture] if paiement.facture else None
        reste, choisies = imputer(paiement, list(self.comptes.values()), vise, self._ordre)
        self.exces += reste
        somme = montant(paiement.montant, self._d.dossier.devise)
        quoi = f"le paiement du {paiement.date:%d/%m/%Y} ({somme})"
        lieu = Lieu(champ=f"paiements[{rang}]")
        if choisies:
            cause = "n’indique pas de facture" if vise is None else "dépasse la facture qu’il vise"
            self.constats.append(
                information(
                    Code.PAIEMENT_REPARTI,
                    f"{quoi} {cause} : imputé sur {', '.join(choisies)} (C. civ., art. 1342-10).",
                    lieu=lieu,
                )
            )
        if vise is not None and paiement.date < vise.facture.date:
            self.constats.append(
                information(
                    Code.ACOMPTE,
                    f"{quoi} précède la facture {vise.facture.numero} : compté comme acompte.",
                    lieu=lieu,
                )
            )


def plus_anciens(comptes: Iterable[CompteFacture]) -> list[CompteFacture]:
    """Accounts from the oldest invoice: its date, then its due day, then its number."""
    return sorted(comptes, key=lambda c: (c.facture.date, c.echeance, c.facture.numero))


def avoir_reparti(avoir: Facture, choisies: list[str], d: Deroulement) -> Constat:
    """Says where a credit note that names no invoice went."""
    vers = f"imputé sur {', '.join(choisies)}" if choisies else "aucune facture à réduire"
    return information(
        Code.AVOIR_REPARTI,
        f"l’avoir {avoir.numero} n’indique pas de facture : {vers}.",
        "Complétez « sur_facture » si l’avoir en vise une autre.",
        Lieu(champ=d.champ(avoir, "sur_facture")),
    )
