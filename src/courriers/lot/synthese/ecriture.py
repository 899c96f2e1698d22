"""The summary of a batch, in its folder: a workbook and a page, each whole or not at all."""

from __future__ import annotations

import datetime
import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from courriers.erreurs import CourriersError, motif_systeme
from courriers.lot.synthese.cumuls import Cumuls
from courriers.lot.synthese.feuilles import Feuilles
from courriers.lot.synthese.lignes import LigneDeSynthese
from courriers.lot.synthese.page import page

CLASSEUR = "synthese.xlsx"
PAGE = "synthese.pdf"
_AUTRES_NOMS = 9
"""Names tried when another program holds the file: « synthese-2.xlsx »…"""


@dataclass(frozen=True)
class Ecrit:
    """The files of a summary, and what kept one from being written, or from having its name."""

    fichiers: tuple[Path, ...]
    erreurs: tuple[CourriersError, ...] = ()


class Recueil:
    """A summary being made, one row at a time, in a memory that does not grow with them.

    To be closed, as a file: ``with Recueil(sortie, au) as recueil``.
    """

    def __init__(self, sortie: Path, au: datetime.date) -> None:
        self._sortie, self._au = sortie, au
        self._cumuls, self._feuilles = Cumuls(), Feuilles(sortie, au)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _faute: BaseException | None,
        _suite: TracebackType | None,
    ) -> None:  # fmt: skip
        self._feuilles.fermer()

    def ajouter(self, ligne: LigneDeSynthese) -> None:
        """One case more."""
        self._cumuls.ajouter(ligne)
        self._feuilles.ajouter(ligne)

    def ecrire(self) -> Ecrit:
        """Write both files, once; one that cannot be written does not stop the other."""
        fichiers, erreurs = list[Path](), list[CourriersError]()
        for nom, remplir in (
            (CLASSEUR, lambda flux: self._feuilles.ecrire(flux, self._cumuls)),
            (PAGE, lambda flux: flux.write(page(self._cumuls, self._au))),
        ):
            try:
                fichier, occupe = _poser(self._sortie / nom, remplir)
            except OSError as faute:
                erreurs.append(_impossible(self._sortie / nom, faute))
            except CourriersError as faute:
                erreurs.append(faute)
            except Exception as faute:  # noqa: BLE001 – a page that cannot be drawn is not a loss
                erreurs.append(_imprevu(nom, faute))
            else:
                fichiers.append(fichier)
                if occupe:
                    erreurs.append(_ouvert(self._sortie / nom, fichier))
        return Ecrit(tuple(fichiers), tuple(erreurs))


def synthese(
    lignes: Iterable[LigneDeSynthese], sortie: Path, au: datetime.date
) -> tuple[Path, ...]:
    """Write ``synthese.xlsx`` and ``synthese.pdf`` in *sortie*, and say where they are.

    The same rows give the same bytes. :class:`Recueil` does it row by row, and tells the files
    from the errors.

    Args:
        lignes: what became of each case, read once.
        sortie: the folder of the letters, created if needed.
        au: the day of the letters.

    Raises:
        CourriersError: a file could not be written under its name, the other was; code
            ``ECRITURE_IMPOSSIBLE``.
        MoteurPdfAbsent: this machine lacks what draws the page; the workbook was written.
    """
    with Recueil(sortie, au) as recueil:
        for ligne in lignes:
            recueil.ajouter(ligne)
        ecrit = recueil.ecrire()
    for erreur in ecrit.erreurs:
        raise erreur
    return ecrit.fichiers


def _poser(chemin: Path, remplir: Callable[[IO[bytes]], object]) -> tuple[Path, bool]:
    """Write *chemin*, or beside it if another program holds it; where, and whether one does."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with provisoire.open("xb") as flux:
            remplir(flux)
            flux.flush()
            os.fsync(flux.fileno())
        return _nommer(provisoire, chemin)
    finally:
        provisoire.unlink(missing_ok=True)


def _nommer(provisoire: Path, chemin: Path) -> tuple[Path, bool]:
    try:
        provisoire.replace(chemin)
    except PermissionError as refus:
        # What an hour of work has written must not be lost for a file left open in Excel.
        for rang in range(2, _AUTRES_NOMS + 1):
            autre = chemin.with_name(f"{chemin.stem}-{rang}{chemin.suffix}")
            try:
                provisoire.replace(autre)
            except PermissionError:
                continue
            return autre, True
        raise refus from None
    return chemin, False


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
