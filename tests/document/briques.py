"""Bricks of WordprocessingML, as Word writes them: runs, paragraphs, tables, drawings, packages."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAQUET = "http://schemas.openxmlformats.org/package/2006"
DESSIN = "http://schemas.openxmlformats.org/drawingml/2006"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
ESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:wp="{DESSIN}/wordprocessingDrawing" '
    f'xmlns:a="{DESSIN}/main" xmlns:pic="{DESSIN}/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
GRAS, ITALIQUE, SOULIGNE = "<w:b/>", "<w:i/>", '<w:u w:val="single"/>'
TAB, LIGNE, PAGE = "<w:tab/>", "<w:br/>", '<w:br w:type="page"/>'
JUSTIFIE, CENTRE, A_DROITE = (f'<w:jc w:val="{x}"/>' for x in ("both", "center", "right"))
SERRE = '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'


def r(contenu: str, rpr: str = "") -> str:
    """A run of text, or of a raw element."""
    dedans = contenu if contenu.startswith("<w:") else (
        f'<w:t xml:space="preserve">{escape(contenu)}</w:t>'
    )  # fmt: skip
    return f"<w:r><w:rPr>{rpr}</w:rPr>{dedans}</w:r>"


def p(*morceaux: str, s: str = "") -> str:
    """A paragraph of runs, texts and tabs; *s* is its setting."""
    dedans = "".join(m if m.startswith("<w:r") or _est_bloc(m) else r(m) for m in morceaux)
    return f"<w:p><w:pPr>{s}</w:pPr>{dedans}</w:p>"


def _est_bloc(morceau: str) -> bool:
    return morceau.startswith(("<w:h", "<w:sdt", "<w:ins", "<w:del", "<w:book", "<w:fld", "<w:com"))


def champ(instruction: str, affiche: str = "1") -> str:
    """A complex field."""
    bornes = [f'<w:fldChar w:fldCharType="{x}"/>' for x in ("begin", "separate", "end")]
    ordre = f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'
    return r(bornes[0]) + r(ordre) + r(bornes[1]) + r(affiche) + r(bornes[2])


def tc(contenu: str, large: int = 0, pr: str = "") -> str:
    """A cell of blocks."""
    largeur = f'<w:tcW w:w="{large}" w:type="dxa"/>' if large else ""
    return f"<w:tc><w:tcPr>{largeur}{pr}</w:tcPr>{contenu}</w:tc>"


def tr(*cellules: str, pr: str = "") -> str:
    return f"<w:tr><w:trPr>{pr}</w:trPr>{''.join(cellules)}</w:tr>"


LARGEUR_AUTO = '<w:tblW w:w="0" w:type="auto"/>'


def tbl(grille: list[int], *rangees: str, style: str = "Grille", pr: str = LARGEUR_AUTO) -> str:
    colonnes = "".join(f'<w:gridCol w:w="{g}"/>' for g in grille)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{pr}<w:tblLook w:val="04A0"/></w:tblPr>'
        f"<w:tblGrid>{colonnes}</w:tblGrid>{''.join(rangees)}</w:tbl>"
    )


_TITRE = '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="0"/>'
_BLEU = '<w:color w:val="2F5496"/>'


def emu(mm: float) -> int:
    return int(mm * 36_000)


def _pixels(large: float, haut: float, rognage: str = "") -> str:
    return (
        f'<a:graphic><a:graphicData uri="{DESSIN}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" '
        f'name="i"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="image"/>{rognage}'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{emu(large)}" cy="{emu(haut)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic>"
    )


def image(large: float = 40, haut: float = 15, rognage: str = "") -> str:
    """A picture in the line; millimetres."""
    return r(
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{emu(large)}" cy="{emu(haut)}"/><wp:docPr id="1" name="Logo" '
        f'descr="Logo"/>{_pixels(large, haut, rognage)}</wp:inline></w:drawing>'
    )


@dataclass(frozen=True)
class Place:
    """Where a drawing is anchored, in millimetres from its landmarks."""

    x: float = 0
    y: float = 0
    horizontal: str = "column"
    vertical: str = "paragraph"
    habillage: str = '<wp:wrapSquare wrapText="bothSides"/>'
    derriere: int = 0

    def autour(self, large: float, haut: float, contenu: str) -> str:
        return (
            '<w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" '
            f'simplePos="0" relativeHeight="1" behindDoc="{self.derriere}" locked="0" '
            'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            f'<wp:positionH relativeFrom="{self.horizontal}"><wp:posOffset>{emu(self.x)}'
            f'</wp:posOffset></wp:positionH><wp:positionV relativeFrom="{self.vertical}">'
            f"<wp:posOffset>{emu(self.y)}</wp:posOffset></wp:positionV>"
            f'<wp:extent cx="{emu(large)}" cy="{emu(haut)}"/>{self.habillage}'
            f'<wp:docPr id="2" name="d" descr="Dessin"/><wp:cNvGraphicFramePr/>{contenu}'
            "</wp:anchor></w:drawing>"
        )


ICI = Place()


def image_ancree(large: float, haut: float, place: Place = ICI) -> str:
    return r(place.autour(large, haut, _pixels(large, haut)))


def zone(contenu: str, large: float, haut: float, place: Place = ICI) -> str:
    """A text box of blocks, with a thin line."""
    forme = (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{emu(large)}" cy="{emu(haut)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/>'
        '</a:solidFill><a:ln w="6350"><a:solidFill><a:prstClr val="black"/></a:solidFill></a:ln>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{contenu}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="91440" tIns="45720" rIns="91440" '
        'bIns="45720" anchor="t"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>'
    )
    return r(place.autour(large, haut, forme))


def section(
    *,
    tete: str = "",
    pied: str = "",
    premiere: bool = False,
    marges: tuple[int, ...] = (1417,) * 4,
    plus: str = "",
    genre: str = "nextPage",
    colonnes: int = 1,
    paysage: bool = False,
) -> str:
    """A ``sectPr``; *tete* and *pied* name parts; *marges*: top, right, bottom, left, in twips."""
    references = ""
    for sens, nom in (("header", tete), ("footer", pied)):
        if nom:
            references += f'<w:{sens}Reference w:type="default" r:id="{nom}"/>'
        if nom and premiere:
            autre = "suite" if sens == "header" else nom
            references = references.replace(f'r:id="{nom}"', f'r:id="{autre}"', 1)
            references += f'<w:{sens}Reference w:type="first" r:id="{nom}"/>'
    papier = ("16838", "11906") if paysage else ("11906", "16838")
    haut, droite, bas, gauche = marges
    return (
        f'<w:sectPr>{references}<w:type w:val="{genre}"/><w:pgSz w:w="{papier[0]}" '
        f'w:h="{papier[1]}"/><w:pgMar w:top="{haut}" w:right="{droite}" w:bottom="{bas}" '
        f'w:left="{gauche}" w:header="708" w:footer="708" w:gutter="0"/>{plus}'
        f'<w:cols w:num="{colonnes}" w:space="708"/>{"<w:titlePg/>" if premiere else ""}'
        '<w:docGrid w:linePitch="360"/></w:sectPr>'
    )


@dataclass(frozen=True)
class Habit:
    """The style sheet of a letter: its font, in half-points, and its spacing, in twips."""

    police: str = "Calibri"
    taille: int = 22
    apres: int = 160
    ligne: int = 259
    theme: bool = False
    plus: str = ""

    def styles(self) -> str:
        nommee = " ".join(f'w:{x}="{self.police}"' for x in ("ascii", "hAnsi", "cs", "eastAsia"))
        police = 'w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"' if self.theme else nommee
        traits = "".join(
            f'<w:{c} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for c in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        marges = "".join(
            f'<w:{c} w:w="{n}" w:type="dxa"/>'
            for c, n in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
        )
        taquets = '<w:tab w:val="center" w:pos="4536"/><w:tab w:val="right" w:pos="9072"/>'
        courant = f"<w:tabs>{taquets}</w:tabs>{SERRE}"
        return (
            f"<w:styles {ESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {police}/>"
            f'<w:sz w:val="{self.taille}"/><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault>'
            f'<w:pPrDefault><w:pPr><w:spacing w:after="{self.apres}" w:line="{self.ligne}" '
            'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
            + _style("Normal", "Normal", defaut=True)
            + _style("Titre1", "heading 1", _TITRE, GRAS + _BLEU + '<w:sz w:val="32"/>')
            + _style("Titre2", "heading 2", _TITRE, _BLEU + '<w:sz w:val="26"/>')
            + _style("Serre", "No Spacing", SERRE)
            + _style("Liste", "List Paragraph", '<w:ind w:left="720"/><w:contextualSpacing/>')
            + _style("EnTete", "header", courant)
            + _style("Pied", "footer", courant)
            + _style("Note", "footnote text", SERRE, '<w:sz w:val="20"/>')
            + '<w:style w:type="table" w:default="1" w:styleId="Nu"><w:name w:val="Normal Table"/>'
            f"<w:tblPr><w:tblCellMar>{marges}</w:tblCellMar></w:tblPr></w:style>"
            '<w:style w:type="table" w:styleId="Grille"><w:name w:val="Table Grid"/><w:basedOn '
            f'w:val="Nu"/><w:pPr>{SERRE}</w:pPr><w:tblPr><w:tblBorders>{traits}</w:tblBorders>'
            "</w:tblPr></w:style>"
            '<w:style w:type="character" w:styleId="Appel"><w:name w:val="footnote reference"/>'
            '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
            '<w:style w:type="character" w:styleId="Lien"><w:name w:val="Hyperlink"/><w:rPr>'
            '<w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>'
            f"{self.plus}</w:styles>"
        )


def _style(nom: str, word: str, ppr: str = "", rpr: str = "", *, defaut: bool = False) -> str:
    base = "" if defaut or word == "No Spacing" else '<w:basedOn w:val="Normal"/>'
    marque = 'w:default="1" ' if defaut else ""
    return (
        f'<w:style w:type="paragraph" {marque}w:styleId="{nom}"><w:name w:val="{word}"/>{base}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def _niveau(rang: int, forme: str, texte: str, gauche: int, retrait: int, rpr: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{rang}"><w:start w:val="1"/><w:numFmt w:val="{forme}"/><w:lvlText '
        f'w:val="{texte}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{gauche}" '
        f'w:hanging="{retrait}"/></w:pPr><w:rPr>{rpr}</w:rPr></w:lvl>'
    )


def _puce(police: str) -> str:
    return f'<w:rFonts w:ascii="{police}" w:hAnsi="{police}" w:hint="default"/>'


TIRET, CHIFFRE, PUCE, PLAN, CARRE = range(1, 6)
"""Identifiers of the lists of every letter."""
_LISTES = (
    _niveau(0, "bullet", "-", 720, 360, _puce("Calibri"))
    + _niveau(1, "bullet", "o", 1440, 360, _puce("Courier New")),
    _niveau(0, "decimal", "%1.", 720, 360) + _niveau(1, "lowerLetter", "%2)", 1440, 360),
    _niveau(0, "bullet", "&#xF0B7;", 720, 360, _puce("Symbol")),
    _niveau(0, "upperRoman", "%1 –", 567, 567, GRAS) + _niveau(1, "decimal", "%1.%2", 1134, 567),
    _niveau(0, "bullet", "&#xF0A7;", 360, 360, _puce("Wingdings")),
)


def item(liste: int, rang: int = 0) -> str:
    """The setting of a paragraph of a list."""
    return f'<w:numPr><w:ilvl w:val="{rang}"/><w:numId w:val="{liste}"/></w:numPr>'


def _numerotation() -> str:
    modeles = "".join(
        f'<w:abstractNum w:abstractNumId="{i}"><w:multiLevelType w:val="multilevel"/>{niveaux}'
        "</w:abstractNum>"
        for i, niveaux in enumerate(_LISTES)
    )
    emplois = "".join(
        f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>'
        for i in range(len(_LISTES))
    )
    return f"<w:numbering {ESPACES}>{modeles}{emplois}</w:numbering>"


APPEL = r('<w:footnoteReference w:id="1"/>', '<w:rStyle w:val="Appel"/>')
_NOTES = (
    f'<w:footnotes {ESPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/>'
    '</w:r></w:p></w:footnote><w:footnote w:id="1">'
    + p(
        r("<w:footnoteRef/>", '<w:rStyle w:val="Appel"/>'),
        " Article L. 441-10, II, du code de commerce.",
        s='<w:pStyle w:val="Note"/>',
    )
    + "</w:footnote></w:footnotes>"
)
_THEME = (
    f'<a:theme xmlns:a="{DESSIN}/main" name="t"><a:themeElements><a:clrScheme name="c">'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" '
    'lastClr="FFFFFF"/></a:lt1></a:clrScheme><a:fontScheme name="f"><a:majorFont><a:latin '
    'typeface="Cambria"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/></a:minorFont>'
    "</a:fontScheme></a:themeElements></a:theme>"
)


@dataclass(frozen=True)
class Fichier:
    """A Word file: its body, its look, its headers and footers by name."""

    corps: str
    habit: Habit = Habit()
    tetes: dict[str, str] = field(default_factory=dict)
    pieds: dict[str, str] = field(default_factory=dict)
    compatibilite: int = 15

    def octets(self) -> bytes:
        reglage = (
            f'<w:settings {ESPACES}><w:defaultTabStop w:val="708"/><w:compat><w:compatSetting '
            'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
            f'w:val="{self.compatibilite}"/></w:compat></w:settings>'
        )
        parties = {
            "styles": ("styles", self.habit.styles()), "numbering": ("numbering", _numerotation()),
            "footnotes": ("footnotes", _NOTES), "settings": ("settings", reglage),
            "theme": ("theme", _THEME),
            **{n: ("header", f"<w:hdr {ESPACES}>{x}</w:hdr>") for n, x in self.tetes.items()},
            **{n: ("footer", f"<w:ftr {ESPACES}>{x}</w:ftr>") for n, x in self.pieds.items()},
        }  # fmt: skip
        liens = [(nom, genre, f"{nom}.xml") for nom, (genre, _) in parties.items()]
        liens.append(("image", "image", "media/i.png"))
        membres = {
            "[Content_Types].xml": _types({n: g for n, (g, _) in parties.items()}),
            "_rels/.rels": _relations([("r", "officeDocument", "word/document.xml")]),
            "word/document.xml": f"<w:document {ESPACES}><w:body>{self.corps}</w:body>"
            "</w:document>",
            "word/_rels/document.xml.rels": _relations(liens),
            **{f"word/{nom}.xml": xml for nom, (_, xml) in parties.items()},
            **{
                f"word/_rels/{n}.xml.rels": _relations(liens[-1:])
                for n in (*self.tetes, *self.pieds)
            },
        }
        tampon = io.BytesIO()
        with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
            for nom, contenu in membres.items():
                archive.writestr(nom, contenu)
            archive.writestr("word/media/i.png", _png())
        return tampon.getvalue()


def _relations(liens: list[tuple[str, str, str]]) -> str:
    corps = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{genre}" Target="{cible}"/>'
        for i, genre, cible in liens
    )
    corps += (
        f'<Relationship Id="lien" Type="{OFFICE}/hyperlink" Target="mailto:a@durand.example" '
        'TargetMode="External"/>'
    )
    return f'<Relationships xmlns="{PAQUET}/relationships">{corps}</Relationships>'


def _types(parties: dict[str, str]) -> str:
    genres = {"theme": "application/vnd.openxmlformats-officedocument.theme+xml"}
    ecrits = "".join(
        f'<Override PartName="/word/{nom}.xml" ContentType="{genres.get(g, f"{TYPES}.{g}+xml")}"/>'
        for nom, g in {**parties, "document": "document.main"}.items()
    )
    return (
        f'<Types xmlns="{PAQUET}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{ecrits}'
        "</Types>"
    )


def _png() -> bytes:
    tampon = io.BytesIO()
    Image.new("RGB", (400, 150), (40, 90, 160)).save(tampon, "PNG")
    return tampon.getvalue()
