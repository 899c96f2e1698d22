"""Comments written in a Word file, beside the words they are about, for who opens it in Word.

Only the main document, its comments, their relationship and their content type are written again;
every other member stays as it is. No date is written: same file, same comments, same bytes.
"""

from __future__ import annotations

import io
import itertools
import posixpath
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from courriers.document.ancrage import Ancre, ancrer
from courriers.document.archive import (
    GENRES,
    Archive,
    W,
    analyser,
    assembler,
    nom_des_relations,
)
from courriers.document.commentaire_ecrit import (
    aucun_commentaire,
    avec_le_lien,
    avec_le_type,
    commentaire,
)
from courriers.document.texte import texte_du_paragraphe
from courriers.erreurs import FichierWordInvalide

_TYPES = "[Content_Types].xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_PARTOUT, _ZONE = "fichier entier", "zone de texte"


def _w(nom: str) -> str:
    return f"{{{W}}}{nom}"


_P, _CORPS_W, _COMMENTAIRE = _w("p"), _w("body"), _w("comment")
_HORS_DU_CORPS = frozenset({
    _w("txbxContent"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
})  # fmt: skip
"""Where Word takes no comment."""
_APPELS = {_w("footnote"): _w("footnoteReference"), _w("endnote"): _w("endnoteReference")}


@dataclass(frozen=True, slots=True)
class Annotation:
    """One comment, and what it is about."""

    texte: str
    """What it says; line breaks begin new paragraphs."""
    partie: str | None
    """``corps``, ``en-tête``, ``pied de page``, ``notes``, ``propriétés``…; nothing for the whole
    file."""
    paragraphe: int | None
    """Rank of the paragraph in its part, from 1, those of cells and text boxes counted."""
    extrait: str | None
    """Words of that paragraph; all of it if nothing, or if they are not there."""
    membre: str | None = None
    """The very member, ``word/header2.xml``, where several parts share a name."""


class _Place(NamedTuple):
    """Where a comment goes."""

    paragraphe: etree._Element
    extrait: str | None
    ailleurs: str
    """What it is about, when it is not what it is beside; nothing otherwise."""


def annoter(docx: bytes, annotations: Sequence[Annotation], *, auteur: str = "courriers") -> bytes:
    """*docx* with a Word comment for each of *annotations*, beside the words it is about.

    What is in a header, a footer, a note or a text box, where Word takes no comment, is said beside
    the nearest paragraph of the body: the one that calls the note or holds the box, or the first.
    Such a comment begins with the place. Comments already there are kept. A file in the « Strict »
    form of Word comes out in the usual one.

    Args:
        docx: the Word file.
        annotations: several may share a place; they show in their order.
        auteur: who signs the comments.

    Raises:
        FichierWordInvalide: not a Word file, one of its members is damaged, or it holds what is
            refused (macros, embedded programs, external content); or the comments make it larger
            than what is read.
    """
    archive = Archive.lire(docx)
    fichier = _Fichier(archive, _membres(docx, archive))
    if not annotations:
        return docx
    numeros = fichier.numeros_libres()
    commentaires = fichier.commentaires
    ancres: defaultdict[etree._Element, list[Ancre]] = defaultdict(list)
    for annotation, numero in zip(annotations, numeros, strict=False):
        place = fichier.place(annotation)
        texte = (
            f"{place.ailleurs}\u00a0: {annotation.texte}" if place.ailleurs else annotation.texte
        )
        ancres[place.paragraphe].append(Ancre(numero, place.extrait))
        commentaires.append(commentaire(numero, texte, auteur))
    for paragraphe, siennes in ancres.items():
        ancrer(paragraphe, siennes)
    return fichier.ecrire()


class _Fichier:
    """A Word file being annotated: its main document and its comments, parsed."""

    def __init__(self, archive: Archive, membres: dict[str, bytes]) -> None:
        self.archive, self.membres = archive, membres
        self._racines = {
            nom: analyser(octets, nom)
            for nom, octets in membres.items()
            if nom.endswith((".xml", ".rels")) or nom == archive.principal
        }
        self.principal = self._racines[archive.principal]
        corps = self.principal.find(_CORPS_W)
        if corps is None:
            raise FichierWordInvalide(
                f"{archive.principal} n’a pas de corps.", conseil="Rouvrez-le dans Word."
            )
        self.corps = corps
        self.parties = [(GENRES[genre], membre) for genre, membre in archive.parties_de_texte()]
        liens = [x for x in archive.liens(archive.principal) if x.type.endswith("/comments")]
        self._lie = bool(liens) and not liens[0].externe
        self._membre = liens[0].cible if self._lie else self._libre()
        self.commentaires = (
            analyser(membres[self._membre], self._membre)
            if self._membre in membres
            else aucun_commentaire()
        )

    def _libre(self) -> str:
        """A name no member has."""
        dossier = posixpath.dirname(self.archive.principal)
        noms = (f"comments{rang or ''}.xml" for rang in itertools.count())
        pris = {nom.casefold() for nom in self.membres}
        return next(
            chemin
            for nom in noms
            if (chemin := posixpath.join(dossier, nom)).casefold() not in pris
        )

    def numeros_libres(self) -> Iterator[str]:
        """Identifiers no comment has, in order."""
        noeuds = itertools.chain(
            self.commentaires.iter(_COMMENTAIRE),
            self.principal.iter(*(_w(f"comment{x}") for x in ("Reference", "RangeStart"))),
        )
        pris = {noeud.get(_w("id"), "").strip() for noeud in noeuds}
        return (str(n) for n in itertools.count() if str(n) not in pris)

    # --- Places ---------------------------------------------------------------------------------

    def place(self, annotation: Annotation) -> _Place:
        """Where the comment of *annotation* goes."""
        membre, rang = self._membre_de(annotation), annotation.paragraphe
        nom = annotation.partie or membre or _PARTOUT
        trouve = self._paragraphe(membre, rang)
        if trouve is None:
            return _Place(self._premier, None, _lieu(nom, rang if membre else None))
        if membre == self.archive.principal:
            porteur = _dans_le_corps(trouve)
            if porteur is trouve:
                return _Place(trouve, annotation.extrait, "")
            nom = _ZONE
        else:
            porteur = self._appel_de(trouve)
        return _Place(self._premier if porteur is None else porteur, None, _lieu(nom, rang))

    def _membre_de(self, annotation: Annotation) -> str | None:
        """The member it is about: of several, the first that holds its words at its rank."""
        if annotation.membre is not None:
            return annotation.membre
        possibles = [membre for nom, membre in self.parties if nom == annotation.partie]
        extrait = annotation.extrait
        if len(possibles) > 1 and extrait:
            for membre in possibles:
                paragraphe = self._paragraphe(membre, annotation.paragraphe)
                if paragraphe is not None and extrait in texte_du_paragraphe(paragraphe):
                    return membre
        return possibles[0] if possibles else None

    def _paragraphe(self, membre: str | None, rang: int | None) -> etree._Element | None:
        """The paragraph of that rank in *membre*."""
        if membre is None or rang is None or membre not in self._racines:
            return None
        if membre not in self._paragraphes:
            self._paragraphes[membre] = list(self._racines[membre].iter(_P))
        tous = self._paragraphes[membre]
        return tous[rang - 1] if 1 <= rang <= len(tous) else None

    @cached_property
    def _paragraphes(self) -> dict[str, list[etree._Element]]:
        return {}

    @cached_property
    def _premier(self) -> etree._Element:
        """The first paragraph of the body; a new one in a file that has none."""
        for paragraphe in self.corps.iter(_P):
            if _dans_le_corps(paragraphe) is paragraphe:
                return paragraphe
        seul = etree.Element(_P)
        self.corps.insert(0, seul)
        return seul

    @cached_property
    def _appels(self) -> dict[tuple[str, str], etree._Element]:
        """The paragraph of the body that calls each note."""
        appels: dict[tuple[str, str], etree._Element] = {}
        for appel in self.principal.iter(*_APPELS.values()):
            porteur = next(appel.iterancestors(_P), None)
            dehors = None if porteur is None else _dans_le_corps(porteur)
            if dehors is not None:
                appels.setdefault((str(appel.tag), appel.get(_w("id"), "")), dehors)
        return appels

    def _appel_de(self, paragraphe: etree._Element) -> etree._Element | None:
        note = next(paragraphe.iterancestors(*_APPELS), None)
        if note is None:
            return None
        return self._appels.get((_APPELS[str(note.tag)], note.get(_w("id"), "")))

    # --- Writing --------------------------------------------------------------------------------

    def ecrire(self) -> bytes:
        """The file, its other members as they were."""
        changes = {
            self.archive.principal: _octets(self.principal),
            self._membre: _octets(self.commentaires),
            _TYPES: _octets(avec_le_type(self._racines[_TYPES], self._membre)),
        }
        if not self._lie:
            nom = nom_des_relations(self.archive.principal)
            cible = posixpath.relpath(
                self._membre, posixpath.dirname(self.archive.principal) or "."
            )
            changes[nom] = _octets(avec_le_lien(self._racines.get(nom), cible))
        fini = assembler({**self.membres, **changes}.items())
        Archive.lire(fini)
        return fini


def _membres(docx: bytes, archive: Archive) -> dict[str, bytes]:
    """The members as they are in the file, that the guard has just checked."""
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        bruts = {e.filename: source.read(e) for e in source.infolist() if not e.is_dir()}
    # One vocabulary in the whole file, or Word takes it for a damaged one.
    return archive.membres if _STRICT in bruts[archive.principal] else bruts


def _dans_le_corps(paragraphe: etree._Element) -> etree._Element | None:
    """*paragraphe*, or the one that holds the text box it is in; nothing if none does."""
    dehors: etree._Element | None = paragraphe
    for ancetre in paragraphe.iterancestors():
        if ancetre.tag in _HORS_DU_CORPS:
            dehors = None
        elif ancetre.tag == _P and dehors is None:
            dehors = ancetre
    return dehors


def _lieu(nom: str, rang: int | None) -> str:
    """« En-tête, paragraphe 2 »."""
    suite = f", paragraphe {rang}" if rang is not None else ""
    return f"{nom[:1].upper()}{nom[1:]}{suite}"


def _octets(racine: etree._Element) -> bytes:
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)
