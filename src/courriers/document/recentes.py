"""Answers lately asked for, bounded: what is not asked for again is forgotten."""

from __future__ import annotations

from typing import Any


class Recentes:
    """At most *maximum* new answers, and as many older ones.

    Once it is full of new ones, those not asked for since the last time are forgotten.
    """

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum
        self.neuves: dict[Any, Any] = {}
        self.anciennes: dict[Any, Any] = {}

    def get(self, cle: Any) -> Any:
        """The answer kept for *cle*, if any."""
        trouvee = self.neuves.get(cle)
        if trouvee is None:
            trouvee = self.anciennes.get(cle)
            if trouvee is not None:
                self[cle] = trouvee
        return trouvee

    def __setitem__(self, cle: Any, valeur: Any) -> None:
        if len(self.neuves) >= self.maximum:
            self.anciennes, self.neuves = self.neuves, {}
        self.neuves[cle] = valeur
