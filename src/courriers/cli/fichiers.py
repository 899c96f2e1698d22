"""Commands about files of any origin: ``pdf``, ``texte``, ``recalculer``."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from courriers.cli.messages import dire_constats, dire_erreur, en_json
from courriers.cli.options import chemin, option_delai, option_json
from courriers.document.ouvriers import Ouvriers
from courriers.erreurs import CourriersError
from courriers.langue.typographie import date_longue, montant


@click.command("pdf")
@click.argument(
    "fichiers", metavar="FICHIER.docx…", nargs=-1, required=True,
    type=chemin(exists=True, dir_okay=False),
)  # fmt: skip
@click.option(
    "-o", "--sortie", type=chemin(file_okay=False), metavar="DIR",
    help="Répertoire des PDF ; à côté de chaque fichier par défaut.",
)  # fmt: skip
@option_delai
@option_json
@click.pass_context
def pdf(
    ctx: click.Context,
    fichiers: tuple[Path, ...],
    sortie: Path | None,
    delai: float,
    json_: bool,
) -> None:
    """Convertit des lettres Word en PDF.

    Le même moteur que « produire » : n'importe quelle lettre .docx, aussi une lettre retouchée à la
    main. Le PDF est relu : un texte perdu est une erreur.
    """
    from courriers.lot.conversion import convertir_des_fichiers

    refus = 0
    with Ouvriers(delai=delai) as ouvriers:
        for resultat in convertir_des_fichiers(fichiers, sortie, ouvriers):
            refus += resultat.erreur is not None
            if json_:
                en_json(resultat.as_dict(), lignes=len(fichiers) > 1)
            if resultat.erreur is not None:
                dire_erreur(resultat.erreur)
                continue
            if not json_:
                pages = f"{resultat.pages} page{'s' if resultat.pages > 1 else ''}"
                click.echo(f"{resultat.fichier}  {pages}")
            dire_constats(resultat.constats)
    if refus:
        ctx.exit(1)


@click.command("texte")
@click.argument("fichier", metavar="FICHIER.docx", type=chemin(exists=True, dir_okay=False))
@click.option("--parties", "par_partie", is_flag=True, help="Nomme chaque partie du fichier.")
@click.option(
    "--pour-git", is_flag=True,
    help="Pour « git diff » : un fichier illisible est dit sur une ligne, sans erreur.",
)  # fmt: skip
def texte(fichier: Path, par_partie: bool, pour_git: bool) -> None:
    """Écrit le texte visible d'un fichier Word.

    Un paragraphe par ligne. Pour voir ce qui change d'un fichier à l'autre, « courriers comparer »
    le montre phrase par phrase ; dans un dépôt git, « git diff » montre le texte des fichiers Word
    après :

    \b
      git config diff.docx.textconv "courriers texte --pour-git"
    """
    from courriers.document.texte import parties

    try:
        lues = parties(fichier)
    except CourriersError as erreur:
        if not pour_git:
            raise
        click.echo(_illisible(fichier, erreur))
        return
    for partie in lues:
        if par_partie:
            click.echo(f"[{partie.nom}]")
        click.echo("\n".join(partie.lignes))
    if not lues and not par_partie:
        click.echo()


def _illisible(fichier: Path, erreur: CourriersError) -> str:
    """One line for a file git shows as text: two that differ must not look the same.

    It does not name the file: git gives each version a passing name.
    """
    with fichier.open("rb") as flux:
        empreinte = hashlib.file_digest(flux, "sha256").hexdigest()
    motif = erreur.message.replace(str(fichier), "le fichier")
    return f"[fichier Word illisible, SHA-256 {empreinte[:16]}… : {motif}]"


@click.command("recalculer")
@click.argument(
    "fichiers", metavar="LETTRE.pdf…", nargs=-1, required=True,
    type=chemin(exists=True, dir_okay=False),
)  # fmt: skip
@option_json
@click.pass_context
def recalculer(ctx: click.Context, fichiers: tuple[Path, ...], json_: bool) -> None:
    """Vérifie le compte d'une lettre en PDF, ligne par ligne.

    Le PDF suffit : le décompte qu'il porte est relu, chaque intérêt refait à partir de sa base, de
    ses jours et des taux publiés, les soldes suivis d'une ligne à l'autre, et chaque chiffre
    cherché sur la page. Un taux qui n'est celui d'aucun texte est dit : seul le contrat peut le
    justifier. Sortie 0 : tout est juste ; 1 : un chiffre ne suit pas, ou la lettre n'est pas
    lisible.
    """
    from courriers.lettre.recalcul import recalculer as refaire

    faux = 0
    for fichier in fichiers:
        try:
            compte = refaire(fichier.read_bytes())
        except CourriersError as erreur:
            faux += 1
            dire_erreur(erreur, fichier)
            if json_:
                en_json({"fichier": str(fichier), **erreur.as_dict()}, lignes=len(fichiers) > 1)
            continue
        faux += not compte.est_juste
        if json_:
            valeur = {"fichier": str(fichier), **compte.as_dict()}
            en_json(valeur, lignes=len(fichiers) > 1)
            continue
        dit = "le compte est juste" if compte.est_juste else "le compte n’est pas juste"
        somme = montant(compte.somme, compte.devise)
        click.echo(f"{fichier} : {dit}. {somme} au {date_longue(compte.au)}.")
        for ligne in compte.lignes:
            suite = f" : {ligne.explication}" if ligne.explication else ""
            click.echo(f"{montant(ligne.montant, compte.devise):>16}  {ligne.libelle}{suite}")
        dire_constats(compte.constats)
    if faux:
        ctx.exit(1)
