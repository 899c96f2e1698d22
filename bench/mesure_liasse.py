"""A court file, measured: 20 exhibits of 5 pages read, stamped, merged and written; the covers.

python bench/mesure_liasse.py [PIECES [PAGES]]

Each page is full of text, and one in five bears a photograph. The acts are the request and the
bordereau that a built-in pack writes; drawing them is not counted.
"""

from __future__ import annotations

import io
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
from PIL import Image

RACINE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RACINE / "tests"))
FOIS, LIMITE = 5, 2.0
"""Runs, of which the median is kept; seconds allowed, drawing apart."""


def photographie(hasard: random.Random) -> bytes:
    """A picture that compresses as a photograph does."""
    petite = Image.frombytes("RGB", (60, 80), hasard.randbytes(60 * 80 * 3))
    sortie = io.BytesIO()
    petite.resize((1200, 1600), Image.Resampling.BICUBIC).save(sortie, "JPEG", quality=85)
    return sortie.getvalue()


def piece(rang: int, pages: int) -> bytes:
    """A PDF of *pages* pages of text, with a photograph on the last."""
    hasard = random.Random(rang)  # noqa: S311 – the same files each time
    pdf = pikepdf.new()
    p = pikepdf
    police = pdf.make_indirect(
        p.Dictionary(Type=p.Name.Font, Subtype=p.Name.Type1, BaseFont=p.Name.Helvetica)
    )
    for page in range(pages):
        lignes = [
            f"({hasard.randrange(10**9)} prestation de la tranche {ligne}, lot {rang}) Tj T*"
            for ligne in range(48)
        ]
        contenu = "BT /F1 11 Tf 14 TL 60 780 Td\n" + "\n".join(lignes) + "\nET\n"
        pdf.add_blank_page(page_size=(595.276, 841.89))
        objet = pdf.pages[-1].obj
        objet.Resources = p.Dictionary(Font=p.Dictionary(F1=police))
        if page == pages - 1:
            flux = p.Stream(pdf, photographie(hasard))
            flux.Type, flux.Subtype, flux.Filter = p.Name.XObject, p.Name.Image, p.Name.DCTDecode
            flux.Width, flux.Height, flux.BitsPerComponent = 1200, 1600, 8
            flux.ColorSpace = p.Name.DeviceRGB
            objet.Resources.XObject = p.Dictionary(Im=pdf.make_indirect(flux))
            contenu += "q 200 0 0 260 300 60 cm /Im Do Q\n"
        objet.Contents = pdf.make_stream(contenu.encode())
    sortie = io.BytesIO()
    pdf.save(sortie)
    return sortie.getvalue()


def cas(racine: Path, pieces: int, pages: int) -> Path:
    """A case of a claim to declare, its exhibits beside it."""
    dossier = json.loads((RACINE / "samples/redressement-sans-bodacc/dossier.json").read_bytes())
    dossier["pieces"] = []
    for rang in range(pieces):
        nom = f"piece-{rang + 1}.pdf"
        (racine / nom).write_bytes(piece(rang, pages))
        titre = f"Bon de commande n° {rang + 1} signé"
        dossier["pieces"].append({"titre": titre, "fichier": nom, "date": "2026-03-02"})
    chemin = racine / "dossier.json"
    chemin.write_text(json.dumps(dossier), encoding="utf-8")
    return chemin


def mediane(faire: Callable[[], object]) -> float:
    """Seconds that *faire* takes."""
    durees = []
    for _ in range(FOIS):
        debut = time.perf_counter()
        faire()
        durees.append(time.perf_counter() - debut)
    return statistics.median(durees)


def main() -> None:
    """Measure and print; fail past the limit."""
    from courriers import compose, load_dossier
    from courriers.document.assemblage.couvertures import Couverture, dessiner_couvertures
    from courriers.lettre import liasse
    from courriers.lettre.pieces_numerotees import pieces_numerotees
    from fabrique import JOUR, pack_livre

    pieces, pages = (int(v) for v in (*sys.argv[1:], *("20", "5")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        dossier = load_dossier(cas(racine, pieces, pages))
        lettre = compose(dossier, pack_livre("declaration-creance"), JOUR)
        actes = {nom: document.pdf() for nom, document in lettre.documents.items()}
        liste = pieces_numerotees(dossier, lettre.decompte)
        couvertures = [
            Couverture(p.nom, p.titre, ("2 mars 2026", "5 pages"), ("Dossier",)) for p in liste
        ]
        dessin = mediane(lambda: dessiner_couvertures(couvertures, "Pièces"))
        faites = dessiner_couvertures(couvertures, "Pièces")
        # Drawing is measured above: here the covers are there already.
        liasse.dessiner_couvertures = lambda *_: faites

        def assembler() -> liasse.Liasse:
            return liasse.assembler(
                actes, liste, dossier, nom="liasse", repertoire=racine / "sortie"
            )

        duree, fait = mediane(assembler), assembler()
        octets = fait.complet.stat().st_size
    print(f"{pieces} pièces de {pages} pages, {fait.pages} pages en tout, {octets / 1e6:.1f} Mo")
    print(f"  lire, tamponner, réunir, écrire : {duree:.2f} s (limite {LIMITE:g} s)")
    print(f"  dessiner les pages de garde     : {dessin:.2f} s")
    if (pieces, pages) == (20, 5) and duree > LIMITE:
        sys.exit("trop lent")


if __name__ == "__main__":
    main()
