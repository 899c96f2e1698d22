"""What was received, and on what it went: the payments of a day, and the invoices paid off.

Everything is read from the lines of the statement; nothing is imputed again here.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from courriers.dossier.creance import Paiement
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.lignes import Ligne, LigneFacture, LignePaiement
from courriers.monnaie import ZERO


@dataclass(frozen=True)
class Reglement:
    """The last payments received by the day of a statement: all those of one day."""

    date: datetime.date
    paiements: tuple[Paiement, ...]
    lignes: tuple[LignePaiement, ...]
    """Where they went, invoices not yet due included."""

    @property
    def recu(self) -> Decimal:
        """All that was received that day."""
        return sum((p.montant for p in self.paiements), ZERO)

    @property
    def exces(self) -> Decimal:
        """What no invoice took."""
        return self.recu + sum((ligne.montant for ligne in self.lignes), ZERO)


def dernier_reglement(dossier: Dossier, decompte: Decompte) -> Reglement | None:
    """The payments of the latest day of payment, the day of the statement included."""
    recus = [p for p in dossier.paiements if p.date <= decompte.au]
    if not recus:
        return None
    jour = max(p.date for p in recus)
    return Reglement(
        date=jour,
        paiements=tuple(p for p in recus if p.date == jour),
        lignes=tuple(
            ligne
            for ligne in (*decompte.lignes, *decompte.lignes_a_echoir)
            if isinstance(ligne, LignePaiement) and ligne.date == jour
        ),
    )


@dataclass(frozen=True)
class FactureReglee:
    """An invoice whose principal is paid off, by one payment at least."""

    ligne: LigneFacture
    principal: Decimal
    """What payments put on it."""
    accessoires: Decimal
    """What they put on its interest and its compensation."""
    jours: tuple[datetime.date, ...]
    """Days they came."""

    @property
    def deduit(self) -> Decimal:
        """Credit notes and retention: what was not to be paid."""
        return self.ligne.montant_ttc - self.principal

    @property
    def regle(self) -> Decimal:
        """All that was paid on it."""
        return self.principal + self.accessoires


def factures_reglees(decompte: Decompte) -> list[FactureReglee]:
    """The invoices whose principal is paid off, in the order of the statement.

    One that credit notes alone paid off is not among them, nor one not yet due and paid in part.
    """
    dus = {s.facture: s.principal for s in decompte.factures}
    par_facture: dict[str, list[Ligne]] = {}
    for ligne in (*decompte.lignes, *decompte.lignes_a_echoir):
        par_facture.setdefault(ligne.facture, []).append(ligne)
    reglees = []
    for numero, lignes in par_facture.items():
        # Before its due day an invoice bears principal alone: its lines add up to what is left.
        du = dus.get(numero, sum((x.montant for x in lignes), ZERO))
        paiements = [x for x in lignes if isinstance(x, LignePaiement)]
        facture = lignes[0]
        if isinstance(facture, LigneFacture) and du == 0 and paiements:
            reglees.append(
                FactureReglee(
                    facture,
                    sum((x.sur_principal for x in paiements), ZERO),
                    sum((x.sur_interets + x.sur_indemnites for x in paiements), ZERO),
                    tuple(x.date for x in paiements),
                )
            )
    return reglees


def renonciation(dossier: Dossier, decompte: Decompte) -> Decimal:
    """The interest and compensation given up by the day of the statement.

    Nothing before the creditor decided it, nor while some principal is due.
    """
    decidee = dossier.conditions.renonciation_accessoires
    if decidee is None or decidee.date > decompte.au or decompte.principal > 0:
        return ZERO
    return decompte.interets + decompte.indemnites
