"""What a case, a template or another site may try: shown as text, or refused."""

import json
import re
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from ecran import VISEE, dessinee
from fabrique import RACINE, SAMPLES
from servi import servi

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script>"
ADRESSE = "<svg/onload=fetch('http://ailleurs.example/')>"


@pytest.fixture(scope="module")
def disque(tmp_path_factory):
    """A case, its name, its templates and their manifest: all of it written by an enemy."""
    racine = tmp_path_factory.mktemp("hostile")
    shutil.copytree(RACINE / "templates" / "mise-en-demeure", racine / "m" / "mise-en-demeure")
    toml = racine / "m" / "mise-en-demeure" / "pack.toml"
    lu = toml.read_text(encoding="utf-8")
    toml.write_text(
        re.sub('^titre = "[^"]*"', f"titre = '{IMAGE}'", lu, count=1, flags=re.MULTILINE), "utf-8"
    )
    cas = racine / "dossiers" / "<img src=x onerror=alert(3)>"
    shutil.copytree(SAMPLES / "societe-a-societe", cas)
    brut = json.loads((cas / "dossier.json").read_text(encoding="utf-8"))
    brut["debiteur"]["denomination"] = IMAGE
    brut["debiteur"]["contact"]["nom"] = SCRIPT
    brut["factures"][0]["objet"] = ADRESSE
    brut["reference"] = "javascript:alert(4)"
    (cas / "dossier.json").write_text(json.dumps(brut), encoding="utf-8")
    return racine


@pytest.fixture(scope="module")
def client(navigateur, disque):  # noqa: ARG001 – no browser, no server
    with servi(disque / "dossiers", disque / "m") as ouvert:
        yield ouvert


SIEN = {"pack": "mise-en-demeure", "dossier": "dossier-1"}


def sans_intrus(page):
    """Whether the page holds its own elements only, with no handler written in any."""
    return page.evaluate(
        """() => {
            const scripts = document.querySelectorAll("script").length;
            const images = document.querySelectorAll("img:not(#feuilles .page img)").length;
            const autres = document.querySelectorAll("svg, iframe, object, base, style").length;
            const poses = [...document.querySelectorAll("*")].flatMap((n) => [...n.attributes])
                .filter((a) => a.name.startsWith("on") || /^\\s*javascript:/i.test(a.value)).length;
            return [scripts, images, autres, poses];
        }"""
    ) == [1, 0, 0, 0]


def test_un_dossier_hostile_est_montre_comme_un_texte_et_ne_fait_rien(ecran):
    page = ecran.entrer(**SIEN)
    assert sans_intrus(page)
    expect(page.locator("#dossier option:checked")).to_have_text("<img src=x onerror=alert(3)>")
    expect(page.locator("#packs [aria-current]")).to_contain_text(IMAGE)
    assert page.title().startswith(IMAGE)
    page.get_by_role("button", name="Texte").click()
    for valeur in (IMAGE, SCRIPT.upper(), ADRESSE):
        expect(page.locator("#feuilles")).to_contain_text(valeur, ignore_case=True)
    champs = ecran.onglet("Champs")
    expect(champs.locator(".valeur", has_text=IMAGE).first).to_be_visible()
    page.get_by_label("Chercher un champ").fill(IMAGE)
    assert sans_intrus(page)
    ecran.onglet("Le compte")
    for resume in page.locator("#p-compte summary").all():
        resume.click()
    page.get_by_role("link", name="Accueil").click()
    expect(page.locator("#roles")).to_contain_text(IMAGE)
    expect(page.locator("#le-votre")).to_contain_text("onerror=alert(3)")
    assert sans_intrus(page)


def test_une_adresse_hostile_ne_fait_rien(ecran):
    page = ecran.entrer(pack=IMAGE, dossier="dossier-1", au=SCRIPT, canal=ADRESSE)
    expect(page.locator("#feuilles")).to_contain_text("pas dans la liste")
    expect(page).to_have_title("Atelier – courriers")
    assert sans_intrus(page)
    assert ecran.provoque("status of 400")
    ecran.journal.admettre("does not conform to the required format")


def test_une_faute_hostile_est_dite_comme_un_texte(ecran, modeles):
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    document = docx.Document(str(fichier))
    visee = next(p for p in document.paragraphs if VISEE in p.text)
    visee.runs[-1].text += f" {{{{ {IMAGE} }}}} {SCRIPT} {{{{ debiteur.inconnu }}}}"
    document.save(str(fichier))
    page = ecran.entrer(**SIEN)
    expect(page.locator("#p-fautes .faute.erreur").first).to_contain_text("onerror")
    page.get_by_role("button", name="Modèle", exact=True).click()
    dessinee(page)
    assert sans_intrus(page)


def test_ce_que_la_page_ferait_ailleurs_est_interdit_et_serait_vu(ecran):
    """The note that every other test rests on: it must hear each of these."""
    page = ecran.entrer(**SIEN)
    assert ecran.journal.faits == []
    page.evaluate(
        """async () => {
            await fetch("http://ailleurs.example/").catch(() => 0);
            const image = document.body.appendChild(new Image());
            image.onerror = () => { document.body.dataset.image = "refusée"; };
            image.src = "http://ailleurs.example/x.png";
            const script = document.createElement("script");
            script.textContent = "document.body.dataset.script = 'lancé'";
            document.body.append(script);
            const lien = document.createElement("a");
            lien.setAttribute("onclick", "document.body.dataset.clic = 'lancé'");
            document.body.append(lien);
            lien.click();
        }"""
    )
    expect(page.locator("body")).to_have_attribute("data-image", "refusée")
    ecran.journal.admettre("Content Security Policy|ailleurs.example|inline")
    for directive in ("connect-src", "img-src", "script-src"):
        assert ecran.provoque(directive), directive
    assert page.evaluate("[document.body.dataset.script, document.body.dataset.clic]") == [
        None, None,
    ]  # fmt: skip
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('la mienne'); }); }")
    with page.expect_event("dialog"):
        page.evaluate("() => { setTimeout(() => alert('la mienne')); }")
    assert ecran.provoque("erreur : .*la mienne")
    assert ecran.provoque("dialogue : .*la mienne")


VOLEUSE = (Path(__file__).parent / "voleuse.html").read_text(encoding="utf-8")


@pytest.fixture
def voisine(ecran):
    """Another program of this machine that serves a page, on a port of its own."""
    page = VOLEUSE.replace("RACINE", ecran.racine).encode()

    class Reponse(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Reponse) as serveur:
        threading.Thread(target=serveur.serve_forever).start()
        yield serveur.server_address[1]
        serveur.shutdown()


@pytest.mark.parametrize("hote", ["127.0.0.1", "localhost"])
def test_une_autre_page_ouverte_dans_le_meme_navigateur_n_obtient_rien(ecran, voisine, hote):
    """Even one of this machine, whose requests carry the cookie of the workshop."""
    ecran.entrer(**SIEN)
    page = ecran.contexte.new_page()
    recues = []
    page.on("response", lambda reponse: recues.append((reponse.url, reponse.status)))
    page.goto(f"http://{hote}:{voisine}/")
    expect(page.locator("body")).to_have_attribute("data-dits", re.compile("."))
    dits = json.loads(page.locator("body").get_attribute("data-dits"))
    assert {nom: dits[nom] for nom in ("lire", "image", "script")} == {
        "lire": "refusé", "image": "refusé", "script": "refusé",
    }  # fmt: skip
    siennes = [statut for adresse, statut in recues if adresse.startswith(ecran.racine)]
    assert siennes  # it did ask, and was answered
    assert set(siennes) <= {403, 405}
    ecran.journal.admettre(".")  # the thief's, not ours
