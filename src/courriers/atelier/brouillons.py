"""Cases being typed, one a tab, kept in memory: nothing of them goes to a disk before « save »."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from courriers.atelier.enregistrement import Enregistre
from courriers.atelier.recents import Recents

_MAX = 16


@dataclass(frozen=True, slots=True)
class Brouillon:
    """What a tab has typed so far."""

    reponses: Mapping[str, str] = field(default_factory=dict)
    depuis: str = ""
    """Key of the case whose creditor is kept; none when it is typed."""
    enregistre: Enregistre | None = None
    enregistrees: Mapping[str, str] | None = None
    """The answers that were saved."""

    @property
    def est_enregistre(self) -> bool:
        """Whether its file says all that was typed."""
        return self.enregistre is not None and self.enregistrees == self.reponses


class Brouillons:
    """The last drafts, by a name that only their tab knows."""

    def __init__(self) -> None:
        self._gardes: Recents[str, Brouillon] = Recents(_MAX)

    def nouveau(self, brouillon: Brouillon) -> str:
        """The name of a new one."""
        nom = secrets.token_urlsafe(16)
        self._gardes.put(nom, brouillon)
        return nom

    def get(self, nom: str) -> Brouillon | None:
        """The draft *nom*, if it is still kept."""
        return self._gardes.get(nom)

    def put(self, nom: str, brouillon: Brouillon) -> None:
        """Keep *brouillon* as *nom*."""
        self._gardes.put(nom, brouillon)
