"""The table of rates: complete, sourced, a value."""

import datetime
from decimal import Decimal, localcontext
from itertools import pairwise

import pytest

from courriers import Bareme, TauxInconnu, decompte_arrete
from courriers.droit.semestre import Semestre
from fabrique import dossier

BAREME = Bareme.integre()
TABLES = {"particulier": BAREME.particulier, "autres": BAREME.autres, "bce": BAREME.bce}


@pytest.mark.parametrize("nom", TABLES)
def test_la_table_va_de_2015_a_2026_sans_trou(nom):
    semestres = sorted(TABLES[nom])
    assert semestres[0] == Semestre(2015, 1)
    assert semestres[-1] == Semestre(2026, 2)
    assert all(a.suivant == b for a, b in pairwise(semestres))


def test_aucune_valeur_n_est_sans_source_ni_date_de_verification():
    valeurs = [v for t in TABLES.values() for v in t.values()]
    valeurs += [v for vs in BAREME.constantes.values() for v in vs]
    assert all(v.source and v.verifie_le >= datetime.date(2026, 1, 1) for v in valeurs)


@pytest.mark.parametrize(
    ("semestre", "particulier", "autres", "suppletif", "public"),
    [
        (Semestre(2015, 1), "4.06", "0.93", "10.05", "8.05"),
        (Semestre(2016, 2), "4.35", "0.93", "10.00", "8.00"),
        (Semestre(2022, 2), "3.15", "0.77", "10.00", "8.00"),  # first rise: 27 July 2022
        (Semestre(2023, 1), "4.47", "2.06", "12.50", "10.50"),
        (Semestre(2024, 1), "8.01", "5.07", "14.50", "12.50"),
        (Semestre(2026, 1), "6.67", "2.62", "12.15", "10.15"),
        (Semestre(2026, 2), "6.84", "2.75", "12.40", "10.40"),
    ],
)
def test_les_taux_publies_sont_ceux_du_bareme(semestre, particulier, autres, suppletif, public):
    assert BAREME.taux_legal(semestre, particulier=True) == Decimal(particulier)
    assert BAREME.taux_legal(semestre, particulier=False) == Decimal(autres)
    assert BAREME.taux_suppletif(semestre) == Decimal(suppletif)
    assert BAREME.taux_commande_publique(semestre) == Decimal(public)
    assert BAREME.plancher(semestre) == 3 * Decimal(autres)


def test_la_valeur_que_recoupe_une_seule_source_est_marquee():
    assert BAREME.particulier[Semestre(2026, 2)].relu is False
    assert BAREME.particulier[Semestre(2026, 1)].relu is True


@pytest.mark.parametrize("semestre", [Semestre(2014, 2), Semestre(2027, 1)])
def test_un_semestre_absent_est_refuse_et_dit_quoi_faire(semestre):
    with pytest.raises(TauxInconnu, match=str(semestre)) as refus:
        BAREME.taux_suppletif(semestre)
    assert "2015-S1 à 2026-S2" in str(refus.value)
    assert ("courriers.toml" in refus.value.conseil) == (semestre > Semestre(2026, 2))


def test_un_semestre_ajoute_donne_un_autre_bareme_et_une_autre_empreinte():
    suite = BAREME.complete(
        Semestre(2027, 1), bce=Decimal("2.65"), source="essai",
        verifie_le=datetime.date(2027, 1, 2),
    )  # fmt: skip
    assert suite.empreinte != BAREME.empreinte
    au = datetime.date(2027, 1, 10)
    with pytest.raises(TauxInconnu):
        decompte_arrete(dossier(), au)
    arrete = decompte_arrete(dossier(), au, bareme=suite)
    assert [x.taux for x in arrete.lignes if x.type == "interet"][-1] == Decimal("12.65")
    assert arrete.as_dict()["bareme"] == suite.empreinte


def test_le_semestre_d_un_jour():
    assert Semestre.de(datetime.date(2026, 7, 1)) == Semestre(2026, 2)
    assert Semestre(2026, 2).suivant == Semestre(2027, 1)
    assert (Semestre(2026, 1).debut, Semestre(2026, 1).fin) == (
        datetime.date(2026, 1, 1),
        datetime.date(2026, 6, 30),
    )


def test_le_contexte_decimal_de_l_appelant_ne_change_rien_au_plancher():
    conditions = {"penalites": {"mode": "multiple_legal", "multiple": "4.123"}}
    attendu = decompte_arrete(dossier(conditions=conditions), datetime.date(2026, 11, 1)).as_dict()
    with localcontext() as contexte:
        contexte.prec = 2
        lu = decompte_arrete(dossier(conditions=conditions), datetime.date(2026, 11, 1)).as_dict()
    assert lu == attendu
