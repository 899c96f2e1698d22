"""The exhibits of a case, numbered: one list for the bordereau, the stamps and the merged file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
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

    Those of ``pieces`` first, in their order: one that gives no file, and is said to be a single
    invoice, has that of the invoice. Then each invoice counted and not settled, and each credit
    note on one, whose ``fichier`` is given and is none of theirs. Without any ``pieces``, every
    invoice counted, its file given or not.
    """
    siennes = list(_du_dossier(dossier))
    trouvees = [*siennes, *_des_factures(dossier, decompte, [f for _, _, f, _ in siennes if f])]
    return tuple(
        PieceNumerotee(rang, titre, champ, fichier, date)
        for rang, (titre, champ, fichier, date) in enumerate(trouvees, start=1)
    )


_Trouvee = tuple[str, str, str | None, datetime.date | None]


def _du_dossier(dossier: Dossier) -> Iterator[_Trouvee]:
    for rang, piece in enumerate(dossier.pieces):
        fichier = piece.fichier or _de_la_facture_dite(piece.titre, dossier)
        yield piece.titre, f"pieces[{rang}]", fichier, piece.date


def dit_la_facture(titre: str, numero: str) -> bool:
    """Whether the title *titre* says that its exhibit is the invoice, or credit note, *numero*."""
    dit = titre.casefold()
    motif = rf"(?<![\w-]){re.escape(numero.casefold())}(?![\w-])"
    return ("facture" in dit or "avoir" in dit) and re.search(motif, dit) is not None


def _de_la_facture_dite(titre: str, dossier: Dossier) -> str | None:
    """The file of the one invoice that *titre* names; nothing if it names several, or none."""
    dites = [f for f in dossier.factures if dit_la_facture(titre, f.numero)]
    return dites[0].fichier if len(dites) == 1 else None


def _des_factures(
    dossier: Dossier, decompte: Decompte, donnes: Sequence[str]
) -> Iterator[_Trouvee]:
    pris = {PurePosixPath(fichier) for fichier in donnes}
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
