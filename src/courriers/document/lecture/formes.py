"""What a drawn shape looks like: its line, its fill, and the plain ones that hold no text."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from lxml import etree

from courriers.document.arbre import Bordure, Bordures, Flottant
from courriers.document.lecture.dessins import longueur_css
from courriers.document.lecture.mesures import EMU_PAR_POINT, couleur, nombre

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = "{urn:schemas-microsoft-com:vml}"
_ALIAS = {"tx1": "dk1", "tx2": "dk2", "bg1": "lt1", "bg2": "lt2"}
_TIRETS: dict[str, Literal["dotted", "dashed"]] = {
    "sysDot": "dotted", "dot": "dotted", "dash": "dashed", "lgDash": "dashed",
    "sysDash": "dashed", "dashDot": "dashed", "lgDashDot": "dashed", "lgDashDotDot": "dashed",
}  # fmt: skip
_PLAINES = ("rect", "roundRect", "flowChartProcess")
_TRAITS = ("line", "straightConnector1")
_FIN = 1.5
"""Points: no thicker, a shape is a line along one axis."""


def autour(bord: Bordure | None) -> Bordures:
    """*bord* on four sides."""
    return Bordures(bord, bord, bord, bord)


def contour(forme: etree._Element, theme: Mapping[str, str]) -> Bordure | None:
    """The line of *forme* (a ``wsp``): its own, else that of its style."""
    trait = forme.find(f"{_WPS}spPr/{_A}ln")
    if trait is not None and trait.find(f"{_A}noFill") is not None:
        return None
    reference = forme.find(f"{_WPS}style/{_A}lnRef")
    plein = None if trait is None else trait.find(f"{_A}solidFill")
    if plein is None and reference is not None and reference.get("idx") != "0":
        plein = reference
    if plein is None:
        return None
    largeur = nombre(None if trait is None else trait.get("w"), 9_525) / EMU_PAR_POINT
    bord = Bordure(min(max(largeur, 0.25), 12.0), _teinte(plein, theme) or "000000")
    tiret = None if trait is None else trait.find(f"{_A}prstDash")
    genre = _TIRETS.get("" if tiret is None else tiret.get("val", ""))
    return replace(bord, style=genre) if genre else bord


def remplissage(forme: etree._Element, theme: Mapping[str, str]) -> str | None:
    """The colour inside *forme*, unless it is that of the paper."""
    proprietes = forme.find(f"{_WPS}spPr")
    if proprietes is None or proprietes.find(f"{_A}noFill") is not None:
        return None
    plein = proprietes.find(f"{_A}solidFill")
    if plein is None:
        reference = forme.find(f"{_WPS}style/{_A}fillRef")
        plein = None if reference is None or reference.get("idx") == "0" else reference
    fond = None if plein is None else _teinte(plein, theme)
    return None if fond == "FFFFFF" else fond


def _teinte(plein: etree._Element, theme: Mapping[str, str]) -> str | None:
    for teinte in plein.iterchildren(f"{_A}srgbClr", f"{_A}schemeClr"):
        nom = teinte.get("val", "")
        base = couleur(nom if teinte.tag == f"{_A}srgbClr" else theme.get(_ALIAS.get(nom, nom)))
        return None if base is None else _nuance(base, teinte)
    return None


def _nuance(base: str, teinte: etree._Element) -> str:
    """*base* lighter or darker, as *teinte* asks."""
    rouge, vert, bleu = (int(base[i : i + 2], 16) / 255 for i in (0, 2, 4))
    t, clarte, s = colorsys.rgb_to_hls(rouge, vert, bleu)
    for nom, part in ((e.tag, nombre(e.get("val"), 100_000) / 100_000) for e in teinte):
        if nom == f"{_A}lumMod":
            clarte *= part
        elif nom == f"{_A}lumOff":
            clarte += part
        elif nom == f"{_A}shade":
            clarte *= part
        elif nom == f"{_A}tint":
            clarte = 1 - (1 - clarte) * part
    composantes = colorsys.hls_to_rgb(t, min(max(clarte, 0.0), 1.0), s)
    return "".join(f"{round(255 * c):02X}" for c in composantes)


def est_plaine(forme: etree._Element) -> bool:
    """Whether *forme* is a rectangle, or a line along one axis: what boxes can draw."""
    geometrie = forme.find(f"{_WPS}spPr/{_A}prstGeom")
    genre = "" if geometrie is None else geometrie.get("prst", "")
    etendue = forme.find(f"{_WPS}spPr/{_A}xfrm/{_A}ext")
    cadre = forme.find(f"{_WPS}spPr/{_A}xfrm")
    if cadre is not None and nombre(cadre.get("rot")) % 5_400_000:
        return False
    if genre in _TRAITS and etendue is not None:
        cotes = (nombre(etendue.get(c)) / EMU_PAR_POINT for c in ("cx", "cy"))
        return min(cotes) < _FIN
    return genre in _PLAINES


def silhouette(
    pose: Flottant, forme: etree._Element, bord: Bordure | None, fond: str | None
) -> Flottant:
    """*pose* as the plain shape *forme* shows it; it holds nothing."""
    geometrie = forme.find(f"{_WPS}spPr/{_A}prstGeom")
    if geometrie is None or geometrie.get("prst") not in _TRAITS:
        return replace(pose, bordures=autour(bord), fond=fond)
    if pose.largeur >= pose.hauteur:
        return replace(pose, hauteur=0.0, bordures=Bordures(haut=bord))
    return replace(pose, largeur=0.01, bordures=Bordures(gauche=bord))


def contour_vml(forme: etree._Element) -> Bordure | None:
    """The line of an older shape."""
    image = forme.find(f".//{_V}imagedata") is not None
    if image or forme.get("stroked", "t") in ("f", "false"):
        return None
    epaisseur = longueur_css(forme.get("strokeweight")) or 0.75
    teinte = forme.get("strokecolor", "").split(" ")[0]
    return Bordure(min(max(epaisseur, 0.25), 12.0), _teinte_vml(teinte) or "000000")


def remplissage_vml(forme: etree._Element) -> str | None:
    """The colour inside an older shape, unless it is that of the paper."""
    if forme.get("filled", "t") in ("f", "false"):
        return None
    fond = _teinte_vml(forme.get("fillcolor", "").split(" ")[0])
    return None if fond == "FFFFFF" else fond


_NOMS = {
    "black": "000000", "silver": "C0C0C0", "gray": "808080", "red": "FF0000", "yellow": "FFFF00",
    "green": "008000", "blue": "0000FF", "navy": "000080", "maroon": "800000", "white": "FFFFFF",
}  # fmt: skip


def _teinte_vml(nom: str) -> str | None:
    code = nom.removeprefix("#")
    if nom.startswith("#") and len(code) == 3:
        code = "".join(2 * c for c in code)
    return _NOMS.get(nom.lower()) or couleur(code)
