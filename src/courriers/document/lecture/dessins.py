"""Pictures, text boxes and symbols inside a run."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from courriers.document.arbre import Dessin
from courriers.document.archive import R
from courriers.document.lecture.mesures import EMU_PAR_POINT, attribut, nombre, w
from courriers.document.lecture.source import Source

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LISIBLES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_WINGDINGS = {"F0FE": "☒", "F0A8": "☐", "F06F": "☐", "F078": "☒", "F0FC": "✓", "F0E0": "→"}


def image(noeud: etree._Element, source: Source) -> Dessin | None:
    """The picture a drawing shows, if it can be printed; a finding otherwise."""
    pixels = noeud.find(f".//{_A}blip")
    if pixels is None:
        if not any(True for _ in boites(noeud)):
            source.signaler("un dessin", "il n’est pas rendu")
        return None
    lien = source.liens.get(pixels.get(f"{{{R}}}embed", ""))
    octets = source.archive.membres.get(lien.cible) if lien else None
    if octets is None or not octets.startswith(tuple(_LISIBLES)):
        source.signaler("une image", "elle n’est ni PNG, ni JPEG, ni GIF : elle n’est pas rendue")
        return None
    etendue, proprietes = noeud.find(f".//{_WP}extent"), noeud.find(f".//{_WP}docPr")
    if noeud.find(f"{_WP}anchor") is not None:
        source.signaler("une image ancrée", "elle est rendue dans la ligne qui la porte")
    cotes = (0.0, 0.0)
    if etendue is not None:
        cotes = (nombre(etendue.get("cx")), nombre(etendue.get("cy")))
    return Dessin(
        octets,
        cotes[0] / EMU_PAR_POINT,
        cotes[1] / EMU_PAR_POINT,
        "" if proprietes is None else proprietes.get("descr", ""),
    )


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


def symbole(noeud: etree._Element) -> str:
    """The character of a symbol font, as Unicode has it."""
    code = (attribut(noeud, "char") or "").upper()
    if code in _WINGDINGS:
        return _WINGDINGS[code]
    try:
        valeur = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= valeur <= 0xF0FF:
        valeur -= 0xF000
    return chr(valeur) if 0x20 <= valeur < 0xD800 else ""
