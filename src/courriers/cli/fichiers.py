"""Commands about files of any origin: ``pdf``, ``texte``, ``recalculer``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courriers.cli.comparaison import en_couleurs, lignes
from courriers.cli.messages import dire, dire_constats, dire_erreur, en_json
from courriers.cli.options import (
    Jour,
    bareme_de,
    chemin,
    option_delai,
    option_json,
    option_modeles,
)
from courriers.cli.options_de_la_liasse import octets_de, options_de_la_liasse
from courriers.cli.options_des_sources import option_journaux
from courriers.constats import Gravite
from courriers.document.ouvriers import Ouvriers
from courriers.erreurs import CourriersError
from courriers.langue.typographie import date_longue, montant

if TYPE_CHECKING:
    from courriers.lettre.retouche import Retouche
    from courriers.lot.conversion import Conversion
    from courriers.lot.retouches import RetoucheConvertie


@click.command("pdf")
@click.argument(
    "fichiers", metavar="FICHIER.docx…", nargs=-1, required=True,
    type=chemin(exists=True, dir_okay=False),
)  # fmt: skip
@click.option(
    "-o", "--sortie", type=chemin(file_okay=False), metavar="DIR",
    help="Répertoire des PDF ; à côté de chaque fichier par défaut.",
)  # fmt: skip
@click.option(
    "--dossier", "source", type=chemin(exists=True), metavar="DOSSIER",
    help="Dossier de ces lettres, retouchées après « produire » : chacune est relue avant son PDF.",
)  # fmt: skip
@click.option(
    "--pack", metavar="NOM",
    help="Avec --dossier : la lettre que c’était ; dite par le nom du fichier par défaut.",
)  # fmt: skip
@click.option(
    "--au", type=Jour(), metavar="JOUR",
    help="Avec --dossier : le jour de la lettre ; lu dans la lettre par défaut.",
)  # fmt: skip
@click.option(
    "--canal", metavar="CANAL",
    help="Avec --dossier : comment elle part ; lu dans la lettre par défaut.",
)  # fmt: skip
@click.option(
    "--caution", metavar="N", type=click.IntRange(min=1),
    help="Avec --dossier : la caution à qui elle va ; dite par le nom du fichier par défaut.",
)  # fmt: skip
@option_journaux
@click.option(
    "--sans-journal", is_flag=True,
    help="Avec --dossier : ne lit pas le journal du répertoire de la lettre.",
)  # fmt: skip
@options_de_la_liasse
@option_modeles
@click.option(
    "--config", type=chemin(exists=True, dir_okay=False), metavar="FICHIER",
    help="Avec --dossier : fichier courriers.toml, cherché comme pour « produire » par défaut.",
)  # fmt: skip
@option_delai
@option_json
@click.pass_context
def pdf(
    ctx: click.Context,
    /,
    fichiers: tuple[Path, ...],
    sortie: Path | None,
    source: Path | None,
    delai: float,
    json_: bool,
    **de: Any,
) -> None:
    """Convertit des lettres Word en PDF.

    Le même moteur que « produire » : n'importe quelle lettre .docx, aussi une lettre retouchée à la
    main. Le PDF est relu : un texte perdu est une erreur.

    Avec --dossier, chaque lettre retouchée est d'abord tenue au dossier, au pack et au jour : un
    chiffre, un nom, une date ou une mention changés la refusent (sortie 1, aucun PDF) ; ce que vous
    avez ajouté ou ôté est dit, et le PDF porte le décompte, comme celui de « produire ». Un acte
    qui a un fichier complet (<pack>-complet.pdf) l'y remplace : les mêmes annexes, les mêmes pièces
    numérotées ; ses volumes sont refaits à la taille que dit le journal, ou --taille-max.

    Les lettres déjà parties viennent du dossier, du journal du répertoire où est la lettre, et de
    ceux que nomme --journal, comme pour « produire ».

    \b
    Exemple :
      courriers pdf out/2026-0233/mise-en-demeure.docx --dossier dossier.json
    """
    if source is None and (
        seules := sorted(p.opts[0] for p in ctx.command.params if p.name and de.get(p.name))
    ):
        verbe = "va" if len(seules) == 1 else "vont"
        raise click.UsageError(f"{', '.join(seules)} {verbe} avec --dossier.")
    with Ouvriers(delai=delai) as ouvriers:
        resultats: Iterator[Conversion | RetoucheConvertie]
        if source is None:
            from courriers.lot.conversion import convertir_des_fichiers

            resultats = convertir_des_fichiers(fichiers, sortie, ouvriers)
        else:
            resultats = _retouches(fichiers, source, sortie, ouvriers, **de)
        refus = [_dire(x, json_=json_, seul=len(fichiers) == 1) for x in resultats]
    if any(refus):
        ctx.exit(1)


def _retouches(
    fichiers: tuple[Path, ...],
    source: Path,
    sortie: Path | None,
    ouvriers: Ouvriers,
    *,
    pack: str | None,
    modeles: Path | None,
    config: Path | None,
    sans_pieces: bool,
    taille_max: float | None,
    journaux: tuple[Path, ...],
    sans_journal: bool,
    **de: Any,
) -> Iterator[RetoucheConvertie]:
    from courriers.dossier import load_dossier
    from courriers.lettre.pack import load_pack, packs
    from courriers.lot.retouches import convertir_les_retouches, memoires_des_lettres
    from courriers.lot.sources import fichier

    choisis = packs(modeles=modeles) if pack is None else [load_pack(pack, modeles=modeles)]
    dossier = load_dossier(fichier(source))
    with memoires_des_lettres(fichiers, journaux, siennes=not sans_journal) as memoires:
        for memoire in set(memoires.values()):
            dire_constats(memoire.constats)
        yield from convertir_les_retouches(
            fichiers, dossier, choisis, bareme=bareme_de(config), sortie=sortie, executeur=ouvriers,
            liasse=not sans_pieces, taille_max=octets_de(taille_max), memoires=memoires, **de,
        )  # fmt: skip


def _dire(resultat: Conversion | RetoucheConvertie, *, json_: bool, seul: bool) -> bool:
    """Say what became of one file; whether it is refused, or its complete file lacks something."""
    if json_:
        en_json(resultat.as_dict(), lignes=not seul)
    if resultat.erreur is not None:
        dire_erreur(resultat.erreur)
        return True
    if not json_:
        pages = f"{resultat.pages} page{'s' if resultat.pages > 1 else ''}"
        click.echo(f"{resultat.fichier}  {pages}")
        if (retouche := getattr(resultat, "retouche", None)) is not None:
            _dire_la_retouche(retouche)
    dire_constats(resultat.constats)
    complet = getattr(resultat, "complet", ())
    if complet:
        dire(
            f"Fichier complet refait, avec cet acte\u00a0: {', '.join(map(str, _reunis(complet)))}."
        )
    # A complete file that lacks an exhibit, or the act, must not leave so.
    return any(c.gravite is Gravite.ERREUR for c in resultat.constats)


def _reunis(complet: tuple[Path, ...]) -> list[Path]:
    """Those of a complete file that are sent: all of it, and its volumes."""
    return [f for f in complet if not f.parent.name.endswith("-pieces")]


def _dire_la_retouche(retouche: Retouche) -> None:
    quoi = f"{retouche.pack}, {date_longue(retouche.au)}, {retouche.canal}"
    if retouche.comparaison.memes_textes:
        click.echo(f"  {quoi}\u00a0: la lettre dit ce que dit celle du pack.")
        return
    click.echo(f"  {quoi}\u00a0: ce qui diffère de la lettre du pack :")
    for ligne in lignes(retouche.comparaison, couleurs=en_couleurs()):
        click.echo(f"  {ligne}")


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
