"""Which step is due, step by step and day by day, and what stops the climb."""

import json
from datetime import date
from itertools import permutations
from types import SimpleNamespace

import pytest

from courriers import LettreRefusee, compose, decompte_arrete
from courriers.droit.escalade import Niveau, etape, ordre
from courriers.erreurs import PackInvalide
from courriers.lettre.etape import etape_due, pack_du
from courriers.lettre.pack import packs
from fabrique import CONSOMMATEUR, JOUR, dossier

VEILLE, CE_JOUR, LENDEMAIN = "2026-11-22", "2026-11-23", "2026-11-24"
PACKS = packs()
INTEGRES = [p.niveau for p in PACKS]
RAPPEL, SECONDE, DEMEURE, PETITES = ETAPES = (
    "relance-courtoise", "seconde-relance", "mise-en-demeure", "petites-creances",
)  # fmt: skip
CONSO = {"debiteur": CONSOMMATEUR}
MARCHAND = {"debiteur": {"forme_juridique": "SAS"}}
LIBERAL = {"type": "entrepreneur_individuel", "prenom": "Ada", "nom": "Roy", "siren": "912057387",
           "commercant": False}  # fmt: skip
LOCAL = {"penalites": {"mode": "convenu", "taux": "8"}}
PROCEDURE = {"type": "redressement", "date_jugement": CE_JOUR}
ECHEANCIER = {"date": CE_JOUR, "echeances": [{"date": "2027-01-01", "montant": "9"}]}
TITRE = {"type": "jugement", "date": CE_JOUR, "principal": "1000.00"}


def envoi(niveau, jour, **champs):
    return {"niveau": niveau, "date": f"2026-{jour}", "canal": "lettre", **champs}


def facture(montant="1000.00", **champs):
    plain = {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01"}
    return [{**plain, "montant_ttc": montant, **champs}]


def due(*envois, au=JOUR, **changements):
    cas = dossier(**{**CONSO, "envois": list(envois), **changements})
    return etape_due(cas, PACKS, au)


# --- L'ordre --------------------------------------------------------------------------------


def test_les_packs_integres_se_suivent_du_rappel_au_commissaire():
    autres = [n for n in INTEGRES if n.nom not in ETAPES]
    assert len(autres) >= 8  # linked to nothing: no steps
    for melange in permutations(n for n in INTEGRES if n.nom in ETAPES):
        assert tuple(n.nom for n in ordre([*autres, *melange])) == ETAPES


@pytest.mark.parametrize(
    ("ajoute", "attendu"),
    [
        (Niveau("appel", apres=(RAPPEL,), avant=(SECONDE,)),
         (RAPPEL, "appel", SECONDE, DEMEURE, PETITES)),
        (Niveau("avis", avant=(RAPPEL,)), ("avis", *ETAPES)),
        (Niveau("requete", apres=(PETITES,)), (*ETAPES, "requete")),
        (Niveau("anniversaire"), ETAPES),  # linked to nothing: no step
    ],
)  # fmt: skip
def test_un_pack_de_plus_se_place_par_apres_et_avant(ajoute, attendu):
    assert tuple(n.nom for n in ordre([ajoute, *INTEGRES])) == attendu
    assert tuple(n.nom for n in ordre([*INTEGRES, ajoute])) == attendu


def test_etre_cite_par_un_autre_suffit_a_etre_une_etape():
    assert [n.nom for n in ordre([Niveau("b", apres=("a",)), Niveau("a")])] == ["a", "b"]
    assert [n.nom for n in ordre([Niveau("b", avant=("a",)), Niveau("a")])] == ["b", "a"]
    assert ordre([Niveau("a"), Niveau("b")]) == []


@pytest.mark.parametrize("melange", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_deux_etapes_de_meme_rang_se_rangent_par_nom(melange):
    niveaux = {"a": Niveau("a"), "b": Niveau("b", apres=("a",)), "c": Niveau("c", apres=("a",))}
    assert [n.nom for n in ordre([niveaux[nom] for nom in melange])] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "niveaux",
    [
        [Niveau("a", apres=("b",)), Niveau("b", apres=("a",))],
        [Niveau("a", apres=("b",), avant=("b",)), Niveau("b")],
        [Niveau("a", avant=("b",)), Niveau("b", avant=("c",)), Niveau("c", avant=("a",))],
        [Niveau("a", apres=("a",))],
    ],
)
def test_des_etapes_qui_tournent_en_rond_sont_refusees(niveaux):
    with pytest.raises(ValueError, match=r"tournent en rond : [abc] → [abc]"):
        ordre(niveaux)
    with pytest.raises(PackInvalide, match="tournent en rond") as refus:
        etape_due(dossier(), [SimpleNamespace(nom=n.nom, niveau=n) for n in niveaux], JOUR)
    assert "apres" in refus.value.conseil


# --- Pas à pas ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("envois", "attendue", "des"),
    [
        ([], RAPPEL, None),
        ([envoi(RAPPEL, "11-14")], SECONDE, None),  # nine days: the eighth is the debtor’s
        ([envoi(RAPPEL, "11-15")], None, date(2026, 11, 24)),
        ([envoi(RAPPEL, "10-20"), envoi(SECONDE, "11-14")], DEMEURE, None),
        ([envoi(RAPPEL, "10-20"), envoi(SECONDE, "11-15")], None, date(2026, 11, 24)),
        ([envoi(SECONDE, "11-14")], DEMEURE, None),  # the one just after the most advanced
        ([envoi(SECONDE, "10-20"), envoi(RAPPEL, "11-14")], DEMEURE, None),  # never backwards
        ([envoi(DEMEURE, "11-07")], PETITES, None),  # sixteen days
        ([envoi(DEMEURE, "11-08")], None, date(2026, 11, 24)),
        ([envoi(DEMEURE, "10-20"), envoi(PETITES, "10-30")], None, None),  # all of them
        ([envoi(RAPPEL, "11-24")], RAPPEL, None),  # not sent yet
        ([envoi(RAPPEL, "11-23")], None, date(2026, 12, 2)),
        ([envoi(RAPPEL, "10-20"), envoi("appel", "11-15", canal="appel")], None,
         date(2026, 11, 24)),  # a letter of any kind
        ([envoi("appel", "11-16", canal="appel")], None, date(2026, 11, 24)),
        ([envoi("appel", "11-15", canal="appel")], RAPPEL, None),
    ],
)  # fmt: skip
def test_l_etape_suit_la_plus_avancee_une_fois_son_delai_passe(envois, attendue, des):
    trouvee = due(*envois)
    assert (trouvee.niveau, trouvee.a_partir_du, trouvee.blocages) == (attendue, des, ())
    assert trouvee.explication


@pytest.mark.parametrize(
    ("retour", "attendue"),
    [
        ("npai", DEMEURE),  # never arrived: to be sent again
        ("refuse", PETITES),
        ("non_reclame", PETITES),  # valid all the same (1re civ., 20 janvier 2021, n° 19-20.680)
        (None, PETITES),
    ],
)
def test_une_lettre_revenue_n_habite_pas_a_l_adresse_n_est_pas_faite(retour, attendue):
    trouvee = due(envoi(SECONDE, "10-10"), envoi(DEMEURE, "11-01", canal="lrar", retour=retour))
    assert trouvee.niveau == attendue
    assert any("n’habite pas à l’adresse" in x for x in trouvee.explication) is (retour == "npai")


def test_l_etape_attend_son_jour_puis_le_tient():
    for jour, attendue in ((23, None), (24, SECONDE), (25, SECONDE)):
        trouvee = due(envoi(RAPPEL, "11-15"), au=date(2026, 11, jour))
        assert trouvee.niveau == attendue
        assert trouvee.a_partir_du == (None if attendue else date(2026, 11, 24))


def test_un_pack_sur_mesure_prend_sa_place_dans_la_suite():
    niveaux = [*INTEGRES, Niveau("appel", apres=(RAPPEL,), avant=(SECONDE,), delai_jours=3)]
    for jour, attendue in (("11-20", "appel"), ("11-21", None)):
        cas = dossier(envois=[envoi(RAPPEL, jour)])
        assert etape(cas, niveaux, decompte_arrete(cas, JOUR)).niveau == attendue
    cas = dossier(envois=[envoi("appel", "11-10")])
    assert etape(cas, niveaux, decompte_arrete(cas, JOUR)).niveau == SECONDE


def test_une_seule_etape_connue_est_due_puis_faite():
    seules = [Niveau("a", avant=("b",)), Niveau("b", delai_jours=1)]
    attendues = {"11-22": "b", "11-23": None}
    for jour, attendue in attendues.items():
        cas = dossier(envois=[envoi("a", jour)])
        assert etape(cas, seules, decompte_arrete(cas, JOUR)).niveau == attendue


# --- Ce qui arrête tout ---------------------------------------------------------------------

LITIGE = {"date": CE_JOUR, "motif": "malfaçon"}
BLOCAGES = [
    ("CREANCE_CONTESTEE", {"contestation": LITIGE},
     {"contestation": {**LITIGE, "date": LENDEMAIN}}),
    ("ECHEANCIER_EN_COURS", {"echeancier": ECHEANCIER},
     {"echeancier": {**ECHEANCIER, "date": LENDEMAIN}}),
    ("PROCEDURE_COLLECTIVE", {"procedure_collective": PROCEDURE},
     {"procedure_collective": {**PROCEDURE, "date_jugement": LENDEMAIN}}),
    ("SURENDETTEMENT", {"surendettement": {"date_recevabilite": CE_JOUR}},
     {"surendettement": {"date_recevabilite": LENDEMAIN}}),
    ("RIEN_A_RECLAMER", {"paiements": [{"date": CE_JOUR, "montant": "1000.00"}]},
     {"paiements": [{"date": CE_JOUR, "montant": "999.99"}]}),
    ("RIEN_A_RECLAMER", {"factures": facture(echeance=CE_JOUR)},
     {"factures": facture(echeance=VEILLE)}),  # late the day after
    ("TITRE_EXECUTOIRE", {"titre_executoire": TITRE},
     {"titre_executoire": {**TITRE, "date": LENDEMAIN}}),
    ("CREANCE_CEDEE", {"cession": {"a": "Factor SA", "date": CE_JOUR}},
     {"cession": {"a": "Factor SA", "date": LENDEMAIN}}),
    ("CREANCE_PRESCRITE", {"factures": facture(executee_le="2024-11-22")},
     {"factures": facture(executee_le="2024-11-23")}),
    ("DEBITEUR_DECEDE", {"debiteur": {**CONSOMMATEUR, "decede_le": CE_JOUR}},
     {"debiteur": {**CONSOMMATEUR, "decede_le": LENDEMAIN}}),
    ("FRAIS_INTERDITS", {"factures": facture(objet="Frais de relance")},
     {"factures": facture(objet="Frais de port")}),
    ("OUTRE_MER", {"debiteur": {**CONSOMMATEUR, "adresse": {"lignes": ["1 rue A"],
      "code_postal": "98713", "ville": "Papeete"}}, "conditions": LOCAL},
     {"debiteur": {**CONSOMMATEUR, "adresse": {"lignes": ["1 rue A"], "code_postal": "97400",
      "ville": "Saint-Denis"}}}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "dedans", "dehors"), BLOCAGES)
def test_chaque_blocage_des_deux_cotes_de_son_seuil(code, dedans, dehors):
    arretee = due(envoi(RAPPEL, "11-01"), **dedans)
    assert (arretee.niveau, arretee.a_partir_du) == (None, None)
    assert arretee.blocages[0].code == code
    assert str(arretee.blocages[0]) in arretee.explication
    libre = due(envoi(RAPPEL, "11-01"), **dehors)
    assert (libre.niveau, libre.blocages) == (SECONDE, ())


@pytest.mark.parametrize(
    ("lettre_du", "suite", "gele"),
    [
        ("10-23", None, True),  # the last day of the month
        ("10-20", None, False),
        ("11-23", None, True),
        ("11-24", None, False),  # not sent yet
        ("11-02", "11-24", True),
        ("11-02", "11-23", False),
    ],
)  # CPCE, R125-7: no payment from the letter to the issue
def test_la_procedure_des_petites_creances_gele_la_suite(lettre_du, suite, gele):
    demande = envoi(PETITES, "10-15", lettre_du_commissaire_le=f"2026-{lettre_du}")
    if suite:
        demande["suite"] = {"nature": "refus", "date": f"2026-{suite}"}
    trouvee = due(demande)
    assert trouvee.niveau is None
    assert [str(c.code) for c in trouvee.blocages] == (["GEL_PETITES_CREANCES"] if gele else [])


def test_un_blocage_passe_avant_le_delai_et_tous_se_disent():
    trouvee = due(envoi(RAPPEL, "11-22"), contestation=LITIGE, echeancier=ECHEANCIER)
    assert {str(c.code) for c in trouvee.blocages} == {"CREANCE_CONTESTEE", "ECHEANCIER_EN_COURS"}
    assert trouvee.a_partir_du is None


# --- L'étape que la loi n'ouvre pas à tous --------------------------------------------------


@pytest.mark.parametrize(
    ("changements", "ouverte"),
    [
        (CONSO, True),
        ({**CONSO, "factures": facture("4980.00")}, True),  # with the legal interest, below 5 000
        ({**CONSO, "factures": facture("5000.01")}, False),
        (MARCHAND, False),  # L126-1
        ({**MARCHAND, "creancier": LIBERAL}, True),
        ({"debiteur": {}}, False),  # nobody knows whether the debtor trades
        ({"debiteur": {"commercant": False}}, True),
    ],
)
def test_la_demande_au_commissaire_n_est_due_que_si_sa_voie_est_ouverte(changements, ouverte):
    trouvee = due(envoi(DEMEURE, "11-07"), **changements)
    assert trouvee.niveau == (PETITES if ouverte else None)
    assert trouvee.blocages == ()
    ferme = any("la loi la ferme à ce dossier" in x for x in trouvee.explication)
    assert ferme is not ouverte
    if ferme:
        assert trouvee.a_partir_du is None  # time alone does not open it
        assert trouvee.explication[-1] == "voir « courriers voies »"


@pytest.mark.parametrize("changements", [MARCHAND, {"debiteur": {}}])
def test_une_voie_fermee_n_arrete_pas_les_etapes_d_avant(changements):
    assert due(**changements).niveau == RAPPEL
    assert due(envoi(SECONDE, "11-01"), **changements).niveau == DEMEURE


# --- Quand seuls restent les accessoires ----------------------------------------------------


def reste(montant):
    """Paid on the day, capital first: 1 000 € and 53 days at 12,40 %, that is 18,01 €."""
    return {
        "debiteur": {"forme_juridique": "SAS"}, "creancier": LIBERAL,
        "conditions": {"imputation": "capital_d_abord"},
        "paiements": [{"date": CE_JOUR, "montant": montant}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("paye", "envois", "attendue"),
    [
        ("999.99", [], RAPPEL),  # a cent of principal is left
        ("1000.00", [], DEMEURE),  # a reminder claims the principal alone
        ("1018.01", [], DEMEURE),  # the 40 €
        ("1000.00", [envoi(RAPPEL, "11-01")], DEMEURE),
        ("1000.00", [envoi(DEMEURE, "11-01")], PETITES),  # interest counts there
        ("1018.01", [envoi(DEMEURE, "11-01")], None),  # and the 40 € do not
    ],
)
def test_les_relances_se_sautent_quand_le_principal_est_regle(paye, envois, attendue):
    assert due(*envois, **reste(paye)).niveau == attendue


# --- Ce qui se lit --------------------------------------------------------------------------


def test_l_explication_dit_les_envois_dans_l_ordre_puis_la_raison():
    trouvee = due(envoi(SECONDE, "11-10"), envoi(RAPPEL, "11-01"))
    assert trouvee.explication == (
        "« relance-courtoise » : envoi du 01/11/2026",
        "« seconde-relance » : envoi du 10/11/2026",
        "« mise-en-demeure » : le délai de 9 jours est passé",
    )
    assert due().explication == ("« relance-courtoise » : aucune étape n’a été faite",)
    attente = due(envoi(DEMEURE, "11-08")).explication[-1]
    assert "16 jours" in attente
    assert "à partir du 24/11/2026" in attente
    assert "courriers voies" in due(envoi(PETITES, "10-01")).explication[-1]
    assert due(envoi(RAPPEL, "11-24")).explication == due().explication


@pytest.mark.parametrize(
    ("trouvee", "attendu"),
    [
        (due(), {"etape": RAPPEL, "a_partir_du": None}),
        (due(envoi(RAPPEL, "11-15")), {"etape": None, "a_partir_du": "2026-11-24"}),
        (due(contestation=LITIGE), {"etape": None, "a_partir_du": None}),
    ],
)
def test_une_etape_se_dit_en_json(trouvee, attendu):
    valeurs = json.loads(json.dumps(trouvee.as_dict()))
    assert set(valeurs) == {"etape", "explication", "blocages", "a_partir_du"}
    assert {nom: valeurs[nom] for nom in attendu} == attendu
    assert valeurs["explication"] == list(trouvee.explication)
    assert valeurs["blocages"] == [c.as_dict() for c in trouvee.blocages]


# --- Le pack dû -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("envois", "attendu"),
    [([], RAPPEL), ([envoi(RAPPEL, "11-14")], SECONDE), ([envoi(SECONDE, "11-14")], DEMEURE),
     ([envoi(DEMEURE, "11-07")], PETITES)],
)  # fmt: skip
def test_le_pack_du_s_ecrit(envois, attendu):
    cas = dossier(**CONSO, envois=envois, conditions={"fondement": "devis n° 7"})
    pack = pack_du(cas, PACKS, JOUR)
    assert pack.nom == attendu
    constats = {str(c.code) for c in compose(cas, pack, JOUR).rapport.constats}
    assert not {"ENVOI_REPETE", "ENVOI_PREMATURE", "ETAPE_DEPASSEE"} & constats


@pytest.mark.parametrize(
    ("code", "envois", "changements"),
    [
        ("AUCUNE_ETAPE", [envoi(RAPPEL, "11-15")], {}),  # too early
        ("AUCUNE_ETAPE", [envoi(PETITES, "10-01")], {}),  # all done
        ("AUCUNE_ETAPE", [envoi(DEMEURE, "11-01")], MARCHAND),  # closed
        *((code, [], dedans) for code, dedans, _ in BLOCAGES),
        ("PROCEDURE_COLLECTIVE", [], {"procedure_collective": PROCEDURE, "contestation": LITIGE}),
    ],
)
def test_sans_etape_due_le_refus_porte_la_premiere_raison(code, envois, changements):
    cas = dossier(**{**CONSO, "envois": envois, **changements})
    with pytest.raises(LettreRefusee) as refus:
        pack_du(cas, PACKS, JOUR)
    assert refus.value.code == code
    assert cas.reference in str(refus.value)
    trouvee = etape_due(cas, PACKS, JOUR)
    assert list(refus.value.constats) == list(trouvee.blocages)
    assert all(ligne in str(refus.value) for ligne in trouvee.explication)


def test_une_etape_attend_que_le_delai_de_la_lettre_d_avant_soit_passe():
    """« D’ici au 9 octobre » : le 9 est encore au débiteur."""
    manifestes = {p.nom: p.manifeste for p in packs()}
    attentes = [
        (nom, manifeste.escalade.delai_jours, manifestes[avant].escalade.delai_paiement_jours or 0)
        for nom, manifeste in manifestes.items()
        if manifeste.destinataire in ("debiteur", "commissaire")
        for avant in manifeste.escalade.apres
    ]
    assert len(attentes) >= 3
    assert [nom for nom, attente, laisse in attentes if attente <= laisse and attente] == []
