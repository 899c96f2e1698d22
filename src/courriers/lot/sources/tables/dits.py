"""Cells and rows as a message shows them."""

from __future__ import annotations

from collections.abc import Sequence

from courriers.lot.sources.tables.modele import Valeur

MONTRE_MAX = 60
"""Most characters of a cell shown in a message."""


def brut(valeur: Valeur) -> str:
    """*valeur* as a text that is only compared, or shown."""
    return (
        valeur
        if isinstance(valeur, str)
        else str(int(valeur))
        if isinstance(valeur, float)
        else str(valeur)
    )


def montre(valeur: Valeur) -> str:
    """*valeur* in a message: on one line, and no longer than is needed to know it."""
    court = " ".join(brut(valeur).split())
    return court if len(court) <= MONTRE_MAX else f"{court[:MONTRE_MAX]}…"


def liste(numeros: Sequence[int]) -> str:
    """Row numbers as a person reads them: « 3, 5 et 7 »."""
    dits = list(map(str, numeros[:8]))
    if len(numeros) > 8:
        return ", ".join(dits) + "…"
    return dits[0] if len(dits) == 1 else f"{', '.join(dits[:-1])} et {dits[-1]}"
