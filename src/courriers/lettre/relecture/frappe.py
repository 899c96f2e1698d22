"""What a hand changed in a finished letter, held to the letter the pack writes.

The other rules know nothing of who wrote a word. These compare: a figure, a day or a name of the
pack's letter may be gone with its sentence, never become another one; what is typed brings no
figure nor time limit of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property

from courriers.constats import Constat, Gravite
from courriers.document.passages import BLANC
from courriers.lettre.relecture.chiffres import nombres
from courriers.lettre.relecture.dates import MOIS, jours_lus
from courriers.lettre.relecture.donnees import Donnees
from courriers.lettre.relecture.lecture import Lecture, Ligne, faute
from courriers.lettre.relecture.recalcul import Recalcul

_PAGES = re.compile(r"\bPage \d+(?: ?/ ?\d+)?")
_MOTS = re.compile(r"\w+|[^\w\s]|\s+")
_CACHES = re.compile(f"{BLANC}+")
_COURANTS = ("en-tête", "pied de page")
_SEMBLABLES = 0.5
"""Share of common words from which a paragraph is another one retouched."""
_LES_MOIS = "|".join(MOIS)
_VALEUR = re.compile(
    rf"\d{{1,2}}(?:er)? (?:{_LES_MOIS})(?: \d{{4}})?|(?<!\d)\d{{1,3}}(?: \d{{3}})+(?!\d)(?:,\d+)?"
    r"|\d+(?:[.,/-]\d+)*"
)
"""A day or a number."""
_NOMBRES = (
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    "|trente|quarante|cinquante|soixante|cents?|mille|premier|première|seconde?"
)
_COMPTE = re.compile(rf"{_VALEUR.pattern}|\b(?:{_NOMBRES})\b")
"""A day or a number, in words too."""
_QUELQUE_COMPTE = re.compile(rf"\d|\b(?:une?|{_NOMBRES}|{_LES_MOIS})\b")
_NOM = re.compile(r"\b[A-ZÀ-Ý]|\d")
_GROS = re.compile(r"\d\D?\d\D?\d|\d[.,/-]\d")
"""Figures that are no mere count: three of them, or a decimal."""
_ANNEE = re.compile(r"(?:19|20)\d\d")
_D_UN_TEXTE = re.compile(r"(?:\barticles?|\bart\.|\b[LRD]\.) ?(?:[LRD]\. ?)?[\d, et–-]*$")
_ABREGE = re.compile(
    r"\b\d{1,2}(?:er)? (?:janv|févr|fév|avr|juil|sept|oct|nov|déc)\b\.?(?: \d{4})?"
)
_DELAI = re.compile(
    r"\b(?:avant|d’ici|jusqu’(?:à|au)|au plus tard|sous|dans (?:les?|un|ce)|délai de|passé)\b"
    rf"[^.;:\n]{{0,30}}?\b(?:jours?|semaines?|heures?|quinzaine|demain|lundi|mardi|mercredi|jeudi"
    rf"|vendredi|samedi|dimanche|fin|mois|{_LES_MOIS})\b"
)
"""« sous huit jours », « avant la fin du mois »."""


class Retouches:
    """The pack's letter and the same one retouched, line by line.

    Args:
        reference: the letter as the pack writes it.
        lu: the same, after a hand.
    """

    def __init__(self, reference: Lecture, lu: Lecture) -> None:
        self.reference, self.lu = reference, lu

    @cached_property
    def blocs(self) -> list[_Bloc]:
        """Where the two differ."""
        avant, apres = ([_cle(x) for x in lue.lignes] for lue in (self.reference, self.lu))
        # A paragraph that moved is nobody's words, nor a header said once more.
        parties, nees = Counter(avant) - Counter(apres), Counter(apres) - Counter(avant)
        dites = set(avant)
        for ligne, cle in zip(self.lu.lignes, apres, strict=True):
            if ligne.passages[0].partie in _COURANTS and cle in dites:
                del nees[cle]
        return [
            _Bloc(
                [x for x, c in zip(self.reference.lignes[a:b], avant[a:b], strict=True)
                 if c in parties],
                [x for x, c in zip(self.lu.lignes[c:d], apres[c:d], strict=True) if c in nees],
            )
            for genre, a, b, c, d in SequenceMatcher(
                None, avant, apres, autojunk=False
            ).get_opcodes()
            if genre != "equal"
        ]  # fmt: skip

    @cached_property
    def frappes(self) -> list[tuple[int, int]]:
        """Where something was typed."""
        return [place for bloc in self.blocs for place in bloc.frappes()]


@dataclass
class _Bloc:
    """Lines that differ."""

    avant: list[Ligne]
    apres: list[Ligne]

    @cached_property
    def paires(self) -> list[tuple[Ligne, Ligne]]:
        """Each line of the pack that was retouched, and what it became."""
        return [
            (ancienne, proche)
            for ancienne in self.avant
            if (proche := _proche(ancienne, self.apres)) is not None
        ]

    def frappes(self) -> Iterator[tuple[int, int]]:
        origines = {nouvelle.debut: ancienne for ancienne, nouvelle in self.paires}
        for ligne in self.apres:
            ancienne = origines.get(ligne.debut) or _proche(ligne, self.avant)
            if ancienne is None:
                yield ligne.debut, ligne.fin
                continue
            for _, _, debut, fin in _ecarts(ancienne.plat, ligne.plat):
                if debut < fin:
                    yield ligne.debut + debut, ligne.debut + fin


def retouches(
    retouchees: Retouches, calcul: Recalcul, propres_au_projet: Collection[str] = ()
) -> Iterator[Constat]:
    """All that is to be said of what a hand changed.

    Args:
        retouchees: both letters.
        calcul: what is made again.
        propres_au_projet: expressions of what a draft says of itself, that may go once it is an
            act.
    """
    yield from _pied(retouchees, propres_au_projet)
    donnees = Donnees(calcul.dossier)  # of the other letter: its places are not those of this one
    for bloc in retouchees.blocs:
        yield from _valeurs(retouchees, bloc)
        yield from _noms(retouchees, bloc, donnees)
    yield from _nombres(retouchees, calcul)
    yield from _delais(retouchees, calcul)


def _cle(ligne: Ligne) -> str:
    return _PAGES.sub("Page", _CACHES.sub(BLANC, " ".join(ligne.plat.split())))


def _proche(ligne: Ligne, autres: Iterable[Ligne]) -> Ligne | None:
    """Which of *autres* says most of the same words, if any says enough of them."""
    mots = Counter(re.findall(r"\w+", ligne.plat))
    meilleure, part = None, _SEMBLABLES
    for autre in autres:
        siens = Counter(re.findall(r"\w+", autre.plat))
        communs = 2 * (mots & siens).total() / max(1, (mots + siens).total())
        if communs >= part:
            meilleure, part = autre, communs
    return meilleure


def _ecarts(avant: str, apres: str) -> Iterator[tuple[int, int, int, int]]:
    """Where words differ: from and to in *avant*, from and to in *apres*."""
    anciens, nouveaux = (list(_MOTS.finditer(t)) for t in (avant, apres))
    comparaison = SequenceMatcher(
        None, [m[0] for m in anciens], [m[0] for m in nouveaux], autojunk=False
    )
    for genre, a, b, c, d in comparaison.get_opcodes():
        if genre != "equal":
            yield (*_signes(anciens, a, b, len(avant)), *_signes(nouveaux, c, d, len(apres)))


def _signes(mots: list[re.Match[str]], a: int, b: int, bout: int) -> tuple[int, int]:
    if a == b:
        place = mots[a].start() if a < len(mots) else bout
        return place, place
    return mots[a].start(), mots[b - 1].end()


def _pied(retouchees: Retouches, propres_au_projet: Collection[str]) -> Iterator[Constat]:
    """The legal lines of who writes are at the foot: none may go."""
    for bloc in retouchees.blocs:
        for ligne in bloc.avant:
            if any(re.search(motif, ligne.plat, re.IGNORECASE) for motif in propres_au_projet):
                continue
            if ligne.passages[0].partie == "pied de page" and _proche(ligne, bloc.apres) is None:
                yield faute(f"le pied de page ne dit plus « {_court(ligne.plat)} »")


def _valeurs(retouchees: Retouches, bloc: _Bloc) -> Iterator[Constat]:
    """No figure, no day that became another."""
    restent = Counter(v for x in bloc.apres for v in _COMPTE.findall(x.plat))
    dites = Counter(v for x in bloc.avant for v in _COMPTE.findall(x.plat))
    nouvelles = restent - dites
    for ancienne, nouvelle in bloc.paires:
        perdues = Counter(_COMPTE.findall(ancienne.plat)) - restent
        mots = _remplacants(ancienne, nouvelle, perdues)
        for valeur in perdues:
            change = bool(nouvelles) or _QUELQUE_COMPTE.search(mots[valeur])
            yield _perdue(retouchees.lu, valeur, nouvelle, change=bool(change))


def _noms(retouchees: Retouches, bloc: _Bloc, donnees: Donnees) -> Iterator[Constat]:
    """No name, no text of the case that became another."""
    reste = "\n".join(ligne.plat for ligne in bloc.apres)
    for ancienne, nouvelle in bloc.paires:
        tous = donnees.textes_de(retouchees.reference, ancienne)
        perdus = [t for t in tous if t not in reste]
        # The whole name says it all.
        perdus = [t for t in perdus if not any(t != a and t in a for a in perdus)]
        mots = _remplacants(ancienne, nouvelle, perdus)
        for nom in perdus:
            change = bool(_NOM.search(mots[nom]))
            yield _perdue(retouchees.lu, nom, nouvelle, change=change)


def _remplacants(ancienne: Ligne, nouvelle: Ligne, textes: Iterable[str]) -> dict[str, str]:
    """What was typed in the place of each of *textes*, which *ancienne* says."""
    ecarts = list(_ecarts(ancienne.plat, nouvelle.plat))
    trouves = {}
    for texte in textes:
        mots = [
            nouvelle.plat[c:d]
            for place in re.finditer(re.escape(texte), ancienne.plat)
            for a, b, c, d in ecarts
            if a < place.end() and place.start() < b
        ]
        trouves[texte] = " ".join(mots)
    return trouves


def _perdue(lu: Lecture, valeur: str, ligne: Ligne, *, change: bool) -> Constat:
    if change:
        return lu.faute_de(f"« {_court(valeur)} » de la lettre du pack a été changé", ligne)
    perdue = lu.faute_de(f"« {_court(valeur)} » de la lettre du pack n’y est plus", ligne)
    return replace(perdue, gravite=Gravite.AVERTISSEMENT)


def _nombres(retouchees: Retouches, calcul: Recalcul) -> Iterator[Constat]:
    """No number typed but those of the pack's letter, of the case, or of a text of law."""
    lu, reference = retouchees.lu, retouchees.reference
    frappes = retouchees.frappes
    if not frappes:
        return
    # Sums, rates and days have their own rules.
    juges = [n.place for n in nombres(lu, calcul)] + [t.span() for t in jours_lus(lu)]
    connus = set(_VALEUR.findall(reference.plat))
    textes = "\n".join(calcul.donnees.textes_bruts)
    for trouve in _VALEUR.finditer(lu.plat):
        debut, fin = trouve.span()
        if not _touche(frappes, debut, fin) or _touche(juges, debut, fin) or trouve[0] in connus:
            continue
        avant = lu.plat[max(lu.ligne_de(debut).debut, debut - 40) : debut]
        anodin = (
            not _GROS.search(trouve[0]) or _ANNEE.fullmatch(trouve[0]) or _D_UN_TEXTE.search(avant)
        )
        if not anodin and trouve[0] not in textes:
            message = f"« {trouve[0]} » n’est ni dans la lettre du pack, ni dans le dossier"
            yield lu.faute(message, debut, fin)


def _delais(retouchees: Retouches, calcul: Recalcul) -> Iterator[Constat]:
    """No time limit typed, no day cut short: they could not be held."""
    lu, connus = retouchees.lu, retouchees.reference.plat
    for motif, quoi in (
        (_DELAI, "est un délai que le pack ne fixe pas"),
        (_ABREGE, "est une date abrégée : écrivez-la en entier"),
    ):
        for trouve in motif.finditer(lu.plat):
            frappe = _touche(retouchees.frappes, *trouve.span())
            if frappe and trouve[0] not in connus and not calcul.donnees.dit(lu, *trouve.span()):
                yield lu.faute(f"« {trouve[0]} » {quoi}", *trouve.span())


def _touche(places: Iterable[tuple[int, int]], debut: int, fin: int) -> bool:
    return any(a < fin and debut < b for a, b in places)


def _court(texte: str) -> str:
    """*texte* as a message quotes it."""
    dit = " ".join(texte.split())
    return dit if len(dit) <= 80 else f"{dit[:79]}…"
