"""The tree as HTML and CSS, for a paginating engine: what CSS lacks is computed here.

CSS has no tab stop: each is a box as wide as the font metrics say (``lignes``). A line is as tall
as the font’s own line times the factor Word gives (``paragraphes``). Edges that neighbours share
are drawn once (``blocs``). Word breaks a line after a hyphen before a digit, Pango does not: a
zero-width space lets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from courriers.document.arbre import (
    Bloc,
    Champ,
    Dessin,
    Document,
    Genre,
    Page,
    Paragraphe,
    Saut,
    Section,
    Tableau,
    Texte,
)
from courriers.document.html.blocs import blocs_html
from courriers.document.html.paragraphes import dehors, hauteur_vide
from courriers.document.html.rendu import Copie, Rendu

__all__ = ["Rendu", "courants_a_mesurer", "page_de_mesure", "page_html"]


def page_html(document: Document, rendu: Rendu, hauteurs: Mapping[str, float]) -> Copie:
    """The whole letter. *hauteurs*: height of each running header and footer, by its name."""
    corps, regles = [], []
    for cle, blocs, largeur, _ in _courants(document):
        contenu = "".join(blocs_html(blocs, largeur, rendu))
        classe = rendu.classe(f"position: running({cle}); display: flow-root")
        corps.append(f'<div class="{classe}">{contenu}</div>')
    nom = ""
    for rang, section in enumerate(document.sections):
        if section.nouvelle_page or not nom:
            nom = f"s{rang}"
            regles.append(_regles_de_page(nom, section, hauteurs))
        contenu = "".join(blocs_html(section.blocs, _largeur_utile(section.page), rendu))
        corps.append(f'<div class="{rendu.classe(f"page: {nom}")}">{contenu}</div>')
    return _copie(document, rendu, "".join(corps), "".join(regles))


def page_de_mesure(document: Document, rendu: Rendu, noms: Sequence[str]) -> Copie:
    """The headers and footers *noms*, each alone on a tall page, closed by an anchor."""
    corps = [
        f'<div class="{rendu.classe(f"width: {largeur:.2f}pt; break-after: page")}">'
        f'<div class="{rendu.classe("display: flow-root")}">'
        f'{"".join(blocs_html(blocs, largeur, rendu))}</div><div id="{cle}"></div></div>'
        for cle, blocs, largeur, _ in _courants(document)
        if cle in noms
    ]
    return _copie(document, rendu, "".join(corps), "@page { size: 2000pt 5000pt; margin: 0 }")


def courants_a_mesurer(document: Document, rendu: Rendu) -> list[str]:
    """Those that are not plainly shorter than their margin."""
    return [
        cle
        for cle, blocs, largeur, place in _courants(document)
        if _hauteur_au_plus(blocs, largeur, rendu) > place
    ]


def _courants(
    document: Document,
) -> Iterator[tuple[str, tuple[Bloc, ...], float, float]]:
    """Every header and footer: name, blocks, width, and the height its margin leaves it."""
    for rang, section in enumerate(document.sections):
        page, m = section.page, section.page.marges
        largeur = _largeur_utile(page)
        for genre, blocs in section.en_tetes.items():
            yield f"s{rang}h-{genre}", blocs, largeur, m.haut - page.en_tete
        for genre, blocs in section.pieds.items():
            yield f"s{rang}p-{genre}", blocs, largeur, m.bas - page.pied


def _hauteur_au_plus(blocs: Sequence[Bloc], largeur: float, rendu: Rendu) -> float:
    """A height these blocks cannot exceed, infinite when it is not plain to see."""
    total = 0.0
    for bloc in blocs:
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


def _copie(document: Document, rendu: Rendu, corps: str, pages: str) -> Copie:
    return rendu.copie(corps, pages, titre=document.titre or "Lettre", langue=document.langue)


def _largeur_utile(page: Page) -> float:
    return page.largeur - page.marges.gauche - page.marges.droite


def _regles_de_page(nom: str, section: Section, hauteurs: Mapping[str, float]) -> str:
    """``@page`` for the usual pages, the first and the even ones."""
    genres: list[tuple[Genre, str]] = [("default", "")]
    if section.paires_differentes:
        genres.append(("even", ":left"))
    if section.premiere_differente:
        genres.append(("first", ":first"))
    page, m = section.page, section.page.marges
    regles = []
    if section.premier_numero is not None:
        numero = f"counter-reset: page {section.premier_numero}"
        regles.append(f"@page {nom}:nth(1 of {nom}) {{ {numero} }}\n")
    for genre, selecteur in genres:
        haut, bas = f"{nom}h-{genre}", f"{nom}p-{genre}"
        marge_haut = max(m.haut, page.en_tete + hauteurs.get(haut, 0.0))
        marge_bas = max(m.bas, page.pied + hauteurs.get(bas, 0.0))
        regles.append(
            f"@page {nom}{selecteur} {{ size: {page.largeur:.2f}pt {page.hauteur:.2f}pt; "
            f"margin: {marge_haut:.2f}pt {m.droite:.2f}pt {marge_bas:.2f}pt {m.gauche:.2f}pt; "
            + _boite("top", haut if genre in section.en_tetes else "", page.en_tete)
            + _boite("bottom", bas if genre in section.pieds else "", page.pied)
            + "}\n"
        )
    return "".join(regles)


def _boite(cote: str, courant: str, distance: float) -> str:
    contenu = f"element({courant})" if courant else "none"
    return (
        f"@{cote}-left {{ content: {contenu}; width: 100%; vertical-align: {cote}; "
        f"text-align: left; padding-{cote}: {distance:.2f}pt }} "
    )
