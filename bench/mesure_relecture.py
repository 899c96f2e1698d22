"""What proof-reading costs: letters in both formats, with it and without it, turn and turn about.

Prints medians of the same process, in milliseconds, and the part that proof-reading adds: the
median of the differences, turn by turn. « seule »: proof-reading alone, in a loop of its own.
``python bench/mesure_relecture.py [TOURS]``
"""

import statistics
import sys
import time
import tomllib
from pathlib import Path

from courriers import compose, load_dossier, load_pack
from courriers.lettre import composition

RACINE = Path(__file__).resolve().parents[1]
LETTRES = (
    ("societe-a-societe", "mise-en-demeure"),
    ("societe-a-societe", "seconde-relance"),
    ("artisan-a-consommateur", "relance-courtoise"),
    ("mandat-de-recouvrement", "mise-en-demeure"),
    ("organisme-public", "mise-en-demeure"),
    ("petite-creance-professionnelle", "petites-creances"),
    ("trente-factures", "mise-en-demeure"),
)
RELIRE = composition.relire


LIRE = composition.Lecture


class NonLu:
    """Stands for a letter nobody read: what draws its PDF reads it then."""

    brut = complet = None

    def __init__(self, docx):
        pass


def sans_relecture(*_, **__):
    return []


def mesurer(dossier, pack, au, tours):
    """Medians of a letter in Word and PDF, with and without, and of proof-reading alone."""

    def une(relire):
        composition.relire = relire
        composition.Lecture = LIRE if relire is RELIRE else NonLu
        debut = time.perf_counter()
        lettre = compose(dossier, pack, au)
        lettre.docx()
        lettre.pdf()
        return (time.perf_counter() - debut) * 1000

    def seule(docx):
        debut = time.perf_counter()
        RELIRE(docx, dossier, pack, au, canal=pack.manifeste.canaux[0])
        return (time.perf_counter() - debut) * 1000

    docx = compose(dossier, pack, au).docx()
    temps = {"avec": [], "sans": [], "seule": []}
    for rang in range(tours + 1):
        tour = {"sans": une(sans_relecture), "avec": une(RELIRE), "seule": seule(docx)}
        for nom, duree in tour.items() if rang else ():  # the first one warms up
            temps[nom].append(duree)
    ajoutes = [avec - sans for avec, sans in zip(temps["avec"], temps["sans"], strict=True)]
    return {nom: statistics.median(durees) for nom, durees in (*temps.items(), ("ajout", ajoutes))}


def main():
    tours = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    print(f"{'lettre':<52} {'sans':>8} {'avec':>8} {'seule':>8} {'part':>7}")
    for exemple, nom in LETTRES:
        repertoire = RACINE / "samples" / exemple
        au = tomllib.loads((repertoire / "attendu.toml").read_text(encoding="utf-8"))["au"]
        m = mesurer(load_dossier(repertoire / "dossier.json"), load_pack(nom), au, tours)
        part = 100 * m["ajout"] / m["sans"]
        print(f"{nom + ', ' + exemple:<52} {m['sans']:8.1f} {m['avec']:8.1f} "
              f"{m['seule']:8.2f} {part:6.1f} %")  # fmt: skip


if __name__ == "__main__":
    main()
