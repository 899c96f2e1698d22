"""The routes of recovery: what the texts and the case say of each, never which one to take.

A route is *uncertain* only where the text itself is not settled or could not be read, or where it
decides by what no case tells (a consumer abroad: regulation 1215/2012, art. 17 and 18); a fact that
the case does not give closes it, and is named (``a_completer``).
"""

from __future__ import annotations

import datetime

from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import decompte_arrete
from courriers.droit.voies.autres import declaration_de_creance, reclamation_administrative
from courriers.droit.voies.commissaire import creances_commerciales, petites_creances
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.juge import assignation_au_fond, injonctions, refere_provision
from courriers.droit.voies.modele import Etat, Motif, Sens, TentativeAmiable, Voie
from courriers.erreurs import CalculNonCouvert

__all__ = ["Etat", "Faits", "Motif", "Sens", "TentativeAmiable", "Voie", "faits", "voies"]


def faits(dossier: Dossier, au: datetime.date, bareme: Bareme | None = None) -> Faits:
    """What the routes need to know of *dossier* on *au*.

    A case whose statement this version does not compute still has routes; those that need a sum
    are closed, and say why.

    Raises:
        TauxInconnu: a half-year the statement needs is not in the table.
    """
    bareme = bareme or Bareme.integre()
    try:
        decompte = decompte_arrete(dossier, au, bareme=bareme)
    except CalculNonCouvert as refus:
        return Faits(dossier, au, bareme, None, refus.message.rstrip("."))
    return Faits(dossier, au, bareme, decompte)


def voies(dossier: Dossier, au: datetime.date, bareme: Bareme | None = None) -> list[Voie]:
    """Every route for *dossier* on *au*, in the order a recovery usually meets them.

    Raises:
        TauxInconnu: as :func:`faits`.
    """
    connus = faits(dossier, au, bareme)
    return [
        petites_creances(connus),
        creances_commerciales(connus),
        *injonctions(connus),
        refere_provision(connus),
        assignation_au_fond(connus),
        declaration_de_creance(connus),
        reclamation_administrative(connus),
    ]
