"""Placeholder pictures: a picture whose alternative text names a field of the case.

At load, the placeholder is made conditional on that field, its paragraph too when it holds nothing
else, so that an absent logo leaves no hole. At fill, the picture given takes its place, inside the
placeholder's box, proportions kept.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from courriers.document.archive import Archive, R, W, analyser
from courriers.document.image import Image
from courriers.erreurs import GabaritInvalide

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_CHAMP = re.compile(r"[a-z_]+(\.[a-z_]+)+")
# Older versions of Word put the file name there.
_FICHIER = re.compile(r".*\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)")
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
        if valeur and not isinstance(valeur, Image):
            raise GabaritInvalide(
                f"Une image témoin nomme « {self.champ} », qui n’est pas une image.",
                conseil="Son texte de remplacement nomme un champ d’image, ou autre chose.",
            )
        return valeur or None

    def valeurs(self, image: Image) -> dict[str, str]:
        """What the template prints in the drawing."""
        cx, cy = image.ajustee(self.largeur, self.hauteur)
        return {"cx": str(cx), "cy": str(cy), "texte": image.texte}

    def membre(self, image: Image) -> str:
        """Name of the picture in the file."""
        return posixpath.join(
            posixpath.dirname(self.partie), "media", f"courriers_{self.cle}.{image.extension}"
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
    support = _support(dessin)
    if _FICHIER.fullmatch(champ) or support is None:
        return None
    cle = f"image_{rang}"
    relation = pixels.get(f"{{{R}}}embed", "")
    cotes = (etendue.get("cx", ""), etendue.get("cy", ""))
    if not all(cote.isdecimal() for cote in cotes):
        return None
    boite = (int(cotes[0]), int(cotes[1]))
    for noeud in (etendue, *dessin.iter(f"{{{A}}}ext")):
        if noeud.get("cx") is not None:
            noeud.set("cx", f"{{{{ {cle}.cx }}}}")
            noeud.set("cy", f"{{{{ {cle}.cy }}}}")
    proprietes.set("descr", f"{{{{ {cle}.texte }}}}")
    pixels.set(f"{{{R}}}embed", f"rId{cle}")
    _entourer(_a_retirer(*support), champ)
    return Emplacement(partie, cle, champ, relation, *boite)


def _support(dessin: etree._Element) -> tuple[etree._Element, etree._Element] | None:
    """The run and the paragraph that hold *dessin*."""
    run = next(dessin.iterancestors(f"{{{W}}}r"), None)
    paragraphe = next(dessin.iterancestors(f"{{{W}}}p"), None)
    return None if run is None or paragraphe is None else (run, paragraphe)


def _a_retirer(run: etree._Element, paragraphe: etree._Element) -> etree._Element:
    """What goes away with an absent picture: its paragraph, if it holds nothing else at all."""
    proprietes, rpr = f"{{{W}}}pPr", f"{{{W}}}rPr"
    seul = (
        all(noeud is run or noeud.tag == proprietes for noeud in paragraphe)
        and [noeud.tag for noeud in run if noeud.tag != rpr] == [f"{{{W}}}drawing"]
        and paragraphe.find(f"{proprietes}/{{{W}}}sectPr") is None
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


def relations_avec(xml: bytes, images: Sequence[tuple[Emplacement, Image]]) -> bytes:
    """The relationships *xml* with one more for each picture shown."""
    if not images:
        return xml
    ajouts = "".join(
        f'<Relationship Id="rId{e.cle}" Type="{_TYPE_IMAGE}" '
        f'Target="{posixpath.relpath(e.membre(image), posixpath.dirname(e.partie))}"/>'
        for e, image in images
    )
    # Written by ``sans_liens``: its only forms are these two.
    debut = (
        xml.removesuffix(b"</Relationships>")
        if xml.endswith(b"</Relationships>")
        else (xml.removesuffix(b"/>") + b">")
    )
    return debut + ajouts.encode() + b"</Relationships>"


def medias_orphelins(archive: Archive, retirees: Mapping[str, set[str]]) -> set[str]:
    """Pictures that only placeholders showed. *retirees*: relationship ids dropped, by part."""
    montrees: set[str] = set()
    lachees: set[str] = set()
    for nom in archive.membres:
        if nom.endswith(".rels"):
            dossier = posixpath.dirname(posixpath.dirname(nom))
            partie = posixpath.join(dossier, posixpath.basename(nom).removesuffix(".rels"))
            for lien in archive.liens(partie):
                retiree = lien.id in retirees.get(partie, set())
                (lachees if retiree else montrees).add(lien.cible)
    return lachees - montrees
