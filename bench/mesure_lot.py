"""A batch, measured: letters a second with one worker and with two, memory, what is not letters.

python bench/mesure_lot.py [letters]    120 by default; more for a steadier figure
"""

from __future__ import annotations

import datetime
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from courriers.document.ouvriers import Ouvriers
from courriers.lettre.pack import donnees, load_pack
from courriers.lot.configuration import Configuration
from courriers.lot.execution import produire
from courriers.lot.sources import lire

JOUR = datetime.date(2026, 11, 23)
LETTRES = int(sys.argv[1]) if len(sys.argv) > 1 else 120
TOURS = 3


def dossiers(combien: int) -> list[str]:
    """Varied cases, one a line: names, sums and days differ."""
    exemple = donnees("samples") / "societe-a-societe" / "dossier.json"
    modele = json.loads(exemple.read_text(encoding="utf-8"))
    lignes = []
    for rang in range(combien):
        modele["reference"] = f"R-{rang:06d}"
        modele["debiteur"]["denomination"] = f"Client numéro {rang}"
        modele["factures"][0]["montant_ttc"] = f"{5000 + rang * 7 % 9000}.{rang % 100:02d}"
        lignes.append(json.dumps(modele, ensure_ascii=False))
    return lignes


def tour(source: Path, sortie: Path, travaux: int) -> float:
    """Seconds for the whole source, workers warm."""
    pack = load_pack("mise-en-demeure")
    with Ouvriers(travaux) as ouvriers:
        amorce = source.with_name("amorce.jsonl")
        cas = lire([amorce], Configuration())
        list(produire(cas, pack, JOUR, sortie / "a", executeur=ouvriers))
        depart = time.perf_counter()
        faits = sum(
            r.erreur is None
            for r in produire(
                lire([source], Configuration()), pack, JOUR, sortie / "b", executeur=ouvriers
            )
        )
        duree = time.perf_counter() - depart
    assert faits == LETTRES, faits
    shutil.rmtree(sortie)
    return duree


def main() -> None:
    with tempfile.TemporaryDirectory() as racine:
        source = Path(racine) / "source.jsonl"
        source.write_text("\n".join(dossiers(LETTRES)), encoding="utf-8")
        source.with_name("amorce.jsonl").write_text("\n".join(dossiers(24)), encoding="utf-8")
        durees: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(TOURS):
            for travaux, siennes in durees.items():
                siennes.append(tour(source, Path(racine) / "sortie", travaux))
    un, deux = (statistics.median(durees[n]) for n in (1, 2))
    for travaux, duree in ((1, un), (2, deux)):
        chacune = duree / LETTRES
        print(f"{travaux} processus : {1 / chacune:6.1f} lettres/s, {chacune * 1000:.1f} ms")
    print(f"deux processus valent {un / deux:.2f} fois un (demandé 1,9)")


if __name__ == "__main__":
    main()
