"""``courriers diagnostic``: what this machine has, and what it lacks."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.metadata
import importlib.util
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from courriers import __version__
from courriers.cli.messages import dire, en_json
from courriers.cli.options import aujourd_hui, option_json
from courriers.erreurs import CourriersError, MoteurPdfAbsent

_ATELIER = ("starlette", "uvicorn", "watchfiles")
_PAQUETS = ("docxtpl", "weasyprint", "jinja2", "num2words", "click", "pydantic", "schwifty")


@dataclass(frozen=True)
class Examen:
    """One thing looked at."""

    nom: str
    constat: str
    bon: bool = True
    necessaire: bool = True
    """Without it no letter can be written; otherwise only a comfort is lost."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {"nom": self.nom, "constat": self.constat, "bon": self.bon,
                "necessaire": self.necessaire}  # fmt: skip


def examens() -> Iterator[Examen]:
    """Everything looked at, in order."""
    from courriers.droit.actualite import constats_actualite
    from courriers.droit.bareme import Bareme

    yield Examen("courriers", __version__)
    yield Examen("Python", f"{platform.python_version()} ({sys.platform})")
    for paquet in _PAQUETS:
        yield Examen(paquet, importlib.metadata.version(paquet))
    bareme = Bareme.integre()
    dernier = max(bareme.autres)
    manque = constats_actualite(bareme, aujourd_hui())
    suite = f" ; {manque[0].message}" if manque else ""
    yield Examen("Barème", f"jusqu’au {dernier.libelle} ; empreinte {bareme.empreinte}{suite}",
                 not manque, necessaire=False)  # fmt: skip
    yield _examen_des_packs()
    yield from _examen_du_papier()
    yield _examen_de_l_atelier()
    yield _examen_du_pdf()
    rapide = _charge("harfbuzz-subset", "libharfbuzz-subset.so.0")
    lent = "absente : le PDF se fait quand même, trois à cinq fois plus lentement"
    yield Examen("HarfBuzz (sous-ensembles)", "présente" if rapide else lent, rapide,
                 necessaire=False)  # fmt: skip


def _examen_de_l_atelier() -> Examen:
    manquent = [nom for nom in _ATELIER if importlib.util.find_spec(nom) is None]
    if not manquent:
        return Examen("Atelier", "présent", necessaire=False)
    dit = f'absent ({", ".join(manquent)}) : tapez pip install ".[atelier]" dans ce projet'
    return Examen("Atelier", dit, bon=False, necessaire=False)


def _examen_des_packs() -> Examen:
    from courriers.lettre.pack import packs

    try:
        noms = []
        for pack in packs():
            assert pack.gabarits  # noqa: S101 – compiles them
            noms.append(pack.nom)
    except CourriersError as erreur:
        return Examen("Packs", str(erreur), bon=False)
    return Examen("Packs", ", ".join(noms) or "aucun", bon=bool(noms))


def _examen_du_papier() -> Iterator[Examen]:
    """The office’s paper, given to every pack, where ``courriers.toml`` names one."""
    from courriers.lettre.pack import packs
    from courriers.lot.configuration import load_papier, trouver

    try:
        reglages = trouver(Path.cwd())
        papier = None if reglages is None else load_papier(reglages)
        if papier is None:
            return
        for pack in packs(papier=papier):
            assert pack.gabarits  # noqa: S101 – compiles them
    except CourriersError as erreur:
        yield Examen("Papier", str(erreur), bon=False)
        return
    yield Examen("Papier", f"{papier.nom} ({reglages})")


def _examen_du_pdf() -> Examen:
    from courriers.document.moteur import moteur
    from courriers.document.polices import face

    try:
        moteur()
        arial = face("Arial", gras=False, italique=False)
    except (MoteurPdfAbsent, OSError, LookupError) as erreur:
        return Examen("PDF", str(erreur), bon=False, necessaire=False)
    return Examen("PDF", f"possible ; Arial est rendue par {arial.nom} ({arial.fichier})")


def _charge(court: str, soname: str) -> bool:
    for nom in (soname, ctypes.util.find_library(court)):
        if nom:
            try:
                ctypes.CDLL(nom)
            except OSError:
                continue
            return True
    return False


@click.command("diagnostic")
@option_json
@click.pass_context
def diagnostic(ctx: click.Context, json_: bool) -> None:
    """Montre ce que cette machine a, et ce qui lui manque.

    Versions, barème, packs, bibliothèques du système.

    Sort avec 1 si quelque chose de nécessaire à une lettre manque.
    """
    faits = list(examens())
    if json_:
        en_json([e.as_dict() for e in faits])
    else:
        largeur = max(len(e.nom) for e in faits)
        for e in faits:
            marque = "oui" if e.bon else ("NON" if e.necessaire else "  –")
            click.echo(f"{marque:>3}  {e.nom:<{largeur}}  {e.constat}")
    if not all(e.bon for e in faits if e.necessaire):
        dire("Quelque chose de nécessaire manque (NON ci-dessus).", "red")
        ctx.exit(1)
