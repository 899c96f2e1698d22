"""The command ``verifier-lot``: folders of letters held to their journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.avancement import Avancement
from courriers.cli.messages import dire_constats, en_json
from courriers.cli.options import chemin, option_json, option_modeles, option_reglages
from courriers.constats import Gravite
from courriers.langue.typographie import compte

if TYPE_CHECKING:
    from courriers.cli.options import Reglages
    from courriers.lot.preuve import Preuve

_DITES = {
    Gravite.ERREUR: "erreur",
    Gravite.AVERTISSEMENT: "avertissement",
}


@click.command("verifier-lot")
@click.argument(
    "repertoires", metavar="DIR…", nargs=-1, required=True,
    type=chemin(exists=True, file_okay=False),
)  # fmt: skip
@option_modeles
@option_reglages
@option_json
@click.pass_context
def verifier_lot(
    ctx: click.Context,
    repertoires: tuple[Path, ...],
    modeles: Path | None,
    reglages: Reglages,
    json_: bool,
) -> None:
    """Prouve un répertoire de lettres par son journal, fichier par fichier.

    DIR est un répertoire écrit par « courriers produire ». Chaque fichier du journal doit être là,
    identique octet pour octet (SHA-256) ; chaque lettre qui est là doit être au journal ; aucune
    étape n'est faite deux fois. Sont dits aussi les PDF changés depuis leur dépôt et les modèles
    qui ne sont plus ceux des lettres. Rien n'est écrit.

    Sortie 0 : tout est conforme, des informations peut-être ; 1 : une erreur ou un avertissement.
    --json donne un objet, ou un par ligne pour plusieurs répertoires.

    \b
    Exemples :
      courriers verifier-lot lettres
      courriers verifier-lot 2025 2026 --json
    """
    from courriers.lettre.pack import packs
    from courriers.lot.preuve import Preuve, prouver

    siens = modeles or reglages.configuration.chemin(reglages.configuration.modeles)
    connus = {pack.nom: pack for pack in packs(modeles=siens, papier=reglages.papier)}
    conforme = True
    for repertoire in repertoires:
        preuve, dits = Preuve(repertoire), []
        ligne = Avancement("Fichiers lus", montre=not json_)
        for constat in prouver(preuve, connus, ligne.avancer):
            if json_:
                dits.append(constat.as_dict())
                continue
            ligne.effacer()
            dire_constats([constat])
        ligne.effacer()
        conforme = conforme and preuve.est_conforme
        if json_:
            en_json({**preuve.as_dict(), "constats": dits}, lignes=len(repertoires) > 1)
        else:
            ou = f"{repertoire}\u00a0: " if len(repertoires) > 1 else ""
            click.echo(f"{ou}{phrase(preuve)}")
    if not conforme:
        ctx.exit(1)


def phrase(preuve: Preuve) -> str:
    """What was held, and how it came out."""
    comptes = [compte(preuve.lettres, "lettre"), compte(preuve.fichiers, "fichier")]
    comptes += [compte(preuve.retirees, "retirée")] if preuve.retirees else []
    comptes += [compte(preuve.purgees, "purgée")] if preuve.purgees else []
    fautes = [compte(n, mot) for g, mot in _DITES.items() if (n := preuve.gravites.get(g, 0))]
    return f"{', '.join(comptes)}\u00a0: {', '.join(fautes) or 'tout est conforme au journal'}."
