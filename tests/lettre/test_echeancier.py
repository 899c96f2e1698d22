"""The agreement and the reminder of a missed instalment, as they are read."""

import io
import json
import shutil
import tomllib
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from courriers import LettreRefusee, compose, load_dossier, load_pack
from courriers.document.pdf_lu import piece
from courriers.document.texte import texte
from courriers.droit.escalade import ordre
from courriers.langue.depuis_lettres import depuis_lettres
from courriers.lettre.decompte_joint import NOM
from courriers.lettre.etape import etape_due
from courriers.lettre.pack import packs
from courriers.lettre.recalcul import recalculer
from courriers.lettre.relecture import normaliser
from fabrique import (
    ADRESSE,
    CONSOMMATEUR,
    HOSTILES,
    JOUR,
    RACINE,
    SAMPLES,
    brut,
    dossier,
    mots,
    pack_livre,
    place,
)

ACCORD, RAPPEL = (pack_livre(n) for n in ("accord-echeancier", "rappel-echeance-manquee"))
GERANT = {"civilite": "M.", "prenom": "Luc", "nom": "Perrin", "qualite": "gérant"}
ASSOCIATION = {"type": "association", "qualite": "non_professionnel", "denomination": "Amis",
               "representant": GERANT}  # fmt: skip
SARL = {"forme_juridique": "SARL", "representant": GERANT}
CONJOINT = {"type": "particulier", "prenom": "Léo", "nom": "Morel", "adresse": ADRESSE,
            "solidaire": True}  # fmt: skip
CAUTION = {"type": "particulier", "prenom": "Zoé", "nom": "Petit", "adresse": ADRESSE,
           "acte_du": "2026-01-05"}  # fmt: skip
SUR_MILLE = {"date": "2026-11-23", "echeances": [
    {"date": "2026-12-20", "montant": "400.00"},
    {"date": "2027-01-20", "montant": "600.00"}]}  # fmt: skip
AVEC_PENALITES = {"date": "2026-11-23", "echeances": [
    {"date": "2026-12-20", "montant": "529.00"},
    {"date": "2027-01-20", "montant": "529.01"}]}  # fmt: skip
EN_COURS = {"date": "2026-10-01", "echeances": [
    {"date": "2026-10-20", "montant": "400.00"}, {"date": "2026-11-20", "montant": "400.00"},
    {"date": "2026-12-20", "montant": "200.00"}]}  # fmt: skip


def accord(**changements):
    return compose(
        dossier(**{"debiteur": CONSOMMATEUR, "echeancier": SUR_MILLE, **changements}),
        ACCORD,
        JOUR,
    )


def rappel(*recus, **changements):
    paiements = [{"date": jour, "montant": montant} for jour, montant in recus]
    base = {"debiteur": CONSOMMATEUR, "echeancier": EN_COURS, "paiements": paiements}
    return compose(dossier(**{**base, **changements}), RAPPEL, JOUR)


def lu(lettre):
    return normaliser(texte(lettre.docx()))


# --- L'accord -------------------------------------------------------------------------------


def test_l_accord_dit_la_dette_les_echeances_et_leur_total():
    dit = lu(accord())
    assert (
        "Le débiteur reconnaît devoir au créancier, au 23 novembre 2026, la somme de 1 000,00 € "
        "(mille euros)" in dit
    )
    assert "1\t20 décembre 2026\t400,00 €\t600,00 €" in dit
    assert "2\t20 janvier 2027\t600,00 €\t0,00 €" in dit
    assert "Total\t1 000,00 €" in dit
    assert "FR76 3000 3012 3400 0500 9876 627" in dit


def test_chacun_est_nomme_avec_qui_a_le_pouvoir_de_l_engager():
    dit = lu(accord(debiteur=ASSOCIATION))
    pouvoir = "qui déclare avoir le pouvoir de l’engager"
    assert "Entre la SARL Ateliers Vasseur au capital de 25 000 €" in dit
    assert f"agissant par Hélène Vasseur, gérante, {pouvoir}" in dit
    assert f"agissant par M. Luc Perrin, gérant, {pouvoir}" in dit
    assert "M. Luc Perrin écrit ici de sa main" in dit
    seuls = lu(accord(creancier={
        "type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
        "siren": "912057387"}))  # fmt: skip
    assert pouvoir not in seuls
    assert "Entre Karim Belhadj EI – 18 rue des Forges" in seuls


def test_entre_commercants_les_penalites_et_l_indemnite_sont_dans_la_dette():
    dit = lu(accord(debiteur=SARL, echeancier=AVEC_PENALITES))
    # 1 000 × 12,40 % × 53 / 365 = 18,005… and 40 €
    assert "Pénalités de retard au 23 novembre 2026\t18,01 €" in dit
    assert "Indemnité forfaitaire pour frais de recouvrement\t40,00 €" in dit
    assert "le créancier ne demande aucune pénalité de retard pour le temps qui suit" in dit
    assert "de sa main" not in dit


@pytest.mark.parametrize("debiteur", [CONSOMMATEUR, ASSOCIATION])
def test_hors_commerce_rien_n_est_ajoute_et_la_somme_s_ecrit_a_la_main(debiteur):
    dit = lu(accord(debiteur=debiteur))
    assert "Cet accord n’ajoute à la dette ni frais ni intérêt." in dit
    for mot in ("pénalité", "indemnité", "441-10"):
        assert mot not in dit.lower()
    (mention,) = [x for x in dit.split("« ") if x.startswith("Bon pour la somme de")]
    lettres, chiffres = mention.removeprefix("Bon pour la somme de ").split(" (")
    assert depuis_lettres(lettres, "EUR") == Decimal(1000)
    assert chiffres.startswith("1 000,00 €) »")


def test_l_interet_deja_couru_contre_un_consommateur_est_le_seul():
    demeure = {"niveau": "mise-en-demeure", "date": "2026-10-10", "canal": "lrar",
               "recu_le": "2026-10-12"}  # fmt: skip
    # 1 000 × 2,75 % × 42 / 365 = 3,164…
    plan = {"date": "2026-11-23", "echeances": [{"date": "2027-01-20", "montant": "1003.16"}]}
    dit = lu(accord(envois=[demeure], echeancier=plan))
    assert "Intérêts au taux légal au 23 novembre 2026\t3,16 €" in dit
    assert "à l’échéance suivante" in dit


def test_le_nombre_d_originaux_est_celui_des_parties():
    assert "Fait en deux originaux, un pour chaque partie" in lu(accord())
    deux = lu(accord(codebiteurs=[CONJOINT]))
    assert "Fait en trois originaux, un pour chaque partie" in deux
    assert "tenus solidairement, chacun pour le tout" in deux
    assert deux.count("écrit ici de sa main") == 2
    assert "Mme Anne Morel écrit ici de sa main" in deux
    assert "l’un des débiteurs n’est pas opposable aux autres, même solidaires (article" in deux


@pytest.mark.parametrize(("codebiteurs", "dit"), [(8, "dix originaux"), (9, "11 originaux")])
def test_les_originaux_se_comptent_en_lettres_jusqu_a_dix(codebiteurs, dit):
    assert f"Fait en {dit}, un pour" in lu(accord(codebiteurs=[CONJOINT] * codebiteurs))


def test_un_codebiteur_public_signe_sous_son_nom():
    ville = {"type": "personne_publique", "denomination": "Ville", "regime": "civil",
             "adresse": ADRESSE, "solidaire": True}  # fmt: skip
    assert "Ville écrit ici de sa main" in lu(accord(codebiteurs=[ville]))


def test_la_caution_n_est_ni_dechargee_ni_dechue_du_terme():
    seule = lu(accord(cautions=[CAUTION]))
    assert "dont le cautionnement donné par Zoé Petit" in seule
    assert "La déchéance encourue par le débiteur n’est pas opposable à la caution" in seule
    assert "trois originaux" not in seule
    avec = lu(accord(cautions=[CAUTION, CAUTION], codebiteurs=[CONJOINT]))
    assert "même solidaires, ni aux cautions (article 1305-5 du code civil)" in avec
    assert "1305-5" not in lu(accord())


def test_l_accord_dit_sa_portee():
    dit = lu(accord())
    assert "n’emporte pas novation (article 1330 du code civil)" in dit
    assert "n’est pas un titre exécutoire (article L. 111-3 du code des procédures" in dit
    assert "garde la faculté de demander des délais au juge (article 1343-5" in dit
    assert "Si la mise en demeure reste sans effet, le créancier peut prononcer" in dit


def test_les_factures_non_echues_sont_dites_hors_de_l_accord():
    assert "non échues" not in lu(accord())
    a_venir = {"numero": "F2", "date": "2026-11-02", "montant_ttc": "480.00"}
    for echeance, dite in (("2026-11-22", False), ("2026-11-23", True)):
        factures = [*brut()["factures"], {**a_venir, "echeance": echeance}]
        plan = SUR_MILLE if dite else {**SUR_MILLE, "echeances": [
            *SUR_MILLE["echeances"], {"date": "2027-02-20", "montant": "480.00"}]}  # fmt: skip
        dit = lu(accord(factures=factures, echeancier=plan))
        phrase = (
            "Les factures non échues au 23 novembre 2026, soit 480,00 €, n’y sont pas comprises"
        )
        assert (phrase in dit) is dite


def test_une_contestation_passee_est_dite():
    dit = lu(accord(contestation={"date": "2026-11-01", "motif": "malfaçon"}))
    assert "avait contesté cette créance le 1er novembre 2026" in dit
    assert "« malfaçon ». Il reconnaît aujourd’hui la dette" in dit


def test_la_prescription_n_est_pas_tenue_pour_interrompue_avant_la_signature():
    # Two years from 1 December 2024: eight days are left.
    proche = [{"numero": "F1", "date": "2024-12-01", "executee_le": "2024-12-01",
               "echeance": "2024-12-31", "montant_ttc": "1000.00"}]  # fmt: skip
    codes = {c.code for c in accord(factures=proche).rapport.constats}
    assert {"PRESCRIPTION_PROCHE", "RECONNAISSANCE"} <= codes


@pytest.mark.parametrize("role", ["societe_recouvrement", "avocat", "commissaire_de_justice"])
def test_un_mandataire_ne_signe_pas_l_accord(role):
    agent = {"type": "societe", "role": role, "denomination": "Agence", "siren": "905273181",
             "forme_juridique": "SAS", "capital": "1", "rcs": "Nantes", "adresse": ADRESSE,
             "mandat_du": "2026-10-12", "signataire": GERANT}  # fmt: skip
    with pytest.raises(LettreRefusee) as refus:
        accord(mandataire=agent)
    assert refus.value.code == "ACTEUR_NON_COUVERT"


def test_tout_ce_qui_manque_a_l_accord_est_dit_d_un_coup():
    with pytest.raises(LettreRefusee) as refus:
        accord(
            debiteur={},
            creancier={"signataire": None, "rcs": None},
            echeancier={"date": "2026-11-22", "echeances": [
                {"date": "2026-11-20", "montant": "1.00"}]},
        )  # fmt: skip
    lieux = {c.lieu.champ for c in refus.value.constats}
    assert lieux == {
        "creancier.rcs", "creancier.signataire", "debiteur.representant", "echeancier.date",
        "echeancier.echeances[0].date",
    }  # fmt: skip


def test_les_signatures_sont_cote_a_cote_sur_une_page():
    pdf = accord(debiteur=SARL, echeancier=AVEC_PENALITES).pdf()
    page, _, haut = place(pdf, "Signature")
    lignes = [(p, y) for mot, p, _, y in mots(pdf) if mot == "Signature"]
    assert lignes == [(page, haut), (page, haut)]


def test_les_lignes_a_remplir_ont_leur_style():
    with zipfile.ZipFile(RACINE / "templates/accord-echeancier/lettre.docx") as z:
        assert 'w:pStyle w:val="ARemplir"' in z.read("word/document.xml").decode()
        assert 'w:name w:val="À remplir"' in z.read("word/styles.xml").decode()


# --- Le rappel ------------------------------------------------------------------------------


def test_le_rappel_ne_demande_que_ce_qui_manque():
    ecrite = rappel(("2026-10-19", "400.00"), ("2026-11-16", "150.00"))
    dit = lu(ecrite)
    assert ecrite.somme == Decimal("250.00")
    assert "L’accord du 1er octobre 2026 échelonne le règlement de la somme de 1 000,00 €" in dit
    assert "l’échéance du 20 novembre 2026 n’a pas été entièrement réglée" in dit
    assert "la somme de 250,00 € (deux cent cinquante euros) au plus tard le 1er décembre" in dit
    assert "1\t20 octobre 2026\t400,00 €\t400,00 €\t0,00 €" in dit
    assert "2\t20 novembre 2026\t400,00 €\t150,00 €\t250,00 €" in dit
    assert "20 décembre 2026\t" not in dit
    assert "Ce qui a été versé depuis l’accord, soit 550,00 €, a été imputé" in dit
    assert "la dernière échéance, de 200,00 €, due le 20 décembre 2026" in dit


def test_plusieurs_echeances_manquees_et_rien_de_recu():
    dit = lu(rappel())
    assert "les échéances des 20 octobre 2026 et 20 novembre 2026 n’ont pas été réglées" in dit
    assert "800,00 € (huit cents euros)" in dit
    assert "Ce qui a été versé" not in dit


def test_le_rappel_laisse_la_mise_en_demeure_a_venir():
    dit = lu(rappel())
    assert "qu’après une mise en demeure restée sans effet" in dit
    assert "avant cette date (déchéance du terme)" in dit
    assert "en demeure de payer" not in dit
    plan = {**EN_COURS, "echeances": EN_COURS["echeances"][:1]}
    seule = lu(rappel(echeancier=plan))
    assert "ce versement soldera l’accord" in seule
    assert "en demeure" not in seule
    long = {**EN_COURS, "echeances": [
        *EN_COURS["echeances"][:2], {"date": "2026-11-23", "montant": "100.00"},
        {"date": "2026-12-23", "montant": "100.00"}]}  # fmt: skip
    dit = lu(rappel(echeancier=long))
    assert "la prochaine, de 100,00 €, le 23 novembre 2026. Elles font ensemble 200,00 €" in dit
    assert "avant ces dates" in dit


@pytest.mark.parametrize(
    ("role", "debut"),
    [
        ("societe_recouvrement", "Agence exerce une activité de recouvrement amiable"),
        ("avocat", "En qualité de conseil de la SARL Ateliers Vasseur"),
        ("commissaire_de_justice", "en qualité de commissaire de justice"),
    ],
)
def test_un_mandataire_rappelle_l_echeance_au_nom_du_creancier(role, debut):
    agent = {"type": "societe", "role": role, "denomination": "Agence", "siren": "905273181",
             "forme_juridique": "SAS", "capital": "1", "rcs": "Nantes", "adresse": ADRESSE,
             "mandat_du": "2026-09-10", "iban": "FR7614508000401234567890168",
             "titulaire_compte": "Agence", "signataire": GERANT,
             "premiere_lettre": {"reference": "A-1", "date": "2026-09-15"}}  # fmt: skip
    due = {"numero": "F1", "date": "2026-09-01", "echeance": "2026-09-30", "montant_ttc": "1000.00"}
    dit = lu(rappel(mandataire=agent, conditions={"fondement": "commande"}, factures=[due]))
    assert debut in dit
    assert "votre demande sera soumise à la SARL Ateliers Vasseur" in dit
    assert "FR76 1450 8000 4012 3456 7890 168" in dit
    compose_de = "la dette échelonnée se composait de 1 000,00 € en principal, 0,00 € en intérêts"
    assert (compose_de in dit) is (role == "societe_recouvrement")
    assert ("« Les frais de recouvrement" in dit) is (role == "societe_recouvrement")


def test_ce_qu_un_accord_compte_est_arrete_au_jour_de_l_accord():
    # 1 000 × 12,40 % × 31 / 365 = 10,53 from 1 October to 1 November
    plan = {"date": "2026-11-01", "echeances": [{"date": "2026-11-20", "montant": "1050.53"}]}
    agent = {"type": "societe", "role": "societe_recouvrement", "denomination": "Agence",
             "siren": "905273181", "forme_juridique": "SAS", "capital": "1", "rcs": "Nantes",
             "adresse": ADRESSE, "mandat_du": "2026-10-12", "iban": "FR7614508000401234567890168",
             "titulaire_compte": "Agence", "signataire": GERANT,
             "premiere_lettre": {"reference": "A-1", "date": "2026-10-15"}}  # fmt: skip
    dit = lu(rappel(debiteur={}, echeancier=plan, mandataire=agent, conditions={"fondement": "c"}))
    assert "1 000,00 € en principal, 10,53 € en intérêts et 40,00 € en autres accessoires" in dit


def test_une_personne_seule_ecrit_je():
    ei = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
          "siren": "912057387"}  # fmt: skip
    dit = lu(rappel(creancier=ei, contestation={"date": "2026-11-01", "motif": "m"}))
    for mot in (" nous ", " notre ", " nos ", "-nous "):
        assert mot not in dit
    assert "je souhaite ne pas avoir à y recourir" in dit
    assert "Chèque à l’ordre de\tKarim Belhadj EI" in dit
    assert "au motif suivant : « m ». L’accord reste en vigueur" in dit


def test_les_codebiteurs_sont_dits_au_debiteur():
    assert "Vous répondez de cette dette solidairement avec Léo Morel." in lu(
        rappel(codebiteurs=[CONJOINT])
    )


# --- Les deux -------------------------------------------------------------------------------


@pytest.mark.parametrize("ecrire", [accord, rappel])
@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_est_imprime_tel_quel(ecrire, nom):
    contenu = brut(
        reference=nom,
        creancier={"denomination": nom, "telephone": nom, "signataire": {"qualite": nom}},
        debiteur={**CONSOMMATEUR, "nom": nom, "adresse": {"lignes": [nom], "ville": nom,
                                                           "code_postal": "38000"}},
        conditions={"fondement": nom},
        contestation={"date": "2026-11-01", "motif": nom},
        cautions=[{**CAUTION, "nom": nom}],
        codebiteurs=[{**CONJOINT, "nom": nom}],
        echeancier=SUR_MILLE if ecrire is accord else EN_COURS,
    )  # fmt: skip
    contenu["factures"][0] |= {"numero": nom, "objet": nom}
    pack = ACCORD if ecrire is accord else RAPPEL
    dit = texte(compose(load_dossier(contenu), pack, JOUR).docx())
    assert dit.count(nom) >= 8


REFUS = [
    (ACCORD, CONSOMMATEUR, "L’accord interrompt la prescription.", "interromp"),
    (ACCORD, CONSOMMATEUR, "Frais de dossier : gratuits.", "Frais"),
    (ACCORD, CONSOMMATEUR, "Les sommes portent intérêt à 3 %.", "3 %"),
    (ACCORD, CONSOMMATEUR, "Une indemnité est due.", "indemnité"),
    (ACCORD, CONSOMMATEUR, "Le débiteur renonce à demander des délais.", "renonce"),
    (ACCORD, SARL, "La déchéance a lieu sans mise en demeure.", "sans mise en demeure"),
    (ACCORD, SARL, "Le débiteur renonce aux délais de l’article 1343-5.", "renonce"),
    (ACCORD, ASSOCIATION, "Des frais sont ajoutés.", "frais"),
    (RAPPEL, CONSOMMATEUR, "Nous vous mettons en demeure de payer.", "mettons en demeure"),
    (RAPPEL, CONSOMMATEUR, "Ceci n’est pas une mise en demeure.", "pas une mise en demeure"),
    (RAPPEL, CONSOMMATEUR, "Le tribunal sera saisi.", "tribuna"),
    (RAPPEL, {}, "Des pénalités courent.", "pénalité"),
    (RAPPEL, CONSOMMATEUR, "Des frais sont dus.", "frais"),
]


@pytest.mark.parametrize(("pack", "debiteur", "phrase", "mot"), REFUS)
def test_un_modele_qui_dit_trop_est_refuse(tmp_path, pack, debiteur, phrase, mot):
    modifie = _modele(tmp_path, pack, "</w:p><w:sectPr", f"</w:p>{_p(phrase)}<w:sectPr")
    plan = EN_COURS
    if pack is ACCORD:
        plan = AVEC_PENALITES if debiteur is SARL else SUR_MILLE
    with pytest.raises(LettreRefusee, match="ne doit pas figurer") as refus:
        compose(dossier(debiteur=debiteur, echeancier=plan), modifie, JOUR)
    assert refus.value.code == "RELECTURE"
    assert mot in str(refus.value)


@pytest.mark.parametrize(
    ("pack", "ancien", "nouveau"),
    [
        (ACCORD, "reconnaît devoir", "doit"),
        (ACCORD, "echeance.reste_apres", "echeance.montant"),
        (ACCORD, "prononcer la déchéance du terme", "demander le tout"),
        (ACCORD, "mise en demeure reste sans effet", "lettre reste sans effet"),
        (ACCORD, "n’emporte pas novation", "ne change rien"),
        (ACCORD, ", un pour chaque partie", ""),
        (ACCORD, "n’est pas un titre exécutoire", "ne suffit pas"),
        (ACCORD, "ni frais ni intérêt", "rien"),
        (ACCORD, "écrit ici de sa main", "écrit ici"),
        (ACCORD, "{{ partie.mention }}", "Bon pour accord"),
        (ACCORD, "{{ somme.en_lettres }}", "deux mille euros"),
        (RAPPEL, "L’accord du", "Celui du"),
        (RAPPEL, "{{ date_limite }}", "bientôt"),
        (RAPPEL, "déchéance du terme", "terme"),
        (RAPPEL, "Si votre versement a croisé cette lettre, v", "V"),
        (RAPPEL, "Si une difficulté vous empêche", "S’il vous arrive"),
        (RAPPEL, "echeance.recu", "echeance.montant"),
    ],
)
def test_un_modele_qui_en_dit_trop_peu_est_refuse(tmp_path, pack, ancien, nouveau):
    modifie = _modele(tmp_path, pack, ancien, nouveau)
    plan = SUR_MILLE if pack is ACCORD else EN_COURS
    with pytest.raises(LettreRefusee) as refus:
        compose(dossier(debiteur=CONSOMMATEUR, echeancier=plan), modifie, JOUR)
    assert {c.code for c in refus.value.constats} == {"RELECTURE"}


def _p(phrase):
    return f"<w:p><w:r><w:t>{phrase}</w:t></w:r></w:p>"


def _modele(ou, pack, ancien, nouveau):
    copie = ou / pack.nom
    shutil.copytree(RACINE / "templates" / pack.nom, copie)
    with zipfile.ZipFile(copie / "lettre.docx") as source:
        membres = {n: source.read(n) for n in source.namelist()}
    document = membres["word/document.xml"].decode("utf-8")
    assert ancien in document
    membres["word/document.xml"] = document.replace(ancien, nouveau).encode()
    with zipfile.ZipFile(copie / "lettre.docx", "w") as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)
    return load_pack(pack.nom, modeles=ou)


@pytest.mark.parametrize(
    ("ecrire", "titre"), [(accord, "Accord d’échéancier"), (rappel, "Échéance à régulariser")]
)
def test_le_fichier_porte_le_titre_de_sa_lettre(ecrire, titre):
    with zipfile.ZipFile(io.BytesIO(ecrire().docx())) as archive:
        proprietes = archive.read("docProps/core.xml").decode()
    assert f"{titre} – dossier T-1" in normaliser(proprietes)


def test_ces_packs_ne_sont_pas_de_la_montee():
    noms = {n.nom for n in ordre([p.niveau for p in packs()])}
    assert noms.isdisjoint({ACCORD.nom, RAPPEL.nom})


def test_l_etape_est_bloquee_sous_echeancier_et_dit_le_rappel():
    cas = dossier(debiteur=CONSOMMATEUR, echeancier=EN_COURS)
    due = etape_due(cas, packs(), JOUR)
    assert due.niveau is None
    assert [c.code for c in due.blocages] == ["ECHEANCIER_EN_COURS"]
    assert "« rappel-echeance-manquee »" in " ".join(due.explication)


@pytest.mark.parametrize(("ecrire", "sommes"), [(accord, ["400.00", "600.00"]),
                                                (rappel, ["400.00", "400.00"])])  # fmt: skip
def test_le_pdf_porte_les_echeances_et_se_reverifie(ecrire, sommes):
    pdf = ecrire().pdf()
    joint = json.loads(piece(pdf, NOM))
    assert [e["du"] for e in joint["echeances"]] == sommes
    assert Decimal(joint["somme"]) == sum(Decimal(s) for s in sommes)
    assert recalculer(pdf).est_juste


@pytest.mark.parametrize("nom", ["echeancier-consommateur", "echeancier-entre-professionnels"])
def test_les_accords_des_exemples_tiennent_en_deux_pages(nom):
    attendu = tomllib.loads((SAMPLES / nom / "attendu.toml").read_text(encoding="utf-8"))
    ecrite = compose(load_dossier(SAMPLES / nom / "dossier.json"), ACCORD, attendu["au"])
    assert max(page for _, page, _, _ in mots(ecrite.pdf())) == 2


def test_le_rappel_refuse_un_jour_sans_echeance_manquee():
    with pytest.raises(LettreRefusee) as refus:
        compose(dossier(debiteur=CONSOMMATEUR, echeancier=EN_COURS), RAPPEL, date(2026, 10, 20))
    assert refus.value.code == "ECHEANCIER_A_JOUR"
    assert compose(
        dossier(debiteur=CONSOMMATEUR, echeancier=EN_COURS), RAPPEL, date(2026, 10, 21)
    ).somme == Decimal("400.00")
    with pytest.raises(LettreRefusee) as refus:
        compose(dossier(), RAPPEL, JOUR)
    assert refus.value.code == "CHAMP_MANQUANT"
