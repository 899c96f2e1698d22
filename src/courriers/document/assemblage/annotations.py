"""What stands on a page beside its content: kept where harmless, printed into it, or removed."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from courriers.document.assemblage.objets import bibliotheque

_WEB = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]{1,2000}", re.IGNORECASE)
_DU_LIEN = (
    "/Type", "/Subtype", "/Rect", "/Border", "/BS", "/C", "/F", "/H", "/QuadPoints", "/Contents",
)  # fmt: skip
_DE_LA_MARQUE = (
    *_DU_LIEN, "/AP", "/AS", "/CA", "/IC", "/L", "/LE", "/InkList", "/Vertices", "/DA", "/DS", "/Q",
    "/RD", "/BE", "/LL", "/LLE", "/IT", "/CL", "/NM", "/M", "/T",
)  # fmt: skip
_MARQUES = frozenset(
    {"/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Square", "/Circle", "/Line", "/Ink",
     "/Polygon", "/PolyLine", "/FreeText", "/Stamp", "/Caret"}
)  # fmt: skip
_OTEES = {
    "/FileAttachment": "fichier joint",
    "/Sound": "son",
    "/Movie": "vidéo",
    "/Screen": "vidéo",
    "/RichMedia": "contenu multimédia",
    "/3D": "modèle en trois dimensions",
    "/Text": "note",
}
"""Said; any other that is unknown goes unsaid when it shows nothing."""
_CACHEE, _IMPRIMEE, _HORS_ECRAN = 2, 4, 32


def aplatir(pdf: Any) -> Counter[str]:
    """Put into the pages of *pdf* what its annotations print; how many of each kind were removed.

    Links to the web and inside the file stay; form fields are no more than what they show.
    """
    otees: Counter[str] = Counter()
    gardees: list[tuple[Any, list[Any]]] = []
    for page in pdf.pages:
        notes = page.obj.get("/Annots")
        if notes is None:
            continue
        a_plat, intactes = _trier(pdf, notes, otees)
        page.obj["/Annots"] = bibliotheque().Array(a_plat)
        gardees.append((page, intactes))
    if not gardees:
        return otees
    if any(len(page.obj["/Annots"]) for page, _ in gardees):
        _dessiner(pdf)
    for page, intactes in gardees:
        if intactes:
            page.obj["/Annots"] = bibliotheque().Array(intactes)
        elif "/Annots" in page.obj:
            del page.obj["/Annots"]
    return otees


def _dessiner(pdf: Any) -> None:
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()  # where the form asks its reader to make them
    pdf.flatten_annotations("print")


def _trier(pdf: Any, notes: Any, otees: Counter[str]) -> tuple[list[Any], list[Any]]:
    """Those that become part of the page, and those that stay what they are."""
    a_plat, intactes = [], []
    dictionnaire = bibliotheque().Dictionary
    for note in notes if isinstance(notes, bibliotheque().Array) else ():
        if not isinstance(note, dictionnaire):
            continue
        genre, drapeaux = str(note.get("/Subtype", "")), int(note.get("/F", 0))
        if drapeaux & _CACHEE:
            continue
        if genre == "/Link":
            lien = _lien(pdf, note)
            if lien is None:
                otees["lien vers autre chose qu’une page ou un site"] += 1
            else:
                intactes.append(lien)
        elif genre in _OTEES:
            otees[_OTEES[genre]] += 1
        elif genre == "/Widget" and not drapeaux & _HORS_ECRAN:
            note["/F"] = drapeaux | _IMPRIMEE  # what a field shows counts, printed or not
            a_plat.append(note)
        elif genre in _MARQUES and drapeaux & _IMPRIMEE and "/AP" in note:
            a_plat.append(note)
        elif genre in _MARQUES:
            intactes.append(_reduite(pdf, note, _DE_LA_MARQUE))
    return a_plat, intactes


def _reduite(pdf: Any, note: Any, cles: tuple[str, ...]) -> Any:
    return pdf.make_indirect(bibliotheque().Dictionary({c: note[c] for c in cles if c in note}))


def _lien(pdf: Any, note: Any) -> Any:
    """*note* without all that it could start, or nothing if it leads elsewhere than a page."""
    dictionnaire, nom = bibliotheque().Dictionary, bibliotheque().Name
    action, cible = note.get("/A"), note.get("/Dest")
    lien = _reduite(pdf, note, _DU_LIEN)
    if isinstance(action, dictionnaire) and action.get("/S") == "/URI":
        adresse = str(action.get("/URI", ""))
        if not _WEB.fullmatch(adresse):
            return None
        lien["/A"] = dictionnaire(S=nom.URI, URI=action["/URI"])
        return lien
    if isinstance(action, dictionnaire) and action.get("/S") == "/GoTo":
        cible = action.get("/D")
    if cible is None:
        return None
    lien["/Dest"] = cible
    return lien
