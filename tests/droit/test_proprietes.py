"""What is true of every statement drawn at random, and walks across the days that matter."""

import copy
from datetime import date, timedelta
from decimal import Decimal, localcontext

import pytest

from courriers import CourriersError, decompte_arrete, load_dossier
from courriers.droit.voies import Etat, voies
from courriers.lettre.etape import etape_due
from courriers.lettre.explication import expliquer
from courriers.lettre.pack import packs
from droit.hasard import cas
from droit.second_decompte import arrete
from fabrique import brut

GRAINES = range(5000, 5400)
CENTIME = Decimal("0.01")


def _decomptes():
    for graine in GRAINES:
        mapping, au = cas(graine)
        try:
            yield graine, mapping, au, decompte_arrete(load_dossier(mapping), au)
        except CourriersError:
            continue


def _avec_paiement(mapping, jour, montant, **champs):
    suite = copy.deepcopy(mapping)
    paiement = {"date": jour.isoformat(), "montant": str(montant), **champs}
    suite["paiements"] = [*suite.get("paiements", []), paiement]
    return load_dossier(suite)


def test_le_total_est_la_somme_des_postes_et_la_somme_des_lignes():
    for graine, _, _, d in _decomptes():
        assert d.total == d.principal + d.interets + d.indemnites, graine
        assert d.total == sum((x.montant for x in d.lignes), Decimal(0)), graine
        assert d.total == sum((x.montant for x in d.lignes_dues), Decimal(0)), graine
        assert min(d.principal, d.interets, d.indemnites, d.trop_percu, d.a_echoir) >= 0, graine


def test_payer_le_total_le_jour_de_l_arrete_le_ramene_a_zero():
    for graine, mapping, au, d in _decomptes():
        if d.total > 0:
            solde = decompte_arrete(_avec_paiement(mapping, au, d.total), au)
            assert solde.total == 0, graine
            assert (solde.trop_percu, solde.a_echoir) == (d.trop_percu, d.a_echoir), graine


def test_un_paiement_de_plus_n_augmente_jamais_ce_qui_est_du_au_dela_d_un_centime_par_ligne():
    for graine, mapping, au, d in _decomptes():
        places = [f for f in mapping["factures"] if f.get("type") == "avoir"]
        if any("sur_facture" not in f for f in places):
            continue  # a credit note that names nothing follows the payments: another question
        unite = CENTIME if d.devise != "XPF" else Decimal(1)
        for recul, montant in ((0, 1), (40, 25), (400, 7)):
            jour = au - timedelta(recul)
            plus = decompte_arrete(_avec_paiement(mapping, jour, montant), au)
            assert plus.total <= d.total + unite * len(plus.lignes), (graine, recul)
            assert plus.total + plus.a_echoir >= 0


def test_le_contexte_decimal_de_l_appelant_ne_change_rien():
    for graine, mapping, au, d in _decomptes():
        if graine % 10:
            continue
        with localcontext() as contexte:
            contexte.prec, contexte.rounding = 3, "ROUND_UP"
            assert decompte_arrete(load_dossier(mapping), au).as_dict() == d.as_dict(), graine
            assert (contexte.prec, contexte.rounding) == (3, "ROUND_UP")


def test_voies_etape_et_explications_se_disent_de_tout_dossier():
    connus = packs()
    for graine, mapping, au, d in _decomptes():
        dossier = load_dossier(mapping)
        trouvees = voies(dossier, au)
        assert len({v.nom for v in trouvees}) == 9, graine
        incertaines = {v.nom for v in trouvees if v.etat is Etat.INCERTAINE}
        assert incertaines <= {"creances_commerciales"}, graine
        assert all(m.texte and "recommand" not in m.texte for v in trouvees for m in v.motifs)
        due = etape_due(dossier, connus, au)
        assert due.explication or due.niveau, graine
        explications = expliquer(dossier, d)
        assert all(e.details for e in explications), graine
        assert explications[-1].montant == d.total, graine


# --- La veille, le jour, le lendemain -------------------------------------------------------

RICHE = brut(
    factures=[
        {"numero": "F1", "date": "2025-11-20", "echeance": "2025-12-31", "montant_ttc": "3333.33"},
        {"numero": "F2", "date": "2026-05-31", "echeance": "2026-06-30", "montant_ttc": "777.77"},
        {"numero": "F3", "date": "2026-06-15", "echeance": "2026-07-15", "montant_ttc": "100.00"},
        {"numero": "A1", "type": "avoir", "date": "2026-03-31", "montant_ttc": "33.33",
         "sur_facture": "F1", "motif": "geste"},
    ],
    paiements=[
        {"date": "2025-12-31", "montant": "10.00", "facture": "F1"},
        {"date": "2026-06-30", "montant": "500.00"},
        {"date": "2026-07-16", "montant": "60.00", "facture": "F3"},
    ],
)  # fmt: skip
CONSOMMATEUR = {
    **RICHE,
    "debiteur": {**RICHE["debiteur"], "type": "particulier", "qualite": "consommateur",
                 "prenom": "Anne", "nom": "Morel"},
    "envois": [{"niveau": "mise-en-demeure", "date": "2026-06-30", "canal": "lrar",
                "recu_le": "2026-07-01"}],
}  # fmt: skip
CONSOMMATEUR["debiteur"].pop("denomination")
JUGEMENT = {
    **RICHE,
    "procedure_collective": {"type": "sauvegarde", "date_jugement": "2026-07-01"},
}


@pytest.mark.parametrize("mapping", [RICHE, CONSOMMATEUR, JUGEMENT], ids=["pro", "conso", "rj"])
@pytest.mark.parametrize(
    "pivot",
    [
        date(2025, 12, 31),  # end of a half-year, due day, payment on the due day
        date(2026, 3, 31),  # favour
        date(2026, 6, 30),  # end of a half-year, due day, payment, notice sent
        date(2026, 7, 1),  # notice received, judgment
        date(2026, 7, 15),  # due day
        date(2026, 7, 16),  # payment the day after
        date(2026, 12, 30),  # last days the table knows
    ],
)
def test_autour_de_chaque_seuil_les_deux_programmes_s_accordent(mapping, pivot):
    for ecart in (-1, 0, 1):
        au = pivot + timedelta(ecart)
        d = decompte_arrete(load_dossier(mapping), au)
        attendu = arrete(mapping, au)
        sommes = ("principal", "interets", "indemnites", "total", "trop_percu", "a_echoir")
        assert {nom: getattr(d, nom) for nom in sommes} == {nom: attendu[nom] for nom in sommes}


@pytest.mark.parametrize(
    ("au", "total", "a_echoir"),
    [
        (date(2026, 10, 1), "0.00", "1000.00"),  # the due day itself: not late
        (date(2026, 10, 2), "1040.34", "0.00"),  # 1 000 × 12,40 % × 1 / 365 = 0,34
        (date(2026, 10, 3), "1040.68", "0.00"),
    ],
)
def test_une_facture_est_en_retard_le_lendemain_de_son_echeance(au, total, a_echoir):
    d = decompte_arrete(load_dossier(brut()), au)
    assert (d.total, d.a_echoir) == (Decimal(total), Decimal(a_echoir))
