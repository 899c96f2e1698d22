"""What a case is called: the same from month to month, whoever else is in the source."""

from __future__ import annotations

import unicodedata

from courriers.dossier.roles import Creancier
from courriers.lot.configuration import Configuration


def marque(reglages: Configuration, creancier: Creancier) -> str:
    """What the reference of a case of *creancier* ends with, when there are several creditors.

    One debtor may bear the same code in the books of two: their letters, their folders and their
    memory must not meet. It depends on ``courriers.toml`` alone, so that it stays when the other
    debt is paid. Nothing for ``[creancier]``, nor for the only one.
    """
    if reglages.creancier is None and len(reglages.creanciers) == 1:
        return ""
    connus = reglages.creanciers.items()
    return next((f"-{nom}" for nom, connu in connus if connu is creancier), "")


def pli(reference: str) -> str:
    """*reference* as two spellings of it are one: capitals, spaces too many, accents in two signs.

    >>> pli("Dossier  É-1") == pli("dossier e\u0301-1")
    True
    """
    return " ".join(
        unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", reference).casefold()).split()
    )
