"""Proceedings the case is caught in: insolvency, over-indebtedness, orders, titles, courts."""

from __future__ import annotations

from typing import Literal

from pydantic import ValidationInfo, field_validator

from courriers.dossier.base import Jour, Ligne, Modele, MontantOuNul, Taux, faute
from courriers.dossier.personnes import Adresse, AnyPersonne


def _pas_avant(valeur: Jour | None, info: ValidationInfo, champ: str) -> Jour | None:
    """*valeur*, which cannot be earlier than the field *champ*."""
    premier = info.data.get(champ)
    if valeur is not None and premier is not None and valeur < premier:
        raise faute("ordre_des_dates", f"{valeur} précède « {champ} » ({premier})")
    return valeur


class ProcedureCollective(Modele):
    """Insolvency proceedings (C. com., livre VI)."""

    type: Literal["sauvegarde", "redressement", "liquidation"]
    date_jugement: Jour
    date_bodacc: Jour | None = None
    """Publication au BODACC : les délais pour déclarer en partent."""
    tribunal: Ligne | None = None
    mandataire_judiciaire: AnyPersonne | None = None

    @field_validator("date_bodacc")
    @classmethod
    def _apres_le_jugement(cls, valeur: Jour | None, info: ValidationInfo) -> Jour | None:
        return _pas_avant(valeur, info, "date_jugement")


class Surendettement(Modele):
    """Consumer over-indebtedness (C. consom., art. L722-2)."""

    date_recevabilite: Jour


class Ordonnance(Modele):
    """An order to pay (CPC, art. 1405 and following)."""

    date: Jour
    numero: Ligne | None = None
    """Numéro que le greffe lui donne."""
    principal: MontantOuNul | None = None
    """Principal qu’elle enjoint de payer, s’il n’est pas celui de la requête."""
    signifiee_le: Jour | None = None
    opposition_le: Jour | None = None

    @field_validator("signifiee_le", "opposition_le")
    @classmethod
    def _dans_l_ordre(cls, valeur: Jour | None, info: ValidationInfo) -> Jour | None:
        avant = "date" if info.field_name == "signifiee_le" else "signifiee_le"
        return _pas_avant(valeur, info, avant)


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

    @field_validator("signifie_le")
    @classmethod
    def _apres_le_titre(cls, valeur: Jour | None, info: ValidationInfo) -> Jour | None:
        return _pas_avant(valeur, info, "date")


class Siege(Modele):
    """Which court, and where it sits."""

    nature: Literal[
        "tribunal_judiciaire",
        "juge_contentieux_protection",
        "tribunal_commerce",
        "tribunal_activites_economiques",
        "chambre_commerciale",
    ]
    siege: Ligne
    """Ville où elle siège."""


class Juridiction(Siege):
    """A court, as the one a claim is brought before."""

    adresse: Adresse | None = None
    chambre: Ligne | None = None
    audience_le: Jour | None = None
    renvoi: Siege | None = None
    """Juridiction demandée en cas d’opposition à l’injonction de payer (CPC, art. 1408)."""
