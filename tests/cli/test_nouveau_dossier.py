"""``courriers nouveau-dossier``: a person answers, a file is written, a letter is offered."""

import os
import select
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from courriers import load_dossier
from courriers.cli import courriers
from fabrique import RACINE, SAMPLES
from lot.sources.facturx_de_synthese import cii, page, ubl
from lot.sources.facturx_de_synthese import pdf as pdf_factur_x

AU = ("--au", "23/11/2026")

CREANCIER = ["2", "", "Karim", "Belhadj", "", "912057387", "", "5 impasse du Moulin, 44120 Vertou",
             "", "", "FR7620041010050012345678924"]  # fmt: skip
DEBITEUR = ["", "Rénovation Belledonne", "", "", "27 avenue de la Gare, 73000 Chambéry", ""]
FACTURE = ["", "FA-26-118", "01/09/2026", "1er octobre 2026", "1 000 €", "", ""]
FIN = ["", "", "", "", ""]
"""No payment, no letter sent, no rate, no contract, no reference."""
REPONSES = [*CREANCIER, *DEBITEUR, *FACTURE, *FIN]


@pytest.fixture
def lancer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def _lancer(lignes, *options, fin=True):
        entree = lignes if isinstance(lignes, bytes) else "\n".join(lignes) + ("\n" if fin else "")
        return CliRunner().invoke(
            courriers,
            ["nouveau-dossier", *AU, "--format", "docx", *map(str, options)],
            input=entree,
        )

    return _lancer


def _plat(texte):
    return " ".join(texte.split())


def test_de_rien_a_la_lettre_en_une_douzaine_de_reponses(lancer, tmp_path):
    assert sum(bool(r) for r in REPONSES) == 12
    fini = lancer([*REPONSES, "", "2"])
    assert fini.exit_code == 0, fini.output
    lettre = Path("out/FA-26-118/mise-en-demeure.docx")
    assert fini.stdout.splitlines() == [
        "dossier-FA-26-118.toml",
        f"{lettre}  1\u202f058,01\u00a0€",
    ]
    assert lettre.read_bytes()[:2] == b"PK"
    cas = load_dossier(tmp_path / "dossier-FA-26-118.toml")
    assert cas.factures[0].montant_ttc == Decimal(1000)
    dit = _plat(fini.stderr)
    assert "Total dû au 23 novembre 2026 1 058,01 €" in dit
    assert "1. Relance courtoise 1 000,00 € ← l’étape due" in dit
    assert "Quittance d’un paiement : Aucun paiement n’est reçu" in dit
    assert "Envoi : " in dit
    assert "consultation juridique" in dit


def test_une_reponse_fausse_est_expliquee_et_redemandee(lancer):
    essais = [*CREANCIER]
    essais[5:6] = ["912057388", "91205738", "912057387"]
    facture = ["", "FA-26-118", "31/02/2026", "01/09/2026", "01/08/2026", "1er octobre 2026",
               "mille", "1 000 €", "", "peut-être", "n"]  # fmt: skip
    fini = lancer([*essais, *DEBITEUR, *facture, *FIN, "", ""])
    assert fini.exit_code == 0, fini.output
    dit = _plat(fini.stderr)
    for phrase in (
        "Ce SIREN n’est pas valide : un chiffre est faux.",
        "Ce numéro a 8 chiffres : un SIREN en a neuf, un SIRET quatorze.",
        "« 31/02/2026 » n’existe pas au calendrier.",
        "L’échéance (01/08/2026) précède la date de la facture (01/09/2026)",
        "« mille » n’est pas un montant.",
        "« oui » ou « non » est attendu.",
    ):
        assert phrase in dit
    assert fini.stderr.count("SIREN ou SIRET (ex.") == 3  # the creditor’s, twice asked again
    assert "Plus tard\u00a0: courriers produire dossier-FA-26-118.toml" in fini.stderr


def test_on_revient_et_on_demande_de_l_aide(lancer, tmp_path):
    lignes = ["<", "?", "1", "Nom", "<", "Ateliers", "<", "", "SNC", *["841203573", "Nantes"],
              "1 rue Haute, 44000 Nantes", "", "", "-", "Anne Morel, gérante",
              *DEBITEUR, *FACTURE, *FIN, "<", "REF-7", "", ""]  # fmt: skip
    fini = lancer(lignes)
    assert fini.exit_code == 0, fini.output
    assert "C’est la première question." in fini.stderr
    assert "Celui à qui l’argent est dû, et qui signe la lettre." in fini.stderr
    assert "Nom, sans la forme juridique [Nom]\u00a0:" in fini.stderr
    cas = load_dossier(tmp_path / "dossier-REF-7.toml")
    assert cas.reference == "REF-7"
    assert cas.creancier.denomination == "Ateliers"
    assert cas.creancier.iban is None


def test_plusieurs_factures_paiements_et_envois(lancer, tmp_path):
    fini = lancer([
        *CREANCIER, *DEBITEUR,
        "2", "F1", "01/03/2026", "31/03/2026", "500", "Planches", "o",
        "F2", "01/04/2026", "", "700,50", "", "n",
        "oui", "15/04/2026", "100", "F9", "F1", "virement", "",
        "o", "3", "01/06/2026", "2", "2C 147 123 4567 8", "03/06/2026", "",
        "12 %", "devis n° 3", "",
        "", "",
    ], "-o", "x.toml")  # fmt: skip
    assert fini.exit_code == 0, fini.output
    assert "Aucune facture « F9 »" in _plat(fini.stderr)
    cas = load_dossier(tmp_path / "x.toml")
    assert [(f.numero, f.montant_ttc, f.nature) for f in cas.factures] == [
        ("F1", Decimal(500), "vente"), ("F2", Decimal("700.50"), "vente"),
    ]  # fmt: skip
    assert cas.factures[1].echeance is None
    assert (cas.paiements[0].facture, cas.paiements[0].moyen) == ("F1", "virement")
    assert cas.envois[0].vaut_mise_en_demeure
    assert cas.envois[0].canal == "lrar"
    assert (cas.conditions.penalites.mode, cas.conditions.penalites.taux) == ("convenu", 12)
    assert cas.reference == "F1"


@pytest.mark.parametrize("combien", [0, 1, 10, len(REPONSES) - 1, len(REPONSES)])
def test_des_reponses_qui_s_arretent_n_enregistrent_rien(lancer, tmp_path, combien):
    fini = lancer(REPONSES[:combien], fin=combien > 0)
    assert fini.exit_code == 1
    assert "rien n’est enregistré" in fini.stderr
    assert list(tmp_path.iterdir()) == []


def test_sans_lettre_demandee_le_dossier_est_enregistre(lancer, tmp_path):
    fini = lancer([*REPONSES, ""])
    assert fini.exit_code == 0
    assert [f.name for f in tmp_path.iterdir()] == ["dossier-FA-26-118.toml"]


def test_aucun_fichier_n_est_remplace_sans_le_demander(lancer, tmp_path):
    (tmp_path / "la.toml").write_text("le mien", "utf-8")
    refuse = lancer([*REPONSES, "", ""], "-o", "la.toml")
    assert refuse.exit_code == 1  # no other name was given
    assert (tmp_path / "la.toml").read_text("utf-8") == "le mien"
    ailleurs = lancer([*REPONSES, "", "n", "autre", ""], "-o", "la.toml")
    assert ailleurs.exit_code == 0
    assert ailleurs.stdout.startswith("autre.toml")
    assert (tmp_path / "la.toml").read_text("utf-8") == "le mien"
    remplace = lancer([*REPONSES, "", "o", ""], "-o", "la.toml")
    assert remplace.exit_code == 0
    assert load_dossier(tmp_path / "la.toml").reference == "FA-26-118"


def test_un_endroit_ou_l_on_ne_peut_pas_ecrire_est_dit(lancer, tmp_path):
    (tmp_path / "fichier").write_text("", "utf-8")
    fini = lancer([*REPONSES, "", "bon", ""], "-o", "fichier/x.toml")
    assert fini.exit_code == 0, fini.output
    assert "ne peut pas être écrit" in fini.stderr
    assert (tmp_path / "bon.toml").is_file()


@pytest.mark.parametrize("suffixe", ["toml", "json"])
def test_d_un_ancien_dossier_il_reste_a_dire_qui_doit_et_quoi(lancer, tmp_path, suffixe):
    exemple = SAMPLES / "deux-commercants" / "dossier.json"
    if suffixe == "toml":
        assert lancer([*REPONSES, "", ""], "-o", "ancien.toml").exit_code == 0
        exemple = tmp_path / "ancien.toml"
    nouvelles = [*DEBITEUR, *FACTURE, *FIN]
    assert sum(bool(r) for r in nouvelles) == 6
    fini = lancer(["n", *nouvelles, "", ""], "--depuis", exemple, "-o", "neuf.toml")
    assert fini.exit_code == 0, fini.output
    neuf, ancien = load_dossier(tmp_path / "neuf.toml"), load_dossier(exemple)
    assert neuf.creancier == ancien.creancier
    assert neuf.debiteur.denomination == "Rénovation Belledonne"
    memes = lancer(["o", *FACTURE, *FIN, "", ""], "--depuis", exemple, "-o", "memes.toml")
    assert memes.exit_code == 0, memes.output
    assert load_dossier(tmp_path / "memes.toml").debiteur == ancien.debiteur


def test_le_logo_d_ailleurs_et_le_mandataire_ne_suivent_pas(lancer, tmp_path):
    exemple = SAMPLES / "societe-a-societe"
    fini = lancer(["o", *FACTURE, *FIN, "", "2"], "--depuis", exemple)
    assert fini.exit_code == 0, fini.output
    assert "logo.png, signature.png" in fini.stderr
    neuf = load_dossier(tmp_path / "dossier-FA-26-118.toml")
    assert neuf.creancier.logo is None
    assert neuf.creancier.bic == "SOGEFRPP"
    mandat = lancer(["o"], "--depuis", SAMPLES / "mandat-de-recouvrement")
    assert "Le mandataire n’est pas repris" in mandat.stderr


RESTE_CREANCIER = ["", "25 000", "Grenoble", "", "", "Hélène Vasseur, gérante"]
"""What an invoice does not say of who is owed: type, capital, RCS, telephone, e-mail, who signs."""
RESTE = ["", "", "", "", "", "", "", "", "", ""]
"""Its type, its e-mail, what was invoiced and why; no other, no payment, no letter; the terms."""


@pytest.mark.parametrize("extension", ["pdf", "xml"])
def test_une_facture_electronique_laisse_peu_a_demander(lancer, tmp_path, extension):
    facture = pdf_factur_x(cii()) if extension == "pdf" else ubl()
    (tmp_path / f"facture.{extension}").write_bytes(facture)
    fini = lancer([*RESTE_CREANCIER, *RESTE, "", ""], "--depuis", f"facture.{extension}")
    assert fini.exit_code == 0, fini.output
    dit = _plat(fini.stderr)
    assert "n° FA-26-118 du 27 février 2026, SARL Ateliers Vasseur contre Rénovation" in dit
    assert "Numéro de la facture" not in dit
    assert "Pour quoi [Trois escaliers métalliques] :" in dit
    cas = load_dossier(tmp_path / "dossier-FA-26-118.toml")
    assert cas.creancier.iban == "FR7630003012340005009876627"
    assert (cas.creancier.forme_juridique, cas.creancier.rcs) == ("SARL", "Grenoble")
    assert cas.debiteur.siren == "793401266"
    assert cas.factures[0].montant_ttc == Decimal(1200)
    assert cas.conditions.fondement == "commande n°\u00a0CDE-87"


def test_le_creancier_de_courriers_toml_n_est_pas_redemande(lancer, tmp_path):
    (tmp_path / "facture.pdf").write_bytes(pdf_factur_x(cii(iban=None)))
    (tmp_path / "courriers.toml").write_text(
        '[creancier]\ntype = "societe"\ndenomination = "Ateliers Vasseur"\n'
        'forme_juridique = "SARL"\ncapital = "25000"\nrcs = "Grenoble"\nsiren = "841203573"\n'
        'adresse = { lignes = ["18 rue des Forges"], code_postal = "38000", ville = "Grenoble" }\n'
        'signataire = { prenom = "Hélène", nom = "Vasseur", qualite = "gérante" }\n', "utf-8",
    )  # fmt: skip
    fini = lancer([*RESTE, "", ""], "--depuis", "facture.pdf")
    assert fini.exit_code == 0, fini.output
    assert "Créancier repris de" in fini.stderr
    cas = load_dossier(tmp_path / "dossier-FA-26-118.toml")
    assert cas.creancier.signataire.nom == "Vasseur"


def test_ce_qui_est_deja_paye_est_demande_avec_sa_date(lancer, tmp_path):
    (tmp_path / "f.xml").write_bytes(cii(paye="200.00", du="1000.00"))
    reste = [*RESTE[:5], "", "15/02/2026", "", "", "", "", *RESTE[6:]]
    fini = lancer([*RESTE_CREANCIER, *reste, "", ""], "--depuis", "f.xml")
    assert fini.exit_code == 0, fini.output
    cas = load_dossier(tmp_path / "dossier-FA-26-118.toml")
    assert cas.factures[0].montant_ttc == Decimal(1200)
    (paiement,) = cas.paiements
    assert (paiement.montant, paiement.facture) == (Decimal(200), "FA-26-118")


def test_une_reponse_de_la_facture_se_corrige_en_revenant(lancer, tmp_path):
    (tmp_path / "f.xml").write_bytes(cii(echeance="20250329"))
    # The due date comes before the invoice: it is asked, its wrong answer ready, and explained.
    lignes = [*RESTE_CREANCIER, *RESTE[:3], "", "29/03/2026", *RESTE[3:], "", ""]
    fini = lancer(lignes, "--depuis", "f.xml")
    assert fini.exit_code == 0, fini.output
    assert "Payable au plus tard le [29/03/2025]" in fini.stderr
    cas = load_dossier(tmp_path / "dossier-FA-26-118.toml")
    assert cas.factures[0].echeance.isoformat() == "2026-03-29"


def test_une_facture_pdf_un_dossier_abime_ou_absent_est_dit(lancer, tmp_path):
    (tmp_path / "facture.pdf").write_bytes(page())
    pdf = lancer([], "--depuis", "facture.pdf")
    assert pdf.exit_code == 1
    assert "n’est pas électronique" in pdf.stderr
    (tmp_path / "avoir.xml").write_bytes(cii(type="381"))
    assert "c’est un avoir" in lancer([], "--depuis", "avoir.xml").stderr
    assert list(tmp_path.glob("*.toml")) == []
    (tmp_path / "abime.toml").write_text("[creancier", "utf-8")
    abime = lancer([], "--depuis", "abime.toml")
    assert abime.exit_code == 1
    assert "mal formé" in abime.stderr
    assert lancer([], "--depuis", "absent.toml").exit_code == 2
    assert lancer([], "-o", "dossier.json").exit_code == 2
    assert lancer([], "-o", str(tmp_path)).exit_code == 2


@pytest.mark.parametrize(
    "texte", ['Le "Petit" \\ Fils', "]] # x", "🦊 & <Cie>", "{{ 7*7 }}", "N" * 500]
)
def test_une_valeur_hostile_se_retrouve_dans_le_fichier(lancer, tmp_path, texte):
    lignes = [*REPONSES, "", "1"]
    lignes[len(CREANCIER) + 1] = texte
    fini = lancer(lignes, "-o", "x.toml")
    assert fini.exit_code == 0, fini.output
    assert load_dossier(tmp_path / "x.toml").debiteur.denomination == texte


def test_des_octets_illisibles_sont_redemandes(lancer, tmp_path):
    lignes = [ligne.encode() for ligne in (*REPONSES, "", "")]
    lignes[2:3] = ["Kévin".encode("latin-1"), b"a" * 10_000, b"Ka\x00rim", "Kévin".encode()]
    fini = lancer("\ufeff".encode() + b"\r\n".join(lignes) + b"\r\n", "-o", "x.toml")
    assert fini.exit_code == 0, fini.output
    assert "Un caractère est illisible" in fini.stderr
    assert "10000 caractères" in fini.stderr
    assert load_dossier(tmp_path / "x.toml").creancier.prenom == "Kévin"


def test_un_compte_impossible_est_dit_et_le_dossier_reste(lancer, tmp_path):
    lignes = [*REPONSES, "", ""]
    lignes[len(CREANCIER) + len(DEBITEUR)] = "7"  # consumer credit: no statement
    fini = lancer(lignes, "-o", "x.toml")
    assert fini.exit_code == 0, fini.output
    assert "Aucune lettre n’est possible" in fini.stderr
    assert load_dossier(tmp_path / "x.toml").factures[0].nature == "credit_consommation"


def test_sans_entree_du_tout_rien_n_est_enregistre(tmp_path):
    fermer = "import os, sys; os.close(0); sys.stdin = None; from courriers.cli import main; main()"
    fini = subprocess.run(  # noqa: S603 – this interpreter
        [sys.executable, "-c", fermer, "nouveau-dossier", *AU], capture_output=True,
        encoding="utf-8", check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(RACINE / "src")},
    )  # fmt: skip
    assert fini.returncode == 1
    assert "rien n’est enregistré" in fini.stderr
    assert list(tmp_path.iterdir()) == []


def test_l_aide_apprend_a_s_en_servir():
    page = CliRunner().invoke(courriers, ["nouveau-dossier", "--help"]).output
    for mot in ("une douzaine de réponses", "--depuis", "Exemples", "Ctrl-C"):
        assert mot in _plat(page)


# --- Un vrai terminal -------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="pas de pseudo-terminal")
@pytest.mark.parametrize(
    ("touche", "code", "dit"),
    [
        (b"\x03", 130, "Interrompu\u00a0: rien n’est enregistré."),
        (b"\x04", 1, "rien n’est enregistré."),
    ],
)
def test_au_terminal_ctrl_c_et_ctrl_d_n_enregistrent_rien(tmp_path, touche, code, dit):
    import pty

    maitre, esclave = pty.openpty()
    reveil = (
        "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
        "from courriers.cli import main; main()"
    )
    processus = subprocess.Popen(  # noqa: S603 – this interpreter
        [sys.executable, "-c", reveil, "nouveau-dossier", *AU],
        stdin=esclave, stdout=esclave, stderr=esclave, cwd=tmp_path, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(RACINE / "src"), "TERM": "dumb", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    os.close(esclave)
    with processus:
        try:
            lu = _attendre(maitre, "Vous êtes [1]")
            os.write(maitre, b"2\n")
            lu += _attendre(maitre, "Civilité (facultatif)")
            # A signal between the prompt and the wait for a key only shows at the next key.
            for _ in range(5):
                os.write(maitre, touche)
                lu += _attendre(maitre, dit, 4)
                if dit in lu:
                    break
            assert processus.wait(30) == code
        finally:
            processus.kill()
            os.close(maitre)
    assert dit in lu
    assert "Traceback" not in lu
    assert list(tmp_path.iterdir()) == []


def _attendre(maitre, phrase, secondes=30):
    """What the terminal shows, until *phrase*; all of it when the program ends."""
    lu, limite = b"", time.monotonic() + secondes
    while phrase not in lu.decode("utf-8", "ignore") and time.monotonic() < limite:
        if select.select([maitre], [], [], 0.2)[0]:
            try:
                lu += os.read(maitre, 65536)
            except OSError:
                break
    return lu.decode("utf-8", "replace")
