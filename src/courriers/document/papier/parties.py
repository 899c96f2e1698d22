"""Parts of one Word file carried into another: renamed, with their relationships and types."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from courriers.document.archive import (
    RELATIONS,
    Archive,
    R,
    W,
    analyser,
    nom_des_relations,
)

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_NUMERO_MAX = 10_000


def w(nom: str) -> str:
    """The qualified name of *nom* in WordprocessingML."""
    return f"{{{W}}}{nom}"


def ecrire(racine: etree._Element) -> bytes:
    """*racine* as a member of a Word file."""
    return etree.tostring(racine, encoding="UTF-8", standalone=True)


def racine_commune(nom: str, *racines: etree._Element) -> etree._Element:
    """An empty *nom* that declares all the prefixes of *racines*, and ignores those they ignore.

    What says « Requires="wps" » names a prefix: it must be declared above, used or not.
    """
    espaces: dict[str | None, str] = {}
    ignores: dict[str, None] = {}
    for racine in racines:
        for prefixe, uri in racine.nsmap.items():
            espaces.setdefault(prefixe, uri)
        ignores |= dict.fromkeys((racine.get(f"{{{MC}}}Ignorable") or "").split())
    neuve = etree.Element(w(nom), nsmap={**espaces, "w": W, "r": R})
    connus = [prefixe for prefixe in ignores if prefixe in neuve.nsmap]
    if connus:
        neuve.set(f"{{{MC}}}Ignorable", " ".join(connus))
    return neuve


@dataclass
class Chantier:
    """A Word file under construction: the members of a template, and what is brought to them."""

    archive: Archive
    """The template."""
    membres: dict[str, bytes] = field(default_factory=dict)
    apportes: dict[tuple[int, str], str] = field(default_factory=dict)
    """New name of what was copied, by file and by old name."""

    def __post_init__(self) -> None:
        self.membres = dict(self.archive.membres)

    def copier(self, source: Archive, membre: str) -> str:
        """Bring *membre* of *source* with all it leads to; its new name."""
        cle = (id(source), membre)
        if cle in self.apportes:
            return self.apportes[cle]
        nom = self.apportes[cle] = self.nom_libre(membre)
        self.membres[nom] = source.membres[membre]
        self.typer(nom, type_de(source, membre))
        self.relier(nom, source, membre)
        return nom

    def nom_libre(self, membre: str) -> str:
        """A name no member bears, after that of *membre*."""
        dossier = "word/media" if "/media/" in f"/{membre}" else "word"
        tronc, extension = posixpath.splitext(posixpath.basename(membre))
        for rang in range(1, _NUMERO_MAX):
            nom = f"{dossier}/papier{rang}-{tronc}{extension}"
            if nom not in self.membres:
                return nom
        raise AssertionError(membre)

    def relier(self, nom: str, source: Archive, membre: str, prefixe: str = "") -> None:
        """Give the part *nom* the relationships that *membre* has in *source*.

        *prefixe* begins their new identifiers; targets of the template itself are not copied.
        """
        for lien in source.liens(membre):
            cible = lien.cible
            if not lien.externe:
                if cible not in source.membres:
                    continue
                if source is not self.archive:
                    cible = self.copier(source, cible)
                cible = posixpath.relpath(cible, posixpath.dirname(nom))
            self.lier(nom, lien.type, cible, f"{prefixe}{lien.id}", externe=lien.externe)

    def lier(
        self, partie: str, genre: str, cible: str, nom: str = "", *, externe: bool = False
    ) -> str:
        """Add one relationship to *partie*; its identifier."""
        membre = nom_des_relations(partie)
        vide = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
        racine = analyser(self.membres.get(membre, vide), membre)
        pris = {e.get("Id") for e in racine}
        rang = 1
        while not nom or (nom in pris):
            nom, rang = f"papier{rang}", rang + 1
        lien = etree.SubElement(racine, f"{{{RELATIONS}}}Relationship")
        lien.set("Id", nom)
        lien.set("Type", genre)
        lien.set("Target", cible)
        if externe:
            lien.set("TargetMode", "External")
        self.membres[membre] = ecrire(racine)
        return nom

    def detacher(self, genre: str) -> None:
        """Take the relationships of type *genre* from the main part."""
        membre = nom_des_relations(self.archive.principal)
        if membre not in self.membres:
            return
        racine = analyser(self.membres[membre], membre)
        for lien in list(racine):
            if lien.get("Type", "").rsplit("/", 1)[-1] == genre:
                racine.remove(lien)
        self.membres[membre] = ecrire(racine)

    def typer(self, nom: str, genre: str) -> None:
        """Say that the member *nom* is of content type *genre*."""
        racine = analyser(self.membres[TYPES], TYPES)
        extension = posixpath.splitext(nom)[1].lstrip(".").lower()
        defauts = {
            e.get("Extension", "").lower(): e.get("ContentType")
            for e in racine.iterchildren("{*}Default")
        }
        if not genre or (defauts.get(extension) == genre):
            return
        if extension in defauts or extension == "xml":
            noeud = etree.SubElement(racine, f"{{{_TYPES}}}Override")
            noeud.set("PartName", f"/{nom}")
        else:
            noeud = etree.Element(f"{{{_TYPES}}}Default")
            noeud.set("Extension", extension)
            racine.insert(0, noeud)
        noeud.set("ContentType", genre)
        self.membres[TYPES] = ecrire(racine)

    def partie(self, genre: str) -> tuple[str, etree._Element] | None:
        """The part of the template of *genre* (``styles``, ``settings``…), parsed."""
        membre = partie_de(self.archive, genre)
        return None if membre is None else (membre, analyser(self.membres[membre], membre))

    def finir(self) -> Archive:
        """The new template."""
        return Archive(self.membres, self.archive.principal, self.archive.constats)


def partie_de(archive: Archive, genre: str) -> str | None:
    """The member of *archive* that its main part calls its *genre*."""
    return next(
        (
            lien.cible
            for lien in archive.liens(archive.principal)
            if lien.type.rsplit("/", 1)[-1] == genre and lien.cible in archive.membres
        ),
        None,
    )


def lue(archive: Archive, genre: str) -> etree._Element | None:
    """The same, parsed."""
    membre = partie_de(archive, genre)
    return None if membre is None else analyser(archive.membres[membre], membre)


def type_de(archive: Archive, membre: str) -> str:
    """The content type of *membre*; empty if nothing says it."""
    racine = analyser(archive.membres[TYPES], TYPES)
    for noeud in racine.iterchildren("{*}Override"):
        if noeud.get("PartName", "").lstrip("/").lower() == membre.lower():
            return noeud.get("ContentType", "")
    extension = posixpath.splitext(membre)[1].lstrip(".").lower()
    for noeud in racine.iterchildren("{*}Default"):
        if noeud.get("Extension", "").lower() == extension:
            return noeud.get("ContentType", "")
    return ""


def renommer_les_liens(racine: etree._Element, prefixe: str) -> None:
    """Begin with *prefixe* every relationship named under *racine*."""
    for noeud in racine.iter():
        for nom, valeur in noeud.attrib.items():
            if nom.startswith(f"{{{R}}}") and valeur:
                noeud.set(nom, f"{prefixe}{valeur}")


def changer(racine: etree._Element, noms: Mapping[str, str], balises: tuple[str, ...]) -> None:
    """Rename what the elements *balises* under *racine* name, after *noms*."""
    for noeud in racine.iter(*map(w, balises)):
        ancien = noeud.get(w("val"), "")
        if ancien in noms:
            noeud.set(w("val"), noms[ancien])
