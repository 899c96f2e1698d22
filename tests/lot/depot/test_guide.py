"""docs/guide-du-depot.md, held to what the program does."""

import csv
import io
import re

from courriers.lot.depot.bordereau import COLONNES
from courriers.lot.execution import produire
from courriers.lot.registre import Registre
from fabrique import JOUR, RACINE, SAMPLES, pack_livre
from lot.depot.ecrites import faire


def test_le_guide_dit_chaque_colonne_et_son_exemple_est_vrai(tmp_path):
    texte = (RACINE / "docs" / "guide-du-depot.md").read_text(encoding="utf-8")
    zone = texte.split("<!-- colonnes -->")[1].split("<!-- /colonnes -->")[0]
    dites = re.findall(r"^\| `(\w+)` \| [^|]+ \|([^|]*)\|$", zone, re.MULTILINE)
    assert [nom for nom, _ in dites] == list(COLONNES)
    pack = pack_livre("mise-en-demeure")
    lettres = tmp_path / "lettres"
    with Registre(lettres) as registre:
        list(produire([SAMPLES / "societe-a-societe"], pack, JOUR, lettres, registre=registre))
    depot = faire(lettres)
    liste = (depot.sortie / "depot.csv").read_text(encoding="utf-8-sig")
    (rangee,) = csv.DictReader(io.StringIO(liste), delimiter=";")
    del rangee["sha256"]
    assert rangee == {nom: exemple.strip() for nom, exemple in dites if nom != "sha256"}
