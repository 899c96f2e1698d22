"""Placeholder pictures: a picture whose alternative text names a field of the case.

At load, the placeholder is made conditional on that field, its paragraph too when it holds nothing
else, so that an absent logo leaves no hole. At fill, the picture given takes its place, inside the
placeholder's box, proportions kept.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from courriers.document.archive import RELATIONS, R, W, analyser
from courriers.document.image import Image

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_CHAMP = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_TYPE_IMAGE = f"{R}/image"


@dataclass(frozen=True)
class Emplacement:
    """One placeholder of one part."""

    partie: str
    cle: str
    """Name of its values in the template, unique in the file."""
    champ: str
    """Field whose picture it shows, as ``creancier.logo``."""
    relation: str
    """Relationship id of the picture in the part."""
    largeur: int
    hauteur: int
    """Box, in English Metric Units (360 000 to the centimetre)."""

    def image(self, contexte: Mapping[str, Any]) -> Image | None:
        """The picture the context gives, if any."""
        valeur: Any = contexte
        for nom in self.champ.split("."):
            valeur = valeur.get(nom) if isinstance(valeur, Mapping) else None
        return valeur if isinstance(valeur, Image) else None

    def valeurs(self, image: Image) -> dict[str, str]:
        """What the template prints in the drawing."""
        cx, cy = image.ajustee(self.largeur, self.hauteur)
        return {"cx": str(cx), "cy": str(cy), "texte": image.texte}

    def membre(self, image: Image) -> str:
        """Name of the picture in the file."""
        return posixpath.join(
            posixpath.dirname(self.partie), "media", f"{self.cle}.{image.extension}"
        )


def preparer(xml: bytes, partie: str, rang: int) -> tuple[bytes, list[Emplacement]]:
    """Make the placeholders of *partie* conditional; *rang* numbers them through the file."""
    if b"descr=" not in xml:
        return xml, []
    racine = analyser(xml, partie)
    trouves: list[Emplacement] = []
    for dessin in racine.iter(f"{{{W}}}drawing"):
        emplacement = _preparer_un(dessin, partie, rang + len(trouves))
        if emplacement:
            trouves.append(emplacement)
    return etree.tostring(racine, encoding="UTF-8", standalone=True), trouves


def _preparer_un(dessin: etree._Element, partie: str, rang: int) -> Emplacement | None:
    proprietes = dessin.find(f".//{{{WP}}}docPr")
    etendue = dessin.find(f".//{{{WP}}}extent")
    pixels = dessin.find(f".//{{{A}}}blip")
    champ = proprietes.get("descr", "").strip(" {}") if proprietes is not None else ""
    if proprietes is None or etendue is None or pixels is None or not _CHAMP.fullmatch(champ):
        return None
    cle = f"image_{rang}"
    relation = pixels.get(f"{{{R}}}embed", "")
    boite = (int(etendue.get("cx", "0")), int(etendue.get("cy", "0")))
    for noeud in (etendue, *dessin.iter(f"{{{A}}}ext")):
        if noeud.get("cx") is not None:
            noeud.set("cx", f"{{{{ {cle}.cx }}}}")
            noeud.set("cy", f"{{{{ {cle}.cy }}}}")
    proprietes.set("descr", f"{{{{ {cle}.texte }}}}")
    pixels.set(f"{{{R}}}embed", f"rId{cle}")
    _entourer(_a_retirer(dessin), champ)
    return Emplacement(partie, cle, champ, relation, *boite)


def _a_retirer(dessin: etree._Element) -> etree._Element:
    """What goes away with an absent picture: its paragraph, or its run where the rest must stay."""
    run = next(dessin.iterancestors(f"{{{W}}}r"))
    paragraphe = next(dessin.iterancestors(f"{{{W}}}p"))
    seul = not any(t.text for t in paragraphe.iter(f"{{{W}}}t")) and (
        len(list(paragraphe.iter(f"{{{W}}}drawing"))) == 1
    )
    parent = paragraphe.getparent()
    voisins = parent.findall(f"{{{W}}}p") if parent is not None else []
    return paragraphe if seul and len(voisins) > 1 and voisins[-1] is not paragraphe else run


def _entourer(noeud: etree._Element, champ: str) -> None:
    """Write ``{% if champ %}`` before *noeud* and ``{% endif %}`` after it, as bare text."""
    precedent, parent = noeud.getprevious(), noeud.getparent()
    debut = f"{{% if {champ} %}}"
    if precedent is not None:
        precedent.tail = (precedent.tail or "") + debut
    elif parent is not None:
        parent.text = (parent.text or "") + debut
    noeud.tail = "{% endif %}" + (noeud.tail or "")


def relations_sans(xml: bytes, retirees: Iterable[str]) -> bytes:
    """The relationships *xml* without those named."""
    racine = analyser(xml)
    for relation in list(racine):
        if relation.get("Id") in set(retirees):
            racine.remove(relation)
    return etree.tostring(racine, encoding="UTF-8", standalone=True)


def relations_avec(xml: bytes, images: Iterable[tuple[Emplacement, Image]]) -> bytes:
    """The relationships *xml* with one more for each picture shown."""
    ajouts = "".join(
        f'<Relationship Id="rId{e.cle}" Type="{_TYPE_IMAGE}" '
        f'Target="{posixpath.relpath(e.membre(image), posixpath.dirname(e.partie))}"/>'
        for e, image in images
    )
    if not ajouts:
        return xml
    fin = b"</Relationships>"
    if fin not in xml:  # no other relationship: a self-closed element
        xml = f'<Relationships xmlns="{RELATIONS}"></Relationships>'.encode()
    return xml.replace(fin, ajouts.encode() + fin)


def medias_orphelins(membres: Mapping[str, bytes], retirees: Mapping[str, set[str]]) -> set[str]:
    """Pictures that only placeholders showed. *retirees*: relationship ids dropped, by part."""
    montrees: set[str] = set()
    lachees: set[str] = set()
    for nom, octets in membres.items():
        if not nom.endswith(".rels"):
            continue
        partie = posixpath.join(
            posixpath.dirname(posixpath.dirname(nom)), posixpath.basename(nom)[:-5]
        )
        for relation in analyser(octets):
            if relation.get("Type") == _TYPE_IMAGE:
                cible = posixpath.normpath(
                    posixpath.join(posixpath.dirname(partie), relation.get("Target", ""))
                )
                retiree = relation.get("Id") in retirees.get(partie, set())
                (lachees if retiree else montrees).add(cible)
    return lachees - montrees
