"""Whether a PDF says all its Word file says, in order: it is opened again and compared.

pypdfium2 is imported in this module only. PDFium is not safe in threads: one at a time reads.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from courriers.document.arbre import (
    Bloc,
    Champ,
    Document,
    Flottant,
    Note,
    Paragraphe,
    Section,
    Tableau,
    Texte,
)

_VERROU = threading.Lock()
_TRAITS = dict.fromkeys(map(ord, "\u2010\u2011\u00ad\x02\ufffe"), "-")
"""Hyphens, and what PDFium reads for one at the end of a line."""
_MARQUES = dict.fromkeys(map(ord, "-\u2010\u2011\u00ad\x02\ufffe"))
"""All that may be a hyphen: not compared where a soft one may show or not."""
_NUMERO = "\ue000"
"""Stands for a page number, not known from the Word file."""
_ECRIT = r"(?:\d+|[ivxlcdmIVXLCDM]+|[a-zA-Z]{1,3})"
"""What such a number may be: figures, Roman ones, letters."""


def pages_de_texte(pdf: bytes) -> list[str]:
    """The text of each page, as a reader of the PDF would copy it."""
    import pypdfium2

    with _VERROU:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()


def perdu(document: Document, pdf: bytes, *, sauf: str = "") -> str:
    """What *pdf* lacks of *document*, or says in another order; nothing when they agree.

    Args:
        sauf: characters no font can draw: they are not compared.

    Returns:
        The place where they part, for a person to find it; empty when all is there.
    """
    blocs = [b for s in document.sections for b in s.blocs]
    brut, lus = "".join(_texte(blocs)), pages_de_texte(pdf)
    if "\u00ad" in brut:
        sauf += "".join(map(chr, _MARQUES))
        lus = [t.translate(_MARQUES) for t in lus]
    corps = _nu(brut, sauf)
    lu = _corps_lu([_nu(t, sauf) for t in lus], corps, document, sauf)
    if lu == corps or _concordent(lu, [(b, _nu("".join(_texte([b])), sauf)) for b in blocs]):
        return ""
    poses = [_nu(t, sauf) for t in _poses(blocs)]
    if poses:
        flux = [(b, _nu("".join(_texte([b], poses=False)), sauf)) for b in blocs]
        reste = _sans(lu, poses)
        if reste is not None and _concordent(reste, flux):
            return ""
        if _entrelace(lu, flux, poses):
            return ""
    if _de_droite_a_gauche(brut) and _en_vrac(lu) == _en_vrac(corps):
        return ""
    rang = next((i for i, (a, b) in enumerate(zip(lu, corps, strict=False)) if a != b),
                min(len(lu), len(corps)))  # fmt: skip
    return (
        f"« {corps[max(0, rang - 20) : rang + 20]} » (lu : « {lu[max(0, rang - 20) : rang + 20]} »)"
    )


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


def _nu(texte: str, sauf: str) -> str:
    """Letters and signs only: no space, no invisible mark, hyphens alike."""
    commun = unicodedata.normalize("NFKC", texte.translate(_TRAITS)).translate(_VISIBLES)
    return "".join(c for c in commun if c not in sauf) if sauf else commun


class _Visibles(dict[int, int | None]):
    """What each character is compared as: itself, or nothing if no ink shows it."""

    def __missing__(self, code: int) -> int | None:
        signe = chr(code)
        invisible = signe.isspace() or unicodedata.category(signe) in ("Cf", "Cc")
        self[code] = None if invisible else code
        return self[code]


_VISIBLES = _Visibles()


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


def _corps_lu(pages: list[str], corps: str, document: Document, sauf: str) -> str:
    """The pages without what is repeated on them: headers, footers, title rows."""
    lu = ""
    titres = [_nu("".join(_texte(t, poses=False)), sauf) for t in _titres(document)]
    for page in pages:
        reste = _sans_courants(page, document, sauf)
        for titre in titres:
            suite = corps[len(lu) :]
            deja = titre in lu and not suite.startswith(titre)
            if titre and deja and reste.startswith(titre):
                reste = reste.removeprefix(titre)
        lu += reste
    if _NUMERO in corps:  # a number inside the body: taken as it stands
        return corps if re.fullmatch(_motif(corps), lu) else lu
    return lu


def _sans_courants(page: str, document: Document, sauf: str) -> str:
    for section in document.sections:
        for part in (*section.en_tetes.values(), *section.pieds.values()):
            page = _sans_poses(page, part, sauf)
        for courant in sorted(_courants(section, sauf), key=len, reverse=True):
            motif = _motif(courant)
            fin = re.search(f"{motif}$", page)
            page = page[: fin.start()] if fin else re.sub(f"^{motif}", "", page)
    return page


def _sans_poses(page: str, courant: Sequence[Bloc], sauf: str) -> str:
    """*page* without the boxes of a header or a footer, drawn apart from its text."""
    reste = page
    for texte in (_nu(t, sauf) for t in _poses(courant)):
        trouves = list(re.finditer(_motif(texte), reste)) if texte else []
        if texte and not trouves:
            return page
        if trouves:
            reste = reste[: trouves[-1].start()] + reste[trouves[-1].end() :]
    return reste


def _motif(texte: str) -> str:
    return re.escape(texte).replace(_NUMERO, _ECRIT)


def _courants(section: Section, sauf: str) -> set[str]:
    """The headers and footers, alone and one after the other, without their boxes."""
    entetes, pieds = (
        [_nu("".join(_texte(b, poses=False)), sauf) for b in parts.values()]
        for parts in (section.en_tetes, section.pieds)
    )
    suites = {a + b for a in ["", *entetes] for b in ["", *pieds]}
    return {s for s in suites | {b + a for a in entetes for b in pieds} if s}


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
