"""Work begun a little ahead: several processors are busy, and results keep their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from courriers.document.ouvriers import coeurs

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

AVANCE = max(16, 2 * coeurs())
"""Enough for no worker to wait; few enough for a batch of any length to fit in memory."""


def en_avance(
    sources: Iterable[A], commencer: Callable[[A], B], finir: Callable[[B], C], avance: int
) -> Iterator[C]:
    """``finir(commencer(source))`` of each, in order, up to *avance* begun before one is ended."""
    commences: deque[B] = deque()
    for source in sources:
        commences.append(commencer(source))
        if len(commences) > avance:
            yield finir(commences.popleft())
    while commences:
        yield finir(commences.popleft())
