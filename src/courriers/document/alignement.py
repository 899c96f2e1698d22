"""Which items of two sequences are the same, in the same order; never quadratic.

Ends first, then items that both hold once (« patience »), then an exact comparison of what is left
where it is small. A large stretch of repeats, that no letter holds, is walked once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

EXACT = 40_000
"""Most cells (items of one by items of the other) compared exactly."""
PORTEE = 50
"""How far ahead the same item is looked for, in a large stretch of repeats."""
_PROFONDEUR = 30

Paire = tuple[int, int]
_Bloc = tuple[int, int, int, int, int]


def paires(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Paire]:
    """``(i, j)`` such that ``a[i] == b[j]``, both growing.

    A longest list of them where the sequences differ little; a good one always.

    >>> paires("abcd", "xbd")
    [(1, 1), (3, 2)]
    """
    trouvees: list[Paire] = []
    pile: list[_Bloc] = [(0, len(a), 0, len(b), 0)]
    while pile:
        a0, a1, b0, b1, profondeur = pile.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            trouvees.append((a0, b0))
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            trouvees.append((a1, b1))
        if a0 == a1 or b0 == b1:
            continue
        if (a1 - a0) * (b1 - b0) <= EXACT:
            trouvees += _exactes(a, b, (a0, a1, b0, b1))
            continue
        ancres = _uniques(a, b, (a0, a1, b0, b1)) if profondeur < _PROFONDEUR else []
        if not ancres:
            trouvees += _de_proche_en_proche(a, b, (a0, a1, b0, b1))
            continue
        trouvees += ancres
        bords = [(a0 - 1, b0 - 1), *ancres, (a1, b1)]
        pile += [(i + 1, k, j + 1, m, profondeur + 1) for (i, j), (k, m) in pairwise(bords)]
    return sorted(trouvees)


def croissante(couples: Sequence[Paire]) -> list[Paire]:
    """A longest part of *couples*, sorted by their first, where the second grows too.

    >>> croissante([(0, 5), (1, 1), (2, 2)])
    [(1, 1), (2, 2)]
    """
    sommets: list[int] = []
    rangs: list[int] = []
    precedents: list[int] = []
    for rang, (_, j) in enumerate(couples):
        place = bisect_left(sommets, j)
        precedents.append(rangs[place - 1] if place else -1)
        sommets[place : place + 1] = [j]
        rangs[place : place + 1] = [rang]
    suite = []
    rang = rangs[-1] if rangs else -1
    while rang >= 0:
        suite.append(couples[rang])
        rang = precedents[rang]
    return suite[::-1]


def _uniques(
    a: Sequence[Hashable], b: Sequence[Hashable], bloc: tuple[int, int, int, int]
) -> list[Paire]:
    a0, a1, b0, b1 = bloc
    fois_a, fois_b = Counter(a[a0:a1]), Counter(b[b0:b1])
    places = {b[j]: j for j in range(b0, b1)}
    couples = [(i, places[a[i]]) for i in range(a0, a1) if fois_a[a[i]] == fois_b[a[i]] == 1]
    return croissante(couples)


def _exactes(
    a: Sequence[Hashable], b: Sequence[Hashable], bloc: tuple[int, int, int, int]
) -> list[Paire]:
    """A longest common subsequence, by the table of its lengths."""
    a0, a1, b0, b1 = bloc
    large = b1 - b0
    table = [[0] * (large + 1)]
    for i in range(a1 - 1, a0 - 1, -1):
        sous, ligne = table[-1], [0] * (large + 1)
        for j in range(large - 1, -1, -1):
            if a[i] == b[b0 + j]:
                ligne[j] = sous[j + 1] + 1
            else:
                ligne[j] = max(sous[j], ligne[j + 1])
        table.append(ligne)
    table.reverse()
    suite, i, j = [], 0, 0
    while i < a1 - a0 and j < large:
        if a[a0 + i] == b[b0 + j]:
            suite.append((a0 + i, b0 + j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return suite


def _de_proche_en_proche(
    a: Sequence[Hashable], b: Sequence[Hashable], bloc: tuple[int, int, int, int]
) -> list[Paire]:
    """Each item of *a* with the next same one of *b*, if it is near."""
    a0, a1, b0, b1 = bloc
    places: dict[Hashable, list[int]] = {}
    for j in range(b0, b1):
        places.setdefault(b[j], []).append(j)
    suite, j = [], b0
    for i in range(a0, a1):
        connues = places.get(a[i], [])
        rang = bisect_left(connues, j)
        if rang < len(connues) and connues[rang] - j <= PORTEE:
            suite.append((i, connues[rang]))
            j = connues[rang] + 1
    return suite
