"""The values a template prints: texts, yes or no, lists and mappings.

The program decides, the template prints. An absent text is empty, so that ``{% if … %}`` works on
it; an absent group (a mediator, a dispute) is empty too and is printed under its ``if``. The names
are a public interface: :mod:`.champs` says what each one means, and a test holds both together.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from courriers.constats import Code
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte, SoldeFacture
from courriers.droit.echeancier import echeancier_suivi
from courriers.droit.lignes import LignePaiement
from courriers.droit.semestre import Semestre
from courriers.droit.textes import TEXTES
from courriers.erreurs import TauxInconnu
from courriers.langue.accords import dans_la_phrase, enumeration
from courriers.langue.typographie import date_longue, montant, taux
from courriers.lettre.antecedents import contestation, mise_en_demeure_anterieure, relances
from courriers.lettre.champs_acte import acte
from courriers.lettre.champs_assignation import assignation
from courriers.lettre.champs_caution import caution
from courriers.lettre.champs_procedure import bordereau, procedure
from courriers.lettre.echeancier import echeancier
from courriers.lettre.libelles import NOMS_DES_INTERETS, calcul, libelle
from courriers.lettre.pack import Pack
from courriers.lettre.parties import (
    Libres,
    commissaire,
    creancier,
    debiteur,
    expediteur,
    mandataire,
)
from courriers.lettre.reglements import paiement, reglement
from courriers.lettre.reglements import somme as _somme
from courriers.lettre.suite import CANAUX, RECOMMANDES, date_limite
from courriers.monnaie import ZERO


def contexte(
    dossier: Dossier,
    pack: Pack,
    decompte: Decompte,
    au: datetime.date,
    *,
    canal: str | None = None,
    numero_suivi: str | None = None,
    images: Mapping[str, Any] | None = None,
    jointes: Sequence[str] | None = None,
) -> dict[str, Any]:
    """What the templates of *pack* see of *dossier* on *au*.

    Args:
        canal: how the letter goes; the first of the pack otherwise.
        numero_suivi: number of the registered letter, once the post has given it.
        images: pictures by field, as ``{"creancier.logo": Image}``.
        jointes: titles of what an e-mail carries, the letter first: the letter then announces
            the others, and nothing else. Nothing when there is no e-mail.
    """
    images = images or {}
    canal = canal or pack.manifeste.canaux[0]
    devise = decompte.devise
    par_jour = decompte.interets_par_jour
    soldes = _soldes(decompte, pack)
    regime = _regime(decompte, au)
    rappels, partielles = relances(dossier, soldes, au)
    en_demeure, en_demeure_partielle = mise_en_demeure_anterieure(dossier, soldes, au)
    return {
        "reference": dossier.reference,
        "lieu": (dossier.mandataire or dossier.creancier).adresse.ville,
        "date": date_longue(au),
        "date_limite": date_limite(pack, au),
        "canal": {
            "libelle": CANAUX[canal],
            "est_recommande": canal in RECOMMANDES,
            "numero_suivi": numero_suivi or "",
        },
        "virement": {"qr": images.get("virement.qr", "")},
        "expediteur": expediteur(dossier, images),
        "mandataire": mandataire(dossier, au),
        "creancier": creancier(dossier, images),
        "debiteur": debiteur(dossier),
        "commissaire": commissaire(dossier),
        "somme": _somme(somme_reclamee(decompte, pack, dossier), devise),
        "principal": _somme(decompte.principal, devise),
        "interets": _somme(decompte.interets, devise),
        "indemnites": _somme(decompte.indemnites, devise),
        "total": _somme(decompte.total, devise),
        "trop_percu": _somme(decompte.trop_percu, devise),
        "a_echoir": _somme(decompte.a_echoir, devise),
        "interets_par_jour": montant(par_jour, devise) if par_jour else "",
        "regime": regime,
        "decompte": {"lignes": _lignes(dossier, decompte)},
        "factures": _factures(dossier, decompte, soldes),
        "plusieurs_factures": len(soldes) > 1,
        "retenue_garantie": _retenue(dossier, soldes),
        "impute_sur_accessoires": _impute_sur_accessoires(decompte, soldes),
        "conditions": {"fondement": dossier.conditions.fondement or ""},
        "relances": rappels,
        "relances_partielles": partielles,
        "mise_en_demeure_anterieure": en_demeure,
        "mise_en_demeure_partielle": en_demeure_partielle,
        "contestation": contestation(dossier, au),
        "echeancier": echeancier(dossier, decompte),
        "paiement": paiement(dossier, decompte),
        "reglement": reglement(dossier, decompte),
        "codebiteurs": enumeration([dans_la_phrase(c) for c in dossier.codebiteurs]),
        "pieces": [p.titre for p in dossier.pieces] if jointes is None else list(jointes[1:]),
        "pieces_jointes": list(jointes or ()),
        "caution": caution(decompte),
        "procedure": procedure(dossier, decompte, au),
        "bordereau": bordereau(dossier, decompte),
        "acte": acte(dossier, decompte, soldes, regime),
        "assignation": assignation(dossier, decompte, soldes, pack.manifeste.droit.voie),
        "textes": TEXTES,
        "complements": Libres(dossier.complements),
    }


def somme_reclamee(decompte: Decompte, pack: Pack, dossier: Dossier) -> Decimal:
    """The sum the letter asks for, as ``reclame`` of its manifest says."""
    if pack.manifeste.reclame == "echeances":
        suivi = echeancier_suivi(dossier, decompte.au)
        return ZERO if suivi is None else suivi.manquant
    return pack.niveau.somme(decompte)


def factures_visees(decompte: Decompte, pack: Pack) -> list[str]:
    """The invoices the letter is about, by number."""
    return [solde.facture for solde in _soldes(decompte, pack)]


# --- La dette -------------------------------------------------------------------------------


def _regime(decompte: Decompte, au: datetime.date) -> dict[str, Any]:
    """Which interest runs, and its rate on the day of the letter, where one rate is in force."""
    regime = decompte.regime
    semestre = Semestre.de(au)
    dues = [s for s in decompte.factures if s.principal]
    try:
        valeurs = {regime.taux(semestre, solde.echeance) for solde in dues}
    except TauxInconnu:
        valeurs = set()
    commercial = regime.nature == "commercial"
    # « convenu » only if the clause itself, and nothing else, makes every figure.
    releve = any(c.code == Code.TAUX_SOUS_PLANCHER for c in decompte.constats)
    convenu = commercial and (regime.penalites.sous_plancher == "convenu" or not releve)
    return {
        "est_commercial": commercial,
        "est_commande_publique": regime.nature == "commande_publique",
        "est_civil": regime.nature == "civil",
        "est_suppletif": commercial and regime.penalites.mode == "suppletif",
        "est_taux_convenu": convenu and regime.penalites.mode == "convenu",
        "est_multiple_convenu": convenu and regime.penalites.mode == "multiple_legal",
        "taux": taux(valeurs.pop()) if len(valeurs) == 1 else "",
        "semestre": semestre.libelle,
        "indemnite_reclamee": any(x.type == "indemnite" for x in decompte.lignes_dues),
        "interet_court": any(s.interets_depuis for s in dues),
        "interet_a_venir": any(not s.interets_depuis for s in dues),
    }


def _lignes(dossier: Dossier, decompte: Decompte) -> list[dict[str, Any]]:
    base_jours = dossier.conditions.base_jours
    return [
        {
            "libelle": libelle(ligne, decompte),
            "calcul": calcul(ligne, decompte, base_jours),
            "montant": montant(ligne.montant, decompte.devise),
            "est_facture": ligne.type == "facture",
        }
        for ligne in decompte.lignes_dues
    ]


def _soldes(decompte: Decompte, pack: Pack) -> list[SoldeFacture]:
    """The invoices the letter is about: something it claims is still due of each."""
    match pack.manifeste.reclame:
        case "principal":
            return [s for s in decompte.factures if s.principal]
        case "principal_et_interets":
            return [s for s in decompte.factures if s.principal or s.interets]
        case "a_echoir":
            return list(decompte.factures_a_echoir)
    return [s for s in decompte.factures if not s.est_soldee]


def _factures(
    dossier: Dossier, decompte: Decompte, soldes: list[SoldeFacture]
) -> list[dict[str, Any]]:
    par_numero = {f.numero: f for f in dossier.factures}
    devise = decompte.devise
    resultat = []
    for solde in soldes:
        facture = par_numero[solde.facture]
        # A day that nobody but prudence set is no due day to print.
        fixee = facture.echeance is not None or decompte.regime.de_plein_droit
        resultat.append(
            {
                "numero": facture.numero,
                "date": date_longue(facture.date),
                "echeance": date_longue(solde.echeance) if fixee else "",
                "recue_le": date_longue(facture.recue_le) if facture.recue_le else "",
                "objet": facture.objet or "",
                "marche": facture.marche or "",
                "numero_engagement": facture.numero_engagement or "",
                "montant_ttc": montant(facture.montant_ttc, devise),
                "deduit": montant(facture.montant_ttc - solde.principal, devise),
                "est_entiere": facture.montant_ttc == solde.principal,
                "reste_du": montant(solde.principal, devise),
                "complements": Libres(facture.complements),
            }
        )
    return resultat


def _retenue(dossier: Dossier, soldes: list[SoldeFacture]) -> str:
    """What the client rightly keeps of the invoices listed, or nothing.

    While some principal is due, no credit note has touched the retention: it is whole.
    """
    listees = {s.facture for s in soldes if s.principal}
    retenue = sum(
        (f.retenue_garantie or ZERO for f in dossier.factures if f.numero in listees), ZERO
    )
    return montant(retenue, dossier.devise) if retenue else ""


def _impute_sur_accessoires(
    decompte: Decompte, soldes: list[SoldeFacture]
) -> dict[str, str] | None:
    """The part of the payments received that did not lower the principal of the invoices listed."""
    listees = {s.facture for s in soldes}
    paiements = [
        x for x in decompte.lignes if isinstance(x, LignePaiement) and x.facture in listees
    ]
    interets = sum((x.sur_interets for x in paiements), ZERO)
    indemnites = sum((x.sur_indemnites for x in paiements), ZERO)
    if not interets + indemnites:
        return None
    nom = NOMS_DES_INTERETS[decompte.regime.nature]
    natures = {f"les {nom[:1].lower()}{nom[1:]}": interets, "l’indemnité forfaitaire": indemnites}
    return {
        "en_chiffres": montant(interets + indemnites, decompte.devise),
        "nature": enumeration([nature for nature, part in natures.items() if part]),
    }
