"""The insolvency proceedings and the claim declared in them, as a template sees them."""

from __future__ import annotations

import datetime
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.dossier.procedures import ProcedureCollective, Siege
from courriers.droit.decompte import Decompte
from courriers.droit.titre import nom, titre_en_vigueur
from courriers.langue.accords import de, designation
from courriers.langue.adresse import bloc_postal
from courriers.langue.typographie import date_longue, montant
from courriers.lettre.parties import enveloppe
from courriers.lettre.pieces_numerotees import pieces_numerotees

_UN_JOUR = datetime.timedelta(1)
_TYPES = {
    "sauvegarde": "sauvegarde",
    "redressement": "redressement judiciaire",
    "liquidation": "liquidation judiciaire",
}
_JURIDICTIONS = {
    "tribunal_judiciaire": "le tribunal judiciaire",
    "juge_contentieux_protection": "le juge des contentieux de la protection",
    "tribunal_commerce": "le tribunal de commerce",
    "tribunal_activites_economiques": "le tribunal des activités économiques",
    "chambre_commerciale": "la chambre commerciale du tribunal judiciaire",
}


def procedure(dossier: Dossier, decompte: Decompte, au: datetime.date) -> dict[str, Any] | None:
    """The proceedings open on *au*, the day of the letter, or nothing."""
    ouverte = dossier.procedure_collective
    if ouverte is None or ouverte.date_jugement > au:
        return None
    bodacc = ouverte.date_bodacc
    mandataire, devise = ouverte.mandataire_judiciaire, decompte.devise
    titre = titre_en_vigueur(dossier, decompte.au)
    qualite = qualite_du_mandataire(ouverte)
    lignes = bloc_postal(mandataire) if mandataire else ()
    return {
        "type": _TYPES[ouverte.type],
        "est_liquidation": ouverte.type == "liquidation",
        "tribunal": ouverte.tribunal or "",
        "date_jugement": date_longue(ouverte.date_jugement),
        "veille": date_longue(ouverte.date_jugement - _UN_JOUR),
        "date_bodacc": date_longue(bodacc) if bodacc and bodacc <= au else "",
        "mandataire": {
            "denomination": designation(mandataire) if mandataire else "",
            "qualite": qualite,
            # The quality, printed under the name, is one more line in the window.
            **enveloppe((*lignes, qualite)),
            "adresse": list(lignes),
        },
        "a_echoir": [
            {
                "libelle": f"Facture {s.facture} du {_emise(dossier, s.facture)}, à échoir le "
                f"{date_longue(s.echeance)}",
                "montant": montant(s.principal, devise),
            }
            for s in decompte.factures_a_echoir
        ],
        "juridiction": nom_de_la_juridiction(dossier.juridiction) if dossier.juridiction else "",
        "titre": nom(titre) if titre else "",
    }


def qualite_du_mandataire(procedure: ProcedureCollective) -> str:
    """What the person who receives the claims is, printed under the name."""
    liquidation = procedure.type == "liquidation"
    return "Liquidateur judiciaire" if liquidation else "Mandataire judiciaire"


def _emise(dossier: Dossier, numero: str) -> str:
    return date_longue(next(f.date for f in dossier.factures if f.numero == numero))


def nom_de_la_juridiction(juridiction: Siege) -> str:
    """« le tribunal de commerce de Grenoble »."""
    siege = juridiction.siege
    if siege.startswith(("Le ", "Les ")):  # « du Puy-en-Velay », « des Sables-d’Olonne »
        siege = siege[0].lower() + siege[1:]
    return f"{_JURIDICTIONS[juridiction.nature]} {de(siege)}"


def bordereau(dossier: Dossier, decompte: Decompte) -> list[dict[str, str]]:
    """The documents that come with a claim, numbered as they are stamped."""
    return [
        {"numero": str(piece.numero), "titre": piece.titre}
        for piece in pieces_numerotees(dossier, decompte)
    ]
