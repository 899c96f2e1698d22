"""The sources, measured: rows to cases, by format; one function a format, in ``MESURES``.

python bench/mesure_sources.py [format…]    all of them by default
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from courriers.lot.configuration import Configuration

INTITULES = (
    "Code client", "Client", "Adresse", "Code postal", "Ville", "N° facture", "Date facture",
    "Échéance", "Montant TTC", "Objet",
)  # fmt: skip
CREANCIER = {
    "type": "societe", "denomination": "Ateliers Vasseur", "forme_juridique": "SARL",
    "capital": "25000.00", "siren": "841203573", "rcs": "Grenoble",
    "adresse": {"lignes": ["18 rue des Forges"], "code_postal": "38000", "ville": "Grenoble"},
    "iban": "FR7630003012340005009876627",
}  # fmt: skip


def reglages() -> Configuration:
    return Configuration.model_validate(
        {"creancier": CREANCIER, "debiteur": {"qualite": "professionnel"}}
    )


def rangees(nombre: int, debiteurs: int) -> Iterable[list[Any]]:
    """*nombre* invoices of *debiteurs* debtors, those of one debtor far apart."""
    for rang in range(nombre):
        qui = rang % debiteurs
        yield [
            f"C{qui:06}", f"SARL Client {qui}", f"{qui % 300 + 1} rue Haute", f"{38000 + qui % 99}",
            "Grenoble", f"FA-{rang:07}", f"{rang % 28 + 1:02}/03/2026",
            f"{rang % 28 + 1:02}/05/2026",
            f"{rang % 9000 + 100},{rang % 100:02}", "Fourniture",
        ]  # fmt: skip


def _dire(quoi: str, lignes: int, cas: int, secondes: float, memoire: float = 0) -> None:
    fin = f", {memoire:.0f} Mo de plus au plus haut" if memoire else ""
    print(
        f"{quoi:<44} {lignes:>7} lignes, {cas:>6} dossiers : {secondes:6.2f} s, "
        f"{lignes / secondes:>7.0f} lignes/s{fin}",
        flush=True,
    )


def _lire(chemin: Path) -> tuple[int, float]:
    """Cases of the tables of *chemin*, and the seconds of this process."""
    from courriers.lot.sources.tables import lire

    debut = time.process_time()
    nombre = 0
    for cas in lire([chemin], reglages()):
        assert cas.erreur is None, cas.erreur
        nombre += 1
    return nombre, time.process_time() - debut


def _csv(chemin: Path, nombre: int, debiteurs: int) -> None:
    with chemin.open("w", encoding="cp1252", newline="") as fichier:
        ecrivain = csv.writer(fichier, delimiter=";")
        ecrivain.writerow(INTITULES)
        ecrivain.writerows(rangees(nombre, debiteurs))


def _xlsx(chemin: Path, nombre: int, debiteurs: int) -> None:
    import datetime

    import openpyxl

    classeur = openpyxl.Workbook(write_only=True)
    feuille = classeur.create_sheet("Impayés")
    feuille.append(INTITULES)
    for rangee in rangees(nombre, debiteurs):
        for champ in (6, 7):
            jour, mois, annee = map(int, rangee[champ].split("/"))
            rangee[champ] = datetime.date(annee, mois, jour)
        rangee[8] = float(rangee[8].replace(",", "."))
        feuille.append(rangee)
    classeur.save(chemin)


def _pic() -> float:
    """Megabytes this process held at its highest."""
    etat = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(x.split()[1]) / 1024 for x in etat.splitlines() if x.startswith("VmHWM"))


def _seul(chemin: str) -> None:
    """In a process of its own: its peak is that of this file alone."""
    from courriers.lot.sources.tables import lire

    temoin = Path(chemin).with_name("temoin.csv")
    _csv(temoin, 50, 50)
    assert all(cas.erreur is None for cas in lire([temoin], reglages()))
    avant = _pic()
    nombre, secondes = _lire(Path(chemin))
    print(nombre, secondes, _pic() - avant)


def mesurer_tables(repertoire: Path) -> None:
    for nombre, debiteurs in ((20_000, 2_000), (20_000, 20_000)):
        classeur = repertoire / "table.xlsx"
        _xlsx(classeur, nombre, debiteurs)
        cas, secondes = _lire(classeur)
        _dire("XLSX", nombre, cas, secondes)
    for nombre in (10_000, 200_000):
        chemin = repertoire / f"table-{nombre}.csv"
        _csv(chemin, nombre, nombre // 10)
        rendu = subprocess.run(
            [sys.executable, __file__, "--seul", str(chemin)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        cas_vus, secondes_dites, memoire = rendu.stdout.split()
        _dire("CSV", nombre, int(cas_vus), float(secondes_dites), float(memoire))


def mesurer_fec(repertoire: Path) -> None:
    del repertoire  # it makes its own
    import mesure_fec

    mesure_fec.main()


def mesurer_factures(repertoire: Path) -> None:
    del repertoire
    import mesure_factures

    mesure_factures.main()


MESURES: dict[str, Callable[[Path], None]] = {
    "tables": mesurer_tables, "fec": mesurer_fec, "factures": mesurer_factures,
}  # fmt: skip
"""By name of format; another format adds its own."""


def principal(noms: list[str]) -> None:
    for nom in noms or MESURES:
        with tempfile.TemporaryDirectory() as repertoire:
            MESURES[nom](Path(repertoire))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seul"]:
        _seul(sys.argv[2])
    else:
        principal(sys.argv[1:])
