"""What was paid, as a template sees it: the last payments, and the invoices paid off."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.lignes import LigneFacture, LignePaiement
from courriers.droit.reglements import (
    FactureReglee,
    Reglement,
    dernier_reglement,
    factures_reglees,
    renonciation,
)
from courriers.langue.accords import enumeration
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import INSECABLE, date_longue, montant
from courriers.monnaie import ZERO


def somme(valeur: Decimal, devise: str) -> dict[str, Any]:
    """A sum in figures and in words."""
    return {
        "en_chiffres": montant(valeur, devise),
        "en_lettres": en_lettres(valeur, devise),
        "est_nulle": valeur == 0,
    }


def paiement(dossier: Dossier, decompte: Decompte) -> dict[str, Any] | None:
    """The last payments received by the day of the letter, or nothing."""
    dernier = dernier_reglement(dossier, decompte)
    if dernier is None:
        return None
    au, echeancier = decompte.au, dossier.echeancier
    accorde = echeancier is not None and echeancier.date <= au
    return {
        "date": date_longue(dernier.date),
        "recu": somme(dernier.recu, decompte.devise),
        "depuis_le_mandat": _depuis_le_mandat(dossier, dernier.date),
        "plusieurs": len(dernier.paiements) > 1,
        "payeur": enumeration(
            list(dict.fromkeys(p.payeur for p in dernier.paiements if p.payeur is not None))
        ),
        "lignes": _lignes(dernier, decompte),
        "interets_d_abord": _interets_d_abord(dossier, decompte, dernier),
        "sur_indemnite": any(x.sur_indemnites for x in dernier.lignes),
        "trop_percu": montant(dernier.exces, decompte.devise) if dernier.exces > 0 else "",
        "echeancier_du": date_longue(echeancier.date) if echeancier and accorde else "",
    }


def _depuis_le_mandat(dossier: Dossier, jour: datetime.date) -> bool:
    """An agent acted on *jour*: what was paid before is no payment of its recovery."""
    return dossier.mandataire is not None and dossier.mandataire.mandat_du <= jour


def _lignes(dernier: Reglement, decompte: Decompte) -> list[dict[str, str]]:
    """Where the payments of the day went, invoice by invoice, then what no invoice took."""
    devise = decompte.devise
    factures = {
        x.facture: x
        for x in (*decompte.lignes, *decompte.lignes_a_echoir)
        if isinstance(x, LigneFacture)
    }
    lignes = [
        {
            "date": date_longue(ligne.date),
            "moyen": ligne.moyen or "–",
            "libelle": _libelle(ligne, factures),
            "detail": _detail(ligne, decompte),
            "montant": montant(-ligne.montant, devise),
        }
        for ligne in dernier.lignes
    ]
    if dernier.exces > 0:
        lignes.append(
            {
                "date": date_longue(dernier.date),
                "moyen": "–",
                "libelle": "Somme reçue en trop",
                "detail": "",
                "montant": montant(dernier.exces, devise),
            }
        )
    return lignes


def _libelle(ligne: LignePaiement, factures: dict[str, LigneFacture]) -> str:
    facture = factures.get(ligne.facture)
    if facture is None:  # an enforceable title
        return ""
    return f"Facture {facture.facture} du {date_longue(facture.date)}"


def _detail(ligne: LignePaiement, decompte: Decompte) -> str:
    """« pénalités : 70,34 € ; indemnité : 40,00 € ; principal : 689,66 € »."""
    interets = "pénalités" if decompte.regime.nature == "commercial" else "intérêts"
    parts = {
        interets: ligne.sur_interets,
        "indemnité": ligne.sur_indemnites,
        "principal": ligne.sur_principal,
    }
    return f"{INSECABLE}; ".join(
        f"{nom}{INSECABLE}: {montant(part, decompte.devise)}" for nom, part in parts.items() if part
    )


def _interets_d_abord(dossier: Dossier, decompte: Decompte, dernier: Reglement) -> bool:
    """A partial payment went to interest before principal, as C. civ., art. 1343-1, has it."""
    if dossier.conditions.imputation == "capital_d_abord":
        return False
    restes = {s.facture for s in decompte.factures if not s.est_soldee}
    return any(x.sur_interets and x.facture in restes for x in dernier.lignes)


def reglement(dossier: Dossier, decompte: Decompte) -> dict[str, Any] | None:
    """The invoices paid off by the day of the letter, or nothing if none is."""
    reglees = factures_reglees(decompte)
    if not reglees:
        return None
    devise = decompte.devise
    abandonne = renonciation(dossier, decompte)
    jours = {jour for f in reglees for jour in f.jours}
    return {
        "factures": [_facture(f, devise) for f in reglees],
        "recu": somme(sum((f.regle for f in reglees), ZERO), devise),
        "plusieurs": len(reglees) > 1,
        "dernier_le": date_longue(max(jours)),
        "depuis_le_mandat": _depuis_le_mandat(dossier, max(jours)),
        "plusieurs_paiements": len(jours) > 1,
        "retenue_garantie": any(f.ligne.retenue_garantie for f in reglees),
        "renonciation": somme(abandonne, devise) if abandonne else None,
    }


def _facture(facture: FactureReglee, devise: str) -> dict[str, str]:
    return {
        "numero": facture.ligne.facture,
        "date": date_longue(facture.ligne.date),
        "objet": facture.ligne.objet or "",
        "montant_ttc": montant(facture.ligne.montant_ttc, devise),
        "deduit": montant(facture.deduit, devise),
        "accessoires": montant(facture.accessoires, devise),
        "regle": montant(facture.regle, devise),
    }
