"""What is repeated from page to page, told from the rest when a PDF is read again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from courriers.document.arbre import Bloc, Forme
from courriers.document.dit import NUMERO, courants, dit, formes, poses_dans, titres
from courriers.document.lecture.numerotation import ecrire
from courriers.document.pages import Document, Genre, Section
from courriers.document.pdf_lu import de_droite_a_gauche, nu

_DE_WORD: dict[Forme, str] = {
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
}  # fmt: skip


def nu_sauf(texte: str, sauf: str) -> str:
    """What of *texte* is compared, without the characters *sauf*."""
    commun = nu(texte)
    return "".join(c for c in commun if c not in sauf) if sauf else commun


@dataclass(frozen=True)
class Courants:
    """What is repeated from page to page: headers, footers, title rows."""

    document: Document
    sauf: str
    numero: str
    """What a page number may be, as a pattern."""

    def absent(self, page: str) -> str:
        """The header or the footer that the first page ought to have and lacks."""
        if not self.document.sections:
            return ""
        section = self.document.sections[0]
        genre: Genre = "first" if section.premiere_differente else "default"
        for parts in (section.en_tetes, section.pieds):
            texte = self._nu(parts.get(genre, ()))
            if texte and not re.search(self._motif(texte), page):
                return texte.replace(NUMERO, "1")
        return ""

    def corps(self, pages: Sequence[str], corps: str) -> str:
        """The pages without what is repeated on them; *corps* is what ought to be left."""
        lu = ""
        tetes = [self._nu(t) for t in titres(self.document)]
        for page in pages:
            reste = self._sans(page)
            for titre in tetes:
                suite = corps[len(lu) :]
                deja = titre in lu and not suite.startswith(titre)
                if titre and deja and reste.startswith(titre):
                    reste = reste.removeprefix(titre)
            lu += reste
        if NUMERO in corps:  # a number inside the body: taken as it stands
            return corps if re.fullmatch(self._motif(corps), lu) else lu
        return lu

    def _sans(self, page: str) -> str:
        """*page* without its header and its footer: once each, since the text may say the same."""
        pris: frozenset[str] = frozenset()
        for section in self.document.sections:
            for part in (*section.en_tetes.values(), *section.pieds.values()):
                page = self._sans_poses(page, part)
            for courant, quoi in self._suites(section):
                if quoi & pris:
                    continue
                motif = self._motif(courant)
                trouve = re.search(f"{motif}$", page) or re.match(motif, page)
                if trouve:
                    page = page[: trouve.start()] + page[trouve.end() :]
                    pris |= quoi
        return page

    def _sans_poses(self, page: str, courant: Sequence[Bloc]) -> str:
        """*page* without the boxes of a header or a footer, drawn apart from its text."""
        reste = page
        for texte in (nu_sauf(t, self.sauf) for t in poses_dans(courant)):
            trouves = list(re.finditer(self._motif(texte), reste)) if texte else []
            if texte and not trouves:
                return page
            if trouves:
                reste = reste[: trouves[-1].start()] + reste[trouves[-1].end() :]
        return reste

    def _suites(self, section: Section) -> list[tuple[str, frozenset[str]]]:
        """The headers and footers, alone and one after the other, without their boxes.

        The longest first, each with what it is.
        """
        tetes, pieds = (
            [self._nu(b) for b in parts.values()] for parts in (section.en_tetes, section.pieds)
        )
        tete, pied = frozenset({"tête"}), frozenset({"pied"})
        suites = {(t, tete) for t in tetes} | {(p, pied) for p in pieds}
        suites |= {(t + p, tete | pied) for t in tetes for p in pieds if t and p}
        suites |= {(p + t, tete | pied) for t in tetes for p in pieds if t and p}
        return sorted((s for s in suites if s[0]), key=lambda s: (-len(s[0]), s[0], sorted(s[1])))

    def _nu(self, blocs: Sequence[Bloc]) -> str:
        return nu_sauf("".join(dit(blocs, poses=False)), self.sauf)

    def _motif(self, texte: str) -> str:
        if self._de_droite_a_gauche:
            return "".join(
                self.numero if c == NUMERO
                else "." if unicodedata.mirrored(c) or de_droite_a_gauche(c)
                else re.escape(c)
                for c in texte
            )  # fmt: skip
        return re.escape(texte).replace(NUMERO, self.numero)

    @cached_property
    def _de_droite_a_gauche(self) -> bool:
        return de_droite_a_gauche("".join(dit(courants(self.document.sections))))


def numeros(document: Document, pages: int) -> str:
    """What a page number may be in a letter of *pages*, as a pattern."""
    autres = [_DE_WORD[forme] for forme in formes(document) if forme != "decimal"]
    if not autres:
        return r"\d+"
    debuts = {1, *(s.premier_numero for s in document.sections if s.premier_numero is not None)}
    valeurs = {d + i for d in debuts for i in range(pages) if d + i > 0}
    ecrits = {ecrire(v, forme) for v in valeurs for forme in autres}
    return "(?:" + "|".join([*sorted(ecrits, key=len, reverse=True), r"\d+"]) + ")"
