"""``journal.jsonl``: what was sent from an output folder, and what came back, one line an event.

Append-only. It holds no personal data beyond the reference of the case.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.erreurs import CourriersError, motif_systeme

NOM = "journal.jsonl"
VERSION = 1


class _Evenement(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # a later version may say more

    version: Literal[1] = 1
    reference: str
    pack: str


class LettreEcrite(_Evenement):
    """A letter was written, and is held to be sent on its day."""

    genre: Literal["lettre"] = "lettre"
    au: datetime.date
    canal: str
    mise_en_demeure: bool = False
    numero_suivi: str | None = None
    dossier: str = ""
    """SHA-256 of the case."""
    bareme: str = ""
    fichiers: Mapping[str, str] = Field(default_factory=dict)
    """SHA-256 of each file, by its path in the folder."""
    constats: tuple[str, ...] = ()


class Retour(_Evenement):
    """What came back of a letter: its number, its days, why it was not delivered."""

    genre: Literal["retour"] = "retour"
    au: datetime.date
    """The day of the letter."""
    numero_suivi: str | None = None
    presente_le: datetime.date | None = None
    recu_le: datetime.date | None = None
    retour: Literal["npai", "refuse", "non_reclame"] | None = None


class Retrait(_Evenement):
    """A letter that was written was not sent."""

    genre: Literal["retrait"] = "retrait"
    au: datetime.date
    motif: str = ""


class Depose(_Evenement):
    """A letter was put into a deposit for the printer: no other deposit takes it."""

    genre: Literal["depose"] = "depose"
    au: datetime.date
    """The day of the letter."""
    depot: str
    """Name of the deposit: that of its folder."""
    fichiers: Mapping[str, str] = Field(default_factory=dict)
    """SHA-256 of each PDF that was taken, by its path in the folder of the letters."""


AnyEvenement = LettreEcrite | Retour | Retrait | Depose
Evenement = Annotated[AnyEvenement, Field(discriminator="genre")]


class _Ligne(BaseModel):
    evenement: Evenement


def empreinte(octets: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def ajouter(repertoire: Path, evenements: Iterable[AnyEvenement]) -> None:
    """Write *evenements* at the end of the journal of *repertoire*, on the disk before returning.

    Raises:
        CourriersError: it cannot be written; code ``ECRITURE_IMPOSSIBLE``.
    """
    lignes = [_texte(e) + "\n" for e in evenements]
    if not lignes:
        return
    chemin = repertoire / NOM
    try:
        repertoire.mkdir(parents=True, exist_ok=True)
        with chemin.open("ab") as journal:
            if journal.tell() and not _finit_par_une_ligne(chemin):
                journal.write(b"\n")  # the end of a line that a power cut left half written
            journal.write("".join(lignes).encode("utf-8"))
            journal.flush()
            os.fsync(journal.fileno())
    except OSError as faute:
        raise CourriersError(
            f"Le journal {chemin} ne peut pas être écrit : {motif_systeme(faute)}.",
            conseil="Vérifiez les droits et la place, ou si un programme tient ce fichier ouvert.",
            code="ECRITURE_IMPOSSIBLE",
        ) from None


def _texte(evenement: AnyEvenement) -> str:
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
        with fichier.open("rb") as octets:
            for rang, ligne in enumerate(octets, start=1):
                if ligne.strip():
                    yield _lue(fichier, rang, ligne)
    except OSError as faute:
        raise CourriersError(
            f"Le journal {fichier} ne peut pas être lu : {motif_systeme(faute)}.",
            conseil="Donnez un répertoire de lettres, ou son journal.jsonl.",
            code="JOURNAL_ILLISIBLE",
        ) from None


def _lue(fichier: Path, rang: int, ligne: bytes) -> AnyEvenement | Constat:
    try:
        return _Ligne.model_validate_json(b'{"evenement":' + ligne.strip() + b"}").evenement
    except ValidationError:
        return avertissement(
            Code.FICHIER_ILLISIBLE,
            "cette ligne du journal ne se lit pas : elle est laissée de côté.",
            lieu=Lieu(fichier=str(fichier), ligne=rang),
            conseil="Un arrêt brutal peut couper la dernière ; une autre a été changée à la main.",
        )
