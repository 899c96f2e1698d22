"""Commands that read the law for a case: ``voies``, ``etape``."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courriers.cli.affichage import paragraphe
from courriers.cli.messages import dire, dire_constats, dire_erreur, en_json
from courriers.cli.options import (
    argument_sources,
    option_au,
    option_bareme,
    option_json,
    option_modeles,
)
from courriers.cli.options_des_sources import option_journaux
from courriers.erreurs import CourriersError
from courriers.langue.typographie import date_longue

if TYPE_CHECKING:
    from courriers.dossier.modele import Dossier
    from courriers.droit.bareme import Bareme

AVIS = "Information, non une consultation juridique."


def _chaque(
    ctx: click.Context,
    sources: tuple[Path, ...],
    json_: bool,
    faire: Callable[[Dossier], dict[str, Any]],
    montrer: Callable[[dict[str, Any], Dossier], None],
) -> None:
    """Apply *faire* to each case; a refused one never stops the others."""
    from courriers.dossier import load_dossier
    from courriers.langue.accords import designation
    from courriers.lot.sources import fichier

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
    from courriers.cli.affichage_des_voies import montrer_la_voie
    from courriers.droit.voies import voies as toutes_les_voies

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
            montrer_la_voie(voie, tout)

    _chaque(ctx, sources, json_, faire, montrer)


@click.command("etape")
@argument_sources
@option_au
@option_journaux
@option_modeles
@option_bareme
@option_json
@click.pass_context
def etape(
    ctx: click.Context,
    sources: tuple[Path, ...],
    au: datetime.date,
    journaux: tuple[Path, ...],
    modeles: Path | None,
    bareme: Bareme,
    json_: bool,
) -> None:
    """Dit quelle lettre est due, et pourquoi.

    D'après les envois du dossier, et de --journal, les délais des packs, et ce qui arrête
    l'escalade : contestation, échéancier, procédure collective, règlement, petites créances en
    cours. C'est ce que « produire --pack auto » choisit, qui lit de lui-même le journal du
    répertoire où il écrit.

    \b
    Exemple :
      courriers etape dossier.json --journal lettres --au 2026-11-23
    """
    from courriers.lettre.etape import etape_due
    from courriers.lettre.pack import packs
    from courriers.lot.memoire import Memoire

    connus, memoire = packs(modeles=modeles), ctx.with_resource(Memoire(journaux))
    dire_constats(memoire.constats)

    def faire(dossier: Dossier) -> dict[str, Any]:
        due = etape_due(memoire.completer(dossier, au), connus, au, bareme=bareme)
        return {"au": au.isoformat(), **due.as_dict()}

    def montrer(resultat: dict[str, Any], dossier: Dossier) -> None:
        del dossier
        choix = resultat["etape"] or "aucune"
        click.echo(f"Étape due au {date_longue(au)} : {choix}")
        for ligne in resultat["explication"]:
            click.echo(paragraphe(ligne, "  - "))

    _chaque(ctx, sources, json_, faire, montrer)
