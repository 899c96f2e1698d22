"""The command « depot », as a person types it."""

import json

import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from courriers.lot import journal
from courriers.lot.evenements import LettreEcrite
from fabrique import JOUR
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


@pytest.mark.parametrize("a_blanc", [True, False])
def test_le_json_dit_si_rien_n_a_ete_ecrit(bureau, a_blanc):
    rendu = lancer("lettres", "--json", *(["--a-blanc"] if a_blanc else []))
    dit = json.loads(rendu.stdout)
    assert dit["a_blanc"] is a_blanc
    assert (bureau / dit["sortie"]).exists() is not a_blanc
    assert dit["deposees"] == len(POSTALES)


def test_un_depot_se_refait_par_son_nom(bureau):
    lancer("lettres", "-o", "d-1")
    refait = lancer("lettres", "-o", "d-2", "--refaire-depot", "d-1", "--json")
    assert json.loads(refait.stdout)["deposees"] == len(POSTALES)
    assert (bureau / "d-2").is_dir()


@pytest.mark.parametrize("a_blanc", [(), ("--a-blanc",)])
def test_le_nom_d_un_depot_inconnu_est_dit_avec_ceux_qui_sont_connus(bureau, a_blanc):
    rien = lancer("lettres", "--refaire-depot", "d-0", *a_blanc)
    assert (rien.exit_code, len(rien.stderr.splitlines())) == (1, 1)
    assert "aucun dépôt « d-0 », ni aucun autre." in rien.stderr.replace("\u00a0", " ")
    for rang in range(1, 7):
        lancer("lettres", "-o", f"d-{rang}", "--refaire")
    assert sorted(f.name for f in bureau.iterdir()) == [f"d-{n}" for n in range(1, 7)] + ["lettres"]
    dit = lancer("lettres", "--refaire-depot", "x" * 150, *a_blanc)
    assert (dit.exit_code, len(dit.stderr.splitlines())) == (1, 1)
    cites = "« d-6 », « d-5 », « d-4 », « d-3 », « d-2 »…"
    assert f"aucun dépôt « {'x' * 99}… » ; il connaît {cites}" in dit.stderr.replace("\u00a0", " ")
    assert len(list(bureau.iterdir())) == 7


def test_une_exclusion_qui_n_arrete_rien_est_dite(bureau):
    (bureau / "x.csv").write_text("référence;motif\nA-1;payé\nA-l;payé\n", encoding="utf-8")
    rendu = lancer("lettres", "--exclusions", "x.csv", "--a-blanc")
    assert rendu.stderr.count("EXCLUSION_SANS_DOSSIER") == 1
    assert "x.csv, ligne 3" in rendu.stderr


def test_aucun_ordre_au_terminal_venu_d_un_journal_n_est_affiche(bureau):
    forgee = LettreEcrite(
        reference="R\x1b]0;x\x07", pack="p\x9b2J", au=JOUR, canal="lrar",
        fichiers={"a\x1b[2J/\u202egpj.pdf": ""},
    )  # fmt: skip
    journal.ajouter(bureau / "lettres", [forgee])
    for arguments in (("--a-blanc",), ("-o", "d-1"), ("-o", "d-2")):
        rendu = lancer("lettres", *arguments)
        assert "a?[2J" in rendu.stderr
        assert not set("\x1b\x07\x9b\u202e") & set(rendu.output + rendu.stderr)


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
