"""A PDF on a screen: its pages as pictures, and where on them some words are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from courriers.document.pdf_lu import TRAITS, nu, ouvert
from courriers.erreurs import PdfInvalide

LARGEUR_MAX = 3200
"""Most pixels across a picture: twice an A4 page at 200 %."""
_COTE_MAX = 6400
_MOTS_MIN = 6
"""Fewest signs looked for without what stands around them: shorter words are everywhere."""
_ESSAIS = 12
"""Words taken off, one after the other, of an extract that is not found whole."""
_BALISE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|…")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points, and its text."""

    largeur: float
    hauteur: float
    texte: str


@dataclass(frozen=True, slots=True)
class Cherche:
    """Words to find: those of a paragraph, and among them the very ones."""

    extrait: str
    mots: str = ""


@dataclass(frozen=True, slots=True)
class Marque:
    """A rectangle of a page (from 0), in fractions of its width and height from the top left."""

    page: int
    gauche: float
    haut: float
    largeur: float
    hauteur: float


def pages(pdf: bytes) -> tuple[Page, ...]:
    """Every page of *pdf*.

    Raises:
        PdfInvalide: it cannot be opened.
    """
    with ouvert(pdf) as document:
        return tuple(_page(document[rang]) for rang in range(len(document)))


def _page(page: Any) -> Page:
    textes = page.get_textpage()
    try:
        largeur, hauteur = page.get_size()
        return Page(largeur, hauteur, textes.get_text_range().replace("\r\n", "\n"))
    finally:
        textes.close()
        page.close()


def image_de_page(pdf: bytes, rang: int, largeur: int) -> bytes:
    """The page *rang* (from 0) as a PNG, *largeur* pixels across.

    Args:
        pdf: the file.
        rang: which page.
        largeur: from 1 to :data:`LARGEUR_MAX`; less is drawn of a page far taller than wide.

    Raises:
        PdfInvalide: it cannot be opened.
        IndexError: it has no such page.
        ValueError: *largeur* is out of bounds.
    """
    if not 1 <= largeur <= LARGEUR_MAX:
        raise ValueError(f"largeur hors de 1 à {LARGEUR_MAX}")
    with ouvert(pdf) as document:
        if not 0 <= rang < len(document):
            raise IndexError(rang)
        page = document[rang]
        points, hauteur = page.get_size()
        if not (points > 0 and hauteur > 0):
            raise PdfInvalide("Cette page n’a pas de taille.")
        echelle = min(largeur / points, _COTE_MAX / hauteur)
        dessin = page.render(scale=echelle, rev_byteorder=True)
        image = dessin.to_pil()
        sortie = io.BytesIO()
        # Speed before size: it goes no further than this machine.
        image.save(sortie, "PNG", compress_level=2)
        image.close()
        dessin.close()
        page.close()
        return sortie.getvalue()


def situer(pdf: bytes, cherches: Sequence[Cherche]) -> list[tuple[Marque, ...]]:
    """Where each of *cherches* is, line by line; nothing where it is not found.

    Words are looked for whatever the place where lines end and words are cut. A template's words
    are found in the letter it made by what stands between its tags.

    Raises:
        PdfInvalide: it cannot be opened.
    """
    if not cherches:
        return []
    with ouvert(pdf) as document:
        lues = [_Lue(document[rang]) for rang in range(len(document))]
        try:
            return [_trouver(lues, cherche) for cherche in cherches]
        finally:
            for lue in lues:
                lue.fermer()


class _Lue:
    """The signs of one page, each with its place in PDFium's own text."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as brut

        self.page, self.textes = page, page.get_textpage()
        self.largeur, self.hauteur = page.get_size()
        signes, self.places = [], []
        for place in range(self.textes.count_chars()):
            for signe in _pareil(chr(brut.FPDFText_GetUnicode(self.textes, place))):
                signes.append(signe)
                self.places.append(place)
        self.signes = "".join(signes)

    def rectangles(self, debut: int, fin: int) -> Iterator[tuple[float, float, float, float]]:
        """Left, top, width and height of each line of these signs, in fractions of the page."""
        premier, dernier = self.places[debut], self.places[fin - 1]
        for rang in range(self.textes.count_rects(premier, dernier - premier + 1)):
            gauche, bas, droite, haut = self.textes.get_rect(rang)
            yield (
                gauche / self.largeur,
                1 - haut / self.hauteur,
                (droite - gauche) / self.largeur,
                (haut - bas) / self.hauteur,
            )

    def fermer(self) -> None:
        self.textes.close()
        self.page.close()


def _pareil(texte: str) -> str:
    """What is compared: no space, no hyphen (a line may add one), no capital."""
    if len(texte) == 1 and (texte in TRAITS or texte == "-"):
        return ""
    return nu(texte).replace("-", "").casefold()


def _trouver(lues: Sequence[_Lue], cherche: Cherche) -> tuple[Marque, ...]:
    for motif, dedans in _motifs(cherche):
        for rang, lue in enumerate(lues):
            debut = lue.signes.find(motif)
            if debut < 0:
                continue
            if dedans:
                debut += motif.find(dedans)
            fin = debut + len(dedans or motif)
            return tuple(Marque(rang, *cotes) for cotes in lue.rectangles(debut, fin))
    return ()


def _motifs(cherche: Cherche) -> Iterator[tuple[str, str]]:
    """What to look for, surest first; and, in it, the very words to show."""
    mots = _pareil(cherche.mots)
    entier = _pareil(cherche.extrait.strip("… "))
    if entier:
        yield entier, mots if mots in entier else ""
    if len(mots) >= _MOTS_MIN and not _BALISE.search(cherche.mots):
        yield mots, ""
    morceaux = sorted(_BALISE.split(cherche.extrait), key=len, reverse=True)[:3]
    for essai in (essai for morceau in morceaux for essai in _restes(morceau)):
        if len(pareil := _pareil(essai)) >= 2 * _MOTS_MIN:
            yield pareil, mots if mots and mots in pareil else ""


def _restes(morceau: str) -> Iterator[str]:
    """*morceau*, then less of it: its first words, or its last, may come from another place."""
    tous = morceau.split()[:_ESSAIS]
    yield morceau
    for retires in range(1, len(tous)):
        yield morceau.split(maxsplit=retires)[-1]
    for retires in range(1, len(tous)):
        yield morceau.rsplit(maxsplit=retires)[0]
