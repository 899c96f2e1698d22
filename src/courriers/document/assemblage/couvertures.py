"""Cover sheets: one page each, drawn together in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from courriers.document.arbre import Bordure, Bordures, Interligne, Mise, Paragraphe, Police, Texte
from courriers.document.pages import Document, Page, Section
from courriers.document.pdf import Pdf, dessiner
from courriers.erreurs import CourriersError

_ARIAL = "Arial"
_LONG, _LIGNE_MAX = 160, 120
"""Characters past which a title is set smaller, and a line is cut."""
_FILET = Bordure(0.75, "808080", espace=14.0)


@dataclass(frozen=True, slots=True)
class Couverture:
    """What a cover sheet says."""

    nom: str
    """In large letters: « Pièce n° 3 »."""
    titre: str
    lignes: tuple[str, ...] = ()
    """Under the title: a date, a number of pages."""
    pied: tuple[str, ...] = ()
    """Under a line: what file it belongs to."""


def dessiner_couvertures(couvertures: Sequence[Couverture], titre: str) -> bytes:
    """A PDF of one page for each of *couvertures*, in order.

    Args:
        couvertures: one at least.
        titre: of the PDF.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
        CourriersError: one takes more than its page.
    """
    fait = _dessinees(couvertures, titre)
    if fait.pages != len(couvertures):  # very wide signs: what a title says fits all the same
        courtes = [replace(c, titre=_coupee(c.titre)) for c in couvertures]
        fait = _dessinees(courtes, titre)
    if fait.pages != len(couvertures):
        raise CourriersError(
            "Une page de garde tiendrait sur plusieurs pages.",
            conseil="Raccourcissez les titres des pièces.",
        )
    return fait.octets


def _dessinees(couvertures: Sequence[Couverture], titre: str) -> Pdf:
    sections = tuple(Section(Page(), _blocs(couverture)) for couverture in couvertures)
    return dessiner(Document(sections, titre, "fr-FR"))


def _blocs(couverture: Couverture) -> tuple[Paragraphe, ...]:
    long = len(couverture.titre) > _LONG
    pied = (_coupee(ligne) for ligne in couverture.pied)
    return (
        _ligne(couverture.nom, 34, gras=True, avant=60 if long else 190, apres=26, niveau=1),
        _ligne(couverture.titre, 12 if long else 19, apres=18),
        *(_ligne(_coupee(ligne), 12, apres=4, couleur="404040") for ligne in couverture.lignes),
        *(
            _ligne(ligne, 10.5, avant=40 if rang == 0 else 0, apres=4, filet=rang == 0)
            for rang, ligne in enumerate(pied)
        ),
    )


def _coupee(ligne: str) -> str:
    return ligne if len(ligne) <= _LIGNE_MAX else f"{ligne[:_LIGNE_MAX].rstrip()}…"


def _ligne(
    texte: str, corps: float, *, gras: bool = False, avant: float = 0, apres: float = 0,
    couleur: str | None = None, filet: bool = False, niveau: int = 0,
) -> Paragraphe:  # fmt: skip
    police = Police(_ARIAL, corps, gras=gras, couleur=couleur)
    mise = Mise(
        "left" if filet or (not gras and corps < 12) else "center",
        avant=avant, apres=apres, interligne=Interligne(1.1), avant_tenu=True,
        bordures=Bordures(haut=_FILET) if filet else Bordures(),
    )  # fmt: skip
    return Paragraphe((Texte(texte, police),), mise, police, niveau=niveau)
