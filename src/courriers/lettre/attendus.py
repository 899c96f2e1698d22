"""What a finished letter must show in its table, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courriers.droit.decompte import Decompte
from courriers.langue.typographie import montant
from courriers.lettre.libelles import libelle
from courriers.lettre.pack import DocumentDuPack, Pack


def rangees(  # noqa: PLR0911 – one kind of table each
    pack: Pack, document: DocumentDuPack, decompte: Decompte, valeurs: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """How each row of the table begins and ends, in order; none for a letter without a table."""
    # An e-mail and a call sheet are not the letter: they show the invoices, never the statement.
    match pack.manifeste.tableau if document.role == "lettre" else "factures":
        case "aucun":
            return []
        case "factures":
            return [(f["numero"], f["reste_du"]) for f in valeurs["factures"]]
        case "paiements":
            lignes = valeurs["paiement"]["lignes"]
            return [(f"{x['date']}\t{x['moyen']}\t{x['libelle']}", x["montant"]) for x in lignes]
        case "reglees":
            return [(f["numero"], f["regle"]) for f in valeurs["reglement"]["factures"]]
        case "echeancier":
            plan = valeurs["echeancier"]
            lignes = [
                (f"{e['numero']}\t{e['date']}\t{e['montant']}", e["reste_apres"])
                for e in plan["echeances"]
            ]
            # Nothing is left after the last: the cell beside the total is empty.
            return [*lignes, (f"Total\t{plan['total']['en_chiffres']}", "")]
        case "echeances":
            lignes = [
                (f"{e['numero']}\t{e['date']}\t{e['montant']}\t{e['recu']}", e["reste_du"])
                for e in valeurs["echeancier"]["echues"]
            ]
            return [*lignes, ("Reste à payer", valeurs["somme"]["en_chiffres"])]
        case "decompte_et_a_echoir":
            procedure = valeurs["procedure"] or {"a_echoir": ()}
            futures = [(f["libelle"], f["montant"]) for f in procedure["a_echoir"]]
            return [*_lignes(decompte), *futures]
    return _lignes(decompte)


def _lignes(decompte: Decompte) -> list[tuple[str, str]]:
    return [
        (libelle(x, decompte), montant(x.montant, decompte.devise)) for x in decompte.lignes_dues
    ]


def phrases(pack: Pack, valeurs: Mapping[str, Any]) -> list[str]:
    """What must be read word for word: sums receipted, left due, given up, or written by hand."""
    match pack.manifeste.tableau:
        case "paiements":
            reste = valeurs["total"]
            restant = [] if reste["est_nulle"] else [reste["en_chiffres"]]
            paiement = valeurs["paiement"]
            return [_dite(paiement["recu"]), *restant, *_quittance(valeurs, paiement)]
        case "reglees":
            reglement = valeurs["reglement"]
            abandon = reglement["renonciation"]
            return [
                _dite(reglement["recu"]),
                *([abandon["en_chiffres"]] if abandon else []),
                *_quittance(valeurs, reglement),
            ]
    if pack.manifeste.droit.voie == "accord":
        return [d["mention"] for d in valeurs["echeancier"]["debiteurs"] if d["mention"]]
    return []


def _quittance(valeurs: Mapping[str, Any], paye: Mapping[str, Any]) -> list[str]:
    """What a recovery agency says to whoever paid during its mandate (CPCE, art. R124-6)."""
    agent = valeurs["mandataire"]
    due = agent and agent["est_societe_recouvrement"] and paye["depuis_le_mandat"]
    return ["article R. 124-6"] if due else []


def _dite(somme: Mapping[str, Any]) -> str:
    return f"{somme['en_chiffres']} ({somme['en_lettres']})"
