"""The file of a workbook: its sheets, and the parts that stand around them."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from typing import IO
from urllib.parse import quote

from courriers.lot.synthese.cellules import STYLES
from courriers.lot.synthese.classeur import DECLARATION, MAIN, RELATIONS, Feuille

_PAQUET = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-"
_RELATION = '<Relationship Id="rId{}" Type="{}/{}" Target="{}"/>'
_LISTE = f'<Relationships xmlns="{_PAQUET}/relationships">{{}}</Relationships>'


def ecrire(flux: IO[bytes], feuilles: Sequence[Feuille], au: datetime.date, titre: str) -> None:
    """Write the workbook of *feuilles*, dated *au*: the same sheets give the same bytes."""
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, texte in _autour(feuilles, au, titre).items():
            _membre(archive, nom, [(DECLARATION + texte).encode()])
        for rang, feuille in enumerate(feuilles, start=1):
            contenu = feuille.xml(choisie=rang == 1)
            _membre(archive, f"xl/worksheets/sheet{rang}.xml", contenu, feuille.octets)
            if feuille.liens:
                _membre(archive, f"xl/worksheets/_rels/sheet{rang}.xml.rels", [_liens(feuille)])


def _liens(feuille: Feuille) -> bytes:
    """Where the links of *feuille* lead, from the folder of the workbook."""
    liens = "".join(
        _RELATION.format(rang, RELATIONS, "hyperlink", escape(quote(cible))).replace(
            "/>", ' TargetMode="External"/>'
        )
        for rang, (_, _, cible) in enumerate(feuille.liens, start=1)
    )
    return (DECLARATION + _LISTE.format(liens)).encode()


def _membre(archive: zipfile.ZipFile, nom: str, morceaux: Iterable[bytes], taille: int = 0) -> None:
    entree = zipfile.ZipInfo(nom)  # dated 1980, the first day a ZIP knows
    entree.compress_type = zipfile.ZIP_DEFLATED
    entree.create_system = 0
    entree.file_size = taille  # beyond 4 GB, another kind of entry
    with archive.open(entree, "w") as sortie:
        for morceau in morceaux:
            sortie.write(morceau)


def _autour(feuilles: Sequence[Feuille], au: datetime.date, titre: str) -> dict[str, str]:
    """All the parts of the workbook but its sheets."""
    rangs = range(1, len(feuilles) + 1)
    sml = f"{_TYPES}officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PAQUET}/content-types"><Default Extension="rels" '
        f'ContentType="{_TYPES}package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{sml}.sheet.main+xml"/><Override '
        f'PartName="/xl/styles.xml" ContentType="{sml}.styles+xml"/><Override '
        f'PartName="/docProps/core.xml" ContentType="{_TYPES}package.core-properties+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{r}.xml" ContentType="{sml}.worksheet+xml"/>'
            for r in rangs
        )
        + "</Types>",
        "_rels/.rels": _LISTE.format(
            _RELATION.format(1, RELATIONS, "officeDocument", "xl/workbook.xml")
            + _RELATION.format(
                2, f"{_PAQUET}/relationships/metadata", "core-properties", "docProps/core.xml"
            )
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PAQUET}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(titre)}</dc:title><dc:creator>courriers</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{au.isoformat()}T00:00:00Z'
        "</dcterms:created></cp:coreProperties>",
        "xl/workbook.xml": _livre(feuilles),
        "xl/_rels/workbook.xml.rels": _LISTE.format(
            "".join(
                _RELATION.format(r, RELATIONS, "worksheet", f"worksheets/sheet{r}.xml")
                for r in rangs
            )
            + _RELATION.format(len(feuilles) + 1, RELATIONS, "styles", "styles.xml")
        ),
        "xl/styles.xml": STYLES,
    }


def _livre(feuilles: Sequence[Feuille]) -> str:
    noms = "".join(
        f'<sheet name="{escape(f.nom)}" sheetId="{rang}" r:id="rId{rang}"/>'
        for rang, f in enumerate(feuilles, start=1)
    )
    filtres = titres = ""
    for rang, f in enumerate(feuilles):
        if f.est_table:
            ou, tete = f"'{escape(f.nom)}'!", f.premiere - 1
            filtres += (
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{rang}" hidden="1">'
                f"{ou}{f.plage}</definedName>"
            )
            titres += (
                f'<definedName name="_xlnm.Print_Titles" localSheetId="{rang}">'
                f"{ou}${tete}:${tete}</definedName>"
            )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView '
        f'xWindow="0" yWindow="0" windowWidth="24000" windowHeight="13000"/></bookViews>'
        f"<sheets>{noms}</sheets>"
        f"<definedNames>{filtres}{titres}</definedNames>"
        '<calcPr calcId="191029"/></workbook>'
    )
