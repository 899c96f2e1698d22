"""A pack that is no folder here: the files of a zip, or files by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from courriers.document.archive import decompresser
from courriers.erreurs import FichierWordInvalide, PackIntrouvable, PackInvalide

MANIFESTE = "pack.toml"
_NOM = re.compile(r"[a-z0-9-]+")
_BRUIT = re.compile(r"(^|/)(__MACOSX|\.DS_Store|Thumbs\.db|~\$[^/]*)(/|$)")
"""What systems add to a zip."""


@dataclass(frozen=True)
class Recus:
    """The files of one pack, by their name in it, and its own name."""

    nom: str
    fichiers: Mapping[str, bytes]


def fichiers_recus(source: bytes | Mapping[str, bytes]) -> Recus:
    """The files of the pack *source*: a zip, or files by name, in one folder named as the pack.

    Raises:
        PackIntrouvable: the folder cannot be a pack by its name.
        PackInvalide: not a zip, one that is refused, or one that does not hold one pack.
        TypeError: neither bytes nor a mapping.
    """
    if not isinstance(source, bytes | Mapping):
        attendus = "un nom, un répertoire (Path), les octets d’un zip ou des fichiers par nom"
        raise TypeError(f"pack\u00a0: {attendus} sont attendus, non {type(source).__name__}")
    fichiers = _du_zip(source) if isinstance(source, bytes) else dict(source)
    fichiers = {nom: octets for nom, octets in fichiers.items() if not _BRUIT.search(nom)}
    racines = [nom for nom in fichiers if nom.rpartition("/")[2] == MANIFESTE]
    if len(racines) != 1:
        raise PackInvalide(
            f"Ces fichiers contiennent {len(racines)} « {MANIFESTE} » : un pack en a un.",
            conseil="Comprimez le répertoire d’un seul pack, avec son pack.toml.",
        )
    dossier = racines[0].rpartition("/")[0]
    nom = dossier.rpartition("/")[2]
    if not _NOM.fullmatch(nom):
        dit = f"« {nom} » ne peut pas être le nom d’un pack" if nom else "Ce pack n’a pas de nom"
        raise PackIntrouvable(
            f"{dit}.",
            conseil="Ses fichiers sont dans un répertoire à son nom, en minuscules, chiffres et "
            "tirets : relance/pack.toml, relance/lettre.docx.",
        )
    siens = {
        chemin.removeprefix(f"{dossier}/"): octets
        for chemin, octets in fichiers.items()
        if chemin.startswith(f"{dossier}/")
    }
    return Recus(nom, siens)


def _du_zip(octets: bytes) -> dict[str, bytes]:
    try:
        return decompresser(octets, "Ce pack", sorte="zip")
    except FichierWordInvalide as faute:
        raise PackInvalide(
            faute.message,
            conseil="Comprimez le répertoire du pack au format .zip, sans mot de passe.",
        ) from None
