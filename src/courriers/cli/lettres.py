"""The command ``produire``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.lecture import cas_des_sources, envois_connus
from courriers.cli.loi import AVIS
from courriers.cli.messages import dire, dire_constats, dire_erreur, en_json
from courriers.cli.options import (
    argument_sources,
    option_au,
    option_delai,
    option_format,
    option_json,
    option_modeles,
    option_reglages,
    option_sortie,
    possibles,
)
from courriers.cli.options_des_sources import (
    option_exclusions,
    option_journaux,
    options_du_lot,
)
from courriers.cli.progression import Bilan, Progres
from courriers.document.ouvriers import Ouvriers
from courriers.erreurs import PackIntrouvable
from courriers.langue.typographie import montant

if TYPE_CHECKING:
    from courriers.cli.options import Reglages
    from courriers.document.papier import Papier
    from courriers.lettre.pack import Pack
    from courriers.lot.configuration import Configuration
    from courriers.lot.execution import Resultat

AUTO = "auto"
"""``--pack auto``: the step that is due, for each case."""


@click.command("produire")
@argument_sources
@click.option(
    "--pack",
    "nom",
    required=True,
    metavar="NOM",
    help="Étape : voir « courriers packs » ; « auto » prend celle qui est due.",
)
@click.option("--document", metavar="N", help="Un seul document du pack ; tous par défaut.")
@option_au
@click.option(
    "--canal",
    metavar="CANAL",
    help="lrar, lettre, courriel, appel… ; le premier du pack par défaut.",
)
@click.option(
    "--caution", metavar="N", type=click.IntRange(min=1),
    help="Pack « mise-en-demeure-caution » : la caution à qui écrire ; la première par défaut.",
)  # fmt: skip
@click.option(
    "--numero-suivi",
    metavar="NUMERO",
    help="Numéro du recommandé, s’il est déjà connu ; pour une seule lettre.",
)
@click.option("--qr", is_flag=True, help="Imprime aussi le virement en QR code, à côté de l’IBAN.")
@option_format
@option_sortie
@option_journaux
@options_du_lot
@option_exclusions
@option_modeles
@option_reglages
@option_delai
@option_json
@click.pass_context
def produire(
    ctx: click.Context,
    sources: tuple[Path, ...],
    nom: str,
    document: str | None,
    au: datetime.date,
    canal: str | None,
    caution: int | None,
    numero_suivi: str | None,
    qr: bool,
    formats: tuple[str, ...] | None,
    sortie: Path,
    journaux: tuple[Path, ...],
    travaux: int | None,
    limite: int | None,
    refaire: bool,
    sans_journal: bool,
    a_blanc: bool,
    exclusions: Path | None,
    modeles: Path | None,
    reglages: Reglages,
    delai: float,
    json_: bool,
) -> None:
    """Écrit la lettre d'un ou de plusieurs dossiers.

    SOURCE est un dossier (.json, .toml, .jsonl), une table (.csv, .xlsx), un FEC, une facture
    électronique, ou un répertoire qui en contient : voir « importer --help ». Chaque lettre est
    relue par le programme avant d'être écrite dans DIR/<référence>/<pack>.docx et <pack>.pdf ; un
    dossier refusé n'arrête pas les autres.
    « --canal courriel » y ajoute un brouillon de courriel, <pack>-courriel.eml, et « --canal
    appel » écrit une fiche d'appel. À la fin, trois lignes disent que faire de la lettre.

    Interrompue (Ctrl-C, panne), la même commande reprend où elle en était : ce qui est écrit reste,
    le reste s'écrit. Une lettre retouchée n'est jamais remplacée, une étape n'est pas envoyée deux
    fois, sauf --refaire.

    DIR/journal.jsonl retient chaque lettre écrite, tenue pour envoyée ce jour : le mois suivant,
    elle est rappelée, et « --pack auto » prend l'étape d'après. « courriers noter » y ajoute les
    numéros de suivi, les réceptions et les retours.

    \b
    Exemples :
      courriers produire dossier.json --pack mise-en-demeure --au 2026-11-23
      courriers produire dossiers/*.json --pack mise-en-demeure -o lettres
      courriers produire dossiers/*.json --pack auto -o lettres
      courriers produire impayes.xlsx --pack auto -o lettres --a-blanc
    """
    from courriers.droit.actualite import constats_actualite
    from courriers.lot.execution import produire as produire_le_lot
    from courriers.lot.journal import NOM as JOURNAL
    from courriers.lot.sources import est_un_dossier

    bareme = reglages.bareme
    sortie, modeles = _selon_la_configuration(ctx, sortie, modeles, reglages.configuration)
    pack = _choix(nom, modeles, canal, document, reglages.papier)
    plusieurs = len(sources) > 1 or not est_un_dossier(sources[0])
    if numero_suivi is not None:
        _verifier_le_numero(numero_suivi, pack, canal, plusieurs=plusieurs)
    _a_une_caution(pack, caution)
    dire_constats(constats_actualite(bareme, au))
    cas = cas_des_sources(sources, reglages, exclusions, limite)
    bilan = Bilan()
    ecrits: dict[str, Pack] = {}
    with (
        envois_connus(sortie, journaux, sans_journal=sans_journal, a_blanc=a_blanc) as connus,
        Ouvriers(travaux, delai) as ouvriers,
        Progres(montre=plusieurs and not json_) as progres,
    ):
        for resultat in produire_le_lot(
            cas, pack, au, sortie, canal=canal, document=document,
            formats=possibles(formats, ouvriers), bareme=bareme, numero_suivi=numero_suivi, qr=qr,
            executeur=ouvriers, caution=caution or 1, memoire=connus.memoire,
            registre=connus.registre, refaire=refaire or sans_journal, a_blanc=a_blanc,
        ):  # fmt: skip
            bilan.compter(resultat)
            progres.effacer()
            montrer(resultat, json_=json_, nommer=plusieurs)
            progres.avancer(bilan)
            if resultat.lettre is not None:
                ecrits[resultat.lettre.pack] = _du_nom(pack, resultat.lettre.pack)
    if a_blanc:
        dire(f"À blanc : rien n’est écrit. {bilan}.")
        ctx.exit(1 if bilan.refusees or not bilan.lus else 0)
    if ecrits and not sans_journal:
        dire(f"Journal : {sortie / JOURNAL} retient ces lettres ; de {sortie}, les suivantes les "
             "citeront sans que « envois » soit à compléter.")  # fmt: skip
    for ecrit in ecrits.values():
        if len(ecrits) > 1:
            dire(f"{ecrit.nom} :")
        dire_la_suite(ecrit, au, canal)
    if nom == AUTO:
        dire(AVIS)
    if plusieurs:
        dire(f"{bilan}, dans {sortie}.")
    if bilan.refusees or not bilan.lus:
        ctx.exit(1)


def _selon_la_configuration(
    ctx: click.Context, sortie: Path, modeles: Path | None, configuration: Configuration
) -> tuple[Path, Path | None]:
    """Where letters go and packs are: as typed, else as ``courriers.toml`` says."""
    tapee = ctx.get_parameter_source("sortie") is not click.core.ParameterSource.DEFAULT
    reglee = configuration.chemin(configuration.sortie)
    siens = configuration.chemin(configuration.modeles)
    return (sortie if tapee or reglee is None else reglee), modeles or siens


def _choix(
    nom: str, modeles: Path | None, canal: str | None, document: str | None, papier: Papier | None
) -> Pack | list[Pack]:
    """The pack, or all of them for « auto »."""
    if nom == AUTO:
        if canal is not None or document is not None:
            raise click.UsageError("« --pack auto » choisit aussi le canal et les documents : "
                                   "retirez --canal et --document.")  # fmt: skip
        from courriers.lettre.pack import packs as tous_les_packs

        return tous_les_packs(modeles=modeles, papier=papier)
    pack = _pack(nom, modeles, papier)
    _verifier(pack, canal, document)
    if pack.origine != "intégré":
        dire(f"Modèle : {pack.dossier} ({pack.origine})")
    return pack


def _a_une_caution(pack: Pack | list[Pack], caution: int | None) -> None:
    """« --caution » says nothing of a letter that goes to somebody else."""
    if caution is None:
        return
    if isinstance(pack, list) or pack.manifeste.destinataire != "caution":
        raise click.UsageError("« --caution » ne vaut que pour une lettre à une caution "
                               "(--pack mise-en-demeure-caution).")  # fmt: skip


def _du_nom(pack: Pack | list[Pack], nom: str) -> Pack:
    return next(p for p in pack if p.nom == nom) if isinstance(pack, list) else pack


def _pack(nom: str, modeles: Path | None, papier: Papier | None) -> Pack:
    from courriers.lettre.pack import load_pack

    try:
        return load_pack(nom, modeles=modeles, papier=papier)
    except PackIntrouvable as erreur:
        raise click.BadParameter(str(erreur), param_hint="--pack") from None


def _verifier(pack: Pack, canal: str | None, document: str | None) -> None:
    canaux = pack.manifeste.canaux
    if canal is not None and canal not in canaux:
        raise click.BadParameter(f"« {canal} » ; {pack.nom} admet {', '.join(canaux)}.",
                                 param_hint="--canal")  # fmt: skip
    noms = [d.nom for d in pack.manifeste.documents_pour(canal or canaux[0])]
    if document is not None and document not in noms:
        pour = f" pour le canal « {canal or canaux[0]} »" if len(canaux) > 1 else ""
        raise click.BadParameter(
            f"« {document} » ; {pack.nom} contient {', '.join(noms)}{pour}.",
            param_hint="--document",
        )


def _verifier_le_numero(
    numero: str, pack: Pack | list[Pack], canal: str | None, *, plusieurs: bool
) -> None:
    """One number is that of one registered letter."""
    from courriers.lettre.suite import numero_de_suivi

    if isinstance(pack, list) or plusieurs:
        raise click.UsageError("« --numero-suivi » est celui d’une seule lettre : nommez son pack "
                               "et donnez un seul dossier.")  # fmt: skip
    try:
        numero_de_suivi(numero, canal or pack.manifeste.canaux[0])
    except ValueError as erreur:
        raise click.BadParameter(f"{erreur}.", param_hint="--numero-suivi") from None


def montrer(resultat: Resultat, *, json_: bool, nommer: bool) -> None:
    """One result: its files on standard output, its findings on standard error."""
    if json_:
        en_json(resultat.as_dict(), lignes=nommer)
    if resultat.deja:
        if not json_:
            dire(f"{resultat.reference} : déjà écrite, laissée telle quelle.", "cyan")
        return
    if resultat.erreur is not None or resultat.lettre is None:
        if resultat.erreur is not None:
            # What is refused while it is read already says where.
            dit = str(resultat.erreur).startswith(str(resultat.source.fichier))
            dire_erreur(resultat.erreur, resultat.source if nommer and not dit else None)
        return
    if not json_:
        somme = montant(resultat.lettre.somme, resultat.lettre.decompte.devise)
        if not resultat.fichiers:  # nothing was to be written
            lettre = resultat.lettre
            click.echo(f"{lettre.reference}  {lettre.pack}  {lettre.canal}  {somme}")
        for fichier in resultat.fichiers:  # a letter that asks for nothing shows no sum
            click.echo(f"{fichier}  {somme}" if resultat.lettre.somme else f"{fichier}")
    if nommer and resultat.constats:
        dire(f"{resultat.source} :")
    dire_constats(resultat.constats)
    for fichier in resultat.remplaces:
        dire(f"  {fichier} existait, avec un autre contenu : il a été remplacé.", "yellow")


def dire_la_suite(pack: Pack, au: datetime.date, canal: str | None) -> None:
    """What to do with the letters: send them, keep proof, and the step after."""
    from courriers.lettre.suite import que_faire

    for nom, phrase in que_faire(pack, au, canal):
        dire(f"{nom:<6} : {phrase}")
