"""The lines of a statement, in French: what a letter's table and the terminal both print."""

from __future__ import annotations

import datetime

from courriers.droit.decompte import Decompte
from courriers.droit.lignes import (
    Ligne,
    LigneAvoir,
    LigneFacture,
    LigneIndemnite,
    LigneInteret,
    LignePaiement,
)
from courriers.langue.typographie import INSECABLE, date_longue, montant, taux

NOMS_DES_INTERETS = {
    "commercial": "Pénalités de retard",
    "commande_publique": "Intérêts moratoires",
    "civil": "Intérêts au taux légal",
}


def libelle(ligne: Ligne, decompte: Decompte) -> str:
    """What the line is."""
    match ligne:
        case LigneFacture():
            emise, echue = date_longue(ligne.date), date_longue(ligne.echeance)
            return f"Facture {ligne.facture} du {emise}, échue le {echue}"
        case LigneAvoir():
            nature = " (geste commercial)" if ligne.motif == "geste" else ""
            return f"Avoir {ligne.numero} du {date_longue(ligne.date)}{nature}"
        case LigneInteret():
            return f"{NOMS_DES_INTERETS[decompte.regime.nature]} {periode(ligne)}"
        case LigneIndemnite():
            return "Indemnité forfaitaire pour frais de recouvrement"
        case LignePaiement():
            moyen = f" ({ligne.moyen})" if ligne.moyen else ""
            return f"Paiement du {date_longue(ligne.date)}{moyen}"


def periode(ligne: LigneInteret) -> str:
    """« du 2 avril au 10 mai 2026 » : both days bear interest."""
    premier = ligne.debut + datetime.timedelta(1)
    if premier == ligne.fin:
        return f"du {date_longue(ligne.fin)}"
    debut = date_longue(premier)
    if premier.year == ligne.fin.year:
        debut = debut.removesuffix(f" {premier.year}")
    return f"du {debut} au {date_longue(ligne.fin)}"


def calcul(ligne: Ligne, decompte: Decompte, base_jours: str = "365") -> str:
    """How its figure is made, so that it can be made again by hand; empty when it is given."""
    devise = decompte.devise
    match ligne:
        case LigneFacture() if ligne.retenue_garantie:
            ttc, retenue = (
                montant(ligne.montant_ttc, devise),
                montant(ligne.retenue_garantie, devise),
            )
            return f"{ttc} TTC, moins {retenue} de retenue de garantie"
        case LigneInteret():
            annee = f"/{INSECABLE}365" if base_jours == "365" else "(année réelle)"
            jours = f"{ligne.jours}{INSECABLE}j"
            return f"{montant(ligne.base, devise)} × {taux(ligne.taux)} × {jours} {annee}"
        case LignePaiement():
            parts = [
                f"{nom} {montant(part, devise)}"
                for nom, part in (
                    ("intérêts", ligne.sur_interets),
                    ("indemnité", ligne.sur_indemnites),
                    ("principal", ligne.sur_principal),
                )
                if part
            ]
            return f"imputé : {' ; '.join(parts)}"
    return ""
