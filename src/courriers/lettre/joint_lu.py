"""The statement that the PDF of a letter carries, read as a stranger's: see ``decompte_joint``."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from courriers.document.pdf_lu import piece
from courriers.erreurs import DeviseInconnue, PdfInvalide
from courriers.langue.devises import devise
from courriers.lettre.decompte_joint import NOM
from courriers.monnaie import ZERO, decimales_de

Somme = Annotated[Decimal, Field(max_digits=16, decimal_places=4)]
Taux = Annotated[Decimal, Field(ge=0, lt=1000, max_digits=9, decimal_places=6)]
Jour = Annotated[datetime.date, Field(ge=datetime.date(1950, 1, 1), le=datetime.date(2199, 12, 31))]
"""Both included: what goes beyond is no debt that the rates know."""
Libelle = Annotated[str, Field(max_length=2_000, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
"""One line, shown on a terminal: no command to it."""
Empreinte = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
_LIGNES_MAX = 20_000


class LigneJointe(BaseModel):
    """A line of the statement carried by a letter."""

    type: Literal["facture", "titre", "avoir", "interet", "indemnite", "paiement"]
    libelle: Libelle
    montant: Somme
    base: Annotated[Somme, Field(ge=0)] = ZERO
    taux: Taux = ZERO
    debut: Jour | None = None
    fin: Jour | None = None
    jours: int | None = None
    sur_interets: Somme = ZERO
    sur_indemnites: Somme = ZERO
    sur_principal: Somme = ZERO


class FactureJointe(BaseModel):
    """An invoice of a reminder."""

    facture: Libelle
    reste_du: Somme


class EcheanceJointe(BaseModel):
    """An instalment of a schedule, and what the letter asks for it."""

    date: Jour
    du: Somme


class Joint(BaseModel):
    """What the PDF of a letter carries: see ``decompte_joint``."""

    version: Literal[1]
    au: Jour
    devise: str
    somme: Somme
    bareme: Empreinte | None = None
    principal: Somme | None = None
    interets: Somme | None = None
    indemnites: Somme | None = None
    total: Somme | None = None
    plafond: Somme | None = None
    """The most that a guarantor owes, when it is less than the debt."""
    a_echoir: Somme | None = None
    """What a claim in insolvency adds to the total."""
    lignes: Annotated[list[LigneJointe], Field(max_length=_LIGNES_MAX)] = []
    factures: Annotated[list[FactureJointe], Field(max_length=_LIGNES_MAX)] = []
    echeances: Annotated[list[EcheanceJointe], Field(max_length=_LIGNES_MAX)] = []

    @model_validator(mode="after")
    def _en_monnaie(self) -> Self:
        """No amount has more decimals than the currency."""
        decimales = devise(self.devise).decimales
        sommes = [
            self.somme,
            self.principal,
            self.interets,
            self.indemnites,
            self.total,
            self.plafond,
            self.a_echoir,
        ]
        for ligne in self.lignes:
            sommes += [ligne.montant, ligne.base, ligne.sur_interets, ligne.sur_indemnites,
                       ligne.sur_principal]  # fmt: skip
        sommes += [f.reste_du for f in self.factures] + [e.du for e in self.echeances]
        if any(decimales_de(x) > decimales for x in sommes if x is not None):
            raise ValueError("trop de décimales")
        return self


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
        return Joint.model_validate_json(octets)
    except (ValidationError, DeviseInconnue, RecursionError):
        raise PdfInvalide(
            f"Le décompte que porte cette lettre ({NOM}) n’est pas lisible.",
            conseil="Il a été modifié, ou il vient d’une version plus récente de courriers.",
        ) from None
