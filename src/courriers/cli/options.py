"""Options that several commands share."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from courriers.cli.messages import dire
from courriers.document.ouvriers import DELAI
from courriers.erreurs import CourriersError, DelaiDepasse, MoteurPdfAbsent

if TYPE_CHECKING:
    from courriers.document.papier import Papier
    from courriers.droit.bareme import Bareme
    from courriers.lot.configuration import Configuration

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
        from courriers.langue.typographie import lire_date

        try:
            return lire_date(value)
        except CourriersError as erreur:
            self.fail(str(erreur), param, ctx)


def aujourd_hui() -> datetime.date:
    """The day it is: the only clock of the program."""
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date()


def aujourd_hui_par_defaut(
    ctx: click.Context, param: click.Parameter, valeur: datetime.date | None
) -> datetime.date | None:
    """Today when nothing is said, and said so."""
    del param
    # Completing a line in a terminal runs callbacks too: nothing must be said there.
    if valeur is not None or ctx.resilient_parsing:
        return valeur
    from courriers.langue.typographie import date_longue

    jour = aujourd_hui()
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


def bareme_de(fichier: Path | None) -> Bareme:
    """The table of rates, completed by *fichier*, or by the nearest ``courriers.toml``."""
    from courriers.lot.configuration import trouver

    return _bareme(fichier or trouver(Path.cwd()))


class Reglages(NamedTuple):
    """What ``courriers.toml`` sets for letters."""

    bareme: Bareme
    papier: Papier | None
    configuration: Configuration
    fichier: Path | None = None
    """The file itself, for what a command reads of it besides."""


def _bareme(choisi: Path | None) -> Bareme:
    from courriers.droit.bareme import Bareme
    from courriers.lot.configuration import load_configuration

    if choisi is None:
        return Bareme.integre()
    bareme = load_configuration(choisi).bareme()
    if bareme.empreinte != Bareme.integre().empreinte:
        dire(f"Barème complété par {choisi} (empreinte {bareme.empreinte}).")
    return bareme


def _papier(choisi: Path | None) -> Papier | None:
    if choisi is None:
        return None
    from courriers.lot.configuration import load_papier

    papier = load_papier(choisi)
    if papier is not None:
        dire(f"Papier à en-tête : {papier.nom} ({choisi}).")
    return papier


def _configuration(choisi: Path | None) -> Configuration:
    from courriers.lot.configuration import Configuration, load_configuration

    return load_configuration(choisi) if choisi is not None else Configuration()


def _reglages(choisi: Path | None) -> Reglages:
    return Reglages(_bareme(choisi), _papier(choisi), _configuration(choisi), choisi)


def option_bareme(commande: F) -> F:
    """``--config FICHIER``, given to the command as the table of rates it completes."""
    return _option_config(commande, "bareme", _bareme)


def option_reglages(commande: F) -> F:
    """``--config FICHIER``, given to the command as the rates and the paper it sets."""
    return _option_config(commande, "reglages", _reglages)


def option_configuration(commande: F) -> F:
    """``--config FICHIER``, given to the command whole."""
    return _option_config(commande, "configuration", _configuration)


def _option_config(commande: F, nom: str, donner: Callable[[Path | None], Any]) -> F:
    def lire(ctx: click.Context, param: click.Parameter, fichier: Path | None) -> Any:
        del param
        if ctx.resilient_parsing:
            return None
        from courriers.lot.configuration import trouver

        return donner(fichier or trouver(Path.cwd()))

    return click.option(
        "--config",
        nom,
        type=chemin(exists=True, dir_okay=False),
        metavar="FICHIER",
        callback=lire,
        help="Fichier courriers.toml ; celui du répertoire courant, ou d’un répertoire au-dessus, "
        "par défaut.",
    )(commande)


def option_sortie(commande: F) -> F:
    """``-o DIR``."""
    return click.option(
        "-o",
        "--sortie",
        type=chemin(file_okay=False),
        default=Path("out"),
        show_default=True,
        metavar="DIR",
        help="Répertoire des lettres.",
    )(commande)


class Formats(click.ParamType[tuple[str, ...]]):
    """« docx », « pdf » or « docx,pdf »."""

    name = "formats"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The formats *value* names, each once, or a usage error."""
        if isinstance(value, tuple):
            return value
        from courriers.lot.execution import FORMATS

        voulus = tuple(dict.fromkeys(mot.strip().lower() for mot in value.split(",")))
        inconnus = [v for v in voulus if v not in FORMATS]
        if inconnus:
            self.fail(f"« {inconnus[0]} » : docx, pdf ou docx,pdf sont attendus.", param, ctx)
        return voulus


def option_format(commande: F) -> F:
    """``--format docx,pdf``."""
    return click.option(
        "--format",
        "formats",
        type=Formats(),
        metavar="FORMATS",
        help="docx, pdf ou docx,pdf ; les deux par défaut.",
    )(commande)


class Secondes(click.ParamType[float]):
    """A length of time, in seconds."""

    name = "secondes"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The seconds *value* says, or a usage error."""
        try:
            duree = float(str(value).replace(",", "."))
        except ValueError:
            duree = 0.0
        if not duree > 0:
            self.fail(f"« {value} » : un nombre de secondes est attendu.", param, ctx)
        return duree


def option_delai(commande: F) -> F:
    """``--delai SECONDES``."""
    return click.option(
        "--delai",
        type=Secondes(),
        default=DELAI,
        metavar="SECONDES",
        help=f"Temps laissé à chaque PDF, abandonné au-delà ; {DELAI:g} par défaut.",
    )(commande)


def possibles(formats: tuple[str, ...] | None, executeur: Executor) -> tuple[str, ...]:
    """The formats to write; by default both, or Word alone, and said, where no PDF can be made.

    Whether it can is asked of *executeur*, which will make them.

    Raises:
        MoteurPdfAbsent: a PDF was asked for by name.
    """
    if formats is not None and "pdf" not in formats:
        return formats
    from courriers.document.etabli import preparer
    from courriers.lot.execution import FORMATS

    try:
        executeur.submit(preparer).result()
    except DelaiDepasse:
        return formats or FORMATS  # the engine is there; each letter has its own time
    except MoteurPdfAbsent as erreur:
        if formats is not None:
            raise
        dire(f"{erreur.message} Les lettres sont écrites en Word seulement.", "yellow")
        dire(erreur.conseil)
        return ("docx",)
    return formats or FORMATS


def option_json(commande: F) -> F:
    """``--json``."""
    return click.option("--json", "json_", is_flag=True, help="Écrit le résultat en JSON.")(
        commande
    )
