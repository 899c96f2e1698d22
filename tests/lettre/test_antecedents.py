"""Earlier letters, as one sentence lists them."""

import pytest

from courriers import decompte_arrete
from courriers.lettre.antecedents import relances
from fabrique import JOUR, dossier

SUIVI = {"numero_suivi": "1A 204 318 2"}


def envoi(date, canal="lettre", **champs):
    return {"niveau": "seconde-relance", "date": date, "canal": canal, **champs}


def dites(*envois):
    cas = dossier(envois=list(envois))
    return relances(cas, decompte_arrete(cas, JOUR).factures, JOUR)[0]


@pytest.mark.parametrize(
    ("envois", "dit"),
    [
        ([envoi("2026-10-12")], "la lettre du 12 octobre 2026"),
        ([envoi("2026-10-12"), envoi("2026-11-02")],
         "les lettres des 12 octobre et 2 novembre 2026"),
        ([envoi("2026-11-02"), envoi("2026-10-12")],  # in order of date
         "les lettres des 12 octobre et 2 novembre 2026"),
        ([envoi("2026-11-01", "courriel"), envoi("2026-11-09", "courriel")],
         "les courriels des 1er et 9 novembre 2026"),
        ([envoi("2026-10-12"), envoi("2026-10-19"), envoi("2026-11-02")],
         "les lettres des 12 et 19 octobre et 2 novembre 2026"),
        ([envoi("2026-10-12"), envoi("2026-10-12", niveau="relance-courtoise")],
         "les lettres du 12 octobre 2026"),
        # Not one after the other, or not of one kind: apart.
        ([envoi("2026-10-12"), envoi("2026-10-19", "courriel"), envoi("2026-11-02")],
         ("la lettre du 12 octobre 2026, le courriel du 19 octobre 2026 et la lettre du 2 novembre "
         "2026")),
        ([envoi("2026-10-12", "courriel"), envoi("2026-10-19")],
         "le courriel du 12 octobre 2026 et la lettre du 19 octobre 2026"),
        ([envoi("2026-10-12", "courriel"), envoi("2026-10-19", "courriel"), envoi("2026-11-02")],
         "les courriels des 12 et 19 octobre 2026, ainsi que la lettre du 2 novembre 2026"),
        # A number is of one letter.
        ([envoi("2026-10-12", "lrar", **SUIVI), envoi("2026-11-02", "lrar")],
         ("la lettre recommandée du 12 octobre 2026 (n°\u00a01A 204 318 2) et la lettre "
         "recommandée du 2 novembre 2026")),
        ([envoi("2026-10-12", "lrar"), envoi("2026-11-02", "lrar")],
         "les lettres recommandées des 12 octobre et 2 novembre 2026"),
    ],
)  # fmt: skip
def test_les_envois_d_une_nature_qui_se_suivent_se_disent_ensemble(envois, dit):
    assert dites(*envois) == dit
