"""Boxes of a header that stand over the text: it goes round them, or begins below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from courriers.document.arbre import Bloc, Bordures, Flottant, Marges, Tableau
from courriers.document.pages import Page


def bas_des_bandes(blocs: Sequence[Bloc], page: Page) -> float:
    """From the top of the sheet to the bottom of the header boxes nothing is written beside."""
    bandes = (f for f in _posees(blocs, page) if f.habillage == "haut_bas")
    return max((f.y + f.hauteur + f.distances.bas for f in bandes), default=0.0)


def obstacles(
    blocs: Sequence[Bloc], page: Page, haut: float, texte: Sequence[Bloc] = ()
) -> list[Bloc]:
    """The room in the text, which begins at *haut*, of the header boxes it goes round.

    Not of those that a table laid across the page, at the head of *texte*, reaches below: it
    stands over them, and the text below it.
    """
    couvert = _bas_du_tableau_de_tete(texte, page, haut)
    return [
        replace(f, blocs=(), bordures=Bordures(), marges=Marges(), fond=None)
        for f in _posees(blocs, page)
        if f.habillage == "autour" and f.y < haut < f.y + f.hauteur and f.y + f.hauteur > couvert
    ]


def _bas_du_tableau_de_tete(texte: Sequence[Bloc], page: Page, haut: float) -> float:
    premier = texte[0] if texte else None
    if not isinstance(premier, Flottant) or premier.repere != "papier" or premier.y > haut:
        return 0.0
    if premier.largeur < page.utile:
        return 0.0
    rangees = (r for t in premier.blocs if isinstance(t, Tableau) for r in t.rangees)
    return premier.y + sum(r.hauteur for r in rangees)


def _posees(blocs: Sequence[Bloc], page: Page) -> Iterator[Flottant]:
    """The boxes of a known height, told from the sheet."""
    for rang, bloc in enumerate(blocs):
        if not isinstance(bloc, Flottant) or not bloc.hauteur:
            continue
        if bloc.repere == "papier":
            yield bloc
        elif all(isinstance(b, Flottant) for b in blocs[:rang]):
            yield replace(bloc, repere="papier", y=page.en_tete + bloc.y)
