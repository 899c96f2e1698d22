"""The lists that the office’s headers and styles use, beside those of the template."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

from lxml import etree

from courriers.document.archive import Archive, R
from courriers.document.papier.parties import Chantier, ecrire, lue, racine_commune, w

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_STYLES = ("pStyle", "styleLink", "numStyleLink")


def apporter(
    chantier: Chantier,
    papier: Archive,
    racines: Sequence[etree._Element],
    noms: Mapping[str, str],
) -> None:
    """Bring the lists of *papier* under new numbers, and give these to *racines*.

    Args:
        chantier: the file under construction.
        papier: the office’s file.
        racines: its headers, its footers, its styles.
        noms: new identifier of each of its styles that came.
    """
    employes = [
        n for r in racines for n in r.iter(w("numId")) if n.get(w("val")) not in (None, "0")
    ]
    venue = lue(papier, "numbering") if employes else None
    if venue is None:
        for noeud in employes:
            noeud.set(w("val"), "0")
        return
    deja = chantier.partie("numbering")
    ancienne = etree.Element(w("numbering")) if deja is None else deja[1]
    decalage = 1 + max(
        (_nombre(e.get(w(cle))) for e in ancienne for cle in ("abstractNumId", "numId")), default=0
    )
    neuve = racine_commune("numbering", ancienne, venue)
    neuve.extend([copy.deepcopy(e) for e in ancienne if e.tag != w("num")])
    neuve.extend(_decalees(venue, "abstractNum", decalage, noms))
    neuve.extend([copy.deepcopy(e) for e in ancienne if e.tag == w("num")])
    neuve.extend(_decalees(venue, "num", decalage, noms))
    connus = {e.get(w("numId")) for e in venue.iterchildren(w("num"))}
    for noeud in employes:
        nom = noeud.get(w("val"))
        noeud.set(w("val"), str(_nombre(nom) + decalage) if nom in connus else "0")
    _poser(chantier, deja[0] if deja else None, neuve)


def _decalees(
    venue: etree._Element, balise: str, decalage: int, noms: Mapping[str, str]
) -> list[etree._Element]:
    prises = []
    for element in venue.iterchildren(w(balise)):
        copie = copy.deepcopy(element)
        for cle in ("abstractNumId", "numId"):
            if copie.get(w(cle)) is not None:
                copie.set(w(cle), str(_nombre(copie.get(w(cle))) + decalage))
        for noeud in copie.iterchildren(w("abstractNumId")):
            noeud.set(w("val"), str(_nombre(noeud.get(w("val"))) + decalage))
        for noeud in list(copie.iter(w("lvlPicBulletId"), *map(w, _STYLES))):
            nom = noms.get(noeud.get(w("val"), ""))
            parent = noeud.getparent()
            if nom is not None and noeud.tag != w("lvlPicBulletId"):
                noeud.set(w("val"), nom)
            elif parent is not None:
                parent.remove(noeud)
        prises.append(copie)
    return prises


def _nombre(texte: str | None) -> int:
    return int(texte) if texte and texte.isdecimal() else 0


def _poser(chantier: Chantier, membre: str | None, racine: etree._Element) -> None:
    if membre is None:
        membre = chantier.nom_libre("numbering.xml")
        chantier.typer(membre, _TYPE)
        chantier.lier(chantier.archive.principal, f"{R}/numbering", membre.removeprefix("word/"))
    chantier.membres[membre] = ecrire(racine)
