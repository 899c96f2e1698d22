"""Every sample with every pack: a letter, or the refusal that its ``attendu.toml`` names."""

import tomllib
from decimal import Decimal

import pytest

from courriers import LettreRefusee, decompte_arrete, load_dossier
from courriers.lettre.pack import packs
from fabrique import SAMPLES, livree

NOMS = sorted(d.name for d in SAMPLES.iterdir() if d.is_dir())
PACKS = [p.nom for p in packs()]


def _attendu(nom):
    return tomllib.loads((SAMPLES / nom / "attendu.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("nom", NOMS)
def test_l_exemple_donne_la_lettre_ou_le_refus_attendu(nom, pack):
    attendu = _attendu(nom)
    voulu = attendu["packs"][pack]
    if "refus" in voulu:
        with pytest.raises(LettreRefusee) as refus:
            livree(nom, pack)
        assert refus.value.code == voulu["refus"]
        return
    assert voulu["lettre"] is True
    lettre = livree(nom, pack)
    assert sorted({c.code for c in lettre.rapport.constats}) == voulu["constats"]


@pytest.mark.parametrize("nom", NOMS)
def test_le_decompte_de_l_exemple_est_celui_calcule_a_part(nom):
    attendu = _attendu(nom)
    decompte = decompte_arrete(load_dossier(SAMPLES / nom / "dossier.json"), attendu["au"])
    for champ, montant in attendu["decompte"].items():
        assert getattr(decompte, champ) == Decimal(montant), champ


@pytest.mark.parametrize("pack", PACKS)
def test_chaque_pack_a_au_moins_trois_lettres_parmi_les_exemples(pack):
    lettres = [n for n in NOMS if _attendu(n)["packs"][pack].get("lettre")]
    assert len(lettres) >= 3


@pytest.mark.parametrize("nom", NOMS)
def test_les_adresses_de_l_exemple_sont_inventees(nom):
    texte = (SAMPLES / nom / "dossier.json").read_text(encoding="utf-8")
    for mot in texte.replace('"', " ").split():
        if "@" in mot or mot.startswith("www."):
            assert mot.rstrip(",").endswith(".example")
