"""The debt: invoices, credit notes, payments and the terms agreed."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, WithJsonSchema, field_validator

from courriers.dossier.base import (
    Chemin,
    Complements,
    Contexte,
    Jour,
    Ligne,
    Modele,
    Montant,
    MontantOuNul,
    Taux,
    Texte,
    faute,
)

Nature = Literal[
    "prestation",
    "vente",
    "transport",
    "communications_electroniques",
    "loyer_habitation",
    "bail_commercial",
    "credit_consommation",
    "charges_copropriete",
]


def _facture_du_dossier(numero: str, info: ValidationInfo) -> str:
    """*numero* names an invoice of the case, not a credit note."""
    contexte = info.context
    if not isinstance(contexte, Contexte) or numero in contexte.factures:
        return numero
    if numero in contexte.avoirs:
        raise faute("facture_inconnue", f"« {numero} » est un avoir ; une facture est attendue")
    connues = ", ".join(sorted(contexte.factures)[:5]) or "aucune"
    raise faute(
        "facture_inconnue",
        f"aucune facture « {numero} » dans le dossier (connues : {connues})",
    )


class Facture(Modele):
    """An invoice or a credit note."""

    numero: Ligne
    type: Literal["facture", "avoir"] = "facture"
    date: Jour
    """Date d’émission."""
    echeance: Jour | None = None
    montant_ttc: Montant
    """Toutes taxes comprises, positif aussi pour un avoir."""
    objet: Ligne | None = None
    executee_le: Jour | None = None
    """Exécution de la prestation ou livraison : point de départ de la prescription."""
    recue_le: Jour | None = None
    """Réception par le débiteur."""
    nature: Nature = "prestation"
    retenue_garantie: MontantOuNul | None = None
    """Part retenue par le client, qui n’est pas encore due."""
    marche: Ligne | None = None
    numero_engagement: Ligne | None = None
    fichier: Chemin | None = None
    sur_facture: Ligne | None = None
    """Pour un avoir : la facture qu’il corrige."""
    motif: Literal["rectification", "geste"] | None = None
    """Pour un avoir : rectification (le prix n’était pas dû) ou geste commercial."""
    complements: Complements = Field(default_factory=dict)

    @field_validator("numero")
    @classmethod
    def _numero_unique(cls, valeur: str, info: ValidationInfo) -> str:
        if isinstance(info.context, Contexte) and valeur in info.context.doubles:
            raise faute("numero_double", f"le numéro « {valeur} » est porté plusieurs fois")
        return valeur

    @field_validator("echeance")
    @classmethod
    def _apres_l_emission(cls, valeur: Jour | None, info: ValidationInfo) -> Jour | None:
        emise = info.data.get("date")
        facture = info.data.get("type") == "facture"
        if facture and valeur is not None and emise is not None and valeur < emise:
            raise faute(
                "ordre_des_dates",
                f"l’échéance ({valeur}) précède la date de la facture ({emise}) ; vérifiez "
                "l’année, ou retirez-la si la facture n’en porte pas",
            )
        return valeur

    @field_validator("recue_le")
    @classmethod
    def _recue_apres_l_emission(cls, valeur: Jour | None, info: ValidationInfo) -> Jour | None:
        emise = info.data.get("date")
        if valeur is not None and emise is not None and valeur < emise:
            raise faute(
                "ordre_des_dates",
                f"la réception ({valeur}) précède la date de la facture ({emise})",
            )
        return valeur

    @field_validator("retenue_garantie")
    @classmethod
    def _retenue_partielle(cls, valeur: Decimal | None, info: ValidationInfo) -> Decimal | None:
        montant = info.data.get("montant_ttc")
        if valeur is not None and montant is not None and valeur >= montant:
            raise faute("retenue", f"la retenue ({valeur}) doit rester sous le TTC ({montant})")
        return valeur

    @field_validator("sur_facture", "motif")
    @classmethod
    def _propre_aux_avoirs(cls, valeur: str | None, info: ValidationInfo) -> str | None:
        if valeur is not None and info.data.get("type") == "facture":
            raise faute("propre_aux_avoirs", "ce champ n’a de sens que pour un avoir")
        if valeur is not None and info.field_name == "sur_facture":
            return _facture_du_dossier(valeur, info)
        return valeur

    @property
    def est_avoir(self) -> bool:
        """A credit note."""
        return self.type == "avoir"

    @property
    def est_geste(self) -> bool:
        """A credit note granted as a favour: it counts from its own date."""
        return self.est_avoir and self.motif == "geste"


class Paiement(Modele):
    """Money received."""

    date: Jour
    """Jour où le compte du créancier est crédité."""
    montant: Montant
    facture: Ligne | None = None
    """Facture que le débiteur a entendu payer (C. civ., art. 1342-10)."""
    moyen: Ligne | None = None
    payeur: Ligne | None = None
    """Qui a payé pour le débiteur, si ce n’est pas lui."""

    @field_validator("facture")
    @classmethod
    def _facture_connue(cls, valeur: str | None, info: ValidationInfo) -> str | None:
        return None if valeur is None else _facture_du_dossier(valeur, info)


class Penalites(Modele):
    """Late-payment penalties agreed between professionals."""

    mode: Literal["suppletif", "convenu", "multiple_legal", "legal"] = "suppletif"
    taux: Annotated[Taux | None, Field(validate_default=True)] = None
    """Pour « convenu » : taux annuel en %."""
    multiple: Annotated[Taux | None, Field(validate_default=True)] = None
    """Pour « multiple_legal » : multiple du taux légal."""
    sous_plancher: Literal["convenu", "plancher", "suppletif"] = "convenu"
    """Ce qui est réclamé quand la clause est sous trois fois le taux légal."""

    @field_validator("taux", "multiple")
    @classmethod
    def _parametre_du_mode(cls, valeur: Decimal | None, info: ValidationInfo) -> Decimal | None:
        propre = {"taux": "convenu", "multiple": "multiple_legal"}[info.field_name or ""]
        if "mode" not in info.data:  # already a fault of its own
            return valeur
        mode = info.data["mode"]
        if mode == propre and valeur is None:
            raise faute("parametre_du_mode", f"le mode « {mode} » exige ce champ")
        if mode != propre and valeur is not None:
            raise faute("parametre_du_mode", f"ce champ ne vaut que pour le mode « {propre} »")
        return valeur


class ClausePenale(Modele):
    """A contractual penalty clause (C. civ., art. 1231-5)."""

    texte: Texte
    montant: Montant | None = None


class Capitalisation(Modele):
    """Compound interest, where contract or judgment grants it (C. civ., art. 1343-2)."""

    fondement: Ligne
    depuis: Jour


class Renonciation(Modele):
    """The creditor gives up the interest and the compensation left once the principal is paid."""

    date: Jour
    """Jour où le créancier l’a décidé."""


class Conditions(Modele):
    """The terms that govern the debt."""

    penalites: Penalites | None = None
    imputation: Literal["accessoires_d_abord", "interets_d_abord", "capital_d_abord"] = (
        "accessoires_d_abord"
    )
    base_jours: Annotated[
        Literal["365", "act_act"],
        WithJsonSchema({"enum": ["365", 365, "act_act"], "default": "365"}),
    ] = "365"
    fondement: Ligne | None = None
    """Ce qui fonde la créance : contrat, devis accepté, commande…"""
    clause_penale: ClausePenale | None = None
    capitalisation: Capitalisation | None = None
    renonciation_accessoires: Renonciation | None = None

    @field_validator("base_jours", mode="before")
    @classmethod
    def _base_en_nombre(cls, valeur: object) -> object:
        return "365" if valeur == 365 and not isinstance(valeur, bool) else valeur


class Cession(Modele):
    """An assignment of the debt."""

    a: Ligne
    date: Jour


class Contestation(Modele):
    """The debtor disputes the debt."""

    date: Jour
    motif: Texte
    reponse: Texte | None = None
    """Réponse du créancier, imprimée telle quelle ; un paragraphe par ligne."""


class Echeance(Modele):
    """One instalment."""

    date: Jour
    montant: Montant


class Echeancier(Modele):
    """A payment schedule that was granted."""

    date: Jour
    echeances: Annotated[tuple[Echeance, ...], Field(min_length=1)]


class Piece(Modele):
    """A document that proves the debt."""

    titre: Ligne
    fichier: Chemin | None = None
    date: Jour | None = None
