"""What makes the letters of a command: processes of this machine, or a cluster."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.document.ouvriers import Ouvriers
from courriers.erreurs import CourriersError

if TYPE_CHECKING:
    from courriers.lot.grappe import Grappe


def executeur_choisi(
    travaux: int | None, adresse: str | None, sortie: Path | None, delai: float
) -> AbstractContextManager[Ouvriers | Grappe]:
    """The executor of a batch.

    Args:
        travaux: how many processes; one a processor by default.
        adresse: of a cluster; this machine by default.
        sortie: where letters go; nothing when none is written.
        delai: seconds a letter may take.

    Raises:
        CourriersError: the option ``grappe`` is not installed; code ``OPTION_ABSENTE``.
    """
    if adresse is None:
        return Ouvriers(travaux, delai)
    if travaux is not None:
        raise click.UsageError(
            "« --travaux » est pour cette machine : sur une grappe, chaque ouvrier Dask dit "
            "combien de lettres il écrit à la fois."
        )
    try:
        from courriers.lot.grappe import grappe
    except ModuleNotFoundError as absent:
        if (absent.name or "").partition(".")[0] == "courriers":
            raise
        raise CourriersError(
            f"Une grappe demande «\u00a0{absent.name}\u00a0», qui n’est pas installé.",
            conseil='Dans le répertoire de courriers, tapez\u00a0: pip install ".[grappe]"',
            code="OPTION_ABSENTE",
        ) from None
    return grappe(adresse, sortie, delai=delai)
