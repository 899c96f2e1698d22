"""The reply to a dispute: courteous, grounded, and never a demand in disguise."""

import pytest

from courriers import LettreRefusee, compose, load_dossier
from courriers.document.texte import texte
from courriers.lettre.etape import etape_due
from courriers.lettre.pack import packs
from courriers.lettre.relecture import normaliser
from fabrique import CONSOMMATEUR, HOSTILES, JOUR, brut, dossier, pack_livre
from lettre.test_acteurs import AGENCE, AVOCATE, ETUDE
from lettre.test_reglements import PUBLIC, retouche

PACK = pack_livre("reponse-contestation")
CAS = {
    "contestation": {"date": "2026-11-01", "motif": "Une porte ferme mal.\n"},
    "conditions": {"fondement": "devis n° 7 du 4 mai 2026"},
}
MEDIATEUR = {"mediateur": {"nom": "Médiation du Dauphiné", "site": "mediation.example"}}


def lue(**changements):
    return normaliser(texte(compose(dossier(**{**CAS, **changements}), PACK, JOUR).docx()))


def refus(**changements):
    with pytest.raises(LettreRefusee) as refusee:
        compose(dossier(**changements), PACK, JOUR)
    return [str(c.code) for c in refusee.value.constats]


def test_la_reponse_accuse_reception_cite_le_motif_et_dit_le_fondement():
    lu = lue(pieces=[{"titre": "Devis n° 7"}])
    assert (
        "Nous accusons réception de votre contestation du 1er novembre 2026, ainsi motivée : « Une "
        "porte ferme mal »." in lu
    )
    assert "La créance repose sur l’engagement suivant : devis n° 7 du 4 mai 2026." in lu
    assert "Les pièces sur lesquelles elle s’appuie sont jointes." in lu
    assert "Pièces jointes\t: Devis n° 7\n" in lu
    assert "le principal demandé est de 1 000,00 € (mille euros) :" in lu
    assert "F1\t1er septembre 2026\t1er octobre 2026\t1 000,00 €\t0,00 €\t1 000,00 €" in lu
    # 23 November and 21 days
    assert "au plus tard le 14 décembre 2026. Votre réponse sera examinée avec attention" in lu
    assert "Pièces jointes" not in lue()


def test_sans_reponse_du_creancier_la_lettre_demande_des_precisions():
    lu = lue()
    assert "nous vous invitons à nous indiquer les factures, les prestations ou les montants" in lu
    assert "Si ces éléments" not in lu


def test_la_reponse_du_creancier_s_imprime_telle_quelle_par_paragraphes():
    reponse = "La porte a été réglée le 3 octobre.\n\n  Le tribunal n’y changerait rien : 12,34 €. "
    lu = lue(contestation={**CAS["contestation"], "reponse": reponse})
    assert (
        "\nLa porte a été réglée le 3 octobre.\nLe tribunal n’y changerait rien : 12,34 €.\n" in lu
    )
    assert "Si ces éléments ne répondent pas à votre contestation" in lu
    assert "à nous indiquer les factures" not in lu


def test_les_deux_champs_exiges_sont_reclames_ensemble():
    assert refus() == ["CHAMP_MANQUANT", "CHAMP_MANQUANT"]


@pytest.mark.parametrize(("jour", "refuse"), [("2026-11-23", False), ("2026-11-24", True)])
def test_on_ne_repond_pas_a_ce_qui_n_est_pas_encore_dit(jour, refuse):
    cas = {**CAS, "contestation": {"date": jour, "motif": "m"}}
    if refuse:
        assert refus(**cas) == ["CONTESTATION_POSTERIEURE"]
    else:
        assert compose(dossier(**cas), PACK, JOUR)


def test_le_constat_de_contestation_n_est_pas_repete_a_qui_y_repond():
    codes = {str(c.code) for c in compose(dossier(**CAS), PACK, JOUR).rapport.constats}
    assert "CREANCE_CONTESTEE" not in codes
    relance = compose(dossier(**CAS), pack_livre("seconde-relance"), JOUR)
    assert "CREANCE_CONTESTEE" in {str(c.code) for c in relance.rapport.constats}


@pytest.mark.parametrize(
    ("champ", "valeur", "code"),
    [
        ("procedure_collective", {"type": "sauvegarde", "date_jugement": "2026-11-23"},
         "PROCEDURE_COLLECTIVE"),
        ("cession", {"a": "X", "date": "2026-11-23"}, "CREANCE_CEDEE"),
        ("paiements", [{"date": "2026-10-01", "montant": "1000.00"}], "RIEN_A_RECLAMER"),
    ],
)  # fmt: skip
def test_ce_qui_interdit_de_demander_interdit_de_maintenir_la_demande(champ, valeur, code):
    assert refus(**CAS, **{champ: valeur})[0] == code


def test_un_consommateur_lit_son_mediateur_et_aucun_accessoire():
    reception = {"niveau": "mise-en-demeure", "date": "2026-10-10", "canal": "lrar"}
    paiement = {"date": "2026-10-30", "montant": "100.00", "facture": "F1"}
    lu = lue(debiteur=CONSOMMATEUR, creancier=MEDIATEUR, envois=[reception], paiements=[paiement])
    assert "Si votre réclamation, faite par écrit, n’aboutit pas à un accord" in lu
    assert "(article L. 616-1 du code de la consommation) : Médiation du Dauphiné" in lu
    assert "conciliation" not in lu
    for mot in ("pénalité", "intérêt", "indemnité", "frais", "accessoire"):
        assert mot not in lu.lower()
    sans = compose(dossier(**CAS, debiteur=CONSOMMATEUR), PACK, JOUR)
    assert "MEDIATEUR_ABSENT" in {str(c.code) for c in sans.rapport.constats}


def test_entre_professionnels_un_tiers_reste_possible_et_rien_n_est_dit_du_proces():
    lu = lue()
    assert "une conciliation ou une médiation, confiée à un tiers que nous choisirions" in lu
    assert "médiateur de la consommation" not in lu
    assert "conciliation" not in lue(debiteur=PUBLIC)


def test_ce_qu_un_paiement_a_paye_d_autre_que_le_principal_est_dit_entre_professionnels():
    paiement = {"date": "2026-10-20", "montant": "300.00", "facture": "F1"}
    # 1000 × 12,40 % × 19 / 365 = 6,45 €, and 40 €
    lu = lue(paiements=[paiement])
    assert "une part de 46,45 € a été affectée à des accessoires" in lu
    assert "1 000,00 €\t253,55 €\t746,45 €" in lu


def test_une_societe_de_recouvrement_repond_avec_ses_mentions_et_une_avocate_dit_je():
    premiere = {"reference": "R-1", "date": "2026-11-20"}
    lu = lue(mandataire={**AGENCE, "premiere_lettre": premiere})
    assert "fait suite à la première, que nous vous avons adressée le 20 novembre 2026" in lu
    assert "La SAS Recouvrement du Port exerce une activité de recouvrement amiable." in lu
    assert "1 000,00 € en principal, 18,01 € en intérêts et 40,00 € en autres accessoires" in lu
    assert "Les frais de recouvrement entrepris sans titre" in lu
    assert "FR76 1450 8000" in lu
    reponse = {**CAS["contestation"], "reponse": "La porte a été réglée."}
    lu = lue(mandataire=AVOCATE, contestation=reponse)
    assert "J’accuse réception" in lu
    assert "La SARL Ateliers Vasseur y répond en ces termes :\nLa porte a été réglée." in lu
    assert refus(**CAS, mandataire=ETUDE) == ["ACTEUR_NON_COUVERT"]


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_s_imprime_tel_quel(nom):
    contenu = brut(
        reference=nom,
        creancier={"denomination": nom, "signataire": {"qualite": nom}},
        debiteur={"denomination": nom, "adresse": {"lignes": [nom], "ville": nom}},
        conditions={"fondement": nom},
        contestation={"date": "2026-11-01", "motif": nom, "reponse": f"{nom}\n{nom}"},
        pieces=[{"titre": nom}],
    )
    contenu["factures"][0] |= {"numero": nom, "objet": nom}
    lu = texte(compose(load_dossier(contenu), PACK, JOUR).docx())
    assert lu.count(nom) >= 12
    assert f"\n{nom}\n{nom}\n" in lu


@pytest.mark.parametrize(
    ("debiteur", "ancien", "nouveau", "motif"),
    [
        ({}, "réception de votre contestation", "réception de ceci", "manque"),
        ({}, "sur l’engagement suivant", "sur ceci", "manque"),
        ({}, "une conciliation ou une médiation", "une rencontre", "manque"),
        ({}, "{{ date_limite }}", "bientôt", "la date limite"),
        ({}, "{{ somme.en_lettres }}", "{{ total.en_lettres }}", "la même somme"),
        ({}, "La créance repose", "La créance, certaine, liquide et exigible, repose", "« certain"),
        ({}, "La créance repose", "Vous reconnaissez la dette. Elle repose", "« Vous reconn"),
        ({}, "La créance repose", "Payez ou le tribunal sera saisi. Elle repose", "« tribuna"),
        ({}, "La créance repose", "Nous vous mettons en demeure. Elle repose", "« en demeure"),
        ({}, "La créance repose", "Cette lettre vaut tentative amiable. Elle repose", "« tentativ"),
        ({}, "La créance repose", "Selon l’article 750-1, elle repose", "« 750-1"),
        ({}, "La créance repose", "Votre motif est infondé. Elle repose", "« infondé"),
        ({}, "La créance repose", "Les pénalités courent. Elle repose", "« pénalité"),
        (CONSOMMATEUR, "La créance repose", "Les intérêts courent. Elle repose", "« intérêt"),
        (CONSOMMATEUR, "La créance repose", "Vos frais. Elle repose", "« frais"),
    ],
)  # fmt: skip
def test_un_modele_qui_dit_trop_ou_trop_peu_est_refuse(tmp_path, debiteur, ancien, nouveau, motif):
    modele = retouche(tmp_path, "reponse-contestation", ancien, nouveau)
    cas = dossier(**CAS, debiteur=debiteur)
    with pytest.raises(LettreRefusee, match=motif) as refusee:
        compose(cas, modele, JOUR)
    assert refusee.value.code == "RELECTURE"


def test_la_reponse_n_est_pas_une_etape():
    tous = packs()
    assert etape_due(dossier(**CAS), tous, JOUR).niveau is None
    apres = {"niveau": "mise-en-demeure", "date": "2026-10-10", "canal": "lrar"}
    assert etape_due(dossier(envois=[apres]), tous, JOUR).niveau != "reponse-contestation"
