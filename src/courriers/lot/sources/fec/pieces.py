"""Open lines of a customer, as the invoices, credit notes and payments of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courriers.constats import Code
from courriers.langue.typographie import montant
from courriers.lot.sources.delai import echeance_convenue
from courriers.lot.sources.fec.comptes import Client, Exercice, Ligne
from courriers.lot.sources.fec.documents import (
    Document,
    documents_de,
    fusionner,
    numeroter,
    refuser_les_doubles,
    refuser_les_illisibles,
)
from courriers.lot.sources.fec.lettrage import Groupe
from courriers.lot.sources.fec.valeurs import jour


@dataclass
class Pieces:
    """What a customer owes, with the line each thing comes from."""

    client: Client
    exercice: Exercice
    delai: str = ""
    factures: list[dict[str, Any]] = field(default_factory=list)
    paiements: list[dict[str, Any]] = field(default_factory=list)
    lignes_des_factures: list[Ligne] = field(default_factory=list)
    lignes_des_paiements: list[Ligne] = field(default_factory=list)
    du: int = 0
    """Balance, in cents: nothing is asked at zero or below."""


def pieces_de(
    client: Client, groupes: Sequence[Groupe], exercice: Exercice, delai: str = ""
) -> Pieces:
    """What *groupes*, the open lines of *client*, make of a case.

    The faults and what to check are added to *client*.
    """
    pieces = Pieces(client, exercice, delai, du=sum(g.solde for g in groupes))
    if pieces.du <= 0:
        return pieces
    lignes = [ligne for groupe in groupes for ligne in groupe.lignes]
    refuser_les_doubles(client, lignes)
    refuser_les_illisibles(client, lignes)
    _dire_les_a_cotes(client, lignes, exercice)
    documents: list[Document] = []
    for groupe in groupes:
        documents += documents_de(client, groupe, exercice)
    if client.fautes:
        return pieces
    documents = fusionner(documents)
    numeroter(documents)
    documents.sort(key=lambda d: (d.date, d.ligne.numero))
    for document in documents:
        _ecrire(pieces, document)
    return pieces


def _dire_les_a_cotes(client: Client, lignes: Sequence[Ligne], exercice: Exercice) -> None:
    """What stands beside the open lines, and changes what may be asked: told, never counted."""
    for ligne in lignes:
        if ligne.ecriture.fausse:
            client.signaler(
                f"l’écriture {ligne.ecriture.numero} n’est pas équilibrée.",
                "Vérifiez le montant de cette ligne.",
                ligne,
                code=Code.ECRITURE_DESEQUILIBREE,
            )
    avances = -exercice.acomptes[client.cle]
    for somme, quoi in (
        (client.retenues, "de retenue de garantie (4117), non réclamés"),
        (avances, "d’acompte reçu (419), non déduits"),
    ):
        if somme > 0:
            client.signaler(
                f"{client.dit}\u00a0: {montant(Decimal(somme).scaleb(-2))} {quoi}.",
                "Vérifiez ce qui est dû.",
                lignes[0],
            )


def _ecrire(pieces: Pieces, document: Document) -> None:
    ligne, paiement = document.ligne, document.genre == "paiement"
    ligne_de = "EcritureDate" if paiement else "PieceDate"
    try:
        date = jour(document.date) if document.date else None
    except ValueError as faute:
        pieces.client.refuser(f"{faute}.", "", ligne, ligne_de)
        return
    if date is None:
        pieces.client.refuser("cette date manque.", "", ligne, ligne_de, Code.CHAMP_MANQUANT)
        return
    if ligne.devise:
        pieces.client.refuser(
            f"cette ligne est en {ligne.devise}\u00a0: le FEC ne suit les créances qu’en euros.",
            "Faites le dossier de ce client à la main, ou par une table.",
            ligne, "Idevise"
        )  # fmt: skip
        return
    somme = Decimal(document.centimes).scaleb(-2)
    if paiement:
        recu: dict[str, Any] = {"date": date, "montant": somme}
        if document.sur is not None:
            recu["facture"] = document.sur.numero
        pieces.paiements.append(recu)
        pieces.lignes_des_paiements.append(ligne)
        return
    facture: dict[str, Any] = {"numero": document.numero, "date": date, "montant_ttc": somme}
    if document.genre == "avoir":
        facture["type"] = "avoir"
        if document.sur is not None:
            facture["sur_facture"] = document.sur.numero
    elif document.echeance:
        try:
            facture["echeance"] = jour(document.echeance)
        except ValueError as faute:
            pieces.client.refuser(f"{faute}.", "", ligne, "Echeance")
            return
    elif pieces.delai:
        facture["echeance"] = echeance_convenue(date, pieces.delai)
    if ligne.compte.startswith("416"):
        pieces.client.signaler(
            f"{document.numero} est au compte {ligne.compte}, des clients douteux.",
            "Vérifiez qu’aucune procédure collective n’est ouverte (bodacc.fr) avant d’écrire.",
            ligne,
            "CompteNum",
        )
    pieces.factures.append(facture)
    pieces.lignes_des_factures.append(ligne)
