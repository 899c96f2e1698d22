"""Where a header prints, among the blocks of a letter: looked at on the page."""

from __future__ import annotations

from enum import Enum

from courriers.document.archive import Archive, assembler
from courriers.document.pdf_lu import encre_dans
from courriers.erreurs import MoteurPdfAbsent


class Zone(Enum):
    """A rectangle of the first page: left, top, right, bottom, in millimetres."""

    FENETRE = (108.0, 53.0, 197.0, 82.0)
    EXPEDITEUR = (20.0, 55.0, 105.0, 85.0)


def encre(archive: Archive) -> frozenset[Zone]:
    """The zones where the first page of *archive* prints something; none if it cannot be drawn."""
    from courriers.document.pdf import render

    try:
        pdf = render(assembler(archive.membres.items()))
    except MoteurPdfAbsent:
        return frozenset()
    marques = encre_dans(pdf, [zone.value for zone in Zone])
    return frozenset(zone for zone, marquee in zip(Zone, marques, strict=True) if marquee)
