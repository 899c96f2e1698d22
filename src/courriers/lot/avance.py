"""Work begun a little ahead: several processors are busy, and results keep their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from courriers.document.ouvriers import coeurs

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

AVANCE = max(16, 2 * coeurs())
"""Enough for no worker to wait; few enough for a batch of any length to fit in memory."""


def en_avance(
    sources: Iterable[A],
    commencer: Callable[[A], B],
    finir: Callable[[B], C],
    avance: int,
    abandonner: Callable[[B], object] = lambda _: None,
) -> Generator[C, None, None]:
    """``finir(commencer(source))`` of each, in order, up to *avance* begun before one is ended.

    What was begun and will not be ended, because this stops early, is given to *abandonner*. When
    *sources* itself fails, what was begun is ended first.
    """
    commences: deque[B] = deque()
    panne: Exception | None = None
    suivantes = iter(sources)
    try:
        while True:
            try:
                source = next(suivantes)
            except StopIteration:
                break
            except Exception as faute:  # noqa: BLE001 – raised again below
                panne = faute
                break
            commences.append(commencer(source))
            if len(commences) > avance:
                yield finir(commences.popleft())
        while commences:
            yield finir(commences.popleft())
    finally:
        for reste in commences:
            abandonner(reste)
    if panne is not None:
        raise panne
