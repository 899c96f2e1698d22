"""One route of recovery: open, closed or uncertain for a case, and every reason why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from courriers.droit.calendrier import Delai


class Etat(StrEnum):
    """What the texts and the case say of a route."""

    OUVERTE = "ouverte"
    FERMEE = "fermee"
    INCERTAINE = "incertaine"


class Sens(StrEnum):
    """What a reason does."""

    OUVRE = "ouvre"
    FERME = "ferme"
    DOUTE = "doute"
    """The text itself is not settled, could not be read, or decides by what no case tells."""
    CONDITION = "condition"
    """What the route asks for, or risks, that the case does not decide."""


@dataclass(frozen=True, slots=True)
class Motif:
    """One reason, with its text."""

    sens: Sens
    texte: str
    fondement: str = ""
    champ: str = ""
    """Path of what the case should say, when it is silent."""

    def as_dict(self) -> dict[str, str]:
        """Plain values, for JSON."""
        return {
            "sens": str(self.sens),
            "texte": self.texte,
            "fondement": self.fondement,
            "champ": self.champ,
        }


def ouvre(texte: str, fondement: str = "") -> Motif:
    """A reason that opens."""
    return Motif(Sens.OUVRE, texte, fondement)


def ferme(texte: str, fondement: str = "", champ: str = "") -> Motif:
    """A reason that closes; *champ* when the case is only silent."""
    return Motif(Sens.FERME, texte, fondement, champ)


def doute(texte: str, fondement: str = "") -> Motif:
    """A reason to doubt."""
    return Motif(Sens.DOUTE, texte, fondement)


def condition(texte: str, fondement: str = "") -> Motif:
    """Something to know or to do."""
    return Motif(Sens.CONDITION, texte, fondement)


@dataclass(frozen=True, slots=True)
class TentativeAmiable:
    """Whether CPC, art. 750-1, asks for an attempt first."""

    exigee: bool | None
    """``None`` where it has not been settled."""
    motif: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {"exigee": self.exigee, "motif": self.motif}


@dataclass(frozen=True, slots=True)
class Voie:
    """One route for one case on one day. It states; it never recommends."""

    nom: str
    titre: str
    motifs: tuple[Motif, ...]
    competence: str
    """The court or officer, with the text that names it."""
    tentative_amiable: TentativeAmiable
    delai: Delai | None = None
    """The deadline that threatens first."""

    @property
    def etat(self) -> Etat:
        """Closed by one reason that closes, else uncertain by one doubt, else open."""
        sens = {m.sens for m in self.motifs}
        if Sens.FERME in sens:
            return Etat.FERMEE
        return Etat.INCERTAINE if Sens.DOUTE in sens else Etat.OUVERTE

    @property
    def a_completer(self) -> tuple[str, ...]:
        """Paths of the case that would let this route be decided; none if it is closed anyway."""
        fermants = [m for m in self.motifs if m.sens is Sens.FERME]
        if not all(m.champ for m in fermants):
            return ()
        return tuple(dict.fromkeys(m.champ for m in fermants))

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "nom": self.nom,
            "titre": self.titre,
            "etat": str(self.etat),
            "motifs": [m.as_dict() for m in self.motifs],
            "competence": self.competence,
            "tentative_amiable": self.tentative_amiable.as_dict(),
            "delai": self.delai and self.delai.as_dict(),
            "a_completer": list(self.a_completer),
        }
