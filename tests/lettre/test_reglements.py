"""The two receipts: what was paid, on what it went, what is left; and what nobody gave up."""

import shutil
import zipfile
from datetime import date

import pytest

from courriers import LettreRefusee, compose, load_dossier, load_pack
from courriers.document.texte import texte
from courriers.lettre.etape import etape_due
from courriers.lettre.pack import packs
from courriers.lettre.relecture import normaliser
from fabrique import ADRESSE, CONSOMMATEUR, HOSTILES, JOUR, RACINE, brut, dossier, pack_livre
from lettre.test_acteurs import AGENCE, AVOCATE, ETUDE, FONDE

QUITTANCE, RECU = pack_livre("quittance"), pack_livre("recu-solde")
PARTIEL = {"date": "2026-10-20", "montant": "300.00", "facture": "F1", "moyen": "virement"}
# 1000 × 12,40 % × 53 / 365 = 18,01 €, and 40 €.
TOTAL = {"date": str(JOUR), "montant": "1058.01", "facture": "F1"}
# Principal first: 1000 × 12,40 % × 19 / 365 = 6,45 € and 40 € are left.
PRINCIPAL = {"date": "2026-10-20", "montant": "1000.00", "facture": "F1"}
CAPITAL = {"imputation": "capital_d_abord"}
RENONCE = {**CAPITAL, "renonciation_accessoires": {"date": str(JOUR)}}
PUBLIC = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
          "denomination": "Commune de Valmont"}  # fmt: skip


def lue(pack, *paiements, au=JOUR, **changements):
    cas = dossier(paiements=list(paiements), **changements)
    return normaliser(texte(compose(cas, pack, au).docx()))


def refus(pack, *paiements, au=JOUR, **changements):
    with pytest.raises(LettreRefusee) as refusee:
        compose(dossier(paiements=list(paiements), **changements), pack, au)
    return [str(c.code) for c in refusee.value.constats]


def retouche(tmp_path, pack, ancien, nouveau):
    """The pack *pack* whose template says *nouveau* instead of *ancien*."""
    copie = tmp_path / pack
    shutil.copytree(RACINE / "templates" / pack, copie)
    with zipfile.ZipFile(copie / "lettre.docx") as source:
        membres = {n: source.read(n) for n in source.namelist()}
    document = membres["word/document.xml"].decode("utf-8")
    assert ancien in document
    membres["word/document.xml"] = document.replace(ancien, nouveau).encode()
    with zipfile.ZipFile(copie / "lettre.docx", "w") as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)
    return load_pack(pack, modeles=tmp_path)


# --- La quittance ---------------------------------------------------------------------------


def test_la_quittance_dit_ce_que_le_paiement_a_regle_et_ce_qui_reste():
    lu = lue(QUITTANCE, PARTIEL)
    assert "Quittance de 300,00 €, paiement reçu le 20 octobre 2026" in lu
    assert (
        "quittance de la somme de 300,00 € (trois cents euros), reçue de vous le 20 octobre" in lu
    )
    # 1000 × 12,40 % × 19 / 365 = 6,45 €
    assert (
        "20 octobre 2026\tvirement\tFacture F1 du 1er septembre 2026 (pénalités : 6,45 € ; "
        "indemnité : 40,00 € ; principal : 253,55 €)\t300,00 €" in lu
    )
    assert "d’abord sur les intérêts (article 1343-1 du code civil)" in lu
    # 746,45 × 12,40 % × 34 / 365 = 8,62 €
    assert (
        "Principal restant dû\t746,45 €\nPénalités de retard restant dues\t8,62 €\n"
        "Reste dû au 23 novembre 2026\t755,07 €" in lu
    )
    assert "elle laisse entiers nos droits sur ce qui reste dû" in lu
    assert "IBAN" not in lu  # it asks for nothing
    assert "R. 124-6" not in lu


def test_seul_le_dernier_jour_de_paiement_a_sa_quittance_et_tous_ses_paiements_y_sont():
    deux = [
        {"date": "2026-10-30", "montant": "50.00", "facture": "F1", "moyen": "chèque"},
        {"date": "2026-10-30", "montant": "20.00", "facture": "F1"},
    ]
    lu = lue(QUITTANCE, PARTIEL, *deux)
    assert "Quittance de 70,00 €, paiements reçus le 30 octobre 2026" in lu
    assert "(soixante-dix euros), reçue de vous le 30 octobre 2026 en plusieurs paiements." in lu
    assert "30 octobre 2026\tchèque\tFacture F1" in lu
    assert "30 octobre 2026\t–\tFacture F1" in lu
    assert "300,00 €" not in lu
    # The day before, the first one had its own.
    assert "Quittance de 300,00 €" in lue(QUITTANCE, PARTIEL, *deux, au=date(2026, 10, 29))


@pytest.mark.parametrize(("jour", "refuse"), [("2026-11-23", False), ("2026-11-24", True)])
def test_un_paiement_a_venir_n_a_pas_de_quittance(jour, refuse):
    paiement = {**PARTIEL, "date": jour}
    if refuse:
        assert refus(QUITTANCE, paiement) == ["AUCUN_PAIEMENT"]
    else:
        assert "reçue de vous le 23 novembre 2026" in lue(QUITTANCE, paiement)


@pytest.mark.parametrize(
    ("ouverture", "suite"),
    [("2026-10-20", "refus"), ("2026-10-21", "avertie"), ("2026-11-23", "avertie"),
     ("2026-11-24", "rien")],
)  # fmt: skip
@pytest.mark.parametrize("procedure", ["procedure_collective", "surendettement"])
def test_un_paiement_recu_depuis_l_ouverture_n_a_pas_de_quittance(procedure, ouverture, suite):
    champs = {"type": "redressement", "date_jugement": ouverture}
    if procedure == "surendettement":
        champs = {"date_recevabilite": ouverture}
    cas = {procedure: champs, "debiteur": CONSOMMATEUR if procedure == "surendettement" else {}}
    if suite == "refus":
        assert refus(QUITTANCE, PARTIEL, **cas) == [procedure.upper()]
        return
    lettre = compose(dossier(paiements=[PARTIEL], **cas), QUITTANCE, JOUR)
    codes = {str(c.code) for c in lettre.rapport.constats if c.gravite == "avertissement"}
    assert (procedure.upper() in codes) is (suite == "avertie")


def test_qui_a_paye_pour_le_debiteur_est_nomme():
    lu = lue(QUITTANCE, {**PARTIEL, "payeur": "Mme Léa Roy"})
    assert "versée pour votre compte par Mme Léa Roy et reçue le 20 octobre 2026." in lu


def test_un_acompte_recu_avant_l_echeance_va_au_principal_et_la_facture_reste_a_echoir():
    a_echoir = [{**brut()["factures"][0], "echeance": "2026-12-01"}]
    lu = lue(QUITTANCE, PARTIEL, factures=a_echoir)
    assert "(principal : 300,00 €)\t300,00 €" in lu
    assert "aucune somme échue ne reste due." in lu
    assert "Ce qui n’est pas encore échu, soit 700,00 €, est à payer à l’échéance." in lu
    assert "1343-1" not in lu


def test_un_paiement_sur_une_facture_pas_encore_emise_est_refuse():
    future = {"numero": "F2", "date": "2026-12-01", "montant_ttc": "10.00"}
    factures = [*brut()["factures"], future]
    assert refus(QUITTANCE, {**PARTIEL, "facture": "F2"}, factures=factures) == ["AUCUN_PAIEMENT"]


def test_le_trop_percu_se_dit_et_se_rend():
    lu = lue(QUITTANCE, {**TOTAL, "montant": "1060.00"})
    assert "Somme reçue en trop\t1,99 €" in lu
    assert "La somme reçue en trop, soit 1,99 €, vous sera restituée" in lu
    assert "Reste dû" not in lu


def test_sous_echeancier_le_reste_n_est_pas_dit_exigible():
    echeancier = {"date": "2026-10-25", "echeances": [{"date": "2026-12-25", "montant": "755.07"}]}
    lu = lue(QUITTANCE, PARTIEL, echeancier=echeancier)
    assert "Ce reste se règle aux dates de l’échéancier accordé le 25 octobre 2026." in lu
    assert "courent" not in lu


def test_une_contestation_n_est_pas_tranchee_par_la_quittance():
    lu = lue(QUITTANCE, PARTIEL, contestation={"date": "2026-11-01", "motif": "malfaçon"})
    assert "elle ne tranche pas la contestation que vous avez formée le 1er novembre 2026" in lu


@pytest.mark.parametrize("pack", [QUITTANCE, RECU], ids=lambda p: p.nom)
def test_un_consommateur_ne_lit_ni_penalite_ni_indemnite(pack):
    paye = {**PARTIEL, "montant": "1000.00"} if pack is RECU else PARTIEL
    lu = lue(pack, paye, debiteur=CONSOMMATEUR).lower()
    for mot in ("pénalité", "indemnité", "441-10", "frais"):
        assert mot not in lu


@pytest.mark.parametrize("pack", [QUITTANCE, RECU], ids=lambda p: p.nom)
def test_un_titre_une_cession_ou_un_mandat_a_venir_ferment_le_recu(pack):
    titre = {"type": "jugement", "date": "2026-10-10", "principal": "1000.00"}
    assert refus(pack, TOTAL, titre_executoire=titre)[0] == "TITRE_EXECUTOIRE"
    assert refus(pack, TOTAL, cession={"a": "X", "date": str(JOUR)}) == ["CREANCE_CEDEE"]
    assert compose(dossier(paiements=[TOTAL], cession={"a": "X", "date": "2026-11-24"}), pack, JOUR)
    demain = {**AVOCATE, "mandat_du": "2026-11-24"}
    assert refus(pack, TOTAL, mandataire=demain) == ["MANDAT_POSTERIEUR"]


def test_tout_ce_qui_manque_est_dit_d_un_coup():
    sans_compte = {k: v for k, v in AGENCE.items() if k not in ("iban", "rcs")}
    codes = refus(QUITTANCE, mandataire=sans_compte)
    assert codes == ["AUCUN_PAIEMENT", "MENTIONS_R124_4", "MENTIONS_R124_4", "CHAMP_MANQUANT"]


@pytest.mark.parametrize("pack", [QUITTANCE, RECU], ids=lambda p: p.nom)
def test_les_trois_mandataires_donnent_quittance_au_nom_du_creancier(pack):
    lu = lue(pack, TOTAL, mandataire=AGENCE, conditions=FONDE)
    assert "La SAS Recouvrement du Port exerce une activité de recouvrement amiable." in lu
    assert "Au nom de la SARL Ateliers Vasseur, nous vous " in lu
    assert "article R. 124-6 du code des procédures civiles d’exécution" in lu
    assert "L. 111-8" not in lu  # nothing is claimed any more (R124-4)
    lu = lue(pack, TOTAL, mandataire=AVOCATE)
    assert "Au nom de la SARL Ateliers Vasseur, je vous d" in lu
    assert "R. 124-6" not in lu
    assert " nous " not in lu
    assert "en qualité de commissaire de justice" in lue(pack, TOTAL, mandataire=ETUDE)


@pytest.mark.parametrize(
    ("pack", "exige"),
    [("quittance", False), ("seconde-relance", True)],
)
def test_le_texte_de_la_loi_n_est_exige_que_d_une_lettre_qui_reclame(tmp_path, pack, exige):
    # CPCE, art. R124-4, 5°: the letter that asks for payment
    sans = retouche(tmp_path, pack, "{{ textes.l111_8_alinea_2 }}", "")
    paiements = () if exige else (TOTAL,)
    if exige:
        codes = refus(sans, *paiements, mandataire=AGENCE, conditions=FONDE)
        assert set(codes) == {"RELECTURE"}
    else:
        assert lue(sans, *paiements, mandataire=AGENCE, conditions=FONDE)


def test_une_personne_seule_ecrit_je():
    ei = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
          "siren": "912057387", "commercant": False}  # fmt: skip
    for pack, paiement in ((QUITTANCE, PARTIEL), (RECU, TOTAL)):
        lu = lue(pack, paiement, creancier=ei).replace("Nos références", "")
        assert not {"nous", "nos", "notre"} & set(lu.lower().replace(",", " ").split())
        assert "Je vous d" in lu


@pytest.mark.parametrize("pack", [QUITTANCE, RECU], ids=lambda p: p.nom)
@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_s_imprime_tel_quel(nom, pack):
    contenu = brut(
        reference=nom,
        creancier={"denomination": nom, "signataire": {"qualite": nom}},
        debiteur={"denomination": nom, "adresse": {"lignes": [nom], "ville": nom}},
        conditions={"fondement": nom},
        paiements=[{**TOTAL, "facture": nom, "moyen": nom, "payeur": nom}],
    )
    contenu["factures"][0] |= {"numero": nom, "objet": nom}
    lu = texte(compose(load_dossier(contenu), pack, JOUR).docx())
    assert lu.count(nom) >= 8


# --- Le reçu pour solde ---------------------------------------------------------------------


@pytest.mark.parametrize(("paye", "refuse"), [("1058.01", False), ("1058.00", True)])
def test_un_recu_pour_solde_suppose_que_rien_ne_reste_du(paye, refuse):
    if refuse:
        assert refus(RECU, {**TOTAL, "montant": paye}) == ["SOLDE_RESTANT"]
        return
    lu = lue(RECU, {**TOTAL, "montant": paye})
    assert (
        "reçu, pour solde, de la somme de 1 058,01 € (mille cinquante-huit euros et un centime), "
        "payée le 23 novembre 2026 en règlement de la facture ci-dessous." in lu
    )
    assert "F1\t1er septembre 2026\t1 000,00 €\t0,00 €\t58,01 €\t1 058,01 €" in lu
    assert "Cette facture est soldée : il ne vous est plus rien réclamé à ce titre" in lu
    assert "renon" not in lu


@pytest.mark.parametrize(
    ("decidee", "refuse"), [(None, True), ("2026-11-24", True), ("2026-11-23", False)]
)
def test_les_accessoires_ne_sont_abandonnes_que_si_on_l_a_choisi(decidee, refuse):
    choix = {"renonciation_accessoires": {"date": decidee}} if decidee else {}
    if refuse:
        assert refus(RECU, PRINCIPAL, conditions={**CAPITAL, **choix}) == ["SOLDE_RESTANT"]
        return
    lu = lue(RECU, PRINCIPAL, conditions={**CAPITAL, **choix})
    assert (
        "6,45 € de pénalités de retard et 40,00 € d’indemnité forfaitaire pour frais de "
        "recouvrement, soit 46,45 € (quarante-six euros et quarante-cinq centimes). Nous renonçons "
        "à cette somme : elle ne vous sera pas demandée." in lu
    )


def test_une_renonciation_n_efface_pas_le_principal():
    paiement = {**PRINCIPAL, "montant": "999.99"}
    assert refus(RECU, paiement, conditions=RENONCE) == ["SOLDE_RESTANT"]
    assert refus(pack_livre("mise-en-demeure"), paiement, conditions=RENONCE) == [
        "ACCESSOIRES_ABANDONNES"
    ]
    assert lue(pack_livre("seconde-relance"), paiement, conditions=RENONCE)
    assert lue(QUITTANCE, paiement, conditions=RENONCE)


def test_aucune_renonciation_au_profit_d_une_personne_publique_ni_par_un_mandataire():
    paiement = {**PRINCIPAL, "date": "2026-11-23"}
    cas = {"debiteur": PUBLIC, "conditions": RENONCE}
    assert refus(RECU, paiement, **cas) == ["RENONCIATION_INTERDITE"]
    assert refus(RECU, PRINCIPAL, mandataire=AVOCATE, conditions=RENONCE) == [
        "RENONCIATION_INTERDITE"
    ]
    # Paid in full, nothing is given up: both write it.
    assert lue(RECU, TOTAL, mandataire=AVOCATE, conditions=RENONCE)


@pytest.mark.parametrize("pack", ["mise-en-demeure", "quittance"])
def test_ce_qui_est_abandonne_ne_se_reclame_plus(pack):
    codes = refus(pack_livre(pack), PRINCIPAL, conditions=RENONCE)
    assert codes == ["ACCESSOIRES_ABANDONNES"]
    assert compose(dossier(paiements=[PRINCIPAL], conditions=CAPITAL), pack_livre(pack), JOUR)


def test_l_escalade_s_arrete_a_la_renonciation():
    tous = packs()
    cas = dossier(paiements=[PRINCIPAL], conditions=CAPITAL)
    assert etape_due(cas, tous, JOUR).niveau == "mise-en-demeure"
    cas = dossier(paiements=[PRINCIPAL], conditions=RENONCE)
    due = etape_due(cas, tous, JOUR)
    assert (due.niveau, [str(c.code) for c in due.blocages]) == (None, ["ACCESSOIRES_ABANDONNES"])


def test_un_avoir_et_une_retenue_sont_dits_et_une_facture_annulee_n_est_pas_un_paiement():
    factures = [
        {**brut()["factures"][0], "retenue_garantie": "50.00"},
        {"numero": "F2", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "80.00"},
        {"numero": "A1", "type": "avoir", "date": "2026-09-10", "montant_ttc": "100.00",
         "sur_facture": "F1", "motif": "rectification"},
        {"numero": "A2", "type": "avoir", "date": "2026-09-10", "montant_ttc": "80.00",
         "sur_facture": "F2", "motif": "rectification"},
    ]  # fmt: skip
    paiement = {"date": "2026-10-01", "montant": "850.00", "facture": "F1"}
    lu = lue(RECU, paiement, factures=factures)
    assert "F1\t1er septembre 2026\t1 000,00 €\t150,00 €\t0,00 €\t850,00 €" in lu
    assert "La retenue de garantie n’est pas comprise dans ce reçu" in lu
    assert "F2" not in lu


def test_plusieurs_factures_et_plusieurs_paiements_s_accordent():
    factures = [
        {"numero": f"F{n}", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "100.00"}
        for n in (1, 2)
    ]
    paiements = [
        {"date": f"2026-09-0{n + 1}", "montant": "100.00", "facture": f"F{n}"} for n in (1, 2)
    ]
    lu = lue(RECU, *paiements, factures=factures)
    assert "des factures ci-dessous ; le dernier paiement a été reçu le 3 septembre 2026." in lu
    assert "Ces factures sont soldées" in lu
    assert "Total réglé\t200,00 €" in lu


# --- Ce qu’un modèle ne peut pas dire -------------------------------------------------------


@pytest.mark.parametrize(
    ("pack", "ancien", "nouveau", "motif"),
    [
        ("quittance", "quittance de la somme de", "acte de la somme de", "manque"),
        ("quittance", "vaut pour la somme reçue", "vaut ce qu’elle vaut", "manque"),
        (
            "quittance",
            "{{ paiement.recu.en_chiffres }}",
            "{{ total.en_chiffres }}",
            "la même somme",
        ),
        ("quittance", "{{ paiement.recu.en_lettres }}", "{{ total.en_lettres }}", "la même somme"),
        ("quittance", "{{ total.en_chiffres }}", "{{ principal.en_chiffres }}", "« 755,07"),
        ("quittance", "{{ ligne.libelle }}", "Facture", "le tableau"),
        ("quittance", "Cette quittance", "Pour solde de tout compte, elle", "« solde de tout comp"),
        ("quittance", "Cette quittance", "Le tribunal sera saisi. Elle", "« tribuna"),
        ("quittance", "Cette quittance", "Vous reconnaissez devoir le reste. Elle", "« Vous recon"),
        ("quittance", "Cette quittance", "Nous renonçons au reste. Elle", "« renonç"),
        ("quittance", "Cette quittance", "Nous vous mettons en demeure. Elle", "« en demeure"),
        ("recu-solde", ", pour solde,", "", "manque"),
        ("recu-solde", "plus rien réclamé", "presque rien réclamé", "manque"),
        ("recu-solde", "{{ facture.regle }}", "{{ facture.montant_ttc }}", "le tableau"),
        ("recu-solde", "est sans objet", "est sans objet, sous réserve du reste", "« réserv"),
        ("recu-solde", "est sans objet", "est sans objet, mais il reste dû 1 €", "« reste dû"),
        ("recu-solde", "reçu, pour solde", "reçu, pour solde de tout compte", "« solde de tout"),
    ],
)
def test_un_modele_faux_est_refuse(tmp_path, pack, ancien, nouveau, motif):
    modele = retouche(tmp_path, pack, ancien, nouveau)
    paiement = TOTAL if pack == "recu-solde" else PARTIEL
    with pytest.raises(LettreRefusee, match=motif) as refusee:
        compose(dossier(paiements=[paiement]), modele, JOUR)
    assert refusee.value.code == "RELECTURE"


def test_un_modele_qui_tait_la_somme_abandonnee_est_refuse(tmp_path):
    modele = retouche(tmp_path, "recu-solde", "{{ reglement.renonciation.en_chiffres }}", "le tout")
    with pytest.raises(LettreRefusee, match="« 46,45"):
        compose(dossier(paiements=[PRINCIPAL], conditions=RENONCE), modele, JOUR)


# --- Hors de l’escalade ---------------------------------------------------------------------


@pytest.mark.parametrize("niveau", ["quittance", "recu-solde", "reponse-contestation"])
def test_une_reponse_au_debiteur_notee_dans_les_envois_n_est_pas_une_relance(niveau):
    envoi = {"niveau": niveau, "date": "2026-10-25", "canal": "lettre"}
    lu = lue(pack_livre("mise-en-demeure"), PARTIEL, envois=[envoi])
    assert "malgré" not in lu
    assert "malgré" in lue(
        pack_livre("mise-en-demeure"), PARTIEL, envois=[{**envoi, "niveau": "relance-courtoise"}]
    )


def test_un_codebiteur_sans_solidarite_ne_lit_pas_le_tout_mais_recoit_son_recu():
    autre = {"type": "particulier", "prenom": "Léo", "nom": "Morel", "adresse": ADRESSE}
    assert refus(QUITTANCE, PARTIEL, codebiteurs=[autre]) == ["CODEBITEUR_NON_SOLIDAIRE"]
    assert lue(RECU, TOTAL, codebiteurs=[autre])


@pytest.mark.parametrize(("acompte", "refuse"), [("400.00", True), ("1000.00", False)])
def test_un_acompte_sur_une_facture_a_echoir_n_est_pas_un_solde(acompte, refuse):
    a_echoir = {"numero": "F1", "date": "2026-11-20", "echeance": "2026-12-20",
                "montant_ttc": "1000.00"}  # fmt: skip
    paiement = {"date": "2026-11-23", "montant": acompte, "facture": "F1"}
    if refuse:
        assert refus(RECU, paiement, factures=[a_echoir]) == ["SOLDE_RESTANT"]
    else:
        assert "reçu, pour solde, de la somme de 1 000,00 €" in lue(
            RECU, paiement, factures=[a_echoir]
        )
