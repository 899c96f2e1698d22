"""The letters of a journal and what became of each, as its lines are read one after the other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from courriers.lot.evenements import AnyEvenement, Depose, LettreEcrite, Purge, Retour, Retrait
from courriers.lot.sources.references import pli

_Nom = tuple[str, str, datetime.date]
"""Reference, as two spellings of it are one; step; day."""
_Qui = tuple[str, str]
"""Creditor and copy."""
_FAITE_DE = ("canal", "dossier", "modele", "bareme", "numero_suivi")


@dataclass
class Ecrite:
    """A letter that stands."""

    lettre: LettreEcrite
    """The last line that wrote it, with the files of those before it."""
    deposes: dict[str, str] = field(default_factory=dict)
    """By PDF that a deposit took, the last that did."""
    est_partie: bool = False
    """Something came back of it: it was sent."""


class PlisLus:
    """What a journal says so far."""

    def __init__(self) -> None:
        self._lettres: dict[_Nom, dict[_Qui, Ecrite]] = {}
        self._proprietaires: dict[str, tuple[_Nom, _Qui]] = {}

    def ecrites(self) -> Iterator[Ecrite]:
        """The letters that stand, in the order of the journal."""
        for siennes in self._lettres.values():
            yield from siennes.values()

    def retenir(self, evenement: AnyEvenement) -> None:
        """Take one line more."""
        if isinstance(evenement, LettreEcrite):
            self._ecrire(evenement)
            return
        nom = _nom(evenement)
        for qui in self._visees(nom, evenement):
            ecrite = self._lettres[nom][qui]
            if isinstance(evenement, Retrait | Purge):
                del self._lettres[nom][qui]
            elif isinstance(evenement, Depose):
                ecrite.deposes |= dict.fromkeys(evenement.fichiers, evenement.depot)
            elif isinstance(evenement, Retour):
                ecrite.est_partie |= bool(
                    evenement.presente_le or evenement.recu_le or evenement.retour
                )

    def _visees(self, nom: _Nom, evenement: AnyEvenement) -> list[_Qui]:
        """The letters that *evenement* is of: one that names no creditor, or no copy, is of all."""
        exemplaire = getattr(evenement, "exemplaire", None)
        return [
            (creancier, copie)
            for creancier, copie in self._lettres.get(nom, ())
            if evenement.creancier in ("", creancier) and exemplaire in (None, copie)
        ]

    def _ecrire(self, lettre: LettreEcrite) -> None:
        """A letter completes itself, and replaces the others whose files it wrote over."""
        if not lettre.fichiers:
            return
        nom, qui = _nom(lettre), (lettre.creancier, lettre.exemplaire)
        for fichier in lettre.fichiers:
            autre, sien = self._proprietaires.get(fichier, (nom, qui))
            if (autre, sien) != (nom, qui):
                self._lettres.get(autre, {}).pop(sien, None)
            self._proprietaires[fichier] = nom, qui
        siennes = self._lettres.setdefault(nom, {})
        if qui in siennes:
            siennes[qui].lettre = _completee(siennes[qui].lettre, lettre)
        else:
            siennes[qui] = Ecrite(lettre)


def _nom(evenement: AnyEvenement) -> _Nom:
    return pli(evenement.reference), evenement.pack, evenement.au


def _completee(avant: LettreEcrite, lettre: LettreEcrite) -> LettreEcrite:
    """*lettre*, written again the same day, with the files of *avant* if they say the same.

    A Word file then its PDF are one letter. Made of another case or another template, the files
    that were not written over are of a letter that is no more.
    """
    if any(getattr(avant, nom) != getattr(lettre, nom) for nom in _FAITE_DE):
        return lettre
    return lettre.model_copy(update={"fichiers": {**avant.fichiers, **lettre.fichiers}})
