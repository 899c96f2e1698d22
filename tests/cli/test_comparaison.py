"""« courriers comparer », and « git diff » through « courriers texte »."""

import json
import os
import shlex
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from courriers.cli import comparaison, courriers
from courriers.cli.comparaison import lignes
from courriers.document.comparaison import comparer
from fabrique import RACINE, docx, p

LONGUE = " ".join(f"mot{i}" for i in range(60))


def lancer(*arguments):
    return CliRunner().invoke(courriers, [*map(str, arguments)])


@pytest.fixture
def fichier(tmp_path):
    def poser(nom, corps):
        chemin = tmp_path / f"{nom}.docx"
        chemin.write_bytes(docx(corps))
        return chemin

    return poser


def test_des_textes_differents_sont_montres_et_la_sortie_est_1(fichier):
    a = fichier("a", p(f"{LONGUE} le 3 mai."))
    b = fichier("b", "<w:p/>" + p(f"{LONGUE} le 9 mai.") + p("Merci."))
    fini = lancer("comparer", a, b)
    assert fini.exit_code == 1
    assert fini.stdout.splitlines() == [
        "corps, paragraphe 1 → 2 : remplacé",
        "  … mot56 mot57 mot58 mot59 le [-3-]{+9+} mai.",
        "corps, paragraphe 3 : ajouté",
        "  {+Merci.+}",
        "1 phrase remplacée, 1 ajoutée.",
    ]
    valeur = json.loads(lancer("comparer", a, b, "--json").stdout)
    assert (valeur["avant"], valeur["apres"]) == (str(a), str(b))
    assert [c["genre"] for c in valeur["changements"]] == ["remplacé", "ajouté"]


def test_des_textes_egaux_le_disent_et_la_sortie_est_0(fichier):
    a = fichier("a", p("Un mot."))
    memes = lancer("comparer", a, fichier("b", p("Un ", "mot.")))
    assert (memes.exit_code, memes.stdout) == (0, "Mêmes textes.\n")
    identiques = lancer("comparer", a, fichier("c", p("Un mot.")))
    assert (identiques.exit_code, identiques.stdout) == (0, "Fichiers identiques.\n")
    style = '<w:p><w:pPr><w:pStyle w:val="Objet"/></w:pPr><w:r><w:t>Un mot.</w:t></w:r></w:p>'
    autre = lancer("comparer", a, fichier("d", style))
    assert autre.exit_code == 0
    assert autre.stdout == (
        "Mêmes textes.\nPrésentation, sans effet sur le texte : 1 paragraphe a changé de style "
        "(« Normal » devenu « Objet »).\n"
    )


@pytest.mark.parametrize("contenu", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"])
def test_un_fichier_illisible_n_est_pas_un_fichier_different(fichier, tmp_path, contenu):
    bon, mauvais = fichier("a", p("x")), tmp_path / "b.docx"
    mauvais.write_bytes(contenu)
    for paire in ((bon, mauvais), (mauvais, bon)):
        fini = lancer("comparer", *paire)
        assert fini.exit_code == 2
        assert str(mauvais) in fini.stderr
        assert fini.stdout == ""
    assert lancer("comparer", bon, tmp_path / "absent.docx").exit_code == 2
    assert lancer("comparer", bon).exit_code == 2


def test_le_texte_d_un_fichier_n_agit_pas_sur_le_terminal(fichier):
    a, b = fichier("a", p("Payez 10 €.")), fichier("b", p("Payez \u009b31m\u202e01 €."))
    lu = lancer("comparer", a, b).stdout
    assert "\u009b" not in lu
    assert "\u202e" not in lu
    assert "<U+202E>" in lu


def test_un_terminal_a_des_couleurs_sauf_si_l_on_n_en_veut_pas(monkeypatch):
    trouve = comparer(docx(p("le 3 mai")), docx(p("le 9 mai")))
    rouge, vert = "\x1b[31m\x1b[9m3\x1b[0m", "\x1b[32m9\x1b[0m"
    assert f"  le {rouge}{vert} mai" in list(lignes(trouve, couleurs=True))
    monkeypatch.setattr(comparaison.sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert comparaison.en_couleurs()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not comparaison.en_couleurs()


@pytest.mark.skipif(shutil.which("git") is None, reason="git absent")
def test_git_diff_montre_le_texte_des_fichiers_word(tmp_path):
    (tmp_path / ".gitattributes").write_text((RACINE / ".gitattributes").read_text("utf-8"))
    lecteur = f"{shlex.quote(sys.executable)} -m courriers texte --pour-git"
    environnement = {
        **os.environ, "PYTHONPATH": str(RACINE / "src"), "PYTHONIOENCODING": "utf-8",
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip

    def git(*arguments):
        return subprocess.run(  # noqa: S603
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *arguments],  # noqa: S607
            cwd=tmp_path, env=environnement, capture_output=True, encoding="utf-8", check=True,
        ).stdout  # fmt: skip

    git("init", "-q")
    git("config", "diff.docx.textconv", lecteur)
    lettre, abimee = tmp_path / "la lettre.docx", tmp_path / "abimee.docx"
    lettre.write_bytes(docx(p("Payez le 3 mai.")))
    abimee.write_bytes(b"pas Word")
    git("add", ".")
    git("commit", "-qm", "un")
    assert git("diff") == ""
    lettre.write_bytes(docx(p("Payez le 9 mai.")))
    abimee.write_bytes(b"toujours pas Word")
    (tmp_path / "vide.docx").write_bytes(b"")
    git("add", "-N", ".")
    diff = git("diff")
    assert "-Payez le 3 mai.\n+Payez le 9 mai.\n" in diff
    lus = [x for x in diff.splitlines() if "fichier Word illisible" in x]
    # Two unreadable versions do not look the same, and no passing name of git shows.
    assert [x[0] for x in lus] == ["-", "+", "+"]
    assert len(set(lus)) == 3
    assert str(tmp_path) not in "".join(lus)


def test_texte_reste_une_erreur_hors_de_git(tmp_path):
    mauvais = tmp_path / "a.docx"
    mauvais.write_bytes(b"rien")
    assert lancer("texte", mauvais).exit_code == 1
    pour_git = lancer("texte", "--pour-git", mauvais)
    assert pour_git.exit_code == 0
    assert "SHA-256" in pour_git.stdout
