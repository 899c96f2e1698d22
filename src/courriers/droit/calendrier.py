"""The deadlines a case lives under: what must be done, by when, and what happens otherwise.

Sources: CPC, art. 1411 (service of an order to pay: six months, three for an order of 1 September
2026 or later, else it is « non avenue »), 1416 (opposition), 1422; C. com., art. R622-24 (claim in
insolvency: two months from the BODACC, two more for a creditor who does not live on the territory
of the court); CPCE, art. L125-1 (small claims: one month). These are delays of procedure: they end
on a working day (CPC, art. 642). The end of a limitation is not moved (see :mod:`.prescription`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.delais import (
    distance_du_debiteur,
    terme_de_procedure,
    territoire_judiciaire,
)
from courriers.droit.prescription import prescriptions
from courriers.droit.regles.procedures import gels


@dataclass(frozen=True, slots=True)
class Delai:
    """One deadline."""

    terme: datetime.date
    """Last day, included."""
    quoi: str
    """What ends that day, in French."""
    fondement: str
    nature: str
    """``prescription``, ``signification``, ``opposition``, ``declaration`` or ``gel``."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "terme": self.terme.isoformat(),
            "nature": self.nature,
            "quoi": self.quoi,
            "fondement": self.fondement,
        }


def delais(
    dossier: Dossier, au: datetime.date, decompte: Decompte | None, bareme: Bareme
) -> list[Delai]:
    """Every deadline of *dossier* known on *au*, the nearest first; those past by then included.

    Args:
        dossier: the case.
        au: the day.
        decompte: its statement, for what depends on what is still due; nothing when the
            statement is not computed.
        bareme: the periods.
    """
    trouves = [*_ordonnance(dossier, au, bareme), *_declaration(dossier, au, bareme)]
    if decompte is not None:
        trouves += _prescriptions(dossier, decompte)
        trouves += _gel(dossier, decompte)
    return sorted(trouves, key=lambda d: (d.terme, d.quoi))


def _ordonnance(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Iterator[Delai]:
    ordonnance = dossier.ordonnance
    if ordonnance is None or ordonnance.date > au:
        return
    signifiee_le = ordonnance.signifiee_le
    if signifiee_le is None or signifiee_le > au:
        mois = int(bareme.en_vigueur("delai_signification_injonction", ordonnance.date).valeur)
        yield Delai(
            terme_de_procedure(ordonnance.date, mois=mois),
            f"signification de l’ordonnance du {ordonnance.date:%d/%m/%Y} ({mois} mois), sans quoi "
            "elle est non avenue",
            "CPC, art. 1411",
            "signification",
        )
    elif ordonnance.opposition_le is None or ordonnance.opposition_le > au:
        distance = distance_du_debiteur(dossier)
        terme = terme_de_procedure(signifiee_le, mois=1, distance=distance)
        loin = f", augmenté de {distance} mois de distance" if distance else ""
        yield Delai(
            terme,
            f"opposition du débiteur à l’ordonnance signifiée le {signifiee_le:%d/%m/%Y}, si elle "
            f"l’a été à personne (un mois{loin})",
            "CPC, art. 1416" + (" et 643" if distance else ""),
            "opposition",
        )


def delai_de_declaration(dossier: Dossier, bareme: Bareme) -> datetime.date | None:
    """Last day to declare the claim, or nothing while the BODACC date is not known."""
    procedure = dossier.procedure_collective
    if procedure is None or procedure.date_bodacc is None:
        return None
    mois, plus = mois_de_declaration(dossier, procedure.date_bodacc, bareme)
    return terme_de_procedure(procedure.date_bodacc, mois=mois + plus)


def mois_de_declaration(dossier: Dossier, depart: datetime.date, bareme: Bareme) -> tuple[int, int]:
    """Months to declare the claim from *depart*, and those a distant creditor has besides."""
    mois = int(bareme.en_vigueur("delai_declaration_creance", depart).valeur)
    ailleurs = territoire_judiciaire(dossier.creancier.adresse) != territoire_judiciaire(
        dossier.debiteur.adresse
    )
    plus = bareme.en_vigueur("allongement_declaration_creance", depart).valeur
    return mois, int(plus) if ailleurs else 0


def _declaration(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Iterator[Delai]:
    procedure = dossier.procedure_collective
    terme = delai_de_declaration(dossier, bareme)
    if procedure is None or terme is None or procedure.date_jugement > au:
        return
    yield Delai(
        terme,
        "déclaration de la créance au mandataire judiciaire ou au liquidateur",
        "C. com., art. L622-24 et R622-24",
        "declaration",
    )


def _prescriptions(dossier: Dossier, decompte: Decompte) -> Iterator[Delai]:
    for p in prescriptions(dossier, decompte):
        if p.suspendue_depuis is None:
            objet = f"facture {p.facture}" if p.facture else "exécution du titre"
            yield Delai(
                p.terme, f"prescription : {objet}, depuis {p.motif}", p.fondement, "prescription"
            )


def _gel(dossier: Dossier, decompte: Decompte) -> Iterator[Delai]:
    bareme = decompte.regime.bareme
    for _, debut in gels(dossier, decompte):
        mois = int(bareme.en_vigueur("delai_petites_creances", debut).valeur)
        yield Delai(
            terme_de_procedure(debut, mois=mois),
            f"réponse du débiteur à la lettre du commissaire de justice du {debut:%d/%m/%Y} : "
            "aucun paiement d’ici là",
            "CPCE, art. L125-1 et R125-7",
            "gel",
        )
