"""Addresses: those of the row, and those of a second table, joined by what names the debtor."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from courriers.dossier.identifiants import compact
from courriers.dossier.pays import codes_des_pays, est_francais
from courriers.lot.saisie.adresse import lire_adresse
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.cellules import Fautive
from courriers.lot.sources.tables.modele import Ligne, Table, Valeur

if TYPE_CHECKING:
    from courriers.lot.sources.tables.debiteurs import Cellules

LIGNES = ("adresse", "adresse_2", "adresse_3", "adresse_4")
PARTIES = (*LIGNES, "code_postal", "ville", "cp_ville")
"""The columns an address is made of."""
CLES = ("code_client", "reference", "siren", "siret", "denomination", "nom")
"""What an address table is joined by, the surest first."""


def adresse_de(lu: Cellules) -> dict[str, Any]:
    """The address the cells make, as a case holds it; nothing when they say none.

    A French postcode of four digits lost its zero in a spreadsheet: it is given back, and said.
    """
    lignes: list[str] = []
    for champ in LIGNES:
        if champ in lu.valeurs:
            try:
                lignes += cellules.lignes(lu.valeurs[champ])
            except Fautive as faute:
                lu.fautes[champ] = faute
    pays = _pays(lu)
    code, ville = lu.texte("code_postal"), lu.texte("ville")
    if ensemble := lu.texte("cp_ville"):
        code, _, ville = ensemble.partition(" ")
    if lignes and not code and not ville:
        return _en_un_texte(lu, lignes)
    if code and est_francais(pays):
        code = _code_postal(lu, code)
    rendu = {"lignes": lignes, "code_postal": code, "ville": ville}
    connus = {nom: valeur for nom, valeur in rendu.items() if valeur}
    return {**connus, "pays": pays} if connus and pays != "FR" else connus


def _en_un_texte(lu: Cellules, lignes: list[str]) -> dict[str, Any]:
    """A whole address in one cell, or in the lines of several."""
    try:
        return lire_adresse("\n".join(lignes))
    except ValueError as faute:
        lu.fautes.setdefault("adresse", Fautive(
            f"l’adresse est incomplète : {faute}",
            "Ajoutez des colonnes « Code postal » et « Ville ».",
        ))  # fmt: skip
        return {}


def _code_postal(lu: Cellules, ecrit: str) -> str:
    code = re.sub(r"^F-?|\s", "", ecrit)
    if re.fullmatch(r"[1-9]\d{3}", code, re.ASCII):
        champ = "cp_ville" if "cp_ville" in lu.valeurs else "code_postal"
        lu.dire(champ)(f"le code postal {code} a perdu son zéro : 0{code} est retenu")
        return f"0{code}"
    return code


def _pays(lu: Cellules) -> str:
    ecrit = lu.texte("pays")
    if not ecrit:
        return "FR"
    code = _codes().get(cellules.sans_accent(ecrit))
    if code is None:
        lu.fautes["pays"] = Fautive(
            f"« {ecrit[:40]} » n’est pas un pays",
            "Écrivez son nom en français, ou son code : BE.",
        )
    return code or "FR"


@functools.cache
def _codes() -> Mapping[str, str]:
    noms = {cellules.sans_accent(nom): code for code, nom in codes_des_pays().items()}
    return noms | {code.casefold(): code for code in codes_des_pays()}


class Trouvee(NamedTuple):
    """A row of an address table."""

    table: Table
    ligne: Ligne


class Annuaire:
    """The rows of the address tables of a run, by what names a debtor."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._par_cle: dict[tuple[str, str], Trouvee] = {}
        self._doubles: dict[tuple[str, str], list[Trouvee]] = {}

    def ajouter(self, table: Table, lignes: Iterator[Ligne]) -> None:
        """Take the rows of *table*."""
        self.tables.append(table)
        for ligne in lignes:
            trouvee = Trouvee(table, ligne)
            for cle in cles_de(ligne.valeurs):
                deja = self._par_cle.setdefault(cle, trouvee)
                if deja is not trouvee and _differe(deja.ligne, ligne):
                    self._doubles.setdefault(cle, [deja]).append(trouvee)

    def a(self, champ: str) -> bool:
        """Whether one of the tables has a column for *champ*."""
        return any(table.a(champ) for table in self.tables)

    def chercher(self, valeurs: Mapping[str, Valeur]) -> Trouvee | None:
        """The row of the debtor that *valeurs* name, by the surest name first.

        Raises:
            Fautive: several rows bear that name, and say otherwise.
        """
        for cle in cles_de(valeurs):
            if cle in self._doubles:
                ou = " et ".join(
                    str(t.table.place((t.ligne.numero,))) for t in self._doubles[cle][:3]
                )
                raise Fautive(
                    f"plusieurs adresses portent « {cle[1]} » : {ou}",
                    "N’en gardez qu’une, ou joignez les tables par un code client.",
                )
            if cle in self._par_cle:
                return self._par_cle[cle]
        return None


def cles_de(valeurs: Mapping[str, Valeur]) -> Iterator[tuple[str, str]]:
    """What *valeurs* may be joined by: kind of name, and the name without its spelling."""
    for champ in CLES:
        if champ not in valeurs:
            continue
        try:
            ecrit = cellules.texte(valeurs[champ])
        except Fautive:
            continue
        if champ in ("siren", "siret"):
            yield "siren", compact(ecrit)[:9]
        elif champ in ("denomination", "nom"):
            yield "nom", cellules.nom_nu(f"{ecrit} {valeurs.get('prenom', '')}")
        else:
            yield champ, " ".join(ecrit.casefold().split())


def _differe(une: Ligne, autre: Ligne) -> bool:
    return any(
        une.valeurs.get(c) != autre.valeurs.get(c) for c in (*PARTIES, "denomination", "nom")
    )
