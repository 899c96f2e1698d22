"""What a person reads and takes away: the first page, the letter, its account, its fields."""

import io
import re
import tomllib

import docx
import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import expect

from courriers.atelier.presentation import POUR_COMMENCER, ROLES
from ecran import dessinee, plat
from fabrique import SAMPLES

SOCIETE = {"pack": "mise-en-demeure", "dossier": "exemple-societe-a-societe"}


def somme(exemple):
    """The sum of a sample, as a letter prints it."""
    lu = tomllib.loads((SAMPLES / exemple / "attendu.toml").read_text(encoding="utf-8"))
    euros, centimes = lu["decompte"]["total"].split(".")
    return f"{int(euros):,}".replace(",", " ") + f",{centimes} €"


def test_la_premiere_page_apprend_a_s_en_servir(ecran):
    page = ecran.entrer()
    expect(page).to_have_title("Atelier – courriers")
    assert page.url == ecran.racine + "#"  # the key is no longer there to be read
    cartes = page.locator("#commencer .carte")
    expect(cartes).to_have_count(3)
    for carte, (titre, _, a_voir) in zip(cartes.all(), POUR_COMMENCER.values(), strict=True):
        expect(carte.get_by_role("heading")).to_have_text(titre)
        expect(carte).to_contain_text(a_voir)
    lignes = page.locator("#roles tr")
    expect(lignes).to_have_count(len(ROLES))
    for ligne, role in zip(lignes.all(), ROLES.values(), strict=True):
        expect(ligne.get_by_role("cell").first).to_have_text(role.but)
        expect(ligne.get_by_role("cell").last).to_have_text(role.quand)
    expect(page.get_by_role("heading", name="en trois gestes")).to_be_visible()


@pytest.mark.parametrize("rang", range(3))
def test_chaque_exemple_du_debut_mene_a_sa_lettre(ecran, rang):
    page = ecran.entrer()
    exemple, (titre, *_) = list(POUR_COMMENCER.items())[rang]
    page.locator("#commencer a").nth(rang).click()
    expect(page.locator("#dossier option:checked")).to_have_text(titre)
    expect(page.locator("#etat")).to_contain_text("À jour")
    dessinee(page)
    page.get_by_role("button", name="Texte").click()
    assert somme(exemple) in plat(page.locator("#feuilles").inner_text())


def test_on_choisit_une_lettre_un_dossier_un_jour_et_un_envoi(ecran):
    page = ecran.entrer(**SOCIETE)
    page.get_by_role("button", name="Texte").click()
    feuille = page.locator("#feuilles")
    expect(feuille).to_contain_text("Rénovation Belledonne")
    page.locator("#dossier").select_option("exemple-artisan-a-consommateur")
    page.get_by_role("button", name="Relance courtoise").click()
    expect(page).to_have_title("Relance courtoise – courriers")
    expect(page.get_by_role("button", name="Relance courtoise")).to_have_attribute(
        "aria-current", "true"
    )
    expect(feuille).not_to_contain_text("Rénovation Belledonne")
    page.get_by_label("Jour", exact=True).fill("2026-12-01")
    expect(feuille).to_contain_text(re.compile("le 1er décembre 2026"))
    expect(page.get_by_role("link", name="Courriel")).to_have_count(0)
    page.get_by_label(re.compile("^Envoi")).select_option("courriel")
    page.get_by_role("group", name="Documents").get_by_role("button", name="courriel").click()
    expect(page.get_by_role("link", name="Courriel")).to_be_visible()
    for part in ("pack=relance-courtoise", "dossier=exemple-artisan", "au=2026-12-01", "canal=cou"):
        assert part in page.url
    page.reload()  # all that was chosen is in the address
    expect(page.get_by_label("Jour", exact=True)).to_have_value("2026-12-01")
    expect(page.get_by_label(re.compile("^Envoi"))).to_have_value("courriel")
    page.go_back()
    expect(page.get_by_label(re.compile("^Envoi"))).not_to_have_value("courriel")


def test_un_jour_efface_rend_celui_du_dossier(ecran):
    page = ecran.entrer(**SOCIETE, au="2026-12-01")
    page.get_by_label("Jour", exact=True).fill("")
    expect(page.get_by_label("Jour", exact=True)).to_have_value("2026-11-23")
    expect(page.locator("#etat")).to_contain_text("À jour")


def test_un_chiffre_se_deplie_sur_son_calcul_et_sa_source(ecran):
    page = ecran.entrer(**SOCIETE)
    compte = ecran.onglet("Le compte")
    total = compte.locator("details").last
    expect(total).to_contain_text("Total")
    assert somme("societe-a-societe") in plat(total.inner_text())
    ligne = compte.locator("details").filter(has_text="Pénalités de retard du 30 mars").first
    detail = ligne.locator("li").first
    expect(detail).to_be_hidden()
    ligne.locator("summary").click()
    expect(detail).to_be_visible()
    dit = plat(ligne.inner_text())
    # 7 320 € × 12.15 % (2.15 % of the BCE, plus ten points) × 52 / 365 = 126.71 €, by hand
    assert "126,71 €" in dit
    assert "7 320,00 €" in dit
    assert "12,15 %" in dit
    assert "52" in dit
    assert "L441-10" in dit
    assert re.search(r"lue? le \d\d/\d\d/\d{4}", dit)
    page.keyboard.press("Enter")
    expect(detail).to_be_hidden()


def dit_en_copiant(bouton):
    """What a button says once clicked; it says it for a second only, so that it is noted there."""
    bouton.evaluate(
        """bouton => { new MutationObserver((_, guet) => {
            bouton.dataset.dit = bouton.textContent; guet.disconnect();
        }).observe(bouton, { childList: true }); }"""
    )
    bouton.click()
    expect(bouton).to_have_attribute("data-dit", re.compile("."))
    return bouton.get_attribute("data-dit")


def test_un_champ_se_cherche_et_se_copie(ecran):
    ecran.contexte.grant_permissions(["clipboard-read", "clipboard-write"])
    page = ecran.entrer(**SOCIETE)
    panneau = ecran.onglet("Champs")
    cherche = page.get_by_label("Chercher un champ")
    cherche.fill("zzzz")
    expect(page.locator("#trouves")).to_contain_text("essayez un autre mot")
    cherche.fill("ECHEANCIER")  # neither capitals nor accents
    expect(panneau.get_by_role("heading", name="L’échéancier")).to_be_visible()
    cherche.fill("toutes lettres restant")
    champ = panneau.locator(".champ").filter(has=page.locator("code", has_text="total.en_lettres"))
    expect(champ.first).to_contain_text(
        "six mille sept cent quinze euros et quatre-vingt-quatorze centimes"
    )
    bouton = page.get_by_role("button", name="Copier {{ total.en_lettres }}", exact=True)
    assert dit_en_copiant(bouton) == "Copié"
    assert page.evaluate("navigator.clipboard.readText()") == "{{ total.en_lettres }}"
    expect(bouton).to_have_text("Copier")


def test_le_chemin_du_modele_se_copie_entier(ecran, disque):
    ecran.contexte.grant_permissions(["clipboard-read", "clipboard-write"])
    page = ecran.entrer(**SOCIETE)
    assert dit_en_copiant(page.locator("#chemins button").first) == "Copié"
    assert page.evaluate("navigator.clipboard.readText()") == str(
        disque / "m" / "mise-en-demeure" / "lettre.docx"
    )


def test_sans_le_presse_papiers_la_page_le_dit(ecran):
    page = ecran.entrer(**SOCIETE)
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refus')); }"
    )
    assert dit_en_copiant(page.locator("#chemins button").first) == "Copie refusée"


def enregistre(page, nom):
    with page.expect_download() as attendu:
        page.get_by_role("link", name=nom, exact=True).click()
    return attendu.value.suggested_filename, attendu.value.path().read_bytes()


def test_la_lettre_s_enregistre_en_word_et_en_pdf_avec_sa_somme(ecran):
    page = ecran.entrer(**SOCIETE)
    nom, octets = enregistre(page, "Word")
    assert nom == "mise-en-demeure-societe-a-societe.docx"
    lue = docx.Document(io.BytesIO(octets))
    assert any(somme("societe-a-societe") in plat(p.text) for p in lue.paragraphs)
    nom, octets = enregistre(page, "PDF")
    assert nom == "mise-en-demeure-societe-a-societe.pdf"
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        pages = len(pdf.pages)
    assert pages == page.locator("#feuilles .page").count()
    premiere = pypdfium2.PdfDocument(octets)[0].get_textpage().get_text_range()
    assert somme("societe-a-societe") in plat(premiere)


def test_une_lettre_que_la_loi_refuse_dit_pourquoi_et_ne_s_enregistre_pas(ecran):
    page = ecran.entrer(pack="petites-creances", dossier="exemple-societe-a-societe")
    expect(page.locator("#feuilles h2")).to_have_text("Pas de lettre pour ce dossier")
    expect(page.locator("#fichiers a")).to_have_count(0)
    expect(page.locator("#p-fautes .faute.erreur").first).to_contain_text("VOIE_FERMEE")
    expect(page.locator("#p-compte details")).not_to_have_count(0)  # the account is there even so


@pytest.mark.parametrize(
    ("faux", "dit"),
    [({"pack": "inconnu"}, "Cette lettre n’est pas dans la liste."),
     ({"dossier": "dossier-99"}, "Ce dossier n’est pas dans la liste."),
     ({"au": "demain"}, "demain")],
)  # fmt: skip
def test_une_adresse_tapee_de_travers_ne_laisse_pas_la_lettre_d_avant(ecran, faux, dit):
    page = ecran.entrer(**SOCIETE)
    expect(page.locator("#fichiers a")).to_have_count(2)
    page.evaluate("voulu => { location.hash = new URLSearchParams(voulu); }", SOCIETE | faux)
    expect(page.locator("#feuilles")).to_contain_text(dit)
    expect(page.locator("#fichiers a")).to_have_count(0)
    expect(page.locator("#chemins button")).to_have_count(0)
    expect(page).to_have_title("Atelier – courriers")
    expect(page.locator("#p-fautes .faute.erreur")).to_have_count(1)
    expect(page.locator("#p-compte details")).to_have_count(0)
    assert ecran.provoque("status of 400")
    ecran.journal.admettre("does not conform to the required format")


def test_pendant_qu_une_lettre_se_fait_celle_d_avant_ne_s_enregistre_pas(ecran):
    page = ecran.entrer(**SOCIETE)
    expect(page.locator("#fichiers a")).to_have_count(2)
    retenues = []
    page.route("**/api/vue?*", lambda route: retenues.append(route))  # noqa: PLW0108 – Playwright marks it
    page.get_by_role("button", name="Quittance d’un paiement").click()
    expect(page.locator("#etat")).to_have_text("La lettre se fait…")
    expect(page.locator("#fichiers a")).to_have_count(0)
    retenues[0].continue_()
    expect(page.locator("#fichiers a")).to_have_count(2)
    nom, _ = enregistre(page, "Word")
    assert nom == "quittance-societe-a-societe.docx"


def test_la_taille_se_change_et_les_pages_restent_nettes(ecran):
    page = ecran.entrer(**SOCIETE)
    feuille = page.locator("#feuilles .page").first
    page.locator("#feuilles").focus()
    for touche in "++":
        page.keyboard.press(touche)
    expect(page.locator("#taille")).to_have_text(re.compile("125.%"))
    dessinee(page)
    # At least one point of the picture for one of the screen.
    assert feuille.locator("img").evaluate("i => i.naturalWidth / i.clientWidth") >= 1
    page.keyboard.press("-")
    expect(page.locator("#taille")).to_have_text(re.compile("100.%"))
    page.keyboard.press("0")
    expect(page.locator("#taille")).to_have_text("Ajustée")
