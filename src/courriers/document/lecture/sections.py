"""Sections: the paper, and the headers and footers that go with it."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from courriers.document.arbre import Bloc, Forme, Marges, Paragraphe
from courriers.document.archive import R, analyser
from courriers.document.lecture.blocs import blocs
from courriers.document.lecture.mesures import actif, attribut, nombre, twips, w
from courriers.document.lecture.notes import notes_de_fin
from courriers.document.lecture.source import Source
from courriers.document.pages import Genre, Page, Section

_FORMES: dict[str | None, Forme] = {
    "lowerRoman": "lower-roman", "upperRoman": "upper-roman", "lowerLetter": "lower-alpha",
    "upperLetter": "upper-alpha",
}  # fmt: skip
_GENRES: tuple[Genre, ...] = ("default", "first", "even")


def sections(corps: etree._Element, source: Source) -> tuple[Section, ...]:
    """The sections of a body, in order; each ends at the paragraph that holds its ``sectPr``."""
    lues: list[Section] = []
    attente: list[etree._Element] = []
    reglages = _reglages(source)
    paires = reglages is not None and actif(reglages.find(w("evenAndOddHeaders")))

    def dans(limite: etree._Element) -> Source:
        source.notes.regler(reglages, limite)
        return replace(source, page=_page(limite))

    for noeud in corps:
        if noeud.tag == w("sectPr"):
            ici = dans(noeud)
            lues.append(_section(noeud, blocs(attente, ici), ici, lues, paires=paires))
            attente = []
            continue
        attente.append(noeud)
        limite = noeud.find(f"{w('pPr')}/{w('sectPr')}") if noeud.tag == w("p") else None
        if limite is not None:
            ici = dans(limite)
            lus = blocs(attente, ici)
            if len(lus) > 1 and isinstance(lus[-1], Paragraphe) and lus[-1].est_vide:
                lus.pop()  # a paragraph that only carries the break takes no room
            lues.append(_section(limite, lus, ici, lues, paires=paires))
            attente = []
    if attente or not lues:
        vide = corps.makeelement(w("sectPr"))
        ici = dans(vide)
        lues.append(_section(vide, blocs(attente, ici), ici, lues, paires=paires))
    fin = lues[-1]
    lues[-1] = replace(fin, blocs=(*fin.blocs, *notes_de_fin(fin.page.utile, source)))
    return tuple(lues)


def _reglages(source: Source) -> etree._Element | None:
    """The settings of the file."""
    for lien in source.archive.liens(source.archive.principal):
        if lien.type.endswith("/settings") and lien.cible in source.archive.membres:
            return analyser(source.archive.membres[lien.cible], lien.cible)
    return None


def _section(
    noeud: etree._Element, lus: list[Bloc], source: Source, avant: list[Section], *, paires: bool
) -> Section:
    precedente = avant[-1] if avant else None
    colonnes = noeud.find(w("cols"))
    if colonnes is not None and (attribut(colonnes, "num") or "1") != "1":
        source.signaler("un texte en colonnes", "il est rendu sur toute la largeur")
    if noeud.find(w("pgBorders")) is not None:
        source.signaler("une bordure de page", "elle n’est pas tracée")
    return Section(
        page=_page(noeud),
        blocs=tuple(lus),
        en_tetes=_parties(noeud, "headerReference", source, precedente and precedente.en_tetes),
        pieds=_parties(noeud, "footerReference", source, precedente and precedente.pieds),
        premiere_differente=actif(noeud.find(w("titlePg"))),
        paires_differentes=paires,
        premier_numero=_premier_numero(noeud.find(w("pgNumType"))),
        forme=_FORMES.get(attribut(noeud.find(w("pgNumType")), "fmt"), "decimal"),
        nouvelle_page=attribut(noeud.find(w("type"))) != "continuous",
    )


def _premier_numero(noeud: etree._Element | None) -> int | None:
    depart = attribut(noeud, "start")
    return None if depart is None else min(max(int(nombre(depart, 1)), 0), 99_999)


def _page(noeud: etree._Element) -> Page:
    papier, marges = noeud.find(w("pgSz")), noeud.find(w("pgMar"))
    defaut = Page()
    page = defaut
    if papier is not None:
        page = replace(
            page,
            largeur=_borne(twips(attribut(papier, "w"), defaut.largeur)),
            hauteur=_borne(twips(attribut(papier, "h"), defaut.hauteur)),
        )
    if marges is not None:
        gouttiere = twips(attribut(marges, "gutter"))
        page = replace(
            page,
            marges=Marges(
                abs(twips(attribut(marges, "top"), 70.9)),
                twips(attribut(marges, "right"), 70.9),
                abs(twips(attribut(marges, "bottom"), 70.9)),
                twips(attribut(marges, "left"), 70.9) + gouttiere,
            ),
            en_tete=twips(attribut(marges, "header"), 35.4),
            pied=twips(attribut(marges, "footer"), 35.4),
        )
    return page


def _borne(cote: float) -> float:
    """A paper side between 1 cm and 2 m."""
    return min(max(cote, 28.0), 5670.0)


def _parties(
    noeud: etree._Element,
    genre: str,
    source: Source,
    heritees: object,
) -> dict[Genre, tuple[Bloc, ...]]:
    """Headers or footers by kind; one that is not given is that of the section before."""
    lues: dict[Genre, tuple[Bloc, ...]] = dict(heritees) if isinstance(heritees, dict) else {}
    for reference in noeud.iterchildren(w(genre)):
        lien = source.liens.get(reference.get(f"{{{R}}}id", ""))
        nom = attribut(reference, "type") or "default"
        if lien is None or lien.cible not in source.archive.membres or nom not in _GENRES:
            continue
        racine = analyser(source.archive.membres[lien.cible], lien.cible)
        lues[nom] = tuple(blocs(racine, source.vers(lien.cible)))
    return lues
