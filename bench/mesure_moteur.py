"""The engine against docxtpl, LibreOffice and Typst, on the house's formal notices.

Rounds are interleaved, so that what else the machine does falls on all alike; medians are printed.
What is absent is skipped, and said. ``python bench/mesure_moteur.py --tours 9 --markdown``

Options: ``--tours N`` rounds; ``--memoire N`` memory after N letters (2000 tells); ``--markdown``
the table for the README.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from courriers.document.ouvriers import Ouvriers
from pistes_moteur import Piste, a_nous, docxtpl_documente, exemples, libreoffice, typst

CLICK_NU = (
    "import click\n"
    "@click.group()\n"
    "def nu():\n"
    "    'Un programme.'\n"
    "@nu.command()\n"
    "def rien():\n"
    "    'Une commande.'\n"
    "nu()\n"
)
Medianes = dict[str, tuple[float, float | None]]


def mesurer(tours: int) -> tuple[Medianes, list[str], int]:
    """Medians by name, what was skipped, and how many letters there are."""
    lettres = exemples()
    with contextlib.ExitStack() as pile:
        ou = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="mesure-")))
        un, deux = pile.enter_context(Ouvriers(1)), pile.enter_context(Ouvriers(2))
        groupes = {
            "docxtpl": [docxtpl_documente(lettres)],
            "courriers": list(a_nous(lettres, un, deux, tours)),
            "LibreOffice": list(libreoffice(lettres, ou)),
            "Typst": list(typst(lettres, ou)),
        }
        pistes: list[Piste] = [p for groupe in groupes.values() for p in groupe]
        for piste in pistes:
            if "LibreOffice" not in piste.nom:
                piste.mesurer()  # everything is warm
        releves: dict[str, list[tuple[float, float | None]]] = {p.nom: [] for p in pistes}
        for _ in range(tours):
            for piste in pistes:
                releves[piste.nom].append(piste.mesurer())
    medianes = {}
    for nom, valeurs in releves.items():
        processeurs = [p for _, p in valeurs if p is not None]
        medianes[nom] = (
            statistics.median(mur for mur, _ in valeurs),
            statistics.median(processeurs) if processeurs else None,
        )
    return medianes, [nom for nom, groupe in groupes.items() if not groupe], len(lettres)


def demarrage() -> tuple[float, float]:
    """Milliseconds of ``courriers --help``, and of a bare click program's."""
    commandes = [
        [sys.executable, "-m", "courriers", "--help"],
        [sys.executable, "-c", CLICK_NU, "--help"],
    ]
    temps: list[list[float]] = [[], []]
    for _ in range(15):
        for commande, releve in zip(commandes, temps, strict=True):
            debut = time.perf_counter()
            subprocess.run(commande, check=True, capture_output=True)
            releve.append((time.perf_counter() - debut) * 1000)
    return statistics.median(temps[0]), statistics.median(temps[1])


def rapports(m: Medianes) -> list[tuple[str, float, str, bool]]:
    """What was promised: name, figure, target, whether it is reached."""

    def un(debut: str) -> tuple[float, float | None] | None:
        return next((valeur for nom, valeur in m.items() if nom.startswith(debut)), None)

    nous, temoin, rempli = un("PDF : convertir, un proc"), un("Word : docxtpl"), un("Word : Gab")
    seul, paquet, typst_ = (
        un("PDF : LibreOffice, un f"),
        un("PDF : LibreOffice, 5"),
        un("PDF : typ"),
    )
    assert nous is not None
    assert temoin is not None
    assert rempli is not None
    lignes: list[tuple[str, float, str, Callable[[float], bool]]] = [
        ("Word : docxtpl / nous", temoin[0] / rempli[0], "≥ 50", lambda r: r >= 50),
    ]
    if seul and paquet:
        lignes += [
            ("PDF : LibreOffice par 50 / nous, temps de processeur",
             (paquet[1] or 0) / (nous[1] or 1), "≥ 2", lambda r: r >= 2),
            ("PDF : LibreOffice par 50 / nous, temps écoulé, un processus", paquet[0] / nous[0],
             "≥ 2", lambda r: r >= 2),
            ("PDF : LibreOffice un à un / nous, temps écoulé", seul[0] / nous[0], "≥ 15",
             lambda r: r >= 15),
        ]  # fmt: skip
    if typst_:
        lignes.append(("PDF : nous / Typst", nous[0] / typst_[0], "≤ 3", lambda r: r <= 3))
    return [(nom, r, cible, atteint(r)) for nom, r, cible, atteint in lignes]


def machine() -> str:
    """What ran this, for whoever compares."""
    modele = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        noms = [x for x in cpuinfo.read_text().splitlines() if x.startswith("model name")]
        modele = noms[0].split(":", 1)[1].strip() if noms else modele
    return f"{os.cpu_count()} cœurs, {modele}, Python {platform.python_version()}"


def memoire(lettres: int) -> dict:
    """Memory of one process at letter 100 and at the last."""
    programme = Path(__file__).with_name("memoire_moteur.py")
    fini = subprocess.run(
        [sys.executable, str(programme), str(lettres)], check=True, stdout=subprocess.PIPE
    )
    return json.loads(fini.stdout)


def _ms(valeur: float | None) -> str:
    return "–" if valeur is None else f"{valeur:.2f}".replace(".", ",")


def imprimer(tableau: list[tuple[str, str, str]], titres: tuple[str, str, str], *, markdown: bool):
    rangs = [titres, *tableau]
    if markdown:
        rangs.insert(1, ("---", "--:", "--:"))
        print("\n".join(f"| {' | '.join(rang)} |" for rang in rangs), end="\n\n")
        return
    large = max(len(nom) for nom, *_ in rangs)
    print("\n".join(f"{nom:<{large}} {a:>12} {b:>12}" for nom, a, b in rangs), end="\n\n")


def main() -> None:
    lecteur = argparse.ArgumentParser(description="Mesure du moteur.", allow_abbrev=False)
    lecteur.add_argument("--tours", type=int, default=5, help="tours de mesure")
    lecteur.add_argument("--memoire", type=int, default=0, metavar="N", help="N lettres de suite")
    lecteur.add_argument("--markdown", action="store_true", help="tableaux en Markdown")
    options = lecteur.parse_args()
    medianes, absents, combien = mesurer(options.tours)
    jour = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    print(f"Mise en demeure, {combien} exemples ; médianes de {options.tours} tours, "
          f"{jour:%d/%m/%Y} ; {machine()}.\n")  # fmt: skip
    imprimer(
        [(nom, _ms(mur), _ms(proc)) for nom, (mur, proc) in medianes.items()],
        ("une lettre", "ms", "ms processeur"),
        markdown=options.markdown,
    )
    nous, nu = demarrage()
    tous = [*rapports(medianes), ("courriers --help / programme click nu", nous / nu, "≤ 3",
                                  nous / nu <= 3)]  # fmt: skip
    imprimer(
        [(nom, _ms(r), f"{cible} {'✓' if atteint else '✗'}") for nom, r, cible, atteint in tous],
        ("rapport", "mesuré", "visé"),
        markdown=options.markdown,
    )
    print(f"courriers --help : {nous:.0f} ms ; programme click nu : {nu:.0f} ms.")
    for nom in absents:
        print(f"{nom} n’est pas sur cette machine : non mesuré.")
    if options.memoire:
        lu = memoire(options.memoire)
        for nom, depart in lu["depart"].items():
            fin, n = lu["fin"][nom], lu["lettres"]
            print(f"Mémoire ({nom}) : {depart:.1f} Mo à la lettre 100, {fin:.1f} Mo à la lettre "
                  f"{n}, {(fin - depart) * 1000 / (n - 100):+.1f} ko par lettre.")  # fmt: skip


if __name__ == "__main__":
    main()
