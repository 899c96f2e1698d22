"""Fonts: which file renders a name, how wide and how tall it is.

Arial is rendered by Arimo, its metric twin, which comes with pip; any other name is looked up on
the system — the font itself, then its metric twin — and otherwise replaced, with a finding, by the
font that the system itself puts in its place (fontconfig, as LibreOffice does), else by Arimo.
"""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from courriers.document.polices_du_systeme import a_la_place, du_systeme
from courriers.document.polices_preparees import preparee

_EN_ARIMO = frozenset({"arial", "arimo", "liberation sans", "helvetica"})
JUMELLES = {
    "times new roman": ("liberation serif", "tinos"),
    "times": ("liberation serif", "tinos"),
    "courier new": ("liberation mono", "cousine"),
    "calibri": ("carlito",),
    "cambria": ("caladea",),
    "arial narrow": ("liberation sans narrow",),
    "georgia": ("gelasio",),
}
"""Fonts of the same widths, under a free licence."""


@dataclass(frozen=True)
class Face:
    """One prepared font file. Ratios are to the font size."""

    fichier: Path
    nom: str
    """Its family, as the file says."""
    avances: dict[int, float]
    """Width of each character, by code point."""
    hauteur: float
    """A line: ascent, gap included, and descent."""
    monte: float
    """From the top of a line to its baseline: the ascent, and the gap, which Word puts above."""
    remplace: str = ""
    """Name asked for, when another font stands in for it with other widths."""

    @cached_property
    def empreinte(self) -> str:
        """SHA-256 of its file, in hexadecimal."""
        return hashlib.sha256(self.fichier.read_bytes()).hexdigest()

    @cached_property
    def _dessines(self) -> frozenset[str]:
        """The characters it has a drawing for, combining ones apart: they may join another."""
        return frozenset(
            c for c in map(chr, self.avances) if c != "\u2060" and not unicodedata.combining(c)
        )

    def dessinable(self, texte: str) -> str:
        """*texte*, with what it cannot draw written as it can: « é » for « e´ »."""
        if self._dessines.issuperset(texte):
            return texte
        return "".join(map(self._equivalent, unicodedata.normalize("NFC", texte)))

    def _equivalent(self, signe: str) -> str:
        if ord(signe) in self.avances or not signe.isprintable():
            return signe  # a narrow no-break space would become one to break at
        if signe == "\u2011":  # a hyphen held by its neighbours on the line
            return "\u2060-\u2060"
        autre = unicodedata.normalize("NFKC", signe)
        return autre if all(ord(c) in self.avances for c in autre) else signe

    def largeur(self, texte: str, taille: float) -> float:
        """Width of *texte* in points, on one line."""
        avances = self.avances
        if self._dessines.issuperset(texte):
            return taille * sum([avances[ord(c)] for c in texte])
        moyenne = avances.get(0x6E, 0.5)
        signes = (c for c in self.dessinable(texte) if c != "\u2060")
        return taille * sum(avances.get(ord(c), moyenne) for c in signes)

    def manquants(self, texte: str) -> str:
        """The characters of *texte* it cannot draw, once each."""
        if self._dessines.issuperset(texte):
            return ""
        return "".join(
            dict.fromkeys(c for c in texte if ord(c) not in self.avances and c.isprintable())
        )


@functools.lru_cache(maxsize=256)
def face(famille: str, *, gras: bool, italique: bool) -> Face:
    """The face that renders *famille*."""
    cherchee = famille.casefold().strip()
    if cherchee not in _EN_ARIMO:
        for nom in (cherchee, *JUMELLES.get(cherchee, ())):
            trouve = du_systeme().get(nom)
            if trouve:
                # A family without its bold is used as it is; the engine slants or thickens it.
                fichier = trouve.get((gras, italique)) or trouve.get((False, False))
                if fichier:
                    return _lire(preparee(fichier[0], fichier[1], None))
        place = _a_la_place(cherchee, gras=gras, italique=italique)
        if place is not None:
            return replace(place, remplace=famille)
    import fontpkg

    fichier_arimo = fontpkg.path("Arimo", style="italic" if italique else "normal")
    lue = _lire(preparee(fichier_arimo, 0, 700 if gras else 400))
    if cherchee in _EN_ARIMO:
        return lue
    return replace(lue, remplace=famille)


def _a_la_place(famille: str, *, gras: bool, italique: bool) -> Face | None:
    """What the system puts in the place of *famille*, where that can be read."""
    place = a_la_place(famille, gras=gras, italique=italique)
    if place is None:
        return None
    try:
        return _lire(preparee(*place, None))
    except Exception:  # noqa: BLE001 – whatever an odd or damaged font raises: Arimo is at hand
        return None


def _lire(fichier: Path) -> Face:
    from fontTools.ttLib import TTFont

    with TTFont(fichier, lazy=True) as police:
        em = police["head"].unitsPerEm
        lignes, largeurs = police["hhea"], police["hmtx"]
        avances = {code: largeurs[nom][0] / em for code, nom in police.getBestCmap().items()}
        hauteur = (lignes.ascent - lignes.descent) / em
        nom = police["name"].getBestFamilyName() or "police"
        return Face(fichier, nom, avances, hauteur, lignes.ascent / em)
