"""Blocks in order: frames that neighbours share, spaces they do not, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from courriers.document.arbre import (
    Bloc,
    Bordure,
    Bordures,
    Cellule,
    Dessin,
    Flottant,
    Marges,
    Paragraphe,
    Rangee,
    Tableau,
)
from courriers.document.html.espaces import espacer
from courriers.document.html.flottants import Entourage, flottant_html
from courriers.document.html.hauteurs import hauteur_au_plus
from courriers.document.html.lignes import image_html
from courriers.document.html.notes import avec_ses_notes
from courriers.document.html.paragraphes import (
    bordures_css,
    encadre,
    paragraphe_html,
    seul_dans_sa_cellule,
)
from courriers.document.html.rendu import Rendu

_LARGEUR_LIBRE = 226.8
"""For the tab stops of a box as wide as what it holds: eight centimetres."""
_TITRES_MAX = 12
"""Title rows repeated on each page: more, and no room is left for the others."""


def blocs_html(
    blocs: Sequence[Bloc], largeur: float, rendu: Rendu, *, debut: bool = False
) -> Iterator[str]:
    """Blocks in order; neighbours of the same border share one box.

    *debut*: they open a page, as far as is known.
    """
    for (genre, cadre), groupe in groupby(espacer(blocs, rendu, debut=debut), key=_ensemble):
        membres = list(groupe)
        if genre is Flottant:
            boites = [b for b in membres if isinstance(b, Flottant)]
            yield _flottants(boites, largeur, rendu, debut=debut)
            continue  # it takes no place in the text
        debut = False
        if cadre is not None:
            yield encadre([b for b in membres if isinstance(b, Paragraphe)], largeur, rendu)
        else:
            yield from (_bloc(b, largeur, rendu) for b in membres if not isinstance(b, Flottant))


def _flottants(boites: Sequence[Flottant], largeur: float, rendu: Rendu, *, debut: bool) -> str:
    entourage = Entourage(largeur)
    ecrites = [_flottant(f, entourage, rendu, debut=debut) for f in boites]
    return entourage.html(rendu) + "".join(ecrites)


def _flottant(f: Flottant, entourage: Entourage, rendu: Rendu, *, debut: bool) -> str:
    dedans = (f.largeur or _LARGEUR_LIBRE) - f.marges.gauche - f.marges.droite

    def ecrire() -> str:
        seule = _image_seule(f.blocs)
        if seule is not None:  # no line around it
            contenu, tient = image_html(seule, rendu, "; display: block"), True
        else:
            contenu = "".join(blocs_html(f.blocs, dedans, rendu))
            place = f.hauteur - f.marges.haut - f.marges.bas
            tient = hauteur_au_plus(f.blocs, dedans, rendu) <= place
        return flottant_html(f, contenu, entourage, rendu, debut=debut, tient=tient)

    return avec_ses_notes(ecrire, rendu)


def _image_seule(blocs: Sequence[Bloc]) -> Dessin | None:
    premier = blocs[0] if len(blocs) == 1 else None
    morceaux = premier.morceaux if isinstance(premier, Paragraphe) else ()
    seul = morceaux[0] if len(morceaux) == 1 else None
    return seul if isinstance(seul, Dessin) else None


def _bloc(bloc: Paragraphe | Tableau, largeur: float, rendu: Rendu) -> str:
    if isinstance(bloc, Tableau):
        if any(r.est_entete for r in bloc.rangees):  # a note is not repeated with its row
            return avec_ses_notes(lambda: tableau_html(bloc, rendu), rendu)
        return tableau_html(bloc, rendu)
    return paragraphe_html(bloc, largeur, rendu)


def _ensemble(bloc: Bloc) -> tuple[type[Bloc], tuple[Bordures, float, float] | None]:
    """What two neighbours must share to be set together: paragraphs, their frame if they have."""
    if not isinstance(bloc, Paragraphe) or not bloc.mise.bordures:
        return type(bloc), None
    m = bloc.mise
    return type(bloc), (m.bordures, min(m.gauche, m.gauche + m.premiere_ligne), m.droite)


def tableau_html(t: Tableau, rendu: Rendu) -> str:
    """A table; its leading title rows are repeated on each page."""
    total = sum(t.colonnes)
    marges = {"left": f"margin-left: {t.gauche:.2f}pt; ", "center": "margin: 0 auto; ",
              "right": "margin-left: auto; "}[t.alignement]  # fmt: skip
    colonnes = "".join(
        f'<col class="{rendu.classe(f"width: {largeur:.2f}pt")}"/>' for largeur in t.colonnes
    )
    rangees = _sans_traits_doubles(t.rangees)
    entetes = 0
    while entetes < len(rangees) - 1 and rangees[entetes].est_entete:
        entetes += 1
    if entetes > _TITRES_MAX:
        entetes = 0
    tete = "".join(_rangee(r, rendu) for r in rangees[:entetes])
    corps = "".join(_rangee(r, rendu) for r in rangees[entetes:])
    return (
        f'<table class="{rendu.classe(f"width: {total:.2f}pt; {marges}")}">'
        f"<colgroup>{colonnes}</colgroup>"
        + (f"<thead>{tete}</thead>" if tete else "")
        + f"<tbody>{corps}</tbody></table>"
    )


def _rangee(r: Rangee, rendu: Rendu) -> str:
    style = ""
    if r.insecable:
        style += "break-inside: avoid; "
    if r.garder_avec_suivante:
        style += "break-after: avoid; "
    cellules = "".join(_cellule(c, r.hauteur, rendu) for c in r.cellules)
    classe = f' class="{rendu.classe(style)}"' if style else ""
    return f"<tr{classe}>{cellules}</tr>"


def _cellule(c: Cellule, hauteur: float, rendu: Rendu) -> str:
    m, b = c.marges, c.bordures
    largeur = c.largeur - m.gauche - m.droite
    seul = seul_dans_sa_cellule(c.blocs, largeur, rendu)
    if seul is not None:
        p, style, contenu = seul
        m = Marges(m.haut + p.haut, m.droite + p.droite, m.bas + p.bas, m.gauche + p.gauche)
    else:
        style, contenu = "", "".join(blocs_html(c.blocs, largeur, rendu))
    style += f"padding: {m.haut:.2f}pt {m.droite:.2f}pt {m.bas:.2f}pt {m.gauche:.2f}pt; "
    style += bordures_css(b)
    if c.vertical != "top":
        style += f"vertical-align: {c.vertical}; "
    if c.fond:
        style += f"background: #{c.fond}; "
    if hauteur and c.rangees == 1:
        traits = sum(t.epaisseur for t in (b.haut, b.bas) if t)
        style += f"height: {max(0.0, hauteur - m.haut - m.bas - traits):.2f}pt; "
    etendue = f' colspan="{c.colonnes}"' if c.colonnes > 1 else ""
    etendue += f' rowspan="{c.rangees}"' if c.rangees > 1 else ""
    return f'<td class="{rendu.classe(style)}"{etendue}>{contenu}</td>'


def _sans_traits_doubles(rangees: Sequence[Rangee]) -> list[Rangee]:
    """Edges that two cells share, drawn once: by the cell above, or the one at left."""
    bords = [[_Bords.de(c) for c in r.cellules] for r in rangees]
    for rang, rangee in enumerate(bords):
        for gauche, droite in pairwise(rangee):
            gauche.droite = _plus_fort(gauche.droite, droite.gauche)
            droite.gauche = None
        if rang:
            _sous_les_traits(bords[rang - 1], rangee)
    return [
        replace(r, cellules=tuple(b.sur(c) for b, c in zip(siens, r.cellules, strict=True)))
        for r, siens in zip(rangees, bords, strict=True)
    ]


@dataclass(slots=True)
class _Bords:
    """The edges of a cell, while those it shares are settled."""

    haut: Bordure | None
    droite: Bordure | None
    bas: Bordure | None
    gauche: Bordure | None
    colonnes: int

    @classmethod
    def de(cls, c: Cellule) -> _Bords:
        b = c.bordures
        return cls(b.haut, b.droite, b.bas, b.gauche, c.colonnes)

    def sur(self, c: Cellule) -> Cellule:
        neuves = Bordures(self.haut, self.droite, self.bas, self.gauche)
        return c if neuves == c.bordures else replace(c, bordures=neuves)


def _sous_les_traits(dessus: Sequence[_Bords], dessous: Sequence[_Bords]) -> None:
    """Give the cells *dessus* the stronger of their lower edge and of those that touch it."""
    debut = 0
    for bords in dessus:
        fin, colonne = debut + bords.colonnes, 0
        for autre in dessous:
            if colonne < fin and colonne + autre.colonnes > debut:
                bords.bas = _plus_fort(bords.bas, autre.haut)
            colonne += autre.colonnes
        debut = fin
    for bords in dessous:
        bords.haut = None


def _plus_fort(a: Bordure | None, b: Bordure | None) -> Bordure | None:
    if a is None or b is None:
        return a or b
    return a if a.epaisseur >= b.epaisseur else b
