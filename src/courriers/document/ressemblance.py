"""Which sentences of two stretches are the same one rewritten: those that share most words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from courriers.document.alignement import Paire, croissante
from courriers.document.unites import Phrase

SEUIL = 0.5
"""Least share of words in common of two sentences said to be one, rewritten (bound included)."""
PETIT = 900
"""Most pairs of sentences all weighed against each other."""
_RARE = 5
"""Most sentences a word may stand in to say which one it is."""


def ressemblances(
    avant: Sequence[Phrase], gauche: Sequence[int], apres: Sequence[Phrase], droite: Sequence[int]
) -> list[Paire]:
    """Pairs of one sentence of *gauche* and one of *droite* (ranks), in order on both sides.

    One against one is a pair, whatever it says. A long stretch is first cut at the sentences that
    share rare words; what stays long is paired only if both sides are of the same length.
    """
    if len(gauche) == len(droite) == 1:
        return [(gauche[0], droite[0])]
    sacs_a = [_sac(avant[i]) for i in gauche]
    sacs_b = [_sac(apres[j]) for j in droite]
    bords = [(-1, -1), (len(gauche), len(droite))]
    if len(gauche) * len(droite) > PETIT:
        bords[1:1] = _reperes(sacs_a, sacs_b)
    trouvees: list[Paire] = [*bords[1:-1]]
    for (i, j), (k, m) in pairwise(bords):
        a, b = range(i + 1, k), range(j + 1, m)
        if len(a) * len(b) <= PETIT:
            trouvees += _meilleures(sacs_a, a, sacs_b, b)
        elif len(a) == len(b):
            trouvees += [(x, y) for x, y in zip(a, b, strict=True)
                         if _commun(sacs_a[x], sacs_b[y]) >= SEUIL]  # fmt: skip
    return [(gauche[i], droite[j]) for i, j in sorted(trouvees)]


def _sac(phrase: Phrase) -> Counter[str]:
    """Its words, without the punctuation every sentence has."""
    pleins = Counter(m.lower() for m in phrase.cle if len(m) > 1 or m.isalnum())
    return pleins or Counter(phrase.cle)


def _commun(a: Counter[str], b: Counter[str]) -> float:
    if len(a) > len(b):
        a, b = b, a
    communs = sum(min(fois, b[mot]) for mot, fois in a.items() if mot in b)
    return 2 * communs / (a.total() + b.total())


def _reperes(sacs_a: Sequence[Counter[str]], sacs_b: Sequence[Counter[str]]) -> list[Paire]:
    """For each sentence, the one that shares most of its rare words; in order on both sides."""
    places: dict[str, list[int]] = {}
    for j, sac in enumerate(sacs_b):
        for mot in sac:
            places.setdefault(mot, []).append(j)
    couples, pris = [], set()
    for i, sac in enumerate(sacs_a):
        voix = Counter(
            j for mot in sac if len(places.get(mot, ())) <= _RARE for j in places.get(mot, ())
        )
        for j, _ in voix.most_common(2):
            if j not in pris and _commun(sac, sacs_b[j]) >= SEUIL:
                couples.append((i, j))
                pris.add(j)
                break
    return croissante(couples)


def _meilleures(
    sacs_a: Sequence[Counter[str]], a: range, sacs_b: Sequence[Counter[str]], b: range
) -> list[Paire]:
    """The pairs in order whose resemblances add up to most."""
    poids = [[_commun(sacs_a[i], sacs_b[j]) for j in b] for i in a]
    totaux = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            ensemble = poids[i][j] + totaux[i + 1][j + 1] if poids[i][j] >= SEUIL else 0.0
            totaux[i][j] = max(ensemble, totaux[i + 1][j], totaux[i][j + 1])
    suite, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if totaux[i][j] == totaux[i + 1][j]:
            i += 1
        elif totaux[i][j] == totaux[i][j + 1]:
            j += 1
        else:
            suite.append((a[i], b[j]))
            i, j = i + 1, j + 1
    return suite
