"""Properties of every statement, whatever the case."""

import json
import pickle
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courriers import decompte_arrete, load_dossier
from courriers.droit.interets import interets, periodes
from courriers.droit.lignes import LigneInteret
from courriers.erreurs import DateInvalide
from fabrique import CONSOMMATEUR, JOUR, dossier

JOURS = st.dates(date(2023, 1, 1), date(2026, 12, 30))
MONTANTS = st.decimals(Decimal("0.01"), Decimal(50_000), places=2).map(str)


@st.composite
def cas(tirage):
    """A random case: invoices, payments and credit notes, designated or not."""
    numeros = [f"F{i}" for i in range(tirage(st.integers(1, 4)))]
    factures = []
    for numero in numeros:
        emise = tirage(JOURS)
        echeance = emise + timedelta(tirage(st.integers(0, 60)))
        factures.append({"numero": numero, "date": str(emise), "echeance": str(echeance),
                         "montant_ttc": tirage(MONTANTS)})  # fmt: skip
    factures += [
        {"numero": f"A{rang}", "type": "avoir", "date": str(tirage(JOURS)),
         "montant_ttc": tirage(MONTANTS),
         "motif": tirage(st.sampled_from(["rectification", "geste"])),
         "sur_facture": tirage(st.none() | st.sampled_from(numeros))}
        for rang in range(tirage(st.integers(0, 2)))
    ]  # fmt: skip
    paiements = [
        {"date": str(tirage(JOURS)), "montant": tirage(MONTANTS),
         "facture": tirage(st.none() | st.sampled_from(numeros))}
        for _ in range(tirage(st.integers(0, 4)))
    ]  # fmt: skip
    ordres = ["accessoires_d_abord", "interets_d_abord", "capital_d_abord"]
    conditions = {"imputation": tirage(st.sampled_from(ordres)),
                  "base_jours": tirage(st.sampled_from(["365", "act_act"]))}  # fmt: skip
    return dossier(factures=factures, paiements=paiements, conditions=conditions), tirage(JOURS)


@given(cas())
def test_la_somme_des_lignes_est_le_total(donnee):
    arrete = decompte_arrete(*donnee)
    assert sum((x.montant for x in arrete.lignes), Decimal(0)) == arrete.total
    assert arrete.principal + arrete.interets + arrete.indemnites == arrete.total


@given(cas())
def test_aucun_poste_n_est_negatif_et_rien_ne_se_perd(donnee):
    etude, au = donnee
    arrete = decompte_arrete(etude, au)
    for champ in ("principal", "interets", "indemnites", "trop_percu", "a_echoir"):
        assert getattr(arrete, champ) >= 0, champ
    # Every centime invoiced is due, not yet due, credited or paid; the rest is held in excess.
    actuels = [f for f in etude.factures if f.date <= au]
    connues = {f.numero for f in actuels if not f.est_avoir}
    facture = sum((f.montant_ttc for f in actuels if not f.est_avoir), Decimal(0))
    recu = sum((f.montant_ttc for f in actuels if f.est_avoir
                and (f.sur_facture is None or f.sur_facture in connues)), Decimal(0))  # fmt: skip
    recu += sum((p.montant for p in etude.paiements if p.date <= au
                 and (p.facture is None or p.facture in connues)), Decimal(0))  # fmt: skip
    accessoires = sum((x.montant for x in arrete.lignes if x.type in ("interet", "indemnite")),
                      Decimal(0))  # fmt: skip
    assert facture + accessoires - recu == arrete.total + arrete.a_echoir - arrete.trop_percu


@given(cas())
def test_chaque_ligne_d_interet_se_refait_a_la_main(donnee):
    etude, au = donnee
    for ligne in decompte_arrete(etude, au).lignes:
        if isinstance(ligne, LigneInteret):
            assert ligne.jours == (ligne.fin - ligne.debut).days > 0
            assert ligne.fin <= au
            refait = interets(ligne.base, ligne.taux, ligne.debut, ligne.fin,
                              base_jours=etude.conditions.base_jours)  # fmt: skip
            assert ligne.montant == refait


@given(cas())
def test_un_consommateur_ne_doit_jamais_plus_qu_un_professionnel(donnee):
    etude, au = donnee
    contenu = etude.model_dump(mode="json", exclude_none=True)
    contenu["debiteur"] = {**CONSOMMATEUR, "adresse": contenu["debiteur"]["adresse"]}
    civil = decompte_arrete(load_dossier(contenu), au)
    assert civil.indemnites == civil.interets == 0
    assert civil.total <= decompte_arrete(etude, au).total


@given(JOURS, st.integers(1, 900))
def test_les_periodes_se_suivent_et_couvrent_tous_les_jours(debut, duree):
    fin = debut + timedelta(duree)
    trouvees = list(periodes(debut, fin, lambda s: Decimal(s.annee * 2 + s.numero)))
    assert trouvees[0][0] == debut
    assert trouvees[-1][1] == fin
    for avant, apres in pairwise(trouvees):
        assert avant[1] == apres[0]
        assert avant[2] != apres[2]


@pytest.mark.parametrize("au", ["2026-11-23", datetime(2026, 11, 23), date.max, None])  # noqa: DTZ001
def test_un_jour_qui_n_en_est_pas_un_est_refuse(au):
    with pytest.raises(DateInvalide):
        decompte_arrete(dossier(), au)


def test_une_duree_negative_est_refusee():
    with pytest.raises(ValueError, match="précède"):
        interets(Decimal(1), Decimal(1), JOUR, JOUR - timedelta(1))


def test_le_json_porte_les_noms_des_attributs_et_des_montants_en_chaines():
    arrete = decompte_arrete(dossier(), JOUR)
    contenu = arrete.as_dict()
    json.dumps(contenu)
    for champ in ("version", "au", "lignes", "principal", "interets", "indemnites", "total",
                  "trop_percu", "a_echoir", "constats"):  # fmt: skip
        assert champ in contenu
        assert hasattr(arrete, champ)
    assert contenu["total"] == str(arrete.total)
    assert {x["type"] for x in contenu["lignes"]} == {"facture", "interet", "indemnite"}


def test_un_decompte_passe_d_un_processus_a_l_autre():
    arrete = decompte_arrete(dossier(), JOUR)
    assert pickle.loads(pickle.dumps(arrete)) == arrete  # noqa: S301


def test_le_contexte_decimal_de_l_appelant_ne_change_rien_et_lui_revient():
    attendu = decompte_arrete(dossier(), JOUR).as_dict()
    with localcontext() as contexte:
        contexte.prec = 3
        assert decompte_arrete(dossier(), JOUR).as_dict() == attendu
        assert contexte.prec == 3


def test_l_interet_du_lendemain_est_vide_quand_son_taux_est_inconnu():
    assert decompte_arrete(dossier(), date(2026, 12, 30)).interets_par_jour == Decimal("0.34")
    assert decompte_arrete(dossier(), date(2026, 12, 31)).interets_par_jour is None
