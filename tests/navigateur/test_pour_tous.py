"""With the keyboard alone, by ear, enlarged four times, by day and by night."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ecran import dessinee, enregistrer, fenetre, remis

SIEN = {"pack": "mise-en-demeure", "dossier": "dossier-2"}
MESURES = (Path(__file__).parent / "mesures.js").read_text(encoding="utf-8")
ROLES_NOMMES = {
    "button", "link", "textbox", "searchbox", "combobox", "ComboBoxSelect", "tab", "checkbox",
    "radio", "DisclosureTriangle", "Date", "InputTime", "listbox", "menuitem", "switch", "slider",
    "spinbutton", "img", "image", "tabpanel", "tablist", "navigation", "region", "form",
}  # fmt: skip
"""Those that mean nothing without a name."""


def accueil(ecran):
    return ecran.entrer()


def lettre(ecran):
    return ecran.entrer(**SIEN)


def compte(ecran):
    page = ecran.entrer(**SIEN)
    for resume in ecran.onglet("Le compte").locator("summary").all()[:3]:
        resume.click()
    return page


def champs(ecran):
    page = ecran.entrer(**SIEN)
    ecran.onglet("Champs")
    return page


def suite(ecran):
    page = ecran.entrer(**SIEN)
    ecran.onglet("Ensuite")
    page.get_by_role("button", name="Texte").click()
    return page


def fautes(ecran):
    """An error and a warning, on the template, one of them shown; the stale letter said so."""
    page = ecran.entrer(**SIEN)
    enregistrer(
        ecran.modeles, " Écrivez à {{ debiteur.nom }}. Appelez librement le 01 02 03 04 05."
        " {{ expediteur.telephone }}",
    )  # fmt: skip
    expect(page.locator("#etat")).to_have_text(re.compile("erreur"))
    expect(page.locator("#perime")).to_be_visible()
    page.get_by_role("button", name="Montrer").first.click()
    dessinee(page)
    return page


def refusee(ecran):
    return ecran.entrer(pack="petites-creances", dossier="exemple-societe-a-societe")


def arretee(ecran):
    page = ecran.entrer(**SIEN)
    page.evaluate("() => { document.getElementById('arret').hidden = false; }")
    return page


def saisie(ecran):
    """A step with a fault, something understood, and a list begun."""
    page = ecran.entrer()
    page.get_by_role("link", name="Nouveau dossier").click()
    page.get_by_role("link", name=re.compile("La facture")).click()
    page.locator('[id="q-factures[0].date"]').fill("27/02/2026")
    page.locator('[id="q-factures[0].montant_ttc"]').fill("x")
    page.keyboard.press("Tab")
    expect(page.locator("#questions .mal").filter(has_text="montant")).to_be_visible()
    expect(page.locator("#questions .lue").filter(has_text="27 février 2026")).to_be_visible()
    return page


VUES = [accueil, lettre, compte, champs, suite, fautes, refusee, arretee, saisie]


@dataclass(frozen=True)
class Releve:
    """All that is measured of one view, opened once."""

    noms: list[tuple[str, str]]
    contrastes: dict[str, dict[str, list[dict]]]
    debords: dict[int, list[str]]
    bandeau: float


@pytest.fixture(scope="module", params=VUES, ids=lambda v: v.__name__)
def releve(request, navigateur, client, disque):
    with remis(disque / "m") as modeles, fenetre(navigateur, client) as ouverte:
        ouverte.modeles = modeles
        page = request.param(ouverte)
        lus, vus = noms(page), {}
        for couleurs in ("light", "dark"):
            page.emulate_media(color_scheme=couleurs)
            vus[couleurs] = mesurer(page, "contrastes()")
        debords = {}
        for largeur, hauteur in ((1280, 720), (1010, 700), (640, 500), (320, 256)):
            page.set_viewport_size({"width": largeur, "height": hauteur})
            page.evaluate("() => new Promise((fait) => requestAnimationFrame(fait))")
            debords[largeur] = mesurer(page, f"debords({largeur})")
        page.evaluate("() => window.scrollTo(0, 2000)")
        bas = page.locator(".bandeau").evaluate("b => b.getBoundingClientRect().bottom")
        return Releve(lus, vus, debords, bas)


def mesurer(page, quoi):
    return page.evaluate(f"() => {{ {MESURES}; return {quoi}; }}")


def noms(page):
    """Role and accessible name of all that is offered, as the browser tells a screen reader."""
    lien = page.context.new_cdp_session(page)
    noeuds = lien.send("Accessibility.getFullAXTree")["nodes"]
    return [
        (n["role"]["value"], n.get("name", {}).get("value", "").strip())
        for n in noeuds
        if not n["ignored"] and n["role"]["value"] in ROLES_NOMMES
    ]


def test_tout_ce_qui_se_commande_a_un_nom(releve):
    assert len(releve.noms) > 10
    assert [role for role, nom in releve.noms if not nom] == []
    # A word glued to the next is read as one: « payerà vous », « Fautes1 ».
    assert [nom for _, nom in releve.noms if re.search(r"[a-zé](à vous|\d+$)", nom)] == []


@pytest.mark.parametrize("couleurs", ["light", "dark"])
def test_le_texte_se_detache_de_son_fond(releve, couleurs):
    lus = releve.contrastes[couleurs]
    assert len(lus["textes"]) > 20
    assert [t for t in lus["textes"] if t["rapport"] < 4.5] == []
    assert [b for b in lus["bords"] if b["rapport"] < 3] == []  # of what is filled in


def test_rien_ne_deborde_que_la_lettre_meme_a_400_pour_cent(releve):
    assert releve.debords == {1280: [], 1010: [], 640: [], 320: []}
    # The banner goes away with the rest: a screen this low would be all banner.
    assert releve.bandeau <= 0


def test_a_400_pour_cent_la_lettre_choisie_est_en_vue_dans_la_liste(ecran):
    ecran.page.set_viewport_size({"width": 320, "height": 640})
    page = ecran.entrer(pack="quittance", dossier="dossier-2")
    expect(page.locator("#packs [aria-current]")).to_be_in_viewport(ratio=0.9)


def suite_de_tab(page):
    """All that Tab stops at, from the top to the top."""
    page.locator(".evitement").focus()
    for touche in ("Tab", "Shift+Tab"):  # by the keyboard, which alone shows where it is
        page.keyboard.press(touche)
    passes = []
    for _ in range(600):
        ici = mesurer(page, "arret()")
        page.keyboard.press("Tab")
        if ici is None or (passes and ici["rang"] == passes[0]["rang"]):
            return passes
        if not passes or passes[-1]["rang"] != ici["rang"]:  # a date has three parts
            passes.append(ici)
    raise AssertionError("Tab ne revient jamais")


@pytest.fixture
def prete(ecran, modeles):
    ecran.modeles = modeles
    return ecran


@pytest.mark.parametrize("vue", [accueil, compte, fautes, saisie], ids=lambda v: v.__name__)
def test_tab_passe_par_tout_dans_l_ordre_et_se_voit(prete, vue):
    page = vue(prete)
    attendus, passes = mesurer(page, "atteignables()"), suite_de_tab(page)
    if (apres := mesurer(page, "atteignables()")) != attendus:  # the page was told of a change
        attendus, passes = apres, suite_de_tab(page)
    assert [p["rang"] for p in passes] == attendus
    assert [p for p in passes if not p["se_voit"]] == []


def test_le_lien_d_evitement_mene_a_la_lettre(ecran):
    page = lettre(ecran)
    page.evaluate("() => document.activeElement.blur()")
    adresse = page.url
    page.keyboard.press("Tab")
    lien = page.get_by_role("link", name="Aller au contenu")
    expect(lien).to_be_focused()
    expect(lien).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()
    expect(page.locator("#lettre")).to_be_visible()  # it has not sent back to the first page
    assert page.url == adresse
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_les_fleches_passent_d_une_lettre_a_l_autre(ecran):
    page = lettre(ecran)
    liste = page.locator("#packs button")
    page.locator("#packs [aria-current]").focus()
    for touche, titre in (
        ("ArrowDown", "Mise en demeure de la caution"),
        ("ArrowUp", "Mise en demeure de payer à vous"),
        ("Home", "Relance avant échéance"),
        ("ArrowUp", "Reçu pour solde"),
        ("End", "Reçu pour solde"),
        ("ArrowDown", "Relance avant échéance"),
    ):
        page.keyboard.press(touche)
        visee = liste.filter(has_text=titre.removesuffix(" à vous")).first
        expect(visee).to_be_focused()
        expect(visee).to_have_attribute("aria-current", "true")
    expect(page).to_have_title("Relance avant échéance – courriers")
    expect(page.locator("#etat")).to_have_text(re.compile("À jour|erreur"))


def test_les_fleches_passent_d_un_onglet_a_l_autre(ecran):
    page = lettre(ecran)
    page.get_by_role("tab", name="Fautes").focus()
    for touche, nom in (
        ("ArrowRight", "Le compte"), ("ArrowRight", "Champs"), ("End", "Ensuite"),
        ("ArrowRight", "Fautes"), ("ArrowLeft", "Ensuite"), ("Home", "Fautes"),
    ):  # fmt: skip
        page.keyboard.press(touche)
        onglet = page.get_by_role("tab", name=nom)
        expect(onglet).to_be_focused()
        expect(onglet).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tabpanel")).to_have_count(1)  # the others are not there
        expect(page.get_by_role("tabpanel", name=nom)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("tabpanel")).to_be_focused()


def test_la_lettre_s_entend_page_par_page(ecran):
    page = lettre(ecran)
    feuille = page.get_by_role("region", name="Pages de la lettre")
    expect(feuille.get_by_role("img", name="Page 1 sur 2")).to_be_visible()
    assert "nous vous mettons en demeure de payer" in feuille.aria_snapshot()
    expect(page.get_by_role("status").first).to_contain_text("À jour")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_sans_couleurs_ni_mouvement_les_fautes_restent_visibles(prete):
    prete.page.emulate_media(forced_colors="active")
    page = fautes(prete)
    trait = page.locator("#feuilles .trait.vif").first
    assert trait.evaluate("t => getComputedStyle(t).borderTopStyle") == "solid"
    assert trait.evaluate("t => parseFloat(getComputedStyle(t).borderTopWidth)") >= 2
