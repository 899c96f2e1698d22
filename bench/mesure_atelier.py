"""The workshop, measured: the first page, a save until it is shown, memory over many saves.

python bench/mesure_atelier.py [saves]    200 by default; 720 is one every 5 s for an hour
"""

from __future__ import annotations

import datetime
import http.client
import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import docx

from courriers.atelier.lancement import atelier
from courriers.atelier.seance import ouvrir
from courriers.lettre.pack import donnees

JOUR = datetime.date(2026, 11, 23)
SAUVEGARDES = int(sys.argv[1]) if len(sys.argv) > 1 else 200
VUE = "/api/vue?dossier=exemple-societe-a-societe&pack=mise-en-demeure"


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


ORIGINE = donnees("templates") / "mise-en-demeure" / "lettre.docx"


def main() -> None:
    depart = time.perf_counter()
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
            for chemin in ("/", "/atelier.css", "/atelier.js", "/vues.js", "/api/depart"):
                page.lire(chemin)
            print(f"première page, imports compris   {time.perf_counter() - depart:6.2f} s")
            page.lire(VUE)
            print(f"première lettre, à froid         {time.perf_counter() - depart:6.2f} s")
            threading.Thread(target=page.ecouter, args=(change,), daemon=True).start()
            time.sleep(0.5)
            durees, memoires = [], []
            ouvrier = next(iter(rendus._ouvriers._vivants)).processus.pid  # noqa: SLF001
            for rang in range(SAUVEGARDES):
                change.clear()
                ecrire(modeles / "mise-en-demeure" / "lettre.docx", rang)
                debut = time.perf_counter()
                change.wait()
                vue = json.loads(page.lire(VUE))
                page.lire(f"/image/{vue['lettre'][0]['cle']}/1.png?largeur=800")
                durees.append(time.perf_counter() - debut)
                memoires.append((memoire("self"), memoire(ouvrier)))
            tries = sorted(durees)
            print(
                f"enregistré → montré, {SAUVEGARDES} fois : médiane "
                f"{statistics.median(tries):.2f} s, 95 % en {tries[int(len(tries) * 0.95)]:.2f} s, "
                f"pire {tries[-1]:.2f} s"
            )
            for nom, rang in (("serveur", 0), ("ouvrier", 1)):
                suite = [m[rang] for m in memoires]
                quart = max(1, len(suite) // 4)
                print(
                    f"mémoire, {nom}                {suite[0]:.0f} Mo au début, "
                    f"{statistics.mean(suite[quart : 2 * quart]):.0f} au 2e quart, "
                    f"{statistics.mean(suite[-quart:]):.0f} au dernier"
                )
            serveur.arreter()
            fil.join()


if __name__ == "__main__":
    main()
