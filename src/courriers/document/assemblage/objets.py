"""pikepdf, and a PDF opened with it: the only door to the objects of a PDF.

Traps closed: a stream that would inflate without end is an error, not a full memory; what the
library raises on a damaged file is one error; a disk that is full is an ``OSError``.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from courriers.erreurs import CourriersError, PdfInvalide

GONFLE_MAX = 400_000_000
"""Bytes a stream may hold once inflated (bound included): an A3 scan at 600 dpi in colour is 210
million."""

ABIME = "il est abîmé"


def est_installee() -> bool:
    """Whether pikepdf is there, without loading it."""
    return importlib.util.find_spec("pikepdf") is not None


def bibliotheque() -> Any:
    """Pikepdf, which will not inflate a stream past :data:`GONFLE_MAX`.

    Raises:
        CourriersError: it is not installed; code ``LOT_ABSENT``.
    """
    try:
        import pikepdf
    except ImportError:
        raise CourriersError(
            "Réunir des PDF demande « pikepdf », qui n’est pas installé.",
            conseil='Installez-le ainsi : pip install "courriers[lot]"',
            code="LOT_ABSENT",
        ) from None
    _borner()
    return pikepdf


@functools.cache
def _borner() -> None:
    """Bound what one stream may become, unless the program that uses this one did already.

    What qpdf grumbles about odd files goes to whoever listens, not to the terminal.
    """
    from pikepdf import settings

    logging.getLogger("pikepdf").addHandler(logging.NullHandler())
    places = settings.get_qpdf_limits()
    settings.set_qpdf_limits(
        flate_max_memory=places["flate_max_memory"] or GONFLE_MAX,
        run_length_max_memory=places["run_length_max_memory"] or GONFLE_MAX,
    )


@contextmanager
def lisible() -> Iterator[None]:
    """Whatever pikepdf raises of a damaged file is a :class:`PdfInvalide` here."""
    pikepdf = bibliotheque()
    try:
        yield
    except pikepdf.PasswordError:
        raise PdfInvalide(
            "il est protégé par un mot de passe",
            conseil="Ouvrez-le, imprimez-le en PDF sans mot de passe, et donnez ce fichier.",
        ) from None
    except CourriersError:
        raise
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError,
            RuntimeError, NotImplementedError, RecursionError):  # fmt: skip
        raise PdfInvalide(ABIME, conseil="Demandez-le de nouveau, ou imprimez-le en PDF.") from None


@contextmanager
def ouvert(chemin: Path, *, reparer: bool = False) -> Iterator[Any]:
    """The ``pikepdf.Pdf`` at *chemin*, closed afterwards.

    Args:
        chemin: a file.
        reparer: make its index again where it is damaged.

    Raises:
        PdfInvalide: it is encrypted, or damaged.
        OSError: it cannot be read.
    """
    with lisible(), bibliotheque().open(chemin, attempt_recovery=reparer) as pdf:
        yield pdf


def enregistrer(pdf: Any, cible: Path, **reglages: Any) -> None:
    """Write *pdf* to *cible*, the same bytes each time.

    Args:
        pdf: a ``pikepdf.Pdf``.
        cible: the file; it must not be one that *pdf* reads.
        reglages: as ``Pdf.save`` takes them.

    Raises:
        OSError: the system refuses; *cible* may be there, cut.
    """
    with cible.open("wb") as fichier:
        sortie = _Sortie(fichier)
        pdf.save(sortie, deterministic_id=True, **reglages)
        if sortie.faute is not None:
            raise sortie.faute


class _Sortie(io.RawIOBase):
    """A file that never fails while qpdf writes: an error raised there would end the process."""

    def __init__(self, fichier: IO[bytes]) -> None:
        super().__init__()
        self._fichier = fichier
        self.faute: BaseException | None = None

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, octets: Any) -> int:
        """Write, unless it failed already."""
        if self.faute is None:
            try:
                self._fichier.write(octets)
            except (OSError, KeyboardInterrupt) as faute:
                self.faute = faute
        return len(octets)
