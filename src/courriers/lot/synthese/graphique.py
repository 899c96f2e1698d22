"""Two charts, in SVG: columns by age, bars by name. They read the same printed in grey.

Lengths are in points. Words are measured before they are written: none runs out of its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from html import escape
from typing import Literal

from courriers.document.arbre import Police
from courriers.document.html.rendu import Rendu
from courriers.langue.typographie import INSECABLE, montant, nombre
from courriers.lot.synthese.cellules import propre
from courriers.monnaie import ZERO

FAMILLE = "Arial"
ENCRE, GRIS, TRAIT, BLEU = "#1d2b36", "#5a6570", "#b9c3cb", "#2f4f66"
_TEINTES = ("#ffffff", "#d5dde2", "#b3c0c9", "#8a9dab", "#5d788b", "#2f4f66")
"""From what is not due yet to the oldest: each darker than the one before, in grey too."""
_PALE = _TEINTES[2]
_PETIT, _NOM = 7.5, 7.8
_ENTIERE, _ABREGE = Decimal(100), Decimal(10_000_000)
"""From one to the other, units alone."""
_MILLION = Decimal(1_000_000)
_MILLIARD = Decimal(1_000_000_000)


@dataclass(frozen=True)
class Plume:
    """Writes words in a chart, in fonts that the page knows."""

    rendu: Rendu

    def largeur(self, texte: str, taille: float, *, gras: bool = False) -> float:
        """Width of *texte* in points."""
        return self.rendu.face(Police(FAMILLE, taille, gras=gras))[1].largeur(texte, taille)

    def mot(
        self,
        x: float,
        y: float,
        texte: str,
        taille: float = _NOM,
        *,
        gras: bool = False,
        couleur: str = ENCRE,
        ancre: Literal["start", "middle", "end"] = "start",
    ) -> str:
        """*texte* on the baseline *y*."""
        nom, face = self.rendu.face(Police(FAMILLE, taille, gras=gras))
        ecrit = face.dessinable(texte)
        # Placed by us: what a font draws for another is as wide as it says.
        recul = {"start": 0.0, "middle": 0.5, "end": 1.0}[ancre] * face.largeur(texte, taille)
        return (
            f'<text x="{x - recul:.2f}" y="{y:.2f}" font-family="{nom}" font-size="{taille}" '
            f'fill="{couleur}">{escape(ecrit)}</text>'
        )

    def au_plus(self, texte: str, taille: float, place: float, *, gras: bool = False) -> str:
        """*texte*, its end cut off if it is wider than *place*."""
        texte = " ".join(propre(texte).split(" ")).replace("\n", " ")
        if self.largeur(texte, taille, gras=gras) <= place:
            return texte
        court = texte[:200]
        while court and self.largeur(f"{court}…", taille, gras=gras) > place:
            court = court[:-1]
        return f"{court.rstrip()}…"


@dataclass(frozen=True)
class Barre:
    """What one bar stands for."""

    nom: str
    valeur: Decimal
    nombre: int = 0
    est_un_reste: bool = False
    """It stands for several, and is drawn paler."""


def colonnes(plume: Plume, barres: Sequence[Barre], large: float, haut: float) -> str:
    """The columns *barres*, the first outlined: what is not due yet."""
    pas = large / len(barres)
    epais = min(46.0, pas * 0.66)
    bas, sommet = haut - 15.0, 14.0
    plus_haut = max((b.valeur for b in barres), default=ZERO) or Decimal(1)
    traits = [_ligne(0, bas, large, bas)]
    for rang, barre in enumerate(barres):
        centre = pas * (rang + 0.5)
        part = float(max(barre.valeur, ZERO) / plus_haut)
        h = max(part * (bas - sommet), 0.8 if barre.valeur > 0 else 0.0)
        if h:
            traits.append(
                _rectangle(centre - epais / 2, bas - h, epais, h, _TEINTES[rang], bord=BLEU)
            )
        dit = abrege(barre.valeur) if barre.valeur else "–"
        couleur = ENCRE if barre.valeur else GRIS
        taille = _PETIT if plume.largeur(dit, _PETIT) <= pas - 6 else _PETIT - 1.2
        traits.append(plume.mot(centre, bas - h - 4, dit, taille, couleur=couleur, ancre="middle"))
        nom = plume.au_plus(barre.nom, _PETIT, pas - 1)
        traits.append(plume.mot(centre, haut - 4, nom, _PETIT, couleur=GRIS, ancre="middle"))
    return _svg(traits, large, haut)


def barres_couchees(plume: Plume, barres: Sequence[Barre], large: float) -> str:
    """One bar a line: its name above it, its sum and its number of letters at the right."""
    plus_long = max((b.valeur for b in barres), default=ZERO) or Decimal(1)
    traits = []
    for rang, barre in enumerate(barres):
        y = rang * PAS_COUCHE
        lettres = f"{nombre(barre.nombre)} lettre{'s' if barre.nombre > 1 else ''}"
        dit = f"{abrege(barre.valeur)} · {lettres}"
        place = large - plume.largeur(dit, _PETIT) - 6
        nom = plume.au_plus(barre.nom, _NOM, place)
        traits.append(plume.mot(0, y + 9, nom, _NOM))
        traits.append(plume.mot(large, y + 9, dit, _PETIT, couleur=GRIS, ancre="end"))
        traits.append(_ligne(0, y + 15.25, large, y + 15.25, 0.4))
        long = float(max(barre.valeur, ZERO) / plus_long) * large
        if long:
            traits.append(
                _rectangle(0, y + 13, max(long, 0.8), 4.5, _PALE if barre.est_un_reste else BLEU)
            )
    return _svg(traits, large, PAS_COUCHE * max(len(barres), 1))


PAS_COUCHE = 22.0
"""From one lying bar to the next."""


def abrege(valeur: Decimal) -> str:
    """*valeur* to the unit; to the hundredth when it is small, in millions or billions when large.

    >>> abrege(Decimal("1234.56")).replace("\u202f", "_")
    '1_235'
    >>> abrege(Decimal("12345678.90")).replace(INSECABLE, "~")
    '12,34~M'
    >>> abrege(Decimal("0.01"))
    '0,01'
    """
    if abs(valeur) < _ENTIERE and valeur % 1:
        return nombre(valeur, 2)
    if abs(valeur) < _ABREGE:
        return nombre(valeur, 0)
    unite, nom = (_MILLIARD, "Md") if abs(valeur) >= _MILLIARD else (_MILLION, "M")
    parts = (valeur / unite).quantize(Decimal("0.01"), ROUND_FLOOR)
    return f"{nombre(parts, 2)}{INSECABLE}{nom}"


def dit(titre: str, barres: Sequence[Barre], devise: str) -> str:
    """The chart in words, for who does not see it: exact amounts."""
    parts = "\u00a0; ".join(f"{propre(b.nom)}, {montant(b.valeur, devise)}" for b in barres)
    return f"{titre}\u00a0: {parts or 'rien'}."


def _ligne(x1: float, y1: float, x2: float, y2: float, epais: float = 0.6) -> str:
    return (
        f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{TRAIT}" '
        f'stroke-width="{epais}"/>'
    )


def _rectangle(
    x: float, y: float, large: float, haut: float, couleur: str, *, bord: str = "none"
) -> str:
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{large:.2f}" height="{haut:.2f}" '
        f'fill="{couleur}" stroke="{bord}" stroke-width="0.6"/>'
    )


def _svg(traits: Sequence[str], large: float, haut: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{large:.2f}pt" height="{haut:.2f}pt" '
        f'viewBox="0 0 {large:.2f} {haut:.2f}">{"".join(traits)}</svg>'
    )
