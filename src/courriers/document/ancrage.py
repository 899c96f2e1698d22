"""Where a comment stands in a paragraph: its runs are cut so that it holds the text, no more.

Only marks are added, and runs cut in two with the same properties: what is printed is unchanged.
"""

from __future__ import annotations

import copy
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from lxml import etree

from courriers.document.archive import W
from courriers.document.texte import morceaux

_R, _T = f"{{{W}}}r", f"{{{W}}}t"
_PROPRIETES, _RPR = f"{{{W}}}pPr", f"{{{W}}}rPr"
_DEBUT, _FIN, _RENVOI = (
    f"{{{W}}}comment{nom}" for nom in ("RangeStart", "RangeEnd", "Reference")
)  # fmt: skip
_ID = f"{{{W}}}id"
_PERMIS = frozenset(
    f"{{{W}}}{nom}"
    for nom in (
        "hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "fldSimple",
        "dir", "bdo",
    )
)  # fmt: skip
"""What may hold the marks of a comment, between a paragraph and its runs."""
_ESPACE = "{http://www.w3.org/XML/1998/namespace}space"
_APOSTROPHE = str.maketrans("'‘", "’’")


@dataclass(frozen=True, slots=True)
class Ancre:
    """One comment to be anchored in a paragraph."""

    numero: str
    """Identifier of the comment."""
    extrait: str | None
    """What it is about; the whole paragraph if nothing, or if it is not there."""


@dataclass(slots=True)
class _Piece:
    """A piece of what the paragraph shows."""

    noeud: etree._Element
    debut: int
    fin: int
    coupable: bool
    """Whether its text may be cut between two signs."""


def ancrer(paragraphe: etree._Element, ancres: Sequence[Ancre]) -> None:
    """Put the marks of *ancres* in *paragraphe*, in place; several may share a place."""
    texte = _Texte(paragraphe)
    places = {ancre.numero: texte.place(ancre.extrait) for ancre in ancres}
    texte.couper({borne for place in places.values() if place for borne in place})
    entiers = []
    # Marks at one place: the last put down is the nearest, so the last comment goes first.
    for numero, place in reversed(places.items()):
        if place is None:
            entiers.append(numero)
        else:
            _autour(paragraphe, *texte.bornes(*place), numero)
    _autour_du_paragraphe(paragraphe, entiers[::-1])


class _Texte:
    """What a paragraph shows, and the elements it comes from."""

    def __init__(self, paragraphe: etree._Element) -> None:
        self.paragraphe = paragraphe
        montres = list(morceaux(paragraphe))
        fins = list(accumulate(len(montre) for _, montre in montres))
        self.pieces = [
            _Piece(noeud, fin - len(montre), fin, noeud.tag == _T and noeud.text == montre)
            for (noeud, montre), fin in zip(montres, fins, strict=True)
            if montre
        ]
        self._debuts = [piece.debut for piece in self.pieces]
        self._fins = [piece.fin for piece in self.pieces]
        self.lu = "".join(montre for _, montre in montres)
        self._lisse, self._places = _lisser(self.lu)
        self._trouvees: dict[str, tuple[int, int] | None] = {}

    def place(self, extrait: str | None) -> tuple[int, int] | None:
        """Where *extrait* stands, spaces and apostrophes of every kind being one."""
        if not extrait or not extrait.strip():
            return None
        if extrait not in self._trouvees:
            self._trouvees[extrait] = self._chercher(extrait)
        return self._trouvees[extrait]

    def _chercher(self, extrait: str) -> tuple[int, int] | None:
        ici = self.lu.find(extrait)
        if ici >= 0:
            return ici, ici + len(extrait)
        cherche = _lisser(extrait)[0].strip(" ")
        ici = self._lisse.find(cherche)
        if ici < 0:
            return None
        return self._places[ici], self._places[ici + len(cherche) - 1] + 1

    def couper(self, bornes: set[int]) -> None:
        """Make every one of *bornes* the border of two runs, where it can be."""
        triees = sorted(bornes)
        coupees: list[_Piece] = []
        for piece in self.pieces:
            dedans = triees[bisect_right(triees, piece.debut) : bisect_left(triees, piece.fin)]
            coupees += _partager(piece, dedans) if piece.coupable and dedans else [piece]
        self.pieces = coupees
        self._debuts = [piece.debut for piece in coupees]
        self._fins = [piece.fin for piece in coupees]
        for piece in reversed(coupees):
            if piece.fin in bornes:
                _separer_apres(piece.noeud)
            if piece.debut in bornes:
                _separer_avant(piece.noeud)

    def bornes(self, debut: int, fin: int) -> tuple[etree._Element, etree._Element]:
        """The first and the last elements that marks may stand beside."""
        premier = self.pieces[bisect_right(self._debuts, debut) - 1]
        dernier = self.pieces[bisect_left(self._fins, fin)]
        return self._porteur(premier.noeud), self._porteur(dernier.noeud)

    def _porteur(self, noeud: etree._Element) -> etree._Element:
        """Its run; in an equation, or where no mark may be, what stands right in the paragraph."""
        run = noeud.getparent()
        if run is not None and run.tag == _R:
            for ancetre in run.iterancestors():
                if ancetre is self.paragraphe:
                    return run
                if ancetre.tag not in _PERMIS:
                    break
        return _sous(noeud, self.paragraphe)


def _lisser(texte: str) -> tuple[str, list[int]]:
    """*texte* with one plain space for any spaces, and the place each sign comes from."""
    signes, places = [], []
    for place, signe in enumerate(texte.translate(_APOSTROPHE)):
        if not signe.isspace():
            signes.append(signe)
        elif signes and signes[-1] == " ":
            continue
        else:
            signes.append(" ")
        places.append(place)
    return "".join(signes), places


def _partager(piece: _Piece, bornes: list[int]) -> Iterator[_Piece]:
    """The text of *piece* as several, side by side in the same run."""
    texte, noeud = piece.noeud.text or "", piece.noeud
    for debut, fin in pairwise([piece.debut, *bornes, piece.fin]):
        if debut > piece.debut:
            suivant = etree.Element(_T)
            noeud.addnext(suivant)
            noeud = suivant
        noeud.text = texte[debut - piece.debut : fin - piece.debut]
        noeud.set(_ESPACE, "preserve")
        yield _Piece(noeud, debut, fin, coupable=True)


def _separer_avant(noeud: etree._Element) -> None:
    """Cut its run before *noeud*, unless it begins there."""
    avant = noeud.getprevious()
    if avant is not None and avant.tag != _RPR:
        _couper_le_run(noeud)


def _separer_apres(noeud: etree._Element) -> None:
    suivant = noeud.getnext()
    if suivant is not None:
        _couper_le_run(suivant)


def _couper_le_run(premier: etree._Element) -> None:
    """*premier* and what follows it go to a run of their own, of the same properties."""
    run = premier.getparent()
    if run is None or run.tag != _R:
        return
    suite = etree.Element(_R, dict(run.attrib))
    proprietes = run.find(_RPR)
    if proprietes is not None:
        suite.append(copy.deepcopy(proprietes))
    suite.extend([premier, *premier.itersiblings()])
    run.addnext(suite)


def _sous(noeud: etree._Element, paragraphe: etree._Element) -> etree._Element:
    """What holds *noeud* right under *paragraphe*."""
    while (parent := noeud.getparent()) is not None and parent is not paragraphe:
        noeud = parent
    return noeud


def _autour(
    paragraphe: etree._Element, premier: etree._Element, dernier: etree._Element, numero: str
) -> None:
    premier.addprevious(_marque(_DEBUT, numero))
    # Out of the hyperlink or of the control: Word wants no other run in some of them.
    _sous(dernier, paragraphe).addnext(_renvoi(numero))
    dernier.addnext(_marque(_FIN, numero))


def _autour_du_paragraphe(paragraphe: etree._Element, numeros: Sequence[str]) -> None:
    place = 1 if len(paragraphe) and paragraphe[0].tag == _PROPRIETES else 0
    paragraphe[place:place] = [_marque(_DEBUT, numero) for numero in numeros]
    for numero in numeros:
        paragraphe.extend([_marque(_FIN, numero), _renvoi(numero)])


def _marque(nom: str, numero: str) -> etree._Element:
    return etree.Element(nom, {_ID: numero})


def _renvoi(numero: str) -> etree._Element:
    run = etree.Element(_R)
    run.append(_marque(_RENVOI, numero))
    return run
