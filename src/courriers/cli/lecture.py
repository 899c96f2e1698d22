"""Cases of any source for a command, with the memory of what was already sent."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from courriers.cli.messages import dire, dire_constats

if TYPE_CHECKING:
    from courriers.cli.options import Reglages
    from courriers.lot.exclusions import Exclusions
    from courriers.lot.memoire import Memoire
    from courriers.lot.registre import Registre
    from courriers.lot.sources import Cas


@dataclass(frozen=True)
class EnvoisConnus:
    """What was already sent, and where it is kept."""

    memoire: Memoire
    registre: Registre | None
    """Of the folder of the letters, unless no journal is kept."""


@contextmanager
def envois_connus(
    sortie: Path, journaux: tuple[Path, ...], *, sans_journal: bool, a_blanc: bool
) -> Iterator[EnvoisConnus]:
    """What was already sent: from the folders named, and from that of the letters, held alone."""
    from courriers.lot.memoire import Memoire
    from courriers.lot.registre import Registre

    if sans_journal:
        with Memoire(journaux) as memoire:
            _dire(memoire, sortie)
            yield EnvoisConnus(memoire, None)
        return
    with Registre(sortie, journaux, a_blanc=a_blanc) as registre:
        _dire(registre.memoire, sortie)
        yield EnvoisConnus(registre.memoire, registre)


def _dire(memoire: Memoire, sortie: Path) -> None:
    dire_constats(memoire.constats)
    if memoire.lettres:
        dire(f"Lettres déjà écrites, reprises des journaux : {memoire.lettres} (--sans-journal "
             f"ignore celui de {sortie}).")  # fmt: skip


def cas_des_sources(
    sources: tuple[Path, ...], reglages: Reglages, exclusions: Exclusions, limite: int | None
) -> Iterator[Cas]:
    """Every case of *sources*, at most *limite*."""
    from courriers.lot.exclusions import exclure
    from courriers.lot.sources import lire

    cas = exclure(lire(sources, reglages.configuration), exclusions)
    yield from itertools.islice(cas, limite)
