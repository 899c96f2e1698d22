"""``journal.jsonl``: what was sent from an output folder, and what came back, one line an event.

Append-only. It holds no personal data beyond the reference of the case, and the titles of its
exhibits, which name their files.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.erreurs import CourriersError, motif_systeme
from courriers.lot.ecriture import est_special
from courriers.lot.evenements import AnyEvenement, Evenement

NOM = "journal.jsonl"
VERSION = 1
_INTERVALLE_S = 1.0
_ETAGES = 3
"""Folders between a letter and its journal, at most: its case, its thousand."""


class _Ligne(BaseModel):
    evenement: Evenement


def empreinte(octets: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def empreinte_du_fichier(chemin: Path) -> str:
    """SHA-256 of a file, in hexadecimal, whatever its size."""
    with chemin.open("rb") as octets:
        return hashlib.file_digest(octets, "sha256").hexdigest()


class Journal:
    """The journal of a folder, open to be written at its end; a context manager.

    Each line is given to the system at once, and is on the disk within a second or at the end: a
    letter whose line was lost is written again, with the same bytes.
    """

    def __init__(self, repertoire: Path) -> None:
        """*repertoire*: the folder of the letters; created if needed."""
        self.chemin = repertoire / NOM
        self._fichier: FileIO | None = None
        self._synchronise = 0.0

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_faute: object) -> None:
        self.fermer()

    def fermer(self) -> None:
        """Have what was written reach the disk, and close.

        Raises:
            CourriersError: what could not be written still cannot.
        """
        fichier, self._fichier = self._fichier, None
        if fichier is not None:
            with contextlib.suppress(OSError):
                os.fsync(fichier.fileno())
            try:
                fichier.close()
            except OSError as faute:
                raise self._impossible(faute) from None

    def ajouter(self, evenement: AnyEvenement) -> None:
        """Write *evenement* at the end.

        Raises:
            CourriersError: it cannot be written; code ``ECRITURE_IMPOSSIBLE``.
        """
        try:
            if self._fichier is None:
                self._fichier = self._ouvrir()
            _ecrire(self._fichier, f"{texte(evenement)}\n".encode())
            if time.monotonic() - self._synchronise > _INTERVALLE_S:
                os.fsync(self._fichier.fileno())
                self._synchronise = time.monotonic()
        except OSError as faute:
            self.fermer()  # the next line begins after the end of this one
            raise self._impossible(faute) from None

    def _impossible(self, faute: OSError) -> CourriersError:
        return CourriersError(
            f"Le journal {self.chemin} ne peut pas être écrit : {motif_systeme(faute)}.",
            conseil="Vérifiez les droits et la place, ou si un programme tient ce fichier ouvert.",
            code="ECRITURE_IMPOSSIBLE",
        )

    def _ouvrir(self) -> FileIO:
        self.chemin.parent.mkdir(parents=True, exist_ok=True)
        verifier(self.chemin.parent)
        # Not buffered: what the disk refused would be written, and refused, again on closing.
        fichier = self.chemin.open("ab", buffering=0)
        if fichier.tell() and not _finit_par_une_ligne(self.chemin):
            _ecrire(fichier, b"\n")  # the end of a line that a power cut left half written
        return fichier


def ajouter(repertoire: Path, evenements: Iterable[AnyEvenement]) -> None:
    """Write *evenements* at the end of the journal of *repertoire*. Raises as :class:`Journal`."""
    with Journal(repertoire) as journal:
        for evenement in evenements:
            journal.ajouter(evenement)


def verifier(repertoire: Path) -> None:
    """The journal of *repertoire* is an ordinary file, or is not there yet.

    Raises:
        CourriersError: a link would lead out of the folder (``CHEMIN_HORS_DU_LOT``); a pipe would
            never end, and a folder holds no line (``JOURNAL_ILLISIBLE``).
    """
    fichier = repertoire / NOM
    if fichier.is_symlink():
        raise CourriersError(
            f"Le journal {fichier} est un lien vers un autre fichier\u00a0: il n’est ni lu ni "
            "écrit.",
            conseil="Remplacez le lien par le fichier lui-même, ou donnez le répertoire où il est.",
            code="CHEMIN_HORS_DU_LOT",
        )
    if fichier.parent.is_dir() and est_special(fichier):
        raise _pas_un_fichier(fichier)


def repertoire_de(lettre: Path) -> Path | None:
    """The folder whose journal knows the file *lettre*: its own, or one above; none if none has."""
    parents = lettre.absolute().parents[:_ETAGES]
    return next((r for r in parents if os.path.lexists(r / NOM)), None)


def _pas_un_fichier(fichier: Path) -> CourriersError:
    return CourriersError(
        f"Le journal {fichier} n’est pas un fichier ordinaire.",
        conseil="Ôtez ce qui a ce nom, ou donnez un autre répertoire.",
        code="JOURNAL_ILLISIBLE",
    )


def _ecrire(fichier: FileIO, octets: bytes) -> None:
    """All of *octets*: a disk that fills up may take a part of them first."""
    reste = memoryview(octets)
    while reste:
        reste = reste[fichier.write(reste) :]


def texte(evenement: AnyEvenement) -> str:
    """Its line."""
    plat: dict[str, Any] = evenement.model_dump(mode="json", exclude_defaults=True)
    plat = {"version": VERSION, "genre": evenement.genre, **plat}
    return json.dumps(plat, ensure_ascii=False)


def _finit_par_une_ligne(chemin: Path) -> bool:
    with chemin.open("rb") as journal:
        journal.seek(-1, os.SEEK_END)
        return journal.read(1) == b"\n"


def lire(chemin: Path) -> Iterator[AnyEvenement | Constat]:
    """Every event of the journal *chemin*, a file or the folder that holds it, in order.

    A line that cannot be read is yielded as a finding; the others are read.

    Raises:
        CourriersError: the file cannot be read; code ``JOURNAL_ILLISIBLE``.
    """
    fichier = chemin / NOM if chemin.is_dir() else chemin
    try:
        if not stat.S_ISREG(fichier.stat().st_mode):
            raise _pas_un_fichier(fichier)  # a pipe would never end
        with fichier.open("rb") as octets:
            for rang, ligne in enumerate(octets, start=1):
                if ligne.strip():
                    yield lue(fichier, rang, ligne)
    except OSError as faute:
        raise CourriersError(
            f"Le journal {fichier} ne peut pas être lu : {motif_systeme(faute)}.",
            conseil="Donnez un répertoire de lettres, ou son journal.jsonl.",
            code="JOURNAL_ILLISIBLE",
        ) from None


def _est_plus_recente(ligne: bytes) -> bool:
    try:
        version = json.loads(ligne)["version"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
    return isinstance(version, int) and version > VERSION


def lue(fichier: Path, rang: int, ligne: bytes) -> AnyEvenement | Constat:
    """The event of the line number *rang* of *fichier*; a finding if it cannot be read.

    Raises:
        CourriersError: a later version wrote it; code ``JOURNAL_ILLISIBLE``.
    """
    try:
        return _Ligne.model_validate_json(b'{"evenement":' + ligne.strip() + b"}").evenement
    except ValidationError:
        if _est_plus_recente(ligne):
            raise CourriersError(
                f"Le journal {fichier} a été écrit par une version de courriers plus récente "
                f"(ligne {rang})\u00a0: celle-ci ne saurait pas ce qui a été envoyé.",
                conseil="Mettez courriers à jour sur cette machine.",
                code="JOURNAL_ILLISIBLE",
            ) from None
        return avertissement(
            Code.FICHIER_ILLISIBLE,
            "cette ligne du journal ne se lit pas : elle est laissée de côté.",
            lieu=Lieu(fichier=str(fichier), ligne=rang),
            conseil="Un arrêt brutal peut couper la dernière ; une autre a été changée à la main.",
        )
