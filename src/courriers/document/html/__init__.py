"""The tree as HTML and CSS, for a paginating engine: what CSS lacks is computed here.

CSS has no tab stop: each is a box as wide as the font metrics say (``lignes``). A line is as tall
as the font’s own line times the factor Word gives (``paragraphes``). Edges that neighbours share
are drawn once (``blocs``). Word breaks a line after a hyphen before a digit, Pango does not: a
zero-width space lets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from courriers.document.arbre import Bloc, Flottant
from courriers.document.html.blocs import blocs_html
from courriers.document.html.debords import bas_des_bandes, obstacles
from courriers.document.html.hauteurs import hauteur_au_plus, hauteur_exacte
from courriers.document.html.notes import zone_des_notes
from courriers.document.html.rendu import Copie, Rendu
from courriers.document.pages import Document, Genre, Page, Section

__all__ = ["Rendu", "courants_a_mesurer", "hauteurs_connues", "page_de_mesure", "page_html"]


def page_html(document: Document, rendu: Rendu, hauteurs: Mapping[str, float]) -> Copie:
    """The whole letter. *hauteurs*: height of each running header and footer, by its name."""
    corps, regles = [], []
    for cle, blocs, largeur, _ in _courants(document):
        section = document.sections[_section_de(cle)]
        page, rendu.forme = section.page, section.forme
        bas = page.hauteur - page.pied - hauteurs.get(cle, 0.0)
        rendu.courant, rendu.origine = True, page.en_tete if _COURANT_HAUT in cle else bas
        contenu = "".join(blocs_html(blocs, largeur, rendu))
        if _sur_la_page(blocs):
            contenu = f'<div class="{rendu.classe("position: relative")}">{contenu}</div>'
        classe = rendu.classe(f"position: running({cle}); display: flow-root")
        corps.append(f'<div class="{classe}">{contenu}</div>')
    nom, ecrites = "", 0
    for rang, section in enumerate(document.sections):
        if section.nouvelle_page or not nom:
            nom = f"s{rang}"
            notes = zone_des_notes(document.filet, rendu)
            if notes:  # a page that holds a note alone has no name
                regles.append(f"@page {{ {_papier(section.page)}{notes}}}\n")
            regles.append(_regles_de_page(nom, section, hauteurs, notes))
        genre: Genre = "first" if section.premiere_differente and not rang else "default"
        rendu.courant, rendu.forme = False, section.forme
        rendu.origine = _haut(section, hauteurs, f"s{rang}h-{genre}", genre)
        utile = rendu.utile = section.page.utile
        rendu.note_max = _PART_DES_NOTES * (
            section.page.hauteur - rendu.origine - section.page.marges.bas
        )
        blocs = section.blocs
        if section.nouvelle_page and genre in section.en_tetes:
            blocs = (
                *obstacles(section.en_tetes[genre], section.page, rendu.origine, blocs),
                *blocs,
            )
        contenu = "".join(blocs_html(blocs, utile, rendu, debut=section.nouvelle_page))
        suite, ecrites = rendu.notes_longues[ecrites:], len(rendu.notes_longues)
        contenu += "".join(blocs_html(suite, utile, rendu))
        corps.append(f'<div class="{rendu.classe(f"page: {nom}")}">{contenu}</div>')
    return _copie(document, rendu, "".join(corps), "".join(regles))


def page_de_mesure(document: Document, rendu: Rendu, noms: Sequence[str]) -> Copie:
    """The headers and footers *noms*, each alone on a tall page, closed by an anchor."""
    rendu.courant = True
    corps = [
        f'<div class="{rendu.classe(f"width: {largeur:.2f}pt; break-after: page")}">'
        f'<div class="{rendu.classe("display: flow-root")}">'
        f'{"".join(blocs_html(blocs, largeur, rendu))}</div><div id="{cle}"></div></div>'
        for cle, blocs, largeur, _ in _courants(document)
        if cle in noms
    ]
    return _copie(document, rendu, "".join(corps), "@page { size: 2000pt 5000pt; margin: 0 }")


def hauteurs_connues(document: Document, rendu: Rendu, noms: Sequence[str]) -> dict[str, float]:
    """The height of those of the headers and footers *noms* that need not be laid out for it."""
    trouvees = {
        cle: hauteur_exacte(blocs, largeur, rendu)
        for cle, blocs, largeur, _ in _courants(document)
        if cle in noms and not _sur_la_page(blocs)
    }
    return {cle: haut for cle, haut in trouvees.items() if haut is not None}


def courants_a_mesurer(document: Document, rendu: Rendu) -> list[str]:
    """Those that are not plainly shorter than their margin, or whose top must be known."""
    return [
        cle
        for cle, blocs, largeur, place in _courants(document)
        if (_COURANT_HAUT not in cle and _sur_la_page(blocs))
        or hauteur_au_plus(blocs, largeur, rendu) > place
    ]


def _sur_la_page(blocs: Sequence[Bloc]) -> bool:
    """Whether some box takes its place from the sheet."""
    return any(isinstance(b, Flottant) and b.repere == "papier" for b in blocs)


def _courants(
    document: Document,
) -> Iterator[tuple[str, tuple[Bloc, ...], float, float]]:
    """Every header and footer: name, blocks, width, and the height its margin leaves it."""
    for rang, section in enumerate(document.sections):
        page, m = section.page, section.page.marges
        largeur = page.utile
        for genre, blocs in section.en_tetes.items():
            yield f"s{rang}h-{genre}", blocs, largeur, m.haut - page.en_tete
        for genre, blocs in section.pieds.items():
            yield f"s{rang}p-{genre}", blocs, largeur, m.bas - page.pied


def _copie(document: Document, rendu: Rendu, corps: str, pages: str) -> Copie:
    return rendu.copie(corps, pages, titre=document.titre or "Lettre", langue=document.langue)


_PART_DES_NOTES = 0.5
"""Of a page: a taller note is not cut, and stands after the text."""
_COURANT_HAUT = "h-"
"""In the name of a header, where a footer has ``p-``."""


def _section_de(cle: str) -> int:
    """The rank of the section of the header or footer *cle*."""
    return int(cle[1:].split(_COURANT_HAUT, maxsplit=1)[0].split("p-", maxsplit=1)[0])


def _haut(section: Section, hauteurs: Mapping[str, float], cle: str, genre: Genre) -> float:
    """Top margin of a page whose header is *cle*, which may push it down."""
    page = section.page
    bandes = bas_des_bandes(section.en_tetes.get(genre, ()), page)
    return max(page.marges.haut, page.en_tete + hauteurs.get(cle, 0.0), bandes)


def _regles_de_page(nom: str, section: Section, hauteurs: Mapping[str, float], notes: str) -> str:
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
        marge_haut = _haut(section, hauteurs, haut, genre)
        marge_bas = max(m.bas, page.pied + hauteurs.get(bas, 0.0))
        regles.append(
            f"@page {nom}{selecteur} {{ "
            + _papier(replace(page, marges=replace(m, haut=marge_haut, bas=marge_bas)))
            + notes
            + _boite("top", haut if genre in section.en_tetes else "", page.en_tete)
            + _boite("bottom", bas if genre in section.pieds else "", page.pied)
            + "}\n"
        )
    return "".join(regles)


def _papier(page: Page) -> str:
    m = page.marges
    return (
        f"size: {page.largeur:.2f}pt {page.hauteur:.2f}pt; "
        f"margin: {m.haut:.2f}pt {m.droite:.2f}pt {m.bas:.2f}pt {m.gauche:.2f}pt; "
    )


def _boite(cote: str, courant: str, distance: float) -> str:
    contenu = f"element({courant})" if courant else "none"
    return (
        f"@{cote}-left {{ content: {contenu}; width: 100%; vertical-align: {cote}; "
        f"text-align: left; padding-{cote}: {distance:.2f}pt }} "
    )
