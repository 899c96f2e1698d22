"""Groups of drawings: each member has its place in the measures of the group, or of several."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from courriers.document.arbre import Flottant
from courriers.document.lecture.mesures import EMU_PAR_POINT, nombre

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
_GROUPES = (f"{_WPG}wgp", f"{_WPG}grpSp")
_MAX = 1600.0
"""No wider, and no farther, than a large sheet."""


def est_groupee(forme: etree._Element) -> bool:
    """Whether *forme* is a member of a group."""
    return any(True for _ in forme.iterancestors(*_GROUPES))


def part_du_groupe(pose: Flottant, forme: etree._Element, cadre: etree._Element | None) -> Flottant:
    """The part of the group *pose* that *forme* takes, *cadre* being its ``xfrm``."""
    x, y, largeur, hauteur = _rectangle(cadre, "off", "ext")
    origine = 0.0, 0.0
    for groupe in forme.iterancestors(*_GROUPES):
        xfrm = groupe.find(f"{_WPG}grpSpPr/{_A}xfrm")
        gx, gy, gl, gh = _rectangle(xfrm, "off", "ext")
        cx, cy, cl, ch = _rectangle(xfrm, "chOff", "chExt")
        kx, ky = (gl / cl if cl else 1.0), (gh / ch if ch else 1.0)
        x, y, largeur, hauteur = (x - cx) * kx + gx, (y - cy) * ky + gy, largeur * kx, hauteur * ky
        origine = gx, gy
    x, y = pose.x + x - origine[0], pose.y + y - origine[1]
    x, y, largeur, hauteur = (min(max(v, -_MAX), _MAX) for v in (x, y, largeur, hauteur))
    return replace(pose, x=x, y=y, largeur=max(0.0, largeur), hauteur=max(0.0, hauteur))


def _rectangle(xfrm: etree._Element | None, coin: str, etendue: str) -> tuple[float, ...]:
    """Left, top, width and height, in points."""
    o, e = (None if xfrm is None else xfrm.find(f"{_A}{nom}") for nom in (coin, etendue))
    cotes = [(o, "x"), (o, "y"), (e, "cx"), (e, "cy")]
    return tuple(nombre(None if n is None else n.get(c)) / EMU_PAR_POINT for n, c in cotes)
