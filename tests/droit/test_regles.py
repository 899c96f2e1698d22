"""What forbids a letter: each rule with a case on both sides of its threshold."""

from datetime import date

import pytest

from courriers import LettreRefusee, compose, decompte_arrete
from courriers.droit.regles import empechements
from fabrique import CONSOMMATEUR, JOUR, dossier, pack_livre

PACK = pack_livre("mise-en-demeure")
ADRESSE = {"lignes": ["1 rue A"], "code_postal": "73000", "ville": "Chambéry"}
SIGNE = {"solidaire": True, "type": "particulier", "prenom": "Léo", "nom": "Morel",
         "adresse": ADRESSE}  # fmt: skip


def refus(au=JOUR, canal=None, **changements):
    """The refusal codes of a case, none if the letter is written."""
    try:
        compose(dossier(**changements), PACK, au, canal=canal)
    except LettreRefusee as faute:
        return [str(c.code) for c in faute.constats]
    return []


def codes(au=JOUR, **changements):
    """The finding codes of a letter."""
    return {str(c.code) for c in compose(dossier(**changements), PACK, au).rapport.constats}


def facture(**champs):
    return [{"numero": "F1", "date": "2024-11-20", "echeance": "2024-12-20",
             "montant_ttc": "100.00", **champs}]  # fmt: skip


@pytest.mark.parametrize(
    ("au", "attendu"),
    [(date(2026, 10, 1), ["RIEN_A_RECLAMER"]), (date(2026, 10, 2), [])],  # due day, day after
)
def test_sans_facture_echue_rien_n_est_reclame(au, attendu):
    assert refus(au) == attendu


@pytest.mark.parametrize(
    ("executee_le", "attendu"),
    [("2024-11-23", []), ("2024-11-22", ["CREANCE_PRESCRITE"])],  # two years to the day, or more
)
def test_une_creance_prescrite_contre_un_consommateur_est_refusee(executee_le, attendu):
    assert refus(debiteur=CONSOMMATEUR, factures=facture(executee_le=executee_le)) == attendu


def test_un_paiement_fait_repartir_les_deux_ans_s_il_vient_a_temps():
    vieille = facture(date="2023-01-10", echeance="2023-02-10", executee_le="2023-01-10")
    for jour, attendu in (("2025-01-10", []), ("2025-01-11", ["CREANCE_PRESCRITE"])):
        paiement = {"date": jour, "montant": "10.00", "facture": "F1"}
        assert refus(debiteur=CONSOMMATEUR, factures=vieille, paiements=[paiement]) == attendu


def test_entre_professionnels_les_deux_ans_ne_comptent_pas():
    assert refus(factures=facture(executee_le="2024-01-01")) == []


@pytest.mark.parametrize(
    ("champ", "valeur", "code"),
    [
        ("cession", {"a": "Factor SA", "date": "2026-11-23"}, "CREANCE_CEDEE"),
        ("echeancier", {"date": "2026-11-23", "echeances": [{"date": "2027-01-01",
         "montant": "1"}]}, "ECHEANCIER_EN_COURS"),
    ],
)  # fmt: skip
def test_un_evenement_compte_du_jour_ou_il_a_lieu(champ, valeur, code):
    assert refus(**{champ: valeur}) == [code]
    assert refus(**{champ: {**valeur, "date": "2026-11-24"}}) == []


def test_un_debiteur_decede_ou_radie_ne_recoit_pas_de_lettre():
    assert refus(debiteur={**CONSOMMATEUR, "decede_le": "2026-01-01"}) == ["DEBITEUR_DECEDE"]
    assert refus(debiteur={"radiee_le": "2026-01-01"}) == ["DEBITEUR_RADIE"]


def test_la_solidarite_ne_se_presume_pas():
    assert refus(codebiteurs=[SIGNE]) == []
    assert refus(codebiteurs=[{**SIGNE, "solidaire": False}]) == ["CODEBITEUR_NON_SOLIDAIRE"]


def test_la_lettre_d_un_mandataire_attend_d_etre_complete():
    mandataire = {"type": "societe", "denomination": "Recouvre SA", "mandat_du": "2026-01-01",
                  "adresse": ADRESSE, "role": "societe_recouvrement"}  # fmt: skip
    fonde = {"fondement": "commande du 4 mai 2026"}
    assert refus(mandataire=mandataire).count("MENTIONS_R124_4") == 2
    assert refus(mandataire=mandataire, conditions=fonde).count("MENTIONS_R124_4") == 1
    compte = {"iban": "FR7630003012340005009876627", "titulaire_compte": "Recouvre SA"}
    complet = refus(mandataire={**mandataire, **compte}, conditions=fonde)
    assert set(complet) == {"CHAMP_MANQUANT"}  # of its letterhead


def test_la_lre_suppose_le_consentement_d_un_non_professionnel():
    assert refus(canal="lre", debiteur=CONSOMMATEUR) == ["LRE_SANS_CONSENTEMENT"]
    assert refus(canal="lre", debiteur={**CONSOMMATEUR, "consentement_lre": True}) == []
    assert refus(canal="lre") == []


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [("siren", None), ("rcs", None), ("forme_juridique", None), ("capital", None),
     ("signataire", None)],
)  # fmt: skip
def test_une_mention_legale_manquante_est_reclamee(champ, valeur):
    assert refus(creancier={champ: valeur}) == ["CHAMP_MANQUANT"]


def test_le_capital_variable_dispense_du_montant():
    assert refus(creancier={"capital": None, "capital_variable": True}) == []


def test_un_artisan_sans_rcs_ecrit_et_signe_lui_meme():
    ei = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
          "siren": "912057387", "commercant": False}  # fmt: skip
    assert refus(creancier=ei) == []
    assert refus(creancier={**ei, "commercant": True}) == ["CHAMP_MANQUANT"]


def test_ce_qui_est_detenu_en_trop_interdit_de_reclamer():
    factures = [
        {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "1000.00"},
        {"numero": "F2", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "100.00"},
        {"numero": "A1", "type": "avoir", "date": "2026-09-05", "montant_ttc": "100.01",
         "sur_facture": "F2"},
    ]  # fmt: skip
    assert refus(factures=factures) == ["TROP_PERCU"]
    factures[-1]["montant_ttc"] = "100.00"
    assert refus(factures=factures) == []


def test_tous_les_refus_sont_dits_ensemble():
    assert refus(creancier={"siren": None, "rcs": None}, debiteur={"radiee_le": "2026-01-01"}) == [
        "DEBITEUR_RADIE",
        "CHAMP_MANQUANT",
        "CHAMP_MANQUANT",
    ]


def test_ce_qui_est_a_savoir_est_dit_sans_empecher():
    assert "DEBITEUR_ETRANGER" in codes(debiteur={"adresse": {"pays": "BE", "code_postal": "1000"}})
    assert "CREANCE_CONTESTEE" in codes(contestation={"date": "2026-11-01", "motif": "malfaçon"})
    assert "IBAN_ABSENT" in codes(creancier={"iban": None})
    assert {"MEDIATEUR_ABSENT", "EXECUTION_INCONNUE"} <= codes(debiteur=CONSOMMATEUR)
    particulier = {"activite_professionnelle": False}
    assert "MEDIATEUR_ABSENT" not in codes(debiteur=CONSOMMATEUR, creancier=particulier)
    assert codes() == {"ETAPE_SAUTEE"}


@pytest.mark.parametrize(
    ("date_envoi", "attendus"),
    [
        ("2026-11-15", {"ENVOI_PREMATURE"}),  # eight days
        ("2026-11-14", set()),  # nine
    ],
)
def test_un_envoi_trop_proche_du_precedent_se_signale(date_envoi, attendus):
    envoi = {"niveau": "seconde-relance", "date": date_envoi, "canal": "lettre"}
    assert codes(envois=[envoi]) == attendus


def test_une_seconde_mise_en_demeure_se_signale_et_s_ecrit():
    envoi = {"niveau": "mise-en-demeure", "date": "2026-10-10", "canal": "lrar"}
    assert "ENVOI_REPETE" in codes(envois=[envoi])


def test_un_trop_percu_est_dit_meme_quand_rien_n_est_du():
    cas = dossier(paiements=[{"date": "2026-09-20", "montant": "1200.00", "facture": "F1"}])
    decompte = decompte_arrete(cas, JOUR)
    (refus,) = empechements(cas, decompte, "lettre", decompte.total)
    assert refus.code == "RIEN_A_RECLAMER"
    assert "200,00" in refus.conseil
