"""Writing the pages: PDF/A-3a for the archive and PDF/UA-1 for every reader, in one file.

WeasyPrint writes one or the other. Their demands do not clash: both hold once the metadata of the
first also declare the second, with the extension schema that PDF/A asks for any property it does
not know (ISO 19005-3, 6.6.2.3). Nothing written depends on the day, the machine or the locale.
"""

from __future__ import annotations

import datetime
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from courriers.document.moteur.copie import module, moteur

_NIVEAU = 4
"""Of compression: 9 takes four times as long for one part in thirty less."""
_UA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/><rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq>
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


@dataclass(frozen=True)
class PieceJointe:
    """A file carried inside the PDF; ``lien`` says what it is to the letter (ISO 32000-2)."""

    nom: str
    octets: bytes
    description: str
    jour: datetime.date
    """Its date: nothing here reads the clock."""
    lien: Literal["Data", "Source", "Alternative", "Supplement"] = "Data"


def ecrire(document: Any, pieces: Sequence[PieceJointe] = ()) -> bytes:
    """The PDF of *document*, laid out by :func:`~courriers.document.moteur.composer`."""
    # Given here: WeasyPrint would open its own profile and leave the file open.
    document.color_profiles = {"srgb": _couleurs()}
    document.output_intent = "srgb"
    octets: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a",
        output_intent="",
        attachments=[_attachee(p) for p in pieces],
        finisher=_finir,
    )
    return octets


def _couleurs() -> Any:
    """What the colours of a page mean; a new one for each file, which numbers it."""
    composantes = (["r"], ["g"], ["b"])
    profil = io.BytesIO(_profil())
    return module("css").ColorProfile(profil, "sRGB2014.icc", "relative-colorimetric", composantes)


@cache
def _profil() -> bytes:
    return Path(module("pdf").__file__).with_name("sRGB2014.icc").read_bytes()


def _attachee(piece: PieceJointe) -> Any:
    jour = datetime.datetime.combine(piece.jour, datetime.time(), datetime.UTC)
    return moteur().Attachment(
        string=piece.octets, name=piece.nom, description=piece.description, created=jour,
        modified=jour, relationship=piece.lien,
    )  # fmt: skip


def _finir(_document: Any, pdf: Any) -> None:
    """Declare PDF/UA; compress each stream, and write each object out, once.

    The file's identifier is a digest of its objects: pydyf would write them all twice.
    """
    if "AF" in pdf.catalog:  # each attached file is named twice
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    numero = int(pdf.catalog["Metadata"].split()[0])
    for objet in pdf.objects:
        if objet.number == numero:
            objet.stream = [objet.stream[0].replace(b"</rdf:RDF>", _UA.encode())]
        if getattr(objet, "compress", False):
            _compresser(objet)
    pdf.objects = [_ecrit(objet) if objet.compressible else objet for objet in pdf.objects]
    ajouter = pdf.add_object

    def comprime(objet: Any) -> None:
        if getattr(objet, "compress", False):
            _compresser(objet)
        ajouter(objet)

    pdf.add_object = comprime  # the two streams that hold all other objects, and their places


@cache
def _octets_d_objet() -> type[Any]:
    import pydyf

    class Octets(pydyf.Object):  # type: ignore[misc]
        """An object already written out."""

        data = b""

    return Octets


def _ecrit(objet: Any) -> Any:
    """*objet* as the bytes it will be."""
    if objet.free == "f":
        return objet
    ecrit = _octets_d_objet()()
    ecrit.number, ecrit.generation, ecrit.data = objet.number, objet.generation, objet.data
    return ecrit


def _compresser(flux: Any) -> None:
    flux.compress = False
    octets = flux.data.split(b"stream\n", 1)[1].removesuffix(b"\nendstream")
    flux.stream = [zlib.compress(octets, _NIVEAU)]
    flux.extra["Filter"] = "/FlateDecode"
