"""Tables: geometry, borders and what the table style gives to each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from lxml import etree

from courriers.document.arbre import (
    Bloc,
    Bordure,
    Bordures,
    Cellule,
    Marges,
    Paragraphe,
    Rangee,
    Tableau,
)
from courriers.document.lecture import styles
from courriers.document.lecture.colonnes import Preference, colonnes
from courriers.document.lecture.mesures import actif, attribut, couleur, nombre, twips, w
from courriers.document.lecture.mises import bordure, bordures
from courriers.document.lecture.source import Source
from courriers.document.lecture.styles import Proprietes

LireBlocs: TypeAlias = "Callable[[etree._Element, Source], list[Bloc]]"  # noqa: SLF001
_VERTICAUX: dict[str, Literal["top", "middle", "bottom"]] = {"center": "middle", "bottom": "bottom"}
_POSITIONS: dict[str, Literal["left", "center", "right"]] = {
    "center": "center", "right": "right", "end": "right",
}  # fmt: skip


@dataclass(frozen=True)
class _Style:
    """A table's settings, its style's included, and the conditional ones of the style."""

    table: Proprietes
    paragraphe: Proprietes
    caractere: Proprietes
    cellule: Proprietes
    conditions: dict[str, etree._Element]
    bandes: tuple[int, int] = (1, 1)
    """Rows, then columns, of a band."""
    cle: bytes = b""
    """Its own settings as XML, which name its style: part of the key of what they come to."""

    def de(self, conditions: list[str], genre: str) -> list[Proprietes]:
        """The sets ``genre`` of the conditions that hold, the weakest first."""
        return [
            styles.lire(self.conditions[c].find(w(genre)))
            for c in conditions
            if c in self.conditions
        ]


def tableau(noeud: etree._Element, source: Source, lire: LireBlocs) -> Tableau:
    """The table *noeud*; *lire* reads the blocks of its cells."""
    style = _style(noeud, source)
    rangees = list(_rangees(noeud))
    place = source.place or source.page.largeur - source.page.marges.gauche - (
        source.page.marges.droite
    )
    largeurs = _colonnes(noeud, rangees, style, place)
    regards = _regards(style)
    lues = [
        _rangee(tr, _Place(style, rang, len(rangees), regards, largeurs), source, lire)
        for rang, tr in enumerate(rangees)
    ]
    marges = _marges(style.table.get("tblCellMar"), _MARGES)
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


def _style(noeud: etree._Element, source: Source) -> _Style:
    propres = styles.lire(noeud.find(w("tblPr")))
    nom = attribut(propres.get("tblStyle")) or source.styles.par_defaut.get("table")
    chaine = source.styles.chaine(nom)
    conditions = {}
    for maillon in chaine:
        for condition in maillon.iterchildren(w("tblStylePr")):
            conditions[attribut(condition, "type") or ""] = condition

    def jeu(genre: str) -> Proprietes:
        return styles.superposer(styles.lire(m.find(w(genre))) for m in chaine)

    table = styles.superposer([jeu("tblPr"), propres])
    bandes = _bande(table, "Row"), _bande(table, "Col")
    tblpr = noeud.find(w("tblPr"))
    cle = b"" if tblpr is None else etree.tostring(tblpr, with_tail=False)
    return _Style(table, jeu("pPr"), jeu("rPr"), jeu("tcPr"), conditions, bandes, cle)


def _bande(table: Proprietes, sens: str) -> int:
    return max(1, int(nombre(attribut(table.get(f"tblStyle{sens}BandSize")), 1)))


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
    noeud: etree._Element, rangees: list[etree._Element], style: _Style, place: float
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
    span = tc.find(f"{w('tcPr')}/{w('gridSpan')}")
    return min(63, max(1, int(nombre(attribut(span), 1))))


def _regards(style: _Style) -> dict[str, bool]:
    """Which conditional settings the table asks for."""
    regard = style.table.get("tblLook")
    if regard is None:
        return {"firstRow": True, "noVBand": True}
    bits = int(regard.get(w("val"), "0") or "0", 16) if _hexa(regard.get(w("val"))) else 0
    defauts = {
        "firstRow": bits & 0x20, "lastRow": bits & 0x40, "firstColumn": bits & 0x80,
        "lastColumn": bits & 0x100, "noHBand": bits & 0x200, "noVBand": bits & 0x400,
    }  # fmt: skip
    return {
        nom: regard.get(w(nom)) in ("1", "true", "on") if regard.get(w(nom)) else bool(defaut)
        for nom, defaut in defauts.items()
    }


def _hexa(valeur: str | None) -> bool:
    return bool(valeur) and all(c in "0123456789abcdefABCDEF" for c in valeur or "x")


_BORDS = ("firstRow", "lastColumn", "lastRow", "firstColumn")
"""What a table asks for at its top, right, bottom and left."""


@dataclass(frozen=True)
class _Place:
    """A row in its table."""

    style: _Style
    rang: int
    total: int
    regards: dict[str, bool]
    colonnes: tuple[float, ...]

    def conditions(self, colonne: int, etendue: int) -> list[str]:
        """The conditional settings that hold for one of its cells, the weakest first."""
        haut, droite, bas, gauche = (
            au_bord and self.regards.get(nom, False)
            for au_bord, nom in zip(self.bords(colonne, etendue), _BORDS, strict=True)
        )
        bas = bas and not haut
        trouvees = ["wholeTable"]
        if not (gauche or droite or self.regards.get("noVBand")):
            rang = (colonne - self.regards.get("firstColumn", False)) // self.style.bandes[1]
            trouvees.append(f"band{1 + rang % 2}Vert")
        if not (haut or bas or self.regards.get("noHBand")):
            rang = (self.rang - self.regards.get("firstRow", False)) // self.style.bandes[0]
            trouvees.append(f"band{1 + rang % 2}Horz")
        lignes = [("firstRow", "n", haut), ("lastRow", "s", bas)]
        colonnes_ = [("firstCol", "w", gauche), ("lastCol", "e", droite)]
        trouvees += [nom for nom, _, vrai in (*lignes, *colonnes_) if vrai]
        coins = ((x, y) for x in lignes for y in colonnes_ if x[2] and y[2])
        return [*trouvees, *(f"{x[1]}{y[1]}Cell" for x, y in coins)]

    def bords(self, colonne: int, etendue: int) -> tuple[bool, bool, bool, bool]:
        """Whether a cell lies at the top, right, bottom, left of the table."""
        fin = colonne + etendue >= len(self.colonnes)
        return self.rang == 0, fin, self.rang == self.total - 1, colonne == 0


def _rangee(tr: etree._Element, place: _Place, source: Source, lire: LireBlocs) -> Rangee:
    propres = styles.lire(tr.find(w("trPr")))
    cellules: list[Cellule] = []
    colonne = 0
    sautees = int(nombre(attribut(propres.get("gridBefore"))))
    if 0 < sautees < len(place.colonnes):
        cellules.append(Cellule((), sum(place.colonnes[:sautees]), sautees))
        colonne = sautees
    for tc in _cellules(tr):
        large = sum(place.colonnes[colonne : colonne + _etendue(tc)])
        conditions = place.conditions(colonne, _etendue(tc))
        dedans = _dedans(place.style, conditions, source)
        dans_la_cellule = replace(dedans, place=max(large - _MARGES.gauche - _MARGES.droite, 1.0))
        lus = _sans_fin_obligee(lire(tc, dans_la_cellule))
        cellules.append(_cellule(tc, place, colonne, source, lus))
        colonne += _etendue(tc)
    hauteur = propres.get("trHeight")
    return Rangee(
        tuple(cellules),
        twips(attribut(hauteur)),
        actif(propres.get("tblHeader")),
        actif(propres.get("cantSplit")),
        _garde(cellules),
    )


def _sans_fin_obligee(lus: list[Bloc]) -> tuple[Bloc, ...]:
    """The blocks of a cell, without the empty paragraph Word demands after a table at its end."""
    fin = lus[-1] if len(lus) > 1 and isinstance(lus[-2], Tableau) else None
    return tuple(lus[:-1] if isinstance(fin, Paragraphe) and fin.est_vide else lus)


def _dedans(style: _Style, conditions: list[str], source: Source) -> Source:
    """*source* inside a cell these *conditions* hold for."""
    return source.dans_un_tableau(
        styles.superposer([style.paragraphe, *style.de(conditions, "pPr")]),
        styles.superposer([style.caractere, *style.de(conditions, "rPr")]),
    )


def _garde(cellules: list[Cellule]) -> bool:
    """A row is kept with the next one when its first paragraphs ask for it."""
    premiers = [c.blocs[0] for c in cellules if c.blocs]
    return bool(premiers) and all(
        isinstance(p, Paragraphe) and p.mise.garder_avec_suivant for p in premiers
    )


def _cellule(
    tc: etree._Element, place: _Place, colonne: int, source: Source, contenu: tuple[Bloc, ...]
) -> Cellule:
    etendue = _etendue(tc)
    bords = place.bords(colonne, etendue)
    tcpr = tc.find(w("tcPr"))
    xml = b"" if tcpr is None else etree.tostring(tcpr, with_tail=False)
    conditions = place.conditions(colonne, etendue)
    cle = ("tc", place.style.cle, xml, tuple(conditions), bords)
    vide = source.connu(cle, lambda: _cellule_vide(tcpr, place.style, conditions, bords))
    largeur = sum(place.colonnes[colonne : colonne + etendue])
    return replace(vide, blocs=contenu, largeur=largeur, colonnes=etendue)


def _cellule_vide(
    tcpr: etree._Element | None,
    style: _Style,
    conditions: list[str],
    bords: tuple[bool, bool, bool, bool],
) -> Cellule:
    """The look of a cell."""
    propres = styles.lire(tcpr)
    des_conditions = styles.superposer([style.cellule, *style.de(conditions, "tcPr")])
    toutes = styles.superposer([des_conditions, propres])
    fusion = propres.get("vMerge")
    return Cellule(
        blocs=(),
        largeur=0.0,
        rangees=0 if fusion is not None and attribut(fusion) != "restart" else 1,
        bordures=_bordures(style, toutes, bords),
        marges=_marges(toutes.get("tcMar"), _marges(style.table.get("tblCellMar"), _MARGES)),
        fond=couleur(attribut(toutes.get("shd"), "fill")),
        vertical=_VERTICAUX.get(attribut(toutes.get("vAlign")) or "", "top"),
    )


_MARGES = Marges(0.0, 5.4, 0.0, 5.4)


def _marges(noeud: etree._Element | None, defaut: Marges) -> Marges:
    if noeud is None:
        return defaut

    def cote(noms: tuple[str, ...], sinon: float) -> float:
        trouve = next((e for n in noms if (e := noeud.find(w(n))) is not None), None)
        return sinon if trouve is None else max(0.0, twips(attribut(trouve, "w")))

    return Marges(
        cote(("top",), defaut.haut),
        cote(("right", "end"), defaut.droite),
        cote(("bottom",), defaut.bas),
        cote(("left", "start"), defaut.gauche),
    )


def _bordures(style: _Style, cellule: Proprietes, bords: tuple[bool, bool, bool, bool]) -> Bordures:
    """The edges of a cell: its own, else those of the table, inside or outside."""
    table = style.table.get("tblBorders")
    propres = cellule.get("tcBorders")
    dehors = bordures(table)
    dedans_h, dedans_v = bordure(table, "insideH"), bordure(table, "insideV")
    cotes = (("top",), ("right", "end"), ("bottom",), ("left", "start"))
    exterieures = (dehors.haut, dehors.droite, dehors.bas, dehors.gauche)
    interieures = (dedans_h, dedans_v, dedans_h, dedans_v)
    choisies: list[Bordure | None] = []
    for noms, au_bord, exterieure, interieure in zip(
        cotes, bords, exterieures, interieures, strict=True
    ):
        nommee = propres is not None and any(propres.find(w(n)) is not None for n in noms)
        defaut = exterieure if au_bord else interieure
        choisies.append(bordure(propres, *noms) if nommee else defaut)
    return Bordures(*choisies)


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
                sortie[rang][place] = replace(cellule, rangees=max(1, cellule.rangees))
                ouvertes[colonne] = (rang, place)
            colonne += cellule.colonnes
    return tuple(
        replace(rangee, cellules=tuple(c for c in cellules if c.rangees))
        for rangee, cellules in zip(rangees, sortie, strict=True)
    )


def _non_vides(blocs: tuple[Bloc, ...]) -> tuple[Bloc, ...]:
    return tuple(b for b in blocs if not isinstance(b, Paragraphe) or not b.est_vide)
