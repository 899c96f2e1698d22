"""What a tag may print besides text: a picture in the line, a whole Word file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ImageEnLigne:
    """A picture printed by a tag, in millimetres; one side given, the other follows."""

    octets: bytes
    largeur_mm: float | None = None
    hauteur_mm: float | None = None


@dataclass(frozen=True)
class SousDocument:
    """A Word file printed by a tag alone in its paragraph: ``{{p nom }}``.

    It takes docxtpl's own extra, ``docxtpl[subdoc]``.
    """

    octets: bytes


class PasDansLeTexteError(Exception):
    """A value that text alone cannot hold: a signal, caught by ``Gabarit.fill``."""


def est_un_objet(valeur: Any) -> bool:
    """Whether *valeur* is a picture or a file, ours or docxtpl's."""
    if isinstance(valeur, ImageEnLigne | SousDocument):
        return True
    venue = type(valeur)
    return venue.__module__.startswith("docxtpl.") and venue.__name__ in ("InlineImage", "Subdoc")
