"""Until when a claim can be sued for: every birthday walked, what starts it again, what does not.

Expected days are counted by hand from the texts: C. civ., art. 2228, 2229, 2231, 2238 to 2241;
C. consom., art. L218-2 and R312-35; C. com., art. L110-4 and L133-6; law n° 68-1250, art. 1 and 2.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from courriers import Bareme, decompte_arrete
from courriers.droit.prescription import prescriptions
from fabrique import CONSOMMATEUR, JOUR, dossier

UN_JOUR = timedelta(1)
PUBLIC = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
          "denomination": "Commune de Crolles"}  # fmt: skip
ARTISAN = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
           "siren": "912057387", "commercant": False}  # fmt: skip
ASSOCIATION = {"type": "association", "qualite": "non_professionnel", "denomination": "Les Cimes"}
PARTICULIER = {"type": "particulier", "prenom": "Léo", "nom": "Petit",
               "activite_professionnelle": False}  # fmt: skip


def facture(executee_le=None, **champs):
    """An invoice issued, and due, the day it was performed; *champs* say otherwise."""
    jour = champs.get("date", executee_le)
    return {"numero": "F1", "date": jour, "echeance": jour, "executee_le": executee_le,
            "montant_ttc": "1000.00", **champs}  # fmt: skip


def echue(nature, echeance):
    """An invoice of *nature*, performed and issued long before it falls due."""
    avant = str(date.fromisoformat(echeance) - timedelta(45))
    return {"factures": [facture(avant, echeance=echeance, nature=nature)]}


def executee(jour, **champs):
    return {"factures": [facture(jour, **champs)]}


def toutes(au=JOUR, **changements):
    """Limitations of a case; the statement of a nature it refuses is that of a plain sale."""
    cas = dossier(**changements)
    ventes = [
        {**f, "nature": "vente"} if f.get("nature") in REFUSEES else f
        for f in changements.get("factures", ())
    ]
    compte = dossier(**{**changements, "factures": ventes}) if ventes else cas
    return prescriptions(cas, decompte_arrete(compte, au))


def une(au=JOUR, **changements):
    (prescription,) = toutes(au, **changements)
    return prescription


def titre(jour, nature="jugement"):
    return {"titre_executoire": {"type": nature, "date": jour, "principal": "1000.00"}}


def envoi(jour, canal="lrar", **champs):
    return {"envois": [{"niveau": "mise-en-demeure", "date": jour, "canal": canal, **champs}]}


def accord(jour, **champs):
    """The debtor agrees, before the commissaire, to take part in the small claims procedure."""
    return {"niveau": "petites-creances", "date": "2025-12-01", "canal": "lettre",
            "lettre_du_commissaire_le": "2025-12-03",
            "suite": {"nature": "accord", "date": jour}, **champs}  # fmt: skip


def paiement(*jours, numero="F1", montant="10.00"):
    return {"paiements": [{"date": j, "montant": montant, "facture": numero} for j in jours]}


def echeancier(jour):
    return {"echeancier": {"date": jour, "echeances": [{"date": "2027-06-01", "montant": "1"}]}}


REFUSEES = ("loyer_habitation", "credit_consommation")
CONSO = {"debiteur": CONSOMMATEUR}
LEGAL = {"conditions": {"penalites": {"mode": "legal"}}}
CIVIL = {"creancier": ARTISAN, "debiteur": ASSOCIATION}
PUBLIQUE = {"debiteur": PUBLIC}


# --- Combien de temps --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cas", "dernier_jour", "fondement"),
    [
        (CONSO | executee("2024-11-20"), "2026-11-20", "L218-2"),  # two years
        (CONSO | {"creancier": PARTICULIER} | executee("2021-11-20"), "2026-11-20", "2224"),
        (CIVIL | executee("2021-11-20"), "2026-11-20", "2224"),  # nobody trades: five years
        (executee("2021-11-20"), "2026-11-20", "L110-4"),  # the creditor trades
        ({"creancier": ARTISAN, "debiteur": {"commercant": True}} | executee("2021-11-20"),
         "2026-11-20", "L110-4"),  # the debtor trades
        (PUBLIQUE | executee("2021-03-10"), "2025-12-31", "68-1250"),  # 1 January 2022 + 4
        (PUBLIQUE | executee("2020-12-31"), "2024-12-31", "68-1250"),  # last day of a year
        (PUBLIQUE | executee("2021-01-01"), "2025-12-31", "68-1250"),  # first day of a year
        (echue("communications_electroniques", "2025-11-20"), "2026-11-20", "L34-2"),
        (CONSO | echue("communications_electroniques", "2025-11-20"), "2026-11-20", "L34-2"),
        (executee("2025-11-20", nature="transport"), "2026-11-20", "L133-6"),  # one year
        (CONSO | executee("2025-11-20", nature="transport"), "2026-11-20", "L133-6"),
        (PUBLIQUE | executee("2025-11-20", nature="transport"), "2026-11-20", "L133-6"),
        (PUBLIQUE | echue("communications_electroniques", "2025-11-20"), "2026-11-20", "L34-2"),
        (CONSO | echue("loyer_habitation", "2023-11-05"), "2026-11-05", "89-462"),  # three
        (LEGAL | echue("bail_commercial", "2021-10-01"), "2026-10-01", "2224"),  # five
        (CONSO | echue("charges_copropriete", "2021-10-01"), "2026-10-01", "65-557"),  # five
        (CONSO | echue("credit_consommation", "2024-10-05"), "2026-10-05", "R312-35"),  # two
        (titre("2016-11-20"), "2026-11-20", "L111-4"),  # ten
        (titre("2016-11-20", "ordonnance"), "2026-11-20", "L111-4"),
    ],
)  # fmt: skip
def test_le_dernier_jour_est_celui_de_l_anniversaire_inclus(cas, dernier_jour, fondement):
    fin = date.fromisoformat(dernier_jour)
    for au, trop_tard in ((fin - UN_JOUR, False), (fin, False), (fin + UN_JOUR, True)):
        trouvee = une(au, **cas)
        assert (trouvee.terme, trouvee.est_acquise(au)) == (fin, trop_tard)
    assert fondement in trouvee.fondement


@pytest.mark.parametrize(
    ("cas", "dernier_jour"),
    [
        (CONSO | executee("2024-02-29"), "2026-02-28"),  # no 29: the last day of the month
        (executee("2024-02-29", nature="transport"), "2025-02-28"),
        (executee("2020-02-29"), "2025-02-28"),
        (executee("2019-02-28"), "2024-02-28"),  # the same number, not the last of the month
        (CONSO | executee("2022-02-28"), "2024-02-28"),
        (titre("2016-02-29"), "2026-02-28"),
        (PUBLIQUE | executee("2020-02-29"), "2024-12-31"),
    ],
)
def test_le_29_fevrier_finit_le_28(cas, dernier_jour):
    assert une(**cas).terme == date.fromisoformat(dernier_jour)


@pytest.mark.parametrize(
    ("executee_le", "pourquoi"),
    [
        ("2024-11-21", "samedi"),
        ("2024-11-22", "dimanche"),
        ("2024-11-11", "Armistice"),
        ("2024-05-01", "Fête du Travail"),
    ],
)
def test_une_prescription_n_est_jamais_reportee_au_jour_ouvrable(executee_le, pourquoi):
    fin = date.fromisoformat(executee_le).replace(year=2026)
    assert une(**CONSO, **executee(executee_le)).terme == fin, pourquoi


# --- D'où elle part ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cas", "depart", "suppose"),
    [
        (CONSO | executee("2025-01-10", date="2025-02-01", echeance="2025-03-01"),
         "2025-01-10", False),  # performance, neither the invoice nor its due day
        (executee("2025-03-10", date="2025-02-01", echeance="2025-02-15"),
         "2025-03-10", False),  # even when it comes last
        (CONSO | executee(None, date="2025-02-01", echeance="2025-03-01"),
         "2025-02-01", True),  # not known: the date of the invoice, and it is said
        (executee(None, date="2025-02-01", nature="transport"), "2025-02-01", True),
        (PUBLIQUE | executee("2024-12-31", date="2025-01-05"), "2024-12-31", False),
        (PUBLIQUE | executee(None, date="2025-01-05"), "2025-12-31", True),
        (executee("2025-01-10", date="2025-02-01", echeance="2025-03-01",
                  nature="communications_electroniques"), "2025-03-01", False),  # « exigibilité »
        (executee(None, date="2025-02-01", echeance=None, recue_le="2025-02-03",
                  nature="communications_electroniques"), "2025-03-05", False),  # + 30 days
        (LEGAL | executee("2025-01-10", date="2025-02-01", echeance="2025-03-01",
                          nature="bail_commercial"), "2025-03-01", False),  # C. civ., art. 2233, 3°
        (titre("2025-03-12"), "2025-03-12", False),
    ],
)  # fmt: skip
def test_elle_part_de_l_execution_ou_de_ce_que_dit_le_texte(cas, depart, suppose):
    trouvee = une(**cas)
    assert (trouvee.depart, trouvee.depart_suppose) == (date.fromisoformat(depart), suppose)


def test_le_motif_dit_ce_qui_la_fait_courir():
    assert une(**executee("2025-01-10")).motif == "l’exécution du 10/01/2025"
    assert "faute d’exécution connue" in une(**executee(None, date="2025-02-01")).motif
    assert une(**PUBLIQUE, **executee("2024-05-10")).motif.startswith("le 1er janvier 2025")


@pytest.mark.parametrize(
    ("cas", "dernier_jour"),
    [
        (CIVIL | executee("2014-03-01", nature="transport"), "2015-03-01"),
        (CIVIL | echue("communications_electroniques", "2014-06-01"), "2015-06-01"),
        (titre("2012-03-01", "ordonnance"), "2022-03-01"),
    ],
)
def test_un_fait_plus_vieux_que_la_table_a_la_premiere_duree_connue(cas, dernier_jour):
    assert une(**cas).terme == date.fromisoformat(dernier_jour)


# --- Ce qui la fait repartir -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evenement", "dernier_jour"),
    [
        ({}, "2026-01-10"),
        (paiement("2025-06-15"), "2027-06-15"),  # C. civ., art. 2231 and 2240
        (paiement("2026-01-10"), "2028-01-10"),  # the last day is still in time
        (paiement("2026-01-11"), "2026-01-10"),  # the day after is not
        (paiement("2025-06-15", "2026-05-01"), "2028-05-01"),  # in the new period
        (paiement("2026-01-11", "2026-05-01"), "2026-01-10"),  # neither
        (paiement("2024-01-10"), "2026-01-10"),  # the very first day
        (paiement("2025-06-15", numero="F2"), "2026-01-10"),  # pays another invoice
        (paiement("2026-12-01"), "2026-01-10"),  # not yet
        (echeancier("2025-06-15"), "2027-06-15"),
        (echeancier("2026-01-10"), "2028-01-10"),
        (echeancier("2026-01-11"), "2026-01-10"),
        (echeancier("2024-01-09"), "2026-01-10"),  # before the invoice
        ({"ordonnance": {"date": "2025-12-01"}}, "2026-01-10"),  # not served
        (echeancier("2025-06-15") | paiement("2026-05-01"), "2028-05-01"),  # in their order
        (envoi("2025-06-15"), "2026-01-10"),  # com., 18 May 2022, n° 20-23.204
        (envoi("2025-06-15", "lre"), "2026-01-10"),
        (envoi("2025-06-15", "appel"), "2026-01-10"),
        (envoi("2025-06-15", suite={"nature": "silence", "date": "2025-07-01"}), "2026-01-10"),
        ({"contestation": {"date": "2025-06-15", "motif": "malfaçon"}}, "2026-01-10"),
        ({"envois": [accord("2026-01-10", suite={"nature": "refus", "date": "2026-01-05"})]},
         "2026-01-10"),  # a refusal adds nothing
    ],
)  # fmt: skip
def test_contre_un_consommateur_seuls_un_aveu_ou_un_acte_font_repartir_les_deux_ans(
    evenement, dernier_jour
):
    factures = [facture("2024-01-10"), facture("2026-02-01", numero="F2")]
    premiere, _ = toutes(**CONSO, factures=factures, **evenement)
    assert premiere.terme == date.fromisoformat(dernier_jour)


def test_un_evenement_du_jour_meme_compte_celui_du_lendemain_non():
    cas = CONSO | executee("2024-11-20")
    for evenement in (
        paiement("2026-11-20"),
        echeancier("2026-11-20"),
        {"ordonnance": {"date": "2026-11-01", "signifiee_le": "2026-11-20"}},
    ):
        assert une(date(2026, 11, 19), **cas, **evenement).terme == date(2026, 11, 20)
        assert une(date(2026, 11, 20), **cas, **evenement).terme == date(2028, 11, 20)


@pytest.mark.parametrize(
    "evenement",
    [
        echeancier("2024-02-01"),
        {"ordonnance": {"date": "2024-01-20", "signifiee_le": "2024-02-01"}},
    ],
)
def test_ce_qui_precede_la_facture_ne_la_vise_pas(evenement):
    cas = CONSO | executee("2024-01-10", date="2024-03-01", echeance="2024-03-01")
    assert une(**cas, **evenement).terme == date(2026, 1, 10)


def test_le_nouveau_delai_a_la_duree_de_l_ancien_et_dit_son_motif():
    reparti = une(**echue("loyer_habitation", "2023-11-05"), **paiement("2025-06-15"))
    assert (reparti.terme, reparti.depart) == (date(2028, 6, 15), date(2025, 6, 15))
    assert reparti.motif == "le paiement du 15/06/2025"


def test_un_paiement_avant_l_echeance_n_avance_pas_le_depart_d_un_loyer():
    loyer = echue("loyer_habitation", "2025-11-05")
    assert une(**loyer, **paiement("2025-11-01")).terme == date(2028, 11, 5)


@pytest.mark.parametrize(
    ("jours", "dernier_jour"),
    [
        ((), "2026-02-10"),
        (("2020-05-02",), "2030-05-02"),
        (("2026-02-10",), "2036-02-10"),  # the last day
        (("2026-02-11",), "2026-02-10"),  # too late
        (("2020-05-02", "2026-05-02"), "2036-05-02"),
        (("2016-02-09",), "2026-02-10"),  # before the title
    ],
)
def test_un_paiement_fait_repartir_les_dix_ans_du_titre(jours, dernier_jour):
    cas = titre("2016-02-10") | {"paiements": [{"date": j, "montant": "1.00"} for j in jours]}
    trouvee = une(**cas)
    assert (trouvee.facture, trouvee.terme) == ("", date.fromisoformat(dernier_jour))


def test_le_titre_remplace_les_factures_du_jour_ou_il_est_rendu():
    cas = titre("2026-11-23") | executee("2025-01-10")
    assert [p.facture for p in toutes(date(2026, 11, 22), **cas)] == ["F1"]
    assert [p.facture for p in toutes(date(2026, 11, 23), **cas)] == [""]


# --- Personne publique -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evenement", "dernier_jour"),
    [
        ({}, "2025-12-31"),
        (envoi("2023-05-04", "lettre"), "2027-12-31"),  # from 1 January 2024
        (envoi("2023-05-04", "lrar"), "2027-12-31"),
        (envoi("2023-05-04", "lre"), "2027-12-31"),
        (envoi("2023-05-04", "courriel"), "2027-12-31"),
        (envoi("2023-05-04", "remise"), "2027-12-31"),
        (envoi("2023-05-04", niveau="relance-courtoise"), "2027-12-31"),  # any written claim
        (envoi("2023-05-04", retour="refuse"), "2027-12-31"),
        (envoi("2023-05-04", retour="non_reclame"), "2027-12-31"),
        (envoi("2023-05-04", factures=["F1"]), "2027-12-31"),
        (envoi("2023-05-04", "appel"), "2025-12-31"),  # not written
        (envoi("2023-05-04", retour="npai"), "2025-12-31"),  # never came
        (envoi("2023-05-04", factures=["F2"]), "2025-12-31"),  # asks for another
        (envoi("2023-05-04", niveau="petites-creances"), "2025-12-31"),  # to the commissaire
        (envoi("2021-11-02"), "2025-12-31"),  # the year of performance: nothing yet to start again
        (envoi("2022-01-02"), "2026-12-31"),  # the year after
        (envoi("2025-12-31"), "2029-12-31"),  # the last day
        (envoi("2026-01-01"), "2025-12-31"),  # too late
        (envoi("2026-12-01"), "2025-12-31"),  # not yet
        (paiement("2023-05-04"), "2027-12-31"),
        (echeancier("2023-05-04"), "2027-12-31"),
    ],
)
def test_contre_une_personne_publique_toute_reclamation_ecrite_fait_repartir_les_quatre_ans(
    evenement, dernier_jour
):
    factures = [facture("2021-03-10"), facture("2026-02-01", numero="F2")]
    premiere, _ = toutes(**PUBLIQUE, factures=factures, **evenement)
    assert premiere.terme == date.fromisoformat(dernier_jour)


def test_une_reclamation_avant_l_echeance_compte_si_elle_nomme_la_facture():
    cas = PUBLIQUE | executee("2021-12-20", echeance="2022-01-19")
    assert une(**cas, **envoi("2022-01-18")).terme == date(2025, 12, 31)
    assert une(**cas, **envoi("2022-01-19")).terme == date(2025, 12, 31)  # not due before it
    assert une(**cas, **envoi("2022-01-20")).terme == date(2026, 12, 31)
    assert une(**cas, **envoi("2022-01-18", factures=["F1"])).terme == date(2026, 12, 31)


def test_une_reclamation_compte_du_jour_ou_elle_est_faite():
    cas = PUBLIQUE | executee("2022-03-10") | envoi("2026-11-24")
    assert une(date(2026, 11, 23), **cas).terme == date(2026, 12, 31)
    assert une(date(2026, 11, 24), **cas).terme == date(2030, 12, 31)


def test_deux_reclamations_en_temps_utile_se_suivent():
    jours = ("2025-04-01", "2023-05-04")  # in any order
    envois = [e for jour in jours for e in envoi(jour)["envois"]]
    trouvee = une(**PUBLIQUE, **executee("2021-03-10"), envois=envois)
    assert trouvee.terme == date(2029, 12, 31)
    assert trouvee.motif == "le 1er janvier 2026 (après la réclamation écrite du 01/04/2025)"


# --- Communications électroniques --------------------------------------------------------------


@pytest.mark.parametrize(
    ("evenement", "reclamee_le"),
    [
        (envoi("2026-03-02"), date(2026, 3, 2)),
        (envoi("2026-10-01", "courriel"), date(2026, 10, 1)),  # the last day of the year
        (envoi("2026-10-02"), None),  # the day after
        (envoi("2026-03-02", "appel"), None),
        (envoi("2026-03-02", retour="npai"), None),
        ({}, None),
    ],
)
def test_une_reclamation_de_l_operateur_se_note_sans_faire_repartir_l_annee(evenement, reclamee_le):
    trouvee = une(**echue("communications_electroniques", "2025-10-01"), **evenement)
    assert (trouvee.terme, trouvee.reclamee_le) == (date(2026, 10, 1), reclamee_le)


def test_la_premiere_reclamation_est_retenue():
    envois = [e for jour in ("2026-05-04", "2026-03-02") for e in envoi(jour)["envois"]]
    cas = echue("communications_electroniques", "2025-10-01")
    assert une(**cas, envois=envois).reclamee_le == date(2026, 3, 2)


def test_ailleurs_une_reclamation_ne_se_note_pas():
    assert une(**executee("2025-10-01"), **envoi("2026-03-02")).reclamee_le is None


# --- Suspension (C. civ., art. 2238) -----------------------------------------------------------


@pytest.mark.parametrize(
    ("suite", "suspendue"),
    [
        (accord("2026-01-05"), True),
        (accord("2026-01-10"), True),  # the last day
        (accord("2026-01-11"), False),  # it was over
        (accord("2026-12-01"), False),  # not yet
        (accord("2026-01-05", suite=None), False),  # the letter alone suspends nothing
        (accord("2026-01-05", suite={"nature": "refus", "date": "2026-01-05"}), False),
        (accord("2026-01-05", suite={"nature": "silence", "date": "2026-01-05"}), False),
        (accord("2026-01-05", niveau="mise-en-demeure", lettre_du_commissaire_le=None), False),
        (accord("2026-01-05", lettre_du_commissaire_le=None), True),
        (accord("2026-01-05", niveau="seconde-relance"), True),  # the commissaire wrote
    ],
)
def test_seul_l_accord_du_debiteur_devant_le_commissaire_la_suspend(suite, suspendue):
    trouvee = une(**CONSO, **executee("2024-01-10"), envois=[suite])
    attendu = date.fromisoformat(suite["suite"]["date"]) if suspendue else None
    assert trouvee.suspendue_depuis == attendu
    assert trouvee.est_acquise(JOUR) is not suspendue
    assert not trouvee.approche(date(2026, 1, 10)) or not suspendue


def test_la_suspension_se_lit_du_jour_de_l_accord():
    cas = CONSO | executee("2024-01-10") | {"envois": [accord("2026-01-05")]}
    assert une(date(2026, 1, 4), **cas).suspendue_depuis is None
    assert une(date(2026, 1, 4), **cas).approche(date(2026, 1, 4))
    assert une(date(2026, 1, 5), **cas).suspendue_depuis == date(2026, 1, 5)
    assert not une(date(2026, 1, 5), **cas).approche(date(2026, 1, 5))


# --- L'approche, et ce qui n'en a plus ---------------------------------------------------------


@pytest.mark.parametrize(
    ("au", "attendu"),
    [
        (date(2026, 9, 20), False),  # sixty-one days: 10 + 31 + 20
        (date(2026, 9, 21), True),  # sixty
        (date(2026, 11, 20), True),  # the last day
        (date(2026, 11, 21), False),  # too late: another finding says so
    ],
)
def test_l_approche_s_annonce_soixante_jours_avant(au, attendu):
    assert une(au, **executee("2021-11-20")).approche(au) is attendu


def test_une_facture_soldee_ou_a_echoir_n_en_a_pas():
    assert toutes(**executee("2026-01-10"), **paiement("2026-01-10", montant="1000.00")) == []
    assert len(toutes(**executee("2026-01-10"), **paiement("2026-01-10", montant="999.99"))) == 1
    assert toutes(date(2026, 10, 1)) == []
    assert len(toutes(date(2026, 10, 2))) == 1


def test_une_dette_dont_il_ne_reste_que_les_accessoires_n_est_pas_comptee_a_part():
    cas = dossier(**executee("2026-01-10"), **paiement("2026-03-10", montant="1000.00"),
                  conditions={"imputation": "capital_d_abord"})  # fmt: skip
    decompte = decompte_arrete(cas, JOUR)
    assert decompte.total
    assert prescriptions(cas, decompte) == []


def test_un_avoir_n_a_pas_de_prescription():
    avoir = {"numero": "A1", "type": "avoir", "date": "2026-02-01", "montant_ttc": "10.00"}
    assert [p.facture for p in toutes(factures=[facture("2026-01-10"), avoir])] == ["F1"]


def test_chaque_facture_a_la_sienne():
    factures = [
        facture("2024-11-20"),
        facture("2025-11-20", numero="F2", nature="transport"),
        facture("2024-12-20", numero="F3"),
    ]
    assert {p.facture: p.terme for p in toutes(**CONSO, factures=factures)} == {
        "F1": date(2026, 11, 20),
        "F2": date(2026, 11, 20),
        "F3": date(2026, 12, 20),
    }


def test_une_regle_a_relire_le_dit():
    assert une(**executee("2025-01-10")).relu
    assert not une(**echue("loyer_habitation", "2025-11-05")).relu
    assert not une(**titre("2025-03-12")).relu


def test_la_table_donnee_l_emporte_sur_celle_du_decompte():
    cas = dossier(**executee("2025-01-10"))
    integre = Bareme.integre()
    (cinq,) = integre.constantes["prescription_commerce"]
    trois = {**integre.constantes, "prescription_commerce": (replace(cinq, valeur=Decimal(3)),)}
    (trouvee,) = prescriptions(cas, decompte_arrete(cas, JOUR), replace(integre, constantes=trois))
    assert trouvee.terme == date(2028, 1, 10)


# --- Ce que le texte borne ---------------------------------------------------------------------


@pytest.mark.parametrize("nature", ["bail_commercial", "charges_copropriete"])
def test_la_prescription_quadriennale_vaut_pour_toute_creance_sur_une_personne_publique(nature):
    # Law n° 68-1250, art. 1: « toutes créances »; 1 January 2022 + 4, before five years are over.
    assert une(**PUBLIQUE, **echue(nature, "2021-12-01")).terme == date(2025, 12, 31)


def test_un_paiement_ne_fait_pas_repartir_une_forclusion():
    # C. civ., art. 2240 speaks of « prescription » alone; art. 2241, of « forclusion » too.
    credit = CONSO | echue("credit_consommation", "2024-10-05")
    assert une(**credit, **paiement("2025-06-15")).terme == date(2026, 10, 5)


@pytest.mark.parametrize("nature", ["acte_notarie", "accord_commissaire"])
def test_les_dix_ans_ne_valent_que_pour_les_decisions(nature):
    # CPCE, art. L111-4: « aux 1° à 3° de l'article L. 111-3 »; these two are its 4° and 5°.
    # They last as long as their debt, which they acknowledge: two years, five, one.
    for cas, annee in (
        (CONSO | executee("2024-01-10"), 2026),
        (executee("2024-01-10"), 2029),
        (executee("2024-01-10", nature="transport"), 2025),
    ):
        assert une(**cas, **titre("2024-06-10", nature)).terme == date(annee, 6, 10)


def test_l_accord_ne_suspend_que_ce_que_la_demande_vise():
    # C. civ., art. 2238; CPCE, art. R125-2: the letter states the debt.
    factures = [facture("2024-01-10"), facture("2024-02-10", numero="F2")]
    visee, autre = toutes(
        **CONSO, factures=factures, envois=[accord("2026-01-05", factures=["F1"])]
    )
    assert visee.suspendue_depuis == date(2026, 1, 5)
    assert autre.suspendue_depuis is None


def test_l_accord_ne_suspend_pas_une_creance_nee_apres_lui():
    assert (
        une(**CONSO, **executee("2026-03-10"), envois=[accord("2026-01-05")]).suspendue_depuis
        is None
    )


def test_l_ordonnance_ne_fait_pas_repartir_une_facture_emise_apres_elle():
    # C. civ., art. 2241: the claim interrupts for what it asks.
    cas = CONSO | executee("2025-06-01", date="2025-06-01")
    rendue = {"ordonnance": {"date": "2025-05-01", "signifiee_le": "2025-06-15"}}
    assert une(**cas, **rendue).terme == date(2027, 6, 1)


def test_une_ordonnance_signifiee_trop_tard_est_non_avenue_et_n_interrompt_rien():
    # CPC, art. 1411: order of 1 May 2025, six months end on Saturday 1 November, moved to the 3rd.
    for signifiee_le, fin in (("2025-11-03", (2027, 11, 3)), ("2025-11-04", (2026, 1, 10))):
        rendue = {"ordonnance": {"date": "2025-05-01", "signifiee_le": signifiee_le}}
        servie = une(date(2025, 11, 4), **CONSO, **executee("2024-01-10"), **rendue)
        assert servie.terme == date(*fin), signifiee_le


@pytest.mark.parametrize(
    ("signifiee_le", "fin"),
    [
        ("2026-12-01", date(2028, 12, 1)),  # three months for an order of 1 September 2026
        ("2026-12-02", date(2027, 1, 10)),
    ],
)
def test_une_ordonnance_recente_se_signifie_en_trois_mois(signifiee_le, fin):
    rendue = {"ordonnance": {"date": "2026-09-01", "signifiee_le": signifiee_le}}
    cas = CONSO | executee("2025-01-10") | rendue
    assert une(date(2026, 12, 31), **cas).terme == fin


def test_une_ordonnance_plus_vieille_que_la_table_interrompt_encore():
    rendue = {"ordonnance": {"date": "2014-12-01", "signifiee_le": "2015-02-02"}}
    cas = CIVIL | executee("2014-03-10") | rendue
    assert une(**cas).terme == date(2020, 2, 2)


# --- L’ordonnance devenue titre, ou opposée ----------------------------------------------------


def rendue(jour, signifiee_le, **champs):
    return {"ordonnance": {"date": jour, "signifiee_le": signifiee_le, **champs}}


def termes(au, **changements):
    return {p.facture: p.terme.isoformat() for p in toutes(au, **changements)}


@pytest.mark.parametrize(
    ("signifiee_le", "terme"),
    [("2025-06-15", "2027-06-15"), ("2026-01-10", "2028-01-10"), ("2026-01-11", "2026-01-10")],
)
def test_signifiee_l_ordonnance_fait_repartir_les_deux_ans_s_ils_courent_encore(
    signifiee_le, terme
):
    jour = date.fromisoformat(signifiee_le)
    cas = CONSO | executee("2024-01-10") | rendue(str(jour - timedelta(30)), signifiee_le)
    assert termes(jour, **cas) == {"F1": terme}


@pytest.mark.parametrize(
    ("jour", "signifiee_le", "adresse", "titre_le"),
    [
        # One month (CPC, art. 1416) for an order of August 2026 or before: 15 November, a Sunday.
        ("2026-08-31", "2026-10-15", {}, date(2026, 11, 17)),
        # Two (art. 1422 new) for one of 1 September 2026: 20 November, a Friday.
        ("2026-09-01", "2026-09-20", {}, date(2026, 11, 21)),
        ("2026-09-01", "2026-10-16", {"code_postal": "97400"}, date(2026, 12, 17)),  # art. 643
    ],
)
def test_sans_opposition_l_ordonnance_s_execute_dix_ans_des_qu_elle_est_un_titre(
    jour, signifiee_le, adresse, titre_le
):
    cas = executee("2026-01-30") | rendue(jour, signifiee_le) | {"debiteur": {"adresse": adresse}}
    [veille] = toutes(titre_le - UN_JOUR, **cas)
    assert (veille.facture, veille.annees) == ("F1", 5)
    [apres] = toutes(titre_le, **cas)
    assert (apres.facture, apres.annees, apres.fondement) == ("", 10, "CPCE, art. L111-4")
    assert apres.terme == date.fromisoformat(jour).replace(year=2036)


def test_ce_que_l_ordonnance_n_accorde_pas_garde_son_delai():
    deux = {"factures": [facture("2026-01-30"), facture("2026-10-01", numero="F2")]}
    faite = rendue("2026-09-01", "2026-09-20")
    assert termes(JOUR, **deux, **faite) == {"": "2036-09-01", "F2": "2031-10-01"}
    # Less than what the invoices ask: which one is granted, nothing tells.
    partielle = rendue("2026-09-01", "2026-09-20", principal="999.99")
    assert set(termes(JOUR, **deux, **partielle)) == {"F1", "F2"}
    entiere = rendue("2026-09-01", "2026-09-20", principal="1000.00")
    assert set(termes(JOUR, **deux, **entiere)) == {"", "F2"}


def test_rien_n_est_du_le_titre_n_a_pas_de_terme():
    cas = executee("2026-01-30") | rendue("2026-09-01", "2026-09-20")
    assert toutes(**cas, **paiement("2026-10-01", montant="2000.00")) == []


def test_avant_mars_2022_la_formule_se_demandait_et_l_ordonnance_n_est_pas_tenue_pour_un_titre():
    cas = executee("2021-12-01")
    for jour, attendu in (("2022-02-28", "F1"), ("2022-03-01", "")):
        assert set(termes(JOUR, **cas, **rendue(jour, "2022-04-01"))) == {attendu}


def test_opposee_l_ordonnance_ne_laisse_courir_aucun_delai_pour_ce_qu_elle_accorde():
    # C. civ., art. 2242: until the case ends.
    opposee = rendue("2026-06-09", "2026-07-02", opposition_le="2026-07-20")
    deux = {"factures": [facture("2026-01-30"), facture("2026-10-01", numero="F2")]}
    assert termes(JOUR, **deux, **opposee) == {"F2": "2031-10-01"}
    assert termes(date(2026, 7, 19), **executee("2026-01-30"), **opposee) == {"F1": "2031-07-02"}
    partielle = rendue("2026-06-09", "2026-07-02", opposition_le="2026-07-20", principal="1.00")
    assert termes(JOUR, **executee("2026-01-30"), **partielle) == {"F1": "2031-07-02"}


def test_opposee_la_facture_prescrite_avant_la_signification_le_reste():
    for signifiee_le, reste in (("2026-01-10", {}), ("2026-01-11", {"F1": "2026-01-10"})):
        cas = rendue("2025-12-01", signifiee_le, opposition_le="2026-01-20")
        assert termes(JOUR, **CONSO, **executee("2024-01-10"), **cas) == reste, signifiee_le


def test_opposee_sans_jour_de_signification_elle_est_devant_le_juge():
    opposee = {"ordonnance": {"date": "2026-06-09", "opposition_le": "2026-07-20"}}
    assert termes(JOUR, **executee("2026-01-30"), **opposee) == {}


def test_un_titre_donne_l_emporte_sur_l_ordonnance():
    cas = executee("2026-01-30") | rendue("2026-06-09", "2026-07-02") | titre("2026-07-01")
    assert termes(JOUR, **cas) == {"": "2036-07-01"}
