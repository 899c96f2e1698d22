"""The faults a case finds in itself, told again by row and column of the table they came from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from courriers.constats import Code, Constat, Lieu
from courriers.lot.sources.cas import Cas, refuse
from courriers.lot.sources.refus import refus
from courriers.lot.sources.tables import entetes
from courriers.lot.sources.tables.adresses import LIGNES, Trouvee
from courriers.lot.sources.tables.factures import Lue
from courriers.lot.sources.tables.modele import Table

_AILLEURS = {
    "siret": ("siren",), "cp_ville": ("code_postal", "ville"), "adresse": ("code_postal", "ville"),
}  # fmt: skip
"""A column, and the fields that may have been read in it."""


def situer(
    constat: Constat, table: Table, lues: Sequence[Lue], sources: Mapping[str, Trouvee]
) -> Constat:
    """A fault of the case, told by row and column."""
    chemin = constat.lieu.champ or ""
    premiere = lues[0].ligne
    ligne, champ = premiere.numero, chemin.rpartition(".")[2]
    if trouve := re.match(r"(factures|paiements)\[(\d+)\]\.?(\w*)", chemin):
        liste = [lue for lue in lues if (lue.facture if trouve[1] == "factures" else lue.paiement)]
        ligne, champ = liste[int(trouve[2])].ligne.numero, trouve[3]
        if trouve[1] == "paiements":
            champ = f"paiement_{champ}" if table.a(f"paiement_{champ}") else champ
        if champ == "montant_ttc" and not table.a("montant_ttc"):
            champ = next((c for c in ("debit", "reste_du") if table.a(c)), champ)
    elif chemin.startswith("creancier"):
        lieu = Lieu(fichier="courriers.toml", champ=chemin)
        return replace(constat, lieu=lieu)
    elif chemin.startswith("debiteur"):
        champ = {"type": "type_debiteur", "lignes": LIGNES[0], "debiteur": "denomination"}.get(
            re.sub(r"\[\d+\]", "", champ), champ
        )
        for autre, voulus in _AILLEURS.items():
            if champ in voulus and not table.a(champ) and champ not in sources and autre in sources:
                champ = autre
        table, source = sources.get(champ, Trouvee(table, premiere))
        ligne = source.numero
    elif champ == "reference" and not table.a("reference"):
        champ = "code_client" if table.a("code_client") else "numero"
    message = re.sub(r"\b(\d{4})-(\d\d)-(\d\d)\b", r"\3/\2/\1", constat.message)
    conseil = constat.conseil
    if constat.code is Code.CHAMP_MANQUANT and champ in entetes.champs():
        vide = "la cellule est vide" if table.a(champ) else "aucune colonne ne le donne"
        message = f"{vide} ; il manque : {entetes.libelle(champ)}."
    elif champ in ("code_postal", "cp_ville") and not table.a("pays"):
        conseil = conseil or "Une adresse à l’étranger demande une colonne « Pays »."
    lieu = table.lieu(ligne, champ)
    if lieu.cellule is None and chemin:
        lieu = replace(lieu, champ=chemin)
    return replace(constat, message=message, conseil=conseil, lieu=lieu)


def refus_de(
    table: Table, constats: Sequence[Constat], lignes: Sequence[int], brut: object = None
) -> Cas:
    """A case that cannot be read, for all of *constats*; known by what *brut* says of it."""
    place = table.place(tuple(lignes))
    return refuse(place, refus(place, constats), brut)
