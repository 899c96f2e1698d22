"""Which of the packs at hand is due for a case: ``--pack auto`` and ``courriers etape``."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from courriers.constats import Code
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import decompte_arrete
from courriers.droit.escalade import Etape, etape
from courriers.erreurs import LettreRefusee, PackInvalide
from courriers.lettre.pack import Pack


def etape_due(
    dossier: Dossier, packs: Sequence[Pack], au: datetime.date, *, bareme: Bareme | None = None
) -> Etape:
    """The step due for *dossier* on *au* among *packs*, and why.

    Raises:
        TauxInconnu, CalculNonCouvert: the statement cannot be made.
        PackInvalide: the steps of the packs go round in a circle.
    """
    decompte = decompte_arrete(dossier, au, bareme=bareme)
    try:
        return etape(dossier, [p.niveau for p in packs], decompte)
    except ValueError as cercle:
        raise PackInvalide(
            f"Les packs ne s’ordonnent pas : {cercle}.",
            conseil="Corrigez « apres » et « avant » dans leurs pack.toml.",
        ) from None


def pack_du(
    dossier: Dossier, packs: Sequence[Pack], au: datetime.date, *, bareme: Bareme | None = None
) -> Pack:
    """The pack due for *dossier* on *au*.

    Raises:
        LettreRefusee: none is; ``code`` is the first reason, or ``AUCUNE_ETAPE``.
    """
    due = etape_due(dossier, packs, au, bareme=bareme)
    if due.niveau is None:
        liste = "".join(f"\n  - {ligne}" for ligne in due.explication)
        code = due.blocages[0].code if due.blocages else Code.AUCUNE_ETAPE
        raise LettreRefusee(
            f"Aucune étape n’est due pour le dossier {dossier.reference} :{liste}",
            constats=due.blocages,
            code=str(code),
        )
    return next(p for p in packs if p.nom == due.niveau)
