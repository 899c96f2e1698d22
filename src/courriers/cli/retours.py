"""The command ``noter``: what came back of the letters, added to their journal."""

from __future__ import annotations

from pathlib import Path

import click

from courriers.cli.messages import dire, dire_constats, en_json
from courriers.cli.options import chemin, option_json
from courriers.langue.typographie import accord, compte


@click.command("noter")
@click.argument("retours", metavar="RETOURS", type=chemin(exists=True, dir_okay=False))
@click.option(
    "--dans", "repertoire", type=chemin(exists=True, file_okay=False), default=Path("out"),
    show_default=True, metavar="DIR", help="Répertoire des lettres, qui contient leur journal.",
)  # fmt: skip
@click.option("--a-blanc", is_flag=True, help="Dit ce qui serait noté, sans rien écrire.")
@option_json
@click.pass_context
def noter(ctx: click.Context, retours: Path, repertoire: Path, a_blanc: bool, json_: bool) -> None:
    """Ajoute au journal les numéros de suivi, réceptions et retours des lettres.

    RETOURS est une table (.csv, .xlsx) : une colonne « Référence » ou « Numéro de suivi », et au
    moins une de « Numéro de suivi », « Présentée le », « Reçue le », « Retour » (NPAI, refusée, non
    réclamée, non envoyée, reçue : avec son jour). Chaque ligne complète la dernière lettre du
    dossier ; « Lettre » et « Envoyée le » en désignent une autre. Une référence de deux créanciers
    demande une colonne « Créancier » (son SIREN, ou son nom), une lettre à plusieurs cautions une
    colonne « Caution » (1, 2…). Noter deux fois la même chose ne change rien. Sortie 1 : des lignes
    n'ont pas pu être notées, les autres le sont.

    \b
    Exemple :
      courriers noter accuses.csv --dans lettres
    """
    from courriers.lot.journal import ajouter
    from courriers.lot.retours import lire_retours

    notees, neuves, refusees = 0, [], 0
    for note in lire_retours(retours, repertoire):
        if note.constat is not None:
            refusees += 1
            dire_constats([note.constat])
        elif note.evenement is None:
            notees += 1
        else:
            neuves.append(note.evenement)
            if json_:
                en_json(note.evenement.model_dump(mode="json"), lignes=True)
            else:
                click.echo(note.phrase)
    if not a_blanc:
        ajouter(repertoire, neuves)
    faites = "à noter" if a_blanc else accord(len(neuves), "notée")
    dire(f"{compte(len(neuves), 'ligne')} {faites}, {notees} déjà {accord(notees, 'connue')}, "
         f"{compte(refusees, 'refusée')}.")  # fmt: skip
    if refusees:
        ctx.exit(1)
