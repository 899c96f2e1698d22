"""Reading a case: a JSON or TOML file, or a mapping, to a checked :class:`Dossier`."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from courriers.constats import Code, Constat, Gravite, Lieu, erreur
from courriers.dossier.fautes import constats_de
from courriers.dossier.fautes import court as _court
from courriers.dossier.modele import Dossier
from courriers.erreurs import DossierInvalide, motif_systeme

TAILLE_MAX = 10_000_000
"""Largest case file read, in bytes, included."""
TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""How the names of tables end, that are no case and hold several."""
VERSION = 1

_IMPORTER = (
    "C’est une table\u00a0: «\u00a0courriers importer {} -o dossiers\u00a0» fait un dossier de "
    "chaque débiteur. Donnez celui qu’il faut."
)


def load_dossier(
    source: str | Path | Mapping[str, Any], *, base: str | Path | None = None
) -> Dossier:
    """Read and check a case.

    Args:
        source: path of a ``.json`` or ``.toml`` file, or the case as a mapping.
        base: folder that file paths inside a mapping are relative to; a file's own folder
            otherwise.

    Raises:
        DossierInvalide: the file cannot be read, or the case has faults. ``constats`` holds
            every fault, each with its path.
    """
    if not isinstance(source, str | Path | Mapping):
        raise DossierInvalide("Un dossier est un chemin de fichier ou un mapping.")
    if isinstance(source, Mapping):
        brut, fichier = dict(source), None
        dossier_parent = Path(base) if base is not None else None
    else:
        chemin = Path(source)
        brut, fichier = lire_brut(chemin), str(source)
        dossier_parent = Path(base) if base is not None else chemin.parent
    _verifier_version(brut, fichier)
    if not all(isinstance(nom, str) for nom in brut):
        raise DossierInvalide("Les noms de champs d’un dossier sont des textes.")
    try:
        return Dossier.model_validate(brut).situe(dossier_parent)
    except ValidationError as faute:
        raise _invalide(constats_de(faute, Dossier), fichier) from None


def _invalide(constats: list[Constat], fichier: str | None) -> DossierInvalide:
    nombre = len(constats)
    ou = f" dans {fichier}" if fichier else ""
    fautes = "une faute" if nombre == 1 else f"{nombre} fautes"
    lignes = "".join(f"\n  - {c}" for c in constats)
    return DossierInvalide(f"Le dossier a {fautes}{ou} :{lignes}", constats=constats)


def _illisible(chemin: Path, motif: str, conseil: str = "", **lieu: int) -> DossierInvalide:
    constat = Constat(
        Code.FICHIER_ILLISIBLE,
        Gravite.ERREUR,
        motif,
        Lieu(fichier=str(chemin), **lieu),  # type: ignore[arg-type]
        conseil,
    )
    return DossierInvalide(f"{constat.lieu} : {motif}", conseil=conseil, constats=[constat])


def lire_brut(chemin: Path) -> dict[str, Any]:
    """What the case file *chemin* holds, before it is checked.

    Raises:
        DossierInvalide: it cannot be read.
    """
    octets = _octets(chemin)
    if not octets.strip():
        raise _illisible(chemin, "le fichier est vide.")
    if b"\0" in octets:
        raise _illisible(
            chemin, "ce n’est pas un fichier texte.", "Un dossier est un texte JSON ou TOML."
        )
    try:
        # A byte-order mark is what Windows editors put first: it is no part of the case.
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as faute:
        ligne = octets[: faute.start].count(b"\n") + 1
        raise _illisible(
            chemin,
            "le fichier n’est pas encodé en UTF-8.",
            "Enregistrez-le en UTF-8 dans votre éditeur.",
            ligne=ligne,
        ) from None
    lire = _depuis_toml if chemin.suffix.lower() == ".toml" else _depuis_json
    brut = lire(chemin, texte)
    if not isinstance(brut, dict):
        raise _illisible(chemin, "un dossier est un objet JSON, entre accolades.")
    return brut


def _octets(chemin: Path) -> bytes:
    if (suffixe := chemin.suffix.lower()) not in (".json", ".toml"):
        conseil = _IMPORTER.format(chemin.name) if suffixe in TABLES else ""
        raise _illisible(chemin, "un dossier est un fichier .json ou .toml.", conseil)
    try:
        if chemin.stat().st_size > TAILLE_MAX:
            raise _illisible(chemin, f"le fichier dépasse {TAILLE_MAX // 1_000_000} Mo.")
        return chemin.read_bytes()
    except ValueError:  # a null character in the path
        raise _illisible(chemin, "ce nom de fichier n’est pas valide.") from None
    except OSError as faute:
        raise _illisible(
            chemin, f"le fichier ne peut pas être lu : {motif_systeme(faute)}."
        ) from None


def _depuis_toml(chemin: Path, texte: str) -> Any:
    try:
        return tomllib.loads(texte)
    except (RecursionError, ValueError) as faute:
        place = re.search(r"line (\d+), column (\d+)", str(faute))
        lieu = {"ligne": int(place[1]), "colonne": int(place[2])} if place else {}
        raise _illisible(
            chemin,
            "le fichier TOML est mal formé.",
            'Un montant s’écrit entre guillemets avec un point ("4840.00"), une date 2026-03-10.',
            **lieu,
        ) from None


def _depuis_json(chemin: Path, texte: str) -> Any:
    try:
        return json.loads(texte, object_pairs_hook=_sans_cle_double, parse_constant=_constante)
    except json.JSONDecodeError as faute:
        raise _illisible(
            chemin,
            "le fichier JSON est mal formé.",
            "Une virgule, un guillemet ou une accolade manque ou est en trop à cet endroit.",
            ligne=faute.lineno,
            colonne=faute.colno,
        ) from None
    except RecursionError:
        raise _illisible(chemin, "le fichier JSON est imbriqué trop profondément.") from None
    except ValueError as faute:
        raise _illisible(chemin, str(faute)) from None


def _sans_cle_double(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    doubles = [cle for cle, fois in Counter(cle for cle, _ in paires).items() if fois > 1]
    if doubles:
        raise ValueError(f"le champ « {doubles[0]} » est écrit deux fois dans le même objet.")
    return dict(paires)


def _constante(nom: str) -> Any:
    raise ValueError(f"« {nom} » n’est pas un nombre de dossier.")


def _verifier_version(brut: Mapping[str, Any], fichier: str | None) -> None:
    """An unknown version is said alone: its other fields mean nothing to us."""
    version = brut.get("version", VERSION)
    if version == VERSION and not isinstance(version, bool):
        return
    conseil = "Mettez courriers à jour, ou demandez un export en version 1."
    if _court(version) == str(VERSION):
        conseil = "Écrivez 1 sans guillemets."
    constat = erreur(
        Code.VERSION_INCONNUE,
        f"version de dossier {_court(version)} inconnue ; cette version de courriers lit la "
        f"version {VERSION}.",
        conseil,
        Lieu(fichier=fichier, champ="version"),
    )
    raise DossierInvalide(str(constat), constats=[constat])
