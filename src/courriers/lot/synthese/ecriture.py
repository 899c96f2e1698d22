"""The summary of a batch, in its folder: a workbook and a page, each whole or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from courriers.erreurs import CourriersError, motif_systeme
from courriers.lot.ecriture import ecrire_peu_a_peu
from courriers.lot.synthese.feuilles import ecrire_le_classeur
from courriers.lot.synthese.page import page
from courriers.lot.synthese.recueil import Recueil

CLASSEUR = "synthese.xlsx"
PAGE = "synthese.pdf"
_AUTRES_NOMS = 9
"""Names tried when another program holds the file: « synthese-2.xlsx »…"""
_Remplir = Callable[[IO[bytes]], object]


@dataclass(frozen=True)
class Ecrit:
    """The files of a summary, and what kept one from being written, or from having its name."""

    fichiers: tuple[Path, ...]
    erreurs: tuple[CourriersError, ...] = ()


def ecrire_synthese(repertoire: Path, recueil: Recueil, au: datetime.date) -> Ecrit:
    """Write ``synthese.xlsx`` and ``synthese.pdf`` in *repertoire*: what *recueil* holds.

    Nothing is raised: one that cannot be written does not stop the other, and the letters are
    there. The same rows give the same bytes.

    Args:
        repertoire: the folder of the letters, created if needed.
        recueil: what became of each case; no row is added to it any more.
        au: the day of the batch.

    Returns:
        The files, and the errors: codes ``ECRITURE_IMPOSSIBLE``, ``LOT_ABSENT`` (openpyxl is not
        there), ``MOTEUR_PDF_ABSENT`` or ``ERREUR_INTERNE``.
    """
    fichiers, erreurs = list[Path](), list[CourriersError]()
    for nom, remplir in (
        (CLASSEUR, lambda flux: ecrire_le_classeur(flux, recueil, repertoire, au)),
        (PAGE, lambda flux: flux.write(page(recueil.cumuls, au))),
    ):
        chemin = repertoire / nom
        try:
            fichier = _poser(chemin, remplir)
        except OSError as faute:
            erreurs.append(_impossible(chemin, faute))
        except CourriersError as faute:
            erreurs.append(faute)
        except Exception as faute:  # noqa: BLE001 – a page that cannot be drawn is not a loss
            erreurs.append(_imprevu(nom, faute))
        else:
            fichiers.append(fichier)
            if fichier != chemin:
                erreurs.append(_ouvert(chemin, fichier))
    return Ecrit(tuple(fichiers), tuple(erreurs))


def _poser(chemin: Path, remplir: _Remplir) -> Path:
    """Write *chemin*, or beside it if another program holds it; where."""
    try:
        ecrire_peu_a_peu(chemin, remplir)
    except PermissionError as refus:
        # What a whole batch has told must not be lost for a file left open in Excel.
        for rang in range(2, _AUTRES_NOMS + 1):
            autre = chemin.with_name(f"{chemin.stem}-{rang}{chemin.suffix}")
            try:
                ecrire_peu_a_peu(autre, remplir)
            except PermissionError:
                continue
            return autre
        raise refus from None
    return chemin


def _ouvert(chemin: Path, autre: Path) -> CourriersError:
    return CourriersError(
        f"{chemin} est ouvert dans un autre programme\u00a0: la synthèse est dans {autre.name}.",
        conseil="Fermez-le dans Excel ou dans votre lecteur de PDF, puis renommez l’autre.",
        code="ECRITURE_IMPOSSIBLE",
    )


def _impossible(chemin: Path, faute: OSError) -> CourriersError:
    return CourriersError(
        f"{chemin} ne peut pas être écrit\u00a0: {motif_systeme(faute)}.",
        conseil="S’il est ouvert, fermez-le\u00a0; sinon, vérifiez les droits et la place. "
        "Les lettres sont écrites.",
        code="ECRITURE_IMPOSSIBLE",
    )


def _imprevu(nom: str, faute: Exception) -> CourriersError:
    return CourriersError(
        f"{nom} n’a pas été écrit\u00a0: erreur interne ({type(faute).__name__}\u00a0: {faute}).",
        conseil="Signalez-la. Les lettres sont écrites.",
        code="ERREUR_INTERNE",
    )
