"""A table of customers on its own: the addresses that an accounting file does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, avertissement
from courriers.erreurs import CourriersError
from courriers.lot.configuration import Configuration
from courriers.lot.sources.tables import cellules, entetes
from courriers.lot.sources.tables.cellules import Fautive
from courriers.lot.sources.tables.debiteurs import Cellules, debiteur_de
from courriers.lot.sources.tables.lignes import Lecture
from courriers.lot.sources.tables.modele import Ligne, Table
from courriers.lot.sources.tables.table import tables_de

_DITES_MAX = 20
_CODES = ("code_client", "reference")
_SANS_QUALITE = frozenset({"qualite", "type_debiteur"})
"""Faults of these are told with the case, which may take them from ``courriers.toml``."""


@dataclass
class Clients:
    """What tables of customers say, by customer code."""

    par_code: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Fields of ``debiteur``."""
    constats: list[Constat] = field(default_factory=list)
    """Cells that cannot be used: the first ones, each at its place."""
    autres: list[Path] = field(default_factory=list)
    """Tables that are not of customers: they make cases of their own."""


def clients_de(chemins: Iterable[Path], reglages: Configuration) -> Clients:
    """The customers of *chemins*, for the files that hold no invoice."""
    lus = Clients()
    try:
        voulues = entetes.nommes(reglages.colonnes)
    except entetes.EntetesFautifs:
        return Clients(autres=list(chemins))  # reading them says it
    for chemin in chemins:
        try:
            lues = tables_de(chemin, reglages, voulues)
            if lues.factures or not lues.adresses:
                lus.autres.append(chemin)
                continue
            for table in lues.adresses:
                for ligne in Lecture(table, factures=False).lignes():
                    _retenir(lus, table, ligne)
        except CourriersError:
            lus.autres.append(chemin)
    return lus


def _retenir(lus: Clients, table: Table, ligne: Ligne) -> None:
    lu = Cellules(ligne.valeurs, {})
    code = next(filter(None, map(lu.texte, _CODES)), "")
    debiteur = debiteur_de(lu, None)
    if "type_debiteur" not in ligne.valeurs and not _dit_une_personne(ligne):
        debiteur.pop("type", None)  # deduced from a name that the accounts may hold better
    for champ, faute in lu.fautes.items():
        if champ not in _SANS_QUALITE and champ in ligne.valeurs:
            _dire(lus, table, ligne, champ, faute)
    if code:
        lus.par_code.setdefault(code, debiteur)


def _dit_une_personne(ligne: Ligne) -> bool:
    noms = ("prenom", "civilite", "denomination", "forme_juridique", "siren", "siret", "qualite")
    return any(not cellules.est_vide(ligne.valeurs.get(nom, "")) for nom in noms)


def _dire(lus: Clients, table: Table, ligne: Ligne, champ: str, faute: Fautive) -> None:
    if len(lus.constats) < _DITES_MAX:
        lus.constats.append(avertissement(
            Code.SOURCE_A_VERIFIER, f"{faute}.", faute.conseil, table.lieu(ligne.numero, champ)
        ))  # fmt: skip
