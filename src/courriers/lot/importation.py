"""Cases written one file each, for a person to read over before any letter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError
from courriers.lot.ecriture import ecrire_atomiquement, ecriture_impossible
from courriers.lot.journal import empreinte
from courriers.lot.noms import nom_sur, sous_repertoire
from courriers.lot.sources.cas import Cas

Issue = Literal["ecrit", "inchange", "remplace", "garde", "refuse"]


@dataclass(frozen=True)
class Importe:
    """What became of one case."""

    cas: Cas
    issue: Issue
    """``garde``: a file of that name, with another content, was left as it is."""
    fichier: Path | None = None
    erreur: CourriersError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "source": str(self.cas.place),
            "reference": self.cas.reference,
            "issue": self.issue,
            "fichier": str(self.fichier) if self.fichier is not None else None,
            "constats": [c.as_dict() for c in self.cas.constats],
            "erreur": self.erreur.as_dict() if self.erreur is not None else None,
        }


def importer(cas: Iterable[Cas], sortie: Path, *, remplacer: bool = False) -> Iterator[Importe]:
    """Write each case as ``<reference>.json`` in *sortie*, and yield what became of it.

    The first thousand are flat, then by thousands. A file that a person may have corrected is
    never replaced unless *remplacer* is set.

    Args:
        cas: cases, read or refused.
        sortie: the folder of the cases; created if needed.
        remplacer: write over files of another content.
    """
    pris: set[str] = set()
    rang = 0
    for lu in cas:
        if lu.dossier is None:
            yield Importe(lu, "refuse", erreur=lu.erreur)
            continue
        chemin = _libre(sortie / sous_repertoire(rang), lu.reference, pris)
        rang += 1
        yield _ecrit(lu, lu.dossier, chemin, remplacer=remplacer)


def _ecrit(lu: Cas, dossier: Dossier, chemin: Path, *, remplacer: bool) -> Importe:
    octets = en_json(dossier).encode("utf-8")
    try:
        ancien = chemin.read_bytes() if chemin.is_file() else None
        if ancien == octets:
            return Importe(lu, "inchange", chemin)
        if ancien is not None and not remplacer:
            return Importe(lu, "garde", chemin)
        ecrire_atomiquement(chemin, octets)
    except OSError as faute:
        return Importe(lu, "refuse", erreur=ecriture_impossible(faute))
    return Importe(lu, "ecrit" if ancien is None else "remplace", chemin)


def en_json(dossier: Dossier) -> str:
    """*dossier* as a case file holds it: what was said, and no default."""
    plat = dossier.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return json.dumps({"version": 1, **plat}, ensure_ascii=False, indent=2) + "\n"


def _libre(repertoire: Path, reference: str, pris: set[str]) -> Path:
    """A name that no other case of this run has: some systems do not tell capitals apart."""
    racine, suite = nom_sur(reference), 2
    nom = racine
    while f"{repertoire}/{nom}".casefold() in pris:
        nom, suite = f"{racine}-{suite}", suite + 1
    pris.add(f"{repertoire}/{nom}".casefold())
    return repertoire / f"{nom}.json"


def empreinte_du_dossier(dossier: Dossier) -> str:
    """SHA-256 of the case: of all that it says, whatever the source it was read from."""
    return empreinte(dossier.model_dump_json(exclude_defaults=True).encode("utf-8"))
