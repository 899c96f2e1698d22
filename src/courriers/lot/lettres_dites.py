"""A letter as a journal tells it: whether it can be one, its files, and what was sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.dossier.envois import Envoi
from courriers.lot.evenements import AnyEvenement, LettreEcrite
from courriers.lot.noms import est_de_la_liasse


def impossible(chemin: Path, evenement: AnyEvenement) -> Constat:
    """What is said of *evenement*, a line of the journal *chemin* that is of no possible letter."""
    return avertissement(
        Code.FICHIER_ILLISIBLE,
        f"«\u00a0{evenement.pack}\u00a0» du {evenement.au:%d/%m/%Y}, pour {evenement.reference}, "
        "n’est pas une lettre possible\u00a0: cette ligne est laissée de côté.",
        "Le journal a été changé à la main\u00a0: une étape, un canal ou un jour y est faux.",
        Lieu(fichier=str(chemin)),
    )


def est_possible(ecrite: LettreEcrite) -> bool:
    """Whether *ecrite* can be a letter: its step, its channel and its day."""
    try:
        envoi_de(ecrite.model_dump(mode="json", exclude_defaults=True), {})
    except ValidationError:
        return False
    return True


def reunis(avant: dict[str, Any], lettre: dict[str, Any]) -> dict[str, str]:
    """The files of a letter written twice: a complete file replaces all of the one before."""
    gardes: dict[str, str] = avant.get("fichiers", {})
    if lettre.get("pieces"):
        gardes = {n: s for n, s in gardes.items() if not est_de_la_liasse(n, lettre["pack"])}
    nouveaux: dict[str, str] = lettre.get("fichiers", {})
    return gardes | nouveaux


def envoi_de(lettre: dict[str, Any], faits: dict[str, Any]) -> Envoi:
    """What was sent, from a line of a journal and what came back of it since.

    Raises:
        ValidationError: it is of no possible letter.
    """
    return Envoi.model_validate({
        "niveau": lettre["pack"],
        "date": lettre["au"],
        "canal": lettre["canal"],
        **({"mise_en_demeure": True} if lettre.get("mise_en_demeure") else {}),
        **({"numero_suivi": n} if (n := lettre.get("numero_suivi")) else {}),
        **faits,
    })  # fmt: skip
