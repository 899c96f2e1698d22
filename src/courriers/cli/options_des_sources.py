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


def options_du_lot(commande: F) -> F:
    """How much work, where, and again or not: ``--travaux``, ``--grappe``, ``--refaire``."""
    for option in (
        click.option(
            "--a-blanc", is_flag=True,
            help="Dit ce qui serait écrit, à qui, pour combien, et pourquoi non, sans rien écrire.",
        ),
        click.option(
            "--sans-journal", is_flag=True,
            help="N'ajoute pas ces lettres au journal de DIR, et n'en reprend pas les précédentes.",
        ),
        click.option(
            "--refaire", is_flag=True,
            help="Récrit ce qui l'a déjà été, et une étape déjà envoyée ; un fichier retouché "
            "(<pack>.retouchee.docx), ou envoyé un autre jour (.envoyee-<jour>), est gardé à côté.",
        ),
        click.option(
            "--limite", type=click.IntRange(min=1), metavar="N", help="S'arrête après N dossiers.",
        ),
        click.option(
            "--grappe", metavar="ADRESSE",
            help="Grappe Dask qui écrit les lettres : tcp://10.0.0.1:8786, ou le fichier de son "
            "ordonnanceur. Ses machines voient DIR.",
        ),
        click.option(
            "--travaux", type=click.IntRange(1, 256), metavar="N",
            help="Processus qui travaillent ensemble ; un par cœur par défaut.",
        ),
    ):  # fmt: skip
        commande = option(commande)
    return commande


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
