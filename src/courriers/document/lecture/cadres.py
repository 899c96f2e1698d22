"""What Word lays at a place of its own: frames and floating tables; ``zones`` for drawings.

Word tells a place from the page, its margins, or the text. Here it is told from the left edge of
the text, and from the top of the sheet or of the paragraph the box is anchored to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from lxml import etree

from courriers.document.arbre import Bloc, Flottant, Marges, Tableau
from courriers.document.lecture import styles
from courriers.document.lecture.mesures import attribut, twips, w
from courriers.document.lecture.source import Source
from courriers.document.pages import Page

MAX = 1600.0
"""No wider than a large sheet."""
_LIGNE = 15.0
"""A box whose height is not told holds a line at least."""
Habillage = Literal["autour", "haut_bas", "sans"]
HABILLAGES: dict[str, Habillage] = {
    "wrapSquare": "autour", "wrapTight": "autour", "wrapThrough": "autour",
    "wrapTopAndBottom": "haut_bas", "square": "autour", "tight": "autour", "through": "autour",
    "topAndBottom": "haut_bas", "notBeside": "haut_bas", "none": "haut_bas",
}  # fmt: skip


class Place(NamedTuple):
    """Where a box stands along one axis: a distance from a landmark, or a side of it."""

    repere: str
    distance: float
    cote: str = ""


def abscisse(place: Place, largeur: float, page: Page) -> float:
    """Points from the left edge of the text."""
    m = page.marges
    utile = page.largeur - m.gauche - m.droite
    debut, etendue = {
        "page": (-m.gauche, page.largeur),
        "leftMargin": (-m.gauche, m.gauche),
        "rightMargin": (utile, m.droite),
    }.get(place.repere, (0.0, utile))
    if place.cote in ("right", "outside"):
        x = debut + etendue - largeur
    elif place.cote == "center":
        x = debut + (etendue - largeur) / 2
    else:
        x = debut if place.cote else debut + place.distance
    # Nothing off the sheet, where nobody would read it.
    if x >= page.largeur - m.gauche:
        x = page.largeur - m.gauche - min(largeur, page.largeur)
    return -m.gauche if x + max(largeur, 1.0) <= -m.gauche else x


def ordonnee(place: Place, hauteur: float, page: Page) -> tuple[Literal["papier", "texte"], float]:
    """The landmark, and points from its top."""
    m = page.marges
    debut, etendue = {
        "page": (0.0, page.hauteur),
        "margin": (m.haut, page.hauteur - m.haut - m.bas),
        "topMargin": (0.0, m.haut),
        "bottomMargin": (page.hauteur - m.bas, m.bas),
    }.get(place.repere, (-1.0, 0.0))
    if debut < 0:
        return "texte", min(max(place.distance, -page.hauteur), page.hauteur)
    if place.cote == "bottom":
        return "papier", max(0.0, debut + etendue - hauteur)
    if place.cote == "center":
        return "papier", max(0.0, debut + (etendue - hauteur) / 2)
    y = debut if place.cote else debut + place.distance
    if y > page.hauteur - _LIGNE:
        y = page.hauteur - min(max(hauteur, _LIGNE), page.hauteur)
    return "papier", 0.0 if y + max(hauteur, _LIGNE) <= 0 else y


def cadre_de(noeud: etree._Element, source: Source) -> etree._Element | None:
    """The frame the paragraph *noeud* stands in, by itself or by its style; no drop capital."""
    ppr = noeud.find(w("pPr"))
    trouve = None if ppr is None else ppr.find(w("framePr"))
    if trouve is None:
        nom = source.styles.de_paragraphe({} if ppr is None else styles.lire(ppr))
        trouve = _cadre_du_style(source, nom)
    return None if attribut(trouve, "dropCap") not in (None, "none") else trouve


def _cadre_du_style(source: Source, nom: str) -> etree._Element | None:
    connus = source.styles.connus
    if ("framePr", nom) not in connus:
        trouves = (s.find(f"{w('pPr')}/{w('framePr')}") for s in source.styles.chaine(nom))
        connus["framePr", nom] = next((t for t in reversed(list(trouves)) if t is not None), None)
    trouve: etree._Element | None = connus["framePr", nom]
    return trouve


def cadre(reglages: etree._Element, blocs: Sequence[Bloc], source: Source) -> Flottant:
    """The frame *reglages* (a ``framePr``) and what it holds."""
    largeur = min(max(twips(attribut(reglages, "w")), 0.0), MAX)
    hauteur = max(twips(attribut(reglages, "h")), 0.0)
    x = Place(attribut(reglages, "hAnchor") or "page", twips(attribut(reglages, "x")),
              attribut(reglages, "xAlign") or "")  # fmt: skip
    defaut = "page" if attribut(reglages, "y") else "text"
    y = Place(attribut(reglages, "vAnchor") or defaut, twips(attribut(reglages, "y")),
              attribut(reglages, "yAlign") or "")  # fmt: skip
    ecart = twips(attribut(reglages, "hSpace"))
    vertical = twips(attribut(reglages, "vSpace"))
    repere, haut = ordonnee(y, hauteur, source.page)
    return Flottant(
        tuple(blocs), largeur, abscisse(x, largeur, source.page), haut, repere, hauteur,
        HABILLAGES.get(attribut(reglages, "wrap") or "", "autour"),
        Marges(vertical, ecart, vertical, ecart),
        accroche="droite" if not largeur and x.cote in ("right", "outside") else "gauche",
    )  # fmt: skip


def flottant(tableau: Tableau, reglages: etree._Element | None, source: Source) -> Bloc:
    """The table *tableau*, at the place its ``tblpPr`` gives if it has one."""
    if reglages is None:
        return tableau
    largeur = sum(tableau.colonnes)
    x = Place(attribut(reglages, "horzAnchor") or "text", twips(attribut(reglages, "tblpX")),
              attribut(reglages, "tblpXSpec") or "")  # fmt: skip
    y = Place(attribut(reglages, "vertAnchor") or "text", twips(attribut(reglages, "tblpY")),
              attribut(reglages, "tblpYSpec") or "")  # fmt: skip
    repere, haut = ordonnee(y, 0.0, source.page)
    ecarts = (twips(attribut(reglages, f"{cote}FromText"))
              for cote in ("top", "right", "bottom", "left"))  # fmt: skip
    pose = replace(tableau, gauche=0.0, alignement="left")
    gauche = abscisse(x, largeur, source.page) + (0.0 if x.cote else tableau.gauche)
    return Flottant(
        (pose,), largeur, gauche, haut, repere,
        distances=Marges(*ecarts),
    )  # fmt: skip
