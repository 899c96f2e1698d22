"""The statement that the PDF of a letter carries, read as a stranger's: see ``decompte_joint``."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from courriers.document.pdf_lu import piece
from courriers.erreurs import DeviseInconnue, PdfInvalide
from courriers.langue.devises import devise
from courriers.lettre.decompte_joint import NOM
from courriers.monnaie import ZERO

Somme = Annotated[Decimal, Field(max_digits=20)]


class LigneJointe(BaseModel):
    """A line of the statement carried by a letter."""

    type: Literal["facture", "titre", "avoir", "interet", "indemnite", "paiement"]
    libelle: Annotated[str, Field(max_length=500)]
    montant: Somme
    base: Somme = ZERO
    taux: Somme = ZERO
    debut: datetime.date | None = None
    fin: datetime.date | None = None
    jours: int | None = None
    sur_interets: Somme = ZERO
    sur_indemnites: Somme = ZERO
    sur_principal: Somme = ZERO


class FactureJointe(BaseModel):
    """An invoice of a reminder."""

    facture: Annotated[str, Field(max_length=200)]
    reste_du: Somme


class Joint(BaseModel):
    """What the PDF of a letter carries: see ``decompte_joint``."""

    version: Literal[1]
    au: datetime.date
    devise: str
    somme: Somme
    bareme: str | None = None
    principal: Somme | None = None
    interets: Somme | None = None
    indemnites: Somme | None = None
    total: Somme | None = None
    lignes: Annotated[list[LigneJointe], Field(max_length=20_000)] = []
    factures: Annotated[list[FactureJointe], Field(max_length=20_000)] = []


def lire_joint(pdf: bytes) -> Joint:
    """What the letter *pdf* carries.

    Raises:
        PdfInvalide: not a PDF, or it carries nothing of ours that can be read.
    """
    octets = piece(pdf, NOM)
    if octets is None:
        raise PdfInvalide(
            "Cette lettre ne porte pas de décompte à vérifier.",
            conseil="Seuls les PDF écrits par courriers le portent, et une impression le perd.",
        )
    try:
        joint = Joint.model_validate_json(octets)
        devise(joint.devise)
    except (ValidationError, DeviseInconnue, RecursionError):
        raise PdfInvalide(
            f"Le décompte que porte cette lettre ({NOM}) n’est pas lisible.",
            conseil="Il a été modifié, ou il vient d’une version plus récente de courriers.",
        ) from None
    return joint
