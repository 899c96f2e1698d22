"""A Word template compiled once and filled many times.

Each part that holds tags is compiled (``partie``); the rest is put aside, ready. docxtpl’s text
functions are used, and nothing else of it, because of the traps closed here: values are always
escaped (docxtpl's default loses the end of the sentence after ``&`` and ``<``), a missing field is
an error (it prints nothing by default), the environment is sandboxed, and a value that looks like a
tag is printed as it is.

A ``Gabarit`` never changes after ``load``: it can be shared between threads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from courriers.constats import Code, Constat, Lieu, information
from courriers.document import emplacements, lent
from courriers.document.archive import (
    GENRES,
    RELATIONS,
    Archive,
    analyser,
    assembler,
    nom_des_relations,
    sans_liens,
)
from courriers.document.balises import Endroit
from courriers.document.emplacements import Emplacement
from courriers.document.environnement import Environnement
from courriers.document.image import Image
from courriers.document.objets import PasDansLeTexteError
from courriers.document.partie import Partie

_PROPRIETES = "docProps/core.xml"
_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Gabarit:
    """A compiled template. Built by :meth:`load`; :meth:`fill` gives the bytes of a .docx."""

    nom: str
    constats: tuple[Constat, ...]
    _parties: tuple[Partie, ...]
    _emplacements: tuple[Emplacement, ...]
    _relations: Mapping[str, bytes]
    """Relationships of the parts that hold placeholders, without them."""
    _socle: bytes
    """A zip of the members that never change."""
    _environnement: Environnement
    constantes: frozenset[str] = frozenset()
    """Its paragraphs that hold no tag, as every letter prints them."""

    @classmethod
    def load(
        cls,
        source: bytes | str | Path | Archive,
        filtres: Mapping[str, Callable[..., Any]] | None = None,
        nom: str | None = None,
        retouche: Callable[[str], str] | None = None,
    ) -> Gabarit:
        """Read and compile *source*, a path or the bytes of a .docx, or one already open.

        Args:
            source: the Word template.
            filtres: filters its tags may use, beside the few of Jinja that are allowed.
            nom: what messages call it; its path by default.
            retouche: mends the text between the tags, sign for sign: spaces, apostrophes.

        Raises:
            FichierWordInvalide: not a Word file, or one that holds what a letter never needs.
            GabaritInvalide: a tag that cannot be compiled, with its place.
        """
        if nom is None:
            nom = "gabarit" if isinstance(source, bytes | Archive) else str(source)
        archive = Archive.lire(source)
        membres = dict(archive.membres)
        environnement = Environnement(filtres)
        parties: list[Partie] = []
        constantes: frozenset[str] = frozenset()
        places: list[Emplacement] = []
        textes = archive.parties_de_texte()
        noms = {membre: GENRES[genre] for genre, membre in textes}
        reecrites = {membre for genre, membre in textes if "notes" not in genre}
        if _PROPRIETES in membres:
            noms[_PROPRIETES] = "propriétés"
        for membre, partie in noms.items():
            xml, trouves = emplacements.preparer(membres[membre], membre, len(places))
            places += trouves
            if b"{" in xml or "｛".encode() in xml or membre in reecrites:
                brute = membre not in reecrites and membre != _PROPRIETES
                endroit = Endroit(nom, partie)
                compilee = Partie.compiler(
                    environnement, endroit, membre, xml, brute=brute, retouche=retouche
                )
                constantes |= compilee.constantes
                if "{" in compilee.source:
                    parties.append(compilee)
                    del membres[membre]
                else:
                    membres[membre] = compilee.remplir({})
        relations = _detacher(archive, membres, places, parties)
        membres[_TYPES] = _avec_les_images(membres[_TYPES])
        ordre = sorted(membres.items(), key=lambda m: m[0] != _TYPES)
        constats = [*archive.constats, *(c for p in parties for c in p.constats)]
        constats += _constats_lents(nom, parties)
        return cls(
            nom, tuple(constats), tuple(parties), tuple(places), relations, assembler(ordre),
            environnement, constantes,
        )  # fmt: skip

    @property
    def images(self) -> frozenset[str]:
        """Fields whose picture it has a place for, as ``creancier.logo``."""
        return frozenset(e.champ for e in self._emplacements)

    def fill(self, contexte: Mapping[str, Any]) -> bytes:
        """The letter: every tag replaced by its value from *contexte*.

        Raises:
            GabaritInvalide: a tag names a field *contexte* does not have, or the result is not
                well formed.
        """
        images = [(e, i) for e in self._emplacements if (i := e.image(contexte)) is not None]
        valeurs = {**contexte, **{e.cle: e.valeurs(i) for e, i in images}}
        try:
            membres = [(p.membre, p.remplir(valeurs)) for p in self._parties]
        except PasDansLeTexteError:
            return self._par_docxtpl(valeurs, images)
        for partie, relations in self._relations.items():
            du_membre = [(e, i) for e, i in images if e.partie == partie]
            membres.append(
                (nom_des_relations(partie), emplacements.relations_avec(relations, du_membre))
            )
        membres += [(e.membre(i), i.octets) for e, i in images]
        return assembler(membres, self._socle)

    def _par_docxtpl(
        self, valeurs: Mapping[str, Any], images: Sequence[tuple[Emplacement, Image]]
    ) -> bytes:
        """The letter, with a picture or a file that only docxtpl can print."""
        membres = [(p.membre, p.xml) for p in self._parties]
        membres += [(nom_des_relations(p), xml) for p, xml in self._relations.items()]
        faits = lent.remplir(
            self.nom, assembler(membres, self._socle), self._environnement, valeurs
        ).membres
        for partie in self._relations:
            relations = nom_des_relations(partie)
            du_membre = [(e, i) for e, i in images if e.partie == partie]
            faits[relations] = emplacements.relations_avec(faits[relations], du_membre)
        faits.update((e.membre(i), i.octets) for e, i in images)
        faits[_TYPES] = _avec_les_images(faits[_TYPES])
        return assembler(sorted(faits.items(), key=lambda m: (m[0] != _TYPES, m[0])))


def _constats_lents(nom: str, parties: Sequence[Partie]) -> list[Constat]:
    """What is printed by an object of the program, which may be one that only docxtpl prints."""
    return [
        information(
            Code.GABARIT_LENT,
            "une balise {{p … }} imprime un objet tout prêt : un sous-document est fait par "
            "docxtpl, des dizaines de fois plus lentement.",
            lieu=Lieu(fichier=nom, partie=p.endroit.partie),
        )
        for p in parties
        if b"{{p " in re.sub(rb"<[^>]+>", b"", p.xml)
    ]


def _detacher(
    archive: Archive, membres: dict[str, bytes], places: list[Emplacement], parties: list[Partie]
) -> dict[str, bytes]:
    """Take the placeholders' relationships and pictures out of *membres*."""
    sources = {p.membre: p.source for p in parties}
    retirees: dict[str, set[str]] = {}
    for place in places:
        # A fixed picture may share the relationship: it is then kept.
        if f'"{place.relation}"' not in sources.get(place.partie, ""):
            retirees.setdefault(place.partie, set()).add(place.relation)
        else:
            retirees.setdefault(place.partie, set())
    for orphelin in emplacements.medias_orphelins(archive, retirees):
        membres.pop(orphelin, None)
    vide = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
    return {
        partie: sans_liens(membres.pop(nom_des_relations(partie), vide), ids)
        for partie, ids in retirees.items()
    }


def _avec_les_images(types: bytes) -> bytes:
    """Content types that know PNG and JPEG."""
    racine = analyser(types, _TYPES)
    espace = etree.QName(racine).namespace
    connues = {e.get("Extension", "").lower() for e in racine}
    for extension in ("png", "jpeg"):
        if extension not in connues:
            defaut = etree.Element(f"{{{espace}}}Default")
            defaut.set("Extension", extension)
            defaut.set("ContentType", f"image/{extension}")
            racine.insert(0, defaut)
    return etree.tostring(racine, encoding="UTF-8", standalone=True)
