"""Every sample with every pack, on the sample's own day: what a newcomer looks at first."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from courriers.dossier import load_dossier
from courriers.lettre.canaux import canaux_possibles
from courriers.lettre.emplacements import donnees
from courriers.lettre.pack import Pack, packs
from courriers.lot.execution import FORMATS, Resultat, Tache, rediger
from courriers.lot.fabrication import Reglage
from courriers.lot.sources import fichier
from courriers.lot.sources.dossiers import un_dossier


@dataclass(frozen=True)
class Essai:
    """One sample with one pack, by one channel."""

    exemple: str
    pack: Pack
    canal: str
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

    The e-mail and the call sheet too, of the samples that have an address and a number.

    Args:
        sortie: folder of the letters; created if needed.
        formats: among :data:`~courriers.lot.execution.FORMATS`.
        modeles: a folder of packs to search first.
        executeur: draws the PDFs, several at a time; this process by default.
    """
    etapes = packs(modeles=modeles)
    essais = [
        (exemple, pack, canal, document, jour)
        for exemple in sorted(d for d in donnees("samples").iterdir() if d.is_dir())
        for jour in [tomllib.loads((exemple / "attendu.toml").read_text(encoding="utf-8"))["au"]]
        for pack in etapes
        for canal, document in _canaux(exemple, pack)
        if canal != "courriel" or "pdf" in formats  # it carries the letter as PDF
    ]
    taches = (
        Tache(
            un_dossier(exemple),
            Reglage(pack, jour, canal, document, tuple(formats), liasse=True, garder=False),
            sortie / exemple.name,
        )
        for exemple, pack, canal, document, jour in essais
    )
    for essai, resultat in zip(essais, rediger(taches, executeur), strict=True):
        exemple, pack, canal, _, jour = essai
        yield Essai(exemple.name, pack, canal, jour, resultat)


def _canaux(exemple: Path, pack: Pack) -> list[tuple[str, str | None]]:
    """Each channel, and the one document to write: the letter of the first is there already."""
    premier, *autres = canaux_possibles(load_dossier(fichier(exemple)), pack)
    propres: dict[str, str] = {d.role: d.nom for d in pack.manifeste.documents}
    return [(premier, None), *((canal, propres.get(canal)) for canal in autres)]
