"""The rules of the documents for a judge, a registry or a commissaire de justice, by route.

A route (``[droit] voie`` of a pack) is one row of :data:`ACTES`: what refuses its documents, and
what a person should know before they go. One more document for a court is one more row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from courriers.constats import Constat
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.regles.demande import obstacles_a_la_demande
from courriers.droit.voies.assignation import (
    a_savoir_fond,
    a_savoir_refere,
    empechements_fond,
    empechements_refere,
)
from courriers.droit.voies.injonction import a_savoir_injonction, empechements_injonction
from courriers.droit.voies.mandats import (
    a_savoir_creances_commerciales,
    commissaire_a_choisir,
    empechements_creances_commerciales,
    empechements_suite,
)
from courriers.droit.voies.ordonnance import (
    a_savoir_certificat,
    a_savoir_signification,
    empechements_certificat,
    empechements_signification,
)

Empechements = Callable[[Dossier, Decompte, Decimal, Bareme | None], list[Constat]]
"""The case, its statement, the sum claimed, the rates: every reason to refuse."""
ASavoir = Callable[[Dossier, Decompte], Iterable[Constat]]


@dataclass(frozen=True, slots=True)
class Acte:
    """The rules of one route."""

    empechements: Empechements
    a_savoir: ASavoir
    demande: bool = True
    """It claims the debt: what is known of any claim is said too."""


def _sommation(
    dossier: Dossier, decompte: Decompte, somme: Decimal, _: Bareme | None
) -> list[Constat]:
    return obstacles_a_la_demande(dossier, decompte, somme, en_justice=False)


def _au_commissaire(dossier: Dossier, _: Decompte) -> Iterable[Constat]:
    return commissaire_a_choisir(dossier)


ACTES = {
    "injonction": Acte(empechements_injonction, a_savoir_injonction),
    "creances_commerciales": Acte(
        empechements_creances_commerciales, a_savoir_creances_commerciales
    ),
    "refere_provision": Acte(empechements_refere, a_savoir_refere),
    "assignation_au_fond": Acte(empechements_fond, a_savoir_fond),
    "sommation": Acte(_sommation, _au_commissaire),
    "signification": Acte(empechements_signification, a_savoir_signification, demande=False),
    "certificat": Acte(empechements_certificat, a_savoir_certificat, demande=False),
    "suite_petites_creances": Acte(empechements_suite, _au_commissaire, demande=False),
}
"""By route."""
