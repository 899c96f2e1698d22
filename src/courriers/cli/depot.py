"""The command ``depot``: letters to a print-and-mail office."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.messages import dire, dire_constats, en_json
from courriers.cli.options import (
    Jour,
    aujourd_hui,
    chemin,
    option_json,
    option_modeles,
    option_reglages,
)
from courriers.cli.options_de_la_liasse import Megaoctets
from courriers.cli.options_des_sources import option_exclusions, option_journaux
from courriers.langue.typographie import accord, compte

if TYPE_CHECKING:
    from courriers.cli.options import Reglages
    from courriers.lot.depot import Depot
    from courriers.lot.depot.retraits import Creances


@click.command("depot")
@click.argument("repertoire", metavar="DIR", type=chemin(exists=True, file_okay=False))
@click.option(
    "-o", "--sortie", type=chemin(), metavar="DEPOT",
    help="Répertoire du dépôt, qui ne doit pas exister ; depot-<jour> par défaut.",
)  # fmt: skip
@click.option("--recto", is_flag=True, help="Impression au recto seul : sans page blanche ajoutée.")
@click.option(
    "--taille", type=Megaoctets(), default=50.0, metavar="MO",
    help="Taille de chaque fichier, en mégaoctets, au plus ; 50 par défaut.",
)  # fmt: skip
@click.option(
    "--lettres", type=click.IntRange(min=1), metavar="N",
    help="Nombre de lettres de chaque fichier, au plus.",
)  # fmt: skip
@click.option("--du", type=Jour(), metavar="JOUR", help="Seulement les lettres datées de ce jour.")
@click.option(
    "--dossiers", "sources", multiple=True, type=chemin(exists=True), metavar="SOURCE",
    help="Relit les dossiers, et retire les lettres dont la somme n'est plus due. Répétable.",
)  # fmt: skip
@option_exclusions
@click.option(
    "--retouchees", is_flag=True,
    help="Dépose aussi les lettres dont le fichier a changé depuis qu'elles ont été écrites.",
)  # fmt: skip
@click.option("--refaire", is_flag=True, help="Reprend aussi les lettres déjà déposées.")
@click.option(
    "--refaire-depot", metavar="NOM",
    help="Reprend aussi les lettres du dépôt de ce nom, et d'aucun autre.",
)  # fmt: skip
@click.option("--a-blanc", is_flag=True, help="Vérifie les lettres, sans rien écrire.")
@option_journaux
@option_modeles
@option_reglages
@option_json
@click.pass_context
def depot(
    ctx: click.Context,
    repertoire: Path,
    sortie: Path | None,
    recto: bool,
    taille: float,
    lettres: int | None,
    du: datetime.date | None,
    sources: tuple[Path, ...],
    exclusions: Path | None,
    retouchees: bool,
    refaire: bool,
    refaire_depot: str | None,
    a_blanc: bool,
    journaux: tuple[Path, ...],
    modeles: Path | None,
    reglages: Reglages,
    json_: bool,
) -> None:
    """Réunit, vérifie et liste les lettres d'un répertoire pour l'imprimeur.

    DIR est un répertoire écrit par « courriers produire », avec son journal. DEPOT reçoit un PDF
    par canal (lrar-1.pdf, lettre-1.pdf…), où chaque lettre commence sur un recto, triées par code
    postal, et depot.csv, qui dit de chacune ses pages, son poids et son adresse. Courriels, appels
    et lettres remises en main propre n'y sont pas.

    Une lettre fautive (fenêtre, format, polices, fichier changé) est laissée et dite ; les autres
    sont déposées, et le journal le retient : un second dépôt ne les reprend pas. Celles que
    --exclusions ou --dossiers retirent y sont notées non envoyées. Sortie 1 : des lettres ont été
    laissées, ou il n'y en avait aucune.

    \b
    Exemples :
      courriers depot lettres
      courriers depot lettres -o depot-novembre --dossiers impayes.csv --exclusions a-laisser.csv
    """
    from courriers.lot.depot import Reglages as ReglagesDuDepot
    from courriers.lot.depot import deposer
    from courriers.lot.exclusions import lire_exclusions

    jour = aujourd_hui()
    creances = _creances(repertoire, sources, journaux, modeles, reglages, jour)
    fait = deposer(
        repertoire,
        sortie or Path(f"depot-{jour.isoformat()}"),
        jour,
        ReglagesDuDepot(
            recto_verso=not recto,
            taille=int(taille * 1_000_000),
            lettres=lettres,
            du=du,
            retouchees=retouchees,
            refaire=refaire,
            refaire_depot=refaire_depot,
            a_blanc=a_blanc,
        ),
        exclusions=lire_exclusions(exclusions),
        creances=creances,
    )
    if json_:
        en_json(fait.as_dict())
    _montrer(fait, a_blanc=a_blanc, json_=json_)
    if fait.laissees or fait.en_attente or not fait.deposees:
        ctx.exit(1)


def _creances(
    repertoire: Path,
    sources: tuple[Path, ...],
    journaux: tuple[Path, ...],
    modeles: Path | None,
    reglages: Reglages,
    jour: datetime.date,
) -> Creances | None:
    if not sources:
        return None
    from courriers.lettre.pack import packs
    from courriers.lot.depot.retraits import Creances
    from courriers.lot.memoire import Memoire
    from courriers.lot.sources import lire

    lues = Creances(
        lire(sources, reglages.configuration),
        packs(modeles=modeles, papier=reglages.papier),
        Memoire([*journaux, repertoire]),
        jour,
        reglages.bareme,
    )
    for refus in lues.refuses:
        dire(f"  {refus}", "yellow")
    return lues


def _montrer(fait: Depot, *, a_blanc: bool, json_: bool) -> None:
    dire_constats(fait.constats)
    if not json_:
        for fichier in fait.fichiers:
            click.echo(
                f"{fait.sortie / fichier.nom}  {compte(fichier.lettres, 'lettre')}, "
                f"{compte(fichier.pages, 'page')}, {_poids(fichier.octets)}"
            )
    if fait.lignes:
        from courriers.lot.depot.bordereau import NOM

        feuilles = sum(ligne.feuilles for ligne in fait.lignes)
        dites = compte(feuilles, "feuille")
        dire(f"{fait.sortie / NOM} dit où est chaque lettre\u00a0; {dites} en tout.")
    faites = "à déposer" if a_blanc else accord(fait.deposees, "déposée")
    dits = [f"{compte(fait.deposees, 'lettre')} {faites}", compte(fait.laissees, "laissée")]
    if fait.en_attente:
        dits.append(f"{fait.en_attente} à vérifier")
    dire(f"{', '.join(dits)}, {compte(fait.retirees, 'retirée')}.")


def _poids(octets: int) -> str:
    """A size as a person reads it."""
    if octets < 1_000_000:
        return f"{octets / 1e3:.0f}\u00a0ko"
    return f"{octets / 1e6:.1f}\u00a0Mo".replace(".", ",")
