"""The order of the schema, which Word insists on."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

REGLAGES = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
        "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
        "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
        "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
        "rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
        "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
        "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    ),
}
"""Of the settings of a paragraph and of a run."""
APRES_LES_COULEURS = (
    "doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions "
    "readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags "
    "decimalSymbol listSeparator"
)
"""What stands after « clrSchemeMapping » in the settings of a file."""
APRES_LES_PAIRES = (
    "bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing "
    "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery "
    "doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin "
    "doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne "
    "strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore savePreviewPicture "
    "doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText "
    "doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags "
    "alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars "
    f"rsids mathPr attachedSchema themeFontLang clrSchemeMapping {APRES_LES_COULEURS}"
)
"""What stands after « evenAndOddHeaders » there."""
AVANT_LE_PAPIER = "headerReference footerReference footnotePr endnotePr type"
"""What stands before « pgSz » in a section."""
APRES_LA_PREMIERE = "textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
"""What stands after « titlePg » there."""


def local(noeud: etree._Element) -> str:
    """The name of *noeud*, without its namespace; empty for a comment."""
    return noeud.tag.rpartition("}")[2] if isinstance(noeud.tag, str) else ""


def ranger(noeud: etree._Element) -> None:
    """Put the children of a ``pPr`` or an ``rPr`` in order."""
    rangs = {nom: rang for rang, nom in enumerate(REGLAGES[local(noeud)].split())}
    enfants: Sequence[etree._Element] = list(noeud)
    noeud[:] = sorted(enfants, key=lambda e: rangs.get(local(e), len(rangs)))


def inserer(parent: etree._Element, noeud: etree._Element, suivants: str) -> None:
    """Put *noeud* in *parent* before the first of *suivants*, names apart by spaces."""
    noms = suivants.split()
    suivant = next((e for e in parent if local(e) in noms), None)
    if suivant is None:
        parent.append(noeud)
    else:
        suivant.addprevious(noeud)
