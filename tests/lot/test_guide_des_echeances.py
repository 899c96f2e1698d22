"""docs/guide-des-echeances.md, held to what the program does."""

import re
from datetime import date

import pytest
from click.testing import CliRunner

from courriers import load_dossier
from courriers.cli import courriers
from courriers.droit.agenda import NATURES, agenda
from fabrique import RACINE, SAMPLES

GUIDE = (RACINE / "docs" / "guide-des-echeances.md").read_text(encoding="utf-8")


def zone(nom):
    return GUIDE.split(f"<!-- {nom} -->")[1].split(f"<!-- /{nom} -->")[0]


def test_le_guide_dit_chaque_nature():
    dites = re.findall(r"^\| `(\w+)` \|", zone("natures"), re.MULTILINE)
    assert sorted(dites) == sorted(NATURES)


def test_l_exemple_du_guide_est_vrai():
    dites = re.findall(r"^\| ([\d/]{10}) \| (.+) \|$", zone("exemple"), re.MULTILINE)
    cas = load_dossier(SAMPLES / "redressement-sans-bodacc" / "dossier.json")
    trouves = [t for t in agenda(cas, date(2026, 11, 23)) if t.jour <= date(2027, 6, 30)]
    assert len(dites) == 3
    assert dites == [(f"{t.jour:%d/%m/%Y}", t.quoi.replace("\u00a0", " ")) for t in trouves]


@pytest.mark.parametrize(
    "ligne", re.findall(r"^`?courriers (echeances [^`\n#]+)", GUIDE, re.MULTILINE)
)
def test_chaque_commande_du_guide_est_comprise(ligne, tmp_path, monkeypatch):
    pytest.importorskip("icalendar")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lettres").mkdir()
    (tmp_path / "lettres/journal.jsonl").touch()
    exemple = str(SAMPLES / "redressement-sans-bodacc")
    locaux = {"dossiers": exemple, "impayes.xlsx": exemple}
    mots = [locaux.get(m, m.replace("samples/", f"{SAMPLES}/")) for m in ligne.split()]
    lu = CliRunner().invoke(courriers, [*mots, *(() if "--au" in mots else ("--au", "2026-11-23"))])
    assert lu.exit_code == 0, lu.output
    assert (tmp_path / "echeances.ics").exists() == ("--ics" in mots)
