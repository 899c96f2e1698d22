"""Letters and calls already sent to the debtor."""

from __future__ import annotations

from typing import Literal

from pydantic import ValidationInfo, field_validator

from courriers.dossier.base import (
    Booleen,
    Contexte,
    Jour,
    Ligne,
    Modele,
    NomDePack,
    faute,
)

Canal = Literal["lettre", "lrar", "lre", "courriel", "appel", "remise"]


_A_UN_TIERS = ("petites-creances", "mise-en-demeure-caution", "declaration-creance")
"""Letters to the commissaire de justice, to a guarantor, to the court’s own agent."""


class Suite(Modele):
    """What the debtor answered."""

    nature: Literal["accord", "refus", "silence"]
    date: Jour


SANS_DEMANDE = frozenset({"quittance", "recu-solde", "reponse-contestation"})
"""Packs that answer the debtor and ask for nothing."""


class Envoi(Modele):
    """One letter, e-mail or call."""

    niveau: NomDePack
    """Nom du pack envoyé : relance-courtoise, mise-en-demeure…"""
    mise_en_demeure: Booleen | None = None
    """Vaut mise en demeure ; à défaut, vrai pour le seul pack « mise-en-demeure »."""
    date: Jour
    canal: Canal
    numero_suivi: Ligne | None = None
    presente_le: Jour | None = None
    recu_le: Jour | None = None
    retour: Literal["npai", "refuse", "non_reclame"] | None = None
    factures: tuple[Ligne, ...] | None = None
    """Factures visées ; à défaut, celles échues avant l’envoi."""
    reference: Ligne | None = None
    suite: Suite | None = None
    lettre_du_commissaire_le: Jour | None = None

    @field_validator("presente_le", "recu_le")
    @classmethod
    def _apres_l_envoi(cls, valeur: Jour | None, info: ValidationInfo) -> Jour | None:
        envoi = info.data.get("date")
        if valeur is not None and envoi is not None and valeur < envoi:
            raise faute("ordre_des_dates", f"{valeur} précède la date d’envoi ({envoi})")
        return valeur

    @field_validator("factures")
    @classmethod
    def _factures_connues(
        cls, valeur: tuple[str, ...] | None, info: ValidationInfo
    ) -> tuple[str, ...] | None:
        contexte = info.context
        if valeur is not None and isinstance(contexte, Contexte):
            inconnues = [n for n in valeur if n not in contexte.factures | contexte.avoirs]
            if inconnues:
                liste = ", ".join(f"« {n} »" for n in inconnues)
                raise faute("facture_inconnue", f"le dossier n’a pas de facture {liste}")
        return valeur

    @property
    def vaut_mise_en_demeure(self) -> bool:
        """As stated, else true for the pack ``mise-en-demeure`` only."""
        if self.mise_en_demeure is None:
            return self.niveau == "mise-en-demeure"
        return self.mise_en_demeure

    @property
    def est_pour_le_debiteur(self) -> bool:
        """False for what went to somebody else, which the debtor never received."""
        return self.niveau not in _A_UN_TIERS and self.lettre_du_commissaire_le is None

    @property
    def demande_un_paiement(self) -> bool:
        """Asks the debtor to pay: a receipt or a reply to a dispute does not."""
        return self.est_pour_le_debiteur and self.niveau not in SANS_DEMANDE

    @property
    def reception(self) -> Jour:
        """Day of receipt: ``recu_le``, else first presentation, else the day it was sent."""
        return self.recu_le or self.presente_le or self.date
