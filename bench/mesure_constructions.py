"""Constructs of real letters, our PDF against LibreOffice's: pages, words, place of each.

LibreOffice is a developer's tool: without it, this measure is skipped and says so.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(RACINE / "tests"), str(RACINE / "bench")]
from courriers.document.pdf import convertir  # noqa: E402
from document.constructions import CONSTRUCTIONS  # noqa: E402 – the tests' own files
from document.variete import lettres  # noqa: E402
from mesure_fidelite import comparer, lus  # noqa: E402 – the same comparison


def main():
    if shutil.which("soffice") is None:
        print("constructions : LibreOffice absent, mesure sautée")
        return
    fichiers = {**CONSTRUCTIONS, **dict(lettres())}
    with tempfile.TemporaryDirectory() as ici:
        base = Path(ici)
        for rang, octets in enumerate(fichiers.values()):
            (base / f"{rang:03}.docx").write_bytes(octets)
            (base / f"{rang:03}.pdf").write_bytes(convertir(octets).octets)
        commande = ["soffice", "--headless", f"-env:UserInstallation={(base / 'profil').as_uri()}",
                    "--convert-to", "pdf", "--outdir", str(base / "lo"),
                    *map(str, sorted(base.glob("*.docx")))]  # fmt: skip
        subprocess.run(commande, capture_output=True, check=True)
        resultats = [_mesurer(base, rang, nom) for rang, nom in enumerate(fichiers)]
    pages, places, textes = (sum(r) / len(resultats) for r in zip(*resultats, strict=True))
    print(f"constructions : {len(resultats)} fichiers ; mêmes pages {pages:.0%} ; écart médian "
          f"sous 2 mm {places:.0%} ; 95 % des mots dans l’ordre {textes:.0%}")  # fmt: skip


def _mesurer(base: Path, rang: int, nom: str) -> tuple[bool, bool, bool]:
    pages, nous = lus(base / f"{rang:03}.pdf")
    autres, eux = lus(base / "lo" / f"{rang:03}.pdf")
    ecarts, part = comparer(nous, eux)
    ecarts = ecarts or [99.0]
    p99, mediane = sorted(ecarts)[-1 - len(ecarts) // 100], statistics.median(ecarts)
    print(f"{nom:40} pages {pages}/{autres}  mots {part:6.1%}  écart médian "
          f"{mediane:5.2f} mm, p99 {p99:6.2f}")  # fmt: skip
    return pages == autres, mediane < 2, part >= 0.95


if __name__ == "__main__":
    sys.exit(main())
