"""A file that a journal names, reached only inside its folder: a forged journal leads nowhere."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from courriers.erreurs import CourriersError
from courriers.lot.depot.bordereau import NOM as BORDEREAU
from courriers.lot.noms import est_dedans

SUFFIXES = (".docx", ".pdf", ".eml")
"""What a letter can be: a journal that names anything else is not ours."""
_SYNTHESE = re.compile(r"synthese(-[2-9])?\.pdf")


class Dedans:
    """The files of a folder of letters, by the path that its journal gives."""

    def __init__(self, repertoire: Path) -> None:
        """*repertoire*: the folder; it must exist."""
        self._repertoire = repertoire
        self._reel = repertoire.resolve()
        self._parent: tuple[Path, bool] | None = None

    def chemin(self, nom: str) -> Path | None:
        """Where *nom* is; nothing when it is no letter's, or leads out of the folder by a link."""
        if not est_dedans(nom) or any(c in nom for c in '\0\\:"<>|?*'):
            return None
        if PurePosixPath(nom).suffix.lower() not in SUFFIXES:
            return None
        chemin = self._repertoire / nom
        return chemin if self.tient(chemin.parent) else None

    def tient(self, parent: Path) -> bool:
        """Whether the folder *parent* is really inside. The files of one case come together."""
        if self._parent is None or self._parent[0] != parent:
            try:
                tient = parent.resolve().is_relative_to(self._reel)
            except (OSError, RuntimeError, ValueError):  # links that go round, odd characters
                tient = False
            self._parent = parent, tient
        return self._parent[1]


def tenir(dedans: Dedans, place: Path) -> None:
    """Refuse *place*, the folder of a case, or that of its exhibits, if a link leads them out.

    Raises:
        CourriersError: it does; code ``CHEMIN_HORS_DU_LOT``.
    """
    for ou in (place, *place.glob("*-pieces")):
        if not dedans.tient(ou):
            raise CourriersError(
                f"{ou} mène hors du répertoire des lettres : rien n’y est écrit.",
                conseil="Remplacez ce lien par un vrai répertoire.",
                code="CHEMIN_HORS_DU_LOT",
            )


def fichiers_de(repertoire: Path, depots: set[str]) -> Iterator[str]:
    """The files that could be letters, by path in the folder; links are not followed.

    Args:
        repertoire: the folder of the letters.
        depots: names of the deposits that the journal knows, which are left out, as the summary
            is.
    """
    ouverts = [""]
    while ouverts:
        ici = ouverts.pop()
        try:
            entrees = sorted(os.scandir(repertoire / ici), key=lambda e: e.name, reverse=True)
        except OSError:
            continue  # the files of the journal that are there are told one by one
        noms = {e.name for e in entrees}
        if ici and BORDEREAU in noms and ici.rpartition("/")[2] in depots:
            continue
        fichiers = []
        for entree in entrees:
            nom = f"{ici}/{entree.name}".lstrip("/")
            if entree.name.startswith((".", "~$")):
                continue
            if entree.is_dir(follow_symlinks=False):
                ouverts.append(nom)
            elif nom.lower().endswith(SUFFIXES) and not _SYNTHESE.fullmatch(nom):
                fichiers.append(nom)
        yield from reversed(fichiers)


def est_un_fichier(chemin: Path) -> bool:
    """Whether *chemin* is a plain file: no link, no pipe, no folder.

    Raises:
        OSError: it cannot be looked at; ``FileNotFoundError`` when it is not there.
    """
    try:
        return stat.S_ISREG(os.lstat(chemin).st_mode)
    except NotADirectoryError:
        raise FileNotFoundError(str(chemin)) from None
    except ValueError:  # a character that no name may have
        raise FileNotFoundError("nom impossible") from None


def cle(nom: str) -> str:
    """*nom* as systems that tell neither capitals nor the form of accents apart take it.

    >>> cle("A-1/Lettre.PDF")
    'a-1/lettre.pdf'
    """
    return unicodedata.normalize("NFC", nom).casefold()
