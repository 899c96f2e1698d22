"""Commands that read the law for a case: ``voies``, ``etape``, ``echeances``."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from courriers.cli.affichage import paragraphe
from courriers.cli.messages import dire, dire_erreur, en_json
from courriers.cli.options import (
    argument_sources,
    option_au,
    option_bareme,
    option_json,
    option_modeles,
)
from courriers.dossier import load_dossier
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.calendrier import Delai
from courriers.droit.voies import Etat, Sens, Voie, faits
from courriers.droit.voies import voies as toutes_les_voies
from courriers.erreurs import CourriersError
from courriers.langue.accords import designation
from courriers.langue.typographie import date_longue
from courriers.lettre.etape import etape_due
from courriers.lettre.pack import packs
from courriers.lot.sources import fichier

AVIS = "Information, non une consultation juridique."
_COULEURS = {Etat.OUVERTE: "green", Etat.FERMEE: "red", Etat.INCERTAINE: "yellow"}
_NOMS_DES_ETATS = {Etat.OUVERTE: "ouverte", Etat.FERMEE: "fermée", Etat.INCERTAINE: "incertaine"}
_MARQUES = {Sens.OUVRE: "+", Sens.FERME: "–", Sens.DOUTE: "?", Sens.CONDITION: "·"}


def _chaque(
    ctx: click.Context,
    sources: tuple[Path, ...],
    json_: bool,
    faire: Callable[[Dossier], dict[str, Any]],
    montrer: Callable[[dict[str, Any], Dossier], None],
) -> None:
    """Apply *faire* to each case; a refused one never stops the others."""
    plusieurs, refuses = len(sources) > 1, 0
    for source in sources:
        try:
            dossier = load_dossier(fichier(source))
            resultat = faire(dossier)
        except CourriersError as erreur:
            refuses += 1
            dire_erreur(erreur, source if plusieurs else None)
            if json_:
                en_json({"source": str(source), "erreur": erreur.as_dict()}, lignes=plusieurs)
            continue
        if json_:
            plat = {k: v for k, v in resultat.items() if not k.startswith("_")}
            en_json({"reference": dossier.reference, **plat, "avis": AVIS}, lignes=plusieurs)
        else:
            parties = f"{designation(dossier.creancier)} contre {designation(dossier.debiteur)}"
            click.echo(f"Dossier {dossier.reference} : {parties}\n")
            montrer(resultat, dossier)
            click.echo()
    if not json_:
        dire(AVIS)
    if refuses:
        ctx.exit(1)


@click.command("voies")
@argument_sources
@option_au
@click.option("--tout", is_flag=True, help="Toutes les raisons, aussi celles des voies fermées.")
@option_bareme
@option_json
@click.pass_context
def voies(
    ctx: click.Context,
    sources: tuple[Path, ...],
    au: datetime.date,
    tout: bool,
    bareme: Bareme,
    json_: bool,
) -> None:
    """Dit quelles voies la loi ouvre ou ferme à un dossier, et pourquoi.

    Petites créances, créances commerciales, injonction de payer devant chaque juge,
    référé-provision, assignation, déclaration de créance, réclamation à une personne publique :
    chacune avec ses raisons et leurs articles, la juridiction compétente, la tentative amiable de
    l'article 750-1 et le délai qui menace. Aucune n'est recommandée.

    \b
    Exemple :
      courriers voies dossier.json --au 2026-11-23
    """

    def faire(dossier: Dossier) -> dict[str, Any]:
        trouvees = toutes_les_voies(dossier, au, bareme)
        return {
            "au": au.isoformat(),
            "voies": [v.as_dict() for v in trouvees],
            "_voies": trouvees,
        }

    def montrer(resultat: dict[str, Any], dossier: Dossier) -> None:
        del dossier
        click.echo(f"Voies au {date_longue(au)}")
        for voie in resultat["_voies"]:
            _montrer_la_voie(voie, tout)

    _chaque(ctx, sources, json_, faire, montrer)


def _montrer_la_voie(voie: Voie, tout: bool) -> None:
    etat = _NOMS_DES_ETATS[voie.etat]
    if voie.a_completer:
        etat += f", à compléter : {', '.join(voie.a_completer)}"
    click.echo(f"\n{voie.titre} : {click.style(etat, fg=_COULEURS[voie.etat])}")
    fermee = voie.etat is Etat.FERMEE and not tout
    for motif in voie.motifs:
        if fermee and motif.sens is not Sens.FERME:
            continue
        article = f" ({motif.fondement})" if motif.fondement and "art." not in motif.texte else ""
        click.echo(paragraphe(f"{motif.texte}{article}", f"  {_MARQUES[motif.sens]} "))
    if fermee:
        return
    click.echo(paragraphe(f"compétence : {voie.competence}", "    "))
    exigee = {True: "exigée", False: "non exigée", None: "à vérifier"}
    tentative = voie.tentative_amiable
    texte = f"tentative amiable {exigee[tentative.exigee]} : {tentative.motif}"
    click.echo(paragraphe(texte, "    "))
    if voie.delai is not None:
        click.echo(paragraphe(f"délai : {_delai(voie.delai)}", "    "))


def _delai(delai: Delai) -> str:
    return f"{date_longue(delai.terme)}, {delai.quoi} ({delai.fondement})"


@click.command("etape")
@argument_sources
@option_au
@option_modeles
@option_bareme
@option_json
@click.pass_context
def etape(
    ctx: click.Context,
    sources: tuple[Path, ...],
    au: datetime.date,
    modeles: Path | None,
    bareme: Bareme,
    json_: bool,
) -> None:
    """Dit quelle lettre est due, et pourquoi.

    D'après les envois du dossier, les délais des packs, et ce qui arrête l'escalade :
    contestation, échéancier, procédure collective, règlement, petites créances en cours. C'est ce
    que « produire --pack auto » choisit.
    """
    connus = packs(modeles=modeles)

    def faire(dossier: Dossier) -> dict[str, Any]:
        due = etape_due(dossier, connus, au, bareme=bareme)
        return {"au": au.isoformat(), **due.as_dict()}

    def montrer(resultat: dict[str, Any], dossier: Dossier) -> None:
        del dossier
        choix = resultat["etape"] or "aucune"
        click.echo(f"Étape due au {date_longue(au)} : {choix}")
        for ligne in resultat["explication"]:
            click.echo(paragraphe(ligne, "  - "))

    _chaque(ctx, sources, json_, faire, montrer)


@click.command("echeances")
@argument_sources
@option_au
@option_bareme
@option_json
@click.pass_context
def echeances(
    ctx: click.Context,
    sources: tuple[Path, ...],
    au: datetime.date,
    bareme: Bareme,
    json_: bool,
) -> None:
    """Montre les délais d'un dossier : prescription, signification, déclaration.

    Un délai de procédure qui tombe un samedi, un dimanche ou un jour férié est reporté au premier
    jour ouvrable (CPC, art. 642) ; une prescription ne l'est jamais.
    """

    def faire(dossier: Dossier) -> dict[str, Any]:
        trouves = faits(dossier, au, bareme).delais
        return {
            "au": au.isoformat(),
            "delais": [d.as_dict() for d in trouves],
            "_delais": trouves,
        }

    def montrer(resultat: dict[str, Any], dossier: Dossier) -> None:
        del dossier
        click.echo(f"Délais au {date_longue(au)}")
        for delai in resultat["_delais"]:
            passe = "  (passé)" if delai.terme < au else ""
            click.echo(paragraphe(f"{_delai(delai)}{passe}", "  - "))
        if not resultat["_delais"]:
            click.echo("  aucun délai connu")

    _chaque(ctx, sources, json_, faire, montrer)
