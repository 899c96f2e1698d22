"""``taux``, ``voies``, ``etape``, ``--pack auto``, ``--expliquer``: run for real."""

import json
import os
import subprocess
import sys

import pytest

from fabrique import RACINE, SAMPLES, brut

PRO = str(SAMPLES / "societe-a-societe")
CONSO = str(SAMPLES / "consommateur-apres-mise-en-demeure")
AU = ("--au", "2026-11-23")
AVIS = "Information, non une consultation juridique."


def courriers(*arguments, cwd=RACINE, largeur="100"):
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "courriers", *map(str, arguments)],
        capture_output=True, encoding="utf-8", check=False, cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": largeur},
    )  # fmt: skip


def test_taux_montre_les_valeurs_leur_source_et_leur_age():
    lu = courriers("taux", "--au", "2026-11-30")
    assert lu.returncode == 0
    assert "2,40     12,40" in lu.stdout
    assert "Arrêté du 26 juin 2026 (JO du 30 juin 2026)" in lu.stdout
    assert "2026-S2*" in lu.stdout  # one source only for 6,84
    assert "du 01/06/2016 au 31/12/2019" in lu.stdout
    assert lu.stderr == ""


@pytest.mark.parametrize(
    ("au", "averti"), [("2026-11-30", False), ("2026-12-01", True), ("2027-01-05", True)]
)
def test_taux_avertit_du_semestre_qui_manque(au, averti):
    assert ("BAREME_A_COMPLETER" in courriers("taux", "--au", au).stderr) == averti


def test_taux_en_json_donne_chaque_valeur_et_l_empreinte():
    contenu = json.loads(courriers("taux", *AU, "--json").stdout)
    vus = {v["nom"] for v in contenu["valeurs"]}
    assert {"particulier", "autres", "bce", "indemnite_forfaitaire"} <= vus
    assert "prescription_consommateur" in vus
    faux = [v for v in contenu["valeurs"] if v["nom"] == "particulier" and not v["relu"]]
    assert [(v["valeur"], v["debut"], v["age_jours"]) for v in faux] == [("6.84", "2026-07-01", 0)]


def test_courriers_toml_complete_le_bareme_de_chaque_commande(tmp_path):
    (tmp_path / "courriers.toml").write_text(
        '[[taux]]\nsemestre = "2027-S1"\nbce = "2.65"\nsource = "essai"\n'
        "verifie_le = 2027-01-02\n", "utf-8",
    )  # fmt: skip
    (tmp_path / "d.json").write_text(json.dumps(brut()), "utf-8")
    ici = courriers("decompte", "d.json", "--au", "2027-01-31", "--json", cwd=tmp_path)
    assert ici.returncode == 0
    assert "Barème complété par" in ici.stderr
    assert "TAUX_AJOUTE" in ici.stdout
    lettre = courriers("produire", "d.json", "--pack", "mise-en-demeure", "--au", "2027-01-31",
                       "--format", "docx", "--json", cwd=tmp_path)  # fmt: skip
    assert json.loads(lettre.stdout)["bareme"] == json.loads(ici.stdout)["bareme"]
    ailleurs = courriers("decompte", tmp_path / "d.json", "--au", "2027-01-31")
    assert ailleurs.returncode == 1
    assert "courriers.toml" in ailleurs.stderr
    (tmp_path / "courriers.toml").write_text("[[taux]]\n", "utf-8")
    fautif = courriers("decompte", "d.json", *AU, cwd=tmp_path)
    assert fautif.returncode == 1
    assert "taux[0].semestre" in fautif.stderr
    assert "Traceback" not in fautif.stderr


def test_expliquer_deplie_chaque_chiffre():
    lu = courriers("decompte", PRO, *AU, "--expliquer").stdout.replace("\u202f", " ")
    lu = lu.replace("\u00a0", " ")
    # 7 320 × 12,15 % × 52 / 365 = 46 247,76 / 365 = 126,70619…
    assert "7 320,00 € × 12,15 % × 52 j / 365 = 126,706191…, arrondi à 126,71 €" in lu
    assert "12,15 % = 2,15 % (taux de la BCE au 1er janvier 2026" in lu
    assert "lu le 23/11/2026" in lu
    assert "texte : C. com., art. L441-10, II" in lu
    contenu = json.loads(courriers("decompte", PRO, *AU, "--expliquer", "--json").stdout)
    assert len(contenu["explications"]) > len(contenu["lignes"])
    assert all(e["details"] for e in contenu["explications"])
    assert contenu["explications"][-1]["montant"] == contenu["total"]


def test_voies_dit_chaque_voie_et_ses_raisons():
    lu = courriers("voies", PRO, *AU)
    assert lu.returncode == 0
    assert "Injonction de payer, tribunal de commerce : ouverte" in lu.stdout
    assert "Déclaration de créance : fermée" in lu.stdout
    assert AVIS in lu.stderr
    assert "recommand" not in lu.stdout
    contenu = json.loads(courriers("voies", PRO, *AU, "--json").stdout)
    assert contenu["avis"] == AVIS
    assert {v["nom"]: v["etat"] for v in contenu["voies"]}["petites_creances"] == "fermee"
    assert all(m["texte"] for v in contenu["voies"] for m in v["motifs"])


def test_etape_et_pack_auto_disent_la_meme_lettre(tmp_path):
    due = courriers("etape", PRO, *AU)
    assert "Étape due au 23 novembre 2026 : mise-en-demeure" in due.stdout
    assert AVIS in due.stderr
    fini = courriers("produire", PRO, CONSO, "--pack", "auto", *AU, "--format", "docx",
                     "-o", tmp_path)  # fmt: skip
    assert fini.returncode == 0, fini.stderr
    assert sorted(f.name for f in tmp_path.rglob("*.docx")) == [
        "mise-en-demeure.docx", "petites-creances-bordereau.docx",
        "petites-creances-decompte.docx", "petites-creances.docx",
    ]  # fmt: skip
    assert AVIS in fini.stderr
    apres = ("etape", PRO, "--au", "2026-12-20")
    avec = courriers(*apres, "--journal", tmp_path).stdout
    assert "mise-en-demeure » : envoi du 23/11/2026" in avec.replace("\u00a0", " ")
    assert "envoi du 23/11/2026" not in courriers(*apres).stdout


def test_pack_auto_refuse_quand_rien_n_est_du_et_dit_pourquoi(tmp_path):
    envoi = {"niveau": "mise-en-demeure", "date": "2026-11-20", "canal": "lrar"}
    (tmp_path / "d.json").write_text(json.dumps(brut(envois=[envoi])), "utf-8")
    refus = courriers("produire", tmp_path / "d.json", "--pack", "auto", *AU, "-o", tmp_path / "o")
    assert refus.returncode == 1
    assert "Aucune étape" in refus.stderr
    assert list((tmp_path / "o").rglob("*.docx")) == []
    contenu = json.loads(courriers("etape", tmp_path / "d.json", *AU, "--json").stdout)
    assert contenu["etape"] is None
    usage = courriers("produire", PRO, "--pack", "auto", "--canal", "lrar", *AU)
    assert usage.returncode == 2


def test_plusieurs_sources_dont_une_fautive_donnent_une_ligne_json_chacune(tmp_path):
    (tmp_path / "vide.json").write_text("{}", "utf-8")
    for commande in ("voies", "etape"):
        lu = courriers(commande, PRO, tmp_path / "vide.json", *AU, "--json")
        assert lu.returncode == 1
        premiere, seconde = (json.loads(x) for x in lu.stdout.splitlines())
        assert premiere["reference"] == "2026-0233"
        assert seconde["erreur"]["code"] == "DOSSIER_INVALIDE"


@pytest.mark.parametrize(
    "commande",
    [("decompte", "TABLE", *AU), ("voies", "TABLE", *AU), ("etape", "TABLE", *AU),
     ("pdf", "TABLE", "--dossier", "TABLE", "--pack", "mise-en-demeure")],
    ids=lambda c: c[0],
)  # fmt: skip
def test_une_table_donnee_pour_un_dossier_dit_de_l_importer(tmp_path, commande):
    table = tmp_path / "impayes.csv"
    table.write_text("Facture;Montant", encoding="utf-8")
    fini = courriers(*(table if mot == "TABLE" else mot for mot in commande))
    assert fini.returncode == 1
    dit = fini.stderr.replace("\u00a0", " ")
    assert "« courriers importer impayes.csv -o dossiers » fait un dossier de chaque" in dit
