"""What closes the small claims procedure: each rule with a case on both sides of its threshold."""

from datetime import date
from decimal import Decimal

import pytest

from courriers import Bareme, LettreRefusee, compose, decompte_arrete
from courriers.droit.regles import empechements
from courriers.droit.voies.petites_creances import empechements_petites_creances
from fabrique import CONSOMMATEUR, JOUR, dossier, pack_livre

PACK = pack_livre("petites-creances")
MISE_EN_DEMEURE = pack_livre("mise-en-demeure")
FONDEMENT = {"fondement": "devis n° 7 accepté le 1er août 2026"}
ARTISAN = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
           "siren": "912057387", "commercant": False}  # fmt: skip
INDIVIDUEL = {"type": "entrepreneur_individuel", "qualite": "professionnel", "prenom": "Léo",
              "nom": "Morel"}  # fmt: skip
ETUDE = {"type": "societe", "denomination": "Étude A", "adresse": {"lignes": ["2 rue B"],
         "code_postal": "73000", "ville": "Chambéry"}}  # fmt: skip


def constats(au=JOUR, **changements):
    """The refusals of the request, none if it is written."""
    changements = {"conditions": FONDEMENT, "debiteur": CONSOMMATEUR, **changements}
    try:
        compose(dossier(**changements), PACK, au)
    except LettreRefusee as faute:
        return list(faute.constats)
    return []


def refus(au=JOUR, **changements):
    return [str(c.code) for c in constats(au, **changements)]


def facture(montant, jour="2026-09-01", echeance="2026-10-01"):
    return [{"numero": "F1", "date": jour, "echeance": echeance, "montant_ttc": montant}]


@pytest.mark.parametrize(
    ("montant", "attendu"), [("5000.00", []), ("5000.01", ["VOIE_FERMEE"])]
)  # « ne doit pas excéder »: the bound is inside
def test_le_plafond_est_de_cinq_mille_euros_borne_comprise(montant, attendu):
    assert refus(factures=facture(montant)) == attendu


@pytest.mark.parametrize(
    ("montant", "attendu"),
    [
        ("4900.00", []),  # 4 900 + 88,23 = 4 988,23; with the 40 € it would be 5 028,23
        ("4950.00", ["VOIE_FERMEE"]),  # 4 950 + 89,13 = 5 039,13
    ],
)  # 53 days at 12.40 %
def test_les_interets_comptent_dans_le_plafond_et_les_quarante_euros_non(montant, attendu):
    professionnel = {"qualite": "professionnel"}
    assert refus(creancier=ARTISAN, debiteur=professionnel, factures=facture(montant)) == attendu


def test_le_refus_dit_les_articles_la_somme_et_le_plafond():
    [faute] = constats(factures=facture("5000.01"))
    lu = faute.message.replace("\u202f", " ").replace("\u00a0", " ")
    assert "L125-1 et R125-1" in lu
    assert "5 000,01 €" in lu
    assert "5 000,00 €" in lu


@pytest.mark.parametrize(
    ("au", "montant", "attendu"),
    [
        (date(2016, 5, 31), "10.00", ["VOIE_FERMEE"]),  # no such procedure yet
        (date(2016, 6, 1), "4000.00", []),
        (date(2016, 6, 1), "4000.01", ["VOIE_FERMEE"]),
        (date(2019, 12, 31), "4000.01", ["VOIE_FERMEE"]),
        (date(2020, 1, 1), "4000.01", []),
    ],
)
def test_le_plafond_est_celui_du_jour_de_la_demande(au, montant, attendu):
    avant = date(au.year - 1, 12, 1).isoformat()
    assert refus(au, factures=facture(montant, avant, avant)) == attendu


def test_le_bareme_donne_le_plafond_par_periode():
    plafond = Bareme.integre().plafond_petites_creances
    jours = (date(2016, 5, 31), date(2016, 6, 1), date(2019, 12, 31), date(2020, 1, 1))
    assert [plafond(jour) for jour in jours] == [0, 4000, 4000, 5000]


def test_un_plafond_donne_par_l_appelant_est_celui_qui_s_applique():
    bareme = Bareme.integre()
    valeurs = bareme.constantes["plafond_petites_creances"]
    plus_haut = Bareme(
        bareme.particulier, bareme.autres, bareme.bce,
        {**bareme.constantes, "plafond_petites_creances": tuple(
            type(v)(Decimal(6000), v.debut, v.source, v.verifie_le, v.relu) for v in valeurs
        )},
    )  # fmt: skip
    cas = dossier(debiteur=CONSOMMATEUR, factures=facture("5000.01"))
    decompte = decompte_arrete(cas, JOUR)
    assert [c.code for c in empechements_petites_creances(cas, decompte)] == ["VOIE_FERMEE"]
    assert empechements_petites_creances(cas, decompte, plus_haut) == []


def test_entre_commercants_la_voie_est_fermee_et_le_message_dit_l_autre():
    [faute] = constats(debiteur={"forme_juridique": "SAS"})
    assert faute.code == "VOIE_FERMEE"
    assert "L125-1" in faute.message
    assert "L126-1 à L126-5" in faute.message
    assert "décret d’application et le tarif" in faute.conseil


@pytest.mark.parametrize(
    ("creancier", "debiteur", "manquants"),
    [
        ({}, {}, ["debiteur.commercant"]),  # SARL; a company that does not say its form
        ({}, {"commercant": False}, []),
        ({"commercant": False}, {}, []),  # one who is not a trader is enough
        (ARTISAN, {"forme_juridique": "SAS"}, []),
        ({**ARTISAN, "commercant": None}, {"forme_juridique": "SAS"}, ["creancier.commercant"]),
        ({**ARTISAN, "commercant": None}, {}, ["creancier.commercant", "debiteur.commercant"]),
        ({}, INDIVIDUEL, ["debiteur.commercant"]),
        ({}, {"forme_juridique": "SCI"}, ["debiteur.commercant"]),
        ({}, {"forme_juridique": "SCI", "qualite": "non_professionnel"}, []),
        ({}, {"type": "association", "qualite": "professionnel", "denomination": "A"},
         ["debiteur.commercant"]),
        ({}, {"type": "association", "qualite": "non_professionnel", "denomination": "A"}, []),
        ({"activite_professionnelle": False, "commercant": None, "type": "particulier",
          "prenom": "A", "nom": "B"}, {"forme_juridique": "SAS"}, []),
    ],
)  # fmt: skip
def test_une_qualite_de_commercant_inconnue_est_demandee_et_non_devinee(
    creancier, debiteur, manquants
):
    conditions = {**FONDEMENT, "penalites": {"mode": "legal"}}
    trouves = constats(creancier=creancier, debiteur=debiteur, conditions=conditions)
    assert [c.lieu.champ for c in trouves] == manquants
    assert {str(c.code) for c in trouves} <= {"CHAMP_MANQUANT"}


def test_un_entrepreneur_inscrit_au_rcs_est_presume_commercant():
    inscrit = {**INDIVIDUEL, "rcs": "Chambéry"}
    assert refus(debiteur=inscrit) == ["VOIE_FERMEE"]
    assert refus(debiteur={**inscrit, "commercant": False}) == []


def test_une_personne_publique_ne_se_poursuit_pas_ainsi():
    public = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
              "denomination": "Commune de Valmont"}  # fmt: skip
    [faute] = constats(debiteur=public)
    assert faute.code == "VOIE_FERMEE"
    assert "L111-1, al. 3" in faute.message


@pytest.mark.parametrize(
    ("pays", "code_postal", "attendu"),
    [("FR", "73000", []), ("RE", "97400", []), ("BE", "1000", ["VOIE_FERMEE"])],
)
def test_le_debiteur_demeure_en_france(pays, code_postal, attendu):
    adresse = {"lignes": ["1 rue A"], "ville": "X", "pays": pays, "code_postal": code_postal}
    assert refus(debiteur={**CONSOMMATEUR, "adresse": adresse}) == attendu


@pytest.mark.parametrize(("devise", "attendu"), [("EUR", []), ("CHF", ["VOIE_FERMEE"])])
def test_le_plafond_ne_se_compare_qu_a_des_euros(devise, attendu):
    assert refus(devise=devise) == attendu


def test_la_seule_indemnite_ne_fait_pas_une_petite_creance():
    # 53 days on 1 000 €: 18,01 € of penalty, paid with the principal, leave 40 €.
    paiement = {"date": "2026-11-23", "montant": "1018.01", "facture": "F1"}
    cas = {"creancier": ARTISAN, "debiteur": {"forme_juridique": "SAS"}, "paiements": [paiement],
           "conditions": {**FONDEMENT, "imputation": "capital_d_abord"}}  # fmt: skip
    assert refus(**cas) == ["RIEN_A_RECLAMER"]
    un_centime = [{**paiement, "montant": "1018.00"}]
    assert refus(**{**cas, "paiements": un_centime}) == []


def test_le_fondement_est_exige():
    assert refus(conditions={}) == ["CHAMP_MANQUANT"]


def test_ce_qui_empeche_toute_lettre_empeche_celle_ci():
    assert refus(debiteur={**CONSOMMATEUR, "decede_le": "2026-01-01"}) == ["DEBITEUR_DECEDE"]
    assert refus(cession={"a": "Factor SA", "date": "2026-11-23"}) == ["CREANCE_CEDEE"]
    assert refus(JOUR.replace(day=1, month=10)) == ["RIEN_A_RECLAMER"]
    vieille = [{**facture("10.00", "2024-10-01", "2024-11-01")[0], "executee_le": "2024-11-22"}]
    assert refus(factures=vieille) == ["CREANCE_PRESCRITE"]


def test_le_consentement_a_la_lre_ne_vaut_que_pour_le_debiteur():
    cas = dossier(debiteur=CONSOMMATEUR)
    decompte = decompte_arrete(cas, JOUR)
    assert [c.code for c in empechements(cas, decompte, "lre", decompte.total)] == [
        "LRE_SANS_CONSENTEMENT"
    ]
    assert empechements(cas, decompte, None, decompte.total) == []


def codes(pack=PACK, au=JOUR, **changements):
    changements = {"conditions": FONDEMENT, "debiteur": CONSOMMATEUR, **changements}
    return {str(c.code) for c in compose(dossier(**changements), pack, au).rapport.constats}


def test_un_commissaire_a_choisir_se_signale():
    assert "COMMISSAIRE_A_CHOISIR" in codes()
    assert "COMMISSAIRE_A_CHOISIR" not in codes(commissaire=ETUDE)
    assert "COMMISSAIRE_A_CHOISIR" not in codes(MISE_EN_DEMEURE)


def test_ce_qui_ne_regarde_que_le_debiteur_ne_se_dit_pas_de_la_demande():
    cas = {"creancier": {"iban": None}, "commissaire": ETUDE}
    assert {"IBAN_ABSENT", "MEDIATEUR_ABSENT"} <= codes(MISE_EN_DEMEURE, **cas)
    assert not {"IBAN_ABSENT", "MEDIATEUR_ABSENT"} & codes(**cas)
    assert "EXECUTION_INCONNUE" in codes(**cas)


def test_l_adresse_verifiee_est_celle_de_l_enveloppe():
    longue = {"lignes": ["N" * 39], "code_postal": "73000", "ville": "Chambéry"}
    debiteur = {**CONSOMMATEUR, "adresse": longue}
    assert "ADRESSE_TROP_LONGUE" not in codes(debiteur=debiteur, commissaire=ETUDE)
    assert "ADRESSE_TROP_LONGUE" in codes(commissaire={**ETUDE, "adresse": longue})


def test_une_contestation_se_signale_et_n_empeche_pas():
    assert "CREANCE_CONTESTEE" in codes(contestation={"date": "2026-11-01", "motif": "malfaçon"})


@pytest.mark.parametrize(
    ("lettre_du", "suite", "gele"),
    [
        ("2026-10-23", None, True),  # the last day of the month
        ("2026-10-21", None, True),  # 21 November is a Saturday: moved to Monday 23
        ("2026-10-20", None, False),  # over on Friday 20
        ("2026-11-23", None, True),
        ("2026-11-24", None, False),  # not sent yet
        ("2026-11-02", "2026-11-23", False),  # answered today
        ("2026-11-02", "2026-11-24", True),  # answered tomorrow
    ],
)
def test_pendant_la_procedure_demander_un_paiement_se_signale(lettre_du, suite, gele):
    envoi = {"niveau": "petites-creances", "date": "2026-10-20", "canal": "lettre",
             "lettre_du_commissaire_le": lettre_du}  # fmt: skip
    if suite is not None:
        envoi["suite"] = {"nature": "refus", "date": suite}
    assert ("GEL_PETITES_CREANCES" in codes(MISE_EN_DEMEURE, envois=[envoi])) is gele
    assert ("GEL_PETITES_CREANCES" in codes(envois=[envoi])) is gele  # asked for once more
