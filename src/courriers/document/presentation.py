"""What two Word files of the same words do not show in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from courriers.document.alignement import Paire
from courriers.document.unites import Paragraphe, Phrase

Aspect = Literal["style", "caractères", "espaces", "alinéa"]


class Presentation(NamedTuple):
    """One thing of look that changed where the words did not."""

    aspect: Aspect
    """Style of a paragraph; bold, italic or underline; spaces; a paragraph cut or joined."""
    lieu: Paragraphe
    """In the second file."""
    avant: str = ""
    apres: str = ""
    """Names of the styles, where it is one; empty for the plain one."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "aspect": self.aspect,
            "partie": self.lieu.partie,
            "paragraphe": self.lieu.numero,
            "avant": self.avant,
            "apres": self.apres,
        }


def presentation(
    avant: Sequence[Phrase], apres: Sequence[Phrase], memes: Sequence[Paire]
) -> Iterator[Presentation]:
    """What changed of the look of the sentences *memes*, each thing once a paragraph."""
    vus: set[tuple[int, int]] = set()
    precedents: tuple[Paragraphe, Paragraphe] | None = None
    rangs = (-1, -1)
    for i, j in memes:
        a, b = avant[i], apres[j]
        ici = (a.paragraphe, b.paragraphe)
        if precedents is not None and rangs == (i - 1, j - 1):
            coupes = [p.numero != q.numero for p, q in zip(precedents, ici, strict=True)]
            if coupes[0] != coupes[1]:
                yield Presentation("alinéa", b.paragraphe)
        if a.texte != b.texte:
            yield Presentation("espaces", b.paragraphe)
        paire = (a.paragraphe.numero, b.paragraphe.numero)
        if paire not in vus:
            vus.add(paire)
            yield from _du_paragraphe(*ici)
        precedents, rangs = ici, (i, j)


def _du_paragraphe(a: Paragraphe, b: Paragraphe) -> Iterator[Presentation]:
    if _nom(a) != _nom(b):
        yield Presentation("style", b, a.style, b.style)
    if a.habit != b.habit and _mots(a) == _mots(b):
        yield Presentation("caractères", b)


def _nom(paragraphe: Paragraphe) -> str:
    """« header » and « Header » are one style for Word, and the plain one may be named or not."""
    return (paragraphe.style or "Normal").casefold()


def _mots(paragraphe: Paragraphe) -> str:
    return "".join(mots for _, mots in paragraphe.habit)
