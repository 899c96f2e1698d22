"""What a finished letter must show in its table, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courriers.droit.decompte import Decompte
from courriers.langue.typographie import montant
from courriers.lettre.libelles import libelle
from courriers.lettre.pack import Pack


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


def phrases(pack: Pack, valeurs: Mapping[str, Any]) -> list[str]:
    """What must be read word for word: of a receipt, what it receipts, leaves due or gives up."""
    match pack.manifeste.tableau:
        case "paiements":
            reste = valeurs["total"]
            restant = [] if reste["est_nulle"] else [reste["en_chiffres"]]
            return [_dite(valeurs["paiement"]["recu"]), *restant]
        case "reglees":
            abandon = valeurs["reglement"]["renonciation"]
            return [
                _dite(valeurs["reglement"]["recu"]),
                *([abandon["en_chiffres"]] if abandon else []),
            ]
    return []


def _dite(somme: Mapping[str, Any]) -> str:
    return f"{somme['en_chiffres']} ({somme['en_lettres']})"
