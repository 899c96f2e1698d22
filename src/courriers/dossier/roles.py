"""The part a person plays in a case: creditor, agent, debtor, co-debtor, guarantor.

Each part is crossed with each type of person; both are written flat in the case.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from courriers.dossier.base import (
    Booleen,
    Chemin,
    Complements,
    Jour,
    Ligne,
    Modele,
    MontantOuNul,
    faute,
)
from courriers.dossier.identifiants import Bic, Iban
from courriers.dossier.personnes import (
    Association,
    EntrepreneurIndividuel,
    Mediateur,
    Particulier,
    PersonnePublique,
    Representant,
    Signataire,
    Societe,
)


class RoleCreancier(Modele):
    """What a creditor carries in addition."""

    iban: Iban | None = None
    bic: Bic | None = None
    titulaire_compte: Ligne | None = None
    signataire: Signataire | None = None
    logo: Chemin | None = None
    mediateur: Mediateur | None = None
    activite_professionnelle: Booleen = True
    """Faux pour un particulier qui agit hors de toute activité professionnelle."""


class PremiereLettre(Modele):
    """The first letter of a recovery agency (CPCE, art. R124-4)."""

    reference: Ligne
    date: Jour


class RoleMandataire(Modele):
    """Who recovers on the creditor's behalf."""

    role: Literal["societe_recouvrement", "avocat", "commissaire_de_justice"]
    mandat_du: Jour
    iban: Iban | None = None
    """Compte affecté aux fonds des créanciers."""
    titulaire_compte: Ligne | None = None
    premiere_lettre: PremiereLettre | None = None
    reference: Ligne | None = None
    signataire: Signataire | None = None


class RoleDebiteur(Modele):
    """What a debtor carries in addition."""

    qualite: Literal["professionnel", "consommateur", "non_professionnel", "personne_publique"]
    contact: Representant | None = None
    consentement_lre: Booleen | None = None
    """A consenti à la lettre recommandée électronique (CPCE postes, art. L100)."""
    complements: Complements = Field(default_factory=dict)

    @field_validator("qualite", check_fields=False)
    @classmethod
    def _qualite_du_type(cls, valeur: str) -> str:
        propres: dict[str, tuple[type, str]] = {
            "consommateur": (Particulier, "particulier"),
            "personne_publique": (PersonnePublique, "personne_publique"),
        }
        if issubclass(cls, PersonnePublique) and valeur != "personne_publique":
            raise faute("qualite", "une personne publique a la qualité « personne_publique »")
        classe, nom = propres.get(valeur, (object, ""))
        if not issubclass(cls, classe):
            raise faute("qualite", f"« {valeur} » ne convient qu’à un débiteur de type « {nom} »")
        return valeur


class RoleCodebiteur(Modele):
    """Another debtor of the same debt."""

    solidaire: Booleen = False
    """La solidarité ne se présume pas (C. civ., art. 1310)."""


class RoleCaution(Modele):
    """A guarantor."""

    acte_du: Jour
    montant_max: MontantOuNul | None = None
    informee_le: Jour | None = None


# Type × rôle. Chaque union est discriminée par « type » : une faute nomme le champ, pas l’union.


class CreancierSociete(RoleCreancier, Societe): ...


class CreancierEntrepreneur(RoleCreancier, EntrepreneurIndividuel): ...


class CreancierAssociation(RoleCreancier, Association): ...


class CreancierParticulier(RoleCreancier, Particulier): ...


class CreancierPublic(RoleCreancier, PersonnePublique): ...


class MandataireSociete(RoleMandataire, Societe): ...


class MandataireEntrepreneur(RoleMandataire, EntrepreneurIndividuel): ...


class MandataireAssociation(RoleMandataire, Association): ...


class MandataireParticulier(RoleMandataire, Particulier): ...


class MandatairePublic(RoleMandataire, PersonnePublique): ...


class DebiteurSociete(RoleDebiteur, Societe): ...


class DebiteurEntrepreneur(RoleDebiteur, EntrepreneurIndividuel): ...


class DebiteurAssociation(RoleDebiteur, Association): ...


class DebiteurParticulier(RoleDebiteur, Particulier): ...


class DebiteurPublic(RoleDebiteur, PersonnePublique): ...


class CodebiteurSociete(RoleCodebiteur, Societe): ...


class CodebiteurEntrepreneur(RoleCodebiteur, EntrepreneurIndividuel): ...


class CodebiteurAssociation(RoleCodebiteur, Association): ...


class CodebiteurParticulier(RoleCodebiteur, Particulier): ...


class CodebiteurPublic(RoleCodebiteur, PersonnePublique): ...


class CautionSociete(RoleCaution, Societe): ...


class CautionEntrepreneur(RoleCaution, EntrepreneurIndividuel): ...


class CautionAssociation(RoleCaution, Association): ...


class CautionParticulier(RoleCaution, Particulier): ...


class CautionPublic(RoleCaution, PersonnePublique): ...


Creancier = Annotated[
    CreancierSociete
    | CreancierEntrepreneur
    | CreancierAssociation
    | CreancierParticulier
    | CreancierPublic,
    Field(discriminator="type"),
]
Mandataire = Annotated[
    MandataireSociete
    | MandataireEntrepreneur
    | MandataireAssociation
    | MandataireParticulier
    | MandatairePublic,
    Field(discriminator="type"),
]
Debiteur = Annotated[
    DebiteurSociete
    | DebiteurEntrepreneur
    | DebiteurAssociation
    | DebiteurParticulier
    | DebiteurPublic,
    Field(discriminator="type"),
]
Codebiteur = Annotated[
    CodebiteurSociete
    | CodebiteurEntrepreneur
    | CodebiteurAssociation
    | CodebiteurParticulier
    | CodebiteurPublic,
    Field(discriminator="type"),
]
Caution = Annotated[
    CautionSociete | CautionEntrepreneur | CautionAssociation | CautionParticulier | CautionPublic,
    Field(discriminator="type"),
]
