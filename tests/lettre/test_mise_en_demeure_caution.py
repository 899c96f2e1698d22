"""The letter to a guarantor: to whom, for what, and what it must never say."""

import shutil

import pytest

from courriers import LettreRefusee, compose, load_dossier, load_pack
from courriers.document.texte import texte
from courriers.lettre.recalcul import recalculer
from courriers.lettre.relecture import normaliser
from courriers.lettre.suite import que_faire
from fabrique import ADRESSE, CONSOMMATEUR, HOSTILES, JOUR, RACINE, SAMPLES, brut, pack_livre

PACK = pack_livre("mise-en-demeure-caution")
CAUTION = {"type": "particulier", "civilite": "M.", "prenom": "Paul", "nom": "Vernet",
           "adresse": ADRESSE, "acte_du": "2026-08-03"}  # fmt: skip
HOLDING = {"type": "societe", "denomination": "Holding Vernet", "forme_juridique": "SAS",
           "adresse": ADRESSE, "acte_du": "2026-08-03"}  # fmt: skip
MISE_EN_DEMEURE = {"niveau": "mise-en-demeure", "date": "2026-10-20", "canal": "lrar"}


def composee(caution=1, au=JOUR, **changements):
    changements = {"cautions": [CAUTION], "envois": [MISE_EN_DEMEURE], **changements}
    return compose(load_dossier(brut(**changements)), PACK, au, caution=caution)


def lue(**changements):
    return normaliser(texte(composee(**changements).docx()))


def codes(**changements):
    return {c.code for c in composee(**changements).rapport.constats}


def refus(**changements):
    with pytest.raises(LettreRefusee) as refusee:
        composee(**changements)
    return [(c.code, c.lieu.champ) for c in refusee.value.constats]


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_donne_une_lettre_qui_l_imprime(nom):
    lettre = composee(
        reference=nom,
        creancier={"denomination": nom, "signataire": {"qualite": nom}},
        debiteur={"denomination": nom},
        cautions=[{**CAUTION, "nom": nom, "adresse": {**ADRESSE, "lignes": [nom], "ville": nom}}],
        conditions={"fondement": nom},
        contestation={"date": "2026-11-01", "motif": nom},
        pieces=[{"titre": nom}],
    )
    assert texte(lettre.docx()).count(nom) >= 12
    assert lettre.pdf().startswith(b"%PDF")


def test_la_lettre_va_a_la_caution_et_nomme_le_debiteur_l_acte_et_la_dette():
    lu = lue(cautions=[{**CAUTION, "montant_max": "5000.00"}])
    assert "M. Paul Vernet\n1 rue Haute\n38000 GRENOBLE\n" in lu
    assert "73000 CHAMBÉRY" not in lu
    assert (
        "Par acte du 3 août 2026, vous avez cautionné les engagements de Rénovation Belledonne "
        "envers nous, dans la limite de 5 000,00 €. La facture détaillée ci-après est échue et "
        "n’a pas été entièrement réglée par le débiteur principal. Une mise en demeure lui a été "
        "adressée par la lettre recommandée du 20 octobre 2026 ; elle n’a pas été suivie d’un "
        "paiement complet." in lu
    )
    assert (
        "en demeure de payer, en qualité de caution de Rénovation Belledonne, la somme de "
        "1 000,00 € (mille euros) au plus tard le 8 décembre 2026." in lu
    )
    assert "Veuillez agréer, Monsieur, nos salutations distinguées." in lu


def test_sans_preuve_de_l_information_ni_interet_ni_indemnite_et_un_constat_le_dit():
    lu = lue()
    assert "Seul le principal vous est demandé, sans intérêt ni pénalité (article 2303" in lu
    for absent in ("indemnité", "441-10", "441-5", "par jour", "bénéfice de discussion"):
        assert absent not in lu
    assert {"CAUTION_INTERETS_PERDUS", "CAUTION_SANS_INDEMNITE"} <= codes()


def test_informee_a_temps_elle_doit_les_penalites_et_jamais_les_quarante_euros():
    lu = lue(cautions=[{**CAUTION, "informee_le": "2026-11-01"}])
    # 1 000 × 12,40 % × 53 j = 18,01.
    assert "la somme de 1 018,01 € (mille dix-huit euros et un centime)" in lu
    assert "Pénalités de retard restant dues\t18,01 €" in lu
    assert "à raison de 0,34 € par jour" in lu
    assert "2303" not in lu
    assert "40" not in lu.split("Dette garantie")[1].split("Modalités")[0].replace("12,40", "")
    assert "CAUTION_INTERETS_PERDUS" not in codes(
        cautions=[{**CAUTION, "informee_le": "2026-11-01"}]
    )


def test_informee_tard_la_lettre_dit_depuis_quand_et_comment_les_paiements_sont_imputes():
    lu = lue(
        cautions=[{**CAUTION, "civilite": "Mme", "informee_le": "2026-11-02"}],
        paiements=[{"date": "2026-10-15", "montant": "100.00", "facture": "F1"}],
    )
    assert (
        "Les pénalités de retard ne sont comptées que pour les jours postérieurs au 2 novembre "
        "2026, date à laquelle vous avez été informée de la défaillance du débiteur principal ; "
        "ce qui a déjà été payé a été imputé d’abord sur le principal (article 2303" in lu
    )
    # 900 × 12,40 % × 21 j = 6,42.
    assert "la somme de 906,42 €" in lu


def test_l_acte_plafonne_la_somme_et_le_tableau_le_montre():
    lettre = composee(cautions=[{**CAUTION, "montant_max": "600.50"}])
    lu = normaliser(texte(lettre.docx()))
    assert f"{lettre.somme}" == "600.50"
    assert "la somme de 600,50 € (six cents euros et cinquante centimes)" in lu
    assert "Dette garantie au 23 novembre 2026\t1 000,00 €" in lu
    assert "Somme demandée, maximum de votre engagement\t600,50 €" in lu
    assert recalculer(lettre.pdf()).constats == ()


def test_chaque_caution_a_sa_lettre_et_son_fichier():
    deux = [CAUTION, HOLDING]
    premiere, seconde = composee(cautions=deux), composee(2, cautions=deux)
    assert (premiere.exemplaire, seconde.exemplaire) == ("", "-2")
    lu = normaliser(texte(seconde.docx()))
    assert "SAS Holding Vernet\n1 rue Haute" in lu
    assert "la somme de 1 018,01 €" in lu  # a company was not to be told (2303)
    assert "si une difficulté vous empêche" not in lu
    dit = [c.message for c in premiere.rapport.constats if c.code == "CAUTIONS_PLUSIEURS"]
    assert "la SAS Holding Vernet (--caution 2)" in dit[0]
    assert refus(caution=3, cautions=deux)[0] == ("CHAMP_MANQUANT", "cautions")


def test_une_societe_caution_est_saluee_par_son_representant():
    representant = {"civilite": "Mme", "prenom": "Lou", "nom": "Roy", "qualite": "présidente"}
    lu = lue(cautions=[{**HOLDING, "representant": representant}])
    assert "SAS Holding Vernet\nÀ l’attention de Mme Lou Roy\n1 rue Haute" in lu
    assert "Veuillez agréer, Madame, nos" in lu


def test_sans_caution_la_lettre_est_refusee():
    assert refus(cautions=[])[0] == ("CHAMP_MANQUANT", "cautions")


@pytest.mark.parametrize(
    ("type_", "caution", "attendu"),
    [
        ("sauvegarde", CAUTION, "PROCEDURE_COLLECTIVE"),
        ("redressement", CAUTION, "PROCEDURE_COLLECTIVE"),
        ("liquidation", CAUTION, None),
        ("sauvegarde", HOLDING, None),
        ("redressement", HOLDING, None),
    ],
)
def test_la_caution_personne_physique_est_protegee_jusqu_au_plan_ou_a_la_liquidation(
    type_, caution, attendu
):
    procedure = {"type": type_, "date_jugement": "2026-11-20"}
    changements = {"cautions": [caution], "procedure_collective": procedure}
    if attendu:
        assert refus(**changements)[0] == (attendu, "procedure_collective")
        return
    assert "CREANCE_A_DECLARER" in codes(**changements)
    assert "Par jugement du 20 novembre 2026, le débiteur principal a été placé" in lue(
        **changements
    )


def test_un_jugement_a_venir_ne_protege_pas_encore():
    procedure = {"type": "sauvegarde", "date_jugement": "2026-11-24"}
    assert "CREANCE_A_DECLARER" not in codes(procedure_collective=procedure)


@pytest.mark.parametrize(
    ("changements", "attendu"),
    [
        ({"cautions": [{**CAUTION, "acte_du": "2026-11-24"}]}, "CAUTION_POSTERIEURE"),
        ({"cautions": [{**CAUTION, "decede_le": "2026-11-23"}]}, "CAUTION_DISPARUE"),
        ({"cautions": [{**HOLDING, "radiee_le": "2026-11-01"}]}, "CAUTION_DISPARUE"),
        ({"surendettement": {"date_recevabilite": "2026-11-01"}, "debiteur": CONSOMMATEUR},
         "SURENDETTEMENT"),
        ({"echeancier": {"date": "2026-11-01", "echeances":
                         [{"date": "2026-12-01", "montant": "1000.00"}]}}, "ECHEANCIER_EN_COURS"),
        ({"cautions": [{**CAUTION, "montant_max": "0.00"}]}, "RIEN_A_RECLAMER"),
    ],
)  # fmt: skip
def test_ce_qui_empeche_d_ecrire_a_la_caution(changements, attendu):
    assert attendu in [code for code, _ in refus(**changements)]


def test_tous_les_champs_manquants_sont_dits_ensemble():
    trouves = refus(cautions=[], creancier={"siren": None, "rcs": None, "signataire": None})
    assert [champ for _, champ in trouves] == [
        "cautions", "creancier.siren", "creancier.rcs", "creancier.signataire",
    ]  # fmt: skip


def test_le_debiteur_doit_d_abord_etre_mis_en_demeure():
    assert "CAUTION_SANS_MISE_EN_DEMEURE" in codes(envois=[])
    assert "CAUTION_SANS_MISE_EN_DEMEURE" not in codes()
    future = {**MISE_EN_DEMEURE, "date": "2026-11-24"}
    assert "CAUTION_SANS_MISE_EN_DEMEURE" in codes(envois=[future])


def test_une_lettre_a_la_caution_n_est_pas_une_lettre_au_debiteur():
    envoi = {"niveau": "mise-en-demeure-caution", "date": "2026-11-01", "canal": "lrar"}
    lu = lue(envois=[envoi])
    assert "1er novembre 2026" not in lu
    assert "CAUTION_SANS_MISE_EN_DEMEURE" in codes(envois=[envoi])


@pytest.mark.parametrize(("acte_du", "dit"), [("2025-12-31", True), ("2026-01-01", False)])
def test_l_information_annuelle_est_rappelee_quand_un_31_mars_est_passe(acte_du, dit):
    caution = {**CAUTION, "acte_du": acte_du, "informee_le": "2026-11-01"}
    assert ("CAUTION_INFORMATION_ANNUELLE" in codes(cautions=[caution])) is dit


def test_l_information_annuelle_n_importe_que_si_un_interet_est_demande():
    assert "CAUTION_INFORMATION_ANNUELLE" not in codes(
        cautions=[{**CAUTION, "acte_du": "2024-01-01"}]
    )


@pytest.mark.parametrize(("acte_du", "dit"), [("2026-09-01", False), ("2026-09-02", True)])
def test_une_dette_anterieure_a_l_acte_est_signalee(acte_du, dit):
    trouves = codes(cautions=[{**CAUTION, "acte_du": acte_du, "montant_max": "9000.00"}])
    assert ("CAUTION_POSTERIEURE" in trouves) is dit
    assert "CAUTION_PLAFOND" not in trouves


def test_un_engagement_sans_maximum_est_signale():
    assert "CAUTION_PLAFOND" in codes()


def test_la_creance_contestee_par_le_debiteur_le_dit_a_la_caution():
    lu = lue(contestation={"date": "2026-11-01", "motif": "malfaçon."})
    assert "le débiteur principal a contesté cette créance au motif suivant : « malfaçon »." in lu


def test_je_et_nous():
    lu = lue(creancier={"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
                        "siren": "912057387", "commercant": False})  # fmt: skip
    assert "cautionné les engagements de Rénovation Belledonne envers moi" in lu
    assert "je vous mets en demeure" in lu
    assert "nous" not in lu.split("Monsieur,")[1].split("Veuillez")[0].replace("vous", "")


@pytest.mark.parametrize(
    ("role", "dit"),
    [
        ("societe_recouvrement", "au nom et pour le compte de la SARL Ateliers Vasseur"),
        ("avocat", "En qualité de conseil de la SARL Ateliers Vasseur"),
        ("commissaire_de_justice", "en qualité de commissaire de justice, à la demande de la SARL"),
    ],
)
def test_un_mandataire_ecrit_a_la_caution_au_nom_du_creancier(role, dit):
    mandataire = {
        "type": "societe", "denomination": "Recouvrement Alpin", "forme_juridique": "SAS",
        "capital": "1000", "siren": "841203573", "rcs": "Lyon", "adresse": ADRESSE, "role": role,
        "mandat_du": "2026-10-01", "iban": "FR7630003012340005009876627",
        "titulaire_compte": "Compte affecté",
        "signataire": {"prenom": "Léa", "nom": "Roux", "qualite": "directrice"},
    }  # fmt: skip
    lu = lue(mandataire=mandataire, conditions={"fondement": "commande n° 7"})
    assert dit in lu
    assert "Au nom de la SARL Ateliers Vasseur, nous vous mettons en demeure" in lu
    assert "envers la SARL Ateliers Vasseur" in lu
    assert "la SARL Ateliers Vasseur se réserve" in lu
    assert ("Article L. 111-8 du code" in lu) is (role == "societe_recouvrement")


def test_contre_un_consommateur_il_n_est_question_ni_de_penalite_ni_de_441_10():
    recue = {**MISE_EN_DEMEURE, "date": "2026-10-08", "recu_le": "2026-10-10"}
    lu = lue(
        debiteur=CONSOMMATEUR, envois=[recue],
        cautions=[{**CAUTION, "informee_le": "2026-10-20"}],
        factures=[{"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01",
                   "executee_le": "2026-08-30", "montant_ttc": "1000.00"}],
    )  # fmt: skip
    assert "Intérêts au taux légal restant dus" in lu
    assert "441-10" not in lu
    assert "CAUTION_SANS_INDEMNITE" not in codes(debiteur=CONSOMMATEUR)


def _gabarit_modifie(tmp_path, ancien, nouveau, pack="mise-en-demeure-caution", fichier="lettre"):
    import zipfile

    shutil.copytree(RACINE / "templates" / pack, tmp_path / pack)
    chemin = tmp_path / pack / f"{fichier}.docx"
    with zipfile.ZipFile(chemin) as archive:
        membres = {i.filename: archive.read(i) for i in archive.infolist()}
    corps = membres["word/document.xml"].decode()
    assert ancien in corps
    membres["word/document.xml"] = corps.replace(ancien, nouveau).encode()
    with zipfile.ZipFile(chemin, "w") as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    return load_pack(pack, modeles=tmp_path)


@pytest.mark.parametrize(
    ("ancien", "nouveau", "dit"),
    [
        ("en demeure de payer, en qualité", "en demeure de régler, en qualité", "en demeure"),
        (" au plus tard le {{ date_limite }}.", ".", "au plus tard le"),
        ("Par acte du {{ caution.acte_du }}, vous", "Vous", "Par acte du"),
        ("débiteur principal", "client", "débiteur principal"),
        ("Principal restant dû", "Reste", "Principal restant dû"),
        ("la juridiction compétente", "un juge", "juridiction compétente"),
        ("{{ somme.en_lettres }}", "x", "en lettres"),
        ("{{ ligne.montant }}", "1,00", "tableau"),
        ("Modalités de paiement", "Sommation", "sommation"),
        ("Modalités de paiement", "Avant saisie", "saisie"),
        ("Modalités de paiement", "Dernier avis", "dernier avis"),
        ("Modalités de paiement", "Indemnité (D. 441-5)", "441-5"),
        ("Modalités de paiement", "Frais de relance", "frais de relance"),
        ("Modalités de paiement", "Caution solidaire", "solidaire"),
        ("Modalités de paiement", "Sans bénéfice de discussion", "bénéfice de discussion"),
        ("Modalités de paiement", "Solde de 12,00 €", "12,00 €"),
        ("Modalités de paiement", "Commandement", "commandement"),
        ("Modalités de paiement", "Signification", "signification"),
        ("Modalités de paiement", "Huissier", "huissier"),
        ("Modalités de paiement", "Exploit", "exploit"),
        ("Modalités de paiement", "Fichage", "fichage"),
        ("Modalités de paiement", "Frais de dossier", "frais de dossier"),
        ("Modalités de paiement", "Plancher", "plancher"),
        ("Modalités de paiement", "Interrompt la prescription", "interromp"),
        ("Modalités de paiement", "Article 750-1", "750-1"),
        ("Modalités de paiement", "Titre exécutoire", "titre exécutoire"),
        ("Modalités de paiement", "Tentative amiable", "tentative amiable"),
        ("Modalités de paiement", "République française", "république française"),
        ("Modalités de paiement", "Clause pénale", "clause pénale"),
        ("Modalités de paiement", "Frais de recouvrement", "frais de recouvrement"),
        ("Somme demandée", "À payer", "Somme demandée"),
        ("À défaut de règlement complet", "Sinon", "À défaut de règlement"),
        ("{{ expediteur.iban }}", "FR7630003012340005009876627", "IBAN"),
    ],
)
def test_un_modele_abime_est_refuse_a_la_relecture(tmp_path, ancien, nouveau, dit):
    pack = _gabarit_modifie(tmp_path, ancien, nouveau)
    cas = load_dossier(SAMPLES / "caution-plafonnee" / "dossier.json")
    with pytest.raises(LettreRefusee) as refusee:
        compose(cas, pack, JOUR)
    assert refusee.value.code == "RELECTURE"
    assert dit.casefold() in normaliser(str(refusee.value)).casefold()


def test_la_suite_dit_quoi_envoyer_et_garder():
    envoi, preuve, etape = (phrase for _, phrase in que_faire(PACK, JOUR))
    assert "acte de cautionnement" in envoi
    assert "informee_le" in preuve
    assert "8 décembre 2026" in etape


def test_le_principal_regle_tard_ne_se_dit_pas_impaye():
    lu = lue(
        cautions=[{**CAUTION, "informee_le": "2026-10-20"}],
        paiements=[{"date": "2026-11-05", "montant": "1000.00", "facture": "F1"}],
        conditions={"imputation": "capital_d_abord"},
    )
    assert "La facture détaillée ci-après a été réglée après son échéance par le débiteur" in lu
    assert "n’a pas été entièrement réglée" not in lu
    # 1 000 × 12,40 % × 35 j = 11,89.
    assert "la somme de 11,89 € (onze euros et quatre-vingt-neuf centimes)" in lu
