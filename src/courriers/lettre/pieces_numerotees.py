"""The exhibits of a case, numbered: one list for the bordereau, the stamps and the merged file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.langue.typographie import INSECABLE, date_courte, date_longue


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
    invoice, has that of the invoice; said to be several, each listed with its own file, it is left
    out. Then each invoice counted and not settled, and each credit note on one, whose ``fichier``
    is given and is none of theirs. Without any ``pieces``, every invoice counted, its file given or
    not.
    """
    siennes = list(_du_dossier(dossier))
    factures = list(_des_factures(dossier, decompte, [f for _, _, f, _ in siennes if f]))
    reproduites = {champ for _, champ, fichier, _ in factures if fichier}
    gardees = [x for x in siennes if x[2] or not _dit_les_factures(x[0], dossier, reproduites)]
    trouvees = [*gardees, *factures]
    return tuple(
        PieceNumerotee(rang, titre, champ, fichier, date)
        for rang, (titre, champ, fichier, date) in enumerate(trouvees, start=1)
    )


_LIENS = frozenset({
    "facture", "factures", "avoir", "avoirs", "n", "nº", "no", "nos", "numéro", "numéros", "et",
    "du", "de", "des", "le", "la", "les", "en", "date", "impayée", "impayées",
})  # fmt: skip
"""What a title may say around the numbers and the days of invoices: any other word names another
exhibit."""
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


def _dit_les_factures(titre: str, dossier: Dossier, reproduites: Collection[str]) -> bool:
    """Whether the title *titre* names several invoices, each of *reproduites*, and nothing else."""
    dites = [(n, f) for n, f in enumerate(dossier.factures) if dit_la_facture(titre, f.numero)]
    if len(dites) < 2 or not all(f"factures[{n}]" in reproduites for n, _ in dites):
        return False
    reste = titre.casefold()
    for _, facture in sorted(dites, key=lambda d: len(d[1].numero), reverse=True):
        for texte in (facture.numero, date_longue(facture.date), date_courte(facture.date)):
            reste = reste.replace(texte.casefold(), " ")
    return not set(re.findall(r"\w+", reste)) - _LIENS


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
