"""Styles: what a paragraph or a run inherits, from the defaults to its own settings.

A set of properties is a mapping from the local name of an element to that element; a later set
covers an earlier one, attribute by attribute for those where Word merges (indents, spacing, fonts).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from lxml import etree

from courriers.document.lecture.mesures import attribut, w

Proprietes: TypeAlias = "dict[str, etree._Element]"  # noqa: SLF001 – its only public type
_PAR_ATTRIBUT = ("ind", "spacing", "rFonts")
_PAR_ENFANT = ("pBdr", "tblBorders", "tcBorders", "tblCellMar", "tcMar")


def lire(noeud: etree._Element | None) -> Proprietes:
    """The properties held by a ``pPr``, ``rPr``, ``tblPr``, ``tcPr`` or ``trPr``."""
    if noeud is None:
        return {}
    return {e.tag.rpartition("}")[2]: e for e in noeud if isinstance(e.tag, str)}


def superposer(ensembles: Iterable[Proprietes]) -> Proprietes:
    """One set covering the ones before it."""
    resultat: Proprietes = {}
    for ensemble in ensembles:
        for nom, element in ensemble.items():
            dessous = resultat.get(nom)
            if dessous is None:
                resultat[nom] = element
            elif nom in _PAR_ATTRIBUT:
                resultat[nom] = _fondre(dessous, element)
            elif nom in _PAR_ENFANT:
                resultat[nom] = _fondre_enfants(dessous, element)
            elif nom == "tabs":
                resultat[nom] = _reunir(dessous, element)
            else:
                resultat[nom] = element
    return resultat


def _fondre(dessous: etree._Element, dessus: etree._Element) -> etree._Element:
    fondu = copy.copy(dessous)
    for nom in ("ascii", "hAnsi", "cs", "eastAsia"):  # a named font covers the theme's below it
        if dessus.get(w(nom)) is not None:
            fondu.attrib.pop(w(f"{nom}Theme"), None)
    for nom, valeur in dessus.attrib.items():
        fondu.set(nom, valeur)
    if dessus.get(w("firstLine")) is not None:  # either one or the other
        fondu.attrib.pop(w("hanging"), None)
    if dessus.get(w("hanging")) is not None:
        fondu.attrib.pop(w("firstLine"), None)
    return fondu


def _fondre_enfants(dessous: etree._Element, dessus: etree._Element) -> etree._Element:
    fondu = copy.deepcopy(dessous)
    for enfant in dessus:
        ancien = fondu.find(etree.QName(enfant))
        if ancien is not None:
            fondu.remove(ancien)
        fondu.append(copy.deepcopy(enfant))
    return fondu


def _reunir(dessous: etree._Element, dessus: etree._Element) -> etree._Element:
    fondu = copy.deepcopy(dessous)
    for taquet in dessus:
        for ancien in fondu.findall(etree.QName(taquet)):
            if ancien.get(w("pos")) == taquet.get(w("pos")):
                fondu.remove(ancien)
        if taquet.get(w("val")) != "clear":
            fondu.append(copy.deepcopy(taquet))
    return fondu


@dataclass(frozen=True)
class Styles:
    """The style sheet of a file."""

    defaut_paragraphe: Proprietes = field(default_factory=dict)
    defaut_caractere: Proprietes = field(default_factory=dict)
    par_id: dict[str, etree._Element] = field(default_factory=dict)
    par_defaut: dict[str, str] = field(default_factory=dict)
    """Identifier of the default style, by type."""
    connus: dict[tuple[str, str | None], Any] = field(default_factory=dict, repr=False)
    """Chains and sets already found."""

    @classmethod
    def de(cls, racine: etree._Element | None) -> Styles:
        """Read ``styles.xml``; an absent one is an empty sheet."""
        if racine is None:
            return cls()
        defauts = racine.find(w("docDefaults"))
        paragraphe = caractere = None
        if defauts is not None:
            paragraphe = defauts.find(f"{w('pPrDefault')}/{w('pPr')}")
            caractere = defauts.find(f"{w('rPrDefault')}/{w('rPr')}")
        styles = {s.get(w("styleId"), ""): s for s in racine.iterchildren(w("style"))}
        return cls(
            lire(paragraphe),
            lire(caractere),
            styles,
            {
                s.get(w("type"), ""): nom
                for nom, s in styles.items()
                if s.get(w("default")) in ("1", "true")
            },
        )

    def chaine(self, nom: str | None) -> list[etree._Element]:
        """The style *nom* and those it is based on, the farthest first."""
        connue: list[etree._Element] | None = self.connus.get(("", nom))
        if connue is not None:
            return connue
        chaine: list[etree._Element] = []
        maillon = nom
        while maillon in self.par_id and self.par_id[maillon] not in chaine:
            style = self.par_id[maillon]
            chaine.insert(0, style)
            maillon = attribut(style.find(w("basedOn")))
        self.connus["", nom] = chaine
        return chaine

    def proprietes(self, nom: str | None, genre: str) -> list[Proprietes]:
        """The sets ``genre`` (``pPr``, ``rPr``…) of the style *nom*, the farthest first."""
        connus: list[Proprietes] | None = self.connus.get((genre, nom))
        if connus is None:
            connus = [lire(style.find(w(genre))) for style in self.chaine(nom)]
            self.connus[genre, nom] = connus
        return connus

    def de_paragraphe(self, propres: Proprietes) -> str:
        """Identifier of the style a paragraph has, the default one if it names none."""
        return attribut(propres.get("pStyle")) or self.par_defaut.get("paragraph", "")

    def nom(self, identifiant: str) -> str:
        """The name Word shows for a style."""
        style = self.par_id.get(identifiant)
        return "" if style is None else attribut(style.find(w("name"))) or ""
