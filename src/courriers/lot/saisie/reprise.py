"""What a new case keeps of an older one: its creditor, and its debtor when it is the same."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.langue.accords import designation


@dataclass(frozen=True, slots=True)
class Reprise:
    """The parts kept, and what was left behind."""

    fond: Mapping[str, Any]
    """As :func:`~courriers.lot.saisie.lire_reponses` takes it."""
    creancier: str
    """Who it is, in full."""
    images: tuple[str, ...] = ()
    """Files of the creditor that stand beside the old case, and were dropped."""
    sans_mandataire: bool = False
    """The old case had a representative: a mandate is given for one case."""


def reprendre(ancien: Dossier, *, debiteur: bool = False, images: bool = False) -> Reprise:
    """The creditor of *ancien*, for another case.

    Args:
        ancien: the case to start from.
        debiteur: keep its debtor too.
        images: keep the creditor's logo and signature, whose paths are relative to the old case:
            only for a case that stands in the same folder.
    """
    brut = ancien.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    noms = ("devise", "creancier", *(("debiteur",) if debiteur else ()))
    fond = copy.deepcopy({nom: brut[nom] for nom in noms if nom in brut})
    laissees = () if images else _sans_images(fond["creancier"])
    return Reprise(
        fond, designation(ancien.creancier), laissees, sans_mandataire=ancien.mandataire is not None
    )


def _sans_images(creancier: dict[str, Any]) -> tuple[str, ...]:
    logo = creancier.pop("logo", None)
    signature = creancier.get("signataire", {}).pop("image", None)
    return tuple(str(nom) for nom in (logo, signature) if nom)
