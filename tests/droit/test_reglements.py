"""What was received and where it went, on random cases: nothing is lost, nothing is made up."""

from datetime import date
from decimal import Decimal

import pytest

from courriers import CourriersError, decompte_arrete, load_dossier
from courriers.droit.prescription import prescriptions
from courriers.droit.reglements import dernier_reglement, factures_reglees, renonciation
from droit.hasard import cas
from fabrique import JOUR, dossier

ZERO = Decimal(0)


def _tirages():
    for graine in range(7000, 7400):
        mapping, au = cas(graine)
        etude = load_dossier(mapping)
        try:
            yield graine, etude, decompte_arrete(etude, au)
        except CourriersError:
            continue


def test_un_paiement_va_aux_factures_ou_au_trop_percu_au_centime_pres():
    vus = 0
    for graine, etude, d in _tirages():
        reglement = dernier_reglement(etude, d)
        a_venir = {f.numero for f in etude.factures if f.date > d.au}
        if reglement is None or d.regime.nature == "titre":
            continue
        if any(p.facture in a_venir for p in reglement.paiements):
            continue  # refused, as the statement leaves it aside
        vus += 1
        assert all(p.date <= reglement.date for p in etude.paiements if p.date <= d.au)
        assert 0 <= reglement.exces <= d.trop_percu, graine
        impute = sum((-x.montant for x in reglement.lignes), ZERO)
        assert impute + reglement.exces == sum(p.montant for p in reglement.paiements), graine
        for x in reglement.lignes:
            assert x.sur_interets + x.sur_indemnites + x.sur_principal == -x.montant
    assert vus > 100


def test_une_facture_reglee_se_refait_ttc_moins_deduit_plus_accessoires():
    vues = 0
    for graine, _, d in _tirages():
        for reglee in factures_reglees(d):
            vues += 1
            assert reglee.ligne.montant_ttc - reglee.deduit + reglee.accessoires == reglee.regle
            assert min(reglee.deduit, reglee.accessoires, reglee.principal) >= 0, graine
            assert reglee.regle > 0
            assert all(jour <= d.au for jour in reglee.jours)
    assert vues > 50


@pytest.mark.parametrize(
    ("decidee", "paye", "attendu"),
    [
        (None, "1000.00", "0"),
        (date(2026, 11, 24), "1000.00", "0"),
        # 1000 × 12,40 % × 19 / 365 = 6,45 €, and 40 €
        (date(2026, 11, 23), "1000.00", "46.45"),
        (date(2026, 11, 23), "999.99", "0"),
    ],
)
def test_la_renonciation_ne_joue_que_decidee_et_le_principal_paye(decidee, paye, attendu):
    choix = {} if decidee is None else {"renonciation_accessoires": {"date": decidee}}
    etude = dossier(
        conditions={"imputation": "capital_d_abord", **choix},
        paiements=[{"date": "2026-10-20", "montant": paye, "facture": "F1"}],
    )
    assert renonciation(etude, decompte_arrete(etude, JOUR)) == Decimal(attendu)


@pytest.mark.parametrize("niveau", ["quittance", "recu-solde", "reponse-contestation"])
def test_une_reponse_au_debiteur_n_interrompt_pas_la_prescription_contre_un_organisme_public(
    niveau,
):
    public = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
              "denomination": "Commune de Valmont"}  # fmt: skip

    def terme(nom):
        envoi = {"niveau": nom, "date": "2027-02-01", "canal": "lettre"}
        etude = dossier(debiteur=public, envois=[envoi])
        (p,) = prescriptions(etude, decompte_arrete(etude, date(2027, 3, 1)))
        return p.terme

    # Law of 1968: 1 January 2027 and four years; a written claim in 2027 starts it again in 2028.
    assert terme(niveau) == date(2030, 12, 31)
    assert terme("relance-courtoise") == date(2031, 12, 31)
