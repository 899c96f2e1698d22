"""The first ``courriers.toml`` of an office, which explains itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from courriers.lot.saisie.toml_ecrit import section

_ENTETE = """\
## courriers.toml : ce que votre office dit une fois pour toutes. Les lignes qui commencent par #
## ne comptent pas : ôtez le # pour vous en servir.
"""
_SUITE = """\
## Plusieurs créanciers en un lot : un [creanciers.NOM] chacun, et une colonne « créancier » dans la
## table, qui porte NOM.
# [creanciers.atelier-nord]
# type = "societe"

## Votre papier à en-tête : un fichier Word à côté de celui-ci, ou « preimprime ».
# [papier]
# modele = "papier.docx"

## Un semestre dont ce programme ne connaît pas encore les taux : « courriers taux » dit lesquels.
# [[taux]]
# semestre = "2027-S1"
# autres = "2.65"
# source = "arrêté du 15 décembre 2026, JO du 20"
# verifie_le = 2027-01-02
"""


def premiere_configuration(
    creancier: Mapping[str, Any],
    *,
    delai: str = "",
    qualite: str = "",
    taux: str = "",
    colonnes: Mapping[str, str] | None = None,
) -> str:
    """The text of the file.

    Args:
        creancier: as a case holds it, already checked.
        delai: terms of payment, « 30 jours »; none when each invoice bears its due date.
        qualite: that of every debtor of a source; none when a column says it.
        taux: penalty rate agreed, in % a year; none when the law sets it.
        colonnes: field of ours, heading of the table.
    """
    lignes = [_ENTETE, *_delai(delai), "", *section("creancier", dict(creancier)), ""]
    lignes += [*_debiteur(qualite), "", *_conditions(taux), "", *_colonnes(colonnes or {}), ""]
    return "\n".join(lignes) + "\n" + _SUITE


def _delai(delai: str) -> Iterator[str]:
    yield "## Délai de paiement des factures sans échéance : « 30 jours », « 30 jours fin de"
    yield "## mois », « 45 jours fin de mois »."
    yield f'delai = "{delai}"' if delai else '# delai = "30 jours"'
    yield ""
    yield "## Où « produire » écrit les lettres et cherche vos modèles ; à côté de ce fichier."
    yield '# sortie = "lettres"'
    yield '# modeles = "mes-modeles"'


def _debiteur(qualite: str) -> Iterator[str]:
    yield "## Ce qui vaut pour tous les débiteurs d’une table, d’un FEC, d’un lot de factures,"
    yield "## quand une colonne ne le dit pas. qualite : professionnel, consommateur,"
    yield "## non_professionnel ou personne_publique ; elle n’est jamais devinée."
    yield "[debiteur]"
    yield f'qualite = "{qualite}"' if qualite else '# qualite = "professionnel"'
    yield '# type = "societe"  # societe, entrepreneur_individuel, association, particulier…'


def _conditions(taux: str) -> Iterator[str]:
    convenu = {"penalites": {"mode": "convenu", "taux": taux}} if taux else None
    yield from section("conditions", convenu)


def _colonnes(colonnes: Mapping[str, str]) -> Iterator[str]:
    yield '## Vos colonnes, si leurs titres ne sont pas compris : champ = "titre dans la table".'
    yield "[colonnes]"
    for champ, titre in colonnes.items():
        yield f"{champ} = {json.dumps(titre, ensure_ascii=False)}"
    if not colonnes:
        yield '# montant_ttc = "Total T.T.C."'
