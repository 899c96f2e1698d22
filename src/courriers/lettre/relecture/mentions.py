"""Mentions the law or the house wants, and those they forbid, by pack, debtor and writer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from courriers.constats import Code, Constat
from courriers.droit.textes import TEXTES
from courriers.droit.voies.assignation import avocat_obligatoire
from courriers.droit.voies.competence import juge_de
from courriers.droit.voies.faits import Faits
from courriers.lettre.champs_assignation import ASSIGNATIONS
from courriers.lettre.manifeste import Mentions, MentionsParCle
from courriers.lettre.relecture.lecture import Lecture, faute, normaliser, plat
from courriers.lettre.relecture.recalcul import Recalcul
from courriers.lettre.relecture.regles import amorce_de

_MANQUE, _PAS_MOT_POUR_MOT = "manque", "n’est pas reproduit mot pour mot"
_INTERDIT = "ne doit pas figurer dans cette lettre"


def code_du_modele(constat: Constat) -> Code:
    """What a fault of a letter is to its template: a mention missing, one forbidden, or another.

    Proof-reading has one code for all, which those who call the library know.
    """
    dit = constat.message
    if dit.startswith("la mention « ") and dit.endswith(f" » {_MANQUE}."):
        return Code.MENTION_MANQUANTE
    if f" » {_PAS_MOT_POUR_MOT}" in dit:
        return Code.MENTION_MANQUANTE
    return Code.MENTION_INTERDITE if f" » {_INTERDIT}" in dit else Code.ESSAI_REFUSE


def mentions_de(calcul: Recalcul) -> list[Mentions]:
    """Those of every letter, of this quality of debtor and of whoever writes."""
    return _de(calcul.pack.manifeste.mentions, calcul)


def mentions_propres(calcul: Recalcul) -> list[Mentions]:
    """Those of this document alone."""
    return _de(calcul.document.mentions, calcul)


def propres_au_projet(calcul: Recalcul) -> tuple[str, ...]:
    """What a draft says of itself, and no more once a hand completed it."""
    toutes = (calcul.pack.manifeste.mentions, calcul.document.mentions)
    return tuple(m for t in toutes if "projet" in t for m in t["projet"].requises)


def _de(toutes: MentionsParCle, calcul: Recalcul) -> list[Mentions]:
    cles = ("tous", calcul.dossier.debiteur.qualite, calcul.acteur, "projet")
    return [m for cle, m in toutes.items() if cle in cles]


@lru_cache(maxsize=512)
def _compile(motif: str) -> tuple[str, re.Pattern[str]]:
    """What it cannot match without, and its expression."""
    propre = normaliser(motif)
    return amorce_de(propre), re.compile(propre, re.IGNORECASE)


def _trouves(lu: Lecture, motif: str) -> Iterator[re.Match[str]]:
    amorce, expression = _compile(motif)
    place = lu.minuscules.find(amorce)
    if place >= 0:
        memes = len(lu.minuscules) == len(lu.plat)  # « İ » in small letters is two signs
        yield from expression.finditer(lu.plat, place if memes else 0)


def requises(lu: Lecture, calcul: Recalcul, sauf: Collection[str] = ()) -> Iterator[Constat]:
    """What must be said, and by the letter itself: the client's words do not say it for it.

    All but *sauf*.
    """
    groupes = mentions_propres(calcul)
    if calcul.document.role == "lettre":
        groupes += mentions_de(calcul)
    for motif in (m for groupe in groupes for m in groupe.requises):
        if motif not in sauf and all(
            calcul.donnees.dit(lu, *trouve.span()) for trouve in _trouves(lu, motif)
        ):
            yield faute(f"la mention « {motif} » {_MANQUE}")


def la_loi(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """What is reproduced word for word: CPCE, art. R124-4, 5°; CPC, art. 753 and 855."""
    for nom in _a_reproduire(calcul):
        if plat(TEXTES[nom]) not in lu.plat:
            yield faute(f"« {TEXTES[nom][:60]}… » {_PAS_MOT_POUR_MOT}")


def _a_reproduire(calcul: Recalcul) -> Iterator[str]:
    if calcul.acteur == "societe_recouvrement" and calcul.reclame:
        yield from ("l111_8_alinea_2", "l111_8_alinea_3")
    juridiction = calcul.dossier.juridiction
    if calcul.pack.manifeste.droit.voie not in ASSIGNATIONS or juridiction is None:
        return
    decompte = calcul.decompte
    faits = Faits(calcul.dossier, decompte.au, decompte.regime.bareme, decompte)
    if juge_de(juridiction) == "commerce":
        yield from ("cpc_861_2_alinea_1", "cpc_861_2_alinea_2")
    elif not avocat_obligatoire(faits):
        yield from ("cpc_832_alinea_1", "cpc_832_alinea_2")


def phrases(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """Sums receipted, left due, given up, or written by hand: word for word."""
    for phrase in calcul.phrases:
        if plat(phrase) not in lu.plat:
            yield faute(f"« {phrase} » n’est pas écrit")


def interdites(lu: Lecture, calcul: Recalcul) -> Iterator[Constat]:
    """What must not be said, but by the client's own words or by the law quoted."""
    groupes = [*mentions_de(calcul), *mentions_propres(calcul)]
    for motif in (m for groupe in groupes for m in groupe.interdites):
        for trouve in _trouves(lu, motif):
            if not calcul.donnees.dit(lu, *trouve.span()):
                yield lu.faute(f"« {trouve[0]} » {_INTERDIT}", *trouve.span())
