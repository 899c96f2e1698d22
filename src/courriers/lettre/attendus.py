"""What a finished letter must show in its table, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courriers.droit.decompte import Decompte
from courriers.langue.typographie import montant
from courriers.lettre.libelles import libelle
from courriers.lettre.pack import DocumentDuPack, Pack


def rangees(
    pack: Pack, document: DocumentDuPack, decompte: Decompte, valeurs: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """How each row of the table begins and ends, in order; none for a letter without a table."""
    # An e-mail and a call sheet are not the letter: they show the invoices, never the statement.
    match pack.manifeste.tableau if document.role == "lettre" else "factures":
        case "aucun":
            return []
        case "factures":
            return [(f["numero"], f["reste_du"]) for f in valeurs["factures"]]
    return [
        (libelle(x, decompte), montant(x.montant, decompte.devise)) for x in decompte.lignes_dues
    ]
