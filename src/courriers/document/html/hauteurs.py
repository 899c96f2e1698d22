"""Heights that blocks cannot exceed, told from font metrics alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from courriers.document.arbre import (
    Bloc,
    Champ,
    Dessin,
    Flottant,
    Paragraphe,
    Police,
    Saut,
    Tableau,
    Texte,
)
from courriers.document.html.paragraphes import dehors, hauteur_vide
from courriers.document.html.rendu import Rendu


def hauteur_au_plus(blocs: Sequence[Bloc], largeur: float, rendu: Rendu) -> float:
    """A height these blocks cannot exceed, infinite when it is not plain to see."""
    total = 0.0
    for bloc in blocs:
        if isinstance(bloc, Flottant):
            continue
        if isinstance(bloc, Tableau) or any(isinstance(m, Dessin) for m in bloc.morceaux):
            return float("inf")
        grande = max([bloc.marque.taille, *(p.taille for p in _polices(bloc))])
        ligne = hauteur_vide(replace(bloc, marque=replace(bloc.marque, taille=grande)), rendu)
        total += bloc.mise.avant + bloc.mise.apres + _cadre(bloc)
        total += _lignes_au_plus(bloc, largeur, rendu) * ligne
    return total


def hauteur_exacte(blocs: Sequence[Bloc], largeur: float, rendu: Rendu) -> float | None:
    """The height of *blocs*, if it is plain to see: paragraphs of one line, of one font each."""
    total, apres = 0.0, 0.0
    for bloc in blocs:
        police = _seule_police(bloc)
        if not isinstance(bloc, Paragraphe) or police is None or bloc.mise.contextuel:
            return None
        if len(blocs) > 1 and bloc.mise.bordures:  # neighbours may share their edges
            return None
        if _lignes_au_plus(bloc, largeur, rendu) != 1:
            return None
        total += max(apres, bloc.mise.avant) + _cadre(bloc)
        total += hauteur_vide(replace(bloc, marque=police), rendu)
        apres = bloc.mise.apres
    return total + apres


def _polices(p: Paragraphe) -> set[Police]:
    return {m.police for m in p.morceaux if isinstance(m, Texte | Champ)}


def _seule_police(bloc: Bloc) -> Police | None:
    """The font of a paragraph of text alone, if it has only one."""
    if not isinstance(bloc, Paragraphe) or any(isinstance(m, Dessin) for m in bloc.morceaux):
        return None
    polices = _polices(bloc)
    return next(iter(polices)) if len(polices) == 1 else None


def _cadre(p: Paragraphe) -> float:
    return dehors(p.mise.bordures.haut) + dehors(p.mise.bordures.bas)


def _lignes_au_plus(p: Paragraphe, largeur: float, rendu: Rendu) -> int:
    """Lines of *p*, broken at its spaces, a little too narrow; a tab stays on its line."""
    utile = largeur - max(p.mise.gauche, p.mise.gauche + p.mise.premiere_ligne) - p.mise.droite
    lignes, x = 1, 0.0
    for morceau in p.morceaux:
        if isinstance(morceau, Saut):
            lignes, x = lignes + 1, 0.0
        if not isinstance(morceau, Texte):
            continue
        metrique = rendu.face(morceau.police)[1]
        for mot in morceau.affiche.split(" "):
            place = metrique.largeur(f"{mot} ", morceau.police.taille)
            if x and x + place > 0.97 * utile:
                lignes, x = lignes + 1, 0.0
            lignes += int(place / max(utile, 1.0))
            x += place
    return lignes
