"""The application for an order to pay: what it must say, and the cases the law closes to it."""

import re
import shutil
import zipfile
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pypdfium2
import pytest

from courriers import LettreRefusee, compose, load_dossier, load_pack
from courriers.document.texte import texte
from courriers.lettre.recalcul import recalculer
from courriers.lettre.relecture import normaliser
from fabrique import ADRESSE, CONSOMMATEUR, HOSTILES, JOUR, RACINE, brut, livree, pack_livre

PACK = pack_livre("injonction-de-payer")
GERANTE = {"civilite": "Mme", "prenom": "Hélène", "nom": "Vasseur", "qualite": "gérante"}
TC = {"nature": "tribunal_commerce", "siege": "Chambéry", "adresse": ADRESSE}
TJ = {"nature": "tribunal_judiciaire", "siege": "Chambéry", "adresse": ADRESSE}
SARL = {"forme_juridique": "SARL"}
ETAT_CIVIL = {"profession": "plombier", "nationalite": "française",
              "date_naissance": "1980-05-12", "lieu_naissance": "Le Mans"}  # fmt: skip
ARTISAN = {"type": "entrepreneur_individuel", "civilite": "M.", "prenom": "Karim", "nom": "Belhadj",
           "siren": "912057387", "commercant": False, **ETAT_CIVIL}  # fmt: skip
MISE_EN_DEMEURE = {"niveau": "mise-en-demeure", "date": "2026-10-20", "canal": "lrar"}
PIECES = [{"titre": "Commande du 3 août 2026"}, {"titre": "Facture F1"},
          {"titre": "Mise en demeure du 20 octobre 2026"}]  # fmt: skip


def cas(**changements):
    """Two traders, and all that the application needs."""
    voulu = {
        "creancier": {"representant": GERANTE}, "debiteur": SARL, "juridiction": TC,
        "conditions": {"fondement": "commande du 3 août 2026"}, "envois": [MISE_EN_DEMEURE],
        "pieces": PIECES, **changements,
    }  # fmt: skip
    return brut(**voulu)


def composee(au=JOUR, pack=PACK, canal=None, **changements):
    return compose(load_dossier(cas(**changements)), pack, au, canal=canal)


def lue(document="requete", au=JOUR, **changements):
    return normaliser(texte(composee(au, **changements).documents[document].docx()))


def codes(**changements):
    return {str(c.code) for c in composee(**changements).rapport.constats}


def refus(**changements):
    with pytest.raises(LettreRefusee) as refusee:
        composee(**changements)
    return refusee.value.constats


CONTRE_UN_CONSOMMATEUR = {"debiteur": CONSOMMATEUR, "juridiction": TJ}


# --- Ce que la requête doit dire --------------------------------------------------------------


def test_la_juridiction_est_nommee_et_la_requete_lui_est_adressee():
    """CPC, art. 54, 1°."""
    lu = lue()
    assert (
        "Monsieur ou Madame le président\ndu tribunal de commerce de Chambéry\n1 rue Haute\n" in lu
    )
    assert "demande à Monsieur ou Madame le président du tribunal de commerce de Chambéry" in lu


def test_l_objet_de_la_demande_est_dit():
    """CPC, art. 54, 2°."""
    lu = lue()
    assert (
        "d’enjoindre au débiteur de lui payer la somme de 1 058,01 € (mille cinquante-huit euros "
        "et un centime), outre les intérêts à courir et les dépens." in lu
    )


def test_une_personne_physique_dit_tout_son_etat_civil():
    """CPC, art. 54, 3°, a : nom, prénoms, profession, domicile, nationalité, naissance."""
    lu = lue(creancier=ARTISAN, **CONTRE_UN_CONSOMMATEUR)
    assert (
        "Créancier\tM. Karim Belhadj EI, plombier, de nationalité française, né le 12 mai 1980 au "
        "Mans, demeurant 18 rue des Forges, 38000 Grenoble – SIREN 912 057 387\n" in lu
    )
    lu = lue(creancier={**ARTISAN, "civilite": "Mme"}, **CONTRE_UN_CONSOMMATEUR)
    assert "née le 12 mai 1980" in lu
    lu = lue(creancier={**ARTISAN, "civilite": None}, **CONTRE_UN_CONSOMMATEUR)
    assert "de nationalité française, naissance le 12 mai 1980" in lu


def test_une_personne_morale_dit_sa_forme_son_siege_et_son_organe():
    """CPC, art. 54, 3°, b."""
    lu = lue()
    assert (
        "Créancier\tSARL Ateliers Vasseur au capital de 25 000 € – siège : 18 rue des Forges, "
        "38000 Grenoble – SIREN 841 203 573 – RCS Grenoble\n" in lu
    )
    assert "Représentant légal\tMme Hélène Vasseur, gérante\n" in lu
    association = {
        "type": "association", "denomination": "Les Amis du Lac", "representant": GERANTE,
        "signataire": GERANTE, "commercant": False,
    }  # fmt: skip
    legal = {"fondement": "f", "penalites": {"mode": "legal"}}
    lu = lue(creancier=association, juridiction=TJ, conditions=legal)
    assert "Créancier\tLes Amis du Lac, association, siège : 18 rue des Forges, 38000 Gren" in lu


@pytest.mark.parametrize("champ", list(ETAT_CIVIL))
def test_un_etat_civil_incomplet_est_reclame(champ):
    [constat] = refus(creancier={**ARTISAN, champ: None}, **CONTRE_UN_CONSOMMATEUR)
    assert (constat.code, constat.lieu.champ) == ("CHAMP_MANQUANT", f"creancier.{champ}")
    assert constat.fondement == "CPC, art. 54, 3°"


def test_l_organe_d_une_societe_est_reclame():
    [constat] = refus(creancier={"representant": None})
    assert constat.lieu.champ == "creancier.representant"
    assert constat.fondement == "CPC, art. 54, 3°"


def test_le_debiteur_est_nomme_avec_son_domicile_ou_son_siege():
    """CPC, art. 57."""
    assert "Débiteur\tSARL Rénovation Belledonne – siège : 27 avenue de la Gare, 73000 Cha" in lue()
    lu = lue(**CONTRE_UN_CONSOMMATEUR)
    assert "Débiteur\tMme Anne Morel – 27 avenue de la Gare, 73000 Chambéry\n" in lu


def test_les_pieces_sont_indiquees_et_leur_bordereau_annexe():
    """CPC, art. 57 et 1407."""
    assert "Vu les pièces énumérées au bordereau annexé et produites avec la requête" in lue()
    bordereau = lue("bordereau")
    assert "\n1\tCommande du 3 août 2026\n2\tFacture F1\n3\tMise en demeure du 20 oct" in bordereau
    assert "Annexe\t: à la requête en injonction de payer du 23 novembre 2026\n" in bordereau


def test_la_requete_est_datee_et_signee():
    """CPC, art. 57."""
    assert "Fait à Grenoble, le 23 novembre 2026.\nHélène Vasseur, gérante\n" in lue()


def test_le_fondement_et_la_cause_de_la_creance_sont_dits():
    """CPC, art. 1405, 1°, et 1407."""
    lu = lue()
    assert "Fondement\tCommande du 3 août 2026\n" in lu
    assert "Née de l’engagement rappelé ci-dessus, la créance a une cause contractuelle ;" in lu
    charges = [{**brut()["factures"][0], "nature": "charges_copropriete"}]
    conditions = {"fondement": "assemblée du 3 août 2026", "penalites": {"mode": "legal"}}
    assert "la créance résulte d’une obligation de caractère statutaire ;" in lue(
        factures=charges, conditions=conditions
    )
    [constat] = refus(conditions={"fondement": None})
    assert constat.lieu.champ == "conditions.fondement"


def test_le_decompte_distingue_les_elements_de_la_creance():
    """CPC, art. 1407."""
    assert (
        "Poste\tMontant\nPrincipal\t1 000,00 €\nPénalités de retard\t18,01 €\n"
        "Indemnité forfaitaire pour frais de recouvrement\t40,00 €\nTotal\t1 058,01 €\n" in lue()
    )
    annexe = lue("decompte")
    assert (
        "Pénalités de retard du 2 octobre au 23 novembre 2026\t1 000,00 € × 12,40 % × 53 j"
        in annexe
    )
    assert "Total dû\t1 058,01 €\nLe total s’élève à 1 058,01 € (mille cinquante-huit" in annexe


def test_le_renvoi_n_est_demande_que_si_le_dossier_le_veut():
    """CPC, art. 1408."""
    assert "1408" not in lue()
    renvoi = {"nature": "tribunal_activites_economiques", "siege": "Le Havre"}
    lu = lue(juridiction={**TC, "renvoi": renvoi})
    assert (
        "3° En cas d’opposition, de renvoyer immédiatement l’affaire devant le tribunal des "
        "activités économiques du Havre (article 1408 du code de procédure civile)." in lu
    )


def test_l_adresse_ou_le_greffe_ecrit_est_donnee():
    """CPC, art. 1418."""
    adresse = "SARL Ateliers Vasseur, 18 rue des Forges, 38000 Grenoble (article 1418"
    assert f"Notifications\t{adresse}" in lue()


def test_ce_qui_est_demande_ensuite_au_greffe():
    """CPC, art. 1410."""
    assert "copie certifiée conforme de la requête et de l’ordonnance revêtue de la for" in lue()


def test_les_interets_courent_jusqu_au_paiement_au_taux_de_chaque_regime():
    lu = lue()
    assert (
        "– avec pénalités de retard au taux de refinancement de la Banque centrale européenne "
        "majoré de dix points de pourcentage, soit 12,40 % l’an ce jour, sur la somme de "
        "1 000,00 €, à compter du 24 novembre 2026 et jusqu’à parfait paiement ;" in lu
    )
    convenu = {"fondement": "f", "penalites": {"mode": "convenu", "taux": "15.00"}}
    lu = lue(conditions=convenu)
    assert "pénalités de retard au taux convenu de 15,00 % l’an, sur la somme de 1 000,00 €" in lu
    multiple = {"fondement": "f", "penalites": {"mode": "multiple_legal", "multiple": "4"}}
    lu = lue(conditions=multiple)
    assert (
        "au taux convenu de 4 fois le taux de l’intérêt légal, soit 11,00 % l’an ce jour, sur" in lu
    )
    lu = lue(**CONTRE_UN_CONSOMMATEUR)
    assert "– avec intérêts au taux légal, sur la somme de 1 000,00 €, à compter du 24 nov" in lu


def test_sans_mise_en_demeure_l_interet_legal_attend_la_signification():
    """C. civ., art. 1231-6 et 1344."""
    lu = lue(envois=[], **CONTRE_UN_CONSOMMATEUR)
    assert "sur la somme de 1 000,00 €, à compter de la signification de l’ordonnance et j" in lu
    assert "Faute de mise en demeure reçue, aucun intérêt n’est compté à ce jour" in lu


def test_deux_factures_dont_une_seule_est_visee_portent_interet_a_deux_dates():
    factures = [
        {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "700"},
        {"numero": "F2", "date": "2026-10-10", "echeance": "2026-11-02", "montant_ttc": "50.50"},
    ]
    lu = lue(factures=factures, **CONTRE_UN_CONSOMMATEUR)
    assert "sur la somme de 700,00 €, à compter du 24 novembre 2026 et jusqu’à parfait" in lu
    assert "sur la somme de 50,50 €, à compter de la signification de l’ordonnance et jusq" in lu


def test_la_capitalisation_n_est_demandee_que_si_le_contrat_la_prevoit():
    """C. civ., art. 1343-2."""
    assert "1343-2" not in lue()
    convenue = {"fondement": "article 9 du contrat", "depuis": "2026-10-01"}
    lu = lue(conditions={"fondement": "f", "capitalisation": convenue})
    assert "comme les parties en sont convenues : article 9 du contrat (article 1343-2 du" in lu


def test_les_depens_sont_demandes_avec_les_frais_de_greffe_la_ou_il_y_en_a():
    """CPC, art. 696 et 1425 : le tribunal judiciaire est gratuit."""
    assert "à la charge du débiteur, frais de greffe compris (article 696" in lue()
    lu = lue(**CONTRE_UN_CONSOMMATEUR)
    assert "2° De mettre les dépens à la charge du débiteur (article 696 du code de pro" in lu


@pytest.mark.parametrize(
    "mot", ["700", "dommages", "huissier", "saisie", "frais de relance", "exécution provisoire"]
)
def test_la_requete_ne_demande_rien_de_plus(mot):
    for changements in ({}, CONTRE_UN_CONSOMMATEUR):
        assert mot not in lue(**changements).lower()


def test_contre_un_consommateur_il_n_est_question_ni_de_penalite_ni_d_indemnite():
    for document in ("requete", "decompte"):
        lu = lue(document, **CONTRE_UN_CONSOMMATEUR).lower()
        assert "441-10" not in lu
        assert "indemnité" not in lu
        assert "pénalité" not in lu


def test_un_avocat_ecrit_pour_le_creancier():
    avocat = {
        "type": "particulier", "role": "avocat", "prenom": "Inès", "nom": "Maury",
        "mandat_du": "2026-10-01", "reference": "IM 9", "adresse": ADRESSE,
        "signataire": {"prenom": "Inès", "nom": "Maury", "qualite": "avocate au barreau de Lyon"},
    }  # fmt: skip
    lu = lue(mandataire=avocat)
    assert "Créancier\tSARL Ateliers Vasseur au capital" in lu
    assert "Avocat\tInès Maury, avocate au barreau de Lyon\n" in lu
    assert "Notifications\tInès Maury, 1 rue Haute, 38000 Grenoble (article 1418" in lu
    agence = {**avocat, "role": "societe_recouvrement"}
    assert refus(mandataire=agence)[0].code == "ACTEUR_NON_COUVERT"


# --- La juridiction ---------------------------------------------------------------------------


def test_la_juridiction_manquante_est_reclamee_et_nommee():
    [constat] = refus(juridiction=None)
    assert (constat.code, constat.lieu.champ) == ("CHAMP_MANQUANT", "juridiction")
    assert constat.fondement == "CPC, art. 54, 1°"
    assert "tribunal de commerce" in constat.conseil
    assert "73000 Chambéry" in constat.conseil
    assert "CPC, art. 1406, d’ordre public" in constat.conseil
    assert "art. 46" not in constat.conseil  # no other place may be chosen


STRASBOURG = {"lignes": ["2 quai"], "code_postal": "67000", "ville": "Strasbourg"}
CHAMBRE = {"nature": "chambre_commerciale", "siege": "Strasbourg"}
TAE = {"nature": "tribunal_activites_economiques", "siege": "Lyon"}
JCP = {"nature": "juge_contentieux_protection", "siege": "Lyon"}
NON_COMMERCANT = {"debiteur": CONSOMMATEUR}


@pytest.mark.parametrize(
    ("changements", "natures"),
    [
        ({}, "tribunal_commerce ou tribunal_activites_economiques."),
        ({"debiteur": {**SARL, "adresse": STRASBOURG}}, "chambre_commerciale."),
        (NON_COMMERCANT, "tribunal_judiciaire."),
    ],
)
def test_la_valeur_a_ecrire_au_dossier_est_dite_et_elle_est_admise(changements, natures):
    [constat] = refus(**{**changements, "juridiction": None})
    assert constat.conseil.endswith(f"« nature » : {natures}")
    for nature in natures.strip(".").split(" ou "):
        saisie = {"nature": nature, "siege": "Lyon", "adresse": ADRESSE}
        assert composee(**{**changements, "juridiction": saisie}).documents


@pytest.mark.parametrize(
    ("juridiction", "changements", "article"),
    [
        (TJ, {}, "C. com., art. L721-3"),  # deux commerçants
        (TC, NON_COMMERCANT, "C. com., art. L721-3"),
        (TAE, NON_COMMERCANT, "C. com., art. L721-3"),  # un non-commerçant reste au judiciaire
        (JCP, {}, "COJ, art. L213-4-4 et L213-4-5"),
        (CHAMBRE, {}, "C. com., art. L731-2"),  # débiteur de Savoie
        (TC, {"debiteur": {**SARL, "adresse": STRASBOURG}}, "C. com., art. L731-2"),
    ],
)
def test_une_juridiction_qui_n_est_pas_competente_est_refusee(juridiction, changements, article):
    """CPC, art. 1406, d’ordre public."""
    [constat] = refus(**{**changements, "juridiction": juridiction})
    assert (constat.code, constat.lieu.champ) == ("VOIE_FERMEE", "juridiction.nature")
    assert constat.fondement == article
    assert "La juridiction de ce dossier : " in constat.conseil


@pytest.mark.parametrize(
    ("juridiction", "changements"),
    [
        (TC, {}),
        (TAE, {}),
        (TJ, NON_COMMERCANT),
        (CHAMBRE, {"debiteur": {**SARL, "adresse": STRASBOURG}}),
        # Le créancier n’est pas commerçant, le débiteur l’est : à son choix.
        (TJ, {"creancier": ARTISAN}),
        (TC, {"creancier": ARTISAN}),
    ],
)
def test_une_juridiction_competente_recoit_la_requete(juridiction, changements):
    lu = lue(**{**changements, "juridiction": juridiction})
    assert "le président du " in lu or "le président de la chambre commerciale" in lu


def test_la_qualite_de_commercant_est_demandee_quand_elle_change_le_juge():
    [constat] = refus(debiteur={"forme_juridique": None})
    assert (constat.code, constat.lieu.champ) == ("CHAMP_MANQUANT", "debiteur.commercant")


def test_entre_artisans_la_competence_est_a_verifier():
    debiteur = {"type": "entrepreneur_individuel", "qualite": "professionnel", "prenom": "Léo",
                "nom": "Roy", "commercant": False}  # fmt: skip
    assert "COMPETENCE_A_VERIFIER" in codes(creancier=ARTISAN, debiteur=debiteur, juridiction=TJ)
    assert "COMPETENCE_A_VERIFIER" not in codes(creancier=ARTISAN, **CONTRE_UN_CONSOMMATEUR)


# --- Ce que la loi ferme ----------------------------------------------------------------------

PUBLIC = {"type": "personne_publique", "qualite": "personne_publique", "regime": "l441-10",
          "denomination": "Commune de Valmont"}  # fmt: skip
ANCIENNE = [{"numero": "F1", "date": "2023-09-01", "echeance": "2023-10-01", "montant_ttc": "1000",
             "executee_le": "2023-09-01"}]  # fmt: skip
FERMETURES = [
    ({"debiteur": PUBLIC}, "VOIE_FERMEE", "CPCE, art. L111-1, al. 3"),
    ({"debiteur": {**SARL, "adresse": {"lignes": ["1 rue"], "code_postal": "1000",
                                       "ville": "Bruxelles", "pays": "BE"}}},
     "VOIE_FERMEE", "CPC, art. 1406"),
    ({"contestation": {"date": "2026-11-02", "motif": "malfaçon"}}, "VOIE_FERMEE",
     "CPC, art. 1405 et 1413"),
    ({"procedure_collective": {"type": "liquidation", "date_jugement": "2026-11-23"}},
     "PROCEDURE_COLLECTIVE", "C. com., art. L622-7, L622-21 et L622-24"),
    ({"cession": {"a": "Factor", "date": "2026-11-23"}}, "CREANCE_CEDEE", "C. civ., art. 1321"),
    ({"factures": ANCIENNE, "envois": [], **CONTRE_UN_CONSOMMATEUR}, "CREANCE_PRESCRITE", None),
    ({"ordonnance": {"date": "2026-11-23"}}, "VOIE_FERMEE", "CPC, art. 1411 et 1415"),
    ({"titre_executoire": {"type": "jugement", "date": "2026-11-02", "principal": "1000",
                           "signifie_le": "2026-11-03"}}, "TITRE_EXECUTOIRE", "CPCE, art. L111-2"),
]  # fmt: skip


@pytest.mark.parametrize(("changements", "code", "article"), FERMETURES)
def test_une_voie_fermee_est_refusee_avec_son_article(changements, code, article):
    constats = refus(**changements)
    assert constats[0].code == code
    if article is not None:
        assert constats[0].fondement == article
    assert all(c.gravite == "erreur" for c in constats)


@pytest.mark.parametrize(
    "changements",
    [
        {"contestation": {"date": "2026-11-24", "motif": "malfaçon"}},
        {"procedure_collective": {"type": "liquidation", "date_jugement": "2026-11-24"}},
        {"cession": {"a": "Factor", "date": "2026-11-24"}},
        {"ordonnance": {"date": "2026-11-24"}},
    ],
)
def test_la_veille_la_voie_est_encore_ouverte(changements):
    assert composee(**changements).somme == Decimal("1058.01")


def test_une_ordonnance_non_avenue_rend_la_voie():
    """CPC, art. 1411 : trois mois pour celle du 1er septembre 2026, six pour celle du 31 août."""
    assert refus(ordonnance={"date": "2026-08-31"})[0].code == "VOIE_FERMEE"
    # Le 22 novembre est un dimanche : le délai finit le 23 (CPC, art. 642).
    assert refus(ordonnance={"date": "2026-05-22"})[0].code == "VOIE_FERMEE"
    assert composee(ordonnance={"date": "2026-05-20"}).somme == Decimal("1058.01")


def test_le_refus_dit_les_voies_ouvertes():
    constat = refus(contestation={"date": "2026-11-02", "motif": "malfaçon"})[0]
    assert constat.conseil.startswith(
        "Ouvertes à ce dossier : Assignation au fond. "
        "Par un avocat, sans projet écrit ici : Référé-provision. "
    )
    [public] = refus(debiteur=PUBLIC)  # not even which judicial court
    assert "Réclamation à une personne publique" in public.conseil


def test_contre_une_personne_publique_aucune_juridiction_n_est_demandee():
    """CPCE, art. L111-1, al. 3 : aucun juge ne rend cette ordonnance."""
    for juridiction in (None, TJ, TC):
        [constat] = refus(debiteur=PUBLIC, juridiction=juridiction)
        assert constat.lieu.champ == "debiteur.type"


@pytest.mark.parametrize(
    ("debiteur", "dit"),
    [
        (SARL, "Par un avocat, sans projet écrit ici : Référé-provision ; Assignation au fond."),
        (CONSOMMATEUR, "Incertaines, et par un avocat : Référé-provision ; Assignation au fond."),
    ],
)
def test_contre_un_debiteur_etranger_le_refus_ne_dit_rien_d_ouvert(debiteur, dit):
    """CPC, art. 42 et 1406 ; règlement (UE) n° 1215/2012, art. 18."""
    belge = {"lignes": ["1 rue"], "code_postal": "1000", "ville": "Bruxelles", "pays": "BE"}
    constat = refus(debiteur={**debiteur, "adresse": belge})[0]
    assert dit in constat.conseil
    assert "Ouvertes" not in constat.conseil


def test_une_creance_prescrite_entre_professionnels_n_est_qu_un_constat():
    """C. civ., art. 2247 : le juge ne le relève pas d’office."""
    factures = [{**ANCIENNE[0], "date": "2020-09-01", "echeance": "2020-10-01",
                 "executee_le": "2020-09-01"}]  # fmt: skip
    assert "CREANCE_PRESCRITE" in codes(factures=factures)


def test_l_absence_de_mise_en_demeure_n_est_qu_un_constat():
    assert "SANS_MISE_EN_DEMEURE" in codes(envois=[])
    assert "SANS_MISE_EN_DEMEURE" not in codes()


def test_l_absence_de_pieces_est_un_constat_et_le_bordereau_liste_les_factures():
    assert "PIECES_ABSENTES" in codes(pieces=[])
    assert "\n1\tFacture F1 du 1er septembre 2026\n" in lue("bordereau", pieces=[])


def test_un_titre_peut_etre_demande_contre_un_debiteur_surendette():
    """C. consom., art. L722-2 : seule l’exécution est suspendue."""
    surendette = {"surendettement": {"date_recevabilite": "2026-11-02"}, **CONTRE_UN_CONSOMMATEUR}
    assert "SURENDETTEMENT" in codes(**surendette)


# --- Les chiffres -----------------------------------------------------------------------------


def sommes(lu, *noms):
    return [
        Decimal(re.search(rf"^{nom}\t([\d ]+,\d\d) €$", lu, re.MULTILINE)[1]
                .replace(" ", "").replace(",", "."))
        for nom in noms
    ]  # fmt: skip


@pytest.mark.parametrize(
    "exemple",
    ["injonction-artisan", "injonction-par-avocat", "petite-creance-refusee", "deux-commercants",
     "consommateur-apres-mise-en-demeure"],
)  # fmt: skip
def test_les_demandes_font_le_decompte_au_centime(exemple):
    lettre = livree(exemple, "injonction-de-payer")
    requete = normaliser(texte(lettre.docx()))
    annexe = normaliser(texte(lettre.documents["decompte"].docx()))
    postes = re.search(r"Poste\tMontant\n(.*?)\nTotal\t", requete, re.DOTALL)[1]
    parts = [Decimal(x.replace(" ", "").replace(",", "."))
             for x in re.findall(r"([\d ]+,\d\d) €", postes)]  # fmt: skip
    [total] = sommes(requete, "Total")
    [du] = sommes(annexe, "Total dû")
    # Chaque ligne du tableau de l’annexe finit par un montant, négatif pour un paiement.
    lignes = re.search(r"Désignation\tDétail\tMontant\n(.*?)\nPrincipal restant", annexe, re.DOTALL)
    fins = re.findall(r"\t(−?)([\d ]+,\d\d) €$", lignes[1], re.MULTILINE)
    ligne_a_ligne = sum(
        Decimal(x.replace(" ", "").replace(",", ".")) * (-1 if signe else 1) for signe, x in fins
    )
    assert total == sum(parts) == du == ligne_a_ligne == lettre.somme == lettre.decompte.total


def _arrondi(valeur):
    return (Decimal(valeur.numerator) / valeur.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _interets(principal, depuis, au):
    """By another path: each half-year in days, at the published rates, rounded once each."""
    taux = {1: Fraction(1215, 10000), 2: Fraction(1240, 10000)}  # 2026
    total, jours = Decimal(0), {1: 0, 2: 0}
    jour = depuis
    while jour < au:
        jour += timedelta(1)
        jours[1 if jour.month <= 6 else 2] += 1
    for semestre, n in jours.items():
        total += _arrondi(principal * taux[semestre] * n / 365)
    return total


@pytest.mark.parametrize(
    ("echeance", "mise_en_demeure", "requete"),
    [
        (date(2026, 7, 1), date(2026, 9, 7), date(2026, 11, 24)),
        (date(2026, 4, 15), date(2026, 6, 22), date(2026, 11, 24)),  # l’autre semestre entre deux
        (date(2026, 4, 15), date(2026, 7, 1), date(2026, 7, 2)),
        (date(2026, 10, 1), date(2026, 11, 23), date(2026, 11, 24)),  # un jour de plus
    ],
)
def test_les_chiffres_sont_ceux_de_la_mise_en_demeure_et_des_jours_ecoules(
    echeance, mise_en_demeure, requete
):
    principal = Fraction(284750, 100)
    factures = [{"numero": "F1", "date": "2026-03-02", "echeance": str(echeance),
                 "montant_ttc": "2847.50"}]  # fmt: skip
    envoi = {"niveau": "mise-en-demeure", "date": str(mise_en_demeure), "canal": "lrar"}
    demeure = compose(load_dossier(cas(factures=factures, envois=[])),
                      pack_livre("mise-en-demeure"), mise_en_demeure)  # fmt: skip
    avant = normaliser(texte(demeure.docx()))
    apres = lue(au=requete, factures=factures, envois=[envoi])
    premiers = _interets(principal, echeance, mise_en_demeure)
    seconds = _interets(principal, echeance, requete)
    assert demeure.somme == Decimal("2887.50") + premiers
    assert f"au {_long(mise_en_demeure)}" in avant
    assert sommes(apres, "Principal", "Pénalités de retard", "Total") == [
        Decimal("2847.50"), seconds, demeure.somme + (seconds - premiers),
    ]  # fmt: skip
    assert f"par la lettre recommandée du {_long(mise_en_demeure)}" in apres


def _long(jour):
    mois = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
            "octobre", "novembre", "décembre"]  # fmt: skip
    return f"{'1er' if jour.day == 1 else jour.day} {mois[jour.month - 1]} {jour.year}"


@pytest.mark.parametrize("exemple", ["injonction-par-avocat", "consommateur-apres-mise-en-demeure"])
@pytest.mark.parametrize("document", ["requete", "decompte"])
def test_qui_recoit_la_requete_ou_son_decompte_en_refait_le_compte(exemple, document):
    pdf = livree(exemple, "injonction-de-payer").documents[document].pdf()
    recalcul = recalculer(pdf)
    assert recalcul.est_juste
    assert recalcul.somme == livree(exemple, "injonction-de-payer").somme


# --- La relecture -----------------------------------------------------------------------------


def _change(tmp_path, fichier, ancien, nouveau):
    copie = tmp_path / "injonction-de-payer"
    shutil.copytree(RACINE / "templates" / "injonction-de-payer", copie)
    with zipfile.ZipFile(copie / fichier) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    corps = membres["word/document.xml"].decode("utf-8")
    assert ancien in corps
    membres["word/document.xml"] = corps.replace(ancien, nouveau).encode()
    with zipfile.ZipFile(copie / fichier, "w") as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)
    return load_pack("injonction-de-payer", modeles=tmp_path)


@pytest.mark.parametrize(
    ("fichier", "ancien", "nouveau", "motif"),
    [
        ("requete.docx", "{{ somme.en_lettres }}", "{{ principal.en_lettres }}",
         "ne disent pas la même somme"),
        ("requete.docx", "{{ poste.montant }}", "{{ principal.en_chiffres }}", "le tableau"),
        ("requete.docx", "{{ poste.libelle }}", "Reste", "le tableau"),
        ("requete.docx", "{{ acte.demandeur }}", "{{ debiteur.identite }}", "« Créancier »"),
        ("requete.docx", "{%p for ligne in acte.juridiction.president.adresse %}",
         "{%p for ligne in acte.juridiction.greffe.adresse %}", "l’adresse du destinataire"),
        ("requete.docx", "De mettre les dépens", "De payer l’article 700 et de mettre les dépens",
         "article 700"),
        ("requete.docx", "et jusqu’à parfait", "et des dommages jusqu’à parfait", "dommages"),
        ("requete.docx", "(article 1418", "(article 1419", "article 1418"),
        ("requete.docx", "Fait à ", "Signé à ", "Fait à"),
        ("decompte.docx", "{{ ligne.montant }}", "{{ principal.en_chiffres }}", "le tableau"),
        ("decompte.docx", "Total dû", "Solde", "est en trop"),
        ("bordereau.docx", "articles 57 et", "articles 58 et", "articles 57 et 1407"),
    ],
)  # fmt: skip
def test_une_requete_fausse_est_refusee(tmp_path, fichier, ancien, nouveau, motif):
    ancien = ancien.replace("articles 57", "articles\u00a057").replace(
        "(article 1", "(article\u00a01"
    )
    nouveau = nouveau.replace("articles 58", "articles\u00a058")
    with pytest.raises(LettreRefusee, match=motif) as refusee:
        composee(pack=_change(tmp_path, fichier, ancien, nouveau))
    assert refusee.value.code == "RELECTURE"


def test_une_longue_dette_et_beaucoup_de_pieces_donnent_une_requete_courte():
    factures = [
        {"numero": f"F{n}", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "10.00"}
        for n in range(200)
    ]
    pieces = [{"titre": f"Bon de livraison n° {n}"} for n in range(60)]
    lettre = composee(factures=factures, pieces=pieces)
    assert "et émis 200 factures, du " in normaliser(texte(lettre.docx()))
    assert len(pypdfium2.PdfDocument(lettre.pdf())) == 2
    annexe = normaliser(texte(lettre.documents["decompte"].docx()))
    assert annexe.count("\nFacture F") == 200


def test_un_codebiteur_est_nomme_hors_de_la_requete():
    autre = {"type": "particulier", "prenom": "Léo", "nom": "Morel", "solidaire": True,
             "adresse": ADRESSE}  # fmt: skip
    assert "Solidarité\tavec Léo Morel, hors de cette requête\n" in lue(codebiteurs=[autre])


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_donne_une_requete_qui_l_imprime(nom):
    lettre = composee(
        reference=nom,
        creancier={"denomination": nom, "representant": {**GERANTE, "nom": nom},
                   "signataire": {"qualite": nom}},
        debiteur={**SARL, "denomination": nom},
        conditions={"fondement": nom},
        pieces=[{"titre": nom}],
        juridiction={"nature": "tribunal_commerce", "siege": nom,
                     "adresse": {**ADRESSE, "lignes": [nom], "ville": nom}},
    )  # fmt: skip
    for document, attendus in (("requete", 15), ("decompte", 6), ("bordereau", 7)):
        rempli = lettre.documents[document]
        assert texte(rempli.docx()).count(nom) >= attendus
        assert rempli.pdf().startswith(b"%PDF")


def test_les_interets_capitalises_sont_dans_ce_qui_porte_interet():
    """C. civ., art. 1343-2 : un an à 10 % de 1 000 €, 100 €, portent intérêt à leur tour."""
    vieille = [{"numero": "F1", "date": "2025-09-01", "echeance": "2025-10-01",
                "montant_ttc": "1000.00"}]  # fmt: skip
    conditions = {
        "fondement": "commande du 3 août 2025",
        "penalites": {"mode": "convenu", "taux": "10.00"},
        "capitalisation": {"fondement": "article 9", "depuis": "2025-10-01"},
    }
    lu = lue(factures=vieille, conditions=conditions)
    assert "sur la somme de 1 100,00 €, dont 100,00 € d’intérêts capitalisés, à compter du" in lu
    annexe = lue("decompte", factures=vieille, conditions=conditions)
    assert "1 100,00 € (dont 100,00 € d’intérêts capitalisés) × 10,00 % × 53 j / 365" in annexe


def test_un_cooblige_ou_une_caution_hors_de_la_requete_est_signale():
    """C. civ., art. 1355 : la décision ne vaut qu’entre les parties."""
    autre = {"type": "particulier", "prenom": "Lise", "nom": "Castel", "adresse": ADRESSE}
    caution = {**autre, "acte_du": "2026-08-03", "montant_max": "5000.00"}
    assert "COOBLIGE_HORS_DE_L_ACTE" not in codes()
    assert "COOBLIGE_HORS_DE_L_ACTE" in codes(codebiteurs=[{**autre, "solidaire": True}])
    assert "COOBLIGE_HORS_DE_L_ACTE" in codes(cautions=[caution])


def test_une_juridiction_sans_adresse_est_signalee():
    sans = {nom: dit for nom, dit in TC.items() if nom != "adresse"}
    assert "JURIDICTION_SANS_ADRESSE" in codes(juridiction=sans)
    assert "JURIDICTION_SANS_ADRESSE" not in codes()


def test_le_siege_d_une_societe_etrangere_dit_son_pays():
    """CPC, art. 54, 3°."""
    bruxelles = {"lignes": ["12 rue Neuve"], "code_postal": "1000", "ville": "Bruxelles",
                 "pays": "BE"}  # fmt: skip
    lu = lue(creancier={"representant": GERANTE, "adresse": bruxelles})
    assert "siège : 12 rue Neuve, 1000 Bruxelles, Belgique" in lu


def test_pendant_les_petites_creances_la_requete_est_signalee():
    """The debtor may not pay before their issue (CPCE, art. R125-7)."""
    demande = {"niveau": "petites-creances", "date": "2026-10-28", "canal": "lettre",
               "lettre_du_commissaire_le": "2026-11-02"}  # fmt: skip
    assert "GEL_PETITES_CREANCES" in codes(envois=[MISE_EN_DEMEURE, demande])
