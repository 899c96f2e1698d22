"""A folder that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courriers.erreurs import CourriersError, motif_systeme


@contextmanager
def apparaissant(sortie: Path) -> Iterator[Path]:
    """A folder to fill, which becomes *sortie* at the end.

    Nothing of it is left if it fails, or if nothing was put in it.

    Raises:
        CourriersError: *sortie* holds something already (``DEPOT_EXISTANT``), or cannot be written.
    """
    libre(sortie)
    provisoire = sortie.with_name(f".{sortie.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        sortie.parent.mkdir(parents=True, exist_ok=True)
        for reste in sortie.parent.glob(f".{_litteral(sortie.name)}.*.part"):
            shutil.rmtree(reste, ignore_errors=True)  # of a deposit that was killed
        provisoire.mkdir()
        yield provisoire
        if not any(provisoire.iterdir()):
            return
        for fichier in provisoire.iterdir():
            _sur_le_disque(fichier)
        if sortie.is_dir():
            sortie.rmdir()
        provisoire.rename(sortie)
    except OSError as faute:
        raise impossible(sortie, faute) from None
    finally:
        shutil.rmtree(provisoire, ignore_errors=True)


def libre(sortie: Path) -> None:
    """See that *sortie* is nothing yet, or an empty folder.

    Raises:
        CourriersError: it is something; code ``DEPOT_EXISTANT``.
    """
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        if sortie.is_dir() and not any(sortie.iterdir()):
            return
        sortie.lstat()
        raise CourriersError(
            f"{sortie} existe déjà.",
            conseil="Donnez un autre nom au dépôt, avec -o.",
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


def _litteral(nom: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in nom)
