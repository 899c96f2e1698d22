"""A deposit, measured: bytes a letter once gathered, and seconds, for 1, 10, 100 and 1 000.

python bench/mesure_depot.py [NOMBRE…]

The letters are all different: references, names, addresses, invoices, amounts; two packs.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RACINE / "tests"))

AU, JOUR = date(2026, 11, 23), date(2026, 11, 24)
NOMS = (
    "Rénovation Belledonne", "Chalets du Semnoz", "Zinguerie Quéré", "Fêtes & Jardins",
    "Kiné Wagram", "Boulangerie Le Goff", "Hôtel du Vieux-Port", "Maçonnerie Xavier",
)  # fmt: skip
VILLES = (("73000", "Chambéry"), ("01000", "Bourg"), ("29200", "Brest"), ("97400", "Saint-Denis"),
          ("67500", "Haguenau"), ("44600", "Saint-Nazaire"), ("13002", "Marseille"))  # fmt: skip
LONGUEURS = (1, 1, 2, 3, 5, 8, 12, 30)


def dossier(rang: int) -> dict[str, object]:
    from fabrique import brut

    code, ville = VILLES[rang % len(VILLES)]
    factures = [
        {
            "numero": f"FA{rang:04d}{n:02d}",
            "date": f"2026-0{1 + (rang + n) % 8}-{1 + (rang * 7 + n) % 28:02d}",
            "echeance": f"2026-09-{1 + (rang * 3 + n) % 28:02d}",
            "montant_ttc": f"{137 + (rang * 7919 + n * 104729) % 90_000}.{(rang + n) % 100:02d}",
        }
        for n in range(LONGUEURS[rang % len(LONGUEURS)])
    ]
    debiteur = {
        "denomination": f"{NOMS[rang % len(NOMS)]} {rang}",
        "adresse": {"lignes": [f"{rang % 300} rue n° {rang}"], "code_postal": code, "ville": ville},
    }
    return brut(reference=f"R-{rang}", debiteur=debiteur, factures=factures)


def ecrire(nombre: int, racine: Path) -> Path:
    from courriers.document.ouvriers import Ouvriers
    from courriers.lot.execution import produire
    from courriers.lot.registre import Registre
    from fabrique import pack_livre

    lettres, sources = racine / "lettres", racine / "cas"
    sources.mkdir()
    for rang in range(nombre):
        (sources / f"{rang}.json").write_text(json.dumps(dossier(rang)), encoding="utf-8")
    fichiers = [sources / f"{rang}.json" for rang in range(nombre)]
    par_pack = {
        "mise-en-demeure": [f for r, f in enumerate(fichiers) if not r % 2],
        "relance-courtoise": [f for r, f in enumerate(fichiers) if r % 2],
    }
    with Ouvriers() as ouvriers:
        for nom, siens in par_pack.items():
            pack = pack_livre(nom)
            with Registre(lettres) as tenu:
                for resultat in produire(
                    siens, pack, AU, lettres, executeur=ouvriers, registre=tenu
                ):
                    assert resultat.erreur is None, resultat.erreur
    return lettres


def mesurer(nombre: int) -> None:
    from courriers.lot.depot import deposer

    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        lettres = ecrire(nombre, racine)
        seules = sum(f.stat().st_size for f in lettres.rglob("*.pdf"))
        debut, processeur = time.perf_counter(), time.process_time()
        depot = deposer(lettres, racine / "depot", JOUR)
        duree, processeur = time.perf_counter() - debut, time.process_time() - processeur
        octets = sum(f.octets for f in depot.fichiers)
        assert depot.deposees == nombre, depot.constats
        print(
            f"{nombre:5d} lettres : {seules / nombre / 1e3:5.1f} ko chacune seule, "
            f"{octets / nombre / 1e3:5.1f} ko réunie ; {duree:5.2f} s, "
            f"{processeur / nombre * 1e3:.1f} ms de processeur par lettre"
        )


def main() -> None:
    for nombre in map(int, sys.argv[1:] or ("1", "10", "100", "1000")):
        mesurer(nombre)


if __name__ == "__main__":
    main()
