"""What is said to the person: results on standard output, messages on standard error."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from courriers.constats import Constat, Gravite
from courriers.erreurs import CourriersError

_COULEURS = {Gravite.ERREUR: "red", Gravite.AVERTISSEMENT: "yellow", Gravite.INFORMATION: "cyan"}


_ORDRES = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    "?",
)
"""What a terminal obeys: a journal or a file of others may hold some."""


def dire(message: str, couleur: str | None = None) -> None:
    """A message for the person, on standard error; colours on a terminal only."""
    click.secho(message.translate(_ORDRES), err=True, fg=couleur)


def dire_erreur(erreur: CourriersError, source: object = None) -> None:
    """An error, with the file it comes from."""
    prefixe = f"{source} : " if source is not None else ""
    dire(f"{prefixe}{erreur}", "red")


def dire_constats(constats: Iterable[Constat]) -> None:
    """Findings, one a line, the severity first."""
    for constat in constats:
        dire(f"  {constat.gravite} [{constat.code}] {constat}", _COULEURS[constat.gravite])


def en_json(valeur: Any, *, lignes: bool = False) -> None:
    """*valeur* on standard output: indented, or on one line."""
    click.echo(json.dumps(valeur, ensure_ascii=False, indent=None if lignes else 2))
