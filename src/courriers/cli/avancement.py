"""How many files are read: a line that renews itself on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
import time

import click

from courriers.langue.typographie import nombre

_PAS_S = 0.2
"""Seconds between two drawings."""


class Avancement:
    """The line under which a long reading goes on."""

    def __init__(self, quoi: str, *, montre: bool) -> None:
        """*quoi*: what is counted; *montre*: whether to show anything at all."""
        self._quoi = quoi
        self._terminal = montre and sys.stderr is not None and sys.stderr.isatty()
        self._dit = time.monotonic()
        self._affiche = False

    def avancer(self, faits: int, total: int) -> None:
        """Show that *faits* of *total* are done, if it is time."""
        if not self._terminal or time.monotonic() - self._dit < _PAS_S:
            return
        self._dit, self._affiche = time.monotonic(), True
        click.echo(f"\r{self._quoi} : {nombre(faits)}/{nombre(total)}", nl=False, err=True)

    def effacer(self) -> None:
        """Take the line away, before something else is said."""
        if self._affiche:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._affiche = False
