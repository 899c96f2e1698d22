"""``echeances``: as a person types it, over files, tables and folders."""

import json
import re

import pytest
from click.testing import CliRunner

from courriers.cli import courriers
from fabrique import CONSOMMATEUR, SAMPLES, brut

AU = ("--au", "2026-11-23")
AVIS = "Information, non une consultation juridique."
CONFIG = """\
[creancier]
type = "societe"
denomination = "Ateliers Vasseur"
forme_juridique = "SARL"
capital = "25000.00"
rcs = "Grenoble"
siren = "841203573"
adresse = { lignes = ["18 rue des Forges"], code_postal = "38000", ville = "Grenoble" }
[debiteur]
type = "societe"
qualite = "professionnel"
"""
TABLE = """\
Référence;Client;Adresse;CP;Ville;N° facture;Date facture;Échéance;Montant TTC
R1;SARL Dupont;1 rue Haute;38000;Grenoble;FA-1;10/03/2026;09/04/2026;1 234,56
R2;Petit SAS;9 rue du Four;69001;Lyon;FA-2;12/03/2026;31/02/2026;480,00
"""


@pytest.fixture(autouse=True)
def _fenetre(monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")


def lancer(*arguments, couleur=False, **options):
    return CliRunner(**options).invoke(courriers, [*map(str, arguments)], color=couleur)


def ecrire(chemin, **changements):
    chemin.write_text(json.dumps(brut(**changements)), encoding="utf-8")
    return chemin


@pytest.fixture
def deux(tmp_path, monkeypatch):
    """An order to serve by 1 December, and one served too late to be listed last."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cas").mkdir()
    ecrire(tmp_path / "cas/a.json", reference="A-1", ordonnance={"date": "2026-09-01"})
    ecrire(tmp_path / "cas/b.json", reference="B-2", ordonnance={"date": "2026-05-11"})
    return tmp_path / "cas"


def jours(sortie):
    return re.findall(r"^[a-z]{3}\. (\d\d/\d\d/\d{4})", sortie, re.MULTILINE)


def test_la_table_range_tous_les_dossiers_par_jour(deux):
    lu = lancer("echeances", deux, *AU)
    assert lu.exit_code == 0
    trouves = [f"{j[6:]}{j[3:5]}{j[:2]}" for j in jours(lu.stdout)]
    assert len(trouves) == 5
    assert trouves == sorted(trouves)
    assert "Échéances au 23 novembre 2026 (2 dossiers)" in lu.stdout
    assert re.search(r"jeu\. 12/11/2026 +passé +B-2 ", lu.stdout)  # 11 November is a holiday
    assert re.search(r"mar\. 01/12/2026 +8 j +A-1 ", lu.stdout)
    assert "CPC,\u00a0art.\u00a01411" in lu.stdout
    assert AVIS in lu.stderr


@pytest.mark.parametrize(
    ("options", "attendus"),
    [
        (("--avant", "2026-11-30"), ["02/10/2026", "12/11/2026"]),
        (("--avant", "01/12/2026"), ["02/10/2026", "12/11/2026", "01/12/2026"]),
        (("--jours", "7"), ["02/10/2026", "12/11/2026"]),
        (("--jours", "8", "--sans-depasses"), ["02/10/2026", "01/12/2026"]),
        (("--jours", "0", "--depasses"), ["02/10/2026", "12/11/2026"]),
    ],
)
def test_les_jours_montres_se_choisissent(deux, options, attendus):
    assert jours(lancer("echeances", deux, *AU, *options).stdout) == attendus


def test_le_rouge_est_passe_le_jaune_est_proche_et_rien_hors_d_un_terminal(deux):
    couleurs = lancer("echeances", deux, *AU, couleur=True).stdout
    assert re.search(r"\x1b\[31mjeu\. 12/11/2026", couleurs)
    assert re.search(r"\x1b\[33mmar\. 01/12/2026", couleurs)
    assert "\x1b" not in lancer("echeances", deux, *AU).stdout
    for au, jaune in (("2026-11-16", True), ("2026-11-15", False)):  # fifteen days, sixteen
        lu = lancer("echeances", deux / "a.json", "--au", au, couleur=True).stdout
        assert ("\x1b[33mmar. 01/12/2026" in lu) == jaune


def test_un_dossier_fautif_est_dit_et_n_arrete_pas_les_autres(deux):
    (deux / "c.json").write_text("{", encoding="utf-8")
    lu = lancer("echeances", deux, *AU)
    assert lu.exit_code == 1
    assert "c.json" in lu.stderr
    assert "1 dossier refusé" in lu.stderr
    assert len(jours(lu.stdout)) == 5
    en_json = lancer("echeances", deux, *AU, "--json")
    assert en_json.exit_code == 1
    objets = [json.loads(ligne) for ligne in en_json.stdout.splitlines()]
    assert [o.get("reference") for o in objets] == ["A-1", "B-2", None]
    assert objets[2]["erreur"]["code"] == "DOSSIER_INVALIDE"


def test_une_table_dit_sa_ligne_fautive_et_les_delais_des_autres(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "courriers.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    lu = lancer("echeances", "t.csv", *AU)
    assert lu.exit_code == 1
    assert "t.csv, ligne 3, colonne" in lu.stderr.replace("\u00a0", " ")
    assert jours(lu.stdout) == ["10/04/2026", "10/03/2031"]


def test_un_seul_dossier_en_json_est_un_objet(tmp_path):
    cas = ecrire(tmp_path / "d.json", debiteur=CONSOMMATEUR, ordonnance={"date": "2026-10-15"})
    lu = json.loads(lancer("echeances", cas, *AU, "--json").stdout)
    assert (lu["reference"], lu["au"], lu["avis"]) == ("T-1", "2026-11-23", AVIS)
    natures = [(d["nature"], d["terme"], d["depasse"]) for d in lu["delais"]]
    assert natures == [
        ("signification", "2027-01-15", False),
        ("prescription", "2028-09-01", False),
    ]


def test_le_detail_dit_le_calcul_et_la_reserve(tmp_path):
    cas = ecrire(tmp_path / "d.json")
    court, long = (lancer("echeances", cas, *AU, *o).stdout for o in ((), ("--detail",)))
    assert "[jour supposé]" in court
    assert "jamais reporté" not in court
    assert "5 ans depuis" in long
    assert "executee_le" in long


def test_rien_a_faire_se_dit(tmp_path):
    solde = [{"date": "2026-10-01", "montant": "1000.00"}]
    lu = lancer("echeances", ecrire(tmp_path / "d.json", paiements=solde), *AU)
    assert lu.exit_code == 0
    assert "aucune échéance" in lu.stdout
    (tmp_path / "vide.jsonl").write_text("", encoding="utf-8")
    vide = lancer("echeances", tmp_path / "vide.jsonl", *AU)
    assert vide.exit_code == 1
    assert "Aucun dossier" in vide.stderr
    (tmp_path / "refuse.json").write_text("{}", encoding="utf-8")
    refuse = lancer("echeances", tmp_path / "refuse.json", *AU)
    assert (refuse.exit_code, refuse.stdout) == (1, "")


def test_un_bareme_en_retard_est_dit_et_les_delais_restent(tmp_path):
    cas = ecrire(tmp_path / "d.json")
    lu = lancer("echeances", cas, "--au", "2029-03-01")
    assert lu.exit_code == 0
    assert "BAREME_A_COMPLETER" in lu.stderr
    assert jours(lu.stdout) == ["01/09/2031"]


def test_le_calendrier_est_ecrit_a_cote_de_la_table(deux, tmp_path):
    pytest.importorskip("icalendar")
    ics = tmp_path / "neuf/agenda.ics"
    lu = lancer("echeances", deux, *AU, "--ics", ics)
    assert lu.exit_code == 0
    octets = ics.read_bytes()
    assert octets.count(b"BEGIN:VEVENT") == len(jours(lu.stdout)) == 5
    assert b"Belledonne" not in octets
    lancer("echeances", deux, *AU, "--ics", ics, "--noms", "--json")
    assert "Belledonne" in ics.read_bytes().replace(b"\r\n ", b"").decode()
    filtre = lancer("echeances", deux, *AU, "--ics", ics, "--avant", "2020-01-01")
    assert "n’est pas écrit" in filtre.stderr
    assert ics.read_bytes().count(b"BEGIN:VEVENT") == 5


def test_un_calendrier_qui_ne_s_ecrit_pas_est_dit_sans_trace(deux, tmp_path):
    pytest.importorskip("icalendar")
    (tmp_path / "fichier").write_text("x", encoding="utf-8")
    lu = lancer("echeances", deux, *AU, "--ics", tmp_path / "fichier/agenda.ics")
    assert lu.exit_code != 0
    assert "Traceback" not in lu.output
    assert isinstance(lu.exception, SystemExit)


@pytest.mark.parametrize(
    "options",
    [
        ("--avant", "2026-12-01", "--jours", "3"),
        ("--jours", "-1"),
        ("--jours", "99999999"),
        ("--noms",),
        ("--avant", "hier"),
        ("--ics", "."),
        ("--ics", "cas/a.json"),
        ("--ics", "agenda"),
    ],
)
def test_une_option_mal_dite_est_une_erreur_d_usage(deux, options):
    avant = (deux / "a.json").read_bytes()
    assert lancer("echeances", deux, *AU, *options).exit_code == 2
    assert (deux / "a.json").read_bytes() == avant


def test_les_lettres_du_journal_comptent(deux, tmp_path):
    lettres = tmp_path / "lettres"
    fait = lancer("produire", deux / "a.json", "--pack", "relance-courtoise", "--au", "2026-11-20",
                  "--format", "docx", "-o", lettres)  # fmt: skip
    assert fait.exit_code == 0, fait.output
    lu = lancer("echeances", deux / "a.json", *AU, "--journal", lettres, "--jours", "30")
    assert (
        "«\u00a0relance-courtoise\u00a0»" in lu.stdout.replace("\n", " ") or "relance" in lu.stdout
    )
    assert jours(lu.stdout)[0] == "28/11/2026"  # eight days from the 20th


@pytest.mark.parametrize("exemple", sorted(p.name for p in SAMPLES.iterdir()))
def test_chaque_exemple_a_ses_echeances_dans_une_fenetre_etroite(exemple, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    lu = lancer("echeances", SAMPLES / exemple, *AU, "--detail")
    assert lu.exit_code == 0
    assert all(len(ligne) <= 60 for ligne in lu.stdout.splitlines())
