"""The command line, run for real: results, messages, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from document.cabinets import Cabinet, ligne
from fabrique import RACINE, SAMPLES, brut, docx, p

EXEMPLE = str(SAMPLES / "societe-a-societe")


def courriers(*arguments, encodage="utf-8", **options):
    environnement = {**os.environ, "PYTHONIOENCODING": encodage, "COLUMNS": "120"}
    environnement.pop("PYTHONUTF8", None)
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "courriers", *map(str, arguments)],
        capture_output=True, encoding=encodage, env=environnement, check=False, cwd=RACINE,
        **options,
    )  # fmt: skip


@pytest.fixture
def dossier(tmp_path):
    def poser(nom="dossier", **changements):
        fichier = tmp_path / f"{nom}.json"
        fichier.write_text(json.dumps(brut(**changements)), encoding="utf-8")
        return fichier

    return poser


def test_produire_ecrit_la_lettre_et_dit_ou(tmp_path):
    fini = courriers("produire", EXEMPLE, "--pack", "mise-en-demeure", "--au", "23/11/2026",
                     "-o", tmp_path)  # fmt: skip
    assert fini.returncode == 0
    lettre = tmp_path / "2026-0233" / "mise-en-demeure.docx"
    assert [ligne.split("  ")[0] for ligne in fini.stdout.splitlines()] == [
        str(lettre), str(lettre.with_suffix(".pdf")),
    ]  # fmt: skip
    assert lettre.read_bytes()[:2] == b"PK"
    assert lettre.with_suffix(".pdf").read_bytes()[:5] == b"%PDF-"
    # Three lines say what to do next, with the days of this letter.
    suite = fini.stderr.splitlines()
    assert [ligne.split(":")[0].strip() for ligne in suite] == [
        "Journal",
        "Envoi",
        "Preuve",
        "Suite",
    ]
    assert "23 novembre 2026" in suite[1]
    assert "8 décembre 2026" in suite[3]
    relu = courriers("texte", lettre)
    assert "nous vous mettons en demeure" in relu.stdout
    assert "[corps]" in courriers("texte", lettre, "--parties").stdout


def test_produire_prend_le_papier_de_courriers_toml(tmp_path):
    (tmp_path / "cabinet.docx").write_bytes(Cabinet(premiere=ligne("Papier du cabinet")).octets())
    reglages = tmp_path / "courriers.toml"
    reglages.write_text('[papier]\nmodele = "cabinet.docx"\n', "utf-8")
    demande = ("produire", EXEMPLE, "--pack", "mise-en-demeure", "--au", "23/11/2026",
               "--format", "docx", "--config", reglages, "-o", tmp_path)  # fmt: skip
    fini = courriers(*demande)
    assert fini.returncode == 0
    assert f"Papier à en-tête : {tmp_path / 'cabinet.docx'}" in fini.stderr
    relu = courriers("texte", tmp_path / "2026-0233" / "mise-en-demeure.docx")
    assert "Papier du cabinet" in relu.stdout
    (tmp_path / "cabinet.docx").unlink()
    refuse = courriers(*demande)
    assert refuse.returncode != 0
    assert "cabinet.docx" in refuse.stderr
    assert "Traceback" not in refuse.stderr


def test_le_numero_du_recommande_et_le_qr_code_se_demandent(tmp_path):
    fini = courriers("produire", EXEMPLE, "--pack", "mise-en-demeure", "--au", "23/11/2026",
                     "--numero-suivi", "2C 147 123 4567 8", "--qr", "--format", "docx",
                     "-o", tmp_path)  # fmt: skip
    assert fini.returncode == 0
    relu = courriers("texte", tmp_path / "2026-0233" / "mise-en-demeure.docx").stdout
    assert "avis de réception n° 2C 147 123 4567 8" in relu.replace("\u00a0", " ")
    assert "Visez ce carré" in relu


def test_chaque_caution_a_sa_lettre(tmp_path):
    exemple = SAMPLES / "caution-plafonnee"
    commande = ("produire", exemple, "--pack", "mise-en-demeure-caution", "--au", "2026-11-23",
                "--format", "docx", "-o", tmp_path)  # fmt: skip
    assert courriers(*commande).returncode == 0
    seconde = courriers(*commande, "--caution", "2")
    assert "9\u202f706,25" in seconde.stdout
    noms = sorted(f.name for f in (tmp_path / "OR-2026-077").iterdir())
    assert noms == ["mise-en-demeure-caution-2.docx", "mise-en-demeure-caution.docx"]
    assert "cautions : cette lettre" in courriers(*commande, "--caution", "3").stderr
    assert courriers(*commande, "--caution", "0").returncode == 2
    autre = courriers("produire", EXEMPLE, "--pack", "mise-en-demeure", "--caution", "1")
    assert autre.returncode == 2
    assert "ne vaut que pour une lettre à une caution" in autre.stderr


def test_une_lettre_qui_ne_reclame_rien_ne_montre_pas_de_somme(tmp_path):
    fini = courriers("produire", EXEMPLE, "--pack", "quittance", "--au", "23/11/2026",
                     "--format", "docx", "-o", tmp_path)  # fmt: skip
    assert fini.returncode == 0
    assert fini.stdout == f"{tmp_path / '2026-0233' / 'quittance.docx'}\n"


def test_decompte_donne_un_tableau_ou_du_json():
    lu = courriers("decompte", EXEMPLE, "--au", "2026-11-23")
    assert lu.returncode == 0
    assert "Total dû au 23 novembre 2026" in lu.stdout
    assert "7\u202f320,00\u00a0€ × 12,15\u00a0% × 52\u00a0j /\u00a0365" in lu.stdout
    contenu = json.loads(courriers("decompte", EXEMPLE, "--au", "2026-11-23", "--json").stdout)
    assert (contenu["version"], contenu["au"], contenu["total"]) == (1, "2026-11-23", "6715.94")


def test_plusieurs_dossiers_donnent_un_json_par_ligne(dossier):
    bon, faux = dossier("a"), dossier("b", zorglub=1)
    lu = courriers("decompte", bon, faux, "--au", "2026-11-23", "--json")
    premier, second = map(json.loads, lu.stdout.splitlines())
    assert lu.returncode == 1
    assert premier["total"]
    assert second["erreur"]["code"] == "DOSSIER_INVALIDE"


@pytest.mark.parametrize(
    ("changements", "motif"),
    [
        ({"zorglub": 1}, "zorglub"),
        ({"version": 9}, "version 1"),
        ({"cession": {"a": "X", "date": "2026-01-01"}}, "cédée"),
        ({"creancier": {"siren": None}}, "creancier.siren"),
        ({"surendettement": {"date_recevabilite": "2026-01-01"}}, "ne peut plus payer"),
    ],
)
def test_un_refus_est_un_message_et_un_code_1_sans_rien_d_ecrit(
    dossier, tmp_path, changements, motif
):
    sortie = tmp_path / "out"
    fini = courriers("produire", dossier(**changements), "--pack", "mise-en-demeure",
                     "--au", "2026-11-23", "-o", sortie)  # fmt: skip
    assert (fini.returncode, fini.stdout) == (1, "")
    assert motif in fini.stderr
    assert "Traceback" not in fini.stderr
    assert lettres_de(sortie) == []


def lettres_de(sortie):
    return [f.name for f in sortie.rglob("*.*") if f.suffix in (".docx", ".pdf", ".eml")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("produire", "absent.json", "--pack", "mise-en-demeure"),
        ("produire", EXEMPLE, "--pack", "inconnu"),
        ("produire", EXEMPLE, "--pack", "mise-en-demeure", "--canal", "pigeon"),
        ("produire", EXEMPLE, "--pack", "mise-en-demeure", "--document", "x"),
        ("produire", EXEMPLE, "--pack", "mise-en-demeure", "--format", "odt"),
        ("produire", EXEMPLE, "--pack", "relance-courtoise", "--numero-suivi", "2C 147"),
        ("produire", EXEMPLE, "--pack", "mise-en-demeure", "--numero-suivi", "<b>"),
        ("produire", EXEMPLE, EXEMPLE, "--pack", "mise-en-demeure", "--numero-suivi", "2C 147"),
        ("produire", EXEMPLE, "--pack", "auto", "--numero-suivi", "2C 147"),
        ("produire", EXEMPLE),
        ("decompte", EXEMPLE, "--au", "2026-02-30"),
        ("pdf", str(RACINE / "templates" / "mise-en-demeure" / "lettre.docx"), "--delai", "0"),
        ("zorglub",),
        ("en-lettres", "1", "--devise", "ZZZ"),
        ("en-lettres", "12 €", "--devise", "USD"),
    ],
)
def test_une_erreur_d_usage_sort_avec_2_et_renvoie_a_l_aide(arguments):
    fini = courriers(*arguments)
    assert fini.returncode == 2
    assert "--help" in fini.stderr
    assert "Erreur" in fini.stderr


def test_un_fichier_abime_donne_une_seule_phrase(tmp_path):
    abime = tmp_path / "d.json"
    abime.write_text("{", encoding="utf-8")
    fini = courriers("decompte", abime, "--au", "2026-11-23")
    assert fini.returncode == 1
    assert len(fini.stderr.strip().splitlines()) == 1
    lettre = tmp_path / "l.docx"
    lettre.write_bytes(b"rien")
    fini = courriers("texte", lettre)
    assert fini.returncode == 1
    assert "pas un fichier Word" in fini.stderr


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        (("1234,56",), "mille deux cent trente-quatre euros et cinquante-six centimes"),
        (("1 000 000 €",), "un million d’euros"),
        (("-5",), "moins cinq euros"),
        (("21", "--devise", "GBP", "--orthographe", "1990"), "vingt-et-une livres sterling"),
        (("0.005", "--arrondir"), "zéro euro et un centime"),
    ],
)
def test_en_lettres(arguments, attendu):
    assert courriers("en-lettres", *arguments).stdout.strip() == attendu


@pytest.mark.parametrize("montant", ["1.234", "douze", "1234.567"])
def test_en_lettres_refuse_ce_qui_n_est_pas_un_montant(montant):
    fini = courriers("en-lettres", montant)
    assert (fini.returncode, fini.stdout) == (1, "")


def test_le_jour_est_aujourd_hui_par_defaut_et_il_est_dit():
    assert "Jour retenu" in courriers("decompte", EXEMPLE).stderr


def test_packs_schema_et_diagnostic_repondent():
    assert "mise-en-demeure" in courriers("packs").stdout
    lus = {p["nom"]: p for p in json.loads(courriers("packs", "--json").stdout)}
    assert lus["mise-en-demeure"]["canaux"][0] == "lrar"
    assert json.loads(courriers("schema").stdout)["properties"]["factures"]
    fini = courriers("diagnostic")
    assert fini.returncode == 0
    assert "2e semestre 2026" in fini.stdout
    assert all(e["nom"] for e in json.loads(courriers("diagnostic", "--json").stdout))


@pytest.mark.parametrize("encodage", ["cp1252", "cp850"])  # neither has U+202F
def test_une_console_pauvre_ne_fait_pas_tomber_le_programme(encodage):
    fini = courriers("decompte", EXEMPLE, "--au", "2026-11-23", encodage=encodage)
    assert fini.returncode == 0
    assert "Total" in fini.stdout


def test_l_aide_est_en_francais_et_chaque_commande_en_a_une():
    aide = courriers("--help").stdout
    assert "Utilisation :" in aide
    assert "consultation juridique" in aide
    for commande in ("produire", "decompte", "packs", "texte", "en-lettres", "schema",
                     "diagnostic"):  # fmt: skip
        assert commande in aide
        page = courriers(commande, "--help").stdout
        assert "Affiche cette aide." in page
        assert "Show this" not in page


def test_aucune_couleur_hors_d_un_terminal(dossier):
    fini = courriers("decompte", dossier(zorglub=1), "--au", "2026-11-23")
    assert "\x1b[" not in fini.stderr


@pytest.mark.parametrize(
    ("formats", "suffixes"),
    [("docx", {".docx"}), ("pdf", {".pdf"}), ("pdf, DOCX", {".docx", ".pdf"})],
)
def test_le_format_choisit_ce_qui_est_ecrit(dossier, tmp_path, formats, suffixes):
    fini = courriers("produire", dossier(), "--pack", "mise-en-demeure", "--au", "2026-11-23",
                     "--format", formats, "-o", tmp_path / "out")  # fmt: skip
    assert fini.returncode == 0
    ecrits = {f.suffix for f in (tmp_path / "out").rglob("*.*")}
    assert ecrits == {*suffixes, ".jsonl", ".lock"}  # the journal, and what keeps two runs apart


def test_sans_moteur_la_lettre_en_word_s_ecrit_et_le_dit(dossier, tmp_path):
    # A package that stands before WeasyPrint and fails as it does without Pango.
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    options = {"env": {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"}}
    commande = [sys.executable, "-m", "courriers", "produire", str(dossier()), "--pack",
                "mise-en-demeure", "--au", "2026-11-23", "-o", str(tmp_path / "out")]  # fmt: skip

    def lancer(*arguments):
        return subprocess.run(  # noqa: S603
            [*commande, *arguments], capture_output=True, encoding="utf-8", check=False, **options
        )

    fini = lancer()
    assert fini.returncode == 0
    assert "en Word seulement" in fini.stderr
    ecrits = {f.suffix for f in (tmp_path / "out").rglob("*.*")}
    assert ecrits == {".docx", ".jsonl", ".lock"}
    fini = lancer("--format", "pdf")
    assert fini.returncode == 1
    assert "pango" in fini.stderr.lower()
    assert "Traceback" not in fini.stderr


def test_pdf_convertit_une_lettre_et_nomme_un_fichier_abime(dossier, tmp_path):
    courriers("produire", dossier(), "--pack", "mise-en-demeure", "--au", "2026-11-23",
              "--format", "docx", "-o", tmp_path / "out")  # fmt: skip
    (lettre,) = (tmp_path / "out").rglob("*.docx")
    abime = tmp_path / "abime.docx"
    abime.write_bytes(b"PK\x03\x04 rien")
    fini = courriers("pdf", lettre, abime, "-o", tmp_path / "pdf")
    assert fini.returncode == 1
    assert "2 pages" in fini.stdout
    assert "abime.docx" in fini.stderr
    assert [f.name for f in (tmp_path / "pdf").iterdir()] == ["mise-en-demeure.pdf"]
    faits = [json.loads(x) for x in courriers("pdf", lettre, abime, "--json").stdout.splitlines()]
    assert faits[0]["pages"] == 2
    assert faits[1]["erreur"]["code"] == "FICHIER_WORD_INVALIDE"
    assert lettre.with_suffix(".pdf").is_file()


@pytest.fixture
def interminable(tmp_path):
    """A Word file whose PDF takes many seconds."""
    fichier = tmp_path / "long.docx"
    fichier.write_bytes(docx("".join(p(f"Paragraphe {n}.") for n in range(10_000))))
    return fichier


def test_un_pdf_trop_long_est_abandonne_et_nomme(interminable, dossier, tmp_path):
    fini = courriers("pdf", interminable, "-o", tmp_path / "out", "--delai", "0,2")
    assert (fini.returncode, fini.stdout) == (1, "")
    assert "long.docx" in fini.stderr
    assert "plus de 0,2 s" in fini.stderr
    fini = courriers("produire", dossier(), "--pack", "mise-en-demeure", "--au", "2026-11-23",
                     "-o", tmp_path / "out", "--delai", "0.001", "--json")  # fmt: skip
    assert json.loads(fini.stdout)["erreur"]["code"] == "DELAI_DEPASSE"
    assert lettres_de(tmp_path / "out") == []  # neither PDF nor Word


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="liste les processus par /proc")
def test_ctrl_c_arrete_tout_et_ne_laisse_rien(interminable, tmp_path):
    commande = [sys.executable, "-m", "courriers", "pdf", str(interminable), "-o", str(tmp_path)]
    processus = subprocess.Popen(commande, stderr=subprocess.PIPE, cwd=RACINE)  # noqa: S603
    enfants = []
    limite = time.monotonic() + 30
    while not enfants and time.monotonic() < limite:
        for fil in Path(f"/proc/{processus.pid}/task").glob("*/children"):
            enfants += fil.read_text().split()
        time.sleep(0.05)
    processus.send_signal(signal.SIGINT)
    dit = processus.communicate()[1].decode()
    assert processus.returncode == 130
    assert dit.splitlines() == ["Interrompu."]
    assert enfants
    assert not any(Path(f"/proc/{pid}").exists() for pid in enfants)
    assert [f.name for f in tmp_path.iterdir()] == ["long.docx"]


def test_demo_ecrit_chaque_lettre_et_montre_chaque_refus(tmp_path):
    fini = courriers("demo", "-o", tmp_path, "--format", "docx")
    assert fini.returncode == 0
    exemples = {d.name for d in SAMPLES.iterdir()}
    assert {ligne.split()[0] for ligne in fini.stdout.splitlines() if "(au" in ligne} == exemples
    assert "RIEN_A_RECLAMER" in fini.stdout
    assert (tmp_path / "societe-a-societe" / "mise-en-demeure.docx").is_file()
    assert (tmp_path / "societe-a-societe" / "relance-courtoise-appel.docx").is_file()
    assert "seconde-relance, appel" in fini.stdout
    assert not list(tmp_path.rglob("*.eml"))  # an e-mail carries its letter as PDF


def test_produire_par_courriel_ecrit_un_brouillon_et_dit_qu_en_faire(tmp_path):
    fini = courriers("produire", SAMPLES / "societe-a-societe", "--pack", "relance-courtoise",
                     "--canal", "courriel", "--au", "2026-11-23", "-o", tmp_path)  # fmt: skip
    assert fini.returncode == 0
    assert (tmp_path / "2026-0233" / "relance-courtoise-courriel.eml").is_file()
    assert "ouvrez le brouillon" in fini.stderr


def test_un_document_d_un_autre_canal_est_une_erreur_d_usage(tmp_path):
    fini = courriers("produire", SAMPLES / "societe-a-societe", "--pack", "relance-courtoise",
                     "--document", "appel", "--au", "2026-11-23", "-o", tmp_path)  # fmt: skip
    assert fini.returncode == 2
    assert "contient lettre pour le canal « lettre »" in fini.stderr


def test_recalculer_dit_le_compte_et_sort_1_s_il_est_faux(tmp_path):
    pdf = tmp_path / "lettre.pdf"
    lettre = ["produire", str(SAMPLES / "societe-a-societe"), "--pack", "mise-en-demeure"]
    courriers(*lettre, "--au", "2026-11-23", "--format", "pdf", "-o", str(tmp_path))
    next(tmp_path.rglob("*.pdf")).rename(pdf)
    juste = courriers("recalculer", str(pdf))
    assert juste.returncode == 0
    assert "le compte est juste" in juste.stdout
    assert "BCE + 10 points" in juste.stdout
    rendu = json.loads(courriers("recalculer", str(pdf), "--json").stdout)
    assert rendu["juste"] is True
    assert len(rendu["lignes"]) == 11
    (tmp_path / "faux.pdf").write_bytes(b"%PDF-")
    faux = courriers("recalculer", str(tmp_path / "faux.pdf"))
    assert faux.returncode == 1
    assert "faux.pdf" in faux.stderr
