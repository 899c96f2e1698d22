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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes
from lxml import etree

from courriers.constats import Code, Constat, Gravite, Lieu
from courriers.document import emplacements
from courriers.document.archive import Archive, analyser, assembler, nom_des_relations
from courriers.document.balises import mal_accompagnees
from courriers.document.emplacements import Emplacement
from courriers.document.environnement import Environnement
from courriers.document.fautes_jinja import en_francais
from courriers.erreurs import FichierWordInvalide, GabaritInvalide

_PARTIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_PROPRIETES = "docProps/core.xml"
_TYPES = "[Content_Types].xml"
_NOMS = {"document": "corps", "header": "en-tête", "footer": "pied de page"}
_FICHIER = "<gabarit>"
_INTERDITS = (
    nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block, nodes.Macro,
    nodes.CallBlock, nodes.Call, nodes.Assign, nodes.AssignBlock, nodes.FilterBlock, nodes.With,
    nodes.ScopedEvalContextModifier,
)  # fmt: skip
_FAUTES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError)
"""What a template's own expressions can raise while it is filled."""


@dataclass(frozen=True)
class _Partie:
    """One templated part."""

    membre: str
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
        for membre in [m for m in membres if _PARTIES.fullmatch(m) or m == _PROPRIETES]:
            xml, trouves = emplacements.preparer(membres[membre], membre, len(places))
            places += trouves
            if b"{" in xml:
                parties.append(_compiler(environnement, membre, xml, nom))
                del membres[membre]
        relations = _detacher(membres, places)
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
        try:
            texte = partie.modele.render(valeurs)
        except _FAUTES as faute:
            raise _gabarit_invalide(self.nom, partie.membre, partie.source, faute) from None
        texte = re.sub(r"\n<w:p([ >])", r"<w:p\1", texte)
        texte = _renumeroter(_outils().resolve_listing(texte))
        if partie.reparer_les_tableaux:
            arbre = _outils().fix_tables(texte)
            return etree.tostring(arbre, encoding="UTF-8", standalone=True)
        octets = texte.encode("utf-8")
        try:
            analyser(octets, partie.membre)
        except FichierWordInvalide:
            raise GabaritInvalide(
                f"{self.nom} : la lettre remplie n’est pas un document Word valide.",
                conseil="Chaque « if » et chaque « for » se ferme dans la cellule où il s’ouvre.",
            ) from None
        return octets


def _outils() -> Any:
    """Docxtpl's text functions; no document is ever given to this object."""
    from docxtpl import DocxTemplate

    return DocxTemplate(None)


def _compiler(environnement: Environnement, membre: str, xml: bytes, nom: str) -> _Partie:
    racine = analyser(xml, membre)
    for rang, porteur, extrait in mal_accompagnees(racine):
        lieu = Lieu(fichier=nom, partie=_partie(membre), paragraphe=rang)
        message = f"cette balise doit être seule dans sa {porteur} — « {extrait[:120]} »."
        if porteur == "paragraphe":
            message = message.replace("sa paragraphe", "son paragraphe")
        constat = Constat(Code.GABARIT_INVALIDE, Gravite.ERREUR, message, lieu)
        raise GabaritInvalide(f"{lieu} : {message}", constats=[constat])
    texte = etree.tostring(racine, encoding="unicode")
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", _outils().patch_xml(texte))
    try:
        arbre = environnement.parse(source)
        for noeud in arbre.find_all(_INTERDITS):
            raise TemplateSyntaxError(
                "cette balise n’est pas admise dans un modèle", noeud.lineno, filename=_FICHIER
            )
        code = environnement.compile(arbre, filename=_FICHIER)
    except TemplateError as faute:
        raise _gabarit_invalide(nom, membre, source, faute) from None
    modele = Template.from_code(environnement, code, {})
    repare = re.search(r"\{%\s*(tc\b|colspan|hm\b)", re.sub(r"<[^>]+>", "", texte)) is not None
    return _Partie(membre, modele, source, repare)


def _detacher(membres: dict[str, bytes], places: list[Emplacement]) -> dict[str, bytes]:
    """Take the placeholders' relationships and pictures out of *membres*."""
    retirees: dict[str, set[str]] = {}
    for place in places:
        retirees.setdefault(place.partie, set()).add(place.relation)
    for orphelin in emplacements.medias_orphelins(membres, retirees):
        membres.pop(orphelin, None)
    return {
        partie: emplacements.relations_sans(membres.pop(nom_des_relations(partie)), ids)
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


def _gabarit_invalide(nom: str, membre: str, source: str, faute: Exception) -> GabaritInvalide:
    """*faute* with its place: part, paragraph and the text around."""
    rang = _rang(faute)
    lignes = source.split("\n")
    extrait = ""
    if rang is not None and rang <= len(lignes):
        extrait = re.sub(r"<[^>]+>", "", lignes[rang - 1]).strip()
    lieu = Lieu(
        fichier=nom,
        partie=_partie(membre),
        paragraphe=None if rang is None else max(rang - 1, 1),
    )
    motif = en_francais(str(getattr(faute, "message", None) or faute))
    message = f"{motif} — « {extrait[:120]} »." if extrait else f"{motif}."
    constat = Constat(Code.GABARIT_INVALIDE, Gravite.ERREUR, message, lieu)
    return GabaritInvalide(f"{lieu} : {message}", constats=[constat])


def _partie(membre: str) -> str:
    racine = re.sub(r"\d*\.xml$", "", membre.rsplit("/", 1)[-1])
    return _NOMS.get(racine, racine)


def _rang(faute: Exception) -> int | None:
    """Line of the patched source, from 1: of the syntax error, or of the frame that failed."""
    if isinstance(faute, TemplateSyntaxError):
        return faute.lineno
    rang, trace = None, faute.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _FICHIER:
            rang = trace.tb_lineno
        trace = trace.tb_next
    return rang
