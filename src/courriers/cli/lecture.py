"""Cases of any source for a command, with the memory of what was already sent."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from courriers.cli.messages import dire, dire_constats

if TYPE_CHECKING:
    from courriers.cli.options import Reglages
    from courriers.lettre.pack import Pack
    from courriers.lot.execution import Resultat
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
    sources: tuple[Path, ...], reglages: Reglages, exclusions: Path | None, memoire: Memoire,
    au: datetime.date,
) -> Iterator[Cas]:  # fmt: skip
    """Every case of *sources*, with what was already sent for it."""
    from courriers.lot.exclusions import exclure
    from courriers.lot.sources import lire

    for lu in exclure(lire(sources, reglages.configuration), exclusions):
        yield lu if lu.dossier is None else replace(lu, dossier=memoire.completer(lu.dossier, au))


def noter_la_lettre(resultat: Resultat, pack: Pack, sortie: Path, numero_suivi: str | None) -> None:
    """Write the letter in the journal of its folder."""
    from courriers.lot.execution import evenement
    from courriers.lot.journal import ajouter

    ecrit = evenement(resultat, pack, sortie, numero_suivi=numero_suivi)
    if ecrit is not None:
        ajouter(sortie, [ecrit])
