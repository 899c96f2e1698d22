"""Every sample with every pack, on the sample's own day: what a newcomer looks at first."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from courriers.lettre.composition import Lettre
from courriers.lettre.pack import Pack, donnees, packs
from courriers.lot.execution import FORMATS, Resultat, rediger


@dataclass(frozen=True)
class Essai:
    """One sample with one pack."""

    exemple: str
    pack: Pack
    au: datetime.date
    resultat: Resultat


def demonstration(
    sortie: Path, *, formats: Sequence[str] = FORMATS, modeles: Path | None = None
) -> Iterator[Essai]:
    """Write ``<sample>/<pack>.docx`` and ``.pdf`` in *sortie*, and yield what became of each.

    Args:
        sortie: folder of the letters; created if needed.
        formats: among :data:`~courriers.lot.execution.FORMATS`.
        modeles: a folder of packs to search first.
    """
    etapes = packs(modeles=modeles)
    for exemple in sorted(d for d in donnees("samples").iterdir() if d.is_dir()):
        jour = tomllib.loads((exemple / "attendu.toml").read_text(encoding="utf-8"))["au"]
        for pack in etapes:
            place = partial(_dans, sortie / exemple.name)
            resultat = rediger(exemple, pack, jour, place, formats=formats)
            yield Essai(exemple.name, pack, jour, resultat)


def _dans(repertoire: Path, lettre: Lettre) -> Path:
    del lettre
    return repertoire
