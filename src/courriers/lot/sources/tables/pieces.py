"""The invoices and payments of one debtor, held to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from courriers.constats import Code, Constat, erreur
from courriers.lot.sources.tables.dits import liste
from courriers.lot.sources.tables.factures import Lue
from courriers.lot.sources.tables.modele import Table


def paiements(lues: Sequence[Lue]) -> list[dict[str, Any]]:
    """The payments of *lues*; a ledger numbers them too, and such a number names no invoice."""
    numeros = {lue.facture.get("numero") for lue in lues if lue.facture}
    return [
        {**lue.paiement, "facture": vise if (vise := lue.paiement["facture"]) in numeros else None}
        for lue in lues
        if lue.paiement is not None
    ]


def meme_facture(table: Table, lues: Sequence[Lue]) -> list[Constat]:
    """The same invoice on two rows: nobody here knows which is right."""
    numeros = [str(lue.facture.get("numero", "")) for lue in lues if lue.facture]
    fautes = []
    for numero, fois in Counter(numeros).items():
        if fois > 1 and numero:
            ou = [
                lue.ligne.numero for lue in lues
                if lue.facture and lue.facture.get("numero") == numero
            ]  # fmt: skip
            fautes.append(erreur(
                Code.CHAMP_INVALIDE,
                f"la facture « {numero} » est sur {fois} lignes : {liste(ou)}.",
                "Gardez-en une ; un avoir ou un paiement porte son type.",
                table.lieu(ou[1], "numero"),
            ))  # fmt: skip
    return fautes
