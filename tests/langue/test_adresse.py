"""Postal addresses: what the envelope shows, what the post would object to."""

from courriers.langue.accords import appel, designation, enumeration
from courriers.langue.adresse import bloc_postal, constats_adresse
from fabrique import CONSOMMATEUR, dossier


def test_l_adresse_va_du_nom_a_la_ville_en_capitales():
    debiteur = dossier(
        debiteur={
            "forme_juridique": "SAS",
            "contact": {
                "civilite": "M.",
                "prenom": "Loïc",
                "nom": "Lefèvre",
                "qualite": "président",
            },
        }
    ).debiteur
    assert bloc_postal(debiteur, debiteur.contact) == (
        "SAS Rénovation Belledonne",
        "À l’attention de M. Loïc Lefèvre",
        "27 avenue de la Gare",
        "73000 CHAMBÉRY",
    )


def test_un_pays_etranger_s_ecrit_en_derniere_ligne():
    adresse = {"lignes": ["5 rue Neuve"], "code_postal": "1000", "ville": "Bruxelles", "pays": "BE"}
    assert bloc_postal(dossier(debiteur={"adresse": adresse}).debiteur)[-2:] == (
        "1000 BRUXELLES",
        "BELGIQUE",
    )


def test_une_ligne_trop_longue_se_signale_et_ne_se_coupe_pas():
    juste, trop = "x" * 38, "x" * 39
    assert constats_adresse((juste,), "debiteur") == []
    (constat,) = constats_adresse((trop,), "debiteur")
    assert constat.code == "ADRESSE_TROP_LONGUE"
    assert bloc_postal(dossier(debiteur={"denomination": trop}).debiteur)[0] == trop


def test_une_adresse_de_plus_de_six_lignes_se_signale():
    six = ("a", "b", "c", "d", "e", "f")
    assert constats_adresse(six, "debiteur") == []
    assert constats_adresse((*six, "g"), "debiteur")
    assert constats_adresse((*six, "BELGIQUE"), "debiteur", "BE") == []


def test_la_forme_ne_se_repete_pas():
    societe = dossier(creancier={"denomination": "Dupont SARL"}).creancier
    assert designation(societe) == "Dupont SARL"
    assert designation(dossier().creancier) == "SARL Ateliers Vasseur"


def test_l_entrepreneur_individuel_porte_ei():
    ei = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj"}
    assert designation(dossier(creancier=ei).creancier) == "Karim Belhadj EI"


def test_l_appel_suit_la_civilite_connue():
    assert appel(dossier(debiteur=CONSOMMATEUR).debiteur, None) == "Madame"
    inconnu = {k: v for k, v in CONSOMMATEUR.items() if k != "civilite"}
    assert appel(dossier(debiteur=inconnu).debiteur, None) == "Madame, Monsieur"


def test_une_liste_se_ferme_par_et():
    assert enumeration([]) == ""
    assert enumeration(["a", "b"]) == "a et b"
