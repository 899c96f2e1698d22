"""Why a case is refused, as a person reads it: one fault is one line, with its place said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from courriers.constats import Constat
from courriers.erreurs import DossierInvalide


def refus(ou: object, constats: Sequence[Constat], sujet: str = "") -> DossierInvalide:
    """The refusal of a case for all of *constats*.

    Args:
        ou: the place of the case, said once above several faults.
        constats: the faults; each keeps its whole place for whoever reads it alone.
        sujet: whom the case is about, where the faults may not say it.
    """
    if len(constats) == 1:
        (seul,) = constats
        place = str(seul.lieu) or str(ou)
        message = seul.message
        if sujet and sujet not in message:
            message = f"{sujet}\u00a0: {message}"
        return DossierInvalide(f"{place}\u00a0: {message}", conseil=seul.conseil, constats=constats)
    qui = f"{sujet}, " if sujet else ""
    dites = "".join(f"\n  - {_sans_le_fichier(c, str(ou))}" for c in constats)
    return DossierInvalide(f"{ou}\u00a0: {qui}{len(constats)} fautes.{dites}", constats=constats)


def _sans_le_fichier(constat: Constat, ou: str) -> Constat:
    """*constat* without the file and the sheet that stand just above."""
    lieu = constat.lieu
    if lieu.fichier is None or not ou.startswith(lieu.fichier):
        return constat
    partie = None if lieu.partie and lieu.partie in ou else lieu.partie
    return replace(constat, lieu=replace(lieu, fichier=None, partie=partie))
