"""Pictures that take the place of a placeholder: PNG or JPEG, measured and verified."""

from __future__ import annotations

import functools
import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courriers.erreurs import ImageInvalide, motif_systeme

TAILLE_MAX = 5_000_000
"""Bytes of a picture file (bound included)."""
PIXELS_MAX = 40_000_000
_GARDES = ("PNG", "JPEG", "GIF")
_CONVERTIS = ("BMP", "DIB", "TIFF", "WEBP")
_EXTENSIONS = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg"}
"""MPO is what some cameras call a JPEG that holds more than one picture."""


Rognage = tuple[float, float, float, float]
"""What is cut off at the left, the top, the right and the bottom: parts of the side."""
ENTIERE: Rognage = (0.0, 0.0, 0.0, 0.0)


@functools.lru_cache(maxsize=32)  # the logo of a batch of letters is the same
def dessinable(octets: bytes, rognage: Rognage = ENTIERE) -> bytes | None:
    """A picture found in a Word file, as a page maker draws it; nothing if it cannot be drawn.

    PNG, JPEG and GIF stay as they are; others, and what is left of one that is cut, become PNG.
    """
    from PIL import Image as Pillow

    try:
        with warnings.catch_warnings():  # Pillow would warn aloud of a very large one
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(octets), formats=[*_GARDES, *_CONVERTIS]) as image:
                largeur, hauteur = image.size
                if largeur * hauteur > PIXELS_MAX:
                    return None
                image.load()
                if image.format not in _CONVERTIS and rognage == ENTIERE:
                    return octets
                return _en_png(image, rognage)
    except (OSError, ValueError, SyntaxError, EOFError, Pillow.DecompressionBombWarning,
            Pillow.DecompressionBombError):  # fmt: skip
        return None


def _en_png(image: Any, rognage: Rognage) -> bytes:
    largeur, hauteur = image.size
    gauche, haut, droite, bas = rognage
    boite = (round(gauche * largeur), round(haut * hauteur),
             round((1 - droite) * largeur), round((1 - bas) * hauteur))  # fmt: skip
    if boite[0] < boite[2] and boite[1] < boite[3]:
        if min(rognage) < 0:  # what is added around it is transparent
            image = image.convert("RGBA")
        image = image.crop(boite)
    if image.mode not in ("1", "L", "LA", "RGB", "RGBA"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    sortie = io.BytesIO()
    image.save(sortie, "PNG")
    return sortie.getvalue()


@dataclass(frozen=True)
class Image:
    """A picture and its size in pixels; ``texte`` is what a screen reader says."""

    octets: bytes
    extension: str
    largeur: int
    hauteur: int
    texte: str = ""

    @classmethod
    def lire(cls, chemin: Path, texte: str = "") -> Image:
        """Read and verify *chemin*.

        Raises:
            ImageInvalide: missing, neither PNG nor JPEG, damaged, or too large.
        """
        from PIL import Image as Pillow

        try:
            if chemin.stat().st_size > TAILLE_MAX:
                raise ImageInvalide(f"{chemin.name} dépasse {TAILLE_MAX // 1_000_000} Mo.")
            octets = chemin.read_bytes()
            with Pillow.open(io.BytesIO(octets), formats=["PNG", "JPEG"]) as image:
                genre, (largeur, hauteur) = image.format or "", image.size
                if 0 < largeur * hauteur <= PIXELS_MAX:
                    image.load()  # a truncated file is found here
        except ImageInvalide:
            raise
        except OSError as faute:
            motif = motif_systeme(faute) if faute.errno else "ni PNG ni JPEG, ou abîmée"
            raise ImageInvalide(f"{chemin.name} est illisible ({motif}).") from None
        except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError, ValueError,
                SyntaxError):  # fmt: skip
            raise ImageInvalide(f"{chemin.name} est abîmée ou trop grande.") from None
        if genre not in _EXTENSIONS:
            raise ImageInvalide(f"{chemin.name} n’est ni PNG ni JPEG.")
        if largeur * hauteur > PIXELS_MAX or not largeur * hauteur:
            raise ImageInvalide(f"{chemin.name} a des dimensions refusées ({largeur}×{hauteur}).")
        return cls(octets, _EXTENSIONS[genre], largeur, hauteur, texte)

    def ajustee(self, largeur: int, hauteur: int) -> tuple[int, int]:
        """Its size inside a box *largeur* × *hauteur* (any unit), proportions kept.

        >>> Image(b"", "png", 200, 100).ajustee(50, 50)
        (50, 25)
        """
        if self.largeur * hauteur >= self.hauteur * largeur:
            return largeur, max(1, round(largeur * self.hauteur / self.largeur))
        return max(1, round(hauteur * self.largeur / self.hauteur)), hauteur
