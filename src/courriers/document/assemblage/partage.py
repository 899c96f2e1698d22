"""Parts shared out among files under a size: none is ever cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from courriers.document.assemblage.reunion import Partie, reunir

TAILLE_MIN = 100_000
"""Fewest bytes a file may be limited to."""
_UNE_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Volume:
    """One of the files."""

    chemin: Path
    parties: tuple[Partie, ...]
    pages: int
    octets: int
    depasse: bool = False
    """It holds one part alone, larger than the limit."""


def partager(
    parties: Sequence[Partie], taille_max: int, cible: Path, titre: str, *, pdf_a: bool = False
) -> tuple[Volume, ...]:
    """Write *parties* to files of *taille_max* bytes at most, in order.

    They are ``NOM-1.pdf``, ``NOM-2.pdf``… beside *cible*, which gives the name. A part larger than
    that by itself has a file of its own, and ``depasse`` says so.

    Args:
        parties: one at least.
        taille_max: bytes of a file (bound included), from :data:`TAILLE_MIN`.
        cible: ``NOM.pdf``; not written.
        titre: of each file, followed by its number.
        pdf_a: as :func:`~courriers.document.assemblage.reunion.reunir`.

    Raises:
        ValueError: *taille_max* is out of bounds.
        PdfInvalide, OSError: as ``reunir``.
    """
    if taille_max < TAILLE_MIN:
        raise ValueError(f"taille_max sous {TAILLE_MIN}")
    tailles = [_octets(partie) for partie in parties]
    volumes: list[Volume] = []
    debut = 0
    while debut < len(parties):
        fin, total = debut + 1, tailles[debut]
        while fin < len(parties) and total + tailles[fin] <= taille_max:
            total += tailles[fin]
            fin += 1
        volume = _ecrire(parties[debut:fin], len(volumes) + 1, cible, titre, pdf_a=pdf_a)
        while volume.octets > taille_max and fin - debut > 1:
            fin -= 1
            volume = _ecrire(parties[debut:fin], len(volumes) + 1, cible, titre, pdf_a=pdf_a)
        volumes.append(replace(volume, depasse=volume.octets > taille_max))
        debut = fin
    return tuple(volumes)


def _octets(partie: Partie) -> int:
    """About what *partie* weighs: the pages of a shared file count for little."""
    return sum(m.chemin.stat().st_size if m.page is None else _UNE_PAGE for m in partie.morceaux)


def _ecrire(
    parties: Sequence[Partie], numero: int, cible: Path, titre: str, *, pdf_a: bool
) -> Volume:
    chemin = cible.with_name(f"{cible.stem}-{numero}{cible.suffix}")
    fait = reunir(parties, chemin, f"{titre} ({numero})", pdf_a=pdf_a)
    return Volume(chemin, tuple(parties), fait.pages, chemin.stat().st_size)
