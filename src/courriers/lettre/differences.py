"""What differs between two letters, paragraph by paragraph, for a person to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from courriers.constats import Lieu
from courriers.document.archive import Archive
from courriers.document.passages import Passage, passages

_PAGES = re.compile(r"\bPage \d+(?: ?/ ?\d+)?")
_SEMBLABLES = 0.5
"""Share of words in common, in order, from which a paragraph is another one changed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One paragraph that is not the same."""

    genre: str
    """``ajouté``, ``retiré`` or ``changé``."""
    lieu: Lieu
    """In the second letter; in the first one for what was taken away."""
    avant: str
    apres: str

    def __str__(self) -> str:
        dit = f"« {self.avant} » est devenu « {self.apres} »"
        if self.genre != "changé":
            dit = f"« {self.avant or self.apres} »"
        return f"{self.lieu} : {self.genre} : {dit}".replace(" :", "\u00a0:")

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "genre": self.genre,
            "lieu": self.lieu.as_dict(),
            "avant": self.avant,
            "apres": self.apres,
        }


def differences(avant: bytes | Archive, apres: bytes | Archive) -> tuple[Difference, ...]:
    """Paragraphs added, taken away or changed from *avant* to *apres*, in reading order.

    Page numbers apart, and headers said once more or once less, as programs rewrite them.
    """
    anciens, nouveaux = passages(avant), passages(apres)
    cles_a, cles_b = ([(x.partie, _PAGES.sub("Page", x.texte)) for x in lus]
                      for lus in (anciens, nouveaux))  # fmt: skip
    communs = set(cles_a) & set(cles_b)
    trouvees: list[Difference] = []
    for genre, a, b, c, d in SequenceMatcher(None, cles_a, cles_b, autojunk=False).get_opcodes():
        if genre == "equal":
            continue
        retires, ajoutes = (
            [
                x
                for x, cle in zip(lus, cles, strict=True)
                if x.partie == "corps" or cle not in communs
            ]
            for lus, cles in ((anciens[a:b], cles_a[a:b]), (nouveaux[c:d], cles_b[c:d]))
        )
        for ajoute in ajoutes:
            origine = next((x for x in retires if _se_ressemblent(x.texte, ajoute.texte)), None)
            if origine is not None:
                retires.remove(origine)
            trouvees.append(_difference(origine, ajoute))
        trouvees += [_difference(retire, None) for retire in retires]
    return tuple(trouvees)


def _se_ressemblent(a: str, b: str) -> bool:
    return SequenceMatcher(None, a.split(), b.split(), autojunk=False).ratio() >= _SEMBLABLES


def _difference(avant: Passage | None, apres: Passage | None) -> Difference:
    ici = apres or avant
    assert ici is not None  # noqa: S101 – one of the two is there
    cellule = str(ici.cellule) if ici.cellule else None
    genre = "ajouté" if avant is None else "retiré" if apres is None else "changé"
    return Difference(
        genre,
        Lieu(partie=ici.partie, paragraphe=ici.numero, cellule=cellule),
        "" if avant is None else avant.texte,
        "" if apres is None else apres.texte,
    )
