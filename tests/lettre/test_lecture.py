"""What a reader of every letter objected to, once corrected: who speaks, of what, until when."""

import shutil
import zipfile

import pytest

from courriers import LettreRefusee, compose, decompte_arrete, load_pack
from courriers.document.texte import texte
from courriers.lettre.champs_procedure import procedure
from courriers.lettre.pack import packs
from courriers.lettre.relecture import normaliser
from fabrique import CONSOMMATEUR, JOUR, RACINE, dossier, pack_livre
from lettre.test_acteurs import AGENCE, AVOCATE, ETUDE, FONDE

DEUX = [
    {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "1000.00"},
    {"numero": "F2", "date": "2026-09-15", "echeance": "2026-10-15", "montant_ttc": "500.00"},
]
CONTESTATION = {"date": "2026-11-01", "motif": "malfaçon", "reponse": "Le joint a été repris."}
ASSOCIATION = {"type": "association", "qualite": "non_professionnel", "denomination": "Le Lac"}
PLAN = {
    "date": "2026-10-15",
    "echeances": [
        {"date": "2026-11-01", "montant": "500.00"},
        {"date": "2026-12-01", "montant": "544.76"},  # 1 000 + 40 + 1 000 × 12,40 % × 14 / 365
    ],
}
CAUTION = {"type": "particulier", "prenom": "Élie", "nom": "Oudin", "acte_du": "2026-08-02",
           "adresse": AVOCATE["adresse"], "montant_max": "5000.00"}  # fmt: skip
PROPRES = {
    "reponse-contestation": {"contestation": CONTESTATION},
    "rappel-echeance-manquee": {"echeancier": PLAN},
    "mise-en-demeure-caution": {"cautions": [CAUTION]},
}
FACULTE = (
    "Vous avez la faculté de consulter un avocat ; je vous invite à m’en faire connaître le nom."
)
D_AVOCAT = ("seconde-relance", "mise-en-demeure", *PROPRES)


def composee(nom, canal=None, pack=None, **changements):
    cas = {"conditions": FONDE, **PROPRES.get(nom, {}), **changements}
    return compose(dossier(**cas), pack or pack_livre(nom), JOUR, canal=canal)


def retouche(ou, nom, ancien, nouveau, fichier="lettre.docx"):
    """The pack *nom* whose template says *nouveau* instead of *ancien*."""
    copie = ou / nom
    shutil.copytree(RACINE / "templates" / nom, copie)
    with zipfile.ZipFile(copie / fichier) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    corps = membres["word/document.xml"].decode("utf-8")
    assert ancien in corps
    membres["word/document.xml"] = corps.replace(ancien, nouveau).encode()
    with zipfile.ZipFile(copie / fichier, "w") as cible:
        for membre, contenu in membres.items():
            cible.writestr(membre, contenu)
    return load_pack(nom, modeles=ou)


def lue(nom, **changements):
    return normaliser(texte(composee(nom, **changements).docx()))


def courriel(nom, **changements):
    for partie in ("creancier", "debiteur", "mandataire"):
        if partie != "mandataire" or changements.get(partie):
            changements[partie] = {**changements.get(partie, {}), "courriel": "a@b.example"}
    rempli = composee(nom, "courriel", **changements).documents["courriel"]
    return normaliser(" ".join(rempli.brouillon.message.texte.split()))


# --- L'avocat -------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", D_AVOCAT)
def test_une_avocate_rappelle_qu_on_peut_consulter_un_avocat(nom):
    assert FACULTE in lue(nom, mandataire=AVOCATE)
    agence = AGENCE
    if nom in ("reponse-contestation", "rappel-echeance-manquee"):
        agence = {**AGENCE, "premiere_lettre": {"reference": "R1", "date": "2026-10-13"}}
    for autre in (None, agence, ETUDE):
        if autre is not ETUDE or nom != "reponse-contestation":
            assert "consulter un avocat" not in lue(nom, mandataire=autre)


@pytest.mark.parametrize("nom", ["seconde-relance", "mise-en-demeure"])
def test_le_courriel_d_une_avocate_le_rappelle_aussi(nom):
    assert FACULTE in courriel(nom, mandataire=AVOCATE)
    assert "consulter un avocat" not in courriel(nom)


def test_plusieurs_avocats_disent_nous():
    cabinet = {**AVOCATE, "type": "societe", "denomination": "Maury", "forme_juridique": "SELARL",
               "capital": "1000.00", "siren": "905273181", "rcs": "Grenoble",
               "signataire": {"prenom": "Inès", "nom": "Maury", "qualite": "avocate"}}  # fmt: skip
    for nom in ("prenom", "civilite", "nom"):
        del cabinet[nom]
    lu = lue("mise-en-demeure", mandataire=cabinet)
    assert "nous vous invitons à nous en faire connaître le nom." in lu


@pytest.mark.parametrize(
    ("nom", "fichier"),
    [*((nom, "lettre.docx") for nom in D_AVOCAT), *((n, "courriel.docx") for n in D_AVOCAT[:2])],
)
def test_un_modele_d_avocat_sans_ce_rappel_est_refuse(tmp_path, nom, fichier):
    modele = retouche(tmp_path, nom, "faculté de consulter un avocat", "parole", fichier)
    cas = {"canal": fichier[:-5].replace("lettre", "") or None, "pack": modele,
           "debiteur": {"courriel": "a@b.example"}}  # fmt: skip
    with pytest.raises(LettreRefusee, match="faculté de consulter un avocat"):
        composee(nom, mandataire={**AVOCATE, "courriel": "c@d.example"}, **cas)
    assert composee(nom, creancier={"courriel": "c@d.example"}, **cas)


# --- L'agent ne promet rien pour le créancier ------------------------------------------------


@pytest.mark.parametrize("nom", ["mise-en-demeure", "mise-en-demeure-caution"])
@pytest.mark.parametrize("mandataire", [AGENCE, AVOCATE, ETUDE], ids=lambda m: m["role"])
def test_c_est_le_creancier_qui_maintient_sa_demande(nom, mandataire):
    lu = lue(nom, mandataire=mandataire, contestation=CONTESTATION)
    assert (
        "« malfaçon ». La SARL Ateliers Vasseur maintient sa demande ; toute pièce nouvelle que "
        "vous voudrez bien produire lui sera transmise." in lu
    )
    assert "Nous maintenons notre demande et examinerons toute pièce" in lue(
        nom, contestation=CONTESTATION
    )


@pytest.mark.parametrize("debiteur", [CONSOMMATEUR, ASSOCIATION], ids=lambda d: d["qualite"])
@pytest.mark.parametrize("lire", [lue, courriel])
def test_c_est_le_creancier_qui_accorde_des_delais(lire, debiteur):
    dit = lire("seconde-relance", mandataire=AGENCE, debiteur=debiteur)
    assert "toute demande de délais sera soumise à la SARL Ateliers Vasseur" in dit
    assert "avec vous des délais" not in dit
    assert "nous étudierons avec vous des délais de paiement" in lire(
        "seconde-relance", debiteur=debiteur
    )


def test_un_accord_se_cherche_avec_le_creancier():
    lu = lue("reponse-contestation", mandataire=AVOCATE)
    assert "À défaut d’accord avec la SARL Ateliers Vasseur, une conciliation" in lu
    assert "À défaut d’accord entre nous, une conciliation" in lue("reponse-contestation")


def test_une_societe_de_recouvrement_detaille_la_dette_une_fois():
    lu = lue("seconde-relance", mandataire=AGENCE)
    # 1000 × 12,40 % × 53 / 365 = 18,01 €
    assert (
        "la dette s’élève à 1 000,00 € en principal, 18,01 € en pénalités de retard et 40,00 € en "
        "indemnité forfaitaire pour frais de recouvrement. Cette lettre demande le paiement du "
        "principal, sans que la SARL Ateliers Vasseur renonce au surplus." in lu
    )
    assert lu.count("18,01 €") == 1
    seul = lue("seconde-relance", mandataire=AGENCE, debiteur=CONSOMMATEUR)
    assert (
        "1 000,00 € en principal, 0,00 € en intérêts et 0,00 € en autres accessoires. Cette "
        "lettre demande le paiement du principal.\n" in seul
    )
    assert "il reste dû à ce titre" in lue("seconde-relance", mandataire=AVOCATE)


@pytest.mark.parametrize("mandataire", [AGENCE, AVOCATE, ETUDE], ids=lambda m: m["role"])
def test_un_mandataire_ne_dit_pas_deux_fois_qu_il_ecrit(mandataire):
    envois = [{"niveau": "relance-courtoise", "date": "2026-10-20", "canal": "lettre"}]
    lu = lue("seconde-relance", mandataire=mandataire, envois=envois)
    assert "\nMalgré la lettre du 20 octobre 2026, le règlement complet de la facture" in lu
    assert lu.count("vous écris") <= 1


# --- Un seul délai ---------------------------------------------------------------------------


def test_aucun_modele_ne_dit_avant_le_et_au_plus_tard_le():
    for pack in packs():
        for gabarit in pack.dossier.glob("*.docx"):
            with zipfile.ZipFile(gabarit) as archive:
                corps = archive.read("word/document.xml").decode("utf-8")
            assert "avant le {{ date_limite" not in corps, gabarit


# --- La mise en demeure antérieure -----------------------------------------------------------


@pytest.mark.parametrize(
    ("envoi", "partielle"),
    [
        ({"factures": ["F1"]}, True),
        ({"factures": ["F1", "F2"]}, False),
        # Without a list, it is about what was due before that day.
        ({"date": "2026-10-15"}, True),
        ({"date": "2026-10-16"}, False),
    ],
)
def test_une_mise_en_demeure_d_une_partie_des_factures_le_dit(envoi, partielle):
    cas = {"factures": DEUX, "envois": [
        {"niveau": "mise-en-demeure", "date": "2026-10-20", "canal": "lrar", **envoi},
    ]}  # fmt: skip
    vous = lue("mise-en-demeure", **cas)
    lui = lue("mise-en-demeure-caution", **cas)
    assert (
        "Une mise en demeure vous a déjà été adressée, pour une partie des factures, par" in vous
    ) is partielle
    assert ("vous a déjà été adressée par la lettre recommandée du" in vous) is not partielle
    assert ("lui a été adressée, pour une partie des factures, par" in lui) is partielle
    relance = [{"niveau": "relance-courtoise", "date": "2026-10-12", "canal": "lettre"}]
    chez = {"debiteur": CONSOMMATEUR, **cas, "envois": [*cas["envois"], *relance]}
    seule = lue("petites-creances", **{**chez, "envois": cas["envois"]})
    assert ("Mis en demeure, pour une partie des factures, par" in seule) is partielle
    deux = lue("petites-creances", **chez)
    assert "Relancé, pour une partie des factures, par la lettre du 12 octobre 2026 et mis" in deux
    assert ("mis en demeure, pour une partie d’entre elles aussi, par" in deux) is partielle


# --- Où et comment payer ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mandataire", "reference"),
    [
        (None, "T-1"),
        (AGENCE, "RP-7"),  # paid to its own account
        ({**AVOCATE, "reference": "IM-9"}, "T-1"),  # the creditor is paid, and knows T-1 only
        ({**ETUDE, "reference": "EV-3"}, "T-1"),
        ({**ETUDE, "reference": "EV-3", "iban": AGENCE["iban"]}, "EV-3"),
        ({k: v for k, v in AGENCE.items() if k != "reference"}, "T-1"),
    ],
)
def test_la_reference_a_rappeler_est_celle_que_connait_le_titulaire_du_compte(
    mandataire, reference
):
    assert f"Référence à rappeler\t{reference}\n" in lue("mise-en-demeure", mandataire=mandataire)
    assert f"Référence à rappeler : {reference} " in courriel(
        "mise-en-demeure", mandataire=mandataire
    )


def test_une_facture_publique_sans_engagement_garde_sa_case():
    public = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
              "denomination": "Commune de Valmont"}  # fmt: skip
    facture = {**DEUX[0], "executee_le": "2026-08-30", "recue_le": "2026-09-02"}
    lu = lue("mise-en-demeure", debiteur=public, factures=[facture])
    assert "F1\t–\t2 septembre 2026\t" in lu
    lu = lue("mise-en-demeure", debiteur=public, factures=[{**facture, "marche": "M-7"}])
    assert "F1\tM-7\t2 septembre 2026\t" in lu


# --- Les reçus -------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ["quittance", "recu-solde"])
@pytest.mark.parametrize(("mandat", "dite"), [("2026-11-10", True), ("2026-11-11", False)])
def test_seul_un_paiement_fait_sous_mandat_a_la_quittance_de_l_article_r124_6(nom, mandat, dite):
    # 1000 × 12,40 % × 40 / 365 = 13,59 €, and 40 €
    paye = [{"date": "2026-11-10", "montant": "1053.59", "facture": "F1"}]
    lu = lue(nom, mandataire={**AGENCE, "mandat_du": mandat}, paiements=paye)
    assert ("R. 124-6" in lu) is dite


@pytest.mark.parametrize("nom", ["quittance", "recu-solde"])
def test_un_recu_d_agence_qui_tait_l_article_r124_6_est_refuse(tmp_path, nom):
    modele = retouche(tmp_path, nom, "R.\u00a0124-6", "des usages")
    paye = [{"date": "2026-11-10", "montant": "1053.59", "facture": "F1"}]
    with pytest.raises(LettreRefusee, match=r"article R\. 124-6"):
        composee(nom, pack=modele, mandataire=AGENCE, paiements=paye)
    assert composee(nom, pack=modele, mandataire=ETUDE, paiements=paye)
    assert composee(nom, pack=modele, paiements=paye)


def test_la_quittance_d_une_dette_qui_reste_rappelle_l_article_l111_8_et_elle_seule():
    partie = [{"date": "2026-11-10", "montant": "300.00", "facture": "F1"}]
    assert "L. 111-8" in lue("quittance", mandataire=AGENCE, paiements=partie)
    tout = [{"date": "2026-11-10", "montant": "1053.59", "facture": "F1"}]
    for nom in ("quittance", "recu-solde"):
        assert "L. 111-8" not in lue(nom, mandataire=AGENCE, paiements=tout)


def test_la_quittance_ne_parle_de_l_indemnite_que_si_elle_a_ete_payee():
    partie = [{"date": "2026-11-10", "montant": "300.00", "facture": "F1"}]
    assert "1343-1 du code civil) et sur l’indemnité forfaitaire, qui est, comme eux," in lue(
        "quittance", paiements=partie
    )
    peu = [{"date": "2026-11-10", "montant": "13.59", "facture": "F1"}]
    assert "(article 1343-1 du code civil).\n" in lue("quittance", paiements=peu)


# --- Le mandataire judiciaire ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "qualite"),
    [("sauvegarde", "Mandataire"), ("redressement", "Mandataire"), ("liquidation", "Liquidateur")],
)
def test_le_destinataire_de_la_declaration_est_nomme_avec_sa_qualite(type_, qualite):
    procedure = {
        "type": type_, "date_jugement": "2026-11-10", "tribunal": "tribunal de commerce de Lyon",
        "mandataire_judiciaire": {"type": "particulier", "civilite": "Mme", "prenom": "Lise",
                                  "nom": "Carré", "adresse": AVOCATE["adresse"]},
    }  # fmt: skip
    lu = lue("declaration-creance", procedure_collective=procedure)
    assert f"\nMme Lise Carré\n{qualite} judiciaire\n8 rue Neuve\n38000 GRENOBLE\n" in lu
    avocate = {**AVOCATE, "reference": "IM-9"}
    lu = lue("declaration-creance", procedure_collective=procedure, mandataire=avocate)
    assert "IM-9\nCréancier\t: SARL Ateliers Vasseur, 18 rue des Forges, 38000 Grenoble\nSes" in lu


def test_la_qualite_compte_parmi_les_lignes_de_la_fenetre():
    def serree(lignes):
        adresse = {**AVOCATE["adresse"], "lignes": lignes}
        cas = dossier(procedure_collective={
            "type": "redressement", "date_jugement": "2026-11-10",
            "mandataire_judiciaire": {"type": "particulier", "prenom": "Lise", "nom": "Carré",
                                      "adresse": adresse},
        })  # fmt: skip
        return procedure(cas, decompte_arrete(cas, JOUR), JOUR)["mandataire"]["adresse_serree"]

    # Name, quality, three lines, town: six; one more is too many.
    assert serree(["a", "b", "c"]) is False
    assert serree(["a", "b", "c", "d"]) is True


# --- La fiche d'appel ------------------------------------------------------------------------


def test_la_fiche_se_prononce():
    ei = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
          "siren": "912057387", "commercant": False,
          "nom_commercial": "Belhadj Chauffage"}  # fmt: skip
    debiteur = {**CONSOMMATEUR, "telephone": "04 79 00 00 00"}
    fiche = composee("relance-courtoise", "appel", creancier=ei, debiteur=debiteur)
    lu = normaliser(texte(fiche.documents["appel"].docx()))
    assert "« Ici Karim Belhadj. Est-ce un bon moment ? »" in lu
    assert "puis-je parler à Mme Anne Morel ?" in lu
    assert "votre nom et le numéro où rappeler, sans l’objet de l’appel ; rien de la dette" in lu
    fiche = composee("seconde-relance", "appel", mandataire=AGENCE, debiteur=debiteur)
    lu = normaliser(texte(fiche.documents["appel"].docx()))
    assert "sans l’objet de l’appel ni la raison sociale ; rien de la dette" in lu
