"""How cells look: what the table, its style and that style's conditions give to each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from courriers.document.arbre import Bordure, Bordures, Cellule, Marges
from courriers.document.lecture import styles
from courriers.document.lecture.mesures import attribut, couleur, nombre, twips, w
from courriers.document.lecture.mises import bordure, bordures
from courriers.document.lecture.source import Source
from courriers.document.lecture.styles import Proprietes

_VERTICAUX: dict[str, Literal["top", "middle", "bottom"]] = {"center": "middle", "bottom": "bottom"}


@dataclass(frozen=True)
class StyleDeTableau:
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
    sources: dict[Any, Source] = field(default_factory=dict, repr=False)
    """What its cells are read with, by what tells them apart."""

    def de(self, conditions: tuple[str, ...], genre: str) -> list[Proprietes]:
        """The sets ``genre`` of the conditions that hold, the weakest first."""
        return [
            styles.lire(self.conditions[c].find(w(genre)))
            for c in conditions
            if c in self.conditions
        ]


def style_de(noeud: etree._Element, source: Source) -> StyleDeTableau:
    """What the table *noeud* and its style give."""
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
    return StyleDeTableau(table, jeu("pPr"), jeu("rPr"), jeu("tcPr"), conditions, bandes, cle)


def _bande(table: Proprietes, sens: str) -> int:
    return max(1, int(nombre(attribut(table.get(f"tblStyle{sens}BandSize")), 1)))


def regards_de(style: StyleDeTableau) -> dict[str, bool]:
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
class Place:
    """A row in its table."""

    style: StyleDeTableau
    rang: int
    total: int
    regards: dict[str, bool]
    colonnes: tuple[float, ...]

    def conditions(self, colonne: int, etendue: int) -> tuple[str, ...]:
        """The conditional settings that hold for one of its cells, the weakest first."""
        if not self.style.conditions:
            return ()
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
        trouvees += [f"{x[1]}{y[1]}Cell" for x, y in coins]
        return tuple(nom for nom in trouvees if nom in self.style.conditions)

    def bords(self, colonne: int, etendue: int) -> tuple[bool, bool, bool, bool]:
        """Whether a cell lies at the top, right, bottom, left of the table."""
        fin = colonne + etendue >= len(self.colonnes)
        return self.rang == 0, fin, self.rang == self.total - 1, colonne == 0


def dedans(style: StyleDeTableau, conditions: tuple[str, ...], source: Source) -> Source:
    """*source* inside a cell these *conditions* hold for."""
    return source.dans_un_tableau(
        styles.superposer([style.paragraphe, *style.de(conditions, "pPr")]),
        styles.superposer([style.caractere, *style.de(conditions, "rPr")]),
    )


def cellule_vide(
    tcpr: etree._Element | None,
    style: StyleDeTableau,
    conditions: tuple[str, ...],
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
        marges=marges_de(toutes.get("tcMar"), marges_de(style.table.get("tblCellMar"), MARGES)),
        fond=couleur(attribut(toutes.get("shd"), "fill")),
        vertical=_VERTICAUX.get(attribut(toutes.get("vAlign")) or "", "top"),
    )


MARGES = Marges(0.0, 5.4, 0.0, 5.4)


def marges_de(noeud: etree._Element | None, defaut: Marges) -> Marges:
    """The margins *noeud* gives, those of *defaut* where it gives none."""
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


def _bordures(
    style: StyleDeTableau, cellule: Proprietes, bords: tuple[bool, bool, bool, bool]
) -> Bordures:
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
