"""What is asked of a commissaire de justice: trade claims, an act, the end of the small claims."""

from datetime import date

import pytest

from courriers import LettreRefusee, compose, load_dossier
from courriers.document.texte import texte
from courriers.lettre.recalcul import recalculer
from courriers.lettre.relecture import normaliser
from fabrique import ADRESSE, CONSOMMATEUR, HOSTILES, JOUR, brut, livree, pack_livre

ARTISAN = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
           "siren": "912057387", "commercant": False}  # fmt: skip
ETUDE = {"type": "societe", "denomination": "Étude Bréhaut", "forme_juridique": "SELARL",
         "adresse": ADRESSE}  # fmt: skip
COMMUN = {"debiteur": {"forme_juridique": "SARL"}, "conditions": {"fondement": "commande n° 7"},
          "commissaire": ETUDE}  # fmt: skip


def composee(pack, au=JOUR, **changements):
    return compose(load_dossier(brut(**{**COMMUN, **changements})), pack_livre(pack), au)


def lue(pack, au=JOUR, **changements):
    return normaliser(texte(composee(pack, au, **changements).docx()))


def codes(pack, **changements):
    return {str(c.code) for c in composee(pack, **changements).rapport.constats}


def refus(pack, au=JOUR, **changements):
    with pytest.raises(LettreRefusee) as refusee:
        composee(pack, au, **changements)
    return refusee.value.constats


# --- Créances commerciales incontestées -------------------------------------------------------

COMMERCIALES = "creances-commerciales"


def test_la_demande_cite_la_loi_et_la_facturation_entre_commercants():
    """CPCE, art. L126-1 à L126-5."""
    lu = lue(COMMERCIALES)
    assert (
        "d’engager la procédure de recouvrement des créances commerciales incontestées (articles "
        "L. 126-1 à L. 126-5 du code des procédures civiles d’exécution) pour le paiement de la "
        "somme de 1 058,01 € (mille cinquante-huit euros et un centime)." in lu
    )
    assert "La créance a fait l’objet d’une facturation entre commerçants." in lu
    assert "certaine, liquide, exigible et, à notre connaissance, non contestée" in lu


def test_rien_ne_s_engage_avant_que_le_decret_et_le_tarif_soient_verifies():
    lu = lue(COMMERCIALES)
    assert "le décret d’application et le tarif de cette procédure sont en vigueur" in lu
    assert "l’engagement de ces frais attend notre accord" in lu
    assert "DECRET_A_VERIFIER" in codes(COMMERCIALES)


def test_les_delais_de_la_loi_sont_dits_et_l_acte_laisse_a_l_officier():
    lu = lue(COMMERCIALES)
    assert "un mois pour payer ou contester ; huit jours au moins après ce mois" in lu
    assert "le greffier de la juridiction commerciale rend exécutoire" in lu
    assert "à la charge du débiteur" not in lu


@pytest.mark.parametrize(
    ("changements", "article"),
    [
        ({"creancier": ARTISAN}, "CPCE, art. L126-1"),
        ({"debiteur": CONSOMMATEUR}, "CPCE, art. L126-1"),
        ({"contestation": {"date": "2026-11-23", "motif": "m"}}, "CPCE, art. L126-2 et L126-3"),
        ({"debiteur": {"forme_juridique": "SARL", "adresse": {
            "lignes": ["1 rue"], "code_postal": "1000", "ville": "Bruxelles", "pays": "BE"}}},
         "CPCE, art. L126-1"),
        ({"ordonnance": {"date": "2026-11-02"}}, "CPC, art. 1411 et 1415"),
    ],
)  # fmt: skip
def test_la_voie_est_fermee_avec_son_article(changements, article):
    constat = refus(COMMERCIALES, **changements)[0]
    assert (constat.code, constat.fondement) == ("VOIE_FERMEE", article)


def test_un_fait_inconnu_est_demande():
    constats = refus(COMMERCIALES, debiteur={"forme_juridique": None})
    assert [(c.code, c.lieu.champ) for c in constats] == [("CHAMP_MANQUANT", "debiteur.commercant")]


def test_la_loi_a_un_premier_jour():
    factures = [{"numero": "F1", "date": "2026-01-05", "echeance": "2026-02-04",
                 "montant_ttc": "1000"}]  # fmt: skip
    constats = refus(COMMERCIALES, date(2026, 4, 26), factures=factures)
    assert constats[0].fondement == "loi n° 2026-307 du 23 avril 2026"
    assert "L. 126-1" in lue(COMMERCIALES, date(2026, 4, 27), factures=factures)


def test_le_surendettement_n_est_dit_qu_une_fois():
    solo = {"type": "entrepreneur_individuel", "qualite": "professionnel", "prenom": "Léo",
            "nom": "Roy", "commercant": True}  # fmt: skip
    surendettement = {"date_recevabilite": "2026-11-02"}
    constats = refus(COMMERCIALES, debiteur=solo, surendettement=surendettement)
    assert [str(c.code) for c in constats] == ["SURENDETTEMENT"]


def test_qui_recoit_la_demande_en_refait_le_compte():
    for pack in (COMMERCIALES, "sommation-interpellative"):
        assert recalculer(livree("societe-a-societe", pack).pdf()).est_juste


# --- Sommation interpellative -----------------------------------------------------------------

SOMMATION = "sommation-interpellative"


def test_la_sommation_est_demandee_et_laissee_a_l_officier():
    lu = lue(SOMMATION)
    assert "une sommation interpellative de payer la somme de 1 058,01 € (mille cinq" in lu
    assert "Les termes de l’acte vous appartiennent." in lu
    assert "reste à notre charge faute de titre exécutoire (article L. 111-8" in lu


def test_les_questions_sont_posees_et_le_dossier_peut_en_ajouter_une():
    lu = lue(SOMMATION)
    assert "2. Reconnaît-il devoir la somme réclamée ?" in lu
    assert "\n4. " not in lu
    lu = lue(SOMMATION, complements={"questions": "Qui a signé le bon de livraison ?"})
    assert "4. Qui a signé le bon de livraison ?" in lu


def test_une_contestation_est_dite_et_ne_ferme_pas_la_sommation():
    lu = lue(SOMMATION, contestation={"date": "2026-11-01", "motif": "malfaçon."})
    assert "au motif suivant : « malfaçon » ; ses réponses sont attendues sur ce point" in lu
    assert "non contestée" not in lu


def test_contre_un_consommateur_la_sommation_ne_porte_que_le_principal():
    lu = lue(SOMMATION, debiteur=CONSOMMATEUR)
    assert "sommation interpellative de payer la somme de 1 000,00 € (mille euros)" in lu
    assert "indemnité" not in lu.lower()


def test_ce_qui_ferme_toute_demande_ferme_la_sommation():
    liquidation = {"type": "liquidation", "date_jugement": "2026-11-23"}
    assert refus(SOMMATION, procedure_collective=liquidation)[0].code == "PROCEDURE_COLLECTIVE"
    surendette = {"debiteur": CONSOMMATEUR, "surendettement": {"date_recevabilite": "2026-11-02"}}
    assert refus(SOMMATION, **surendette)[0].code == "SURENDETTEMENT"


# --- L’issue des petites créances -------------------------------------------------------------

SUITE = "petites-creances-suite"


def apres(suite=None, lettre="2026-10-14"):
    faite = {"niveau": "petites-creances", "date": "2026-10-12", "canal": "lettre",
             "lettre_du_commissaire_le": lettre}  # fmt: skip
    return [{**faite, "suite": suite} if suite else faite]


def test_apres_un_accord_le_titre_executoire_est_demande():
    """CPCE, art. L125-1, R125-5, 4°, R125-6 et R125-8 ; C. civ., art. 2238."""
    lu = lue(SUITE, envois=apres({"nature": "accord", "date": "2026-11-09"}))
    assert "donné son accord le 9 novembre 2026, nous vous demandons de délivrer le titre" in lu
    assert "l’accord du créancier et du débiteur sur le montant et sur les modalités" in lu
    assert "une copie en est remise sans frais au débiteur" in lu
    assert "Un autre commissaire de justice que vous serait chargé de l’exécution" in lu
    assert "suspend la prescription (article 2238 du code civil)" in lu
    assert "750-1" not in lu


def test_apres_un_refus_l_ecrit_qui_le_constate_est_demande():
    """CPCE, art. R125-5, 1° ; CPC, art. 750-1, 5°."""
    lu = lue(SUITE, envois=apres({"nature": "refus", "date": "2026-11-09"}))
    assert "Le débiteur ayant refusé le 9 novembre 2026, nous vous demandons l’écrit qui" in lu
    assert "dispense d’une autre tentative amiable avant de saisir le tribunal judiciaire" in lu
    assert "vaut refus" not in lu


def test_un_mois_de_silence_vaut_refus():
    """CPCE, art. R125-2, III, 4°, et R125-5, 2° ; CPC, art. 642 : le 14 novembre est un samedi."""
    lu = lue(SUITE, envois=apres())
    assert "Le délai d’un mois ayant expiré le 16 novembre 2026 sans accord du débiteur" in lu
    assert "L’absence de réponse dans ce délai vaut refus (article R. 125-2)." in lu


def test_pendant_le_mois_la_suite_attend():
    [constat] = refus(SUITE, date(2026, 11, 16), envois=apres())
    assert (constat.code, constat.lieu.champ) == ("VOIE_FERMEE", "envois[0].suite")
    assert "16 novembre 2026" in lue(SUITE, date(2026, 11, 17), envois=apres())
    # Une réponse à venir n’en est pas une.
    tard = apres({"nature": "accord", "date": "2026-11-24"}, lettre="2026-11-02")
    assert refus(SUITE, envois=tard)[0].code == "VOIE_FERMEE"


def test_sans_lettre_du_commissaire_il_n_y_a_pas_de_suite():
    [constat] = refus(SUITE, envois=[])
    assert (constat.code, constat.lieu.champ) == ("CHAMP_MANQUANT", "envois")


def test_la_demande_de_petites_creances_a_son_bordereau():
    lettre = livree("petite-creance-professionnelle", "petites-creances")
    bordereau = normaliser(texte(lettre.documents["bordereau"].docx()))
    assert "Documents remis à l’appui de la demande :\nN°\tPièce\n1\t" in bordereau


def test_sans_commissaire_nomme_chaque_lettre_dit_d_en_choisir_un():
    for pack, propres in (
        (COMMERCIALES, {}), (SOMMATION, {}), (SUITE, {"envois": apres()}),
    ):  # fmt: skip
        assert "COMMISSAIRE_A_CHOISIR" in codes(pack, commissaire=None, **propres)
        assert "COMMISSAIRE_A_CHOISIR" not in codes(pack, **propres)


@pytest.mark.parametrize("nom", HOSTILES)
@pytest.mark.parametrize("pack", [COMMERCIALES, SOMMATION, SUITE])
def test_un_nom_etrange_mais_licite_est_imprime(pack, nom):
    lettre = composee(
        pack, reference=nom, creancier={"denomination": nom},
        debiteur={"forme_juridique": "SARL", "denomination": nom},
        commissaire={**ETUDE, "denomination": nom}, conditions={"fondement": nom},
        pieces=[{"titre": nom}], complements={"questions": nom}, envois=apres(),
    )  # fmt: skip
    for document in lettre.documents.values():
        assert texte(document.docx()).count(nom) >= 5
