"""What changed between two Word files, sentence by sentence, then word by word.

Sentences of the same words are found first, whatever their spaces, their look and the paragraph
they stand in; then those moved as they are; then, between two of the same, those that resemble.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from courriers.document.alignement import Paire, paires
from courriers.document.archive import Archive
from courriers.document.phrases import Mot, mots
from courriers.document.presentation import Presentation, presentation
from courriers.document.ressemblance import ressemblances
from courriers.document.unites import Phrase, Unites, unites

MOTS_D_UN_DEPLACEMENT = 4
"""A shorter sentence found elsewhere says nothing: « Page 1 », « Total »."""
_ILOT = 3
"""Letters of the longest word left alone between two changes that is counted among them."""

Sort = Literal["même", "retiré", "ajouté"]
Genre = Literal["remplacé", "ajouté", "retiré", "déplacé"]


class Morceau(NamedTuple):
    """A few words of a sentence, and what became of them."""

    sort: Sort
    texte: str


@dataclass(frozen=True, slots=True)
class Changement:
    """One sentence that is not the same."""

    genre: Genre
    avant: Phrase | None
    """The sentence of the first file; nothing when it was added."""
    apres: Phrase | None
    """The one of the second file; nothing when it was struck out."""
    rang_avant: int
    """Rank of the sentence among those of the first file, from 0; of the next one if added."""
    mots: tuple[Morceau, ...]

    @property
    def partie(self) -> str:
        """The part it stands in: « corps », « en-tête », etc."""
        phrase = self.apres or self.avant
        return phrase.paragraphe.partie if phrase else ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "genre": self.genre,
            "partie": self.partie,
            "avant": _place(self.avant),
            "apres": _place(self.apres),
            "mots": [m._asdict() for m in self.mots],
        }


@dataclass(frozen=True, slots=True)
class Comparaison:
    """The changes of text, in reading order, then those of look alone."""

    changements: tuple[Changement, ...] = ()
    presentation: tuple[Presentation, ...] = ()

    @property
    def memes_textes(self) -> bool:
        """Not one word was added, struck out or moved."""
        return not self.changements

    def nombre(self, genre: Genre) -> int:
        """How many changes of this kind."""
        return sum(c.genre == genre for c in self.changements)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "memes_textes": self.memes_textes,
            "changements": [c.as_dict() for c in self.changements],
            "presentation": [p.as_dict() for p in self.presentation],
        }


def comparer(a: bytes | Archive, b: bytes | Archive) -> Comparaison:
    """What changed from *a* to *b*.

    Page numbers and automatic dates are not compared; nor is the order of headers, which no page
    shows. The time taken grows as the files do: a stretch of repeats is paired as it comes, not at
    its best.

    Raises:
        FichierWordInvalide: one of them is not a readable Word file.
    """
    changements: list[Changement] = []
    looks: list[Presentation] = []
    debut = 0
    for avant, apres in _parties_face_a_face(unites(a), unites(b)):
        face = _Face(avant, apres)
        changements += face.changements(debut)
        looks += presentation(avant, apres, face.memes)
        debut += len(avant)
    return Comparaison(tuple(changements), tuple(looks))


def _parties_face_a_face(
    a: list[tuple[str, Unites]], b: list[tuple[str, Unites]]
) -> Iterator[tuple[Unites, Unites]]:
    """Parts of one kind two by two: those of the same words first, then as they come."""
    for genre in dict.fromkeys(genre for genre, _ in (*a, *b)):
        gauche = [partie for nom, partie in a if nom == genre]
        droite = [partie for nom, partie in b if nom == genre]
        places: dict[tuple[tuple[str, ...], ...], list[int]] = {}
        for j in range(len(droite) - 1, -1, -1):
            places.setdefault(_cles(droite[j]), []).append(j)
        jumelles = {
            i: places[cles].pop()
            for i, cles in enumerate(map(_cles, gauche))
            if places.get(cles)
        }  # fmt: skip
        prises = set(jumelles.values())
        libres = iter([j for j in range(len(droite)) if j not in prises])
        for i, partie in enumerate(gauche):
            j = jumelles[i] if i in jumelles else next(libres, -1)
            yield partie, droite[j] if j >= 0 else []
        for j in libres:
            yield [], droite[j]


def _cles(partie: Unites) -> tuple[tuple[str, ...], ...]:
    return tuple(phrase.cle for phrase in partie)


class _Face:
    """Two parts face to face."""

    def __init__(self, avant: Unites, apres: Unites) -> None:
        self.avant, self.apres = avant, apres
        rangs: dict[tuple[str, ...], int] = {}
        cles_avant = [rangs.setdefault(p.cle, len(rangs)) for p in avant]
        cles_apres = [rangs.setdefault(p.cle, len(rangs)) for p in apres]
        self.memes = paires(cles_avant, cles_apres)
        self.deplacees = self._deplacees(cles_avant, cles_apres)
        self.remplacees = list(self._remplacees())

    def _deplacees(self, avant: list[int], apres: list[int]) -> list[Paire]:
        """What was left on both sides, and is unique on both."""
        pris_avant, pris_apres = {i for i, _ in self.memes}, {j for _, j in self.memes}
        fois_avant = Counter(avant)
        fois_apres = Counter(apres)
        places = {k: j for j, k in enumerate(apres) if j not in pris_apres}
        return [
            (i, places[k])
            for i, k in enumerate(avant)
            if i not in pris_avant and k in places and fois_avant[k] == fois_apres[k] == 1
            and len(self.avant[i].cle) >= MOTS_D_UN_DEPLACEMENT
        ]  # fmt: skip

    def _remplacees(self) -> Iterator[Paire]:
        deplaces_avant = {i for i, _ in self.deplacees}
        deplaces_apres = {j for _, j in self.deplacees}
        bords = [(-1, -1), *self.memes, (len(self.avant), len(self.apres))]
        for (i, j), (k, m) in pairwise(bords):
            gauche = [x for x in range(i + 1, k) if x not in deplaces_avant]
            droite = [x for x in range(j + 1, m) if x not in deplaces_apres]
            if gauche and droite:
                yield from ressemblances(self.avant, gauche, self.apres, droite)

    def changements(self, debut: int) -> Iterator[Changement]:
        """Every change in the order of the second part, what was struck out at its place.

        *debut* is the rank of the first sentence of the first part in its file.
        """
        vis = dict(self.memes + self.remplacees + self.deplacees)
        retour = {j: i for i, j in vis.items()}
        memes, mobiles = {i for i, _ in self.memes}, {i for i, _ in self.deplacees}
        i = 0
        for j in range(len(self.apres) + 1):
            fixe = retour.get(j) if j < len(self.apres) else len(self.avant)
            if fixe is not None and fixe not in mobiles:
                for retiree in range(i, fixe):
                    if retiree not in vis:
                        yield _change("retiré", self.avant[retiree], None, debut + retiree)
                i = max(i, fixe)
            if j == len(self.apres):
                return
            if fixe is None:
                yield _change("ajouté", None, self.apres[j], debut + i)
                continue
            if fixe in mobiles:
                yield _change("déplacé", self.avant[fixe], self.apres[j], debut + fixe)
                continue
            if fixe not in memes:
                yield _change("remplacé", self.avant[fixe], self.apres[j], debut + fixe)
            i = fixe + 1


def _change(genre: Genre, avant: Phrase | None, apres: Phrase | None, rang: int) -> Changement:
    if genre == "remplacé" and avant is not None and apres is not None:
        return Changement(
            genre, avant, apres, rang, tuple(m for m in _mot_a_mot(avant, apres) if m.texte)
        )
    phrase = apres or avant
    texte = phrase.texte if phrase else ""
    sort: Sort = "même" if genre == "déplacé" else "retiré" if genre == "retiré" else "ajouté"
    return Changement(genre, avant, apres, rang, (Morceau(sort, texte),))


def _mot_a_mot(avant: Phrase, apres: Phrase) -> Iterator[Morceau]:
    a, b = mots(avant.texte), mots(apres.texte)
    memes = _sans_ilots(a, paires([*map(_nu, a)], [*map(_nu, b)]), len(b))
    i = j = 0
    commun = blanc = ""
    """What is the same so far; the white space after it in the first sentence."""
    for k, m in [*memes, (len(a), len(b))]:
        if k > i or m > j:
            retire, ajoute = _texte(a[i:k]), _texte(b[j:m])
            nu = commun.rstrip()
            if retire and commun[len(nu) :] != blanc:
                retire, ajoute, commun = blanc + retire, commun[len(nu) :] + ajoute, nu
            suite = ajoute[len(ajoute.rstrip()) :]
            if not ajoute.strip() or retire.endswith(suite):  # white space is no change
                ajoute, retire = ajoute.rstrip(), retire.removesuffix(suite)
            else:
                suite = ""
            yield from (Morceau("même", commun), Morceau("retiré", retire))
            yield Morceau("ajouté", ajoute)
            commun = suite
        commun += _texte(b[m : m + 1])
        blanc = a[k].blanc if k < len(a) else ""
        i, j = k + 1, m + 1
    yield Morceau("même", commun)


def _nu(mot: Mot) -> str:
    return "".join(mot.mot.split())


def _sans_ilots(a: Sequence[Mot], memes: list[Paire], combien: int) -> Iterator[Paire]:
    """*memes* without the small words alone between two changes: they only cut them up."""
    for rang, (i, j) in enumerate(memes):
        avant = memes[rang - 1] if rang else (-1, -1)
        apres = memes[rang + 1] if rang + 1 < len(memes) else (len(a), combien)
        change_avant = (i - 1, j - 1) != avant
        change_apres = (i + 1, j + 1) != apres
        au_bord = (i, j) == (0, 0) or (i + 1, j + 1) == (len(a), combien)
        if not (change_avant and change_apres and len(a[i].mot) <= _ILOT) or au_bord:
            yield i, j


def _texte(suite: Sequence[Mot]) -> str:
    return "".join(m.mot + m.blanc for m in suite)


def _place(phrase: Phrase | None) -> dict[str, Any] | None:
    if phrase is None:
        return None
    lieu = phrase.paragraphe
    return {
        "paragraphe": lieu.numero,
        "cellule": None if lieu.cellule is None else lieu.cellule._asdict(),
        "texte": phrase.texte,
    }
