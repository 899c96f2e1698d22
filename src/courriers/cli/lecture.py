"""Cases of any source for a command, with the memory of what was already sent."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from courriers.cli.messages import dire, dire_constats

if TYPE_CHECKING:
    from courriers.cli.options import Reglages
    from courriers.lot.memoire import Memoire
    from courriers.lot.sources import Cas


def memoire_des_envois(sortie: Path, journaux: tuple[Path, ...], sans_journal: bool) -> Memoire:
    """What was already sent: from the folders named, and from that of the letters."""
    from courriers.lot.journal import NOM
    from courriers.lot.memoire import Memoire

    sien = [] if sans_journal or not (sortie / NOM).is_file() else [sortie]
    memoire = Memoire([*journaux, *sien])
    dire_constats(memoire.constats)
    if memoire.lettres:
        dire(f"Lettres déjà écrites, reprises des journaux : {memoire.lettres} (--sans-journal "
             f"ignore celui de {sortie}).")  # fmt: skip
    return memoire


def cas_des_sources(
    sources: tuple[Path, ...], reglages: Reglages, exclusions: Path | None, limite: int | None
) -> Iterator[Cas]:
    """Every case of *sources*, at most *limite*."""
    from courriers.lot.exclusions import exclure
    from courriers.lot.sources import lire

    cas = exclure(lire(sources, reglages.configuration), exclusions)
    yield from itertools.islice(cas, limite)
