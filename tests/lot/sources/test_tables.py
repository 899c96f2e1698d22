"""CSV and workbooks, row by row: what is read, what is refused, and what is said of it."""

import datetime
import json
import random
import sqlite3
import tomllib
import zipfile
from decimal import Decimal
from importlib import resources
from pathlib import Path

import openpyxl
import pytest

from courriers.constats import Code
from courriers.dossier import load_dossier
from courriers.dossier.chargement import TABLES
from courriers.lot.sources import lire as lire_les_sources
from courriers.lot.sources.tables import reconnait
from courriers.lot.sources.tables.modele import Ligne
from courriers.lot.sources.tables.regroupement import Regroupement
from courriers.lot.sources.tables.table import CLASSEURS, TEXTES
from fabrique import RACINE
from lot.sources.tables import (
    AUTRE,
    CREANCIER,
    ENTETE,
    UNE,
    avec,
    dits,
    ecrire_csv,
    ecrire_xlsx,
    lus,
    reglages,
)

FICHIERS = Path(__file__).parent / "fichiers"


@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tout_separateur_et_tout_encodage_usuels_se_lisent(tmp_path, separateur, codage):
    table = ecrire_csv(tmp_path / "a.csv", [ENTETE, avec(ville="Saint-Étienne")],
                       separateur=separateur, codage=codage)  # fmt: skip
    (cas,) = lus(table)
    assert cas.erreur is None, dits(cas)
    assert cas.place.lignes == (2,)
    assert cas.dossier.debiteur.adresse.ville == "Saint-Étienne"
    assert cas.dossier.factures[0].montant_ttc == Decimal("1234.56")
    assert cas.dossier.factures[0].echeance == datetime.date(2026, 4, 9)


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56 €", "1234.56"), ("1\u202f234,56\u00a0€", "1234.56"),
        ("1234.56", "1234.56"), ("1.234,56", "1234.56"), ("€ 12", "12.00"), ("12 EUR", "12.00"),
        ("0,5", "0.50"), ("1 234 567", "1234567.00"), ("+12,00", "12.00"), ("1234", "1234.00"),
    ],
)  # fmt: skip
def test_un_montant_se_lit_comme_on_l_ecrit(tmp_path, ecrit, attendu):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, avec(montant=ecrit)]))
    assert cas.erreur is None, dits(cas)
    assert str(cas.dossier.factures[0].montant_ttc) == attendu


@pytest.mark.parametrize(
    "ecrit", ["-100,00", "(100,00)", "100,00-", "\u2212100", "-100,00 €", "- 100"]
)
def test_un_montant_negatif_est_un_avoir(tmp_path, ecrit):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, UNE, avec(numero="AV-1", montant=ecrit)]))
    assert cas.erreur is None, dits(cas)
    avoir = cas.dossier.factures[1]
    assert (avoir.type, avoir.montant_ttc) == ("avoir", Decimal("100.00"))


FAUTES = [
    # What the cell holds, the column that must be named, and words that must be said.
    ({"montant": "1.234"}, "Montant TTC", "ambigu"),
    ({"montant": "1,234"}, "Montant TTC", "ambigu"),
    ({"montant": "mille"}, "Montant TTC", "n’est pas un montant"),
    ({"montant": ""}, "Montant TTC", "le montant manque"),
    ({"montant": "0,00"}, "Montant TTC", "nul"),
    ({"montant": "12,345678"}, "Montant TTC", "décimales"),
    ({"montant": "9999999999999"}, "Montant TTC", "mille milliards"),
    ({"montant": "#N/A"}, "Montant TTC", "erreur « #N/A »"),
    ({"montant": "#REF!"}, "Montant TTC", "erreur « #REF! »"),
    ({"montant": "1,234.56"}, "Montant TTC", "n’est pas un montant"),
    ({"montant": "1 2 3"}, "Montant TTC", "n’est pas un montant"),
    ({"date": "31/02/2026"}, "Date", "n’existe pas au calendrier"),
    ({"date": "03/25/2026"}, "Date", "n’existe pas au calendrier"),
    ({"date": "10/03/26"}, "Date", "l’année en entier"),
    ({"date": "hier"}, "Date", "n’est pas une date"),
    ({"date": ""}, "Date", "la date de facture manque"),
    ({"date": "#VALEUR!"}, "Date", "erreur"),
    ({"echeance": "09/04/2025"}, "Échéance", "précède la date"),
    ({"numero": ""}, "N° facture", "le numéro de facture manque"),
    ({"cp": "380"}, "CP", "code postal"),
    ({"cp": "00000"}, "CP", "code postal"),
    ({"cp": ""}, "CP", "manque"),
    ({"ville": ""}, "Ville", "manque"),
    ({"client": "Dupont"}, "Client", "société, un entrepreneur"),
    ({"client": ""}, "Client", "le nom du débiteur manque"),
    ({"ville": "Saint-Ã‰tienne"}, "Ville", "mal encodé"),
    ({"client": "SARL " + "x" * 600}, "Client", "500 caractères"),
]


@pytest.mark.parametrize(("cellules", "colonne", "mots"), FAUTES, ids=lambda v: str(v)[:40])
def test_une_cellule_fautive_est_dite_avec_sa_ligne_et_sa_colonne(
    tmp_path, cellules, colonne, mots
):
    autre = avec(code="C2", client="SAS Bon", numero="FA-2")
    cas, bon = lus(ecrire_csv(tmp_path / "a.csv", [["Impayés"], ENTETE, avec(**cellules), autre]))
    assert bon.erreur is None
    assert cas.place.lignes == (3,)
    assert mots in dits(cas)
    if cellules != {"client": "Dupont"}:  # no column tells the type
        assert f"ligne 3, colonne « {colonne} »" in dits(cas)
    assert all(c.lieu.ligne == 3 and c.lieu.fichier for c in cas.erreur.constats)
    assert len(cas.erreur.constats) == 1


@pytest.mark.parametrize(
    "ecrit",
    ["10/03/2026", "2026-03-10", "10.03.2026", "10-03-2026", "10 mars 2026", "10/03/2026 00:00:00",
     "2026-03-10T00:00:00", "2026/03/10", "mardi 10 mars 2026"],
)  # fmt: skip
def test_un_jour_se_lit_comme_on_l_ecrit(tmp_path, ecrit):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, avec(date=ecrit)]))
    assert cas.erreur is None, dits(cas)
    assert cas.dossier.factures[0].date == datetime.date(2026, 3, 10)


def test_le_numero_de_jour_du_tableur_est_lu_et_dit(tmp_path):
    # 46091 is 10 March 2026 in Excel: =DATEVAL("10/03/2026").
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, avec(date="46091")]))
    assert cas.dossier.factures[0].date == datetime.date(2026, 3, 10)
    assert "46091 est lu comme le jour du tableur, le 10/03/2026" in dits(cas)


def test_les_lignes_d_un_debiteur_se_regroupent_ou_qu_elles_soient(tmp_path):
    rangees = [
        ENTETE,
        *(avec(code=f"C{r % 3}", client=f"SARL N{r % 3}", numero=f"FA-{r}") for r in range(30)),
    ]
    cas = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert [c.reference for c in cas] == ["C0", "C1", "C2"]
    assert [f.numero for f in cas[1].dossier.factures] == [f"FA-{r}" for r in range(1, 30, 3)]
    assert cas[1].place.lignes == tuple(range(3, 32, 3))


def test_sans_code_le_nom_regroupe_et_la_premiere_facture_donne_la_reference(tmp_path):
    rangees = [ENTETE[1:], UNE[1:], avec(client="sarl  DUPONT", numero="FA-2")[1:]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert cas.erreur is None, dits(cas)
    assert (cas.reference, len(cas.dossier.factures)) == ("FA-1", 2)


def test_un_avoir_ne_donne_jamais_sa_reference_au_dossier(tmp_path):
    rangees = [ENTETE[1:], avec(numero="AV-1", montant="-10,00")[1:], avec(numero="FA-2")[1:]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert cas.reference == "FA-2"


def test_deux_debiteurs_sous_une_reference_sont_refuses_tous_deux(tmp_path):
    rangees = [ENTETE, UNE, avec(client="SAS Autre", numero="FA-2"), avec(numero="FA-3")]
    cas = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert [c.place.lignes for c in cas] == [(2, 4), (3,)]
    attendu = "deux débiteurs portent « C1 » : « SARL Dupont » (ligne 2) et « SAS Autre » (ligne 3)"
    assert all(attendu in dits(c) for c in cas)


def test_deux_adresses_pour_un_debiteur_sont_refusees(tmp_path):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, UNE, avec(ville="Lyon", numero="FA-2")]))
    assert "« Grenoble » (ligne 2) et « Lyon » (ligne 3)" in dits(cas)


def test_une_facture_deux_fois_est_refusee_avec_ses_deux_lignes(tmp_path):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, UNE, avec(numero="FA-2"), UNE]))
    assert "la facture « FA-1 » est sur 2 lignes : 2 et 4" in dits(cas)
    assert len(cas.erreur.constats) == 1


def test_le_zero_perdu_d_un_code_postal_revient_et_se_dit(tmp_path):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, avec(cp="1000")]))
    assert cas.dossier.debiteur.adresse.code_postal == "01000"
    (constat,) = cas.constats
    assert constat.code is Code.CELLULE_CORRIGEE
    assert "ligne 2" in str(constat)


def test_un_code_postal_belge_garde_ses_quatre_chiffres(tmp_path):
    rangees = [[*ENTETE, "Pays"], [*avec(cp="1000", ville="Bruxelles"), "Belgique"]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    adresse = cas.dossier.debiteur.adresse
    assert (adresse.code_postal, adresse.pays, cas.constats) == ("1000", "BE", ())


def test_titres_lignes_vides_et_totaux_sont_laisses_et_dits_une_fois(tmp_path):
    rangees = [
        ["Ateliers Vasseur"], [], ["Échéancier au 12/11/2026"], ENTETE, [], UNE,
        ["", "Sous-total Dupont", "", "", "", "", "", "", "1234,56"], [" ", "\u00a0"],
        ENTETE, avec(code="C2", client="Total Énergies SA", numero="FA-9"),
        ["", "", "", "", "", "", "", "", "2469,12"], ["TOTAL GÉNÉRAL"], ["Page 1/1"],
    ]  # fmt: skip
    cas = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert [c.reference for c in cas] == ["C1", "C2"]
    assert cas[1].dossier.debiteur.denomination == "Total Énergies"
    assert cas[0].place.lignes == (6,)
    laissees = [c for c in cas[0].constats if c.code is Code.LIGNES_LAISSEES]
    assert [str(c).split(" : ")[1] for c in laissees] == [
        "3 lignes de total laissées de côté (lignes 7, 11, 12).",
        "1 ligne d’une seule cellule laissée de côté (ligne 13).",
    ]
    assert cas[1].constats == ()


def test_une_colonne_vide_au_milieu_ne_derange_rien(tmp_path):
    rangees = [[*r[:3], "", *r[3:]] for r in (ENTETE, UNE)]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert cas.erreur is None
    assert cas.constats == ()


@pytest.mark.parametrize(
    ("entete", "champ"),
    [("Fact.", "numero"), ("NumFacture", "numero"), ("Nº Pièce", "numero"),
     ("num_facture", "numero"),
     ("FACTURES", "numero"), ("Référence", "numero")],
)  # fmt: skip
def test_un_intitule_se_reconnait_sous_toutes_ses_graphies(tmp_path, entete, champ):
    intitules = [entete if i == "N° facture" else i for i in ENTETE]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [intitules, UNE]))
    assert cas.erreur is None, dits(cas)
    assert getattr(cas.dossier.factures[0], champ) == "FA-1"


def test_deux_colonnes_pour_un_champ_sont_refusees_par_leurs_intitules(tmp_path):
    table = ecrire_csv(tmp_path / "a.csv", [[*ENTETE, "Total TTC"], [*UNE, "1234,56"]])
    (cas,) = lus(table)
    assert "« Montant TTC » et « Total TTC »" in dits(cas)
    (cas,) = lus(table, colonnes={"montant_ttc": "Total TTC"})
    assert cas.erreur is None


def test_une_colonne_nommee_par_la_configuration_est_lue(tmp_path):
    intitules = ["Zorglub" if i == "Montant TTC" else i for i in ENTETE]
    table = ecrire_csv(tmp_path / "a.csv", [intitules, UNE])
    (cas,) = lus(table)
    assert "le montant TTC" in dits(cas)
    assert "non compris : « Zorglub »" in dits(cas)
    for nom in ("montant_ttc", "factures.montant_ttc"):
        (cas,) = lus(table, colonnes={nom: "zorglub"})
        assert cas.erreur is None, dits(cas)
    (cas,) = lus(table, colonnes={"montant_ttcc": "Zorglub"})
    assert "Vouliez-vous dire « montant_ttc »" in dits(cas)
    (cas,) = lus(table, colonnes={"montant_ttc": "Absent"})
    assert "une colonne qui n’y est pas : « Absent »" in dits(cas)


@pytest.mark.parametrize(
    ("retiree", "mots"),
    [("N° facture", "le numéro de facture"), ("Date", "la date de facture"),
     ("Montant TTC", "le montant TTC")],
)  # fmt: skip
def test_une_colonne_qui_manque_est_dite_avec_celles_qui_sont_lues(tmp_path, retiree, mots):
    rang = ENTETE.index(retiree)
    table = ecrire_csv(tmp_path / "a.csv", [r[:rang] + r[rang + 1 :] for r in (ENTETE, UNE, UNE)])
    (cas,) = lus(table)
    assert mots in dits(cas)
    assert "Intitulés lus : « Code client »" in dits(cas)
    assert cas.erreur.constats[0].code is Code.CHAMP_MANQUANT


def test_la_qualite_n_est_jamais_devinee_et_se_demande_une_fois(tmp_path):
    rangees = [ENTETE, *(avec(code=f"C{n}", numero=f"FA-{n}") for n in range(50))]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees), debiteur=None)
    assert 'qualite = "professionnel"' in dits(cas)
    assert "colonne « Qualité »" in dits(cas)


@pytest.mark.parametrize(
    ("client", "qualite", "attendus"),
    [
        ("SARL Dupont", "Pro", ("societe", "professionnel")),
        ("Dupont S.A.S.", "professionnelle", None),
        ("M. DUPONT Jean", "consommateur", ("particulier", "consommateur")),
        ("Jean DUPONT", "Consommateur", ("particulier", "consommateur")),
        ("Dupont Jean", "consommateur", None),
        ("Dupont", "Particulier", None),
        ("Dupont", "", None),
        ("SCI du Lac", "non professionnel", ("societe", "non_professionnel")),
        ("SARL Dupont", "bizarre", None),
        ("SARL Dupont", "consommateur", None),
    ],
)
def test_le_type_se_deduit_quand_une_seule_reponse_reste(tmp_path, client, qualite, attendus):
    rangees = [[*ENTETE, "Qualité"], [*avec(client=client), qualite]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees), debiteur=None)
    if attendus is None:
        assert cas.erreur is not None
        assert cas.erreur.constats[0].lieu.ligne == 2
    else:
        assert cas.erreur is None, dits(cas)
        assert (cas.dossier.debiteur.type, cas.dossier.debiteur.qualite) == attendus


@pytest.mark.parametrize(
    ("client", "siren", "attendu"),
    [("Dupont", "793401266", "societe"), ("Mairie de Lyon", "216901231", None),
     ("Association des Amis", "793401266", None), ("Club nautique", "793401266", None),
     ("Dupont", "79340126600009", None), ("Dupont", "793401267", None),
     ("Dupont", "7,93401E+13", None)],
)  # fmt: skip
def test_un_siren_fait_une_societe_jamais_une_personne_publique(tmp_path, client, siren, attendu):
    rangees = [[*ENTETE, "SIREN"], [*avec(client=client), siren]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert (cas.dossier.debiteur.type if cas.dossier else None) == attendu


@pytest.mark.parametrize(
    ("client", "forme", "siren", "type_a_dire"),
    [("Dupont", "SAS", "123456789", False), ("Dupont", "", "123456789", False),
     ("Dupont", "SAS", "793401267", False), ("Dupont", "SAS", "12345678900012", False),
     ("Mairie de Gex", "", "123456789", True)],
)  # fmt: skip
def test_la_cle_fausse_d_un_siren_est_dite_quoi_qu_elle_empeche_de_deduire(
    tmp_path, client, forme, siren, type_a_dire
):
    rangees = [[*ENTETE, "Forme juridique", "SIREN"], [*avec(client=client), forme, siren]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    nom = "SIREN" if len(siren) == 9 else "SIRET"
    assert f"« {siren} » n’est pas un {nom} valide" in dits(cas)
    assert ("rien ne dit si ce débiteur" in dits(cas)) == type_a_dire


def test_une_ligne_refusee_garde_sa_reference_et_son_debiteur(tmp_path):
    rangees = [
        ENTETE,
        avec(montant="abc"),
        avec(code="C2", client="SAS Alfa", date="32/13/2026"),
        avec(code="C3", client="Bêta"),
        avec(code="C3", client="Gamma", numero="FA-2"),
    ]
    cas = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert [(c.reference, c.debiteur) for c in cas] == [
        ("C1", "SARL Dupont"), ("C2", "SAS Alfa"), ("C3", "Bêta"), ("C3", "Gamma"),
    ]  # fmt: skip
    assert all(c.erreur is not None and c.dossier is None for c in cas)


def test_un_particulier_n_est_pas_professionnel_par_defaut(tmp_path):
    rangees = [[*ENTETE, "Type client"], [*avec(client="DUPONT Jean"), "Particulier"]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert "courriers.toml dit tous les débiteurs professionnels" in dits(cas)


def test_le_reste_du_fait_un_paiement_quand_sa_date_y_est(tmp_path):
    rangees = [[*ENTETE, "Reste dû", "Date règlement"], [*UNE, "1000,00", "05/05/2026"]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    (paiement,) = cas.dossier.paiements
    assert (paiement.montant, paiement.date, paiement.facture) == (
        Decimal("234.56"), datetime.date(2026, 5, 5), "FA-1"
    )  # fmt: skip


def test_le_reste_du_sans_date_est_refuse_et_demande_la_date(tmp_path):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [[*ENTETE, "Reste dû"], [*UNE, "1000,00"]]))
    assert "234,56 € ont été payés et la date n’y est pas" in dits(cas)
    assert "Date règlement" in dits(cas)


def test_le_reste_du_egal_au_montant_ne_fait_aucun_paiement(tmp_path):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [[*ENTETE, "Reste dû"], [*UNE, "1 234,56"]]))
    assert cas.erreur is None
    assert cas.dossier.paiements == ()


def test_le_reste_du_seul_tient_lieu_de_montant_et_se_dit(tmp_path):
    intitules = ["Solde" if i == "Montant TTC" else i for i in ENTETE]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [intitules, UNE]))
    assert cas.dossier.factures[0].montant_ttc == Decimal("1234.56")
    assert [c.code for c in cas.constats] == [Code.RESTE_DU_RETENU]


@pytest.mark.parametrize("reste", ["2000,00", "-5"])
def test_un_reste_du_impossible_est_refuse(tmp_path, reste):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [[*ENTETE, "Reste dû"], [*UNE, reste]]))
    assert "ne va pas avec le montant" in dits(cas)


def test_une_facture_soldee_est_laissee_de_cote(tmp_path):
    rangees = [[*ENTETE, "Reste dû"], [*UNE, "1234,56"], [*avec(numero="FA-2"), "0,00 €"]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert len(cas.dossier.factures) == 1
    assert "1 facture soldée laissée de côté (ligne 3)" in dits(cas)


def test_un_grand_livre_se_lit_par_ses_debits_et_ses_credits(tmp_path):
    intitules = ["Compte tiers", "Intitulé", "Journal", "Date", "N° pièce", "Libellé", "Échéance",
                 "Débit", "Crédit", "Lettrage", "Adresse", "CP", "Ville"]  # fmt: skip
    ou = ["1 rue Haute", "38000", "Grenoble"]
    rangees = [
        intitules,
        ["C1", "SARL Dupont", "VE", "10/03/2026", "FA-1", "Fourniture", "09/04/2026",
         "1200,00", "", "", *ou],
        ["C1", "SARL Dupont", "VE", "12/03/2026", "AV-1", "Avoir", "", "", "200,00", "", *ou],
        ["C1", "SARL Dupont", "BQ", "05/05/2026", "R-12", "Virement", "", "0,00", "300,00", "",
         *ou],
        ["C1", "SARL Dupont", "VE", "10/01/2026", "FA-0", "Fourniture", "", "50,00", "", "AA", *ou],
    ]  # fmt: skip
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert cas.erreur is None, dits(cas)
    assert [(f.numero, f.type, str(f.montant_ttc)) for f in cas.dossier.factures] == [
        ("FA-1", "facture", "1200.00"), ("AV-1", "avoir", "200.00")
    ]  # fmt: skip
    assert [(str(p.montant), p.facture) for p in cas.dossier.paiements] == [("300.00", None)]
    assert "lettrée" in dits(cas)


def test_un_credit_sans_type_ne_se_devine_pas(tmp_path):
    intitules = [*("Débit" if i == "Montant TTC" else i for i in ENTETE), "Crédit"]
    rangees = [intitules, [*avec(montant=""), "100,00"]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert "un avoir ou un paiement" in dits(cas)


@pytest.mark.parametrize(
    "ages",
    [["Non échu", "0-30", "31-60", "61-90", ">90"],
     ["À échoir", "1 à 30 jours", "31 à 60 jours", "+ de 90 j"],
     ["Non échu", "Échu", "30 jours", "60 jours", "90 jours et plus"]],
)  # fmt: skip
def test_une_balance_agee_est_refusee_en_disant_quel_export_demander(tmp_path, ages):
    rangees = [
        ["Code client", "Client", "Solde", *ages],
        ["C1", "SARL Dupont", "100", *["0"] * len(ages)],
    ]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert "balance âgée" in dits(cas)
    assert "grand livre auxiliaire des comptes clients, non lettré" in dits(cas)


ADRESSES = [["N° client", "Raison sociale", "Rue", "Complément", "Code postal", "Ville", "E-mail"],
            ["C1", "SARL Dupont", "1 rue Haute", "", "1000", "Bourg", "a@dupont.example"],
            ["C2", "SAS Autre", "2 rue Basse", "Bât. B", "38000", "Grenoble", ""]]  # fmt: skip
SANS_ADRESSE = [[*ENTETE[:2], *ENTETE[5:]], [*UNE[:2], *UNE[5:]]]


def test_les_adresses_se_joignent_d_une_seconde_table(tmp_path):
    factures = ecrire_csv(tmp_path / "a.csv", SANS_ADRESSE)
    adresses = ecrire_csv(tmp_path / "b.csv", ADRESSES)
    (seul,) = lus(factures)
    assert "l’adresse (« Adresse », « Code postal », « Ville »), ou sa table" in dits(seul)
    for ordre in ((factures, adresses), (adresses, factures)):
        (cas,) = lus(*ordre)
        assert cas.erreur is None, dits(cas)
        assert cas.dossier.debiteur.adresse.code_postal == "01000"
        assert cas.dossier.debiteur.courriel == "a@dupont.example"
        assert "b.csv, ligne 2, colonne « Code postal »" in dits(cas)
    (cas,) = lus(adresses)
    assert "des adresses, et aucune facture" in dits(cas)


def test_les_adresses_se_joignent_par_le_nom_exact(tmp_path):
    factures = ecrire_csv(tmp_path / "a.csv", [r[1:] for r in SANS_ADRESSE])
    adresses = ecrire_csv(tmp_path / "b.csv", [r[1:] for r in ADRESSES])
    (cas,) = lus(factures, adresses)
    assert cas.dossier.debiteur.adresse.ville == "Bourg"
    homonyme = [*ADRESSES, ["C3", "SARL Dupont", "9 rue X", "", "75001", "Paris", ""]]
    (cas,) = lus(factures, ecrire_csv(tmp_path / "b.csv", [r[1:] for r in homonyme]))
    assert "plusieurs adresses portent" in dits(cas)
    assert "ligne 2" in dits(cas)
    assert "ligne 4" in dits(cas)


def test_un_client_dont_le_nom_commence_par_total_garde_son_adresse(tmp_path):
    adresses = [ADRESSES[0], ["C1", "Total Énergies SA", *ADRESSES[1][2:]]]
    factures = [SANS_ADRESSE[0], ["C1", "Total Énergies SA", *SANS_ADRESSE[1][2:]]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", factures), ecrire_csv(tmp_path / "b.csv", adresses))
    assert cas.erreur is None, dits(cas)
    assert cas.dossier.debiteur.adresse.ville == "Bourg"


def test_un_disque_plein_pendant_le_regroupement_est_dit(tmp_path, monkeypatch):
    def plein(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Regroupement, "ajouter", plein)
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, UNE]))
    assert "la place manque" in dits(cas)


def test_un_debiteur_absent_de_la_table_d_adresses_est_refuse_seul(tmp_path):
    rangees = [*SANS_ADRESSE, ["C9", "SARL Perdue", *avec(numero="FA-9")[5:]]]
    bon, perdu = lus(
        ecrire_csv(tmp_path / "a.csv", rangees), ecrire_csv(tmp_path / "b.csv", ADRESSES)
    )
    assert bon.erreur is None
    assert "b.csv. Elle se cherche par code client" in dits(perdu)


def test_un_debiteur_de_deux_creanciers_fait_deux_dossiers(tmp_path):
    rangees = [[*ENTETE, "Créancier"], [*UNE, "ateliers"], [*avec(numero="FA-2"), "conseil"],
               [*avec(numero="FA-3"), "inconnu"]]  # fmt: skip
    table = ecrire_csv(tmp_path / "a.csv", rangees)
    plusieurs = {"ateliers": CREANCIER, "conseil": AUTRE}
    un, deux, trois = lus(table, creancier=None, creanciers=plusieurs)
    assert (un.dossier.creancier.denomination, un.reference) == ("Ateliers Vasseur", "C1-ateliers")
    assert deux.dossier.creancier.denomination == "Vasseur Conseil"
    assert "le créancier « inconnu » n’est pas connu" in dits(trois)
    (cas,) = lus(
        ecrire_csv(tmp_path / "b.csv", [ENTETE, UNE]), creancier=None, creanciers=plusieurs
    )
    assert "pas de colonne « Créancier »" in dits(cas)
    (cas,) = lus(ecrire_csv(tmp_path / "b.csv", [ENTETE, UNE]), creancier=None)
    assert "rien ne dit à qui l’argent est dû" in dits(cas)


def test_deux_creanciers_ne_se_partagent_ni_reference_ni_dossier(tmp_path):
    plusieurs = {"ateliers": CREANCIER, "conseil": AUTRE}
    colonnes = ["Référence dossier", *ENTETE, "Créancier"]
    rangees = [colonnes, ["D7", *UNE, "ateliers"], ["D7", *avec(numero="FA-2"), "conseil"],
               ["D8", *avec(numero="FA-3"), "conseil"],
               ["d8", *avec(numero="FA-4"), "Vasseur Conseil"]]  # fmt: skip
    cas = lus(ecrire_csv(tmp_path / "a.csv", rangees), creancier=None, creanciers=plusieurs)
    assert [c.reference for c in cas] == ["D7-ateliers", "D7-conseil", "D8"], [*map(dits, cas)]
    seul = {"conseil": AUTRE}  # one creditor: nothing to tell apart
    (cas,) = lus(ecrire_csv(tmp_path / "b.csv", [ENTETE, UNE]), creancier=None, creanciers=seul)
    assert cas.reference == "C1"


def test_sans_code_le_siren_donne_la_reference_qui_reste_d_un_mois_a_l_autre(tmp_path):
    rangees = [[*ENTETE[1:], "SIREN"], [*UNE[1:], "552100554"]]
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert cas.reference == "552100554"


def test_le_delai_de_l_office_donne_l_echeance_absente(tmp_path):
    table = ecrire_csv(tmp_path / "a.csv", [ENTETE, avec(echeance="")])
    (cas,) = lus(table, delai="45 jours fin de mois")
    assert cas.dossier.factures[0].echeance == datetime.date(2026, 4, 30)
    (cas,) = lus(table)
    assert cas.dossier.factures[0].echeance is None


# --- Les classeurs ----------------------------------------------------------------------------


def test_un_classeur_se_lit_avec_ses_dates_et_ses_nombres(tmp_path):
    rangee = ["C1", "SARL Dupont", "1 rue Haute", 1000, "Bourg", 20260012,
              datetime.date(2026, 3, 10),
              datetime.datetime.fromisoformat("2026-04-09"), 0.1 + 0.2]  # fmt: skip
    (cas,) = lus(ecrire_xlsx(tmp_path / "a.xlsx", [["Titre"], [], ENTETE, rangee]))
    assert cas.erreur is None, dits(cas)
    facture = cas.dossier.factures[0]
    assert (facture.numero, str(facture.montant_ttc)) == ("20260012", "0.30")
    assert (cas.place.lignes, cas.place.feuille) == ((4,), "Feuil1")
    assert "« Feuil1 », ligne 4, colonne « CP »" in dits(cas)


def test_des_centimes_de_trop_sont_arrondis_et_dits(tmp_path):
    (cas,) = lus(ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, avec(montant=1200.396)]))
    assert str(cas.dossier.factures[0].montant_ttc) == "1200.40"
    assert "vaut 1200,396 : 1200,40 est retenu" in dits(cas)


def test_un_nombre_range_en_texte_se_lit(tmp_path):
    (cas,) = lus(ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, avec(montant="1 234,56")]))
    assert cas.dossier.factures[0].montant_ttc == Decimal("1234.56")


def test_un_numero_dont_le_tableur_a_fait_une_date_est_refuse(tmp_path):
    (cas,) = lus(ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, avec(numero=datetime.date(2026, 3, 1))]))
    assert "le tableur a fait une date" in dits(cas)


def test_un_siret_que_le_tableur_a_arrondi_est_refuse(tmp_path):
    (cas,) = lus(ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, avec(numero=1234567890123456789)]))
    assert "le tableur a arrondi ce numéro" in dits(cas)


def test_une_formule_sans_resultat_et_une_erreur_sont_dites(tmp_path):
    import openpyxl

    ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, UNE, avec(code="C2", client="SA Deux")])
    classeur = openpyxl.load_workbook(tmp_path / "a.xlsx")
    classeur.active["I2"] = "=1+1"
    classeur.active["G3"] = "#REF!"
    classeur.active["G3"].data_type = "e"
    classeur.save(tmp_path / "a.xlsx")
    un, deux = lus(tmp_path / "a.xlsx")
    assert "ligne 2, colonne « Montant TTC » : cette formule n’a pas de résultat" in dits(un)
    assert "ligne 3, colonne « Date » : la cellule montre l’erreur « #REF! »" in dits(deux)


def test_une_ligne_masquee_est_laissee_et_dite(tmp_path):
    ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, UNE, avec(numero="FA-2")])
    classeur = openpyxl.load_workbook(tmp_path / "a.xlsx")
    classeur.active.row_dimensions[3].hidden = True
    classeur.save(tmp_path / "a.xlsx")
    (cas,) = lus(tmp_path / "a.xlsx")
    assert [f.numero for f in cas.dossier.factures] == ["FA-1"]
    assert "1 ligne masquée laissée de côté" in dits(cas)


def test_des_intitules_fusionnes_sur_deux_lignes_se_lisent(tmp_path):
    haut = ["Client", None, "Adresse", "CP", "Ville", "Facture", None, None, "Montant TTC"]
    bas = ["Code", "Nom", None, None, None, "N°", "Date", "Échéance", None]
    ecrire_xlsx(tmp_path / "a.xlsx", [haut, bas, UNE, avec(numero="FA-2")])
    classeur = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for zone in ("A1:B1", "F1:H1", "C1:C2", "D1:D2", "E1:E2", "I1:I2"):
        classeur.active.merge_cells(zone)
    classeur.save(tmp_path / "a.xlsx")
    (cas,) = lus(tmp_path / "a.xlsx")
    assert cas.erreur is None, dits(cas)
    assert (cas.reference, len(cas.dossier.factures)) == ("C1", 2)


def test_un_debiteur_fusionne_sur_ses_factures_vaut_pour_toutes(tmp_path):
    ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, UNE, [*[None] * 5, "FA-2", *UNE[6:]]])
    classeur = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for colonne in "ABCDE":
        classeur.active.merge_cells(f"{colonne}2:{colonne}3")
    classeur.save(tmp_path / "a.xlsx")
    (cas,) = lus(tmp_path / "a.xlsx")
    assert cas.erreur is None, dits(cas)
    assert [f.numero for f in cas.dossier.factures] == ["FA-1", "FA-2"]


def test_un_montant_fusionne_ne_se_repete_pas(tmp_path):
    ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, UNE, avec(numero="FA-2", montant=None)])
    classeur = openpyxl.load_workbook(tmp_path / "a.xlsx")
    classeur.active.merge_cells("I2:I3")
    classeur.save(tmp_path / "a.xlsx")
    (cas,) = lus(tmp_path / "a.xlsx")
    assert "ligne 3, colonne « Montant TTC » : le montant manque" in dits(cas)


def _classeur(chemin, **feuilles):
    classeur = openpyxl.Workbook()
    classeur.remove(classeur.active)
    for nom, rangees in feuilles.items():
        page = classeur.create_sheet(nom)
        for rangee in rangees:
            page.append(rangee)
    classeur.save(chemin)
    return chemin


def test_la_seule_feuille_dont_les_intitules_se_lisent_est_prise(tmp_path):
    table = _classeur(tmp_path / "a.xlsx", Notes=[["Bonjour"]], Impayes=[ENTETE, UNE])
    (cas,) = lus(table)
    assert cas.place.feuille == "Impayes"


def test_deux_feuilles_possibles_sont_nommees_et_la_configuration_choisit(tmp_path):
    deux = [ENTETE, avec(numero="FA-2")]
    table = _classeur(tmp_path / "a.xlsx", Mars=[ENTETE, UNE], Avril=deux)
    (cas,) = lus(table)
    assert "« Mars », « Avril »" in dits(cas)
    (cas,) = lus(table, feuille="Avril")
    assert cas.dossier.factures[0].numero == "FA-2"
    (cas,) = lus(table, feuille="Juin")
    assert "pas de feuille « Juin » ; il a « Mars », « Avril »" in dits(cas)


def test_la_feuille_des_clients_donne_les_adresses(tmp_path):
    table = _classeur(tmp_path / "a.xlsx", Factures=SANS_ADRESSE, Clients=ADRESSES)
    (cas,) = lus(table)
    assert cas.erreur is None, dits(cas)
    assert cas.dossier.debiteur.adresse.ville == "Bourg"


def test_une_feuille_masquee_n_est_pas_lue(tmp_path):
    table = _classeur(tmp_path / "a.xlsx", Mars=[ENTETE, UNE], Vieux=[ENTETE, UNE])
    classeur = openpyxl.load_workbook(table)
    classeur["Vieux"].sheet_state = "hidden"
    classeur.save(table)
    (cas,) = lus(table)
    assert cas.place.feuille == "Mars"


@pytest.mark.parametrize("nom", sorted(f.name for f in FICHIERS.iterdir()))
def test_les_fichiers_de_libreoffice_se_lisent(nom):
    cas = lus(FICHIERS / nom)
    assert [(c.reference, dits(c)) for c in cas if c.erreur] == []
    assert [c.reference for c in cas] == ["C1", "C2"]
    assert [str(f.montant_ttc) for f in cas[0].dossier.factures] == ["1234.56", "12.00"]
    assert cas[0].dossier.factures[0].date == datetime.date(2026, 3, 10)
    assert cas[1].dossier.debiteur.adresse.ville == "Saint-Étienne"


# --- Les fichiers hostiles --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nom", "octets", "mots"),
    [
        ("a.csv", b"", "vide"),
        ("a.xlsx", b"", "vide"),
        ("a.csv", b"\n\n\n", "vide"),
        ("a.csv", b"a;b\0c\n", "pas un fichier texte"),
        ("a.csv", b"\xff\xfea", "coupé ou abîmé"),
        ("a.csv", b"Client\x81;x\n", "encodage"),
        ("a.xlsx", b"PK\x03\x04 rien", "abîmé"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "abîmé"),
        ("a.xls", b"<html><table><tr><td>Client</td></tr></table></html>", "page web"),
        ("a.csv", b"x" * 2_000_000, "n’est pas une table"),
        ("a.csv", b"un;deux\n1;2\n", "aucune ligne d’intitulés"),
        ("a.csv", b"Client;Montant TTC\n", "il manque le num"),
        ("a\0.csv", None, "nom de fichier"),
        ("absent.csv", None, "n’existe pas"),
    ],
    ids=lambda v: str(v)[:30],
)
def test_un_fichier_impossible_est_un_refus_en_francais(tmp_path, nom, octets, mots):
    chemin = tmp_path / nom
    if octets is not None:
        chemin.write_bytes(octets)
    (cas,) = lus(chemin)
    assert cas.dossier is None
    assert mots in dits(cas)


def test_un_guillemet_ouvert_est_dit_avec_sa_ligne(tmp_path):
    debut = ";".join(ENTETE) + "\n" + ";".join(UNE) + "\n"
    (tmp_path / "a.csv").write_text(
        debut + '"C2;x\n' + ";".join(UNE) + "\n" + "y" * 200_000, "utf-8"
    )
    (cas,) = lus(tmp_path / "a.csv")
    assert cas.erreur is not None
    assert "guillemet" in dits(cas)
    assert "ligne 3" in dits(cas)


@pytest.mark.parametrize("codage", ["mac_roman", "cp858", "iso8859-15", "cp1252"])
@pytest.mark.parametrize("fin", ["\r", "\r\n"])
def test_l_alphabet_se_reconnait_a_ses_accents(tmp_path, codage, fin):
    rangees = [ENTETE, avec(client="SARL Étè & fils", ville="Bézenac", montant="480,00 €")]
    octets = fin.join(";".join(map(str, r)) for r in rangees).encode(codage)
    (tmp_path / "a.csv").write_bytes(octets)
    (cas,) = lus(tmp_path / "a.csv")
    assert cas.erreur is None, dits(cas)
    assert cas.dossier.debiteur.denomination == "Étè & fils"


def test_un_oe_de_l_iso_8859_15_n_est_pas_une_fraction(tmp_path):
    texte = ";".join(ENTETE) + "\n" + ";".join(avec(client="SARL Cœur"))
    (tmp_path / "a.csv").write_bytes(texte.encode("iso8859-15"))
    (cas,) = lus(tmp_path / "a.csv")
    assert cas.dossier.debiteur.denomination == "Cœur"


def test_une_lettre_perdue_par_un_export_est_dite(tmp_path):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, avec(client="SARL ?uvre")]))
    assert "« SARL ?uvre » est mal encodé" in dits(cas)
    assert len(cas.erreur.constats) == 1


@pytest.mark.parametrize(
    ("marque", "celui_ci", "autre"),
    [(b"", "utf-8", "cp1252"), (b"", "cp1252", "utf-8"), (b"\xef\xbb\xbf", "utf-8", "cp1252")],
)
def test_une_ligne_d_un_autre_encodage_est_seule_refusee(tmp_path, marque, celui_ci, autre):
    lignes = [ENTETE, UNE, avec(code="C2", client="SARL Zoé"), avec(code="C3", ville="Bézenac")]
    octets = [";".join(x).encode(autre if x[0] == "C2" else celui_ci) for x in lignes]
    (tmp_path / "a.csv").write_bytes(marque + b"\n".join(octets))
    cas = lus(tmp_path / "a.csv")
    assert [c.reference for c in cas] == ["C1", "C2", "C3"]
    assert [c.erreur is not None for c in cas] == [False, True, False]
    assert "ligne 3, colonne « Client »" in dits(cas[1])
    assert "est mal encodé" in dits(cas[1])


def test_des_intitules_d_un_autre_encodage_que_les_lignes_sont_dits(tmp_path):
    lignes = [";".join(ENTETE).encode()] + [";".join(avec(client="SARL Zoé")).encode("cp1252")] * 3
    (tmp_path / "a.csv").write_bytes(b"\n".join(lignes))
    (cas,) = lus(tmp_path / "a.csv")
    assert cas.erreur.constats[0].lieu.ligne == 2
    assert "deux fichiers ont été réunis" in dits(cas)


@pytest.mark.parametrize("marque", [b"", b"\xef\xbb\xbf"])
def test_un_fichier_coupe_au_milieu_d_une_lettre_est_refuse(tmp_path, marque):
    texte = "\n".join([";".join(ENTETE), ";".join(UNE), "C2;SARL Zoé"]).encode()
    (tmp_path / "a.csv").write_bytes(marque + texte[:-1])
    (cas,) = lus(tmp_path / "a.csv")
    assert "coupé" in dits(cas)


def test_un_guillemet_qui_avale_la_fin_ou_des_lignes_est_dit(tmp_path):
    lignes = [";".join(ENTETE), ";".join(UNE), *(";".join(avec(numero=f"F{n}")) for n in range(9))]
    for ouvert, ferme in ((4, None), (4, 8)):
        cassees = list(lignes)
        cassees[ouvert] = cassees[ouvert].replace("SARL", '"SARL')
        if ferme is not None:
            cassees[ferme] = cassees[ferme].replace("Grenoble", 'Grenoble"')
        (tmp_path / "a.csv").write_text("\n".join(cassees), encoding="utf-8")
        (cas,) = lus(tmp_path / "a.csv")
        assert cas.erreur.constats[0].lieu.ligne == ouvert + 1
        assert "guillemet" in dits(cas)


def test_une_cellule_de_plusieurs_lignes_n_est_pas_un_guillemet_oublie(tmp_path):
    rangees = [ENTETE, avec(adresse="1 rue Haute\nBâtiment B ; porte 3\n"), avec(code="C2")]
    un, deux = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    assert un.dossier.debiteur.adresse.lignes == ("1 rue Haute", "Bâtiment B ; porte 3")
    assert deux.place.lignes == (3,)  # as the spreadsheet numbers it


def test_une_virgule_de_montant_qui_decale_la_ligne_n_en_change_pas_le_montant(tmp_path):
    bonne, fausse = avec(montant="1234.56"), avec(code="C2")  # « 1234,56 »
    (tmp_path / "a.csv").write_text(
        "\n".join(",".join(r) for r in (ENTETE, bonne, fausse)), encoding="utf-8"
    )
    un, deux = lus(tmp_path / "a.csv")
    assert un.dossier.factures[0].montant_ttc == Decimal("1234.56")
    assert "ligne 3 : cette ligne est décalée : 10 cellules pour 9 intitulés" in dits(deux)
    assert len(deux.erreur.constats) == 1


def test_un_classeur_qui_se_deplie_sans_fin_est_refuse(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as partie:
            for _ in range(700):
                partie.write(b"0" * 1_000_000)
    (cas,) = lus(tmp_path / "a.xlsx")
    assert "se déplie" in dits(cas)


def test_un_classeur_dont_des_octets_changent_est_lu_ou_refuse(tmp_path):
    sort = random.Random(5)  # noqa: S311 – the same bytes at every run
    for modele in sorted(FICHIERS.iterdir()):
        sain = modele.read_bytes()
        for tour in range(25):
            octets = bytearray(sain)
            for _ in range(3):
                octets[sort.randrange(len(octets))] = sort.randrange(256)
            if tour % 5 == 0:
                octets = octets[: sort.randrange(len(octets))]
            (tmp_path / modele.name).write_bytes(octets)
            for cas in lus(tmp_path / modele.name):
                assert (cas.dossier is None) != (cas.erreur is None)


def test_deux_cellules_aux_antipodes_sont_refusees(tmp_path):
    ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, UNE])
    classeur = openpyxl.load_workbook(tmp_path / "a.xlsx")
    classeur.active.cell(1_000_000, 16_000, "x")
    classeur.save(tmp_path / "a.xlsx")
    (cas,) = lus(tmp_path / "a.xlsx")
    assert "jusqu’à la ligne 1000000" in dits(cas)


def _ods(chemin, rangees):
    with (
        zipfile.ZipFile(FICHIERS / "impayes.ods") as modele,
        zipfile.ZipFile(chemin, "w") as archive,
    ):
        for partie in modele.namelist():
            octets = modele.read(partie)
            if partie == "content.xml":
                debut, fin = octets.index(b"<table:table-row"), octets.rindex(b"</table:table>")
                octets = octets[:debut] + rangees.encode() + octets[fin:]
            archive.writestr(partie, octets, zipfile.ZIP_DEFLATED)
    return chemin


@pytest.mark.parametrize(
    "rangee",
    [
        "<row r='1048576'><c r='XFD1048576' t='n'><v>1</v></c></row>",
        '<row r = "1048576"><c r\n= "XFD1048576" t="n"><v>1</v></c></row>',
        '<row><c r="XFD1048576" t="n"><v>1</v></c></row>',
        '<row r="3"><c r="B1048570" t="n"><v>1</v></c></row>',
    ],
)
def test_une_cellule_loin_est_refusee_comment_qu_elle_s_ecrive(tmp_path, rangee):
    ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, UNE])
    avant, apres = zipfile.ZipFile(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with avant, zipfile.ZipFile(apres, "w") as ecrite:
        for nom in avant.namelist():
            octets = avant.read(nom)
            if nom == "xl/worksheets/sheet1.xml":
                octets = octets.replace(b"</sheetData>", rangee.encode() + b"</sheetData>")
            ecrite.writestr(nom, octets)
    (cas,) = lus(apres)
    assert "Supprimez ce qui se trouve loin de la table" in dits(cas)


def test_une_cellule_repetee_sans_fin_est_refusee(tmp_path):
    cellule = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="1024">'
        "<text:p>x</text:p></table:table-cell>"
    )
    rangee = f'<table:table-row table:number-rows-repeated="1048576">{cellule}</table:table-row>'
    (cas,) = lus(_ods(tmp_path / "a.ods", rangee))
    assert "jusqu’à la ligne 1048576 et la colonne 1024" in dits(cas)


def test_une_ligne_masquee_d_un_ods_est_laissee(tmp_path):
    def rangee(valeurs, plus=""):
        cellules = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>'
            for v in valeurs
        )
        return f"<table:table-row{plus}>{cellules}</table:table-row>"

    masquee = rangee(avec(numero="FA-2"), ' table:visibility="filter"')
    vides = rangee([], ' table:number-rows-repeated="1000000"')
    table = _ods(tmp_path / "a.ods", rangee(ENTETE) + rangee(UNE) + masquee + vides)
    (cas,) = lus(table)
    assert cas.erreur is None, dits(cas)
    assert [f.numero for f in cas.dossier.factures] == ["FA-1"]
    assert "1 ligne masquée laissée de côté" in dits(cas)


def test_un_fichier_ouvert_dans_excel_est_a_fermer(tmp_path, monkeypatch):
    table = ecrire_csv(tmp_path / "a.csv", [ENTETE, UNE])

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (cas,) = lus(table)
    assert "fermez-le" in dits(cas)
    assert reconnait(table)


def test_le_temoin_d_un_fichier_ouvert_est_ignore(tmp_path):
    (tmp_path / "~$a.xlsx").write_bytes(b"x")
    assert not reconnait(tmp_path / "~$a.xlsx")
    assert lus(tmp_path / "~$a.xlsx") == []


@pytest.mark.parametrize(
    ("nom", "texte", "attendu"),
    [("a.txt", ";".join(ENTETE), True), ("a.txt", "Bonjour, voici.", False),
     ("123456789FEC20261231.txt", "JournalCode\tJournalLib\tEcritureNum\tCompteNum", False),
     ("a.csv", "JournalCode;JournalLib;EcritureNum", False), ("a.csv", "x", True),
     ("a.json", "{}", False), ("A.XLSX", "x", True), ("a.ods", "x", True)],
)  # fmt: skip
def test_une_table_se_reconnait_a_son_nom_et_a_ses_intitules(tmp_path, nom, texte, attendu):
    (tmp_path / nom).write_text(texte, "utf-8")
    assert reconnait(tmp_path / nom) is attendu


def test_le_lecteur_de_classeurs_absent_est_dit(tmp_path, monkeypatch):
    import sys

    table = ecrire_xlsx(tmp_path / "a.xlsx", [ENTETE, UNE])
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    (cas,) = lus(table)
    assert (cas.erreur.code, 'pip install ".[lot]"' in str(cas.erreur)) == (
        "LOT_ABSENT",
        True,
    )


# --- Le nombre --------------------------------------------------------------------------------

SORTES = [
    ({"montant": "1.234"}, "Montant TTC"), ({"montant": "abc"}, "Montant TTC"),
    ({"montant": ""}, "Montant TTC"), ({"date": "31/02/2026"}, "Date"), ({"date": ""}, "Date"),
    ({"echeance": "01/01/2020"}, "Échéance"), ({"numero": ""}, "N° facture"),
    ({"cp": "12"}, "CP"), ({"ville": ""}, "Ville"), ({"montant": "#N/A"}, "Montant TTC"),
]  # fmt: skip


def test_dix_mille_lignes_dont_mille_fautives_font_neuf_mille_dossiers(tmp_path):
    rangees = [ENTETE]
    for rang in range(10_000):
        faute = SORTES[rang // 10 % 10][0] if rang % 10 == 3 else {}
        rangees.append(
            avec(**{"code": f"C{rang}", "client": f"SARL N{rang}", "numero": f"F{rang}", **faute})
        )
    cas = lus(ecrire_csv(tmp_path / "a.csv", rangees, codage="cp1252"))
    assert len(cas) == 10_000
    assert sum(c.dossier is not None for c in cas) == 9_000
    for rang, un in enumerate(cas):
        if rang % 10 == 3:
            (constat,) = un.erreur.constats
            assert constat.lieu.ligne == rang + 2
            assert (
                constat.lieu.cellule.replace("\u00a0", " ")
                == f"colonne « {SORTES[rang // 10 % 10][1]} »"
            )
            assert constat.message


def test_ce_qui_deborde_de_la_memoire_revient_dans_l_ordre():
    jour, instant = datetime.date(2026, 3, 10), datetime.datetime.fromisoformat("2026-03-10T12:00")
    lignes = [Ligne(n, {"a": f"v{n}", "b": n + 0.5, "c": jour, "d": instant}) for n in range(5_000)]
    with Regroupement(en_memoire=100) as deborde, Regroupement() as tient:
        for ligne in lignes:
            for groupe in (deborde, tient):
                groupe.ajouter(f"k{ligne.numero * 7 % 613}", ligne)
        assert list(deborde.groupes()) == list(tient.groupes())
        repertoire = Path(deborde._repertoire.name)
        assert repertoire.is_dir()
    assert not repertoire.exists()


def test_le_creancier_verifie_une_fois_fait_les_memes_dossiers(tmp_path):
    rangees = [ENTETE, *(avec(code=f"C{n}", numero=f"FA-{n}") for n in range(4))]
    cas = lus(ecrire_csv(tmp_path / "a.csv", rangees))
    for un in cas:
        ecrit = un.dossier.model_dump(mode="json", exclude_unset=True)
        assert ecrit["creancier"] == CREANCIER
        relu = load_dossier(ecrit, base=tmp_path)
        assert relu == un.dossier
        assert relu.base == un.dossier.base


def test_un_dossier_lu_d_une_table_est_celui_qu_on_ecrirait(tmp_path):
    (cas,) = lus(ecrire_csv(tmp_path / "a.csv", [ENTETE, UNE]))
    ecrit = json.loads(cas.dossier.model_dump_json(exclude_unset=True, exclude_none=True))
    assert ecrit["debiteur"] == {
        "type": "societe", "qualite": "professionnel", "denomination": "Dupont",
        "forme_juridique": "SARL",
        "adresse": {"lignes": ["1 rue Haute"], "code_postal": "38000", "ville": "Grenoble"},
    }  # fmt: skip
    assert ecrit["factures"] == [
        {"numero": "FA-1", "date": "2026-03-10", "echeance": "2026-04-09", "montant_ttc": "1234.56"}
    ]


def test_un_chemin_se_donne_aussi_comme_un_texte(tmp_path):
    chemin = ecrire_csv(tmp_path / "a.csv", [ENTETE, UNE])
    (cas,) = lire_les_sources([str(chemin)], reglages())
    assert cas.reference == "C1"


def test_le_guide_nomme_chaque_colonne_possible():
    guide = (RACINE / "docs/guide-des-sources.md").read_text("utf-8").replace("\u00a0", " ")
    entetes = resources.files("courriers.lot.sources.tables") / "entetes.toml"
    champs = tomllib.loads(entetes.read_text("utf-8"))["champs"]
    assert [c["surs"] for c in champs.values() if f"« {c['surs'][0]} »" not in guide] == []


def test_ce_que_le_dossier_appelle_une_table_en_est_une_ici():
    assert set(TABLES) == {*TEXTES, *CLASSEURS}
