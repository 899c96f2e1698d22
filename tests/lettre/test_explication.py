"""A figure unfolded tells how it was made, and only that."""

from datetime import date
from decimal import Decimal

import pytest

from courriers import decompte_arrete
from courriers.lettre.explication import expliquer
from fabrique import dossier

AU = date(2026, 11, 23)


def details(**changements):
    """All that is said of a case, spaces made plain."""
    sujet = dossier(**changements)
    faits = expliquer(sujet, decompte_arrete(sujet, AU))
    texte = "\n".join(ligne for fait in faits for ligne in (fait.libelle, *fait.details))
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("penalites", "attendu"),
    [
        ({"mode": "multiple_legal", "multiple": "4"},
         "taux : 11,00 % = 11,00 % (clause : 4 fois le"),
        ({"mode": "convenu", "taux": "8", "sous_plancher": "plancher"},
         "taux : 8,25 % = 8,25 % (plancher : trois fois le"),
        ({"mode": "convenu", "taux": "8"}, "taux : 8,00 % = 8 % (taux convenu ; dossier"),
    ],
)  # fmt: skip
def test_un_multiple_ou_un_plancher_se_dit_sans_majoration(penalites, attendu):
    lu = details(conditions={"penalites": penalites})
    assert attendu in lu
    assert "majoration" not in lu


def test_la_majoration_d_un_titre_se_dit_avec_son_depart():
    titre = {"type": "jugement", "date": "2026-03-01", "signifie_le": "2026-03-10",
             "principal": "1000.00", "article_700": "300.00"}  # fmt: skip
    lu = details(titre_executoire=titre, paiements=[{"date": "2026-06-01", "montant": "200"}])
    assert "+ 5 % (majoration, deux mois après le 10 mars 2026 ; C. mon. fin., art. L313-3" in lu
    assert "Article 700 et dépens restant dus" in lu
    # 1 000 × 2,62 % × 70 / 365 = 5,0246…, puis 1 000 × 7,62 % × 22 / 365 = 4,5928…
    assert "= 5,024657…, arrondi à 5,02 €" in lu
    assert "l’article 700 et les dépens : 190,39 €" in lu  # 200 − 5,02 − 4,59


def test_la_capitalisation_et_les_annees_reelles_se_disent():
    conditions = {"penalites": {"mode": "convenu", "taux": "10"}, "base_jours": "act_act",
                  "capitalisation": {"fondement": "contrat", "depuis": "2025-01-01"}}  # fmt: skip
    factures = [{"numero": "F1", "date": "2025-05-01", "echeance": "2025-06-01",
                 "montant_ttc": "1000.00"}]  # fmt: skip
    lu = details(conditions=conditions, factures=factures)
    assert "dont 100,00 € d’intérêts d’années entières" in lu
    assert "la longueur de chaque année" in lu


def test_la_retenue_la_mise_en_demeure_et_l_ordre_des_imputations_se_disent():
    factures = [{"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01",
                 "montant_ttc": "1000.00", "retenue_garantie": "50.00"}]  # fmt: skip
    lu = details(factures=factures, paiements=[{"date": "2026-10-11", "montant": "100.00"}])
    assert "1 000,00 € TTC − 50,00 € de retenue de garantie" in lu
    assert "intérêts, puis indemnités, puis principal" in lu
    envoi = {"niveau": "mise-en-demeure", "date": "2026-10-05", "canal": "lrar",
             "recu_le": "2026-10-08"}  # fmt: skip
    lu = details(conditions={"penalites": {"mode": "legal"}}, envois=[envoi])
    assert "du lendemain du 8 octobre 2026, jour où la mise en demeure a été reçue" in lu


def test_les_sommes_expliquees_sont_celles_du_decompte():
    sujet = dossier(paiements=[{"date": "2026-10-20", "montant": "300.00"}])
    d = decompte_arrete(sujet, AU)
    principal, interets, indemnites, total = [e.montant for e in expliquer(sujet, d)[-4:]]
    assert (principal, interets, indemnites, total) == (
        d.principal, d.interets, d.indemnites, d.total,
    )  # fmt: skip
    assert total > Decimal(0)
