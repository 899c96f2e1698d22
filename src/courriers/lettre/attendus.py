"""What a finished letter must show: its table, row by row, and the sum it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courriers.droit.decompte import Decompte
from courriers.langue.typographie import montant
from courriers.lettre.champs import somme_reclamee
from courriers.lettre.libelles import libelle
from courriers.lettre.pack import Pack
from courriers.lettre.reglements import somme


def rangees(pack: Pack, decompte: Decompte, valeurs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How each row of the table begins and ends, in order; none for a letter without a table."""
    match pack.manifeste.tableau:
        case "aucun":
            return []
        case "factures":
            return [(f["numero"], f["reste_du"]) for f in valeurs["factures"]]
        case "paiements":
            lignes = valeurs["paiement"]["lignes"]
            return [(f"{x['date']}\t{x['moyen']}\t{x['libelle']}", x["montant"]) for x in lignes]
        case "reglees":
            return [(f["numero"], f["regle"]) for f in valeurs["reglement"]["factures"]]
    return [
        (libelle(x, decompte), montant(x.montant, decompte.devise)) for x in decompte.lignes_dues
    ]


def sommes(pack: Pack, decompte: Decompte, valeurs: Mapping[str, Any]) -> dict[str, str]:
    """The sums the letter must say; none for a letter about no sum.

    What it asks for, in figures and in words; or what it receipts, and what is left or given up.
    """
    match pack.manifeste.tableau:
        case "paiements":
            reste = valeurs["total"]
            return {
                **_dite(valeurs["paiement"]["recu"]),
                **({} if reste["est_nulle"] else {"restant due": reste["en_chiffres"]}),
            }
        case "reglees":
            abandon = valeurs["reglement"]["renonciation"]
            return {
                **_dite(valeurs["reglement"]["recu"]),
                **({"abandonnée": abandon["en_chiffres"]} if abandon else {}),
            }
    if pack.manifeste.reclame == "rien":
        return {}
    return _dite(somme(somme_reclamee(decompte, pack), decompte.devise))


def _dite(valeur: Mapping[str, Any]) -> dict[str, str]:
    return {"en chiffres": valeur["en_chiffres"], "en lettres": valeur["en_lettres"]}
