"""The lines of a statement, in French: what a letter's table and the terminal both print."""

from __future__ import annotations

import datetime
from decimal import Decimal

from courriers.droit.decompte import Decompte
from courriers.droit.interets import jours_par_annee
from courriers.droit.lignes import (
    Ligne,
    LigneAvoir,
    LigneFacture,
    LigneIndemnite,
    LigneInteret,
    LignePaiement,
    LigneTitre,
)
from courriers.droit.titre import NOMS as NOMS_DES_TITRES
from courriers.langue.typographie import INSECABLE, date_longue, montant, taux

NOMS_DES_INTERETS = {
    "commercial": "Pénalités de retard",
    "commande_publique": "Intérêts moratoires",
    "civil": "Intérêts au taux légal",
    "conventionnel": "Intérêts convenus",
    "titre": "Intérêts du titre",
}


_NOMS_DES_INDEMNITES = {
    "CPC, art. 700": "Article 700 du code de procédure civile",
    "CPC, art. 695 et 696": "Dépens",
}


def postes(decompte: Decompte) -> list[tuple[str, Decimal]]:
    """What is due by kind, where something is: it adds up to the total."""
    indemnites = "Indemnité forfaitaire pour frais de recouvrement"
    if decompte.regime.nature == "titre":
        indemnites = "Article 700 et dépens"
    noms = ("Principal", NOMS_DES_INTERETS[decompte.regime.nature], indemnites)
    sommes = (decompte.principal, decompte.interets, decompte.indemnites)
    return [(nom, somme) for nom, somme in zip(noms, sommes, strict=True) if somme]


def libelle(ligne: Ligne, decompte: Decompte) -> str:
    """What the line is."""
    match ligne:
        case LigneFacture():
            return f"Facture {ligne.facture} du {date_longue(ligne.date)}{_echue(ligne, decompte)}"
        case LigneAvoir():
            nature = " (geste commercial)" if ligne.motif == "geste" else ""
            return f"Avoir {ligne.numero} du {date_longue(ligne.date)}{nature}"
        case LigneInteret():
            return f"{NOMS_DES_INTERETS[decompte.regime.nature]} {periode(ligne)}"
        case LigneTitre():
            return f"{NOMS_DES_TITRES[ligne.nature]} du {date_longue(ligne.date)}"
        case LigneIndemnite():
            return _NOMS_DES_INDEMNITES.get(
                ligne.fondement, "Indemnité forfaitaire pour frais de recouvrement"
            )
        case LignePaiement():
            moyen = f" ({ligne.moyen})" if ligne.moyen else ""
            entier = -ligne.montant == ligne.recu
            part = "" if entier else f", part des {montant(ligne.recu, decompte.devise)} reçus"
            return f"Paiement du {date_longue(ligne.date)}{moyen}{part}"


def _echue(ligne: LigneFacture, decompte: Decompte) -> str:
    """The due day, unless nobody but prudence set it."""
    jour = date_longue(ligne.echeance)
    if not ligne.echeance_calculee:
        return f", échue le {jour}"
    return f", échéance légale le {jour}" if decompte.regime.de_plein_droit else ""


def periode(ligne: LigneInteret) -> str:
    """« du 2 avril au 10 mai 2026 » : both days bear interest."""
    premier = ligne.debut + datetime.timedelta(1)
    if premier == ligne.fin:
        return f"du {date_longue(ligne.fin)}"
    fin = date_longue(ligne.fin)
    debut = date_longue(premier)
    if premier.year == ligne.fin.year:
        debut = debut.removesuffix(f" {premier.year}")
        if premier.month == ligne.fin.month:
            debut = debut.split(" ", maxsplit=1)[0]
    return f"du {debut} au {fin}"


def calcul(ligne: Ligne, decompte: Decompte, base_jours: str = "365") -> str:
    """How its figure is made, so that it can be made again by hand, or what it pays for."""
    match ligne:
        case LigneFacture():
            return _detail_facture(ligne, decompte.devise)
        case LigneAvoir() if ligne.motif == "rectification":
            return "déduit dès l’origine"
        case LigneInteret():
            base = montant(ligne.base, decompte.devise)
            if ligne.capitalises:
                capitalises = montant(ligne.capitalises, decompte.devise)
                base += f" (dont {capitalises} d’intérêts capitalisés)"
            return f"{base} × {taux(ligne.taux)} × {_annees(ligne, base_jours)}"
        case LignePaiement():
            return _imputation(ligne, decompte)
    return ""


def _detail_facture(ligne: LigneFacture, devise: str) -> str:
    detail = ligne.objet or ""
    if ligne.retenue_garantie:
        ttc, retenue = montant(ligne.montant_ttc, devise), montant(ligne.retenue_garantie, devise)
        suite = f"{INSECABLE}; " if detail else ""
        detail += f"{suite}{ttc} TTC, moins {retenue} de retenue de garantie"
    return detail


def _annees(ligne: LigneInteret, base_jours: str) -> str:
    """« 39 j / 365 », or in real years « (30 j / 365 + 61 j / 366) »."""
    if base_jours == "365":
        return f"{ligne.jours}{INSECABLE}j /{INSECABLE}365"
    parts = [
        f"{jours}{INSECABLE}j /{INSECABLE}{annee}"
        for jours, annee in jours_par_annee(ligne.debut, ligne.fin)
    ]
    return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"


def _imputation(ligne: LignePaiement, decompte: Decompte) -> str:
    titre = decompte.regime.nature == "titre"
    interets = "les pénalités" if decompte.regime.nature == "commercial" else "les intérêts"
    parts = [
        f"{nom}{INSECABLE}: {montant(part, decompte.devise)}"
        for nom, part in (
            (interets, ligne.sur_interets),
            ("l’article 700 et les dépens" if titre else "l’indemnité", ligne.sur_indemnites),
            ("le principal", ligne.sur_principal),
        )
        if part
    ]
    return "imputé sur " + f"{INSECABLE}; ".join(parts)
