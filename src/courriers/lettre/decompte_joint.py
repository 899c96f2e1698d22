"""What a letter claims, as JSON carried inside its PDF: for the program of who receives it.

It says what the letter says, and no more: no finding, no field of the case that the page does not
show. Its figures are those of the page, as strings. To a commissaire de justice it also says who is
who, so that nothing is typed again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from courriers.document.moteur import PieceJointe
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Personne
from courriers.droit.caution import DecompteCaution
from courriers.droit.decompte import Decompte
from courriers.droit.echeancier import echeancier_suivi
from courriers.langue.accords import nom_postal
from courriers.lettre.contexte import somme_reclamee
from courriers.lettre.manifeste import DocumentDuPack
from courriers.lettre.pack import Pack

VERSION = 1
NOM = "decompte.json"
_MONTREES = (
    "date", "echeance", "base", "taux", "debut", "fin", "jours", "sur_interets", "sur_indemnites",
    "sur_principal",
)  # fmt: skip
"""What a line of the statement prints, beside its label and its amount, when it has it."""


def decompte_joint(
    decompte: Decompte,
    pack: Pack,
    valeurs: Mapping[str, Any],
    dossier: Dossier,
    document: DocumentDuPack | None = None,
) -> PieceJointe:
    """The claim of the letter that prints *valeurs*, dated from the day of the statement.

    Args:
        document: which one of the pack, as its table shows the claim; the first by default.
    """
    tableau = pack.manifeste.tableau_de(document or pack.manifeste.documents[0])
    contenu: dict[str, Any] = {
        "version": VERSION,
        "au": decompte.au.isoformat(),
        "devise": decompte.devise,
        "somme": f"{somme_reclamee(decompte, pack, dossier):f}",
        **(_tableau(decompte, pack, valeurs)
           if tableau in ("decompte", "decompte_et_a_echoir") else {}),
        **(_parts(decompte, pack) if tableau == "postes" else {}),
        **({"factures": list(_factures(decompte, valeurs))} if tableau == "factures" else {}),
        **({"echeances": list(_echeances(dossier, decompte, pack))}
           if tableau in ("echeancier", "echeances") else {}),
        **(_pour_l_etude(dossier) if pack.manifeste.destinataire == "commissaire" else {}),
    }  # fmt: skip
    octets = json.dumps(contenu, ensure_ascii=False, indent=1).encode("utf-8")
    return PieceJointe(NOM, octets, "Somme réclamée et son détail", decompte.au)


def _pour_l_etude(dossier: Dossier) -> dict[str, Any]:
    """Who is who, for the program of the commissaire de justice: what the page says of them."""
    fondement = dossier.conditions.fondement
    return {
        "reference": dossier.reference,
        "creancier": {**_partie(dossier.creancier), **_dits({"iban": dossier.creancier.iban})},
        "debiteur": {
            **_partie(dossier.debiteur),
            **_dits({"telephone": dossier.debiteur.telephone,
                     "courriel": dossier.debiteur.courriel}),
        },
        **_dits({"fondement": fondement}),
    }  # fmt: skip


def _partie(partie: Personne) -> dict[str, Any]:
    adresse = partie.adresse
    return {
        "nom": nom_postal(partie),
        "adresse": {
            "lignes": list(adresse.lignes),
            "code_postal": adresse.code_postal,
            "ville": adresse.ville,
            "pays": adresse.pays,
        },
        **_dits({"siren": partie.siren, "rcs": getattr(partie, "rcs", None)}),
    }


def _dits(valeurs: Mapping[str, str | None]) -> dict[str, str]:
    """Those that are there."""
    return {nom: valeur for nom, valeur in valeurs.items() if valeur}


def _tableau(decompte: Decompte, pack: Pack, valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """The statement as its table prints it, with the fingerprint of the rates it rests on."""
    lignes = []
    imprimees = valeurs["decompte"]["lignes"]
    for ligne, imprimee in zip(decompte.lignes_dues, imprimees, strict=True):
        brute = ligne.as_dict()
        # A due day that prudence set is on no page.
        masquee = "echeance" if brute.get("echeance_calculee") else ""
        lignes.append(
            {
                "type": ligne.type,
                "libelle": imprimee["libelle"],
                "montant": brute["montant"],
                **{nom: brute[nom] for nom in _MONTREES if nom in brute and nom != masquee},
            }
        )
    return {**_parts(decompte, pack), "lignes": lignes}


def _parts(decompte: Decompte, pack: Pack) -> dict[str, str]:
    """What the claim is made of, by kind."""
    return {
        "bareme": decompte.regime.bareme.empreinte,
        "principal": f"{decompte.principal:f}",
        "interets": f"{decompte.interets:f}",
        **_tout(decompte, pack),
    }


def _tout(decompte: Decompte, pack: Pack) -> dict[str, str]:
    """What the claim adds to the principal and the interest, or the ceiling it stops at."""
    if isinstance(decompte, DecompteCaution):
        plafonnee = decompte.est_plafonnee and decompte.plafond is not None
        return {"plafond": f"{decompte.plafond:f}"} if plafonnee else {}
    if pack.manifeste.reclame not in ("total", "passif"):
        return {}
    tout = {"indemnites": f"{decompte.indemnites:f}", "total": f"{decompte.total:f}"}
    if pack.manifeste.reclame == "passif" and decompte.a_echoir:
        tout["a_echoir"] = f"{decompte.a_echoir:f}"
    return tout


def _factures(decompte: Decompte, valeurs: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The invoices of a reminder, and what is left of each."""
    soldes = {s.facture: s for s in (*decompte.factures, *decompte.factures_a_echoir)}
    for imprimee in valeurs["factures"]:
        solde = soldes[imprimee["numero"]]
        echeance = {"echeance": solde.echeance.isoformat()} if imprimee["echeance"] else {}
        yield {
            "facture": solde.facture,
            **echeance,
            "reste_du": f"{solde.principal:f}",
        }


def _echeances(dossier: Dossier, decompte: Decompte, pack: Pack) -> Iterator[dict[str, str]]:
    """The instalments that the table shows, with what each asks for."""
    suivi = echeancier_suivi(dossier, decompte.au)
    entier = pack.manifeste.tableau == "echeancier"
    for e in () if suivi is None else suivi.echeances if entier else suivi.echues:
        yield {"date": e.date.isoformat(), "du": f"{e.montant if entier else e.reste_du:f}"}
