"""The guarantor, as a template sees it."""

from __future__ import annotations

from typing import Any

from courriers.droit.caution import DecompteCaution
from courriers.droit.decompte import Decompte
from courriers.droit.lignes import LignePaiement
from courriers.langue.accords import appel, complement, dans_la_phrase
from courriers.langue.adresse import bloc_postal
from courriers.langue.typographie import date_longue, montant
from courriers.lettre.parties import enveloppe


def caution(decompte: Decompte) -> dict[str, Any] | None:
    """The guarantor a letter is for, or nothing."""
    if not isinstance(decompte, DecompteCaution) or decompte.caution is None:
        return None
    partie, devise = decompte.caution, decompte.devise
    representant = getattr(partie, "representant", None)
    informee = partie.informee_le if decompte.garantie == "depuis_l_information" else None
    return {
        **enveloppe(bloc_postal(partie, representant)),
        "appel": appel(partie, representant),
        "dans_la_phrase": dans_la_phrase(partie),
        "de": complement(partie),
        "acte_du": date_longue(partie.acte_du),
        "plafond": montant(decompte.plafond, devise) if decompte.plafond is not None else "",
        "est_plafonnee": decompte.est_plafonnee,
        "est_personne_physique": partie.est_personne_physique,
        "interets_depuis": date_longue(informee) if informee else "",
        "principal_seul": decompte.garantie == "principal",
        "a_recu_paiement": any(isinstance(x, LignePaiement) for x in decompte.lignes_dues),
    }
