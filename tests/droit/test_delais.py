"""Months, days, working days: CPC, art. 640 to 643, and the public holidays of each place.

The holidays of 2026 are written from the texts (C. trav., art. L3133-1 and L3134-13; law
n° 83-550); Easter is computed here again, by the rule of Meeus.
"""

from datetime import date, timedelta

import pytest

from courriers.droit.delais import (
    ajouter_annees,
    ajouter_mois,
    proroge,
    terme,
    terme_de_procedure,
)
from courriers.droit.jours_feries import LIEUX, est_ouvrable, feries, lieu_ferie

NATIONAUX_2026 = {
    date(2026, 1, 1): "jour de l’An",
    date(2026, 4, 6): "lundi de Pâques",
    date(2026, 5, 1): "fête du Travail",
    date(2026, 5, 8): "Victoire",
    date(2026, 5, 14): "Ascension",
    date(2026, 5, 25): "lundi de Pentecôte",
    date(2026, 7, 14): "fête nationale",
    date(2026, 8, 15): "Assomption",
    date(2026, 11, 1): "Toussaint",
    date(2026, 11, 11): "Armistice",
    date(2026, 12, 25): "Noël",
}
VENDREDI_SAINT_2026 = date(2026, 4, 3)
LOCAUX = {
    "metropole": None,
    "alsace-moselle": (12, 26),
    "mayotte": (4, 27),
    "martinique": (5, 22),
    "guadeloupe": (5, 27),
    "saint-martin": (5, 28),
    "guyane": (6, 10),
    "saint-barthelemy": (10, 9),
    "la-reunion": (12, 20),
}


def paques(annee):
    """Easter Sunday (Meeus, Gregorian calendar)."""
    a, (b, c) = annee % 19, divmod(annee, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    rang = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * rang) // 433
    mois, _jour = divmod(h + rang - 7 * m + 90, 25)
    return date(annee, mois, (h + rang - 7 * m + 33 * mois + 19) % 32)


def legaux(annee):
    fixes = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    mobiles = (1, 39, 50)
    return {date(annee, m, j) for m, j in fixes} | {
        paques(annee) + timedelta(jours) for jours in mobiles
    }


# --- Mois et années ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        ("2026-10-15", 1, "2026-11-15"),  # same number
        ("2026-01-31", 1, "2026-02-28"),  # no 31: the last of the month
        ("2028-01-31", 1, "2028-02-29"),  # a leap year
        ("2026-01-29", 1, "2026-02-28"),
        ("2028-01-29", 1, "2028-02-29"),
        ("2026-02-28", 1, "2026-03-28"),  # the last of its month, but the same number
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-05", 1, "2027-01-05"),  # over the year
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-15", 1, "2026-12-15"),
        ("2026-01-15", 11, "2026-12-15"),
        ("2026-01-15", 12, "2027-01-15"),
        ("2026-01-15", 36, "2029-01-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-15", 0, "2026-01-15"),
    ],
)
def test_un_mois_finit_le_meme_quantieme_ou_le_dernier_jour(jour, mois, attendu):
    assert ajouter_mois(date.fromisoformat(jour), mois) == date.fromisoformat(attendu)


@pytest.mark.parametrize(
    ("jour", "annees", "attendu"),
    [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2096-02-29", 4, "2100-02-28"),  # 2100 is no leap year
        ("2025-02-28", 3, "2028-02-28"),  # the same number, not the last day
        ("2026-12-31", 5, "2031-12-31"),
    ],
)
def test_une_annee_finit_le_meme_quantieme(jour, annees, attendu):
    assert ajouter_annees(date.fromisoformat(jour), annees) == date.fromisoformat(attendu)


@pytest.mark.parametrize(
    ("origine", "delai", "attendu"),
    [
        ("2026-11-02", {"jours": 8}, "2026-11-10"),  # the first day does not count
        ("2026-11-02", {"jours": 1}, "2026-11-03"),
        ("2026-01-31", {"mois": 1, "jours": 15}, "2026-03-15"),  # months first: days first, 16
        ("2026-01-30", {"mois": 1, "jours": 1}, "2026-03-01"),  # days first: 28 February
        ("2026-10-15", {"mois": 1}, "2026-11-15"),  # a Sunday: not moved here
        ("2026-10-15", {}, "2026-10-15"),
    ],
)
def test_les_mois_se_comptent_avant_les_jours(origine, delai, attendu):
    assert terme(date.fromisoformat(origine), **delai) == date.fromisoformat(attendu)


# --- Jours fériés ------------------------------------------------------------------------------


def test_les_onze_jours_feries_de_2026():
    assert feries(2026) == set(NATIONAUX_2026)


@pytest.mark.parametrize("lieu", LIEUX)
def test_chaque_lieu_ajoute_son_seul_jour(lieu):
    local = LOCAUX[lieu]
    ajoute = set() if local is None else {date(2026, *local)}
    assert feries(2026, lieu) == set(NATIONAUX_2026) | ajoute


@pytest.mark.parametrize("lieu", LIEUX)
def test_le_vendredi_saint_n_est_ferie_qu_en_alsace_moselle_et_s_il_est_demande(lieu):
    assert VENDREDI_SAINT_2026 not in feries(2026, lieu)
    avec = feries(2026, lieu, vendredi_saint=True)
    assert (VENDREDI_SAINT_2026 in avec) == (lieu == "alsace-moselle")
    assert avec - {VENDREDI_SAINT_2026} == feries(2026, lieu)


def test_la_paques_du_test_est_celle_des_almanachs():
    connues = {2008: (3, 23), 2011: (4, 24), 2024: (3, 31), 2025: (4, 20), 2026: (4, 5),
               2027: (3, 28), 2038: (4, 25)}  # fmt: skip
    assert {annee: paques(annee) for annee in connues} == {
        annee: date(annee, *jour) for annee, jour in connues.items()
    }


@pytest.mark.parametrize("annees", [range(2008, 2040), range(2040, 2071)])
def test_les_jours_feries_suivent_la_loi_d_annee_en_annee(annees):
    for annee in annees:  # 1 May 2008 is also Ascension Day
        assert feries(annee) == legaux(annee), annee


@pytest.mark.parametrize("lieu", [lieu for lieu in LIEUX if LOCAUX[lieu]])
def test_le_jour_local_revient_chaque_annee(lieu):
    for annee in range(2024, 2034):
        assert feries(annee, lieu) == legaux(annee) | {date(annee, *LOCAUX[lieu])}, annee


def test_un_lieu_inconnu_est_refuse():
    with pytest.raises(ValueError, match="« corse » n’est pas un lieu connu"):
        feries(2026, "corse")


@pytest.mark.parametrize(
    ("code_postal", "lieu"),
    [
        ("67000", "alsace-moselle"),
        ("68100", "alsace-moselle"),
        ("57000", "alsace-moselle"),
        ("54000", "metropole"),  # Lorraine, but not Moselle
        ("90000", "metropole"),  # Belfort, left French in 1871
        ("20000", "metropole"),
        ("69002", "metropole"),
        ("97100", "guadeloupe"),
        ("97200", "martinique"),
        ("97300", "guyane"),
        ("97400", "la-reunion"),
        ("97600", "mayotte"),
        ("97133", "saint-barthelemy"),
        ("97150", "saint-martin"),
        ("97130", "guadeloupe"),  # Capesterre-Belle-Eau, not the island
        ("97700", "saint-barthelemy"),
        ("97800", "saint-martin"),
        ("97500", "metropole"),  # Saint-Pierre-et-Miquelon: the eleven of the law
    ],
)
def test_le_code_postal_donne_le_lieu(code_postal, lieu):
    assert lieu_ferie(code_postal) == lieu


# --- Jours ouvrables ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jour", "attendu", "options"),
    [
        ("2026-11-27", "2026-11-27", {}),  # Friday
        ("2026-11-28", "2026-11-30", {}),  # Saturday
        ("2026-11-29", "2026-11-30", {}),  # Sunday
        ("2026-11-30", "2026-11-30", {}),  # Monday
        ("2026-01-01", "2026-01-02", {}),  # New Year, a Thursday
        ("2026-04-06", "2026-04-07", {}),  # Easter Monday
        ("2026-04-04", "2026-04-07", {}),  # Saturday, Sunday, Easter Monday
        ("2026-05-01", "2026-05-04", {}),  # a Friday
        ("2026-05-08", "2026-05-11", {}),
        ("2026-05-14", "2026-05-15", {}),  # Ascension
        ("2026-05-23", "2026-05-26", {}),  # Pentecost
        ("2026-07-14", "2026-07-15", {}),
        ("2026-08-15", "2026-08-17", {}),  # a Saturday already
        ("2026-11-01", "2026-11-02", {}),  # a Sunday already
        ("2026-11-11", "2026-11-12", {}),
        ("2026-12-25", "2026-12-28", {}),  # Friday, then the week-end
        ("2025-12-25", "2025-12-26", {}),
        ("2025-12-25", "2025-12-29", {"lieu": "alsace-moselle"}),  # 26 December is a Friday
        ("2025-12-26", "2025-12-26", {"lieu": "la-reunion"}),
        ("2026-04-03", "2026-04-03", {"lieu": "alsace-moselle"}),
        ("2026-04-03", "2026-04-07", {"lieu": "alsace-moselle", "vendredi_saint": True}),
        ("2026-04-03", "2026-04-03", {"vendredi_saint": True}),
        ("2026-04-27", "2026-04-28", {"lieu": "mayotte"}),
        ("2026-04-27", "2026-04-27", {}),
        ("2026-05-22", "2026-05-26", {"lieu": "martinique"}),  # then Pentecost
        ("2026-05-27", "2026-05-28", {"lieu": "guadeloupe"}),
        ("2026-05-28", "2026-05-29", {"lieu": "saint-martin"}),
        ("2026-06-10", "2026-06-11", {"lieu": "guyane"}),
        ("2026-10-09", "2026-10-12", {"lieu": "saint-barthelemy"}),  # a Friday
        ("2027-12-20", "2027-12-21", {"lieu": "la-reunion"}),  # a Monday
        ("2026-03-12", "2026-03-12", {"lieu": "guadeloupe"}),  # Mi-Carême: a custom, no text
        ("2026-07-21", "2026-07-21", {"lieu": "martinique"}),  # Schoelcher: no text either
        ("2026-12-31", "2026-12-31", {}),
        ("2027-01-01", "2027-01-04", {}),  # a Friday
    ],
)
def test_un_dernier_jour_chome_passe_au_premier_jour_ouvrable(jour, attendu, options):
    depart, arrivee = date.fromisoformat(jour), date.fromisoformat(attendu)
    assert proroge(depart, **options) == arrivee
    assert est_ouvrable(arrivee, **options)
    assert est_ouvrable(depart, **options) == (depart == arrivee)


@pytest.mark.parametrize(
    ("origine", "delai", "attendu"),
    [
        ("2026-09-01", {"mois": 3}, "2026-12-01"),
        ("2026-10-15", {"mois": 1}, "2026-11-16"),  # 15 November is a Sunday
        ("2026-10-11", {"mois": 1}, "2026-11-12"),  # Armistice
        ("2026-08-31", {"mois": 6}, "2027-03-01"),  # 28 February 2027 is a Sunday
        ("2026-11-27", {"jours": 1}, "2026-11-30"),
        ("2026-10-15", {"mois": 1, "distance": 1}, "2026-12-15"),  # art. 643, then 642
        ("2026-10-31", {"mois": 1, "distance": 1}, "2026-12-31"),  # one delay: not 30 December
        ("2026-10-26", {"mois": 1, "distance": 1}, "2026-12-28"),  # 26 December is a Saturday
        ("2026-10-15", {"mois": 1, "distance": 2}, "2027-01-15"),
        ("2026-01-31", {"mois": 1, "jours": 14}, "2026-03-16"),  # 14 March is a Saturday
        ("2025-11-26", {"mois": 1}, "2025-12-26"),
        ("2025-11-26", {"mois": 1, "lieu": "alsace-moselle"}, "2025-12-29"),
    ],
)
def test_un_delai_de_procedure_finit_un_jour_ouvrable(origine, delai, attendu):
    assert terme_de_procedure(date.fromisoformat(origine), **delai) == date.fromisoformat(attendu)
