"""The two drafts of an assignation: what they must say, leave blank, and the cases closed to them.

Each test of a mention names the article that wants it.
"""

import io
import re
import shutil
import zipfile
from decimal import Decimal

import pypdfium2
import pytest

from courriers import LettreRefusee, compose, load_dossier, load_pack
from courriers.document.papier import Papier
from courriers.document.texte import texte
from courriers.droit.voies import faits
from courriers.droit.voies.juge import sans_projet
from courriers.lettre.recalcul import recalculer
from courriers.lettre.relecture import normaliser
from document.cabinets import Cabinet
from fabrique import ADRESSE, CONSOMMATEUR, JOUR, RACINE, brut, livree, pack_livre

REFERE, FOND = "refere-provision", "assignation-au-fond"
LES_DEUX = pytest.mark.parametrize("pack", [REFERE, FOND])
GERANTE = {"civilite": "Mme", "prenom": "Hélène", "nom": "Vasseur", "qualite": "gérante"}
TC = {"nature": "tribunal_commerce", "siege": "Chambéry", "adresse": ADRESSE}
TJ = {"nature": "tribunal_judiciaire", "siege": "Chambéry", "adresse": ADRESSE}
TAE = {"nature": "tribunal_activites_economiques", "siege": "Lyon"}
STRASBOURG = {"lignes": ["2 quai"], "code_postal": "67000", "ville": "Strasbourg"}
CHAMBRE = {"nature": "chambre_commerciale", "siege": "Strasbourg"}
SARL = {"forme_juridique": "SARL"}
ETAT_CIVIL = {"profession": "plombier", "nationalite": "française",
              "date_naissance": "1980-05-12", "lieu_naissance": "Le Mans"}  # fmt: skip
ARTISAN = {"type": "entrepreneur_individuel", "civilite": "M.", "prenom": "Karim", "nom": "Belhadj",
           "siren": "912057387", "commercant": False, **ETAT_CIVIL}  # fmt: skip
AVOCATE = {
    "type": "particulier", "role": "avocat", "prenom": "Inès", "nom": "Maury",
    "mandat_du": "2026-10-01", "reference": "IM 9", "adresse": ADRESSE,
    "signataire": {"prenom": "Inès", "nom": "Maury", "qualite": "avocate au barreau de Lyon"},
}  # fmt: skip
MISE_EN_DEMEURE = {"niveau": "mise-en-demeure", "date": "2026-10-20", "canal": "lrar"}
PIECES = [{"titre": "Commande du 3 août 2026"}, {"titre": "Facture F1"},
          {"titre": "Bon de livraison du 1er septembre 2026"},
          {"titre": "Mise en demeure du 20 octobre 2026"}]  # fmt: skip
CIVIL = {"debiteur": CONSOMMATEUR, "juridiction": TJ}
"""A debtor who does not trade: tribunal judiciaire, legal interest."""


def facture(ttc, **autres):
    return {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": ttc,
            **autres}  # fmt: skip


GROSSE = [facture("12000")]


def cas(**changements):
    """Two traders, and all that the draft needs."""
    voulu = {
        "creancier": {"representant": GERANTE}, "debiteur": SARL, "juridiction": TC,
        "conditions": {"fondement": "commande du 3 août 2026"}, "envois": [MISE_EN_DEMEURE],
        "pieces": PIECES, **changements,
    }  # fmt: skip
    return brut(**voulu)


def composee(pack, au=JOUR, **changements):
    voulu = pack_livre(pack) if isinstance(pack, str) else pack
    return compose(load_dossier(cas(**changements)), voulu, au)


def lue(pack, document="assignation", **changements):
    return normaliser(texte(composee(pack, **changements).documents[document].docx()))


def codes(pack, **changements):
    return {str(c.code) for c in composee(pack, **changements).rapport.constats}


def refus(pack, **changements):
    with pytest.raises(LettreRefusee) as refusee:
        composee(pack, **changements)
    return refusee.value.constats


def test_la_juridiction_manquante_est_reclamee_et_le_choix_du_lieu_est_dit():
    for pack in (REFERE, FOND):
        [constat] = refus(pack, juridiction=None)
        assert "CPC, art. 42 et 43), ou au choix" in constat.conseil
        assert "(art. 46)" in constat.conseil
        assert "« nature » : tribunal_commerce ou" in constat.conseil


# --- Ce que l’assignation doit dire (CPC, art. 54, 56 et 648) ---------------------------------


def test_la_juridiction_est_indiquee():
    """CPC, art. 54, 1°."""
    assert "Juridiction\tLe tribunal de commerce de Chambéry\nAdresse\t1 rue Haute, 38000" in lue(
        FOND
    )
    assert (
        "Juridiction\tLe président du tribunal judiciaire de Chambéry, statuant en référé\n"
        in lue(REFERE, **CIVIL)
    )


def test_l_objet_de_la_demande_est_dit():
    """CPC, art. 54, 2°."""
    somme = "la somme de 1 058,01 € (mille cinquante-huit euros et un centime), outre les intérêts"
    assert f"soit condamné à lui payer {somme} à courir et les dépens." in lue(FOND)
    assert f"soit condamné à lui payer, à titre de provision, {somme}" in lue(REFERE)


@LES_DEUX
def test_le_demandeur_dit_son_etat_civil_ou_sa_forme_et_son_organe(pack):
    """CPC, art. 54, 3°, et 648, 2."""
    lu = lue(pack)
    assert "Créancier\tSARL Ateliers Vasseur au capital de 25 000 € – siège : 18 rue des F" in lu
    assert "Représentant légal\tMme Hélène Vasseur, gérante\n" in lu
    lu = lue(pack, creancier=ARTISAN, **CIVIL)
    assert (
        "M. Karim Belhadj EI, plombier, de nationalité française, né le 12 mai 1980 au Mans, "
        "demeurant 18 rue des Forges, 38000 Grenoble" in lu
    )
    [constat] = refus(pack, creancier={**ARTISAN, "nationalite": None}, **CIVIL)
    assert (constat.code, constat.fondement) == ("CHAMP_MANQUANT", "CPC, art. 54, 3°")


@LES_DEUX
def test_le_destinataire_de_l_acte_est_nomme(pack):
    """CPC, art. 648, 4."""
    assert "Débiteur\tSARL Rénovation Belledonne – siège : 27 avenue de la Gare, 73000 Ch" in lue(
        pack
    )


@LES_DEUX
def test_les_diligences_amiables_sont_dites_ou_la_dispense(pack):
    """CPC, art. 54, 5°, et 750-1."""
    demande = "Avant toute action, le créancier a demandé le paiement, comme il est dit ci-dessus."
    assert demande in lue(pack)
    assert demande not in lue(pack, envois=[])
    assert "l’article 750-1 du code de procédure civile ne vise que le tribunal jud" in lue(pack)
    civil = {**CIVIL, "factures": [facture("5000.01")], "envois": []}
    assert "5 000,01 €, dépasse 5 000 € (article 750-1 du code de procédure" in lue(pack, **civil)
    petites = {"niveau": "petites-creances", "date": "2026-09-12", "canal": "lettre",
               "lettre_du_commissaire_le": "2026-10-02",
               "suite": {"nature": "refus", "date": "2026-10-12"}}  # fmt: skip
    lu = lue(pack, envois=[petites], **CIVIL)
    assert "vainement engagée (article 750-1, 5°, du code de procédure civile)" in lu
    assert "TENTATIVE_AMIABLE" not in codes(pack, envois=[petites], **CIVIL)


def test_la_tentative_amiable_exigee_laisse_un_blanc():
    """CPC, art. 750-1, en référé aussi (Cass. 2e civ., 14 avril 2022, n° 20-22.886)."""
    juste = {**CIVIL, "factures": [facture("5000")], "envois": []}
    for pack in (FOND, REFERE):
        lu = lue(pack, **juste)
        assert (
            "Cette demande doit être précédée, à peine d’irrecevabilité, d’une tentative de" in lu
        )
        assert re.search(r"À ce titre : \[\d\] diligences entreprises", lu)
        assert "TENTATIVE_AMIABLE" in codes(pack, **juste)


def test_sans_savoir_si_l_article_750_1_joue_l_acte_ne_doute_pas_de_lui_meme():
    lu = lue(REFERE, devise="CHF", **CIVIL)
    assert "l’article 750-1 du code de procédure civile peut exiger d’abord une tentative" in lu
    assert "certain" not in lu.split("Les démarches amiables")[1].split("Les moyens")[0]


@LES_DEUX
def test_l_audience_est_donnee_ou_laissee_en_blanc(pack):
    """CPC, art. 56, 1°, et dernier alinéa (chambre)."""
    assert "Audience\t[3] jour et heure de l’audience\nLieu\t[4] lieu précis et salle\n" in lue(
        pack
    )
    fixee = {**TC, "audience_le": "2027-01-14", "chambre": "2e chambre"}
    lu = lue(pack, juridiction=fixee)
    assert "Chambre\t2e chambre\nAudience\t14 janvier 2027, [3] heure de l’audience\n" in lu


def test_les_moyens_sont_exposes_en_fait_et_en_droit():
    """CPC, art. 56, 2°."""
    lu = lue(FOND)
    assert "L’engagement du débiteur repose sur l’acte suivant : commande du 3 août 2026" in lu
    assert "– facture F1 du 1er septembre 2026, d’un montant de 1 000,00 € toutes taxes" in lu
    assert "mis en demeure de payer par la lettre recommandée du 20 octobre 2026 (pièce n° 4)" in lu
    for article in ("article 1103", "article 1217", "article L. 441-10, II", "D. 441-5"):
        assert article in lu
    assert "articles 1231-6 et 1344-1 du code civil" in lue(FOND, **CIVIL)


@LES_DEUX
def test_les_pieces_sont_listees_dans_un_bordereau_annexe(pack):
    """CPC, art. 56, 3°."""
    assert "et les pièces énumérées au bordereau annexé (article 56, 3°," in lue(pack)
    bordereau = lue(pack, "bordereau")
    assert "\n1\tCommande du 3 août 2026\n2\tFacture F1\n3\tBon de livraison" in bordereau
    assert "PIECES_ABSENTES" in codes(pack, pieces=[])


@LES_DEUX
def test_le_defaut_de_comparution_est_annonce_avec_les_mots_du_texte(pack):
    """CPC, art. 56, 4°."""
    lu = lue(pack)
    assert "de comparaître, il s’expose à ce qu’un jugement" in lu
    assert "soit rendu contre lui sur les seuls éléments fournis par son adversaire" in lu


# --- L’avocat, et les textes à reproduire -----------------------------------------------------

CPC_861_2 = (
    "Sans préjudice des dispositions de l'article 68, la demande incidente tendant à l'octroi d'un "
    "délai de paiement en application de l'article 1343-5 du code civil peut être formée par "
    "requête faite, remise ou adressée au greffe, où elle est enregistrée. L'auteur de cette "
    "demande doit justifier avant l'audience que l'adversaire en a eu connaissance par lettre "
    "recommandée avec demande d'avis de réception. Les pièces que la partie invoque à l'appui de "
    "sa demande de délai de paiement sont jointes à la requête.\nL'auteur de cette demande "
    "incidente peut ne pas se présenter à l'audience, conformément au second alinéa de l'article "
    "446-1. Dans ce cas, le juge ne fait droit aux demandes présentées contre cette partie que "
    "s'il les estime régulières, recevables et bien fondées."
)
CPC_832 = (
    "Sans préjudice des dispositions de l'article 68, la demande incidente tendant à l'octroi d'un "
    "délai de paiement en application de l'article 1343-5 du code civil peut être formée par "
    "courrier remis ou adressé au greffe. Les pièces que la partie souhaite invoquer à l'appui de "
    "sa demande sont jointes à son courrier. La demande est communiquée aux autres parties, à "
    "l'audience, par le juge, sauf la faculté pour ce dernier de la leur faire notifier par le "
    "greffier, accompagnée des pièces jointes, par lettre recommandée avec demande d'avis de "
    "réception.\nL'auteur de cette demande incidente peut ne pas se présenter à l'audience, "
    "conformément au second alinéa de l'article 446-1. Dans ce cas, le juge ne fait droit aux "
    "demandes présentées contre cette partie que s'il les estime régulières, recevables et bien "
    "fondées."
)
"""As published, with straight apostrophes."""


@LES_DEUX
@pytest.mark.parametrize("juridiction", [TC, TAE])
@pytest.mark.parametrize("factures", [[facture("1000")], GROSSE])
def test_devant_le_tribunal_de_commerce_l_article_861_2_est_reproduit(pack, juridiction, factures):
    """CPC, art. 855."""
    lu = lue(pack, juridiction=juridiction, factures=factures).replace("’", "'")
    assert f"« {CPC_861_2} »" in lu
    assert CPC_832 not in lu


@LES_DEUX
def test_sans_avocat_devant_le_tribunal_judiciaire_l_article_832_est_rappele(pack):
    """CPC, art. 753, avec les conditions de l’assistance ; pas si l’avocat est obligatoire."""
    lu = lue(pack, **CIVIL).replace("’", "'")
    assert f"« {CPC_832} »" in lu
    assert CPC_861_2 not in lu
    assert "n'est pas obligatoire : la demande ne dépasse pas 10 000 € (article 761" in lu
    assert "s'il n'est avocat, doit justifier d'un pouvoir spécial (article 762 du même" in lu
    assert CPC_832 not in lue(pack, factures=GROSSE, **CIVIL).replace("’", "'")


@LES_DEUX
def test_avec_avocat_obligatoire_sa_constitution_et_le_delai_sont_dits(pack):
    """CPC, art. 752 et 763 ; 760 et 761 : au-delà de 10 000 €, ce montant compris sans lui."""
    lu = lue(pack, factures=GROSSE, **CIVIL)
    assert "Avocat constitué\t[2] avocat constitué, cabinet et toque\n" in lu
    assert (
        "tenu de constituer avocat dans le délai de quinze jours à compter de l’assignation" in lu
    )
    assert "il peut constituer avocat jusqu’à l’audience (articles 752, 2°, et 763" in lu
    assert "AVOCAT_A_CONSTITUER" in codes(pack, factures=GROSSE, **CIVIL)
    assert "AVOCAT_A_CONSTITUER" not in codes(pack, factures=GROSSE, mandataire=AVOCATE, **CIVIL)
    pile = {"factures": [facture("10000")], "envois": [], **CIVIL}
    assert "La représentation par avocat n’est pas obligatoire" in lue(pack, **pile)
    un_centime = {**pile, "factures": [facture("10000.01")]}
    assert "La représentation par avocat est obligatoire" in lue(pack, **un_centime)


@LES_DEUX
def test_devant_le_tribunal_de_commerce_l_assistance_est_dite(pack):
    """CPC, art. 853 et 855."""
    assert "représenter par toute personne de son choix ; le représentant, s’il n’est a" in lue(
        pack
    )
    assert "Le débiteur est tenu de constituer avocat (article 853" in lue(pack, factures=GROSSE)


@LES_DEUX
def test_un_avocat_du_dossier_est_nomme_et_complete_ses_coordonnees(pack):
    lu = lue(pack, mandataire=AVOCATE)
    adresse = f"{', '.join(AVOCATE['adresse']['lignes'])}, "
    ville = f"{AVOCATE['adresse']['code_postal']} {AVOCATE['adresse']['ville']}"
    assert (
        f"Avocat constitué\tInès Maury, avocate au barreau de Lyon, {adresse}{ville}, [2] toque\n"
        in lu
    )
    assert "Le créancier est représenté par Inès Maury, avocate au barreau de Lyon.\n" in lu
    agence = {**AVOCATE, "role": "societe_recouvrement"}
    assert refus(pack, mandataire=agence)[0].code == "ACTEUR_NON_COUVERT"


@LES_DEUX
def test_un_creancier_de_l_etranger_elit_domicile_en_france(pack):
    """CPC, art. 753 et 855."""
    suisse = {"lignes": ["1 rue du Lac"], "code_postal": "1201", "ville": "Genève", "pays": "CH"}
    lu = lue(pack, creancier={"representant": GERANTE, "adresse": suisse})
    assert re.search(r"Domicile élu\t\[\d\] nom, prénoms et adresse chez qui domicile est élu", lu)
    assert "Domicile élu" not in lue(pack)


# --- Le référé --------------------------------------------------------------------------------


def test_le_texte_du_refere_est_celui_de_la_juridiction():
    """CPC, art. 835, al. 2, et 873, al. 2."""
    assert "(article 873, alinéa 2, du code de procédure civile)" in lue(REFERE)
    assert "835" not in lue(REFERE)
    assert "(article 835, alinéa 2, du code de procédure civile)" in lue(REFERE, **CIVIL)
    assert "873" not in lue(REFERE, **CIVIL)


def test_l_obligation_est_montree_non_serieusement_contestable():
    """CPC, art. 873, al. 2 : une raison n’est dite que si le dossier la prouve."""
    executee = [facture("1000", executee_le="2026-08-28")]
    lu = lue(REFERE, factures=executee)
    for raison in (
        "– son existence : commande du 3 août 2026 (pièce n° 1) ;",
        "tout ce qui est facturé a été exécuté ou livré le 28 août 2026 (pièce n° 3) ;",
        "selon le décompte annexé, 1 000,00 € en principal ;",
        "– son exigibilité : l’échéance est passée, le 1er octobre 2026 ;",
        "ni la facture ni les demandes de paiement n’ont été contestées.",
    ):
        assert raison in lu
    assert "un commencement de paiement" not in lu
    nu = lue(REFERE, envois=[])
    assert "– l’exécution, par le créancier" not in nu
    assert "à la connaissance du créancier, la facture n’a pas été contestée." in nu


def test_un_paiement_partiel_n_est_oppose_qu_a_qui_l_a_fait():
    paiement = {"date": "2026-10-10", "montant": "200"}
    assert "le débiteur a payé une partie de ce qui lui est" in lue(REFERE, paiements=[paiement])
    tiers = {**paiement, "payeur": "Mme Roux"}
    assert "un commencement de paiement" not in lue(REFERE, paiements=[tiers])


def test_tout_ce_qui_est_demande_en_refere_l_est_a_titre_de_provision():
    """Le juge des référés n’accorde qu’une provision."""
    motifs = lue(REFERE).split("Par ces motifs\n")[1]
    assert "1° De condamner le débiteur à lui payer, à titre de provision, la somme de" in motifs
    assert "– avec, à titre de provision, pénalités de retard au taux de refinancement" in motifs
    assert "provision" not in lue(FOND).replace("à titre provisoire", "")


def test_l_execution_provisoire_est_de_droit_et_jamais_demandee():
    """CPC, art. 514 et 514-1, al. 3."""
    assert "exécutoire de droit à titre provisoire, ce que le juge ne peut écarter" in lue(REFERE)
    assert "Le jugement est de droit exécutoire à titre provisoire (article 514" in lue(FOND)
    for pack in (REFERE, FOND):
        demandes = lue(pack).split("Par ces motifs\n")[1].split("\n3°")[0]
        assert "provisoire" not in demandes


# --- Les demandes -----------------------------------------------------------------------------


@LES_DEUX
def test_les_interets_courent_jusqu_au_parfait_paiement(pack):
    lu = lue(pack)
    assert "soit 12,40 % l’an ce jour, sur la somme de 1 000,00 €, à compter du 24 novembre" in lu
    assert "2026 et jusqu’à parfait paiement ;" in lu
    lu = lue(pack, envois=[], **CIVIL)
    assert "sur la somme de 1 000,00 €, à compter de l’assignation et jusqu’à parfait pai" in lu
    assert "l’assignation en tiendra lieu (articles 1231-6 et 1344 du code civil)" in lu


@LES_DEUX
def test_la_capitalisation_est_demandee_ou_convenue(pack):
    """C. civ., art. 1343-2 : elle l’est parce que le contrat ou le juge le veut."""
    assert "(article 1343-2 du code civil) : le créancier le demande.\n" in lue(pack)
    convenue = {"fondement": "article 9 du contrat", "depuis": "2026-10-01"}
    lu = lue(pack, conditions={"fondement": "f", "capitalisation": convenue})
    assert "les parties en sont convenues, article 9 du contrat.\n" in lu
    convenu = "comme les parties en sont convenues : article 9 du contrat"
    assert f"produisant eux-mêmes intérêt {convenu} (article 1343-2 du code civil) ;\n" in lu
    assert "produisant eux-mêmes intérêt (article 1343-2 du code civil) ;\n" in lue(pack)


@LES_DEUX
def test_l_article_700_est_un_blanc_hors_du_montant(pack):
    """CPC, art. 700 : demandé, jamais compté dans le montant du litige."""
    lettre = composee(pack)
    lu = normaliser(texte(lettre.docx()))
    assert re.search(r"2° De le condamner à lui payer la somme de \[\d\] montant demandé au", lu)
    assert "n’y est pas compté, ni dans le montant de la demande" in lu
    assert lettre.somme == lettre.decompte.total == Decimal("1058.01")


@LES_DEUX
def test_les_depens_sont_demandes(pack):
    """CPC, art. 696."""
    assert "3° De le condamner aux dépens, frais de greffe compris (article 696" in lue(pack)
    assert "3° De le condamner aux dépens (article 696 du même code)." in lue(pack, **CIVIL)


@LES_DEUX
@pytest.mark.parametrize(
    "mot", ["dommages", "clause pénale", "huissier", "saisie", "sommation", "résistance"]
)
def test_rien_d_autre_n_est_demande(pack, mot):
    penale = {"fondement": "f", "clause_penale": {"montant": "300", "texte": "article 8"}}
    for changements in ({}, CIVIL, {"conditions": penale}):
        assert mot not in lue(pack, **changements).lower()


@LES_DEUX
def test_contre_un_consommateur_il_n_est_question_ni_de_penalite_ni_d_indemnite(pack):
    for document in ("assignation", "decompte"):
        lu = lue(pack, document, **CIVIL).lower()
        assert not re.search(r"441-10|441-5|indemnité|pénalité", lu)


def _euros(dit):
    return Decimal(dit.replace(" ", "").replace(",", "."))


@LES_DEUX
@pytest.mark.parametrize(
    "exemple",
    ["injonction-artisan", "injonction-par-avocat", "petite-creance-refusee", "deux-commercants",
     "consommateur-apres-mise-en-demeure", "petite-creance-sans-reponse"],
)  # fmt: skip
def test_les_demandes_font_le_decompte_au_centime(pack, exemple):
    """Each line of the annex, the kinds of the table, the parts of the first claim: one sum."""
    lettre = livree(exemple, pack)
    acte = normaliser(texte(lettre.docx()))
    annexe = normaliser(texte(lettre.documents["decompte"].docx()))
    postes = re.search(r"Poste\tMontant\n(.*?)\nTotal\t([\d ]+,\d\d) €", acte, re.DOTALL)
    par_nature = [_euros(x) for x in re.findall(r"([\d ]+,\d\d) €", postes[1])]
    premiere = re.search(r"1° De condamner .*?la somme de ([\d ]+,\d\d) €, soit (.*) ;\n", acte)
    dans_la_phrase = [_euros(x) for x in re.findall(r"([\d ]+,\d\d) €", premiere[2])]
    lignes = re.search(r"Désignation\tDétail\tMontant\n(.*?)\nPrincipal restant", annexe, re.DOTALL)
    ligne_a_ligne = sum(
        -_euros(x) if signe else _euros(x)
        for signe, x in re.findall(r"\t(−?)([\d ]+,\d\d) €$", lignes[1], re.MULTILINE)
    )
    assert par_nature == dans_la_phrase
    assert _euros(premiere[1]) == _euros(postes[2]) == sum(par_nature) == ligne_a_ligne
    assert ligne_a_ligne == lettre.somme == livree(exemple, "injonction-de-payer").somme


@LES_DEUX
@pytest.mark.parametrize("document", ["assignation", "decompte"])
def test_qui_recoit_le_projet_en_refait_le_compte(pack, document):
    recalcul = recalculer(livree("injonction-par-avocat", pack).documents[document].pdf())
    assert recalcul.est_juste
    assert recalcul.somme == Decimal("14259.76")


# --- Un projet --------------------------------------------------------------------------------


@LES_DEUX
@pytest.mark.parametrize("changements", [{}, CIVIL, {"mandataire": AVOCATE, "factures": GROSSE}])
def test_les_blancs_du_texte_sont_ceux_de_la_liste_dans_l_ordre(pack, changements):
    corps, liste = lue(pack, **changements).split("Ce qui reste à remplir\n")
    inscrits = re.findall(r"\[(\d+)\] (.*?)(?=[,.;\n]| au titre)", corps)
    repris = re.findall(r"^\[(\d+)\] (.*?)(?=,| :|\n)", liste, re.MULTILINE)
    assert [n for n, _ in inscrits] == [str(rang) for rang in range(1, len(inscrits) + 1)]
    assert inscrits == repris
    assert len(re.findall(r"^\[\d+\] .* : l.+ \(CPC, art\. .+\)\.$", liste, re.MULTILINE)) == len(
        repris
    )


@LES_DEUX
def test_une_contestation_laisse_sa_reponse_a_ecrire(pack):
    conteste = {"contestation": {"date": "2026-11-02", "motif": "malfaçon"}}
    if pack == REFERE:
        assert refus(pack, **conteste)
        return
    assert "le créancier répond : [5] ce qui répond à la contestation." in lue(pack, **conteste)


@LES_DEUX
def test_chaque_blanc_est_dans_le_style_a_remplir(pack):
    """So that a person, and proof-reading, see it."""
    with zipfile.ZipFile(io.BytesIO(composee(pack).docx())) as docx:
        corps = docx.read("word/document.xml").decode("utf-8")
        assert 'w:name w:val="À remplir"' in docx.read("word/styles.xml").decode("utf-8")
    blancs = re.findall(r"<w:r>(?:(?!</w:r>).)*?\[\d+\](?:(?!</w:r>).)*</w:r>", corps)
    assert len(blancs) == 12
    assert all('w:rStyle w:val="ARemplir"' in blanc for blanc in blancs)


@LES_DEUX
@pytest.mark.parametrize("document", ["assignation", "decompte", "bordereau"])
@pytest.mark.parametrize("exemple", ["injonction-par-avocat", "injonction-artisan"])
def test_chaque_page_dit_qu_elle_est_un_projet(pack, document, exemple):
    pages = pypdfium2.PdfDocument(livree(exemple, pack).documents[document].pdf())
    assert len(pages) >= (3 if document == "assignation" else 1)
    for page in pages:
        lu = page.get_textpage().get_text_bounded()
        assert lu.count("PROJET – n’est pas un acte") == 2


@LES_DEUX
def test_le_projet_n_a_ni_signature_ni_tampon(pack):
    """An image of a signature would make an act of it."""
    with zipfile.ZipFile(io.BytesIO(livree("societe-a-societe", "mise-en-demeure").docx())) as z:
        assert any("media" in n for n in z.namelist())
    with zipfile.ZipFile(RACINE / "templates" / pack / "assignation.docx") as z:
        assert not any("media" in n for n in z.namelist())


# --- Ce que la loi ferme ----------------------------------------------------------------------

PUBLIC = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
          "denomination": "Commune de Valmont"}  # fmt: skip
BELGE = {**SARL, "adresse": {"lignes": ["1 rue"], "code_postal": "1000", "ville": "Bruxelles",
                             "pays": "BE"}}  # fmt: skip
ANCIENNE = [{"numero": "F1", "date": "2023-09-01", "echeance": "2023-10-01", "montant_ttc": "1000",
             "executee_le": "2023-09-01"}]  # fmt: skip


@LES_DEUX
@pytest.mark.parametrize(
    ("changements", "code", "article"),
    [
        ({"debiteur": PUBLIC}, "VOIE_FERMEE", "CCP, art. L6"),
        ({"debiteur": BELGE}, "DEBITEUR_ETRANGER", "CPC, art. 42 et 643"),
        ({"procedure_collective": {"type": "liquidation", "date_jugement": "2026-11-23"}},
         "PROCEDURE_COLLECTIVE", "C. com., art. L622-7, L622-21 et L622-24"),
        ({"cession": {"a": "Factor", "date": "2026-11-23"}}, "CREANCE_CEDEE",
         "C. civ., art. 1321"),
        ({"factures": ANCIENNE, "envois": [], **CIVIL}, "CREANCE_PRESCRITE", None),
        ({"ordonnance": {"date": "2026-11-23"}}, "VOIE_FERMEE", "CPC, art. 1411 et 1415"),
        ({"titre_executoire": {"type": "jugement", "date": "2026-11-02", "principal": "1000",
                               "signifie_le": "2026-11-03"}}, "TITRE_EXECUTOIRE",
         "CPCE, art. L111-2"),
        ({"juridiction": None}, "CHAMP_MANQUANT", "CPC, art. 54, 1°"),
        ({"juridiction": TJ}, "VOIE_FERMEE", "C. com., art. L721-3"),  # deux commerçants
        ({**CIVIL, "juridiction": TC}, "VOIE_FERMEE", "C. com., art. L721-3"),
        ({"debiteur": {**SARL, "adresse": STRASBOURG}}, "VOIE_FERMEE", "C. com., art. L731-2"),
    ],
)  # fmt: skip
def test_une_voie_fermee_est_refusee_avec_son_article(pack, changements, code, article):
    constats = refus(pack, **changements)
    assert constats[0].code == code
    if article is not None:
        assert constats[0].fondement == article
    assert all(c.gravite == "erreur" for c in constats)


def test_un_debiteur_public_va_au_juge_administratif_et_les_voies_ouvertes_sont_dites():
    for pack in (REFERE, FOND):
        for juridiction in (None, TJ, TC):
            [constat] = refus(pack, debiteur=PUBLIC, juridiction=juridiction)
            assert "juge administratif" in constat.message
            assert "Réclamation à une personne publique" in constat.conseil


CONTESTE = {"contestation": {"date": "2026-11-23", "motif": "malfaçon"}}


@pytest.mark.parametrize(
    "changements",
    [{}, CONTESTE, {"debiteur": BELGE}, CIVIL, {**CIVIL, **CONTESTE},
     {**CIVIL, "debiteur": {**CONSOMMATEUR, "adresse": BELGE["adresse"]}}],
)  # fmt: skip
@pytest.mark.parametrize(
    ("pack", "nom"), [(REFERE, "refere_provision"), (FOND, "assignation_au_fond")]
)
def test_une_voie_est_dite_sans_projet_si_et_seulement_si_le_pack_la_refuse(pack, nom, changements):
    connus = faits(load_dossier(cas(**changements)), JOUR)
    if sans_projet(connus, nom):
        refus(pack, **changements)
    else:
        assert composee(pack, **changements).somme > 0


@LES_DEUX
def test_un_consommateur_de_l_union_a_ses_juges(pack):
    """Règlement (UE) n° 1215/2012, art. 18."""
    belge = {**CONSOMMATEUR, "adresse": BELGE["adresse"]}
    constat = refus(pack, debiteur=belge)[0]
    assert "art. 18" in constat.conseil
    assert "art. 18" not in refus(pack, debiteur=BELGE)[0].conseil


def test_le_refere_est_refuse_contre_une_contestation_et_dit_les_autres_voies():
    """CPC, art. 835, al. 2, et 873, al. 2."""
    [constat] = refus(REFERE, contestation={"date": "2026-11-23", "motif": "malfaçon"})
    assert constat.fondement == "CPC, art. 835, al. 2, et 873, al. 2"
    assert "Ouvertes à ce dossier : Assignation au fond." in constat.conseil
    demain = {"contestation": {"date": "2026-11-24", "motif": "malfaçon"}}
    assert composee(REFERE, **demain).somme == Decimal("1058.01")


def test_l_assignation_au_fond_reste_ouverte_a_une_contestation():
    conteste = {"contestation": {"date": "2026-11-23", "motif": "malfaçon"}}
    assert "CREANCE_CONTESTEE" in codes(FOND, **conteste)


@LES_DEUX
def test_ce_qui_affaiblit_n_est_qu_un_constat(pack):
    """Ni mise en demeure, ni prescription entre professionnels ne ferment la voie."""
    assert "SANS_MISE_EN_DEMEURE" in codes(pack, envois=[])
    vieille = [{**ANCIENNE[0], "date": "2020-09-01", "echeance": "2020-10-01",
                "executee_le": "2020-09-01"}]  # fmt: skip
    assert "CREANCE_PRESCRITE" in codes(pack, factures=vieille)
    public = {**PUBLIC, "regime": "l441-10"}
    assert "COMPETENCE_A_VERIFIER" in codes(pack, debiteur=public, juridiction=TJ)


def test_une_petite_demande_au_tribunal_judiciaire_peut_se_faire_par_requete():
    """CPC, art. 750 : 5 000 € au plus, jamais devant le tribunal de commerce."""
    civil = {"envois": [], **CIVIL}
    assert "REQUETE_POSSIBLE" in codes(FOND, factures=[facture("5000")], **civil)
    assert "REQUETE_POSSIBLE" not in codes(FOND, factures=[facture("5000.01")], **civil)
    assert "REQUETE_POSSIBLE" not in codes(FOND)
    assert "REQUETE_POSSIBLE" not in codes(REFERE, factures=[facture("5000")], **civil)


@LES_DEUX
def test_la_chambre_commerciale_d_alsace_moselle_est_a_verifier(pack):
    alsace = {"debiteur": {**SARL, "adresse": STRASBOURG}, "juridiction": CHAMBRE}
    assert "COMPETENCE_A_VERIFIER" in codes(pack, **alsace)
    assert "la chambre commerciale du tribunal judiciaire de Strasbourg" in lue(pack, **alsace)


@pytest.mark.parametrize(
    ("pack", "changements", "audience", "dits"),
    [
        # Le 14 janvier moins quinze jours : le 30 décembre ; moins huit : le 6 janvier.
        (FOND, {}, "2027-01-14",
         ["30 décembre 2026 (CPC, art. 856)", "6 janvier 2027 (CPC, art. 857)"]),
        (FOND, CIVIL, "2027-01-14", ["30 décembre 2026 (CPC, art. 754)"]),
        (REFERE, CIVIL, "2027-01-14", ["30 décembre 2026 (CPC, art. 754)"]),
        (REFERE, {}, "2027-01-14", []),  # 856 et 857 sont du fond
        (FOND, {}, "2026-11-20", ["l’audience du 20 novembre 2026 est passée"]),
    ],
)  # fmt: skip
def test_le_delai_de_placement_de_l_audience_est_dit(pack, changements, audience, dits):
    """CPC, art. 754, 856 et 857."""
    juridiction = {**changements.get("juridiction", TC), "audience_le": audience}
    rapport = composee(pack, **{**changements, "juridiction": juridiction}).rapport
    trouves = [c.message for c in rapport.constats if c.code == "PLACEMENT_A_FAIRE"]
    assert len(trouves) == len(dits)
    assert all(dit in normaliser(message) for dit, message in zip(dits, trouves, strict=True))


def test_une_audience_trop_proche_est_un_avertissement():
    """CPC, art. 856 : délivrée quinze jours au moins avant."""
    proche = {**TC, "audience_le": "2026-12-05"}
    rapport = composee(FOND, juridiction=proche).rapport
    graves = [c for c in rapport.constats if c.code == "PLACEMENT_A_FAIRE"]
    assert [str(c.gravite) for c in graves] == ["avertissement", "information"]


@LES_DEUX
def test_le_papier_du_cabinet_ne_cache_pas_que_c_est_un_projet(pack):
    papier = Papier.lire(Cabinet().octets(), expediteur=True)
    lettre = composee(load_pack(pack, papier=papier))
    for rempli in lettre.documents.values():
        for page in pypdfium2.PdfDocument(rempli.pdf()):
            assert "PROJET – n’est pas un acte" in page.get_textpage().get_text_bounded()


# --- La relecture -----------------------------------------------------------------------------


def _change(tmp_path, pack, membre, ancien, nouveau):
    copie = tmp_path / pack
    shutil.copytree(RACINE / "templates" / pack, copie)
    fichier = copie / "assignation.docx"
    with zipfile.ZipFile(fichier) as source:
        membres = {n: source.read(n) for n in source.namelist()}
    corps = membres[membre].decode("utf-8")
    assert ancien in corps
    membres[membre] = corps.replace(ancien, nouveau).encode()
    with zipfile.ZipFile(fichier, "w") as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)
    return load_pack(pack, modeles=tmp_path)


@LES_DEUX
@pytest.mark.parametrize(
    ("ancien", "nouveau", "motif"),
    [
        ("{{ textes.cpc_861_2_alinea_1 }}", "Vous pouvez demander un délai.", "mot pour mot"),
        ("{{ somme.en_lettres }}", "{{ principal.en_lettres }}", "ne disent pas la même somme"),
        ("{{ poste.montant }}", "{{ principal.en_chiffres }}", "le tableau"),
        ("{{ acte.demandeur }}", "{{ debiteur.identite }}", "« Créancier »"),
        ("sur les seuls éléments fournis", "sur ce que fournit", "seuls éléments"),
        ("De le condamner aux dépens", "De payer des dommages et les dépens", "dommages"),
        ('<w:rStyle w:val="ARemplir"/>', "", "un blanc n’est pas rempli"),
    ],
)  # fmt: skip
def test_un_projet_faux_est_refuse(tmp_path, pack, ancien, nouveau, motif):
    change = _change(tmp_path, pack, "word/document.xml", ancien, nouveau)
    with pytest.raises(LettreRefusee, match=motif):
        composee(change)


def test_un_projet_qui_ne_nomme_plus_sa_juridiction_est_refuse(tmp_path):
    change = _change(
        tmp_path, FOND, "word/document.xml", "acte.juridiction.nom", "expediteur.denomination"
    )
    with pytest.raises(LettreRefusee, match="ne figure pas dans le projet"):
        composee(change)


def test_un_projet_qui_ne_se_dit_plus_projet_est_refuse(tmp_path):
    copie = tmp_path / FOND
    shutil.copytree(RACINE / "templates" / FOND, copie)
    for fichier in copie.glob("*.docx"):
        with zipfile.ZipFile(fichier) as source:
            membres = {n: source.read(n) for n in source.namelist()}
        with zipfile.ZipFile(fichier, "w") as cible:
            for nom, contenu in membres.items():
                cible.writestr(nom, contenu.replace("PROJET – n’est".encode(), "Ce n’est".encode()))
    with pytest.raises(LettreRefusee, match="PROJET"):
        composee(load_pack(FOND, modeles=tmp_path))


def test_une_execution_inconnue_est_signalee_au_juge_des_referes():
    """CPC, art. 835, al. 2 : au demandeur de prouver l’obligation."""
    faite = [facture("1000", executee_le="2026-08-30")]
    assert "EXECUTION_A_PROUVER" in codes(REFERE, factures=[facture("1000")])
    assert "EXECUTION_A_PROUVER" not in codes(REFERE, factures=faite)
    assert "EXECUTION_A_PROUVER" not in codes(FOND, factures=[facture("1000")])
