"""A folder that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from pathlib import Path

from courriers.erreurs import CourriersError, motif_systeme


def provisoire_de(sortie: Path) -> Path:
    """Where *sortie* is made, beside it: no other deposit takes that name."""
    return sortie.with_name(f".{sortie.name}.{os.getpid()}-{secrets.token_hex(4)}.part")


def est_provisoire_de(nom: str, sortie: Path) -> bool:
    """Whether *nom* is one that :func:`provisoire_de` gives for *sortie*: no person's would be.

    >>> sortie = Path("depot")
    >>> est_provisoire_de(provisoire_de(sortie).name, sortie), est_provisoire_de("depot", sortie)
    (True, False)
    """
    return bool(re.fullmatch(rf"{re.escape(f'.{sortie.name}.')}\d+-[0-9a-f]{{8}}\.part", nom))


def paraitre(provisoire: Path, sortie: Path) -> None:
    """Give the folder *provisoire* the name *sortie*, at once.

    Raises:
        CourriersError: another program took that name since; code ``DEPOT_EXISTANT``.
        OSError: the system refuses.
    """
    for fichier in provisoire.iterdir():
        _sur_le_disque(fichier)
    try:
        with contextlib.suppress(FileNotFoundError):
            sortie.rmdir()  # empty, which Windows does not rename over
        provisoire.rename(sortie)
    except OSError:
        if _est_pris(sortie):
            raise _existe(sortie, "\u00a0: un autre programme l’a fait pendant ce dépôt") from None
        raise


def libre(sortie: Path) -> None:
    """See that *sortie* is nothing yet, or an empty folder.

    Raises:
        CourriersError: it is something; code ``DEPOT_EXISTANT``.
    """
    if _est_pris(sortie):
        raise _existe(sortie)


def _est_pris(sortie: Path) -> bool:
    if sortie.name in ("", ".."):  # where one stands, or above it: no folder of that name to make
        return True
    try:
        if sortie.is_dir() and not any(sortie.iterdir()):
            return False
        sortie.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _existe(sortie: Path, pourquoi: str = "") -> CourriersError:
    return CourriersError(
        f"{sortie} existe déjà{pourquoi}.",
        conseil="Rien n’est déposé. Donnez un autre nom au dépôt, avec -o.",
        code="DEPOT_EXISTANT",
    )


def impossible(ou: Path, faute: OSError) -> CourriersError:
    """What a person is told when the system refuses to write; a full disk is ``DISQUE_PLEIN``."""
    if faute.errno in (errno.ENOSPC, errno.EDQUOT):
        return CourriersError(
            f"{ou} ne peut pas être écrit\u00a0: {motif_systeme(faute)}.",
            conseil="Rien n’est déposé. Faites de la place, puis relancez la même commande.",
            code="DISQUE_PLEIN",
        )
    return CourriersError(
        f"{ou} ne peut pas être écrit\u00a0: {motif_systeme(faute)}.",
        conseil="Vérifiez les droits et la place, ou si un programme tient ce répertoire ouvert.",
        code="ECRITURE_IMPOSSIBLE",
    )


def _sur_le_disque(fichier: Path) -> None:
    with fichier.open("rb+") as ecrit:
        os.fsync(ecrit.fileno())
