"""A schedule: what is missing of it on a day, and when an agreement can be drawn up."""

from datetime import date
from decimal import Decimal

import pytest

from courriers import decompte_arrete
from courriers.droit.echeancier import echeancier_suivi
from courriers.droit.regles import empechements
from courriers.droit.regles.echeancier import (
    a_savoir_accord,
    a_savoir_rappel,
    empechements_accord,
    empechements_rappel,
)
from fabrique import ADRESSE, CONSOMMATEUR, JOUR, dossier

ECHEANCES = [
    {"date": "2026-10-20", "montant": "400.00"},
    {"date": "2026-11-20", "montant": "400.00"},
    {"date": "2026-12-20", "montant": "200.00"},
]
ACCORD = {"date": "2026-10-01", "echeances": ECHEANCES}
ECHUE = [{"numero": "F1", "date": "2026-09-01", "echeance": "2026-09-30", "montant_ttc": "1000.00"}]
"""Due by the day of the agreement, which is about it."""
GERANT = {"civilite": "M.", "prenom": "Luc", "nom": "Perrin", "qualite": "gérant"}


def suivi(au, *paiements):
    recus = [{"date": jour, "montant": montant} for jour, montant in paiements]
    return echeancier_suivi(dossier(echeancier=ACCORD, paiements=recus), au)


@pytest.mark.parametrize(
    ("au", "manque"),
    [
        (date(2026, 10, 20), "0"),  # due today: not late
        (date(2026, 10, 21), "400.00"),  # due yesterday
        (date(2026, 11, 20), "400.00"),
        (date(2026, 11, 21), "800.00"),
        (date(2026, 12, 21), "1000.00"),
    ],
)
def test_une_echeance_manque_le_lendemain_de_sa_date(au, manque):
    assert suivi(au).manquant == Decimal(manque)


@pytest.mark.parametrize(
    ("recu", "recus", "manque"),
    [
        ("399.99", ("399.99", "0", "0"), "400.01"),
        ("400.00", ("400.00", "0", "0"), "400.00"),
        ("400.01", ("400.00", "0.01", "0"), "399.99"),
        ("800.00", ("400.00", "400.00", "0"), "0"),
        ("950.50", ("400.00", "400.00", "150.50"), "0"),  # in advance on the next
        ("1000.01", ("400.00", "400.00", "200.00"), "0"),  # more than all
    ],
)
def test_les_versements_vont_aux_echeances_dans_l_ordre_des_dates(recu, recus, manque):
    etat = suivi(JOUR, ("2026-10-15", recu))
    assert [e.recu for e in etat.echeances] == [Decimal(r) for r in recus]
    assert etat.manquant == Decimal(manque)
    assert [str(e.reste_apres) for e in etat.echeances] == ["600.00", "200.00", "0.00"]


@pytest.mark.parametrize(
    ("jour", "compte"),
    [("2026-10-01", False), ("2026-10-02", True), ("2026-11-23", True), ("2026-11-24", False)],
)
def test_seuls_comptent_les_paiements_d_apres_l_accord_jusqu_au_jour(jour, compte):
    assert suivi(JOUR, (jour, "100.00")).recu == (100 if compte else 0)


def test_des_echeances_en_desordre_sont_suivies_par_date():
    desordre = {"date": "2026-10-01", "echeances": ECHEANCES[::-1]}
    etat = echeancier_suivi(dossier(echeancier=desordre), JOUR)
    assert [(e.rang, e.date.month) for e in etat.echeances] == [(1, 10), (2, 11), (3, 12)]


def test_une_echeance_payee_d_avance_n_est_plus_a_venir():
    assert [e.rang for e in suivi(JOUR).a_venir] == [3]
    assert [e.reste_du for e in suivi(JOUR, ("2026-10-15", "999.99")).a_venir] == [Decimal("0.01")]
    assert suivi(JOUR, ("2026-10-15", "1000.00")).a_venir == ()


def test_avant_l_accord_il_n_y_a_pas_d_echeancier():
    assert suivi(date(2026, 9, 30)) is None
    assert suivi(date(2026, 10, 1)).manquant == 0


# --- L'accord -------------------------------------------------------------------------------


def accord(*montants, jours=("2026-12-15", "2027-01-15", "2027-02-15"), le="2026-11-23", **reste):
    """An agreement of the day with a consumer who owes 1 000 € and no accessory."""
    echeances = [{"date": j, "montant": m} for j, m in zip(jours, montants, strict=False)]
    base = {"debiteur": CONSOMMATEUR, "echeancier": {"date": le, "echeances": echeances}}
    cas = dossier(**{**base, **reste})
    return cas, decompte_arrete(cas, JOUR)


@pytest.mark.parametrize(
    ("derniere", "dit"),
    [("400.00", ""), ("400.01", "0,01 € en trop"), ("399.99", "0,01 € de moins")],
)
def test_les_echeances_font_le_total_du_decompte_au_centime(derniere, dit):
    refus = empechements_accord(*accord("300.00", "300.00", derniere))
    assert [c.code for c in refus] == (["ECHEANCIER_INEXACT"] if dit else [])
    if dit:
        message = str(refus[0]).replace("\u202f", " ").replace("\u00a0", " ")
        assert dit in message
        assert "1 000,00 €" in message
        assert ("crédit" in message) is ("trop" in dit)


def test_rien_n_etant_du_les_echeances_ne_se_comparent_pas():
    paye = [{"date": "2026-11-02", "montant": "1000.00"}]
    assert empechements_accord(*accord("300.00", paiements=paye)) == []


@pytest.mark.parametrize(
    ("jours", "champs"),
    [
        (("2026-11-24", "2026-11-25"), []),
        (("2026-11-23", "2026-11-25"), ["echeancier.echeances[0].date"]),
        (("2026-12-02", "2026-12-02"), ["echeancier.echeances[1].date"]),
        (("2026-12-02", "2026-12-01"), ["echeancier.echeances[1].date"]),
        (("2026-11-22", "2026-11-21"), [f"echeancier.echeances[{n}].date" for n in (0, 1, 1)]),
    ],
)
def test_les_dates_suivent_l_accord_et_se_suivent(jours, champs):
    refus = empechements_accord(*accord("500.00", "500.00", jours=jours))
    assert [c.lieu.champ for c in refus] == champs


@pytest.mark.parametrize("le", ["2026-11-22", "2026-11-24"])
def test_l_accord_est_du_jour_de_la_lettre(le):
    (refus,) = empechements_accord(*accord("500.00", "500.00", le=le))
    assert (refus.code, refus.lieu.champ) == ("ECHEANCIER_INEXACT", "echeancier.date")
    assert f"--au {le}" in refus.conseil


def test_qui_engage_une_personne_morale_est_nomme():
    societe = {
        "debiteur": {},
        "codebiteurs": [
            {"type": "association", "denomination": "Amis", "adresse": ADRESSE, "solidaire": True}
        ],
    }
    refus = empechements_accord(*accord("1058.01", **societe))
    assert [(c.code, c.lieu.champ) for c in refus] == [
        ("CHAMP_MANQUANT", "debiteur.representant"),
        ("CHAMP_MANQUANT", "codebiteurs[0].representant"),
    ]
    nomme = {"debiteur": {"representant": GERANT}}
    assert empechements_accord(*accord("1058.01", **nomme)) == []


@pytest.mark.parametrize(("regime", "fermee"), [("ccp", True), ("civil", False)])
def test_la_commande_publique_ne_renonce_pas_aux_interets(regime, fermee):
    public = {"type": "personne_publique", "qualite": "personne_publique", "regime": regime,
              "denomination": "Ville", "contact": GERANT}  # fmt: skip
    codes = {c.code for c in empechements_accord(*accord("1.00", debiteur=public))}
    assert ("VOIE_FERMEE" in codes) is fermee
    sans = {**public, "contact": None}
    champs = [c.lieu.champ for c in empechements_accord(*accord("1.00", debiteur=sans))]
    assert "debiteur.contact" in champs


def test_signer_reconnait_la_dette_et_une_dette_prescrite_se_dit():
    cas, decompte = accord("1000.00", debiteur={"representant": GERANT})
    (constat, *_) = a_savoir_accord(cas, decompte)
    assert (constat.code, constat.gravite) == ("RECONNAISSANCE", "information")
    assert "caution" not in constat.message
    garant = {"type": "particulier", "prenom": "Zoé", "nom": "P", "adresse": ADRESSE,
              "acte_du": "2026-01-05"}  # fmt: skip
    (constat, *_) = a_savoir_accord(*accord("1.00", cautions=[garant]))
    assert "contre la caution (art. 2246)" in constat.message
    vieille = [{"numero": "F1", "date": "2021-01-05", "echeance": "2021-02-05",
                "executee_le": "2021-01-05", "montant_ttc": "1000.00"}]  # fmt: skip
    cas, decompte = accord("1000.00", debiteur={"representant": GERANT}, factures=vieille)
    (constat, *_) = a_savoir_accord(cas, decompte)
    assert (constat.code, constat.gravite) == ("RECONNAISSANCE", "avertissement")
    assert "renoncer" in constat.message
    # Against a consumer, two years from performance: no letter at all.
    cas, decompte = accord("1000.00", factures=vieille)
    refus = empechements(cas, decompte, "lettre", decompte.total, sous_echeancier=True)
    assert [c.code for c in refus] == ["CREANCE_PRESCRITE"]


@pytest.mark.parametrize(
    ("debiteur", "ecrit"),
    [
        (CONSOMMATEUR, True),
        ({**CONSOMMATEUR, "commercant": True}, True),  # a consumer is protected as one
        ({"forme_juridique": "SARL"}, False),
        ({"forme_juridique": "SCI"}, True),
        ({"forme_juridique": "SCI", "commercant": True}, False),
        ({"type": "entrepreneur_individuel", "qualite": "professionnel", "prenom": "A",
          "nom": "B"}, True),
        ({"type": "entrepreneur_individuel", "qualite": "professionnel", "prenom": "A",
          "nom": "B", "rcs": "Grenoble"}, False),
        ({"type": "association", "qualite": "non_professionnel", "denomination": "A"}, True),
    ],
)  # fmt: skip
def test_qui_n_est_pas_connu_comme_commercant_ecrit_la_somme(debiteur, ecrit):
    codes = [c.code for c in a_savoir_accord(*accord("1.00", debiteur=debiteur))]
    assert ("SOMME_A_ECRIRE" in codes) is ecrit


@pytest.mark.parametrize(("au", "dit"), [("2026-11-19", False), ("2026-11-20", True)])
def test_le_texte_sur_le_credit_est_a_relire_depuis_sa_reforme(au, dit):
    cas = dossier(debiteur=CONSOMMATEUR)
    constats = a_savoir_accord(cas, decompte_arrete(cas, date.fromisoformat(au)))
    assert any(c.code == "REGLE_A_RELIRE" for c in constats) is dit


# --- Le rappel ------------------------------------------------------------------------------


def rappel(*paiements, au=JOUR, **reste):
    recus = [{"date": jour, "montant": montant} for jour, montant in paiements]
    base = {"debiteur": CONSOMMATEUR, "echeancier": ACCORD, "paiements": recus, "factures": ECHUE}
    cas = dossier(**{**base, **reste})
    return cas, decompte_arrete(cas, au)


@pytest.mark.parametrize(("recu", "refuse"), [("799.99", False), ("800.00", True)])
def test_un_rappel_veut_une_echeance_manquee(recu, refuse):
    refus = empechements_rappel(*rappel(("2026-10-20", recu)))
    assert [c.code for c in refus] == (["ECHEANCIER_A_JOUR"] if refuse else [])
    if refuse:
        assert "20/12/2026" in refus[0].conseil


def test_avant_l_accord_ou_la_dette_reglee_il_n_y_a_rien_a_rappeler():
    (refus,) = empechements_rappel(*rappel(au=date(2026, 9, 30), factures=[
        {"numero": "F1", "date": "2026-08-01", "echeance": "2026-09-01", "montant_ttc": "1000.00"}
    ]))  # fmt: skip
    assert refus.code == "ECHEANCIER_A_JOUR"
    cas, decompte = rappel(("2026-11-02", "1000.00"))
    assert empechements_rappel(cas, decompte) == []
    refus = empechements(cas, decompte, "lettre", decompte.total, sous_echeancier=True)
    assert [c.code for c in refus] == ["RIEN_A_RECLAMER"]


@pytest.mark.parametrize(("avoir", "refuse"), [("200.00", False), ("200.01", True)])
def test_un_avoir_d_apres_l_accord_peut_rendre_l_echeancier_faux(avoir, refuse):
    factures = [
        {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "1000.00"},
        {"numero": "A1", "type": "avoir", "date": "2026-11-02", "montant_ttc": avoir,
         "sur_facture": "F1"},
    ]  # fmt: skip
    refus = empechements_rappel(*rappel(factures=factures))
    assert [c.code for c in refus] == (["ECHEANCIER_INEXACT"] if refuse else [])


@pytest.mark.parametrize(
    ("caution", "creancier", "dit"),
    [
        ({}, {}, True),
        ({"informee_le": "2026-10-20"}, {}, True),  # before the incident
        ({"informee_le": "2026-10-21"}, {}, False),
        ({"informee_le": "2026-11-23"}, {}, False),
        ({"informee_le": "2026-11-24"}, {}, True),  # yet to come
        ({}, {"activite_professionnelle": False}, False),
    ],
)
def test_la_caution_personne_physique_est_a_informer(caution, creancier, dit):
    garant = {"type": "particulier", "prenom": "Zoé", "nom": "Morel", "adresse": ADRESSE,
              "acte_du": "2026-01-05", **caution}  # fmt: skip
    constats = list(a_savoir_rappel(*rappel(cautions=[garant], creancier=creancier)))
    assert [c.code for c in constats] == (["CAUTION_A_INFORMER"] if dit else [])
    societe = {"type": "societe", "denomination": "H", "adresse": ADRESSE, "acte_du": "2026-01-05"}
    assert list(a_savoir_rappel(*rappel(cautions=[societe]))) == []
    a_jour = rappel(("2026-10-20", "800.00"), cautions=[{**garant, "informee_le": None}])
    assert list(a_savoir_rappel(*a_jour)) == []


def test_l_etape_nomme_le_rappel_quand_une_echeance_manque():
    for recu, nomme in (("799.99", True), ("800.00", False)):
        cas, decompte = rappel(("2026-10-20", recu))
        (refus,) = empechements(cas, decompte, "lettre", decompte.total)
        assert refus.code == "ECHEANCIER_EN_COURS"
        assert ("« rappel-echeance-manquee »" in refus.conseil) is nomme


AGENCE = {"type": "societe", "role": "societe_recouvrement", "denomination": "Agence",
          "adresse": ADRESSE, "mandat_du": "2026-09-10"}  # fmt: skip
PUBLIC = {"type": "personne_publique", "qualite": "personne_publique", "denomination": "Commune"}


@pytest.mark.parametrize(
    ("derniere", "dit"), [("199.99", True), ("200.00", False), ("200.01", True)]
)
def test_l_echeancier_fait_la_dette_au_jour_de_l_accord(derniere, dit):
    # 1 000 €, no interest yet: a consumer whom nothing put in default
    inegal = {**ACCORD, "echeances": [*ECHEANCES[:2], {**ECHEANCES[2], "montant": derniere}]}
    cas = rappel(echeancier=inegal)
    assert empechements_rappel(*cas) == []
    trouves = [c for c in a_savoir_rappel(*cas) if c.code == "ECHEANCIER_INEXACT"]
    assert [str(c.gravite) for c in trouves] == (["avertissement"] if dit else [])
    if dit:
        entier = {"199.99": "999,99", "200.01": "1\u202f000,01"}[derniere]
        assert f"{entier}\u00a0€" in trouves[0].message
        assert "1\u202f000,00\u00a0€" in trouves[0].message
    # An agency prints what the debt was made of (CPCE, art. R124-4, 3°): both must agree.
    for role, refuse in (("societe_recouvrement", dit), ("avocat", False)):
        refus = empechements_rappel(*rappel(echeancier=inegal, mandataire={**AGENCE, "role": role}))
        assert [c.code for c in refus] == (["ECHEANCIER_INEXACT"] if refuse else [])
        assert all(c.gravite == "erreur" for c in refus)


def test_un_paiement_du_jour_de_l_accord_est_dans_le_decompte_qui_le_fonde():
    verse = rappel(("2026-10-01", "100.00"))
    assert "ECHEANCIER_INEXACT" in {c.code for c in a_savoir_rappel(*verse)}  # 900 on that day
    apres = rappel(("2026-10-02", "100.00"))
    assert "ECHEANCIER_INEXACT" not in {c.code for c in a_savoir_rappel(*apres)}


@pytest.mark.parametrize(("regime", "ferme"), [("ccp", True), ("l441-10", False), ("civil", False)])
def test_aucun_accord_ne_se_rappelle_a_un_debiteur_de_la_commande_publique(regime, ferme):
    refus = empechements_rappel(*rappel(debiteur={**PUBLIC, "regime": regime}))
    assert [c.code for c in refus] == (["VOIE_FERMEE"] if ferme else [])
    assert all("L2192-14" in c.fondement for c in refus)
