"""Word saves; the page shows. What fails is said, where it is, until it is mended."""

import io
import re

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from ecran import dessinee, enregistrer

SIEN = {"pack": "mise-en-demeure", "dossier": "dossier-2"}
"""Of the folder of cases, « societe-a-societe », the second by name."""


def montree(page):
    """The first sheet, as it is seen."""
    dessinee(page)
    return Image.open(io.BytesIO(page.locator("#feuilles .page").first.screenshot())).convert("L")


def en_texte(page):
    page.get_by_role("button", name="Texte").click()
    return page.locator("#feuilles")


def cles(page):
    return page.locator("#feuilles .page").evaluate_all("n => n.map(p => p.dataset.source)")


def test_une_phrase_changee_dans_word_se_voit_sur_l_image_et_dans_le_texte(ecran, modeles):
    page = ecran.entrer(**SIEN)
    avant, anciennes = montree(page), cles(page)
    enregistrer(modeles, " Parlons-en donc de vive voix.")
    expect(page.locator("#feuilles .page").first).not_to_have_attribute("data-source", anciennes[0])
    apres = montree(page)
    place = ImageChops.difference(avant, apres).getbbox()
    assert place is not None
    # The letterhead has not moved: what changed is in the body of the letter.
    assert place[1] > apres.height * 0.3
    expect(en_texte(page)).to_contain_text("Parlons-en donc de vive voix.")
    expect(page.locator("#p-fautes")).to_contain_text("Aucune faute")


def test_une_faute_est_dite_montree_puis_s_en_va(ecran, modeles):
    page = ecran.entrer(**SIEN)
    bonnes = cles(page)
    sain = (modeles / "mise-en-demeure" / "lettre.docx").read_bytes()
    fichier = enregistrer(modeles, " Écrivez à {{ debiteur.nom }}.")
    expect(page.locator("#etat")).to_have_text("1 erreur")
    faute = page.get_by_role("tabpanel").locator(".faute.erreur")
    expect(faute).to_have_count(1)
    expect(faute).to_contain_text("debiteur.nom")
    expect(faute.locator(".place").first).to_contain_text(re.compile(r"lettre\.docx, .*\d"))
    expect(page.get_by_role("tab", name="Fautes")).to_contain_text("1")
    # The last good letter is there, said to be so, and cannot be taken away.
    expect(page.locator("#perime")).to_contain_text("à ne pas envoyer")
    assert cles(page) == bonnes
    expect(page.locator("#fichiers a")).to_have_count(0)
    opacite = page.locator("#feuilles .page img").first.evaluate("i => getComputedStyle(i).opacity")
    assert float(opacite) < 1
    ecran.onglet("Champs")  # « Montrer » comes back from anywhere
    page.get_by_role("button", name="Modèle", exact=True).click()
    dessinee(page)
    trait = page.locator("#feuilles .trait.erreur").first
    expect(trait).to_have_accessible_name(re.compile("^Faute 1.: "))
    trait.click()
    expect(faute).to_be_visible()
    expect(faute).to_have_class(re.compile(r"\bvif\b"))
    fichier.write_bytes(sain)
    expect(page.locator("#etat")).to_contain_text("À jour")
    expect(page.locator("#p-fautes")).to_contain_text("Aucune faute")
    expect(page.locator(".trait")).to_have_count(0)
    expect(page.locator("#perime")).to_be_hidden()
    expect(page.locator("#fichiers a")).to_have_count(2)


@pytest.mark.parametrize("mode", ["Lettre", "Modèle", "Texte"])
def test_montrer_mene_a_la_faute_d_ou_que_l_on_soit(ecran, modeles, mode):
    enregistrer(modeles, " Écrivez à {{ debiteur.nom }}.")
    page = ecran.entrer(**SIEN)
    page.get_by_role("button", name=mode, exact=True).click()
    ecran.onglet("Fautes").get_by_role("button", name="Montrer").first.click()
    trait = page.locator("#feuilles .trait.vif").first
    expect(trait).to_be_in_viewport()
    expect(trait).to_be_focused()
    # On the very words: the mark covers ink, which the paper around it does not have.
    dessinee(page)
    boite, feuille = trait.bounding_box(), page.locator("#feuilles .page").first.bounding_box()
    assert 0 < boite["width"] < feuille["width"] / 2
    assert 0 < boite["height"] < feuille["height"] / 20
    vu = Image.open(io.BytesIO(page.screenshot(clip=boite))).convert("L")
    assert vu.getextrema()[0] < 100


def test_le_clavier_suit_une_faute_jusqu_a_sa_place(ecran, modeles):
    enregistrer(modeles, " Écrivez à {{ debiteur.nom }}.")
    page = ecran.entrer(**SIEN)
    page.get_by_role("button", name="Montrer").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#feuilles .trait.vif").first).to_be_focused()


def test_ce_que_l_on_deplie_et_ou_l_on_est_survivent_a_un_enregistrement(ecran, modeles):
    page = ecran.entrer(**SIEN)
    compte = ecran.onglet("Le compte")
    resume = compte.locator("summary").nth(1)
    resume.click()
    page.locator("#feuilles").evaluate("f => { f.scrollTop = 300; }")
    enregistrer(modeles, " Une phrase de plus.")
    ancienne = page.locator("#etat").text_content()
    expect(page.locator("#etat")).not_to_have_text(ancienne)
    expect(compte.locator("details").nth(1)).to_have_attribute("open", "")
    expect(resume).to_be_focused()
    assert page.locator("#feuilles").evaluate("f => f.scrollTop") == 300


def test_dix_enregistrements_en_une_seconde_finissent_par_le_dernier(ecran, client, modeles):
    page = ecran.entrer(**SIEN)
    feuille = en_texte(page)
    faits = client.rendus.faits
    for rang in range(10):
        enregistrer(modeles, f" Fois {rang}.")
        page.wait_for_timeout(60)  # the pace of the saves is what is tried
    expect(feuille).to_contain_text("Fois 9.")
    assert client.rendus.faits - faits <= 6
    page.get_by_role("button", name="Lettre", exact=True).click()
    dessinee(page)
    expect(page.locator("#fichiers a")).to_have_count(2)


def test_deux_onglets_suivent_chacun_ce_qu_il_montre(ecran, modeles):
    page = ecran.entrer(**SIEN)
    autre = ecran.entrer(ecran.contexte.new_page(), **SIEN | {"canal": "remise"})
    lus = [en_texte(page), en_texte(autre)]
    enregistrer(modeles, " Vue de deux fenêtres.")
    for lu in lus:
        expect(lu).to_contain_text("Vue de deux fenêtres.")
    expect(page.locator("#canal")).not_to_have_value("remise")
    expect(autre.locator("#canal")).to_have_value("remise")
    page.close()
    enregistrer(modeles, " Et d’une seule.")
    expect(lus[1]).to_contain_text("Et d’une seule.")


def test_un_onglet_cache_rend_sa_place_et_se_rattrape_en_revenant(ecran, client, modeles):
    page = ecran.entrer(**SIEN)
    lu = en_texte(page)
    cacher = """oui => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => oui });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    with page.expect_event("requestfailed", lambda r: r.url.endswith("/api/veille")):
        page.evaluate(cacher, True)
    enregistrer(modeles, " Écrite pendant ce temps.")
    faits = client.rendus.faits
    with page.expect_response("**/api/vue?*"):
        page.evaluate(cacher, False)
    expect(lu).to_contain_text("Écrite pendant ce temps.")
    assert client.rendus.faits == faits + 1


def test_ce_que_word_et_libreoffice_posent_a_cote_ne_change_rien(ecran, client, modeles):
    page = ecran.entrer(**SIEN)
    faits = client.rendus.faits
    page.evaluate(
        """() => {
            window.changements = 0;
            new MutationObserver(() => { window.changements += 1; })
                .observe(document.body, { subtree: true, childList: true, characterData: true });
        }"""
    )
    place = modeles / "mise-en-demeure"
    (place / "~$lettre.docx").write_bytes(b"\x05Marie" * 20)
    (place / ".~lock.lettre.docx#").write_text(",marie,poste,,;", encoding="utf-8")
    (place / "~WRD0002.tmp").write_bytes(b"PK")
    # The page looks of itself every five seconds: it has asked, and been told nothing new.
    with page.expect_response("**/api/packs"):
        pass
    assert client.rendus.faits == faits
    assert page.evaluate("window.changements") == 0
    expect(page.locator("#p-fautes")).to_contain_text("Aucune faute")


def test_un_dossier_casse_a_la_main_donne_un_seul_message_clair_et_revient(ecran, disque):
    fichier = disque / "dossiers" / "societe-a-societe" / "dossier.json"
    bon = fichier.read_text(encoding="utf-8")
    page = ecran.entrer(**SIEN)
    bonnes = cles(page)
    try:
        fichier.write_text(bon.replace('"version": 1,', '"version": 1'), encoding="utf-8")
        expect(page.locator("#etat")).to_have_text("1 erreur")
        faute = page.locator("#p-fautes .faute")
        expect(faute).to_have_count(1)
        expect(faute).to_contain_text("dossier.json")
        expect(faute).to_contain_text(re.compile("ligne.3"))
        expect(faute.get_by_role("button", name="Montrer")).to_have_count(0)  # no page shows it
        assert cles(page) == bonnes
        expect(page.locator("#fichiers a")).to_have_count(0)
        expect(ecran.onglet("Le compte")).to_contain_text("Aucun compte n’est possible")
    finally:
        fichier.write_text(bon, encoding="utf-8")
    expect(page.locator("#etat")).to_contain_text("À jour")
    expect(page.locator("#fichiers a")).to_have_count(2)
    expect(page.locator("#p-compte details")).not_to_have_count(0)


def test_un_modele_de_plus_apparait_dans_la_liste(ecran, modeles):
    page = ecran.entrer(**SIEN)
    toml = modeles / "mise-en-demeure" / "pack.toml"
    lu = toml.read_text(encoding="utf-8")
    toml.write_text(lu.replace('titre = "Mise', 'titre = "Ma mise'), encoding="utf-8")
    bouton = page.get_by_role("button", name="Ma mise en demeure de payer à vous")
    expect(bouton).to_be_visible()
    expect(page).to_have_title("Ma mise en demeure de payer – courriers")
    toml.write_text("titre = ", encoding="utf-8")
    expect(page.locator("#p-fautes .faute.erreur").first).to_contain_text("pack.toml")
    expect(page.get_by_role("button", name="Quittance d’un paiement")).to_be_visible()
