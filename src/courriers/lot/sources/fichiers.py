"""Where cases come from: files named one by one, or the folder that holds one."""

from __future__ import annotations

from pathlib import Path

from courriers.erreurs import DossierInvalide

NOMS = ("dossier.json", "dossier.toml")


def fichier(source: str | Path) -> Path:
    """The case file *source* names: a file itself, or a folder with ``dossier.json``.

    Raises:
        DossierInvalide: a folder without ``dossier.json`` nor ``dossier.toml``.
    """
    chemin = Path(source)
    if not chemin.is_dir():
        return chemin
    for nom in NOMS:
        if (chemin / nom).is_file():
            return chemin / nom
    raise DossierInvalide(
        f"{chemin} ne contient pas de dossier.json.",
        conseil="Donnez le fichier lui-même, ou le répertoire qui contient « dossier.json ».",
    )
