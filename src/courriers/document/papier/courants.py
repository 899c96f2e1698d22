"""Headers and footers: the office’s, and what must stay of the template’s.

On the first page the office’s header replaces the template’s, whose fold marks stay. On the others
the template’s line (who writes, which case, the day) stands below the office’s. In every footer the
template’s lines stand above the office’s: what the law wants said there is not lost. The number of
the page is printed once: the office’s, if it has one.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from courriers.document.archive import Archive, R, analyser
from courriers.document.papier.nettoyage import est_visible, nettoyer, numerote, texte_brut
from courriers.document.papier.ordre import APRES_LES_PAIRES, inserer
from courriers.document.papier.parties import (
    Chantier,
    ecrire,
    lue,
    racine_commune,
    renommer_les_liens,
    w,
)

GENRES = ("first", "default", "even")
MENTIONS = "mentions_legales"
"""The field of the sender’s legal line: a paper that names the sender carries it."""
_SENS = {"header": "hdr", "footer": "ftr"}
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_PREFIXE = "modele_"


@dataclass(frozen=True)
class Courants:
    """The headers and footers of a file by kind, for its first page and the others."""

    archive: Archive
    membres: Mapping[tuple[str, str], str]
    """Member by ``header`` or ``footer`` and kind; the first page always has its own kind."""
    paires: bool
    """Even pages have theirs."""

    @classmethod
    def de(cls, archive: Archive) -> Courants:
        """Those of *archive*: of the first section for its first page, of the last for the rest."""
        sections = list(sections_de(archive))
        liens = {lien.id: lien.cible for lien in archive.liens(archive.principal)}
        connus: dict[tuple[str, str], str] = {}
        membres: dict[tuple[str, str], str] = {}
        for rang, section in enumerate(sections):
            for sens in _SENS:
                for reference in section.iterchildren(w(f"{sens}Reference")):
                    cible = liens.get(reference.get(f"{{{R}}}id", ""))
                    if cible in archive.membres:
                        connus[sens, reference.get(w("type"), "default")] = str(cible)
                premiere = "first" if _actif(section.find(w("titlePg"))) else "default"
                if not rang and (sens, premiere) in connus:
                    membres[sens, "first"] = connus[sens, premiere]
        membres |= {cle: m for cle, m in connus.items() if cle[1] != "first"}
        reglages = lue(archive, "settings")
        paires = reglages is not None and _actif(reglages.find(w("evenAndOddHeaders")))
        return cls(archive, membres, paires)

    def lire(self, sens: str, genre: str) -> etree._Element | None:
        """The part that pages of *genre* show."""
        if genre == "even" and not self.paires:
            genre = "default"
        membre = self.membres.get((sens, genre))
        return None if membre is None else analyser(self.archive.membres[membre], membre)

    def membre(self, sens: str, genre: str) -> str:
        """Its name."""
        return self.membres[sens, "default" if genre == "even" and not self.paires else genre]


def sections_de(archive: Archive) -> Iterator[etree._Element]:
    """Every ``sectPr`` of the body, in order."""
    racine = analyser(archive.membres[archive.principal], archive.principal)
    for noeud in racine.iter(w("sectPr")):
        parent = noeud.getparent()
        if parent is not None and parent.tag in (w("body"), w("pPr")):
            yield noeud


def _actif(noeud: etree._Element | None) -> bool:
    return noeud is not None and noeud.get(w("val"), "1") not in ("0", "false", "off")


@dataclass
class Partie:
    """One header or footer of the new file."""

    sens: str
    genre: str
    du_papier: etree._Element | None
    """The office’s, cleaned; nothing if it shows nothing."""
    du_modele: etree._Element | None


def preparer(papier: Courants, modele: Courants) -> list[Partie]:
    """The parts to write, each with what both files give to it."""
    paires = papier.paires or modele.paires
    parties = []
    for sens in _SENS:
        for genre in GENRES:
            if genre == "even" and not paires:
                continue
            venu = papier.lire(sens, genre)
            if venu is not None:
                nettoyer(venu)
            visible = venu if venu is not None and est_visible(venu) else None
            parties.append(Partie(sens, genre, visible, modele.lire(sens, genre)))
    return parties


def poser(
    chantier: Chantier, parties: list[Partie], papier: Courants, modele: Courants, *, nomme: bool
) -> list[tuple[str, str, str]]:
    """Write the parts; ``(header or footer, kind, relationship)`` of each.

    *nomme*: the paper names the sender, whose legal line is then left out.
    """
    numerotees = {
        p.genre for p in parties if p.du_papier is not None and numerote(p.du_papier)
    }  # fmt: skip
    references = []
    for partie in parties:
        gardes = _gardes(partie, numeros=partie.genre in numerotees, nomme=nomme)
        racine = _ensemble(partie, gardes)
        if not len(racine):
            continue
        nom = chantier.nom_libre(f"{partie.sens}.xml")
        chantier.membres[nom] = ecrire(racine)
        chantier.typer(nom, _TYPE.format(partie.sens))
        if partie.du_papier is not None:
            chantier.relier(nom, papier.archive, papier.membre(partie.sens, partie.genre))
        if partie.du_modele is not None:
            membre = modele.membre(partie.sens, partie.genre)
            chantier.relier(nom, chantier.archive, membre, _PREFIXE)
        cible = nom.removeprefix("word/")
        lien = chantier.lier(chantier.archive.principal, f"{R}/{partie.sens}", cible)
        references.append((partie.sens, partie.genre, lien))
    if any(p.genre == "even" for p in parties):
        _annoncer_les_paires(chantier)
    return references


def _gardes(partie: Partie, *, numeros: bool, nomme: bool) -> list[etree._Element]:
    """What stays of the template’s part."""
    if partie.du_modele is None:
        return []
    if partie.sens == "header" and partie.genre == "first" and partie.du_papier is not None:
        return _reperes(partie.du_modele)
    gardes = []
    for bloc in partie.du_modele:
        if nomme and MENTIONS in texte_brut(bloc):
            continue
        if numeros and numerote(bloc):
            continue
        gardes.append(copy.deepcopy(bloc))
    return gardes


def _reperes(racine: etree._Element) -> list[etree._Element]:
    """The runs of fold marks: shapes at a place of the sheet, without a word."""
    ancre = "{*}anchor"
    return [
        copy.deepcopy(run)
        for run in racine.iter(w("r"))
        if run.find(f".//{ancre}") is not None and not texte_brut(run).strip()
    ]


def _ensemble(partie: Partie, gardes: list[etree._Element]) -> etree._Element:
    for garde in gardes:
        renommer_les_liens(garde, _PREFIXE)
    sources = [r for r in (partie.du_papier, partie.du_modele) if r is not None]
    racine = racine_commune(_SENS[partie.sens], *sources)
    venus = [] if partie.du_papier is None else [copy.deepcopy(b) for b in partie.du_papier]
    if gardes and gardes[0].tag == w("r"):
        racine.extend(venus)
        _paragraphe_de_reperes(racine).extend(gardes)
    else:
        racine.extend([*venus, *gardes] if partie.sens == "header" else [*gardes, *venus])
    return racine


def _paragraphe_de_reperes(racine: etree._Element) -> etree._Element:
    """A paragraph of their own, a point high: a message that quotes the office’s is not mixed."""
    paragraphe = etree.SubElement(racine, w("p"))
    espace = etree.SubElement(etree.SubElement(paragraphe, w("pPr")), w("spacing"))
    for nom, valeur in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        espace.set(w(nom), valeur)
    return paragraphe


def _annoncer_les_paires(chantier: Chantier) -> None:
    reglages = chantier.partie("settings")
    if reglages is None or reglages[1].find(w("evenAndOddHeaders")) is not None:
        return
    membre, racine = reglages
    noeud = etree.Element(w("evenAndOddHeaders"))
    inserer(racine, noeud, APRES_LES_PAIRES)
    chantier.membres[membre] = ecrire(racine)
