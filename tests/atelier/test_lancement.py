"""From the command to the page: what is offered, the shortcut, the port, the end."""

import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.request

import pytest
from click.testing import CliRunner

from courriers.atelier.raccourci import NOMS, ecrire_le_raccourci, raccourci
from courriers.atelier.seance import ouvrir
from courriers.cli import courriers
from courriers.erreurs import CourriersError, DossierInvalide
from fabrique import JOUR, RACINE, SAMPLES


def siens(dossier):
    offerts = ouvrir(str(dossier), JOUR).dossiers
    return [(d.nom, d.chemin.name) for d in offerts if not d.est_exemple]


def test_sans_rien_les_exemples_chacun_a_son_jour():
    seance = ouvrir(None, JOUR)
    assert len(seance.dossiers) == len([d for d in SAMPLES.iterdir() if d.is_dir()])
    assert seance.choisi == ""
    assert all(d.est_exemple for d in seance.dossiers)


def test_le_nom_d_un_exemple_le_choisit():
    assert ouvrir("organisme-public", JOUR).choisi == "exemple-organisme-public"


def test_un_repertoire_donne_ses_dossiers_et_eux_seuls(tmp_path):
    for nom in ("a.json", "b.toml", "courriers.toml", "~$a.json", ".cache.json", "lire.txt"):
        (tmp_path / nom).write_text("{}", encoding="utf-8")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "dossier.toml").write_text("", encoding="utf-8")
    (tmp_path / "vide").mkdir()
    assert siens(tmp_path) == [("a.json", "a.json"), ("b.toml", "b.toml"), ("c", "dossier.toml")]
    assert siens(tmp_path / "c") == [("c", "dossier.toml")]
    assert siens(tmp_path / "a.json") == [("a.json", "a.json")]


@pytest.mark.parametrize("nom", ["rien", "../..//rien.json", "\0", "societe"])
def test_un_dossier_introuvable_est_dit(tmp_path, monkeypatch, nom):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DossierInvalide, match="n’existe pas, et aucun exemple"):
        ouvrir(nom, JOUR)


ARGUMENTS = ["--modeles", "/home/Marie Dupré/100 % à moi/$x `y` \\z"]


def test_le_raccourci_de_linux_redonne_la_commande():
    nom, contenu = raccourci("linux", "/usr/bin/python3", ARGUMENTS)
    texte = contenu.decode()
    assert nom == "atelier-courriers.desktop"
    assert texte.startswith("[Desktop Entry]\nType=Application\n")
    brute = re.search("^Exec=(.*)$", texte, re.MULTILINE)[1]
    # As the specification reads it: the value's escapes, then the quotes, then the percent signs.
    mots = re.findall(r'"((?:[^"\\]|\\.)*)"', brute.replace("\\\\", "\\"))
    lus = [re.sub(r"\\(.)", r"\1", mot).replace("%%", "%") for mot in mots]
    assert lus == ["/usr/bin/python3", "-m", "courriers", "atelier", *ARGUMENTS]


def test_le_raccourci_de_mac_redonne_la_commande():
    nom, contenu = raccourci("darwin", "/usr/bin/python3", ARGUMENTS)
    assert nom.endswith(".command")
    assert contenu.startswith(b"#!/bin/sh\n")
    derniere = contenu.decode().splitlines()[-1].removeprefix("exec ")
    assert shlex.split(derniere) == ["/usr/bin/python3", "-m", "courriers", "atelier", *ARGUMENTS]


def test_le_raccourci_de_windows():
    nom, contenu = raccourci("win32", r"C:\Py thon\python.exe", ["--modeles", r"D:\à 100 %\m"])
    assert nom.endswith(".cmd")
    lignes = contenu.decode("utf-8").split("\r\n")
    assert lignes[:2] == ["@echo off", "chcp 65001 >nul"]
    commande = r'"C:\Py thon\python.exe" "-m" "courriers" "atelier" "--modeles" "D:\à 100 %%\m"'
    assert commande in lignes


@pytest.mark.parametrize(("systeme", "mot"), [("win32", 'a"&calc'), ("linux", "a\nExec=x")])
def test_un_raccourci_ne_se_laisse_pas_detourner(systeme, mot):
    with pytest.raises(CourriersError) as refus:
        raccourci(systeme, "python", [mot])
    assert refus.value.code == "RACCOURCI_IMPOSSIBLE"


def test_le_raccourci_lance_vraiment_la_commande(tmp_path):
    fichier = ecrire_le_raccourci(tmp_path / "d’ici", "darwin", sys.executable, ["--help"])
    assert os.access(fichier, os.X_OK)
    lu = subprocess.run(  # noqa: S603
        [fichier], capture_output=True, encoding="utf-8", check=True,
        env=os.environ | {"PYTHONPATH": str(RACINE / "src")},
    )  # fmt: skip
    assert "à côté de Word" in lu.stdout


def test_un_autre_fichier_de_ce_nom_n_est_jamais_ecrase(tmp_path):
    (tmp_path / NOMS["linux"]).write_text("à moi", encoding="utf-8")
    with pytest.raises(CourriersError, match="existe déjà"):
        ecrire_le_raccourci(tmp_path, "linux", "python", [])
    assert (tmp_path / NOMS["linux"]).read_text(encoding="utf-8") == "à moi"


def test_la_commande_ecrit_le_raccourci_avec_des_chemins_entiers(tmp_path, monkeypatch):
    monkeypatch.chdir(RACINE)
    lu = CliRunner().invoke(
        courriers,
        ["atelier", "--dossier", "samples/association", "--modeles", "templates", "--au",
         "23/11/2026", "--raccourci", str(tmp_path)],
    )  # fmt: skip
    assert lu.exit_code == 0, lu.output
    contenu = next(tmp_path.iterdir()).read_text(encoding="utf-8")
    assert str(RACINE / "templates") in contenu
    assert str(RACINE / "samples" / "association") in contenu
    assert "2026-11-23" in contenu


def test_sans_l_option_du_paquet_la_commande_dit_quoi_installer(monkeypatch):
    monkeypatch.delitem(sys.modules, "courriers.atelier.lancement", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    lu = CliRunner().invoke(courriers, ["atelier", "--sans-navigateur"])
    assert lu.exit_code == 1
    assert 'pip install ".[atelier]"' in lu.output
    assert "Traceback" not in lu.output


def test_un_port_pris_est_dit():
    from courriers.atelier.lancement import _ecouter

    prise = _ecouter(0)
    port = prise.getsockname()[1]
    assert prise.getsockname()[0] == "127.0.0.1"
    try:
        lu = CliRunner().invoke(courriers, ["atelier", "--sans-navigateur", "--port", str(port)])
    finally:
        prise.close()
    assert lu.exit_code == 1
    assert f"Le port {port} ne peut pas servir" in lu.output


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C s’envoie autrement")
def test_ctrl_c_arrete_tout_meme_avec_une_page_ouverte_et_rien_n_est_journalise(tmp_path):
    processus = subprocess.Popen(
        [sys.executable, "-m", "courriers", "atelier", "--sans-navigateur"], cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(RACINE / "src")},
    )  # fmt: skip
    try:
        premiere = processus.stderr.readline()
        adresse = re.search(r"http://127\.0\.0\.1:\d+/\?cle=\S+", premiere)[0]
        navigateur = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with navigateur.open(adresse) as page:
            assert b"Atelier" in page.read()
        racine = adresse.partition("/?")[0]
        with navigateur.open(f"{racine}/api/veille") as flux:
            assert flux.readline()
            processus.send_signal(signal.SIGINT)
            sortie, erreurs = processus.communicate(timeout=15)
    finally:
        processus.kill()
        processus.wait()
    assert processus.returncode == 0
    assert sortie == ""
    # The line after the address may have been read with it.
    dites = erreurs.splitlines()
    assert dites[-1] == "Atelier arrêté."
    assert dites[:-1] in ([], ["Cette adresse est pour vous seul. Ctrl-C arrête l’atelier."])
