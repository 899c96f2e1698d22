"""The command ``importer``: tables, accounting files and e-invoices, as cases to read over."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.messages import dire, dire_constats, dire_erreur, en_json
from courriers.cli.options import (
    argument_sources,
    chemin,
    option_configuration,
    option_json,
)
from courriers.cli.options_des_sources import option_exclusions

if TYPE_CHECKING:
    from courriers.lot.configuration import Configuration
    from courriers.lot.importation import Importe

_DITS = {
    "ecrit": ("dossier écrit", "dossiers écrits"),
    "inchange": ("inchangé", "inchangés"),
    "remplace": ("remplacé", "remplacés"),
    "garde": ("gardé tel quel", "gardés tels quels"),
    "refuse": ("refusé", "refusés"),
}


@click.command("importer")
@argument_sources
@click.option(
    "-o", "--sortie", type=chemin(file_okay=False), default=Path("dossiers"), show_default=True,
    metavar="DIR", help="Répertoire des dossiers.",
)  # fmt: skip
@click.option("--remplacer", is_flag=True, help="Remplace les dossiers déjà là qui ont changé.")
@option_exclusions
@option_configuration
@option_json
@click.pass_context
def importer(
    ctx: click.Context,
    sources: tuple[Path, ...],
    sortie: Path,
    remplacer: bool,
    exclusions: Path | None,
    configuration: Configuration,
    json_: bool,
) -> None:
    """Change tables, FEC et factures électroniques en dossiers à relire.

    SOURCE est une table (.csv, .xlsx, .ods : une ligne par facture), un FEC, une facture Factur-X,
    UBL ou CII, un dossier, ou un répertoire qui en contient. Plusieurs fichiers se complètent : une
    table de factures, une table d'adresses. Chaque faute est dite avec son fichier, sa ligne et sa
    colonne ; les bonnes lignes passent. Un dossier déjà là, que vous avez pu corriger, n'est pas
    remplacé sans --remplacer.

    « courriers configurer » écrit courriers.toml, où le créancier et les colonnes sont dits une
    fois. Sortie 0 : tout est passé ; 1 : des lignes ont été refusées.

    \b
    Exemples :
      courriers importer impayes.csv -o dossiers
      courriers importer factures.xlsx clients.xlsx
      courriers importer 841203573FEC20261231.txt clients.csv
    """
    from courriers.lot.exclusions import exclure, lire_exclusions
    from courriers.lot.importation import importer as importer_les_cas
    from courriers.lot.sources import lire

    liste = lire_exclusions(exclusions)
    cas = exclure(lire(sources, configuration), liste)
    bilan: Counter[str] = Counter()
    for importe in importer_les_cas(cas, sortie, remplacer=remplacer):
        bilan[importe.issue] += 1
        _montrer(importe, json_=json_)
    dire_constats(liste.sans_dossier())
    if not bilan:
        dire("Aucun dossier dans ces sources.", "yellow")
        ctx.exit(1)
    dits = [f"{n} {_DITS[i][n > 1]}" for i in _DITS if (n := bilan[i])]
    dire(f"{', '.join(dits)}, dans {sortie}.")
    if bilan["refuse"]:
        ctx.exit(1)


def _montrer(importe: Importe, *, json_: bool) -> None:
    if json_:
        en_json(importe.as_dict(), lignes=True)
    elif importe.issue in ("ecrit", "remplace"):
        click.echo(importe.fichier)
    if importe.erreur is not None:
        dire_erreur(importe.erreur)
    if importe.issue == "garde":
        dire(f"  {importe.fichier} existe déjà, avec un autre contenu : il est gardé. --remplacer "
             "le remplace.", "yellow")  # fmt: skip
    dire_constats(importe.cas.constats)
