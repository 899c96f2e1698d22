"""The font of the stamp: a few characters of Arimo, whose text can be copied from the page."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from typing import Any

from courriers.document.assemblage.objets import bibliotheque
from courriers.document.polices import Face, face


def _face() -> Face:
    return face("Arial", gras=True, italique=False)


def largeur(texte: str, corps: float) -> float:
    """Width of *texte* in points."""
    return _face().largeur(texte, corps)


def places(texte: str) -> dict[str, int]:
    """The glyph of each character of *texte* in its font."""
    return _sous_ensemble(texte).places


@dataclass(frozen=True)
class _Coupee:
    """A font of a few characters."""

    octets: bytes
    places: dict[str, int]
    """The glyph of each character."""
    largeurs: tuple[int, ...]
    """Of each glyph, in thousandths of the size."""
    mesures: tuple[int, int, tuple[int, int, int, int]]
    """Ascent, descent and box, in thousandths."""


@functools.lru_cache(maxsize=64)
def _sous_ensemble(texte: str) -> _Coupee:
    """The font of the stamp, of the characters of *texte* alone."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    police = TTFont(_face().fichier, recalcTimestamp=False)
    options = Options(layout_features=[], notdef_outline=True, glyph_names=False, name_IDs=[6])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "OS/2", "name", "post", "gasp", "meta"]
    coupe = Subsetter(options)
    coupe.populate(text=texte)
    coupe.subset(police)
    sortie = io.BytesIO()
    police.save(sortie)
    em, tete, lignes = police["head"].unitsPerEm, police["head"], police["hhea"]
    ordre, dessins = police.getGlyphOrder(), police.getBestCmap()
    mille = 1000 / em
    boite = tuple(round(v * mille) for v in (tete.xMin, tete.yMin, tete.xMax, tete.yMax))
    return _Coupee(
        sortie.getvalue(),
        {c: ordre.index(dessins[ord(c)]) for c in set(texte)},
        tuple(round(police["hmtx"][nom][0] * mille) for nom in ordre),
        (round(lignes.ascent * mille), round(lignes.descent * mille), boite),
    )


def police(pdf: Any, texte: str) -> Any:
    """That font as an object of *pdf*, from which its text can be copied."""
    p, coupee = bibliotheque(), _sous_ensemble(texte)
    nom = p.Name("/CTAMPO+Arimo-Bold")
    fichier = pdf.make_indirect(p.Stream(pdf, coupee.octets))
    fichier["/Length1"] = len(coupee.octets)
    monte, descend, boite = coupee.mesures
    descripteur = p.Dictionary(
        Type=p.Name.FontDescriptor, FontName=nom, Flags=4, FontBBox=list(boite), ItalicAngle=0,
        Ascent=monte, Descent=descend, CapHeight=716, StemV=120, FontFile2=fichier,
    )  # fmt: skip
    interieure = p.Dictionary(
        Type=p.Name.Font, Subtype=p.Name.CIDFontType2, BaseFont=nom, CIDToGIDMap=p.Name.Identity,
        CIDSystemInfo=p.Dictionary(
            Registry=p.String("Adobe"), Ordering=p.String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descripteur), DW=0, W=[0, list(coupee.largeurs)],
    )  # fmt: skip
    return pdf.make_indirect(
        p.Dictionary(
            Type=p.Name.Font,
            Subtype=p.Name.Type0,
            BaseFont=nom,
            Encoding=p.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(interieure)],
            ToUnicode=pdf.make_indirect(p.Stream(pdf, _vers_unicode(coupee.places))),
        )
    )


def _vers_unicode(places: dict[str, int]) -> bytes:
    lignes = "\n".join(f"<{g:04X}> <{ord(c):04X}>" for c, g in sorted(places.items()))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(places)} beginbfchar\n{lignes}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
