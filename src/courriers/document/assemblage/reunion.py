"""One PDF out of many: its pages in order, its bookmarks, its page labels.

Files are read as they are written out: none is held whole in memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courriers.document.assemblage.depouillement import hors_pdf_a
from courriers.document.assemblage.metadonnees import declarer
from courriers.document.assemblage.objets import bibliotheque, enregistrer, lisible
from courriers.document.assemblage.structure import Structure

_LANGUE = "fr-FR"


@dataclass(frozen=True, slots=True)
class Morceau:
    """Pages of one file: all of them, or one."""

    chemin: Path
    page: int | None = None
    """From 0."""
    etiquette: str = ""
    """What a reader shows before the number of each page; alone, where ``est_nommee``."""
    est_nommee: bool = False
    est_a_nous: bool = False
    """Made by this program: the data it carries and the meaning of its colours go on."""


@dataclass(frozen=True, slots=True)
class Partie:
    """What is never cut: a document, or an exhibit and its cover sheet."""

    titre: str
    """Its bookmark."""
    morceaux: tuple[Morceau, ...]


@dataclass(frozen=True, slots=True)
class Reuni:
    """The file that was made."""

    pages: int
    est_pdf_a: bool


def reunir(parties: Sequence[Partie], cible: Path, titre: str, *, pdf_a: bool = False) -> Reuni:
    """Write *parties* to *cible*, each with its bookmark.

    Args:
        parties: in order.
        cible: the file to write; it must not be one of theirs.
        titre: of the whole.
        pdf_a: whether what comes from others can be PDF/A-3b; the whole says that it is, if our
            own documents are too.

    Raises:
        PdfInvalide: one cannot be read.
        OSError: the system refuses a file.
    """
    pikepdf = bibliotheque()
    with lisible(), contextlib.ExitStack() as pile:
        pdf = pile.enter_context(pikepdf.new())
        ouverts: dict[Path, Any] = {}
        etiquettes, signets = pikepdf.Array(), []
        structure = Structure(pdf)
        for partie in parties:
            signets.append((partie.titre, len(pdf.pages)))
            for morceau in partie.morceaux:
                source = ouverts.get(morceau.chemin)
                if source is None:
                    source = pile.enter_context(pikepdf.open(morceau.chemin))
                    ouverts[morceau.chemin] = source
                etiquettes.extend([len(pdf.pages), _etiquette(morceau, len(pdf.pages))])
                _ajouter(pdf, source, morceau, structure, partie.titre)
        pdf.Root["/PageLabels"] = pikepdf.Dictionary(Nums=etiquettes)
        structure.ecrire()
        with pdf.open_outline() as plan:
            plan.root.extend(pikepdf.OutlineItem(nom, page) for nom, page in signets)
        pdf.Root["/PageMode"] = pikepdf.Name.UseOutlines
        notres = {m.chemin for partie in parties for m in partie.morceaux if m.est_a_nous}
        pdf_a = pdf_a and bool(notres) and not any(hors_pdf_a(ouverts[chemin]) for chemin in notres)
        declarer(pdf, titre, pdf_a=pdf_a, langue=_LANGUE)
        enregistrer(
            pdf, cible, min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )  # fmt: skip
        return Reuni(len(pdf.pages), pdf_a)


def _etiquette(morceau: Morceau, avant: int) -> Any:
    """The label of its pages; without one, they are numbered on from the *avant* before them."""
    pikepdf = bibliotheque()
    if morceau.est_nommee:
        return pikepdf.Dictionary(P=pikepdf.String(morceau.etiquette))
    dite = pikepdf.Dictionary(S=pikepdf.Name.D)
    if morceau.etiquette:
        dite["/P"] = pikepdf.String(morceau.etiquette)
    else:
        dite["/St"] = avant + 1
    return dite


def _ajouter(pdf: Any, source: Any, morceau: Morceau, structure: Structure, titre: str) -> None:
    avant = len(pdf.pages)
    rangs = None if morceau.page is None else [morceau.page]
    pdf.add_pages_from(source, rangs, forms="strip", layers="preserve", outlines="ignore")
    structure.reprendre(source, pdf.pages[avant:], rangs, titre)
    if morceau.est_a_nous:
        _reprendre_les_donnees(pdf, source)
        if "/OutputIntents" not in pdf.Root and "/OutputIntents" in source.Root:
            pdf.Root["/OutputIntents"] = _copie(pdf, source, source.Root["/OutputIntents"])


def _reprendre_les_donnees(pdf: Any, source: Any) -> None:
    """The files that *source* carries, as the statement of a letter; one of each name."""
    pikepdf = bibliotheque()
    noms = dict(_jointes(pdf))
    for nom, fichier in _jointes(source):
        if nom not in noms:
            noms[nom] = _copie(pdf, source, fichier)
    if not noms:
        return
    liste = pikepdf.Array()
    for nom in sorted(noms):
        liste.extend([pikepdf.String(nom), noms[nom]])
    pdf.Root["/Names"] = pdf.Root.get("/Names", pikepdf.Dictionary())
    pdf.Root["/Names"]["/EmbeddedFiles"] = pikepdf.Dictionary(Names=liste)
    pdf.Root["/AF"] = pikepdf.Array([noms[nom] for nom in sorted(noms)])


def _jointes(pdf: Any) -> Iterator[tuple[str, Any]]:
    for fichier in pdf.Root.get("/AF", ()):
        yield str(fichier.get("/UF", fichier.get("/F", ""))), fichier


def _copie(pdf: Any, source: Any, objet: Any) -> Any:
    return pdf.copy_foreign(objet if objet.is_indirect else source.make_indirect(objet))
