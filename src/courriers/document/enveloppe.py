"""What an envelope shows of a letter: the text of its window, and what comes too near to it.

The window is what NF Z11-001 leaves visible of a DL envelope and what machines of the post read,
in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courriers.document.pdf_lu import ouvert
from courriers.erreurs import PdfInvalide

FENETRE = (110.0, 55.0, 195.0, 80.0)
"""Left, top, right and bottom, in millimetres from the top left of the sheet."""
AUTOUR = 3.0
"""Millimetres that stay white around it: a sheet slips in its envelope."""
_MM = 72 / 25.4
_ECHELLE = 2.0
"""Pixels of a point, where ink is looked for."""
_BLANC = 250


@dataclass(frozen=True, slots=True)
class Vue:
    """A PDF as who folds it sees it."""

    formats: tuple[tuple[float, float], ...]
    """Width and height of each page, in millimetres, as it is shown."""
    adresse: tuple[str, ...]
    """The lines of the window, blank ones left out."""
    deborde: bool
    """Whether something is printed within :data:`AUTOUR` of the window."""


def voir(pdf: bytes) -> Vue:
    """The pages of *pdf*, and the window of its first.

    Raises:
        PdfInvalide: it cannot be opened, or has no page.
    """
    import pypdfium2

    with ouvert(pdf) as document:
        if not len(document):
            raise PdfInvalide("Ce PDF n’a aucune page.")
        try:
            return _vue(document)
        except pypdfium2.PdfiumError:  # it opens, and is damaged further on
            raise PdfInvalide("Ce PDF est abîmé.") from None


def _vue(document: Any) -> Vue:
    formats = tuple(
        (largeur / _MM, hauteur / _MM)
        for largeur, hauteur in (document.get_page_size(r) for r in range(len(document)))
    )
    premiere = document[0]
    try:
        return Vue(formats, _lignes(premiere), _deborde(premiere))
    finally:
        premiere.close()


def _lignes(page: Any) -> tuple[str, ...]:
    gauche, _, _, haut = page.get_bbox()  # inherited sizes included
    textes = page.get_textpage()
    try:
        lu = textes.get_text_bounded(
            left=gauche + FENETRE[0] * _MM,
            bottom=haut - FENETRE[3] * _MM,
            right=gauche + FENETRE[2] * _MM,
            top=haut - FENETRE[1] * _MM,
        )
    finally:
        textes.close()
    return tuple(ligne for brute in lu.splitlines() if (ligne := " ".join(brute.split())))


def _deborde(page: Any) -> bool:
    """Whether the frame around the window has ink; the page beyond it is not drawn."""
    largeur, hauteur = page.get_size()
    gauche, haut, droite, bas = (
        (x + y * AUTOUR) * _MM for x, y in zip(FENETRE, (-1, -1, 1, 1), strict=True)
    )
    if droite > largeur or bas > hauteur:
        return True
    dessin = page.render(
        scale=_ECHELLE, grayscale=True, crop=(gauche, hauteur - bas, largeur - droite, haut)
    )
    octets, pas, large, lignes = bytes(dessin.buffer), dessin.stride, dessin.width, dessin.height
    dessin.close()
    bord = int(AUTOUR * _MM * _ECHELLE)
    for y in range(lignes):
        rangee = octets[y * pas : y * pas + large]
        dedans = bord <= y < lignes - bord
        vus = rangee[:bord] + rangee[-bord:] if dedans else rangee
        if vus and min(vus) < _BLANC:
            return True
    return False
