"""The commands by name: where each is, and the one line the list of commands says of it.

A command is imported when it is called, not before: the list comes at once.
"""

from __future__ import annotations

import importlib
from typing import NamedTuple

import click


class Place(NamedTuple):
    """Where a command is, and its short help: a test holds it to the command's own."""

    module: str
    nom: str
    aide: str


PLACES = {
    "produire": Place("lettres", "produire", "Écrit la lettre d'un ou de plusieurs dossiers."),
    "decompte": Place("calculs", "decompte", "Arrête le compte d'un dossier, ligne par ligne."),
    "etape": Place("loi", "etape", "Dit quelle lettre est due, et pourquoi."),
    "voies": Place(
        "loi", "voies", "Dit quelles voies la loi ouvre ou ferme à un dossier, et pourquoi."
    ),
    "echeances": Place(
        "loi",
        "echeances",
        "Montre les délais d'un dossier : prescription, signification, déclaration.",
    ),
    "taux": Place(
        "taux",
        "taux",
        "Montre les taux et les montants fixés par la loi, leur source et leur âge.",
    ),
    "demo": Place("lettres", "demo", "Écrit les lettres de tous les exemples, chacun à sa date."),
    "pdf": Place("fichiers", "pdf", "Convertit des lettres Word en PDF."),
    "packs": Place("lettres", "packs", "Liste les lettres proposées, et d'où vient chacune."),
    "texte": Place("fichiers", "texte", "Écrit le texte visible d'un fichier Word."),
    "en-lettres": Place("calculs", "en_lettres", "Écrit MONTANT en toutes lettres."),
    "schema": Place("calculs", "schema", "Écrit le schéma JSON d'un dossier."),
    "diagnostic": Place(
        "diagnostic", "diagnostic", "Montre ce que cette machine a, et ce qui lui manque."
    ),
}


class GroupeParesseux(click.Group):
    """A group whose commands are those of ``PLACES``, imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command *cmd_name*, imported."""
        del ctx
        if cmd_name not in PLACES:
            return None
        place = PLACES[cmd_name]
        commande = getattr(importlib.import_module(f"courriers.cli.{place.module}"), place.nom)
        return commande if isinstance(commande, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table."""
        del ctx
        with formatter.section("Commandes"):
            formatter.write_dl([(nom, place.aide) for nom, place in PLACES.items()])
