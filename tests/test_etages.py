"""The floors: a module imports its own floor or a lower one."""

import ast
import functools
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "courriers"
ETAGES = (
    {"_version", "constats", "monnaie"}, {"erreurs"}, {"dossier"}, {"langue"},
    {"droit", "document"}, {"lettre"}, {"lot"}, {"atelier"}, {"cli"}, {"__main__"},
)  # fmt: skip
RANG = {nom: rang for rang, noms in enumerate(ETAGES) for nom in noms}
PARTICULIERS = {"document": {"erreurs", "constats"}}
UN_SEUL_IMPORTATEUR = {
    "docxtpl": "document", "weasyprint": "document", "num2words": "langue", "schwifty": "dossier",
    "stdnum": "dossier", "click": "cli", "holidays": "droit", "dask": "lot", "distributed": "lot",
    "jinja2": "document",
    "lxml": "document", "PIL": "document", "fontTools": "document", "fontpkg": "document",
    "pypdfium2": "document", "starlette": "atelier", "uvicorn": "atelier",
    "watchfiles": "atelier", "facturx": "lot", "pypdf": "lot",
    "pikepdf": "document", "openpyxl": "lot",
}  # fmt: skip
MODULES = sorted(SRC.rglob("*.py"))


@functools.cache
def _imports(fichier: Path) -> list[tuple[str, bool]]:
    """Every imported module of *fichier*, and whether the import is at module level."""
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    en_tete = {id(n) for n in arbre.body}
    trouves = []
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Import):
            trouves += [(alias.name, id(noeud) in en_tete) for alias in noeud.names]
        elif isinstance(noeud, ast.ImportFrom) and noeud.module:
            noms = [noeud.module]
            if noeud.module == "courriers":
                noms = [f"courriers.{alias.name}" for alias in noeud.names]
            trouves += [(nom, id(noeud) in en_tete) for nom in noms]
    return trouves


def _etage(fichier: Path) -> str:
    return fichier.relative_to(SRC).parts[0].removesuffix(".py")


@pytest.mark.parametrize("fichier", MODULES, ids=lambda f: str(f.relative_to(SRC)))
def test_un_module_n_importe_que_son_etage_ou_plus_bas(fichier):
    etage = _etage(fichier)
    if etage == "__init__":
        return  # the public names, imported on first use
    for module, _ in _imports(fichier):
        if module == "courriers" or not module.startswith("courriers."):
            continue
        vise = module.split(".")[1]
        if vise not in RANG:
            continue  # a name of the root package, as __version__
        permis = RANG[vise] < RANG[etage] or vise == etage
        if etage in PARTICULIERS and vise != etage:
            permis = vise in PARTICULIERS[etage]
        assert permis, f"{etage} importe {module}"


@pytest.mark.parametrize("bibliotheque", UN_SEUL_IMPORTATEUR)
def test_une_bibliotheque_lourde_n_a_qu_un_etage(bibliotheque):
    etages = {_etage(f) for f in MODULES for m, _ in _imports(f) if m.split(".")[0] == bibliotheque}
    assert etages <= {UN_SEUL_IMPORTATEUR[bibliotheque]}


@pytest.mark.parametrize(
    "bibliotheque",
    ["docxtpl", "weasyprint", "fontTools", "fontpkg", "pypdfium2", "facturx", "pypdf", "pikepdf",
     "openpyxl"],
)  # fmt: skip
def test_les_moteurs_ne_sont_importes_que_dans_une_fonction(bibliotheque):
    haut = [f for f in MODULES for m, tete in _imports(f)
            if tete and m.split(".")[0] == bibliotheque]  # fmt: skip
    assert haut == []
