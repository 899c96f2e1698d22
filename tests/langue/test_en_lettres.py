"""Amounts in words, against 396 reference rows and the refusals."""

import csv
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courriers import en_lettres
from courriers.erreurs import DeviseInconnue, MontantInvalide

REFERENCE = Path(__file__).parent / "montants_en_lettres.csv"
LIGNES = list(csv.DictReader(REFERENCE.read_text(encoding="utf-8").splitlines()))


def test_la_reference_a_ses_396_lignes():
    assert len(LIGNES) == 396


def test_chaque_ligne_de_reference_est_exacte():
    fausses = []
    for ligne in LIGNES:
        lu = en_lettres(Decimal(ligne["montant"]), ligne["devise"], ligne["orthographe"])
        if lu.replace("’", "'") != ligne["attendu"]:
            fausses.append((ligne, lu))
    assert fausses == []


@pytest.mark.parametrize(
    ("montant", "motif"),
    [
        (1.5, "virgule flottante"),
        (True, "n’est pas un montant"),
        ("12", "n’est pas un montant"),
        (None, "n’est pas un montant"),
        (Decimal("NaN"), "fini"),
        (Decimal("Infinity"), "fini"),
        (Decimal("1234.567"), "décimales"),
        (Decimal("1000000000000000.01"), "10\\^15"),
        (-(10**15) - 1, "10\\^15"),
    ],
)
def test_ce_qui_n_est_pas_un_montant_est_refuse(montant, motif):
    with pytest.raises(MontantInvalide, match=motif):
        en_lettres(montant)


def test_les_bornes_sont_comprises():
    assert en_lettres(10**15) == "un billiard d’euros"
    assert en_lettres(-(10**15)) == "moins un billiard d’euros"


@pytest.mark.parametrize(
    ("montant", "devise", "attendu"),
    [
        (Decimal("1234.567"), "EUR",
         "mille deux cent trente-quatre euros et cinquante-sept centimes"),
        (Decimal("0.005"), "EUR", "zéro euro et un centime"),  # half up
        (Decimal("-0.004"), "EUR", "zéro euro"),  # no « moins zéro »
        (Decimal("0.5"), "XPF", "un franc CFP"),
    ],
)  # fmt: skip
def test_l_arrondi_se_demande(montant, devise, attendu):
    assert en_lettres(montant, devise, arrondir=True) == attendu


def test_une_devise_inconnue_est_refusee():
    with pytest.raises(DeviseInconnue, match="EUR"):
        en_lettres(1, "ZZZ")


def test_le_contexte_decimal_de_l_appelant_ne_change_rien():
    with localcontext() as contexte:
        contexte.prec = 3
        assert en_lettres(Decimal("1234567.89")).startswith("un million deux cent trente-quatre")


@given(st.integers(0, 10**12))
def test_les_numeraux_de_1990_ne_different_que_par_les_traits_d_union(unites):
    traditionnel = en_lettres(unites)
    assert en_lettres(unites, orthographe="1990").replace("-", " ") == traditionnel.replace(
        "-", " "
    )
