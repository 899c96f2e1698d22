"""A file of any origin read as pages: known by what it holds, made a PDF, undressed, stamped."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, Gravite, avertissement
from courriers.document.assemblage import genres, images
from courriers.document.assemblage.depouillement import depouiller, hors_pdf_a
from courriers.document.assemblage.metadonnees import declarer
from courriers.document.assemblage.objets import ABIME, bibliotheque, enregistrer, lisible, ouvert
from courriers.document.assemblage.structure import Structure
from courriers.document.assemblage.tampon import Tampon
from courriers.document.assemblage.verification import verifier
from courriers.document.pdf import convertir
from courriers.erreurs import FichierWordInvalide, ImageInvalide, PdfInvalide

OCTETS_MAX = 200_000_000
"""Of one file (bound included)."""
PAGES_MAX = 2_000
"""Of one file (bound included)."""
_FIN = 65_536


@dataclass(frozen=True)
class Lu:
    """A file read: the PDF of its pages, and what is to be known of it."""

    chemin: Path
    pages: int
    octets: int
    constats: tuple[Constat, ...] = ()
    """Without their place; a message goes on from the name of the file."""
    hors_pdf_a: str = ""
    """Why a PDF/A cannot take it; nothing if it can."""


@dataclass
class _Lecture:
    constats: list[Constat] = field(default_factory=list)
    hors_pdf_a: str = ""


def lire(
    source: Path, cible: Path, *, titre: str, tampon: str, executeur: Executor | None = None
) -> Lu:
    """Write the pages of *source* to *cible*, a PDF of pages alone.

    Args:
        source: a PDF, PNG, JPEG, TIFF or Word file; its first bytes decide which, not its name.
        cible: the file to write.
        titre: of that file.
        tampon: printed at the top right of each page.
        executeur: draws a Word file; this process by default.

    Raises:
        PdfInvalide: it cannot be read, and why; the message goes on from its name.
        OSError: the system refuses it, or *cible*.
        CourriersError: pikepdf is not installed; code ``LOT_ABSENT``.
        MoteurPdfAbsent, DelaiDepasse: of a Word file.
    """
    lecture = _Lecture()
    genre = _genre(source)
    autre = genres.dit_autrement(source.name, genre)
    if not genre.est_accepte:
        dit = (
            f"son nom finit par « {autre} », mais c’est {genre.nom}"
            if autre
            else f"c’est {genre.nom}"
        )
        raise PdfInvalide(dit, conseil=genre.conseil)
    if autre:
        message = f"son nom finit par « {autre} », mais c’est {genre.nom} ; repris comme tel."
        conseil = "Vérifiez que c’est bien le fichier voulu."
        lecture.constats.append(avertissement(Code.PIECE_MAL_NOMMEE, message, conseil))
    brut = cible.with_suffix(".brut")
    try:
        match genre:
            case genres.PDF:
                origine = source
            case genres.WORD:
                _du_word(source, brut, lecture, executeur)
                origine = brut
            case _:
                _d_une_image(source, brut)
                origine = brut
        with _pages_de(origine, lecture) as pdf:
            if genre is genres.PDF:
                verifier(pdf)
                lecture.hors_pdf_a = lecture.hors_pdf_a or hors_pdf_a(pdf)
                lecture.constats += depouiller(pdf)
            else:
                depouiller(pdf)
            pages = _ecrire(pdf, cible, titre, tampon, pdf_a=not lecture.hors_pdf_a)
    finally:
        brut.unlink(missing_ok=True)
    return Lu(cible, pages, cible.stat().st_size, tuple(lecture.constats), lecture.hors_pdf_a)


def _genre(source: Path) -> genres.Genre:
    """What *source* is, without reading it all."""
    etat = source.stat()
    if stat.S_ISDIR(etat.st_mode):
        raise PdfInvalide("c’est un répertoire", conseil="Donnez le fichier qu’il contient.")
    if not stat.S_ISREG(etat.st_mode):
        raise PdfInvalide("ce n’est pas un fichier ordinaire", conseil="Donnez un fichier.")
    if etat.st_size > OCTETS_MAX:
        raise PdfInvalide(
            f"il pèse {etat.st_size // 1_000_000} Mo, plus de {OCTETS_MAX // 1_000_000}",
            conseil="Réduisez-le, ou donnez-le à part.",
        )
    with source.open("rb") as fichier:
        debut = fichier.read(genres.DEBUT)
        fichier.seek(max(0, etat.st_size - _FIN))
        fin = fichier.read()
    genre = genres.reconnaitre(debut, fin)
    if genre is genres.VIDE:
        raise PdfInvalide("il est vide", conseil=genre.conseil)
    return genre


def _d_une_image(source: Path, brut: Path) -> None:
    try:
        images.en_pdf(source, brut)
    except ImageInvalide as faute:
        raise PdfInvalide(
            faute.message, conseil="Scannez-la de nouveau, ou donnez un PDF."
        ) from None


def _du_word(source: Path, brut: Path, lecture: _Lecture, executeur: Executor | None) -> None:
    try:
        octets = source.read_bytes()
        fait = executeur.submit(convertir, octets).result() if executeur else convertir(octets)
    except FichierWordInvalide:
        raise PdfInvalide(
            "c’est un fichier Word abîmé, ou protégé par un mot de passe",
            conseil="Rouvrez-le dans Word et enregistrez-le en PDF.",
        ) from None
    if not fait.est_complet:
        raise PdfInvalide(
            "c’est un fichier Word que ce programme ne rend pas en entier",
            conseil="Enregistrez-le en PDF dans Word, et donnez ce PDF.",
        )
    brut.write_bytes(fait.octets)
    graves = [c for c in fait.constats if c.gravite is not Gravite.INFORMATION]
    if graves:
        # Its own findings speak of our letters; here one is enough, and says what to do.
        dits = " ; ".join(c.message.rstrip(".") for c in graves[:3])
        conseil = "Enregistrez-le en PDF dans Word, et donnez ce PDF."
        message = f"c’est un fichier Word, dont la mise en page est approchée ({dits})."
        lecture.constats.append(avertissement(Code.PIECE_MODIFIEE, message, conseil))


@contextmanager
def _pages_de(origine: Path, lecture: _Lecture) -> Iterator[Any]:
    """The PDF at *origine*, its index made again if that is all it lacks; its pages counted."""
    reparer = False
    try:
        with ouvert(origine) as pdf:
            len(pdf.pages)
    except PdfInvalide as faute:
        if faute.message != ABIME:
            raise
        if not _a_une_fin(origine):
            raise PdfInvalide(
                "il est incomplet : sa fin manque",
                conseil="Demandez-le de nouveau ; la copie ou le téléchargement s’est interrompu.",
            ) from None
        reparer = True
    with ouvert(origine, reparer=reparer) as pdf:
        nombre = len(pdf.pages)
        if not nombre:
            raise PdfInvalide("il n’a aucune page", conseil="Demandez-le de nouveau.")
        if nombre > PAGES_MAX:
            raise PdfInvalide(
                f"il a {nombre} pages, plus de {PAGES_MAX}",
                conseil="Donnez-en les seules pages utiles.",
            )
        if reparer:
            dit = "page" if nombre == 1 else "pages"
            message = f"il était abîmé, et a été réparé ; il a {nombre} {dit}."
            conseil = "Comparez-le à l’original, page par page."
            lecture.constats.append(avertissement(Code.PIECE_MODIFIEE, message, conseil))
            lecture.hors_pdf_a = "il était abîmé"
        yield pdf


def _a_une_fin(chemin: Path) -> bool:
    """Whether the PDF at *chemin* was written to its end."""
    with chemin.open("rb") as fichier:
        fichier.seek(max(0, chemin.stat().st_size - _FIN))
        return b"%%EOF" in fichier.read()


def _ecrire(source: Any, cible: Path, titre: str, tampon: str, *, pdf_a: bool) -> int:
    """The pages of *source*, stamped, as a PDF of their own; how many there are."""
    if "/StructTreeRoot" in source.Root:
        # Its structure may be damaged where its pages are not.
        with contextlib.suppress(PdfInvalide):
            return _ecrire_selon(source, cible, titre, tampon, pdf_a=pdf_a, connue=True)
    return _ecrire_selon(source, cible, titre, tampon, pdf_a=pdf_a, connue=False)


def _ecrire_selon(
    source: Any, cible: Path, titre: str, tampon: str, *, pdf_a: bool, connue: bool
) -> int:
    """The same, by its own structure if it is *connue*, page by page otherwise."""
    pikepdf = bibliotheque()
    with lisible(), pikepdf.new() as pdf:
        pdf.add_pages_from(source, forms="strip", layers="preserve", outlines="ignore")
        structure = Structure(pdf)
        if connue:
            structure.reprendre(source, pdf.pages, None, titre)
        else:
            structure.decrire(pdf.pages, titre)
        pose = Tampon(pdf, tampon)
        for page in pdf.pages:
            pose.poser(page, marque=not connue)
        structure.ecrire()
        intentions = source.Root.get("/OutputIntents")
        if pdf_a and isinstance(intentions, pikepdf.Array):
            pdf.Root["/OutputIntents"] = pdf.copy_foreign(source.make_indirect(intentions))
        declarer(pdf, titre, pdf_a=pdf_a and "/OutputIntents" in pdf.Root)
        enregistrer(
            pdf, cible, min_version="1.7", encryption=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )  # fmt: skip
        return len(pdf.pages)
