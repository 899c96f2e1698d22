"""The finished letter as it is read: its text in one piece, where each sign of it comes from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.document.archive import Archive
from courriers.document.passages import BLANC, Passage, passages
from courriers.lettre.relecture.regles import Nature

_ESPACES = re.compile(r"[ \u00a0\u202f\u2009]+")
_CACHE = re.compile(f"{BLANC}+")
_AUTOUR = 35
"""Signs shown on each side of a fault."""
COURANTS = ("en-tête", "pied de page")
"""Parts of a file that stand on every page."""


def normaliser(texte: str) -> str:
    """Spaces of every width as one space, apostrophes as ’."""
    return _ESPACES.sub(" ", texte.replace("'", "’"))


def plat(texte: str) -> str:
    """The same, sign for sign: places in the one are places in the other."""
    for espace in "\u00a0\u202f\u2009":
        texte = texte.replace(espace, " ")
    return texte.replace("'", "’")


class Ligne(NamedTuple):
    """A paragraph, or a row of a table whose cells hold one paragraph each."""

    debut: int
    """Place of its first sign in the text."""
    texte: str
    """As printed; tabs between cells."""
    plat: str
    """``texte`` with plain spaces and apostrophes, sign for sign."""
    passages: tuple[Passage, ...]
    cellules: tuple[str, ...] = ()
    """Texts of the cells of a row, plain, empty ones too; nothing for a paragraph."""

    @property
    def style(self) -> str:
        """That of its paragraph, or of its first cell."""
        return self.passages[0].style

    @property
    def fin(self) -> int:
        """Place after its last sign."""
        return self.debut + len(self.texte)


class Lecture:
    """A Word file read once, for all the rules.

    Attributes:
        lignes: in reading order, part by part.
        brut: their texts, one a line.
        complet: the same, with what the office’s paper says.
        corps: the lines of the body.
        plat: ``brut`` with plain spaces and apostrophes, sign for sign.
        signes: all those of ``brut`` and of ``plat``.
        minuscules: ``plat`` in small letters; its places may differ.
        frappes: where a hand typed something, from a sign to another; nowhere by default.
        stricte: whether typography counts as the rest does, but for what a hand typed.
        jours_connus: the days that the letter said before a hand, as it says them.
    """

    def __init__(self, docx: bytes | Archive, du_papier: Collection[str] = ()) -> None:
        """Read *docx*.

        Args:
            docx: the finished file.
            du_papier: the texts of headers and footers that are the office’s own, known before any
                letter is written: they are not read with it.
        """
        groupes = list(_groupes(passages(docx)))
        textes = ["\t".join(cases) if cases else groupe[0].texte for groupe, cases in groupes]
        self.brut = self.complet = "\n".join(textes)
        if du_papier:
            lus = [
                (groupe, texte)
                for groupe, texte in zip(groupes, textes, strict=True)
                if groupe[0][0].partie not in COURANTS or texte not in du_papier
            ]
            groupes, textes = [groupe for groupe, _ in lus], [texte for _, texte in lus]
            self.brut = "\n".join(textes)
        self.plat = plat(self.brut)
        self.lignes: list[Ligne] = []
        debut = 0
        for (groupe, cases), texte in zip(groupes, textes, strict=True):
            lisse = self.plat[debut : debut + len(texte)]
            self.lignes.append(Ligne(debut, texte, lisse, groupe, _cases(lisse, cases)))
            debut += len(texte) + 1
        self.frappes: list[tuple[int, int]] = []
        self.stricte = False
        self.jours_connus: frozenset[str] = frozenset()
        self.signes = frozenset(self.brut) | {" ", "’"}
        self.minuscules = self.plat.lower()
        self._debuts = [ligne.debut for ligne in self.lignes]
        self.corps: list[Ligne] = [x for x in self.lignes if x.passages[0].partie == "corps"]

    @cached_property
    def debut_du_corps(self) -> int:
        """Headers stand before."""
        return self.corps[0].debut if self.corps else 0

    def du_corps(self, *styles: str) -> list[Ligne]:
        """The paragraphs of the body that are of these styles."""
        return [ligne for ligne in self.corps if ligne.style in styles]

    @cached_property
    def manuscrits(self) -> list[tuple[int, int]]:
        """Where the blanks to be filled by hand stand."""
        places: list[tuple[int, int]] = []
        for ligne in self.lignes:
            debut = ligne.debut
            for passage in ligne.passages:
                if BLANC in passage.sans_blancs:
                    debut = self.brut.index(passage.texte, debut)
                    trous = re.finditer(f"{BLANC}+", passage.sans_blancs)
                    places += [(debut + t.start(), debut + t.end()) for t in trous]
        return places

    def cacher(self, places: Collection[tuple[int, int]]) -> None:
        """Read the letter without the signs of *places*: a blank to be filled by hand each."""
        if not places:
            return
        signes = list(self.brut)
        for debut, fin in places:
            signes[debut:fin] = BLANC * (fin - debut)
        self.brut = self.complet = "".join(signes)
        self.plat = plat(self.brut)
        self.signes |= {BLANC}
        self.minuscules = self.plat.lower()
        touchees = {self.ligne_de(debut).debut for debut, _ in places}
        self.lignes = [x if x.debut not in touchees else self._cachee(x) for x in self.lignes]
        self.corps = [x for x in self.lignes if x.passages[0].partie == "corps"]
        self.__dict__.pop("manuscrits", None)

    def _cachee(self, ligne: Ligne) -> Ligne:
        """*ligne* as the letter now reads."""
        debut, passages_ = ligne.debut, []
        for passage in ligne.passages:
            debut += ligne.texte.index(passage.texte, debut - ligne.debut) - (debut - ligne.debut)
            ici = self.brut[debut : debut + len(passage.texte)]
            caches = zip(ici, passage.sans_blancs, strict=True)
            sans = "".join(BLANC if a == BLANC else b for a, b in caches)
            passages_.append(passage._replace(texte=ici, sans_blancs=sans))
            debut += len(ici)
        lisse = self.plat[ligne.debut : ligne.fin]
        texte, cases = self.brut[ligne.debut : ligne.fin], _cases(lisse, ligne.cellules)
        return Ligne(ligne.debut, texte, lisse, tuple(passages_), cases)

    def ligne_de(self, place: int) -> Ligne:
        """The line that holds the sign at *place*."""
        return self.lignes[bisect_right(self._debuts, place) - 1]

    def faute(
        self, message: str, debut: int, fin: int, *, autour: bool = True,
        nature: Nature = Nature.FOND,
    ) -> Constat:  # fmt: skip
        """A fault of the signs from *debut* to *fin*, with its place and the text around.

        A warning when it is of typography, or of a sentence that a hand typed.
        """
        ligne = self.ligne_de(debut)
        if autour:
            gauche = max(ligne.debut, debut - _AUTOUR)
            droite = min(ligne.fin, fin + _AUTOUR)
            extrait = _CACHE.sub("…", " ".join(self.plat[gauche:droite].split()))
            avant = "…" if gauche > ligne.debut else ""
            apres = "…" if droite < ligne.fin else ""
            message = f"{message} (« {avant}{extrait}{apres} »)"
        lieu = _lieu(ligne, debut - ligne.debut)
        frappe = nature is not Nature.FOND and self._est_frappe(debut, fin)
        venielle = frappe or (nature is Nature.TYPOGRAPHIE and not self.stricte)
        return (
            avertissement(Code.RELECTURE, f"{message}.", lieu=lieu)
            if venielle
            else faute(message, lieu)
        )

    def admettre(self, constantes: Collection[str]) -> None:
        """Count as typed by a hand the lines a template says in every letter: it chose them.

        All else counts fully: a sentence that holds a field may be broken by it.
        """
        self.stricte = True
        self.frappes = [
            (ligne.debut, ligne.fin)
            for ligne in self.lignes
            if all(passage.texte in constantes for passage in ligne.passages)
        ]

    def _est_frappe(self, debut: int, fin: int) -> bool:
        return any(a < fin and debut < b for a, b in self.frappes)

    def faute_de(self, message: str, ligne: Ligne, colonne: int = 0) -> Constat:
        """A fault of a whole line, or of one cell of it, which the message already quotes."""
        debut = ligne.debut + sum(len(c) + 1 for c in ligne.cellules[:colonne])
        return self.faute(message, debut, debut, autour=False)


def faute(message: str, lieu: Lieu | None = None) -> Constat:
    """A fault of the letter; of no place in it when something is missing."""
    return erreur(Code.RELECTURE, f"{message}.", lieu=lieu or Lieu(partie="lettre remplie"))


def est_de_typographie(constat: Constat) -> bool:
    """Whether it is about signs, not about what is said."""
    return constat.message.startswith("typographie")


def _lieu(ligne: Ligne, rang: int) -> Lieu:
    passage, debut = ligne.passages[0], 0
    if ligne.cellules:
        par_colonne = {p.cellule.colonne: p for p in ligne.passages if p.cellule}
        for colonne, texte in enumerate(ligne.cellules, 1):
            if debut > rang:
                break
            passage = par_colonne.get(colonne, passage)
            debut += len(texte) + 1
    cellule = str(passage.cellule) if passage.cellule else None
    return Lieu(partie=passage.partie, paragraphe=passage.numero, cellule=cellule)


def _cases(rangee: str, cellules: tuple[str, ...]) -> tuple[str, ...]:
    """The text of each cell of *rangee*, where a tab follows each."""
    fins = accumulate(len(texte) + 1 for texte in cellules)
    return tuple(
        rangee[fin - len(texte) - 1 : fin - 1] for texte, fin in zip(cellules, fins, strict=True)
    )


def _groupes(lus: list[Passage]) -> Iterator[tuple[tuple[Passage, ...], tuple[str, ...]]]:
    """Each paragraph alone; the row of a table together, where no cell holds two paragraphs."""
    rang = 0
    while rang < len(lus):
        if lus[rang].cellule is None:
            yield (lus[rang],), ()
            rang += 1
            continue
        fin = _fin_de_la_rangee(lus, rang)
        suite = lus[rang:fin]
        rang = fin
        colonnes = {p.cellule.colonne: p.texte for p in suite if p.cellule}
        if len(colonnes) == len(suite):
            yield tuple(suite), tuple(colonnes.get(i, "") for i in range(1, max(colonnes) + 1))
        else:
            yield from (((p,), ()) for p in suite)


def _fin_de_la_rangee(lus: list[Passage], rang: int) -> int:
    """The first passage after *rang* that is of another row."""
    partie, place = lus[rang].partie, lus[rang].cellule
    fin = rang + 1
    while fin < len(lus) and lus[fin].partie == partie:
        autre = lus[fin].cellule
        if autre is None or place is None or autre[:2] != place[:2]:
            break
        fin += 1
    return fin
