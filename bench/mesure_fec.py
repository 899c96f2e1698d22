"""What reading a FEC costs: a made-up year of 400 000 lines, to open items, then to cases.

``python bench/mesure_fec.py [LIGNES]``, or ``bench/mesure_sources.py fec``, prints processor
seconds, and what memory the reading takes; a plain split of every line first, to tell a slow
machine from a slow reader.
"""

import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RACINE / "tests"))
ADRESSE = {"lignes": ["27 avenue de la Gare"], "code_postal": "73000", "ville": "Chambéry"}


def livre(lignes):
    """About *lignes* lines: five a sale with its payment, two a line of another journal."""
    from lot.sources.fec_de_synthese import Livre

    return Livre(1, clients=lignes // 200, ventes=lignes // 8, bruit=lignes // 5).remplir()


def fichier(donnees, dossier, lignes):
    chemin = donnees.ecrire(dossier)
    with chemin.open(encoding="utf-8") as flux:
        texte = flux.readlines()[: lignes + 1]
    chemin.write_text("".join(texte), encoding="utf-8")
    return chemin


def reglages():
    from courriers.lot.configuration import Configuration

    return Configuration.model_validate(
        {
            "creancier": {
                "type": "societe",
                "denomination": "Ateliers Vasseur",
                "siren": "841203573",
                "adresse": ADRESSE,
                "iban": "FR7630003012340005009876627",
            },
            "debiteur": {"qualite": "professionnel"},
            "delai": "45 jours fin de mois",
        }
    )


def chrono(faire, tours=3):
    durees = []
    for _ in range(tours):
        debut = time.process_time()
        vu = faire()
        durees.append(time.process_time() - debut)
    return min(durees), vu


def main(lignes=400_000):
    from courriers.lot.sources.fec import lire
    from courriers.lot.sources.fec.fichier import ouvrir
    from courriers.lot.sources.fec.lecture import lire_exercice

    donnees, conf = livre(lignes), reglages()
    adresses = {code: {"adresse": ADRESSE} for code in donnees.noms}
    with tempfile.TemporaryDirectory() as dossier:
        chemin = fichier(donnees, Path(dossier), lignes)
        poids = chemin.stat().st_size / 1e6
        nu, _ = chrono(lambda: sum(len(x.split("\t")) for x in chemin.open(encoding="utf-8")))
        entete, _ = chrono(lambda: ouvrir(chemin))
        lecture, exercice = chrono(lambda: lire_exercice(ouvrir(chemin)))
        gardees = sum(len(c.lignes) for c in exercice.clients.values())
        del exercice
        tout, faits = chrono(
            lambda: sum(c.dossier is not None for c in lire([chemin], conf, adresses=adresses))
        )
        tracemalloc.start()
        lire_exercice(ouvrir(chemin))
        pic = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
    print(f"{lignes} lignes ({poids:.0f} Mo), {gardees} de clients, {faits} dossiers")
    print(f"  lignes coupées, rien de plus{nu:5.2f} s")
    print(f"  alphabet et en-tête      {entete:6.2f} s")
    print(f"  lignes des clients       {lecture:6.2f} s   (pic {pic:.0f} Mo)")
    print(f"  jusqu’aux dossiers       {tout:6.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
