"""What a PDF says of itself: its title, its language, whether it is PDF/A."""

from __future__ import annotations

from html import escape
from typing import Any

from courriers.document.assemblage.objets import bibliotheque

PRODUCTEUR = "courriers"
_PDF_A = (
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
    'pdfaid:part="3" pdfaid:conformance="B"/>'
)
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">{titre}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producteur}"/>
{pdf_a}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def declarer(pdf: Any, titre: str, *, pdf_a: bool, langue: str = "") -> None:
    """Say in *pdf* what it is: no date, no author, the same bytes for the same pages.

    Args:
        pdf: a ``pikepdf.Pdf``.
        titre: shown by readers in the place of its file name.
        pdf_a: whether it is PDF/A-3b.
        langue: of its text, if one is known.
    """
    pikepdf = bibliotheque()
    propre = "".join(c for c in titre if c.isprintable())
    texte = _XMP.format(titre=escape(propre), producteur=PRODUCTEUR, pdf_a=_PDF_A if pdf_a else "")
    flux = pikepdf.Stream(pdf, texte.encode())
    flux["/Type"], flux["/Subtype"] = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root["/Metadata"] = pdf.make_indirect(flux)
    pdf.docinfo["/Title"], pdf.docinfo["/Producer"] = propre, PRODUCTEUR
    pdf.Root["/ViewerPreferences"] = pikepdf.Dictionary(DisplayDocTitle=True)
    if langue:
        pdf.Root["/Lang"] = pikepdf.String(langue)
