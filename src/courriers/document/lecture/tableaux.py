"""Tables: their rows, the widths of their columns, the cells that span several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

from lxml import etree

from courriers.document.arbre import (
    Bloc,
    Cellule,
    Paragraphe,
    Rangee,
    Tableau,
)
from courriers.document.lecture import styles
from courriers.document.lecture.cellules import (
    MARGES,
    Place,
    StyleDeTableau,
    cellule_vide,
    dedans,
    marges_de,
    regards_de,
    style_de,
)
from courriers.document.lecture.colonnes import Preference, colonnes
from courriers.document.lecture.mesures import actif, attribut, nombre, twips, w
from courriers.document.lecture.source import Source

_PROPRES = w("tcPr")
_ETENDUE, _SENS = f"{_PROPRES}/{w('gridSpan')}", f"{_PROPRES}/{w('textDirection')}"
LireBlocs: TypeAlias = "Callable[[etree._Element, Source], list[Bloc]]"  # noqa: SLF001
_POSITIONS: dict[str, Literal["left", "center", "right"]] = {
    "center": "center", "right": "right", "end": "right",
}  # fmt: skip


def tableau(noeud: etree._Element, source: Source, lire: LireBlocs) -> Tableau:
    """The table *noeud*; *lire* reads the blocks of its cells."""
    style = style_de(noeud, source)
    rangees = list(_rangees(noeud))
    place = source.place or source.page.utile
    largeurs = _colonnes(noeud, rangees, style, place)
    regards = regards_de(style)
    lues = [
        _rangee(tr, Place(style, rang, len(rangees), regards, largeurs), source, lire)
        for rang, tr in enumerate(rangees)
    ]
    marges = marges_de(style.table.get("tblCellMar"), MARGES)
    # Before Word 2013, the text of the first column aligns with the margin, not the border.
    retrait = twips(attribut(style.table.get("tblInd"), "w"))
    if source.compatibilite < 15:
        retrait -= marges.gauche
    return Tableau(
        largeurs,
        _fusionner_les_rangees(lues),
        retrait,
        _POSITIONS.get(attribut(style.table.get("jc")) or "", "left"),
    )


def _rangees(noeud: etree._Element) -> Iterator[etree._Element]:
    """Its rows, those inside a content control too."""
    for enfant in noeud:
        if enfant.tag == w("tr"):
            if enfant.find(f"{w('trPr')}/{w('del')}") is None:
                yield enfant
        elif enfant.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins")):
            yield from _rangees(enfant)


def _cellules(rangee: etree._Element) -> Iterator[etree._Element]:
    for enfant in rangee:
        if enfant.tag == w("tc"):
            yield enfant
        elif enfant.tag in (w("sdt"), w("sdtContent"), w("customXml")):
            yield from _cellules(enfant)


def _colonnes(
    noeud: etree._Element, rangees: list[etree._Element], style: StyleDeTableau, place: float
) -> tuple[float, ...]:
    grille = [twips(attribut(g, "w")) for g in noeud.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    voulues = [
        [*_sautees(r), *((_etendue(tc), tc.find(f"{w('tcPr')}/{w('tcW')}")) for tc in _cellules(r))]
        for r in rangees
    ]
    return colonnes(grille, voulues, style.table.get("tblW"), place)


def _sautees(tr: etree._Element) -> list[Preference]:
    """The columns a row leaves before its first cell."""
    sautees = int(nombre(attribut(tr.find(f"{w('trPr')}/{w('gridBefore')}"))))
    return [(sautees, None)] if 0 < sautees < 64 else []


def _etendue(tc: etree._Element) -> int:
    span = tc.find(_ETENDUE)
    return 1 if span is None else min(63, max(1, int(nombre(attribut(span), 1))))


def _rangee(tr: etree._Element, place: Place, source: Source, lire: LireBlocs) -> Rangee:
    propres = styles.lire(tr.find(w("trPr")))
    cellules: list[Cellule] = []
    colonne = 0
    sautees = int(nombre(attribut(propres.get("gridBefore"))))
    if 0 < sautees < len(place.colonnes):
        cellules.append(Cellule((), sum(place.colonnes[:sautees]), sautees))
        colonne = sautees
    for tc in _cellules(tr):
        etendue = _etendue(tc)
        large = sum(place.colonnes[colonne : colonne + etendue])
        conditions = place.conditions(colonne, etendue)
        lus = _sans_fin_obligee(lire(tc, _dans_la_cellule(place.style, conditions, large, source)))
        vide = _cellule(tc, place, conditions, place.bords(colonne, etendue), source)
        cellules.append(replace(vide, blocs=lus, largeur=large, colonnes=etendue))
        if tc.find(_SENS) is not None:
            source.signaler("un texte vertical dans un tableau", "il est rendu à l’horizontale")
        colonne += etendue
    hauteur = propres.get("trHeight")
    return Rangee(
        tuple(_au_meme_haut(cellules)),
        twips(attribut(hauteur)),
        actif(propres.get("tblHeader")),
        actif(propres.get("cantSplit")),
        _garde(cellules),
    )


def _sans_fin_obligee(lus: list[Bloc]) -> tuple[Bloc, ...]:
    """The blocks of a cell, without the empty paragraph Word demands after a table at its end."""
    fin = lus[-1] if len(lus) > 1 and isinstance(lus[-2], Tableau) else None
    return tuple(lus[:-1] if isinstance(fin, Paragraphe) and fin.est_vide else lus)


def _au_meme_haut(cellules: list[Cellule]) -> list[Cellule]:
    """The cells of a row, all of the upper margin of the one whose margin is the largest."""
    haut = max((c.marges.haut for c in cellules), default=0.0)
    return [
        c if c.marges.haut == haut else replace(c, marges=replace(c.marges, haut=haut))
        for c in cellules
    ]


def _garde(cellules: list[Cellule]) -> bool:
    """A row is kept with the next one when its first paragraphs ask for it."""
    premiers = [c.blocs[0] for c in cellules if c.blocs]
    return bool(premiers) and all(
        isinstance(p, Paragraphe) and p.mise.garder_avec_suivant for p in premiers
    )


def _dans_la_cellule(
    style: StyleDeTableau, conditions: tuple[str, ...], large: float, source: Source
) -> Source:
    """*source* inside a cell: the same for all those of one look and one width."""
    cle = (conditions, large)
    connue = style.sources.get(cle)
    if connue is None:
        utile = max(large - MARGES.gauche - MARGES.droite, 1.0)
        connue = replace(dedans(style, conditions, source), place=utile)
        style.sources[cle] = connue
    return connue


def _cellule(
    tc: etree._Element,
    place: Place,
    conditions: tuple[str, ...],
    bords: tuple[bool, bool, bool, bool],
    source: Source,
) -> Cellule:
    """The look of a cell."""
    tcpr = tc.find(_PROPRES)
    xml = b"" if tcpr is None else etree.tostring(tcpr, with_tail=False)
    cle = ("tc", place.style.cle, xml, conditions, bords)
    return source.connu(cle, lambda: cellule_vide(tcpr, place.style, conditions, bords))


def _fusionner_les_rangees(rangees: list[Rangee]) -> tuple[Rangee, ...]:
    """Vertical merges counted: a cell that continues another disappears into it."""
    ouvertes: dict[int, tuple[int, int]] = {}
    sortie = [list(r.cellules) for r in rangees]
    for rang, rangee in enumerate(rangees):
        colonne = 0
        for place, cellule in enumerate(rangee.cellules):
            haut, position = ouvertes.get(colonne, (rang, place))
            ancienne = sortie[haut][position]
            # Of another width, a cell continues nothing: it would push its neighbours out.
            if cellule.rangees == 0 and haut < rang and ancienne.colonnes == cellule.colonnes:
                blocs = (*ancienne.blocs, *_non_vides(cellule.blocs))
                bordures_ = replace(ancienne.bordures, bas=cellule.bordures.bas)
                sortie[haut][position] = replace(
                    ancienne, rangees=ancienne.rangees + 1, blocs=blocs, bordures=bordures_
                )
            else:
                if not cellule.rangees:
                    sortie[rang][place] = replace(cellule, rangees=1)
                ouvertes[colonne] = (rang, place)
            colonne += cellule.colonnes
    return tuple(
        replace(rangee, cellules=tuple(c for c in cellules if c.rangees))
        for rangee, cellules in zip(rangees, sortie, strict=True)
    )


def _non_vides(blocs: tuple[Bloc, ...]) -> tuple[Bloc, ...]:
    return tuple(b for b in blocs if not isinstance(b, Paragraphe) or not b.est_vide)
