"""The wording of each sample's letter, held as text that a person has read.

When a sentence changes on purpose, read the new letter, then write it down again:
``courriers produire samples/X --pack mise-en-demeure --au 2026-11-23 -o out`` and
``courriers texte out/…/mise-en-demeure.docx > tests/lettre/textes/X.txt``.
"""

import tomllib
from pathlib import Path

import pytest

from courriers import compose, load_dossier, load_pack
from courriers.document.texte import texte
from fabrique import SAMPLES

TEXTES = sorted((Path(__file__).parent / "textes").glob("*.txt"))


@pytest.mark.parametrize("fichier", TEXTES, ids=lambda f: f.stem)
def test_la_lettre_dit_mot_pour_mot_ce_qui_a_ete_relu(fichier):
    exemple = SAMPLES / fichier.stem
    jour = tomllib.loads((exemple / "attendu.toml").read_text(encoding="utf-8"))["au"]
    lettre = compose(load_dossier(exemple / "dossier.json"), load_pack("mise-en-demeure"), jour)
    assert texte(lettre.docx()) == fichier.read_text(encoding="utf-8").rstrip("\n")


def test_chaque_lettre_des_exemples_a_son_texte():
    lettres = {
        d.name
        for d in SAMPLES.iterdir()
        if "lettre = true" in (d / "attendu.toml").read_text(encoding="utf-8")
    }
    assert {f.stem for f in TEXTES} == lettres
