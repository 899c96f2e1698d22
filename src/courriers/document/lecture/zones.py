"""Drawings Word lays at a place of their own: text boxes, pictures, plain shapes.

Recent ones are DrawingML, anchored; older ones are VML shapes with a style as in CSS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from lxml import etree

from courriers.document.arbre import Bloc, Flottant, Marges, Mise, Paragraphe, Police
from courriers.document.lecture import dessins
from courriers.document.lecture.cadres import HABILLAGES, MAX, Place, abscisse, ordonnee
from courriers.document.lecture.dessins import longueur_css, style_vml
from courriers.document.lecture.formes import (
    autour,
    contour,
    contour_vml,
    est_plaine,
    remplissage,
    remplissage_vml,
    silhouette,
)
from courriers.document.lecture.groupes import est_groupee, part_du_groupe
from courriers.document.lecture.mesures import EMU_PAR_POINT, nombre, w
from courriers.document.lecture.source import Source

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
_V = "{urn:schemas-microsoft-com:vml}"
_W10 = "{urn:schemas-microsoft-com:office:word}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"

_VERTICAUX: dict[str, Literal["middle", "bottom"]] = {
    "ctr": "middle", "b": "bottom", "middle": "middle", "bottom": "bottom",
}  # fmt: skip


def zone(boite: etree._Element, blocs: Sequence[Bloc], source: Source) -> Sequence[Bloc]:
    """What the text box *boite* holds, at its place when it is anchored."""
    forme = _forme(boite)
    if not blocs:
        return blocs
    if forme is None:
        source.signaler("une zone de texte", "elle est rendue après son paragraphe, sans son cadre")
        return blocs
    pose, dessinee = poser(forme, blocs, source), next(boite.iterancestors(f"{_WPS}wsp"), None)
    if dessinee is not None and _est_tournee(dessinee):
        source.signaler("une zone de texte tournée", "elle est rendue droite")
    if dessinee is not None and est_groupee(dessinee):
        part = part_du_groupe(pose, dessinee, dessinee.find(f"{_WPS}spPr/{_A}xfrm"))
        return [_habillee(part, dessinee, source)]
    return [pose]


def _est_tournee(forme: etree._Element) -> bool:
    corps, cadre = forme.find(f"{_WPS}bodyPr"), forme.find(f"{_WPS}spPr/{_A}xfrm")
    sens = "horz" if corps is None else corps.get("vert", "horz")
    return sens != "horz" or (cadre is not None and nombre(cadre.get("rot")) != 0)


def _forme(boite: etree._Element) -> etree._Element | None:
    """The anchor, or the older shape, that places *boite*; nothing where it is in the line."""
    groupes = 0
    for ancetre in boite.iterancestors():
        if ancetre.tag == f"{_WP}anchor":
            return ancetre
        if ancetre.tag == w("r"):
            break
        groupes += ancetre.tag == f"{_V}group"
        if "position:absolute" in ancetre.get("style", "").replace(" ", "") and not groupes:
            return ancetre
    return None


def ancre_de(dessin: etree._Element) -> etree._Element | None:
    """The anchor, or the older shape, that places a picture; nothing where it is in the line."""
    ancre = dessin.find(f"{_WP}anchor")
    if ancre is not None:
        return ancre
    formes = (f for f in dessin.iterchildren(f"{_V}shape", f"{_V}rect"))
    return next(
        (f for f in formes if "position:absolute" in f.get("style", "").replace(" ", "")), None
    )


def trace(dessin: etree._Element, source: Source) -> Flottant | None:
    """The rectangle or the line *dessin* is, at its place: nothing for any other drawing."""
    ancre = ancre_de(dessin)
    if ancre is None or any(True for _ in dessin.iter(w("txbxContent"), f"{_V}imagedata")):
        return None
    if ancre.tag != f"{_WP}anchor":
        return poser(ancre, (), source) if ancre.tag == f"{_V}rect" else None
    formes = list(ancre.iter(f"{_WPS}wsp"))
    if len(formes) != 1 or est_groupee(formes[0]) or not est_plaine(formes[0]):
        return None
    return poser(ancre, (), source)


def membres(dessin: etree._Element, source: Source, police: Police) -> list[Flottant] | None:
    """The pictures and plain shapes of a group, each at its place: nothing for other drawings."""
    ancre = ancre_de(dessin)
    if ancre is None or ancre.find(f".//{_WPG}wgp") is None:
        return None
    pose, lus = _situee(ancre, (), source), []
    for forme in ancre.iter(f"{_PIC}pic", f"{_WPS}wsp"):
        if any(True for _ in forme.iter(w("txbxContent"))):
            continue
        if forme.tag == f"{_PIC}pic":
            part = part_du_groupe(pose, forme, forme.find(f"{_PIC}spPr/{_A}xfrm"))
            image = dessins.image(forme, source)
            if image is not None:
                image = replace(image, largeur=part.largeur, hauteur=part.hauteur)
                lus.append(replace(part, blocs=(Paragraphe((image,), Mise(), police),)))
        elif est_plaine(forme):
            part = part_du_groupe(pose, forme, forme.find(f"{_WPS}spPr/{_A}xfrm"))
            lus.append(_tracee(part, forme, source))
        else:
            source.signaler("un dessin", "il n’est pas rendu")
    return lus


def poser(forme: etree._Element, blocs: Sequence[Bloc], source: Source) -> Flottant:
    """*blocs* where *forme* (an anchor, or an older shape) says."""
    return (_ancree if forme.tag == f"{_WP}anchor" else _vml)(forme, blocs, source)


def _ancree(ancre: etree._Element, blocs: Sequence[Bloc], source: Source) -> Flottant:
    pose, forme = _situee(ancre, blocs, source), ancre.find(f".//{_WPS}wsp")
    if forme is None:
        return pose
    return _habillee(pose, forme, source) if blocs else _tracee(pose, forme, source)


def _tracee(pose: Flottant, forme: etree._Element, source: Source) -> Flottant:
    bord, fond = contour(forme, source.theme), remplissage(forme, source.theme)
    return silhouette(pose, forme, bord, fond)


def _situee(ancre: etree._Element, blocs: Sequence[Bloc], source: Source) -> Flottant:
    etendue = ancre.find(f"{_WP}extent")
    largeur, hauteur = (
        0.0 if etendue is None else max(0.0, nombre(etendue.get(cote)) / EMU_PAR_POINT)
        for cote in ("cx", "cy")
    )
    x, y = _place(ancre, "H"), _place(ancre, "V")
    repere, haut = ordonnee(y, hauteur, source.page)
    habillages = (HABILLAGES.get(etree.QName(e).localname) for e in ancre)
    distances = (nombre(ancre.get(f"dist{cote}")) / EMU_PAR_POINT for cote in "TRBL")
    return Flottant(
        tuple(blocs), min(largeur, MAX), abscisse(x, largeur, source.page), haut, repere,
        hauteur, next((h for h in habillages if h), "sans"), Marges(*distances),
        derriere=ancre.get("behindDoc") in ("1", "true"),
    )  # fmt: skip


def _habillee(pose: Flottant, forme: etree._Element, source: Source) -> Flottant:
    """The text box *pose*, with the line, the fill and the insets of *forme*."""
    corps = forme.find(f"{_WPS}bodyPr")
    dedans = Marges(*(
        nombre(None if corps is None else corps.get(nom), defaut) / EMU_PAR_POINT
        for nom, defaut in (("tIns", 45_720), ("rIns", 91_440), ("bIns", 45_720), ("lIns", 91_440))
    ))  # fmt: skip
    bord, fond = contour(forme, source.theme), remplissage(forme, source.theme)
    pose = replace(pose, marges=dedans, bordures=autour(bord), fond=fond)
    vertical = _VERTICAUX.get("" if corps is None else corps.get("anchor", ""))
    return replace(pose, vertical=vertical) if vertical else pose


def _place(ancre: etree._Element, axe: str) -> Place:
    noeud = ancre.find(f"{_WP}position{axe}")
    if noeud is None:
        return Place("column" if axe == "H" else "paragraph", 0.0)
    # A share of the page comes with the distance it made, for an older Word.
    dite = next(noeud.iter(f"{_WP}posOffset"), None)
    distance = nombre(None if dite is None else dite.text) / EMU_PAR_POINT
    return Place(
        noeud.get("relativeFrom", ""), distance, (noeud.findtext(f"{_WP}align") or "").strip()
    )


def _vml(forme: etree._Element, blocs: Sequence[Bloc], source: Source) -> Flottant:
    style = style_vml(forme)
    largeur = min(max(longueur_css(style.get("width")), 0.0), MAX)
    hauteur = max(longueur_css(style.get("height")), 0.0)
    x = Place(style.get("mso-position-horizontal-relative", "text"),
              longueur_css(style.get("margin-left")) or longueur_css(style.get("left")),
              _cote_vml(style.get("mso-position-horizontal")))  # fmt: skip
    y = Place(style.get("mso-position-vertical-relative", "text"),
              longueur_css(style.get("margin-top")) or longueur_css(style.get("top")),
              _cote_vml(style.get("mso-position-vertical")))  # fmt: skip
    repere, haut = ordonnee(y, hauteur, source.page)
    habillage = forme.find(f".//{_W10}wrap")
    genre = "" if habillage is None else habillage.get("type", "")
    bord = contour_vml(forme)
    return Flottant(
        tuple(blocs), largeur, abscisse(x, largeur, source.page), haut, repere, hauteur,
        HABILLAGES.get(genre, "sans") if genre != "none" else "sans",
        bordures=autour(bord), marges=_marges_vml(forme), fond=remplissage_vml(forme),
        derriere=nombre(style.get("z-index")) < 0,
        vertical=_VERTICAUX.get(style.get("v-text-anchor", ""), "top"),
    )  # fmt: skip


def _cote_vml(valeur: str | None) -> str:
    return "" if valeur in (None, "absolute") else str(valeur)


def _marges_vml(forme: etree._Element) -> Marges:
    texte = forme.find(f".//{_V}textbox")
    if texte is None:
        return Marges()
    dits = [*(texte.get("inset") or "").split(","), "", "", "", ""]
    gauche, haut, droite, bas = (
        longueur_css(dit) if dit.strip() else defaut
        for dit, defaut in zip(dits, (7.2, 3.6, 7.2, 3.6), strict=False)
    )
    return Marges(haut, droite, bas, gauche)
