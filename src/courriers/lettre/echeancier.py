"""The schedule, as a template sees it: its instalments, what is missing, who signs for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Personne, PersonnePublique, Representant, Signataire
from courriers.dossier.roles import Creancier
from courriers.droit.decompte import Decompte, decompte_arrete
from courriers.droit.echeancier import EcheanceSuivie, Suivi, echeancier_suivi
from courriers.droit.regles.echeancier import ecrit_la_somme
from courriers.langue.accords import dans_la_phrase, enumeration, nom_complet, nom_postal
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import INSECABLE, date_longue, montant
from courriers.lettre.parties import identite

_ORIGINAUX = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def echeancier(dossier: Dossier, decompte: Decompte) -> dict[str, Any] | None:
    """The schedule granted by the closing day, and where it stands on it; nothing if none is."""
    suivi = echeancier_suivi(dossier, decompte.au)
    if suivi is None or dossier.echeancier is None:
        return None
    devise, accord = decompte.devise, dossier.echeancier.date
    au_jour = decompte
    if accord < decompte.au:
        au_jour = decompte_arrete(dossier, accord, bareme=decompte.regime.bareme)
    debiteurs = _debiteurs(dossier, suivi, devise)
    return {
        "date": date_longue(accord),
        "total": {
            "en_chiffres": montant(suivi.total, devise),
            "en_lettres": en_lettres(suivi.total, devise),
        },
        "principal": montant(au_jour.principal, devise),
        "interets": montant(au_jour.interets, devise),
        "indemnites": montant(au_jour.indemnites, devise),
        "echeances": [_echeance(e, devise) for e in suivi.echeances],
        "echues": [_echeance(e, devise) for e in suivi.echues],
        "plusieurs": len(suivi.echeances) > 1,
        "recu": montant(suivi.recu, devise),
        "rien_recu": not suivi.recu,
        "manquees": enumeration([date_longue(e.date) for e in suivi.manquees]),
        "plusieurs_manquees": len(suivi.manquees) > 1,
        "partiel": any(e.recu for e in suivi.manquees),
        **_a_venir(suivi, devise),
        "originaux": _originaux(1 + len(debiteurs)),
        "creancier": _creancier(dossier.creancier),
        "debiteurs": debiteurs,
        "plusieurs_debiteurs": len(debiteurs) > 1,
        "somme_a_ecrire": any(d["mention"] for d in debiteurs),
        "cautions": enumeration([dans_la_phrase(c) for c in dossier.cautions]),
        "plusieurs_cautions": len(dossier.cautions) > 1,
    }


def _echeance(e: EcheanceSuivie, devise: str) -> dict[str, Any]:
    return {
        "numero": str(e.rang),
        "date": date_longue(e.date),
        "montant": montant(e.montant, devise),
        "recu": montant(e.recu, devise),
        "reste_du": montant(e.reste_du, devise),
        "reste_apres": montant(e.reste_apres, devise),
    }


def _a_venir(suivi: Suivi, devise: str) -> dict[str, Any]:
    """What goes on as agreed: the next instalment, and all that are not late yet."""
    suite = suivi.a_venir
    restent = sum((e.reste_du for e in suite), Decimal(0))
    return {
        "prochaine": {
            "date": date_longue(suite[0].date),
            "reste_du": montant(suite[0].reste_du, devise),
        }
        if suite
        else None,
        "plusieurs_a_venir": len(suite) > 1,
        "reste_a_venir": montant(restent, devise) if suite else "",
    }


def _creancier(partie: Creancier) -> dict[str, str]:
    """The creditor, who signs by whoever signs its letters."""
    return {"identite": identite(partie), **_qui_signe(partie, partie.signataire)}


def mention_1376(total: Decimal, devise: str) -> str:
    """The sum as who owes it writes it by hand, in words and in figures (C. civ., art. 1376)."""
    return f"Bon pour la somme de {en_lettres(total, devise)} ({montant(total, devise)})"


def _debiteurs(dossier: Dossier, suivi: Suivi, devise: str) -> list[dict[str, str]]:
    """The debtor, then those bound with it: each is named, and signs."""
    mention = mention_1376(suivi.total, devise)
    return [
        {
            **_debiteur(partie),
            "mention": mention if ecrit_la_somme(partie) else "",
        }
        for partie in (dossier.debiteur, *dossier.codebiteurs)
    ]


def _debiteur(partie: Personne) -> dict[str, str]:
    qui = getattr(partie, "representant", None)
    if isinstance(partie, PersonnePublique):
        qui = getattr(partie, "contact", None)
    return {
        "denomination": nom_postal(partie),
        "identite": identite(partie),
        **_qui_signe(partie, qui),
    }


def _qui_signe(partie: Personne, qui: Representant | Signataire | None) -> dict[str, str]:
    """Who signs for *partie*; a natural person who signs alone is nobody's agent."""
    noms = [getattr(partie, nom, None) for nom in ("civilite", "prenom", "nom")]
    if qui is None or [qui.prenom, qui.nom] == noms[1:]:
        soi = " ".join(nom for nom in noms if nom) or nom_postal(partie)
        return {"signataire": soi, "qualite": "", "represente_par": ""}
    nom = nom_complet(qui)
    return {
        "signataire": nom,
        "qualite": qui.qualite,
        "represente_par": f"{nom}, {qui.qualite}",
    }


def _originaux(nombre: int) -> str:
    """How many originals: one for each party (C. civ., art. 1375)."""
    dit = _ORIGINAUX[nombre - 2] if nombre - 2 < len(_ORIGINAUX) else str(nombre)
    return f"{dit}{INSECABLE}originaux"
