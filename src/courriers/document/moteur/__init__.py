"""The page maker: WeasyPrint, and every private part of it that this program leans on.

WeasyPrint is imported in this folder only, inside functions, as a copy of its own under another
name (``copie``): what is replaced in it for speed (``raccourcis``) is replaced for this program
alone. What does not change from a letter to the next is kept (``memoire``). Both lean on private
parts, for the versions tried; with any other, ``composer`` goes through the public interface,
slower, with the same pages.

Traps closed: nothing is fetched but the fonts and pictures handed over by private name (the usual
fetcher reads local files); the absence of WeasyPrint — Pango is a system library — is an error that
says what to install.
"""

from __future__ import annotations

from typing import Any

from courriers.document.html.rendu import DE_BASE, Copie
from courriers.document.moteur.copie import module, moteur, moteur_absent
from courriers.document.moteur.ecriture import PieceJointe, ecrire
from courriers.document.moteur.memoire import classes, faces, memoire
from courriers.document.moteur.recueil import BASE, recueil

__all__ = [
    "VERSIONS",
    "PieceJointe",
    "composer",
    "ecrire",
    "mesurer",
    "moteur",
    "moteur_absent",
    "situer",
]

_REMISE_A_ZERO = """
html, body, p, h1, h2, h3, h4, h5, h6, table, td { margin: 0; padding: 0; font-weight: normal; }
h1, h2, h3, h4, h5, h6 { break-after: auto; break-inside: auto; }
a { color: inherit; text-decoration: none; }
"""
"""What the sheet for pages of the web sets, and that is not there without it."""

VERSIONS = frozenset({"70.0"})
"""Versions of WeasyPrint whose private parts were tried."""


def composer(copie: Copie, *, publique: bool = False) -> Any:
    """*copie* laid out: a ``weasyprint.Document``.

    Args:
        publique: use WeasyPrint's public interface alone, as with a version that was not tried.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    if publique or not _est_essayee():
        return _composer_sans_memoire(copie)
    return memoire().composer(copie)


def _est_essayee() -> bool:
    return moteur().VERSION in VERSIONS


def mesurer(copie: Copie) -> dict[str, float]:
    """How far from the top of its page each anchor of *copie* stands, in points.

    The headers of a template are the same in most of its letters: the answer is kept. The markup
    says it all, since the name of a class, a font or a picture stands for its content.
    """
    connues = memoire().hauteurs if _est_essayee() else {}
    if copie.html not in connues:
        connues[copie.html] = situer(copie)
    return connues[copie.html]


def situer(copie: Copie) -> dict[str, float]:
    """The same, for what is never met again."""
    pages = composer(copie).pages
    # Anchors are in CSS pixels.
    return {nom: y * 0.75 for page in pages for nom, (_, y, *_) in page.anchors.items()}


def _composer_sans_memoire(copie: Copie) -> Any:
    weasyprint = moteur()
    source = recueil()(copie.polices, copie.dessins)
    polices = module("text.fonts").FontConfiguration()
    feuilles = [
        weasyprint.CSS(string=texte, url_fetcher=source, font_config=polices, base_url=BASE)
        for texte in (
            _REMISE_A_ZERO,
            DE_BASE,
            faces(copie.polices),
            classes(copie.regles),
            copie.pages,
        )
    ]
    document = weasyprint.HTML(string=copie.html, url_fetcher=source, base_url=BASE)
    return document.render(font_config=polices, stylesheets=feuilles)
