"""Who is who: the five types of person the law knows here, told apart by ``type``.

What each does in a case (creditor, debtor…) stands in :mod:`.roles`.
"""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from courriers.dossier.base import (
    Booleen,
    Chemin,
    Jour,
    Ligne,
    Modele,
    Montant,
    faute,
)
from courriers.dossier.identifiants import Courriel, Rna, Siren, Siret, Tva
from courriers.dossier.pays import est_francais, nom_du_pays

Civilite = Literal["M.", "Mme"]
FORMES_COMMERCIALES = frozenset({"SARL", "EURL", "SAS", "SASU", "SA", "SNC", "SCA"})
"""Companies that are traders by their form alone (C. com., art. L210-1)."""


class Adresse(Modele):
    """Postal address, NF Z10-011."""

    lignes: Annotated[tuple[Ligne, ...], Field(min_length=1, max_length=4)]
    """De une à quatre lignes : complément, bâtiment, voie, lieu-dit ou boîte postale."""
    pays: str = "FR"
    """Code ISO 3166 à deux lettres ; FR par défaut."""
    code_postal: Ligne
    """Cinq chiffres en France."""
    ville: Ligne

    @field_validator("pays")
    @classmethod
    def _pays_connu(cls, valeur: str) -> str:
        if nom_du_pays(valeur) is None:
            raise faute(
                "pays",
                f"« {valeur[:40]} » n’est pas un code de pays ; deux capitales sont attendues, "
                "par exemple FR ou BE",
            )
        return valeur

    @field_validator("code_postal")
    @classmethod
    def _code_postal_francais(cls, valeur: str, info: ValidationInfo) -> str:
        if not est_francais(info.data.get("pays", "")):
            return valeur
        if not re.fullmatch(r"(0[1-9]|[1-8]\d|9[0-578])\d{3}", valeur, re.ASCII):
            raise faute(
                "code_postal",
                f"« {valeur} » n’est pas un code postal français ; cinq chiffres sont attendus, "
                "par exemple 69002",
            )
        return valeur


class Representant(Modele):
    """The natural person who stands for a body."""

    civilite: Civilite
    prenom: Ligne
    nom: Ligne
    qualite: Ligne
    """Fonction : gérante, président, directrice…"""


class Signataire(Modele):
    """Who signs the letters."""

    civilite: Civilite | None = None
    prenom: Ligne
    nom: Ligne
    qualite: Ligne
    image: Chemin | None = None
    """Image de la signature, PNG ou JPEG."""


class Mediateur(Modele):
    """Consumer mediator (C. consom., art. L616-1)."""

    nom: Ligne
    site: Ligne
    adresse: Ligne | None = None


class Personne(Modele):
    """What every person may carry."""

    est_personne_physique: ClassVar[bool] = False

    adresse: Adresse
    telephone: Ligne | None = None
    courriel: Courriel | None = None
    siren: Siren | None = None
    siret: Siret | None = None
    tva_intracommunautaire: Tva | None = None
    commercant: Booleen | None = None
    """A la qualité de commerçant ; déduit de la forme pour les sociétés commerciales."""

    @field_validator("siret", "tva_intracommunautaire")
    @classmethod
    def _accord_avec_le_siren(cls, valeur: str | None, info: ValidationInfo) -> str | None:
        siren = info.data.get("siren")
        if valeur is None or siren is None:
            return valeur
        porte = valeur[4:] if valeur.startswith("FR") else valeur[:9]
        if (info.field_name == "siret" or valeur.startswith("FR")) and porte != siren:
            raise faute("siren_divergent", f"« {valeur} » ne contient pas le SIREN {siren}")
        return valeur

    @property
    def est_commercant(self) -> bool | None:
        """Trader or not; ``None`` when the case does not say and the form does not tell."""
        return self.commercant


class Societe(Personne):
    """A company."""

    type: Literal["societe"]
    denomination: Ligne
    forme_juridique: Ligne | None = None
    """SARL, SAS, SCI…"""
    rcs: Ligne | None = None
    """Ville du greffe d’immatriculation."""
    capital: Montant | None = None
    capital_variable: Booleen = False
    en_liquidation: Booleen = False
    radiee_le: Jour | None = None
    representant: Representant | None = None

    @property
    def est_commercant(self) -> bool | None:
        """As stated, else by the form (C. com., art. L210-1)."""
        if self.commercant is None and (self.forme_juridique or "").upper() in FORMES_COMMERCIALES:
            return True
        return self.commercant


class EtatCivil(Modele):
    """What a claim to a court says of a natural person (CPC, art. 54, 3°, a)."""

    profession: Ligne | None = None
    nationalite: Ligne | None = None
    """Au féminin, comme « française »."""
    date_naissance: Jour | None = None
    lieu_naissance: Ligne | None = None


class EntrepreneurIndividuel(EtatCivil, Personne):
    """A sole trader."""

    est_personne_physique: ClassVar[bool] = True

    type: Literal["entrepreneur_individuel"]
    civilite: Civilite | None = None
    prenom: Ligne
    nom: Ligne
    nom_commercial: Ligne | None = None
    rcs: Ligne | None = None
    decede_le: Jour | None = None

    @property
    def est_commercant(self) -> bool | None:
        """As stated, else presumed of whoever is in the trade register (C. com., art. L123-7)."""
        if self.commercant is None and self.rcs is not None:
            return True
        return self.commercant


class Association(Personne):
    """A non-profit association."""

    type: Literal["association"]
    denomination: Ligne
    rna: Rna | None = None
    """Numéro au répertoire national des associations : W et neuf chiffres."""
    representant: Representant | None = None


class Particulier(EtatCivil, Personne):
    """A natural person outside any registered activity."""

    est_personne_physique: ClassVar[bool] = True

    type: Literal["particulier"]
    civilite: Civilite | None = None
    prenom: Ligne
    nom: Ligne
    decede_le: Jour | None = None


class PersonnePublique(Personne):
    """A public body."""

    type: Literal["personne_publique"]
    denomination: Ligne
    service: Ligne | None = None
    comptable: Ligne | None = None
    """Comptable assignataire, destinataire d’une copie."""
    regime: Literal["ccp", "l441-10", "civil"]
    """Commande publique, entité soumise à l’article L441-10, ou droit civil."""
    delai_jours: Literal[30, 50, 60] = 30
    """Délai de paiement (CCP, art. R2192-10 et R2192-11)."""
    representant: Representant | None = None


AnyPersonne = Annotated[
    Societe | EntrepreneurIndividuel | Association | Particulier | PersonnePublique,
    Field(discriminator="type"),
]
