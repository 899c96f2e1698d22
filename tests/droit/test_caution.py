"""What a guarantor owes. Every figure is made by hand, on 365 days."""

from datetime import date
from decimal import Decimal

import pytest

from courriers import decompte_arrete
from courriers.droit.caution import decompte_caution, garantie, premier_incident
from fabrique import ADRESSE, JOUR, dossier

BASTIEN = {
    "type": "particulier", "civilite": "M.", "prenom": "Bastien", "nom": "Reverchon",
    "adresse": ADRESSE, "acte_du": "2026-01-19",
}  # fmt: skip
HOLDING = {"type": "societe", "denomination": "Holding", "adresse": ADRESSE,
           "acte_du": "2026-01-19"}  # fmt: skip
CONVENU = {"penalites": {"mode": "convenu", "taux": "10.00"}}
FACTURE = {"numero": "F1", "date": "2026-03-02", "echeance": "2026-04-01", "montant_ttc": "9600.00"}
PAIEMENT = {"date": "2026-06-10", "montant": "2000.00", "facture": "F1"}


def compte(caution=BASTIEN, au=JOUR, **changements):
    changements = {"conditions": CONVENU, "factures": [FACTURE], "paiements": [PAIEMENT],
                   **changements}  # fmt: skip
    return decompte_caution(dossier(cautions=[caution], **changements), 0, au)


def test_sans_information_le_principal_seul_les_paiements_imputes_sur_lui():
    obtenu = compte()
    assert (obtenu.principal, obtenu.interets, obtenu.indemnites) == (7600, 0, 0)
    assert obtenu.somme == obtenu.total == sum(x.montant for x in obtenu.lignes) == 7600
    assert obtenu.incident == date(2026, 4, 1)
    assert obtenu.interets_par_jour is None
    # The debtor owes more: his payment went to 184,11 of interest and 40 € first.
    debiteur = decompte_arrete(dossier(conditions=CONVENU, factures=[FACTURE],
                                       paiements=[PAIEMENT]), JOUR)  # fmt: skip
    assert debiteur.principal == Decimal("7824.11")


@pytest.mark.parametrize(
    ("informee_le", "interets"),
    [
        # 9 600 × 10 % × 70 j = 184,11, payé ; 7 784,11 × 10 % × 166 j = 354,02.
        ("2026-05-01", "354.02"),
        # 9 600 × 10 % × 39 j = 102,58 ; 7 600 × 10 % × 166 j = 345,64.
        ("2026-05-02", "448.22"),
        # 7 600 × 10 % × 166 j, la veille du paiement et le jour même : le 11 juin est le premier.
        ("2026-06-10", "345.64"),
        # 7 600 × 10 % × 165 j = 343,56.
        ("2026-06-11", "343.56"),
        # Le dernier jour perdu est celui de l’information : il n’en reste aucun, puis un.
        ("2026-11-23", "0.00"),
        ("2026-11-22", "2.08"),
        # Pas encore informée ce jour-là.
        ("2026-11-24", "0.00"),
    ],
)
def test_les_interets_garantis_selon_le_jour_de_l_information(informee_le, interets):
    obtenu = compte({**BASTIEN, "informee_le": informee_le})
    assert obtenu.interets == Decimal(interets)
    assert sum(x.montant for x in obtenu.lignes) == obtenu.total
    assert obtenu.total == obtenu.principal + obtenu.interets


def test_informee_a_temps_le_paiement_va_aux_interets_mais_jamais_aux_quarante_euros():
    obtenu = compte({**BASTIEN, "informee_le": "2026-05-01"})
    assert obtenu.garantie == "entiere"
    assert obtenu.principal == Decimal("7784.11")  # 9 600 − (2 000 − 184,11)
    assert obtenu.indemnites == 0


def test_une_caution_personne_morale_doit_les_interets_sans_information():
    obtenu = compte(HOLDING)
    assert obtenu.garantie == "entiere"
    assert obtenu.total == Decimal("8138.13")  # 7 784,11 + 354,02


def test_un_creancier_non_professionnel_n_a_pas_a_informer():
    obtenu = compte(creancier={"activite_professionnelle": False})
    assert obtenu.garantie == "entiere"


@pytest.mark.parametrize(
    ("maximum", "somme", "plafonnee"),
    [("7599.99", "7599.99", True), ("7600.00", "7600.00", False), ("7600.01", "7600.00", False)],
)
def test_la_somme_ne_depasse_jamais_l_acte(maximum, somme, plafonnee):
    obtenu = compte({**BASTIEN, "montant_max": maximum})
    assert obtenu.somme == Decimal(somme)
    assert obtenu.est_plafonnee is plafonnee
    assert obtenu.total == 7600


@pytest.mark.parametrize(
    ("au", "incident"),
    [(date(2026, 5, 1), None), (date(2026, 5, 2), date(2026, 4, 1))],
)
def test_l_incident_attend_la_fin_du_mois(au, incident):
    assert compte(au=au).incident == incident


@pytest.mark.parametrize(
    ("paye_le", "incident"),
    [("2026-05-01", None), ("2026-05-02", date(2026, 4, 1))],
)
def test_un_impaye_regularise_dans_le_mois_n_est_pas_un_incident(paye_le, incident):
    """Paid whole, accessories included; a second invoice is due later."""
    obtenu = compte(
        factures=[FACTURE, {"numero": "F2", "date": "2026-10-01", "echeance": "2026-10-31",
                            "montant_ttc": "500.00"}],
        paiements=[{"date": paye_le, "montant": "9800.00", "facture": "F1"}],
        conditions={**CONVENU, "imputation": "capital_d_abord"},
    )  # fmt: skip
    assert obtenu.incident == incident
    # F2 : 500 × 10 % × 23 j = 3,15 ; rien de F1.
    reste = "entiere" if incident is None else "principal"
    assert obtenu.garantie == reste
    assert obtenu.interets <= Decimal("3.15")


def test_un_avoir_de_rectification_efface_l_incident_depuis_l_origine():
    avoir = {"numero": "A1", "type": "avoir", "date": "2026-10-01", "montant_ttc": "9600.00",
             "sur_facture": "F1", "motif": "rectification"}  # fmt: skip
    obtenu = compte(factures=[FACTURE, avoir], paiements=[])
    assert obtenu.incident is None
    assert obtenu.total == 0


def test_le_premier_incident_est_le_plus_ancien():
    seconde = {"numero": "F0", "date": "2026-01-05", "echeance": "2026-02-04",
               "montant_ttc": "100.00"}  # fmt: skip
    obtenu = decompte_arrete(dossier(factures=[FACTURE, seconde]), JOUR)
    assert premier_incident(obtenu) == date(2026, 2, 4)


@pytest.mark.parametrize(
    ("incident", "informee_le", "attendu"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), "entiere"),
        (date(2026, 1, 31), date(2026, 3, 1), "depuis_l_information"),
        (date(2026, 1, 31), date(2026, 1, 2), "entiere"),
        (date(2026, 1, 31), None, "principal"),
        (date(2026, 1, 31), JOUR, "depuis_l_information"),
        (date(2026, 1, 31), date(2026, 11, 24), "principal"),
        (None, None, "entiere"),
    ],
)
def test_ce_qui_reste_garanti(incident, informee_le, attendu):
    assert garantie(incident, informee_le, JOUR) == attendu


def test_un_paiement_qui_depasse_le_principal_reduit_les_interets_encore_garantis():
    """Informed on 10 May; 9 600,00 then 20,00 paid: 20,00 come off what is guaranteed."""
    obtenu = compte(
        {**BASTIEN, "informee_le": "2026-05-10"},
        paiements=[{**PAIEMENT, "montant": "9600.00"},
                   {"date": "2026-07-01", "montant": "20.00", "facture": "F1"}],
    )  # fmt: skip
    # Du 11 mai au 10 juin : 9 600 × 10 % × 31 j = 81,53 ; moins 20,00.
    assert (obtenu.principal, obtenu.interets) == (0, Decimal("61.53"))
    assert sum(x.montant for x in obtenu.lignes_dues) == obtenu.total


def test_les_interets_capitalises_et_perdus_n_en_portent_plus():
    capitalisation = {"fondement": "contrat", "depuis": "2024-04-01"}
    vieille = {**FACTURE, "date": "2024-03-01", "echeance": "2024-04-01"}
    obtenu = compte(
        {**BASTIEN, "acte_du": "2024-01-02", "informee_le": "2026-10-24"},
        factures=[vieille], paiements=[],
        conditions={"penalites": {"mode": "convenu", "taux": "20.00"},
                    "capitalisation": capitalisation},
    )  # fmt: skip
    # Du 25 octobre au 23 novembre 2026, sur le seul principal : 9 600 × 20 % × 30 j = 157,81.
    assert obtenu.interets == Decimal("157.81")


def test_l_interet_du_lendemain_se_dit_s_il_s_ajoute_a_la_somme():
    assert compte(HOLDING).interets_par_jour == Decimal("2.13")  # 7 784,11 × 10 % / 365
    plafonne = {**HOLDING, "montant_max": "8138.12"}
    assert compte(plafonne).interets_par_jour is None
