"""What must be done in a case, and by when: each day with its text and how it was counted.

Known here: limitation of each claim or of the title; the order to pay (service, opposition, title);
what a hearing asks for beforehand; the declaration in insolvency proceedings; the small claims
procedure; the debtor's answer to the last letter and the next one; instalments; what guarantors
must be told. Nothing is recommended: a day that the case or the texts do not settle says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from courriers.dossier.modele import Dossier
from courriers.droit.agenda import amiable, extinction, insolvabilite, justice
from courriers.droit.agenda.terme import NATURES, Certitude, Nature, Terme
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte, decompte_arrete
from courriers.droit.escalade import Niveau
from courriers.erreurs import CalculNonCouvert, TauxInconnu

__all__ = ["NATURES", "Certitude", "Nature", "Terme", "agenda"]

_GELES = ("prescription", "signification", "opposition", "titre", "placement", "delivrance")
"""What insolvency or over-indebtedness may stop or move."""
_INTERDITS = ("reponse", "etape", "echeance")
"""Payments that the debtor can then no longer make."""


def agenda(
    dossier: Dossier,
    au: datetime.date,
    *,
    niveaux: Sequence[Niveau] = (),
    bareme: Bareme | None = None,
) -> tuple[Terme, ...]:
    """Every deadline of *dossier* known on *au*, the soonest first, those past by then included.

    A case whose statement cannot be made (a rate not in the table, rules not computed) has its
    deadlines all the same: what depends on payments is then counted without them, and says so.

    Args:
        dossier: the case; what it dates after *au* is not known yet.
        au: the day.
        niveaux: the steps of the climb, for the next letter and the answer to the last one.
        bareme: the periods; those of this version by default.

    Raises:
        DateInvalide: *au* is out of the calendar.
    """
    bareme = bareme or Bareme.integre()
    sans, decompte = "", None
    try:
        decompte = decompte_arrete(dossier, au, bareme=bareme)
    except (CalculNonCouvert, TauxInconnu) as refus:
        sans = refus.message.rstrip(".")
    reserve = insolvabilite.reserve(dossier, au)
    trouves = []
    for t in _tous(dossier, au, decompte, bareme, niveaux=niveaux, sans=sans):
        if reserve and t.nature in _INTERDITS:
            continue
        trouve = t.doute("a_verifier", reserve) if reserve and t.nature in _GELES else t
        trouves.append(trouve.vu_le(au))
    return tuple(sorted(trouves, key=lambda t: (t.jour, NATURES.index(t.nature), t.repere)))


def _tous(
    dossier: Dossier,
    au: datetime.date,
    decompte: Decompte | None,
    bareme: Bareme,
    *,
    niveaux: Sequence[Niveau],
    sans: str,
) -> Iterator[Terme]:
    yield from extinction.extinctions(dossier, au, decompte, bareme, sans)
    yield from justice.injonction(dossier, au, bareme)
    yield from justice.audience(dossier, au, bareme)
    yield from insolvabilite.declaration(dossier, au, bareme)
    yield from amiable.petites_creances(dossier, au, bareme)
    yield from amiable.echeances(dossier, au)
    yield from amiable.cautions(dossier, au, decompte)
    if decompte is not None and niveaux:
        yield from amiable.reponse(dossier, decompte, niveaux)
        yield from amiable.prochaine_etape(dossier, decompte, niveaux)
