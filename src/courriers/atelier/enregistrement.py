"""The file of a case typed in the page: never over another, never half written."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from courriers.atelier.seance import PREFIXE
from courriers.erreurs import CourriersError, motif_systeme
from courriers.langue.typographie import INSECABLE
from courriers.lot.ecriture import ecrire_atomiquement
from courriers.lot.noms import nom_sur

_ESSAIS = 1000


@dataclass(frozen=True, slots=True)
class Enregistre:
    """A case that was saved, and what was then in its file."""

    chemin: Path
    empreinte: str
    reference: str


def enregistrer(
    repertoire: Path, reference: str, octets: bytes, avant: Enregistre | None = None
) -> Enregistre:
    """Write *octets* as the case *reference*, in *repertoire*.

    The file is new, unless *avant* is the one this page wrote, or opened, for this case and nobody
    has changed since: it is then replaced.

    Raises:
        CourriersError: it cannot be written; code ``ECRITURE_IMPOSSIBLE``.
    """
    try:
        chemin = _le_sien(avant, reference) or _nouveau(repertoire, reference)
        try:
            ecrire_atomiquement(chemin, octets)
        except OSError:
            with contextlib.suppress(OSError):
                if not chemin.stat().st_size:  # the name was only held
                    chemin.unlink()
            raise
    except OSError as faute:
        raise CourriersError(
            f"Le dossier ne peut pas être écrit dans {repertoire}{INSECABLE}: "
            f"{motif_systeme(faute)}.",
            conseil="Téléchargez-le, ou relancez l’atelier dans un répertoire à vous.",
            code="ECRITURE_IMPOSSIBLE",
        ) from None
    return Enregistre(chemin, empreinte(octets), reference)


def empreinte(octets: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(octets).hexdigest()


def _le_sien(avant: Enregistre | None, reference: str) -> Path | None:
    if avant is None or avant.reference != reference:
        return None
    try:
        intact = empreinte(avant.chemin.read_bytes()) == avant.empreinte
    except OSError:
        return None
    return avant.chemin if intact else None


def _nouveau(repertoire: Path, reference: str) -> Path:
    """A name that no file has, held by an empty one.

    Raises:
        OSError: none can be had.
    """
    for rang in range(1, _ESSAIS):
        suffixe = f"-{rang}" if rang > 1 else ""
        chemin = repertoire / f"{_racine(reference)}{suffixe}.toml"
        try:
            chemin.open("xb").close()
        except FileExistsError:
            continue
        return chemin
    raise FileExistsError(f"{_racine(reference)}.toml")


def _racine(reference: str) -> str:
    return f"{PREFIXE}{nom_sur(reference)}"
