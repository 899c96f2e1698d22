"""The commands « verifier-lot » and « purger », as a person types them."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from courriers.lot.verrou import seul
from lot.dossier_de_lettres import PURGE, RECENT, contenu, ecrite


@pytest.fixture(autouse=True)
def bureau(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("courriers.cli.purge.aujourd_hui", lambda: PURGE)
    ecrite(tmp_path / "lettres", "A-1")
    ecrite(tmp_path / "lettres", "B-2", RECENT)
    return tmp_path


def lancer(*arguments, **options):
    fini = CliRunner().invoke(courriers, list(map(str, arguments)), **options)
    assert not fini.exception or isinstance(fini.exception, SystemExit), fini.exception
    return fini


def clair(texte):
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_un_lot_conforme_se_dit_en_une_phrase():
    fini = lancer("verifier-lot", "lettres")
    assert fini.exit_code == 0
    assert clair(fini.stdout) == "2 lettres, 4 fichiers : tout est conforme au journal.\n"
    assert fini.stderr == ""


def test_une_faute_se_dit_en_une_ligne_et_sort_avec_1(bureau):
    (bureau / "lettres/A-1/mise-en-demeure.pdf").unlink()
    (bureau / "lettres/A-1/mise-en-demeure.docx").write_bytes(b"x")
    fini = lancer("verifier-lot", "lettres")
    assert fini.exit_code == 1
    assert "erreur [FICHIER_ABSENT]" in fini.stderr
    assert len(fini.stderr.splitlines()) == 2
    assert clair(fini.stdout) == "2 lettres, 4 fichiers : 1 erreur, 1 avertissement.\n"


def test_en_json_un_objet_pour_un_et_une_ligne_pour_chacun(bureau):
    lu = json.loads(lancer("verifier-lot", "lettres", "--json").stdout)
    assert lu == {"repertoire": "lettres", "conforme": True, "lettres": 2, "fichiers": 4,
                  "retirees": 0, "purgees": 0, "constats": []}  # fmt: skip
    ecrite(bureau / "autres", "C-3", modele="0" * 64)
    fini = lancer("verifier-lot", "lettres", "autres", "--json")
    lignes = [json.loads(ligne) for ligne in fini.stdout.splitlines()]
    assert [ligne["repertoire"] for ligne in lignes] == ["lettres", "autres"]
    assert lignes[1]["constats"][0]["code"] == "MODELE_CHANGE"
    assert fini.exit_code == 0


def test_un_repertoire_sans_journal_est_dit(bureau):
    (bureau / "vide").mkdir()
    for commande in (
        ("verifier-lot", "vide"),
        ("purger", "vide", "--avant", "2021-01-01", "--oui"),
    ):
        fini = lancer(*commande)
        assert fini.exit_code == 1
        assert "pas de journal" in fini.stderr


def test_purger_puis_verifier():
    fini = lancer("purger", "lettres", "--avant", "01/01/2021", "--oui")
    assert fini.exit_code == 0, fini.output
    assert clair(fini.stderr).startswith("1 dossier purgé : 1 lettre, 2 fichiers")
    assert "autre" not in fini.stderr
    assert clair(lancer("verifier-lot", "lettres").stdout) == (
        "1 lettre, 2 fichiers, 1 purgée : tout est conforme au journal.\n"
    )
    encore = lancer("purger", "lettres", "--avant", "01/01/2021", "--oui")
    assert "Rien à purger avant le 01/01/2021." in encore.stderr


def test_a_blanc_nomme_les_dossiers_et_n_efface_rien(bureau):
    fini = lancer("purger", "lettres", "--avant", "2021-01-01", "--a-blanc")
    assert fini.exit_code == 0
    assert clair(fini.stdout) == "A-1  1 lettre\n"
    assert len(contenu(bureau / "lettres")) == 4
    lu = json.loads(
        lancer("purger", "lettres", "--avant", "2021-01-01", "--a-blanc", "--json").stdout
    )
    assert (lu["a_blanc"], lu["fichiers"]) == (True, 2)


@pytest.mark.parametrize(
    "arguments",
    [("purger", "lettres", "--avant", "2021-01-01"), ("purger", "lettres", "--oui"),
     ("purger", "lettres", "--avant", "2026-12-02", "--oui"), ("verifier-lot",),
     ("purger", "rien", "--avant", "2021-01-01", "--oui"), ("verifier-lot", "rien"),
     ("purger", "lettres", "--avant", "hier", "--oui")],
)  # fmt: skip
def test_une_erreur_d_usage_sort_avec_2_et_n_efface_rien(bureau, arguments):
    assert lancer(*arguments).exit_code == 2
    assert len(contenu(bureau / "lettres")) == 4


@pytest.mark.parametrize(
    ("reponse", "restent", "sortie"), [("oui\n", 2, 0), ("\n", 4, 1), ("", 4, 1)]
)
def test_dans_un_terminal_la_confirmation_est_demandee(
    bureau, monkeypatch, reponse, restent, sortie
):
    class Terminal:
        def isatty(self):
            return True

    monkeypatch.setattr("courriers.cli.purge.sys", type("S", (), {"stdin": Terminal()}))
    fini = lancer("purger", "lettres", "--avant", "2021-01-01", input=reponse)
    assert fini.exit_code == sortie, fini.output
    assert "1 dossier : 1 lettre, 2 fichiers ? [o/N]" in clair(fini.stderr)
    assert len(contenu(bureau / "lettres")) == restent
    assert ("Rien n’a été effacé" in fini.stderr) == (sortie == 1)


def test_un_autre_lot_au_travail_est_dit(bureau):
    with seul(bureau / "lettres"):
        fini = lancer("purger", "lettres", "--avant", "2021-01-01", "--oui")
    assert fini.exit_code == 1
    assert "travaille déjà" in fini.stderr


def test_interrompue_la_purge_dit_comment_finir(monkeypatch):
    def couper(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("courriers.lot.purge.empreinte_du_fichier", couper)
    fini = lancer("purger", "lettres", "--avant", "2021-01-01", "--oui")
    assert fini.exit_code == 130
    assert "la même commande finit" in fini.stderr


def test_une_reference_hostile_ne_commande_pas_le_terminal(bureau):
    ecrite(bureau / "lettres", "\x1b[2JC-3", date(2020, 5, 6), place="C-3")
    fini = lancer("purger", "lettres", "--avant", "2021-01-01", "--a-blanc", color=True)
    assert "\x1b[2J" not in fini.stdout
    assert "C-3" in fini.stdout
