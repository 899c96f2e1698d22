"""French typography of the template's own words: spaces, quotes, ordinals, figures.

What the client wrote, and what is quoted from the law, is left as it is. Source: Imprimerie
nationale, Lexique des règles typographiques.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from courriers.constats import Constat
from courriers.lettre.relecture.donnees import Donnees
from courriers.lettre.relecture.lecture import Lecture

_MOIS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)  # fmt: skip
_REGLES = tuple(
    (re.compile(motif), quoi)
    for motif, quoi in (
        (r"['\u2018\u02bc\u00b4]", "une apostrophe droite ou étrangère, au lieu de « ’ »"),
        (r"[\"\u201c\u201d\u201e]", "des guillemets étrangers, au lieu de « »"),
        (r"(?<=[^\s\u00a0\u202f:;?!…(/])[:;?!](?=[\s\u00a0]|$)",
         "il manque une espace insécable avant le signe"),
        (r"(?<=[^\t\n ]) (?=[:;?!»%€](?:[\s\u00a0.,;)]|$))", "une espace qui n’est pas insécable"),
        (r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»", "guillemets sans espace insécable"),
        (r"\b[nN][°º](?![\u00a0\u202f])|\b[nN]o\.? ?\d", "« n° » sans espace insécable"),
        (r"\d[%€]|\d\.\d+[ \u00a0]?(?:€|%)", "un nombre mal écrit"),
        (r"\d{4,}(?:,\d+)?[ \u00a0](?:€|euros?\b)|\d[ \u00a0.]\d{3}(?:,\d+)?[ \u00a0]€",
         "un nombre dont les milliers ne sont pas séparés d’une espace fine insécable"),
        (r"[ \u00a0\u202f][.,](?!\d)", "une espace avant un point ou une virgule"),
        (r"[a-zà-ÿ],[a-zà-ÿ]|[a-zà-ÿ]{3}\.[A-ZÀ-Ý]", "il manque une espace après le signe"),
        (r"\([ \u00a0]|[ \u00a0]\)", "une espace à l’intérieur des parenthèses"),
        (rf"\b0?1[ \u00a0](?:{_MOIS})\b", "« 1er » du mois"),
        (rf"\b0\d[ \u00a0](?:{_MOIS})\b", "un quantième précédé d’un zéro"),
        (rf"\d[ \u00a0](?:{'|'.join(m.capitalize() for m in _MOIS.split('|'))})\b",
         "un mois prend une minuscule"),
        (r"\b\d+(?:ème|éme|eme|ième|ième|è)s?\b|\b1ères?\b|\b1ier\b", "un ordinal mal abrégé"),
        (r"\b(?:Mr|Mrs|Mlle|MM|Mme\.|M)\b(?!\.)(?= [A-ZÀ-Ý])(?<!MM)(?<!Mme)",
         "une civilité mal abrégée"),
        (r"(?<!\.)\.{2,3}(?!\.)", "« … » s’écrit d’un seul signe"),
        (r"(?<=\w) - (?=\w)", "un tiret court"),
        (r"(?:^|[.:;!?][ \u00a0])A (?=[a-zà-ÿ])|\bE(?:tat|chéance|tude|crit)s?\b",
         "une capitale sans son accent"),
        (r"\b[LRD]\.(?! ?$)(?=[ ]?\d)", "« L. » sans espace insécable avant le numéro"),
    )
)  # fmt: skip


def typographie(lu: Lecture, donnees: Donnees) -> Iterator[Constat]:
    """What French printing forbids in the words of the template."""
    for motif, quoi in _REGLES:
        for trouve in motif.finditer(lu.brut):
            if not donnees.touche(lu, *trouve.span()):
                yield lu.faute(f"typographie : {quoi}", *trouve.span())
