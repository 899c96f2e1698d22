"""A PDF opened again: the text of its pages, and the files it carries.

pypdfium2 is imported in this module only. PDFium is not safe in threads: one at a time reads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from courriers.erreurs import PdfInvalide

_VERROU = threading.Lock()
_PIECES_MAX, _OCTETS_MAX = 100, 5_000_000


@contextmanager
def _ouvert(pdf: bytes) -> Iterator[Any]:
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
    with _ouvert(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def piece(pdf: bytes, nom: str) -> bytes | None:
    """The file *nom* that *pdf* carries; nothing if it carries none of that name.

    Raises:
        PdfInvalide: it cannot be opened, or the file is larger than 5 MB.
    """
    with _ouvert(pdf) as document:
        for rang in range(min(document.count_attachments(), _PIECES_MAX)):
            jointe = document.get_attachment(rang)
            if jointe.get_name() == nom:
                octets = bytes(jointe.get_data())
                if len(octets) > _OCTETS_MAX:
                    raise PdfInvalide(f"La pièce « {nom} » dépasse 5 Mo.")
                return octets
    return None
