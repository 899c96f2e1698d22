"""A Word template compiled once and filled many times.

docxtpl patches the XML (split tags, ``{%p``, ``{%tr``, ``{%tc``) and resolves line breaks; both are
pure functions of text, called on no document. Everything else of it is replaced, because of the
traps this module closes: values are always escaped (docxtpl's default loses the end of the
sentence after ``&`` and ``<``), a missing field is an error (it prints nothing by default), the
environment is sandboxed, and a value that looks like a tag is printed as it is. docxtpl is imported
in this module only.

A ``Gabarit`` never changes after ``load``: it can be shared between threads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateError
from lxml import etree

from courriers.constats import Constat
from courriers.document import emplacements
from courriers.document.archive import (
    GENRES,
    RELATIONS,
    Archive,
    analyser,
    assembler,
    nom_des_relations,
    sans_liens,
)
from courriers.document.balises import FICHIER, Endroit, verifier_l_arbre, verifier_les_balises
from courriers.document.emplacements import Emplacement
from courriers.document.environnement import Environnement
from courriers.erreurs import GabaritInvalide

_PROPRIETES = "docProps/core.xml"
_TYPES = "[Content_Types].xml"
_SORTIE_MAX = 50_000_000
"""Characters a part may reach once filled."""


@dataclass(frozen=True)
class _Partie:
    """One templated part."""

    membre: str
    endroit: Endroit
    modele: Template
    source: str
    """Its patched XML, one paragraph a line: errors are found again by line."""
    reparer_les_tableaux: bool
    """The template repeats cells: the grid must be recounted."""


@dataclass(frozen=True)
class Gabarit:
    """A compiled template. Built by :meth:`load`; :meth:`fill` gives the bytes of a .docx."""

    nom: str
    constats: tuple[Constat, ...]
    _parties: tuple[_Partie, ...]
    _emplacements: tuple[Emplacement, ...]
    _relations: Mapping[str, bytes]
    """Relationships of the parts that hold placeholders, without them."""
    _socle: bytes
    """A zip of the members that never change."""

    @classmethod
    def load(
        cls, source: bytes | str | Path, filtres: Mapping[str, Callable[..., Any]] | None = None
    ) -> Gabarit:
        """Read and compile *source*, a path or the bytes of a .docx.

        Args:
            source: the Word template.
            filtres: filters its tags may use, beside the few of Jinja that are allowed.

        Raises:
            FichierWordInvalide: not a Word file, or one that holds what a letter never needs.
            GabaritInvalide: a tag that cannot be compiled, with its place.
        """
        nom = "gabarit" if isinstance(source, bytes) else str(source)
        archive = Archive.lire(source)
        membres = dict(archive.membres)
        environnement = Environnement(filtres)
        parties: list[_Partie] = []
        places: list[Emplacement] = []
        noms = {membre: GENRES[genre] for genre, membre in archive.parties_de_texte()}
        if _PROPRIETES in membres:
            noms[_PROPRIETES] = "propriétés"
        for membre, partie in noms.items():
            xml, trouves = emplacements.preparer(membres[membre], membre, len(places))
            places += trouves
            if b"{" in xml:
                parties.append(_compiler(environnement, Endroit(nom, partie), membre, xml))
                del membres[membre]
        relations = _detacher(archive, membres, places, parties)
        membres[_TYPES] = _avec_les_images(membres[_TYPES])
        ordre = sorted(membres.items(), key=lambda m: m[0] != _TYPES)
        return cls(
            nom, archive.constats, tuple(parties), tuple(places), relations, assembler(ordre)
        )

    def fill(self, contexte: Mapping[str, Any]) -> bytes:
        """The letter: every tag replaced by its value from *contexte*.

        Raises:
            GabaritInvalide: a tag names a field *contexte* does not have, or the result is not
                well formed.
        """
        images = [(e, i) for e in self._emplacements if (i := e.image(contexte)) is not None]
        valeurs = {**contexte, **{e.cle: e.valeurs(i) for e, i in images}}
        membres = [(p.membre, self._remplir(p, valeurs)) for p in self._parties]
        for partie, relations in self._relations.items():
            du_membre = [(e, i) for e, i in images if e.partie == partie]
            membres.append(
                (nom_des_relations(partie), emplacements.relations_avec(relations, du_membre))
            )
        membres += [(e.membre(i), i.octets) for e, i in images]
        return assembler(membres, self._socle)

    def _remplir(self, partie: _Partie, valeurs: Mapping[str, Any]) -> bytes:
        # Whatever the expressions of a template raise is the template's fault, with its place.
        try:
            texte = _borne(partie.modele.generate(valeurs))
        except Exception as faute:  # noqa: BLE001
            raise partie.endroit.faute_jinja(partie.source, faute) from None
        try:
            texte = re.sub(r"\n<w:p([ >])", r"<w:p\1", texte)
            octets = _renumeroter(_outils().resolve_listing(texte)).encode("utf-8")
            analyser(octets, partie.membre)
            if partie.reparer_les_tableaux:
                arbre = _outils().fix_tables(octets.decode("utf-8"))
                octets = etree.tostring(arbre, encoding="UTF-8", standalone=True)
        except Exception:  # noqa: BLE001
            raise GabaritInvalide(
                f"{self.nom} : la lettre remplie n’est pas un document Word valide.",
                conseil="Chaque « if » et chaque « for » se ferme dans la cellule où il s’ouvre.",
            ) from None
        return octets


def _borne(morceaux: Iterable[str]) -> str:
    """The pieces put together, or a refusal when there is no end to them."""
    sortie, total = [], 0
    for morceau in morceaux:
        total += len(morceau)
        if total > _SORTIE_MAX:
            raise ValueError("cette partie devient démesurée une fois remplie")
        sortie.append(morceau)
    return "".join(sortie)


def _outils() -> Any:
    """Docxtpl's text functions; no document is ever given to this object."""
    from docxtpl import DocxTemplate

    return DocxTemplate(None)


def _compiler(environnement: Environnement, endroit: Endroit, membre: str, xml: bytes) -> _Partie:
    racine = analyser(xml, membre)
    verifier_les_balises(racine, endroit)
    texte = etree.tostring(racine, encoding="unicode")
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", _outils().patch_xml(texte))
    try:
        arbre = environnement.parse(source)
        verifier_l_arbre(arbre)
        code = environnement.compile(arbre, filename=FICHIER)
    except (TemplateError, SyntaxError, RecursionError, ValueError, MemoryError) as faute:
        raise endroit.faute_jinja(source, faute) from None
    modele = Template.from_code(environnement, code, {})  # no global: fields only
    repare = re.search(r"\{%\s*(tc\b|colspan|hm\b)", re.sub(r"<[^>]+>", "", texte)) is not None
    return _Partie(membre, endroit, modele, source, repare)


def _detacher(
    archive: Archive, membres: dict[str, bytes], places: list[Emplacement], parties: list[_Partie]
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


def _renumeroter(texte: str) -> str:
    """Drawings copied by a loop must not share an identifier."""
    numeros = iter(range(1001, 1_000_000))
    return re.sub(
        r'(<wp:docPr\b[^>]*?\bid=")\d+(")', lambda m: f"{m[1]}{next(numeros)}{m[2]}", texte
    )
