"""What click says by itself, in French. Strings it does not know pass untouched."""

from __future__ import annotations

import importlib
from collections.abc import Callable

_TRADUCTIONS = {
    "Usage:": "Utilisation :",
    "Usage: ": "Utilisation : ",
    "Options": "Options",
    "Arguments": "Arguments",
    "Commands": "Commandes",
    "Error: {message}": "Erreur : {message}",
    "Aborted!": "Interrompu.",
    "Show this message and exit.": "Affiche cette aide.",
    "Show the version and exit.": "Affiche la version.",
    "Try '{command} {option}' for help.": "« {command} {option} » affiche l’aide.",
    "Missing argument": "Argument manquant",
    "Missing option": "Option manquante",
    "Missing parameter": "Paramètre manquant",
    "Missing parameter: {param_name}": "Paramètre manquant : {param_name}",
    "Missing {param_type}": "{param_type} manquant",
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
    "No such command {name!r}.": "La commande {name!r} n’existe pas.",
    "No such option: {name}": "L’option {name} n’existe pas.",
    "No such option {name!r}.": "L’option {name!r} n’existe pas.",
    "Option {name!r} requires an argument.": "L’option {name!r} attend une valeur.",
    "Option {name!r} does not take a value.": "L’option {name!r} n’attend pas de valeur.",
    "Missing command.": "Commande manquante.",
    "Got unexpected extra argument ({args})": "Argument en trop ({args})",
    "Got unexpected extra arguments ({args})": "Arguments en trop ({args})",
    "{name} {filename!r} does not exist.": "« {filename} » n’existe pas.",
    "{name} {filename!r} is a directory.": "« {filename} » est un répertoire.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier.",
    "{name} {filename!r} is not readable.": "« {filename} » n’est pas lisible.",
    "{name} {filename!r} is not writable.": "« {filename} » n’accepte pas l’écriture.",
    "file": "Le fichier",
    "directory": "Le répertoire",
    "path": "Le chemin",
    "File": "Le fichier",
    "Directory": "Le répertoire",
    "Path": "Le chemin",
    "{value!r} is not {choice}.": "{value!r} n’est pas {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} n’est pas admis ; attendu : {choices}.",
    "Did you mean {possibility}?": "Vouliez-vous dire {possibility} ?",
    "(Did you mean one of: {possibilities}?)": "(Options proches : {possibilities})",
    "(Possible options: {possibilities})": "(Options proches : {possibilities})",
    "default: {default}": "par défaut : {default}",
    "required": "obligatoire",
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def traduire(texte: str) -> str:
    """*texte* in French if it is known."""
    return _TRADUCTIONS.get(texte, texte)


def _accorder(singulier: str, pluriel: str, nombre: int) -> str:
    return traduire(singulier if nombre == 1 else pluriel)


def installer() -> None:
    """Make click speak French. Called by the command line only, never by the library."""
    remplacants: dict[str, Callable[..., str]] = {"_": traduire, "ngettext": _accorder}
    for nom in _MODULES:
        module = importlib.import_module(f"click.{nom}")
        for attribut, remplacant in remplacants.items():
            if hasattr(module, attribut):
                setattr(module, attribut, remplacant)
