"""The end of the workshop, told in the page."""

import pytest
from playwright.sync_api import expect

from ecran import dessinee
from servi import servi


@pytest.fixture(scope="module")
def client():
    """Nothing: each test here stops a server of its own."""


@pytest.fixture
def seul(ecran):
    with servi("societe-a-societe") as ouvert:
        ecran.client = ouvert
        yield ouvert


SOCIETE = {"pack": "mise-en-demeure", "dossier": "exemple-societe-a-societe"}


def test_l_atelier_arrete_est_dit_dans_la_page_qui_garde_la_lettre_visible(ecran, seul):
    page = ecran.entrer(**SOCIETE)
    dit = page.get_by_role("alert")
    expect(dit).to_be_hidden()
    seul.serveur.arreter()
    expect(dit).to_have_text(
        "L’atelier ne répond plus. Relancez « courriers atelier », puis ouvrez la nouvelle adresse."
    )
    expect(page.locator("#etat")).to_have_text("Sans réponse")
    dessinee(page)  # what was there can still be read
    page.get_by_role("button", name="Quittance d’un paiement").click()
    expect(dit).to_be_visible()
    expect(page.locator("#fichiers a")).to_have_count(0)
    assert ecran.provoque("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY")


def test_un_reseau_qui_revient_efface_l_alerte(ecran, seul):
    page = ecran.entrer(**SOCIETE)
    ecran.contexte.set_offline(True)
    page.get_by_role("button", name="Quittance d’un paiement").click()
    expect(page.get_by_role("alert")).to_be_visible()
    ecran.contexte.set_offline(False)
    page.get_by_role("button", name="Mise en demeure de payer").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.locator("#etat")).to_contain_text("À jour")
    assert ecran.provoque("ERR_INTERNET_DISCONNECTED")
    assert seul.serveur.should_exit is False


def test_la_cle_d_un_autre_lancement_n_ouvre_rien_et_dit_ou_la_trouver(ecran, seul):
    page = ecran.page
    page.goto(ecran.racine)
    expect(page.locator("body")).to_contain_text("Copiez cette adresse entière")
    page.goto(seul.adresse.replace("cle=", "cle=x"))
    expect(page.locator("body")).to_contain_text("neuve à chaque lancement")
    assert ecran.provoque("status of 403")
