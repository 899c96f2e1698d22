"""The XML of a Word file, parsed with nothing fetched, and the relationships between its parts."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from courriers.erreurs import FichierWordInvalide

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Lien:
    """One relationship, its target resolved to a member name."""

    id: str
    type: str
    cible: str
    externe: bool


def liens_de(xml: bytes, partie: str) -> list[Lien]:
    """The relationships written in *xml*, those of *partie* (empty for the package)."""
    return list(_liens_de(xml, partie))


@lru_cache(maxsize=64)  # the letters of one template have the same
def _liens_de(xml: bytes, partie: str) -> tuple[Lien, ...]:
    dossier = posixpath.dirname(partie)
    resultat = []
    for noeud in analyser(xml, nom_des_relations(partie)).iterchildren("{*}Relationship"):
        cible, externe = noeud.get("Target", ""), noeud.get("TargetMode") == "External"
        if not externe:
            absolue = cible.startswith("/")
            chemin = cible.lstrip("/") if absolue else posixpath.join(dossier, cible)
            cible = posixpath.normpath(chemin)
        resultat.append(Lien(noeud.get("Id", ""), noeud.get("Type", ""), cible, externe))
    return tuple(resultat)


def nom_des_relations(partie: str) -> str:
    """Name of the member that holds the relationships of *partie*."""
    dossier, nom = posixpath.split(partie)
    return posixpath.join(dossier, "_rels", f"{nom}.rels")


def analyser(xml: bytes, nom: str = "XML", *, sans_blancs: bool = False) -> etree._Element:
    """Parse *xml* with no network, no entity and no document type.

    *sans_blancs* drops the white space between elements, as Word does.

    Raises:
        FichierWordInvalide: not well formed, or declaring a document type.
    """
    parseur = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, remove_blank_text=sans_blancs,
    )  # fmt: skip
    try:
        racine = etree.fromstring(xml, parseur)
    except (etree.XMLSyntaxError, ValueError) as faute:
        ligne = getattr(faute, "lineno", None)
        place = f", ligne {ligne}, colonne {getattr(faute, 'offset', 1)}" if ligne else ""
        raise FichierWordInvalide(f"{nom} : le XML est abîmé ou trop imbriqué{place}.") from None
    if racine.getroottree().docinfo.doctype:
        raise FichierWordInvalide(f"{nom} : une déclaration DOCTYPE est refusée.")
    return racine


def sans_liens(xml: bytes, retires: set[str]) -> bytes:
    """The relationships *xml* without those whose identifiers are *retires*."""
    racine = analyser(xml)
    for noeud in list(racine.iterchildren("{*}Relationship")):
        if noeud.get("Id") in retires:
            racine.remove(noeud)
    return etree.tostring(racine, encoding="UTF-8", standalone=True)
