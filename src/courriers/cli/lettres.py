"""The command ``produire``."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.executeurs import executeur_choisi
from courriers.cli.lecture import cas_des_sources, envois_connus
from courriers.cli.loi import AVIS
from courriers.cli.messages import dire, dire_constats
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
from courriers.cli.options_de_la_liasse import octets_de, options_de_la_liasse
from courriers.cli.options_des_sources import (
    option_exclusions,
    option_journaux,
    options_du_lot,
)
from courriers.cli.progression import Progres
from courriers.cli.suivi_du_lot import dire_la_suite, dire_la_synthese, sommes, suivre
from courriers.erreurs import PackIntrouvable
from courriers.langue.typographie import compte

if TYPE_CHECKING:
    from courriers.cli.options import Reglages
    from courriers.document.papier import Papier
    from courriers.lettre.pack import Pack
    from courriers.lot.configuration import Configuration

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
@options_de_la_liasse
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
    sans_pieces: bool,
    taille_max: float | None,
    formats: tuple[str, ...] | None,
    sortie: Path,
    journaux: tuple[Path, ...],
    travaux: int | None,
    grappe: str | None,
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

    Un dossier pour le juge, le greffe, le mandataire ou le commissaire de justice est aussi réuni :
    <pack>-complet.pdf a ses actes, puis les pièces du dossier dont « fichier » est donné, chacune
    sous sa page de garde, numérotée et tamponnée ; <pack>-pieces/ a chaque pièce à part. Une pièce
    illisible n'empêche ni la lettre, ni le reste : sa page de garde le dit, et la sortie est 1.

    Interrompue (Ctrl-C, panne), la même commande reprend où elle en était : ce qui est écrit reste,
    le reste s'écrit. Une lettre retouchée n'est jamais remplacée, une étape n'est pas envoyée deux
    fois, sauf --refaire, qui garde à côté la lettre retouchée (<pack>.retouchee.docx) ou déjà
    envoyée (<pack>.envoyee-<jour>.docx).

    DIR/journal.jsonl retient chaque lettre écrite, tenue pour envoyée ce jour : le mois suivant,
    elle est rappelée, et « --pack auto » prend l'étape d'après. « courriers noter » y ajoute les
    numéros de suivi, les réceptions et les retours.

    \b
    Exemples :
      courriers produire dossier.json --pack mise-en-demeure --au 2026-11-23
      courriers produire dossiers/*.json --pack mise-en-demeure -o lettres
      courriers produire dossiers/*.json --pack auto -o lettres
      courriers produire impayes.xlsx --pack auto -o lettres --a-blanc
      courriers produire impayes.xlsx --pack auto -o lettres --grappe tcp://10.0.0.1:8786
    """
    from courriers.droit.actualite import constats_actualite
    from courriers.lot.exclusions import lire_exclusions
    from courriers.lot.execution import produire as produire_le_lot
    from courriers.lot.journal import NOM as JOURNAL
    from courriers.lot.sources import est_un_dossier
    from courriers.lot.synthese import Recueil

    bareme = reglages.bareme
    sortie, modeles = _selon_la_configuration(ctx, sortie, modeles, reglages.configuration)
    if grappe is not None:  # its workers stand in other folders
        sortie = sortie.absolute()
    pack = _choix(nom, modeles, canal, document, reglages.papier)
    plusieurs = len(sources) > 1 or not est_un_dossier(sources[0])
    if numero_suivi is not None:
        _verifier_le_numero(numero_suivi, pack, canal, plusieurs=plusieurs)
    _a_une_caution(pack, caution)
    dire_constats(constats_actualite(bareme, au))
    liste = lire_exclusions(exclusions)
    lire = partial(cas_des_sources, sources, reglages, liste, limite)
    with (
        envois_connus(sortie, journaux, sans_journal=sans_journal, a_blanc=a_blanc) as connus,
        executeur_choisi(travaux, grappe, None if a_blanc else sortie, delai) as ouvriers,
        Progres(montre=plusieurs and not json_, lire=lire) as progres,
        Recueil() as recueil,
    ):
        resultats = produire_le_lot(
            lire(), pack, au, sortie, canal=canal, document=document,
            formats=possibles(formats, ouvriers), bareme=bareme, numero_suivi=numero_suivi, qr=qr,
            executeur=ouvriers, caution=caution or 1, memoire=connus.memoire,
            registre=connus.registre, refaire=refaire, a_blanc=a_blanc,
            liasse=not sans_pieces,
            taille_max=octets_de(taille_max),
        )  # fmt: skip
        try:
            bilan = suivre(resultats, progres, recueil, json_=json_, nommer=plusieurs)
        except KeyboardInterrupt:
            ouvriers.interrompre()
            progres.effacer()
            dire("Interrompu : ce qui est écrit est entier ; la même commande reprend la suite.")
            ctx.exit(130)
        dire_constats(liste.sans_dossier())
        if plusieurs and not a_blanc:
            dire_la_synthese(sortie, recueil, au)
    if a_blanc:
        dire(f"À blanc, rien n’est écrit : {bilan.a_blanc}{sommes(recueil)}.")
        ctx.exit(1 if bilan.refusees or not bilan.lus else 0)
    cites = any(ecrit.manifeste.destinataire != "projet" for ecrit in bilan.packs.values())
    if cites and not sans_journal:
        dire(f"Journal : {sortie / JOURNAL} retient ces lettres ; celles que vous écrirez ensuite "
             f"dans {sortie} les citeront d’elles-mêmes.")  # fmt: skip
    for ecrit in bilan.packs.values():
        if len(bilan.packs) > 1:
            dire(f"{ecrit.nom} :")
        dire_la_suite(ecrit, au, canal, bilan.complets.get(ecrit.nom, ""))
    if nom == AUTO:
        dire(AVIS)
    if plusieurs:
        dire(f"{bilan}{sommes(recueil)}, dans {sortie}.")
    if bilan.incompletes:
        dire(f"{compte(bilan.incompletes, 'fichier complet')} sans toutes ses pièces : voyez les "
             "erreurs ci-dessus avant de rien remettre.", "red")  # fmt: skip
    if bilan.refusees or bilan.incompletes or not bilan.lus:
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
