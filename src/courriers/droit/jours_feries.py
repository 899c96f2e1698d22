"""Public holidays and working days, by place.

Sources: C. trav., art. L3133-1 (eleven holidays) and L3134-13 (Alsace-Moselle: 26 December, and
Good Friday where there is a Protestant church); law n° 83-550 of 30 June 1983 (abolition of
slavery, overseas). ``holidays`` (imported here only) knows the calendar; it numbers Guyane
« 973 », counts Good Friday everywhere in Alsace-Moselle, and adds days that are a custom in the
Antilles: only what the texts above name is kept.
"""

from __future__ import annotations

import datetime
import functools
from typing import Literal, get_args

LieuFerie = Literal[
    "metropole",
    "alsace-moselle",
    "guadeloupe",
    "martinique",
    "guyane",
    "la-reunion",
    "mayotte",
    "saint-barthelemy",
    "saint-martin",
]
"""Where the public holidays are those of the place; « metropole » has the eleven of the law."""

LIEUX: tuple[LieuFerie, ...] = get_args(LieuFerie)
_SUBDIVISIONS: dict[LieuFerie, str] = {
    "alsace-moselle": "57",
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "la-reunion": "974",
    "mayotte": "976",
    "saint-barthelemy": "BL",
    "saint-martin": "MF",
}
_LOCAUX = ("Saint-Étienne", "Abolition de l'esclavage")
_VENDREDI_SAINT = "Vendredi saint"
_PAR_CODE_POSTAL: dict[str, LieuFerie] = {
    "57": "alsace-moselle",
    "67": "alsace-moselle",
    "68": "alsace-moselle",
    "971": "guadeloupe",
    "972": "martinique",
    "973": "guyane",
    "974": "la-reunion",
    "976": "mayotte",
    "97133": "saint-barthelemy",
    "97150": "saint-martin",
    "977": "saint-barthelemy",
    "978": "saint-martin",
}


def lieu_ferie(code_postal: str) -> LieuFerie:
    """The place of a French postcode.

    >>> lieu_ferie("67000"), lieu_ferie("97400"), lieu_ferie("69002"), lieu_ferie("97150")
    ('alsace-moselle', 'la-reunion', 'metropole', 'saint-martin')
    """
    for longueur in (5, 3, 2):
        lieu = _PAR_CODE_POSTAL.get(code_postal[:longueur])
        if lieu is not None:
            return lieu
    return "metropole"


def feries(
    annee: int, lieu: LieuFerie = "metropole", *, vendredi_saint: bool = False
) -> frozenset[datetime.date]:
    """The public holidays of *annee* in *lieu*.

    Raises:
        ValueError: an unknown place.

    >>> len(feries(2026)), datetime.date(2026, 12, 26) in feries(2026, "alsace-moselle")
    (11, True)
    """
    if lieu not in LIEUX:
        raise ValueError(f"« {lieu} » n’est pas un lieu connu ({', '.join(LIEUX)})")
    return _feries(annee, lieu, vendredi_saint)


def est_ouvrable(
    jour: datetime.date, lieu: LieuFerie = "metropole", *, vendredi_saint: bool = False
) -> bool:
    """Neither Saturday, Sunday nor public holiday: a delay may end on *jour* (CPC, art. 642).

    >>> est_ouvrable(datetime.date(2026, 11, 11)), est_ouvrable(datetime.date(2026, 11, 12))
    (False, True)
    """
    return jour.weekday() < 5 and jour not in feries(jour.year, lieu, vendredi_saint=vendredi_saint)


@functools.cache
def _feries(annee: int, lieu: LieuFerie, vendredi_saint: bool) -> frozenset[datetime.date]:
    import holidays

    nationaux = holidays.country_holidays("FR", years=annee)
    locaux = holidays.country_holidays(
        "FR", subdiv=_SUBDIVISIONS.get(lieu), years=annee, language="fr"
    )
    retenus = {
        *_LOCAUX,
        *((_VENDREDI_SAINT,) if lieu == "alsace-moselle" and vendredi_saint else ()),
    }
    return frozenset(jour for jour, nom in locaux.items() if jour in nationaux or nom in retenus)
