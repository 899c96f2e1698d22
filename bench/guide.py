"""The tables of fields and filters of ``docs/guide-du-juriste.md``, made from the contract.

``make guide`` writes them again between their markers; a test says when they are late.
"""

from __future__ import annotations

import re
from pathlib import Path

from courriers.lettre.aide_memoire import quand_vide
from courriers.lettre.champs import chapitres, filtres

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide-du-juriste.md"


def _rang(nom, *cellules):
    propres = [re.sub(r"([|*_<\\])", r"\\\1", texte) for texte in cellules]
    return "|".join(["", f" `{nom}` ", *(f" {c} " if c else " " for c in propres), ""])


def _tableau(entetes, rangs):
    return "\n".join([f"| {' | '.join(entetes)} |", "|---" * len(entetes) + "|", *rangs])


def champs():
    """One table by chapter."""
    entetes = ("champ", "genre", "sens", "exemple", "vide quand")
    return "\n\n".join(
        f"### {chapitre.titre}\n\n"
        + _tableau(
            entetes,
            [_rang(c.nom, c.genre, c.sens, c.exemple, quand_vide(c)) for c in chapitre.champs],
        )
        for chapitre in chapitres()
    )


def guide(texte):
    """*texte*, its two zones made again."""
    de_filtres = [_rang(f.nom, f.sens, f.exemple) for f in filtres().values()]
    zones = {"champs": champs(), "filtres": _tableau(("filtre", "effet", "exemple"), de_filtres)}
    for nom, zone in zones.items():
        avant, reste = texte.split(f"<!-- {nom} -->\n")
        apres = reste.split(f"<!-- /{nom} -->")[1]
        texte = f"{avant}<!-- {nom} -->\n{zone}\n<!-- /{nom} -->{apres}"
    return texte


if __name__ == "__main__":
    GUIDE.write_text(guide(GUIDE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
