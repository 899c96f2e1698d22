"""The pictures of the workshop that its guide shows, taken from the real page.

``make captures`` writes ``docs/images/atelier-*.png``; it needs a Chromium, and its languages
(``chromium-l10n``) for the day to be written as in France. People and sums are those of a sample.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import re
import shutil
import tempfile
import threading
from pathlib import Path

import docx
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from courriers.atelier.lancement import atelier
from courriers.atelier.seance import ouvrir
from courriers.lettre.emplacements import donnees

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
JOUR = datetime.date(2026, 11, 23)
LARGEUR, HAUTEUR, OCTETS_MAX = 1280, 800, 200_000
FAUTE = " Pour tout échange, écrivez à {{ debiteur.nom }}."
SAISIE = {
    "À qui": {
        "creancier.denomination": "Ateliers Vasseur", "creancier.forme_juridique": "SARL",
        "creancier.capital": "25 000", "creancier.siren": "841 203 573",
        "creancier.rcs": "Grenoble", "creancier.adresse": "18 rue des Forges\n38000 Grenoble",
        "creancier.iban": "FR76 3000 3012 3400 0500 9876 627",
        "creancier.signataire": "Hélène Vasseur, gérante",
    },
    "Qui doit": {
        "debiteur.denomination": "Rénovation Belledonne",
        "debiteur.adresse": "27 avenue de la Gare, 73000 Chambéry",
    },
    "La facture": {
        "factures[0].numero": "FA-26-118", "factures[0].date": "27/02/2026",
        "factures[0].echeance": "29 mars 2026", "factures[0].montant_ttc": "3 480",
    },
}  # fmt: skip
VISEE = "factures détaillées ci-après sont"


def chromium():
    noms = ("chromium", "chromium-browser", "google-chrome")
    trouve = next(filter(None, map(shutil.which, noms)), None)
    if trouve is None:
        raise SystemExit("Aucun Chromium : SYSTEME=1 make systeme l’installe.")
    return trouve


@contextlib.contextmanager
def servi(modeles):
    """The address of a workshop on the samples and *modeles*."""
    pret = threading.Event()
    seance = ouvrir("societe-a-societe", JOUR, modeles=modeles)
    with atelier(seance, au_depart=lambda *_: pret.set()) as (serveur, prise, adresse, _):
        fil = threading.Thread(target=serveur.run, kwargs={"sockets": [prise]})
        fil.start()
        try:
            pret.wait()
            yield adresse
        finally:
            serveur.arreter()
            fil.join()


def fauter(modeles):
    fichier = modeles / "mise-en-demeure" / "lettre.docx"
    document = docx.Document(str(fichier))
    next(p for p in document.paragraphs if VISEE in p.text).runs[-1].text += FAUTE
    document.save(str(fichier))


def dessinee(page):
    """Wait for the pictures of the sheets shown."""
    page.wait_for_function(
        """() => { const pages = [...document.querySelectorAll('#feuilles .page')];
            return pages.length && pages.every((p) => p.querySelector('img').complete
                && p.querySelector('img').getAttribute('src') === p.dataset.source); }"""
    )


def garder(page, nom):
    page.mouse.move(0, 0)
    vue = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    sortie = io.BytesIO()
    # « Maximum coverage » keeps the small marks of colour, which the median cut drops.
    reduite = vue.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    reduite.save(sortie, "PNG", optimize=True)
    if sortie.tell() > OCTETS_MAX:
        raise SystemExit(f"{nom} dépasse {OCTETS_MAX} octets : {sortie.tell()}")
    (IMAGES / f"atelier-{nom}.png").write_bytes(sortie.getvalue())
    print(f"atelier-{nom}.png  {sortie.tell() // 1000} ko")


def prendre(page, adresse, modeles):
    page.goto(f"{adresse}#pack=mise-en-demeure&dossier=exemple-societe-a-societe")
    expect(page.locator("#etat")).to_contain_text("À jour")
    dessinee(page)
    page.get_by_role("tab", name="Le compte").click()
    page.locator("#p-compte summary").nth(1).click()
    page.locator("#p-compte summary").nth(1).evaluate("s => s.blur()")
    garder(page, "compte")
    page.get_by_role("tab", name="Champs").click()
    page.get_by_label("Chercher un champ").fill("total")
    garder(page, "champs")
    page.get_by_label("Chercher un champ").fill("")
    fauter(modeles)
    expect(page.locator("#etat")).to_have_text(re.compile("erreur"))
    page.get_by_role("button", name="Modèle", exact=True).click()
    page.get_by_role("tab", name="Fautes").click()
    page.get_by_role("button", name="Montrer").first.click()
    dessinee(page)
    garder(page, "faute")
    page.get_by_role("link", name="Accueil").click()
    expect(page.locator("#accueil")).to_be_visible()
    garder(page, "accueil")
    page.get_by_role("link", name="Commencer un dossier").click()
    saisir(page)


def saisir(page):
    """The form, with what was understood, a number being typed, and its account at the side."""
    for etape, reponses in SAISIE.items():
        page.locator("#etapes").get_by_role("link", name=re.compile(etape)).click()
        for cle, texte in reponses.items():
            page.locator(f'[id="q-{cle}"]').fill(texte)
    page.locator("#saisie-jour").fill(JOUR.isoformat())
    expect(page.locator("#saisie-total")).not_to_be_empty()
    page.locator("#saisie-compte summary").nth(1).click()
    page.locator("#saisie-compte summary").nth(1).evaluate("s => s.blur()")
    garder(page, "saisie")
    page.locator("#etapes").get_by_role("link", name=re.compile("Vérifier")).click()
    expect(page.locator(".offres li").first).to_be_visible()
    page.evaluate("() => document.activeElement.blur()")
    garder(page, "offres")


def main():
    with tempfile.TemporaryDirectory() as racine, sync_playwright() as moteur:
        modeles = Path(racine) / "mes-modeles"
        shutil.copytree(donnees("templates") / "mise-en-demeure", modeles / "mise-en-demeure")
        navigateur = moteur.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--lang=fr-FR"],
            env={**os.environ, "LANGUAGE": "fr"},
        )  # fmt: skip
        contexte = navigateur.new_context(
            viewport={"width": LARGEUR, "height": HAUTEUR}, locale="fr-FR",
            color_scheme="light", reduced_motion="reduce",
        )  # fmt: skip
        with servi(modeles) as adresse:
            prendre(contexte.new_page(), adresse, modeles)
        navigateur.close()


if __name__ == "__main__":
    main()
