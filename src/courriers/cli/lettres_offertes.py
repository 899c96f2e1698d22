"""The letters a new case can have, numbered; the one the person wants, written at once."""

from __future__ import annotations

import datetime
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.affichage import paragraphe
from courriers.cli.loi import AVIS
from courriers.cli.messages import dire
from courriers.cli.options import possibles
from courriers.cli.suivi_du_lot import dire_la_suite, montrer
from courriers.document.ouvriers import Ouvriers
from courriers.langue.typographie import date_longue, majuscule, montant

if TYPE_CHECKING:
    from courriers.cli.options import Reglages
    from courriers.dossier.modele import Dossier
    from courriers.lettre.pack import Pack
    from courriers.lot.saisie import Offre


def choisir(
    dossier: Dossier, au: datetime.date, packs: list[Pack], reglages: Reglages, source: Path
) -> Pack | None:
    """Show every letter, and the one the person wants written now, if any."""
    from courriers.cli.questionnaire import lire, soigner
    from courriers.lot.saisie import offres

    toutes = offres(dossier, au, packs, bareme=reglages.bareme)
    permises = [o for o in toutes if o.permise]
    _proposer(toutes, permises, au)
    suite = f"courriers produire {shlex.quote(str(source))} --pack"
    choix: Pack | None = None
    while permises:
        dit = lire("Numéro de la lettre à écrire maintenant (Entrée : aucune) :")
        if not dit:
            break
        if dit.isascii() and dit.isdigit() and len(dit) < 4 and 0 < int(dit) <= len(permises):
            nom = permises[int(dit) - 1].pack
            choix = next(p for p in packs if p.nom == nom)
            break
        dire(soigner(f"  Un nombre de 1 à {len(permises)} est attendu, ou Entrée."), "yellow")
    if choix is None:
        nom = permises[0].pack if permises else "auto"
        dire(soigner(f"Plus tard : {suite} {nom}"))
    return choix


def _proposer(toutes: list[Offre], permises: list[Offre], au: datetime.date) -> None:
    from courriers.cli.questionnaire import soigner

    dire("")
    titre = (
        f"Lettres possibles au {date_longue(au)}" if permises else "Aucune lettre n’est possible"
    )
    click.secho(titre, bold=True, err=True)
    large = max((len(o.titre) for o in permises), default=0)
    for rang, offre in enumerate(permises, start=1):
        somme = montant(offre.somme, offre.devise) if offre.somme else ""
        due = "  ← l’étape due" if offre.due else ""
        dire(f"  {rang}. {offre.titre:<{large}}  {somme:>14}{due}".rstrip())
    if len(permises) == len(toutes):
        return
    click.secho("Pas pour ce dossier, à ce jour", bold=True, err=True)
    for offre in toutes:
        if not offre.permise:
            due = " (l’étape due)" if offre.due else ""
            raisons = " ".join(majuscule(r.phrase) for r in offre.raisons)
            dire(paragraphe(soigner(f"{offre.titre}{due} : {raisons}"), "  - "))


def ecrire(
    ctx: click.Context,
    source: Path,
    pack: Pack,
    au: datetime.date,
    lettres: Path,
    formats: tuple[str, ...] | None,
    reglages: Reglages,
    delai: float,
) -> None:
    """Write the letter of *pack*, and say what to do with it."""
    from courriers.lot.execution import produire

    refus = False
    with Ouvriers(delai=delai) as ouvriers:
        for resultat in produire(
            [source], pack, au, lettres, formats=possibles(formats, ouvriers),
            bareme=reglages.bareme, executeur=ouvriers,
        ):  # fmt: skip
            montrer(resultat, json_=False, nommer=False)
            refus = refus or resultat.erreur is not None
    if refus:
        ctx.exit(1)
    dire_la_suite(pack, au, None)
    dire(AVIS)
