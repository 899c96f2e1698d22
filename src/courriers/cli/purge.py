"""The command ``purger``: old cases taken out of a folder of letters."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.messages import dire, dire_constats, en_json
from courriers.cli.options import Jour, aujourd_hui, chemin, option_json
from courriers.langue.typographie import accord, compte, date_courte

if TYPE_CHECKING:
    from courriers.lot.bilan_de_purge import Prevu, Purgee


@click.command("purger")
@click.argument("repertoire", metavar="DIR", type=chemin(exists=True, file_okay=False))
@click.option(
    "--avant", type=Jour(), required=True, metavar="JOUR",
    help="Premier jour gardé : 2026-11-23 ou 23/11/2026. Il ne peut pas être à venir.",
)  # fmt: skip
@click.option(
    "--dossiers", "cas", type=chemin(exists=True, file_okay=False), metavar="DIR",
    help="Répertoire écrit par « importer » : efface aussi les dossiers purgés dont toutes les "
    "dates sont passées.",
)  # fmt: skip
@click.option("--a-blanc", is_flag=True, help="Dit ce qui serait effacé, sans rien effacer.")
@click.option("--oui", is_flag=True, help="N'attend pas de confirmation.")
@option_json
@click.pass_context
def purger(
    ctx: click.Context,
    repertoire: Path,
    avant: datetime.date,
    cas: Path | None,
    a_blanc: bool,
    oui: bool,
    json_: bool,
) -> None:
    """Efface les vieux dossiers d'un répertoire de lettres, et garde la preuve des envois.

    Sont effacées les lettres des dossiers où rien n'a été écrit depuis JOUR ; un dossier qui a une
    lettre de ce jour ou d'après est gardé entier. Partent avec elles les synthèses de ce temps, et
    les dépôts qui ne contiennent qu'elles, s'ils sont dans DIR ou à côté.

    journal.jsonl reste, et dit ce qui a été effacé : « verifier-lot » le sait, et l'étape n'est pas
    refaite. De la personne, il ne garde que la référence et le numéro de suivi.

    Sortie 1 : un fichier n'a pas pu être effacé (il est nommé), ou vous avez répondu non.

    \b
    Exemples :
      courriers purger lettres --avant 2021-01-01 --a-blanc
      courriers purger lettres --avant 2021-01-01 --dossiers dossiers
    """
    from courriers.lot.purge import purger as purger_le_lot

    if avant > aujourd_hui():
        raise click.BadParameter("ce jour est à venir : les lettres en cours partiraient.",
                                 param_hint="--avant")  # fmt: skip
    if not (oui or a_blanc or (sys.stdin is not None and sys.stdin.isatty())):
        raise click.UsageError("rien ne peut être demandé hors d'un terminal : ajoutez --oui, ou "
                               "--a-blanc pour voir.")  # fmt: skip
    try:
        fait = purger_le_lot(
            repertoire, avant, aujourd_hui(), cas=cas, a_blanc=a_blanc,
            accord=(lambda _prevu: True) if oui else (lambda prevu: _accord(prevu, repertoire)),
        )  # fmt: skip
    except KeyboardInterrupt:
        dire("Interrompu : ce qui est effacé est au journal, à une lettre près ; la même commande "
             "finit.")  # fmt: skip
        ctx.exit(130)
    if json_:
        en_json(fait.as_dict())
    _montrer(fait, json_=json_)
    if not (fait.est_entiere and fait.faite):
        ctx.exit(1)


def _accord(prevu: Prevu, repertoire: Path) -> bool:
    from courriers.cli.questionnaire import FinDeSaisie, oui_non

    autres = f", et {_autres(prevu.annexes)}"
    try:
        return oui_non(
            f"Effacer de {repertoire} {compte(prevu.dossiers, 'dossier')}\u00a0: "
            f"{compte(prevu.lettres, 'lettre')}, {compte(prevu.fichiers, 'fichier')}"
            f"{autres if prevu.annexes else ''}\u00a0?"
        )
    except FinDeSaisie:
        return False


def _autres(combien: int) -> str:
    return f"{compte(combien, 'autre')} (synthèses, dépôts, dossiers)"


def _montrer(fait: Purgee, *, json_: bool) -> None:
    from courriers.lot.noms import montre

    dire_constats(fait.constats)
    if not fait.faite:
        dire("Rien n’a été effacé.")
        return
    if not json_:
        for reference, lettres in fait.dossiers.items() if fait.a_blanc else ():
            click.echo(f"{montre(reference)}  {compte(lettres, 'lettre')}")
        for annexe in fait.annexes:
            click.echo(annexe)
    gardes = ""
    if fait.gardes:
        gardes = f"\u00a0; {compte(fait.gardes, 'dossier')} en cours {accord(fait.gardes, 'gardé')}"
    if not (fait.dossiers or fait.annexes or fait.constats):
        dire(f"Rien à purger avant le {date_courte(fait.avant)}{gardes}.")
        return
    combien = len(fait.dossiers)
    autres = f", et {_autres(len(fait.annexes))}" if fait.annexes else ""
    faites = "à purger" if fait.a_blanc else accord(combien, "purgé")
    dire(
        f"{compte(combien, 'dossier')} {faites}\u00a0: {compte(fait.lettres, 'lettre')}"
        f", {compte(fait.fichiers, 'fichier')}{autres}{gardes}."
    )
