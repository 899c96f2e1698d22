"""The wheel, installed in an empty environment outside the checkout, writes a letter."""

import os
import re
import subprocess
import sys
import venv
import zipfile

import pytest

from fabrique import RACINE

FICHIERS = tuple(
    f.relative_to(RACINE / "templates").as_posix() for f in (RACINE / "templates").glob("*/*.*")
)
PACKS = tuple(sorted(d.name for d in (RACINE / "templates").iterdir() if d.is_dir()))


def lancer(*commande, cwd):
    # Nothing of the checkout may help: no path, no variable, another folder.
    propre = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COURRIERS"))}
    return subprocess.run(  # noqa: S603
        [str(c) for c in commande], cwd=cwd, env=propre, capture_output=True, text=True,
        encoding="utf-8", check=True,
    ).stdout  # fmt: skip


@pytest.fixture(scope="module")
def roue(tmp_path_factory):
    cible = tmp_path_factory.mktemp("roue")
    lancer(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
           "-w", cible, RACINE, cwd=cible)  # fmt: skip
    (fichier,) = cible.glob("courriers-*.whl")
    return fichier


def test_la_roue_porte_les_modeles_les_exemples_et_le_bareme(roue):
    with zipfile.ZipFile(roue) as archive:
        noms = set(archive.namelist())
    assert {
        "courriers/py.typed",
        "courriers/templates/mise-en-demeure/pack.toml",
        *(f"courriers/templates/{fichier}" for fichier in FICHIERS),
        "courriers/samples/societe-a-societe/dossier.json",
        "courriers/droit/donnees/interet_legal.toml",
        "courriers/lettre/champs.toml",
        "courriers/lot/saisie/questions.toml",
        "courriers/lot/saisie/exemples.toml",
        "courriers/atelier/page/index.html",
        "courriers/atelier/page/atelier.css",
        "courriers/atelier/page/atelier.js",
        "courriers/atelier/page/vues.js",
        "courriers/atelier/page/saisie.js",
        "courriers/atelier/page/champ.js",
        "courriers/atelier/page/fin.js",
        "courriers/atelier/page/icone.svg",
    } <= noms
    assert not [n for n in noms if re.search(r"(^|/)tests?([_/.]|$)", n.lower())]


def test_la_roue_ecrit_une_lettre_dans_un_environnement_vide(roue, tmp_path):
    environnement = tmp_path / "env"
    venv.create(environnement, with_pip=True)
    python = environnement / ("Scripts" if os.name == "nt" else "bin") / "python"
    verrou = (RACINE / "requirements.lock").read_text(encoding="utf-8")
    contraintes = tmp_path / "contraintes.txt"
    lignes = re.findall(r"^[a-z0-9.-]+==[^ \\\n]+(?: ; [^\\\n]+)?", verrou, re.MULTILINE)
    contraintes.write_text("\n".join(lignes), encoding="utf-8")
    lancer(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
           "-c", contraintes, roue, cwd=tmp_path)  # fmt: skip
    exemple = lancer(
        python, "-c",
        "from courriers.lettre.pack import donnees; print(donnees('samples'), end='')",
        cwd=tmp_path,
    )  # fmt: skip
    assert str(environnement) in exemple
    lancer(python, "-m", "courriers", "produire", f"{exemple}/societe-a-societe", "--pack",
           "mise-en-demeure", "--au", "2026-11-23", "-o", "out", cwd=tmp_path)  # fmt: skip
    lettre = tmp_path / "out" / "2026-0233" / "mise-en-demeure.docx"
    assert lettre.with_suffix(".pdf").read_bytes()[:5] == b"%PDF-"
    lu = lancer(python, "-m", "courriers", "texte", lettre, cwd=tmp_path)
    assert "nous vous mettons en demeure" in lu
    assert lancer(python, "-m", "courriers", "diagnostic", cwd=tmp_path)
