"""Proof-reading: the finished file is opened again and held to the case, made again from scratch.

It reads what the addressee will read, not what the template meant. The statement, the deadline,
the names are made again here from the case, the pack and the day: never taken from the context
that filled the letter, so that a fault of the one is not a fault of the other.
"""

from __future__ import annotations

import datetime

from courriers.constats import Constat
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.lettre.pack import Pack
from courriers.lettre.relecture import (
    blancs,
    chiffres,
    dates,
    identite,
    mentions,
    tableaux,
    typographie,
)
from courriers.lettre.relecture.lecture import Lecture, normaliser
from courriers.lettre.relecture.recalcul import Recalcul

__all__ = ["normaliser", "relire"]


def relire(
    docx: bytes,
    dossier: Dossier,
    pack: Pack,
    au: datetime.date,
    *,
    canal: str | None = None,
    bareme: Bareme | None = None,
    document: str | None = None,
) -> list[Constat]:
    """What is wrong in a finished letter; nothing, when it may be signed.

    Args:
        docx: the finished Word file.
        dossier: the case.
        pack: the step.
        au: the day of the letter.
        canal: how it goes; not checked otherwise.
        bareme: rates; those of this version by default.
        document: which one of the pack; the first by default, which claims the sum. The others
            need repeat neither it nor the mentions the law requires.

    Raises:
        FichierWordInvalide: not a readable Word file.
        TauxInconnu, CalculNonCouvert: the statement cannot be made again.
    """
    calcul, lu = Recalcul.de(dossier, pack, au, canal, bareme), Lecture(docx)
    donnees = calcul.donnees
    principal = document in (None, pack.manifeste.documents[0].nom)
    constats = [
        *blancs.balises(lu, donnees),
        *blancs.blancs(lu, donnees),
        *blancs.phrases(lu, donnees),
        *chiffres.chiffres(lu, calcul, principal=principal),
        *dates.dates(lu, calcul),
        *identite.references(lu, calcul),
        *identite.paiement(lu, calcul),
        *identite.coordonnees(lu, calcul),
        *identite.autres(lu, calcul),
        *mentions.interdites(lu, calcul),
        *typographie.typographie(lu, donnees),
    ]
    if principal:
        constats += [
            *dates.delai(lu, calcul),
            *dates.date_de_la_lettre(lu, calcul),
            *tableaux.tableaux(lu, calcul),
            *identite.expediteur(lu, calcul),
            *identite.destinataire(lu, calcul),
            *mentions.requises(lu, calcul),
            *mentions.la_loi(lu, calcul),
        ]
    return list(dict.fromkeys(constats))
