"""Cases as files of their own: JSON, TOML, a folder that holds one, JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from courriers.constats import Code, Lieu, erreur
from courriers.dossier import load_dossier
from courriers.dossier.chargement import lire_brut
from courriers.erreurs import CourriersError, DossierInvalide, motif_systeme
from courriers.lot.configuration import Configuration
from courriers.lot.sources.cas import Cas, Place, refuse
from courriers.lot.sources.fichiers import fichier

_UN = (".json", ".toml")
PLUSIEURS = (".jsonl", ".ndjson")
LIGNE_MAX = 10_000_000
"""Most characters of one line of a JSON Lines file: those of a whole case file."""


def reconnait(chemin: Path) -> bool:
    """A case file, a file of cases one a line, or a folder that holds a case."""
    if chemin.is_dir():
        try:
            fichier(chemin)
        except CourriersError:
            return False
        return True
    return chemin.suffix.lower() in (*_UN, *PLUSIEURS)


def lire(chemins: Iterable[Path], reglages: Configuration) -> Iterator[Cas]:
    """The cases of *chemins*, one after the other. What ``courriers.toml`` sets is not used."""
    del reglages
    for chemin in chemins:
        if chemin.suffix.lower() in PLUSIEURS and not chemin.is_dir():
            yield from _lignes(chemin)
        else:
            yield un_dossier(chemin)


def un_dossier(chemin: Path) -> Cas:
    """The case that *chemin* is, or holds."""
    place = Place(chemin)
    try:
        return Cas(place, load_dossier(fichier(chemin)))
    except CourriersError as faute:
        return refuse(place, faute, _brut(chemin))


def _brut(chemin: Path) -> dict[str, Any]:
    """What can be read of a case that is refused."""
    try:
        return lire_brut(fichier(chemin))
    except CourriersError:
        return {}


def _lignes(chemin: Path) -> Iterator[Cas]:
    """One case a line; a blank line is none."""
    try:
        with chemin.open(encoding="utf-8-sig", newline="\n") as texte:
            rang = 0
            while ligne := texte.readline(LIGNE_MAX + 1):
                rang += 1
                if ligne.strip():
                    yield _de_la_ligne(chemin, rang, ligne)
                if len(ligne) > LIGNE_MAX:  # what follows is the middle of that line
                    return
    except UnicodeDecodeError:
        yield Cas(Place(chemin), erreur=_illisible(chemin, "le fichier n’est pas encodé en UTF-8."))
    except OSError as faute:
        motif = f"le fichier ne peut pas être lu : {motif_systeme(faute)}."
        yield Cas(Place(chemin), erreur=_illisible(chemin, motif))


def _de_la_ligne(chemin: Path, rang: int, ligne: str) -> Cas:
    place = Place(chemin, lignes=(rang,))
    try:
        brut = json.loads(ligne)
    except (ValueError, RecursionError):
        brut = None
    if not isinstance(brut, dict):
        motif = "cette ligne n’est pas un objet JSON."
        return Cas(place, erreur=_illisible(chemin, motif, rang))
    try:
        return Cas(place, load_dossier(brut, base=chemin.parent))
    except DossierInvalide as faute:
        situes = [
            replace(c, lieu=replace(c.lieu, fichier=str(chemin), ligne=rang))
            for c in faute.constats
        ]
        message = f"{place} : {faute.message}"
        dite = DossierInvalide(message, conseil=faute.conseil, constats=situes)
        return refuse(place, dite, brut)


def _illisible(chemin: Path, motif: str, ligne: int | None = None) -> DossierInvalide:
    lieu = Lieu(fichier=str(chemin), ligne=ligne)
    return DossierInvalide(
        f"{lieu} : {motif}", constats=[erreur(Code.FICHIER_ILLISIBLE, motif, lieu=lieu)]
    )
