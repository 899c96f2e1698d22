"""The workshop, measured: the first page, a save until it is shown, memory over many saves.

python bench/mesure_atelier.py [saves] [--charge]

200 saves by default; 720 is one every 5 s for an hour. With « --charge », another process keeps one
processor busy all along.
"""

from __future__ import annotations

import datetime
import http.client
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import docx

from courriers.atelier.lancement import atelier
from courriers.atelier.seance import ouvrir
from courriers.lettre.emplacements import donnees

JOUR = datetime.date(2026, 11, 23)
NOMBRES = [int(a) for a in sys.argv[1:] if a.isdigit()]
SAUVEGARDES = NOMBRES[0] if NOMBRES else 200
VUE = "/api/vue?dossier=exemple-societe-a-societe&pack=mise-en-demeure"
ORIGINE = donnees("templates") / "mise-en-demeure" / "lettre.docx"
ETAPES = ("annoncé", "vue", "image")


def memoire(pid: int | str) -> float:
    """Resident megabytes of a process, where the system says it."""
    try:
        etat = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next(int(x.split()[1]) / 1024 for x in etat.splitlines() if x.startswith("VmRSS"))


class Page:
    def __init__(self, adresse: str) -> None:
        parties = urlsplit(adresse)
        self.place, self.temoin = (parties.hostname or "", parties.port), ""
        self.lire(f"/?{parties.query}")

    def lire(self, chemin: str) -> bytes:
        lien = http.client.HTTPConnection(*self.place, timeout=60)
        lien.request("GET", chemin, headers={"Cookie": self.temoin} if self.temoin else {})
        reponse = lien.getresponse()
        corps = reponse.read()
        if "Set-Cookie" in reponse.headers:
            self.temoin = reponse.headers["Set-Cookie"].split(";")[0]
        lien.close()
        return corps

    def arriver(self) -> None:
        """All that the page asks for before its first letter."""
        for chemin in ("/", "/atelier.css", "/atelier.js", "/vues.js", "/api/depart"):
            self.lire(chemin)

    def regarder(self) -> float:
        """The letter, then the picture of its first page; when the letter came."""
        vue = json.loads(self.lire(VUE))
        venue = time.perf_counter()
        self.lire(f"/image/{vue['lettre'][0]['cle']}/1.png?largeur=800")
        return venue

    def ecouter(self, change: threading.Event) -> None:
        lien = http.client.HTTPConnection(*self.place, timeout=600)
        lien.request("GET", "/api/veille", headers={"Cookie": self.temoin})
        reponse = lien.getresponse()
        while ligne := reponse.readline():
            if ligne.startswith(b"event: change"):
                change.set()


def ecrire(fichier: Path, rang: int) -> None:
    """A sentence changed, saved beside then renamed, as Word does; every tenth has a fault."""
    document = docx.Document(str(ORIGINE))
    visee = next(p for p in document.paragraphs if "factures détaillées ci-après sont" in p.text)
    visee.runs[-1].text += f" Essai {rang}." + (" {{ debiteur.nom }}" if rang % 10 == 9 else "")
    provisoire = fichier.with_name("~WRD0001.tmp")
    document.save(str(provisoire))
    provisoire.replace(fichier)


def lancement() -> None:
    """The command itself, from a new process."""
    depart = time.perf_counter()
    commande = [sys.executable, "-m", "courriers", "atelier", "--sans-navigateur"]
    with subprocess.Popen(commande, stderr=subprocess.PIPE, text=True) as processus:
        assert processus.stderr is not None
        trouvee = re.search(r"http://\S+", processus.stderr.readline())
        assert trouvee is not None
        page = Page(trouvee[0])
        page.lire("/")
        print(f"commande → première page         {time.perf_counter() - depart:6.2f} s")
        page.arriver()
        page.regarder()
        print(f"commande → première lettre       {time.perf_counter() - depart:6.2f} s")
        processus.terminate()


def dire_durees(durees: Sequence[Sequence[float]]) -> None:
    """Each save: when it was announced, when the letter came, when its picture did."""
    for rang, etape in enumerate(ETAPES):
        tries = sorted(d[rang] for d in durees)
        print(
            f"enregistré → {etape:8} médiane {statistics.median(tries):.2f} s, "
            f"95 % en {tries[int(len(tries) * 0.95)]:.2f} s, pire {tries[-1]:.2f} s"
        )


def dire_memoire(nom: str, suite: Sequence[float]) -> None:
    """Megabytes after the first save, at each quarter, and what the last half added."""
    moitie = len(suite) // 2
    autour = max(1, len(suite) // 40)
    a_la_moitie, a_la_fin = (
        statistics.mean(suite[max(0, place - autour) : place]) for place in (moitie, len(suite))
    )
    quarts = " ".join(f"{suite[max(0, len(suite) * q // 4 - 1)]:.0f}" for q in range(1, 5))
    print(
        f"mémoire, {nom:8} {suite[0]:.0f} Mo, puis par quart {quarts} ; "
        f"dernière moitié {a_la_fin - a_la_moitie:+.1f} Mo"
    )


def main() -> None:
    lancement()
    with tempfile.TemporaryDirectory() as racine:
        modeles = Path(racine) / "modeles"
        shutil.copytree(ORIGINE.parent, modeles / "mise-en-demeure")
        pret, change = threading.Event(), threading.Event()
        seance = ouvrir(None, JOUR, modeles=modeles)
        with atelier(seance, au_depart=lambda *_: pret.set()) as (serveur, prise, adresse, rendus):
            fil = threading.Thread(target=serveur.run, kwargs={"sockets": [prise]})
            fil.start()
            pret.wait()
            page = Page(adresse)
            page.arriver()
            page.regarder()
            threading.Thread(target=page.ecouter, args=(change,), daemon=True).start()
            time.sleep(0.5)
            durees, memoires = [], []
            for rang in range(SAUVEGARDES):
                change.clear()
                ecrire(modeles / "mise-en-demeure" / "lettre.docx", rang)
                debut = time.perf_counter()
                change.wait()
                annonce = time.perf_counter()
                venue = page.regarder()
                durees.append([t - debut for t in (annonce, venue, time.perf_counter())])
                ouvrier = next(iter(rendus._ouvriers._vivants)).processus.pid  # noqa: SLF001
                memoires.append((memoire("self"), memoire(ouvrier)))
            print(f"{SAUVEGARDES} enregistrements")
            dire_durees(durees)
            dire_memoire("serveur", [m[0] for m in memoires])
            dire_memoire("ouvrier", [m[1] for m in memoires])
            serveur.arreter()
            fil.join()


if __name__ == "__main__":
    if "--charge" not in sys.argv:
        main()
    else:
        occupe = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        try:
            main()
        finally:
            occupe.kill()
