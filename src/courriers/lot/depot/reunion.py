"""Many letters in one PDF, where each identical object is written once.

Objects are copied from the leaves up: two that say the same, fonts or pictures, then hold the same
references and are the same text, so one of them is kept. What only a screen uses is left out:
links, the structure of the text, the statement carried inside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from courriers.document.assemblage.objets import bibliotheque, enregistrer
from courriers.erreurs import PdfInvalide
from courriers.lot.depot.objets import ouvert

_GARDEES = ("/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group")
"""Of a page: what it prints."""
_OUBLIEES = frozenset(
    {"/StructParent", "/StructParents", "/PieceInfo", "/Metadata", "/LastModified", "/Parent",
     "/Length", "/OPI", "/Ref"}
)  # fmt: skip
"""Of what a page uses: bookkeeping of its own file."""
_PAR_OBJET = 64
"""Bytes an object costs beside its text: its place in the file."""
_PROFONDEUR_MAX = 60


class Reunion:
    """A PDF being made out of letters; its pages, and the size it will not exceed."""

    def __init__(self, titre: str) -> None:
        """An empty one.

        Raises:
            CourriersError: pikepdf is not installed; code ``LOT_ABSENT``.
        """
        self._pikepdf = bibliotheque()
        self._pdf = self._pikepdf.new()
        self._pdf.docinfo["/Title"] = titre
        self._connus: dict[bytes, Any] = {}
        self._signets: list[tuple[str, int]] = []
        self.taille = 2_000
        """Bytes, at most."""
        self.lettres = 0

    @property
    def pages(self) -> int:
        """How many there are, blank ones included."""
        return len(self._pdf.pages)

    def importer(self, octets: bytes) -> list[Any]:
        """The pages of the PDF *octets*, ready to be added here; none is yet.

        Raises:
            PdfInvalide: it cannot be copied.
        """
        with ouvert(octets) as source:
            if any("/Annots" in page.obj for page in source.pages):
                _aplatir(source)
            copie = _Copie(self)
            try:
                return [copie.page(page) for page in source.pages]
            except RecursionError:
                raise PdfInvalide("le PDF est abîmé") from None

    def ajouter(self, documents: Sequence[list[Any]], signet: str, *, recto_verso: bool) -> int:
        """Add a letter, its documents one after the other; how many pages it takes, with blanks.

        Args:
            documents: the pages of each, from :meth:`importer`.
            signet: its entry in the index.
            recto_verso: end each document on a back side, so that the next one begins on a front.
        """
        avant = self.pages
        self._signets.append((signet, avant))
        for pages in documents:
            for page in pages:
                self._pdf.pages.append(self._pikepdf.Page(self._pdf.make_indirect(page)))
            if recto_verso and len(pages) % 2:
                self._pdf.pages.append(self._pikepdf.Page(self._blanche(pages[-1])))
        self.taille += 200 + 2 * len(signet) + _PAR_OBJET * (self.pages - avant)
        self.lettres += 1
        return self.pages - avant

    def ecrire(self, chemin: Path) -> None:
        """Write it to *chemin*, the same bytes for the same letters."""
        with self._pdf.open_outline() as plan:
            plan.root.extend(
                self._pikepdf.OutlineItem(titre, page) for titre, page in self._signets
            )
        enregistrer(
            self._pdf,
            chemin,
            min_version="1.7",
            object_stream_mode=self._pikepdf.ObjectStreamMode.generate,
        )

    def fermer(self) -> None:
        """Give its memory back."""
        self._pdf.close()
        self._connus.clear()

    def unique(self, cle: bytes, objet: Any) -> Any:
        """*objet*, or the one that is here already under *cle*."""
        connu = self._connus.get(cle)
        if connu is None:
            self.taille += len(cle) + _PAR_OBJET
            connu = self._connus[cle] = self._pdf.make_indirect(objet)
        return connu

    def flux(self, brut: bytes, entete: Any) -> Any:
        """The stream of *brut*, once."""
        cle = hashlib.sha256(brut).digest() + entete.unparse()
        connu = self._connus.get(cle)
        if connu is None:
            self.taille += len(brut)
            connu = self.unique(cle, self._pikepdf.Stream(self._pdf, brut, entete))
        return connu

    def _blanche(self, modele: Any) -> Any:
        """A page of the size of *modele*, with nothing on it."""
        dictionnaire = self._pikepdf.Dictionary(
            Type=self._pikepdf.Name.Page, MediaBox=modele["/MediaBox"],
            Resources=self._pikepdf.Dictionary(),
        )  # fmt: skip
        return self._pdf.make_indirect(dictionnaire)


class _Copie:
    """One file being copied: each of its objects is met once."""

    def __init__(self, reunion: Reunion) -> None:
        self._reunion = reunion
        self._pikepdf = bibliotheque()
        self._faits: dict[tuple[int, int], Any] = {}

    def page(self, page: Any) -> Any:
        """*page*, as a dictionary of the other file, not yet among its pages."""
        valeurs = {c: v for c in _GARDEES if (v := _heritee(page.obj, c)) is not None}
        valeurs.setdefault("/Resources", self._pikepdf.Dictionary())
        copie = {c: self._valeur(v, 0) for c, v in valeurs.items()}
        self._reunion.taille += 400
        return self._pikepdf.Dictionary({"/Type": self._pikepdf.Name.Page, **copie})

    def _valeur(self, objet: Any, profondeur: int) -> Any:
        if not isinstance(objet, self._pikepdf.Object):
            return objet
        genre = objet._type_code  # noqa: SLF001 – what pikepdf itself tells a container by
        types = self._pikepdf.ObjectType
        if genre not in (types.dictionary, types.array, types.stream):
            return objet
        if profondeur > _PROFONDEUR_MAX:
            raise PdfInvalide("le PDF est abîmé")
        if not objet.is_indirect:
            return self._contenu(objet, genre, profondeur)
        if objet.objgen not in self._faits:
            copie = self._contenu(objet, genre, profondeur)
            if genre != types.stream:
                copie = self._reunion.unique(copie.unparse(), copie)
            self._faits[objet.objgen] = copie
        return self._faits[objet.objgen]

    def _contenu(self, objet: Any, genre: Any, profondeur: int) -> Any:
        types = self._pikepdf.ObjectType
        if genre == types.array:
            return self._pikepdf.Array([self._valeur(v, profondeur + 1) for v in objet])
        entete = self._pikepdf.Dictionary(
            {c: self._valeur(v, profondeur + 1) for c, v in objet.items() if c not in _OUBLIEES}
        )
        if genre == types.dictionary:
            return entete
        return self._reunion.flux(objet.read_raw_bytes(), entete)


def _heritee(noeud: Any, cle: str) -> Any:
    """What a page says, or the nodes above it where it may."""
    for _ in range(_PROFONDEUR_MAX):
        if cle in noeud:
            return noeud[cle]
        if cle in ("/Contents", "/Group") or "/Parent" not in noeud:
            return None
        noeud = noeud["/Parent"]
    return None


def _aplatir(source: Any) -> None:
    """What annotations print goes into the pages: a signature or a stamp stays, a link does not."""
    for page in source.pages:
        notes = page.obj.get("/Annots", ())
        if all(note.get("/Subtype") == "/Link" for note in notes):
            continue
        source.flatten_annotations("print")
        return
