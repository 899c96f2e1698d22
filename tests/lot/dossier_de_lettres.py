"""A small folder of letters and its journal, whatever the letters say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from courriers.lot import journal
from courriers.lot.evenements import LettreEcrite
from courriers.lot.journal import empreinte

VIEUX = date(2020, 3, 4)
BORNE = date(2021, 1, 1)
RECENT = date(2026, 11, 23)
PURGE = date(2026, 12, 1)


def octets(nom: str, au: date) -> bytes:
    return f"{nom} du {au}".encode()


def ecrite(ou: Path, reference: str, au: date = VIEUX, pack: str = "mise-en-demeure", **autres):
    """A letter in Word and in PDF, written in *ou* and noted in its journal."""
    suffixes = autres.pop("suffixes", ("docx", "pdf"))
    place = autres.pop("place", reference)
    fichiers = {}
    for suffixe in suffixes:
        nom = f"{place}/{pack}{autres.get('exemplaire', '')}.{suffixe}"
        (ou / nom).parent.mkdir(parents=True, exist_ok=True)
        (ou / nom).write_bytes(octets(nom, au))
        fichiers[nom] = empreinte(octets(nom, au))
    evenement = LettreEcrite(
        reference=reference, pack=pack, au=au,
        **{"canal": "lrar", "creancier": "c1", "fichiers": fichiers, **autres},
    )  # fmt: skip
    journal.ajouter(ou, [evenement])
    return evenement


def contenu(ou: Path) -> list[str]:
    """The files of *ou*, journal and lock apart."""
    return sorted(
        f.relative_to(ou).as_posix()
        for f in ou.rglob("*")
        if not f.is_dir() and f.name not in (journal.NOM, ".courriers.lock")
    )
