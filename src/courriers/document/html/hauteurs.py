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
        m = bloc.mise
        utile = largeur - max(m.gauche, m.gauche + m.premiere_ligne) - m.droite
        tailles = [x.police.taille for x in bloc.morceaux if isinstance(x, Texte | Champ)]
        grande = replace(bloc.marque, taille=max([bloc.marque.taille, *tailles]))
        ligne = hauteur_vide(replace(bloc, marque=grande), rendu)
        total += m.avant + m.apres + _lignes_au_plus(bloc, utile, rendu) * ligne
        total += dehors(m.bordures.haut) + dehors(m.bordures.bas)
    return total


def hauteur_exacte(blocs: Sequence[Bloc], largeur: float, rendu: Rendu) -> float | None:
    """The height of *blocs*, if it is plain to see: paragraphs of one line, of one font each."""
    total, apres = 0.0, 0.0
    for bloc in blocs:
        polices = {m.police for m in bloc.morceaux if isinstance(m, Texte | Champ)} if isinstance(
            bloc, Paragraphe
        ) else set()  # fmt: skip
        if not isinstance(bloc, Paragraphe) or len(polices) != 1 or bloc.mise.contextuel:
            return None
        seule = replace(bloc, marque=next(iter(polices)))
        haut = hauteur_au_plus([seule], largeur, rendu)
        m, utile = bloc.mise, largeur - max(bloc.mise.gauche, 0.0) - bloc.mise.droite
        if haut == float("inf") or _lignes_au_plus(bloc, utile, rendu) != 1:
            return None
        total += haut - m.avant - m.apres + max(apres, m.avant)
        apres = m.apres
        if len(blocs) > 1 and m.bordures:  # neighbours may share their edges
            return None
    return total + apres


def _lignes_au_plus(p: Paragraphe, utile: float, rendu: Rendu) -> int:
    """Lines of *p*, broken at its spaces, a little too narrow; a tab stays on its line."""
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
