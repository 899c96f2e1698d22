"""Options that several commands share."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from courriers.cli.affichage import dire
from courriers.erreurs import CourriersError
from courriers.langue.typographie import date_longue, lire_date

F = TypeVar("F", bound=Callable[..., Any])


class Jour(click.ParamType[datetime.date]):
    """A day: 2026-11-23 or 23/11/2026."""

    name = "jour"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        """The day *value* names, or a usage error."""
        if isinstance(value, datetime.date):
            return value
        try:
            return lire_date(value)
        except CourriersError as erreur:
            self.fail(str(erreur), param, ctx)


def aujourd_hui_par_defaut(
    ctx: click.Context, param: click.Parameter, valeur: datetime.date | None
) -> datetime.date:
    """Today when nothing is said — the only clock of the program — and said so."""
    del ctx, param
    if valeur is not None:
        return valeur
    jour = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    dire(f"Jour retenu : {date_longue(jour)} (aujourd’hui ; --au en choisit un autre).")
    return jour


def option_au(commande: F) -> F:
    """``--au JOUR``."""
    return click.option(
        "--au",
        type=Jour(),
        metavar="JOUR",
        callback=aujourd_hui_par_defaut,
        help="Jour du décompte et de la lettre : 2026-11-23 ou 23/11/2026 ; aujourd’hui par "
        "défaut.",
    )(commande)


def chemin(**options: Any) -> click.Path:
    """A path type whose messages are in French."""
    genre = click.Path(path_type=Path, **options)
    genre.name = "Le chemin"
    return genre


def argument_sources(commande: F) -> F:
    """``SOURCE…``."""
    return click.argument(
        "sources",
        metavar="SOURCE…",
        nargs=-1,
        required=True,
        type=chemin(exists=True),
    )(commande)


def option_modeles(commande: F) -> F:
    """``--modeles DIR``."""
    return click.option(
        "--modeles",
        type=chemin(exists=True, file_okay=False),
        metavar="DIR",
        help="Répertoire de packs consulté avant COURRIERS_MODELES et les packs intégrés.",
    )(commande)


def option_json(commande: F) -> F:
    """``--json``."""
    return click.option("--json", "json_", is_flag=True, help="Écrit le résultat en JSON.")(
        commande
    )
