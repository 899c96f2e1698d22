"""The PDFs of a deposit: letters in their order, a new file when one is full."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, erreur
from courriers.erreurs import PdfInvalide
from courriers.lot.depot.adresse import Adresse
from courriers.lot.depot.bordereau import Ligne, cellule
from courriers.lot.depot.pli import Pli
from courriers.lot.depot.retraits import Motif, lieu_de
from courriers.lot.depot.reunion import Reunion
from courriers.lot.journal import empreinte

TAILLE = 50_000_000
"""Most bytes of a file: what Maileva takes."""


@dataclass(frozen=True)
class Reglages:
    """How a deposit is made."""

    recto_verso: bool = True
    """Each document begins on a front side; a blank page ends one of an odd number of pages."""
    taille: int = TAILLE
    """Most bytes of a file."""
    lettres: int | None = None
    """Most letters of a file; any number by default."""
    du: datetime.date | None = None
    """Only the letters of that day."""
    retouchees: bool = False
    """Take the files that are not those the journal knows."""
    refaire: bool = False
    """Take again what a deposit took already."""
    refaire_depot: str | None = None
    """Take again what the deposit of that name took, and no other since."""
    a_blanc: bool = False
    """Check all, write nothing."""


@dataclass(frozen=True, slots=True)
class Fichier:
    """A PDF of the deposit."""

    nom: str
    canal: str
    lettres: int
    pages: int
    octets: int


@dataclass(frozen=True, slots=True)
class Bon:
    """A letter that can be printed; its bytes are read again when they are."""

    pli: Pli
    adresse: Adresse
    pages: tuple[int, ...]
    empreintes: tuple[str, ...]

    @property
    def rang(self) -> tuple[Any, ...]:
        """By channel, postcode, then number of pages."""
        return self.pli.canal, *self.adresse.ordre, sum(self.pages), self.pli.cle, self.pli.pdfs


@dataclass
class Tri:
    """What becomes of each letter."""

    bons: list[Bon] = field(default_factory=list)
    constats: list[Constat] = field(default_factory=list)
    retires: list[tuple[Pli, str]] = field(default_factory=list)
    laissees: int = 0
    en_attente: int = 0

    def ecarter(self, pli: Pli, motif: Motif) -> None:
        """*pli* is withdrawn, or waits, as *motif* says."""
        self.constats.append(motif.constat)
        if motif.au_journal:
            self.retires.append((pli, motif.au_journal))
        else:
            self.en_attente += 1


def reunir(
    tri: Tri, repertoire: Path, sortie: Path, reglages: Reglages
) -> Iterator[tuple[Fichier, list[Ligne]]]:
    """Write the letters of *tri*, already sorted, and yield each file with what it holds.

    One that cannot be copied is left out, and said in *tri*.
    """
    ordres = itertools.count(1)
    for canal, bons in itertools.groupby(tri.bons, key=lambda bon: bon.pli.canal):
        en_cours = _EnCours(canal, 1, sortie, reglages)
        for bon in bons:
            try:
                octets = _relus(bon, repertoire)
                if not en_cours.prendre(bon, octets, ordres):
                    suivant = en_cours.numero
                    if en_cours.lignes:
                        yield en_cours.finir()
                        suivant += 1
                    en_cours = _EnCours(canal, suivant, sortie, reglages)
                    _seule(en_cours, bon, octets, ordres)
            except PdfInvalide as faute:
                tri.laissees += 1
                lieu = lieu_de(bon.pli, repertoire)
                motif = f"{faute.message.rstrip('.')}."
                tri.constats.append(erreur(Code.PDF_A_REFAIRE, motif, lieu=lieu))
        if en_cours.lignes:
            yield en_cours.finir()


def _seule(en_cours: _EnCours, bon: Bon, octets: list[bytes], ordres: Iterator[int]) -> None:
    """Put *bon* first in a file.

    Raises:
        PdfInvalide: it is too large for any.
    """
    if not en_cours.prendre(bon, octets, ordres):
        en_cours.vider()
        raise PdfInvalide("la lettre pèse plus qu’un fichier du dépôt")


class _EnCours:
    """A file being made."""

    def __init__(self, canal: str, numero: int, sortie: Path, reglages: Reglages) -> None:
        self.numero = numero
        self.lignes: list[Ligne] = []
        self._canal, self._sortie, self._reglages = canal, sortie, reglages
        self._nom = f"{canal}-{numero}.pdf"
        self._reunion = Reunion(f"{canal} {numero}")

    def prendre(self, bon: Bon, octets: Iterable[bytes], ordres: Iterator[int]) -> bool:
        """Add a letter; nothing is added, and it is false, when the file is full without it."""
        if self.lignes and len(self.lignes) == self._reglages.lettres:
            return False
        documents = [self._reunion.importer(o) for o in octets]
        if self._reunion.taille > self._reglages.taille:
            return False
        premiere = self._reunion.pages + 1
        prises = self._reunion.ajouter(
            documents, cellule(bon.pli.nom), recto_verso=self._reglages.recto_verso
        )
        feuilles = prises // 2 if self._reglages.recto_verso else prises
        self.lignes.append(
            Ligne(
                next(ordres),
                self._nom,
                premiere,
                premiere + prises - 1,
                sum(bon.pages),
                feuilles,
                bon.pli,
                bon.adresse,
                bon.empreintes,
            )
        )
        return True

    def vider(self) -> None:
        """Forget what was copied of a letter that was not added."""
        self._reunion.fermer()
        self._reunion = Reunion(f"{self._canal} {self.numero}")

    def finir(self) -> tuple[Fichier, list[Ligne]]:
        """Write it."""
        chemin = self._sortie / self._nom
        self._reunion.ecrire(chemin)
        pages = self._reunion.pages
        self._reunion.fermer()
        taille = chemin.stat().st_size
        return Fichier(self._nom, self._canal, len(self.lignes), pages, taille), self.lignes


def _relus(bon: Bon, repertoire: Path) -> list[bytes]:
    """Its files once more: what is printed is what was checked.

    Raises:
        PdfInvalide: one is no longer the same.
    """
    try:
        octets = [(repertoire / nom).read_bytes() for nom in bon.pli.pdfs]
    except OSError:
        octets = []
    if tuple(map(empreinte, octets)) != bon.empreintes:
        raise PdfInvalide("le PDF a changé pendant le dépôt")
    return octets
