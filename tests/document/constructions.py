"""Small Word files, one construct each: built here, read by the tests and by the measure."""

from __future__ import annotations

from fabrique import docx

PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
    'w:bottom="1134" w:left="1134" w:header="567" w:footer="567"/></w:sectPr>'
)
"""A4, margins of 20 mm: 170 mm of text."""
ARIAL = '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="20"/></w:rPr>'


def arial(texte: str, ppr: str = "") -> str:
    """A paragraph of Arial 10."""
    return f"<w:p><w:pPr>{ppr}</w:pPr><w:r>{ARIAL}<w:t>{texte}</w:t></w:r></w:p>"


def cellule(texte: str, tcpr: str = "") -> str:
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{arial(texte)}</w:tc>"


def table(tblpr: str, grille: str, *rangees: str) -> str:
    corps = "".join(f"<w:tr>{r}</w:tr>" for r in rangees)
    return f"<w:tbl><w:tblPr>{tblpr}</w:tblPr><w:tblGrid>{grille}</w:tblGrid>{corps}</w:tbl>"


def lettre(corps: str, **reste: object) -> bytes:
    return docx(corps + PAGE, **reste)


def _tc(valeur: object, genre: str) -> str:
    return f'<w:tcW w:w="{valeur}" w:type="{genre}"/>'


FAUSSE_GRILLE = '<w:gridCol w:w="100"/><w:gridCol w:w="100"/>'
TABLEAUX = {
    "tableau en pour cent": table(
        '<w:tblW w:w="5000" w:type="pct"/>', FAUSSE_GRILLE,
        cellule("Gauche", _tc(1250, "pct")) + cellule("Droite", _tc(3750, "pct")),
    ),
    "tableau sans grille": table(
        '<w:tblW w:w="0" w:type="auto"/>', "",
        cellule("Gauche", _tc(2268, "dxa")) + cellule("Droite", _tc(4536, "dxa")),
    ),
    "tableau à demi-largeur": table(
        '<w:tblW w:w="50%" w:type="pct"/>', '<w:gridCol w:w="4819"/><w:gridCol w:w="4819"/>',
        cellule("Gauche", _tc("25%", "pct")) + cellule("Droite", _tc("25%", "pct")),
    ),
}  # fmt: skip


def _condition(genre: str, fond: str) -> str:
    return (
        f'<w:tblStylePr w:type="{genre}"><w:tcPr><w:shd w:val="clear" w:fill="{fond}"/></w:tcPr>'
        "</w:tblStylePr>"
    )


_GENRES = ("nwCell", "firstRow", "firstCol", "band1Vert", "band2Vert")
_STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/>'
    + "".join(
        _condition(genre, f"{rang:06}")
        for rang, genre in enumerate(
            ("nwCell", "firstRow", "firstCol", "band1Vert", "band2Vert"), 1
        )
    )
    + "</w:style></w:styles>"
)
LIEN_DES_STYLES = (
    '<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/styles" Target="styles.xml"/>'
)
_LOOK = '<w:tblStyle w:val="T"/><w:tblLook w:firstRow="1" w:firstColumn="1" w:noVBand="0"/>'
A_CONDITIONS = table(
    _LOOK, '<w:gridCol w:w="2000"/>' * 3, *(3 * [cellule("a") + cellule("b") + cellule("c")])
)
CONSTRUCTIONS = {nom: lettre(corps + arial("Fin")) for nom, corps in TABLEAUX.items()}
CONSTRUCTIONS["tableau à conditions"] = lettre(
    A_CONDITIONS, avec={"word/styles.xml": _STYLES.encode()}, relations=LIEN_DES_STYLES
)


def niveau(rang: int, forme: str, texte: str, plus: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{rang}"><w:start w:val="1"/><w:numFmt w:val="{forme}"/>{plus}'
        f'<w:suff w:val="space"/><w:lvlText w:val="{texte}"/></w:lvl>'
    )


def liste(*niveaux: str) -> dict[str, bytes]:
    """A ``numbering.xml`` of one list."""
    xml = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="0">{"".join(niveaux)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    return {"word/numbering.xml": xml.encode()}


def point(texte: str, rang: int) -> str:
    return arial(texte, f'<w:numPr><w:ilvl w:val="{rang}"/><w:numId w:val="1"/></w:numPr>')


LIEN_DES_LISTES = LIEN_DES_STYLES.replace("/styles", "/numbering").replace(
    "styles.xml", "numbering.xml"
)
CONSTRUCTIONS["liste juridique sans reprise"] = lettre(
    point("a", 0) + point("b", 1) + point("c", 0) + point("d", 1),
    avec=liste(
        niveau(0, "upperRoman", "%1."),
        niveau(1, "lowerLetter", "%1.%2", '<w:lvlRestart w:val="0"/><w:isLgl/>'),
    ),
    relations=LIEN_DES_LISTES,
)
