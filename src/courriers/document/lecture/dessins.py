"""Pictures, text boxes and symbols inside a run."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from courriers.document.arbre import Dessin
from courriers.document.archive import R
from courriers.document.image import ENTIERE, Rognage, dessinable
from courriers.document.lecture.mesures import EMU_PAR_POINT, attribut, nombre, twips, w
from courriers.document.lecture.source import Source

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_WINGDINGS = {"F0FE": "☒", "F0A8": "☐", "F06F": "☐", "F078": "☒", "F0FC": "✓", "F0E0": "→",
              "F0B7": "•", "F0A7": "▪", "F028": "☎", "F02A": "✉"}  # fmt: skip


_VIDE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b49444154789c63f8cf"
    "00000201010032ba2b920000000049454e44ae426082"
)
"""One transparent dot."""


def image(noeud: etree._Element, source: Source) -> Dessin | None:
    """The picture a drawing shows, if it can be printed; a finding otherwise."""
    reference = _reference(noeud)
    if reference is None:
        if not any(True for _ in boites(noeud)):
            source.signaler("un dessin", "il n’est pas rendu")
        return None
    lien = source.liens.get(reference)
    octets = source.archive.membres.get(lien.cible) if lien else None
    dessinee = None if octets is None else dessinable(octets, _rognage(noeud))
    if dessinee is None:
        motif = "absente, abîmée, trop grande, ou d’un format de dessin (EMF, WMF, SVG)"
        source.signaler("une image", f"{motif} : sa place reste vide")
        dessinee = _VIDE
    proprietes = noeud.find(f".//{_WP}docPr")
    largeur, hauteur = _cotes(noeud)
    texte = "" if proprietes is None else proprietes.get("descr", "")
    return Dessin(dessinee, max(0.0, largeur), max(0.0, hauteur), texte)


def _reference(noeud: etree._Element) -> str | None:
    """Identifier of the picture, in a drawing or in the older VML."""
    pixels, ancienne = noeud.find(f".//{_A}blip"), noeud.find(f".//{_V}imagedata")
    if pixels is not None:
        return pixels.get(f"{{{R}}}embed", "")
    return None if ancienne is None else ancienne.get(f"{{{R}}}id", "")


def _rognage(noeud: etree._Element) -> Rognage:
    """What Word hides of the picture."""
    cadre = noeud.find(f".//{_A}srcRect")
    if cadre is None:
        return ENTIERE
    gauche, haut, droite, bas = (_part(cadre.get(cote, "")) for cote in "ltrb")
    return gauche, haut, droite, bas


def _part(valeur: str) -> float:
    """A part of a side, written in thousandths of a per cent, or as « 12% »."""
    part = nombre(valeur[:-1]) / 100 if valeur.endswith("%") else nombre(valeur) / 100_000
    return min(max(part, -1.0), 0.99)


def _cotes(noeud: etree._Element) -> tuple[float, float]:
    """Width and height, in points."""
    etendue = noeud.find(f".//{_WP}extent")
    if etendue is not None:
        cotes = nombre(etendue.get("cx")), nombre(etendue.get("cy"))
        return cotes[0] / EMU_PAR_POINT, cotes[1] / EMU_PAR_POINT
    forme = next((f for f in noeud.iter() if f.find(f"{_V}imagedata") is not None), None)
    if forme is None:
        return 0.0, 0.0
    style = style_vml(forme)
    return longueur_css(style.get("width")), longueur_css(style.get("height"))


def style_vml(forme: etree._Element) -> dict[str, str]:
    """The declarations of a VML shape."""
    paires = [d.partition(":") for d in forme.get("style", "").split(";")]
    return {nom.strip(): valeur.strip() for nom, _, valeur in paires}


def longueur_css(valeur: str | None) -> float:
    """Points, from a length of a VML style; a bare number is in pixels."""
    texte = (valeur or "").strip()
    return twips(texte) if texte[-2:] in ("pt", "cm", "mm", "in") else nombre(texte) * 0.75


def boites(noeud: etree._Element) -> Iterator[etree._Element]:
    """The contents of its text boxes."""
    for boite in noeud.iter(w("txbxContent")):
        dehors = any(a.tag == w("txbxContent") for a in _entre(boite, noeud))
        if not dehors:  # one inside another comes with it
            yield boite


def _entre(boite: etree._Element, sommet: etree._Element) -> Iterator[etree._Element]:
    for ancetre in boite.iterancestors():
        if ancetre is sommet:
            return
        yield ancetre


def symbole(noeud: etree._Element, source: Source) -> str:
    """The character of a symbol font, as Unicode has it."""
    code, fonte = (attribut(noeud, "char") or "").upper(), attribut(noeud, "font") or ""
    if code in _WINGDINGS:
        return _WINGDINGS[code]
    if fonte.startswith(("Wingdings", "Webdings", "Symbol")):
        source.signaler("un symbole", f"son dessin n’est pas celui de la police {fonte}")
    try:
        valeur = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= valeur <= 0xF0FF:
        valeur -= 0xF000
    return chr(valeur) if 0x20 <= valeur < 0xD800 else ""
