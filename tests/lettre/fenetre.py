"""The window of an envelope and the fold marks of a letter, as its PDF shows them.

The window: what NF Z11-001 leaves visible of a DL envelope and what machines of the post read, in
common (110 to 195 mm from the left, 55 to 80 mm from the top).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image
from pypdfium2 import PdfPage

from courriers.dossier.modele import Dossier
from courriers.langue.adresse import bloc_postal
from courriers.lettre.pack import Pack
from fabrique import MM, nu

GAUCHE, HAUT, DROITE, BAS = 110.0, 55.0, 195.0, 80.0
AUTOUR = 3.0
"""Millimetres that stay white around the window."""
ECHELLE = 4
"""Pixels of a point: a hair of a tenth of a millimetre shows."""
POSTE = ("lettre", "lrar")
CROCHETS = dict.fromkeys(map(ord, "{}()[]<>«»"))


def dessin(page: PdfPage) -> Image.Image:
    """*page* in grey: drawn once for all that is looked for in it."""
    return page.render(scale=ECHELLE, grayscale=True).to_pil()


def encre(dessine: Image.Image, gauche: float, haut: float, droite: float, bas: float) -> bool:
    """Whether something is printed in a rectangle, in millimetres from the top left."""
    coins = tuple(round(x / MM * ECHELLE) for x in (gauche, haut, droite, bas))
    return dessine.crop(coins).getextrema()[0] < 250


def marques(dessine: Image.Image) -> list[float]:
    """Heights of what is drawn where the fold marks are, at the left edge."""
    colonne = round(7.5 / MM * ECHELLE)
    trait = dessine.crop((colonne, 0, colonne + 1, dessine.height)).tobytes()
    return [y * MM / ECHELLE for y, gris in enumerate(trait) if gris < 200]


def dans_la_fenetre(page: PdfPage) -> str:
    """The text of the window."""
    h = page.get_height()
    return page.get_textpage().get_text_bounded(
        left=GAUCHE / MM, bottom=h - BAS / MM, right=DROITE / MM, top=h - HAUT / MM
    )


def destinataire(cas: Dossier, pack: Pack) -> Sequence[str]:
    """The lines of the address *pack* writes to; none where the case does not say it alone."""
    if pack.manifeste.destinataire == "debiteur":
        return bloc_postal(cas.debiteur, cas.debiteur.contact)
    if pack.manifeste.destinataire == "commissaire" and cas.commissaire is not None:
        return bloc_postal(cas.commissaire)
    return ()


def canal_postal(pack: Pack) -> str:
    """The first channel of *pack* that goes by post."""
    return next(c for c in pack.manifeste.canaux if c in POSTE)


def verifier(page: PdfPage, dessine: Image.Image, lignes: Sequence[str]) -> None:
    """The address, whole, alone in the window; whatever it is, when *lignes* says nothing."""
    lu = dans_la_fenetre(page)
    if not lignes:
        assert nu(lu)
        lignes = (lu,)
    # Sorted, brackets apart: a name in Arabic is laid out from right to left, and mirrored.
    lue, voulue = (sorted(nu(t).translate(CROCHETS)) for t in (lu, "".join(lignes)))
    assert lue == voulue
    for bande in _autour():
        assert not encre(dessine, *bande), bande


def _autour() -> Iterator[tuple[float, float, float, float]]:
    yield GAUCHE - AUTOUR, HAUT - AUTOUR, DROITE + AUTOUR, HAUT
    yield GAUCHE - AUTOUR, BAS, DROITE + AUTOUR, BAS + AUTOUR
    yield GAUCHE - AUTOUR, HAUT, GAUCHE, BAS
    yield DROITE, HAUT, DROITE + AUTOUR, BAS
