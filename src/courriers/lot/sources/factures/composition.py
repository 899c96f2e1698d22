"""The case of a group of invoices, as a mapping, and where each of its parts comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from courriers.constats import Code, Constat, Gravite, Lieu
from courriers.lot.configuration import NOM, Configuration
from courriers.lot.sources.delai import echeance_convenue
from courriers.lot.sources.factures.dit import averti, lieu_de, soigne
from courriers.lot.sources.factures.facture import FactureLue
from courriers.lot.sources.factures.groupes import Groupe
from courriers.lot.sources.factures.personnes import creancier_complete, personne_de, reunir

TERMES = {
    "numero": "BT-1", "date": "BT-2", "type": "BT-3", "echeance": "BT-9", "montant_ttc": "BT-115",
    "executee_le": "BT-72", "objet": "BT-153", "sur_facture": "BT-25", "marche": "BT-12",
    "numero_engagement": "BT-13",
}  # fmt: skip
"""By field of an invoice of a case, the term it comes from."""
_LIGNE_SURE = re.compile(r"[^\x00-\x1f\\/:\x7f\ud800-\udfff]{1,200}")


@dataclass(frozen=True)
class Composition:
    """A case to be checked, what to look at in it, and the files behind it."""

    dossier: Mapping[str, Any]
    constats: tuple[Constat, ...]
    factures: tuple[FactureLue, ...]
    """In the order of those of the case."""
    de_l_acheteur: FactureLue
    """The one that gives the buyer's address."""
    creancier_regle: bool
    """The creditor is that of courriers.toml."""

    def situer(self, constat: Constat) -> Constat:
        """*constat*, a fault of the case, said of the file and the term it comes from."""
        champ = constat.lieu.champ or ""
        lieu = lieu_de(self.factures[0].fichier, champ)
        if trouve := re.fullmatch(r"factures\[(\d+)\](?:\.(\w+).*)?", champ):
            lue = self.factures[int(trouve[1])]
            lieu = lieu_de(lue.fichier, TERMES.get(trouve[2] or "", trouve[2] or ""))
        elif champ.startswith("debiteur"):
            lieu = lieu_de(self.de_l_acheteur.fichier, _dit("BG-7", champ))
        elif champ.startswith("creancier"):
            lieu = Lieu(fichier=NOM, champ=champ)
            if not self.creancier_regle:
                lieu = lieu_de(self.factures[0].fichier, _dit("BG-4", champ))
        conseil = constat.conseil
        if champ.startswith("debiteur.adresse") and constat.code == Code.CHAMP_MANQUANT:
            conseil = "« courriers nouveau-dossier --depuis » part de cette facture et la demande."
        return replace(constat, message=soigne(constat.message), lieu=lieu, conseil=soigne(conseil))


def _dit(terme: str, champ: str) -> str:
    return f"{terme}, {champ.partition('.')[2]}" if "." in champ else terme


def composer(
    groupe: Groupe, connu: Any | None, genre: str, reglages: Configuration, reference: str
) -> Composition:
    """The case of *groupe*.

    Args:
        groupe: its invoices, one at least that is no credit note.
        connu: the creditor of courriers.toml that the seller is, if it is one.
        genre: type of the debtor.
        reglages: courriers.toml.
        reference: that of the case.
    """
    constats = [*groupe.constats, *(c for f in groupe.factures for c in f.constats)]
    partie, de_l_acheteur, adresses = reunir(groupe.factures)
    debiteur = personne_de(partie, genre)
    if connu is None:
        creancier = _creancier_lu(groupe)
    else:
        creancier, autres = creancier_complete(connu, groupe.factures)
        constats += autres
    defauts = reglages.debiteur
    qualite = "personne_publique" if genre == "personne_publique" else defauts and defauts.qualite
    if qualite:
        debiteur["qualite"] = qualite
    if genre == "personne_publique" and defauts and defauts.regime:
        debiteur["regime"] = defauts.regime
    factures = []
    for lue in groupe.factures:
        facture, dits = _facture(lue, groupe, reglages, publique=genre == "personne_publique")
        factures.append(facture)
        constats += dits
    brut = {
        "version": 1, "reference": reference, "devise": groupe.factures[0].devise,
        "creancier": creancier, "debiteur": debiteur, "factures": factures,
        "conditions": _conditions(groupe, reglages),
    }  # fmt: skip
    return Composition(
        {nom: valeur for nom, valeur in brut.items() if valeur}, (*constats, *adresses),
        groupe.factures, de_l_acheteur, connu is not None,
    )  # fmt: skip


def _creancier_lu(groupe: Groupe) -> dict[str, Any]:
    """The seller as the invoices tell it; a company, for a first try: letters need more."""
    derniere = groupe.factures[-1]
    iban = next((f.iban for f in reversed(groupe.factures) if f.iban), None)
    lu = personne_de(derniere.vendeur, "societe")
    return {**lu, "iban": iban} if iban else lu


def _facture(
    lue: FactureLue, groupe: Groupe, reglages: Configuration, *, publique: bool
) -> tuple[dict[str, Any], list[Constat]]:
    constats: list[Constat] = []
    facture: dict[str, Any] = {
        "numero": lue.numero, "type": "avoir" if lue.est_avoir else "facture",
        "date": lue.date.isoformat(), "montant_ttc": f"{lue.net:f}", "objet": lue.objet,
        "executee_le": lue.livree_le.isoformat() if lue.livree_le else None,
        "fichier": _jointe(lue, groupe),
    }  # fmt: skip
    if lue.est_avoir:
        facture |= _de_l_avoir(lue, groupe, constats)
    else:
        echeance = lue.echeance
        if echeance is None and reglages.delai is not None:
            echeance = echeance_convenue(lue.date, reglages.delai)
            constats.append(averti(
                Code.ECHEANCE_CALCULEE, f"sans échéance : {echeance:%d/%m/%Y}, à "
                f"{reglages.delai} de la facture (« delai » de {NOM}).", fichier=lue.fichier,
                terme="BT-9", gravite=Gravite.INFORMATION,
            ))  # fmt: skip
        facture["echeance"] = echeance.isoformat() if echeance else None
        if publique:
            facture |= {"numero_engagement": lue.commande, "marche": lue.contrat}
    facture["complements"] = {
        "conditions_de_paiement": lue.modalites,
        "total_facture": f"{lue.total:f}" if lue.total != lue.net else None,
    }
    facture["complements"] = {n: v for n, v in facture["complements"].items() if v}
    return {nom: valeur for nom, valeur in facture.items() if valeur}, constats


def _de_l_avoir(lue: FactureLue, groupe: Groupe, constats: list[Constat]) -> dict[str, Any]:
    if lue.numero not in groupe.orphelins:
        return {"sur_facture": lue.precedentes[0]}
    dites = ", ".join(f"« {n} »" for n in lue.precedentes[:3])
    motif = f"il corrige {dites}, qui n’est pas ici" if dites else "il n’en nomme aucune"
    if len(lue.precedentes) > 1:
        motif = f"il en corrige plusieurs ({dites})"
    constats.append(averti(
        Code.FACTURE_A_VERIFIER, f"avoir sans sa facture : {motif} ; il est déduit de l’ensemble.",
        "Écrivez « sur_facture » dans le dossier, ou ôtez-le s’il ne compte pas ici.",
        fichier=lue.fichier, terme="BT-25",
    ))  # fmt: skip
    return {}


def _jointe(lue: FactureLue, groupe: Groupe) -> str | None:
    """The PDF, when it stands in the folder of the case, to be attached to a message."""
    base = groupe.factures[0].fichier.parent
    nom = lue.fichier.name
    jointe = lue.fichier.suffix.lower() == ".pdf" and lue.fichier.parent == base
    return nom if jointe and _LIGNE_SURE.fullmatch(nom) else None


def _conditions(groupe: Groupe, reglages: Configuration) -> dict[str, Any]:
    """Those of courriers.toml, and the order or the contract that every invoice names."""
    reglees = reglages.conditions
    brut: dict[str, Any] = (
        reglees.model_dump(mode="json", exclude_unset=True, exclude_none=True) if reglees else {}
    )
    factures = [f for f in groupe.factures if not f.est_avoir]
    for nom, mots in (("contrat", "contrat n°\u00a0"), ("commande", "commande n°\u00a0")):
        dits = {getattr(f, nom) for f in factures}
        if len(dits) == 1 and (numero := dits.pop()):
            brut.setdefault("fondement", f"{mots}{numero}")
    return brut
