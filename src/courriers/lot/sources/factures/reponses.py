"""One invoice, for a person who answers the questions of a new case: only the rest is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat
from courriers.lot.configuration import Configuration
from courriers.lot.saisie import lire_reponses, reponses_de
from courriers.lot.sources.factures.dit import refusee
from courriers.lot.sources.factures.facture import FactureLue, lire_facture
from courriers.lot.sources.factures.partie import FORMES, Partie
from courriers.lot.sources.factures.personnes import (
    creancier_complete,
    creancier_regle,
    personne_de,
    type_de,
)

_PROPOSEES = {
    "creancier.type", "creancier.capital", "creancier.rcs", "debiteur.type", "nature",
    "factures[0].objet", "conditions.fondement",
}  # fmt: skip
"""Deduced, or put together: asked all the same, with this answer ready."""
_CAPITAL = re.compile(
    r"(?i)capital\s+(?:social\s+)?de\s+([\d .\u00a0\u202f]+(?:,\d\d)?)\s*(?:€|eur)"
)
_RCS = re.compile(r"(?i)\bRCS\s+(?:de\s+|d[’'])?([^\W\d_][\w’'-]+(?:[ -][^\W\d_][\w’'-]+)*)")


@dataclass(frozen=True)
class Prefacture:
    """What an invoice answers by itself."""

    facture: FactureLue
    reponses: Mapping[str, str]
    """Not asked: the invoice says them."""
    proposees: Mapping[str, str]
    """Asked, with this answer ready."""
    fond: Mapping[str, Any]
    """As :func:`~courriers.lot.saisie.lire_reponses` takes it: the creditor of courriers.toml."""
    constats: tuple[Constat, ...] = ()


def reponses_de_la_facture(fichier: Path, reglages: Configuration | None = None) -> Prefacture:
    """The answers that *fichier*, an electronic invoice, gives to the questions of a new case.

    A part already paid (BT-113) is asked for with its date, the amount ready: the invoice then
    counts for its total.

    Args:
        fichier: PDF or XML.
        reglages: courriers.toml; its creditor is kept whole when it is the seller.

    Raises:
        FactureInvalide: not an electronic invoice, one that cannot be read, or a credit note.
        CourriersError: the extra ``factures`` is not installed.
    """
    lue = lire_facture(fichier)
    if lue.est_avoir or lue.ecart is not None:
        motif = "c’est un avoir" if lue.est_avoir else f"cette facture {lue.ecart}"
        raise refusee(fichier, f"{motif} : un nouveau dossier part d’une facture à payer.",
                      code=Code.FACTURE_ECARTEE)  # fmt: skip
    connu = creancier_regle(lue.vendeur, reglages) if reglages else None
    fond: dict[str, Any] = {"devise": lue.devise} if lue.devise != "EUR" else {}
    # What was paid is asked for with its date: nothing is left to say of it.
    constats = [c for c in lue.constats if "(BT-113)" not in (c.lieu.cellule or "")]
    brut = _brut(lue)
    if connu is not None:
        fond["creancier"], autres = creancier_complete(connu, [lue])
        constats += autres
        brut["creancier"] = fond["creancier"]
    dites = reponses_de(brut)
    a_confirmer = _PROPOSEES | {c for c in dites if c.startswith("paiements[")}
    for role, partie in (("creancier", lue.vendeur), ("debiteur", lue.acheteur)):
        if partie.forme_et_denomination[0] is None:
            a_confirmer |= {f"{role}.{nom}" for nom in ("denomination", "prenom", "nom")}
    # An answer that the questions would refuse is asked, and so explained.
    a_confirmer |= set(lire_reponses(dites, fond=fond).fautes)
    if connu is not None:
        dites = {cle: texte for cle, texte in dites.items() if not cle.startswith("creancier.")}
    proposees = {cle: texte for cle, texte in dites.items() if cle in a_confirmer}
    if "paiements[0].montant" in proposees:
        proposees["paiements?0"] = "oui"
    sures = {cle: texte for cle, texte in dites.items() if cle not in a_confirmer}
    return Prefacture(lue, sures, proposees, fond, tuple(constats))


def _brut(lue: FactureLue) -> dict[str, Any]:
    """A case in part, for :func:`~courriers.lot.saisie.reponses_de`."""
    creancier = _partie(lue.vendeur, type_de(lue.vendeur, None) or "societe")
    creancier |= {nom: v for nom, v in _mentions(lue.vendeur).items() if nom not in creancier}
    if lue.iban:
        creancier["iban"] = lue.iban
    paye = lue.total - lue.net
    facture = {
        "numero": lue.numero, "date": lue.date, "echeance": lue.echeance,
        "montant_ttc": f"{lue.total if paye > 0 else lue.net:f}", "objet": lue.objet,
        "executee_le": lue.livree_le,
    }  # fmt: skip
    paiement = {"montant": f"{paye:f}", "facture": lue.numero}
    commande = lue.commande or lue.contrat
    mots = "commande n°" if lue.commande else "contrat n°"
    return {
        "creancier": creancier,
        "debiteur": _partie(lue.acheteur, type_de(lue.acheteur, None)),
        "factures": [facture],
        "paiements": [paiement] if paye > 0 else [],
        "conditions": {"fondement": f"{mots}\u00a0{commande}"} if commande else {},
    }


def _partie(partie: Partie, genre: str | None) -> dict[str, Any]:
    """*partie* as a case holds it, without an address that lacks a part; its type if known."""
    lue = personne_de(partie, genre or "societe")
    adresse = lue.get("adresse", {})
    if not all(adresse.get(nom) for nom in ("lignes", "code_postal", "ville")):
        lue.pop("adresse", None)
    if genre is None:
        lue.pop("type")
    return lue


def _mentions(partie: Partie) -> dict[str, str]:
    """Form, capital and RCS, where the seller prints them (BT-33): « SARL au capital de… »."""
    dites = {}
    if forme := re.search(rf"\b({'|'.join(sorted(FORMES))})\b", partie.mentions):
        dites["forme_juridique"] = forme[1]
    if capital := _CAPITAL.search(partie.mentions):
        dites["capital"] = capital[1].strip()
    if rcs := _RCS.search(partie.mentions):
        dites["rcs"] = rcs[1]
    return dites
