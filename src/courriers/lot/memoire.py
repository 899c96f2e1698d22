"""What earlier runs sent: given back to the case, and never sent twice.

Kept in a temporary SQLite file: a journal of a hundred thousand letters takes no memory.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from courriers.constats import Constat
from courriers.dossier.envois import Envoi
from courriers.dossier.modele import Dossier
from courriers.lot import journal
from courriers.lot.base_privee import base_privee
from courriers.lot.evenements import AnyEvenement, LettreEcrite, Purge, Retour, Retrait
from courriers.lot.lettres_dites import envoi_de, impossible, reunis
from courriers.lot.marques import marque_du_creancier
from courriers.lot.noms import est_dedans
from courriers.lot.sources.references import pli

_FAITS = ("numero_suivi", "presente_le", "recu_le", "retour")
_TABLES = """
create table lettres (
    pli text, qui text, pack text, exemplaire text, au text, lettre text, faits text,
    ecrite int, notee int, primary key (pli, qui, pack, exemplaire, au)
) without rowid;
create table places (place text primary key, nom text, pli text, qui text) without rowid;
create index des_places on places (pli, qui);
create table purgees (
    pli text, pack text, au text, qui text, exemplaire text,
    primary key (pli, pack, au, qui, exemplaire)
) without rowid;
create table retirees (pli text, qui text, lettre text);
create index des_retirees on retirees (pli);
"""


class Memoire:
    """The letters of several journals, by reference; a context manager."""

    def __init__(self, journaux: Iterable[Path] = (), sien: Path | None = None) -> None:
        """Read *journaux*, files or folders, then that of the folder *sien*, if it has one.

        Args:
            journaux: of other folders.
            sien: where this run writes: each case goes on in the folder that it has there.

        Raises:
            CourriersError: one cannot be read; code ``JOURNAL_ILLISIBLE``.
        """
        self._base = base_privee(_TABLES)
        self.constats: tuple[Constat, ...] = ()
        """Lines that could not be read."""
        self._rang = 0
        """Of the last event, in the order they were told."""
        self._base.execute("begin")
        for chemin in journaux:
            self._lire(chemin, siennes=False)
        if sien is not None and (sien / journal.NOM).exists():
            self._lire(sien, siennes=True)
        self._base.execute("commit")

    def _lire(self, chemin: Path, *, siennes: bool) -> None:
        for evenement in journal.lire(chemin):
            if isinstance(evenement, Constat):
                self.constats = (*self.constats, evenement)
                continue
            try:
                self.retenir(evenement)
            except ValidationError:
                self.constats = (*self.constats, impossible(chemin, evenement))
                continue
            if siennes and isinstance(evenement, LettreEcrite):
                self._placer(evenement)

    def __enter__(self) -> Memoire:
        return self

    def __exit__(self, *_faute: object) -> None:
        self.fermer()

    def fermer(self) -> None:
        """Forget everything."""
        self._base.close()

    def retenir(self, evenement: AnyEvenement) -> None:
        """Take one event more.

        Raises:
            ValidationError: it is of no possible letter.
        """
        quoi = (pli(evenement.reference), evenement.pack, evenement.au.isoformat())
        self._rang += 1
        if isinstance(evenement, LettreEcrite):
            self._ecrire(quoi, evenement)
        elif isinstance(evenement, Retour | Retrait):
            self._completer(quoi, evenement)
        elif isinstance(evenement, Purge):
            self._base.execute(
                "insert or ignore into purgees values (?, ?, ?, ?, ?)",
                (*quoi, evenement.creancier, evenement.exemplaire),
            )

    def _completer(self, quoi: tuple[str, str, str], evenement: Retour | Retrait) -> None:
        # One that names no creditor, or no copy, is of every letter of that name.
        siennes = self._base.execute(
            "select qui, exemplaire, lettre, faits from lettres where (pli, pack, au) = (?, ?, ?)"
            " and (qui = ? or ? = '') and (exemplaire = ? or ? is null)",
            (*quoi, *[evenement.creancier] * 2, *[evenement.exemplaire] * 2),
        ).fetchall()
        for qui, exemplaire, lettre, faits in siennes:
            if isinstance(evenement, Retrait):
                self._base.execute("insert into retirees values (?, ?, ?)", (quoi[0], qui, lettre))
                self._base.execute(
                    "delete from lettres where (pli, pack, au, qui, exemplaire) = (?, ?, ?, ?, ?)",
                    (*quoi, qui, exemplaire),
                )
            else:
                nouveaux = evenement.model_dump(mode="json", include=set(_FAITS), exclude_none=True)
                self._garder(quoi, json.loads(lettre), json.loads(faits) | nouveaux)

    def _ecrire(self, quoi: tuple[str, str, str], ecrite: LettreEcrite) -> None:
        connue = self._base.execute(
            "select lettre, faits from lettres"
            " where (pli, pack, au, qui, exemplaire) = (?, ?, ?, ?, ?)",
            (*quoi, ecrite.creancier, ecrite.exemplaire),
        ).fetchone()
        lettre, faits = ecrite.model_dump(mode="json", exclude_defaults=True), dict[str, Any]()
        if connue is not None and (avant := json.loads(connue[0]))["canal"] == ecrite.canal:
            # Written again the same day: in another format, or after a file was lost.
            faits = json.loads(connue[1])
            lettre = {n: avant[n] for n in ("numero_suivi",) if n in avant} | lettre
            lettre["fichiers"] = reunis(avant, lettre)
            if "pieces" not in lettre:  # written without its complete file, which is still there
                lettre |= {n: avant[n] for n in ("pieces", "taille_max") if n in avant}
        self._garder(quoi, lettre, faits, ecrite=True)
        self._base.execute(
            "delete from purgees where (pli, pack, au, qui, exemplaire) = (?, ?, ?, ?, ?)",
            (*quoi, ecrite.creancier, ecrite.exemplaire),
        )

    def _garder(
        self, quoi: tuple[str, str, str], lettre: dict[str, Any], faits: dict[str, Any],
        *, ecrite: bool = False,
    ) -> None:  # fmt: skip
        envoi_de(lettre, faits)  # what is impossible is not kept
        qui = (*quoi, lettre.get("creancier", ""), lettre.get("exemplaire", ""))
        avant = None if ecrite else self._base.execute(
            "select ecrite from lettres where (pli, pack, au, qui, exemplaire) = (?, ?, ?, ?, ?)",
            qui,
        ).fetchone()  # fmt: skip
        self._base.execute(
            "insert or replace into lettres values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (quoi[0], qui[3], quoi[1], qui[4], quoi[2], json.dumps(lettre), json.dumps(faits),
             avant[0] if avant else self._rang, self._rang),
        )  # fmt: skip

    @property
    def lettres(self) -> int:
        """How many letters are known."""
        return int(self._base.execute("select count(*) from lettres").fetchone()[0])

    def ecrites(self, dossier: Dossier) -> Sequence[LettreEcrite]:
        """The letters of *dossier*, oldest first."""
        trouvees = self._base.execute(
            "select lettre from lettres where pli = ? and qui in ('', ?) order by au",
            (pli(dossier.reference), marque_du_creancier(dossier)),
        )
        return [LettreEcrite.model_validate_json(lettre) for (lettre,) in trouvees]

    def notee_depuis(self, ecrite: LettreEcrite) -> Envoi | None:
        """A letter of a day before, written, or whose return was noted, since *ecrite* was."""
        qui = (pli(ecrite.reference), ecrite.creancier)
        trouvee = self._base.execute(
            "select lettre, faits from lettres where pli = ? and qui in ('', ?) and au < ?"
            " and notee > (select max(ecrite) from lettres where pli = ? and qui = ?"
            " and pack = ? and au = ? and exemplaire = ?) order by notee desc",
            (*qui, ecrite.au.isoformat(), *qui, ecrite.pack, ecrite.au.isoformat(),
             ecrite.exemplaire),
        ).fetchone()  # fmt: skip
        return None if trouvee is None else envoi_de(*map(json.loads, trouvee))

    def est_revenue(self, ecrite: LettreEcrite) -> bool:
        """Whether *ecrite* never reached anyone: its address was not the right one."""
        trouvee = self._base.execute(
            "select faits from lettres where (pli, pack, au, qui, exemplaire) = (?, ?, ?, ?, ?)",
            (pli(ecrite.reference), ecrite.pack, ecrite.au.isoformat(), ecrite.creancier,
             ecrite.exemplaire),
        ).fetchone()  # fmt: skip
        return trouvee is not None and json.loads(trouvee[0]).get("retour") == "npai"

    def sommes(self, dossier: Dossier) -> dict[str, datetime.date | None]:
        """SHA-256 of the files written for *dossier*, and the day of the letter of each.

        No day, for a letter that was not sent.
        """
        qui = pli(dossier.reference), marque_du_creancier(dossier)
        trouvees = self._base.execute(
            "select '' as le, lettre from retirees where pli = ? and qui in ('', ?)"
            " union all select au, lettre from lettres where pli = ? and qui in ('', ?)"
            " order by le", qui * 2,
        )  # fmt: skip
        return {
            somme: datetime.date.fromisoformat(le) if le else None
            for le, lettre in trouvees
            for somme in json.loads(lettre).get("fichiers", {}).values()
        }

    def purgee(self, ecrite: LettreEcrite) -> bool:
        """Whether the files of *ecrite* were taken away by a purge, and not written since."""
        trouvee = self._base.execute(
            "select 1 from purgees where (pli, pack, au, qui, exemplaire) = (?, ?, ?, ?, ?)",
            (pli(ecrite.reference), ecrite.pack, ecrite.au.isoformat(), ecrite.creancier,
             ecrite.exemplaire),
        ).fetchone()  # fmt: skip
        return trouvee is not None

    def envois(self, reference: str, creancier: str = "") -> Sequence[Envoi]:
        """What was sent for the case *reference* (of *creancier*, by its mark), oldest first."""
        trouvees = self._base.execute(
            "select lettre, faits from lettres where pli = ? and (qui in ('', ?) or ? = '')"
            " order by au", (pli(reference), creancier, creancier),
        )  # fmt: skip
        return [envoi_de(json.loads(lettre), json.loads(faits)) for lettre, faits in trouvees]

    def completer(self, dossier: Dossier, au: datetime.date) -> Dossier:
        """*dossier* with what was sent before *au*, which is not counted, and which it lacks.

        What the case says itself of a letter, of the same step and the same day, is kept.
        """
        connus = {(e.niveau, e.date) for e in dossier.envois}
        nouveaux = [
            e
            for e in self.envois(dossier.reference, marque_du_creancier(dossier))
            if e.date < au and (e.niveau, e.date) not in connus
        ]
        if not nouveaux:
            return dossier
        tous = sorted((*dossier.envois, *nouveaux), key=lambda e: e.date)
        return dossier.model_copy(update={"envois": tuple(tous)})

    def place(self, dossier: Dossier, voulue: str) -> str:
        """The folder of *dossier*, relative to that of the letters: its own, whatever its rank.

        *voulue* if it has none yet, or ``…-2`` when it is another's. Systems that do not tell
        capitals apart are thought of.
        """
        qui = pli(dossier.reference), marque_du_creancier(dossier)
        sienne = self._base.execute(
            "select nom from places where pli = ? and qui in ('', ?)", qui
        ).fetchone()
        if sienne is not None:
            return str(sienne[0])
        return self.libre(voulue, qui)

    def libre(self, voulue: str, qui: tuple[str, str] = ("", "")) -> str:
        """*voulue*, or ``…-2`` when another case has it; taken from now on by *qui*."""
        choisie, suite = voulue, 2
        while not self._base.execute(
            "insert or ignore into places values (?, ?, ?, ?)", (choisie.casefold(), choisie, *qui)
        ).rowcount:
            choisie, suite = f"{voulue}-{suite}", suite + 1
        return choisie

    def _placer(self, ecrite: LettreEcrite) -> None:
        for nom in ecrite.fichiers:
            place = PurePosixPath(nom).parent
            if est_dedans(nom) and place.name and str(place).isprintable():
                self._base.execute(
                    "insert or ignore into places values (?, ?, ?, ?)",
                    (str(place).casefold(), str(place), pli(ecrite.reference), ecrite.creancier),
                )
