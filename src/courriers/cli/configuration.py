"""The command ``configurer``: a first ``courriers.toml``, by a few questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from courriers.cli.messages import dire
from courriers.cli.options import chemin
from courriers.erreurs import motif_systeme

_QUALITES = {
    "1": ("professionnel", "des professionnels"),
    "2": ("consommateur", "des consommateurs"),
    "3": ("", "des uns et des autres : une colonne de la table le dit"),
}
_DELAIS = {
    "1": ("", "l’échéance est sur chaque facture, ou dans une colonne"),
    "2": ("30 jours", "30 jours"),
    "3": ("30 jours fin de mois", "30 jours fin de mois"),
    "4": ("45 jours fin de mois", "45 jours fin de mois"),
    "5": ("60 jours", "60 jours"),
}


@click.command("configurer")
@click.option(
    "-o", "--sortie", type=chemin(dir_okay=False), default=Path("courriers.toml"),
    show_default=True, metavar="FICHIER", help="Fichier à écrire.",
)  # fmt: skip
@click.pass_context
def configurer(ctx: click.Context, sortie: Path) -> None:
    """Écrit un premier courriers.toml, après quelques questions.

    Qui est payé, vos délais de paiement, vos clients, votre taux de pénalités : ce qu'une table, un
    FEC ou des factures électroniques ne disent pas, et que « importer » et « produire » y liront.
    Le fichier s'explique lui-même ; un fichier déjà là n'est pas remplacé sans le demander.

    \b
    Exemple :
      courriers configurer
      courriers importer impayes.csv
    """
    from courriers.cli.questionnaire import FinDeSaisie, preparer, soigner
    from courriers.lot.premiere_configuration import premiere_configuration

    preparer()
    try:
        creancier = _creancier()
        delai = _parmi("Vos factures sont payables", _DELAIS)
        qualite = _parmi("Vos clients sont", _QUALITES)
        taux = _taux()
        texte = premiere_configuration(creancier, delai=delai, qualite=qualite, taux=taux)
        _ecrire(sortie, texte)
    except FinDeSaisie:
        dire(soigner("Les réponses s’arrêtent avant la fin : rien n’est enregistré."), "red")
        ctx.exit(1)
    except KeyboardInterrupt:
        dire("")
        dire(soigner("Interrompu : rien n’est enregistré."))
        ctx.exit(130)
    click.echo(sortie)
    dire(soigner("Ensuite : courriers importer TABLE -o dossiers"))


def _creancier() -> dict[str, Any]:
    from courriers.cli.questionnaire import interroger
    from courriers.lot.saisie import Parcours, lire_reponses

    parcours = interroger(Parcours(partie="creancier"))
    creancier: dict[str, Any] = lire_reponses(parcours.reponses).dossier["creancier"]
    return creancier


def _parmi(phrase: str, choix: dict[str, tuple[str, str]]) -> str:
    from courriers.cli.questionnaire import lire, soigner

    dire("")
    for rang, (_, mots) in choix.items():
        dire(f"  {rang}. {mots}")
    while (dit := lire(f"{phrase} [1] :") or "1") not in choix:
        dire(soigner(f"  Un nombre de 1 à {len(choix)} est attendu."), "yellow")
    return choix[dit][0]


def _taux() -> str:
    from courriers.cli.questionnaire import lire
    from courriers.constats import Constat
    from courriers.lot.saisie import verifier_reponse
    from courriers.lot.saisie.question import question

    posee = question("conditions.taux")
    while posee is not None and (dit := lire(f"{posee.libelle} (facultatif, ex. 12) :")):
        valeur = verifier_reponse(posee, dit)
        if not isinstance(valeur, Constat):
            return str(valeur)
        dire(f"  {valeur.message}", "yellow")
    return ""


def _ecrire(sortie: Path, texte: str) -> None:
    from courriers.cli.questionnaire import FinDeSaisie, oui_non, soigner
    from courriers.lot.ecriture import ecrire_atomiquement

    if sortie.exists() and not oui_non(f"{sortie} existe déjà. Le remplacer ?"):
        raise FinDeSaisie
    try:
        ecrire_atomiquement(sortie, texte.encode("utf-8"))
    except OSError as faute:
        dire(soigner(f"{sortie} ne peut pas être écrit : {motif_systeme(faute)}."), "red")
        raise FinDeSaisie from None
