"""Small tables of a few columns: cases to leave alone, what came back of the letters."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.erreurs import CourriersError, DossierInvalide
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.entetes import cle
from courriers.lot.sources.tables.modele import Feuille, Valeur
from courriers.lot.sources.tables.table import feuilles_de

_CHERCHEES = 20
"""Rows among which the headings stand."""


@dataclass(frozen=True)
class LigneDeListe:
    """A row: its number, and its cells that are not blank, by field."""

    fichier: Path
    numero: int
    valeurs: Mapping[str, Valeur]
    intitules: Mapping[str, str]

    def lieu(self, champ: str = "") -> Lieu:
        """Where the row, or its cell *champ*, is."""
        intitule = self.intitules.get(champ)
        return Lieu(
            fichier=str(self.fichier),
            ligne=self.numero,
            cellule=f"colonne «\u00a0{intitule}\u00a0»" if intitule else None,
        )

    def texte(self, champ: str) -> str:
        """The cell *champ* as a text, blank if it is.

        Raises:
            Fautive: it is no text.
        """
        return cellules.texte(self.valeurs.get(champ, ""))


def lire_liste(
    fichier: Path, champs: Mapping[str, Sequence[str]], necessaires: Sequence[str]
) -> Iterator[LigneDeListe]:
    """The rows of *fichier*, a CSV or a workbook, on its first sheet that has the columns.

    Args:
        fichier: the table.
        champs: by field, the headings that name it, however they are spelt.
        necessaires: fields of which one at least must have a column.

    Raises:
        CourriersError: the file cannot be read, or has no such column.
    """
    for feuille in feuilles_de(fichier):
        trouvee = _entete(feuille, champs)
        if trouvee is not None and any(nom in trouvee[1] for nom in necessaires):
            yield from _lignes(feuille, *trouvee)
            return
    attendus = " ou ".join(f"«\u00a0{champs[nom][0]}\u00a0»" for nom in necessaires)
    motif = f"aucune colonne {attendus} n’y est."
    conseil = f"La première ligne porte le titre des colonnes\u00a0; il en faut une {attendus}."
    constat = erreur(Code.FICHIER_ILLISIBLE, motif, conseil, Lieu(fichier=str(fichier)))
    raise DossierInvalide(f"{fichier}\u00a0: {motif}", conseil=conseil, constats=[constat])


def _entete(
    feuille: Feuille, champs: Mapping[str, Sequence[str]]
) -> tuple[int, dict[str, int], dict[str, str]] | None:
    """Number of the row that names the most fields, their columns, and their headings."""
    par_cle = {cle(intitule): nom for nom, dits in champs.items() for intitule in dits}
    meilleure = None
    for numero, cases in itertools.islice(feuille.rangees(), _CHERCHEES):
        rangs, intitules = dict[str, int](), dict[str, str]()
        for rang, case in enumerate(cases):
            nom = par_cle.get(cle(case)) if isinstance(case, str) and case.strip() else None
            if nom is not None and nom not in rangs:
                rangs[nom], intitules[nom] = rang, " ".join(str(case).split())
        if rangs and (meilleure is None or len(rangs) > len(meilleure[1])):
            meilleure = numero, rangs, intitules
    return meilleure


def _lignes(
    feuille: Feuille, entete: int, rangs: Mapping[str, int], intitules: Mapping[str, str]
) -> Iterator[LigneDeListe]:
    for numero, cases in feuille.rangees():
        if numero <= entete:
            continue
        valeurs = {
            nom: cases[rang]
            for nom, rang in rangs.items()
            if rang < len(cases) and not cellules.est_vide(cases[rang])
        }
        if valeurs:
            yield LigneDeListe(feuille.fichier, numero, valeurs, intitules)


def refus_de_ligne(ligne: LigneDeListe, champ: str, motif: str, conseil: str = "") -> Constat:
    """What is wrong with the cell *champ* of *ligne*."""
    return erreur(Code.CHAMP_INVALIDE, f"{motif}.", conseil, ligne.lieu(champ))


def lu_ou_refus(fautes: Sequence[Constat], fichier: Path) -> None:
    """Raise all of *fautes* at once, if there are any.

    Raises:
        CourriersError: there are; code ``LISTE_INVALIDE``.
    """
    if fautes:
        lignes = "".join(f"\n  - {c}" for c in fautes)
        raise CourriersError(
            f"{fichier} a des fautes\u00a0:{lignes}", constats=fautes, code="LISTE_INVALIDE"
        )
