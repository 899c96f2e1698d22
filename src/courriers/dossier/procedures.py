"""Proceedings the case is caught in: insolvency, over-indebtedness, orders, titles, courts."""

from __future__ import annotations

from typing import Literal

from courriers.dossier.base import Jour, Ligne, Modele, MontantOuNul, Taux
from courriers.dossier.personnes import Adresse, AnyPersonne


class ProcedureCollective(Modele):
    """Insolvency proceedings (C. com., livre VI)."""

    type: Literal["sauvegarde", "redressement", "liquidation"]
    date_jugement: Jour
    date_bodacc: Jour | None = None
    tribunal: Ligne | None = None
    mandataire_judiciaire: AnyPersonne | None = None


class Surendettement(Modele):
    """Consumer over-indebtedness (C. consom., art. L722-2)."""

    date_recevabilite: Jour


class Ordonnance(Modele):
    """An order to pay (CPC, art. 1405 and following)."""

    date: Jour
    signifiee_le: Jour | None = None
    opposition_le: Jour | None = None


class TitreExecutoire(Modele):
    """An enforceable title, which the statement then follows."""

    type: Literal["jugement", "ordonnance", "accord_commissaire", "acte_notarie"]
    date: Jour
    signifie_le: Jour | None = None
    principal: MontantOuNul
    taux_interets: Taux | None = None
    interets_depuis: Jour | None = None
    article_700: MontantOuNul | None = None
    depens: MontantOuNul | None = None


class Juridiction(Modele):
    """A court."""

    nature: Literal[
        "tribunal_judiciaire",
        "juge_contentieux_protection",
        "tribunal_commerce",
        "tribunal_activites_economiques",
        "chambre_commerciale",
    ]
    siege: Ligne
    adresse: Adresse | None = None
    chambre: Ligne | None = None
    audience_le: Jour | None = None
