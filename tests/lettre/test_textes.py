"""The wording of each sample's letter, held as text that a person has read.

When a sentence changes on purpose, read the new letter, then write it down again:
``courriers produire samples/X --pack P --au JOUR -o out`` and
``courriers texte out/…/P.docx > tests/lettre/textes/P/X.txt``.
"""

import tomllib
from pathlib import Path

import pytest

from courriers.document.texte import texte
from fabrique import SAMPLES, livree

TEXTES = sorted((Path(__file__).parent / "textes").glob("*/*.txt"))


def _attendu(exemple):
    return tomllib.loads((SAMPLES / exemple / "attendu.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("fichier", TEXTES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_la_lettre_dit_mot_pour_mot_ce_qui_a_ete_relu(fichier):
    lettre = livree(fichier.stem, fichier.parent.name)
    assert texte(lettre.docx()) == fichier.read_text(encoding="utf-8").rstrip("\n")


def test_chaque_lettre_des_exemples_a_son_texte():
    lettres = {
        (pack, d.name)
        for d in SAMPLES.iterdir()
        for pack, voulu in _attendu(d.name)["packs"].items()
        if voulu.get("lettre")
    }
    assert {(f.parent.name, f.stem) for f in TEXTES} == lettres
