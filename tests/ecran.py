"""A real browser before the real page, and a note of all that the page must never do."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import docx
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from servi import Client

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
OPTIONS = [
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
"""Whatever a page tried, no name leads out of this machine."""
PATIENCE = 20_000
"""Milliseconds: how long a fault is looked for, not how long anything should take."""
VISEE = "factures détaillées ci-après sont"
"""Words of a paragraph that every letter of « mise-en-demeure » prints."""


@dataclass
class Journal:
    """What no page may do, as it is done: leave this machine, fail, complain, ask."""

    faits: list[str] = field(default_factory=list)
    motifs: list[str] = field(default_factory=list)

    def suivre(self, contexte: BrowserContext) -> None:
        contexte.on("request", lambda r: self._demande(r.url))
        contexte.on("weberror", lambda e: self.faits.append(f"erreur : {e.error}"))
        contexte.on("dialog", lambda d: (self.faits.append(f"dialogue : {d.message}"), d.dismiss()))
        contexte.on("console", lambda m: self.faits.append(f"console : {m.type} {m.text}"))
        contexte.on("page", lambda p: p.on("websocket", lambda w: self._demande(w.url)))

    def _demande(self, adresse: str) -> None:
        if urlsplit(adresse).hostname != "127.0.0.1":
            self.faits.append(f"demande : {adresse}")

    def admettre(self, motif: str) -> None:
        """What *motif* finds is the test's own doing, whether it came already or comes late."""
        self.motifs.append(motif)

    @property
    def fautes(self) -> list[str]:
        return [f for f in self.faits if not any(re.search(m, f) for m in self.motifs)]


@dataclass
class Ecran:
    """One browser window, and the server that it looks at."""

    contexte: BrowserContext
    client: Client
    journal: Journal
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.contexte.new_page()

    @property
    def racine(self) -> str:
        return f"http://127.0.0.1:{self.client.port}/"

    def entrer(self, page: Page | None = None, **choix: str) -> Page:
        """Open the page by its key: on its first page, or on a letter, drawn."""
        page = page or self.page
        page.goto(self.client.adresse + "#" + urlencode(choix))
        page.locator("#roles tr").first.wait_for(state="attached")  # it listens, from there on
        if not choix:
            page.get_by_role("link", name="Accueil").click()
            expect(page.locator("#accueil")).to_be_visible()
        else:
            expect(page.locator("#etat")).to_have_text(re.compile("À jour|erreur|liste"))
            dessinee(page)
        return page

    def provoque(self, motif: str) -> bool:
        """Whether the browser complained of what *motif* says; it may tell it a little late."""
        self.journal.admettre(motif)
        for _ in range(PATIENCE // 50):
            if any(re.search(motif, f) for f in self.journal.faits):
                return True
            self.page.wait_for_timeout(50)
        return False

    def onglet(self, nom: str) -> Locator:
        """The panel of the tab *nom*, opened."""
        onglet = self.page.get_by_role("tab", name=nom)
        onglet.click()
        return self.page.locator(f"#{onglet.get_attribute('aria-controls')}")


@contextlib.contextmanager
def fenetre(navigateur: Browser, client: Client) -> Iterator[Ecran]:
    """A window, which must have stayed on this machine and never complained."""
    contexte = navigateur.new_context(
        viewport={"width": 1440, "height": 900}, locale="fr-FR", reduced_motion="reduce"
    )
    contexte.set_default_timeout(PATIENCE)
    journal = Journal()
    journal.suivre(contexte)
    try:
        yield Ecran(contexte, client, journal)
    finally:
        contexte.close()
    assert journal.fautes == []


@contextlib.contextmanager
def remis(place: Path) -> Iterator[Path]:
    """A folder, put back as it was."""
    avant = {f: f.read_bytes() for f in place.rglob("*") if f.is_file()}
    yield place
    for fichier in [f for f in place.rglob("*") if f.is_file()]:
        if fichier not in avant:
            fichier.unlink()
    for fichier, octets in avant.items():
        if fichier.read_bytes() != octets:
            fichier.write_bytes(octets)


def dessinee(page: Page) -> None:
    """Wait until each sheet shown has its picture; or the sentence that says why it has none."""
    page.wait_for_function(
        """() => {
            const images = [...document.querySelectorAll('#feuilles .page img')];
            const attendues = [...document.querySelectorAll('#feuilles .page')];
            const dit = document.querySelector('#feuilles .vide, #feuilles .texte');
            const montre = (image, rang) => image.complete && image.naturalWidth
                && image.getAttribute('src') === attendues[rang].dataset.source;
            return dit || (images.length && images.every(montre));
        }"""
    )


def enregistrer(modeles: Path, ajout: str, nom: str = "mise-en-demeure") -> Path:
    """Add *ajout* to the template, saved as Word does: written beside, then renamed."""
    fichier = modeles / nom / "lettre.docx"
    document = docx.Document(str(fichier))
    visee = next(p for p in document.paragraphs if VISEE in p.text)
    visee.runs[-1].text += ajout
    provisoire = fichier.with_name("~WRD0001.tmp")
    document.save(str(provisoire))
    provisoire.replace(fichier)
    return fichier


def plat(texte: str) -> str:
    """With plain spaces."""
    return texte.replace("\u202f", " ").replace("\xa0", " ")
