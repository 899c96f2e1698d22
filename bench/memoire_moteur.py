"""Memory of one process that writes letters one after the other, each with names of its own.

``python bench/memoire_moteur.py 2000`` prints a line at letter 100, then at each fifth of the way:
what the system holds for the process, and what its C library has given out. The last line, for
``mesure_moteur``, is JSON.
"""

from __future__ import annotations

import ctypes
import gc
import json
import sys
from datetime import date
from pathlib import Path

from courriers import compose, load_dossier, load_pack

RACINE = Path(__file__).resolve().parents[1]
SAMPLE = RACINE / "samples" / "societe-a-societe"
DEPART = 100


class _Mallinfo2(ctypes.Structure):
    _fields_ = [
        (nom, ctypes.c_size_t)
        for nom in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks",
                    "uordblks", "fordblks", "keepcost")
    ]  # fmt: skip


def etat() -> dict[str, float]:
    """Megabytes, by where they are counted; whichever this system can tell."""
    gc.collect()
    lu = {}
    statm = Path("/proc/self/statm")
    if statm.is_file():
        lu["RSS"] = int(statm.read_text().split()[1]) * 4096 / 1e6
    mallinfo2 = getattr(ctypes.CDLL(None), "mallinfo2", None) if sys.platform == "linux" else None
    if mallinfo2 is not None:
        mallinfo2.restype = _Mallinfo2
        info = mallinfo2()
        lu["malloc"] = (info.uordblks + info.hblkhd) / 1e6
    return lu


def main() -> None:
    total = max(int(sys.argv[1]), DEPART + 1)
    brut = json.loads((SAMPLE / "dossier.json").read_text(encoding="utf-8"))
    pack, jour = load_pack("mise-en-demeure"), date(2026, 11, 23)
    depart: dict[str, float] = {}
    for rang in range(1, total + 1):
        brut["reference"] = f"2026-{rang:05}"
        brut["debiteur"]["denomination"] = f"Rénovation {rang * 7919:x} & Fils"
        brut["factures"][0]["montant_ttc"] = f"{5000 + rang}.{rang % 100:02}"
        compose(load_dossier(brut, base=SAMPLE), pack, jour).pdf()
        if rang == DEPART:
            depart = etat()
        if rang in (DEPART, total) or rang % (total // 5) == 0:
            dit = ", ".join(f"{nom} {mo:.1f} Mo" for nom, mo in etat().items())
            print(f"lettre {rang} : {dit}", file=sys.stderr, flush=True)
    print(json.dumps({"depart": depart, "fin": etat(), "lettres": total}))


if __name__ == "__main__":
    main()
