"""Where packs are found: the folder that is given, that of the environment, the built-in ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import courriers
from courriers.erreurs import PackInvalide

VARIABLE = "COURRIERS_MODELES"
"""Environment variable: a folder of packs, searched before the built-in ones."""
INTEGRE = "intégré"
"""Origin of the packs that come with the program."""


def emplacements(*, modeles: str | Path | None = None) -> dict[str, tuple[str, Path]]:
    """Where every pack is, by name, with its origin; the nearest folder wins. None is read.

    Raises:
        PackInvalide: *modeles*, or the folder of the environment variable, holds no pack.
    """
    trouves: dict[str, tuple[str, Path]] = {}
    for origine, racine in racines(modeles=modeles):
        for manifeste in sorted(racine.glob("*/pack.toml")):
            trouves.setdefault(manifeste.parent.name, (origine, manifeste.parent))
    return trouves


def donnees(nom: str) -> Path:
    """The folder *nom* (``templates``, ``samples``): inside the wheel, or beside ``src``."""
    paquet = Path(courriers.__file__).parent
    dans_la_roue = paquet / nom
    return dans_la_roue if dans_la_roue.is_dir() else paquet.parents[1] / nom


def racines(*, modeles: str | Path | None = None) -> Iterator[tuple[str, Path]]:
    """The folders where packs are looked for, nearest first, each with its origin.

    Raises as :func:`emplacements`.
    """
    if modeles is not None:
        yield "--modeles", _avec_packs(Path(modeles))
    if os.environ.get(VARIABLE):
        yield VARIABLE, _avec_packs(Path(os.environ[VARIABLE]))
    yield INTEGRE, donnees("templates")


def _avec_packs(racine: Path) -> Path:
    """*racine*, which must hold packs: a folder given for nothing is a mistake to say."""
    if contient_des_packs(racine):
        return racine
    conseil = "Chaque pack est un sous-répertoire qui contient « pack.toml »."
    if (racine / "pack.toml").is_file():
        conseil = (
            f"Ce répertoire est lui-même un pack : donnez celui qui le contient ({racine.parent})."
        )
    raise PackInvalide(f"{racine} ne contient aucun pack.", conseil=conseil)


def contient_des_packs(racine: Path) -> bool:
    """Whether *racine* is a folder of packs."""
    return any(racine.glob("*/pack.toml"))
