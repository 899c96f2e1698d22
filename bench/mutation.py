"""Mutation run over ``src/courriers/droit`` with mutmut, and its score.

``python bench/mutation.py interets imputation`` mutates those modules (all of them otherwise: count
two hours on two cores), in a temporary copy: the checkout is only read. Mutants that only change a
text are counted apart: no test holds the words of a message. ``pip install mutmut`` first; it is no
dependency of the project.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
DROIT = Path("src/courriers/droit")
TESTS = [
    "tests/droit", "tests/test_cas.py", "tests/lettre/test_petites_creances.py",
    "tests/lettre/test_relances.py",
]  # fmt: skip
SORTS = {0: "survit", 1: "tué", 3: "tué", 33: "sans test", None: "non essayé"}


def main() -> int:
    if importlib.util.find_spec("mutmut") is None:
        print("mutmut manque : pip install mutmut", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as provisoire:
        copie = Path(provisoire) / "courriers"
        fichiers = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"], cwd=RACINE, check=True,
            capture_output=True, text=True,
        ).stdout.split("\n")  # fmt: skip
        for nom in filter(None, fichiers):
            if (RACINE / nom).is_file():
                (copie / nom).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(RACINE / nom, copie / nom)
        with (copie / "pyproject.toml").open("a", encoding="utf-8") as sortie:
            sortie.write(
                f'\n[tool.mutmut]\nsource_paths = ["{DROIT}"]\n'
                'also_copy = ["src", "tests", "templates", "samples", "docs", "pyproject.toml"]\n'
                f"pytest_add_cli_args_test_selection = {json.dumps(TESTS)}\n"
            )
        voulus = [f"courriers.droit.{module}.*" for module in sys.argv[1:]]
        subprocess.run([sys.executable, "-m", "mutmut", "run", *voulus], cwd=copie, check=False,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        _rapport(copie / "mutants" / DROIT)
    return 0


def _rapport(mutants: Path) -> None:
    total: Counter[str] = Counter()
    survivants = []
    for meta in sorted(mutants.rglob("*.py.meta")):
        source = meta.with_suffix("")
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        if all(code is None for code in codes.values()):
            continue
        corps = _fonctions(source)
        compte: Counter[str] = Counter()
        for nom, code in codes.items():
            court = nom.rsplit(".", 1)[1]
            if _texte_seul(corps, court):
                compte["texte seul"] += 1
                continue
            sort = SORTS.get(code, "délai")
            compte[sort] += 1
            if sort in ("survit", "sans test"):
                survivants.append((source.relative_to(mutants), sort, *_difference(corps, court)))
        total += compte
        print(f"{source.relative_to(mutants)!s:<34} {_score(compte)}")
    print(f"{'en tout':<34} {_score(total)}")
    for fichier, sort, avant, apres in survivants:
        print(f"{fichier} [{sort}]\n  - {avant}\n  + {apres}")


def _score(compte: Counter[str]) -> str:
    juges = sum(compte[s] for s in ("tué", "délai", "survit", "sans test"))
    tues = compte["tué"] + compte["délai"]
    part = f"{100 * tues / juges:5.1f} %" if juges else "   –   "
    return f"{part}  ({', '.join(f'{n} {sort}' for sort, n in sorted(compte.items()))})"


def _fonctions(source: Path) -> dict[str, ast.FunctionDef]:
    arbre = ast.parse(source.read_text(encoding="utf-8"))
    return {n.name: n for n in ast.walk(arbre) if isinstance(n, ast.FunctionDef)}


def _paire(corps: dict[str, ast.FunctionDef], nom: str) -> tuple[ast.FunctionDef, ast.FunctionDef]:
    return corps[f"{nom.rsplit('__mutmut_', 1)[0]}__mutmut_orig"], corps[nom]


def _texte_seul(corps: dict[str, ast.FunctionDef], nom: str) -> bool:
    avant, apres = (_sans_texte(n) for n in _paire(corps, nom))
    return avant == apres


def _sans_texte(fonction: ast.FunctionDef) -> list[str]:
    """The function without its name and without the content of any string."""
    return [
        "texte" if isinstance(n, ast.Constant) and isinstance(n.value, str) else ast.dump(n)
        for n in _feuilles(fonction)
    ]


def _feuilles(fonction: ast.FunctionDef) -> Iterator[ast.AST]:
    for enfant in ast.iter_child_nodes(fonction):
        for noeud in ast.walk(enfant):
            if not any(True for _ in ast.iter_child_nodes(noeud)) or isinstance(noeud, ast.keyword):
                if isinstance(noeud, ast.keyword):
                    yield ast.Name(noeud.arg or "")
                else:
                    yield noeud


def _difference(corps: dict[str, ast.FunctionDef], nom: str) -> tuple[str, str]:
    """The first line that differs, before and after."""
    avant, apres = (ast.unparse(n).splitlines()[1:] for n in _paire(corps, nom))
    for x, y in zip([*avant, ""], [*apres, ""], strict=False):
        if x != y:
            return x.strip(), y.strip()
    return "", ""


if __name__ == "__main__":
    sys.exit(main())
