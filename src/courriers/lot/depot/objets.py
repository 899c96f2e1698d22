"""A PDF opened for its objects: whether it can be printed as it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from courriers.document.assemblage.objets import bibliotheque
from courriers.erreurs import CourriersError, PdfInvalide

_PROFONDEUR_MAX = 40
"""Levels of resources within resources; a letter has two or three."""


@contextmanager
def ouvert(octets: bytes) -> Iterator[Any]:
    """The ``pikepdf.Pdf`` of *octets*, closed afterwards.

    Raises:
        PdfInvalide: it cannot be read as it stands, or is not read to the end.
    """
    pikepdf = bibliotheque()
    try:
        with pikepdf.open(io.BytesIO(octets), attempt_recovery=False) as pdf:
            yield pdf
    except pikepdf.PasswordError:
        raise PdfInvalide("le PDF est protégé par un mot de passe") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as faute:
        if isinstance(faute, CourriersError):
            raise
        raise PdfInvalide("le PDF est abîmé") from None
    except RuntimeError:
        raise PdfInvalide("le PDF est abîmé") from None


def empechements(pdf: Any, *, connu: bool) -> Iterator[str]:
    """Why *pdf* cannot be printed by another: encrypted, layered, fonts that it does not carry.

    Args:
        pdf: the file.
        connu: whether its fingerprint is that of the journal: its streams are then whole.
    """
    if not connu and any("error decoding stream" in dit for dit in pdf.check_pdf_syntax()):
        yield "le PDF est abîmé"
    if pdf.is_encrypted:
        yield "le PDF est chiffré"
    if "/OCProperties" in pdf.Root:
        yield "le PDF a des calques, qui s’imprimeraient tous"
    absentes = sorted({nom for page in pdf.pages for nom in _absentes(page)})
    if absentes:
        yield f"le PDF n’incorpore pas ses polices ({', '.join(absentes)[:120]})"


def _absentes(page: Any) -> Iterator[str]:
    vus: set[tuple[int, int]] = set()
    yield from _des_ressources(page.obj.get("/Resources", page.resources), vus, 0)
    for note in page.obj.get("/Annots", ()):
        aspect = note.get("/AP", {}).get("/N")
        if aspect is not None and hasattr(aspect, "stream_dict"):
            yield from _des_ressources(aspect.get("/Resources"), vus, 0)


def _des_ressources(ressources: Any, vus: set[tuple[int, int]], profondeur: int) -> Iterator[str]:
    if ressources is None or profondeur > _PROFONDEUR_MAX:
        return
    if ressources.is_indirect:
        if ressources.objgen in vus:
            return
        vus.add(ressources.objgen)
    for police in ressources.get("/Font", {}).values():
        if not _incorporee(police):
            yield str(police.get("/BaseFont", "sans nom")).lstrip("/")
    for genre in ("/XObject", "/Pattern"):
        for objet in ressources.get(genre, {}).values():
            yield from _des_ressources(objet.get("/Resources"), vus, profondeur + 1)


def _incorporee(police: Any) -> bool:
    if police.get("/Subtype") == "/Type3":
        return True  # its drawings are in the file
    descendantes = police.get("/DescendantFonts")
    descripteur = (descendantes[0] if descendantes else police).get("/FontDescriptor")
    return descripteur is not None and any(f"/FontFile{n}" in descripteur for n in ("", "2", "3"))
