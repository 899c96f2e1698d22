"""Pictures as pages: each alone on an A4 sheet, upright, on white.

A JPEG goes in as it is, turned by the page; the others are decoded and written without loss.
"""

from __future__ import annotations

import contextlib
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from courriers.document.assemblage.objets import bibliotheque, enregistrer
from courriers.erreurs import ImageInvalide

PIXELS_MAX = 80_000_000
"""Of one picture (bound included): an A3 scan at 600 dpi is 70 million."""
VUES_MAX = 500
"""Pictures of one TIFF file (bound included)."""
A4 = (595.276, 841.89)
MARGE = 36.0
"""Around a picture, in points: half an inch, which every printer can leave white."""
_POINTS_PAR_PIXEL = 72 / 96
"""A small picture is not blown up beyond what a screen shows."""
_ORIENTATION = 0x0112
_BANDE = 256
"""Rows written at a time."""
_TOURNEE = {
    1: (1, 0, 0, 1, 0, 0), 2: (-1, 0, 0, 1, 1, 0), 3: (-1, 0, 0, -1, 1, 1), 4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1), 6: (0, -1, 1, 0, 0, 1), 7: (0, 1, 1, 0, 0, 0), 8: (0, 1, -1, 0, 1, 0),
}  # fmt: skip
"""Where each EXIF orientation puts the unit square of a picture (CIPA DC-008, 4.6.5.1.6)."""


def en_pdf(source: Path, cible: Path) -> int:
    """Write the pictures of *source* to *cible*, one on each page; how many there are.

    Args:
        source: PNG, JPEG or TIFF.
        cible: the PDF to write.

    Raises:
        ImageInvalide: it is damaged, or larger than :data:`PIXELS_MAX`.
        CourriersError: pikepdf is not installed; code ``LOT_ABSENT``.
    """
    pikepdf = bibliotheque()
    with _ouverte(source) as image, pikepdf.new() as pdf:
        vues = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if vues > VUES_MAX:
            raise ImageInvalide(f"elle porte {vues} vues, plus de {VUES_MAX}")
        for rang in range(vues):
            image.seek(rang)
            _verifier(image, source)
            _page(pdf, image, source)
        enregistrer(pdf, cible)
        return vues


@contextlib.contextmanager
def _ouverte(source: Path) -> Iterator[Any]:
    """*source* opened by Pillow, whose many complaints are one error."""
    from PIL import Image as Pillow

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd but harmless EXIF; the size is verified here
            with Pillow.open(source, formats=["PNG", "JPEG", "TIFF"]) as image:
                yield image
    except Pillow.DecompressionBombError:
        raise ImageInvalide(_trop_grande()) from None
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, zlib.error,
            OverflowError):  # fmt: skip
        raise ImageInvalide("l’image est abîmée") from None


def _trop_grande() -> str:
    return f"l’image a plus de {PIXELS_MAX // 1_000_000} millions de points"


def _verifier(image: Any, source: Path) -> None:
    largeur, hauteur = image.size
    if largeur * hauteur > PIXELS_MAX:
        raise ImageInvalide(_trop_grande())
    if not _est_entiere(image, source):
        raise ImageInvalide("l’image est abîmée")
    image.load()


def _est_entiere(image: Any, source: Path) -> bool:
    """Whether *source* holds all of *image*: once WeasyPrint is there, Pillow loads half of one.

    Raises:
        OSError, SyntaxError: it is damaged.
    """
    if image.format == "PNG":
        from PIL import Image as Pillow

        with Pillow.open(source, formats=["PNG"]) as seconde:
            seconde.verify()  # every chunk, to the last
        return True
    if image.format == "TIFF":
        lus = image.tag_v2
        places = zip(lus.get(273, lus.get(324, ())), lus.get(279, lus.get(325, ())), strict=False)
        return max((debut + combien for debut, combien in places), default=0) <= (
            source.stat().st_size
        )
    octets = source.read_bytes()
    return octets.rfind(b"\xff\xd9") > octets.rfind(b"\xff\xda")  # an end, after the last scan


def _page(pdf: Any, image: Any, source: Path) -> None:
    """One page with *image* on it, upright, as large as it may be, in the middle of its width."""
    pikepdf = bibliotheque()
    orientation = image.getexif().get(_ORIENTATION, 1)
    tournee = _TOURNEE.get(orientation, _TOURNEE[1])
    largeur, hauteur = image.size if orientation < 5 or orientation > 8 else image.size[::-1]
    page = A4 if largeur <= hauteur else A4[::-1]
    points = [
        _POINTS_PAR_PIXEL,
        *((page[i] - 2 * MARGE) / c for i, c in enumerate((largeur, hauteur))),
    ]
    echelle = min(points)
    large, haut = largeur * echelle, hauteur * echelle
    gauche, bas = (page[0] - large) / 2, page[1] - MARGE - haut
    a, b, c, d, e, f = tournee
    matrice = (a * large, b * haut, c * large, d * haut, e * large + gauche, f * haut + bas)
    commande = f"q {' '.join(f'{v:.4f}' for v in matrice)} cm /Image Do Q\n"
    pdf.add_blank_page(page_size=page)
    feuille = pdf.pages[-1].obj
    feuille.Contents = pdf.make_stream(commande.encode())
    feuille.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(Image=_objet(pdf, image, source))
    )


def _objet(pdf: Any, image: Any, source: Path) -> Any:
    """*image* as an object of *pdf*."""
    pikepdf = bibliotheque()
    if image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB"):
        octets, filtre, mode = source.read_bytes(), pikepdf.Name.DCTDecode, image.mode
    else:
        octets, mode = _comprimee(image)
        filtre = pikepdf.Name.FlateDecode
    objet = pdf.make_stream(octets)
    objet.stream_dict.Filter = filtre
    objet.Type, objet.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    objet.Width, objet.Height = image.size
    objet.BitsPerComponent = 1 if mode == "1" else 8
    couleurs = pikepdf.Name.DeviceRGB if mode == "RGB" else pikepdf.Name.DeviceGray
    objet.ColorSpace = couleurs
    return objet


def _comprimee(image: Any) -> tuple[bytes, str]:
    """Its points, compressed, and their mode; a band at a time, so as not to hold copies of all."""
    largeur, hauteur = image.size
    plus = max(1.0, float(image.getextrema()[1])) if image.mode == "F" else 65535.0
    machine, morceaux, mode = zlib.compressobj(6), [], ""
    for haut in range(0, hauteur, _BANDE):
        bande = _opaque(image.crop((0, haut, largeur, min(hauteur, haut + _BANDE))), plus)
        morceaux.append(machine.compress(bande.tobytes()))
        mode = bande.mode
    return b"".join([*morceaux, machine.flush()]), mode


def _opaque(image: Any, plus: float) -> Any:
    """*image* in black, grey or colour, what was transparent being white.

    Args:
        plus: its lightest grey, if it has more than 256.
    """
    from PIL import Image as Pillow

    if image.mode in ("1", "L", "RGB") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits or more
        # Pillow would cut them, not spread them.
        return image.convert("F").point(lambda v: v * (255 / plus) + 0).convert("L")
    if image.mode in ("LA", "PA", "La", "RGBA", "RGBa", "P") or "transparency" in image.info:
        couches = image.convert("RGBA")
        blanc = Pillow.new("RGBA", image.size, "white")
        return Pillow.alpha_composite(blanc, couches).convert("RGB")
    return image.convert("RGB")
