"""The command line: one command, one public function; no logic here."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

import click

from courriers import __version__
from courriers.cli import francais
from courriers.cli.commandes import GroupeParesseux
from courriers.cli.messages import dire, dire_erreur
from courriers.erreurs import CourriersError


class _Groupe(GroupeParesseux):
    """No traceback ever reaches a user."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CourriersError as erreur:
            dire_erreur(erreur)
            ctx.exit(1)
        except KeyboardInterrupt:
            dire("Interrompu.")
            ctx.exit(130)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as faute:
            if os.environ.get("COURRIERS_DEBUG"):
                raise
            dire(
                f"Erreur interne ({type(faute).__name__} : {faute}). Relancez avec "
                "COURRIERS_DEBUG=1 pour le détail, et signalez-la.",
                "red",
            )
            ctx.exit(1)


@click.group(
    cls=_Groupe,
    subcommand_metavar="COMMANDE [OPTIONS]…",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__, "--version", "-V", prog_name="courriers", help="Affiche la version."
)
def courriers() -> None:
    """Du dossier de créance à la lettre : en Word et en PDF, décompte au centime.

    \b
    Pour commencer :
      courriers nouveau-dossier              quelques questions, et la lettre
      courriers atelier                      la même chose dans le navigateur
      courriers demo                         toutes les lettres de tous les exemples, dans out/
      courriers packs                        les lettres proposées
      courriers decompte dossier.json        le compte, ligne par ligne
      courriers produire dossier.json --pack mise-en-demeure

    courriers donne une information, non une consultation juridique : une lettre se relit avant
    d'être signée.
    """


def main() -> None:
    """Entry point of the ``courriers`` command."""
    francais.installer()
    for flux in (sys.stdout, sys.stderr):
        # A console that cannot show a character gets a replacement, never a crash.
        if isinstance(flux, io.TextIOWrapper):
            with contextlib.suppress(ValueError):
                flux.reconfigure(errors="replace")
                # Into a file or another program, JSON and tables are UTF-8 on every system.
                if not flux.isatty() and "PYTHONIOENCODING" not in os.environ:
                    flux.reconfigure(encoding="utf-8", errors="replace")  # or strict again
    courriers(prog_name="courriers")
