"""Whether a PDF says all its Word file says, in order: it is opened again and compared."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from courriers.document.arbre import (
    Bloc,
    Champ,
    Document,
    Flottant,
    Genre,
    Note,
    Paragraphe,
    Section,
    Tableau,
    Texte,
)
from courriers.document.lecture.numerotation import ecrire
from courriers.document.pdf_lu import pages_de_texte

_TRAITS = "\u2010\u2011\u00ad\x02\ufffe"
"""Hyphens, and what PDFium reads for one at the end of a line."""
_MARQUES = dict.fromkeys(map(ord, "-\u2010\u2011\u00ad\x02\ufffe"))
"""All that may be a hyphen: not compared where a soft one may show or not."""
_NUMERO = "\ue000"
"""Stands for a page number, not known from the Word file."""
_LETTRES = ("lowerRoman", "upperRoman", "lowerLetter", "upperLetter")
"""How it may be written, besides figures."""


class Ecart(NamedTuple):
    """Where a PDF and its Word file part."""

    ou: str
    manque: bool
    """Whether some character is missing; otherwise they are all there, in another order."""


def comparer(document: Document, pdf: bytes, *, sauf: str = "") -> Ecart | None:
    """Where *pdf* does not say what *document* says, in order; nothing when they agree.

    Args:
        sauf: characters no font can draw: they are not compared.
    """
    blocs = [b for s in document.sections for b in s.blocs]
    brut, lus = "".join(_texte(blocs)), pages_de_texte(pdf)
    if "\u00ad" in brut:
        sauf += "".join(map(chr, _MARQUES))
        lus = [t.translate(_MARQUES) for t in lus]
    corps, pages = _nu(brut, sauf), [_nu(t, sauf) for t in lus]
    courants = _Courants(document, sauf, _numeros(document, blocs, len(pages)))
    absent = courants.absent(pages[0])
    if absent:
        return Ecart(f"« {absent[:40]} »", manque=True)
    lu = courants.corps(pages, corps)
    if lu == corps or _memes(lu, blocs, sauf):
        return None
    if _de_droite_a_gauche(brut) and _en_vrac(lu) == _en_vrac(corps):
        return None
    rang = next((i for i, (a, b) in enumerate(zip(lu, corps, strict=False)) if a != b),
                min(len(lu), len(corps)))  # fmt: skip
    ici = slice(max(0, rang - 20), rang + 20)
    manque = Counter(corps.replace(_NUMERO, "")) - Counter(lu)
    return Ecart(f"« {corps[ici]} » (lu : « {lu[ici]} »)", manque=bool(manque))


def _memes(lu: str, blocs: Sequence[Bloc], sauf: str) -> bool:
    """Whether *lu* is *blocs* in an order that a PDF may give them."""
    if _concordent(lu, [(b, _nu("".join(_texte([b])), sauf)) for b in blocs]):
        return True
    poses = [_nu(t, sauf) for t in _poses(blocs)]
    if poses:
        flux = [(b, _nu("".join(_texte([b], poses=False)), sauf)) for b in blocs]
        reste = _sans(lu, poses)
        if reste is not None and _concordent(reste, flux):
            return True
        return _entrelace(lu, flux, poses)
    return False


def oublie(document: Document, texte: str) -> str:
    """The characters of *texte*, all that a Word file shows, that its tree does not hold.

    Args:
        texte: what :func:`courriers.document.texte.texte` reads, apart from the tree. The stale
            result of a page number is in it, and may be missing.
    """
    blocs = [b for s in document.sections for b in s.blocs]
    for section in document.sections:
        blocs += [
            b for suite in (section.en_tetes, section.pieds) for p in suite.values() for b in p
        ]
    lu = "".join(_texte(blocs))
    # Soft hyphens apart; « ı » in capitals is « I ».
    vu, attendu = (
        Counter(_nu(t.replace("\u00ad", ""), "").upper().casefold()) for t in (lu, texte)
    )
    manque = attendu - vu
    if lu.count(_NUMERO):
        chiffres = "0123456789" + ("ivxlcdm" if _en_lettres(document, blocs) else "")
        manque -= Counter({c: 3 * lu.count(_NUMERO) for c in chiffres})
    return "".join(sorted(manque))


def _en_lettres(document: Document, blocs: Iterable[Bloc]) -> bool:
    """Whether some page number is not in figures."""
    return any(s.forme != "decimal" for s in document.sections) or any(
        m.forme not in (None, "decimal")
        for b in blocs
        if isinstance(b, Paragraphe)
        for m in b.morceaux
        if isinstance(m, Champ)
    )


def _concordent(lu: str, blocs: Sequence[tuple[Bloc, str]]) -> bool:
    """Whether *lu* is these blocks in order.

    Inside a table order is free: a row cut by a page break is read cell after cell on each page.
    """
    debut = 0
    for bloc, texte in blocs:
        vu = lu[debut : debut + len(texte)]
        if vu != texte and not (isinstance(bloc, Tableau) and sorted(vu) == sorted(texte)):
            return False
        debut += len(texte)
    return debut == len(lu)


_INVISIBLES = re.compile(
    "[\\s\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2"
    "\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\ufff9-\\ufffb"
    "\\U000110bd\\U000110cd\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3"
    "\\U0001d173-\\U0001d17a\\U000e0001\\U000e0020-\\U000e007f]+"
)
"""What no ink shows: spaces, controls and format marks (general categories Cc and Cf)."""


def _nu(texte: str, sauf: str) -> str:
    """Letters and signs only: no space, no invisible mark, hyphens alike."""
    for trait in _TRAITS:
        texte = texte.replace(trait, "-")
    commun = _INVISIBLES.sub("", texte)
    if not unicodedata.is_normalized("NFKC", commun):  # a compatible form may hold a space
        commun = _INVISIBLES.sub("", unicodedata.normalize("NFKC", commun))
    return "".join(c for c in commun if c not in sauf) if sauf else commun


def _texte(blocs: Iterable[Bloc], *, poses: bool = True) -> Iterator[str]:
    """What *blocs* say; without the boxes at a place of their own and the notes if not *poses*."""
    for bloc in blocs:
        if isinstance(bloc, Tableau):
            for rangee in bloc.rangees:
                for cellule in rangee.cellules:
                    yield from _texte(cellule.blocs, poses=poses)
        elif isinstance(bloc, Flottant):
            if poses:
                yield from _texte(bloc.blocs)
        else:
            for morceau in bloc.morceaux:
                if isinstance(morceau, Texte):
                    yield morceau.affiche
                elif isinstance(morceau, Champ):
                    yield _NUMERO
                elif isinstance(morceau, Note) and poses:
                    yield from _texte(morceau.blocs)


def _poses(blocs: Iterable[Bloc]) -> Iterator[str]:
    """The text of each box at a place of its own, and of each note."""
    for bloc in blocs:
        if isinstance(bloc, Flottant):
            yield "".join(_texte(bloc.blocs, poses=False))
            yield from _poses(bloc.blocs)
        elif isinstance(bloc, Tableau):
            for rangee in bloc.rangees:
                for cellule in rangee.cellules:
                    yield from _poses(cellule.blocs)
        else:
            notes = (m for m in bloc.morceaux if isinstance(m, Note))
            yield from ("".join(_texte(note.blocs)) for note in notes)


def _sans(lu: str, poses: Sequence[str]) -> str | None:
    """*lu* without each of *poses*, the longest first: one is not found inside another.

    Nothing where one is missing.
    """
    for texte in sorted(poses, key=len, reverse=True):
        if texte not in lu:
            return None
        lu = lu.replace(texte, "", 1)
    return lu


def _entrelace(lu: str, blocs: Sequence[tuple[Bloc, str]], poses: Sequence[str]) -> bool:
    """Whether *lu* is *blocs* in order, and each of *poses* whole, somewhere among them."""
    flux = "".join(texte for _, texte in blocs)
    if Counter(lu) != Counter(flux) + Counter("".join(poses)) or any(p not in lu for p in poses):
        return False
    reste = iter(lu)
    return all(signe in reste for signe in flux)


@dataclass(frozen=True)
class _Courants:
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
        for courants in (section.en_tetes, section.pieds):
            texte = self._nu(courants.get(genre, ()))
            if texte and not re.search(self._motif(texte), page):
                return texte.replace(_NUMERO, "1")
        return ""

    def corps(self, pages: Sequence[str], corps: str) -> str:
        """The pages without what is repeated on them; *corps* is what ought to be left."""
        lu = ""
        titres = [self._nu(t) for t in _titres(self.document)]
        for page in pages:
            reste = self._sans(page)
            for titre in titres:
                suite = corps[len(lu) :]
                deja = titre in lu and not suite.startswith(titre)
                if titre and deja and reste.startswith(titre):
                    reste = reste.removeprefix(titre)
            lu += reste
        if _NUMERO in corps:  # a number inside the body: taken as it stands
            return corps if re.fullmatch(self._motif(corps), lu) else lu
        return lu

    def _sans(self, page: str) -> str:
        for section in self.document.sections:
            for part in (*section.en_tetes.values(), *section.pieds.values()):
                page = self._sans_poses(page, part)
            for courant in sorted(self._suites(section), key=len, reverse=True):
                motif = self._motif(courant)
                fin = re.search(f"{motif}$", page)
                page = page[: fin.start()] if fin else re.sub(f"^{motif}", "", page)
        return page

    def _sans_poses(self, page: str, courant: Sequence[Bloc]) -> str:
        """*page* without the boxes of a header or a footer, drawn apart from its text."""
        reste = page
        for texte in (_nu(t, self.sauf) for t in _poses(courant)):
            trouves = list(re.finditer(self._motif(texte), reste)) if texte else []
            if texte and not trouves:
                return page
            if trouves:
                reste = reste[: trouves[-1].start()] + reste[trouves[-1].end() :]
        return reste

    def _suites(self, section: Section) -> set[str]:
        """The headers and footers, alone and one after the other, without their boxes."""
        entetes, pieds = (
            [self._nu(b) for b in parts.values()] for parts in (section.en_tetes, section.pieds)
        )
        suites = {a + b for a in ["", *entetes] for b in ["", *pieds]}
        return {s for s in suites | {b + a for a in entetes for b in pieds} if s}

    def _nu(self, blocs: Sequence[Bloc]) -> str:
        return _nu("".join(_texte(blocs, poses=False)), self.sauf)

    def _motif(self, texte: str) -> str:
        return re.escape(texte).replace(_NUMERO, self.numero)


def _numeros(document: Document, blocs: Sequence[Bloc], pages: int) -> str:
    """What a page number may be in a letter of *pages*, as a pattern."""
    courants = [b for s in document.sections for p in (s.en_tetes, s.pieds)
                for c in p.values() for b in c]  # fmt: skip
    if not _en_lettres(document, [*blocs, *courants]):
        return r"\d+"
    debuts = {1, *(s.premier_numero for s in document.sections if s.premier_numero is not None)}
    valeurs = {d + i for d in debuts for i in range(pages) if d + i > 0}
    ecrits = {ecrire(v, forme) for v in valeurs for forme in _LETTRES}
    return "(?:" + "|".join([*sorted(ecrits, key=len, reverse=True), r"\d+"]) + ")"


def _titres(document: Document) -> Iterator[list[Bloc]]:
    """The title rows of each table."""
    for section in document.sections:
        for bloc in section.blocs:
            if isinstance(bloc, Tableau):
                tetes = [r for r in bloc.rangees if r.est_entete]
                yield [b for r in tetes for c in r.cellules for b in c.blocs]


def _de_droite_a_gauche(texte: str) -> bool:
    """Whether it holds right-to-left writing: PDFium gives its line back in an order of its own."""
    return any(unicodedata.bidirectional(c) in ("R", "AL", "RLE", "RLO", "RLI") for c in texte)


def _en_vrac(texte: str) -> list[str]:
    return sorted(c for c in texte if not unicodedata.mirrored(c))
