"""What a header of an office’s file must not bring: revisions, comments, bindings, bookmarks."""

from __future__ import annotations

import re

from lxml import etree

from courriers.document.papier.parties import w

_RETIRES = (
    "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange",
    "trPrChange", "tcPrChange", "numberingChange", "cellDel", "cellIns", "cellMerge",
    "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "bookmarkStart",
    "bookmarkEnd", "permStart", "permEnd", "proofErr", "customXmlInsRangeStart",
    "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd", "dataBinding",
)  # fmt: skip
"""``dataBinding`` shows a property of the file, which would be that of the letter."""
_PROPRIETES = (w("rPr"), w("trPr"))
_PAGE = re.compile(r"\s*PAGE\b", re.IGNORECASE)
_ADRESSE = re.compile(r"[a-z_]+(\.[a-z_]+)*\.(?!logo$|image$|qr$|qr_code$)[a-z_]+")
"""« www.cabinet.fr »: an alternative text that would be read for the name of a field."""
_DESSINS = ("drawing", "pict", "object")


def nettoyer(racine: etree._Element) -> None:
    """Accept the revisions under *racine*, and drop what only the office’s own file can use."""
    _revisions(racine)
    for noeud in list(racine.iter(*map(w, _RETIRES))):
        _oter(noeud)
    for dessin in racine.iter("{*}docPr"):
        dit = dessin.get("descr", "").strip()
        if _ADRESSE.fullmatch(dit):
            dessin.set("descr", f"Image\u00a0: {dit}")
    for run in list(racine.iter(w("r"))):
        if not any(enfant.tag != w("rPr") for enfant in run):
            _oter(run)


def _revisions(racine: etree._Element) -> None:
    for noeud in list(racine.iter(w("del"), w("moveFrom"))):
        parent = noeud.getparent()
        if parent is None:
            continue
        if parent.tag == w("trPr"):
            _oter(parent.getparent())
        elif parent.tag == w("rPr"):
            _sans_sa_marque(noeud)
        else:
            _oter(noeud)
    for noeud in list(racine.iter(w("ins"), w("moveTo"))):
        parent = noeud.getparent()
        if parent is not None and parent.tag not in _PROPRIETES:
            for enfant in list(noeud):
                noeud.addprevious(enfant)
        _oter(noeud)


def _sans_sa_marque(noeud: etree._Element) -> None:
    """A deleted paragraph mark: the paragraph goes, if nothing of it is left and it is not last."""
    paragraphe = next(noeud.iterancestors(w("p")), None)
    _oter(noeud)
    if paragraphe is None:
        return
    reste = [e for e in paragraphe if e.tag not in (w("pPr"), w("del"), w("moveFrom"))]
    if not reste and paragraphe.getnext() is not None:
        _oter(paragraphe)


def _oter(noeud: etree._Element | None) -> None:
    parent = None if noeud is None else noeud.getparent()
    if noeud is not None and parent is not None:
        parent.remove(noeud)


def est_visible(racine: etree._Element) -> bool:
    """Whether something under *racine* shows: text, a picture, a shape."""
    if any((t.text or "").strip() for t in racine.iter(w("t"), w("instrText"))):
        return True
    return next(racine.iter(*map(w, _DESSINS)), None) is not None


def numerote(racine: etree._Element) -> bool:
    """Whether it shows the number of the page."""
    champs = [t.text or "" for t in racine.iter(w("instrText"))]
    champs += [f.get(w("instr"), "") for f in racine.iter(w("fldSimple"))]
    return any(_PAGE.match(c) for c in champs)


def texte_brut(noeud: etree._Element) -> str:
    """Its text, run after run."""
    return "".join(t.text or "" for t in noeud.iter(w("t")))
