"""A person with one unpaid invoice, from nothing to a letter, in a real browser."""

import io
import re
import tomllib
from pathlib import Path

import docx
import pikepdf
import pytest
from playwright.sync_api import expect

from courriers.document.pdf_lu import pages_de_texte
from ecran import PATIENCE, fenetre, plat
from servi import servi

REPONSES = {
    "creancier.denomination": "Ateliers Vasseur",
    "creancier.forme_juridique": "SARL",
    "creancier.capital": "25 000",
    "creancier.siren": "841 203 573",
    "creancier.rcs": "Grenoble",
    "creancier.adresse": "18 rue des Forges\n38000 Grenoble",
    "creancier.iban": "FR76 3000 3012 3400 0500 9876 627",
    "creancier.signataire": "Hélène Vasseur, gérante",
}
DEBITEUR = {
    "debiteur.denomination": "Rénovation Belledonne",
    "debiteur.adresse": "27 avenue de la Gare, 73000 Chambéry",
}
FACTURE = {
    "factures[0].numero": "FA-26-118",
    "factures[0].date": "27/02/2026",
    "factures[0].echeance": "29 mars 2026",
    "factures[0].montant_ttc": "3 480",
}


@pytest.fixture(scope="module")
def bureau(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("bureau")


@pytest.fixture(scope="module")
def client(bureau):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(bureau)
        with servi() as ouvert:
            yield ouvert


@pytest.fixture
def ecran(navigateur, client):
    with fenetre(navigateur, client) as ouverte:
        yield ouverte


def commencer(ecran):
    page = ecran.entrer()
    page.get_by_role("link", name="Commencer un dossier").click()
    expect(champ(page, "creancier.denomination")).to_be_visible()
    return page


def champ(page, cle):
    return page.locator(f'[id="q-{cle}"]')


def remplir(page, reponses):
    for cle, texte in reponses.items():
        champ(page, cle).fill(texte)


def dit_sous(page, cle, quoi="mal"):
    return page.locator(f'[id="q-{cle}-{quoi}"]')


def etape(page, titre):
    page.get_by_role("navigation", name="Les étapes").get_by_role("link", name=titre).click()
    expect(page.locator("#etape-titre")).to_have_text(re.compile(titre))


def tout_remplir(page):
    remplir(page, REPONSES)
    etape(page, "Qui doit")
    remplir(page, DEBITEUR)
    etape(page, "La facture")
    remplir(page, FACTURE)
    expect(page.locator("#saisie-total")).to_have_text(re.compile("3.800,34"))


def test_de_rien_a_un_pdf_pret_a_signer(ecran, bureau):
    page = commencer(ecran)
    remplir(page, REPONSES)
    expect(dit_sous(page, "creancier.siren", "lue")).to_have_text("✓ SIREN 841 203 573")
    page.get_by_role("button", name="Suivant").click()
    remplir(page, DEBITEUR)
    expect(dit_sous(page, "debiteur.adresse", "lue")).to_contain_text("73000 Chambéry")
    page.get_by_role("button", name="Suivant").click()
    remplir(page, FACTURE)
    expect(dit_sous(page, "factures[0].echeance", "lue")).to_have_text("✓ 29 mars 2026")
    expect(page.locator("#saisie-total")).to_have_text(re.compile("3.800,34"))
    for _ in range(3):
        page.get_by_role("button", name="Suivant").click()
    page.get_by_role("button", name="Suivant").click()
    expect(page.locator("#etape-titre")).to_have_text("Vérifier, et choisir la lettre")
    expect(page.locator("#questions")).to_contain_text("SARL Ateliers Vasseur contre")
    expect(page.locator(".refusees")).to_contain_text("Aucune procédure collective")
    page.get_by_role("button", name="voir la lettre : Mise en demeure de payer").click()
    expect(page.locator("#etat")).to_have_text(re.compile("À jour"))
    (ecrit,) = bureau.glob("dossier-FA-26-118*.toml")
    assert (
        tomllib.loads(ecrit.read_text(encoding="utf-8"))["factures"][0]["montant_ttc"] == "3480.00"
    )
    for bouton, lire in (("PDF", texte_du_pdf), ("Word", texte_du_word)):
        with page.expect_download() as pris:
            page.locator("#fichiers").get_by_role("link", name=bouton).click()
        texte = plat(lire(Path(pris.value.path()).read_bytes()))
        assert "3 800,34" in texte
        assert "trois mille huit cents euros et trente-quatre centimes" in texte
        assert "Rénovation Belledonne" in texte
        assert "Hélène Vasseur" in texte


def texte_du_pdf(octets):
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        assert len(pdf.pages) >= 1
    return " ".join(" ".join(pages_de_texte(octets)).split())


def texte_du_word(octets):
    document = docx.Document(io.BytesIO(octets))
    cases = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return " ".join([*(p.text for p in document.paragraphs), *cases])


def test_un_siren_et_un_iban_se_verifient_pendant_qu_on_les_tape(ecran):
    page = commencer(ecran)
    siren = champ(page, "creancier.siren")
    siren.press_sequentially("841 203")
    expect(dit_sous(page, "creancier.siren")).to_have_text(re.compile("6 chiffres"))
    expect(dit_sous(page, "creancier.siren")).to_have_class(re.compile("encours"))
    expect(siren).not_to_have_attribute("aria-invalid", re.compile(".*"))
    siren.press_sequentially(" 574")
    expect(dit_sous(page, "creancier.siren")).to_have_text(re.compile("pas valide"))
    expect(siren).to_have_attribute("aria-invalid", re.compile(".*"))
    siren.press("Backspace")
    siren.press("3")
    expect(dit_sous(page, "creancier.siren")).to_be_hidden()
    expect(dit_sous(page, "creancier.siren", "lue")).to_have_text(re.compile("✓"))
    champ(page, "creancier.iban").fill("FR76 3000 3012 3400 0500 9876 628")
    expect(dit_sous(page, "creancier.iban")).to_have_text(re.compile("n’est pas valide"))


def test_une_faute_se_dit_quand_on_quitte_la_question_pas_avant(ecran):
    page = commencer(ecran)
    etape(page, "La facture")
    echeance = champ(page, "factures[0].echeance")
    echeance.press_sequentially("31/0")
    expect(dit_sous(page, "factures[0].echeance")).to_be_hidden()
    echeance.fill("31/02/2026")
    echeance.press("Tab")
    expect(dit_sous(page, "factures[0].echeance")).to_have_text(re.compile("n’existe pas"))
    remplir(page, {"factures[0].date": "27/02/2026", "factures[0].echeance": "1/1/2026"})
    expect(dit_sous(page, "factures[0].echeance")).to_have_text(re.compile("précède"))


def test_les_questions_suivent_les_reponses(ecran):
    page = commencer(ecran)
    champ(page, "creancier.denomination").fill("Belhadj")
    champ(page, "creancier.type").select_option("entrepreneur_individuel")
    expect(champ(page, "creancier.prenom")).to_be_visible()
    expect(champ(page, "creancier.denomination")).to_have_count(0)
    champ(page, "creancier.type").select_option("societe")
    expect(champ(page, "creancier.denomination")).to_have_value("Belhadj")  # nothing is lost


def test_le_compte_se_fait_et_se_deplie_a_mesure(ecran):
    page = commencer(ecran)
    expect(page.locator("#saisie-attente")).to_have_text("Le compte attend une facture.")
    etape(page, "La facture")
    remplir(page, FACTURE)
    compte = page.locator("#saisie-compte")
    compte.get_by_text("Indemnité forfaitaire").click()
    expect(compte.get_by_text(re.compile("D441-5")).first).to_be_visible()
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(champ(page, "factures[1].numero")).to_be_focused()
    expect(page.locator("#saisie-attente")).to_have_text(re.compile("facture 2"))
    expect(page.locator("#saisie-total")).to_have_text(re.compile("3.800,34"))
    page.get_by_role("button", name="Retirer : facture 2").click()
    expect(champ(page, "factures[1].numero")).to_have_count(0)
    page.locator("#saisie-jour").fill("2026-03-29")
    expect(page.locator("#saisie-total")).to_have_text(re.compile("0,00"))


def test_un_paiement_et_une_lettre_deja_envoyee_comptent(ecran):
    page = commencer(ecran)
    tout_remplir(page)
    etape(page, "Les paiements")
    page.get_by_role("button", name="Oui : ajouter un paiement").click()
    remplir(page, {"paiements[0].date": "29/03/2026", "paiements[0].montant": "3 480"})
    expect(page.locator("#saisie-total")).to_have_text(re.compile("^0,00"))
    page.get_by_role("button", name="Retirer : paiement 1").click()
    expect(page.locator("#saisie-total")).to_have_text(re.compile("3.800,34"))
    etape(page, "Les lettres")
    page.get_by_role("button", name="Oui : ajouter une lettre").click()
    remplir(page, {"envois[0].date": "15/06/2026"})
    etape(page, "Vérifier")
    due = page.locator(".offres .due")
    expect(due).to_contain_text("Seconde relance")


def test_suivant_dit_ce_qui_manque_et_y_mene_puis_laisse_passer(ecran):
    page = commencer(ecran)
    champ(page, "creancier.denomination").fill("Ateliers Vasseur")
    champ(page, "creancier.denomination").press("Enter")
    expect(page.locator("#bilan")).to_have_text(re.compile("5 réponses sont à revoir"))
    expect(champ(page, "creancier.forme_juridique")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#etape-titre")).to_have_text("Qui doit l’argent")
    etape(page, "Vérifier")
    page.get_by_role("link", name="SIREN ou SIRET").first.click()
    expect(champ(page, "creancier.siren")).to_be_focused()
    expect(dit_sous(page, "creancier.siren")).to_be_visible()


def test_recharger_ne_perd_rien_un_autre_onglet_n_en_sait_rien(ecran):
    page = commencer(ecran)
    remplir(page, {"creancier.denomination": "Ateliers Vasseur"})
    with page.expect_response(re.compile("/api/saisie$")):
        champ(page, "creancier.siren").fill("841203573")
    page.reload()
    expect(champ(page, "creancier.denomination")).to_have_value("Ateliers Vasseur")
    autre = ecran.contexte.new_page()
    ecran.entrer(autre)
    autre.get_by_role("link", name="Nouveau dossier").click()
    expect(champ(autre, "creancier.denomination")).to_have_value("")
    assert page.evaluate("() => Object.values(localStorage).join() + document.cookie") == ""
    assert "Vasseur" not in page.evaluate("() => Object.values(sessionStorage).join()")


def test_le_dossier_se_telecharge_et_ne_remplace_aucun_fichier(ecran, bureau):
    page = commencer(ecran)
    deja = bureau / "dossier-X-9.toml"
    deja.write_text("# à moi", encoding="utf-8")
    tout_remplir(page)
    champ(page, "factures[0].numero").fill("X-9")
    etape(page, "Vérifier")
    with page.expect_download() as pris:
        page.get_by_role("link", name="JSON").click()
    assert pris.value.suggested_filename == "dossier-X-9.json"
    page.get_by_role("button", name="Enregistrer le dossier", exact=True).click()
    expect(page.locator(".garder .lue")).to_have_text(re.compile(r"dossier-X-9-2\.toml"))
    assert deja.read_text(encoding="utf-8") == "# à moi"
    deja.unlink()


def test_ce_qui_est_tape_reste_du_texte(ecran):
    page = commencer(ecran)
    tout_remplir(page)
    etape(page, "À qui")
    champ(page, "creancier.denomination").fill("<img src=x onerror=alert(1)> & « Fils »")
    etape(page, "Vérifier")
    expect(page.locator("#questions")).to_contain_text("<img src=x onerror=alert(1)> & « Fils »")
    assert page.locator("#questions img").count() == 0


def test_l_arret_de_l_atelier_se_dit_et_rien_de_tape_ne_s_efface(navigateur, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    contexte = navigateur.new_context(locale="fr-FR")
    contexte.set_default_timeout(PATIENCE)
    page = contexte.new_page()
    with servi() as client:
        page.goto(client.adresse + "#saisie")
        champ(page, "creancier.denomination").fill("Ateliers Vasseur")
    champ(page, "creancier.siren").fill("841203573")
    expect(page.locator("#arret")).to_be_visible()
    expect(champ(page, "creancier.denomination")).to_have_value("Ateliers Vasseur")
    contexte.close()


# --- Un dossier, puis un autre ------------------------------------------------------------------


def enregistre(ecran, numero):
    page = commencer(ecran)
    tout_remplir(page)
    champ(page, "factures[0].numero").fill(numero)
    etape(page, "Vérifier")
    page.get_by_role("button", name="Enregistrer le dossier", exact=True).click()
    expect(page.locator("#saisie-ou")).to_contain_text(f"dossier-{numero}.toml")
    return page


def test_le_dossier_suivant_ne_garde_rien_du_premier_que_le_creancier_s_il_le_veut(ecran):
    page = enregistre(ecran, "S-1")
    page.get_by_role("button", name="Un autre dossier, même créancier").click()
    expect(page.locator("#etape-titre")).to_have_text("À qui l’argent est dû")
    expect(page.locator("#questions")).to_contain_text("✓ SARL Ateliers Vasseur")
    expect(champ(page, "creancier.siren")).to_have_count(0)
    etape(page, "Qui doit")
    expect(champ(page, "debiteur.denomination")).to_have_value("")
    etape(page, "La facture")
    expect(champ(page, "factures[0].numero")).to_have_value("")
    page.get_by_role("link", name="Accueil").click()
    page.get_by_role("link", name="Commencer un dossier").click()  # not saved: it is still there
    expect(page.locator("#questions")).to_contain_text("✓ SARL Ateliers Vasseur")


def test_apres_un_dossier_enregistre_commencer_part_de_rien(ecran):
    page = enregistre(ecran, "S-2")
    page.get_by_role("link", name="Accueil").click()
    page.get_by_role("link", name="Commencer un dossier").click()
    expect(champ(page, "creancier.denomination")).to_have_value("")


def test_un_dossier_enregistre_se_voit_a_l_accueil_et_se_modifie(ecran, bureau):
    page = enregistre(ecran, "S-3")
    page.get_by_role("link", name="Accueil").click()
    page.get_by_role("link", name="Modifier : dossier-S-3.toml").click()
    expect(champ(page, "creancier.denomination")).to_have_value("Ateliers Vasseur")
    etape(page, "La facture")
    expect(page.locator("#saisie-total")).to_have_text(re.compile("3.800,34"))
    champ(page, "factures[0].objet").fill("Un escalier")
    expect(page.locator("#saisie-ou")).to_have_text(re.compile("Rien n’est écrit"))
    etape(page, "Vérifier")
    page.get_by_role("button", name="Enregistrer le dossier", exact=True).click()
    expect(page.locator("#saisie-ou")).to_contain_text("dossier-S-3.toml")
    assert "Un escalier" in (bureau / "dossier-S-3.toml").read_text(encoding="utf-8")
    assert not (bureau / "dossier-S-3-2.toml").exists()


def test_recommencer_demande_une_fois_avant_d_effacer(ecran):
    page = commencer(ecran)
    champ(page, "creancier.denomination").fill("Ateliers Vasseur")
    page.locator("#recommencer").click()
    expect(page.locator("#recommencer")).to_have_text(re.compile("vraiment"))
    expect(champ(page, "creancier.denomination")).to_have_value("Ateliers Vasseur")
    page.locator("#recommencer").click()
    expect(champ(page, "creancier.denomination")).to_have_value("")


def test_un_atelier_relance_montre_les_dossiers_laisses_la(navigateur, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with servi() as client, fenetre(navigateur, client) as ecran:
        enregistre(ecran, "S-4")
    with servi() as client, fenetre(navigateur, client) as ecran:
        page = ecran.entrer()
        expect(page.locator("#le-votre")).to_contain_text("dossier-S-4.toml")
        page.get_by_role("link", name="Lettre", exact=True).click()
        expect(page.locator("#feuilles")).to_contain_text("Rénovation Belledonne")
        page.get_by_role("link", name="Nouveau dossier").click()
        page.get_by_label("Reprendre le créancier d’un autre dossier").select_option(
            label="dossier-S-4.toml"
        )
        expect(page.locator("#questions")).to_contain_text("✓ SARL Ateliers Vasseur")


LENTE = """() => {
  const lire = Response.prototype.json;
  let lues = 0;
  Response.prototype.json = async function () {
    const lu = await lire.call(this);
    if (!this.url.endsWith("/api/saisie") || lues++) return lu;
    await new Promise((suite) => setTimeout(suite, 1000));
    setTimeout(() => { window.lueEnRetard = true; }, 200);
    return lu;
  };
}"""
"""The first answer is read a second late: after the one that follows it."""


def test_une_reponse_lue_apres_la_suivante_ne_la_remplace_pas(navigateur, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with servi() as client, fenetre(navigateur, client) as ecran:
        enregistre(ecran, "S-5")
    with servi() as client, fenetre(navigateur, client) as ecran:
        page = ecran.entrer()
        page.evaluate(LENTE)
        page.get_by_role("link", name="Nouveau dossier").click()
        page.get_by_label("Reprendre le créancier d’un autre dossier").select_option(
            label="dossier-S-5.toml"
        )
        expect(page.locator("#questions")).to_contain_text("✓ SARL Ateliers Vasseur")
        page.wait_for_function("() => window.lueEnRetard")
        expect(page.locator("#questions")).to_contain_text("✓ SARL Ateliers Vasseur", timeout=1000)


def test_les_reponses_d_un_atelier_arrete_se_gardent_et_se_reprennent(
    navigateur, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    contexte = navigateur.new_context(locale="fr-FR")
    contexte.set_default_timeout(PATIENCE)
    page = contexte.new_page()
    with servi() as client:
        page.goto(client.adresse + "#saisie")
        champ(page, "creancier.denomination").fill("Ateliers Vasseur")
        expect(page.locator("#perdues")).to_be_hidden()
    champ(page, "creancier.siren").fill("841203573")
    with page.expect_download() as pris:
        page.get_by_role("button", name="Garder mes réponses").click()
    gardees = Path(pris.value.path()).read_bytes()
    contexte.close()
    with servi() as client, fenetre(navigateur, client) as ecran:
        page = commencer(ecran)
        page.get_by_label("Reprendre des réponses gardées").set_input_files(
            {"name": "reponses-courriers.json", "mimeType": "application/json", "buffer": gardees}
        )
        expect(champ(page, "creancier.denomination")).to_have_value("Ateliers Vasseur")
        expect(dit_sous(page, "creancier.siren", "lue")).to_have_text("✓ SIREN 841 203 573")


def test_un_dossier_qui_dit_plus_que_le_formulaire_ne_s_y_ouvre_pas(
    navigateur, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dossier-riche.toml").write_text(
        """reference = "riche"
[creancier]
type = "particulier"
prenom = "Paul"
nom = "Roux"
adresse = { lignes = ["1 rue Basse"], code_postal = "38000", ville = "Grenoble" }
[debiteur]
type = "societe"
qualite = "professionnel"
denomination = "Martin"
adresse = { lignes = ["2 rue Basse"], code_postal = "38000", ville = "Grenoble" }
complements = { chantier = "B" }
[[factures]]
numero = "1"
date = 2026-03-01
montant_ttc = "10.00"
""",
        encoding="utf-8",
    )
    with servi() as client, fenetre(navigateur, client) as ecran:
        page = ecran.entrer()
        page.get_by_role("link", name="Modifier : dossier-riche.toml").click()
        expect(page.locator("#bilan")).to_have_text(re.compile("dit plus que ce formulaire"))
        ecran.journal.admettre("400")
