"""Boxes at a place of their own, which CSS has no way to lay: out of the flow, or as floats.

A box that text ignores is taken out of the flow. So is one that text goes round, where its height
is known: empty floats, stacked along the edge of the text it is nearer to, keep its room. Where its
height is not, it is a float itself, under an empty one that brings it down to its place. Where the
place of a box is told from the sheet and text stands above, how far down that text goes must be
known: a mark is left, a first layout says where it fell, and the letter is written again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from courriers.document.arbre import Flottant, Marges
from courriers.document.html.paragraphes import bordures_css
from courriers.document.html.rendu import Rendu

_APRES_LE_TEXTE = "position: relative; clear: both; "
"""Drawn after the text of the page, as Word’s own boxes are read; its place is the same."""
_VERTICAUX = {
    "top": "",
    "middle": "display: flex; flex-direction: column; justify-content: center; ",
    "bottom": "display: flex; flex-direction: column; justify-content: flex-end; ",
}
_PLEINE = 1.0
"""More than the width of the text: lines exceed it by a hair."""
_MINIMUM = 72.0
"""Word writes nothing beside a box in less than an inch."""
_MARQUE = "float: left; width: 0; height: 0"
_COTES: tuple[Literal["left", "right"], ...] = ("left", "right")


class _Place(NamedTuple):
    """Room kept along one edge of the text: from the top of the paragraph, and from that edge."""

    cote: Literal["left", "right"]
    haut: float
    bas: float
    large: float


@dataclass
class Entourage:
    """The room of the boxes of one paragraph, which its text goes round."""

    largeur: float
    """Of the text."""
    places: list[_Place] = field(default_factory=list)

    def tenir(self, f: Flottant, descente: float, rendu: Rendu) -> None:
        """Keep the room of *f*, *descente* below the top of the paragraph."""
        d = f.distances
        haut, bas = max(0.0, descente - d.haut), descente + f.hauteur + d.bas
        if bas <= haut:
            return
        if f.habillage == "haut_bas" or _sans_place(f, self.largeur):
            rendu.barre = True
            self.places.append(_Place("left", haut, bas, self.largeur + _PLEINE))
        elif f.x + f.largeur / 2 > self.largeur / 2:
            self.places.append(_Place("right", haut, bas, self.largeur - f.x + d.gauche))
        else:
            self.places.append(_Place("left", haut, bas, f.x + f.largeur + d.droite))

    def html(self, rendu: Rendu) -> str:
        """Empty floats as high and as wide as the room kept, from the top of the paragraph."""
        tranches = [t for cote in _COTES for t in self._tranches(cote)]
        # A float stands no higher than those before it.
        return "".join(
            f'<div class="{rendu.classe(_tranche_css(t))}"></div>'
            for t in sorted(tranches, key=lambda t: t.haut)
        )

    def _tranches(self, cote: Literal["left", "right"]) -> list[_Place]:
        siennes = [p for p in self.places if p.cote == cote]
        bords = sorted({0.0, *(b for p in siennes for b in (p.haut, p.bas))})
        return [
            _Place(cote, haut, bas, max((p.large for p in siennes if p.haut <= haut < p.bas),
                                        default=0.0))
            for haut, bas in pairwise(bords)
        ]  # fmt: skip


def _tranche_css(t: _Place) -> str:
    suite = f"clear: {t.cote}; " if t.haut else ""
    return f"float: {t.cote}; {suite}width: {t.large:.2f}pt; height: {t.bas - t.haut:.2f}pt"


def flottant_html(
    f: Flottant, contenu: str, entourage: Entourage, rendu: Rendu, *, debut: bool, tient: bool
) -> str:
    """*f* and what it holds, whose room *entourage* keeps if text goes round it.

    Args:
        debut: nothing stands before it.
        tient: what it holds is no taller than it.
    """
    largeur = entourage.largeur
    if f.vertical != "top":  # one thing to place, whatever its margins
        contenu = f"<div>{contenu}</div>"
    origine = rendu.origine if f.repere == "papier" else 0.0
    dehors = _hors_du_flux(f, contenu, f.y - origine, largeur, rendu)
    if f.habillage == "sans" or rendu.courant or not _est_sur_le_texte(f, largeur):
        return dehors
    if f.repere == "papier" and not debut:
        rendu.poses += 1
        nom = f"f{rendu.poses}"
        if nom not in rendu.reperes:
            rendu.attendus.append(nom)
            return f'<div class="{rendu.classe(_MARQUE)}" id="{nom}"></div>{dehors}'
        origine = rendu.reperes[nom]
    if not (tient and f.hauteur and f.largeur):
        return _en_flottant(f, contenu, f.y - origine, largeur, rendu)
    entourage.tenir(f, f.y - origine, rendu)
    return dehors


def _boite(f: Flottant) -> str:
    """The declarations of the box itself."""
    m, b = f.marges, f.bordures
    traits = Marges(*(t.epaisseur if t else 0.0 for t in (b.haut, b.droite, b.bas, b.gauche)))
    style = "box-sizing: border-box; text-indent: 0; "
    if f.largeur:
        style += f"width: {f.largeur:.2f}pt; "
    if f.hauteur:
        style += f"min-height: {f.hauteur:.2f}pt; "
        style += _VERTICAUX[f.vertical]
    # The text is told from the edge of the box, which the line straddles.
    dedans = (
        max(0.0, m.haut - traits.haut), max(0.0, m.droite - traits.droite),
        max(0.0, m.bas - traits.bas), max(0.0, m.gauche - traits.gauche),
    )  # fmt: skip
    if any(dedans):
        style += "padding: " + " ".join(f"{cote:.2f}pt" for cote in dedans) + "; "
    if f.fond:
        style += f"background: #{f.fond}; "
    return style + bordures_css(f.bordures)


def _hors_du_flux(f: Flottant, contenu: str, descente: float, largeur: float, rendu: Rendu) -> str:
    cote = f"right: {largeur - f.x:.2f}pt" if f.accroche == "droite" else f"left: {f.x:.2f}pt"
    style = f"position: absolute; {cote}; top: {descente:.2f}pt; " + _boite(f)
    if f.derriere or rendu.courant:  # Word draws headers and footers first
        style += "z-index: -1; "
    boite = f'<div class="{rendu.classe(style)}">{contenu}</div>'
    if f.repere == "papier":
        return boite
    return f'<div class="{rendu.classe("position: relative; height: 0")}">{boite}</div>'


def _est_sur_le_texte(f: Flottant, largeur: float) -> bool:
    """Whether some text may meet it: it may stand in a margin."""
    return f.x < largeur and (not f.largeur or f.x + f.largeur > 0)


def _sans_place(f: Flottant, largeur: float) -> bool:
    """Whether neither side of it is wide enough for Word to write there."""
    d = f.distances
    return bool(f.largeur) and max(f.x - d.gauche, largeur - f.x - f.largeur - d.droite) < _MINIMUM


def _en_flottant(f: Flottant, contenu: str, descente: float, largeur: float, rendu: Rendu) -> str:
    d = f.distances
    cale = ""
    if descente - d.haut > 0.01:
        vide = f"float: left; width: 0; height: {descente - d.haut:.2f}pt"
        cale = f'<div class="{rendu.classe(vide)}"></div>'
    # A place above the text already written: that text is not pushed aside.
    haut = min(d.haut, descente)
    if f.habillage == "haut_bas" or _sans_place(f, largeur):
        rendu.barre = True
        rangee = _APRES_LE_TEXTE + (
            f"float: left; width: {largeur + _PLEINE:.2f}pt; "
            f"margin: {haut:.2f}pt 0 {d.bas:.2f}pt 0; "
        )
        boite = rendu.classe(f"margin-left: {f.x:.2f}pt; " + _boite(f))
        return (
            f'{cale}<div class="{rendu.classe(rangee)}"><div class="{boite}">{contenu}</div></div>'
        )
    milieu = f.x + f.largeur / 2
    if f.accroche == "droite":
        cote, marges = "right", (largeur - f.x, d.gauche)
    elif f.largeur and milieu > largeur / 2:
        cote, marges = "right", (largeur - f.x - f.largeur, d.gauche)
    else:
        cote, marges = "left", (d.droite, f.x)
    style = _APRES_LE_TEXTE + (
        f"float: {cote}; margin: {haut:.2f}pt {marges[0]:.2f}pt {d.bas:.2f}pt {marges[1]:.2f}pt; "
    )
    return f'{cale}<div class="{rendu.classe(style + _boite(f))}">{contenu}</div>'
