"""The numbered blanks of a draft act, « [6] montant demandé »: what a hand puts there is free.

Both letters are then read without them: a blank filled in is no change, its number no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.langue.typographie import compte
from courriers.lettre.relecture.lecture import Lecture, Ligne

_NUMERO = re.compile(r"\[\d+\]")
_AUTOUR = 3
"""Words on each side that tell a blank, where the rest of its paragraph was changed."""
_ESPACE = r"[ \t]+"
_CITES = 5

Place = tuple[int, int]


@dataclass(frozen=True)
class ARemplir:
    """The blanks of an act, once a hand went over it."""

    restants: tuple[str, ...]
    """Those that still say what is to be put there."""

    def constats(self) -> Iterator[Constat]:
        """What is said of those that remain."""
        if not self.restants:
            return
        combien = len(self.restants)
        reste = "reste" if combien == 1 else "restent"
        dits = ", ".join(f"«\u00a0{nom}\u00a0»" for nom in self.restants[:_CITES])
        yield avertissement(
            Code.RELECTURE,
            f"{compte(combien, 'blanc')} de l’acte {reste} à remplir\u00a0: {dits}"
            f"{', …' if combien > _CITES else '.'}",
            "Remplissez-le dans Word, à sa place."
            if combien == 1
            else "Remplissez-les dans Word, à leur place.",
            Lieu(partie="corps"),
        )


def mettre_a_part(reference: Lecture, lu: Lecture) -> ARemplir | None:
    """Hide the numbered blanks of *reference*, and what stands in their place in *lu*.

    Args:
        reference: the letter as the pack writes it.
        lu: the same, after a hand.

    Returns:
        What became of them; nothing when the pack's letter has none.
    """
    siens = list(_blancs(reference))
    trouves = [(nom, _place(ligne, place, places, lu)) for nom, ligne, place, places in siens]
    restants = tuple(
        nom
        for (nom, place), (_, ligne, _, _) in zip(trouves, siens, strict=True)
        if not ligne.plat.startswith("[") and _reste(nom, place, lu)
    )
    reference.cacher([place for _, _, place, _ in siens])
    lu.cacher([place for _, place in trouves if place is not None])
    return ARemplir(restants) if siens else None


def _blancs(reference: Lecture) -> Iterator[tuple[str, Ligne, Place, Sequence[Place]]]:
    """Each blank: what it says, its paragraph, its place, and those of its whole paragraph."""
    par_ligne: dict[int, list[Place]] = {}
    for debut, fin in reference.manuscrits:
        if _NUMERO.match(reference.plat, debut, fin):
            par_ligne.setdefault(reference.ligne_de(debut).debut, []).append((debut, fin))
    for debut, places in par_ligne.items():
        for place in places:
            yield reference.plat[slice(*place)], reference.ligne_de(debut), place, places


def _place(ligne: Ligne, place: Place, places: Sequence[Place], lu: Lecture) -> Place | None:
    """What stands in *lu* where *ligne* has a blank: between the same words."""
    bornes = [ligne.debut, *(n for p in places for n in p), ligne.fin]
    fixes = [
        ligne.plat[a - ligne.debut : b - ligne.debut]
        for a, b in zip(bornes[::2], bornes[1::2], strict=True)
    ]
    rang = places.index(place)
    entier = re.compile("(.*)".join(map(_motif, fixes)))
    for autre in lu.corps:
        if (trouve := entier.fullmatch(autre.plat)) is not None:
            a, b = trouve.span(rang + 1)
            return autre.debut + a, autre.debut + b
    avant = re.findall(r"\S+\s*", fixes[rang])[-_AUTOUR:]
    apres = re.findall(r"\s*\S+", fixes[rang + 1])[:_AUTOUR]
    if not any(len(mot.strip()) > 1 for mot in (*avant, *apres)):
        return None
    autour = re.compile(f"{_motif(''.join(avant)) or '^'}(.*?){_motif(''.join(apres)) or '$'}")
    for autre in lu.corps:
        if (trouve := autour.search(autre.plat)) is not None:
            a, b = trouve.span(1)
            return autre.debut + a, autre.debut + b
    return None


def _motif(texte: str) -> str:
    """*texte* as it may stand in the letter of a hand; a full stop alone is no landmark."""
    if texte.strip() in (".", ";", ","):
        return rf"\s*{re.escape(texte.strip())}?$"
    return _ESPACE.join(map(re.escape, re.split(r"[ \t]+", texte)))


def _reste(nom: str, place: Place | None, lu: Lecture) -> bool:
    numero = nom.partition("]")[0] + "]"
    if place is not None:
        return numero in lu.plat[slice(*place)]
    return any(numero in x.plat and not x.plat.startswith(numero) for x in lu.corps)
