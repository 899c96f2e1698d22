"""The command « depot », as a person types it."""

import json

import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from lot.depot.ecrites import LENDEMAIN, POSTALES, copie, modele


@pytest.fixture
def bureau(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("courriers.cli.depot.aujourd_hui", lambda: LENDEMAIN)
    copie(tmp_path / "lettres")
    return tmp_path


def lancer(*arguments):
    return CliRunner().invoke(courriers, ["depot", *map(str, arguments)])


def test_le_depot_se_fait_en_une_ligne(bureau):
    fini = lancer("lettres", "-o", "novembre")
    assert fini.exit_code == 0, fini.output
    assert sorted(f.name for f in (bureau / "novembre").iterdir()) == [
        "depot.csv", "lettre-1.pdf", "lrar-1.pdf",
    ]  # fmt: skip
    assert f"{len(POSTALES)} lettres déposées, 0 laissée, 0 retirée." in fini.stderr
    encore = lancer("lettres", "-o", "encore")
    assert encore.exit_code == 1
    assert "déjà déposée" in encore.stderr
    assert lancer("lettres", "-o", "novembre", "--refaire").exit_code == 1


def test_sans_nom_le_depot_prend_celui_du_jour(bureau):
    assert lancer("lettres").exit_code == 0
    (fait,) = bureau.glob("depot-*")
    assert fait.name == "depot-2026-11-24"


def test_le_json_est_un_objet(bureau):
    fini = lancer("lettres", "-o", "d", "--json")
    lu = json.loads(fini.stdout)
    assert lu["deposees"] == len(POSTALES)
    assert {f["canal"] for f in lu["fichiers"]} == {"lrar", "lettre"}
    assert (bureau / "d").is_dir()


def test_exclusions_et_dossiers_se_donnent_en_fichiers(bureau):
    (bureau / "a-laisser.csv").write_text("Référence;Motif\nA-1;réglé\n", encoding="utf-8")
    fini = lancer(
        "lettres", "-o", "d", "--exclusions", "a-laisser.csv",
        "--dossiers", modele().parent / "cas",
    )  # fmt: skip
    assert "dossier A-1 exclu : réglé" in fini.stderr.replace("\u00a0", " ")
    assert "1 retirée." in fini.stderr
    assert fini.exit_code == 0, fini.stderr


@pytest.mark.parametrize(
    "arguments",
    [("rien",), ("lettres", "--taille", "0"), ("lettres", "--taille", "x"),
     ("lettres", "--lettres", "0"), ("lettres", "--du", "hier")],
)  # fmt: skip
def test_une_erreur_d_usage_sort_avec_2(bureau, arguments):
    assert lancer(*arguments).exit_code == 2
    assert sorted(f.name for f in bureau.iterdir()) == ["lettres"]


def test_un_repertoire_sans_journal_est_dit(bureau):
    (bureau / "vide").mkdir()
    fini = lancer("vide")
    assert fini.exit_code == 1
    assert "pas de journal" in fini.stderr
