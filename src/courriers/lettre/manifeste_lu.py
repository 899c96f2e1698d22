"""A manifest as it is read: from the folder of a pack, or from bytes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from courriers.dossier.fautes import constats_de
from courriers.erreurs import PackInvalide, motif_systeme
from courriers.lettre.manifeste import Manifeste
from courriers.lettre.pack_recu import MANIFESTE


def manifeste_de(dossier: Path) -> Manifeste:
    """That of the folder *dossier*.

    Raises:
        PackInvalide: it cannot be read, it is faulty, or a file that it names is not there.
    """
    chemin = dossier / MANIFESTE
    try:
        octets = chemin.read_bytes()
    except OSError as faute:
        raise PackInvalide(f"{chemin} est illisible : {motif_systeme(faute)}.") from None
    manifeste = manifeste_ecrit(octets, chemin)
    verifier_les_fichiers(manifeste, dossier, lambda nom: (dossier / nom).is_file())
    return manifeste


def manifeste_ecrit(octets: bytes, chemin: Path) -> Manifeste:
    """The manifest that *octets* is, called *chemin* in messages. Raises :class:`PackInvalide`."""
    try:
        return Manifeste.model_validate(tomllib.loads(octets.decode("utf-8")))
    except ValidationError as fautes:
        constats = constats_de(fautes, Manifeste)
        raise PackInvalide(
            f"{chemin} : " + " ".join(str(c) for c in constats), constats=constats
        ) from None
    except (ValueError, RecursionError):
        raise PackInvalide(f"{chemin} est illisible : ce n’est pas un fichier TOML.") from None


def verifier_les_fichiers(
    manifeste: Manifeste, dossier: Path, present: Callable[[str], bool]
) -> None:
    """Raise :class:`PackInvalide` unless each file that *manifeste* names is *present*."""
    absents = [d.fichier for d in manifeste.documents if not present(d.fichier)]
    if absents:
        raise PackInvalide(f"{dossier / MANIFESTE} : fichier absent ({', '.join(absents)}).")
