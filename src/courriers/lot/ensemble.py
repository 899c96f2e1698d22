"""The files of one letter, written all or none; those made beforehand are moved, not read."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from courriers.erreurs import CourriersError
from courriers.lot.ecriture import ecrire_atomiquement
from courriers.lot.journal import empreinte, empreinte_du_fichier

Contenu = bytes | Path
"""What a file is to hold; or the finished file itself, on the same disk, to be moved."""


@contextmanager
def atelier_de(repertoire: Path) -> Iterator[Path]:
    """An empty folder in *repertoire*, made if it is not there, and taken away at the end.

    Raises:
        OSError: it cannot be made.
    """
    neuf = not repertoire.exists()
    repertoire.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(
            dir=repertoire, prefix=".", suffix=".part", ignore_cleanup_errors=True
        ) as lieu:
            yield Path(lieu)
    finally:
        if neuf:
            with contextlib.suppress(OSError):  # not empty: the letter is there
                repertoire.rmdir()


_PROVISOIRE = re.compile(r"\..+\.\d+-[0-9a-f]{8}\.part|\.[a-z0-9_]{8}\.part")
"""A file of :func:`~courriers.lot.ecriture.ecrire_peu_a_peu`, or the folder of an assembly."""


def est_provisoire(nom: str) -> bool:
    """Whether this program gives such a name to what it has not ended: no person's would be.

    >>> [est_provisoire(n) for n in (".a.pdf.812-0a1b2c3d.part", ".k3x_9qzb.part", ".mien.part")]
    [True, True, False]
    """
    return _PROVISOIRE.fullmatch(nom) is not None


def balayer(repertoire: Path) -> None:
    """Take away what a killed run left half written in *repertoire*.

    Raises:
        OSError: one resists.
    """
    for reste in [*repertoire.glob(".*.part"), *repertoire.glob("*-pieces/.*.part")]:
        if not est_provisoire(reste.name):
            continue
        if reste.is_dir() and not reste.is_symlink():
            shutil.rmtree(reste, ignore_errors=True)
        else:
            reste.unlink(missing_ok=True)


def somme_du(contenu: Contenu) -> str:
    """SHA-256 of *contenu*, in hexadecimal."""
    return empreinte(contenu) if isinstance(contenu, bytes) else empreinte_du_fichier(contenu)


def ecrire_ensemble(
    contenus: Mapping[Path, Contenu], sommes: Mapping[Path, str], *, refaire: bool
) -> tuple[Path, ...]:
    """Write the files, all or none; those among them that replaced another content.

    Args:
        contenus: what each is to hold.
        sommes: SHA-256 of each.
        refaire: write over files of another content.

    Raises:
        CourriersError: one is there with another content, and *refaire* is not set.
        OSError: one cannot be written.
    """
    presents = {c for c in contenus if c.is_file()}
    autres = [c for c in contenus if c in presents and empreinte_du_fichier(c) != sommes[c]]
    if autres and not refaire:
        raise CourriersError(
            f"{autres[0]} est déjà là, avec un autre contenu : il est gardé.",
            conseil="Déplacez-le, ou « --refaire » le remplace.",
            code="LETTRE_RETOUCHEE",
        )
    gardes: dict[Path, Contenu] = {}
    ecrits: list[Path] = []
    try:
        for chemin in autres:
            gardes[chemin] = _garde(chemin, contenus[chemin])
        for chemin, contenu in contenus.items():
            ecrits.append(chemin)
            _ecrire(chemin, contenu)
    except OSError:
        for chemin in ecrits:  # Word and PDF never disagree
            if chemin not in presents:
                _oter(chemin)
            elif chemin in gardes:
                _remettre(chemin, gardes[chemin])
        raise
    return tuple(autres)


def _garde(chemin: Path, contenu: Contenu) -> Contenu:
    """What *chemin* holds now: in memory, or, if it may be large, beside what replaces it."""
    if isinstance(contenu, bytes):
        return chemin.read_bytes()
    copie = contenu.with_name(f"{contenu.name}.{secrets.token_hex(4)}.avant")
    shutil.copyfile(chemin, copie)
    return copie


def _ecrire(chemin: Path, contenu: Contenu) -> None:
    if isinstance(contenu, bytes):
        ecrire_atomiquement(chemin, contenu)
        return
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        with contenu.open("rb+") as fini:
            os.fsync(fini.fileno())
        contenu.replace(chemin)
    except OSError as faute:  # the name a person knows
        faute.filename, faute.filename2 = str(chemin), None
        raise


def _oter(chemin: Path) -> None:
    with contextlib.suppress(OSError):  # the first reason is the one to tell
        chemin.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # not empty
        if not any(chemin.parent.iterdir()):
            chemin.parent.rmdir()


def _remettre(chemin: Path, ancien: Contenu) -> None:
    with contextlib.suppress(OSError):
        _ecrire(chemin, ancien)
