"""Our PDF against LibreOffice's of the same Word file: pages, text, place of each word.

Every sample with every pack. LibreOffice is a developer's tool: without it, this measure is
skipped and says so.
"""

from __future__ import annotations

import difflib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pypdfium2

from courriers import CourriersError, compose, load_dossier
from courriers.document.pdf import convertir
from courriers.lettre.pack import packs

RACINE = Path(__file__).resolve().parents[1]
SAMPLES = RACINE / "samples"
sys.path.insert(0, str(RACINE / "tests"))
from fabrique import mots  # noqa: E402 – the tests' own reader of words


def lettres():
    for exemple in sorted(SAMPLES.iterdir()):
        jour = tomllib.loads((exemple / "attendu.toml").read_text(encoding="utf-8"))["au"]
        dossier = load_dossier(exemple / "dossier.json")
        for pack in packs():
            try:
                yield f"{exemple.name}--{pack.nom}", compose(dossier, pack, jour).docx()
            except CourriersError:
                continue


_LEVE = re.compile("[._]{3,}|[\ue000-\uf8ff•▪☐☒→]")


def lus(fichier):
    """Pages, and every word on its baseline, header lines first."""
    octets = fichier.read_bytes()
    # A leader is a line to us, dots to LibreOffice, which also keeps the private code of a symbol.
    lus = [(nu, *ou) for mot, *ou in mots(octets) for nu in _LEVE.sub(" ", mot).split()]
    # Programs do not agree on when a header is drawn: it is read first here.
    trouves = sorted(lus, key=lambda m: (m[1], m[3] > 15))
    return len(pypdfium2.PdfDocument(octets)), trouves


def comparer(nous, eux):
    paires = difflib.SequenceMatcher(
        None, [m[0] for m in nous], [m[0] for m in eux], autojunk=False
    ).get_matching_blocks()
    ecarts = []
    for a, b, n in paires:
        for i in range(n):
            m, o = nous[a + i], eux[b + i]
            meme = m[1] == o[1]
            ecarts.append(max(abs(m[2] - o[2]), abs(m[3] - o[3])) if meme else 99.0)
    return ecarts, len(ecarts) / max(len(nous), len(eux), 1)


def main():
    if shutil.which("soffice") is None:
        print("fidélité : LibreOffice absent, mesure sautée")
        return
    with tempfile.TemporaryDirectory() as ici:
        base = Path(ici)
        for nom, octets in lettres():
            (base / f"{nom}.docx").write_bytes(octets)
            (base / f"{nom}.pdf").write_bytes(convertir(octets).octets)
        commande = ["soffice", "--headless", f"-env:UserInstallation={(base / 'profil').as_uri()}",
                    "--convert-to", "pdf", "--outdir", str(base / "lo"),
                    *map(str, sorted(base.glob("*.docx")))]  # fmt: skip
        subprocess.run(commande, capture_output=True, check=True)
        tous, memes = [], 0
        fichiers = sorted(base.glob("*.pdf"))
        for fichier in fichiers:
            pages, nous = lus(fichier)
            autres, eux = lus(base / "lo" / fichier.name)
            ecarts, part = comparer(nous, eux)
            memes += pages == autres
            tous += ecarts
            p99 = sorted(ecarts)[-len(ecarts) // 100 - 1]
            print(f"{fichier.stem:60} pages {pages}/{autres}  mots {part:6.1%}  écart médian "
                  f"{statistics.median(ecarts):5.2f} mm, p99 {p99:6.2f}")  # fmt: skip
        sous = sum(e < 1 for e in tous) / len(tous)
        print(f"fidélité : {memes}/{len(fichiers)} mêmes pages ; {sous:.1%} des mots à moins de "
              f"1 mm ; médiane {statistics.median(tous):.2f} mm")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
