"""What a file is, by its first bytes: its name may lie."""

from __future__ import annotations

import re
from dataclasses import dataclass

DEBUT = 4096
"""Bytes that tell it."""
_ENTETE_PDF = 1024
"""Readers accept a PDF that begins within so many bytes."""


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of file."""

    nom: str
    """In a sentence: « un PDF »."""
    extensions: tuple[str, ...] = ()
    """Those of its names, in lower case, without the dot."""
    est_accepte: bool = False
    """It can be made pages of."""
    conseil: str = "Imprimez-le en PDF, et donnez ce PDF."


PDF = Genre("un PDF", ("pdf",), est_accepte=True)
PNG = Genre("une image PNG", ("png",), est_accepte=True)
JPEG = Genre("une image JPEG", ("jpg", "jpeg", "jpe", "jfif"), est_accepte=True)
TIFF = Genre("une image TIFF", ("tif", "tiff"), est_accepte=True)
WORD = Genre("un fichier Word", ("docx", "docm", "dotx"), est_accepte=True)
VIDE = Genre("un fichier vide", conseil="Demandez-le de nouveau.")
INCONNU = Genre("d’un format inconnu")
IMAGES = (PNG, JPEG, TIFF)
_EN_PDF = "Enregistrez-la en JPEG, et donnez ce fichier."
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"GIF8", Genre("une image GIF", ("gif",), conseil=_EN_PDF)),
    (b"BM", Genre("une image BMP", ("bmp",), conseil=_EN_PDF)),
    (b"\xd0\xcf\x11\xe0", Genre(
        "un fichier d’un ancien Office (.doc, .xls, .msg), ou protégé par un mot de passe",
        ("doc", "xls", "ppt", "msg"))),
    (b"{\\rtf", Genre("un fichier RTF", ("rtf",))),
    (b"%!PS", Genre("un fichier PostScript", ("ps", "eps"))),
    (b"Rar!", Genre("une archive RAR", ("rar",), conseil="Donnez les fichiers qu’elle contient.")),
    (b"7z\xbc\xaf", Genre(
        "une archive 7z", ("7z",), conseil="Donnez les fichiers qu’elle contient.")),
)  # fmt: skip
_ZIP = Genre("une archive ZIP", ("zip",), conseil="Donnez les fichiers qu’elle contient.")
_DANS_LE_ZIP = (
    (b"word/", WORD),
    (b"xl/", Genre("un classeur Excel", ("xlsx", "xlsm"))),
    (b"ppt/", Genre("une présentation PowerPoint", ("pptx",))),
    (b"mimetypeapplication/vnd.oasis", Genre("un fichier OpenDocument", ("odt", "ods", "odp"))),
)
_HTML = Genre("une page web", ("html", "htm", "xhtml"))
_XML = Genre("un fichier XML", ("xml",))
_COURRIEL = Genre("un courriel", ("eml",))
_TEXTE = Genre("un fichier texte", ("txt", "csv", "md", "log"))
_HEIC = Genre("une photo HEIC", ("heic", "heif", "avif"), conseil=_EN_PDF)
_WEBP = Genre("une image WebP", ("webp",), conseil=_EN_PDF)


def reconnaitre(debut: bytes, fin: bytes = b"") -> Genre:
    """The kind of the file that begins with *debut*, its first :data:`DEBUT` bytes.

    Args:
        debut: what it begins with.
        fin: what it ends with: the index of an archive stands there.

    >>> reconnaitre(b"%PDF-1.7").nom, reconnaitre(b"<!DOCTYPE html>").nom, reconnaitre(b"").nom
    ('un PDF', 'une page web', 'un fichier vide')
    """
    if not debut.strip(b"\x00 \r\n\t"):
        return VIDE
    connu = next((genre for signature, genre in _SIGNATURES if debut.startswith(signature)), None)
    return connu or _en_boite(debut, fin) or _ecrit(debut)


def _en_boite(debut: bytes, fin: bytes) -> Genre | None:
    """What is told by more than its very first bytes."""
    if debut.startswith(b"PK\x03\x04"):
        return next((g for marque, g in _DANS_LE_ZIP if marque in debut + fin), _ZIP)
    if debut.startswith(b"RIFF") and debut[8:12] == b"WEBP":
        return _WEBP
    if debut[4:8] == b"ftyp" and debut[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"msf1"):
        return _HEIC
    return PDF if b"%PDF-" in debut[:_ENTETE_PDF] else None


def _ecrit(debut: bytes) -> Genre:
    """What a text is."""
    texte = debut.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if texte.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in texte:
        return _HTML
    if texte.startswith(b"<?xml"):
        return _XML
    if re.match(rb"(received|return-path|mime-version|from|subject|date|delivered-to):", texte):
        return _COURRIEL
    return INCONNU if b"\x00" in debut or re.search(rb"[\x01-\x08\x0e-\x1f]", debut) else _TEXTE


def dit_autrement(nom: str, genre: Genre) -> str:
    """The extension of *nom*, if it says another kind than *genre*; nothing otherwise.

    >>> dit_autrement("facture.PDF", PNG), dit_autrement("a", PNG), dit_autrement("a.pdf", PDF)
    ('.pdf', '', '')
    """
    extension = nom.rpartition(".")[2].casefold() if "." in nom else ""
    return f".{extension}" if extension in _CONNUES and extension not in genre.extensions else ""


_CONNUES = frozenset(
    extension
    for genre in (
        PDF, *IMAGES, *(g for _, g in (*_SIGNATURES, *_DANS_LE_ZIP)), _ZIP, _HTML, _XML, _COURRIEL,
        _TEXTE, _HEIC, _WEBP,
    )
    for extension in genre.extensions
)  # fmt: skip
"""What else ends a name, as « devis 12.2026 », says nothing."""
