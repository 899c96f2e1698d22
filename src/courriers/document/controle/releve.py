"""What was found, as it is found: each fault with its place and the text around."""

from __future__ import annotations

from dataclasses import dataclass, field

from courriers.constats import Code, Constat, Gravite, Lieu
from courriers.document.fragments import TEXTE, Fragment

_AUTOUR = 40
"""Signs shown on each side of a fault."""


@dataclass
class Releve:
    """The findings of one file."""

    fichier: str
    constats: list[Constat] = field(default_factory=list)

    def dire(  # noqa: PLR0917 – what a finding is made of
        self, code: Code, gravite: Gravite, message: str, conseil: str = "",
        fragment: Fragment | None = None, place: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        """Add one, on the signs of *fragment* from ``place[0]`` to ``place[1]``."""
        if fragment is None:
            self.constats.append(Constat(code, gravite, message, Lieu(self.fichier), conseil))
            return
        ou = "" if fragment.genre == TEXTE else f" ({fragment.nom or fragment.genre})"
        lieu = Lieu(
            fichier=self.fichier,
            partie=fragment.partie,
            paragraphe=fragment.paragraphe,
            cellule=str(fragment.cellule) if fragment.cellule else None,
            extrait=extrait(fragment.texte, place),
            mots=fragment.texte[slice(*place)] if place else None,
        )
        self.constats.append(Constat(code, gravite, f"{message}{ou}.", lieu, conseil))


def extrait(texte: str, place: tuple[int, int] | None) -> str:
    """The text around *place*, cut with « … »; the beginning of *texte* where no place is known."""
    debut, fin = place or (0, min(len(texte), 2 * _AUTOUR))
    gauche, droite = max(0, debut - _AUTOUR), min(len(texte), fin + _AUTOUR)
    dit = " ".join(texte[gauche:droite].split())
    return f"{'…' if gauche else ''}{dit}{'…' if droite < len(texte) else ''}"
