"""Blocks in order: paragraphs and tables, whatever wraps them."""

from __future__ import annotations

from lxml import etree

from courriers.document.arbre import Bloc
from courriers.document.lecture.mesures import w
from courriers.document.lecture.paragraphes import ALTERNATIVE, choix, est_cache, paragraphe
from courriers.document.lecture.source import Source
from courriers.document.lecture.tableaux import tableau

_ENVELOPPES = frozenset(w(n) for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))


def blocs(conteneur: etree._Element, source: Source) -> list[Bloc]:
    """The blocks of *conteneur*: a body, a cell, a header, a text box."""
    lus: list[Bloc] = []
    for noeud in conteneur:
        if noeud.tag == w("p"):
            lu, boites = paragraphe(noeud, source)
            lus += [*boites] if lu.est_vide and est_cache(noeud, source) else [lu, *boites]
        elif noeud.tag == w("tbl"):
            lus.append(tableau(noeud, source, blocs))
        elif noeud.tag in _ENVELOPPES:
            lus += blocs(noeud, source)
        elif noeud.tag == ALTERNATIVE:
            lus += blocs(choix(noeud), source)
    return lus
