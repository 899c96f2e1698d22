"""Until when each claim, or the title, can be enforced (see :mod:`courriers.droit.prescription`).

Invoices whose limitation ends the same day by the same rule are one deadline. The last day is
included and never moved by CPC, art. 642 (C. civ., art. 2228 and 2229).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace

from courriers.dossier.modele import Dossier
from courriers.droit.agenda.terme import SANS_REPORT, Certitude, Terme, liste
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.prescription import Prescription, au_plus_tot, prescriptions


def extinctions(
    dossier: Dossier, au: datetime.date, decompte: Decompte | None, bareme: Bareme, sans: str
) -> Iterator[Terme]:
    """The end of each limitation; *sans* says why there is no *decompte*.

    Without a statement neither payments nor acknowledgements are counted: each day is then the
    soonest possible, and says so.
    """
    if decompte is not None:
        yield from _groupees(prescriptions(dossier, decompte, bareme))
        return
    for t in _groupees(au_plus_tot(dossier, au, bareme)):
        yield t.doute(
            "a_verifier",
            f"le décompte n’est pas fait ({sans})\u00a0: ni paiement ni interruption n’est compté, "
            "ce jour est le plus proche possible",
        )


def _groupees(connues: Iterable[Prescription]) -> Iterator[Terme]:
    """One for each day and rule, whatever each invoice starts from."""
    groupes: dict[Prescription, list[Prescription]] = {}
    for p in connues:
        cle = replace(p, facture="", motif="", depart=p.terme)
        groupes.setdefault(cle, []).append(p)
    for groupe in groupes.values():
        yield _terme(groupe)


def _terme(groupe: list[Prescription]) -> Terme:
    p = groupe[0]
    factures = tuple(q.facture for q in groupe if q.facture)
    quoi = (
        f"agir avant la prescription\u00a0: {liste(factures)}"
        if factures
        else "faire exécuter le titre avant qu’il soit prescrit"
    )
    t = Terme(
        jour=p.terme,
        nature="prescription",
        quoi=quoi,
        fondement=p.fondement,
        calcul=f"{p.annees} an{'s' if p.annees > 1 else ''} depuis {_motifs(groupe)}\u00a0; "
        f"{SANS_REPORT}",
        imperatif=True,
        objets=factures,
        repere=min(factures, default=""),
        suspendu=p.suspendue_depuis is not None,
    )
    for certitude, reserve in _reserves(p):
        t = t.doute(certitude, reserve)
    return t


def _motifs(groupe: list[Prescription]) -> str:
    distincts = list(dict.fromkeys(p.motif for p in groupe))
    suite = " ou d’autres, selon la facture" if len(distincts) > 3 else ""
    return " ou ".join(distincts[:3]) + suite


def _reserves(p: Prescription) -> Iterator[tuple[Certitude, str]]:
    if p.depart_suppose:
        yield "supposee", "l’exécution n’est pas au dossier («\u00a0executee_le\u00a0»)"
    if not p.relu:
        yield "a_verifier", "règle qu’un juriste doit encore relire"
    if p.reclamee_le is not None:
        jour = f"{p.reclamee_le:%d/%m/%Y}"
        yield "a_verifier", f"réclamée par écrit le {jour}, dans l’année\u00a0: cela peut suffire"
    if p.suspendue_depuis is not None:
        texte = (
            f"suspendue depuis le {p.suspendue_depuis:%d/%m/%Y} par l’accord du débiteur (C. civ., "
            "art. 2238)\u00a0: elle reprendrait, pour six mois au moins, au refus constaté"
        )
        yield "a_verifier", texte
