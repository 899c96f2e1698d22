"""Options of the commands that read any source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from courriers.cli.options import chemin

F = TypeVar("F", bound=Callable[..., Any])


def option_exclusions(commande: F) -> F:
    """``--exclusions FICHIER``."""
    return click.option(
        "--exclusions",
        type=chemin(exists=True, dir_okay=False),
        metavar="FICHIER",
        help="Table des dossiers à laisser : une colonne « référence », une colonne « motif ».",
    )(commande)


def option_journaux(commande: F) -> F:
    """``--journal CHEMIN``, any number of times."""
    return click.option(
        "--journal",
        "journaux",
        type=chemin(exists=True),
        multiple=True,
        metavar="CHEMIN",
        help="Répertoire de lettres déjà écrites, ou son journal.jsonl : ses envois complètent les "
        "dossiers. Répétable.",
    )(commande)
