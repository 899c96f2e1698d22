"""A workbook (XLSX, XLSM, XLS, ODS): its sheets, their values, and what the values do not say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from courriers.erreurs import CourriersError
from courriers.lot.sources.tables.classeur_brut import Brut, bruts
from courriers.lot.sources.tables.lecture_csv import COLONNES_MAX, refus_du_systeme
from courriers.lot.sources.tables.modele import Feuille, Rangee, illisible

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

TAILLE_MAX = 200_000_000
"""Most bytes of a workbook, as it stands on the disk."""
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


def est_un_classeur(debut: bytes) -> bool:
    """Whether a file that begins so is a workbook, whatever its name."""
    return debut.startswith((_OLE, _ZIP))


def feuilles(chemin: Path) -> list[Feuille]:
    """The sheets of *chemin* that are shown; those that are hidden when none is.

    Raises:
        DossierInvalide: it cannot be opened: damaged, locked, protected by a password.
        CourriersError: the library that reads workbooks is not installed; code ``LOT_ABSENT``.
    """
    calamine = _calamine()
    try:
        if chemin.stat().st_size > TAILLE_MAX:
            raise illisible(chemin, f"le classeur dépasse {TAILLE_MAX // 1_000_000} Mo.")
        with chemin.open("rb") as octets:
            est_zip = octets.read(4) == _ZIP
        par_nom = bruts(chemin) if est_zip else {}
        # A buffer, not a path: the library would keep the file open.
        classeur = calamine.load_workbook(str(chemin))
        visibles = [m.name for m in classeur.sheets_metadata
                    if m.visible == calamine.SheetVisibleEnum.Visible
                    and m.typ == calamine.SheetTypeEnum.WorkSheet]  # fmt: skip
        lues = [
            _feuille(chemin, classeur.get_sheet_by_name(nom), par_nom.get(nom, Brut()))
            for nom in (visibles or classeur.sheet_names)
        ]
        classeur.close()
    except OSError as faute:
        raise refus_du_systeme(chemin, faute) from None
    except calamine.PasswordError:
        raise _protege(chemin) from None
    except calamine.CalamineError:
        raise _abime(chemin) from None
    except BaseException as faute:
        # What the library panics on, in a damaged file, is no ordinary exception.
        if type(faute).__name__ != "PanicException":
            raise
        raise _abime(chemin) from None
    return lues


def _calamine() -> Any:
    try:
        import python_calamine
    except ModuleNotFoundError:
        raise CourriersError(
            "Lire un classeur demande « python-calamine », qui n’est pas installé.",
            conseil='Dans le répertoire de courriers, tapez : pip install ".[lot]"',
            code="LOT_ABSENT",
        ) from None
    return python_calamine


def _abime(chemin: Path) -> CourriersError:
    return illisible(
        chemin,
        "le classeur est abîmé, ou d’un format qui n’est pas lu.",
        "Ouvrez-le dans Excel ou LibreOffice et enregistrez-le en .xlsx.",
    )


def _protege(chemin: Path) -> CourriersError:
    return illisible(
        chemin,
        "le classeur est protégé par un mot de passe.",
        "Enregistrez-le sans mot de passe.",
    )


def _feuille(chemin: Path, lue: CalamineSheet, brut: Brut) -> Feuille:
    if lue.start is not None and lue.width > COLONNES_MAX:
        raise illisible(
            chemin, f"la feuille a {lue.width} colonnes.",
            "Ne gardez que la table, ou enregistrez-la dans un autre classeur.", feuille=lue.name,
        )  # fmt: skip
    depart = [""] * (lue.start[1] if lue.start is not None else 0)

    def rangees() -> Iterator[Rangee]:
        for rang, cellules in enumerate(lue.iter_rows(), start=1):
            yield rang, depart + list(cellules) if depart else cellules  # type: ignore[misc]

    return Feuille(
        chemin, rangees, lue.name, tuple(lue.merged_cell_ranges or ()), brut.masquees, brut.fautives
    )
