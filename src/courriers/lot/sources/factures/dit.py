"""What is said of an invoice: a finding with its file and its term, an error with its file."""

from __future__ import annotations

import re
from pathlib import Path

from courriers.constats import Code, Constat, Gravite, Lieu
from courriers.constats import erreur as erreur_de
from courriers.erreurs import FactureInvalide


def soigne(texte: str) -> str:
    """*texte* with the no-break spaces of French typography; its words are left as they are."""
    return re.sub(r" (?=[:;?!»](?:\s|$|[,.)]))|(?<=«) ", "\u00a0", texte)


def averti(
    code: Code, message: str, conseil: str = "", *, fichier: Path, terme: str = "",
    gravite: Gravite = Gravite.AVERTISSEMENT,
) -> Constat:  # fmt: skip
    """A finding about *terme* of *fichier*: « numéro (BT-1) »."""
    lieu = Lieu(fichier=str(fichier), cellule=terme or None)
    return Constat(code, gravite, soigne(message), lieu, soigne(conseil))


def refusee(
    fichier: Path, message: str, conseil: str = "", *, code: Code = Code.FICHIER_ILLISIBLE,
    terme: str = "", ligne: int | None = None,
) -> FactureInvalide:  # fmt: skip
    """Why *fichier* gives no invoice."""
    lieu = Lieu(fichier=str(fichier), ligne=ligne, cellule=terme or None)
    constat = erreur_de(code, soigne(message), soigne(conseil), lieu)
    return FactureInvalide(
        soigne(f"{lieu} : {constat.message}"), conseil=constat.conseil, constats=[constat]
    )
