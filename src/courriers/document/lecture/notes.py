"""Footnotes and endnotes: their numbers, and what they hold, read where they are called.

Word numbers the two apart. A note is read once, however often it is called; one that a note calls
comes after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from courriers.document.arbre import (
    LARGEUR_DU_FILET,
    Bloc,
    Bordure,
    Bordures,
    Interligne,
    Mise,
    Morceau,
    Note,
    Paragraphe,
    Police,
    Texte,
)
from courriers.document.archive import Archive, analyser
from courriers.document.lecture.mesures import attribut, nombre, w
from courriers.document.lecture.numerotation import ecrire

if TYPE_CHECKING:
    from courriers.document.lecture.source import Source

APPELS: dict[object, str] = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
MARQUES = frozenset((w("footnoteRef"), w("endnoteRef")))
_REGLAGES = {"footnotes": w("footnotePr"), "endnotes": w("endnotePr")}
_FORMES = {"footnotes": "decimal", "endnotes": "lowerRoman"}
"""Word's own."""
_SIGNES = "*†‡§"


@dataclass
class Notes:
    """The notes of a file, and how far they have counted."""

    archive: Archive
    formes: dict[str, str] = field(default_factory=lambda: dict(_FORMES))
    departs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_FORMES, 1))
    reprises: dict[str, str] = field(default_factory=dict)
    """When each kind counts anew."""
    comptes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_FORMES, 0))
    fin: list[Bloc] = field(default_factory=list)
    """What the endnotes met so far hold."""
    attente: list[Bloc] = field(default_factory=list)
    """What the notes called by the one being read hold."""
    contenus: dict[tuple[str, str], tuple[etree._Element, str]] | None = None
    """Those not met yet: the note, and its part."""
    filets: dict[str, tuple[etree._Element, str]] = field(default_factory=dict)
    """What Word draws above the notes of each kind."""

    def regler(self, *couches: etree._Element | None) -> None:
        """Number as *couches* say: the settings of the file, then those of a section."""
        self.formes = dict(_FORMES)
        for couche in couches:
            for genre, nom in _REGLAGES.items():
                reglages = None if couche is None else couche.find(nom)
                if reglages is not None:
                    self._regler(genre, reglages)

    def _regler(self, genre: str, reglages: etree._Element) -> None:
        self.formes[genre] = attribut(reglages.find(w("numFmt"))) or self.formes[genre]
        depart = attribut(reglages.find(w("numStart")))
        if depart is not None:
            self.departs[genre] = min(max(int(nombre(depart, 1)), 0), 99_999)
        self.reprises[genre] = attribut(reglages.find(w("numRestart"))) or ""
        if self.reprises[genre] == "eachSect":
            self.comptes[genre] = 0

    def numero(self, genre: str) -> str:
        """The number of the next note of *genre*."""
        valeur = self.departs[genre] + self.comptes[genre]
        self.comptes[genre] += 1
        if self.formes[genre] == "chicago":
            return _SIGNES[(valeur - 1) % 4] * (1 + (valeur - 1) // 4)
        return ecrire(valeur, self.formes[genre])

    def prendre(self, genre: str, nom: str) -> tuple[etree._Element | None, str]:
        """The note *nom* and its part, the first time it is asked for."""
        if self.contenus is None:
            self.contenus = dict(self._lire())
        return self.contenus.pop((genre, nom), (None, ""))

    def _lire(self) -> Iterator[tuple[tuple[str, str], tuple[etree._Element, str]]]:
        for genre, partie in _parties(self.archive):
            for note in analyser(self.archive.membres[partie], partie):
                if attribut(note, "type") == "separator":
                    self.filets[genre] = (note, partie)
                yield (genre, attribut(note, "id") or ""), (note, partie)


def _parties(archive: Archive) -> Iterator[tuple[str, str]]:
    for lien in archive.liens(archive.principal):
        genre = lien.type.rsplit("/", 1)[-1]
        if genre in _FORMES and lien.cible in archive.membres:
            yield genre, lien.cible


def appel(noeud: etree._Element, police: Police, source: Source) -> Iterator[Morceau]:
    """The number that calls a note, and the note where it is printed on the same page."""
    from courriers.document.lecture.blocs import blocs

    genre, notes = APPELS[noeud.tag], source.notes
    # A mark of the author's own is the text that follows.
    a_sa_marque = attribut(noeud, "customMarkFollows") not in (None, "0", "false")
    numero = "" if a_sa_marque else notes.numero(genre)
    if numero:
        yield marque(numero, police)
        if notes.reprises.get(genre) == "eachPage":
            source.signaler("des notes comptées page par page", "leurs numéros se suivent")
    note, partie = notes.prendre(genre, attribut(noeud, "id") or "")
    if note is None:
        return
    corps = blocs(note, replace(source.vers(partie), note=numero, place=0.0))
    if numero and not any(True for _ in note.iter(*MARQUES)):
        corps = _numerotee(corps, numero)
    if source.note is not None:
        notes.attente += corps
        return
    corps, notes.attente = [*corps, *notes.attente], []
    if genre == "footnotes":
        yield Note(tuple(corps))
    else:
        notes.fin += corps


def marque(numero: str, police: Police) -> Texte:
    """The number of a note, raised even where its style does not say so."""
    return Texte(numero, replace(police, position="exposant"))


def _numerotee(corps: list[Bloc], numero: str) -> list[Bloc]:
    """A note that does not hold its number is given it."""
    premier = corps[0] if corps else None
    if not isinstance(premier, Paragraphe):
        return corps
    tete = marque(f"{numero}\u00a0", premier.marque)
    return [replace(premier, morceaux=(tete, *premier.morceaux)), *corps[1:]]


def filet(genre: str, source: Source) -> Paragraphe:
    """The room of the line above the notes of *genre*: an empty paragraph."""
    from courriers.document.lecture.blocs import blocs

    note, partie = source.notes.filets.get(genre, (None, ""))
    lus = [] if note is None else blocs(note, replace(source.vers(partie), note=""))
    trouve = next((b for b in lus if isinstance(b, Paragraphe)), None)
    return trouve or Paragraphe((), Mise(), Police())


def notes_de_fin(largeur: float, source: Source) -> list[Bloc]:
    """The endnotes, under their line, in a text *largeur* wide."""
    if not source.notes.fin:
        return []
    place = filet("endnotes", source)
    corps = place.marque.taille
    trait = replace(
        place.mise,
        avant=place.mise.avant + 0.6 * corps,
        interligne=Interligne(0.6 * corps, "exact"),
        droite=max(0.0, largeur - LARGEUR_DU_FILET),
        bordures=Bordures(haut=Bordure(0.5)),
    )
    return [replace(place, morceaux=(), mise=trait), *source.notes.fin]
