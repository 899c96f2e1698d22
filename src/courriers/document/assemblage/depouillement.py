"""A PDF of any origin, made of pages alone: what it holds beside is removed, and told.

Only pages are taken, and of a page only what it prints: whatever else a PDF may hold, known or
not, goes no further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from courriers.constats import Code, Constat, avertissement, information
from courriers.document.assemblage.annotations import aplatir
from courriers.document.assemblage.objets import bibliotheque
from courriers.erreurs import PdfInvalide

_DE_LA_PAGE = frozenset(
    {"/Type", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/Resources",
     "/Contents", "/Group", "/Annots", "/UserUnit", "/Parent", "/StructParents"}
)  # fmt: skip
_XMP_MAX = 2_000_000


def depouiller(pdf: Any) -> list[Constat]:
    """Make pages alone of *pdf*, and say what a person should know of it.

    Raises:
        PdfInvalide: its pages are shown by one program only (a dynamic form).
    """
    constats = [*_du_fichier(pdf)]
    otees = aplatir(pdf)
    for page in pdf.pages:
        for cle in [c for c in page.obj.keys() if c not in _DE_LA_PAGE]:  # noqa: SIM118
            del page.obj[cle]
    if otees:
        dites = ", ".join(f"{genre} ({nombre})" for genre, nombre in sorted(otees.items()))
        constats.append(_otee(f"cela en a été retiré : {dites}."))
    return constats


def _du_fichier(pdf: Any) -> Iterator[Constat]:
    racine = pdf.Root
    formulaire = racine.get("/AcroForm")
    if formulaire is not None and "/XFA" in formulaire:
        if racine.get("/NeedsRendering", False) or not len(formulaire.get("/Fields", ())):
            raise PdfInvalide(
                "c’est un formulaire XFA, que seul Adobe Reader affiche",
                conseil="Ouvrez-le dans Adobe Reader et imprimez-le en PDF.",
            )
        yield avertissement(
            Code.PIECE_MODIFIEE,
            "c’est un formulaire XFA ; seule sa version ordinaire est reprise.",
            "Comparez ses pages à l’original.",
        )
    if est_signe(pdf):
        yield avertissement(
            Code.PIECE_SIGNEE,
            "il porte une signature électronique, que le tampon rend invérifiable.",
            "Donnez aussi le fichier d’origine, à part.",
        )
    if pdf.is_encrypted:
        yield information(
            Code.PIECE_MODIFIEE,
            "son auteur en interdit certains usages (modifier, copier, imprimer) ; il est repris "
            "sans ces interdictions.",
            "Assurez-vous que vous pouvez le produire.",
        )
    if _agit(racine) or any("/AA" in page.obj for page in pdf.pages):
        yield _otee("ses scripts et ce qu’il lançait à l’ouverture ont été retirés.")
    noms = racine.get("/Names", {})
    if "/EmbeddedFiles" in noms or "/AF" in racine:
        yield _otee("les fichiers qu’il contenait ont été retirés ; ses pages sont toutes là.")


def _agit(racine: Any) -> bool:
    ouverture = racine.get("/OpenAction")
    vue = isinstance(ouverture, bibliotheque().Array)  # where to open: no action
    if isinstance(ouverture, bibliotheque().Dictionary):
        vue = ouverture.get("/S") == "/GoTo"
    return (
        (ouverture is not None and not vue)
        or "/AA" in racine
        or "/JavaScript" in racine.get("/Names", {})
    )


def _otee(message: str) -> Constat:
    conseil = "Donnez aussi le fichier d’origine, à part, si cela compte."
    return information(Code.PIECE_MODIFIEE, message, conseil)


def est_signe(pdf: Any) -> bool:
    """Whether a signature was put to *pdf*."""
    formulaire = pdf.Root.get("/AcroForm", {})
    attente, vus = list(formulaire.get("/Fields", ())), 0
    dictionnaire = bibliotheque().Dictionary
    while attente and vus < 10_000:
        champ = attente.pop()
        vus += 1
        if not isinstance(champ, dictionnaire):
            continue
        if champ.get("/FT") == "/Sig" and "/V" in champ:
            return True
        attente.extend(champ.get("/Kids", ()))
    return "/Perms" in pdf.Root


def hors_pdf_a(pdf: Any) -> str:
    """Why *pdf* cannot go into a PDF/A-3 file, by what it declares; nothing if it can."""
    donnees = pdf.Root.get("/Metadata")
    dit = b""
    if isinstance(donnees, bibliotheque().Stream):
        dit = donnees.read_bytes()[:_XMP_MAX]
    partie = re.search(rb"pdfaid:part(?:\s*=\s*[\"']|>)\s*(\d)", dit)
    if partie is None:
        return "il ne se déclare pas PDF/A"
    if partie[1] not in (b"2", b"3"):
        return f"il se déclare PDF/A-{partie[1].decode()}, dont les règles sont autres"
    profils = [i for i in pdf.Root.get("/OutputIntents", ()) if i.get("/S") == "/GTS_PDFA1"]
    for intention in profils:
        profil = intention.get("/DestOutputProfile")
        if profil is None or int(profil.get("/N", 0)) not in (1, 3):
            return "ses couleurs sont celles d’une presse (CMJN)"
    return ""
