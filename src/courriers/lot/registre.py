"""A folder of letters while a run writes in it: held alone, remembered, and noted."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from courriers.lot import journal
from courriers.lot.evenements import AnyEvenement
from courriers.lot.journal import Journal
from courriers.lot.memoire import Memoire
from courriers.lot.verrou import seul


class Registre:
    """The lock, the memory and the journal of a folder of letters; a context manager.

    Held before the journal is read: what two runs write never meets.
    """

    def __init__(
        self, sortie: Path, journaux: Iterable[Path] = (), *, a_blanc: bool = False
    ) -> None:
        """Take the folder *sortie*, created if needed.

        Args:
            sortie: the folder of the letters.
            journaux: of other folders, whose letters were sent too.
            a_blanc: only look: nothing is held, created nor noted.

        Raises:
            CourriersError: another run is at work there (``LOT_EN_COURS``), nothing can be written
                there (``ECRITURE_IMPOSSIBLE``), a journal cannot be read
                (``JOURNAL_ILLISIBLE``), or that of *sortie* leads elsewhere
                (``CHEMIN_HORS_DU_LOT``).
        """
        self.sortie = sortie
        self._tenus = contextlib.ExitStack()
        with contextlib.ExitStack() as tenus:
            if not a_blanc:
                tenus.enter_context(seul(sortie))
            journal.verifier(sortie)
            self.memoire = tenus.enter_context(Memoire(journaux, sortie))
            self._journal = None if a_blanc else tenus.enter_context(Journal(sortie))
            self._tenus = tenus.pop_all()

    def __enter__(self) -> Registre:
        return self

    def __exit__(self, *_faute: object) -> None:
        self._tenus.close()

    def noter(self, evenement: AnyEvenement) -> None:
        """Keep *evenement*; nothing is kept when one only looks.

        Raises:
            CourriersError: the journal cannot be written; code ``ECRITURE_IMPOSSIBLE``.
        """
        if self._journal is not None:
            self._journal.ajouter(evenement)
            self.memoire.retenir(evenement)
