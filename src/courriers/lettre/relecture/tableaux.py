"""Tables: each row, each column, each total is the one of the statement made again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from courriers.constats import Constat
from courriers.langue.typographie import montant
from courriers.lettre.attendus import Rangee, rangees, rangees_des_factures
from courriers.lettre.relecture.lecture import Lecture, Ligne, faute, plat
from courriers.lettre.relecture.recalcul import Recalcul

_ECART = "le tableau de la lettre ne reproduit pas les lignes du décompte"
_TOTAUX = (
    ("principal", re.compile(r"(?:échu, en )?principal\b", re.IGNORECASE)),
    ("interets", re.compile(r"(?:échu, en )?(?:pénalités|intérêts)\b", re.IGNORECASE)),
    ("indemnites", re.compile(r"(?:échu, (?:en )?)?(?:indemnité|article 700)", re.IGNORECASE)),
    ("recu", re.compile(r"total (?:reçu|réglé)\b", re.IGNORECASE)),
    ("total", re.compile(r"(?:total|dette)\b", re.IGNORECASE)),
    ("somme", re.compile(r"(?:somme|reste|montant)\b", re.IGNORECASE)),
    ("trop_percu", re.compile(r"trop-perçu", re.IGNORECASE)),
    ("a_echoir", re.compile(r"à échoir", re.IGNORECASE)),
)

_SANS_TOTAL = ("echeancier", "paiements", "reglees")
"""Tables whose rows are no claim: nothing under them needs to be the sum claimed."""


def tableaux(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """The main table of the pack, and any other one that lists invoices."""
    genre = calcul.pack.manifeste.tableau_de(calcul.document)
    attendues = rangees(calcul.pack, calcul.dossier, calcul.decompte, genre)
    tables = _tables(lu)
    principale = max(tables, key=lambda t: _ressemblance(t, attendues), default=None)
    if attendues:
        if principale is None or not _ressemblance(principale, attendues):
            yield faute(f"{_ECART} : il manque")
        else:
            yield from _table(lu, principale, attendues)
            complet = calcul.document.role in ("lettre", "annexe")
            exiges = complet and genre not in _SANS_TOTAL
            yield from _totaux(lu, calcul, _sous(principale, attendues), exiges=exiges)
    autres = [table for table in tables if table is not principale]
    factures = rangees_des_factures(calcul.pack, calcul.dossier, calcul.decompte) if autres else []
    for table in autres:
        if factures and _ressemblance(table, factures):
            yield from _table(lu, table, factures)
            yield from _totaux(lu, calcul, _sous(table, factures), exiges=False)


def _tables(lu: Lecture) -> list[list[Ligne]]:
    """The rows of each table of the body that are read as rows."""
    par_tableau: dict[int, list[Ligne]] = {}
    for ligne in lu.corps:
        place = ligne.passages[0].cellule
        if place is not None and ligne.cellules:
            par_tableau.setdefault(place.tableau, []).append(ligne)
    return list(par_tableau.values())


def _noms(rangee: Rangee) -> list[str]:
    return [plat(nom) for nom in rangee.noms]


def _ressemblance(table: list[Ligne], attendues: list[Rangee]) -> int:
    """How many of its rows are named, or valued, as they should."""
    noms = {nom for rangee in attendues for nom in _noms(rangee)}
    return sum(ligne.cellules[0] in noms for ligne in table)


def _debut(table: list[Ligne], attendues: list[Rangee]) -> int:
    """The first row that is no heading."""
    premiers = _noms(attendues[0])
    return next((i for i, x in enumerate(table) if x.cellules[0] in premiers), 1)


def _sous(table: list[Ligne], attendues: list[Rangee]) -> list[Ligne]:
    """What stands under the rows expected."""
    return table[_debut(table, attendues) + len(attendues) :]


def _table(lu: Lecture, table: list[Ligne], attendues: list[Rangee]) -> Iterator[Constat]:
    """Each row expected, in order, under its headings."""
    debut = _debut(table, attendues)
    entetes = list(table[debut - 1].cellules) if debut else []
    for rang, attendue in enumerate(attendues):
        if debut + rang >= len(table):
            yield faute(f"{_ECART} : « {attendue.noms[0]} » manque")
            return
        ligne = table[debut + rang]
        cellules = ligne.cellules
        if attendue.cellules:
            if _nues(cellules) != _nues(map(plat, attendue.cellules)):
                message = f"{_ECART} : « {' '.join(cellules)} »"
                yield lu.faute_de(f"{message} au lieu de « {' '.join(attendue.cellules)} »", ligne)
            continue
        if cellules[0] not in _noms(attendue):
            message = f"{_ECART} : « {ligne.cellules[0]} » au lieu de « {attendue.noms[0]} »"
            yield lu.faute_de(message, ligne)
            return  # one row too many or too few puts all that follow out of place
        if cellules[-1] != plat(attendue.montant):
            message = f"{_ECART} : « {cellules[-1]} » au lieu de « {attendue.montant} »"
            yield lu.faute_de(f"{message} ({cellules[0]})", ligne, len(cellules) - 1)
        yield from _colonnes(lu, ligne, entetes, attendue)


def _nues(cellules: Iterable[str]) -> list[str]:
    """Without the empty ones at the end."""
    nues = list(cellules)
    while nues and not nues[-1].strip():
        nues.pop()
    return nues


def _colonnes(lu: Lecture, ligne: Ligne, entetes: list[str], attendue: Rangee) -> Iterator[Constat]:
    if len(entetes) != len(ligne.cellules):
        return
    for rang, (entete, cellule) in enumerate(zip(entetes, ligne.cellules, strict=True)):
        juste = attendue.colonnes.get(entete)
        if juste is not None and cellule not in (plat(juste), "–" if not juste else None):
            message = f"{_ECART} : colonne « {entete} », « {cellule} » au lieu de « {juste} »"
            yield lu.faute_de(f"{message} ({ligne.cellules[0]})", ligne, rang)


def _totaux(
    lu: Lecture, calcul: Recalcul, lignes: list[Ligne], *, exiges: bool
) -> Iterator[Constat]:
    """What stands under the rows: totals whose name says which, and the sum claimed."""
    d = calcul.decompte
    valeurs = {
        "principal": d.principal, "interets": d.interets, "indemnites": d.indemnites,
        "total": calcul.somme if calcul.pack.manifeste.reclame == "passif" else d.total,
        "somme": calcul.somme if calcul.reclame else d.total, "trop_percu": d.trop_percu,
        "a_echoir": d.a_echoir, "recu": calcul.recu,
    }  # fmt: skip
    dits: dict[str, Decimal] = {}
    for ligne in lignes:
        nom = next((n for n, motif in _TOTAUX if motif.match(ligne.cellules[0])), None)
        if nom is None:
            yield lu.faute_de(f"{_ECART} : « {ligne.cellules[0]} » est en trop", ligne)
            continue
        dits[nom] = valeurs[nom]
        juste = montant(valeurs[nom], d.devise)
        if ligne.cellules[-1] != plat(juste):
            message = f"« {ligne.cellules[0]} » : « {ligne.cellules[-1]} » au lieu de « {juste} »"
            yield lu.faute_de(message, ligne)
    if not exiges:
        return
    parts = ("principal", "interets", "indemnites")
    absents = [p for p in parts if valeurs[p] and p not in dits]
    detail = calcul.pack.manifeste.reclame != "principal"
    if detail and any(p in dits for p in parts) and absents:
        yield faute(f"{_ECART} : un sous-total manque ({', '.join(absents)})")
    if calcul.reclame and calcul.somme not in dits.values():
        yield faute(f"{_ECART} : le total demandé manque")
