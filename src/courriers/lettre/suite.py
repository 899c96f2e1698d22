"""What the person does with the letter: when and how it goes, what to keep, what comes next."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import cast

from courriers.dossier.envois import Canal
from courriers.langue.typographie import INSECABLE, date_longue
from courriers.lettre.manifeste import SuiteDuCanal
from courriers.lettre.pack import Pack

CANAUX = {
    "lettre": "Lettre simple",
    "lrar": "Lettre recommandée avec demande d’avis de réception",
    "lre": "Lettre recommandée électronique",
    "courriel": "Courriel",
    "appel": "Appel téléphonique",
    "remise": "Remise en main propre contre décharge",
}
RECOMMANDES = ("lrar", "lre")
"""Channels whose letters bear a number."""


def date_limite(pack: Pack, au: datetime.date) -> str:
    """The last day to pay, or nothing when the letter sets none."""
    delai = pack.manifeste.escalade.delai_paiement_jours
    return date_longue(au + datetime.timedelta(delai)) if delai else ""


def numero_de_suivi(numero: str, canal: str) -> str:
    """*numero* as a letter sent by *canal* prints it.

    Raises:
        ValueError: that channel has none, or it is not one.
    """
    if canal not in RECOMMANDES:
        raise ValueError(
            f"un numéro de suivi est celui d’un recommandé ({', '.join(RECOMMANDES)}) : "
            f"« {canal} » n’en a pas"
        )
    propre = " ".join(numero.split())
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z ./-]{0,39}", propre):
        raise ValueError(
            f"numéro de suivi « {numero[:50]} » : 1 à 40 chiffres, lettres, espaces, points, "
            "traits d’union ou barres obliques sont attendus"
        )
    return propre.replace(" ", INSECABLE)


def que_faire(
    pack: Pack, au: datetime.date, canal: str | None = None, complet: str = ""
) -> list[tuple[str, str]]:
    """What to do once the letter of *pack* is written on *au*: send, keep, then.

    ``{date}``, ``{date_limite}`` and ``{canal}`` in the sentences of the manifest are filled.
    *complet* is the name of the complete file, where one was written with it.
    """
    suite = pack.manifeste.suite
    if suite is None:
        return []
    choisi = canal or pack.manifeste.canaux[0]
    propre = suite.canaux.get(cast("Canal", choisi), SuiteDuCanal())
    reuni = (
        f" « {complet} », écrit à côté, réunit déjà actes et pièces, dans l’ordre."
        if complet
        else ""
    )
    phrases = (
        ("Envoi", (propre.envoi or suite.envoi) + reuni),
        ("Preuve", propre.preuve or suite.preuve),
        ("Suite", propre.etape or suite.etape),
    )
    valeurs = {
        "{date}": date_longue(au),
        "{date_limite}": date_limite(pack, au),
        "{canal}": CANAUX[choisi].lower(),
    }
    return [(nom, _remplie(phrase, valeurs)) for nom, phrase in phrases]


def _remplie(phrase: str, valeurs: Mapping[str, str]) -> str:
    for marque, valeur in valeurs.items():
        phrase = phrase.replace(marque, valeur)
    return phrase
