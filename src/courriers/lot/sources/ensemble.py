"""Any mix of sources, each read by the module of its format."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.erreurs import DossierInvalide
from courriers.lot.configuration import NOM, Configuration
from courriers.lot.sources import fec
from courriers.lot.sources.cas import Cas, Place, Source
from courriers.lot.sources.dossiers import PLUSIEURS
from courriers.lot.sources.tables.clients import clients_de

SOURCES = ("dossiers", "fec", "factures", "tables")
"""The formats, by the name of their module here; the first that knows a file reads it."""
_PROVISOIRES = ("~$", ".~lock.", ".")
"""What Word, Excel and LibreOffice leave beside an open file, and hidden files."""
_PAS_DES_SOURCES = (
    NOM, "pack.toml", "attendu.toml", "package.json", "journal.jsonl", "synthese.xlsx",
    "synthese.pdf",
)  # fmt: skip


def lire(chemins: Iterable[str | Path], reglages: Configuration) -> Iterator[Cas]:
    """Every case of *chemins*, streamed; one that is faulty is yielded with its error.

    Files of one format are read together: an invoice and its credit note, a table and the one that
    holds its addresses, may be two files.

    Args:
        chemins: files, folders that hold a case, folders of files.
        reglages: what ``courriers.toml`` sets.
    """
    par_format: dict[str, list[Path]] = {nom: [] for nom in SOURCES}
    for chemin, voulu in _fichiers(map(Path, chemins)):
        if chemin.exists() and not (chemin.is_file() or chemin.is_dir()):
            yield Cas(Place(chemin), erreur=_special(chemin))  # a pipe would never end
            continue
        nom = next((n for n in SOURCES if _module(n).reconnait(chemin)), None)
        if nom is not None:
            par_format[nom].append(chemin)
        elif voulu:
            yield Cas(Place(chemin), erreur=_inconnu(chemin))
    comptables = par_format.pop("fec")
    if comptables:
        clients = clients_de(par_format["tables"], reglages)
        par_format["tables"] = clients.autres
        yield from _avec(clients.constats, fec.lire(
            comptables, reglages, adresses=clients.par_code, base=reglages.repertoire
        ))  # fmt: skip
    for nom, siens in par_format.items():
        if siens:
            yield from _module(nom).lire(siens, reglages)


def _avec(constats: Sequence[Constat], cas: Iterable[Cas]) -> Iterator[Cas]:
    """*cas*, the first with *constats*, which hold for all."""
    for lu in cas:
        yield replace(lu, constats=(*constats, *lu.constats)) if constats else lu
        constats = ()


def est_un_dossier(chemin: Path) -> bool:
    """Whether *chemin* is one case: a file, or the folder that holds it."""
    return _module("dossiers").reconnait(chemin) and chemin.suffix.lower() not in PLUSIEURS


def _fichiers(chemins: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it was named: one found in a folder may be anything."""
    for chemin in chemins:
        if not chemin.is_dir() or _module("dossiers").reconnait(chemin):
            yield chemin, True
            continue
        trouves = sorted(e for e in chemin.iterdir() if _compte(e))
        if not trouves:
            yield chemin, True
        for entree in trouves:
            if entree.is_file() or _module("dossiers").reconnait(entree):
                yield entree, False


def _compte(entree: Path) -> bool:
    return not entree.name.startswith(_PROVISOIRES) and entree.name not in _PAS_DES_SOURCES


def _module(nom: str) -> Source:
    """The format *nom*, imported when it is first met."""
    return cast("Source", importlib.import_module(f"courriers.lot.sources.{nom}"))


def _special(chemin: Path) -> DossierInvalide:
    motif = "ce n’est pas un fichier ordinaire, qui puisse être relu."
    conseil = "Enregistrez d’abord ces données dans un fichier."
    lieu = Lieu(fichier=str(chemin))
    return DossierInvalide(
        f"{chemin} : {motif}",
        conseil=conseil,
        constats=[erreur(Code.FICHIER_ILLISIBLE, motif, lieu=lieu, conseil=conseil)],
    )


def _inconnu(chemin: Path) -> DossierInvalide:
    motif = (
        "ce répertoire ne contient aucun dossier."
        if chemin.is_dir()
        else "ce fichier n’est d’aucun format lu ici."
    )
    conseil = (
        "Sont lus : un dossier (.json, .toml, .jsonl), une table (.csv, .xlsx), un FEC (.txt), une "
        "facture électronique (.pdf Factur-X, .xml), ou un répertoire qui en contient."
    )
    lieu = Lieu(fichier=str(chemin))
    return DossierInvalide(
        f"{chemin} : {motif}",
        conseil=conseil,
        constats=[erreur(Code.FICHIER_ILLISIBLE, motif, lieu=lieu, conseil=conseil)],
    )
