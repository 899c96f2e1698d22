"""Whether a PDF says all its Word file says, in order: it is opened again and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from string import ascii_lowercase, digits
from typing import NamedTuple

from courriers.document.arbre import Bloc, Forme, Tableau
from courriers.document.courants import Courants, nu_sauf, numeros
from courriers.document.dit import NUMERO, courants, dit, formes, poses_dans
from courriers.document.pages import Document
from courriers.document.pdf_lu import TRAITS, de_droite_a_gauche, en_vrac, nu, pages_de_texte

_MARQUES = dict.fromkeys(map(ord, "-" + TRAITS))
"""All that may be a hyphen: not compared where a soft one may show or not."""


_SIGNES: dict[Forme, str] = {
    "decimal": digits, "lower-roman": "ivxlcdm", "upper-roman": "ivxlcdm",
    "lower-alpha": ascii_lowercase, "upper-alpha": ascii_lowercase,
}  # fmt: skip
"""What the stale number of a page may be made of, in small letters."""


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
    brut, lus = "".join(dit(blocs)), pages_de_texte(pdf)
    if "\u00ad" in brut:
        sauf += "".join(map(chr, _MARQUES))
        lus = [t.translate(_MARQUES) for t in lus]
    corps, pages = nu_sauf(brut, sauf), [nu_sauf(t, sauf) for t in lus]
    repetes = Courants(document, sauf, numeros(document, len(pages)))
    absent = repetes.absent(pages[0])
    if absent:
        return Ecart(f"« {absent[:40]} »", manque=True)
    lu = repetes.corps(pages, corps)
    if lu == corps or _memes(lu, blocs, sauf):
        return None
    if de_droite_a_gauche(brut) and en_vrac(lu) == en_vrac(corps):
        return None
    rang = next((i for i, (a, b) in enumerate(zip(lu, corps, strict=False)) if a != b),
                min(len(lu), len(corps)))  # fmt: skip
    ici = slice(max(0, rang - 20), rang + 20)
    manque = Counter(corps.replace(NUMERO, "")) - Counter(lu)
    return Ecart(f"« {corps[ici]} » (lu : « {lu[ici]} »)", manque=bool(manque))


def _memes(lu: str, blocs: Sequence[Bloc], sauf: str) -> bool:
    """Whether *lu* is *blocs* in an order that a PDF may give them."""
    if _concordent(lu, [(b, nu_sauf("".join(dit([b])), sauf)) for b in blocs]):
        return True
    poses = [nu_sauf(t, sauf) for t in poses_dans(blocs)]
    if poses:
        flux = [(b, nu_sauf("".join(dit([b], poses=False)), sauf)) for b in blocs]
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
    corps = (b for s in document.sections for b in s.blocs)
    lu = "".join(dit([*corps, *courants(document.sections)]))
    # Soft hyphens apart; « ı » in capitals is « I ».
    vu, attendu = (Counter(nu(t.replace("\u00ad", "")).upper().casefold()) for t in (lu, texte))
    manque = attendu - vu
    if lu.count(NUMERO):
        signes = set("".join(_SIGNES[forme] for forme in formes(document)))
        manque -= Counter({c: 3 * lu.count(NUMERO) for c in signes})
    return "".join(sorted(manque))


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
