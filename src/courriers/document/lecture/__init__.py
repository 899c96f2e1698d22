"""Reading a Word letter: from the zip to :class:`~courriers.document.pages.Document`.

One module a concern: ``styles`` (inheritance), ``caracteres`` and ``mises`` (looks),
``paragraphes``, ``tableaux``, ``cadres``, ``zones``, ``dessins``, ``notes``, ``numerotation``,
``sections``. What is not laid out as Word does is a finding; its text is always kept.
"""

from __future__ import annotations

from pathlib import Path

from courriers.document.archive import Archive, analyser
from courriers.document.lecture.mesures import w
from courriers.document.lecture.notes import filet
from courriers.document.lecture.sections import sections
from courriers.document.lecture.source import Source
from courriers.document.pages import Document

_DC = "{http://purl.org/dc/elements/1.1/}"
_PROPRIETES = "docProps/core.xml"


def lire(fichier: bytes | str | Path | Archive) -> Document:
    """The letter *fichier* (a path, or the bytes of a .docx) as a tree.

    Raises:
        FichierWordInvalide: not a readable Word file.
    """
    archive = Archive.lire(fichier)
    racine = analyser(archive.membres[archive.principal], archive.principal)
    corps = racine.find(w("body"))
    source = Source.de(archive)
    lues = () if corps is None else sections(corps, source)
    titre, langue = _proprietes(archive)
    constats = tuple(dict.fromkeys(source.constats))
    trait = filet("footnotes", source) if source.notes.comptes["footnotes"] else None
    return Document(lues, titre, langue or "fr-FR", constats, trait)


def _proprietes(archive: Archive) -> tuple[str, str]:
    xml = archive.membres.get(_PROPRIETES)
    if xml is None:
        return "", ""
    racine = analyser(xml, _PROPRIETES)
    return racine.findtext(f"{_DC}title") or "", racine.findtext(f"{_DC}language") or ""
