"""One case out of a source: where it stands, and the case, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from courriers.constats import Constat
from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError
from courriers.langue.accords import designation
from courriers.lot.configuration import Configuration

_COURT = 200
"""Most characters kept of what a refused case says of itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case comes from."""

    fichier: Path
    feuille: str = ""
    """Of a spreadsheet with several."""
    lignes: tuple[int, ...] = ()
    """Its rows, from 1, as the spreadsheet or a text editor numbers them; none for a whole file."""

    def __str__(self) -> str:
        feuille = f", feuille «\u00a0{self.feuille}\u00a0»" if self.feuille else ""
        if not self.lignes:
            return f"{self.fichier}{feuille}"
        dites = ", ".join(map(str, self.lignes[:5])) + ("…" if len(self.lignes) > 5 else "")
        return f"{self.fichier}{feuille}, ligne{'s' if len(self.lignes) > 1 else ''}\u00a0{dites}"


@dataclass(frozen=True)
class Cas:
    """A case that was read, or refused."""

    place: Place
    dossier: Dossier | None = None
    constats: tuple[Constat, ...] = ()
    """What to check, each with file, row and column, when the case was read all the same."""
    erreur: CourriersError | None = None
    """Why there is no case; its ``constats`` hold every fault, with file, row and column."""
    ecarte: Dossier | None = None
    """The case that ``erreur`` leaves alone: it was read, and no letter may be made of it."""

    reference_lue: str = ""
    """Of a case that could not be read, the reference it gives, where that is a plain text."""
    debiteur_lu: str = ""
    """And the name of its debtor."""

    @property
    def lu(self) -> Dossier | None:
        """The case, be it left alone; nothing when it could not be read."""
        return self.dossier or self.ecarte

    @property
    def reference(self) -> str:
        """That of the case; nothing when none could be read."""
        return self.lu.reference if self.lu is not None else self.reference_lue

    @property
    def debiteur(self) -> str:
        """The name of the debtor; nothing when none could be read."""
        return designation(self.lu.debiteur) if self.lu is not None else self.debiteur_lu

    def sans(self, raison: CourriersError) -> Cas:
        """The same, left alone for *raison*."""
        return replace(self, dossier=None, erreur=raison, ecarte=self.lu)


def refuse(
    place: Place, erreur: CourriersError, brut: object, constats: tuple[Constat, ...] = ()
) -> Cas:
    """The refusal of the case *brut*, known by the reference and the name that can be read in it.

    Args:
        place: where it stands.
        erreur: why it is refused.
        brut: what was read of it; looked at only where it is a dictionary.
        constats: what to check besides.
    """
    lus = brut if isinstance(brut, dict) else {}
    qui = lus.get("debiteur")
    debiteur = qui if isinstance(qui, dict) else {}
    noms = ("denomination",) if _texte(debiteur.get("denomination")) else ("prenom", "nom")
    dits = [_texte(debiteur.get(nom)) for nom in ("forme_juridique", *noms)]
    nom = " ".join(dict.fromkeys(filter(None, dits)))
    return Cas(place, None, constats, erreur, None, _texte(lus.get("reference")), nom)


def _texte(valeur: Any) -> str:
    """*valeur* on one line, if it is a text; nothing else is shown."""
    return " ".join(valeur.split())[:_COURT] if isinstance(valeur, str) else ""


class Source(Protocol):
    """A format: one module of this package, and one line in ``SOURCES``."""

    def reconnait(self, chemin: Path) -> bool:
        """Whether *chemin* is of this format, by its name and first bytes; never raises."""

    def lire(self, chemins: Iterable[Path], reglages: Configuration) -> Iterator[Cas]:
        """Every case of the files *chemins*, streamed, in the order of the source.

        A case that is faulty is yielded with its error and never stops the others. A file that
        cannot be read at all is one :class:`Cas` with an error.
        """
