"""A file written whole or not at all; and why it could not be."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import IO

from courriers.erreurs import CourriersError, motif_systeme


def ecrire_atomiquement(chemin: Path, octets: bytes) -> None:
    """Write *octets* to *chemin*, whole or not at all, even if the machine stops."""
    ecrire_peu_a_peu(chemin, lambda sortie: sortie.write(octets))


def ecrire_peu_a_peu(chemin: Path, remplir: Callable[[IO[bytes]], object]) -> None:
    """As :func:`ecrire_atomiquement`, what *remplir* writes to the file it is given."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        # Exclusive creation, with the rights of an ordinary file.
        with provisoire.open("xb") as sortie:
            remplir(sortie)
            sortie.flush()
            os.fsync(sortie.fileno())
        provisoire.replace(chemin)
    except BaseException as faute:
        provisoire.unlink(missing_ok=True)
        if isinstance(faute, OSError):  # the name a person knows
            faute.filename, faute.filename2 = str(chemin), None
        raise


def est_special(chemin: Path) -> bool:
    """Whether something else than an ordinary file has this name: a link, a pipe, a folder.

    Raises:
        OSError: it cannot be looked at.
    """
    try:
        return not stat.S_ISREG(os.lstat(chemin).st_mode)
    except FileNotFoundError:
        return False


def ecriture_impossible(faute: OSError) -> CourriersError:
    """*faute* as a person is told of it; code ``ECRITURE_IMPOSSIBLE``."""
    return CourriersError(
        f"{_manque(faute)}.",
        conseil="Si Word ou un lecteur de PDF le tient ouvert, fermez-le ; sinon, vérifiez les "
        "droits et la place.",
        code="ECRITURE_IMPOSSIBLE",
    )


SANS_ESPOIR = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""What the next letter would meet too: no room, or a disk that can only be read."""


def disque_plein(faute: OSError) -> CourriersError:
    """*faute* as what stops a run; code ``DISQUE_PLEIN``."""
    return CourriersError(
        f"{_manque(faute)}. Le lot s’arrête.",
        conseil="Faites de la place, puis relancez la même commande : elle reprend la suite.",
        code="DISQUE_PLEIN",
    )


def _manque(faute: OSError) -> str:
    """What could not be written, and why: a temporary file has no name a person knows."""
    quoi = f"{faute.filename} ne peut pas être écrit"
    if not faute.filename:
        quoi = "La lettre ne peut pas être écrite"
    return f"{quoi} : {motif_systeme(faute)}"
