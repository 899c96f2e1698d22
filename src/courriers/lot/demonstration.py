"""Every sample with every pack, on the sample's own day: what a newcomer looks at first."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from courriers.lettre.composition import Lettre
from courriers.lettre.pack import Pack, donnees, packs
from courriers.lot.execution import FORMATS, Resultat, Tache, rediger


@dataclass(frozen=True)
class Essai:
    """One sample with one pack."""

    exemple: str
    pack: Pack
    au: datetime.date
    resultat: Resultat


def demonstration(
    sortie: Path,
    *,
    formats: Sequence[str] = FORMATS,
    modeles: Path | None = None,
    executeur: Executor | None = None,
) -> Iterator[Essai]:
    """Write ``<sample>/<pack>.docx`` and ``.pdf`` in *sortie*, and yield what became of each.

    Args:
        sortie: folder of the letters; created if needed.
        formats: among :data:`~courriers.lot.execution.FORMATS`.
        modeles: a folder of packs to search first.
        executeur: draws the PDFs, several at a time; this process by default.
    """
    etapes = packs(modeles=modeles)
    essais = [
        (exemple, pack, tomllib.loads((exemple / "attendu.toml").read_text(encoding="utf-8"))["au"])
        for exemple in sorted(d for d in donnees("samples").iterdir() if d.is_dir())
        for pack in etapes
    ]
    taches = (
        Tache(exemple, pack, jour, _toujours(sortie / exemple.name), formats=formats)
        for exemple, pack, jour in essais
    )
    for (exemple, pack, jour), resultat in zip(essais, rediger(taches, executeur), strict=True):
        yield Essai(exemple.name, pack, jour, resultat)


def _toujours(repertoire: Path) -> Callable[[Lettre], Path]:
    return lambda _: repertoire
