"""Blocks in order: paragraphs and tables, whatever wraps them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

from lxml import etree

from courriers.document.arbre import Bloc, Flottant
from courriers.document.lecture.cadres import cadre, cadre_de, flottant
from courriers.document.lecture.mesures import attribut, w
from courriers.document.lecture.morceaux import ALTERNATIVE, choix
from courriers.document.lecture.paragraphes import est_cache, paragraphe
from courriers.document.lecture.source import Source
from courriers.document.lecture.tableaux import tableau
from courriers.erreurs import FichierWordInvalide

_ENVELOPPES = frozenset(w(n) for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))


_TABLEAUX_MAX = 20
"""One inside another: deeper, the page maker runs out of its stack."""
_REPERES = frozenset(w(n) for n in ("bookmarkStart", "bookmarkEnd", "proofErr"))


def blocs(conteneur: Iterable[etree._Element], source: Source) -> list[Bloc]:
    """The blocks of *conteneur*: a body, a cell, a header, a text box.

    Neighbours of the same frame share it.
    """
    lus: list[Bloc] = []
    dans_le_cadre: list[Bloc] = []
    cadre_ouvert: etree._Element | None = None
    for noeud in _reunis(conteneur, source):
        if noeud.tag in _REPERES:
            continue
        voulu = cadre_de(noeud, source) if noeud.tag == w("p") else None
        if cadre_ouvert is not None and not _memes(voulu, cadre_ouvert):
            lus.append(cadre(cadre_ouvert, dans_le_cadre, source))
            dans_le_cadre = []
        cadre_ouvert = voulu
        (lus if voulu is None else dans_le_cadre).extend(_bloc(noeud, source))
    if cadre_ouvert is not None:
        lus.append(cadre(cadre_ouvert, dans_le_cadre, source))
    return lus


def _reunis(conteneur: Iterable[etree._Element], source: Source) -> Iterator[etree._Element]:
    """The blocks of *conteneur*; a paragraph that ends in none of its own begins the next one.

    Such are a drop capital, and a paragraph whose mark a tracked deletion takes away.
    """
    attente: list[etree._Element] = []
    for noeud in conteneur:
        if noeud.tag != w("p"):
            if noeud.tag not in _REPERES:
                yield from attente
                attente = []
            yield noeud
            continue
        if _se_poursuit(noeud, source):
            attente.append(noeud)
        else:
            yield _prefixe(noeud, attente) if attente else noeud
            attente = []
    yield from attente


def _se_poursuit(paragraphe: etree._Element, source: Source) -> bool:
    """Whether what *paragraphe* says is the beginning of the next one."""
    ppr = paragraphe.find(w("pPr"))
    if ppr is None:
        return False
    if _est_lettrine(ppr):
        source.signaler("une lettrine", "elle est rendue à la taille du texte")
        return True
    marque = ppr.find(w("rPr"))
    return marque is not None and any(
        marque.find(w(nom)) is not None for nom in ("del", "moveFrom")
    )


def _est_lettrine(ppr: etree._Element | None) -> bool:
    cadre = None if ppr is None else ppr.find(w("framePr"))
    return attribut(cadre, "dropCap") not in (None, "none")


def _prefixe(paragraphe: etree._Element, avant: list[etree._Element]) -> etree._Element:
    """A copy of *paragraphe* which begins with what *avant* say."""
    copie = copy.deepcopy(paragraphe)
    place = 0 if copie.find(w("pPr")) is None else 1
    for debut in map(copy.deepcopy, avant):
        ppr = debut.find(w("pPr"))
        if _est_lettrine(ppr):
            for taille in [*debut.iter(w("sz"), w("szCs"), w("position"))]:
                taille.getparent().remove(taille)  # type: ignore[union-attr]
        dits = [n for n in debut if n is not ppr]
        copie[place:place] = dits
        place += len(dits)
    return copie


def _memes(a: etree._Element | None, b: etree._Element) -> bool:
    return a is not None and dict(a.attrib) == dict(b.attrib)


def _bloc(noeud: etree._Element, source: Source) -> list[Bloc]:
    if noeud.tag == w("p"):
        lu, boites = paragraphe(noeud, source)
        # A box stands where the paragraph that carries it begins.
        poses = [b for b in boites if isinstance(b, Flottant)]
        suite = [b for b in boites if not isinstance(b, Flottant)]
        cache = lu.est_vide and est_cache(noeud, source)
        return [*poses, *suite] if cache else [*poses, lu, *suite]
    if noeud.tag == w("tbl"):
        if sum(1 for _ in noeud.iterancestors(w("tbl"))) >= _TABLEAUX_MAX:
            raise FichierWordInvalide(
                f"Plus de {_TABLEAUX_MAX} tableaux sont imbriqués les uns dans les autres.",
                conseil="Dans Word, sortez le texte de ces tableaux.",
            )
        place = noeud.find(f"{w('tblPr')}/{w('tblpPr')}")
        return [flottant(tableau(noeud, source, blocs), place, source)]
    if noeud.tag in _ENVELOPPES:
        return blocs(noeud, source)
    return blocs(choix(noeud), source) if noeud.tag == ALTERNATIVE else []
