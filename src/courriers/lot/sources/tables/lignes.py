"""The rows of a table that are invoices; those that are not are left out, and said once.

Left out: blank rows, repeated headings, totals, hidden rows (what a filter hides, nobody means to
claim), lettered or settled ones, and notes of one cell.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from courriers.constats import Code, Constat, information
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.debiteurs import CHAMPS
from courriers.lot.sources.tables.modele import DECALEE, Ligne, Table, Valeur

_TOTAL = re.compile(
    r"(?i)^\W*((sous|s)?[\s/.-]*tot(al|aux)\b|total(is|gen)|cumul\b|"
    r"solde (total|g[ée]n[ée]ral|client|au|tiers)\b|[àa]? ?report(er)?\b|somme\b|nombre de )"
)
_MONTANTS = frozenset({"montant_ttc", "reste_du", "debit", "credit", "paiement_montant",
                       "retenue_garantie"})  # fmt: skip
_REPORTES = (*CHAMPS, "code_client", "reference", "creancier")
_FUSION_MAX = 10_000
_NON_LETTRE = frozenset({"", "-", "0", "0.0", "non", "Non", "NON"})
_GENRES = (float, int, datetime.date)
_SOLDE = re.compile(r"[-+]?0*([.,]0*)?\s*€?")
_DITES_MAX = 12
_MOTIFS = {
    "total": ("ligne de total laissée de côté", "lignes de total laissées de côté"),
    "masquee": (
        "ligne masquée laissée de côté ; affichez-la pour qu’elle soit lue",
        "lignes masquées laissées de côté ; affichez-les pour qu’elles soient lues",
    ),
    "lettree": (
        "ligne lettrée, donc réglée, laissée de côté",
        "lignes lettrées, donc réglées, laissées de côté",
    ),
    "soldee": ("facture soldée laissée de côté", "factures soldées laissées de côté"),
    "note": (
        "ligne d’une seule cellule laissée de côté",
        "lignes d’une seule cellule laissées de côté",
    ),
}  # fmt: skip


class Lecture:
    """The rows of one table, and the count of what is left out."""

    def __init__(self, table: Table, *, factures: bool = True) -> None:
        self.table = table
        self._factures = factures
        self.laissees: dict[str, list[int]] = {}
        self.combien: dict[str, int] = {}
        self._entete = {
            colonne.rang: " ".join(colonne.intitule.split()) for colonne in table.colonnes.values()
        }

    def lignes(self) -> Iterator[Ligne]:
        """Every row that is left, its cells by field."""
        table = self.table
        colonnes = [(champ, c.rang) for champ, c in table.colonnes.items()]
        fusions = _Fusions(table)
        intitulee = 0
        for numero, brutes in table.feuille.rangees():
            largeur = len(brutes)
            if numero <= table.rang_entete:
                intitulee = largeur
                continue
            valeurs = _valeurs(brutes, colonnes)
            if fusions:
                fusions.completer(numero, largeur, valeurs)
            for champ, rang in colonnes if table.feuille.fautives else ():
                if (numero, rang) in table.feuille.fautives:
                    montre = table.feuille.fautives[numero, rang] or cellules.SANS_RESULTAT
                    valeurs.setdefault(champ, montre)
            motif = self._motif(numero, valeurs, brutes)
            if motif is None:
                if largeur > intitulee and not table.feuille.nom:
                    _tenir_la_largeur(brutes, intitulee, valeurs)
                yield Ligne(numero, valeurs)
            elif motif:
                self._laisser(motif, numero)

    def _motif(self, numero: int, valeurs: dict[str, Valeur], brutes: list[Valeur]) -> str | None:
        """Why a row is left out; blank when nothing is to be said, nothing for a row that stays."""
        if numero in self.table.feuille.masquees:
            return "masquee"
        pleines = 0 if len(valeurs) > 1 else sum(not cellules.est_vide(b) for b in brutes)
        if not valeurs and not pleines:
            return ""
        if not self._factures:  # of an address table, « Total Énergies » is a debtor
            return None if len(valeurs) > 1 else ""
        if "date" not in valeurs and self._est_un_total(valeurs, brutes):
            motif: str | None = "total"
        elif not valeurs or (len(valeurs) == pleines == 1 and len(self._entete) > 2):
            motif = "note"
        else:
            motif = self._reglee(valeurs)
        if motif is None and len(valeurs) > 1 and self._est_un_entete(brutes):
            return ""
        return motif

    def _reglee(self, valeurs: dict[str, Valeur]) -> str | None:
        if "lettrage" in valeurs and str(valeurs["lettrage"]).strip() not in _NON_LETTRE:
            return "lettree"
        return "soldee" if "reste_du" in valeurs and self._est_soldee(valeurs) else None

    @staticmethod
    def _est_un_total(valeurs: dict[str, Valeur], brutes: list[Valeur]) -> bool:
        """Amounts that name no invoice; or a word that says so, unless an invoice has a number."""
        if valeurs and valeurs.keys() <= _MONTANTS:
            return True
        numero = valeurs.get("numero")
        if numero is not None and not (isinstance(numero, str) and _TOTAL.match(numero)):
            return False
        return any(isinstance(b, str) and _TOTAL.match(b) is not None for b in brutes)

    def _est_un_entete(self, brutes: list[Valeur]) -> bool:
        """The headings again, at the top of a printed page."""
        for rang, intitule in self._entete.items():
            brute = brutes[rang] if rang < len(brutes) else ""
            if brute != "" and (not isinstance(brute, str) or " ".join(brute.split()) != intitule):
                return False
        return True

    @staticmethod
    def _est_soldee(valeurs: dict[str, Valeur]) -> bool:
        """Nothing is left to pay; a payment that is dated stays, for the interest before it."""
        reste = valeurs.get("reste_du")
        if reste is None or "paiement_date" in valeurs:
            return False
        if isinstance(reste, str):
            return any(c == "0" for c in reste) and bool(_SOLDE.fullmatch(reste.strip()))
        return not isinstance(reste, bool | datetime.date) and abs(reste) < 0.005

    def _laisser(self, motif: str, numero: int) -> None:
        self.combien[motif] = self.combien.get(motif, 0) + 1
        dites = self.laissees.setdefault(motif, [])
        if len(dites) < _DITES_MAX:
            dites.append(numero)

    def constats(self) -> list[Constat]:
        """What was left out, once each; the rows have been read."""
        rendus = []
        for motif, (un, plusieurs) in _MOTIFS.items():
            nombre = self.combien.get(motif, 0)
            if nombre:
                lignes = ", ".join(map(str, self.laissees[motif])) + (
                    "…" if nombre > _DITES_MAX else ""
                )
                quoi, ou = (un, "ligne") if nombre == 1 else (plusieurs, "lignes")
                dit = f"{nombre} {quoi} ({ou} {lignes})."
                rendus.append(information(Code.LIGNES_LAISSEES, dit, lieu=self.table.lieu()))
        if self.table.laissees:
            noms = ", ".join(f"« {i[:40]} »" for i in self.table.laissees[:20])
            rendus.append(information(
                Code.COLONNES_LAISSEES, f"colonnes non lues : {noms}.",
                "Si l’une compte, nommez-la dans courriers.toml, sous [colonnes].",
                self.table.lieu(self.table.rang_entete),
            ))  # fmt: skip
        return rendus


def _valeurs(brutes: list[Valeur], colonnes: list[tuple[str, int]]) -> dict[str, Valeur]:
    """The cells that are not blank, by field; most of them need no closer look."""
    valeurs: dict[str, Valeur] = {}
    for champ, rang in colonnes:
        if rang >= len(brutes):
            continue
        valeur = brutes[rang]
        if isinstance(valeur, str):
            if valeur and (valeur[0].isalnum() or not cellules.est_vide(valeur)):
                valeurs[champ] = valeur
        elif valeur is not None:
            valeurs[champ] = valeur if isinstance(valeur, _GENRES) else str(valeur)
    return valeurs


def _tenir_la_largeur(brutes: list[Valeur], intitulee: int, valeurs: dict[str, Valeur]) -> None:
    """Mark a row of a text file that has a cell beyond its headings: a comma shifted them all."""
    pleines = [r for r, v in enumerate(brutes, start=1) if not cellules.est_vide(v)]
    if pleines and pleines[-1] > intitulee:
        valeurs[DECALEE] = f"{pleines[-1]} cellules pour {intitulee} intitulés"


class _Fusions:
    """Merged cells under the headings: a debtor told once for several invoices.

    Only what tells the debtor is spread: an amount over several rows is their total.
    """

    def __init__(self, table: Table) -> None:
        champs = {table.colonnes[c].rang: c for c in _REPORTES if c in table.colonnes}
        self._hauts = {
            (ligne + 1, colonne): (haut + 1, champs[colonne])
            for (haut, gauche), (bas, droite) in table.feuille.fusions
            if haut >= table.rang_entete
            for colonne in champs.keys() & set(range(gauche, min(droite, gauche + 50) + 1))
            for ligne in range(haut, min(bas, haut + _FUSION_MAX) + 1)
        }
        self._retenus: dict[tuple[int, str], Valeur] = {}

    def __bool__(self) -> bool:
        return bool(self._hauts)

    def completer(self, numero: int, largeur: int, valeurs: dict[str, Valeur]) -> None:
        """Give the row *numero* what it is merged with; a blank row stays blank."""
        dites = dict(valeurs)
        for rang in range(largeur):
            haut, champ = self._hauts.get((numero, rang), (0, ""))
            if haut == numero and champ in dites:
                self._retenus[haut, champ] = dites[champ]
            elif haut and dites and (haut, champ) in self._retenus:
                valeurs.setdefault(champ, self._retenus[haut, champ])
