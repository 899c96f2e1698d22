"""One row to an invoice, a credit note, a payment; what a cell cannot be is a fault of its column.

What is left to pay, when the table says it. Beside the whole price, the difference was paid: with
its day it is a payment; without, the case is refused, for interest runs on what was due until that
day, and no day may be made up. Alone, it stands for the price, and that is said: the letter then
claims no interest on what was paid before, which is never too much, but it prints that sum as the
price of the invoice.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courriers.langue.typographie import montant as dit
from courriers.lot.configuration import Configuration
from courriers.lot.sources.delai import echeance_convenue
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.cellules import Fautive
from courriers.lot.sources.tables.modele import Ligne, Table, Valeur

_TYPES = {
    mot: genre
    for genre, mots in {
        "facture": ("facture", "fac", "fact", "f", "fa", "fc", "facture client",
                    "facture de vente", "invoice"),
        "vente": ("ve", "vt", "vte", "ventes", "vente", "ven"),
        "avoir": ("avoir", "av", "a", "avoir client", "note de credit", "facture d'avoir",
                  "facture d’avoir", "facture avoir"),
        "paiement": ("reglement", "paiement", "encaissement", "r", "virement", "cheque", "acompte",
                     "bq", "banque", "reglement client", "ca", "caisse"),
    }.items()
    for mot in mots
}  # fmt: skip
"""What the column « Type » or « Journal » says a row is; a row of the sales journal (« vente »)
is an invoice at the debit, a credit note at the credit."""
_NATURES = {
    "prestation": "prestation", "prestation de service": "prestation", "service": "prestation",
    "vente": "vente", "transport": "transport", "telecom": "communications_electroniques",
    "communications electroniques": "communications_electroniques", "loyer": "loyer_habitation",
    "loyer habitation": "loyer_habitation", "bail commercial": "bail_commercial",
    "loyer commercial": "bail_commercial", "credit consommation": "credit_consommation",
    "charges copropriete": "charges_copropriete", "charges de copropriete": "charges_copropriete",
}  # fmt: skip
_MOTIFS = {"rectification": "rectification", "geste": "geste", "geste commercial": "geste"}
_TEXTES = ("objet", "sur_facture", "marche", "numero_engagement")
_DATES = ("echeance", "recue_le", "executee_le")


_AUTRES = frozenset({*_TEXTES, *_DATES, "retenue_garantie"})


@dataclass
class Lue:
    """What a row makes."""

    ligne: Ligne
    facture: dict[str, Any] | None = None
    paiement: dict[str, Any] | None = None
    fautes: dict[str, Fautive] = field(default_factory=dict)
    """By field."""
    dits: dict[str, list[str]] = field(default_factory=dict)
    """Warnings, by field."""
    reste_seul: bool = False
    """What is left to pay stands for the price."""


class _Rangee:
    def __init__(self, lue: Lue, table: Table, devise: str) -> None:
        self.lue, self.table, self.devise = lue, table, devise
        self.valeurs: Mapping[str, Valeur] = lue.ligne.valeurs

    def dire(self, champ: str, message: str) -> None:
        self.lue.dits.setdefault(champ, []).append(message)

    def faute(self, champ: str, message: str, conseil: str = "") -> None:
        self.lue.fautes.setdefault(champ, Fautive(message, conseil))

    def lire(self, champ: str) -> Any:
        """The value of *champ*, of its own kind; nothing when blank or faulty."""
        if champ not in self.valeurs:
            return None
        valeur = self.valeurs[champ]
        try:
            if champ in _SOMMES:
                return cellules.montant(valeur, self.devise, lambda m: self.dire(champ, m))
            if champ in _JOURS:
                if type(valeur) is datetime.date and 1900 <= valeur.year <= 2199:
                    return valeur  # most are, and there are two a row
                return cellules.jour(valeur, lambda m: self.dire(champ, m))
            return cellules.texte(valeur)
        except Fautive as faute:
            self.lue.fautes[champ] = faute
            return None

    def exiger(self, champ: str, quoi: str) -> Any:
        """The value of *champ*; that it is blank is a fault."""
        lu = self.lire(champ)
        if lu in (None, "") and champ not in self.lue.fautes:
            self.faute(champ, f"{quoi} manque sur cette ligne")
        return lu

    def parmi(self, champ: str, choix: Mapping[str, str]) -> str | None:
        if champ not in self.valeurs or not (ecrit := self.lire(champ)):
            return None
        mots = cellules.sans_accent(ecrit).replace("_", " ").strip(" .")
        valeur = choix.get(mots) or choix.get(mots.removesuffix("s"))
        if valeur is None:
            attendus = ", ".join(dict.fromkeys(choix.values())).replace("_", " ")
            self.faute(champ, f"« {ecrit[:40]} » n’est pas admis", f"Attendu : {attendus}.")
        return valeur


_SOMMES = frozenset(
    {"montant_ttc", "reste_du", "debit", "credit", "paiement_montant", "retenue_garantie"}
)
_PAYE = frozenset({"paiement_montant", "paiement_date", "reste_du"})
_JOURS = frozenset({"date", "paiement_date", *_DATES})


def lire_ligne(ligne: Ligne, table: Table, reglages: Configuration, devise: str) -> Lue:
    """What *ligne* makes; every fault of its cells at once."""
    lue = Lue(ligne)
    rangee = _Rangee(lue, table, devise)
    genre = rangee.parmi("type", _TYPES)
    numero = rangee.lire("numero")
    somme, champ = _somme(rangee)
    if genre == "paiement":
        _en_paiement(rangee, somme, champ, numero)
        return lue
    if not numero and "numero" not in lue.fautes:
        rangee.faute("numero", "le numéro de facture manque sur cette ligne")
    date = rangee.exiger("date", "la date de facture")
    if somme is None:
        if not lue.fautes.keys() & _SOMMES:
            rangee.faute(
                "montant_ttc" if table.a("montant_ttc") else champ,
                "le montant manque sur cette ligne",
            )
        somme = Decimal(0)
    elif not somme:
        rangee.faute(champ, "le montant est nul", "Retirez la ligne si rien n’est dû.")
    est_avoir = genre == "avoir" or somme < 0
    if champ == "credit" and genre is None:
        rangee.faute(
            "credit", "rien ne dit si cette somme au crédit est un avoir ou un paiement",
            "Ajoutez une colonne « Type » : facture, avoir ou règlement.",
        )  # fmt: skip
    elif genre == "facture" and somme < 0 and champ != "credit":
        rangee.dire(champ, "cette facture est négative : elle est lue comme un avoir")
    facture = {"numero": numero, "date": date, "montant_ttc": abs(somme)}
    facture |= {c: rangee.lire(c) for c in rangee.valeurs if c in _AUTRES}
    facture["nature"] = rangee.parmi("nature", _NATURES)
    if est_avoir:
        facture |= {"type": "avoir", "motif": rangee.parmi("motif", _MOTIFS)}
        facture.pop("echeance", None)
        _avoir_entier(rangee, somme)
    else:
        _echoir(facture, reglages)
        _payer(rangee, facture, numero)
    lue.facture = {nom: v for nom, v in facture.items() if v not in (None, "")}
    return lue


def _somme(rangee: _Rangee) -> tuple[Decimal | None, str]:
    """The sum of the row, below zero at the credit, and the column it is in."""
    for champ in ("montant_ttc", "debit"):
        somme = rangee.lire(champ)
        if somme is not None and (champ != "debit" or somme):
            return somme, champ
    credit = rangee.lire("credit")
    if credit:
        return -credit, "credit"
    if rangee.table.a("montant_ttc", "debit"):
        return None, "debit"
    rangee.lue.reste_seul = True
    return rangee.lire("reste_du"), "reste_du"


def _echoir(facture: dict[str, Any], reglages: Configuration) -> None:
    if (
        facture.get("echeance") is None
        and reglages.delai
        and isinstance(facture["date"], datetime.date)
    ):
        facture["echeance"] = echeance_convenue(facture["date"], reglages.delai)


def _avoir_entier(rangee: _Rangee, somme: Decimal) -> None:
    reste = None if rangee.lue.reste_seul else rangee.lire("reste_du")
    if reste is not None and abs(reste) != abs(somme):
        rangee.faute(
            "reste_du",
            f"cet avoir de {dit(abs(somme))} est déjà employé en partie "
            f"(reste {dit(abs(reste))})",
            "Mettez la facture qu’il corrige dans la table et l’avoir entier, ou retirez la ligne.",
        )  # fmt: skip


def _payer(rangee: _Rangee, facture: Mapping[str, Any], numero: str | None) -> None:
    """The payment told beside the invoice, held to what is left to pay."""
    if not _PAYE & rangee.valeurs.keys():
        return
    lue, total = rangee.lue, facture["montant_ttc"]
    paye, date = rangee.lire("paiement_montant"), rangee.lire("paiement_date")
    reste = None if lue.reste_seul else rangee.lire("reste_du")
    if lue.fautes.keys() & _SOMMES:
        return
    if reste is not None and not 0 <= reste <= total:
        rangee.faute("reste_du",
                     f"le reste dû ({dit(reste)}) ne va pas avec le montant ({dit(total)})",
                     "Il va de zéro au montant de la facture.")  # fmt: skip
        return
    champ = "paiement_montant"
    if reste is not None and paye is None:
        paye, champ = total - reste, "reste_du"
    elif reste is not None and paye is not None and abs(paye) != total - reste:
        rangee.faute("reste_du",
                     f"{dit(total)} moins {dit(abs(paye))} payés ne font pas {dit(reste)}",
                     "Corrigez l’un des trois montants ; un second paiement demande sa propre "
                     "ligne.")  # fmt: skip
        return
    if not paye:
        if date is not None and lue.reste_seul is False and reste is None:
            rangee.faute("paiement_montant", "ce paiement a une date et pas de montant",
                         "Ajoutez son montant, ou le reste dû.")  # fmt: skip
        return
    if date is None:
        if "paiement_date" not in lue.fautes:
            rangee.faute(
                "paiement_date" if rangee.table.a("paiement_date") else champ,
                f"{dit(abs(paye))} ont été payés et la date n’y est pas : les intérêts courent "
                "jusqu’à elle",
                "Ajoutez une colonne « Date règlement » (le jour où votre compte a été crédité).",
            )
        return
    lue.paiement = {"date": date, "montant": abs(paye), "facture": numero}


def _en_paiement(rangee: _Rangee, somme: Decimal | None, champ: str, numero: str | None) -> None:
    """A row that is a payment: its day, its sum, and the invoice it names, if it names one."""
    jour = "paiement_date" if "paiement_date" in rangee.valeurs else "date"
    date = rangee.exiger(jour, "la date de ce paiement")
    if somme is None and "paiement_montant" in rangee.valeurs:
        somme = rangee.lire("paiement_montant")
    if not somme:
        rangee.faute(champ, "le montant de ce paiement manque")
    vise = rangee.lire("sur_facture") or numero
    rangee.lue.paiement = {
        "date": date,
        "montant": abs(somme or Decimal(0)),
        "facture": vise or None,
    }
    rangee.lue.reste_seul = False
