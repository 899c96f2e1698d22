"""Words read back as an amount: every reference row, every spelling, what is no amount."""

import csv
import random
from decimal import Decimal
from pathlib import Path

import pytest

from courriers.erreurs import DeviseInconnue, MontantInvalide
from courriers.langue.depuis_lettres import depuis_lettres
from courriers.langue.en_lettres import en_lettres
from courriers.monnaie import DEVISES

with (Path(__file__).parent / "montants_en_lettres.csv").open(encoding="utf-8", newline="") as f:
    LIGNES = list(csv.DictReader(f))


def test_chaque_ligne_de_reference_se_relit():
    assert len(LIGNES) == 396
    for ligne in LIGNES:
        lu = depuis_lettres(ligne["attendu"], ligne["devise"])
        assert lu == Decimal(ligne["montant"]), ligne


@pytest.mark.parametrize("orthographe", ["traditionnelle", "1990"])
def test_l_aller_et_le_retour_donnent_le_meme_montant(orthographe):
    for rang in range(0, 100_000, 13):  # bench/mesure_lettres.py does them all
        montant = Decimal(rang) + Decimal(rang * 7919 % 100) / 100
        assert depuis_lettres(en_lettres(montant, "EUR", orthographe)) == montant


def test_l_aller_et_le_retour_au_hasard_dans_chaque_devise():
    sort = random.Random(20_261_125)  # noqa: S311 – the same each time
    for code, monnaie in DEVISES.items():
        for puissance in range(1, 13):
            entier = sort.randrange(10 ** (puissance + monnaie.decimales))
            montant = Decimal(entier).scaleb(-monnaie.decimales)
            assert depuis_lettres(en_lettres(montant, code), code) == montant
            assert depuis_lettres(en_lettres(-montant, code), code) == -montant


@pytest.mark.parametrize(
    ("texte", "montant"),
    [
        ("septante-deux euros", "72"),
        ("nonante et un euros et cinq centimes", "91.05"),
        ("Mille   deux cents\u00a0euros", "1200"),
        ("deux cents dix euros", "210"),
        ("un milliard deux cents millions d'euros", "1200000000"),
        ("moins quatre-vingts euros", "-80"),
    ],
)
def test_d_autres_facons_d_ecrire_se_lisent(texte, montant):
    assert depuis_lettres(texte) == Decimal(montant)


@pytest.mark.parametrize(
    "texte",
    ["", "euros", "cent", "12 euros", "cent dollars", "cent euros et demi", "cent euros cent",
     "cent euros et deux cents centimes", "deux ou trois euros", "x" * 10_000],
)  # fmt: skip
def test_ce_qui_n_est_pas_un_montant_en_lettres_est_refuse(texte):
    with pytest.raises(MontantInvalide, match="montant en lettres"):
        depuis_lettres(texte)


def test_une_devise_inconnue_est_refusee():
    with pytest.raises(DeviseInconnue):
        depuis_lettres("cent euros", "XXX")
