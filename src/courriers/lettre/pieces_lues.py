"""The exhibits of a case read, each stamped; what is wrong with one stops no other."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.document.assemblage.lecture import Lu, lire
from courriers.dossier.modele import Dossier
from courriers.erreurs import DelaiDepasse, PdfInvalide, motif_systeme
from courriers.lettre.emplacement import HorsDuDossier, emplacement
from courriers.lettre.pieces_numerotees import PieceNumerotee

_DU_DISQUE = (errno.ENOSPC, errno.EROFS)
"""What the folder written to refuses, not the file read."""


@dataclass(frozen=True)
class PiecesLues:
    """The exhibits once read."""

    lues: tuple[tuple[PieceNumerotee, Lu | None], ...]
    """Nothing for one that cannot be."""
    constats: tuple[Constat, ...]


def lire_les_pieces(
    pieces: Sequence[PieceNumerotee], dossier: Dossier, atelier: Path, executeur: Executor | None
) -> PiecesLues:
    """Every exhibit read and stamped in *atelier*, and all that is to be said of them.

    Raises:
        OSError: the disk of *atelier* refuses.
        CourriersError: pikepdf is not installed; code ``LOT_ABSENT``.
    """
    lues: list[tuple[PieceNumerotee, Lu | None]] = []
    constats: list[Constat] = []
    for piece in pieces:
        lu, dits = _lue(piece, dossier, atelier, executeur)
        lues.append((piece, lu))
        constats += dits
    return PiecesLues(tuple(lues), tuple(constats))


def _lue(
    piece: PieceNumerotee, dossier: Dossier, atelier: Path, executeur: Executor | None
) -> tuple[Lu | None, list[Constat]]:
    appelee = f"{piece.nom} (« {piece.titre} »)"
    lieu = Lieu(fichier=piece.fichier, champ=f"{piece.champ}.fichier")
    if piece.fichier is None:
        conseil = "Donnez-le dans « fichier », ou joignez la pièce à la main."
        message = f"{appelee} : le dossier ne donne pas son fichier."
        return None, [avertissement(Code.PIECE_SANS_FICHIER, message, conseil, lieu)]
    nomme = f"{appelee}, {piece.fichier}"
    try:
        lu = lire(
            emplacement(dossier, piece.fichier),
            atelier / f"{piece.numero}.pdf",
            titre=f"{piece.nom} – {piece.titre}",
            tampon=piece.nom,
            executeur=executeur,
        )
    except HorsDuDossier as faute:
        message, conseil = f"{appelee} : {faute}", "Placez-le à côté du dossier."
    except OSError as faute:
        if faute.errno in _DU_DISQUE:
            raise
        message, conseil = f"{nomme} : {motif_systeme(faute)}.", "Placez-le à côté du dossier."
    except (PdfInvalide, DelaiDepasse) as faute:
        message, conseil = f"{nomme} : {faute.message.rstrip('.')}.", faute.conseil
    else:
        dits = [replace(c, message=f"{nomme} : {c.message}", lieu=lieu) for c in lu.constats]
        return lu, dits
    return None, [erreur(Code.PIECE_ILLISIBLE, message, conseil, lieu)]
