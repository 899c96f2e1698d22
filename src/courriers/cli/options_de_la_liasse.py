"""Options of the complete file, acts and exhibits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Megaoctets(click.ParamType[float]):
    """A size of file, in megabytes."""

    name = "mégaoctets"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The megabytes *value* says, or a usage error."""
        try:
            taille = float(str(value).replace(",", "."))
        except ValueError:
            taille = 0.0
        if not 0.1 <= taille <= 2_000:
            self.fail(f"« {value} » : de 0,1 à 2000 Mo sont attendus.", param, ctx)
        return taille


def octets_de(taille: float | None) -> int | None:
    """Megabytes typed, in bytes."""
    return int(taille * 1_000_000) if taille is not None else None


def options_de_la_liasse(commande: F) -> F:
    """``--sans-pieces`` and ``--taille-max MO``."""
    for option in (
        click.option(
            "--taille-max",
            type=Megaoctets(),
            metavar="MO",
            help="Taille d'un fichier que la juridiction accepte, en mégaoctets : au-delà, le "
            "fichier complet est aussi partagé entre <pack>-complet-1.pdf, -2.pdf…",
        ),
        click.option(
            "--sans-pieces",
            is_flag=True,
            help="N'écrit ni le fichier complet (actes et pièces), ni les pièces tamponnées.",
        ),
    ):
        commande = option(commande)
    return commande
