"""What Word lays at a place of its own: frames, text boxes, floating tables.

Each is kept at its place in the text, as a table: its distance from the left and its width are
Word's, its height on the page is not, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from lxml import etree

from courriers.document.arbre import Bloc, Cellule, Marges, Rangee, Tableau
from courriers.document.lecture import styles
from courriers.document.lecture.dessins import longueur_css, style_vml
from courriers.document.lecture.mesures import EMU_PAR_POINT, attribut, nombre, twips, w
from courriers.document.lecture.source import Source

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_COTES: dict[str, Literal["left", "center", "right"]] = {
    "center": "center", "right": "right", "outside": "right",
}  # fmt: skip
_LARGEUR, _LARGEUR_MAX = 226.8, 1600.0
"""Of a frame that gives none: eight centimetres. No wider than a large sheet."""
_DANS_UNE_ZONE = Marges(3.6, 7.2, 3.6, 7.2)


def cadre_de(noeud: etree._Element, source: Source) -> etree._Element | None:
    """The frame the paragraph *noeud* stands in, by itself or by its style; no drop capital."""
    ppr = noeud.find(w("pPr"))
    trouve = None if ppr is None else ppr.find(w("framePr"))
    if trouve is None:
        nom = source.styles.de_paragraphe({} if ppr is None else styles.lire(ppr))
        trouve = _cadre_du_style(source, nom)
    lettrine = attribut(trouve, "dropCap") not in (None, "none")
    return None if lettrine else trouve


def _cadre_du_style(source: Source, nom: str) -> etree._Element | None:
    connus = source.styles.connus
    if ("framePr", nom) not in connus:
        trouves = (s.find(f"{w('pPr')}/{w('framePr')}") for s in source.styles.chaine(nom))
        connus["framePr", nom] = next((t for t in reversed(list(trouves)) if t is not None), None)
    trouve: etree._Element | None = connus["framePr", nom]
    return trouve


def cadre(reglages: etree._Element, blocs: Sequence[Bloc], source: Source) -> Tableau:
    """The frame *reglages* (a ``framePr``) and what it holds."""
    source.signaler("un cadre", "il suit l’ordre du texte, à sa distance de la marge")
    boite = _boite(blocs, twips(attribut(reglages, "w")) or _LARGEUR, Marges())
    return _placer(boite, reglages, ("x", "xAlign", "hAnchor"), source)


def flottant(tableau: Tableau, reglages: etree._Element | None, source: Source) -> Tableau:
    """The table *tableau*, at the distance its ``tblpPr`` gives if it has one."""
    if reglages is None:
        return tableau
    source.signaler("un tableau flottant", "il suit l’ordre du texte, à sa distance de la marge")
    return _placer(tableau, reglages, ("tblpX", "tblpXSpec", "horzAnchor"), source)


def zone(boite: etree._Element, blocs: Sequence[Bloc], source: Source) -> Sequence[Bloc]:
    """What the text box *boite* holds, at its distance and in its width when they are known."""
    source.signaler("une zone de texte", "son texte suit le paragraphe qui la porte")
    for ancetre in boite.iterancestors():
        if ancetre.tag == f"{_WP}anchor":
            return _ancree(ancetre, blocs, source)
        if "position:absolute" in ancetre.get("style", "").replace(" ", ""):
            return _vml(ancetre, blocs, source)
        if ancetre.tag == w("r"):
            break
    return blocs


def _ancree(ancre: etree._Element, blocs: Sequence[Bloc], source: Source) -> Sequence[Bloc]:
    etendue, place = ancre.find(f"{_WP}extent"), ancre.find(f"{_WP}positionH")
    largeur = 0.0 if etendue is None else nombre(etendue.get("cx")) / EMU_PAR_POINT
    if largeur <= 0 or place is None:
        return blocs
    x = nombre(place.findtext(f"{_WP}posOffset")) / EMU_PAR_POINT
    if place.get("relativeFrom") == "page":
        x -= source.marge_gauche
    cote = _COTES.get((place.findtext(f"{_WP}align") or "").strip(), "left")
    return [replace(_boite(blocs, largeur, _DANS_UNE_ZONE), gauche=_borne(x), alignement=cote)]


def _vml(forme: etree._Element, blocs: Sequence[Bloc], source: Source) -> Sequence[Bloc]:
    style = style_vml(forme)
    largeur = longueur_css(style.get("width"))
    if largeur <= 0:
        return blocs
    x = longueur_css(style.get("margin-left")) or longueur_css(style.get("left"))
    if style.get("mso-position-horizontal-relative") == "page":
        x -= source.marge_gauche
    cote = _COTES.get(style.get("mso-position-horizontal", ""), "left")
    return [replace(_boite(blocs, largeur, _DANS_UNE_ZONE), gauche=_borne(x), alignement=cote)]


def _boite(blocs: Sequence[Bloc], largeur: float, marges: Marges) -> Tableau:
    voulue = min(max(largeur, 28.0), _LARGEUR_MAX)
    return Tableau((voulue,), (Rangee((Cellule(tuple(blocs), voulue, marges=marges),)),))


def _placer(
    tableau: Tableau, reglages: etree._Element, noms: tuple[str, str, str], source: Source
) -> Tableau:
    abscisse, cote, ancre = (attribut(reglages, nom) for nom in noms)
    x = twips(abscisse)
    if abscisse and ancre == "page":
        x -= source.marge_gauche
    return replace(tableau, gauche=_borne(x), alignement=_COTES.get(cote or "", "left"))


def _borne(x: float) -> float:
    return min(max(x, -_LARGEUR_MAX), _LARGEUR_MAX)
