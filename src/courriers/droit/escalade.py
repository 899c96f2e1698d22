"""The climb: whether a step comes too early, twice, or before the one it follows.

The steps come as values; nothing here looks for packs.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.dossier.modele import Dossier


@dataclass(frozen=True, slots=True)
class Niveau:
    """One step of a recovery."""

    nom: str
    apres: tuple[str, ...] = ()
    """Steps that usually come before, any of them."""
    avant: tuple[str, ...] = ()
    """Steps that come later: one of them already sent, this one goes backwards."""
    delai_jours: int = 0
    """Days to leave since the last letter."""


def constats_escalade(dossier: Dossier, niveau: Niveau, au: datetime.date) -> list[Constat]:
    """What the letters already sent say of this step, on *au*. Nothing is refused."""
    return list(_constats(dossier, niveau, au))


def _constats(dossier: Dossier, niveau: Niveau, au: datetime.date) -> Iterator[Constat]:
    envois = [(i, e) for i, e in enumerate(dossier.envois) if e.date <= au]
    for rang, envoi in envois:
        if envoi.niveau == niveau.nom:
            yield avertissement(
                Code.ENVOI_REPETE,
                f"« {niveau.nom} » a déjà été envoyé le {envoi.date:%d/%m/%Y}.",
                lieu=Lieu(champ=f"envois[{rang}]"),
            )
        elif envoi.niveau in niveau.avant:
            yield avertissement(
                Code.ETAPE_DEPASSEE,
                f"« {envoi.niveau} », envoyé le {envoi.date:%d/%m/%Y}, vient d’ordinaire après "
                f"« {niveau.nom} » : la lettre serait un pas en arrière.",
                "Passez à l’étape suivante, sauf raison de revenir à celle-ci.",
                Lieu(champ=f"envois[{rang}]"),
            )
    if envois:
        rang, dernier = max(envois, key=lambda e: e[1].date)
        ecoules = (au - dernier.date).days
        if ecoules < niveau.delai_jours:
            yield avertissement(
                Code.ENVOI_PREMATURE,
                f"le dernier envoi date de {_jours(ecoules)} ; {niveau.delai_jours} sont d’usage "
                f"avant « {niveau.nom} ».",
                lieu=Lieu(champ=f"envois[{rang}].date"),
            )
    if niveau.apres and not any(e.niveau in niveau.apres for _, e in envois):
        yield information(
            Code.ETAPE_SAUTEE,
            f"aucun envoi « {' » ou « '.join(niveau.apres)} » ne précède « {niveau.nom} ».",
            lieu=Lieu(champ="envois"),
        )


def _jours(nombre: int) -> str:
    return f"{nombre} jour{'s' if nombre > 1 else ''}"
