"""The request to a commissaire de justice: what it says, what it must never say."""

import json
import zipfile
from decimal import Decimal

import pytest

from courriers import LettreRefusee, compose, load_dossier, load_pack
from courriers.document.pdf_lu import piece
from courriers.document.texte import texte
from courriers.lettre.recalcul import recalculer
from courriers.lettre.relecture import normaliser
from fabrique import ADRESSE, CONSOMMATEUR, HOSTILES, JOUR, RACINE, brut, livree, pack_livre

PACK = pack_livre("petites-creances")
ARTISAN = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
           "siren": "912057387", "commercant": False}  # fmt: skip
ETUDE = {"type": "societe", "denomination": "Étude Bréhaut", "forme_juridique": "SELARL",
         "adresse": ADRESSE}  # fmt: skip
ENTRE_PROFESSIONNELS = {"creancier": ARTISAN, "debiteur": {"forme_juridique": "SAS"}}


def lue(canal=None, **changements):
    changements = {
        "conditions": {"fondement": "devis n° 7"}, "debiteur": CONSOMMATEUR, **changements
    }  # fmt: skip
    lettre = compose(load_dossier(brut(**changements)), PACK, JOUR, canal=canal)
    return normaliser(texte(lettre.docx()))


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_donne_une_demande_qui_l_imprime(nom):
    lu = texte(
        compose(
            load_dossier(
                brut(
                    reference=nom,
                    creancier={"denomination": nom, "signataire": {"qualite": nom}},
                    debiteur={
                        "denomination": nom,
                        "commercant": False,
                        "telephone": nom,
                        "adresse": {"lignes": [nom], "ville": nom},
                        "contact": {"civilite": "M.", "prenom": "A", "nom": nom, "qualite": nom},
                    },
                    commissaire={**ETUDE, "denomination": nom, "adresse": {**ADRESSE,
                                 "lignes": [nom], "ville": nom}},
                    conditions={"fondement": nom},
                    contestation={"date": "2026-11-01", "motif": nom},
                    pieces=[{"titre": nom}],
                    complements={"modalites": nom},
                )
            ),
            PACK,
            JOUR,
        ).docx()
    )  # fmt: skip
    assert lu.count(nom) >= 14
    assert "Veuillez agréer, Maître" in lu


def test_entre_professionnels_l_indemnite_reste_hors_de_la_demande():
    lu = lue(**ENTRE_PROFESSIONNELS)
    assert (
        "pour le paiement de la somme de 1 018,01 € (mille dix-huit euros et un centime), soit "
        "1 000,00 € en principal et 18,01 € en intérêts." in lu
    )
    assert "Indemnité forfaitaire pour frais de recouvrement\t\t40,00 €" in lu
    assert "Somme demandée, en principal et intérêts\t1 018,01 €" in lu
    assert "Indemnité forfaitaire, hors de la présente demande\t40,00 €" in lu
    assert "elle n’entre pas dans cette demande. Mes droits sur elle sont réservés." in lu
    assert "soit 0,34 € par jour au taux de ce jour, n’entrent pas non plus dans" in lu
    assert "1 058,01 €" not in lu


def test_contre_un_consommateur_il_n_est_question_que_du_principal_sans_interet():
    lu = lue()
    assert "(mille euros), due en principal." in lu
    assert "Somme demandée, en principal et intérêts\t1 000,00 €" in lu
    assert "indemnité" not in lu.lower()
    assert "441-10" not in lu
    assert "intérêts à courir" not in lu


def refusee(**changements):
    voulu = {"debiteur": CONSOMMATEUR, **changements}
    with pytest.raises(LettreRefusee) as refus:
        compose(load_dossier(brut(**voulu)), PACK, JOUR)
    return refus.value.constats[0]


BELGE = {"lignes": ["1 rue"], "code_postal": "1000", "ville": "Bruxelles", "pays": "BE"}


@pytest.mark.parametrize(
    ("changements", "dit"),
    [
        ({"factures": [{"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01",
                        "montant_ttc": "5000.01"}]},
         ("La créance ne se divise pas pour y entrer. Ouvertes à ce dossier : Injonction de payer, "
         "tribunal judiciaire ; Référé-provision ; Assignation au fond. « courriers voies » dit "
         "pourquoi.")),
        ({"debiteur": {**CONSOMMATEUR, "adresse": BELGE}},
         ("Incertaines, et par un avocat : Référé-provision ; Assignation au fond. « courriers "
         "voies » dit pourquoi.")),
        ({"ordonnance": {"date": "2026-11-02"}},
         "Il reste à la faire signifier (pack « signification-ordonnance »)."),
    ],
)  # fmt: skip
def test_la_voie_fermee_le_refus_dit_les_autres(changements, dit):
    """CPCE, art. L125-1 et R125-1."""
    constat = refusee(**changements)
    assert normaliser(constat.conseil) == dit
    assert "L126-1" not in constat.message


def test_les_interets_disent_d_ou_ils_viennent():
    assert "ils sont calculés au taux de refinancement de la Banque" in lue(**ENTRE_PROFESSIONNELS)
    convenu = {"fondement": "f", "penalites": {"mode": "convenu", "taux": "15.00"}}
    lu = lue(**ENTRE_PROFESSIONNELS, conditions=convenu)
    assert "ils sont calculés au taux convenu entre les parties." in lu
    assert "Banque centrale" not in lu
    reception = {"niveau": "mise-en-demeure", "date": "2026-10-10", "canal": "lrar"}
    lu = lue(envois=[reception])
    assert "Les intérêts sont dus au taux légal depuis la mise en demeure" in lu
    assert "par jour au taux de ce jour, n’entrent pas dans cette demande" in lu


def test_une_creance_contestee_ne_se_dit_pas_certaine():
    assert "certaine, liquide, exigible et, à notre connaissance, non contestée" in lue()
    lu = lue(contestation={"date": "2026-11-01", "motif": "malfaçon.\n"})
    assert "certaine" not in lu
    assert "Le débiteur l’a contestée le 1er novembre 2026 au motif suivant : « malfaçon »" in lu


def test_le_debiteur_est_identifie_avec_ce_que_le_dossier_en_sait():
    societe = {
        "type": "societe", "qualite": "professionnel", "denomination": "Brasserie du Pont",
        "forme_juridique": "SARL", "siren": "793401266", "rcs": "Chambéry",
        "telephone": "04 79 00 00 00", "courriel": "b@pont.example",
        "representant": {"civilite": "Mme", "prenom": "Lou", "nom": "Roy", "qualite": "gérante"},
    }  # fmt: skip
    lu = lue(creancier=ARTISAN, debiteur=societe)
    assert (
        "Débiteur\tSARL Brasserie du Pont – siège : 27 avenue de la Gare, 73000 Chambéry – "
        "SIREN 793 401 266 – RCS Chambéry\n" in lu
    )
    assert "Interlocuteur\tMme Lou Roy, gérante\n" in lu
    assert "Téléphone\t04 79 00 00 00\n" in lu
    assert "Courriel\tb@pont.example, pour la voie électronique\n" in lu
    seul = lue()
    assert "Débiteur\tMme Anne Morel – 27 avenue de la Gare, 73000 Chambéry\n" in seul
    for absent in ("Interlocuteur", "Téléphone", "Courriel", "Solidarité", "Pièces jointes"):
        assert f"{absent}\t" not in seul


def test_la_demande_ne_vise_que_le_debiteur_non_ses_codebiteurs():
    autre = {"type": "particulier", "prenom": "Léo", "nom": "Morel", "solidaire": True,
             "adresse": ADRESSE}  # fmt: skip
    assert "Solidarité\tavec Léo Morel, hors de cette demande" in lue(codebiteurs=[autre])


def test_sans_commissaire_l_adresse_dit_le_ressort():
    assert (
        "À l’étude d’un commissaire de justice\ndu ressort de la cour d’appel\n"
        "du domicile du débiteur\n" in lue()
    )
    lu = lue(commissaire=ETUDE)
    assert "SELARL Étude Bréhaut\n1 rue Haute\n38000 GRENOBLE\n" in lu
    assert "À l’étude" not in lu
    assert "\nMaître,\n" in lu


def test_les_modalites_sont_celles_du_dossier_ou_un_paiement_en_une_fois():
    assert "Nous acceptons un paiement en une fois dès l’accord constaté" in lue()
    lu = lue(complements={"modalites": "deux fois 500,00 €, en janvier et février 2027."})
    assert "le paiement suivant : deux fois 500,00 €, en janvier et février 2027." in lu
    assert "en une fois" not in lu


def test_les_engagements_du_creancier_y_sont():
    lu = lue()
    assert "nous ne recevrons de lui aucun paiement (article R. 125-7)" in lu
    assert "sont à notre charge exclusive (article L. 125-1)" in lu
    assert "prescription" not in lu


def test_les_demarches_deja_faites_sont_rappelees_sans_la_demande_elle_meme():
    envois = [
        {"niveau": "relance-courtoise", "date": "2026-10-10", "canal": "courriel"},
        {"niveau": "mise-en-demeure", "date": "2026-10-20", "canal": "lrar"},
        {"niveau": "petites-creances", "date": "2026-10-25", "canal": "lettre"},
    ]
    assert (
        "Relancé par le courriel du 10 octobre 2026 et mis en demeure par la lettre recommandée du "
        "20 octobre 2026, le débiteur n’a pas réglé l’intégralité de sa dette."
        in lue(envois=envois)
    )
    assert "Mis en demeure par la lettre recommandée du 20" in lue(envois=envois[1:])
    assert "l’intégralité" not in lue(envois=envois[2:])


def test_le_titulaire_du_compte_ne_se_dit_que_s_il_est_un_autre():
    assert "Compte à créditer\tIBAN FR76 3000 3012 3400 0500 9876 627\n" in lue()
    lu = lue(creancier={"titulaire_compte": "CARPA", "bic": "SOGEFRPP"})
    assert "627 – BIC SOGEFRPP, au nom de CARPA\n" in lu
    assert "IBAN" not in lue(creancier={"iban": None})


def test_un_artisan_ecrit_je():
    lu = lue(creancier=ARTISAN).replace("Nos références", "")
    assert "Je vous demande d’engager" in lu
    assert not {"nous", "nos", "notre"} & set(lu.lower().replace(",", " ").split())


@pytest.mark.parametrize(
    ("canal", "libelle"),
    [
        (None, "Lettre simple"),
        ("lrar", "Lettre recommandée avec demande d’avis de réception"),
        ("remise", "Remise en main propre contre décharge"),
    ],
)
def test_la_demande_part_comme_on_le_dit(canal, libelle):
    assert f"Envoi\t: {libelle}\n" in lue(canal)


@pytest.mark.parametrize(
    ("ancien", "nouveau", "motif"),
    [
        ("{{ somme.en_lettres }}", "{{ total.en_lettres }}", "ne disent pas la même somme"),
        ("{{ somme.en_chiffres }}", "{{ total.en_chiffres }}", "ne disent pas la même somme"),
        ("aucun paiement", "un paiement", "« aucun paiement » manque"),
        ("charge exclusive", "charge", "« charge exclusive » manque"),
        ("Maître,", "Maître, cette lettre suspend la prescription,", "« suspen »"),
        ("Maître,", "Maître, le silence vaut refus implicite,", "« refus implicite »"),
        ("Maître,", "Maître, les frais sont à la charge du débiteur,", "à la charge du débiteur"),
    ],
)
def test_une_demande_fausse_est_refusee(tmp_path, ancien, nouveau, motif):
    modele = RACINE / "templates" / "petites-creances"
    repertoire = tmp_path / "petites-creances"
    repertoire.mkdir()
    for autre in ("pack.toml", "decompte.docx", "bordereau.docx"):
        (repertoire / autre).write_bytes((modele / autre).read_bytes())
    with (
        zipfile.ZipFile(modele / "lettre.docx") as source,
        zipfile.ZipFile(repertoire / "lettre.docx", "w") as cible,
    ):
        for nom in source.namelist():
            contenu = source.read(nom)
            if nom == "word/document.xml":
                corps = contenu.decode("utf-8")
                assert ancien in corps
                contenu = corps.replace(ancien, nouveau).encode()
            cible.writestr(nom, contenu)
    pack = load_pack("petites-creances", modeles=tmp_path)
    cas = brut(**ENTRE_PROFESSIONNELS, conditions={"fondement": "devis n° 7"})
    with pytest.raises(LettreRefusee, match=motif) as refus:
        compose(load_dossier(cas), pack, JOUR)
    assert refus.value.code == "RELECTURE"


def test_la_demande_porte_ses_donnees_pour_le_logiciel_de_l_etude():
    pdf = livree("petite-creance-professionnelle", "petites-creances").pdf()
    porte = json.loads(piece(pdf, "decompte.json"))
    assert porte["reference"] == "ARC-2026-08"
    assert porte["creancier"]["siren"]
    assert porte["creancier"]["iban"].startswith("FR")
    assert porte["debiteur"]["adresse"]["pays"] == "FR"
    assert porte["fondement"]
    # Les sommes sont celles de la page : ni plus, ni l’indemnité.
    assert Decimal(porte["somme"]) == Decimal(porte["principal"]) + Decimal(porte["interets"])
    assert "indemnites" not in porte
    dit = texte(livree("petite-creance-professionnelle", "petites-creances").docx())
    for partie in ("creancier", "debiteur"):
        assert porte[partie]["nom"].split(" ", 1)[1] in dit


def test_la_mise_en_demeure_ne_porte_pas_les_parties():
    pdf = livree("societe-a-societe", "mise-en-demeure").pdf()
    assert not {"creancier", "debiteur"} & set(json.loads(piece(pdf, "decompte.json")))


def test_le_decompte_a_part_est_celui_de_la_demande():
    lettre = livree("petite-creance-professionnelle", "petites-creances")
    demande = normaliser(texte(lettre.docx())).split("Désignation\t")[1]
    annexe = normaliser(texte(lettre.documents["decompte"].docx())).split("Désignation\t")[1]
    tableau = annexe.split("La somme demandée s’élève")[0]
    assert tableau.count("\n") > 6
    assert demande.startswith(tableau)
    assert recalculer(lettre.documents["decompte"].pdf()).est_juste
