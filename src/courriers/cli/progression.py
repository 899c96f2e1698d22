"""How far a batch has gone: a bar that renews itself on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from courriers.langue.typographie import compte, nombre

if TYPE_CHECKING:
    from courriers.lettre.pack import Pack
    from courriers.lot.resultat import Resultat

_PAS_S = 0.2
"""Seconds between two drawings on a terminal."""
_LIGNE_S = 30.0
"""Seconds between two lines elsewhere."""
_RECUL_S = 30.0
"""Seconds that the rate is taken over: letters that are there already go much faster."""
_CASES = 10


@dataclass
class Bilan:
    """What became of the cases read so far."""

    ecrites: int = 0
    deja: int = 0
    refusees: int = 0
    incompletes: int = 0
    """Those, written or not, whose complete file lacks an exhibit."""
    packs: dict[str, Pack] = field(default_factory=dict)
    """Those of the letters, by name."""
    complets: dict[str, str] = field(default_factory=dict)
    """The name of a complete file that was written, by that of its pack."""

    @property
    def lus(self) -> int:
        """Cases read."""
        return self.ecrites + self.deja + self.refusees

    def compter(self, resultat: Resultat) -> None:
        """One result more."""
        self.ecrites += resultat.erreur is None and not resultat.deja
        self.deja += resultat.deja
        self.refusees += resultat.erreur is not None
        self.incompletes += resultat.est_incomplete
        if resultat.pack is not None and not resultat.deja:
            self.packs[resultat.pack.nom] = resultat.pack
            complets = [f.name for f in resultat.fichiers if f.name.endswith("-complet.pdf")]
            self.complets.update((resultat.pack.nom, nom) for nom in complets)

    def __str__(self) -> str:
        deja = f"{nombre(self.deja)} déjà là, " if self.deja else ""
        return f"{compte(self.ecrites, 'lettre écrite')}, {deja}{compte(self.refusees, 'refusée')}"

    @property
    def a_blanc(self) -> str:
        """The same, of a run that only looks."""
        ecrites = compte(self.ecrites, "lettre écrite")
        return str(self).replace(ecrites, f"{compte(self.ecrites, 'lettre')} à écrire", 1)

    @property
    def bref(self) -> str:
        """The same, on a line that has little room."""
        deja = f"{nombre(self.deja)} déjà là, " if self.deja else ""
        return f"{compte(self.ecrites, 'écrite')}, {deja}{compte(self.refusees, 'refusée')}"


class Progres:
    """What the person sees while a batch runs; nothing when it is short."""

    def __init__(self, *, montre: bool, lire: Callable[[], Iterable[object]] | None = None) -> None:
        """Begin to count.

        Args:
            montre: whether to show anything.
            lire: reads the same cases again, to know how many there are; only for a terminal.
        """
        self._montre = montre
        self._terminal = montre and sys.stderr is not None and sys.stderr.isatty()
        self._dit = time.monotonic()
        self._vus = deque([(self._dit, 0)])
        self._affiche = False
        self._total: int | None = None
        self._fil = threading.Thread(target=self._compter, args=(lire,), daemon=True)
        if self._terminal:
            self._fil.start()

    def _compter(self, lire: Callable[[], Iterable[object]] | None) -> None:
        if lire is None:
            return
        try:
            self._total = sum(1 for _ in lire())
        except Exception:  # noqa: BLE001 – the run itself says what is wrong with its sources
            self._total = None

    def __enter__(self) -> Progres:
        return self

    def __exit__(self, *_faute: object) -> None:
        self.effacer()

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
        self._vus.append((maintenant, bilan.lus))
        while len(self._vus) > 2 and maintenant - self._vus[0][0] > _RECUL_S:
            self._vus.popleft()
        depuis, lus = self._vus[0]
        rythme = (bilan.lus - lus) / max(maintenant - depuis, 1e-9)
        dit = ligne(bilan, self._total, rythme)
        if self._terminal:
            dit = dit[: shutil.get_terminal_size().columns - 1]  # a line that wraps is not erased
        click.echo(dit, nl=not self._terminal, err=True)
        self._affiche = self._terminal


def ligne(bilan: Bilan, total: int | None, rythme: float) -> str:
    """How far it is, in one line.

    Args:
        bilan: what became of the cases so far.
        total: how many there are, once it is known.
        rythme: cases a second.
    """
    vitesse = f"{rythme:.0f}/s" if rythme >= 1 else f"{60 * rythme:.0f}/min"
    if not total or total < bilan.lus:
        return f"{compte(bilan.lus, 'dossier lu')}, {bilan.bref}, {vitesse}"
    part = bilan.lus / total
    barre = "#" * int(part * _CASES)
    reste = f", encore {duree((total - bilan.lus) / rythme)}" if rythme else ""
    return f"[{barre:·<{_CASES}}] {bilan.lus}/{total}, {bilan.bref}, {vitesse}{reste}"


def duree(secondes: float) -> str:
    """*secondes* as a person says it.

    >>> [duree(s) for s in (0.2, 59, 61, 3599, 7260)]
    ['1\u00a0s', '59\u00a0s', '1\u00a0min', '60\u00a0min', '2\u00a0h\u00a001']
    """
    if secondes < 60:
        return f"{max(1, round(secondes))}\u00a0s"
    minutes = round(secondes / 60)
    if minutes <= 60:
        return f"{minutes}\u00a0min"
    return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02}"
