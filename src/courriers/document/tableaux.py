"""A Word document made of tables: plain values in, the bytes of an A4 .docx out.

Landscape, in Arial, said to be French; each table has its heading, and its first row comes back on
every page. Same values, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from courriers.document.archive import RELATIONS, R, W, assembler

LARGEUR = 267
"""Millimetres between the margins."""
_TWIPS = 1440 / 25.4


@dataclass(frozen=True, slots=True)
class Rang:
    """One row; a strong one is the head of those that follow."""

    cellules: tuple[str, ...]
    fort: bool = False


@dataclass(frozen=True, slots=True)
class Tableau:
    """One table under its heading. The first column holds names, which no spelling is asked of."""

    titre: str
    entetes: tuple[str, ...]
    largeurs: tuple[int, ...]
    """Millimetres by column, ``LARGEUR`` in all."""
    rangs: tuple[Rang, ...]


def document(
    titre: str, avis: Iterable[str], tableaux: Sequence[Tableau], pied: str, *, auteur: str
) -> bytes:
    """The .docx: *titre*, the paragraphs of *avis*, the tables; *pied* is on every page.

    Texts must be printable: this is for what the program itself says.
    """
    corps = [_p("Title", titre), *(_p("Corps", ligne) for ligne in avis)]
    for tableau in tableaux:
        # Two tables that touch would be one.
        corps += [_p("Heading1", tableau.titre), _tableau(tableau)]
    return assembler(
        [
            ("[Content_Types].xml", _TYPES.encode()),
            ("_rels/.rels", _relations(_OFFICE, *_PAQUET)),
            ("word/_rels/document.xml.rels", _relations(*_DU_CORPS)),
            ("docProps/core.xml", _proprietes(titre, auteur)),
            ("word/styles.xml", _STYLES.encode()),
            ("word/settings.xml", _REGLAGES.encode()),
            ("word/footer1.xml", _pied(pied)),
            ("word/document.xml", _partie("document", f"<w:body>{''.join(corps)}{_PAGE}</w:body>")),
        ]
    )


def _tableau(tableau: Tableau) -> str:
    largeurs = [round(mm * _TWIPS) for mm in tableau.largeurs]
    grille = "".join(f'<w:gridCol w:w="{large}"/>' for large in largeurs)
    rangs = [_rang(tableau.entetes, largeurs, "Entete", "<w:cantSplit/><w:tblHeader/>")]
    rangs += [
        _rang(rang.cellules, largeurs, "NomFort" if rang.fort else "Nom", "<w:cantSplit/>")
        for rang in tableau.rangs
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Tableau"/><w:tblW w:w="{sum(largeurs)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grille}</w:tblGrid>{''.join(rangs)}</w:tbl>"
    )


def _rang(cellules: Sequence[str], largeurs: Sequence[int], style: str, reglages: str) -> str:
    """A row: *style* is that of its first cell, and of all of them in the first row."""
    styles = [style, *([style if style == "Entete" else "Cellule"] * (len(cellules) - 1))]
    contenu = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{large}" w:type="dxa"/></w:tcPr>{_p(nom, texte)}</w:tc>'
        for texte, large, nom in zip(cellules, largeurs, styles, strict=True)
    )
    return f"<w:tr><w:trPr>{reglages}</w:trPr>{contenu}</w:tr>"


def _p(style: str, texte: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(texte)}</w:t></w:r>' if texte else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _partie(nom: str, contenu: str) -> bytes:
    return f'{_XML}<w:{nom} xmlns:w="{W}" xmlns:r="{R}">{contenu}</w:{nom}>'.encode()


def _pied(texte: str) -> bytes:
    nombre = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
    champ = "".join(
        (nombre.format("begin"), "<w:r><w:instrText>{0}</w:instrText></w:r>",
         nombre.format("separate"), "<w:r><w:t>1</w:t></w:r>", nombre.format("end"))
    )  # fmt: skip
    mot = '<w:r><w:t xml:space="preserve">{0}</w:t></w:r>'
    runs = (
        mot.format(escape(texte)), "<w:r><w:tab/></w:r>", mot.format("page\u00a0"),
        champ.format("PAGE"), mot.format(" sur\u00a0"), champ.format("NUMPAGES"),
    )  # fmt: skip
    paragraphe = f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{"".join(runs)}</w:p>'
    return _partie("ftr", paragraphe)


def _relations(base: str, *cibles: tuple[str, str]) -> bytes:
    liens = "".join(
        f'<Relationship Id="rId{rang}" Type="{genre if ":" in genre else f"{base}/{genre}"}" '
        f'Target="{cible}"/>'
        for rang, (genre, cible) in enumerate(cibles, start=1)
    )
    return f'{_XML}<Relationships xmlns="{RELATIONS}">{liens}</Relationships>'.encode()


def _proprietes(titre: str, auteur: str) -> bytes:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PROPRIETES}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(titre)}</dc:title><dc:creator>{escape(auteur)}</dc:creator>"
        "<dc:language>fr-FR</dc:language></cp:coreProperties>"
    ).encode()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = R
_PAQUETS = "http://schemas.openxmlformats.org/package/2006"
_PROPRIETES = f"{_PAQUETS}/metadata/core-properties"
_PAQUET = (
    ("officeDocument", "word/document.xml"),
    (f"{_PAQUETS}/relationships/metadata/core-properties", "docProps/core.xml"),
)
_DU_CORPS = (
    _OFFICE, ("styles", "styles.xml"), ("settings", "settings.xml"), ("footer", "footer1.xml"),
)  # fmt: skip
_GENRE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'{_XML}<Types xmlns="{_PAQUETS}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_GENRE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_GENRE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_GENRE}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_GENRE}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_REGLAGES = (
    f'{_XML}<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="708"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="850" w:right="850" w:bottom="907" w:left="850" w:header="425" '
    'w:footer="425" w:gutter="0"/></w:sectPr>'
)


def _style(nom: str, dit: str, p: str = "", r: str = "", base: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{nom}"><w:name w:val="{dit}"/>'
        f'<w:basedOn w:val="{base}"/><w:qFormat/><w:pPr>{p}</w:pPr><w:rPr>{r}</w:rPr></w:style>'
    )


def _trait(cote: str, couleur: str) -> str:
    return f'<w:{cote} w:val="single" w:sz="4" w:space="0" w:color="{couleur}"/>'


_STYLES = (
    f'{_XML}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" '
    'w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="17"/><w:szCs w:val="17"/>'
    '<w:lang w:val="fr-FR" w:eastAsia="fr-FR"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    + _style("Title", "Title", '<w:spacing w:after="120"/>', '<w:b/><w:sz w:val="32"/>')
    + _style("Corps", "Corps", '<w:spacing w:after="60" w:line="264" w:lineRule="auto"/>',
             '<w:sz w:val="18"/>')
    + _style("Heading1", "heading 1",
             '<w:keepNext/><w:spacing w:before="280" w:after="80"/><w:outlineLvl w:val="0"/>',
             '<w:b/><w:sz w:val="24"/>')
    + _style("Cellule", "Cellule", '<w:spacing w:before="30" w:after="30"/>')
    + _style("Entete", "Entête", "<w:keepNext/>", "<w:b/>", "Cellule")
    + _style("Nom", "Nom", "", "<w:noProof/>", "Cellule")
    + _style("NomFort", "Nom fort", "", "<w:b/>", "Nom")
    + _style("Footer", "footer", '<w:tabs><w:tab w:val="right" w:pos="15138"/></w:tabs>',
             '<w:color w:val="595959"/><w:sz w:val="15"/>')
    + '<w:style w:type="table" w:default="1" w:styleId="TableauNormal"><w:name w:val="Normal Table"'
    '/><w:tblPr><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    '</w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="Tableau">'
    '<w:name w:val="Tableau"/><w:basedOn w:val="TableauNormal"/><w:tblPr><w:tblBorders>'
    + _trait("top", "595959") + _trait("bottom", "595959") + _trait("insideH", "BFBFBF")
    + '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/></w:tcPr></w:tblStylePr></w:style>'
    "</w:styles>"
)  # fmt: skip
