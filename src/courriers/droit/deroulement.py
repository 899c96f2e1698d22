"""The accounts of a case run through their events: credit notes and payments, day by day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.dossier.creance import Facture, Paiement
from courriers.dossier.modele import Dossier
from courriers.droit import echeances
from courriers.droit.compte import Compte
from courriers.droit.imputation import ORDRES, imputer
from courriers.droit.penalites import Regime
from courriers.langue.devises import devise
from courriers.langue.typographie import montant
from courriers.monnaie import ZERO


@dataclass(frozen=True)
class PartAvoir:
    """A credit note, or the part of it, that goes to one invoice."""

    avoir: Facture
    facture: str
    montant: Decimal


class Deroulement:
    """The data of one closing day, and the run. ``executer`` is called once."""

    def __init__(self, dossier: Dossier, au: datetime.date, regime: Regime) -> None:
        self.dossier, self.au, self.regime = dossier, au, regime
        self.constats: list[Constat] = []
        self.trop_percu = ZERO
        actuels = [f for f in dossier.factures if f.date <= au]
        self.echeances = {
            f.numero: echeances.echeance(f, dossier) for f in actuels if not f.est_avoir
        }
        self.factures = sorted(
            (f for f in actuels if not f.est_avoir),
            key=lambda f: (self.echeances[f.numero], f.date, f.numero),
        )
        self.avoirs = sorted((f for f in actuels if f.est_avoir), key=lambda f: f.date)
        self.paiements = sorted(
            (
                (rang, p)
                for rang, p in enumerate(dossier.paiements)
                if p.date <= au and self.est_connue(p.facture)
            ),
            key=lambda rp: rp[1].date,
        )
        self._champs = {f.numero: f"factures[{i}]" for i, f in enumerate(dossier.factures)}
        self._departs = {f.numero: self._depart(f) for f in self.factures}

    def executer(self) -> dict[str, Compte]:
        """Every account, oldest due day first, settled up to the closing day if it is due."""
        comptes = self._derouler(self._attribuer_les_avoirs(), self.au, definitif=True)
        for compte in comptes.values():
            if compte.echeance < self.au:
                compte.arreter(self.au)
        return comptes

    def champ(self, facture: Facture, nom: str) -> str:
        """Path of a field of *facture* in the case."""
        return f"{self._champs[facture.numero]}.{nom}"

    def est_connue(self, numero: str | None) -> bool:
        """False for an invoice issued after the closing day; nothing named is no obstacle."""
        return numero is None or numero in self.echeances

    def _depart(self, facture: Facture) -> datetime.date | None:
        echue_le = self.echeances[facture.numero]
        if self.regime.de_plein_droit:
            return echue_le
        envoi, constats = echeances.mise_en_demeure(facture, echue_le, self.dossier, self.au)
        self.constats += constats
        return envoi.reception if envoi else None

    def _derouler(
        self, parts: Sequence[PartAvoir], jusqu_a: datetime.date, *, definitif: bool
    ) -> dict[str, Compte]:
        """Open every account and run its events up to *jusqu_a*, included.

        Only the definitive run leaves findings and an excess behind.
        """
        comptes = self._ouvrir(parts)
        exces = ZERO
        for part in parts:
            if not part.avoir.est_geste:
                exces += self._crediter(part, comptes, definitif=definitif)
        # On one day, favours come before payments: the balance paid is never overstated.
        evenements: list[tuple[datetime.date, int, int, PartAvoir | Paiement]] = [
            (p.avoir.date, 0, i, p) for i, p in enumerate(parts) if p.avoir.est_geste
        ]
        evenements += [(p.date, 1, rang, p) for rang, p in self.paiements]
        for jour, _, rang, evenement in sorted(evenements, key=lambda e: e[:3]):
            if jour > jusqu_a:
                break
            if isinstance(evenement, PartAvoir):
                exces += self._crediter(evenement, comptes, definitif=definitif)
            else:
                exces += self._payer(evenement, rang, comptes, definitif=definitif)
        if definitif:
            self.trop_percu += exces
        return comptes

    def _ouvrir(self, parts: Sequence[PartAvoir]) -> dict[str, Compte]:
        credite = {f.numero: ZERO for f in self.factures}
        for part in parts:
            credite[part.facture] += part.montant
        return {
            f.numero: Compte(
                facture=f,
                echeance=self.echeances[f.numero],
                regime=self.regime,
                depart=self._departs[f.numero],
                base_jours=self.dossier.conditions.base_jours,
                decimales=devise(self.dossier.devise).decimales,
                devise=self.dossier.devise,
                annulee=credite[f.numero] >= f.montant_ttc,
            )
            for f in self.factures
        }

    def _crediter(self, part: PartAvoir, comptes: dict[str, Compte], *, definitif: bool) -> Decimal:
        avoir = part.avoir
        exces = comptes[part.facture].crediter(
            avoir, part.montant, des_l_origine=not avoir.est_geste
        )
        if exces and definitif:
            self.constats.append(
                avertissement(
                    Code.AVOIR_EXCEDENTAIRE,
                    f"l’avoir {avoir.numero} dépasse de {montant(exces, self.dossier.devise)} ce "
                    f"qui reste de la facture {part.facture}.",
                    "Vérifiez la facture qu’il vise.",
                    Lieu(champ=self.champ(avoir, "montant_ttc")),
                )
            )
        return exces

    def _payer(
        self, paiement: Paiement, rang: int, comptes: dict[str, Compte], *, definitif: bool
    ) -> Decimal:
        vise = comptes[paiement.facture] if paiement.facture else None
        ordre = ORDRES[self.dossier.conditions.imputation]
        reste, choisies = imputer(paiement, list(comptes.values()), vise, ordre)
        if definitif:
            self._constater_paiement(paiement, rang, vise, choisies)
        return reste

    def _attribuer_les_avoirs(self) -> list[PartAvoir]:
        """Give every credit note to an invoice: its own, else the oldest not yet paid off."""
        parts = [
            PartAvoir(a, a.sur_facture, a.montant_ttc)
            for a in self.avoirs
            if a.sur_facture is not None and self.est_connue(a.sur_facture)
        ]
        for avoir in (a for a in self.avoirs if a.sur_facture is None):
            veille = avoir.date - datetime.timedelta(1)
            comptes = self._derouler(parts, veille, definitif=False)
            reste = avoir.montant_ttc
            choisies: list[str] = []
            for compte in sorted(comptes.values(), key=lambda c: (c.facture.date, c.echeance)):
                part = min(reste, compte.principal)
                if part:
                    parts.append(PartAvoir(avoir, compte.facture.numero, part))
                    choisies.append(compte.facture.numero)
                    reste -= part
            self._constater_avoir(avoir, choisies)
            self.trop_percu += reste
        return parts

    def _constater_paiement(
        self, paiement: Paiement, rang: int, vise: Compte | None, choisies: list[str]
    ) -> None:
        somme = montant(paiement.montant, self.dossier.devise)
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

    def _constater_avoir(self, avoir: Facture, choisies: list[str]) -> None:
        vers = f"imputé sur {', '.join(choisies)}" if choisies else "aucune facture à réduire"
        self.constats.append(
            information(
                Code.AVOIR_REPARTI,
                f"l’avoir {avoir.numero} n’indique pas de facture : {vers}.",
                "Complétez « sur_facture » si l’avoir en vise une autre.",
                Lieu(champ=self.champ(avoir, "sur_facture")),
            )
        )
