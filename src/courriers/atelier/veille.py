"""What changes on the disk: templates, cases, paper. Says that something did, never what.

The page then asks for its view again, which is made again only if a file of its own has changed:
an event too many costs nothing, and one too few is caught at the next look.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from watchfiles import Change, awatch

from courriers.atelier.seance import Seance
from courriers.erreurs import CourriersError
from courriers.lettre.emplacements import racines

_GROUPE_MS, _PAS_MS = 300, 25
"""Word saves in several steps: those that follow at once are one change."""
_PATIENCE, _REGARD = 0.6, 0.03
"""Seconds left to a template to be whole again, and between two looks at it."""
_REPRISE = 1.0
"""Seconds before a folder that is gone is looked for again."""
_SUFFIXES = (".docx", ".docm", ".dotx", ".toml", ".json", ".png", ".jpg", ".jpeg", ".pdf")
_PROVISOIRE = re.compile(
    r"~\$|~wr|~\w*\.tmp$|\.~lock\.|\.|lu[0-9a-z]+\.tmp|.*\.(tmp|part|bak|swp|asd)$|.*~$",
    re.IGNORECASE,
)
"""Names that Word, LibreOffice and editors give to what they have not finished, or keep aside."""


def compte(nom: str) -> bool:
    """Whether a file of this name is one a letter may rest on.

    >>> [compte(n) for n in ("lettre.docx", "~$lettre.docx", "~WRD0001.tmp", ".~lock.lettre.docx#")]
    [True, False, False, False]
    """
    return nom.lower().endswith(_SUFFIXES) and not _PROVISOIRE.match(nom)


async def enregistres(chemins: Sequence[str]) -> None:
    """Wait until each Word file of *chemins* is whole, or for a moment at most.

    Between two steps of a save, it is not there, or has no end yet: a fault that lasts as long as
    the save is no news for anyone.
    """
    fin = time.monotonic() + _PATIENCE
    while not await asyncio.to_thread(_entiers, chemins) and time.monotonic() < fin:
        await asyncio.sleep(_REGARD)


def _entiers(chemins: Sequence[str]) -> bool:
    return all(map(zipfile.is_zipfile, chemins))  # by its end, which is written last


class Diffusion:
    """Tells every open page; to one that has not answered yet, once only."""

    def __init__(self) -> None:
        self._pages: set[asyncio.Event] = set()
        self.est_fermee = False

    @contextlib.contextmanager
    def abonne(self) -> Iterator[asyncio.Event]:
        """The event of one page, set when something changes or the server leaves."""
        page = asyncio.Event()
        self._pages.add(page)
        try:
            yield page
        finally:
            self._pages.discard(page)

    def dire(self) -> None:
        """Something has changed."""
        for page in self._pages:
            page.set()

    def fermer(self) -> None:
        """Let every page go."""
        self.est_fermee = True
        self.dire()


async def veiller(seance: Seance, diffusion: Diffusion, fin: asyncio.Event) -> None:
    """Watch until *fin* is set."""
    siens = {seance.sortie, *(d.chemin.parent for d in seance.siens)}
    if seance.config is not None:
        siens.add(seance.config.parent)
    exemples = {d.chemin.parents[1] for d in seance.dossiers if d.est_exemple}
    try:
        arbres = {*(r for _, r in racines(modeles=seance.modeles)), *exemples}
    except CourriersError:
        arbres = exemples
    # A person's folder may hold the whole disk: only what is beside the case is watched.
    await asyncio.gather(
        _veiller(arbres, diffusion, fin, recursive=True),
        _veiller(siens, diffusion, fin, recursive=False),
    )


async def _veiller(
    repertoires: Iterable[Path], diffusion: Diffusion, fin: asyncio.Event, *, recursive: bool
) -> None:
    while not fin.is_set():
        presents = [r for r in repertoires if r.is_dir()]
        if not presents:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(fin.wait(), _REPRISE)
            continue
        try:
            async for _ in awatch(
                *presents, watch_filter=_interesse, debounce=_GROUPE_MS, step=_PAS_MS,
                stop_event=fin, recursive=recursive, ignore_permission_denied=True,
            ):  # fmt: skip
                diffusion.dire()
        except Exception:  # noqa: BLE001 – a folder taken away, a disk that cannot be watched
            diffusion.dire()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(fin.wait(), _REPRISE)


def _interesse(changement: Change, chemin: str) -> bool:
    del changement
    place = Path(chemin)
    return compte(place.name) and ".origine" not in place.parts
