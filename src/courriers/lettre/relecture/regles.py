"""Rules that are looked for as text: a regular expression, and what must be there for it to match.

A letter is clean as a rule. What would betray a fault is looked for first, as plain text, which is
ten times as fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Nature(Enum):
    """What a fault is of: how far a hand that retouches the letter is free."""

    FOND = auto()
    """What the letter says: figures, names, days, mentions."""
    PHRASE = auto()
    """A broken sentence: a field was empty, or a word is gone; or a hand typed it so."""
    TYPOGRAPHIE = auto()
    """How it is printed, whatever it says."""


_SIMPLE = re.compile(r"(?:\\b)?((?:[\w ’«»:,-]|\\\.)+)(?:\\b)?")


@dataclass(frozen=True, slots=True)
class Regle:
    """One rule, and what to say of a match."""

    quoi: str
    motif: re.Pattern[str]
    amorces: tuple[str, ...] = ()
    """Any match holds one of these; nothing when that is not known."""
    nature: Nature = Nature.FOND

    @classmethod
    def de(cls, quoi: str, motif: str, *amorces: str, nature: Nature = Nature.FOND) -> Regle:
        """A rule from the text of its expression."""
        return cls(quoi, re.compile(motif), amorces, nature)

    @classmethod
    def parmi(cls, quoi: str, *textes: str) -> Regle:
        """Any of *textes*, as they are."""
        return cls(quoi, re.compile("|".join(map(re.escape, textes))), textes)

    def trouve(self, texte: str, signes: frozenset[str]) -> Iterator[re.Match[str]]:
        """Its matches in *texte*, which is made of *signes*."""
        # Most of what betrays a fault is a sign no clean letter holds.
        possibles = [amorce for amorce in self.amorces if signes.issuperset(amorce)]
        if not self.amorces or any(amorce in texte for amorce in possibles):
            yield from self.motif.finditer(texte)


def amorce_de(motif: str) -> str:
    """What *motif*, whose case does not count, cannot match without, in small letters; or nothing.

    >>> amorce_de(r"\\bsaisie\\b"), amorce_de(r"R\\. 125-7"), amorce_de("dernier (avis|rappel)")
    ('saisie', 'r. 125-7', '')
    """
    simple = _SIMPLE.fullmatch(motif)
    return simple[1].replace("\\.", ".").lower() if simple else ""
