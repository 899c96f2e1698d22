"""French figures and dates, written and read."""

import datetime
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courriers.erreurs import DateInvalide, MontantInvalide
from courriers.langue.typographie import (
    FINE,
    INSECABLE,
    date_longue,
    lire_date,
    lire_montant,
    montant,
    nombre,
    taux,
)


@pytest.mark.parametrize(
    ("valeur", "devise", "attendu"),
    [
        ("1234.5", "EUR", f"1{FINE}234,50{INSECABLE}€"),
        ("-200.5", "EUR", f"\u2212200,50{INSECABLE}€"),
        ("1000000", "XPF", f"1{FINE}000{FINE}000{INSECABLE}F{INSECABLE}CFP"),
        ("0", "EUR", f"0,00{INSECABLE}€"),
        ("999999999999.99", "EUR", f"999{FINE}999{FINE}999{FINE}999,99{INSECABLE}€"),
    ],
)
def test_un_montant_s_ecrit_a_la_francaise(valeur, devise, attendu):
    assert montant(Decimal(valeur), devise) == attendu


def test_un_taux_garde_ses_decimales():
    assert [taux(Decimal(t)) for t in ("12.4", "8", "0.125", "10")] == [
        f"12,40{INSECABLE}%", f"8,00{INSECABLE}%", f"0,125{INSECABLE}%", f"10,00{INSECABLE}%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("1 234,56 €", "1234.56"),
        ("1\u202f234,56\u00a0€", "1234.56"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1234,5", "1234.5"),
        ("1234.56", "1234.56"),
        ("\u2212200,50 €", "-200.50"),
        ("0,10", "0.10"),
        ("0,005", "0.005"),  # no thousands begin with a zero
    ],
)
def test_un_montant_francais_se_lit(ecrit, lu):
    assert lire_montant(ecrit) == Decimal(lu)


@pytest.mark.parametrize(
    "ecrit",
    ["1.234", "1,234", "1 23,4", "1.234,56", "12,,5", "", "€", "douze", "1e3", "١٢", "1 234 5"],
)
def test_un_montant_ambigu_ou_faux_est_refuse(ecrit):
    with pytest.raises(MontantInvalide):
        lire_montant(ecrit)


@given(st.decimals(-(10**12), 10**12, places=2))
def test_ce_qui_est_ecrit_se_relit(valeur):
    assert lire_montant(montant(valeur)) == valeur


def test_les_dates_disent_premier_le_premier_seulement():
    assert date_longue(datetime.date(2026, 3, 1)) == "1er mars 2026"
    assert date_longue(datetime.date(2026, 3, 21)) == "21 mars 2026"
    assert date_longue(datetime.date(2026, 8, 11)) == "11 août 2026"


@pytest.mark.parametrize("ecrit", ["2026-13-01", "31/02/2026", "23-11-2026", "hier", "", "1/1/26"])
def test_une_date_fausse_est_refusee(ecrit):
    with pytest.raises(DateInvalide, match="2026-11-23"):
        lire_date(ecrit)


def test_le_contexte_decimal_de_l_appelant_ne_change_rien():
    with localcontext() as contexte:
        contexte.prec = 2
        assert nombre(Decimal("123456.789"), 2) == f"123{FINE}456,79"
