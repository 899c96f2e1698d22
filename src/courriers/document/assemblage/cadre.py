"""What is seen of a page of a PDF: its boxes, its turn, its unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

_FEUILLE = (0.0, 0.0, 612.0, 792.0)
"""A page that says no size: what readers take."""


@dataclass(frozen=True)
class Cadre:
    """What is seen of a page, in its own coordinates, and how far it is turned."""

    gauche: float
    bas: float
    droite: float
    haut: float
    tour: int = 0
    """Clockwise, in degrees: 0, 90, 180 or 270."""

    @property
    def vue(self) -> tuple[float, float]:
        """Width and height as seen."""
        large, haut = self.droite - self.gauche, self.haut - self.bas
        return (haut, large) if self.tour in (90, 270) else (large, haut)

    def matrice(self, x: float, y: float, echelle: float) -> tuple[float, ...]:
        """Puts an upright drawing at (*x*, *y*) of what is seen, from its bottom left."""
        match self.tour:
            case 90:
                return 0, echelle, -echelle, 0, self.droite - y, self.bas + x
            case 180:
                return -echelle, 0, 0, -echelle, self.droite - x, self.haut - y
            case 270:
                return 0, -echelle, echelle, 0, self.gauche + y, self.haut - x
        return echelle, 0, 0, echelle, self.gauche + x, self.bas + y


def cadre(page: Any) -> Cadre:
    """The frame of *page*, whatever its boxes say."""
    support = _boite(page.obj.get("/MediaBox")) or _FEUILLE
    rogne = _boite(page.obj.get("/CropBox")) or support
    commun = (
        max(support[0], rogne[0]), max(support[1], rogne[1]),
        min(support[2], rogne[2]), min(support[3], rogne[3]),
    )  # fmt: skip
    if commun[0] >= commun[2] or commun[1] >= commun[3]:
        commun = support
    try:
        tour = round(float(page.obj.get("/Rotate", 0)) / 90) * 90 % 360
    except (TypeError, ValueError, OverflowError):
        tour = 0
    return Cadre(*commun, tour)


def _boite(dite: Any) -> tuple[float, float, float, float] | None:
    """A rectangle, its corners in order; nothing if it has no surface."""
    try:
        a, b, c, d = (float(v) for v in dite)
    except (TypeError, ValueError):
        return None
    x, y, droite, haut = min(a, c), min(b, d), max(a, c), max(b, d)
    if not all(map(math.isfinite, (x, y, droite, haut))) or x >= droite or y >= haut:
        return None
    return x, y, droite, haut


def unite(page: Any) -> float:
    """Points of one unit of *page*."""
    try:
        dite = float(page.obj.get("/UserUnit", 1))
    except (TypeError, ValueError):
        return 1.0
    return dite if 0 < dite < 75_000 else 1.0
