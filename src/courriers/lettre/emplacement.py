"""Where a file named by the case is: always inside the case's own folder, links followed."""

from __future__ import annotations

from pathlib import Path

from courriers.dossier.modele import Dossier


class HorsDuDossier(ValueError):
    """A path that leads to no file of the case; its text says why."""


def emplacement(dossier: Dossier, chemin: str) -> Path:
    """The file at *chemin*, wherever its links lead, if that is in the folder of *dossier*.

    Raises:
        HorsDuDossier: the case has no folder, or the path leads out of it, or nowhere.
    """
    if dossier.base is None:
        raise HorsDuDossier(f"{chemin} : le dossier n’a pas d’emplacement (argument « base »).")
    try:
        base = dossier.base.resolve()
        complet = (base / chemin).resolve()
    except (OSError, RuntimeError):  # a loop of symbolic links
        raise HorsDuDossier(f"{chemin} ne mène à aucun fichier.") from None
    if not complet.is_relative_to(base):
        raise HorsDuDossier(f"{chemin} sort du dossier.")
    return complet
