"""Rows of a batch, made for tests."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import python_calamine

from courriers.lot.sources.cas import Place
from courriers.lot.synthese import Ecrit, LigneDeSynthese, Motif, Recueil, ecrire_synthese
from fabrique import JOUR

PLACE = Place(Path("table.csv"), "", (2,))


def ecrite(**changements: Any) -> LigneDeSynthese:
    """A letter of 1 000 € and 40 € of indemnity, sixty days late, and what is changed in it."""
    donnees: dict[str, Any] = {
        "place": PLACE, "issue": "ecrite", "reference": "C-1", "creancier": "SARL Vasseur",
        "debiteur": "SAS Belledonne", "code_postal": "01000", "ville": "Bourg-en-Bresse",
        "pack": "mise-en-demeure", "titre": "Mise en demeure de payer", "canal": "lrar",
        "jour": JOUR, "devise": "EUR", "somme": Decimal("1040.00"), "principal": Decimal("1000.00"),
        "interets": Decimal(0), "indemnites": Decimal("40.00"),
        "par_age": (Decimal(0), Decimal(0), Decimal("1000.00"), *(Decimal(0),) * 3),
        "echeance": JOUR - datetime.timedelta(60), "retard": 60, "factures": 1,
    }  # fmt: skip
    return LigneDeSynthese(**{**donnees, **changements})


def refusee(code: str = "CREANCE_CEDEE", **changements: Any) -> LigneDeSynthese:
    """A case refused for one reason."""
    donnees: dict[str, Any] = {"place": PLACE, "issue": "refusee", "reference": "R-1"}
    motif = Motif(code, "la créance a été cédée.", "Écrivez au cessionnaire.", "table.csv", 2)
    return LigneDeSynthese(**{**donnees, "motifs": (motif,), **changements})


def beaucoup(nombre: int, devises: tuple[str, ...] = ("EUR",)) -> Iterator[LigneDeSynthese]:
    """*nombre* letters of different sums, by eight steps, three creditors and each currency."""
    for rang in range(nombre):
        principal = Decimal(100 + rang % 9000)
        age = rang % 6
        yield ecrite(
            reference=f"C-{rang:06}", debiteur=f"SARL Client {rang}",
            creancier=f"SAS Créancier {rang % 3}", titre=f"Étape {rang % 8}",
            canal=("lrar", "lettre", "courriel", "lre", "appel", "remise")[rang % 6],
            devise=devises[rang % len(devises)], principal=principal, somme=principal + 40,
            par_age=tuple(principal if a == age else Decimal(0) for a in range(6)),
        )  # fmt: skip


def faire(sortie: Path, lignes: Iterable[LigneDeSynthese]) -> Ecrit:
    """Both files of *lignes* in *sortie*."""
    with Recueil() as recueil:
        for ligne in lignes:
            recueil.ajouter(ligne)
        return ecrire_synthese(sortie, recueil, JOUR)


def feuilles(sortie: Path) -> dict[str, list[list[Any]]]:
    """The cells of the workbook of *sortie* by sheet, as python-calamine reads them."""
    livre = python_calamine.load_workbook(str(sortie / "synthese.xlsx"))
    return {nom: livre.get_sheet_by_name(nom).to_python() for nom in livre.sheet_names}


def table(sortie: Path, nom: str) -> list[dict[str, Any]]:
    """The rows of the sheet *nom*, by heading."""
    tetes, *rangees = feuilles(sortie)[nom]
    return [dict(zip(tetes, rangee, strict=True)) for rangee in rangees]


def exact(valeur: float | str) -> Decimal:
    """A cell, which is read as a float, to the centime."""
    return Decimal(str(valeur)).quantize(Decimal("0.01"))


def mots_du_pdf(octets: bytes) -> str:
    """What the page of *octets* says, every space being an ordinary one."""
    document = pypdfium2.PdfDocument(octets)
    dit = "\n".join(p.get_textpage().get_text_bounded() for p in document)
    return dit.replace("\u202f", " ").replace("\u00a0", " ")
