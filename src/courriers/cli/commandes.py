"""The commands by name: where each is, and the one line the list of commands says of it.

A command is imported when it is called, not before: the list comes at once.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, MutableMapping
from typing import Any, NamedTuple, cast

import click


class Place(NamedTuple):
    """Where a command is, and its short help: a test holds it to the command's own."""

    module: str
    nom: str
    aide: str


PLACES = {
    "nouveau-dossier": Place(
        "nouveau_dossier",
        "nouveau_dossier",
        "Pose les questions d'un dossier, l'enregistre, et propose ses lettres.",
    ),
    "configurer": Place(
        "configuration", "configurer", "Écrit un premier courriers.toml, après quelques questions."
    ),
    "importer": Place(
        "importation",
        "importer",
        "Change tables, FEC et factures électroniques en dossiers à relire.",
    ),
    "produire": Place("lettres", "produire", "Écrit la lettre d'un ou de plusieurs dossiers."),
    "noter": Place(
        "retours",
        "noter",
        "Ajoute au journal les numéros de suivi, réceptions et retours des lettres.",
    ),
    "depot": Place(
        "depot", "depot", "Réunit, vérifie et liste les lettres d'un répertoire pour l'imprimeur."
    ),
    "verifier-lot": Place(
        "verification_du_lot",
        "verifier_lot",
        "Prouve un répertoire de lettres par son journal, fichier par fichier.",
    ),
    "purger": Place(
        "purge",
        "purger",
        "Efface les vieux dossiers d'un répertoire de lettres, et garde la preuve des envois.",
    ),
    "decompte": Place("calculs", "decompte", "Arrête le compte d'un dossier, ligne par ligne."),
    "etape": Place("loi", "etape", "Dit quelle lettre est due, et pourquoi."),
    "voies": Place(
        "loi", "voies", "Dit quelles voies la loi ouvre ou ferme à un dossier, et pourquoi."
    ),
    "echeances": Place(
        "echeances",
        "echeances",
        "Montre ce qu'il faut faire, et avant quand, pour chaque dossier.",
    ),
    "taux": Place(
        "taux",
        "taux",
        "Montre les taux et les montants fixés par la loi, leur source et leur âge.",
    ),
    "demo": Place("demo", "demo", "Écrit les lettres de tous les exemples, chacun à sa date."),
    "pdf": Place("fichiers", "pdf", "Convertit des lettres Word en PDF."),
    "recalculer": Place(
        "fichiers", "recalculer", "Vérifie le compte d'une lettre en PDF, ligne par ligne."
    ),
    "packs": Place("packs", "packs", "Liste les lettres proposées, et d'où vient chacune."),
    "nouveau-pack": Place(
        "packs", "nouveau_pack", "Copie un pack dans votre répertoire, prêt à être modifié."
    ),
    "verifier": Place(
        "verification", "verifier", "Cherche toutes les fautes d'un modèle de lettre."
    ),
    "atelier": Place("atelier", "atelier", "Montre la lettre dans le navigateur, à côté de Word."),
    "champs": Place(
        "champs", "champs", "Montre ce qu'un modèle peut imprimer : chaque champ et chaque filtre."
    ),
    "texte": Place("fichiers", "texte", "Écrit le texte visible d'un fichier Word."),
    "comparer": Place(
        "comparaison",
        "comparer",
        "Montre ce qui a changé d'un fichier Word à l'autre, phrase par phrase.",
    ),
    "en-lettres": Place("calculs", "en_lettres", "Écrit MONTANT en toutes lettres."),
    "schema": Place("calculs", "schema", "Écrit le schéma JSON d'un dossier."),
    "diagnostic": Place(
        "diagnostic", "diagnostic", "Montre ce que cette machine a, et ce qui lui manque."
    ),
}


class Commandes(MutableMapping[str, click.Command]):
    """The commands by name, each imported when it is asked for: their names import nothing.

    A mapping rather than methods of the group: click reads the names of ``Group.commands`` by
    itself, to suggest one for a misspelt command.
    """

    def __init__(self) -> None:
        self._connues: dict[str, Place | click.Command] = dict(PLACES)

    def __getitem__(self, nom: str) -> click.Command:
        trouvee = self._connues[nom]
        if isinstance(trouvee, Place):
            module = importlib.import_module(f"courriers.cli.{trouvee.module}")
            trouvee = self._connues[nom] = cast("click.Command", getattr(module, trouvee.nom))
        return trouvee

    def __setitem__(self, nom: str, commande: click.Command) -> None:
        self._connues[nom] = commande

    def __delitem__(self, nom: str) -> None:
        del self._connues[nom]

    def __iter__(self) -> Iterator[str]:
        return iter(self._connues)

    def __len__(self) -> int:
        return len(self._connues)


class GroupeParesseux(click.Group):
    """A group whose commands are those of ``PLACES``, imported when called."""

    def __init__(self, *args: Any, **reglages: Any) -> None:
        super().__init__(*args, **reglages)
        self.commands = Commandes()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table."""
        del ctx
        with formatter.section("Commandes"):
            formatter.write_dl([(nom, place.aide) for nom, place in PLACES.items()])
