"""From the files of an office to its letters, and back: the commands as a person types them."""

import json
import os
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from courriers import load_dossier
from courriers.cli import courriers
from courriers.lot.configuration import load_configuration
from fabrique import RACINE
from lot.sources.facturx_de_synthese import cii
from lot.sources.facturx_de_synthese import pdf as pdf_factur_x

CONFIG = """\
delai = "30 jours"
[creancier]
type = "societe"
denomination = "Ateliers Vasseur"
forme_juridique = "SARL"
capital = "25000.00"
rcs = "Grenoble"
siren = "841203573"
adresse = { lignes = ["18 rue des Forges"], code_postal = "38000", ville = "Grenoble" }
signataire = { prenom = "Hélène", nom = "Vasseur", qualite = "gérante" }
[debiteur]
qualite = "professionnel"
"""
TABLE = """\
Impayés de novembre
Code client;Client;Adresse;CP;Ville;N° facture;Date facture;Échéance;Montant TTC
C014;SARL Dupont;1 rue Haute;38000;Grenoble;FA-118;10/03/2026;09/04/2026;1 234,56
C014;SARL Dupont;1 rue Haute;38000;Grenoble;AV-009;02/04/2026;;-100,00
C022;Petit SAS;9 rue du Four;69001;Lyon;FA-121;12/03/2026;31/02/2026;480,00
C024;Martin SARL;4 rue Basse;1000;Bourg;FA-130;12/03/2026;;2 400,00 €
"""


@pytest.fixture
def bureau(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "courriers.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "impayes.csv").write_text(TABLE, encoding="cp1252")
    return tmp_path


def plat(texte):
    """With plain spaces."""
    return " ".join(texte.replace("\u202f", " ").split())


def lancer(*arguments, entree=None):
    return CliRunner().invoke(courriers, [*map(str, arguments)], input=entree)


def texte(fichier):
    document = docx.Document(str(fichier))
    cases = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return plat(" ".join([*(p.text for p in document.paragraphs), *cases]))


# --- Importer -----------------------------------------------------------------------------------


def test_une_table_devient_des_dossiers_et_dit_ses_fautes_a_leur_place(bureau):
    fini = lancer("importer", "impayes.csv")
    assert fini.exit_code == 1
    assert fini.stdout.splitlines() == ["dossiers/C014.json", "dossiers/C024.json"]
    assert "ligne 5, colonne «\xa0Échéance\xa0»" in fini.stderr
    assert "« 31/02/2026 »" in plat(fini.stderr).replace("« ", "« ")
    assert "2 dossiers écrits, 1 refusé, dans dossiers." in fini.stderr
    assert "01000" in fini.stderr  # the zero that the postcode lost
    dupont = load_dossier(bureau / "dossiers/C014.json")
    assert [f.type for f in dupont.factures] == ["facture", "avoir"]
    assert dupont.creancier.siren == "841203573"
    martin = load_dossier(bureau / "dossiers/C024.json")
    assert str(martin.factures[0].echeance) == "2026-04-11"  # thirty days, of courriers.toml
    assert martin.debiteur.adresse.code_postal == "01000"


def test_un_dossier_corrige_est_garde_et_le_json_dit_tout(bureau):
    lancer("importer", "impayes.csv")
    corrige = bureau / "dossiers/C014.json"
    corrige.write_text(corrige.read_text("utf-8").replace("1234.56", "1200.00"), encoding="utf-8")
    fini = lancer("importer", "impayes.csv", "--json")
    issues = {dit["reference"]: dit["issue"] for dit in map(json.loads, fini.stdout.splitlines())}
    assert issues == {"C014": "garde", "C024": "inchange", "C022": "refuse"}
    assert "--remplacer" in fini.stderr
    lancer("importer", "impayes.csv", "--remplacer")
    assert "1234.56" in corrige.read_text("utf-8")


def test_sans_la_qualite_rien_n_est_devine_et_l_on_dit_quoi_ecrire_une_fois(bureau):
    (bureau / "courriers.toml").write_text(CONFIG.partition("[debiteur]")[0], encoding="utf-8")
    fini = lancer("importer", "impayes.csv")
    assert fini.exit_code == 1
    assert fini.stdout == ""
    assert fini.stderr.count("qualite = ") == 1


def test_une_source_vide_ou_inconnue_est_dite(bureau):
    (bureau / "vide").mkdir()
    (bureau / "lettre.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    for source in ("vide", "lettre.doc"):
        fini = lancer("importer", source)
        assert fini.exit_code == 1
        assert source in fini.stderr
        assert "Sont lus" in fini.stderr


# --- Produire, mois après mois ------------------------------------------------------------------


def test_le_second_mois_cite_la_premiere_lettre_et_prend_l_etape_d_apres(bureau):
    produire = ("produire", "impayes.csv", "--pack", "auto", "--format", "docx", "-o", "l")
    premier = lancer(*produire, "--au", "2026-11-02")
    assert [Path(x.split("  ")[0]).name for x in premier.stdout.splitlines()] == [
        "relance-courtoise.docx"
    ] * 2
    assert "Journal : l/journal.jsonl" in premier.stderr
    second = lancer(*produire, "--au", "2026-12-01")
    assert "Lettres déjà écrites, reprises des journaux : 2" in second.stderr
    assert [Path(x.split("  ")[0]).name for x in second.stdout.splitlines()] == [
        "seconde-relance.docx"
    ] * 2
    assert "2 novembre 2026" in texte(bureau / "l/C014/seconde-relance.docx")
    sans = lancer(*produire, "--au", "2026-12-01", "--sans-journal")
    assert "est déjà là, avec un autre contenu" in sans.stderr  # nothing says who wrote it
    sans = lancer(*produire, "--au", "2026-12-01", "--sans-journal", "--refaire")
    assert "relance-courtoise.docx" in sans.stdout


def test_un_recommande_note_recu_est_dit_dans_la_lettre_suivante(bureau):
    base = ("produire", "impayes.csv", "--format", "docx", "-o", "l")
    lancer(*base, "--pack", "mise-en-demeure", "--au", "2026-11-02")
    (bureau / "r.csv").write_text(
        "Référence;N° LRAR;Reçue le\nC014;2C 147 123 4567 8;04/11/2026\nC999;1;04/11/2026\n",
        "utf-8",
    )
    a_blanc = lancer("noter", "r.csv", "--dans", "l", "--a-blanc")
    assert "1 ligne à noter" in a_blanc.stderr
    note = lancer("noter", "r.csv", "--dans", "l")
    assert note.exit_code == 1
    assert "C999" in note.stderr
    assert note.stdout.startswith("C014  mise-en-demeure du 02/11/2026")
    assert "1 déjà connue," in lancer("noter", "r.csv", "--dans", "l").stderr
    etape = lancer("produire", "impayes.csv", "--pack", "auto", "--format", "docx", "-o", "l",
                   "--au", "2026-12-15")  # fmt: skip
    assert "C014" in etape.stdout + etape.stderr


def test_des_exclusions_laissent_leurs_dossiers(bureau):
    (bureau / "x.csv").write_text("référence;motif\nC014;payé le 12 novembre\n", encoding="utf-8")
    fini = lancer("produire", "impayes.csv", "--pack", "relance-courtoise", "--format", "docx",
                  "-o", "l", "--au", "2026-11-02", "--exclusions", "x.csv")  # fmt: skip
    assert "payé le 12 novembre" in fini.stderr
    assert [Path(x.split("  ")[0]) for x in fini.stdout.splitlines()] == [
        Path("l/C024/relance-courtoise.docx")
    ]


RELANCE = "relance-courtoise"


@pytest.mark.parametrize(
    ("commande", "dites"),
    [
        (("importer", "impayes.csv"), 1),
        (("produire", "impayes.csv", "--pack", "relance-courtoise", "--a-blanc"), 1),
        (
            (
                "produire",
                "impayes.csv",
                "--pack",
                "relance-courtoise",
                "--a-blanc",
                "--limite",
                "1",
            ),
            0,
        ),
        (("echeances", "impayes.csv"), 1),
    ],
)
def test_une_exclusion_qui_n_est_d_aucun_dossier_est_dite_avec_sa_ligne(bureau, commande, dites):
    (bureau / "x.csv").write_text("référence;motif\nC014;payé\nC0I4;payé\n", encoding="utf-8")
    fini = lancer(*commande, "--exclusions", "x.csv")
    assert fini.stderr.count("EXCLUSION_SANS_DOSSIER") == dites, fini.stderr
    assert ("x.csv, ligne 3" in fini.stderr) == (dites == 1)


def test_une_fiche_d_appel_n_est_pas_un_envoi(bureau):
    lancer("importer", "impayes.csv")
    dossier = bureau / "dossiers/C014.json"
    plein = json.loads(dossier.read_text("utf-8"))
    plein["debiteur"]["telephone"] = "04 76 00 12 34"
    dossier.write_text(json.dumps(plein), encoding="utf-8")
    fini = lancer("produire", dossier, "--pack", "relance-courtoise", "--canal", "appel",
                  "--format", "docx", "-o", "l", "--au", "2026-11-02")  # fmt: skip
    assert fini.exit_code == 0, fini.stderr
    assert not (bureau / "l/journal.jsonl").exists()


# --- Ensemble -----------------------------------------------------------------------------------


def test_un_fec_et_la_table_de_ses_clients_se_lisent_ensemble(bureau):
    (bureau / "841203573FEC20261231.txt").write_text(FEC, encoding="latin-1")
    classeur = openpyxl.Workbook()
    for ligne in (["Code client", "Raison sociale", "Adresse", "Code postal", "Ville"],
                  ["CDUPONT", "SARL Dupont", "1 rue Haute", "38000", "Grenoble"]):  # fmt: skip
        classeur.active.append(ligne)
    classeur.save(bureau / "clients.xlsx")
    fini = lancer("importer", "841203573FEC20261231.txt", "clients.xlsx")
    assert fini.exit_code == 1  # Martin has no address, and is named
    assert "CMARTIN" in fini.stderr
    assert fini.stdout.splitlines() == ["dossiers/CDUPONT.json"]
    dupont = load_dossier(bureau / "dossiers/CDUPONT.json")
    assert [(f.numero, str(f.montant_ttc)) for f in dupont.factures] == [("FA-1", "1200.00")]
    assert [str(p.montant) for p in dupont.paiements] == ["200.00"]
    assert str(dupont.factures[0].echeance) == "2026-04-09"


TITRES = [
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib",
    "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
]  # fmt: skip


def ecriture(journal, numero, jour, *lignes):
    for compte, aux, nom, piece, debit, credit, lettre in lignes:
        yield "\t".join([
            journal, journal, numero, jour, compte, compte, aux, nom, piece, jour, "écriture",
            debit, credit, lettre, jour if lettre else "", jour, "", "",
        ])  # fmt: skip


FEC = "\r\n".join([
    "\t".join(TITRES),
    *ecriture("VE", "1", "20260310",
              ("411000", "CDUPONT", "SARL Dupont", "FA-1", "1200,00", "0,00", ""),
              ("706000", "", "", "FA-1", "0,00", "1000,00", ""),
              ("445710", "", "", "FA-1", "0,00", "200,00", "")),
    *ecriture("BQ", "2", "20260501",
              ("512000", "", "", "VIR", "200,00", "0,00", ""),
              ("411000", "CDUPONT", "SARL Dupont", "VIR", "0,00", "200,00", "")),
    *ecriture("VE", "3", "20260311",
              ("411000", "CMARTIN", "SARL Martin", "FA-2", "60,00", "0,00", ""),
              ("706000", "", "", "FA-2", "0,00", "60,00", "")),
    *ecriture("VE", "4", "20260312",
              ("411000", "CPAYE", "SARL Payée", "FA-3", "10,00", "0,00", "A"),
              ("706000", "", "", "FA-3", "0,00", "10,00", "")),
    *ecriture("BQ", "5", "20260401",
              ("512000", "", "", "VIR", "10,00", "0,00", ""),
              ("411000", "CPAYE", "SARL Payée", "VIR", "0,00", "10,00", "A")),
    "",
])  # fmt: skip


def test_un_repertoire_melange_se_lit_en_une_fois(bureau):
    melange = bureau / "melange"
    melange.mkdir()
    (melange / "impayes.csv").write_text(TABLE, encoding="utf-8")
    (melange / "facture.pdf").write_bytes(pdf_factur_x(cii()))
    (melange / "~$impayes.csv").write_bytes(b"\0")
    (melange / "notes.docx").write_bytes(b"x")
    fini = lancer("importer", "melange")
    assert {"dossiers/C014.json", "dossiers/C024.json"} < set(fini.stdout.splitlines())
    assert len(fini.stdout.splitlines()) == 3, fini.stderr


# --- Configurer ---------------------------------------------------------------------------------

REPONSES = [
    "", "Ateliers Vasseur", "SARL", "25 000", "841203574", "841203573", "Grenoble",
    "18 rue des Forges, 38000 Grenoble", "", "", "", "Hélène Vasseur, gérante", "9", "3", "1", "12",
]  # fmt: skip


def test_configurer_pose_ses_questions_et_ecrit_un_fichier_qui_se_relit(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fini = lancer("configurer", entree="\n".join([*REPONSES, ""]))
    assert fini.exit_code == 0, fini.stderr
    assert "pas valide" in plat(fini.stderr)  # the SIREN that was wrong at first
    lue = load_configuration(tmp_path / "courriers.toml")
    assert lue.creancier.denomination == "Ateliers Vasseur"
    assert (lue.delai, lue.debiteur.qualite) == ("30 jours fin de mois", "professionnel")
    assert str(lue.conditions.penalites.taux) == "12"


def test_configurer_ne_remplace_rien_sans_le_demander(bureau):
    avant = (bureau / "courriers.toml").read_bytes()
    fini = lancer("configurer", entree="\n".join([*REPONSES, "n", ""]))
    assert fini.exit_code == 1
    assert (bureau / "courriers.toml").read_bytes() == avant
    fini = lancer("configurer", entree="")
    assert fini.exit_code == 1
    assert "rien n’est enregistré" in plat(fini.stderr)


def test_une_table_suit_apres_configurer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lancer("configurer", entree="\n".join([*REPONSES, ""]))
    Path("t.csv").write_text(TABLE, encoding="utf-8")
    assert "2 dossiers écrits" in lancer("importer", "t.csv").stderr


def test_la_sortie_et_les_modeles_de_courriers_toml_servent_sauf_si_l_on_dit_autre_chose(bureau):
    shutil.copytree(RACINE / "templates/relance-courtoise", bureau / "siens/relance-courtoise")
    (bureau / "courriers.toml").write_text(
        'sortie = "lettres"\nmodeles = "siens"\n' + CONFIG, encoding="utf-8"
    )
    base = ("produire", "impayes.csv", "--pack", "relance-courtoise", "--format", "docx", "--au",
            "2026-11-02")  # fmt: skip
    fini = lancer(*base)
    assert (bureau / "lettres/C024/relance-courtoise.docx").is_file()
    assert str(bureau / "siens/relance-courtoise") in fini.stderr
    lancer(*base, "-o", "ailleurs", "--modeles", RACINE / "templates")
    assert (bureau / "ailleurs/C024/relance-courtoise.docx").is_file()


def test_un_delai_mal_ecrit_est_dit_avec_ceux_qui_valent(bureau):
    (bureau / "courriers.toml").write_text(
        CONFIG.replace("30 jours", "45 Jours  fin de mois"), "utf-8"
    )
    assert load_configuration(bureau / "courriers.toml").delai == "45 jours fin de mois"
    (bureau / "courriers.toml").write_text(CONFIG.replace("30 jours", "à réception"), "utf-8")
    fini = lancer("importer", "impayes.csv")
    assert fini.exit_code == 1
    assert "« 45 jours fin de mois »" in plat(fini.stderr)
    assert "tirets" not in fini.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="ce système n’a pas de tube nommé")
def test_un_tube_est_refuse_au_lieu_d_attendre_sans_fin(bureau):
    os.mkfifo(bureau / "tube.csv")
    fini = lancer("importer", "tube.csv")
    assert fini.exit_code == 1
    assert "tube.csv : ce n’est pas un fichier ordinaire" in plat(fini.stderr)
