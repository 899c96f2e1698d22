"""One browser for the folder, one server for a module, one window for a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from ecran import CHROMIUM, OPTIONS, PATIENCE, Ecran, Journal
from fabrique import RACINE, SAMPLES
from servi import Client, servi


# Of the package, not of the session: while Playwright lives, no other test may run asyncio here.
@pytest.fixture(scope="package")
def navigateur() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("aucun Chromium : « .ci/systeme » l’installe")
        pytest.skip("aucun Chromium ici : SYSTEME=1 make systeme")
    with sync_playwright() as moteur:
        expect.set_options(timeout=PATIENCE)
        ouvert = moteur.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield ouvert
        ouvert.close()


@pytest.fixture(scope="module")
def disque(tmp_path_factory) -> Path:
    """What a person has: templates of their own, and two cases."""
    racine = tmp_path_factory.mktemp("bureau")
    shutil.copytree(RACINE / "templates" / "mise-en-demeure", racine / "m" / "mise-en-demeure")
    for nom in ("societe-a-societe", "organisme-public"):
        shutil.copytree(SAMPLES / nom, racine / "dossiers" / nom)
    return racine


@pytest.fixture(scope="module")
def client(disque) -> Iterator[Client]:
    with servi(disque / "dossiers", disque / "m") as ouvert:
        yield ouvert


@pytest.fixture
def ecran(navigateur, client) -> Iterator[Ecran]:
    """A window, which must have stayed on this machine and never complained."""
    contexte = navigateur.new_context(
        viewport={"width": 1440, "height": 900}, locale="fr-FR", reduced_motion="reduce"
    )
    contexte.set_default_timeout(PATIENCE)
    journal = Journal()
    journal.suivre(contexte)
    yield Ecran(contexte, client, journal)
    contexte.close()
    assert journal.faits == []


@pytest.fixture
def modeles(disque) -> Iterator[Path]:
    """The person's templates, put back after the test."""
    place = disque / "m"
    avant = {f: f.read_bytes() for f in place.rglob("*") if f.is_file()}
    yield place
    for fichier in [f for f in place.rglob("*") if f.is_file()]:
        if fichier not in avant:
            fichier.unlink()
    for fichier, octets in avant.items():
        if fichier.read_bytes() != octets:
            fichier.write_bytes(octets)
