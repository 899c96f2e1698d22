"""One letter: what each stage costs, side by side with docxtpl as its own documentation shows it.

Prints medians of the same process, in milliseconds, and ratios. ``python bench/mesure_lettre.py``
"""

import io
import statistics
import time
from datetime import date
from pathlib import Path

from docxtpl import DocxTemplate

from courriers import compose, decompte_arrete, load_dossier, load_pack
from courriers.document.environnement import Environnement
from courriers.document.gabarit import Gabarit
from courriers.lettre.champs import FILTRES, contexte
from courriers.lettre.relecture import relire

RACINE = Path(__file__).resolve().parents[1]
JOUR = date(2026, 11, 23)


def mediane(fonction, fois=60):
    temps = []
    for _ in range(fois):
        debut = time.perf_counter()
        fonction()
        temps.append((time.perf_counter() - debut) * 1000)
    return statistics.median(temps)


def main():
    fichier = RACINE / "samples" / "societe-a-societe" / "dossier.json"
    modele = RACINE / "templates" / "mise-en-demeure" / "lettre.docx"
    dossier, pack = load_dossier(fichier), load_pack("mise-en-demeure")
    arrete = decompte_arrete(dossier, JOUR)
    valeurs = contexte(dossier, pack, arrete, JOUR)
    gabarit = pack.gabarits["lettre"]
    docx = compose(dossier, pack, JOUR).docx()

    def docxtpl_documente():
        temoin = DocxTemplate(modele)
        temoin.render(valeurs, Environnement(FILTRES))
        temoin.save(io.BytesIO())

    mesures = {
        "dossier lu et vérifié": mediane(lambda: load_dossier(fichier)),
        "décompte": mediane(lambda: decompte_arrete(dossier, JOUR)),
        "contexte": mediane(lambda: contexte(dossier, pack, arrete, JOUR)),
        "gabarit compilé (une fois)": mediane(lambda: Gabarit.load(modele, filtres=FILTRES), 10),
        "gabarit rempli": mediane(lambda: gabarit.fill(valeurs)),
        "relecture": mediane(lambda: relire(docx, dossier, pack, JOUR)),
        "lettre entière (compose)": mediane(lambda: compose(dossier, pack, JOUR)),
        "docxtpl comme documenté": mediane(docxtpl_documente, 20),
    }
    for nom, duree in mesures.items():
        print(f"{nom:<28} {duree:8.2f} ms")
    rapport = mesures["docxtpl comme documenté"] / mesures["gabarit rempli"]
    print(f"rempli {rapport:.0f} fois plus vite que par docxtpl comme documenté")


if __name__ == "__main__":
    main()
