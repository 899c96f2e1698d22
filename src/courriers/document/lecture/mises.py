"""How paragraphs are set: ``pPr`` resolved to a :class:`Mise`."""

from __future__ import annotations

from typing import Literal

from lxml import etree

from courriers.document.arbre import Bordure, Bordures, Interligne, Mise, Taquet
from courriers.document.lecture.mesures import actif, attribut, couleur, nombre, twips, w
from courriers.document.lecture.styles import Proprietes

_ALIGNEMENTS: dict[str | None, Literal["left", "center", "right", "justify"]] = {
    "center": "center", "right": "right", "end": "right", "both": "justify",
    "distribute": "justify",
}  # fmt: skip
_TAQUETS: dict[str | None, Literal["gauche", "centre", "droite", "decimal"]] = {
    "left": "gauche", "start": "gauche", "num": "gauche", "center": "centre", "right": "droite",
    "end": "droite", "decimal": "decimal",
}  # fmt: skip
POINTS: dict[str | None, Literal["", ".", "-", "_"]] = {
    "dot": ".", "middleDot": ".", "hyphen": "-", "underscore": "_", "heavy": "_",
}  # fmt: skip
_TRAITS: dict[str | None, Literal["solid", "double", "dotted", "dashed"]] = {
    "double": "double", "dotted": "dotted", "dashed": "dashed", "dashSmallGap": "dashed",
}  # fmt: skip


def mise(p: Proprietes) -> Mise:
    """The setting that *p* gives."""
    retraits, espaces = p.get("ind"), p.get("spacing")
    veuves = p.get("widowControl")
    return Mise(
        alignement=_ALIGNEMENTS.get(attribut(p.get("jc")), "left"),
        avant=_espace(espaces, "before"),
        apres=_espace(espaces, "after"),
        interligne=_interligne(espaces),
        gauche=_retrait(retraits, "left", "start"),
        droite=_retrait(retraits, "right", "end"),
        premiere_ligne=_retrait(retraits, "firstLine") - _retrait(retraits, "hanging"),
        taquets=_taquets(p.get("tabs")),
        bordures=bordures(p.get("pBdr")),
        fond=couleur(attribut(p.get("shd"), "fill")),
        garder_avec_suivant=actif(p.get("keepNext")),
        lignes_solidaires=actif(p.get("keepLines")),
        veuves=veuves is None or actif(veuves),
        saut_avant=actif(p.get("pageBreakBefore")),
        contextuel=actif(p.get("contextualSpacing")),
    )


def _espace(espaces: etree._Element | None, nom: str) -> float:
    if espaces is None:
        return 0.0
    if espaces.get(w(f"{nom}Autospacing")) in ("1", "true", "on"):
        return 14.0
    return max(0.0, twips(espaces.get(w(nom))))


def _interligne(espaces: etree._Element | None) -> Interligne:
    valeur = nombre(attribut(espaces, "line"), 240)
    if valeur <= 0:
        return Interligne()
    match attribut(espaces, "lineRule"):
        case "exact":
            return Interligne(valeur / 20, "exact")
        case "atLeast":
            return Interligne(valeur / 20, "au_moins")
    return Interligne(valeur / 240)


def _retrait(retraits: etree._Element | None, *noms: str) -> float:
    if retraits is None:
        return 0.0
    return next((twips(retraits.get(w(n))) for n in noms if retraits.get(w(n))), 0.0)


def _taquets(tabs: etree._Element | None) -> tuple[Taquet, ...]:
    if tabs is None:
        return ()
    lus = [
        Taquet(
            twips(t.get(w("pos"))),
            _TAQUETS[attribut(t)],
            POINTS.get(attribut(t, "leader"), ""),
        )
        for t in tabs
        if isinstance(t.tag, str) and attribut(t) in _TAQUETS
    ]
    return tuple(sorted(lus, key=lambda t: t.position))


def bordures(noeud: etree._Element | None) -> Bordures:
    """The edges of a paragraph, a table or a cell."""
    if noeud is None:
        return Bordures()
    return Bordures(
        haut=bordure(noeud, "top"),
        droite=bordure(noeud, "right", "end"),
        bas=bordure(noeud, "bottom"),
        gauche=bordure(noeud, "left", "start"),
        entre=bordure(noeud, "between"),
    )


def bordure(noeud: etree._Element | None, *noms: str) -> Bordure | None:
    """One edge of *noeud*, under any of its names."""
    cote = next((c for n in noms if (c := noeud.find(w(n))) is not None), None) if (
        noeud is not None
    ) else None  # fmt: skip
    if cote is None or attribut(cote) in (None, "nil", "none"):
        return None
    trait = nombre(attribut(cote, "sz"), 4) / 8
    return Bordure(
        # A double line is told by one of its two, as far apart as each is thick.
        epaisseur=max(0.25, 3 * trait if attribut(cote) == "double" else trait),
        couleur=couleur(attribut(cote, "color")) or "000000",
        style=_TRAITS.get(attribut(cote), "solid"),
        espace=nombre(attribut(cote, "space")),
    )
