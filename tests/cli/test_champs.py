"""``courriers champs``: run for real, on terminals wide and narrow, into JSON and into Word."""

import json
import os
import re
import subprocess
import sys

import pytest

from courriers.document.texte import texte
from courriers.lettre.champs import champs, filtres
from fabrique import RACINE


def courriers(*arguments, largeur=100, **options):
    environnement = {**os.environ, "COLUMNS": str(largeur)}
    environnement.pop("PYTHONIOENCODING", None)
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "courriers", "champs", *map(str, arguments)],
        capture_output=True, encoding="utf-8", check=False,
        env=environnement, **{"cwd": RACINE, **options},
    )  # fmt: skip


def test_sans_motif_tous_les_champs_et_tous_les_filtres_par_chapitre():
    lu = courriers()
    assert (lu.returncode, lu.stderr) == (0, "")
    noms = re.findall(r"^  (\S+) ", lu.stdout, re.MULTILINE)
    assert noms == [*champs(), *filtres()]
    titres = re.findall(r"^\S.*$", lu.stdout, re.MULTILINE)
    assert titres[0] == "La lettre"
    assert titres[-1] == "Les filtres"
    assert "\x1b" not in lu.stdout


@pytest.mark.parametrize("largeur", [1, 40, 80, 100, 130, 400])
def test_rien_ne_depasse_la_largeur_du_terminal(largeur):
    lignes = courriers(largeur=largeur).stdout.splitlines()
    voulue = max(40, min(130, largeur))
    for ligne in lignes:
        # A name, or a word, that cannot be cut stands alone on its line.
        assert len(ligne) <= voulue or len(ligne.split(" (")[0].split()) == 1, ligne


def test_sur_un_terminal_large_les_colonnes_sont_alignees():
    lignes = courriers("contestation.", largeur=110).stdout.splitlines()
    debuts = {ligne.index(mot) for ligne in lignes for mot in ("jour où", "motif de", "ex.\u00a0:")
              if mot in ligne}  # fmt: skip
    assert len(debuts) == 1


def test_un_motif_choisit_sans_egard_aux_accents_ni_aux_capitales():
    lu = courriers("PRÉNOM").stdout
    assert "expediteur.signataire.nom" in lu
    assert "echeancier" not in lu
    assert courriers("prenom").stdout == lu
    assert "capitale" in courriers("majuscule").stdout


def test_un_groupe_dit_quand_il_est_absent_et_un_texte_quand_il_est_vide():
    lu = courriers("contestation").stdout
    assert "absent\u00a0: aucune contestation" in lu
    assert "vide\u00a0: non donnée" in lu
    assert "ex.\u00a0: 2026-0233" in courriers("reference").stdout


@pytest.mark.parametrize(
    ("motif", "conseil"),
    [("zorglub", "les montre tous"), ("creancier.ibam", "creancier.iban"), (".*", "tous")],
)
def test_un_motif_sans_reponse_le_dit_avec_les_noms_proches(motif, conseil):
    fini = courriers(motif)
    assert (fini.returncode, fini.stdout) == (1, "")
    assert f"Aucun champ ne contient « {motif} »" in fini.stderr
    assert conseil in fini.stderr


@pytest.mark.parametrize("motif", ["[", "  factures[]  ", "7 320,00 €"])
def test_un_motif_est_pris_a_la_lettre_espaces_a_part(motif):
    fini = courriers(motif)
    assert fini.returncode == 0
    assert "factures[].montant_ttc" in fini.stdout


def test_plusieurs_mots_se_donnent_avec_ou_sans_guillemets():
    assert courriers("caution", "plafond").stdout == courriers("caution plafond").stdout


def test_un_motif_que_rien_n_ecrit_est_dit_sans_erreur_interne():
    fini = courriers("\udcff")  # a byte of another encoding, as a shell passes it
    assert fini.returncode == 1
    assert fini.stderr.startswith("Aucun champ ne contient « ? ».")
    long = courriers("é" * 10_000)
    assert len(long.stderr) < 250


def test_en_json_une_liste_d_objets():
    lus = json.loads(courriers("--json").stdout)
    assert [objet["nom"] for objet in lus] == list(champs())
    assert {tuple(objet) for objet in lus} == {("nom", "genre", "sens", "exemple", "vide")}
    (plafond,) = json.loads(courriers("--json", "caution plafond").stdout)
    assert plafond["genre"] == "texte"
    vide = courriers("--json", "zorglub")
    assert (vide.returncode, json.loads(vide.stdout)) == (1, [])


def test_en_word_un_fichier_nomme_et_les_memes_octets(tmp_path):
    premier, second = tmp_path / "champs.docx", tmp_path / "sous" / "CHAMPS.DOCX"
    fini = courriers("--docx", premier)
    assert (fini.returncode, fini.stdout) == (0, f"{premier}\n")
    assert "creancier.mediateur.nom" in texte(premier)
    assert courriers("--docx", second).returncode == 0
    assert second.read_bytes() == premier.read_bytes()
    courriers("caution", "--docx", premier)
    assert "commissaire.courriel" not in texte(premier)


@pytest.mark.parametrize("nom", ["champs.doc", "champs", "champs.pdf"])
def test_en_word_un_autre_nom_est_refuse(tmp_path, nom):
    fini = courriers("--docx", tmp_path / nom)
    assert fini.returncode == 2
    assert ".docx est attendu" in fini.stderr
    assert list(tmp_path.iterdir()) == []


def test_en_word_ce_qui_ne_peut_pas_etre_ecrit_est_dit(tmp_path):
    (tmp_path / "fichier").write_text("x", "utf-8")
    (tmp_path / "rep.docx").mkdir()
    fini = courriers("--docx", tmp_path / "fichier" / "champs.docx")
    assert fini.returncode == 1
    assert "ne peut pas être écrit" in fini.stderr
    assert "Traceback" not in fini.stderr
    assert courriers("--docx", tmp_path / "rep.docx").returncode == 2
    assert courriers("--docx", tmp_path / ("n" * 300 + ".docx")).returncode == 1
    assert courriers("--docx", tmp_path / "a.docx", "--json").returncode == 2
    rien = courriers("zorglub", "--docx", tmp_path / "rien.docx")
    assert rien.returncode == 1
    assert not (tmp_path / "rien.docx").exists()


def test_la_liste_n_importe_rien_de_lourd():
    programme = (
        "import sys\nfrom courriers.cli import main\nsys.argv = ['courriers', 'champs', 'iban']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    fini = subprocess.run(  # noqa: S603
        [sys.executable, "-c", programme], capture_output=True, encoding="utf-8", check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert "creancier.iban" in fini.stdout
    assert not {"pydantic", "jinja2", "docxtpl", "lxml", "weasyprint"} & set(fini.stderr.split())
