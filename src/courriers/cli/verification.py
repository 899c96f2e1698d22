"""The command ``verifier``: every fault of the templates, before a letter is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from courriers.cli.messages import dire, en_json
from courriers.cli.options import chemin, option_json, option_modeles
from courriers.constats import Constat, Gravite
from courriers.erreurs import CourriersError, PackIntrouvable

_COULEURS = {Gravite.ERREUR: "red", Gravite.AVERTISSEMENT: "yellow", Gravite.INFORMATION: "cyan"}


@click.command("verifier")
@click.argument("noms", metavar="[PACK, DIR ou FICHIER.docx]…", nargs=-1)
@click.option(
    "--annoter", type=chemin(file_okay=False), metavar="DIR",
    help="Écrit dans DIR une copie de chaque fichier fautif, chaque faute en commentaire Word à sa "
    "place.",
)  # fmt: skip
@click.option(
    "--sans-essais", is_flag=True,
    help="Ne remplit pas le modèle avec les exemples : plus rapide, et moins sûr.",
)  # fmt: skip
@option_modeles
@option_json
@click.pass_context
def verifier(
    ctx: click.Context,
    noms: tuple[str, ...],
    annoter: Path | None,
    sans_essais: bool,
    modeles: Path | None,
    json_: bool,
) -> None:
    """Cherche toutes les fautes d'un modèle de lettre.

    Sans argument, tous les packs. PACK est un nom (mise-en-demeure) ; DIR un pack, ou un répertoire
    de packs ou de fichiers Word ; FICHIER.docx un fichier seul, vérifié sans les mentions d'un pack
    s'il n'est dans aucun. Chaque faute dit où elle est, pourquoi, et quoi écrire. Le modèle est
    ensuite rempli avec chaque exemple, et la lettre relue. Sortie 0 : aucune erreur (des
    avertissements peut-être) ; 1 : une erreur au moins.
    """
    from courriers.lettre.controle.cibles import Cible, cibles, tous_les_packs

    try:
        visees: list[Cible] = [c for nom in noms for c in cibles(nom, modeles)]
    except PackIntrouvable as erreur:
        raise click.UsageError(str(erreur), ctx) from None
    visees = visees or tous_les_packs(modeles)
    constats: list[Constat] = []
    # A bar for a person only: what reads the output gets findings.
    muette = json_ or len(visees) == 1 or not sys.stderr.isatty()
    with click.progressbar(visees, label="Vérification", file=sys.stderr, hidden=muette) as barre:
        for cible in barre:
            constats += cible.controler(essais=not sans_essais)
    if annoter is not None:
        _annoter(visees, constats, annoter)
    if json_:
        en_json([_plat(c) for c in constats])
    else:
        _montrer(constats, visees)
    if any(c.gravite is Gravite.ERREUR for c in constats):
        ctx.exit(1)


def _plat(constat: Constat) -> dict[str, Any]:
    lieu = constat.lieu
    return {
        "gravite": str(constat.gravite), "code": str(constat.code), "fichier": lieu.fichier,
        "partie": lieu.partie, "paragraphe": lieu.paragraphe, "cellule": lieu.cellule,
        "extrait": lieu.extrait,
        "message": f"{lieu.champ} : {constat.message}" if lieu.champ else constat.message,
        "conseil": constat.conseil,
    }  # fmt: skip


def _montrer(constats: Iterable[Constat], visees: Iterable[Any]) -> None:
    """By file, in the order of its parts."""
    constats = list(constats)
    for fichier, siens in groupby(
        sorted(constats, key=lambda c: c.lieu.fichier or ""), key=lambda c: c.lieu.fichier
    ):
        click.secho(fichier or "", bold=True)
        for constat in siens:
            _montrer_un(constat)
    compte = {g: sum(c.gravite is g for c in constats) for g in Gravite}
    dits = [_nombre(n, str(g)) for g, n in compte.items() if n]
    nombre = len(list(visees))
    quoi = "1 modèle vérifié" if nombre == 1 else f"{nombre} modèles vérifiés"
    click.echo(f"{quoi} : {', '.join(dits) or 'aucune faute'}.")


def _montrer_un(constat: Constat) -> None:
    lieu = constat.lieu
    places = [lieu.champ, lieu.partie, f"paragraphe {lieu.paragraphe}" if lieu.paragraphe else None]
    place = ", ".join(filter(None, (*places, lieu.cellule)))
    couleur = None if os.environ.get("NO_COLOR") else _COULEURS[constat.gravite]
    gravite = click.style(f"{constat.gravite}", fg=couleur)
    click.echo(f"  {gravite} [{constat.code}] {place + ' : ' if place else ''}{constat.message}")
    if lieu.extrait:
        click.echo(f"      « {lieu.extrait} »")
    if constat.conseil:
        click.echo(f"      → {constat.conseil}")


def _nombre(nombre: int, nom: str) -> str:
    return f"{nombre} {nom}{'s' if nombre > 1 else ''}"


def _annoter(visees: Iterable[Any], constats: list[Constat], repertoire: Path) -> None:
    from courriers.lettre.controle.annotation import annoter_les_fichiers

    fichiers = [fichier for cible in visees for fichier in cible.fichiers]
    for ecrit in annoter_les_fichiers(fichiers, constats, repertoire):
        if isinstance(ecrit, CourriersError):
            dire(str(ecrit), "red")
        else:
            dire(f"Annoté : {ecrit}")
