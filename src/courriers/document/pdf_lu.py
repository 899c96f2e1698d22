"""A PDF opened again: the text of its pages, what of it to compare, and the files it carries.

pypdfium2 is imported in this module only (:mod:`.pdf_vu` draws what it opens). PDFium is not safe
in threads: one at a time reads.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from courriers.erreurs import PdfInvalide

_VERROU = threading.Lock()
TRAITS = "\u2010\u2011\u00ad\x02\ufffe"
"""Hyphens, and what PDFium reads for one at the end of a line."""
_INVISIBLES = re.compile(
    "[\\s\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2"
    "\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb"
    "\\U000110bd\\U000110cd\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3"
    "\\U0001d173-\\U0001d17a\\U000e0001\\U000e0020-\\U000e007f]+"
)
"""What no ink shows: spaces, controls and format marks (general categories Cc and Cf)."""
_ECHELLE = 2.0
"""Pixels of a point, where ink is looked for."""
_BLANC = 250
_PIECES_MAX, _OCTETS_MAX = 100, 5_000_000


@contextmanager
def ouvert(pdf: bytes) -> Iterator[Any]:
    """The ``PdfDocument`` of *pdf*, to this thread alone until it is closed.

    Raises:
        PdfInvalide: it cannot be opened.
    """
    import pypdfium2

    with _VERROU:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            raise PdfInvalide(
                "Ce fichier n’est pas un PDF, ou il est abîmé ou protégé par un mot de passe."
            ) from None
        try:
            yield document
        finally:
            document.close()


def pages_de_texte(pdf: bytes) -> list[str]:
    """The text of each page, as a reader of the PDF would copy it.

    Raises:
        PdfInvalide: it cannot be opened.
    """
    with ouvert(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def piece(pdf: bytes, nom: str) -> bytes | None:
    """The file *nom* that *pdf* carries; nothing if it carries none of that name.

    Raises:
        PdfInvalide: it cannot be opened, or the file is larger than 5 MB.
    """
    with ouvert(pdf) as document:
        for rang in range(min(document.count_attachments(), _PIECES_MAX)):
            jointe = document.get_attachment(rang)
            if jointe.get_name() == nom:
                octets = bytes(jointe.get_data())
                if len(octets) > _OCTETS_MAX:
                    raise PdfInvalide(f"La pièce « {nom} » dépasse 5 Mo.")
                return octets
    return None


def nu(texte: str) -> str:
    """Letters and signs only: no space, no invisible mark, hyphens alike.

    What a page says whatever the place where its lines end.
    """
    for trait in TRAITS:
        texte = texte.replace(trait, "-")
    commun = _INVISIBLES.sub("", texte)
    if not unicodedata.is_normalized("NFKC", commun):  # a compatible form may hold a space
        commun = _INVISIBLES.sub("", unicodedata.normalize("NFKC", commun))
    return commun


def de_droite_a_gauche(texte: str) -> bool:
    """Whether it holds right-to-left writing: PDFium gives its line back in an order of its own."""
    return any(unicodedata.bidirectional(c) in ("R", "AL", "RLE", "RLO", "RLI") for c in texte)


def en_vrac(texte: str) -> list[str]:
    """Its characters, without those that right-to-left writing turns round."""
    return sorted(c for c in texte if not unicodedata.mirrored(c))


def encre_dans(pdf: bytes, zones: Sequence[tuple[float, float, float, float]]) -> list[bool]:
    """Whether the first page of *pdf* prints something in each of *zones*.

    Args:
        pdf: one of a page at least.
        zones: left, top, right and bottom, in millimetres from the top left of the sheet.
    """
    with ouvert(pdf) as document:
        image = document[0].render(scale=_ECHELLE, grayscale=True)
        octets, pas, large = bytes(image.buffer), image.stride, image.width
    trouvees = []
    for zone in zones:
        gauche, haut, droite, bas = (round(x * 72 / 25.4 * _ECHELLE) for x in zone)
        rangees = (
            octets[y * pas + gauche : y * pas + min(droite, large)]
            for y in range(haut, min(bas, len(octets) // pas))
        )
        trouvees.append(any(r and min(r) < _BLANC for r in rangees))
    return trouvees
