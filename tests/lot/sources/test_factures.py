"""Electronic invoices as cases: what they say, what is deduced, what is refused, and how."""

import io
import os
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest

from courriers import compose, load_pack
from courriers.constats import Code, Gravite
from courriers.droit.decompte import decompte_arrete
from courriers.erreurs import CourriersError, FactureInvalide
from courriers.lot.configuration import Configuration
from courriers.lot.sources.delai import echeance_convenue
from courriers.lot.sources.factures import lire, reconnait, reponses_de_la_facture
from courriers.lot.sources.factures.facture import lire_facture
from lot.sources.facturx_de_synthese import (
    ACHETEUR,
    PROFILS,
    VENDEUR,
    cii,
    conforme,
    ecrire,
    page,
    pdf,
    pdf_avec,
    ubl,
)

ADRESSE = {"lignes": ["18 rue des Forges"], "code_postal": "38000", "ville": "Grenoble"}
CREANCIER = {
    "type": "societe", "denomination": "Ateliers Vasseur", "forme_juridique": "SARL",
    "capital": "25000.00", "rcs": "Grenoble", "siren": "841203573", "adresse": ADRESSE,
    "signataire": {"prenom": "Hélène", "nom": "Vasseur", "qualite": "gérante"},
}  # fmt: skip
PRO = {"qualite": "professionnel"}
ORDER_X = (
    b'<rsm:SCRDMCCBDACIOMessageStructure xmlns:rsm="urn:un:unece:uncefact:data:'
    b'SCRDMCCBDACIOMessageStructure:100"/>'
)


def regle(**change):
    return Configuration.model_validate({"creancier": CREANCIER, "debiteur": PRO, **change})


def cas_de(repertoire, reglages=None):
    return list(lire([repertoire], reglages or regle()))


def seul(repertoire, reglages=None):
    """The only case of the folder, which must have been read."""
    (cas,) = cas_de(repertoire, reglages)
    assert cas.erreur is None, cas.erreur
    return cas


def refus_de(repertoire, reglages=None):
    """The only refusal of the folder, with its no-break spaces as plain ones."""
    (cas,) = cas_de(repertoire, reglages)
    assert cas.dossier is None
    return str(cas.erreur).replace("\u00a0", " ").replace("\u202f", " ")


def codes(cas):
    return [c.code for c in cas.constats]


# --- Ce qu'une facture dit ----------------------------------------------------------------------


@pytest.mark.parametrize("profil", PROFILS)
def test_chaque_profil_de_factur_x_est_lu(tmp_path, profil):
    xml = cii(profil)
    assert conforme(xml)
    # The address of the buyer comes from the other invoice when the profile has none.
    autre = cii(numero="FA-26-120", date="20260301", echeance=None)
    ecrire(tmp_path, a_pdf=pdf(xml), b_pdf=pdf(autre))
    cas = seul(tmp_path)
    facture = cas.dossier.factures[0]
    assert (facture.numero, facture.date) == ("FA-26-118", date(2026, 2, 27))
    assert facture.montant_ttc == Decimal("1200.00")
    assert facture.fichier == "a.pdf"
    assert cas.dossier.base == tmp_path
    assert cas.dossier.debiteur.siren == "793401266"
    assert (cas.dossier.debiteur.forme_juridique, cas.dossier.debiteur.denomination) == (
        "SAS", "Rénovation Belledonne",
    )  # fmt: skip
    sait = profil != "minimum"
    assert facture.echeance == (date(2026, 3, 29) if sait else None)
    assert facture.executee_le == (date(2026, 2, 20) if sait else None)
    riche = profil in ("basic", "en16931", "extended")
    assert facture.objet == ("Trois escaliers métalliques" if riche else None)
    assert codes(cas) == []


def test_un_minimum_seul_n_a_ni_echeance_ni_iban_et_l_adresse_manque(tmp_path):
    ecrire(tmp_path, a_pdf=pdf(cii("minimum")))
    lue = lire_facture(tmp_path / "a.pdf")
    assert (lue.echeance, lue.iban, lue.net) == (None, None, Decimal(1200))
    dit = refus_de(tmp_path)
    assert "a.pdf, acheteur (BG-7), adresse : ce champ obligatoire manque." in dit
    assert "nouveau-dossier --depuis" in dit


@pytest.mark.parametrize("texte", [ubl(), cii(), pdf(cii()), pdf_avec({"xrechnung.xml": ubl()})],
                         ids=["ubl", "cii", "factur-x", "ubl-en-pdf"])  # fmt: skip
def test_ubl_et_cii_disent_la_meme_chose(tmp_path, texte):
    ecrire(tmp_path, **{"f_pdf" if texte.startswith(b"%PDF") else "f_xml": texte})
    dossier = seul(tmp_path).dossier
    (facture,) = dossier.factures
    assert dossier.reference == facture.numero == "FA-26-118"
    assert (facture.date, facture.echeance) == (date(2026, 2, 27), date(2026, 3, 29))
    assert facture.executee_le == date(2026, 2, 20)
    assert facture.objet == "Trois escaliers métalliques"
    assert facture.complements["conditions_de_paiement"] == "30 jours nets"
    assert dossier.conditions.fondement == "commande n°\u00a0CDE-87"
    assert dossier.creancier.iban == "FR7630003012340005009876627"
    assert dossier.creancier.tva_intracommunautaire == "FR46841203573"
    assert dossier.debiteur.adresse.lignes == ("27 avenue de la Gare",)


def test_le_decompte_d_une_facture_electronique_est_celui_du_meme_dossier_tape(tmp_path):
    ecrire(tmp_path, f_pdf=pdf(cii()))
    decompte = decompte_arrete(seul(tmp_path).dossier, date(2026, 4, 28))
    # 30 days late, BCE rate of the half-year (2.15 % on 1 January 2026) plus ten points.
    interet = (Decimal(1200) * Decimal("12.15") * 30 / 36500).quantize(Decimal("0.01"))
    assert decompte.total == Decimal(1200) + interet + 40


def test_un_avoir_est_deduit_et_nomme_sa_facture(tmp_path):
    avoir = ubl(**{"BT-1": "AV-1", "BT-3": "381", "BT-2": "2026-03-10", "BT-9": None,
                   "BG-3": [{"BT-25": "FA-26-118"}], "BT-106": "100.00", "BT-109": "100.00",
                   "BT-110": "20.00", "BT-112": "120.00", "BT-115": "120.00",
                   "BG-23": [{"BT-116": "100.00", "BT-117": "20.00", "BT-118": "S",
                              "BT-119": "20.00"}]})  # fmt: skip
    assert b"<CreditNote" in avoir or b":CreditNote" in avoir[:200]
    ecrire(tmp_path, a_xml=avoir, f_pdf=pdf(cii()))
    assert seul(tmp_path).reference == "FA-26-118"
    facture, lu = seul(tmp_path).dossier.factures
    assert (lu.type, lu.montant_ttc, lu.sur_facture) == ("avoir", Decimal(120), "FA-26-118")
    assert facture.type == "facture"


@pytest.mark.parametrize("code", ["381", "261", "396", "502", "532"])
def test_chaque_sorte_d_avoir_est_deduite(tmp_path, code):
    avoir = cii(numero="AV", type=code, ttc="120.00", du="120.00", precedente="FA-26-118")
    ecrire(tmp_path, a_xml=avoir, f_xml=cii())
    assert [f.est_avoir for f in seul(tmp_path).dossier.factures].count(True) == 1


@pytest.mark.parametrize(("precedente", "mot"), [
    (None, "il n’en nomme aucune"), ("FA-9", "« FA-9 », qui n’est pas ici"),
    (["FA-26-118", "FA-9"], "il en corrige plusieurs"),
])  # fmt: skip
def test_un_avoir_sans_sa_facture_est_deduit_de_l_ensemble_et_dit(tmp_path, precedente, mot):
    avoir = cii(numero="AV", type="381", ttc="120.00", du="120.00", precedente=precedente)
    ecrire(tmp_path, a_xml=avoir, f_xml=cii())
    cas = seul(tmp_path)
    assert [f.sur_facture for f in cas.dossier.factures] == [None, None]
    assert codes(cas) == [Code.FACTURE_A_VERIFIER]
    assert mot in str(cas.constats[0]).replace("\u00a0", " ")


def test_des_avoirs_seuls_ne_font_jamais_de_dossier(tmp_path):
    ecrire(tmp_path, a_xml=cii(numero="AV", type="381"))
    assert "que des avoirs de « Rénovation Belledonne SAS »" in refus_de(tmp_path)


def test_un_total_negatif_est_deduit_jamais_reclame(tmp_path):
    ecrire(tmp_path, a_xml=cii(numero="N", ttc="-120.00", du="-120.00"), f_xml=cii())
    cas = seul(tmp_path)
    assert {(f.numero, f.type, f.montant_ttc) for f in cas.dossier.factures} == {
        ("N", "avoir", Decimal(120)), ("FA-26-118", "facture", Decimal(1200)),
    }  # fmt: skip
    assert "comme un avoir" in str(cas.constats[0])


def test_une_facture_rectificative_remplace_celle_qu_elle_nomme(tmp_path):
    corrigee = cii(numero="F2", type="384", ttc="900.00", du="900.00", precedente="FA-26-118")
    avoir = cii(numero="AV", type="381", precedente="FA-26-118")
    ecrire(tmp_path, a_xml=corrigee, b_xml=cii(), c_xml=avoir)
    cas = seul(tmp_path)
    assert [(f.numero, f.montant_ttc) for f in cas.dossier.factures] == [("F2", Decimal(900))]
    assert codes(cas) == [Code.FACTURE_ECARTEE] * 2
    assert "remplacée par la facture rectificative" in str(cas.constats[0])


def test_une_rectificative_qui_ne_nomme_rien_est_comptee_et_dite(tmp_path):
    ecrire(tmp_path, a_xml=cii(numero="F2", type="384"), b_xml=cii())
    cas = seul(tmp_path)
    assert len(cas.dossier.factures) == 2
    assert "ne dit pas laquelle elle remplace" in str(cas.constats[0])


@pytest.mark.parametrize("code", ["386", "500"])
def test_une_facture_d_acompte_est_comptee_et_dite(tmp_path, code):
    ecrire(tmp_path, a_xml=cii(type=code))
    assert "facture d’acompte" in str(seul(tmp_path).constats[0])


def test_une_autofacture_est_comptee(tmp_path):
    ecrire(tmp_path, a_xml=cii(type="389"))
    assert seul(tmp_path).dossier.factures[0].montant_ttc == Decimal(1200)


@pytest.mark.parametrize(("code", "mot"), [
    ("393", "affacturée"), ("501", "affacturée"), ("325", "pro forma"), ("751", "comptable"),
    ("999", "type inconnu : « 999 »"),
])  # fmt: skip
def test_ce_qui_ne_se_reclame_pas_est_laisse_de_cote(tmp_path, code, mot):
    ecrire(tmp_path, a_xml=cii(numero="X", type=code))
    assert mot in refus_de(tmp_path)
    ecrire(tmp_path, b_xml=cii())
    cas = seul(tmp_path)
    assert [f.numero for f in cas.dossier.factures] == ["FA-26-118"]
    assert codes(cas) == [Code.FACTURE_ECARTEE]


# --- Les montants -------------------------------------------------------------------------------


def test_une_part_deja_payee_sans_date_laisse_le_solde_et_un_avertissement(tmp_path):
    ecrire(tmp_path, a_xml=cii(paye="200.00", du="1000.00"))
    cas = seul(tmp_path)
    facture = cas.dossier.factures[0]
    assert facture.montant_ttc == Decimal(1000)
    assert facture.complements["total_facture"] == "1200.00"
    assert cas.dossier.paiements == ()
    (constat,) = cas.constats
    assert constat.gravite is Gravite.AVERTISSEMENT
    assert "déjà payés, sans date" in constat.message


def test_un_minimum_ne_dit_pas_ce_qui_est_paye_mais_son_net_le_dit(tmp_path):
    ecrire(tmp_path, a_xml=cii("minimum", du="1000.00"))
    assert lire_facture(tmp_path / "a.xml").net == Decimal(1000)


@pytest.mark.parametrize("change", [
    {"paye": "200.00"}, {"du": "1300.00"}, {"paye": "200.00", "du": "900.00"},
])  # fmt: skip
def test_des_montants_qui_ne_se_suivent_pas_sont_refuses(tmp_path, change):
    ecrire(tmp_path, a_xml=cii(**change))
    assert "net à payer (BT-115) : le net à payer" in refus_de(tmp_path)


def test_une_facture_soldee_n_est_pas_reclamee_mais_son_avoir_reste_du(tmp_path):
    soldee = cii(numero="S", paye="1200.00", du="0.00")
    ecrire(tmp_path, a_xml=soldee)
    assert "est soldée" in refus_de(tmp_path)
    avoir = cii(numero="AV", type="381", ttc="50.00", du="50.00", precedente="S")
    ecrire(tmp_path, b_xml=cii(), c_xml=avoir)
    cas = seul(tmp_path)
    assert {f.numero for f in cas.dossier.factures} == {"FA-26-118", "AV"}


@pytest.mark.parametrize(("devise", "somme"), [("CHF", "1200.00"), ("JPY", "1200"), ("XPF", "5")])
def test_une_devise_connue_de_la_maison_passe(tmp_path, devise, somme):
    ecrire(tmp_path, a_xml=cii(devise=devise, ttc=somme, du=somme))
    dossier = seul(tmp_path).dossier
    assert (dossier.devise, dossier.factures[0].montant_ttc) == (devise, Decimal(somme))


def test_deux_devises_font_deux_dossiers(tmp_path):
    ecrire(tmp_path, a_xml=cii(), b_xml=cii(numero="F2", devise="CHF"))
    assert [c.dossier.devise for c in cas_de(tmp_path)] == ["EUR", "CHF"]


def test_une_devise_inconnue_un_montant_illisible_sont_dits(tmp_path):
    ecrire(tmp_path, a_xml=cii(devise="PLN"))
    assert "devise (BT-5) : la devise « PLN » n’est pas connue" in refus_de(tmp_path)
    for faux in ("1,200.00", "1e3", "NaN", "douze", "1" * 40):
        ecrire(tmp_path, a_xml=cii(ttc=faux))
        assert "total TTC (BT-112)" in refus_de(tmp_path)


def test_plus_de_decimales_que_la_devise_est_refuse_par_le_dossier(tmp_path):
    ecrire(tmp_path, a_xml=cii(ttc="1200.005", du="1200.005"))
    assert "a.xml, net à payer (BT-115) : 1200.005 a trop de décimales" in refus_de(tmp_path)


# --- Les jours ----------------------------------------------------------------------------------


def test_une_facture_sans_echeance_prend_le_delai_de_l_office_ou_rien(tmp_path):
    ecrire(tmp_path, a_xml=cii(echeance=None))
    assert seul(tmp_path).dossier.factures[0].echeance is None
    cas = seul(tmp_path, regle(delai="45 jours fin de mois"))
    # 27 February and 45 days is 13 April.
    assert cas.dossier.factures[0].echeance == date(2026, 4, 30)
    assert codes(cas) == [Code.ECHEANCE_CALCULEE]


@pytest.mark.parametrize(("jour", "delai", "attendu"), [
    (date(2026, 1, 31), "30 jours", date(2026, 3, 2)),
    (date(2026, 1, 31), "30 jours fin de mois", date(2026, 3, 31)),
    (date(2024, 1, 30), "30 jours fin de mois", date(2024, 2, 29)),
    (date(2026, 12, 15), "0 jours", date(2026, 12, 15)),
])  # fmt: skip
def test_le_delai_se_compte_en_jours_puis_fin_de_mois(jour, delai, attendu):
    assert echeance_convenue(jour, delai) == attendu


def test_une_echeance_avant_la_facture_est_refusee_avec_sa_place(tmp_path):
    ecrire(tmp_path, a_xml=cii(echeance="20250329"))
    assert "a.xml, échéance (BT-9) : l’échéance (2025-03-29) précède" in refus_de(tmp_path)


def test_plusieurs_echeances_laissent_la_derniere_et_un_avertissement(tmp_path):
    xml = cii().decode()
    une = xml[xml.index("<ram:SpecifiedTradePaymentTerms>") :]
    une = une[: une.index("</ram:SpecifiedTradePaymentTerms>") + 33]
    ecrire(tmp_path, a_xml=xml.replace(une, une + une.replace("20260329", "20260429")).encode())
    cas = seul(tmp_path)
    assert cas.dossier.factures[0].echeance == date(2026, 4, 29)
    assert codes(cas) == [Code.FACTURE_A_VERIFIER]


@pytest.mark.parametrize("ecrit", ["2026-02-27Z", "2026-02-27+01:00", "2026-02-27"])
def test_un_jour_ubl_avec_son_fuseau_est_lu(tmp_path, ecrit):
    xml = ubl().replace(b"IssueDate>2026-02-27<", f"IssueDate>{ecrit}<".encode())
    ecrire(tmp_path, a_xml=xml)
    assert seul(tmp_path).dossier.factures[0].date == date(2026, 2, 27)


@pytest.mark.parametrize("faux", ["20260230", "99991231", "18991231", "mars", "2026"])
def test_un_jour_faux_est_dit_avec_sa_ligne(tmp_path, faux):
    ecrire(tmp_path, a_xml=cii(date=faux))
    dit = refus_de(tmp_path)
    assert f"« {faux} » n’est pas une date" in dit
    assert "a.xml, IssueDateTime, ligne" in dit or "a.xml, ligne" in dit


# --- Les personnes ------------------------------------------------------------------------------


def test_les_factures_d_un_acheteur_font_un_dossier_quel_que_soit_leur_format(tmp_path):
    sans_numero = {**ACHETEUR, "siren": None, "nom": "RENOVATION-BELLEDONNE S.A.S."}
    ecrire(tmp_path, a_pdf=pdf(cii(numero="F1", date="20260401", echeance=None)),
           b_xml=ubl(**{"BT-1": "F2"}),
           c_xml=cii(numero="F3", acheteur=sans_numero),
           d_xml=cii(numero="F4", acheteur={**ACHETEUR, "nom": "Autre", "siren": "552100554"}),
           e_xml=cii(numero="F5", acheteur=sans_numero | {"cp": "69001", "ville": "Lyon"}),
           )  # fmt: skip
    lus = cas_de(tmp_path)
    assert [[f.numero for f in c.dossier.factures] for c in lus if c.dossier] == [
        ["F2", "F3", "F1"], ["F4"], ["F5"],
    ]  # fmt: skip


def test_une_adresse_changee_est_dite_et_la_plus_recente_retenue(tmp_path):
    demenage = {**ACHETEUR, "rue": "3 quai Neuf"}
    ecrire(tmp_path, a_xml=cii(), b_xml=cii(numero="F2", date="20260301", acheteur=demenage))
    cas = seul(tmp_path)
    assert cas.dossier.debiteur.adresse.lignes == ("3 quai Neuf",)
    assert codes(cas) == [Code.FACTURE_A_VERIFIER]


@pytest.mark.parametrize(("change", "mot"), [
    ({"iban": "FR7630003012340005009876628"}, "n’est pas un IBAN valide"),
    ({"acheteur": {**ACHETEUR, "siren": "793401267"}}, "n’est pas un SIREN valide de l’acheteur"),
    ({"acheteur": {**ACHETEUR, "siren": "79340126600013"}}, "n’est pas un SIRET valide"),
    ({"vendeur": {**VENDEUR, "tva": "FR47841203573"}}, "n’est pas un numéro de TVA valide du vend"),
])  # fmt: skip
def test_un_identifiant_faux_est_ecarte_avec_un_avertissement(tmp_path, change, mot):
    ecrire(tmp_path, a_xml=cii(**change))
    cas = seul(tmp_path)
    (constat,) = cas.constats
    assert constat.code == Code.IDENTIFIANT_ECARTE
    assert mot in constat.message.replace("\u00a0", " ")
    assert "écarté" in constat.message
    assert constat.lieu.fichier == str(tmp_path / "a.xml")


@pytest.mark.parametrize(("pays", "siren"), [("FR", "793401266"), ("NO", None)])
def test_neuf_chiffres_sans_registre_ne_sont_un_siren_qu_en_france(tmp_path, pays, siren):
    sans_registre = cii(acheteur={**ACHETEUR, "pays": pays})
    rang = sans_registre.index(b"BuyerTradeParty")
    fin = sans_registre[rang:].replace(b' schemeID="0002"', b"")
    ecrire(tmp_path, a_xml=sans_registre[:rang] + fin)
    cas = seul(tmp_path)
    assert cas.dossier.debiteur.siren == siren
    assert cas.constats == ()


def test_une_societe_etrangere_se_deduit_de_sa_forme(tmp_path):
    lui = {**ACHETEUR, "nom": "Muster GmbH", "siren": None, "tva": "DE136695976", "pays": "DE",
           "cp": "10369", "ville": "Berlin"}  # fmt: skip
    ecrire(tmp_path, a_xml=cii(acheteur=lui))
    debiteur = seul(tmp_path).dossier.debiteur
    assert (debiteur.type, debiteur.denomination) == ("societe", "Muster GmbH")
    assert debiteur.tva_intracommunautaire == "DE136695976"


def test_une_lettre_s_ecrit_d_un_dossier_de_factures(tmp_path):
    avoir = cii(numero="AV", type="381", ttc="120.00", du="120.00", precedente="FA-26-118")
    ecrire(tmp_path, a_pdf=pdf(cii()), b_xml=avoir)
    lettre = compose(seul(tmp_path).dossier, load_pack("mise-en-demeure"), date(2026, 4, 28))
    # The credit note lowers the price from the start: 1 080 € for 30 days at 12.15 %.
    assert lettre.decompte.principal == Decimal(1080)


def test_un_bon_compte_suit_un_mauvais(tmp_path):
    ecrire(tmp_path, a_xml=cii(iban=["FR7630003012340005009876628", "DE89370400440532013000"]))
    assert seul(tmp_path).dossier.creancier.iban == "DE89370400440532013000"


def test_courriers_toml_l_emporte_sur_l_iban_de_la_facture_et_le_dit(tmp_path):
    ecrire(tmp_path, a_xml=cii())
    connu = {**CREANCIER, "iban": "FR7620041010050012345678924"}
    cas = seul(tmp_path, regle(creancier=connu))
    assert cas.dossier.creancier.iban == "FR7620041010050012345678924"
    assert "fraude" in cas.constats[0].conseil


def test_le_siren_se_deduit_du_numero_de_tva_et_rapproche_le_creancier(tmp_path):
    ecrire(tmp_path, a_xml=cii(vendeur={**VENDEUR, "siren": None, "nom": "Un autre nom"}))
    assert seul(tmp_path).dossier.creancier.denomination == "Ateliers Vasseur"


def test_le_creancier_se_reconnait_a_son_nom_quand_rien_d_autre_ne_le_dit(tmp_path):
    anonyme = {**VENDEUR, "siren": None, "tva": None, "nom": "ATELIERS  VASSEUR s.a.r.l."}
    ecrire(tmp_path, a_xml=cii(vendeur=anonyme))
    assert seul(tmp_path).dossier.creancier.siren == "841203573"


def test_un_des_creanciers_d_un_lot_est_choisi(tmp_path):
    autre = {**CREANCIER, "siren": "552100554", "denomination": "Autre"}
    reglages = regle(creancier=None, creanciers={"a": autre, "b": CREANCIER})
    ecrire(tmp_path, a_xml=cii())
    cas = seul(tmp_path, reglages)
    assert cas.dossier.creancier.denomination == "Ateliers Vasseur"
    assert cas.reference == "FA-26-118-b"


def test_un_autre_vendeur_une_facture_d_achat_sont_refuses(tmp_path):
    ecrire(tmp_path, a_xml=cii(vendeur=ACHETEUR, acheteur={**ACHETEUR, "siren": "552100554"}))
    dit = refus_de(tmp_path)
    assert "le vendeur, « Rénovation Belledonne SAS », n’est pas le créancier" in dit
    assert "(SARL Ateliers Vasseur)" in dit
    ecrire(tmp_path, a_xml=cii(vendeur=ACHETEUR, acheteur=VENDEUR))
    assert "c’est une facture d’achat" in refus_de(tmp_path)


def test_ce_que_tous_les_dossiers_attendent_est_dit_une_fois(tmp_path):
    for rang in range(5):
        acheteur = {**ACHETEUR, "siren": None, "nom": f"SAS Client {rang}"}
        ecrire(tmp_path, **{f"f{rang}_xml": cii(numero=f"F{rang}", acheteur=acheteur)})
    (cas,) = cas_de(tmp_path, Configuration())
    assert cas.erreur.code == "DOSSIER_INVALIDE"
    dit = str(cas.erreur).replace("\u00a0", " ")
    assert dit.startswith("5 dossiers attendent (SAS Client 0, SAS Client 1, SAS Client 2 et 2")
    assert "il manque à la lettre : rcs, capital, signataire." in dit
    assert '[debiteur] qualite = "professionnel"' in dit
    assert [c.lieu.fichier for c in cas.erreur.constats] == ["courriers.toml"] * 2


def test_la_qualite_n_est_jamais_devinee_meme_d_une_societe(tmp_path):
    ecrire(tmp_path, a_xml=cii(acheteur={**ACHETEUR, "tva": "FR91552100554", "siren": "552100554"}))
    dit = refus_de(tmp_path, regle(debiteur=None))
    assert "ne dit pas la qualité de l’acheteur" in dit


@pytest.mark.parametrize("nom", ["Association Les Amis", "Commune de Vif", "Karim Belhadj EI",
                                 "M. Yann Kervella", "CCAS du Touvet", "Inconnu"])  # fmt: skip
def test_le_type_d_un_acheteur_n_est_pas_devine(tmp_path, nom):
    siren = None if nom == "Inconnu" else "793401266"
    ecrire(tmp_path, a_xml=cii(acheteur={**ACHETEUR, "nom": nom, "siren": siren}))
    assert f"rien ne dit si l’acheteur, « {nom} », est une société" in refus_de(tmp_path)


def test_un_siren_public_n_est_pas_une_societe(tmp_path):
    ecrire(tmp_path, a_xml=cii(acheteur={**ACHETEUR, "nom": "Ville", "siren": "217500016"}))
    assert "rien ne dit si l’acheteur" in refus_de(tmp_path)


def test_un_acheteur_public_regle_porte_l_engagement_et_le_marche(tmp_path):
    ecrire(tmp_path, a_xml=cii(acheteur={**ACHETEUR, "nom": "Commune de Vif", "siren": None}))
    public = {"type": "personne_publique"}
    assert 'regime = "ccp"' in refus_de(tmp_path, regle(debiteur=public))
    dossier = seul(tmp_path, regle(debiteur={**public, "regime": "ccp"})).dossier
    assert (dossier.debiteur.qualite, dossier.debiteur.denomination) == (
        "personne_publique", "Commune de Vif",
    )  # fmt: skip
    assert dossier.factures[0].numero_engagement == "CDE-87"


def test_un_particulier_regle_a_un_prenom_et_un_nom(tmp_path):
    ecrire(tmp_path, a_xml=cii(acheteur={**ACHETEUR, "nom": "Mme Sylvie Guérin", "siren": None}))
    lui = {"type": "particulier", "qualite": "consommateur"}
    debiteur = seul(tmp_path, regle(debiteur=lui)).dossier.debiteur
    assert (debiteur.civilite, debiteur.prenom, debiteur.nom) == ("Mme", "Sylvie", "Guérin")


def test_une_adresse_incomplete_ou_fausse_est_dite_avec_sa_place(tmp_path):
    ecrire(tmp_path, a_xml=cii(acheteur={**ACHETEUR, "cp": "7300"}))
    dit = refus_de(tmp_path)
    assert "a.xml, acheteur (BG-7), adresse.code_postal : « 7300 » n’est pas un code postal" in dit


def test_une_reference_de_commande_sans_chiffre_n_est_pas_un_fondement(tmp_path):
    ecrire(tmp_path, a_xml=cii(commande="N/A"))
    assert seul(tmp_path).dossier.conditions.fondement is None
    ecrire(tmp_path, b_xml=cii(numero="F2"))
    assert seul(tmp_path).dossier.conditions.fondement is None


# --- Plusieurs fois la même -----------------------------------------------------------------------


def test_la_meme_facture_en_pdf_et_en_xml_n_est_comptee_qu_une_fois(tmp_path):
    ecrire(tmp_path, a_xml=cii(), b_pdf=pdf(cii()), c_xml=ubl(), d_pdf=pdf(cii("minimum")))
    cas = seul(tmp_path)
    (facture,) = cas.dossier.factures
    assert facture.fichier == "b.pdf"
    assert codes(cas) == [Code.FACTURE_ECARTEE] * 3
    assert {c.gravite for c in cas.constats} == {Gravite.INFORMATION}


def test_deux_factures_d_un_numero_sont_refusees_et_les_deux_fichiers_nommes(tmp_path):
    ecrire(tmp_path, a_xml=cii(), b_xml=cii(ttc="900.00", du="900.00"),
           c_xml=cii(numero="F9", acheteur={**ACHETEUR, "siren": "552100554"}))  # fmt: skip
    refuse, bon = cas_de(tmp_path)
    dit = str(refuse.erreur)
    assert str(tmp_path / "a.xml") in dit
    assert str(tmp_path / "b.xml") in dit
    assert bon.dossier.reference == "F9"


def test_le_meme_numero_chez_deux_acheteurs_arrete_les_deux_dossiers(tmp_path):
    autre = {**ACHETEUR, "siren": "552100554"}
    ecrire(tmp_path, a_xml=cii(), b_xml=cii(acheteur=autre, ttc="1.00", du="1.00"))
    assert [c.dossier for c in cas_de(tmp_path)] == [None, None]


# --- Ce qui n'est pas une facture ---------------------------------------------------------------

_ENTITES = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
_XMLNS = b'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"'
REFUS = {
    "vide_pdf": (b"", "le fichier est vide."),
    "vide_xml": (b" \n", "le fichier est vide."),
    "image_pdf": (page(), "cette facture PDF n’est pas électronique"),
    "texte_pdf": (b"bonjour", "ce n’est pas un PDF, malgré son nom."),
    "word_pdf": (b"PK\x03\x04" + bytes(99), "ce n’est pas un PDF, malgré son nom."),
    "tronque_pdf": (b"%PDF-1.7\n", "ce PDF est abîmé"),
    "coupe_pdf": (pdf(cii())[:2000], "ce PDF est abîmé"),
    "chiffre_pdf": (
        pdf_avec({"factur-x.xml": cii()}, encryption=pikepdf.Encryption(owner="a", user="b")),
        "ce PDF est chiffré, ou protégé par un mot de passe.",
    ),
    "sans_mot_pdf": (
        pdf_avec({"factur-x.xml": cii()}, encryption=pikepdf.Encryption(owner="a", user="", R=4)),
        "ce PDF est chiffré, ou protégé par un mot de passe.",
    ),
    "commande_pdf": (pdf_avec({"order-x.xml": ORDER_X}), "c’est une commande (Order-X)"),
    "casse_pdf": (pdf_avec({"factur-x.xml": b"<a"}), "le XML est abîmé"),
    "rire_xml": (b'<!DOCTYPE l [<!ENTITY a0 "ha">' + _ENTITES + b"]><l>&a11;</l>", "DOCTYPE"),
    "xxe_xml": (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', "DOCTYPE"),
    "dtd_xml": (b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>', "DOCTYPE"),
    "rire_pdf": (pdf_avec({"factur-x.xml": b"<!DOCTYPE l [" + _ENTITES + b"]><l/>"}), "DOCTYPE"),
    "espace_xml": (cii().replace(b"Invoice:100", b"Invoice:1"), "CII est d’une autre version"),
    "ubl_xml": (b'<Invoice xmlns="urn:x"/>', "n’est pas d’UBL 2.1"),
    "avoir_xml": (b'<CreditNote xmlns="urn:x"/>', "n’est pas d’UBL 2.1"),
    "zugferd_xml": (
        b'<r:CrossIndustryDocument xmlns:r="urn:ferd:CrossIndustryDocument:invoice:1p0"/>',
        "ZUGFeRD 1.0, un format abandonné.",
    ),
    "order_xml": (ORDER_X, "c’est une commande (Order-X), pas une facture."),
    "commande_xml": (b"<Order/>", "c’est une commande (UBL), pas une facture."),
    "dessin_xml": (b"<svg/>", "(« svg ») n’est pas une facture UBL ni CII."),
    "page_xml": (b"<html><body>x", "le XML est abîmé"),
    "nul_xml": (bytes(9), "le XML est abîmé"),
    "racine_xml": (b"<Invoice " + _XMLNS + b"/>", "devise (BT-5) : il manque"),
    "creuse_xml": (b"<Invoice " + _XMLNS + b"><x/></Invoice>", "la devise."),
    "profonde_xml": (b"<a>" * 5000, "le XML est abîmé ou trop imbriqué"),
    "balises_xml": (b"<a>" + b"<b/>" * 1_000_001 + b"</a>", "plus de 1 million de balises"),
    "lourde_xml": (b"<a>" + b" " * 10_000_001 + b"</a>", "son XML dépasse 10 Mo."),
    "numero_xml": (cii(numero=" "), "numéro (BT-1) : il manque à cette facture : le numéro."),
    "long_xml": (cii(numero="F" * 600), None),
    "nom_xml": (cii(acheteur={**ACHETEUR, "nom": ""}), "le nom de l’acheteur"),
    "commande_u0001_xml": (cii().replace(b"FA-26", b"FA&#1;26"), "le XML est abîmé"),
}


@pytest.mark.parametrize("nom", [n for n, (_, motif) in REFUS.items() if motif is not None])
def test_un_fichier_qui_n_est_pas_une_facture_a_sa_ligne_et_le_reste_continue(tmp_path, nom):
    octets, motif = REFUS[nom]
    ecrire(tmp_path, bonne_xml=cii(), **{nom: octets})
    mauvais, bon = cas_de(tmp_path)
    assert mauvais.place.fichier.parent == tmp_path
    assert isinstance(mauvais.erreur, FactureInvalide)
    dit = str(mauvais.erreur).replace("\u00a0", " ")
    assert motif in dit
    assert dit.startswith(str(mauvais.place.fichier))
    assert "\n" not in dit
    assert bon.dossier.reference == "FA-26-118"


def test_une_bombe_dans_un_pdf_est_arretee(tmp_path):
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_avec({"factur-x.xml": b"x"}))) as ouvert:
        piece = ouvert.Root.Names.EmbeddedFiles.Names[1].EF
        piece.F = ouvert.make_stream(b"<a>" + b" " * 90_000_000 + b"</a>")
        piece.UF = piece.F
        ouvert.save(sortie, compress_streams=True)
    assert len(sortie.getvalue()) < 200_000
    ecrire(tmp_path, a_pdf=sortie.getvalue())
    assert "abîmé ou démesuré" in refus_de(tmp_path)


def test_un_fichier_de_cent_megaoctets_n_est_pas_lu(tmp_path):
    with (tmp_path / "a.pdf").open("wb") as ouvert:
        ouvert.write(b"%PDF-")
        ouvert.truncate(100_000_000)
    assert "le fichier dépasse 50 Mo." in refus_de(tmp_path)


def test_des_noms_qui_ne_menent_a_rien_sont_dits(tmp_path):
    (tmp_path / "vide").mkdir()
    (tmp_path / "rep.pdf").mkdir()
    dits = [str(c.erreur) for c in lire(
        [tmp_path / "absent.pdf", tmp_path / "vide", tmp_path / "rep.pdf", Path("a\0b.xml")],
        regle(),
    )]  # fmt: skip
    assert "il n’existe pas" in dits[0]
    assert "ne contient ni facture PDF ni facture XML" in dits[1]
    assert "ne contient ni facture PDF ni facture XML" in dits[2]
    assert "ce nom de fichier n’est pas valide" in dits[3]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pas de tube nommé sur ce système")
def test_un_tube_nomme_n_arrete_pas_la_lecture(tmp_path):
    os.mkfifo(tmp_path / "tube.xml")
    assert "ce n’est pas un fichier" in refus_de(tmp_path)


def test_les_autres_fichiers_d_un_repertoire_sont_passes_sans_mot(tmp_path):
    ecrire(tmp_path, a_xml=cii(), notes_txt=b"x", photo_jpg=b"x", devis_docx=b"x")
    (tmp_path / "._a.xml").write_bytes(b"\0\5\x16\7")
    (tmp_path / "2025").mkdir()
    ecrire(tmp_path / "2025", b_xml=cii(numero="ANCIENNE"))
    assert [f.numero for f in seul(tmp_path).dossier.factures] == ["FA-26-118"]


def test_un_fichier_nomme_deux_fois_est_lu_une_fois(tmp_path):
    ecrire(tmp_path, a_xml=cii())
    (cas,) = lire([tmp_path / "a.xml", tmp_path, tmp_path / "a.xml"], regle())
    assert cas.constats == ()


def test_une_facture_parmi_d_autres_pieces_est_trouvee(tmp_path):
    pieces = {"note.xml": b"<note/>", "annexe.xml": cii(numero="N")}
    ecrire(tmp_path, a_pdf=pdf_avec({**pieces, "factur-x.xml": cii()}))
    assert seul(tmp_path).dossier.reference == "FA-26-118"


@pytest.mark.parametrize("texte", [
    cii().decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16"), b"\xef\xbb\xbf" + cii(),
    cii().decode().replace('"UTF-8"', '"ISO-8859-1"').encode("iso-8859-1"),
], ids=["utf-16", "bom", "latin-1"])  # fmt: skip
def test_un_autre_encodage_est_lu(tmp_path, texte):
    ecrire(tmp_path, a_xml=texte)
    assert seul(tmp_path).dossier.factures[0].objet == "Trois escaliers métalliques"


@pytest.mark.parametrize("nom", ["{{ 7*7 }} SARL", "Dupont & Fils <SARL> SAS", "N" * 480,
                                 "../../etc SARL", "Œuvre\u200f SAS"])  # fmt: skip
def test_un_nom_etrange_ne_casse_rien(tmp_path, nom):
    ecrire(tmp_path, a_xml=cii(acheteur={**ACHETEUR, "nom": nom}))
    assert seul(tmp_path).dossier.debiteur.denomination in nom


def test_un_numero_trop_long_est_coupe_comme_une_ligne(tmp_path):
    ecrire(tmp_path, a_xml=REFUS["long_xml"][0])
    assert len(seul(tmp_path).dossier.reference) == 500


def test_neuf_mille_lignes_ne_comptent_que_les_premieres(tmp_path):
    ecrire(tmp_path, a_xml=cii(lignes=[f"Article {n}" for n in range(9000)]))
    assert seul(tmp_path).dossier.factures[0].objet == "Article 0, Article 1, Article 2"


def test_un_objet_trop_long_est_coupe_a_un_mot(tmp_path):
    ecrire(tmp_path, a_xml=cii(lignes=["mot " * 200]))
    objet = seul(tmp_path).dossier.factures[0].objet
    assert len(objet) <= 120
    assert objet.endswith("mot…")


# --- Reconnaître, exiger l'option ---------------------------------------------------------------


def test_reconnait_par_le_nom_ou_les_premiers_octets_et_ne_leve_jamais(tmp_path):
    ecrire(tmp_path, a_pdf=b"x",
           b_xml=b"x", c_dat=pdf(cii()), d_dat=cii(), e_txt=b"bonjour", f_json=b"{}")  # fmt: skip
    reconnus = {f.name for f in tmp_path.iterdir() if reconnait(f)}
    assert reconnus == {"a.pdf", "b.xml", "c.dat", "d.dat"}
    assert reconnait(tmp_path)
    ecrire(tmp_path, dossier_json=b"{}")
    assert not reconnait(tmp_path)
    for absurde in (tmp_path / "absent.xml", Path("a\0b.pdf"), tmp_path / ("x" * 5000)):
        assert not reconnait(absurde)


def test_l_option_absente_dit_quoi_installer(tmp_path, monkeypatch):
    ecrire(tmp_path, a_xml=cii())
    monkeypatch.setitem(sys.modules, "facturx", None)
    with pytest.raises(CourriersError) as refus:
        list(lire([tmp_path], regle()))
    assert refus.value.code == "OPTION_ABSENTE"
    assert 'pip install ".[factures]"' in str(refus.value)


def test_rien_n_est_ecrit_sur_la_sortie(tmp_path, capfd):
    ecrire(tmp_path, a_pdf=pdf(cii()), **{n: o for n, (o, _) in REFUS.items() if "pdf" in n})
    assert len(cas_de(tmp_path)) == sum("pdf" in n for n in REFUS) + 1
    assert capfd.readouterr() == ("", "")


# --- Répondre aux questions d'un nouveau dossier -------------------------------------------------


def test_une_facture_repond_aux_questions(tmp_path):
    ecrire(tmp_path, a_xml=cii())
    prete = reponses_de_la_facture(tmp_path / "a.xml")
    assert prete.reponses["factures[0].date"] == "27/02/2026"
    assert prete.reponses["debiteur.adresse"] == "27 avenue de la Gare ; 73000 Chambéry"
    assert prete.reponses["creancier.iban"] == "FR7630003012340005009876627"
    assert prete.proposees["debiteur.type"] == "societe"
    assert prete.fond == {}


def test_un_paiement_sans_date_est_demande_avec_son_montant(tmp_path):
    ecrire(tmp_path, a_xml=cii(paye="200.00", du="1000.00"))
    prete = reponses_de_la_facture(tmp_path / "a.xml")
    assert prete.reponses["factures[0].montant_ttc"] == "1200.00"
    assert prete.proposees["paiements[0].montant"] == "200.00"
    assert prete.proposees["paiements?0"] == "oui"


def test_un_avoir_ne_fait_pas_un_nouveau_dossier(tmp_path):
    ecrire(tmp_path, a_xml=cii(type="381"))
    with pytest.raises(FactureInvalide, match="c’est un avoir"):
        reponses_de_la_facture(tmp_path / "a.xml")
