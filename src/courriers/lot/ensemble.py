"""The files of one letter, written all or none; those made beforehand are moved, not read."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from courriers.erreurs import CourriersError
from courriers.lot.ecriture import ecrire_atomiquement
from courriers.lot.journal import empreinte, empreinte_du_fichier
from courriers.lot.noms import nom_de_garde

Contenu = bytes | Path
"""What a file is to hold; or the finished file itself, on the same disk, to be moved."""
Ecrites = Mapping[str, datetime.date | None]
"""SHA-256 of what this program wrote before, and the day of its letter; none, if not sent."""
AUCUNE: Ecrites = MappingProxyType({})


@dataclass(frozen=True)
class DejaLa:
    """The files that stood there with another content."""

    remplaces: tuple[Path, ...] = ()
    """Those that were as they had been written: replaced."""
    gardes: tuple[tuple[Path, Path], ...] = ()
    """Those that a person had changed, or that were sent on another day, and under what name each
    is kept beside the new one."""


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
    contenus: Mapping[Path, Contenu],
    sommes: Mapping[Path, str],
    *,
    refaire: bool,
    ecrites: Ecrites | None = AUCUNE,
    au: datetime.date | None = None,
) -> DejaLa:
    """Write the files, all or none; what became of those that had another content.

    Args:
        contenus: what each is to hold.
        sommes: SHA-256 of each.
        refaire: replace files of another content.
        ecrites: a file that is none of these is a person's, and is kept beside; so is one of a
            letter sent on another day. Nothing, to keep none: all that stands there is ours.
        au: the day of the letter.

    Raises:
        CourriersError: one is there with another content, and *refaire* is not set.
        OSError: one cannot be written.
    """
    presents = {c for c in contenus if c.is_file()}
    autres = _autres(sommes)
    if not refaire:
        _refuser(autres, ecrites or AUCUNE, au)
    a_garder = [c for c, la in autres.items() if ecrites is not None and _se_garde(la, ecrites, au)]
    avant: dict[Path, Contenu] = {}
    gardes: dict[Path, Path] = {}
    ecrits: list[Path] = []
    try:
        for chemin in autres:
            if chemin not in a_garder:
                avant[chemin] = _garde(chemin, contenus[chemin])
        for chemin in a_garder:
            gardes[chemin] = _mettre_a_cote(chemin, (ecrites or AUCUNE).get(autres[chemin]))
        for chemin, contenu in contenus.items():
            ecrits.append(chemin)
            _ecrire(chemin, contenu)
    except OSError:
        for chemin in ecrits:  # Word and PDF never disagree
            if chemin not in presents:
                _oter(chemin)
            elif chemin in avant:
                _remettre(chemin, avant[chemin])
        for chemin, garde in gardes.items():
            with contextlib.suppress(OSError):
                garde.replace(chemin)
        raise
    return DejaLa(tuple(c for c in autres if c not in gardes), tuple(gardes.items()))


def verifier_la_place(sommes: Mapping[Path, str], ecrites: Ecrites, au: datetime.date) -> None:
    """What :func:`ecrire_ensemble` would refuse, when it is not to replace a file.

    Raises:
        CourriersError: one is there with another content.
        OSError: one cannot be read.
    """
    _refuser(_autres(sommes), ecrites, au)


def est_libre(chemin: Path, ecrites: Ecrites) -> bool:
    """Whether another file may take the name *chemin* unasked: none has it, or it was not sent.

    Raises:
        OSError: it cannot be read.
    """
    return not chemin.is_file() or ecrites.get(empreinte_du_fichier(chemin), _INCONNU) is None


def _autres(sommes: Mapping[Path, str]) -> dict[Path, str]:
    """The files that are there with another content, and what it is."""
    la = {c: empreinte_du_fichier(c) for c in sommes if c.is_file()}
    return {c: somme for c, somme in la.items() if somme != sommes[c]}


_INCONNU = datetime.date.min
"""Of a file that this program did not write."""


def _se_garde(somme: str, ecrites: Ecrites, au: datetime.date | None) -> bool:
    """Whether a file is not to be lost: it is a person's, or was sent on another day."""
    return ecrites.get(somme, _INCONNU) not in (None, au)


def _refuser(autres: Mapping[Path, str], ecrites: Ecrites, au: datetime.date | None) -> None:
    for chemin, somme in autres.items():
        if ecrites.get(somme, _INCONNU) is None:
            continue  # written, and not sent: nobody has it
        conseil = "« --refaire » le remplace."
        if _se_garde(somme, ecrites, au):
            conseil = (
                "Déplacez-le, ou ajoutez « --refaire » : il est gardé à côté, sous le nom "
                f"{nom_de_garde(chemin.name, ecrites.get(somme))}."
            )
        raise CourriersError(
            f"{chemin} est déjà là, avec un autre contenu : il est gardé.", conseil=conseil,
            code="LETTRE_RETOUCHEE",
        )  # fmt: skip


def _mettre_a_cote(chemin: Path, envoyee: datetime.date | None) -> Path:
    """Give the file a name of its own, beside: it is moved, so whole under the one or the other."""
    rang = 1
    while (garde := chemin.with_name(nom_de_garde(chemin.name, envoyee, rang))).exists():
        rang += 1
    try:
        chemin.rename(garde)
    except OSError as faute:  # the name a person knows
        faute.filename, faute.filename2 = str(chemin), None
        raise
    return garde


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
