"""The note before the due day: what falls due, when, how to pay; nothing is late."""

import re
import shutil
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest

from courriers import LettreRefusee, compose, decompte_arrete, load_dossier, load_pack
from courriers.document.texte import texte
from courriers.droit.escalade import etape
from courriers.lettre.etape import etape_due
from courriers.lettre.pack import packs
from courriers.lettre.recalcul import recalculer
from courriers.lettre.relecture import normaliser
from fabrique import ADRESSE, CONSOMMATEUR, HOSTILES, JOUR, RACINE, brut, dossier, pack_livre

PACK = pack_livre("relance-avant-echeance")
ECHEANCE = date(2026, 12, 15)
PUBLIC = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
          "denomination": "Commune de Valmont"}  # fmt: skip
NON_PROFESSIONNEL = {"type": "association", "qualite": "non_professionnel", "denomination": "Amis"}
DEBITEURS = {
    "professionnel": {}, "consommateur": CONSOMMATEUR, "public": PUBLIC,
    "association": NON_PROFESSIONNEL,
}  # fmt: skip


def facture(numero="F1", echeance=ECHEANCE, **plus):
    return {
        "numero": numero, "date": "2026-11-02", "montant_ttc": "1000.00",
        **({"echeance": str(echeance)} if echeance else {}), **plus,
    }  # fmt: skip


def ecrite(*factures, au=JOUR, **changements):
    return compose(dossier(factures=list(factures) or [facture()], **changements), PACK, au)


def lue(*factures, **changements):
    return normaliser(texte(ecrite(*factures, **changements).docx()))


def codes(lettre):
    return sorted({str(c.code) for c in lettre.rapport.constats})


def refus(*factures, **changements):
    with pytest.raises(LettreRefusee) as refusee:
        ecrite(*factures, **changements)
    return [str(c.code) for c in refusee.value.constats]


def test_elle_dit_combien_quand_et_comment_payer():
    lu = lue()
    assert (
        "arrive à échéance le 15 décembre 2026, pour un montant de 1 000,00 € (mille euros)" in lu
    )
    assert "FR76 3000 3012 3400 0500 9876 627" in lu
    assert "Référence à rappeler\tT-1" in lu
    assert "Si votre règlement est déjà parti" in lu


@pytest.mark.parametrize("nom", DEBITEURS)
@pytest.mark.parametrize("plusieurs", [False, True])
def test_aucun_mot_de_retard_quel_que_soit_le_debiteur(nom, plusieurs):
    factures = [facture(), facture("F2", ECHEANCE + timedelta(9))][: 2 if plusieurs else 1]
    lu = lue(*factures, debiteur=DEBITEURS[nom], contestation=None).lower()
    for mot in ("retard", "rappel ", "relance", "impayé", "échue", "exigible", "demeure", "intérêt",
                "pénalité", "indemnité", "frais", "recouvrement", "article", "poursuite",
                "reste dû", "oubli"):  # fmt: skip
        assert mot not in lu, mot


def test_plusieurs_factures_sont_annoncees_a_leurs_dates_et_font_la_somme():
    lettre = ecrite(facture("F2", ECHEANCE + timedelta(9)), facture(montant_ttc="200.50"))
    lu = normaliser(texte(lettre.docx()))
    assert lettre.somme == Decimal("1200.50")
    assert lu.index("F1\t") < lu.index("F2\t")  # soonest first
    assert "24 décembre 2026" in lu
    assert "pour un total de 1 200,50 € (mille deux cents euros et cinquante centimes)" in lu


def test_un_acompte_et_un_avoir_ne_sont_pas_redemandes():
    avoir = {"numero": "A1", "type": "avoir", "date": "2026-11-12", "montant_ttc": "100.00",
             "motif": "geste", "sur_facture": "F1"}  # fmt: skip
    paye = [{"date": "2026-11-10", "montant": "300.00", "facture": "F1"}]
    lettre = ecrite(facture(), avoir, paiements=paye)
    assert lettre.somme == Decimal("600.00")
    assert "1 000,00 €\t400,00 €\t600,00 €" in normaliser(texte(lettre.docx()))


def test_les_factures_echues_n_y_sont_pas_et_se_disent():
    lettre = ecrite(facture(), facture("VIEILLE", date(2026, 11, 22)))
    lu = normaliser(texte(lettre.docx()))
    assert "VIEILLE" not in lu
    assert lettre.somme == Decimal("1000.00")
    assert "FACTURE_ECHUE" in codes(lettre)
    assert "FACTURE_ECHUE" not in codes(ecrite(facture()))


def test_une_facture_echue_et_payee_ne_se_dit_pas():
    vieille = facture("VIEILLE", date(2026, 11, 10))
    paye = [{"date": "2026-11-10", "montant": "1000.00", "facture": "VIEILLE"}]
    assert codes(ecrite(facture(), vieille, paiements=paye)) == []


@pytest.mark.parametrize(
    ("echeance", "attendu"),
    [(JOUR, None), (JOUR - timedelta(1), "RIEN_A_RECLAMER")],
)
def test_le_jour_de_l_echeance_est_encore_avant_et_le_lendemain_ne_l_est_plus(echeance, attendu):
    if attendu is None:
        assert ecrite(facture(echeance=echeance)).somme == Decimal("1000.00")
    else:
        assert refus(facture(echeance=echeance)) == [attendu]


@pytest.mark.parametrize(("jours", "proche"), [(2, True), (3, False)])
def test_une_echeance_trop_proche_pour_la_poste_se_dit(jours, proche):
    lettre = ecrite(facture(echeance=JOUR + timedelta(jours)))
    assert ("ECHEANCE_PROCHE" in codes(lettre)) is proche


def test_rien_a_echoir_est_refuse():
    paye = [{"date": "2026-11-10", "montant": "1000.00", "facture": "F1"}]
    assert refus(facture(), paiements=paye) == ["RIEN_A_RECLAMER"]


def test_un_trop_percu_paierait_d_abord():
    avoir = {"numero": "A1", "type": "avoir", "date": "2026-11-12", "montant_ttc": "1400.00",
             "motif": "geste", "sur_facture": "F2"}  # fmt: skip
    paye = [{"date": "2026-11-05", "montant": "1000.00", "facture": "F2"}]
    assert refus(facture(), facture("F2"), avoir, paiements=paye) == ["TROP_PERCU"]


def test_sans_echeance_la_loi_la_fixe_entre_professionnels_et_pas_pour_un_consommateur():
    # Thirty days from 2 November (C. com., art. L441-10, I).
    assert "arrive à échéance le 2 décembre 2026" in lue(facture(echeance=None))
    recus = refus(facture(echeance=None), facture("F2"), debiteur=CONSOMMATEUR)
    assert recus == ["CHAMP_MANQUANT"]


@pytest.mark.parametrize(
    ("changements", "code"),
    [
        ({"cession": {"date": "2026-11-01", "a": "Banque"}}, "CREANCE_CEDEE"),
        ({"procedure_collective": {"type": "redressement", "date_jugement": "2026-11-10"}},
         "PROCEDURE_COLLECTIVE"),
    ],
)  # fmt: skip
def test_ce_qui_interdit_toute_demande_l_interdit_aussi(changements, code):
    assert code in refus(facture(), **changements)


def test_toutes_les_raisons_se_disent_ensemble():
    recus = refus(
        facture(echeance=None), debiteur=CONSOMMATEUR,
        cession={"date": "2026-11-01", "a": "Banque"}, creancier={"signataire": None},
    )  # fmt: skip
    assert {"CHAMP_MANQUANT", "CREANCE_CEDEE"} <= set(recus)


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_etrange_mais_licite_donne_une_lettre(nom):
    contenu = brut(
        reference=nom,
        creancier={"denomination": nom, "telephone": nom, "signataire": {"qualite": nom}},
        debiteur={"denomination": nom, "adresse": {"lignes": [nom], "ville": nom}},
        conditions={"fondement": nom},
        contestation={"date": "2026-11-01", "motif": nom},
        factures=[facture(nom, objet=nom)],
    )
    lu = texte(compose(load_dossier(contenu), PACK, JOUR).docx())
    assert lu.count(nom) >= 8


def test_une_personne_seule_ecrit_je_et_deux_debiteurs_le_lisent():
    artisan = {"type": "entrepreneur_individuel", "prenom": "Ève", "nom": "Roux",
               "siren": "903451276", "iban": "FR7630003012340005009876627"}  # fmt: skip
    conjoint = {"type": "particulier", "civilite": "M.", "prenom": "Luc", "nom": "Morel",
                "solidaire": True, "adresse": ADRESSE}  # fmt: skip
    cas = {"creancier": artisan, "debiteur": CONSOMMATEUR}
    lu = lue(**cas)
    assert "mes remerciements" in lu
    assert not re.search(
        r"\b(nous|notre|nos)\b(?! références)", lu.split("Madame,")[1].split("Données")[0]
    )
    assert "solidairement avec vous, par M. Luc Morel" in lue(**cas, codebiteurs=[conjoint])


# --- L'escalade -----------------------------------------------------------------------------


def test_auto_ne_la_propose_jamais():
    a_venir = dossier(factures=[facture()])
    echue = dossier()
    tous = packs()
    assert etape_due(a_venir, tous, JOUR).niveau is None
    assert etape_due(echue, tous, JOUR).niveau == "relance-courtoise"
    sans = [p.niveau for p in tous if p.nom != PACK.nom]
    avec = [p.niveau for p in tous]
    decompte = decompte_arrete(echue, JOUR)
    assert etape(echue, avec, decompte) == etape(echue, sans, decompte)


@pytest.mark.parametrize("factures", [None, ["F1"]])
def test_la_relance_qui_suit_ne_la_compte_pas_pour_un_rappel(factures):
    envoi = {"niveau": PACK.nom, "date": "2026-09-25", "canal": "lettre"}
    if factures:
        envoi["factures"] = factures
    lu = texte(compose(dossier(envois=[envoi]), pack_livre("relance-courtoise"), JOUR).docx())
    assert "25 septembre" not in lu
    assert "simple oubli" in lu


def test_la_refaire_se_dit():
    envoi = {"niveau": PACK.nom, "date": "2026-11-10", "canal": "lettre"}
    assert codes(ecrite(facture(), envois=[envoi])) == ["ENVOI_REPETE"]


# --- La relecture ---------------------------------------------------------------------------


def avec(tmp_path, avant, apres):
    """The pack with one sentence changed in Word."""
    shutil.copytree(RACINE / "templates" / PACK.nom, tmp_path / PACK.nom)
    lettre = tmp_path / PACK.nom / "lettre.docx"
    with zipfile.ZipFile(lettre) as source:
        membres = {nom: source.read(nom) for nom in source.namelist()}
    texte_xml = membres["word/document.xml"].decode()
    assert avant in texte_xml
    membres["word/document.xml"] = texte_xml.replace(avant, apres).encode()
    with zipfile.ZipFile(lettre, "w") as cible:
        for nom, octets in membres.items():
            cible.writestr(nom, octets)
    return load_pack(PACK.nom, modeles=tmp_path)


def rejetee(pack, *, seule=False):
    with pytest.raises(LettreRefusee) as refusee:
        compose(dossier(factures=[facture(), facture("F2")][: 2 - seule]), pack, JOUR)
    return refusee.value.code == "RELECTURE"


@pytest.mark.parametrize(
    "mot",
    ["en retard", "un rappel", "une relance", "impayée", "échue", "exigible", "en souffrance",
     "arriéré", "oubli", "reste dû", "n’est pas encore réglée", "mise en demeure", "des intérêts",
     "une pénalité", "une indemnité", "des frais", "le tribunal", "un huissier", "article 12",
     "nous nous réservons", "des poursuites", "pour ce recouvrement"],
)  # fmt: skip
def test_un_modele_qui_parle_de_retard_ou_de_suites_est_refuse(tmp_path, mot):
    assert rejetee(avec(tmp_path, "Merci d’en prévoir", f"Voici {mot}. Merci d’en prévoir"))


@pytest.mark.parametrize(
    "requise", ["arrive à échéance", "Merci d’en prévoir", "Si votre règlement est déjà parti"]
)
def test_un_modele_sans_ce_que_la_lettre_doit_dire_est_refuse(tmp_path, requise):
    assert rejetee(avec(tmp_path, requise, "Voyez"), seule=True)


@pytest.mark.parametrize("champ", ["{{ somme.en_chiffres }}", "{{ somme.en_lettres }}"])
def test_un_modele_sans_la_somme_est_refuse(tmp_path, champ):
    assert rejetee(avec(tmp_path, champ, "tout"))


def test_le_pdf_porte_ce_qu_il_annonce_et_se_recalcule():
    assert recalculer(ecrite(facture(), facture("F2")).pdf()).est_juste
