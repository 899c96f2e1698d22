"""A batch, measured: two workers against one, what is not letters, memory.

python bench/mesure_lot.py [letters]              workers and what is not letters; 240 by default
python bench/mesure_lot.py memoire docx 1000 100000   peak memory for each number of cases
python bench/mesure_lot.py memoire pdf 500 5000
"""

from __future__ import annotations

import contextlib
import datetime
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from courriers.document.ouvriers import Ouvriers
from courriers.lettre.emplacements import donnees
from courriers.lettre.pack import Pack, load_pack
from courriers.lot import fabrication
from courriers.lot.configuration import Configuration
from courriers.lot.execution import produire
from courriers.lot.registre import Registre
from courriers.lot.sources import dossiers as dossiers_lus
from courriers.lot.sources import lire
from courriers.lot.synthese import Recueil, ligne_de

JOUR = datetime.date(2026, 11, 23)
TOURS = 5


def dossiers(combien: int) -> Iterator[str]:
    """Varied cases, one a line. One at a time: a child's peak begins at its parent's memory."""
    exemple = donnees("samples") / "societe-a-societe" / "dossier.json"
    modele = json.loads(exemple.read_text(encoding="utf-8"))
    modele["creancier"].pop("logo")
    modele["creancier"]["signataire"].pop("image")
    for rang in range(combien):
        modele["reference"] = f"R-{rang:06d}"
        modele["debiteur"]["denomination"] = f"Client numéro {rang}"
        modele["factures"][0]["montant_ttc"] = f"{5000 + rang * 7 % 9000}.{rang % 100:02d}"
        yield json.dumps(modele, ensure_ascii=False)


def source(racine: Path, combien: int) -> Path:
    fichier = racine / f"source-{combien}.jsonl"
    with fichier.open("w", encoding="utf-8") as flux:
        flux.writelines(f"{ligne}\n" for ligne in dossiers(combien))
    return fichier


def le_lot(
    fichier: Path, sortie: Path, pack: Pack, formats: Sequence[str], ouvriers: Ouvriers | None
) -> int:
    """The batch as the command makes it, with its journal and its summary's rows."""
    faits = 0
    with Registre(sortie) as registre, Recueil() as recueil:
        for resultat in produire(
            lire([fichier], Configuration()), pack, JOUR, sortie, formats=formats,
            executeur=ouvriers, registre=registre, refaire=False,
        ):  # fmt: skip
            assert resultat.erreur is None, resultat.erreur
            recueil.ajouter(ligne_de(resultat))
            faits += 1
    return faits


def chronometre(
    faire: Callable[[], int], attendus: int, sortie: Path, horloge: Callable[[], float]
) -> float:
    depart = horloge()
    faits = faire()
    duree = horloge() - depart
    assert faits == attendus, faits
    shutil.rmtree(sortie)
    return duree


def travailleurs(racine: Path, combien: int) -> None:
    """Two workers against one, warm, in turn."""
    fichier, amorce, pack = (
        source(racine, combien),
        source(racine, 24),
        load_pack("mise-en-demeure"),
    )
    durees: dict[int, list[float]] = {1: [], 2: []}
    with Ouvriers(1) as un, Ouvriers(2) as deux:
        equipes = {1: un, 2: deux}
        for ouvriers in equipes.values():
            le_lot(amorce, racine / "amorce", pack, ("docx", "pdf"), ouvriers)
            shutil.rmtree(racine / "amorce")
        for _ in range(TOURS):
            for nombre, ouvriers in equipes.items():
                sortie = racine / "sortie"
                durees[nombre].append(
                    chronometre(
                        lambda: le_lot(fichier, sortie, pack, ("docx", "pdf"), ouvriers),  # noqa: B023
                        combien,
                        sortie,
                        time.perf_counter,
                    )
                )
    for nombre, siennes in durees.items():
        chacune = statistics.median(siennes) / combien
        print(f"{nombre} processus : {1 / chacune:6.1f} lettres/s (Word et PDF)")
    rapports = [un / deux for un, deux in zip(durees[1], durees[2], strict=True)]
    print(f"deux processus valent {statistics.median(rapports):.2f} fois un (demandé 1,9)")


def surcout(racine: Path, combien: int, formats: Sequence[str]) -> None:
    """Processor time of all that is no letter, against that of the letters, in the same run.

    A letter is composed, drawn and put on the disk; the rest is the source read, the memory, the
    hashes, the journal and the rows of the summary. Reading and checking a case, which a letter
    made alone needs too, is told apart. A machine that slows down slows both.
    """
    # A template is compiled once a run, whatever the number of letters: not counted here.
    fichier, pack = source(racine, combien), load_pack("mise-en-demeure").fige()
    sortie, passes = racine / "sortie", {"lettres": 0.0, "dossiers": 0.0}

    def compte(faire: Callable[..., Any], quoi: str) -> Callable[..., Any]:
        def autre(*arguments: Any, **options: Any) -> Any:
            depart = time.process_time()
            try:
                return faire(*arguments, **options)
            finally:
                passes[quoi] += time.process_time() - depart

        return autre

    suivis = [(fabrication, nom, "lettres") for nom in ("compose", "_octets", "ecrire_ensemble")]
    suivis.append((dossiers_lus, "load_dossier", "dossiers"))
    parts: dict[str, list[float]] = {"tout": [], "dossiers": []}
    with contextlib.ExitStack() as pile:
        for module, nom, quoi in suivis:
            pile.enter_context(mock.patch.object(module, nom, compte(getattr(module, nom), quoi)))
        for tour in range(TOURS + 1):
            passes.update(dict.fromkeys(passes, 0.0))
            tout = chronometre(
                lambda: le_lot(fichier, sortie, pack, formats, None),
                combien,
                sortie,
                time.process_time,
            )
            if tour:  # the first one warms up
                parts["tout"].append(tout / passes["lettres"] - 1)
                parts["dossiers"].append(passes["dossiers"] / passes["lettres"])
    tout, lus = (statistics.median(parts[p]) for p in ("tout", "dossiers"))
    dit = " et ".join(formats)
    print(f"journal, empreintes, lecture, synthèse ({dit}) : {tout:+.1%} du temps des lettres "
          f"(demandé 5 % au plus), dont lire et contrôler les dossiers {lus:.1%}")  # fmt: skip


def memoire(racine: Path, format_: str, nombres: Sequence[int]) -> None:
    """Peak memory of this process and of its largest worker, each number in a fresh process."""
    pics = []
    for combien in nombres:
        fini = subprocess.run(
            [sys.executable, __file__, "_pic", format_, str(source(racine, combien)),
             str(racine / "sortie")], capture_output=True, text=True, check=True,
        )  # fmt: skip
        parent, ouvrier, duree = map(float, fini.stdout.split())
        pics.append(parent)
        print(f"{combien:>7} dossiers ({format_}) : {parent:.0f} Mo, un ouvrier {ouvrier:.0f} Mo, "
              f"{combien / duree:.0f} lettres/s")  # fmt: skip
        shutil.rmtree(racine / "sortie")
    print(f"{pics[-1] / pics[0] - 1:+.1%} de mémoire pour {nombres[-1] // nombres[0]} fois plus "
          "(demandé 10 % au plus)")  # fmt: skip


def pic(format_: str, fichier: Path, sortie: Path) -> None:
    depart = time.perf_counter()
    with Ouvriers(2) as ouvriers:
        le_lot(fichier, sortie, load_pack("mise-en-demeure"), (format_,), ouvriers)
    duree = time.perf_counter() - depart
    qui = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(*[resource.getrusage(q).ru_maxrss / 1024 for q in qui], duree)


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[:1] == ["_pic"]:
        pic(arguments[1], Path(arguments[2]), Path(arguments[3]))
        return
    with tempfile.TemporaryDirectory() as temporaire:
        racine = Path(temporaire)
        if arguments[:1] == ["memoire"]:
            memoire(racine, arguments[1], [int(n) for n in arguments[2:]])
            return
        combien = int(arguments[0]) if arguments else 240
        travailleurs(racine, combien)
        surcout(racine, combien, ("docx", "pdf"))
        surcout(racine, combien, ("docx",))


if __name__ == "__main__":
    main()
