"""What a purge took away, or is about to."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courriers.constats import Constat, Gravite


@dataclass
class Purgee:
    """What was purged, or would be."""

    repertoire: Path
    avant: datetime.date
    a_blanc: bool = False
    faite: bool = True
    """False when the person did not agree: nothing was touched."""
    dossiers: dict[str, int] = field(default_factory=dict)
    """Letters of each case, by its reference."""
    fichiers: int = 0
    """Files of the letters."""
    annexes: list[Path] = field(default_factory=list)
    """What went besides: summaries, deposits, cases."""
    gardes: int = 0
    """Cases that have older letters, and a later one."""
    constats: list[Constat] = field(default_factory=list)

    @property
    def lettres(self) -> int:
        """Letters purged."""
        return sum(self.dossiers.values())

    @property
    def est_entiere(self) -> bool:
        """Nothing resisted."""
        return not any(c.gravite is Gravite.ERREUR for c in self.constats)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "repertoire": str(self.repertoire),
            "avant": self.avant.isoformat(),
            "a_blanc": self.a_blanc,
            "faite": self.faite,
            "dossiers": [{"reference": r, "lettres": n} for r, n in self.dossiers.items()],
            "fichiers": self.fichiers,
            "annexes": [str(a) for a in self.annexes],
            "gardes": self.gardes,
            "constats": [c.as_dict() for c in self.constats],
        }


@dataclass(frozen=True)
class Prevu:
    """What a purge is about to take away."""

    dossiers: int
    lettres: int
    fichiers: int
    annexes: int

    @property
    def est_vide(self) -> bool:
        """There is nothing to do."""
        return not (self.lettres or self.annexes)
