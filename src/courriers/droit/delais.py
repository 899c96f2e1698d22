"""Counting delays: months and days, working days, and the periods of the Code of Civil Procedure.

Sources: CPC, art. 640 (the day of the act starts the delay), 641 (it does not count; months and
years end on the same day of the month, or its last; months first, then days), 642 (a delay ends at
midnight; a Saturday, Sunday or holiday moves it to the next working day) and 643 (one more month
overseas, two abroad, for the delays it lists). A delay of limitation is none of these: it is never
moved by art. 642 (C. civ., art. 2228 and 2229). Nor is the deadline of a letter, which is a
courtesy.
"""

from __future__ import annotations

import calendar
import datetime

from courriers.dossier.modele import Dossier
from courriers.dossier.pays import est_francais
from courriers.dossier.personnes import Adresse
from courriers.dossier.procedures import Ordonnance
from courriers.droit.bareme import Bareme
from courriers.droit.jours_feries import LieuFerie, est_ouvrable

UN_JOUR = datetime.timedelta(1)


def ajouter_mois(jour: datetime.date, mois: int) -> datetime.date:
    """The same day *mois* months later, or the last of that month (CPC, art. 641).

    >>> ajouter_mois(datetime.date(2026, 1, 31), 1), ajouter_mois(datetime.date(2026, 12, 5), 1)
    (datetime.date(2026, 2, 28), datetime.date(2027, 1, 5))
    """
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, numero = divmod(rang, 12)
    dernier = calendar.monthrange(annee, numero + 1)[1]
    return datetime.date(annee, numero + 1, min(jour.day, dernier))


def ajouter_annees(jour: datetime.date, annees: int) -> datetime.date:
    """The same day *annees* later; 28 February for a 29 that does not exist (CPC, art. 641).

    >>> ajouter_annees(datetime.date(2024, 2, 29), 2)
    datetime.date(2026, 2, 28)
    """
    if jour.month == 2 and jour.day == 29:
        return ajouter_mois(jour, 12 * annees)
    return jour.replace(year=jour.year + annees)


def terme(origine: datetime.date, *, mois: int = 0, jours: int = 0) -> datetime.date:
    """Last day of a delay that *origine* starts, whatever day of the week it falls on.

    The day of origin does not count; months come first, then days (CPC, art. 641).

    >>> terme(datetime.date(2026, 1, 31), mois=1, jours=15)
    datetime.date(2026, 3, 15)
    """
    return ajouter_mois(origine, mois) + datetime.timedelta(jours)


def proroge(
    jour: datetime.date, lieu: LieuFerie = "metropole", *, vendredi_saint: bool = False
) -> datetime.date:
    """*jour*, or the first working day after it if it is not one (CPC, art. 642).

    Args:
        jour: the last day of a delay of procedure.
        lieu: whose public holidays count; whether a local one moves a delay has not been judged,
            and « metropole », the default, counts none.
        vendredi_saint: in Alsace-Moselle, Good Friday too, in a commune with a Protestant church.

    >>> proroge(datetime.date(2026, 11, 28)), proroge(datetime.date(2026, 12, 25))
    (datetime.date(2026, 11, 30), datetime.date(2026, 12, 28))
    """
    while not est_ouvrable(jour, lieu, vendredi_saint=vendredi_saint):
        jour += UN_JOUR
    return jour


def terme_de_procedure(
    origine: datetime.date,
    *,
    mois: int = 0,
    jours: int = 0,
    distance: int = 0,
    lieu: LieuFerie = "metropole",
) -> datetime.date:
    """Last day of a delay of civil procedure (CPC, art. 640 to 643).

    Args:
        origine: day of the act, which does not count.
        mois: months of the delay.
        jours: days that come after the months.
        distance: months added by art. 643, if the delay is one of those it lists.
        lieu: whose public holidays count.

    >>> terme_de_procedure(datetime.date(2026, 9, 1), mois=3)
    datetime.date(2026, 12, 1)
    >>> terme_de_procedure(datetime.date(2026, 10, 15), mois=1)  # 15 November is a Sunday
    datetime.date(2026, 11, 16)
    """
    return proroge(terme(origine, mois=mois + distance, jours=jours), lieu)


def terme_de_signification(ordonnance: Ordonnance, bareme: Bareme) -> datetime.date:
    """Last day to serve an order to pay, after which it is void (CPC, art. 1411).

    Six months from its day, three for an order of 1 September 2026 or later.
    """
    mois = int(bareme.en_vigueur("delai_signification_injonction", ordonnance.date).valeur)
    return terme_de_procedure(ordonnance.date, mois=mois)


def distance_du_debiteur(dossier: Dossier) -> int:
    """Months that CPC, art. 643, gives the debtor before a court of the metropole.

    None for a debtor who lives there.
    """
    adresse = dossier.debiteur.adresse
    if not est_francais(adresse.pays):
        return 2
    return 0 if territoire_judiciaire(adresse) == "metropole" else 1


_OUTRE_MER = {
    "GP": "971", "MQ": "972", "GF": "973", "RE": "974", "PM": "975", "YT": "976", "BL": "977",
    "MF": "978", "TF": "984", "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip
"""Overseas territories that also have a country code."""


def territoire_judiciaire(adresse: Adresse) -> str:
    """« metropole », the code of an overseas territory (971…), or the country."""
    if adresse.pays != "FR":
        return _OUTRE_MER.get(adresse.pays, adresse.pays)
    code = adresse.code_postal[:3]
    return code if code >= "971" else "metropole"
