"""The sheet and the place of the address, in twentieths of a point.

The address stands where a window envelope shows it, whatever the office’s margins and however tall
its header: the table that holds it is laid at a place of the sheet, from the top margin down, and
the exact spacing above the address makes up the difference. The text begins below it.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

from lxml import etree

from courriers.document.archive import Archive
from courriers.document.papier.courants import sections_de
from courriers.document.papier.ordre import AVANT_LE_PAPIER, local
from courriers.document.papier.parties import w
from courriers.erreurs import FichierWordInvalide

MM = 1440 / 25.4
A4 = (11_906, 16_838)
_ECART = round(3 * MM)
"""Between two sheets that are the same."""
LARGEUR_MIN = round(130 * MM)
"""Of the text: the statement’s columns need it."""
GAUCHE_MAX = round(50 * MM)
HAUTEUR_MIN = round(120 * MM)
"""Of the text of a page."""
_LIGNE_MIN = 20
"""Twentieths of a point: an exact spacing of nothing is not one."""
_COTES = ("top", "right", "bottom", "left", "header", "footer")


@dataclass(frozen=True)
class Feuille:
    """The margins of a sheet of A4, ``gauche`` with its gutter."""

    haut: int
    droite: int
    bas: int
    gauche: int
    en_tete: int
    pied: int

    @property
    def utile(self) -> int:
        """Width of the text."""
        return A4[0] - self.gauche - self.droite

    @classmethod
    def de(cls, section: etree._Element) -> Feuille:
        """That of a ``sectPr``."""
        marges = section.find(w("pgMar"))
        usuelles = dict(zip(_COTES, (850, 1134, 1304, 1134, 454, 510), strict=True))
        lues = {c: entier(marges, c, usuelles[c]) for c in _COTES}
        return cls(
            abs(lues["top"]), max(0, lues["right"]), abs(lues["bottom"]),
            max(0, lues["left"]) + max(0, entier(marges, "gutter", 0)),
            max(0, lues["header"]), max(0, lues["footer"]),
        )  # fmt: skip

    @classmethod
    def du_papier(cls, archive: Archive, nom: str) -> Feuille:
        """That of the last section of the office’s file *nom*.

        Raises:
            FichierWordInvalide: not an upright A4 sheet, or margins that leave no room.
        """
        derniere = list(sections_de(archive))[-1:]
        if not derniere:
            return cls.de(etree.Element(w("sectPr")))
        papier = derniere[0].find(w("pgSz"))
        cotes = (entier(papier, "w", A4[0]), entier(papier, "h", A4[1]))
        if any(abs(a - b) > _ECART for a, b in zip(cotes, A4, strict=True)):
            large, haut = (f"{c / MM / 10:.1f}".replace(".", ",") for c in cotes)
            raise FichierWordInvalide(
                f"{nom} : la page fait {large} × {haut}\u00a0cm ; une lettre s’écrit sur une "
                "feuille A4 en hauteur (21 × 29,7\u00a0cm).",
                conseil="Dans Word : Mise en page, Taille, A4, et Orientation, Portrait.",
            )
        feuille = cls.de(derniere[0])
        feuille.verifier(nom)
        return feuille

    def verifier(self, nom: str) -> None:
        """Refuse margins that leave no room, those of the file *nom*."""
        restant = A4[1] - self.haut - self.bas
        if self.utile < LARGEUR_MIN or self.gauche > GAUCHE_MAX or restant < HAUTEUR_MIN:
            raise FichierWordInvalide(
                f"{nom} : les marges ne laissent pas la place de la lettre ; il faut au moins "
                f"{LARGEUR_MIN / MM:.0f}\u00a0mm de large et {HAUTEUR_MIN / MM:.0f}\u00a0mm de "
                f"haut, et {GAUCHE_MAX / MM:.0f}\u00a0mm de marge gauche au plus.",
                conseil="Dans Word : Mise en page, Marges.",
            )

    def ecrire(self, section: etree._Element) -> None:
        """Give *section* this sheet."""
        for nom in ("pgSz", "pgMar"):
            for ancien in section.findall(w(nom)):
                section.remove(ancien)
        papier, marges = etree.Element(w("pgSz")), etree.Element(w("pgMar"))
        papier.set(w("w"), str(A4[0]))
        papier.set(w("h"), str(A4[1]))
        cotes = (self.haut, self.droite, self.bas, self.gauche, self.en_tete, self.pied)
        for nom, valeur in (*zip(_COTES, cotes, strict=True), ("gutter", 0)):
            marges.set(w(nom), str(valeur))
        rang = sum(1 for e in section if local(e) in AVANT_LE_PAPIER.split())
        section[rang:rang] = [papier, marges]


def entier(noeud: etree._Element | None, nom: str, defaut: int) -> int:
    """The whole number that the attribute *nom* of *noeud* holds; *defaut* where it holds none."""
    try:
        return defaut if noeud is None else round(float(noeud.get(w(nom), defaut)))
    except (ValueError, OverflowError):
        return defaut


@dataclass
class Fenetre:
    """The table of the address in the body of a template."""

    tableau: etree._Element
    espace: etree._Element
    """The paragraph above the address."""
    hauteur: int
    """Of that paragraph."""

    @classmethod
    def dans(
        cls, corps: etree._Element, espaces: set[str], hauteur_du_style: int
    ) -> Fenetre | None:
        """That of *corps*, by the styles *espaces* of the paragraph; nothing if it has none."""
        for paragraphe in corps.iter(w("p")):
            style = paragraphe.find(f"{w('pPr')}/{w('pStyle')}")
            tableau = next(paragraphe.iterancestors(w("tbl")), None)
            if style is None or style.get(w("val")) not in espaces or tableau is None:
                continue
            propre = paragraphe.find(f"{w('pPr')}/{w('spacing')}")
            return cls(tableau, paragraphe, entier(propre, "line", hauteur_du_style))
        return None

    def vider(self, styles: set[str]) -> None:
        """Take out the paragraphs of *styles*: what the paper already says."""
        for cellule in self.tableau.iter(w("tc")):
            for paragraphe in list(cellule.iterchildren(w("p"))):
                style = paragraphe.find(f"{w('pPr')}/{w('pStyle')}")
                if style is not None and style.get(w("val")) in styles:
                    cellule.remove(paragraphe)
            if cellule.find(w("p")) is None:
                etree.SubElement(cellule, w("p"))

    def poser(self, avant: Feuille, apres: Feuille, *, abaisser: bool) -> None:
        """Keep the address where it stood on the sheet *avant*, on the sheet *apres*.

        *abaisser*: what stands beside it begins at its height, below a header.
        """
        adresse = avant.haut + self.hauteur
        haut = min(apres.haut, adresse - _LIGNE_MIN)
        self._espacer(adresse - haut)
        if abaisser:
            premiere = self.tableau.find(f".//{w('tc')}")
            if premiere is not None and premiere is not self.espace.getparent():
                rang = 1 if premiere.find(w("tcPr")) is not None else 0
                premiere.insert(rang, copy.deepcopy(self.espace))
        for ligne in self.tableau.iter(w("trHeight")):
            ligne.set(w("val"), str(max(0, entier(ligne, "val", 0) + avant.haut - haut)))
        self._elargir(avant.gauche - apres.gauche)
        reglages = self.tableau.find(w("tblPr"))
        if reglages is not None:
            place = etree.Element(w("tblpPr"))
            for cote in ("left", "right", "top", "bottom"):
                place.set(w(f"{cote}FromText"), "0")
            for nom, valeur in (
                ("vertAnchor", "page"), ("horzAnchor", "page"),
                ("tblpX", str(apres.gauche)), ("tblpY", str(haut)),
            ):  # fmt: skip
                place.set(w(nom), valeur)
            rang = 1 if reglages.find(w("tblStyle")) is not None else 0
            reglages.insert(rang, place)
        # What a table at a place of its own is tied to: the paragraph that follows it, whose
        # indent some programs then ignore.
        self.tableau.addnext(_paragraphe_nu())

    def _espacer(self, hauteur: int) -> None:
        reglages = self.espace.find(w("pPr"))
        if reglages is None:
            return
        for ancien in reglages.findall(w("spacing")):
            reglages.remove(ancien)
        reglages.insert(1, _interligne(hauteur))

    def _elargir(self, ecart: int) -> None:
        """Make the first column wider by *ecart*: the address stays at its place."""
        grille = self.tableau.findall(f"{w('tblGrid')}/{w('gridCol')}")
        largeurs = [self.tableau.find(f"{w('tblPr')}/{w('tblW')}"), *grille[:1]]
        premieres = f"{w('tc')}/{w('tcPr')}/{w('tcW')}"
        largeurs += [rangee.find(premieres) for rangee in self.tableau.iterchildren(w("tr"))]
        for noeud in largeurs:
            if noeud is not None:
                noeud.set(w("w"), str(max(_LIGNE_MIN, entier(noeud, "w", 0) + ecart)))


def _interligne(hauteur: int) -> etree._Element:
    noeud = etree.Element(w("spacing"))
    for nom, valeur in (("before", 0), ("after", 0), ("line", hauteur), ("lineRule", "exact")):
        noeud.set(w(nom), str(valeur))
    return noeud


def _paragraphe_nu() -> etree._Element:
    paragraphe = etree.Element(w("p"))
    etree.SubElement(paragraphe, w("pPr")).append(_interligne(_LIGNE_MIN))
    return paragraphe


def ajuster(
    racine: etree._Element, avant: Feuille, apres: Feuille, fenetre: Fenetre | None
) -> None:
    """Fit to the new width what was drawn for the old one: tables, tab stops, indents."""
    for tableau in racine.iter(w("tbl")):
        if fenetre is None or tableau is not fenetre.tableau:
            _redimensionner(tableau, apres.utile - avant.utile, apres.utile / avant.utile)
    colonne = A4[0]
    if fenetre is not None:
        premiere = fenetre.tableau.find(f"{w('tblGrid')}/{w('gridCol')}")
        colonne = entier(premiere, "w", A4[0])
    deplacer(racine, avant, apres, colonne)


def deplacer(racine: etree._Element, avant: Feuille, apres: Feuille, colonne: int) -> None:
    """Tab stops at the right edge follow it; what is set in as far as the window stays there."""
    for taquet in racine.iter(w("tab")):
        if taquet.get(w("val")) == "right" and abs(entier(taquet, "pos", 0) - avant.utile) <= 2:
            taquet.set(w("pos"), str(apres.utile))
    for retrait in racine.iter(w("ind")):
        if entier(retrait, "left", 0) == colonne:
            retrait.set(w("left"), str(max(0, colonne + avant.gauche - apres.gauche)))


def _redimensionner(tableau: etree._Element, ecart: int, rapport: float) -> None:
    """Fit a table of fixed widths: in proportion, but for the columns that hold a picture."""
    grille = tableau.findall(f"{w('tblGrid')}/{w('gridCol')}")
    largeurs = [entier(c, "w", 0) for c in grille]
    total = sum(largeurs)
    if not total or not ecart:
        return
    cible = round(total * rapport)
    fixes = _colonnes_a_images(tableau, len(grille))
    libre = sum(x for i, x in enumerate(largeurs) if i not in fixes)
    if not libre or cible - total + libre < libre / 3:
        fixes, libre = set(), total
    facteur = (cible - total + libre) / libre
    neuves = [x if i in fixes else round(x * facteur) for i, x in enumerate(largeurs)]
    for colonne, largeur in zip(grille, neuves, strict=True):
        colonne.set(w("w"), str(largeur))
    totale = tableau.find(f"{w('tblPr')}/{w('tblW')}")
    if totale is not None and totale.get(w("type")) == "dxa":
        totale.set(w("w"), str(sum(neuves)))
    for rangee in tableau.iterchildren(w("tr")):
        rang = 0
        for cellule in rangee.iterchildren(w("tc")):
            empan = entier(cellule.find(f"{w('tcPr')}/{w('gridSpan')}"), "val", 1)
            large = cellule.find(f"{w('tcPr')}/{w('tcW')}")
            if large is not None and large.get(w("type")) == "dxa":
                large.set(w("w"), str(sum(neuves[rang : rang + empan])))
            rang += empan


def _colonnes_a_images(tableau: etree._Element, combien: int) -> set[int]:
    fixes = set()
    for rangee in tableau.iterchildren(w("tr")):
        cellules = list(rangee.iterchildren(w("tc")))
        if len(cellules) == combien:
            fixes |= {
                i for i, c in enumerate(cellules) if next(c.iter(w("drawing")), None) is not None
            }
    return fixes
