"""Commands that compute: ``decompte``, ``en-lettres``, ``schema``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.affichage import explications, tableau_du_decompte
from courriers.cli.messages import dire, dire_constats, dire_erreur, en_json
from courriers.cli.options import argument_sources, option_au, option_bareme, option_json
from courriers.erreurs import CourriersError
from courriers.langue.typographie import date_longue, lire_montant
from courriers.monnaie import DEVISES

if TYPE_CHECKING:
    from courriers.droit.bareme import Bareme
    from courriers.langue.en_lettres import Orthographe


@click.command("decompte")
@argument_sources
@option_au
@click.option(
    "--expliquer", "explique", is_flag=True,
    help="Déplie chaque chiffre : base, taux, jours, article, source et date.",
)  # fmt: skip
@option_bareme
@option_json
@click.pass_context
def decompte(
    ctx: click.Context,
    sources: tuple[Path, ...],
    au: datetime.date,
    explique: bool,
    bareme: Bareme,
    json_: bool,
) -> None:
    """Arrête le compte d'un dossier, ligne par ligne.

    SOURCE est un fichier .json ou .toml, ou un répertoire qui contient dossier.json (ou
    dossier.toml). Le tableau va sur la sortie standard, les remarques sur l'erreur standard.

    Avec --json, un dossier donne un objet ; plusieurs en donnent un par ligne.

    \b
    Exemple :
      courriers decompte dossier.json --au 2026-11-23
      courriers decompte dossier.json --au 23/11/2026 --expliquer
    """
    from courriers.dossier import load_dossier
    from courriers.droit.actualite import constats_actualite
    from courriers.droit.decompte import decompte_arrete
    from courriers.langue.accords import designation
    from courriers.lettre.explication import expliquer
    from courriers.lot.sources import fichier

    dire_constats(constats_actualite(bareme, au))
    refuses = 0
    plusieurs = len(sources) > 1
    for source in sources:
        try:
            dossier = load_dossier(fichier(source))
            resultat = decompte_arrete(dossier, au, bareme=bareme)
        except CourriersError as erreur:
            refuses += 1
            dire_erreur(erreur, source if plusieurs else None)
            if json_:
                faute = {"source": str(source), "erreur": erreur.as_dict()}
                en_json(faute, lignes=plusieurs)
            continue
        if json_:
            plat = resultat.as_dict()
            if explique:
                plat["explications"] = [e.as_dict() for e in expliquer(dossier, resultat)]
            en_json(plat, lignes=plusieurs)
            continue
        parties = f"{designation(dossier.creancier)} contre {designation(dossier.debiteur)}"
        click.echo(f"Dossier {dossier.reference} : {parties}")
        click.echo(f"Décompte arrêté au {date_longue(au)}\n")
        if explique:
            click.echo(explications(expliquer(dossier, resultat), resultat.devise))
        else:
            click.echo(tableau_du_decompte(resultat, dossier.conditions.base_jours))
        click.echo()
        if plusieurs and resultat.constats:
            dire(f"{source} :")
        dire_constats(resultat.constats)
    if refuses:
        ctx.exit(1)


@click.command("en-lettres", context_settings={"ignore_unknown_options": True})
@click.argument("montant")
@click.option(
    "--devise", default="EUR", show_default=True, type=click.Choice(sorted(DEVISES)),
    help="Code ISO de la devise.",
)  # fmt: skip
@click.option(
    "--orthographe", default="traditionnelle", show_default=True,
    type=click.Choice(["traditionnelle", "1990"]), help="Orthographe des numéraux.",
)  # fmt: skip
@click.option("--arrondir", is_flag=True, help="Arrondit aux décimales de la devise.")
def en_lettres(montant: str, devise: str, orthographe: Orthographe, arrondir: bool) -> None:
    """Écrit MONTANT en toutes lettres.

    MONTANT s'écrit 1234.56, 1234,56 ou « 1 234,56 € ».

    \b
    Exemple :
      courriers en-lettres "1 234,56 €"
    """
    if "€" in montant and devise != "EUR":
        raise click.BadParameter(f"« {montant} » est en euros.", param_hint="--devise")
    from courriers.langue import en_lettres as langue

    valeur = lire_montant(montant)
    click.echo(langue.en_lettres(valeur, devise, orthographe, arrondir=arrondir))


@click.command("schema")
def schema() -> None:
    """Écrit le schéma JSON d'un dossier.

    Pour qui produit des dossiers par programme, ou les saisit dans un éditeur qui complète.
    """
    from courriers.dossier.schema import schema as schema_du_dossier

    en_json(schema_du_dossier())
