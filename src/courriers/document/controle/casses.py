"""What is no tag, or no longer one: a broken end, a field of Word's own, a text without measure."""

from __future__ import annotations

import re

from courriers.constats import Code, Gravite
from courriers.document.balises_lues import Casse
from courriers.document.controle.portee import Faute
from courriers.document.fragments import CODE, Fragment

ACCOLADES_MAX = 4_000
"""Of one paragraph: more is no letter, and would take minutes to read."""
NON_REMPLIE = Faute(
    Code.BALISE_NON_REMPLIE, Gravite.ERREUR,
    "rien n’est rempli ici : la balise resterait telle quelle",
    "Écrivez-la dans le texte de la lettre.",
)  # fmt: skip
"""A tag where no letter is filled."""
_PUBLIPOSTAGE = re.compile(r"\s*(MERGEFIELD|MERGEREC|NEXT|ASK|FILLIN|DOCVARIABLE)\b", re.IGNORECASE)
_QUOI = {
    "ouverte": "cette balise n’est pas fermée, ou a perdu une accolade",
    "fermée": "une fin de balise est seule : l’accolade de son début est perdue",
    "croisée": "cette balise s’ouvre d’une façon et se ferme d’une autre",
    "accolade": "une accolade est de trop contre cette balise",
}
_RETAPER = "Retapez-la : {{ champ }} pour imprimer, {% if … %} pour choisir."


def publipostage(fragment: Fragment) -> Faute | None:
    """That *fragment* is a field of Word's mail merge, if it is."""
    if fragment.genre != CODE or not _PUBLIPOSTAGE.match(fragment.texte):
        return None
    return Faute(
        Code.BALISE_NON_REMPLIE, Gravite.ERREUR,
        f"un champ de publipostage de Word n’est jamais rempli ({fragment.texte.strip()[:40]})",
        "Remplacez-le par une balise : {{ champ }}.",
    )  # fmt: skip


def demesure(fragment: Fragment) -> Faute | None:
    """That *fragment* has too many braces to be read, if it has."""
    if sum(map(fragment.texte.count, "{}")) <= ACCOLADES_MAX:
        return None
    return Faute(
        Code.EXPRESSION_INTERDITE, Gravite.ERREUR,
        f"plus de {ACCOLADES_MAX} accolades dans un paragraphe",
        "Coupez-le en plusieurs paragraphes.",
    )  # fmt: skip


def sans_fin(casse: Casse, texte: str) -> bool:
    """Whether the tag that *texte* begins has no brace that ends it."""
    return casse.quoi == "ouverte" and "}" not in texte


def abimee(casse: Casse, *, coupee: bool) -> Faute:
    """How the tag is broken; *coupee*: the end of its paragraph cut it."""
    message = _QUOI.get(casse.quoi, casse.quoi)
    if coupee:
        message = "cette balise n’est pas fermée dans son paragraphe"
    return Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, message, _RETAPER)
