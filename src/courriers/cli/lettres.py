"""Commands about letters: ``produire``, ``packs``, ``texte``."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from courriers.cli.affichage import dire, dire_constats, dire_erreur, en_json
from courriers.cli.options import argument_sources, chemin, option_au, option_json, option_modeles
from courriers.document.texte import parties
from courriers.document.texte import texte as texte_de
from courriers.erreurs import PackIntrouvable
from courriers.langue.typographie import montant
from courriers.lettre.pack import Pack, load_pack
from courriers.lettre.pack import packs as tous_les_packs
from courriers.lot.execution import Resultat
from courriers.lot.execution import produire as produire_le_lot


@click.command("produire")
@argument_sources
@click.option(
    "--pack", "nom", required=True, metavar="NOM", help="Étape : voir « courriers packs »."
)
@click.option("--document", metavar="N", help="Un seul document du pack ; tous par défaut.")
@option_au
@click.option("--canal", metavar="CANAL", help="lrar, lettre… ; le premier du pack par défaut.")
@click.option(
    "--format", "format_", type=click.Choice(["docx"]), default="docx", show_default=True,
    help="Format des lettres. Le PDF viendra avec une prochaine version.",
)  # fmt: skip
@click.option(
    "-o", "--sortie", type=chemin(file_okay=False), default=Path("out"),
    show_default=True, metavar="DIR", help="Répertoire des lettres.",
)  # fmt: skip
@option_modeles
@option_json
@click.pass_context
def produire(
    ctx: click.Context,
    sources: tuple[Path, ...],
    nom: str,
    document: str | None,
    au: datetime.date,
    canal: str | None,
    format_: str,
    sortie: Path,
    modeles: Path | None,
    json_: bool,
) -> None:
    """Écrit la lettre d'un ou de plusieurs dossiers.

    SOURCE est un fichier .json ou .toml, ou un répertoire qui contient dossier.json (ou
    dossier.toml). Chaque lettre est relue par le programme avant d'être écrite dans
    DIR/<référence>/<pack>.docx ; un dossier refusé n'arrête pas les autres.

    \b
    Exemples :
      courriers produire dossier.json --pack mise-en-demeure --au 2026-11-23
      courriers produire dossiers/*.json --pack mise-en-demeure -o lettres
    """
    del format_  # one format so far
    pack = _pack(nom, modeles)
    _verifier(pack, canal, document)
    if pack.origine != "intégré":
        dire(f"Modèle : {pack.dossier} ({pack.origine})")
    plusieurs = len(sources) > 1
    refus = 0
    for resultat in produire_le_lot(sources, pack, au, sortie, canal=canal, document=document):
        refus += resultat.erreur is not None
        _montrer(resultat, json_=json_, nommer=plusieurs)
    if plusieurs:
        dire(f"{len(sources) - refus} lettre(s) écrite(s) dans {sortie}, {refus} refusée(s).")
    if refus:
        ctx.exit(1)


def _pack(nom: str, modeles: Path | None) -> Pack:
    try:
        return load_pack(nom, modeles=modeles)
    except PackIntrouvable as erreur:
        raise click.BadParameter(str(erreur), param_hint="--pack") from None


def _verifier(pack: Pack, canal: str | None, document: str | None) -> None:
    canaux = pack.manifeste.canaux
    if canal is not None and canal not in canaux:
        raise click.BadParameter(f"« {canal} » ; {pack.nom} admet {', '.join(canaux)}.",
                                 param_hint="--canal")  # fmt: skip
    noms = [d.nom for d in pack.manifeste.documents]
    if document is not None and document not in noms:
        raise click.BadParameter(f"« {document} » ; {pack.nom} contient {', '.join(noms)}.",
                                 param_hint="--document")  # fmt: skip


def _montrer(resultat: Resultat, *, json_: bool, nommer: bool) -> None:
    if json_:
        en_json(resultat.as_dict(), lignes=nommer)
    if resultat.erreur is not None or resultat.lettre is None:
        if resultat.erreur is not None:
            dire_erreur(resultat.erreur, resultat.source if nommer else None)
        return
    if not json_:
        somme = montant(resultat.lettre.somme, resultat.lettre.decompte.devise)
        for fichier in resultat.fichiers:
            click.echo(f"{fichier}  {somme}")
    if nommer and resultat.lettre.rapport.constats:
        dire(f"{resultat.source} :")
    dire_constats(resultat.lettre.rapport.constats)
    for fichier in resultat.remplaces:
        dire(f"  {fichier} existait, avec un autre contenu : il a été remplacé.", "yellow")


@click.command("packs")
@option_modeles
@option_json
def packs(modeles: Path | None, json_: bool) -> None:
    """Liste les lettres proposées, et d'où vient chacune."""
    trouves = tous_les_packs(modeles=modeles)
    if json_:
        en_json(
            [
                {
                    "nom": p.nom,
                    "origine": p.origine,
                    "repertoire": str(p.dossier),
                    **p.manifeste.model_dump(mode="json"),
                }
                for p in trouves
            ]
        )
        return
    largeur = max((len(p.nom) for p in trouves), default=0)
    for p in trouves:
        m = p.manifeste
        relu = f"relu le {m.relu_le:%d/%m/%Y}" if m.relu_le else "pas encore relu par un juriste"
        click.echo(f"{p.nom:<{largeur}}  {m.titre}  (v{m.version}, {relu} ; {p.origine})")
        click.echo(f"{'':<{largeur}}  canaux : {', '.join(m.canaux)} ; {p.dossier}")


@click.command("texte")
@click.argument("fichier", metavar="FICHIER.docx", type=chemin(exists=True, dir_okay=False))
@click.option("--parties", "par_partie", is_flag=True, help="Nomme chaque partie du fichier.")
def texte(fichier: Path, par_partie: bool) -> None:
    """Écrit le texte visible d'un fichier Word.

    Un paragraphe par ligne. Utile pour relire une lettre, ou comparer deux versions d'un modèle.
    """
    if not par_partie:
        click.echo(texte_de(fichier))
        return
    for partie in parties(fichier):
        click.echo(f"[{partie.nom}]")
        click.echo("\n".join(partie.lignes))
