"""The rows of a batch as it goes: added up, and kept packed in a temporary file.

Rows cannot be written at once: the workbook is made at the end, when the letters are.
"""

from __future__ import annotations

import contextlib
import gzip
import pickle
import tempfile
from collections.abc import Iterator
from typing import Self

from courriers.lot.synthese.cumuls import Cumuls
from courriers.lot.synthese.lignes import LigneDeSynthese


class Recueil:
    """What became of each case, in order, in a memory that does not grow with them.

    To be closed, as a file: ``with Recueil() as recueil``. The file has no name, or loses it when
    it is closed: nothing of the debts is left behind.
    """

    def __init__(self) -> None:
        self.cumuls = Cumuls()
        self.panne: OSError | None = None
        """What kept a row from being put aside; the figures go on, without the rows."""
        self._brut = tempfile.TemporaryFile()  # noqa: SIM115 – closed by « __exit__ »
        self._serre: gzip.GzipFile | None = gzip.GzipFile(
            fileobj=self._brut, mode="wb", compresslevel=1, mtime=0
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_faute: object) -> None:
        self._finir()
        with contextlib.suppress(OSError):
            self._brut.close()

    def ajouter(self, ligne: LigneDeSynthese) -> None:
        """One case more. A full disk stops no letter: :attr:`panne` keeps it for the end.

        Raises:
            ValueError: the rows have been read, or the collection is closed.
        """
        if self._serre is None:
            raise ValueError("ce recueil est fini")
        self.cumuls.ajouter(ligne)
        if self.panne is None:
            try:
                pickle.dump(ligne, self._serre)
            except OSError as faute:
                self.panne = faute

    def lignes(self) -> Iterator[LigneDeSynthese]:
        """The rows, from the first, as often as asked; none is added any more.

        Raises:
            OSError: one could not be put aside.
        """
        self._finir()
        if self.panne is not None:
            raise self.panne
        self._brut.seek(0)
        with gzip.GzipFile(fileobj=self._brut, mode="rb") as lu:
            for _ in range(self.cumuls.lus):
                ligne: LigneDeSynthese = pickle.load(lu)  # noqa: S301 – ours, a moment ago
                yield ligne

    def _finir(self) -> None:
        if self._serre is None:
            return
        try:
            self._serre.close()
            self._brut.flush()
        except OSError as faute:
            self.panne = self.panne or faute
        self._serre = None
