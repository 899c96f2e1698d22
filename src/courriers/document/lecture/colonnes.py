"""Widths of the columns of a table: its grid, the widths its cells prefer, its own width.

Word lays out from the preferred widths and writes the grid afterwards; other programs write a grid
of any figures, or none. The grid is kept where nothing contradicts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from lxml import etree

from courriers.document.lecture.mesures import attribut, nombre, twips

Preference: TypeAlias = "tuple[int, etree._Element | None]"  # noqa: SLF001
"""Columns a cell spans, and its ``tcW``."""
_ECART = 0.02
"""Of the whole: under it, a grid and the preferred widths say the same."""
_MAX = 5_670.0


def colonnes(
    grille: Sequence[float],
    rangees: Sequence[Sequence[Preference]],
    tblw: etree._Element | None,
    place: float,
) -> tuple[float, ...]:
    """The columns, *place* being the width the text has where the table stands."""
    nombre_voulu = max((sum(n for n, _ in r) for r in rangees), default=0) or 1
    total = _longueur(tblw, place)
    saine = len(grille) >= nombre_voulu and all(c > 0 for c in grille)
    voulues = _voulues(rangees, nombre_voulu, total or place)
    if saine and (len(voulues) < nombre_voulu or not _contredit(grille, voulues)):
        choisies = list(grille)
    else:
        choisies = _completes(grille, voulues, nombre_voulu, total or place)
    en_part = attribut(tblw, "type") == "pct" or (attribut(tblw, "w") or "").endswith("%")
    if total and (en_part or not saine):
        facteur = total / sum(choisies)
        choisies = [c * facteur for c in choisies]
    return tuple(min(c, _MAX) for c in choisies)


def _longueur(noeud: etree._Element | None, tout: float) -> float:
    """A width in points; 0 where it is left to the content. A share is one of *tout*."""
    valeur, genre = attribut(noeud, "w") or "", attribut(noeud, "type")
    if valeur.endswith("%"):
        lue = nombre(valeur.removesuffix("%")) / 100 * tout
    elif genre == "pct":  # in fiftieths of a percent
        lue = nombre(valeur) / 5000 * tout
    else:
        lue = 0.0 if genre in ("auto", "nil") else twips(valeur)
    return min(max(lue, 0.0), _MAX)


def _voulues(
    rangees: Sequence[Sequence[Preference]], nombre_voulu: int, tout: float
) -> dict[int, float]:
    """The width each column prefers: the largest its cells of one column ask for."""
    trouvees: dict[int, float] = {}
    for rangee in rangees:
        rang = 0
        for etendue, tcw in rangee:
            longueur = _longueur(tcw, tout) if etendue == 1 and rang < nombre_voulu else 0.0
            if longueur:
                trouvees[rang] = max(longueur, trouvees.get(rang, 0.0))
            rang += etendue
    return trouvees


def _contredit(grille: Sequence[float], voulues: dict[int, float]) -> bool:
    """Whether the shares of the columns differ."""
    ensemble, autre = sum(grille[: len(voulues)]), sum(voulues.values())
    return any(
        abs(grille[rang] / ensemble - longueur / autre) > _ECART
        for rang, longueur in voulues.items()
    )


def _completes(
    grille: Sequence[float], voulues: dict[int, float], nombre_voulu: int, tout: float
) -> list[float]:
    """Every column: preferred, else of the grid, else an equal share of what is left."""
    connues = {rang: c for rang, c in enumerate(grille) if c > 0 and not voulues} | voulues
    absentes = nombre_voulu - sum(rang < nombre_voulu for rang in connues)
    reste = tout - sum(c for rang, c in connues.items() if rang < nombre_voulu)
    moyenne = sum(connues.values()) / len(connues) if connues else 72.0
    defaut = reste / absentes if absentes and reste > 0 else moyenne
    return [connues.get(rang, defaut) for rang in range(nombre_voulu)]
