"""What was lately asked for, within bounds: the only way anything is kept in the workshop."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recents(Generic[K, V]):
    """The last values asked for: at most so many, and of so many bytes together.

    >>> recents = Recents(2)
    >>> for n in (1, 2, 1, 3): _ = recents.get(n), recents.put(n, str(n))
    >>> recents.get(2), recents.get(1), len(recents)
    (None, '1', 2)
    >>> lourds = Recents(9, octets=10)
    >>> for n in (4, 5, 6): lourds.put(n, "", n)
    >>> lourds.get(4), lourds.get(5), lourds.get(6), lourds.octets
    (None, None, '', 6)
    """

    def __init__(self, nombre: int, octets: int | None = None) -> None:
        """*nombre* values, which weigh at most *octets* together (no such bound by default)."""
        self._nombre, self._octets_max = nombre, octets
        self._valeurs: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self.octets = 0
        """What is kept weighs so much."""

    def __len__(self) -> int:
        return len(self._valeurs)

    def get(self, cle: K) -> V | None:
        """The value of *cle*, if it is still there."""
        if cle not in self._valeurs:
            return None
        self._valeurs.move_to_end(cle)
        return self._valeurs[cle][0]

    def put(self, cle: K, valeur: V, poids: int = 0) -> None:
        """Keep *valeur*, and forget what was asked for longest ago.

        One heavier than all that may be kept is kept alone, until the next.
        """
        self._oter(cle)
        self._valeurs[cle] = valeur, poids
        self.octets += poids
        while len(self._valeurs) > 1 and self._deborde():
            self._oter(next(iter(self._valeurs)))

    def _oter(self, cle: K) -> None:
        if cle in self._valeurs:
            self.octets -= self._valeurs.pop(cle)[1]

    def _deborde(self) -> bool:
        trop_lourd = self._octets_max is not None and self.octets > self._octets_max
        return trop_lourd or len(self._valeurs) > self._nombre
