"""The command ``atelier``: the letter in a browser, beside Word."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from courriers.cli.messages import dire
from courriers.cli.options import Jour, aujourd_hui, chemin, option_modeles
from courriers.erreurs import CourriersError
from courriers.langue.typographie import INSECABLE


@click.command("atelier")
@click.option(
    "--dossier", metavar="SOURCE",
    help="Dossier à montrer : un fichier, un répertoire qui en contient, ou le nom d'un exemple.",
)  # fmt: skip
@option_modeles
@click.option(
    "--au", type=Jour(), metavar="JOUR",
    help="Jour des lettres ; aujourd'hui par défaut, et son propre jour pour un exemple.",
)  # fmt: skip
@click.option(
    "--config", type=chemin(exists=True, dir_okay=False), metavar="FICHIER",
    help="Fichier courriers.toml ; celui du répertoire courant, ou d'un répertoire au-dessus, par "
    "défaut.",
)  # fmt: skip
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N",
    help="Port de cette machine ; un port libre par défaut.",
)  # fmt: skip
@click.option("--sans-navigateur", is_flag=True, help="Affiche l'adresse sans l'ouvrir.")
@click.option(
    "--raccourci", type=chemin(file_okay=False), metavar="DIR",
    help="Écrit dans DIR un fichier à double-cliquer, qui lance l'atelier avec ces options.",
)  # fmt: skip
def atelier(
    dossier: str | None,
    modeles: Path | None,
    au: datetime.date | None,
    config: Path | None,
    port: int,
    sans_navigateur: bool,
    raccourci: Path | None,
) -> None:
    """Montre la lettre dans le navigateur, à côté de Word.

    Un modèle enregistré dans Word est montré en moins de deux secondes, avec les chiffres d'un
    dossier ; chaque faute est listée et surlignée, chaque chiffre se déplie. « Nouveau dossier »
    pose les questions, fait le compte à mesure et propose les lettres ; le dossier s'enregistre
    dans le répertoire courant. Rien ne quitte cette machine, et aucun modèle n'est modifié. Ctrl-C
    arrête l'atelier.

    \b
    Exemples :
      courriers atelier
      courriers atelier --dossier dossier.json --modeles mes-modeles
      courriers atelier --modeles mes-modeles --raccourci .
    """
    from courriers.atelier.seance import ouvrir
    from courriers.lot.configuration import trouver

    config = config or trouver(Path.cwd())
    seance = ouvrir(dossier, aujourd_hui(), au, modeles=modeles, config=config)
    _verifier_l_option()
    if raccourci is not None:
        from courriers.atelier.raccourci import ecrire_le_raccourci

        arguments = _arguments(dossier, modeles, au, config, port)
        click.echo(ecrire_le_raccourci(raccourci, sys.platform, sys.executable, arguments))
        return
    from courriers.atelier.lancement import lancer

    lancer(seance, port, navigateur=not sans_navigateur, dire=dire)


def _verifier_l_option() -> None:
    """What serves the page comes with an option of the package.

    Raises:
        CourriersError: it is not there; code ``ATELIER_ABSENT``.
    """
    try:
        import courriers.atelier.lancement  # noqa: F401
    except ModuleNotFoundError as absent:
        if (absent.name or "").partition(".")[0] == "courriers":
            raise
        raise CourriersError(
            f"L’atelier demande «{INSECABLE}{absent.name}{INSECABLE}», qui n’est pas installé.",
            conseil='Dans le répertoire de courriers, tapez\u00a0: pip install ".[atelier]"',
            code="ATELIER_ABSENT",
        ) from None


def _arguments(
    dossier: str | None,
    modeles: Path | None,
    au: datetime.date | None,
    config: Path | None,
    port: int,
) -> Sequence[str]:
    """The same options for a file started from anywhere: paths in full."""
    from courriers.lettre.emplacements import VARIABLE

    if modeles is None and os.environ.get(VARIABLE):  # a double-click has not this variable
        modeles = Path(os.environ[VARIABLE])
    if dossier is not None and Path(dossier).exists():
        dossier = str(Path(dossier).absolute())
    donnes = {
        "--dossier": dossier,
        "--modeles": modeles.absolute() if modeles is not None else None,
        "--au": au.isoformat() if au is not None else None,
        "--config": config.absolute() if config is not None else None,
        "--port": port or None,
    }
    return [
        mot for nom, valeur in donnes.items() if valeur is not None for mot in (nom, str(valeur))
    ]
