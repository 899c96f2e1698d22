"""The state of a reading: entries that do not balance yet, lines that are not whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from courriers.constats import Constat
from courriers.lot.sources.fec.comptes import Client, Ecriture, Exercice
from courriers.lot.sources.fec.fichier import Format
from courriers.lot.sources.fec.valeurs import NULS, SENS, centimes, nu

_DATES = ("EcritureDate", "PieceDate", "DateLet", "ValidDate")
_DATE = re.compile(r"\d{8}", re.ASCII)
_MONTANT = re.compile(r"\d[.,]\d\d\s*$", re.ASCII)
_DITES_MAX = 20
"""Faults of one file, or of one customer, that are told one by one."""
_OUVERTES_MAX = 50_000
"""Entries open at once beyond which the file numbers its lines, not its entries."""


@dataclass
class Lecteur:
    """One file being read."""

    format: Format
    exercice: Exercice
    ouvertes: dict[tuple[str, str], Ecriture] | None = field(default_factory=dict)
    combien: int = 0
    longueurs: Counter[int] = field(default_factory=Counter)
    """How many lines are shorter than the first, by their number of cells."""
    coupees: list[tuple[int, int]] = field(default_factory=list)
    derniere: tuple[int, int] = (1, 0)
    an: dict[tuple[str, str], bool] = field(default_factory=dict)
    connus: dict[tuple[str, ...], tuple[Client, str, bool]] = field(default_factory=dict)
    """By account, auxiliary and labels as written: customer, account, and is it a retention."""
    tues: int = 0

    def dire(self, liste: list[Constat], constat: Constat) -> None:
        """Add *constat*, unless *liste* is already long: a file may be faulty at every line."""
        if len(liste) < _DITES_MAX:
            liste.append(constat)
        else:
            self.tues += 1

    def sommer(self) -> Callable[[list[str]], int]:
        """What gives debit less credit of a line, in cents, or raises as :meth:`somme` does."""
        col = self.format.colonnes
        if "Debit" not in col or "Credit" not in col:
            return self.somme
        debit, credit = col["Debit"], col["Credit"]

        def somme(champs: list[str]) -> int:
            if champs[credit] in NULS:
                return centimes(champs[debit])
            if champs[debit] in NULS:
                return -centimes(champs[credit])
            return centimes(champs[debit]) - centimes(champs[credit])

        return somme

    def ecriture(self, journal: str, numero: str, ligne: int) -> Ecriture:
        """The entry of this number that does not balance yet, or a new one."""
        if self.ouvertes is None:
            return Ecriture(journal, numero, ligne, 1)
        cle = (journal, numero)
        trouvee = self.ouvertes.get(cle)
        if trouvee is None:
            self.combien += 1
            trouvee = self.ouvertes[cle] = Ecriture(journal, numero, ligne)
            if len(self.ouvertes) > _OUVERTES_MAX:
                self.ouvertes = None
        return trouvee

    def somme(self, champs: Sequence[str]) -> int:
        """Debit less credit of a line, in cents.

        Raises:
            ValueError: a cell is no amount; the message begins with its column.
        """
        col = self.format.colonnes
        nom = "Debit"
        try:
            if "Debit" in col and "Credit" in col:
                debit = centimes(champs[col["Debit"]])
                nom = "Credit"
                return debit - centimes(champs[col["Credit"]])
            nom = "Montant"
            montant = centimes(champs[col["Montant"]])
            nom = "Sens"
            sens = SENS.get(nu(champs[col["Sens"]]).upper() or champs[col["Sens"]].strip())
            if champs[col["Sens"]].strip().startswith("-"):
                sens = -1
            if sens is None:
                raise ValueError(f"«\u00a0{champs[col['Sens']][:20]}\u00a0» n’est ni D ni C")
        except ValueError as faute:
            raise ValueError(f"{nom}|{faute}") from None
        return montant * sens

    def redresser(self, champs: list[str], ligne: int) -> list[str] | None:
        """The cells of a line that has not as many as the first; nothing if it cannot be told.

        More: a separator ends the line, or stands in the label of the entry. Fewer: empty cells
        that the software leaves out at the end, if the amounts are there.
        """
        attendu, col = len(self.format.intitules), self.format.colonnes
        if len(champs) > attendu:
            exces, rang = len(champs) - attendu, col["EcritureLib"]
            label = " ".join(champs[rang : rang + exces + 1])
            refait = [*champs[:rang], label, *champs[rang + exces + 1 :]]
            fin_vide = not any(c.strip() for c in champs[attendu:])
            if fin_vide and self._plausible(champs):
                return champs[:attendu]
            return refait if self._plausible(refait) else None
        self.longueurs[len(champs)] += 1
        montants = [col[n] for n in ("Credit", "Sens", "Debit", "Montant") if n in col]
        if len(champs) <= max(*montants, col["CompteNum"], col["PieceDate"]):
            self.coupees.append((ligne, len(champs)))
            return None
        return [*champs, *[""] * (attendu - len(champs))]

    def _plausible(self, champs: list[str]) -> bool:
        """Whether no cell has slid into the column of another."""
        col = self.format.colonnes
        dates = [champs[col[n]].strip() for n in _DATES if n in col]
        try:
            self.somme(champs)
            sommes = [champs[col[n]] for n in ("Debit", "Credit") if n in col]
            deux = len(sommes) == 2 and all(map(centimes, sommes))
        except ValueError:
            return False
        lettrage = _MONTANT.search(champs[col["EcritureLet"]]) is not None
        return not (deux or lettrage) and all(d == "" or _DATE.fullmatch(d) for d in dates)
