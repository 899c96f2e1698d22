"""The command ``demo``: every sample, every letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.options import option_delai, option_format, option_sortie, possibles
from courriers.document.ouvriers import Ouvriers
from courriers.erreurs import LettreRefusee
from courriers.langue.typographie import date_longue, montant

if TYPE_CHECKING:
    from courriers.lot.demonstration import Essai
    from courriers.lot.execution import Resultat


@click.command("demo")
@option_sortie
@option_format
@option_delai
@click.pass_context
def demo(ctx: click.Context, sortie: Path, formats: tuple[str, ...] | None, delai: float) -> None:
    """Écrit les lettres de tous les exemples, chacun à sa date.

    Chaque exemple avec chaque lettre, en Word et en PDF, dans DIR/<exemple>/, et son courriel et sa
    fiche d'appel s'il a de quoi écrire et appeler. Un refus est montré
    avec sa raison : la loi ou le dossier ne permet pas cette lettre.
    """
    from courriers.lot.demonstration import demonstration

    ecrites, refusees, imprevues = 0, 0, 0
    exemple = ""
    with Ouvriers(delai=delai) as ouvriers:
        for essai in demonstration(
            sortie, formats=possibles(formats, ouvriers), executeur=ouvriers
        ):
            if essai.exemple != exemple:
                exemple = essai.exemple
                click.echo(f"\n{exemple} (au {date_longue(essai.au)})")
            resultat = essai.resultat
            if resultat.lettre is None:
                refusees += 1
                imprevues += not isinstance(resultat.erreur, LettreRefusee)
                click.echo(f"  {_nom(essai):<30} refusée  {_raison(resultat)}")
                continue
            ecrites += 1
            reclamee, devise = resultat.lettre.somme, resultat.lettre.decompte.devise
            somme = montant(reclamee, devise) if reclamee else ""
            click.echo(f"  {_nom(essai):<30} {somme:>14}  {resultat.fichiers[0].parent}")
    click.echo(f"\n{ecrites} lettres écrites dans {sortie}, {refusees} refusées par la loi ou le "
               "dossier.")  # fmt: skip
    click.echo(f"Ouvrez par exemple {sortie / 'societe-a-societe' / 'mise-en-demeure.pdf'}, et le "
               "même en .docx dans Word.")  # fmt: skip
    if imprevues:
        ctx.exit(1)


def _nom(essai: Essai) -> str:
    """The pack, and the channel when it is another than its first."""
    premier = essai.pack.manifeste.canaux[0]
    return essai.pack.nom if essai.canal == premier else f"{essai.pack.nom}, {essai.canal}"


def _raison(resultat: Resultat) -> str:
    """Why a letter was refused, on one line."""
    erreur = resultat.erreur
    if erreur is None:
        return ""
    phrase = erreur.constats[0].message if erreur.constats else erreur.message
    return f"{erreur.code} : {phrase}"
