"""« courriers nouveau-pack » and what « courriers packs » says of a copy."""

import json
import shlex
import shutil

import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from courriers.cli.commandes import PLACES
from fabrique import RACINE, SAMPLES, docx, p

PACK = "seconde-relance"


@pytest.fixture
def lancer(tmp_path, monkeypatch):
    """The command line, in an empty folder, the built-in packs in one a test may change."""
    shutil.copytree(RACINE / "templates", tmp_path / "programme")
    for module in ("pack", "emplacements"):
        monkeypatch.setattr(f"courriers.lettre.{module}.donnees", lambda _: tmp_path / "programme")
    monkeypatch.delenv("COURRIERS_MODELES", raising=False)
    (tmp_path / "ici").mkdir()
    monkeypatch.chdir(tmp_path / "ici")
    return lambda *arguments: CliRunner().invoke(courriers, [*map(str, arguments)])


def test_nouveau_pack_copie_et_dit_la_suite(lancer, tmp_path):
    fini = lancer("nouveau-pack", PACK, "--depuis", PACK)
    assert fini.exit_code == 0
    assert fini.stdout == f"modeles/{PACK}\n"
    assert f"modeles/{PACK}/lettre.docx" in fini.stderr
    assert f"courriers produire DOSSIER --pack {PACK} --modeles modeles" in fini.stderr
    assert "l’emporte sur le pack intégré" in fini.stderr
    assert ("courriers verifier" in fini.stderr) is ("verifier" in PLACES)
    # The command it gives is right.
    commande = next(x for x in fini.stderr.splitlines() if "courriers produire" in x)
    mots = shlex.split(commande.replace("DOSSIER", str(SAMPLES / "societe-a-societe")))[1:]
    produit = lancer(*mots, "--au", "2026-11-23", "--format", "docx", "-o", tmp_path / "out")
    assert produit.exit_code == 0
    assert f"Modèle : modeles/{PACK} (--modeles)" in produit.stderr


def test_nouveau_pack_va_dans_le_repertoire_dit(lancer, tmp_path, monkeypatch):
    fini = lancer("nouveau-pack", "un", "--depuis", PACK, "--modeles", tmp_path / "A b")
    assert f"--modeles '{tmp_path / 'A b'}'" in fini.stderr
    assert (tmp_path / "A b" / "un" / "pack.toml").is_file()
    monkeypatch.setenv("COURRIERS_MODELES", str(tmp_path / "B"))
    fini = lancer("nouveau-pack", "deux", "--depuis", PACK, "--titre", "Deuxième rappel")
    assert (tmp_path / "B" / "deux" / "pack.toml").is_file()
    assert "--modeles" not in fini.stderr
    assert f"--pack auto » continue de choisir « {PACK} »" in fini.stderr
    listes = [" ".join(x.split()) for x in lancer("packs").stdout.splitlines()]
    assert any(x.startswith("deux Deuxième rappel (v1") for x in listes)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("Médé", "--depuis", PACK), 2, "minuscules sans accent, chiffres et tirets"),
        (("auto", "--depuis", PACK), 2, "autre sens"),
        (("agence", "--depuis", "inconnu"), 2, "Packs connus : accord-echeancier"),
        (("agence", "--depuis", "../templates"), 2, "n’existe pas"),
        (("agence",), 2, "--depuis"),
        (("agence", "--depuis", PACK, "--titre", "a\nb"), 1, "titre"),
    ],
)
def test_nouveau_pack_refuse_en_le_disant(lancer, tmp_path, arguments, code, message):
    fini = lancer("nouveau-pack", *arguments)
    assert (fini.exit_code, fini.stdout) == (code, "")
    assert message in fini.stderr
    assert list((tmp_path / "ici").iterdir()) == []


def test_nouveau_pack_ne_touche_pas_un_pack_qui_existe(lancer):
    assert lancer("nouveau-pack", PACK, "--depuis", PACK).exit_code == 0
    fini = lancer("nouveau-pack", PACK, "--depuis", PACK)
    assert fini.exit_code == 1
    assert "existe déjà" in fini.stderr


def test_packs_dit_ce_qui_a_change_et_la_commande_qui_le_montre(lancer, tmp_path):
    racine = tmp_path / "mes modèles"
    lancer("nouveau-pack", "agence", "--depuis", PACK, "--modeles", racine)
    avant = lancer("packs", "--modeles", racine).stdout
    assert f"copié de {PACK} (version 1)\n" in avant
    integre = tmp_path / "programme" / PACK
    (integre / "lettre.docx").write_bytes(docx(p("Une seule phrase.")))
    reglages = (integre / "pack.toml").read_text("utf-8")
    for ancien, nouveau in (
        ("version = 1", "version = 2"),
        ("delai_jours = 9", "delai_jours = 10"),
    ):
        assert ancien in reglages
        reglages = reglages.replace(ancien, nouveau)
    (integre / "pack.toml").write_text(reglages, encoding="utf-8")
    apres = lancer("packs", "--modeles", racine).stdout
    assert f"copié de {PACK} (version 1) ; le pack intégré a changé depuis (version 2) :" in apres
    assert "pack.toml : escalade.delai_jours, 9 devenu 10\n" in apres
    commande = next(x for x in apres.splitlines() if "courriers comparer" in x)
    montre = lancer(*shlex.split(commande)[1:])
    assert montre.exit_code == 1
    assert "{+Une seule phrase.+}" in montre.stdout
    (valeur,) = (
        v for v in json.loads(lancer("packs", "--modeles", racine, "--json").stdout)
        if v["nom"] == "agence"
    )  # fmt: skip
    assert valeur["depuis"]["pack"] == PACK
    assert valeur["changements"]["version"] == 2
    assert [d["fichier"] for d in valeur["changements"]["documents"]] == ["lettre.docx"]


def test_packs_dit_une_origine_perdue_et_un_pack_disparu(lancer, tmp_path):
    lancer("nouveau-pack", "agence", "--depuis", PACK)
    (tmp_path / "programme" / PACK / "lettre.docx").write_bytes(b"abime")
    assert "illisible" in lancer("packs", "--modeles", "modeles").stdout
    shutil.rmtree(tmp_path / "programme" / PACK)
    assert "n’existe plus" in lancer("packs", "--modeles", "modeles").stdout
