"""The letters of a folder and their files, as its whole journal leaves them.

Kept in a temporary SQLite file: a journal of a hundred thousand letters takes no memory.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, cast

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.langue.typographie import date_courte
from courriers.lot import journal
from courriers.lot.base_privee import base_privee
from courriers.lot.dedans import cle
from courriers.lot.evenements import (
    AnyEvenement,
    Depose,
    LettreEcrite,
    Purge,
    Refusee,
    Retour,
    Retrait,
)
from courriers.lot.lettres_dites import est_possible
from courriers.lot.noms import est_de_la_liasse, montre
from courriers.lot.sources.references import pli

Etat = Literal["attendu", "connu", "purge"]
"""Of a file: it must be there; it may be (its letter was withdrawn, or written otherwise since);
it was purged."""

_TABLES = """
create table lettres (
    rang integer primary key, pli text, qui text, pack text, exemplaire text, au text,
    reference text, canal text, modele text, retiree int default 0, purgee int default 0,
    revenue int default 0,
    unique (pli, qui, pack, exemplaire, au)
);
create index des_jours on lettres (pli, au);
create table fichiers (
    cle text primary key, nom text, somme text, lettre int, etat text, depot text default '',
    deposee text default ''
) without rowid;
create index des_lettres on fichiers (lettre);
create table depots (depot text, somme text, lettre int);
create index des_depots on depots (depot);
"""
_COLONNES = (
    "rang", "pli", "qui", "pack", "exemplaire", "au", "reference", "canal", "modele", "retiree",
    "purgee", "revenue",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lettre:
    """A letter of the journal."""

    rang: int
    pli: str
    """Its reference, as two spellings of it are one."""
    qui: str
    """The mark of its creditor."""
    pack: str
    exemplaire: str
    au: datetime.date
    reference: str
    canal: str
    modele: str
    retiree: int
    purgee: int
    revenue: int
    """It reached nobody: its address was not the right one."""

    @property
    def nom(self) -> str:
        """It, for a person."""
        return nommee(self.reference, self.pack, self.au)


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file of the journal."""

    cle: str
    nom: str
    somme: str
    """SHA-256, as it was written."""
    lettre: int
    """The last that wrote it."""
    etat: Etat
    depot: str
    """The last deposit that took it."""
    deposee: str
    """SHA-256, as it was then."""


class Inventaire:
    """What the journal of a folder leaves; a context manager."""

    def __init__(self, repertoire: Path) -> None:
        """*repertoire*: the folder of the letters. Nothing is read before :meth:`lire`."""
        self._repertoire = repertoire
        self.base = base_privee(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_faute: object) -> None:
        self.base.close()

    def lire(self) -> Iterator[Constat]:
        """Read the journal to its end; what is wrong with it is yielded as it is met.

        Raises:
            CourriersError: it cannot be read; code ``JOURNAL_ILLISIBLE``.
        """
        self.base.execute("begin")
        for evenement in journal.lire(self._repertoire):
            if isinstance(evenement, Constat):
                yield evenement
            else:
                try:
                    yield from self._retenir(evenement)
                except UnicodeEncodeError:  # half a character, that no program of ours writes
                    yield self._incoherent(evenement, "a un caractère impossible")
        self.base.execute("commit")

    def _retenir(self, evenement: AnyEvenement) -> Iterator[Constat]:
        if isinstance(evenement, Refusee):
            return
        if isinstance(evenement, LettreEcrite):
            yield from self._ecrite(evenement)
            return
        if isinstance(evenement, Purge):
            yield from self._purgee(evenement)
            return
        exemplaire = getattr(evenement, "exemplaire", None)
        # One that names no creditor, or no copy, is of every letter of that name.
        visees = [rang for (rang,) in self.base.execute(
            "select rang from lettres where (pli, pack, au) = (?, ?, ?) and (qui = ? or ? = '')"
            " and (exemplaire = ? or ? is null)",
            (pli(evenement.reference), evenement.pack, evenement.au.isoformat(),
             *[evenement.creancier] * 2, *[exemplaire] * 2),
        )]  # fmt: skip
        if not visees:
            yield self._incoherent(evenement, "n’a pas sa lettre")
        for rang in visees:
            if isinstance(evenement, Retrait):
                self.base.execute("update lettres set retiree = 1 where rang = ?", (rang,))
                self._oublier(rang)
            elif isinstance(evenement, Retour) and evenement.retour is not None:
                self.base.execute(
                    "update lettres set revenue = ? where rang = ?",
                    (evenement.retour == "npai", rang),
                )
        if isinstance(evenement, Depose) and visees:
            self._deposee(evenement, visees)

    def _ecrite(self, ecrite: LettreEcrite) -> Iterator[Constat]:
        if not est_possible(ecrite):
            yield self._incoherent(ecrite, "n’est pas une lettre possible")
            return
        quoi = (
            pli(ecrite.reference), ecrite.creancier, ecrite.pack, ecrite.exemplaire,
            ecrite.au.isoformat(),
        )  # fmt: skip
        connue = self.base.execute(
            "select rang, canal from lettres"
            " where (pli, qui, pack, exemplaire, au) = (?, ?, ?, ?, ?)", quoi,
        ).fetchone()  # fmt: skip
        if connue is None:
            rang = self.base.execute(
                "insert into lettres (pli, qui, pack, exemplaire, au, reference, canal, modele)"
                " values (?, ?, ?, ?, ?, ?, ?, ?)",
                (*quoi, ecrite.reference, ecrite.canal, ecrite.modele),
            ).lastrowid
        else:
            rang, canal = connue
            if canal != ecrite.canal:  # the same day in another format completes the first
                self._oublier(rang)
            self.base.execute(
                "update lettres set canal = ?, modele = ?, retiree = 0, purgee = 0 where rang = ?",
                (ecrite.canal, ecrite.modele, rang),
            )
        if ecrite.pieces:  # those of another complete file may be there, or not
            self._oublier(cast("int", rang), lambda nom: est_de_la_liasse(nom, ecrite.pack))
        for nom, somme in ecrite.fichiers.items():
            dispute = self._disputer(nom, ecrite, cast("int", rang))
            if dispute is not None:
                yield dispute
            self.base.execute(
                "insert into fichiers (cle, nom, somme, lettre, etat)"
                " values (?, ?, ?, ?, 'attendu') on conflict (cle) do update set nom = excluded.nom"
                ", somme = excluded.somme, etat = 'attendu', lettre = excluded.lettre"
                ", depot = iif(lettre = excluded.lettre, depot, '')",
                (cle(nom), nom, somme, rang),
            )

    def _disputer(self, nom: str, ecrite: LettreEcrite, rang: int) -> Constat | None:
        """What is said when *nom* is the file of another letter, that still stands."""
        tenu = self.base.execute(
            "select l.rang, l.pli, l.qui, l.pack, l.exemplaire, l.au, l.reference from fichiers f"
            " join lettres l on l.rang = f.lettre where f.cle = ? and f.etat = 'attendu'",
            (cle(nom),),
        ).fetchone()
        if tenu is None or tenu[0] == rang:
            return None
        sien = (pli(ecrite.reference), ecrite.creancier, ecrite.pack, ecrite.exemplaire)
        if sien == tuple(tenu[1:5]):
            return None  # the same letter of another day: the last is the one that is there
        ici = nommee(ecrite.reference, ecrite.pack, ecrite.au)
        la = nommee(tenu[6], tenu[3], datetime.date.fromisoformat(tenu[5]))
        return erreur(
            Code.FICHIER_DISPUTE,
            f"ce fichier est au journal de deux lettres\u00a0: {la}\u00a0; {ici}.",
            "Une seule y est encore\u00a0: refaites l’autre dans un autre répertoire.",
            Lieu(fichier=str(self._repertoire / montre(nom))),
        )

    def _oublier(self, rang: int, lesquels: Callable[[str], bool] = lambda _nom: True) -> None:
        """The files of that letter may be there, or not."""
        siens = self.base.execute(
            "select cle, nom from fichiers where lettre = ? and etat = 'attendu'", (rang,)
        ).fetchall()
        self.base.executemany(
            "update fichiers set etat = 'connu' where cle = ?",
            [(c,) for c, nom in siens if lesquels(nom)],
        )

    def _deposee(self, depose: Depose, visees: list[int]) -> None:
        for nom, somme in depose.fichiers.items():
            # A PDF made from the Word file after the letter is first known by its deposit.
            self.base.execute(
                "insert into fichiers (cle, nom, somme, lettre, etat, depot, deposee)"
                " values (?, ?, ?, ?, 'attendu', ?, ?) on conflict (cle) do update set"
                " depot = excluded.depot, deposee = excluded.deposee",
                (cle(nom), nom, somme, visees[0], depose.depot, somme),
            )
            self.base.executemany(
                "insert into depots values (?, ?, ?)",
                [(depose.depot, somme, rang) for rang in visees],
            )

    def _purgee(self, purge: Purge) -> Iterator[Constat]:
        trouvee = self.base.execute(
            "select rang from lettres where (pli, qui, pack, exemplaire, au) = (?, ?, ?, ?, ?)",
            (pli(purge.reference), purge.creancier, purge.pack, purge.exemplaire,
             purge.au.isoformat()),
        ).fetchone()  # fmt: skip
        if trouvee is None:
            yield self._incoherent(purge, "n’a pas sa lettre")
            return
        self.base.execute("update lettres set purgee = 1 where rang = ?", trouvee)
        for nom in purge.fichiers:
            touches = self.base.execute(
                "update fichiers set etat = 'purge' where cle = ? and lettre = ?",
                (cle(nom), *trouvee),
            ).rowcount
            if not touches:
                yield self._incoherent(purge, "nomme un fichier qui n’est pas de cette lettre")

    def _incoherent(self, evenement: AnyEvenement, dit: str) -> Constat:
        quoi = nommee(evenement.reference, evenement.pack, evenement.au)
        return avertissement(
            Code.JOURNAL_INCOHERENT,
            f"une ligne «\u00a0{evenement.genre}\u00a0» ({quoi}) {dit}\u00a0: elle est laissée de "
            "côté.",
            "Le journal a été changé à la main, ou une de ses lignes est perdue.",
            Lieu(fichier=str(self._repertoire / journal.NOM)),
        )

    def lettres(self, suite: str = "", valeurs: tuple[Any, ...] = ()) -> Iterator[Lettre]:
        """Letters, as *suite*, the end of a query over the table ``lettres``, chooses."""
        requete = f"select {', '.join(_COLONNES)} from lettres {suite}"  # noqa: S608 – ours
        for ligne in self.base.execute(requete, valeurs):
            dite = dict(zip(_COLONNES, ligne, strict=True))
            yield Lettre(**dite | {"au": datetime.date.fromisoformat(dite["au"])})

    def fichiers(self, suite: str, valeurs: tuple[Any, ...] = ()) -> Iterator[Fichier]:
        """Files, as *suite*, the end of a query over the table ``fichiers``, chooses."""
        requete = f"select * from fichiers {suite}"  # noqa: S608 – ours
        for ligne in self.base.execute(requete, valeurs):
            yield Fichier(*ligne)

    def compter(self, quoi: str, valeurs: tuple[Any, ...] = ()) -> int:
        """How many there are of *quoi*, the end of a query."""
        requete = f"select count(*) from {quoi}"  # noqa: S608 – ours, never a value
        return int(self.base.execute(requete, valeurs).fetchone()[0])


def nommee(reference: str, pack: str, au: datetime.date) -> str:
    """A letter, for a person."""
    return f"{montre(reference)}, {montre(pack)} du {date_courte(au)}"
