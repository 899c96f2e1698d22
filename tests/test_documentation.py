"""The documentation, held against the program both ways."""

import json
import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest
from num2words import num2words

import courriers
from courriers import compose, erreurs, load_dossier, load_pack
from courriers.cli.commandes import PLACES
from courriers.constats import Code
from courriers.dossier.schema import schema
from courriers.lot.evenements import AnyEvenement
from courriers.lot.sens import _connus, retrouve
from fabrique import JOUR, RACINE

DOCS = RACINE / "docs"
EVENEMENTS = get_args(AnyEvenement)


def tableau(fichier, nom):
    """The backquoted first cells of the table between two markers."""
    texte = (DOCS / fichier).read_text(encoding="utf-8")
    zone = texte.split(f"<!-- {nom} -->")[1].split(f"<!-- /{nom} -->")[0]
    return re.findall(r"^\| `([^`]+)`", zone, re.MULTILINE)


def test_chaque_code_de_constat_est_documente_et_employe():
    assert set(tableau("constats.md", "codes")) == {str(c) for c in Code}
    source = "".join(f.read_text(encoding="utf-8") for f in (RACINE / "src").rglob("*.py"))
    inemployes = [c for c in Code if f"Code.{c.name}" not in source]
    assert inemployes == []


def test_le_sens_d_un_code_est_celui_de_la_documentation():
    texte = (DOCS / "constats.md").read_text("utf-8")
    lus = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", texte, re.MULTILINE)
    connus = _connus()["constats"]
    assert {code: [gravite, dit] for code, gravite, dit in lus} == connus
    assert {code: retrouve(code).code for code in connus} == {code: code for code in connus}


def test_chaque_commande_est_documentee_et_chaque_commande_documentee_existe():
    lignes = tableau("guide-d-integration.md", "commandes")
    assert {ligne.split()[1] for ligne in lignes} == set(PLACES)


def test_chaque_champ_du_journal_est_documente_avec_ses_lignes():
    zone = (DOCS / "guide-des-lots.md").read_text("utf-8").split("<!-- journal -->")[1]
    documentes = {
        champ: {classe.model_fields["genre"].default for classe in EVENEMENTS}
        if lignes == "toutes"
        else set(lignes.split(", "))
        for champ, lignes in re.findall(
            r"^\| `(\w+)` \| ([^|]+) \|", zone.split("<!-- /journal -->")[0], re.MULTILINE
        )
    }
    existants: dict[str, set[str]] = {}
    for classe in EVENEMENTS:
        for champ in classe.model_fields:
            existants.setdefault(champ, set()).add(classe.model_fields["genre"].default)
    assert documentes == existants


def test_chaque_exception_et_son_code_sont_au_guide():
    guide = (DOCS / "guide-d-integration.md").read_text(encoding="utf-8")
    for nom, classe in vars(erreurs).items():
        if isinstance(classe, type) and issubclass(classe, courriers.CourriersError):
            assert f"`{nom}`" in guide, nom
            if classe is not courriers.CourriersError:
                assert f"`{classe.code}`" in guide or nom == "LettreRefusee", nom


def test_chaque_nom_public_s_importe():
    for nom in courriers.__all__:
        assert getattr(courriers, nom) is not None
    assert set(courriers.__all__) <= set(dir(courriers))
    with pytest.raises(AttributeError):
        courriers.inconnu  # noqa: B018


@pytest.mark.parametrize(
    "fichier",
    [*RACINE.glob("*.md"), *DOCS.rglob("*.md")],
    ids=lambda f: str(f.relative_to(RACINE)),
)
def test_les_liens_de_la_documentation_menent_quelque_part(fichier):
    texte = fichier.read_text(encoding="utf-8")
    for cible in re.findall(r"\]\(([^)#\s]+)", texte):
        if not cible.startswith("http"):
            assert (fichier.parent / cible).exists(), cible


def test_le_readme_compte_ce_qui_est_livre():
    exemples = len([d for d in (RACINE / "samples").iterdir() if d.is_dir()])
    dit = num2words(exemples, lang="fr")
    assert f"pour {dit} dossiers d’exemple" in (RACINE / "README.md").read_text("utf-8")
    dit = num2words(exemples, lang="en")
    assert f"for {dit} sample cases" in (RACINE / "README.en.md").read_text("utf-8")
    readme = (RACINE / "README.md").read_text("utf-8")
    for pack in (RACINE / "templates").iterdir():
        assert f"(templates/{pack.name})" in readme


def test_les_commandes_du_readme_existent():
    texte = (RACINE / "README.md").read_text(encoding="utf-8")
    for commande in re.findall(r"^\$? ?courriers ([a-z-]+)", texte, re.MULTILINE):
        assert commande in PLACES, commande


def test_l_exemple_python_du_readme_dit_vrai(monkeypatch, capsys):
    monkeypatch.chdir(RACINE)
    texte = (RACINE / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", texte, re.DOTALL)[1]
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out.strip() in code
    assert Path.cwd() == RACINE


def test_l_exemple_de_dossier_du_guide_donne_une_lettre():
    texte = (DOCS / "dossier.md").read_text(encoding="utf-8")
    contenu = json.loads(re.search(r"```json\n(.*?)```", texte, re.DOTALL)[1])
    assert compose(load_dossier(contenu), load_pack("mise-en-demeure"), JOUR).docx()


def _champs_du_schema(noeud):
    if isinstance(noeud, dict):
        yield from noeud.get("properties", {})
        for valeur in noeud.values():
            yield from _champs_du_schema(valeur)
    elif isinstance(noeud, list):
        for valeur in noeud:
            yield from _champs_du_schema(valeur)


def test_chaque_champ_du_dossier_est_documente():
    documentes = set(
        re.findall(r"`(?:penalites\.)?([a-z_0-9]+)\??`", (DOCS / "dossier.md").read_text("utf-8"))
    )
    manquants = set(_champs_du_schema(schema())) - documentes
    assert manquants == set()


def test_les_licences_nomment_chaque_dependance_directe():
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declarees = chain(projet["dependencies"], *projet["optional-dependencies"].values())
    licences = (DOCS / "licences.md").read_text(encoding="utf-8")
    for ligne in declarees:
        assert re.split(r"[<>=]", ligne)[0] in licences, ligne
