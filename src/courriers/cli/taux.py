"""``courriers taux``: the rates and amounts fixed by law, their sources and their age."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import partial
from typing import Any

import click

from courriers.cli.messages import dire_constats, en_json
from courriers.cli.options import option_au, option_bareme, option_json
from courriers.droit.bareme import TABLES, Bareme, Valeur
from courriers.droit.semestre import Semestre
from courriers.erreurs import TauxInconnu
from courriers.langue.typographie import INSECABLE, nombre

_ENTETES = ("semestre", "particuliers", "autres", "plancher", "BCE", "BCE + 10", "BCE + 8", "lu")
_LEGENDE = """En % l’an. plancher : trois fois le taux légal, autres cas (L441-10, II).
lu : jours depuis la vérification de la source.
* une valeur n’est recoupée que par une source   + ajoutée par courriers.toml"""


@click.command("taux")
@option_au
@option_bareme
@option_json
def taux(au: datetime.date, bareme: Bareme, json_: bool) -> None:
    """Montre les taux et les montants fixés par la loi, leur source et leur âge.

    Un taux n'est jamais prolongé d'un semestre à l'autre : du 1er décembre et du 1er juin, ce qui
    manque pour le semestre suivant est signalé. Un semestre s'ajoute sans attendre une nouvelle
    version, dans le fichier courriers.toml du répertoire de travail :

    \b
      [[taux]]
      semestre = "2027-S1"
      particulier = "6.50"
      autres = "2.60"
      bce = "2.65"
      source = "arrêté du … (JO du …) ; bce.europa.eu"
      verifie_le = 2027-01-02
    """
    from courriers.droit.actualite import constats_actualite

    if json_:
        en_json({"empreinte": bareme.empreinte, "au": au.isoformat(),
                 "valeurs": list(_valeurs(bareme, au))})  # fmt: skip
    else:
        for ligne in (*_semestres(bareme, au), "", *_constantes(bareme, au)):
            click.echo(ligne)
        click.echo(f"\nEmpreinte du barème : {bareme.empreinte}")
    dire_constats(constats_actualite(bareme, au))


def _valeurs(bareme: Bareme, au: datetime.date) -> Iterator[dict[str, Any]]:
    for nom, valeur, fin in bareme.valeurs():
        yield {
            "nom": nom,
            "libelle": valeur.libelle or TABLES[nom],
            "valeur": str(valeur.valeur),
            "unite": valeur.unite,
            "debut": valeur.debut.isoformat(),
            "fin": fin and fin.isoformat(),
            "source": valeur.source,
            "verifie_le": valeur.verifie_le.isoformat(),
            "age_jours": valeur.age(au),
            "relu": valeur.relu,
            "ajoutee": valeur.ajoutee,
        }


def _semestres(bareme: Bareme, au: datetime.date) -> Iterator[str]:
    """One row a half-year: the published rates, what the law makes of them; then their sources."""
    semestres = sorted({s for nom in TABLES for s in getattr(bareme, nom)})
    rangs = [_ENTETES, *(_rang(bareme, semestre, au) for semestre in semestres)]
    largeurs = [max(len(rang[i]) for rang in rangs) for i in range(len(_ENTETES))]
    for rang in rangs:
        yield "  ".join(f"{cell:>{large}}" for cell, large in zip(rang, largeurs, strict=True))
    yield _LEGENDE
    yield "\nSources :"
    for semestre in semestres:
        sources = dict.fromkeys(
            t[semestre].source for nom in TABLES if semestre in (t := getattr(bareme, nom))
        )
        yield f"  {semestre} : {' ; '.join(sources)}"


def _rang(bareme: Bareme, semestre: Semestre, au: datetime.date) -> tuple[str, ...]:
    lire = (
        partial(bareme.taux_legal, particulier=True),
        partial(bareme.taux_legal, particulier=False),
        bareme.plancher,
        bareme.taux_bce,
        bareme.taux_suppletif,
        bareme.taux_commande_publique,
    )
    cellules = []
    for fonction in lire:
        try:
            cellules.append(nombre(fonction(semestre), 2))
        except TauxInconnu:
            cellules.append("–")
    valeurs = [t[semestre] for nom in TABLES if semestre in (t := getattr(bareme, nom))]
    marque = "" if all(v.relu for v in valeurs) else "*"
    marque += "+" if any(v.ajoutee for v in valeurs) else ""
    return (f"{semestre}{marque}", *cellules, f"{max(v.age(au) for v in valeurs)} j")


def _constantes(bareme: Bareme, au: datetime.date) -> Iterator[str]:
    yield "Montants, seuils et délais :"
    for nom, valeur, fin in bareme.valeurs():
        if nom in TABLES:
            continue
        jusque = f"au {fin:%d/%m/%Y}" if fin else "à ce jour"
        relu = "" if valeur.relu else " [à relire]"
        periode = f"du {valeur.debut:%d/%m/%Y} {jusque}"
        yield f"  {valeur.libelle} : {_quantite(valeur)}, {periode}{relu}"
        yield f"      {valeur.source} ; vérifié il y a {valeur.age(au)} j"


def _quantite(valeur: Valeur) -> str:
    """« 40,00 € », « 1 an », « 10 points »."""
    pluriel = "s" if valeur.valeur >= 2 and valeur.unite in ("an", "jour", "point") else ""
    return f"{nombre(valeur.valeur)}{INSECABLE}{valeur.unite}{pluriel}"
