"""The claim declared in insolvency: its day, its sums, its mentions, its documents."""

import shutil
import zipfile
from decimal import Decimal

import pytest

from courriers import LettreRefusee, compose, load_dossier, load_pack
from courriers.document.texte import texte
from courriers.dossier.pays import est_francais
from courriers.lettre.recalcul import recalculer
from courriers.lettre.relecture import normaliser
from fabrique import ADRESSE, CONSOMMATEUR, HOSTILES, JOUR, RACINE, SAMPLES, brut, pack_livre

PACK = pack_livre("declaration-creance")
MANDATAIRE = {"type": "particulier", "civilite": "Mme", "prenom": "Judith", "nom": "Amiot",
              "adresse": {"lignes": ["18 place de Beaune"], "code_postal": "73000",
                          "ville": "Chambéry"}}  # fmt: skip
PROCEDURE = {
    "type": "redressement", "date_jugement": "2026-11-10", "date_bodacc": "2026-11-17",
    "tribunal": "tribunal de commerce de Chambéry", "mandataire_judiciaire": MANDATAIRE,
}  # fmt: skip
FACTURE = {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "1000.00"}
FUTURE = {"numero": "F2", "date": "2026-10-30", "echeance": "2026-11-29", "montant_ttc": "300.00"}


def composee(au=JOUR, pack=PACK, **changements):
    changements = {"procedure_collective": PROCEDURE, "pieces": [{"titre": "Facture F1"}],
                   **changements}  # fmt: skip
    return compose(load_dossier(brut(**changements)), pack, au)


def lue(document="declaration", **changements):
    return normaliser(texte(composee(**changements).documents[document].docx()))


def codes(**changements):
    return {c.code for c in composee(**changements).rapport.constats}


def refus(**changements):
    with pytest.raises(LettreRefusee) as refusee:
        composee(**changements)
    return [(c.code, c.lieu.champ) for c in refusee.value.constats]


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_donne_une_declaration_qui_l_imprime(nom):
    lettre = composee(
        reference=nom,
        creancier={"denomination": nom, "signataire": {"qualite": nom}},
        debiteur={"denomination": nom},
        conditions={"fondement": nom},
        contestation={"date": "2026-11-01", "motif": nom},
        pieces=[{"titre": nom}],
        complements={"surete": nom},
        juridiction={"nature": "tribunal_commerce", "siege": nom},
        procedure_collective={**PROCEDURE, "tribunal": nom, "mandataire_judiciaire": {
            **MANDATAIRE, "nom": nom, "adresse": {**ADRESSE, "lignes": [nom], "ville": nom}}},
    )  # fmt: skip
    for nom_du_document, attendus in (("declaration", 14), ("bordereau", 7)):
        document = lettre.documents[nom_du_document]
        assert texte(document.docx()).count(nom) >= attendus
        assert document.pdf().startswith(b"%PDF")


def test_la_creance_est_arretee_au_jour_du_jugement_et_l_interet_a_sa_veille():
    lettre = composee()
    lu = normaliser(texte(lettre.docx()))
    # 1 000 × 12,40 % × 39 j (2 octobre au 9 novembre) = 13,25 ; et 40 €.
    assert lettre.somme == Decimal("1053.25")
    assert (
        "Nous déclarons au passif de Rénovation Belledonne la somme de 1 053,25 € (mille "
        "cinquante-trois euros et vingt-cinq centimes), montant de notre créance au jour du "
        "jugement d’ouverture (articles L. 622-24, L. 622-25 et R. 622-23 du code de commerce)."
        in lu
    )
    assert "Pénalités de retard du 2 octobre au 9 novembre 2026\t" in lu
    assert "Créance au 10 novembre 2026\n" in lu
    assert "arrêtées au 9 novembre 2026, veille du jugement d’ouverture" in lu
    assert "23 novembre 2026" not in lu.split("Maître,")[1].split("Veuillez")[0]
    assert composee(au=JOUR.replace(day=30)).somme == lettre.somme


def test_l_indemnite_a_sa_ligne_et_les_factures_sont_toutes_taxes_comprises():
    lu = lue()
    assert "Indemnité forfaitaire pour frais de recouvrement\t\t40,00 €" in lu
    assert "Échu, en indemnité forfaitaire pour frais de recouvrement\t40,00 €" in lu
    assert "Les factures sont comptées toutes taxes comprises." in lu


@pytest.mark.parametrize(
    ("echeance", "somme", "a_echoir"),
    [
        # Échue la veille : 1 000 et 40 €, sans un jour d’intérêt.
        ("2026-11-09", "1040.00", "0.00"),
        # Échue le jour du jugement ou après : à échoir, sans rien d’autre.
        ("2026-11-10", "1000.00", "1000.00"),
        ("2026-11-11", "1000.00", "1000.00"),
    ],
)
def test_ce_qui_est_echu_et_a_echoir_de_part_et_d_autre_du_jugement(echeance, somme, a_echoir):
    lettre = composee(factures=[{**FACTURE, "echeance": echeance}])
    assert lettre.somme == Decimal(somme)
    assert lettre.decompte.a_echoir == Decimal(a_echoir)


def test_les_sommes_a_echoir_sont_declarees_avec_leur_date():
    lettre = composee(factures=[FACTURE, FUTURE])
    lu = normaliser(texte(lettre.docx()))
    assert "sommes à échoir comprises" in lu
    assert "Facture F2 du 30 octobre 2026, à échoir le 29 novembre 2026\t\t300,00 €" in lu
    assert "\nÀ échoir\t300,00 €" in lu
    assert "Total déclaré à titre chirographaire\t1 353,25 €" in lu
    assert lettre.somme == Decimal("1353.25")
    assert recalculer(lettre.pdf()).constats == ()
    assert not {"FACTURE_A_ECHOIR"} & codes(factures=[FACTURE, FUTURE])


def test_un_acompte_reduit_ce_qui_est_a_echoir():
    acompte = {"date": "2026-11-02", "montant": "100.00", "facture": "F2"}
    lu = lue(factures=[FACTURE, FUTURE], paiements=[acompte])
    assert "à échoir le 29 novembre 2026\t\t200,00 €" in lu


def test_rien_que_de_l_a_echoir_se_declare_aussi():
    lu = lue(factures=[FUTURE])
    assert "la somme de 300,00 € (trois cents euros)" in lu
    assert "Aucun intérêt n’est déclaré ; le jugement arrêtant le cours des intérêts" in lu
    assert "441-10" not in lu


def test_la_surete_et_la_juridiction_saisie_sont_dites():
    lu = lue()
    assert "Sûreté\tAucune ; créance déclarée à titre chirographaire" in lu
    assert "Juridiction saisie\tAucune, à notre connaissance, d’un litige" in lu
    lu = lue(complements={"surete": "gage du 2 mars 2026"},
             juridiction={"nature": "tribunal_judiciaire", "siege": "Le Mans"})  # fmt: skip
    assert "Sûreté\tCréance déclarée à titre privilégié : gage du 2 mars 2026" in lu
    assert "Total déclaré à titre privilégié\t" in lu
    assert "Juridiction saisie\tLe tribunal judiciaire du Mans" in lu


def test_un_titre_executoire_est_dit_et_suivi():
    titre = {"type": "jugement", "date": "2026-10-20", "signifie_le": "2026-10-27",
             "principal": "1000.00", "depens": "50.00"}  # fmt: skip
    lu = lue(titre_executoire=titre)
    assert "Titre exécutoire\tJugement du 20 octobre 2026" in lu
    assert "Échu, article 700 et dépens\t50,00 €" in lu
    assert "441-5" not in lu


def test_le_bordereau_liste_les_pieces_a_defaut_les_factures():
    lu = lue("bordereau", pieces=[{"titre": "Devis n° 7"}, {"titre": "Bon de livraison"}])
    assert "Bordereau des pièces jointes à la déclaration de créance" in lu
    assert "N°\tPièce\n1\tDevis n° 7\n2\tBon de livraison\n" in lu
    assert "Tribunal de commerce de Chambéry, jugement du 10 novembre 2026" in lu
    lu = lue("bordereau", pieces=[], factures=[FACTURE, FUTURE])
    assert "1\tFacture F1 du 1er septembre 2026\n2\tFacture F2 du 30 octobre 2026\n" in lu
    assert "PIECES_ABSENTES" in codes(pieces=[])
    assert "PIECES_ABSENTES" not in codes()


def test_elle_va_au_mandataire_et_pas_au_debiteur():
    lu = lue()
    assert "Mme Judith Amiot\nMandataire judiciaire\n18 place de Beaune\n73000 CHAMBÉRY\n" in lu
    assert "Veuillez agréer, Maître, nos salutations distinguées." in lu


def test_sans_procedure_ouverte_il_n_y_a_rien_a_declarer():
    assert refus(procedure_collective=None)[0] == ("VOIE_FERMEE", "procedure_collective")
    future = {**PROCEDURE, "date_jugement": "2026-11-24", "date_bodacc": "2026-12-01"}
    assert refus(procedure_collective=future)[0] == ("VOIE_FERMEE", "procedure_collective")
    jour = {**PROCEDURE, "date_jugement": "2026-11-23", "date_bodacc": None}
    assert composee(procedure_collective=jour).somme > 0


def test_tous_les_champs_manquants_sont_dits_ensemble():
    nue = {"type": "liquidation", "date_jugement": "2026-11-10"}
    trouves = refus(
        procedure_collective=nue, creancier={"siren": None, "rcs": None, "signataire": None}
    )
    assert trouves == [
        ("CHAMP_MANQUANT", "procedure_collective.tribunal"),
        ("CHAMP_MANQUANT", "procedure_collective.mandataire_judiciaire"),
        ("CHAMP_MANQUANT", "creancier.siren"),
        ("CHAMP_MANQUANT", "creancier.rcs"),
        ("CHAMP_MANQUANT", "creancier.signataire"),
    ]


def test_sans_date_de_bodacc_la_declaration_part_quand_meme():
    sans = {**PROCEDURE, "date_bodacc": None}
    assert "BODACC_ABSENT" in codes(procedure_collective=sans)
    assert "BODACC" not in lue(procedure_collective=sans)
    assert "publié au BODACC le 17 novembre 2026" in lue()
    assert {"DECLARATION_A_ENVOYER"} <= codes()
    a_paraitre = {**PROCEDURE, "date_bodacc": "2026-11-24"}
    assert "BODACC_ABSENT" in codes(procedure_collective=a_paraitre)
    assert "BODACC" not in lue(procedure_collective=a_paraitre)


@pytest.mark.parametrize(
    ("pays", "au", "tardive"),
    [
        # Deux mois du 17 novembre : le 17 janvier 2027 est un dimanche, le 18 est ouvrable.
        ("FR", "2027-01-18", False),
        ("FR", "2027-01-19", True),
        # Quatre mois pour qui n’est pas sur le territoire : le 17 mars 2027.
        ("BE", "2027-03-17", False),
        ("BE", "2027-03-18", True),
    ],
)
def test_le_delai_de_deux_mois_du_bodacc(pays, au, tardive):
    jour = type(JOUR).fromisoformat(au)
    adresse = (
        ADRESSE
        if est_francais(pays)
        else {"lignes": ["1 rue Neuve"], "pays": pays, "code_postal": "1000", "ville": "Bruxelles"}
    )
    changements = {"creancier": {"adresse": adresse}, "au": jour}
    if not tardive:
        assert composee(**changements).somme == Decimal("1053.25")
        return
    champ = "procedure_collective.date_bodacc"
    assert refus(**changements) == [("DECLARATION_TARDIVE", champ)]
    # A holder of a published security is told of it: the period runs from then.
    assert "DECLARATION_TARDIVE" in codes(complements={"surete": "gage"}, **changements)


@pytest.mark.parametrize(
    ("facture", "dit"),
    [
        ({"date": "2026-11-09", "executee_le": "2026-11-09"}, None),
        ({"date": "2026-11-09", "executee_le": "2026-11-10"}, "comptée, est née le jour"),
        ({"date": "2026-11-11", "executee_le": "2026-11-09"}, "n’est pas comptée"),
        ({"date": "2026-11-11", "executee_le": "2026-11-11"}, None),
    ],
)
def test_une_facture_a_cheval_sur_le_jugement_est_signalee(facture, dit):
    cheval = {"numero": "F3", "echeance": "2026-12-09", "montant_ttc": "10.00", **facture}
    constats = composee(factures=[FACTURE, cheval]).rapport.constats
    trouves = [c.message for c in constats if c.code == "FACTURE_ET_JUGEMENT"]
    assert [dit in m for m in trouves] == ([True] if dit else [])


def test_un_paiement_recu_apres_le_jugement_n_est_pas_deduit_et_un_constat_le_dit():
    paiement = {"date": "2026-11-11", "montant": "100.00", "facture": "F1"}
    assert composee(paiements=[paiement]).somme == Decimal("1053.25")
    assert "POSTERIEUR_AU_JOUR" in codes(paiements=[paiement])


def test_ce_qui_empeche_de_declarer():
    assert refus(cession={"date": "2026-11-01", "a": "Factor"})[0][0] == "CREANCE_CEDEE"
    regle = {"date": "2026-09-20", "montant": "1000.00", "facture": "F1"}
    assert refus(paiements=[regle])[0][0] == "RIEN_A_RECLAMER"


def test_un_echeancier_n_empeche_pas_de_declarer():
    assert composee(echeancier={"date": "2026-10-20", "echeances":
                                [{"date": "2026-12-01", "montant": "1000.00"}]}).somme  # fmt: skip


AVOCATE = {
    "type": "entrepreneur_individuel", "civilite": "Mme", "prenom": "Inès", "nom": "Marsac",
    "siren": "841203573", "commercant": False, "adresse": ADRESSE, "mandat_du": "2026-11-12",
}  # fmt: skip


def test_l_avocat_declare_au_nom_du_creancier_sans_pouvoir():
    lu = lue(mandataire={**AVOCATE, "role": "avocat"})
    assert "En qualité de conseil de la SARL Ateliers Vasseur et en son nom, je déclare" in lu
    assert "La SARL Ateliers Vasseur certifie sincère la créance" in lu
    assert "montant de sa créance" in lu


@pytest.mark.parametrize("role", ["societe_recouvrement", "commissaire_de_justice"])
def test_un_autre_mandataire_aurait_besoin_d_un_pouvoir_special(role):
    assert refus(mandataire={**AVOCATE, "role": role})[0][0] == "ACTEUR_NON_COUVERT"


def test_le_mandat_precede_la_declaration():
    tard = {**AVOCATE, "role": "avocat", "mandat_du": "2026-11-24"}
    assert ("MANDAT_POSTERIEUR", "mandataire.mandat_du") in refus(mandataire=tard)


def test_ni_courriel_ni_lettre_simple():
    assert PACK.manifeste.canaux == ("lrar", "lre", "remise")


def test_je_et_nous():
    lu = lue(creancier={"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
                        "siren": "912057387", "commercant": False})  # fmt: skip
    assert "Je déclare au passif" in lu
    assert "montant de ma créance" in lu
    assert "Je certifie sincère" in lu
    assert "Je vous remercie de m’accuser réception" in lu


@pytest.mark.parametrize(
    ("ancien", "nouveau", "dit"),
    [
        ("au passif", "au compte", "au passif"),
        ("au jour du jugement d’ouverture", "à ce jour", "au jour du jugement"),
        ("Créancier", "Nous", "Créancier"),
        ("Débiteur", "Client", "Débiteur"),
        ("jugement d’ouverture du", "jugement du", "jugement d’ouverture du"),
        ("Sûreté", "Rang", "Sûreté"),
        ("Juridiction saisie", "Juge", "Juridiction saisie"),
        ("Échu, en principal", "Principal", "Échu, en principal"),
        ("Total déclaré", "Total", "Total déclaré"),
        ("toutes taxes comprises", "ainsi", "toutes taxes comprises"),
        ("rien n’est déclaré au titre d’intérêts postérieurs", "rien de plus", "postérieurs"),
        ("sincère la créance", "la créance", "sincère"),
        ("sous bordereau", "ci-après", "bordereau"),
        ("{{ somme.en_lettres }}", "x", "en lettres"),
        ("{{ facture.montant }}", "1,00", "tableau"),
        ("Créance au ", "Mise en demeure de payer, créance au ", "en demeure de payer"),
        ("Créance au ", "Avant saisie, créance au ", "saisie"),
        ("Créance au ", "À payer au plus tard le 1er, créance au ", "au plus tard le"),
        ("Créance au ", "Frais de relance, créance au ", "frais de relance"),
        ("Créance au ", "Hors taxe, créance au ", "hors taxe"),
        ("Créance au ", "Envoi par courriel, créance au ", "par courriel"),
        ("Créance au ", "2,00 € par jour, créance au ", "par jour"),
        ("Créance au ", "Huissier, créance au ", "huissier"),
        ("Créance au ", "Frais de dossier, créance au ", "frais de dossier"),
        ("Créance au ", "Plancher, créance au ", "plancher"),
        ("Créance au ", "La juridiction compétente, créance au ", "juridiction compétente"),
        ("{{ expediteur.iban }}", "FR7630003012340005009876627", "IBAN"),
    ],
)
def test_un_modele_abime_est_refuse_a_la_relecture(tmp_path, ancien, nouveau, dit):
    shutil.copytree(RACINE / "templates" / PACK.nom, tmp_path / PACK.nom)
    chemin = tmp_path / PACK.nom / "declaration.docx"
    with zipfile.ZipFile(chemin) as archive:
        membres = {i.filename: archive.read(i) for i in archive.infolist()}
    corps = membres["word/document.xml"].decode()
    insecables = ancien.replace("« ", "«\u00a0")
    assert insecables in corps
    membres["word/document.xml"] = corps.replace(insecables, nouveau).encode()
    with zipfile.ZipFile(chemin, "w") as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    cas = load_dossier(SAMPLES / "redressement-sans-bodacc" / "dossier.json")
    with pytest.raises(LettreRefusee) as refusee:
        compose(cas, load_pack(PACK.nom, modeles=tmp_path), JOUR)
    assert refusee.value.code == "RELECTURE"
    assert dit.casefold() in normaliser(str(refusee.value)).casefold()


def test_le_bordereau_par_defaut_ne_liste_que_ce_qui_est_declare():
    reglee = {"numero": "F0", "date": "2026-08-01", "echeance": "2026-08-31",
              "montant_ttc": "70.00"}  # fmt: skip
    paiement = {"date": "2026-08-20", "montant": "70.00", "facture": "F0"}
    lu = lue("bordereau", pieces=[], factures=[reglee, FACTURE], paiements=[paiement])
    assert "1\tFacture F1 du 1er septembre 2026\n" in lu
    assert "F0" not in lu


@pytest.mark.parametrize(
    ("procedure", "article"),
    [("sauvegarde", "L620-2"), ("redressement", "L631-2"), ("liquidation", "L640-2")],
)
def test_une_personne_publique_n_a_pas_de_procedure_collective(procedure, article):
    public = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
              "denomination": "Commune de Valmont"}  # fmt: skip
    with pytest.raises(LettreRefusee) as refusee:
        composee(debiteur=public, procedure_collective={**PROCEDURE, "type": procedure})
    (constat,) = refusee.value.constats
    assert constat.code == "VOIE_FERMEE"
    assert article in constat.fondement


@pytest.mark.parametrize(
    ("code_postal", "averti"),
    [("57000", False), ("67000", False), ("68100", False), ("56000", True), ("69001", True)],
)
def test_un_consommateur_n_en_a_une_qu_en_alsace_et_en_moselle(code_postal, averti):
    adresse = {**ADRESSE, "code_postal": code_postal}
    assert (
        "PROCEDURE_A_VERIFIER" in codes(debiteur={**CONSOMMATEUR, "adresse": adresse})
    ) is averti


def test_un_code_postal_etranger_n_est_pas_celui_de_la_moselle():
    adresse = {**ADRESSE, "pays": "DE", "code_postal": "67059"}
    assert "PROCEDURE_A_VERIFIER" in codes(debiteur={**CONSOMMATEUR, "adresse": adresse})
    assert "PROCEDURE_A_VERIFIER" not in codes()  # a company
