"""What is said of an invoice: a finding with its file and its term, an error with its file."""

from __future__ import annotations

import re
from pathlib import Path

from courriers.constats import Code, Constat, Gravite, Lieu
from courriers.constats import erreur as erreur_de
from courriers.erreurs import FactureInvalide

_NOMS = {
    "BT-1": "numéro", "BT-2": "date", "BT-3": "type", "BT-5": "devise", "BT-9": "échéance",
    "BT-12": "contrat", "BT-13": "commande", "BT-25": "facture corrigée", "BT-72": "livraison",
    "BT-84": "compte à créditer", "BT-112": "total TTC", "BT-113": "déjà payé",
    "BT-115": "net à payer", "BT-153": "objet", "BG-4": "vendeur", "BG-7": "acheteur",
    "BG-8": "adresse de l’acheteur",
}  # fmt: skip
"""Terms of EN 16931 in plain words; the place of a finding gives both."""


def _place(terme: str) -> str | None:
    bt, _, suite = terme.partition(", ")
    nom = f"{_NOMS[bt]} ({bt})" if bt in _NOMS else bt
    return f"{nom}, {suite}" if suite else nom or None


def lieu_de(fichier: Path | str, terme: str = "", ligne: int | None = None) -> Lieu:
    """Where a finding stands: the file, and the term, « BT-1 », in plain words."""
    return Lieu(fichier=str(fichier), ligne=ligne, cellule=_place(terme))


def soigne(texte: str) -> str:
    """*texte* with the no-break spaces of French typography; its words are left as they are."""
    return re.sub(r" (?=[:;?!»](?:\s|$|[,.)]))|(?<=«) ", "\u00a0", texte)


def averti(
    code: Code, message: str, conseil: str = "", *, fichier: Path, terme: str = "",
    gravite: Gravite = Gravite.AVERTISSEMENT,
) -> Constat:  # fmt: skip
    """A finding about *terme* of *fichier*: « numéro (BT-1) »."""
    lieu = lieu_de(fichier, terme)
    return Constat(code, gravite, soigne(message), lieu, soigne(conseil))


def refusee(
    fichier: Path, message: str, conseil: str = "", *, code: Code = Code.FICHIER_ILLISIBLE,
    terme: str = "", ligne: int | None = None,
) -> FactureInvalide:  # fmt: skip
    """Why *fichier* gives no invoice."""
    lieu = lieu_de(fichier, terme, ligne)
    constat = erreur_de(code, soigne(message), soigne(conseil), lieu)
    return FactureInvalide(
        soigne(f"{lieu} : {constat.message}"), conseil=constat.conseil, constats=[constat]
    )
