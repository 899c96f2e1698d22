"""The summary of a batch, measured: seconds, bytes, and the memory it takes at its highest.

python bench/mesure_synthese.py [rows…]    1 000 and 100 000 by default
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from courriers.constats import Code, avertissement
from courriers.lot.sources.cas import Place
from courriers.lot.synthese import Ecrit, LigneDeSynthese, Motif, Recueil, ecrire_synthese

AU = datetime.date(2026, 11, 23)
ZERO = Decimal(0)


def lignes(nombre: int) -> Iterator[LigneDeSynthese]:
    """*nombre* cases: one in ten refused, one in five with something to look at."""
    a_voir = (
        avertissement(Code.ADRESSE_TROP_LONGUE, "la ligne d’adresse est longue.", "Abrégez."),
    )
    for rang in range(nombre):
        place = Place(Path("clients.csv"), "", (rang + 2,))
        if rang % 10 == 9:
            motif = Motif("CHAMP_MANQUANT", "le code postal manque.", "", "clients.csv", rang + 2)
            yield LigneDeSynthese(place, "refusee", motifs=(motif,))
            continue
        principal, age = Decimal(10_000 + rang) / 100, rang % 6
        yield LigneDeSynthese(
            place, "ecrite", f"C-{rang:06}", f"SARL Créancier {rang % 40}", f"SAS Client {rang}",
            f"{38000 + rang % 99}", "Grenoble", "mise-en-demeure", "Mise en demeure de payer",
            "lrar", AU, 2, "EUR", principal + 40, principal, ZERO, Decimal(40),
            tuple(principal if a == age else ZERO for a in range(6)),
            AU - datetime.timedelta(40 * age), 40 * age, 1,
            fichiers=(Path(f"lettres/C-{rang:06}/mise-en-demeure.pdf"),),
            a_voir=a_voir if rang % 5 == 0 else (),
        )  # fmt: skip


def _pic() -> float:
    """Megabytes this process held at its highest."""
    etat = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(x.split()[1]) / 1024 for x in etat.splitlines() if x.startswith("VmHWM"))


def _synthese(nombre: int, repertoire: Path) -> tuple[float, float, Ecrit]:
    """Seconds to put the rows aside, seconds to write both files, and the files."""
    debut = time.perf_counter()
    with Recueil() as recueil:
        for ligne in lignes(nombre):
            recueil.ajouter(ligne)
        milieu = time.perf_counter()
        ecrit = ecrire_synthese(repertoire, recueil, AU)
    assert not ecrit.erreurs, ecrit.erreurs
    return milieu - debut, time.perf_counter() - milieu, ecrit


def _seul(nombre: int) -> None:
    """In a process of its own: its peak is that of this batch, less that of a tiny one."""
    with tempfile.TemporaryDirectory() as repertoire:
        _synthese(20, Path(repertoire))
        avant = _pic()
        mise, ecriture, ecrit = _synthese(nombre, Path(repertoire))
        tailles = ", ".join(f"{f.name} {f.stat().st_size / 1e6:.2f} Mo" for f in ecrit.fichiers)
        print(
            f"{nombre:>7} lignes : {mise:5.2f} s pour les retenir, {ecriture:5.2f} s pour écrire, "
            f"{_pic() - avant:5.1f} Mo de plus au plus haut ; {tailles}"
        )


def principal(nombres: list[str]) -> None:
    for nombre in nombres or ("1000", "100000"):
        subprocess.run([sys.executable, __file__, "--seul", nombre], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seul"]:
        _seul(int(sys.argv[2]))
    else:
        principal(sys.argv[1:])
