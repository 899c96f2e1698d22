"""The command ``echeances``: what must be done by when, for each case."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.loi import AVIS
from courriers.cli.messages import dire, dire_constats, dire_erreur, en_json
from courriers.cli.options import (
    Jour,
    argument_sources,
    chemin,
    option_au,
    option_configuration,
    option_json,
    option_modeles,
)
from courriers.cli.options_des_sources import option_exclusions, option_journaux
from courriers.erreurs import CourriersError
from courriers.langue.typographie import compte

if TYPE_CHECKING:
    from courriers.droit.agenda import Terme
    from courriers.droit.bareme import Bareme
    from courriers.lot.calendrier import Inscription
    from courriers.lot.configuration import Configuration
    from courriers.lot.sources import Cas

_SIECLE = 36_600


@click.command("echeances")
@argument_sources
@option_au
@click.option("--avant", type=Jour(), metavar="JOUR", help="Jusqu'à ce jour, compris.")
@click.option(
    "--jours", type=click.IntRange(0, _SIECLE), metavar="N",
    help="Jusqu'à N jours après celui de --au.",
)  # fmt: skip
@click.option(
    "--depasses/--sans-depasses", default=True,
    help="Montre aussi les jours déjà passés (par défaut), ou seulement ceux qui restent.",
)  # fmt: skip
@click.option("--detail", is_flag=True, help="Dit comment chaque jour est compté, et ses réserves.")
@click.option(
    "--ics", type=chemin(dir_okay=False), metavar="FICHIER",
    help="Écrit aussi un calendrier, à importer dans Outlook, Thunderbird ou un téléphone.",
)  # fmt: skip
@click.option("--noms", is_flag=True, help="Avec --ics : nomme aussi les débiteurs.")
@option_journaux
@option_exclusions
@option_modeles
@option_configuration
@option_json
@click.pass_context
def echeances(
    ctx: click.Context,
    sources: tuple[Path, ...],
    au: datetime.date,
    avant: datetime.date | None,
    jours: int | None,
    depasses: bool,
    detail: bool,
    ics: Path | None,
    noms: bool,
    journaux: tuple[Path, ...],
    exclusions: Path | None,
    modeles: Path | None,
    configuration: Configuration,
    json_: bool,
) -> None:
    """Montre ce qu'il faut faire, et avant quand, pour chaque dossier.

    Prescription, signification et opposition d'une ordonnance, assignation avant l'audience,
    déclaration de créance, petites créances, réponse du débiteur, lettre suivante, échéancier,
    information des cautions : le dernier jour utile, compris, avec son article. SOURCE est ce que
    « produire » accepte ; un dossier fautif n'arrête pas les autres (sortie 1).

    Un délai de procédure qui tombe un samedi, un dimanche ou un jour férié est reporté au premier
    jour ouvrable (CPC, art. 642) ; une prescription ne l'est jamais.

    \b
    Exemples :
      courriers echeances dossier.json --detail
      courriers echeances dossiers --jours 30
      courriers echeances impayes.xlsx --journal lettres --ics echeances.ics
    """
    from courriers.droit.actualite import constats_actualite
    from courriers.lot.sources import est_un_dossier

    bareme = configuration.bareme()
    jusqu_au = _jusqu_au(au, avant, jours)
    if noms and ics is None:
        raise click.UsageError("« --noms » va avec « --ics ».")
    if ics is not None and ics.suffix.lower() != ".ics":  # never a case or a table replaced
        raise click.BadParameter(f"« {ics} » : un nom en .ics est attendu.", param_hint="--ics")
    plusieurs = len(sources) > 1 or not est_un_dossier(sources[0])
    dire_constats(constats_actualite(bareme, au))
    lignes: list[Inscription] = []
    refus, lus = 0, 0
    cas = _cas(sources, configuration, exclusions, journaux, au)
    for lu, resultat in _termes(
        cas, au, modeles or configuration.chemin(configuration.modeles), bareme
    ):
        lus += 1
        if isinstance(resultat, CourriersError):
            refus += 1
            _refuser(lu, resultat, json_=json_, plusieurs=plusieurs)
            continue
        gardes = [t for t in resultat if _garde(t, jusqu_au, depasses=depasses)]
        dire_constats(lu.constats)
        siennes = list(_inscriptions(lu, gardes))
        if json_:
            _en_json(lu, gardes, au, plusieurs=plusieurs)
        if ics is not None or not json_:
            lignes += siennes
    lignes.sort(key=lambda i: i.terme.jour)
    if not lus:
        dire("Aucun dossier dans ces sources.", "yellow")
    elif not json_ and lus > refus:
        _montrer(lignes, au, jusqu_au, lus - refus, detail=detail)
    if ics is not None:
        _ecrire(ics, lignes, au, noms=noms)
    if refus and not json_:
        dits = compte(refus, "dossier refusé")
        dire(f"Il manque à cette liste les délais de {dits}.", "red")
    if not json_:
        dire(AVIS)
    if refus or not lus:
        ctx.exit(1)


def _jusqu_au(
    au: datetime.date, avant: datetime.date | None, jours: int | None
) -> datetime.date | None:
    if avant is not None and jours is not None:
        raise click.UsageError("« --avant » et « --jours » disent la même chose : gardez l’un.")
    if jours is None:
        return avant
    try:
        return au + datetime.timedelta(jours)
    except OverflowError:
        return datetime.date.max


def _cas(
    sources: tuple[Path, ...], configuration: Configuration, exclusions: Path | None,
    journaux: tuple[Path, ...], au: datetime.date,
) -> Iterator[Cas]:  # fmt: skip
    """Every case of *sources*, with the letters that the journals remember."""
    from courriers.lot.exclusions import exclure, lire_exclusions
    from courriers.lot.memoire import Memoire
    from courriers.lot.sources import lire

    memoire = Memoire(journaux)
    dire_constats(memoire.constats)
    liste = lire_exclusions(exclusions)
    for lu in exclure(lire(sources, configuration), liste):
        yield lu if lu.dossier is None else replace(lu, dossier=memoire.completer(lu.dossier, au))
    dire_constats(liste.sans_dossier())


def _termes(
    cas: Iterable[Cas], au: datetime.date, modeles: Path | None, bareme: Bareme
) -> Iterator[tuple[Cas, tuple[Terme, ...] | CourriersError]]:
    """Each case with its deadlines, or with why it has none."""
    from courriers.droit.agenda import agenda
    from courriers.erreurs import DossierInvalide
    from courriers.lettre.pack import packs

    niveaux = [p.niveau for p in packs(modeles=modeles)]
    for lu in cas:
        if lu.dossier is None:
            yield lu, lu.erreur or DossierInvalide(f"{lu.place} : ce dossier n’a pas été lu.")
            continue
        try:
            yield lu, agenda(lu.dossier, au, niveaux=niveaux, bareme=bareme)
        except CourriersError as faute:
            yield lu, faute


def _garde(t: Terme, jusqu_au: datetime.date | None, *, depasses: bool) -> bool:
    return (depasses or not t.depasse) and (jusqu_au is None or t.jour <= jusqu_au)


def _inscriptions(lu: Cas, termes: Iterable[Terme]) -> Iterator[Inscription]:
    from courriers.langue.accords import designation
    from courriers.lot.calendrier import Inscription

    if lu.dossier is not None:
        nom = designation(lu.dossier.debiteur)
        for t in termes:
            yield Inscription(lu.dossier.reference, nom, t)


def _refuser(lu: Cas, faute: CourriersError, *, json_: bool, plusieurs: bool) -> None:
    dit = str(faute).startswith(str(lu.place.fichier))
    dire_erreur(faute, lu.place if plusieurs and not dit else None)
    if json_:
        en_json({"source": str(lu.place), "erreur": faute.as_dict()}, lignes=plusieurs)


def _en_json(lu: Cas, termes: list[Terme], au: datetime.date, *, plusieurs: bool) -> None:
    en_json(
        {
            "reference": lu.reference,
            "source": str(lu.place),
            "au": au.isoformat(),
            "delais": [t.as_dict() for t in termes],
            "avis": AVIS,
        },
        lignes=plusieurs,
    )


def _montrer(
    lignes: list[Inscription], au: datetime.date, jusqu_au: datetime.date | None, lus: int,
    *, detail: bool,
) -> None:  # fmt: skip
    from courriers.cli.affichage_des_echeances import tableau
    from courriers.langue.typographie import date_longue

    fin = f", jusqu’au {date_longue(jusqu_au)}" if jusqu_au is not None else ""
    dossiers = f" ({lus} dossiers)" if lus > 1 else ""
    click.echo(f"Échéances au {date_longue(au)}{fin}{dossiers}\n")
    click.echo(tableau(lignes, au, detail=detail))


def _ecrire(ics: Path, lignes: list[Inscription], au: datetime.date, *, noms: bool) -> None:
    from courriers.lot.calendrier import calendrier
    from courriers.lot.ecriture import ecrire_atomiquement, ecriture_impossible

    if not lignes:
        dire(f"Aucune échéance : {ics} n’est pas écrit.", "yellow")
        return
    octets = calendrier(lignes, au, noms=noms)
    try:
        ecrire_atomiquement(ics, octets)
    except OSError as faute:
        raise ecriture_impossible(faute) from None
    dire(f"{ics} : {compte(len(lignes), 'événement')}. Importez-le dans un agenda à part : un "
         "délai qui n’existe plus n’en est pas retiré.")  # fmt: skip
