"""One browser and one server for the folder, one window for a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from ecran import CHROMIUM, OPTIONS, PATIENCE, Ecran, fenetre, remis
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


@pytest.fixture(scope="package")
def disque(tmp_path_factory) -> Path:
    """What a person has: templates of their own, and two cases."""
    racine = tmp_path_factory.mktemp("bureau")
    shutil.copytree(RACINE / "templates" / "mise-en-demeure", racine / "m" / "mise-en-demeure")
    for nom in ("societe-a-societe", "organisme-public"):
        shutil.copytree(SAMPLES / nom, racine / "dossiers" / nom)
    return racine


@pytest.fixture(scope="package")
def client(navigateur, disque) -> Iterator[Client]:  # noqa: ARG001 – no browser, no server
    with servi(disque / "dossiers", disque / "m") as ouvert:
        yield ouvert


@pytest.fixture
def ecran(navigateur, client) -> Iterator[Ecran]:
    with fenetre(navigateur, client) as ouverte:
        yield ouverte


@pytest.fixture
def modeles(disque) -> Iterator[Path]:
    """The person's templates, put back after the test."""
    with remis(disque / "m") as place:
        yield place
