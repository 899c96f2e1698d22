"""The space between blocks, and where the lines of a paragraph stand in their height.

Word puts below a line what a multiple adds to it, and CSS half above: the paragraph is moved by the
difference, which its margins take. Margins of neighbours are then joined here, not by CSS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from courriers.document.arbre import Bloc, Champ, Flottant, Paragraphe, Saut, Texte
from courriers.document.html.rendu import Rendu

_AU_DESSUS = 0.8
"""Of a line of an exact height, the part above its baseline."""


def espacer(blocs: Sequence[Bloc], rendu: Rendu, *, debut: bool) -> list[Bloc]:
    """The blocks as CSS is to space them. *debut*: they open a page by the author's will."""
    espaces = [_Espaces(b, rendu) if isinstance(b, Paragraphe) else None for b in blocs]
    suite = [i for i, b in enumerate(blocs) if not isinstance(b, Flottant)]
    _sans_contextuel(espaces)
    for i, j in pairwise(suite):
        dessus, dessous = espaces[i], espaces[j]
        if dessous is not None:
            dessous.suit(dessus)
    premier = espaces[suite[0]] if suite else None
    if premier is not None and debut:
        premier.tenu = True
    return [b if e is None else e.sur() for b, e in zip(blocs, espaces, strict=True)]


class _Espaces:
    """The space around one paragraph, while that of its neighbours is settled."""

    def __init__(self, p: Paragraphe, rendu: Rendu) -> None:
        self.p = p
        self.ecart = decalage(p, rendu)
        self.avant, self.apres = p.mise.avant, p.mise.apres
        self.haut, self.bas = self.avant + self.ecart, self.apres - self.ecart
        self.tenu = p.mise.saut_avant

    def suit(self, dessus: _Espaces | None) -> None:
        """Settle the space between *dessus* and this paragraph."""
        if dessus is None:
            return
        if self.tenu or _finit_la_page(dessus.p):
            self.tenu = True
        elif self.ecart or dessus.ecart:
            entre = max(dessus.apres, self.avant) + self.ecart - dessus.ecart
            dessus.bas, self.haut = _joints(entre, self.haut)

    def sans(self, *, avant: bool = False, apres: bool = False) -> None:
        """Take away the space above, or below."""
        if avant:
            self.avant, self.haut = 0.0, self.ecart
        if apres:
            self.apres, self.bas = 0.0, -self.ecart

    def sur(self) -> Paragraphe:
        """The paragraph, spaced."""
        m, tenu = self.p.mise, self.tenu and self.haut != 0
        if (self.haut, self.bas, tenu) == (m.avant, m.apres, m.avant_tenu):
            return self.p
        return replace(self.p, mise=replace(m, avant=self.haut, apres=self.bas, avant_tenu=tenu))


def _sans_contextuel(espaces: Sequence[_Espaces | None]) -> None:
    """Take away the space that contextual spacing removes, between neighbours of one style."""
    for dessus, dessous in pairwise(espaces):
        if dessus is not None and dessous is not None and dessus.p.style == dessous.p.style:
            dessus.sans(apres=dessus.p.mise.contextuel)
            dessous.sans(avant=dessous.p.mise.contextuel)


def _joints(entre: float, haut: float) -> tuple[float, float]:
    """The margins below one block and above the next that CSS joins into *entre*.

    *haut*, wanted above at the top of a page, is kept where it can be. CSS adds the largest of the
    positive ones and the smallest of the negative ones.
    """
    if haut <= 0:
        return (entre - haut, haut) if entre >= haut else (entre, 0.0)
    return (entre, haut) if entre >= haut else (entre - haut, haut)


def _finit_la_page(p: Paragraphe) -> bool:
    dernier = p.morceaux[-1] if p.morceaux else None
    return isinstance(dernier, Saut) and dernier.genre == "page"


def decalage(p: Paragraphe, rendu: Rendu) -> float:
    """Points from where CSS would put the lines of *p* down to where Word does."""
    m = p.mise
    i = m.interligne
    if p.est_vide or m.bordures or m.fond or (i.regle == "facteur" and i.valeur == 1.0):
        return 0.0
    polices = [x.police for x in p.morceaux if isinstance(x, Texte | Champ)] or [p.marque]
    grande = max(polices, key=lambda q: q.taille)
    face = rendu.face(grande)[1]
    ligne, monte = grande.taille * face.hauteur, grande.taille * face.monte
    if i.regle == "facteur":
        return -abs(i.valeur - 1.0) * ligne / 2
    if i.regle == "exact":
        return _AU_DESSUS * i.valeur - monte - (i.valeur - ligne) / 2
    return max(0.0, i.valeur - ligne) / 2
