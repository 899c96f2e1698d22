"""The exhibits of a case, numbered: one list for the bordereau, the stamps and the merged file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.langue.typographie import INSECABLE, date_longue


@dataclass(frozen=True, slots=True)
class PieceNumerotee:
    """An exhibit: its number, its title, its file if the case gives one."""

    numero: int
    titre: str
    champ: str
    """Where the case names it: ``pieces[2]``."""
    fichier: str | None = None
    date: datetime.date | None = None

    @property
    def nom(self) -> str:
        """As it is stamped and called: « Pièce n° 3 »."""
        return f"Pièce n°{INSECABLE}{self.numero}"


def pieces_numerotees(dossier: Dossier, decompte: Decompte) -> tuple[PieceNumerotee, ...]:
    """The exhibits of *dossier* for an act that rests on *decompte*, numbered from 1.

    Those of ``pieces`` first, in their order; then each invoice counted and not settled, and each
    credit note on one, whose ``fichier`` is given and is none of theirs. Without any ``pieces``,
    every invoice counted, its file given or not.
    """
    trouvees = [*_du_dossier(dossier), *_des_factures(dossier, decompte)]
    return tuple(
        PieceNumerotee(rang, titre, champ, fichier, date)
        for rang, (titre, champ, fichier, date) in enumerate(trouvees, start=1)
    )


_Trouvee = tuple[str, str, str | None, datetime.date | None]


def _du_dossier(dossier: Dossier) -> Iterator[_Trouvee]:
    for rang, piece in enumerate(dossier.pieces):
        yield piece.titre, f"pieces[{rang}]", piece.fichier, piece.date


def _des_factures(dossier: Dossier, decompte: Decompte) -> Iterator[_Trouvee]:
    pris = {PurePosixPath(p.fichier) for p in dossier.pieces if p.fichier}
    soldes = (*decompte.factures, *decompte.factures_a_echoir)
    comptees = {s.facture for s in soldes if not s.est_soldee}
    for rang, facture in enumerate(dossier.factures):
        liee = facture.sur_facture if facture.est_avoir else facture.numero
        fichier = facture.fichier
        if liee not in comptees or (fichier and PurePosixPath(fichier) in pris):
            continue
        if fichier is None and (dossier.pieces or facture.est_avoir):
            continue
        genre = "Avoir" if facture.est_avoir else "Facture"
        titre = f"{genre} {facture.numero} du {date_longue(facture.date)}"
        yield titre, f"factures[{rang}]", fichier, facture.date
