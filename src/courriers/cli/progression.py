"""How far a batch has gone: a line that renews itself on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from courriers.lot.execution import Resultat

_PAS_S = 0.2
"""Seconds between two drawings on a terminal."""
_LIGNE_S = 30.0
"""Seconds between two lines elsewhere."""


@dataclass
class Bilan:
    """What became of the cases read so far."""

    ecrites: int = 0
    deja: int = 0
    refusees: int = 0

    @property
    def lus(self) -> int:
        """Cases read."""
        return self.ecrites + self.deja + self.refusees

    def compter(self, resultat: Resultat) -> None:
        """One result more."""
        self.ecrites += resultat.lettre is not None
        self.deja += resultat.deja
        self.refusees += resultat.erreur is not None

    def __str__(self) -> str:
        deja = f"{self.deja} déjà là, " if self.deja else ""
        return f"{self.ecrites} lettre(s) écrite(s), {deja}{self.refusees} refusée(s)"


class Progres:
    """What the person sees while a batch runs; nothing when it is short."""

    def __init__(self, *, montre: bool) -> None:
        """*montre*: whether to show anything."""
        self._montre = montre
        self._terminal = montre and sys.stderr is not None and sys.stderr.isatty()
        self._debut = self._dit = time.monotonic()
        self._affiche = False

    def __enter__(self) -> Progres:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.effacer()
        if exc_type is KeyboardInterrupt:
            click.echo(
                "Interrompu : ce qui est écrit est entier ; la même commande reprend la suite.",
                err=True,
            )

    def effacer(self) -> None:
        """Take the line away, before something else is said."""
        if self._affiche:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._affiche = False

    def avancer(self, bilan: Bilan) -> None:
        """Show how far it is, if it is time."""
        maintenant = time.monotonic()
        if not self._montre or maintenant - self._dit < (_PAS_S if self._terminal else _LIGNE_S):
            return
        self._dit = maintenant
        rythme = bilan.lus / max(maintenant - self._debut, 1e-9)
        ligne = f"{bilan.lus} dossiers lus, {bilan}, {rythme:.0f} par seconde"
        click.echo(ligne, nl=not self._terminal, err=True)
        self._affiche = self._terminal
