"""``courriers pdf --dossier``, run for real: a retouched letter, proof-read before its PDF."""

import json

import pytest

from cli.test_commandes import EXEMPLE, courriers
from courriers.lettre.recalcul import recalculer
from fabrique import SAMPLES, docx, p
from lettre.test_fautes_semees import bonne, semer
from lettre.test_retouche import ajouter

MED = "mise-en-demeure"
S2S = "societe-a-societe"


@pytest.fixture
def lettre(tmp_path):
    """A letter as « produire » names it, with one thing changed in it."""

    def poser(ancien="", nouveau="", nom=MED):
        octets = bonne(MED, S2S)[-1]
        fichier = tmp_path / f"{nom}.docx"
        fichier.write_bytes(semer(octets, ancien, nouveau) if ancien else octets)
        return fichier

    return poser


def test_une_lettre_retouchee_a_son_pdf_et_ses_differences_sont_dites(lettre):
    fichier = lettre()
    fichier.write_bytes(ajouter(fichier.read_bytes(), "salutations", "Au plaisir de vous lire."))
    fini = courriers("pdf", fichier, "--dossier", EXEMPLE)
    assert fini.returncode == 0, fini.stderr
    assert "ce qui diffère de la lettre du pack" in fini.stdout
    assert "{+Au plaisir de vous lire.+}" in fini.stdout
    compte = recalculer(fichier.with_suffix(".pdf").read_bytes())
    assert (compte.est_juste, str(compte.somme)) == (True, "6715.94")


def test_un_chiffre_change_est_refuse_et_aucun_pdf_n_est_ecrit(lettre):
    fichier = lettre("126,71~€", "126,17~€")
    fini = courriers("pdf", fichier, "--dossier", EXEMPLE)
    assert fini.returncode == 1
    assert "tableau 2, rangée 3, colonne 3" in fini.stderr
    assert not fichier.with_suffix(".pdf").exists()
    dit = json.loads(courriers("pdf", fichier, "--dossier", EXEMPLE, "--json").stdout)
    assert dit["erreur"]["code"] == "RELECTURE"
    assert dit["erreur"]["constats"][0]["lieu"]["cellule"] == "tableau 2, rangée 3, colonne 3"
    assert dit["retouche"]["admise"] is False


def test_une_lettre_refusee_n_arrete_pas_les_autres(lettre, tmp_path):
    mauvaise = lettre("126,71~€", "126,17~€", nom=f"{MED} (1)")
    bonne_ = lettre()
    autre = tmp_path / "relance-courtoise.docx"
    autre.write_bytes(docx(p("x")))
    fini = courriers("pdf", mauvaise, autre, bonne_, "--dossier", EXEMPLE, "--json",
                     "-o", tmp_path / "pdf")  # fmt: skip
    assert fini.returncode == 1
    faits = [json.loads(ligne) for ligne in fini.stdout.splitlines()]
    assert ["erreur" in f for f in faits] == [True, True, False]
    assert "--au" in faits[1]["erreur"]["conseil"]
    assert [f.name for f in (tmp_path / "pdf").iterdir()] == [f"{MED}.pdf"]


@pytest.mark.parametrize(
    ("options", "code", "motif"),
    [
        (("--pack", MED), 2, "--pack va avec --dossier"),
        (("--pack", MED, "--au", "2026-11-23"), 2, "--au, --pack vont avec --dossier"),
        (("--dossier", EXEMPLE), 1, "ne dit pas de quelle lettre il vient"),
        (("--dossier", EXEMPLE, "--pack", "inconnu"), 1, "« inconnu » n’existe pas"),
        (("--dossier", EXEMPLE, "--pack", MED, "--canal", "pigeon"), 1, "n’est pas un canal"),
        (("--dossier", EXEMPLE, "--pack", MED, "--au", "2026-11-24"), 1, "24 novembre 2026"),
        (("--dossier", EXEMPLE, "--pack", MED, "--caution", "0"), 2, "--caution"),
        (("--dossier", EXEMPLE, "--pack", "mise-en-demeure-caution"), 1, "caution"),
        (("--dossier", str(SAMPLES)), 1, "dossier.json"),
        (("--dossier", "absent.json"), 2, "absent.json"),
        (("--dossier", EXEMPLE, "--pack", MED), 0, ""),
    ],
)
def test_ce_qui_manque_est_dit(lettre, options, code, motif):
    fichier = lettre(nom="ma-lettre")
    fini = courriers("pdf", fichier, *options)
    assert fini.returncode == code, fini.stderr
    assert motif in fini.stderr.replace("\u00a0", " ")
    assert fichier.with_suffix(".pdf").exists() == (not code)
