"""What the person does with the letter: when and how it goes, what to keep, what comes next."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import cast

from courriers.dossier.envois import Canal
from courriers.langue.typographie import date_longue
from courriers.lettre.pack import Pack, SuiteDuCanal

CANAUX = {
    "lettre": "Lettre simple",
    "lrar": "Lettre recommandée avec demande d’avis de réception",
    "lre": "Lettre recommandée électronique",
    "courriel": "Courriel",
    "appel": "Appel téléphonique",
    "remise": "Remise en main propre contre décharge",
}


def date_limite(pack: Pack, au: datetime.date) -> str:
    """The last day to pay, or nothing when the letter sets none."""
    delai = pack.manifeste.escalade.delai_paiement_jours
    return date_longue(au + datetime.timedelta(delai)) if delai else ""


def que_faire(pack: Pack, au: datetime.date, canal: str | None = None) -> list[tuple[str, str]]:
    """What to do once the letter of *pack* is written on *au*: send, keep, then.

    ``{date}``, ``{date_limite}`` and ``{canal}`` in the sentences of the manifest are filled.
    """
    suite = pack.manifeste.suite
    if suite is None:
        return []
    choisi = canal or pack.manifeste.canaux[0]
    propre = suite.canaux.get(cast("Canal", choisi), SuiteDuCanal())
    phrases = (
        ("Envoi", propre.envoi or suite.envoi),
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
