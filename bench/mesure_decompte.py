"""Statements a second on one core: three invoices over two years, with and without events.

Each round times every case once, side by side; the median of the rounds and its spread are
printed. The target is 5,000 a second for the plain case.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from courriers import decompte_arrete
from fabrique import dossier

AU = date(2026, 11, 23)
TOURS, REPETITIONS = 25, 200
FACTURES = [
    {"numero": f"F{i}", "date": f"2024-0{6 + i}-01", "echeance": f"2024-{9 + i:02}-30",
     "montant_ttc": "1234.56"}
    for i in (0, 1, 2)
]  # fmt: skip
PAIEMENTS = [{"date": "2025-03-14", "montant": "400.00"}, {"date": "2026-02-02", "montant": "55"}]
CAS: dict[str, dict[str, Any]] = {
    "trois factures, deux ans": {"factures": FACTURES},
    "les mêmes, deux paiements": {"factures": FACTURES, "paiements": PAIEMENTS},
    "une facture, deux mois": {},
}


def main() -> None:
    dossiers = {nom: dossier(**changements) for nom, changements in CAS.items()}
    mesures: dict[str, list[float]] = {nom: [] for nom in CAS}
    gc.disable()
    for _ in range(TOURS):
        for nom, cas in dossiers.items():
            debut = time.perf_counter()
            for _ in range(REPETITIONS):
                decompte_arrete(cas, AU)
            mesures[nom].append((time.perf_counter() - debut) / REPETITIONS)
        gc.collect()
    for nom, durees in mesures.items():
        mediane = statistics.median(durees)
        lignes = len(decompte_arrete(dossiers[nom], AU).lignes)
        print(f"{nom:<28} {lignes:>3} lignes  {mediane * 1e6:7.0f} µs  {1 / mediane:7.0f} par "
              f"seconde  (de {1 / max(durees):.0f} à {1 / min(durees):.0f})")  # fmt: skip


if __name__ == "__main__":
    main()
