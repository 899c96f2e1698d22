"""Paragraphs: their setting, the label of their list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from courriers.document.arbre import (
    Bloc,
    Mise,
    Morceau,
    Paragraphe,
    Police,
    Tabulation,
    Taquet,
    Texte,
)
from courriers.document.lecture import styles
from courriers.document.lecture.mesures import actif, attribut, nombre, w
from courriers.document.lecture.mises import mise
from courriers.document.lecture.morceaux import Lecteur
from courriers.document.lecture.source import Source

_TITRE = "heading "


_CHANGEANT = re.compile(
    rb":(?:drawing|pict|object|AlternateContent|(?:foot|end)noteRef\w*|ins|del|move\w+|hyperlink|"
    rb"ruby|oMath\w*|sym|ptab|w)[ />]"
)
"""What a paragraph may hold that depends on the rest of the file, or is told of."""


def paragraphe(noeud: etree._Element, source: Source) -> tuple[Paragraphe, tuple[Bloc, ...]]:
    """The paragraph *noeud*, and what its text boxes hold, which follows it.

    One that depends on nothing but its own XML is read once for the letters of a template.
    """
    cle = cle_de(noeud)
    reglages = source.connu(("p", cle), lambda: _reglages(noeud, source))
    xml = etree.tostring(noeud, with_tail=False)
    if reglages.liste is not None or _CHANGEANT.search(xml):
        return _lire(noeud, reglages, source)
    connu: Paragraphe | None = source.paragraphes.get((source.contexte, xml))
    if connu is None:
        connu, _ = _lire(noeud, reglages, source)
        source.paragraphes[source.contexte, xml] = connu
    return connu, ()


def _lire(
    noeud: etree._Element, reglages: _Reglages, source: Source
) -> tuple[Paragraphe, tuple[Bloc, ...]]:
    lecteur = Lecteur(source, reglages.style)
    morceaux = list(lecteur.lire(noeud))
    if reglages.liste is not None:
        nom, rang, suffixe, police = reglages.liste
        morceaux = [*_etiquette(source.numerotation.suivant(nom, rang), suffixe, police), *morceaux]
    lu = Paragraphe(
        _fusionner(morceaux), reglages.mise, reglages.marque, reglages.style, reglages.niveau
    )
    return lu, tuple(lecteur.boites)


def cle_de(noeud: etree._Element) -> bytes:
    """The settings of a paragraph as XML, for what is kept of them."""
    ppr = noeud.find(w("pPr"))
    return b"" if ppr is None else etree.tostring(ppr, with_tail=False)


@dataclass(frozen=True)
class _Reglages:
    """All that a paragraph's settings come to."""

    style: str
    mise: Mise
    marque: Police
    niveau: int
    liste: tuple[str, int, str, Police] | None
    """List, level, what follows the label, look of the label."""


def _reglages(noeud: etree._Element, source: Source) -> _Reglages:
    propres = styles.lire(noeud.find(w("pPr")))
    toutes = source.paragraphe(propres)
    style = source.styles.de_paragraphe(propres)
    marque = styles.lire(propres.get("rPr"))
    reglage = replace(mise(toutes), pas=source.pas)
    trouvee, liste = source.numerotation.niveau(toutes), None
    if trouvee is not None:
        nom, rang, niveau = trouvee
        police = source.police(style, styles.superposer([marque, niveau.caractere]))
        police = replace(police, famille=source.police(style, marque).famille)
        liste = (nom, rang, niveau.suffixe, police)
        if reglage.premiere_ligne < 0:  # the hanging indent is a tab stop
            taquets = (*reglage.taquets, Taquet(reglage.gauche))
            reglage = replace(reglage, taquets=tuple(sorted(taquets, key=lambda t: t.position)))
    return _Reglages(style, reglage, source.police(style, marque), _niveau(source, style), liste)


def est_cache(noeud: etree._Element, source: Source) -> bool:
    """Whether the mark of a paragraph is hidden: with nothing else, it takes no line."""
    propres = styles.lire(noeud.find(w("pPr")))
    marque = styles.lire(propres.get("rPr"))
    return actif(source.caracteres(source.styles.de_paragraphe(propres), marque).get("vanish"))


def _etiquette(texte: str, suffixe: str, police: Police) -> Iterator[Morceau]:
    if texte:
        yield Texte(texte + (" " if suffixe == "space" else ""), police)
        if suffixe == "tab":
            yield Tabulation(police)


def _niveau(source: Source, style: str) -> int:
    """1 for the style « heading 1 » or « Title », 0 for body text."""
    for maillon in reversed(source.styles.chaine(style)):
        nom = (attribut(maillon.find(w("name"))) or "").lower()
        if nom == "title":
            return 1
        if nom.startswith(_TITRE):
            return min(6, max(1, int(nombre(nom.removeprefix(_TITRE), 1))))
    return 0


def _fusionner(morceaux: list[Morceau]) -> tuple[Morceau, ...]:
    """Neighbours of one look as one text: a line is not broken between runs."""
    sortie: list[Morceau] = []
    for morceau in morceaux:
        dernier = sortie[-1] if sortie else None
        if (
            isinstance(morceau, Texte)
            and isinstance(dernier, Texte)
            and morceau.police == dernier.police
            and morceau.lien == dernier.lien
        ):
            sortie[-1] = replace(dernier, texte=dernier.texte + morceau.texte)
        elif not isinstance(morceau, Texte) or morceau.texte:
            sortie.append(morceau)
    return tuple(sortie)
