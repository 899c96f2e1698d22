"""The faults of a case, told again as the line and the column of the FEC they come from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from courriers.constats import Constat, Lieu
from courriers.lot.sources.fec.comptes import Ligne
from courriers.lot.sources.fec.pieces import Pieces

_CHAMP = re.compile(r"(factures|paiements)\[(\d+)\](?:\.(\w+))?")
_COLONNES = {
    "factures": {
        "numero": "PieceRef", "date": "PieceDate", "echeance": "Echeance", "montant_ttc": "Debit",
    },
    "paiements": {"date": "EcritureDate", "montant": "Credit", "facture": "PieceRef"},
}  # fmt: skip
_DU_CLIENT = {"denomination": "CompAuxLib", "forme_juridique": "CompAuxLib"}


def redire(constats: Sequence[Constat], pieces: Pieces) -> list[Constat]:
    """*constats*, each at its line and column; one that no column tells keeps its field."""
    return [dataclasses.replace(c, lieu=_lieu(c.lieu, pieces)) for c in constats]


def _lieu(lieu: Lieu, pieces: Pieces) -> Lieu:
    champ = lieu.champ or ""
    if trouve := _CHAMP.match(champ):
        lignes: Sequence[Ligne] = (
            pieces.lignes_des_factures if trouve[1] == "factures" else pieces.lignes_des_paiements
        )
        rang = int(trouve[2])
        if rang < len(lignes):
            ligne = lignes[rang]
            colonne = _COLONNES[trouve[1]].get(trouve[3] or "", "")
            if colonne == "Echeance" and "Echeance" not in ligne.format.colonnes:
                colonne = "PieceDate"
            return ligne.format.lieu(ligne.numero, colonne)
    colonne = _DU_CLIENT.get(champ.removeprefix("debiteur."), "")
    fichier = pieces.exercice.format
    if colonne and pieces.client.lignes:
        return fichier.lieu(pieces.client.lignes[0].numero, colonne)
    if champ.startswith("debiteur"):
        return Lieu(fichier=str(fichier.chemin), champ=champ, partie=f"client {pieces.client.dit}")
    return Lieu(fichier=str(fichier.chemin), champ=champ or None)
