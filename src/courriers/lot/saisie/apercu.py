"""The account of a case that is still being typed: what it already holds, and no more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courriers.lot.saisie.question import listes, question
from courriers.lot.saisie.reponses import PARTIES, Saisie, lire_reponses

_TOURS = 4
"""A stand-in may make another question asked: a legal form, its capital."""


@dataclass(frozen=True, slots=True)
class Apercu:
    """A case for its account alone."""

    saisie: Saisie
    laisses: tuple[str, ...] = ()
    """Elements left out, being incomplete or faulty: ``factures[1]``."""


def apercevoir(reponses: Mapping[str, str], *, fond: Mapping[str, Any] | None = None) -> Apercu:
    """The case for its account: names, numbers and addresses still to come are stood in for.

    No sum depends on them. What a sum depends on is never stood in for: an invoice, a payment or a
    letter that is not whole is left out, and said; any other fault stays.

    Args:
        reponses: texts by name of answer.
        fond: parts of another case to keep.
    """
    sues, laisses = dict(reponses), list[str]()
    saisie = lire_reponses(sues, fond=fond)
    for _ in range(_TOURS):
        manquent = {cle: exemple for cle in saisie.fautes if (exemple := _exemple(cle))}
        fautifs = sorted(set(filter(None, map(_element, saisie.fautes))))
        if not manquent and not fautifs:
            break
        sues |= manquent
        restantes = {c: t for c, t in sues.items() if c.partition(".")[0] not in fautifs}
        if any(cle.startswith("factures[") for cle in restantes):
            sues, laisses = restantes, [*laisses, *fautifs]
        elif not manquent:
            break  # no invoice would be left
        saisie = lire_reponses(sues, fond=fond)
    return Apercu(saisie, tuple(laisses))


def _exemple(cle: str) -> str:
    posee = question(cle)
    if posee is None or cle.partition(".")[0] not in PARTIES:
        return ""  # a choice has no example: what decides is never stood in for
    return posee.exemple


def _element(cle: str) -> str:
    """The element of a list that *cle* is an answer of: ``factures[1]``."""
    trouve = re.match(r"(\w+)\[\d{1,6}\](?=\.)", cle)
    return trouve[0] if trouve is not None and trouve[1] in listes() else ""
