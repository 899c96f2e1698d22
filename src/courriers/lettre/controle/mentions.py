"""Words a pack forbids, where they stand in its templates.

Those it requires are looked for in the letters filled with the samples: a sentence may say them by
a field, or under a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from courriers.constats import Code, Gravite
from courriers.document.controle.releve import Releve
from courriers.document.fragments import TEXTE, Fragment
from courriers.lettre.manifeste import DocumentDuPack
from courriers.lettre.pack import Pack
from courriers.lettre.relecture.lecture import plat

_A_TOUS = "tous"


def interdites(
    textes: Iterable[tuple[Fragment, str]], pack: Pack, document: DocumentDuPack, releve: Releve
) -> None:
    """What must be said to no debtor and by no writer.

    What is forbidden to some only may stand under a condition: the letters filled tell.
    """
    groupes = [m for cle, m in pack.manifeste.mentions.items() if cle == _A_TOUS]
    groupes += [m for cle, m in document.mentions.items() if cle == _A_TOUS]
    motifs = [
        re.compile(plat(motif), re.IGNORECASE) for groupe in groupes for motif in groupe.interdites
    ]
    for fragment, texte in textes:
        if fragment.genre != TEXTE:
            continue
        lisse = plat(texte)
        for trouve in (t for motif in motifs for t in motif.finditer(lisse)):
            releve.dire(
                Code.MENTION_INTERDITE, Gravite.ERREUR,
                f"« {trouve[0]} » ne doit pas figurer dans cette lettre",
                "Retirez ces mots : « pack.toml » les interdit.", fragment, trouve.span(),
            )  # fmt: skip
