"""The two reminders: their own words, the principal alone, no accessory against a consumer."""

import io
import shutil
import tomllib
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from courriers import LettreRefusee, compose, load_dossier, load_pack
from courriers.document.archive import W
from courriers.document.texte import texte
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import montant
from courriers.lettre.relecture import normaliser
from fabrique import CONSOMMATEUR, HOSTILES, JOUR, RACINE, SAMPLES, brut, dossier, pack_livre

RELANCES = ("relance-courtoise", "seconde-relance")
PACKS = {nom: pack_livre(nom) for nom in (*RELANCES, "mise-en-demeure")}
RAPPEL, SECONDE = (PACKS[nom] for nom in RELANCES)
EXEMPLES = sorted(f.stem for f in (Path(__file__).parent / "textes/relance-courtoise").iterdir())
REGLE_LE_PRINCIPAL = {"conditions": {"imputation": "capital_d_abord"}}
PUBLIC = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
          "denomination": "Commune de Valmont"}  # fmt: skip
NON_PROFESSIONNEL = {"type": "association", "qualite": "non_professionnel", "denomination": "Amis"}


def lue(pack, **changements):
    return normaliser(texte(compose(dossier(**changements), pack, JOUR).docx()))


def exemple(nom, pack):
    attendu = tomllib.loads((SAMPLES / nom / "attendu.toml").read_text(encoding="utf-8"))
    return compose(load_dossier(SAMPLES / nom / "dossier.json"), pack, attendu["au"])


def corps(docx):
    """The paragraphs of the body proper: the sentences, the salutation and the close apart."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        racine = etree.fromstring(archive.read("word/document.xml"))
    phrases = set()
    for paragraphe in racine.iter(f"{{{W}}}p"):
        style = paragraphe.find(f"{{{W}}}pPr/{{{W}}}pStyle")
        phrase = "".join(t.text or "" for t in paragraphe.iter(f"{{{W}}}t")).strip()
        if style is not None and style.get(f"{{{W}}}val") in ("Corps", "Interpellation"):
            phrases.add(phrase)
    return {p for p in phrases if len(p.split()) > 3 and "salutations" not in p}


@pytest.mark.parametrize("nom", EXEMPLES)
def test_aucun_paragraphe_n_est_commun_a_deux_lettres(nom):
    rappel, seconde, demeure = (corps(exemple(nom, p).docx()) for p in PACKS.values())
    assert len(rappel) >= 4
    assert not rappel & seconde
    assert not rappel & demeure
    assert not seconde & demeure


@pytest.mark.parametrize("pack", RELANCES)
@pytest.mark.parametrize("nom", EXEMPLES)
def test_chaque_rangee_du_tableau_se_refait_et_les_rangees_font_la_somme(nom, pack):
    lettre = exemple(nom, PACKS[pack])
    rangees = [r.split("\t") for r in texte(lettre.docx()).split("\n")]
    factures = [[_nombre(c) for c in r[3:]] for r in rangees if len(r) == 6 and "€" in r[5]]
    assert factures
    for ttc, deduit, reste in factures:
        assert ttc - deduit == reste > 0
    assert sum(reste for _, _, reste in factures) == lettre.somme == lettre.decompte.principal
    (total,) = [r[1] for r in rangees if len(r) == 2 and r[0].startswith("Reste")]
    assert _nombre(total) == lettre.somme


def _nombre(cellule):
    return Decimal(normaliser(cellule).replace(" ", "").replace(",", ".").removesuffix("€"))


@pytest.mark.parametrize("pack", RELANCES)
@pytest.mark.parametrize("nom", EXEMPLES)
def test_la_somme_est_le_principal_en_chiffres_et_en_lettres(nom, pack):
    lettre = exemple(nom, PACKS[pack])
    somme = lettre.decompte.principal
    attendu = f"{montant(somme)} ({en_lettres(somme)})"
    assert normaliser(attendu) in normaliser(texte(lettre.docx()))


@pytest.mark.parametrize("pack", RELANCES)
@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_donne_une_relance(nom, pack):
    contenu = brut(
        reference=nom,
        creancier={"denomination": nom, "telephone": nom, "signataire": {"qualite": nom}},
        debiteur={"denomination": nom, "adresse": {"lignes": [nom], "ville": nom}},
        conditions={"fondement": nom},
        contestation={"date": "2026-11-01", "motif": nom},
    )
    contenu["factures"][0] |= {"numero": nom, "objet": nom}
    lu = texte(compose(load_dossier(contenu), PACKS[pack], JOUR).docx())
    assert lu.count(nom) >= 8
    assert f"«\u00a0{nom}\u00a0»" in lu


@pytest.mark.parametrize("pack", RELANCES)
@pytest.mark.parametrize("debiteur", [CONSOMMATEUR, NON_PROFESSIONNEL])
def test_un_consommateur_ne_lit_aucun_accessoire(pack, debiteur):
    lu = lue(PACKS[pack], debiteur=debiteur).lower()
    for mot in ("pénalité", "intérêt", "indemnité", "frais", "441-10", "mise en demeure"):
        assert mot not in lu


@pytest.mark.parametrize(
    ("pack", "debiteur", "mot"),
    [
        ("relance-courtoise", CONSOMMATEUR, "pénalités"),
        ("relance-courtoise", {}, "pénalités"),
        ("relance-courtoise", {}, "mise en demeure"),
        ("relance-courtoise", {}, "retard"),
        ("relance-courtoise", {}, "article 1231"),
        ("seconde-relance", CONSOMMATEUR, "pénalités"),
        ("seconde-relance", CONSOMMATEUR, "intérêts"),
        ("seconde-relance", NON_PROFESSIONNEL, "indemnité"),
        ("seconde-relance", {}, "mise en demeure"),
        ("seconde-relance", {}, "tribunal"),
    ],
)
def test_un_modele_qui_dit_trop_est_refuse(tmp_path, pack, debiteur, mot):
    copie = tmp_path / pack
    shutil.copytree(RACINE / "templates" / pack, copie)
    with zipfile.ZipFile(copie / "lettre.docx") as source:
        membres = {n: source.read(n) for n in source.namelist()}
    document = membres["word/document.xml"].decode("utf-8")
    membres["word/document.xml"] = document.replace("Modalités", f"Sans {mot} : modalités").encode()
    with zipfile.ZipFile(copie / "lettre.docx", "w") as cible:
        for nom, contenu in membres.items():
            cible.writestr(nom, contenu)
    with pytest.raises(LettreRefusee, match="ne doit pas figurer") as refus:
        compose(dossier(debiteur=debiteur), load_pack(pack, modeles=tmp_path), JOUR)
    assert refus.value.code == "RELECTURE"


@pytest.mark.parametrize("pack", RELANCES)
@pytest.mark.parametrize(("paye", "refuse"), [("999.99", False), ("1000.00", True)])
def test_sans_principal_la_relance_est_refusee_et_nomme_la_lettre_qui_convient(pack, paye, refuse):
    etude = dossier(
        **REGLE_LE_PRINCIPAL, paiements=[{"date": "2026-10-20", "montant": paye, "facture": "F1"}]
    )
    assert compose(etude, PACKS["mise-en-demeure"], JOUR)
    if not refuse:
        assert compose(etude, PACKS[pack], JOUR).somme == Decimal("0.01")
        return
    with pytest.raises(LettreRefusee, match="« mise-en-demeure »") as refus:
        compose(etude, PACKS[pack], JOUR)
    assert refus.value.code == "RIEN_A_RECLAMER"
    assert "le principal est réglé" in str(refus.value)


@pytest.mark.parametrize("pack", RELANCES)
def test_une_facture_dont_seuls_les_accessoires_restent_n_est_pas_listee(pack):
    factures = [
        *brut()["factures"],
        {"numero": "F2", "date": "2026-09-02", "echeance": "2026-10-02", "montant_ttc": "200.00"},
    ]
    paiement = {"date": "2026-10-20", "montant": "200.00", "facture": "F2"}
    lu = lue(PACKS[pack], **REGLE_LE_PRINCIPAL, factures=factures, paiements=[paiement])
    assert "F2" not in lu
    assert "la facture ci-dessous" in lu
    assert "imputée" not in lu
    assert "es factures ci-dessous" in lue(PACKS[pack], factures=factures)


def test_ce_qu_un_paiement_a_regle_d_autre_que_le_principal_est_dit():
    paiement = {"date": "2026-10-20", "montant": "300.00", "facture": "F1"}
    # 1000 × 12,40 % × 19 / 365 = 6,45 €, et 40 €
    assert "Une part de 46,45 € en a été affectée" in lue(RAPPEL, paiements=[paiement])
    assert "une part de 46,45 €, hors du tableau" in lue(SECONDE, paiements=[paiement])


def test_la_seconde_relance_annonce_ce_qui_court_de_plein_droit_sans_le_reclamer():
    lu = lue(SECONDE)
    assert "articles L. 441-10, II, et D. 441-5 du code de commerce" in lu
    assert "en plus de la somme demandée, 18,01 € de pénalités et 40,00 €" in lu
    assert "sans que nous y renoncions" in lu
    public = lue(SECONDE, debiteur=PUBLIC)
    assert "articles L. 2192-13 et D. 2192-35 du code de la commande publique" in public
    assert "441-10" not in public
    franc = lue(SECONDE, devise="CHF")
    assert "40 €" not in franc
    assert "article L. 441-10, II, du code de commerce" in franc


def test_l_oubli_n_est_suppose_que_d_un_premier_rappel():
    oubli = "Sans doute s’agit-il d’un simple oubli."
    assert oubli in lue(RAPPEL)
    assert oubli not in lue(RAPPEL, contestation={"date": "2026-11-01", "motif": "malfaçon"})
    for niveau in ("relance-courtoise", "mise-en-demeure"):
        envoi = {"niveau": niveau, "date": "2026-10-10", "canal": "lettre"}
        assert oubli not in lue(RAPPEL, envois=[envoi])


def test_une_mise_en_demeure_deja_faite_garde_ses_effets():
    envoi = {"niveau": "mise-en-demeure", "date": "2026-10-10", "canal": "lrar"}
    lettre = "la lettre recommandée du 10 octobre 2026"
    assert f"Ce rappel laisse entier ce que nous vous avons écrit dans {lettre}." in lue(
        RAPPEL, envois=[envoi]
    )
    assert f"ne remplace pas {lettre}, dont les effets demeurent." in lue(SECONDE, envois=[envoi])


@pytest.mark.parametrize("pack", RELANCES)
def test_les_mots_du_debiteur_ne_comptent_pas_comme_interdits(pack):
    motif = "Retard de livraison,\nfrais et pénalités contraires à l’article 3."
    contestation = {"date": "2026-11-01", "motif": motif}
    lu = lue(PACKS[pack], debiteur=CONSOMMATEUR, contestation=contestation)
    assert "« Retard de livraison, frais et pénalités contraires à l’article 3 »" in lu


@pytest.mark.parametrize("pack", RELANCES)
def test_une_personne_seule_ecrit_je_et_sans_iban_demande_un_cheque(pack):
    ei = {"type": "entrepreneur_individuel", "prenom": "Karim", "nom": "Belhadj",
          "siren": "912057387", "commercant": False}  # fmt: skip
    codebiteur = {"type": "particulier", "prenom": "Léo", "nom": "Morel", "solidaire": True,
                  "adresse": brut()["debiteur"]["adresse"]}  # fmt: skip
    for debiteur in ({}, CONSOMMATEUR, PUBLIC):
        lu = lue(PACKS[pack], creancier=ei, debiteur=debiteur, codebiteurs=[codebiteur],
                 contestation={"date": "2026-11-01", "motif": "malfaçon"})  # fmt: skip
        for mot in (" nous ", " notre ", " nos ", "-nous "):
            assert mot not in lu
        assert "Chèque à l’ordre de\tKarim Belhadj EI" in lu
        assert "Léo Morel" in lu
        assert "à l’adresse figurant en tête" in lu


@pytest.mark.parametrize("pack", RELANCES)
def test_la_retenue_de_garantie_n_est_pas_demandee_et_la_lettre_le_dit(pack):
    factures = [{**brut()["factures"][0], "retenue_garantie": "50.00"}]
    lu = lue(PACKS[pack], debiteur=PUBLIC, factures=factures)
    assert "50,00 €\t950,00 €" in lu
    assert "a retenue de garantie" in lu


@pytest.mark.parametrize(
    ("pack", "niveau", "depassee"),
    [
        ("relance-courtoise", "seconde-relance", True),
        ("relance-courtoise", "mise-en-demeure", True),
        ("seconde-relance", "mise-en-demeure", True),
        ("relance-courtoise", "relance-courtoise", False),
        ("seconde-relance", "relance-courtoise", False),
        ("mise-en-demeure", "seconde-relance", False),
    ],
)
def test_revenir_a_une_etape_depassee_se_signale(pack, niveau, depassee):
    envoi = {"niveau": niveau, "date": "2026-10-10", "canal": "lettre"}
    constats = compose(dossier(envois=[envoi]), PACKS[pack], JOUR).rapport.constats
    assert ("ETAPE_DEPASSEE" in {c.code for c in constats}) is depassee


def test_une_echeance_que_rien_ne_fixe_n_est_pas_imprimee():
    factures = [{"numero": "F1", "date": "2026-09-01", "montant_ttc": "1000.00"}]
    attendue = "F1\t1er septembre 2026\t–\t1 000,00 €"
    assert attendue in lue(RAPPEL, debiteur=CONSOMMATEUR, factures=factures)
    legale = "F1\t1er septembre 2026\t1er octobre 2026\t"
    assert legale in lue(RAPPEL, factures=factures)


@pytest.mark.parametrize(
    ("envoi", "est_cite"),
    [
        ({"date": "2026-10-15"}, True),  # after the due day, 1 October
        ({"date": "2026-10-02"}, True),  # the day after it
        ({"date": "2026-10-01"}, False),  # on it: nothing was late
        ({"date": "2026-09-10"}, False),
        ({"date": "2026-10-15", "retour": "npai"}, False),  # it never arrived
        ({"date": "2026-10-15", "retour": "refuse"}, True),
        ({"date": "2026-09-10", "factures": ["F1"]}, True),  # it names the invoice
        ({"date": "2026-10-15", "factures": ["F0"]}, False),  # another one, paid since
    ],
)
def test_un_rappel_n_est_cite_que_s_il_est_arrive_et_vise_une_facture_due(envoi, est_cite):
    reglee = {"numero": "F0", "date": "2026-09-01", "echeance": "2026-09-20",
              "montant_ttc": "10.00"}  # fmt: skip
    due = {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01",
           "montant_ttc": "1000.00"}  # fmt: skip
    cas = dossier(
        factures=[reglee, due],
        paiements=[{"date": "2026-09-15", "montant": "10.00", "facture": "F0"}],
        envois=[{"niveau": "relance-courtoise", "canal": "lettre", **envoi}],
    )
    for pack in PACKS.values():
        lu = texte(compose(cas, pack, JOUR).docx())
        assert ("la lettre du" in lu) is est_cite, pack.nom


def test_une_relance_dit_quand_son_principal_depasse_le_solde_comptable():
    paiement = [{"date": "2026-11-01", "montant": "100.00", "facture": "F1"}]
    for conditions, dit in (({}, True), ({"imputation": "capital_d_abord"}, False)):
        cas = dossier(paiements=paiement, conditions=conditions)
        codes = {c.code for c in compose(cas, RAPPEL, JOUR).rapport.constats}
        assert ("IMPUTE_SUR_ACCESSOIRES" in codes) is dit
    # The formal notice claims the accessories themselves: there is nothing to explain.
    codes = {c.code for c in compose(dossier(paiements=paiement), PACKS["mise-en-demeure"], JOUR)
             .rapport.constats}  # fmt: skip
    assert "IMPUTE_SUR_ACCESSOIRES" not in codes


@pytest.mark.parametrize(
    ("forme", "attendu"),
    [("SARL", "la SARL Dupont"), ("EURL", "l’EURL Dupont"), ("GIE", "le GIE Dupont")],
)
def test_un_codebiteur_prend_son_article(forme, attendu):
    adresse = {"lignes": ["1 rue Haute"], "code_postal": "38000", "ville": "Grenoble"}
    solidaire = {"type": "societe", "denomination": "Dupont", "forme_juridique": forme,
                 "adresse": adresse, "solidaire": True}  # fmt: skip
    for pack in PACKS.values():
        lu = normaliser(texte(compose(dossier(codebiteurs=[solidaire]), pack, JOUR).docx()))
        assert f" {attendu}" in lu, pack.nom


def test_une_societe_en_liquidation_le_dit_avant_son_capital():
    lu = normaliser(
        texte(compose(dossier(creancier={"en_liquidation": True}), RAPPEL, JOUR).docx())
    )
    assert "SARL Ateliers Vasseur, en liquidation, au capital de 25 000 € – siège : 18 rue" in lu


def test_un_rappel_qui_ne_vise_qu_une_partie_des_factures_le_dit():
    deux = [
        {"numero": f"F{n}", "date": "2026-08-01", "echeance": echeance, "montant_ttc": "100.00"}
        for n, echeance in ((1, "2026-09-01"), (2, "2026-11-01"))
    ]
    for jour, partiel in (("2026-10-01", True), ("2026-11-02", False)):
        envoi = {"niveau": "relance-courtoise", "date": jour, "canal": "lettre"}
        cas = dossier(factures=deux, envois=[envoi])
        lus = {nom: texte(compose(cas, PACKS[nom], JOUR).docx()) for nom in PACKS}
        assert ("pour certaines d’entre elles" in lus["seconde-relance"]) is partiel
        assert ("pour une partie d’entre elles" in lus["mise-en-demeure"]) is partiel
        assert ("malgré la lettre" in lus["mise-en-demeure"]) is not partiel
