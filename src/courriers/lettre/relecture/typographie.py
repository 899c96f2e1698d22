"""French typography of the template's own words: spaces, quotes, ordinals, capitals.

What the client wrote, and what is quoted from the law, is left as it is; how a sum or a day is
written is checked where it is read. Source: Imprimerie nationale, Lexique des règles
typographiques.
"""

from __future__ import annotations

from collections.abc import Iterator

from courriers.constats import Constat
from courriers.lettre.relecture.donnees import Donnees
from courriers.lettre.relecture.lecture import Lecture
from courriers.lettre.relecture.regles import Nature, Regle

_REGLES = (
    Regle.parmi("une apostrophe droite ou étrangère, au lieu de « ’ »", *"'\u2018\u02bc\u00b4"),
    Regle.parmi("des guillemets étrangers, au lieu de « »", *'"\u201c\u201d\u201e'),
    Regle.de(
        "il manque une espace insécable avant le signe",
        r"[:;?!](?<=[^\s\u00a0\u202f:;?!…(/].)(?=[\s\u00a0]|$)",
    ),
    Regle.de(
        "une espace qui n’est pas insécable",
        r" (?<=[^\t\n ] )(?=[:;?!»%€](?:[\s\u00a0.,;)]|$))",
    ),
    Regle.de("guillemets sans espace insécable", r"«(?![\u00a0\u202f])|»(?<![\u00a0\u202f]»)",
             "«", "»"),
    Regle.de("« n° » sans espace insécable", r"[°º](?<=[nN].)(?![\u00a0\u202f\t\n]|$)", "°", "º"),
    Regle.de("« n° » mal abrégé", r"\b[nN]o\.? ?\d", "no ", "No ", "no.", "No."),
    Regle.de("il manque une espace insécable avant le signe", r"[%€](?<=\d.)"),
    Regle.de("un point décimal", r"\.\d+[ \u00a0]?[€%]"),
    Regle.de("une espace avant un point ou une virgule", r"[.,](?<=[ \u00a0\u202f].)(?!\d)"),
    Regle.de("il manque une espace après le signe",
             r",(?<=[a-zà-ÿ],)(?=[a-zà-ÿ])|\.(?<=[a-zà-ÿ]{3}\.)(?=[A-ZÀ-Ý])"),
    Regle.parmi("une espace à l’intérieur des parenthèses", "( ", "(\u00a0", " )", "\u00a0)"),
    Regle.de("un ordinal mal abrégé", r"è(?<=\d.)"),
    Regle.de("un ordinal mal abrégé", r"m(?:(?<=\d[éei]m)|(?<=\di[eè]m))es?\b"),
    Regle.de("une civilité mal abrégée", r"\b(?:M[rR]s?\b\.?|M[Ll]le\b\.?|Mme\.|MM(?!\.)\b)",
             "Mr", "MR", "Mlle", "MLle", "Mme.", "MM"),
    Regle.de("« … » s’écrit d’un seul signe", r"\.(?<!\.\.)\.{1,2}(?!\.)", ".."),
    Regle.parmi("un tiret court", " - "),
    Regle.de("une capitale sans son accent", r"(?:^|[\n.:;!?][ \u00a0]?)A [a-zà-ÿ]",
             "\nA ", ". A ", ": A ", "\u00a0A "),
    Regle.de("une capitale sans son accent", r"\bE(?:tat|chéance|tude|crit)s?\b",
             "Etat", "Echéance", "Etude", "Ecrit"),
    Regle.de("« L. » sans espace insécable avant le numéro", r"\.(?<=[LRD]\.)(?= ?\d)"),
)  # fmt: skip


def typographie(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """What French printing forbids in the words of the template."""
    for regle in _REGLES:
        for trouve in regle.trouve(lu.brut, lu.signes):
            if not donnees.touche(lu, *trouve.span()):
                message = f"typographie : {regle.quoi}"
                # The end of the line above, that a match may begin with, is not where it is.
                debut = trouve.start() + trouve[0].startswith("\n")
                yield lu.faute(message, debut, trouve.end(), nature=Nature.TYPOGRAPHIE)
