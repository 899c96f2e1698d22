"""The case itself: every part, and what the parts must say together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, field_validator

from courriers.dossier.base import Complements, Contexte, Ligne, Modele, faute
from courriers.dossier.creance import (
    Cession,
    Conditions,
    Contestation,
    Echeancier,
    Facture,
    Paiement,
    Piece,
)
from courriers.dossier.envois import Envoi
from courriers.dossier.personnes import AnyPersonne
from courriers.dossier.procedures import (
    Juridiction,
    Ordonnance,
    ProcedureCollective,
    Surendettement,
    TitreExecutoire,
)
from courriers.dossier.roles import Caution, Codebiteur, Creancier, Debiteur, Mandataire
from courriers.monnaie import DEVISES


class Dossier(Modele):
    """A debt case. Frozen; built by :func:`courriers.load_dossier`, or from keyword arguments.

    Both ways run every check, including those that need the whole case (currency decimals,
    invoice numbers that payments and letters refer to).
    """

    version: Literal[1] = 1
    """Version du format de dossier."""
    reference: Ligne
    """Référence du dossier chez le créancier."""
    devise: str = "EUR"
    """Code ISO 4217."""
    creancier: Creancier
    mandataire: Mandataire | None = None
    debiteur: Debiteur
    codebiteurs: tuple[Codebiteur, ...] = ()
    cautions: tuple[Caution, ...] = ()
    factures: Annotated[tuple[Facture, ...], Field(min_length=1, max_length=10_000)]
    """Factures et avoirs, au moins un."""
    paiements: tuple[Paiement, ...] = ()
    conditions: Conditions = Conditions()
    envois: tuple[Envoi, ...] = ()
    pieces: tuple[Piece, ...] = ()
    contestation: Contestation | None = None
    echeancier: Echeancier | None = None
    procedure_collective: ProcedureCollective | None = None
    surendettement: Surendettement | None = None
    ordonnance: Ordonnance | None = None
    titre_executoire: TitreExecutoire | None = None
    juridiction: Juridiction | None = None
    commissaire: AnyPersonne | None = None
    cession: Cession | None = None
    complements: Complements = Field(default_factory=dict)

    _base: Path | None = PrivateAttr(default=None)

    def __init__(self, /, **donnees: Any) -> None:
        self.__pydantic_validator__.validate_python(
            donnees, self_instance=self, context=Contexte.depuis(donnees)
        )

    def situe(self, base: Path | None) -> Self:
        """The same case, whose file paths are relative to *base*."""
        copie = self.model_copy()
        copie._base = base  # noqa: SLF001 – our own copy
        return copie

    @property
    def base(self) -> Path | None:
        """Folder the case's file paths are relative to, or nothing if there is none."""
        return self._base

    @field_validator("devise")
    @classmethod
    def _devise_connue(cls, valeur: str) -> str:
        if valeur not in DEVISES:
            connues = ", ".join(sorted(DEVISES))
            raise faute("devise", f"la devise « {valeur[:20]} » n’est pas connue ({connues})")
        return valeur
