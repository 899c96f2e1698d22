"""The gallery of the documentation shows every letter, by every channel that a sample gives."""

import re

import pytest

from courriers.langue.typographie import lire_date
from courriers.lettre.pack import packs
from fabrique import RACINE, SAMPLES

GALERIE = RACINE / "docs" / "galerie"
PAGE = (GALERIE / "README.md").read_text(encoding="utf-8")
IMAGES = sorted(GALERIE.glob("*.png"))


@pytest.mark.parametrize("pack", packs(), ids=lambda p: p.nom)
def test_chaque_lettre_est_montree_par_son_premier_canal(pack):
    """Or « make galerie » is to be run again."""
    assert f"{pack.nom}-{pack.manifeste.canaux[0]}.png" in PAGE


def test_la_page_montre_chaque_image_et_aucune_autre():
    montrees = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", PAGE)
    assert sorted(montrees) == [f.name for f in IMAGES]


@pytest.mark.parametrize("image", IMAGES, ids=lambda f: f.name)
def test_une_image_reste_legere(image):
    assert image.read_bytes()[:4] == b"\x89PNG"
    assert image.stat().st_size <= 120_000


def test_chaque_commande_est_celle_d_un_exemple_a_son_jour():
    commandes = re.findall(r"--pack ([\w-]+) --canal (\w+) --au (\S+)", PAGE)
    assert len(commandes) == len(IMAGES)
    for pack, canal, jour in commandes:
        assert f"{pack}-{canal}.png" in PAGE
        lire_date(jour)
    for exemple in re.findall(r"produire samples/([\w-]+) ", PAGE):
        assert (SAMPLES / exemple / "dossier.json").is_file()
