"""Names, lengths and switches of WordprocessingML, as Python values."""

from __future__ import annotations

import functools

from lxml import etree

from courriers.document.archive import W

EMU_PAR_POINT = 12_700


@functools.cache
def w(nom: str) -> str:
    """The qualified name of *nom* in WordprocessingML."""
    return f"{{{W}}}{nom}"


def attribut(noeud: etree._Element | None, nom: str = "val") -> str | None:
    """Attribute ``w:nom`` of *noeud*, if both exist."""
    return None if noeud is None else noeud.get(w(nom))


def twips(valeur: str | None, defaut: float = 0.0) -> float:
    """Points, from twentieths of a point, or from a length with its unit (« 12pt », « 1cm »)."""
    if not valeur:
        return defaut
    for unite, points in (("pt", 1.0), ("cm", 72 / 2.54), ("mm", 7.2 / 2.54), ("in", 72.0)):
        if valeur.endswith(unite):
            return nombre(valeur.removesuffix(unite)) * points
    return nombre(valeur) / 20


def nombre(valeur: str | None, defaut: float = 0.0) -> float:
    """A number, or *defaut* where a damaged file holds none."""
    try:
        lu = float(valeur or "")
    except ValueError:
        return defaut
    return lu if abs(lu) < 1e7 else defaut


def actif(noeud: etree._Element | None) -> bool:
    """Whether a switch as ``w:b`` is on: present, unless it says otherwise."""
    return noeud is not None and noeud.get(w("val"), "true") not in ("0", "false", "off", "none")


def couleur(valeur: str | None) -> str | None:
    """Six hexadecimal digits, or nothing for « auto » and anything else."""
    if valeur is None or len(valeur) != 6:
        return None
    try:
        int(valeur, 16)
    except ValueError:
        return None
    return valeur.upper()
