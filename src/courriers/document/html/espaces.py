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
    return _tenus(_deplaces(_sans_contextuel(blocs), rendu), debut=debut)


def _tenus(blocs: list[Bloc], *, debut: bool) -> list[Bloc]:
    """The blocks; of those that open a page by the author's will, the space above is kept."""
    voisins = [None, *(i for i, b in enumerate(blocs) if not isinstance(b, Flottant))]
    for i, j in pairwise(voisins):
        q, p = blocs[j or 0], None if i is None else blocs[i]
        coupe = debut if p is None else isinstance(p, Paragraphe) and _finit_la_page(p)
        if isinstance(q, Paragraphe) and q.mise.avant and (coupe or q.mise.saut_avant):
            blocs[j or 0] = replace(q, mise=replace(q.mise, avant_tenu=True))
    return blocs


def _sans_contextuel(blocs: Sequence[Bloc]) -> list[Bloc]:
    """The blocks, without the space that contextual spacing removes."""
    sortie = list(blocs)
    for rang in range(1, len(sortie)):
        avant, apres = sortie[rang - 1], sortie[rang]
        if not isinstance(avant, Paragraphe) or not isinstance(apres, Paragraphe):
            continue
        if avant.style == apres.style:
            if avant.mise.contextuel:
                sortie[rang - 1] = _avec(avant, apres=0.0)
            if apres.mise.contextuel:
                sortie[rang] = _avec(apres, avant=0.0)
    return sortie


def _deplaces(blocs: list[Bloc], rendu: Rendu) -> list[Bloc]:
    """The blocks, each paragraph moved to where Word puts its lines."""
    ecarts = {i: decalage(b, rendu) for i, b in enumerate(blocs) if isinstance(b, Paragraphe)}
    if not any(ecarts.values()):
        return blocs
    sortie = [
        _avec(b, avant=b.mise.avant + ecarts[i], apres=b.mise.apres - ecarts[i])
        if isinstance(b, Paragraphe)
        else b
        for i, b in enumerate(blocs)
    ]
    for i, j in pairwise(i for i, b in enumerate(blocs) if not isinstance(b, Flottant)):
        p, q = blocs[i], blocs[j]
        if isinstance(p, Paragraphe) and isinstance(q, Paragraphe) and not _coupes(p, q):
            entre = max(p.mise.apres, q.mise.avant) + ecarts[j] - ecarts[i]
            bas, haut = _joints(entre, q.mise.avant + ecarts[j])
            sortie[i], sortie[j] = _avec(sortie[i], apres=bas), _avec(sortie[j], avant=haut)
    return sortie


def _joints(entre: float, haut: float) -> tuple[float, float]:
    """The margins below one block and above the next that CSS joins into *entre*.

    *haut*, wanted above at the top of a page, is kept where it can be. CSS adds the largest of the
    positive ones and the smallest of the negative ones.
    """
    if haut <= 0:
        return (entre - haut, haut) if entre >= haut else (entre, 0.0)
    return (entre, haut) if entre >= haut else (entre - haut, haut)


def _avec(bloc: Bloc, *, avant: float | None = None, apres: float | None = None) -> Bloc:
    """*bloc* with another space above or below; only a paragraph has any."""
    if not isinstance(bloc, Paragraphe):
        return bloc
    m = bloc.mise
    haut, bas = m.avant if avant is None else avant, m.apres if apres is None else apres
    return replace(bloc, mise=replace(m, avant=haut, apres=bas))


def _coupes(p: Paragraphe, q: Paragraphe) -> bool:
    """Whether a page break parts them."""
    return q.mise.saut_avant or _finit_la_page(p)


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
