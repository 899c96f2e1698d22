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
from mesure_fidelite import comparer, lus  # noqa: E402 – the same comparison


def main():
    if shutil.which("soffice") is None:
        print("constructions : LibreOffice absent, mesure sautée")
        return
    with tempfile.TemporaryDirectory() as ici:
        base = Path(ici)
        for rang, octets in enumerate(CONSTRUCTIONS.values()):
            (base / f"{rang:03}.docx").write_bytes(octets)
            (base / f"{rang:03}.pdf").write_bytes(convertir(octets).octets)
        commande = ["soffice", "--headless", f"-env:UserInstallation={(base / 'profil').as_uri()}",
                    "--convert-to", "pdf", "--outdir", str(base / "lo"),
                    *map(str, sorted(base.glob("*.docx")))]  # fmt: skip
        subprocess.run(commande, capture_output=True, check=True)
        for rang, nom in enumerate(CONSTRUCTIONS):
            pages, nous = lus(base / f"{rang:03}.pdf")
            autres, eux = lus(base / "lo" / f"{rang:03}.pdf")
            ecarts, part = comparer(nous, eux)
            ecarts = ecarts or [99.0]
            p99 = sorted(ecarts)[-1 - len(ecarts) // 100]
            print(f"{nom:40} pages {pages}/{autres}  mots {part:6.1%}  écart médian "
                  f"{statistics.median(ecarts):5.2f} mm, p99 {p99:6.2f}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
