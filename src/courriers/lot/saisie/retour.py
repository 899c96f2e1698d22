"""From a case to the answers that give it back: what fills a form, or a second case."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from courriers.langue.typographie import date_courte
from courriers.lot.saisie.adresse import ecrire_adresse, ecrire_signataire
from courriers.lot.saisie.lecture import VARIABLE
from courriers.lot.saisie.question import Question, listes, questions
from courriers.lot.saisie.reponses import au_chemin, posees


def reponses_de(dossier: Mapping[str, Any]) -> dict[str, str]:
    """The answers that give back *dossier*, for what the questions can say; to fill a form with.

    Args:
        dossier: a case as :func:`~courriers.load_dossier` reads it, already checked.
    """
    reponses: dict[str, str] = {}
    listees = {nom: list(dossier.get(nom, ())) for nom in listes()}
    # No question asks for a credit note: it is not an invoice.
    listees["factures"] = [f for f in listees["factures"] if f.get("type") != "avoir"]
    # Nor for a letter to a commissaire de justice, or to a court.
    niveaux = {v for asked in questions() if asked.cle == "envois.niveau" for v, _ in asked.choix}
    listees["envois"] = [e for e in listees["envois"] if e.get("niveau") in niveaux]
    natures = {f.get("nature", "prestation") for f in listees["factures"]}
    for asked in questions():
        if asked.liste:
            for rang, element in enumerate(listees[asked.liste]):
                _dire(reponses, f"{asked.liste}[{rang}].{asked.membre}", asked,
                      element.get(asked.membre))  # fmt: skip
        elif asked.cle == "nature":
            if len(natures) == 1:
                reponses["nature"] = natures.pop()
        else:
            _dire(reponses, asked.cle, asked, au_chemin(dossier, asked.chemin), dossier)
    return {cle: reponses[cle] for cle, _ in posees(reponses) if cle in reponses}


def _dire(
    reponses: dict[str, str], cle: str, asked: Question, valeur: Any,
    dossier: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    partie = (dossier or {}).get(asked.chemin.partition(".")[0])
    if asked.genre == "capital" and isinstance(partie, Mapping) and partie.get("capital_variable"):
        valeur = VARIABLE
    if asked.genre == "siren" and isinstance(partie, Mapping):
        valeur = partie.get("siret") or valeur
    if valeur is None:
        return
    if asked.genre == "adresse":
        valeur = ecrire_adresse(valeur)
    elif asked.genre == "signataire":
        valeur = ecrire_signataire(valeur)
    elif isinstance(valeur, datetime.date):
        valeur = date_courte(valeur)
    reponses[cle] = str(valeur)
