"""What a comment of a Word file is made of: its own XML, its content type, its relationship."""

from __future__ import annotations

import itertools
import re

from lxml import etree

from courriers.document.archive import RELATIONS, R, W

INITIALES = "c"
"""Of who comments, shown beside each comment."""

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_GENRE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_LIEN = f"{R}/comments"
_REFUSES = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _w(nom: str) -> str:
    return f"{{{W}}}{nom}"


def aucun_commentaire() -> etree._Element:
    """The root of a part that holds no comment yet."""
    return etree.Element(_w("comments"), nsmap={"w": W})


def _permis(texte: str) -> str:
    """*texte* where what XML refuses is shown as U+FFFD."""
    return _REFUSES.sub("\ufffd", texte)


def commentaire(numero: str, texte: str, auteur: str) -> etree._Element:
    """A comment; each line of *texte* is a paragraph of it."""
    attributs = {_w("id"): numero, _w("author"): _permis(auteur), _w("initials"): INITIALES}
    ecrit = etree.Element(_w("comment"), attributs, nsmap={"w": W})
    for rang, ligne in enumerate(texte.splitlines() or [""]):
        paragraphe = etree.SubElement(ecrit, _w("p"))
        if not rang:
            etree.SubElement(etree.SubElement(paragraphe, _w("r")), _w("annotationRef"))
        run = etree.SubElement(paragraphe, _w("r"))
        lu = etree.SubElement(run, _w("t"))
        lu.text = _permis(ligne)
        lu.set(_ESPACE, "preserve")
    return ecrit


def avec_le_type(types: etree._Element, membre: str) -> etree._Element:
    """*types* where *membre* is one that holds comments."""
    nom = f"/{membre}"
    if all(x.get("PartName", "").lower() != nom.lower() for x in types.iterchildren("{*}Override")):
        attributs = {"PartName": nom, "ContentType": _GENRE}
        etree.SubElement(types, f"{{{_TYPES}}}Override", attributs)
    return types


def avec_le_lien(liens: etree._Element | None, cible: str) -> etree._Element:
    """*liens*, or new ones, with one more to the comments."""
    if liens is None:
        liens = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    pris = {x.get("Id", "") for x in liens}
    numero = next(n for n in (f"rId{i}" for i in itertools.count(1)) if n not in pris)
    attributs = {"Id": numero, "Type": _LIEN, "Target": cible}
    etree.SubElement(liens, f"{{{RELATIONS}}}Relationship", attributs)
    return liens
