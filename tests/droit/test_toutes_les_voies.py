"""The nine routes: what opens and what closes each, on both sides of its threshold."""

import json
from datetime import date, timedelta

import pytest

from courriers.droit.voies import Etat, Sens, voies
from fabrique import CONSOMMATEUR, JOUR, dossier

CE_JOUR, LENDEMAIN = "2026-11-23", "2026-11-24"
PETITES, COMMERCIALES, IP_TC, IP_TJ, IP_JCP, REFERE, FOND, DECLARATION, RECLAMATION = (
    "petites_creances", "creances_commerciales", "injonction_commerce", "injonction_judiciaire",
    "injonction_protection", "refere_provision", "assignation_au_fond", "declaration_de_creance",
    "reclamation_administrative",
)  # fmt: skip
NEUF = (PETITES, COMMERCIALES, IP_TC, IP_TJ, IP_JCP, REFERE, FOND, DECLARATION, RECLAMATION)

MARCHAND = {"debiteur": {"forme_juridique": "SAS"}}
CONSO = {"debiteur": CONSOMMATEUR}
PARTICULIER = {"type": "particulier", "prenom": "Paul", "nom": "Roy",
               "activite_professionnelle": False}  # fmt: skip
LIBERAL = {"type": "entrepreneur_individuel", "prenom": "Ada", "nom": "Roy", "siren": "912057387",
           "commercant": False}  # fmt: skip
MUET = {**LIBERAL, "commercant": None}
LEGAL = {"penalites": {"mode": "legal"}}
LOCAL = {"penalites": {"mode": "convenu", "taux": "8"}}
SURENDETTE = {**CONSO, "surendettement": {"date_recevabilite": CE_JOUR}}
BELGE = {"lignes": ["1 rue A"], "pays": "BE", "code_postal": "1000", "ville": "Bruxelles"}
PAPEETE = {"lignes": ["1 rue A"], "code_postal": "98713", "ville": "Papeete"}
JUGEMENT = {"type": "redressement", "date_jugement": CE_JOUR}
TITRE = {"type": "jugement", "date": CE_JOUR, "principal": "1000.00"}
ECHEANCIER = {"date": CE_JOUR, "echeances": [{"date": "2027-01-01", "montant": "1000.00"}]}
CESSION = {"a": "Factor SA", "date": CE_JOUR}
LITIGE = {"date": CE_JOUR, "motif": "malfaçon"}


def facture(montant="1000.00", **champs):
    plain = {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01"}
    return [{**plain, "montant_ttc": montant, **champs}]


def public(regime):
    return {"debiteur": {"type": "personne_publique", "qualite": "personne_publique",
                         "denomination": "Commune de Valmont", "regime": regime}}  # fmt: skip


def toutes(au=JOUR, **changements):
    return {v.nom: v for v in voies(dossier(**changements), au)}


def ouvertes(au=JOUR, **changements):
    """Names of the open routes, the uncertain ones with a « ? »."""
    signes = {Etat.OUVERTE: "{}", Etat.INCERTAINE: "{}?"}
    trouvees = toutes(au, **changements).values()
    return {signes[v.etat].format(v.nom) for v in trouvees if v.etat in signes}


def motifs(voie, sens=None):
    return [m for m in voie.motifs if sens is None or m.sens is sens]


def bail(**champs):
    return {**CONSO, "factures": facture(nature="loyer_habitation", **champs)}


ENTRE_COMMERCANTS = {f"{COMMERCIALES}?", IP_TC, REFERE, FOND}
CONTRE_UN_CONSOMMATEUR = {PETITES, IP_TJ, REFERE, FOND}
ETATS = [
    # Les parties
    (MARCHAND, ENTRE_COMMERCANTS),  # L126-1 leaves L125-1; L721-3
    (CONSO, CONTRE_UN_CONSOMMATEUR),
    ({**MARCHAND, "creancier": PARTICULIER}, {PETITES, IP_TC, IP_TJ, REFERE, FOND}),  # L721-3
    ({**CONSO, "creancier": PARTICULIER}, CONTRE_UN_CONSOMMATEUR),
    ({"debiteur": {"commercant": False}}, CONTRE_UN_CONSOMMATEUR),
    ({"debiteur": {"commercant": True}}, ENTRE_COMMERCANTS),
    ({}, set()),  # nobody knows whether the debtor trades
    # Le montant
    ({**CONSO, "factures": facture("5000.00")}, CONTRE_UN_CONSOMMATEUR),  # R125-1: bound inside
    ({**CONSO, "factures": facture("5000.01")}, {IP_TJ, REFERE, FOND}),
    ({**MARCHAND, "factures": facture("900000.00")}, ENTRE_COMMERCANTS),  # no ceiling
    # Rien à demander
    ({**CONSO, "paiements": [{"date": CE_JOUR, "montant": "999.99"}]}, CONTRE_UN_CONSOMMATEUR),
    ({**CONSO, "paiements": [{"date": CE_JOUR, "montant": "1000.00"}]}, set()),
    # La contestation
    ({**MARCHAND, "contestation": {**LITIGE, "date": LENDEMAIN}}, ENTRE_COMMERCANTS),
    ({**MARCHAND, "contestation": LITIGE}, {REFERE, FOND}),  # L126-3; not certain
    ({**CONSO, "contestation": LITIGE}, {PETITES, REFERE, FOND}),  # no certain claim asked
    # La procédure collective
    ({**MARCHAND, "procedure_collective": {**JUGEMENT, "date_jugement": LENDEMAIN}},
     ENTRE_COMMERCANTS),
    ({**MARCHAND, "procedure_collective": JUGEMENT}, {DECLARATION}),  # L622-21
    # Le surendettement
    ({**CONSO, "surendettement": {"date_recevabilite": LENDEMAIN}}, CONTRE_UN_CONSOMMATEUR),
    (SURENDETTE, {IP_TJ, REFERE, FOND}),  # L722-5
    # Un titre, un échéancier, une cession
    ({**CONSO, "titre_executoire": {**TITRE, "date": LENDEMAIN}}, CONTRE_UN_CONSOMMATEUR),
    ({**CONSO, "titre_executoire": TITRE}, set()),
    ({**CONSO, "echeancier": {**ECHEANCIER, "date": LENDEMAIN}}, CONTRE_UN_CONSOMMATEUR),
    ({**CONSO, "echeancier": ECHEANCIER}, set()),
    ({**CONSO, "cession": {**CESSION, "date": LENDEMAIN}}, CONTRE_UN_CONSOMMATEUR),
    ({**CONSO, "cession": CESSION}, set()),
    ({**MARCHAND, "cession": CESSION, "procedure_collective": JUGEMENT}, set()),  # C. civ., 1321
    ({**MARCHAND, "titre_executoire": TITRE, "procedure_collective": JUGEMENT}, {DECLARATION}),
    ({**MARCHAND, "echeancier": ECHEANCIER, "procedure_collective": JUGEMENT}, {DECLARATION}),
    # Le débiteur disparu
    ({"debiteur": {**CONSOMMATEUR, "decede_le": LENDEMAIN}}, CONTRE_UN_CONSOMMATEUR),
    ({"debiteur": {**CONSOMMATEUR, "decede_le": CE_JOUR}}, set()),
    ({"debiteur": {"forme_juridique": "SAS", "radiee_le": CE_JOUR}}, set()),
    # La prescription
    ({**CONSO, "factures": facture(executee_le="2024-11-23")}, CONTRE_UN_CONSOMMATEUR),
    ({**CONSO, "factures": facture(executee_le="2024-11-22")}, set()),
    ({**MARCHAND, "factures": facture(executee_le="2021-11-22")}, ENTRE_COMMERCANTS),  # 2247
    # Ailleurs
    ({"debiteur": {**CONSOMMATEUR, "adresse": BELGE}},
     {f"{REFERE}?", f"{FOND}?"}),  # 1406, R125-1; regulation 1215/2012, art. 18
    ({"debiteur": {"forme_juridique": "SAS", "adresse": BELGE}}, {REFERE, FOND}),
    ({"debiteur": {**CONSOMMATEUR, "adresse": {**PAPEETE, "code_postal": "97400"}}},
     CONTRE_UN_CONSOMMATEUR),  # La Réunion
    ({"debiteur": {**CONSOMMATEUR, "adresse": {**PAPEETE, "code_postal": "98600"}}},
     CONTRE_UN_CONSOMMATEUR),  # Wallis-et-Futuna, to be confirmed
    ({"debiteur": {**CONSOMMATEUR, "adresse": PAPEETE}, "conditions": LOCAL}, set()),
    ({"debiteur": {**CONSOMMATEUR, "adresse": PAPEETE}}, set()),  # not even a statement
    ({"debiteur": {**CONSOMMATEUR, "adresse": {**PAPEETE, "code_postal": "98800"}},
      "conditions": LOCAL}, set()),
    ({**CONSO, "creancier": {"adresse": PAPEETE}, "conditions": LOCAL}, set()),
    # Une personne publique
    (public("ccp"), {RECLAMATION}),  # an administrative contract
    (public("l441-10"), {REFERE, FOND, RECLAMATION}),  # according to the contract
    (public("civil"), {REFERE, FOND}),
    # Le bail d'habitation et le crédit : le juge des contentieux de la protection
    (bail(), {IP_JCP, REFERE, FOND}),
    ({**CONSO, "factures": facture(nature="credit_consommation")}, {IP_JCP, REFERE, FOND}),
    ({**bail(), "contestation": LITIGE}, {REFERE, FOND}),
    ({**bail(), "titre_executoire": TITRE}, set()),
    ({**CONSO, "factures": facture(nature="bail_commercial"), "conditions": LEGAL},
     CONTRE_UN_CONSOMMATEUR),
    # Les frais de recouvrement réclamés à un consommateur
    ({**CONSO, "factures": facture(objet="Frais de recouvrement")}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("changements", "attendues"), ETATS)
def test_ce_que_le_texte_et_le_dossier_ouvrent(changements, attendues):
    assert ouvertes(**changements) == attendues


@pytest.mark.parametrize("changements", [c for c, _ in ETATS])
def test_une_voie_expose_et_ne_conseille_pas(changements):
    # Law n° 71-1130, art. 54: neither advice, nor rank, nor score.
    trouvees = voies(dossier(**changements), JOUR)
    assert [v.nom for v in trouvees] == list(NEUF)
    for voie in trouvees:
        for texte in (voie.titre, voie.competence, voie.tentative_amiable.motif,
                      *(m.texte for m in voie.motifs)):  # fmt: skip
            assert texte
            assert "recommand" not in texte.lower()
            assert "conseill" not in texte.lower()
        assert voie.motifs
        for motif in voie.motifs:
            assert motif.fondement or motif.sens is Sens.FERME  # only « rien n’est dû » has none
            assert not motif.champ or motif.sens is Sens.FERME
        if voie.etat is Etat.INCERTAINE and "pays" not in str(changements):
            assert voie.nom == COMMERCIALES
        if voie.a_completer:
            assert voie.etat is Etat.FERMEE
        valeurs = json.loads(json.dumps(voie.as_dict()))
        assert valeurs["etat"] == voie.etat
        assert valeurs["a_completer"] == list(voie.a_completer)
        assert len(valeurs["motifs"]) == len(voie.motifs)


# --- Ce que le dossier ne dit pas -----------------------------------------------------------

DEB, CRE = "debiteur.commercant", "creancier.commercant"


@pytest.mark.parametrize(
    ("changements", "voie", "attendu"),
    [
        ({}, PETITES, (DEB,)),
        ({}, COMMERCIALES, (DEB,)),
        ({}, IP_TC, (DEB,)),
        ({}, IP_TJ, (DEB,)),
        ({}, IP_JCP, ()),  # no answer would make it a lease
        ({}, RECLAMATION, ()),
        ({}, DECLARATION, ()),
        (MARCHAND, COMMERCIALES, ()),
        (MARCHAND, PETITES, ()),  # closed, and no answer opens it
        ({**MARCHAND, "creancier": MUET}, PETITES, (CRE,)),
        ({**MARCHAND, "creancier": MUET}, COMMERCIALES, (CRE,)),
        ({**MARCHAND, "creancier": MUET}, IP_TJ, (CRE,)),  # two traders would close it
        ({"creancier": MUET}, PETITES, (CRE, DEB)),
        ({"creancier": MUET}, COMMERCIALES, (CRE, DEB)),
        ({"creancier": LIBERAL}, PETITES, ()),  # one who is no trader is enough for L125-1
        ({"creancier": LIBERAL}, COMMERCIALES, ()),  # and closes L126-1
        ({"creancier": LIBERAL}, IP_TC, (DEB,)),
        ({**CONSO, "creancier": MUET}, PETITES, ()),
        ({**CONSO, "creancier": MUET}, IP_TJ, ()),
        ({"titre_executoire": TITRE}, PETITES, ()),  # closed anyway: nothing to ask
        ({"titre_executoire": TITRE}, IP_TC, ()),
        ({"procedure_collective": JUGEMENT}, FOND, ()),
        ({"factures": facture("5000.01")}, PETITES, ()),  # above the ceiling anyway
    ],
)
def test_le_fait_qui_manque_se_nomme_seulement_s_il_deciderait(changements, voie, attendu):
    assert toutes(**changements)[voie].a_completer == attendu


def test_un_entrepreneur_inscrit_au_registre_est_presume_commercant():
    debiteur = {"type": "entrepreneur_individuel", "qualite": "professionnel", "prenom": "A",
                "nom": "B"}  # fmt: skip
    assert ouvertes(debiteur={**debiteur, "rcs": "Chambéry"}) == ENTRE_COMMERCANTS
    assert ouvertes(debiteur=debiteur) == set()
    assert toutes(debiteur=debiteur)[IP_TC].a_completer == (DEB,)


@pytest.mark.parametrize(("montant", "dit"), [("5000.00", True), ("5000.01", False)])
def test_la_somme_n_ouvre_les_petites_creances_que_sous_le_plafond(montant, dit):
    voie = toutes(**CONSO, factures=facture(montant))[PETITES]
    ouvrants = [m for m in motifs(voie, Sens.OUVRE) if m.fondement == "CPCE, art. R125-1"]
    assert bool(ouvrants) is dit
    assert voie.a_completer == ()


# --- Les créances commerciales incontestées -------------------------------------------------


@pytest.mark.parametrize(
    ("au", "etat"), [(date(2026, 4, 26), Etat.FERMEE), (date(2026, 4, 27), Etat.INCERTAINE)]
)  # law n° 2026-307, said to apply on 27 April 2026
def test_la_loi_de_2026_n_ouvre_rien_avant_elle(au, etat):
    factures = facture(date="2026-01-01", echeance="2026-02-01")
    assert toutes(au, **MARCHAND, factures=factures)[COMMERCIALES].etat is etat


def test_le_doute_tient_au_decret_et_rien_n_est_chiffre():
    voie = toutes(**MARCHAND)[COMMERCIALES]
    [doute] = motifs(voie, Sens.DOUTE)
    assert "décret" in doute.texte
    assert "tarif" in doute.texte
    assert "L126" in doute.fondement


# --- L'ordonnance d'injonction de payer -----------------------------------------------------


@pytest.mark.parametrize(
    ("ordonnance", "au", "ouverte"),
    [
        ({"date": LENDEMAIN}, JOUR, True),  # not given yet
        ({"date": CE_JOUR}, JOUR, False),
        ({"date": "2026-09-01"}, date(2026, 12, 1), False),  # three months: the last day
        ({"date": "2026-09-01"}, date(2026, 12, 2), True),  # non avenue
        ({"date": "2026-08-31"}, date(2026, 12, 2), False),  # six months for an older one
        ({"date": "2026-05-22"}, date(2026, 11, 23), False),  # 22 November is a Sunday (642)
        ({"date": "2026-05-22"}, date(2026, 11, 24), True),
        ({"date": "2026-05-22", "signifiee_le": "2026-06-01"}, date(2026, 11, 24), False),
        ({"date": "2026-05-22", "signifiee_le": "2026-06-01", "opposition_le": "2026-06-15"},
         date(2026, 11, 24), False),  # the case is before the judge
    ],
)  # fmt: skip
def test_une_ordonnance_ferme_jusqu_a_ce_qu_elle_soit_non_avenue(ordonnance, au, ouverte):
    factures = facture(date="2026-01-01", echeance="2026-02-01", executee_le="2026-01-01")
    trouvees = toutes(au, **CONSO, ordonnance=ordonnance, factures=factures)
    assert {trouvees[nom].etat for nom in (PETITES, IP_TJ, REFERE, FOND)} == {
        Etat.OUVERTE if ouverte else Etat.FERMEE
    }
    dits = [m for m in trouvees[IP_TJ].motifs if "ordonnance d’injonction" in m.texte]
    assert len(dits) == (ordonnance["date"] <= au.isoformat())
    assert all("CPC, art. 14" in m.fondement for m in dits)
    assert all(("non avenue" in m.texte) is ouverte for m in dits)


@pytest.mark.parametrize(
    ("ordonnance", "au", "dit", "fondement"),
    [
        ({"date": "2026-09-01"}, JOUR, "est à signifier au plus tard le 1er décembre 2026",
         "1411 et 1415"),
        ({"date": "2026-06-09", "signifiee_le": "2026-11-10"}, date(2026, 12, 10),
         ("peut s’y opposer jusqu’au 10 décembre 2026 ; sans opposition, elle s’exécute dès le "
         "11 décembre 2026"), "1416 et 1422"),
        ({"date": "2026-09-01", "signifiee_le": "2026-09-21"}, date(2026, 10, 22),
         ("pouvait s’y opposer jusqu’au 21 octobre 2026 ; sans opposition, elle s’exécute dès le "
         "24 novembre 2026"), "1416 et 1422"),  # 21 November is a Saturday, moved to the 23rd
        ({"date": "2026-09-01", "signifiee_le": "2026-09-21"}, date(2026, 11, 24),
         "sans opposition, elle s’exécute depuis le 24 novembre 2026", "1422"),
        ({"date": "2026-06-09", "signifiee_le": "2026-07-02", "opposition_le": "2026-07-20"}, JOUR,
         "est frappée d’une opposition du 20 juillet 2026", "1413 et 1415"),
    ],
)  # fmt: skip
def test_chaque_voie_dit_ou_en_est_l_ordonnance(ordonnance, au, dit, fondement):
    factures = facture(date="2026-01-01", echeance="2026-02-01", executee_le="2026-01-01")
    trouvees = toutes(au, **CONSO, ordonnance=ordonnance, factures=factures)
    for nom in (PETITES, COMMERCIALES, IP_TC, IP_TJ, IP_JCP, REFERE, FOND):
        [motif] = [m for m in trouvees[nom].motifs if "l’ordonnance d’injonction" in m.texte]
        assert dit in motif.texte
        assert motif.fondement.endswith(fondement)


@pytest.mark.parametrize(
    ("au", "mois"), [(date(2026, 8, 31), "six mois"), (date(2026, 9, 1), "trois mois")]
)  # decree n° 2026-96, art. 9: by the day of the order
def test_le_delai_pour_signifier_depend_du_jour_de_l_ordonnance(au, mois):
    factures = facture(date="2026-01-01", echeance="2026-02-01")
    for voie in (IP_TC, IP_TJ, IP_JCP):
        [dit] = [m for m in toutes(au, **CONSO, factures=factures)[voie].motifs
                 if "serait à signifier" in m.texte]  # fmt: skip
        assert mois in dit.texte


def test_la_consignation_ne_se_dit_que_devant_le_tribunal_de_commerce():
    trouvees = toutes(**CONSO)
    avec = {nom for nom, v in trouvees.items() if any("1425" in m.fondement for m in v.motifs)}
    assert avec == {IP_TC}


def test_le_fondement_s_affiche_ou_se_demande():
    for voie, article in ((PETITES, "CPCE, art. L125-1"), (IP_TJ, "CPC, art. 1405")):
        avec = toutes(**CONSO, conditions={"fondement": "devis n° 7"})[voie]
        assert any("devis n° 7" in m.texte for m in motifs(avec, Sens.OUVRE))
        sans = toutes(**CONSO)[voie]
        [dit] = [m for m in sans.motifs if "conditions.fondement" in m.texte]
        assert dit.sens is Sens.CONDITION
        assert dit.fondement.startswith(article)


# --- La tentative amiable (CPC, art. 750-1) -------------------------------------------------


def demande_au_commissaire(lettre_du, suite=None):
    envoi = {"niveau": "petites-creances", "date": "2026-10-15", "canal": "lettre",
             "lettre_du_commissaire_le": lettre_du}  # fmt: skip
    if suite:
        envoi["suite"] = {"nature": suite[0], "date": suite[1]}
    return {**CONSO, "envois": [envoi]}


@pytest.mark.parametrize(
    ("changements", "exigee"),
    [
        ({**CONSO, "factures": facture("5000.00")}, True),  # « n’excédant pas »
        ({**CONSO, "factures": facture("5000.01")}, False),
        (MARCHAND, False),  # the tribunal judiciaire only
        ({**MARCHAND, "creancier": PARTICULIER}, True),  # if that court is chosen
        ({**MARCHAND, "creancier": PARTICULIER, "factures": facture("5000.01")}, False),
        (public("civil"), True),
        (bail(), None),  # the sum is not computed
        ({**CONSO, "devise": "CHF"}, None),  # nothing is converted
        (demande_au_commissaire("2026-10-20"), False),  # a month went by (5°)
        (demande_au_commissaire("2026-10-23"), True),  # its last day
        (demande_au_commissaire("2026-11-02", ("refus", CE_JOUR)), False),
        (demande_au_commissaire("2026-11-02", ("refus", LENDEMAIN)), True),
        (demande_au_commissaire("2026-11-02", ("silence", CE_JOUR)), False),
        (demande_au_commissaire("2026-10-20", ("accord", "2026-11-02")), True),  # not vain
        (demande_au_commissaire(LENDEMAIN), True),  # not begun
    ],
)
def test_la_tentative_amiable_est_exigee_jusqu_a_cinq_mille_euros(changements, exigee):
    trouvees = toutes(**changements)
    for nom in (FOND, REFERE):  # Cass. 2e civ., 14 April 2022, n° 20-22.886
        assert trouvees[nom].tentative_amiable.exigee is exigee
        assert "750-1" in trouvees[nom].tentative_amiable.motif
    for nom in (PETITES, COMMERCIALES, IP_TC, IP_TJ, IP_JCP, DECLARATION, RECLAMATION):
        assert trouvees[nom].tentative_amiable.exigee is False


def test_l_injonction_n_attend_aucune_tentative():
    assert "25-70.013" in toutes(**CONSO)[IP_TJ].tentative_amiable.motif


# --- L'avocat et la requête -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("parties", "article"), [(CONSO, "761"), ({**MARCHAND, "conditions": LEGAL}, "853")]
)
@pytest.mark.parametrize(
    ("montant", "mot"), [("10000.00", "facultatif"), ("10000.01", "obligatoire")]
)  # « inférieur ou égal à 10 000 euros »
def test_l_avocat_est_obligatoire_au_dela_de_dix_mille_euros(parties, article, montant, mot):
    for voie in (REFERE, FOND):
        [dit] = [m for m in toutes(**parties, factures=facture(montant))[voie].motifs
                 if m.texte.startswith("avocat")]  # fmt: skip
        assert dit.texte.startswith(f"avocat {mot}")
        assert article in dit.fondement
        assert dit.sens is Sens.CONDITION


def test_la_dispense_d_avocat_devant_le_jcp_est_a_verifier():
    [dit] = [m for m in toutes(**bail())[FOND].motifs if "761" in m.fondement]
    assert "à vérifier" in dit.texte


@pytest.mark.parametrize(
    ("changements", "requete"),
    [
        ({**CONSO, "factures": facture("5000.00")}, True),
        ({**CONSO, "factures": facture("5000.01")}, False),
        (MARCHAND, False),  # CPC, art. 854: an action, or a joint request
        (bail(), False),  # the sum is not known
    ],
)
def test_une_requete_suffit_jusqu_a_cinq_mille_euros_devant_le_tribunal_judiciaire(
    changements, requete
):
    dits = [m for m in toutes(**changements)[FOND].motifs if m.fondement == "CPC, art. 750"]
    assert bool(dits) is requete


# --- La compétence --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code_postal", "chambre"),
    [("67000", True), ("68000", True), ("57000", True), ("54000", False), ("88000", False),
     ("90000", False)],
)  # fmt: skip
def test_en_alsace_moselle_la_chambre_commerciale_remplace_le_tribunal(code_postal, chambre):
    adresse = {"lignes": ["1 rue A"], "code_postal": code_postal, "ville": "X"}
    trouvees = toutes(debiteur={"forme_juridique": "SAS", "adresse": adresse})
    for voie in (IP_TC, FOND, REFERE):
        dite = trouvees[voie].competence
        assert ("chambre commerciale du tribunal judiciaire" in dite) is chambre
        assert ("tribunal de commerce" in dite) is not chambre
        assert f"{code_postal} X" in dite


@pytest.mark.parametrize(
    ("changements", "voie", "debut"),
    [
        (CONSO, FOND, "tribunal judiciaire du lieu où demeure le débiteur"),
        (CONSO, REFERE, "président du tribunal judiciaire"),
        (MARCHAND, FOND, "tribunal de commerce"),
        (MARCHAND, REFERE, "président du tribunal de commerce"),
        (bail(), FOND, "juge des contentieux de la protection"),
        (bail(), REFERE, "juge des contentieux de la protection"),  # CPC, art. 835
        (bail(), IP_JCP, "juge des contentieux de la protection"),
        (CONSO, IP_TJ, "tribunal judiciaire"),
        (CONSO, PETITES, "commissaire de justice du ressort de la cour d’appel"),
        (MARCHAND, COMMERCIALES, "commissaire de justice, puis greffier"),
        (CONSO, DECLARATION, "mandataire judiciaire ou liquidateur"),
        (public("ccp"), RECLAMATION, "ordonnateur, puis tribunal administratif"),
    ],
)
def test_le_juge_se_nomme_par_la_regle_et_le_lieu(changements, voie, debut):
    assert toutes(**changements)[voie].competence.startswith(debut)


def test_le_choix_du_creancier_qui_n_est_pas_commercant_se_dit():
    voie = toutes(**MARCHAND, creancier=PARTICULIER)[FOND]
    assert "tribunal de commerce" in voie.competence
    assert "tribunal judiciaire" in voie.competence


@pytest.mark.parametrize("voie", [IP_TC, IP_TJ, IP_JCP])
def test_le_lieu_de_l_injonction_est_d_ordre_public(voie):
    dite = toutes(**CONSO)[voie].competence
    assert "1406, d’ordre public" in dite
    assert "46" not in dite.replace("1406", "")  # no choice of the place of delivery


# --- Les conditions -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changements", "voie", "article", "mot"),
    [
        ({**CONSO, "contestation": LITIGE}, PETITES, "CPCE, art. L125-1", "contestée"),
        ({**CONSO, "contestation": LITIGE}, REFERE, "835, al. 2", "alors refuse"),
        (SURENDETTE, IP_TJ, "L722-2", "suspendue"),
        (SURENDETTE, REFERE, "L722-2", "suspendue"),
        (SURENDETTE, FOND, "L722-2", "suspendue"),
        ({"debiteur": {**CONSOMMATEUR, "adresse": BELGE}}, FOND, "643", "étranger"),
        ({"debiteur": {**CONSOMMATEUR, "adresse": BELGE}}, REFERE, "643", "étranger"),
        ({**MARCHAND, "factures": facture(executee_le="2021-11-22")}, IP_TC, "2247", "prescrite"),
        ({**MARCHAND, "factures": facture(executee_le="2021-11-22")}, FOND, "2247", "prescrite"),
        ({**public("ccp"), "factures": facture(executee_le="2021-12-31")}, RECLAMATION, "68-1250",
         "prescrite"),
        (public("l441-10"), FOND, "L2192-11", "droit privé"),
        (public("l441-10"), RECLAMATION, "L2192-11", "administratif"),
        (CONSO, PETITES, "R125-2", "silence"),
        (MARCHAND, COMMERCIALES, "L126-2", "un mois"),
    ],
)  # fmt: skip
def test_une_condition_se_dit_avec_son_texte_et_ne_ferme_rien(changements, voie, article, mot):
    trouvee = toutes(**changements)[voie]
    assert trouvee.etat is not Etat.FERMEE
    dites = [m for m in motifs(trouvee, Sens.CONDITION) if article in m.fondement]
    assert any(mot in m.texte for m in dites)
    assert not any(mot in m.texte for m in motifs(toutes(**CONSO)[voie], Sens.OUVRE))


@pytest.mark.parametrize(
    ("executee_le", "opposable"), [("2021-11-23", False), ("2021-11-22", True)]
)
def test_la_prescription_se_dit_le_lendemain_du_terme(executee_le, opposable):
    trouvees = toutes(**MARCHAND, factures=facture(executee_le=executee_le))
    for voie in (COMMERCIALES, IP_TC, REFERE, FOND):
        dits = [m for m in trouvees[voie].motifs if "est prescrite" in m.texte]
        assert bool(dits) is opposable


@pytest.mark.parametrize(
    ("regime", "article"),
    [("ccp", "CCP, art. L6"), ("l441-10", None), ("civil", None)],
)
def test_le_contrat_administratif_echappe_au_juge_judiciaire(regime, article):
    trouvees = toutes(**public(regime))
    for voie in (REFERE, FOND):
        fermants = [m.fondement for m in motifs(trouvees[voie], Sens.FERME)]
        assert fermants == ([] if article is None else [article])
    for voie in (IP_TC, IP_TJ, IP_JCP):
        fermants = [m.fondement for m in motifs(trouvees[voie], Sens.FERME)]
        assert "CPCE, art. L111-1, al. 3" in fermants


# --- La déclaration de créance --------------------------------------------------------------


@pytest.mark.parametrize(
    ("bodacc", "creancier", "au", "ouverte"),
    [
        (None, {}, JOUR, True),  # its day is to be looked for
        ("2026-09-22", {}, date(2026, 11, 23), True),  # 22 November is a Sunday
        ("2026-09-22", {}, date(2026, 11, 24), False),
        ("2026-09-22", {"adresse": {"code_postal": "97400"}}, date(2026, 11, 24), True),  # + 2
        ("2026-09-22", {"adresse": {"pays": "BE", "code_postal": "1000"}}, date(2026, 11, 24),
         True),
        ("2026-07-22", {"adresse": {"pays": "BE", "code_postal": "1000"}}, date(2026, 11, 23),
         True),  # four months, from Sunday to Monday
        ("2026-07-22", {"adresse": {"pays": "BE", "code_postal": "1000"}}, date(2026, 11, 24),
         False),
    ],
)  # fmt: skip
def test_la_declaration_se_fait_dans_les_deux_mois_du_bodacc(bodacc, creancier, au, ouverte):
    procedure = {"type": "liquidation", "date_jugement": "2026-07-01", "date_bodacc": bodacc}
    factures = facture(date="2026-05-01", echeance="2026-06-01")
    voie = toutes(
        au, **MARCHAND, creancier=creancier, procedure_collective=procedure, factures=factures
    )[DECLARATION]
    assert voie.etat is (Etat.OUVERTE if ouverte else Etat.FERMEE)
    assert any("R622-24" in m.fondement for m in voie.motifs)
    assert (voie.delai is None) is (bodacc is None)
    if not ouverte:
        assert any("L622-26" in m.fondement for m in motifs(voie, Sens.FERME))


def test_le_mandataire_a_nommer_se_demande():
    adresse = {"lignes": ["1 rue A"], "code_postal": "73000", "ville": "X"}
    mandataire = {"type": "societe", "denomination": "Étude A", "adresse": adresse}
    for nomme, dit in ((None, True), (mandataire, False)):
        procedure = {**JUGEMENT, "mandataire_judiciaire": nomme}
        voie = toutes(**MARCHAND, procedure_collective=procedure)[DECLARATION]
        assert any("mandataire_judiciaire" in m.texte for m in voie.motifs) is dit


@pytest.mark.parametrize(("jour", "posterieure"), [("2026-11-22", False), ("2026-11-23", True)])
def test_une_creance_nee_apres_le_jugement_se_signale(jour, posterieure):
    factures = [*facture(), {**facture()[0], "numero": "F2", "executee_le": jour}]
    voie = toutes(**MARCHAND, procedure_collective=JUGEMENT, factures=factures)[DECLARATION]
    dits = [m for m in voie.motifs if m.fondement == "C. com., art. L622-17"]
    assert bool(dits) is posterieure
    assert all("F2" in m.texte and "F1" not in m.texte for m in dits)


# --- Les délais -----------------------------------------------------------------------------


def test_chaque_voie_porte_le_delai_qui_la_menace():
    factures = facture(executee_le="2026-08-20")
    trouvees = toutes(**CONSO, factures=factures)
    for nom in (PETITES, COMMERCIALES, IP_TC, IP_TJ, IP_JCP, REFERE, FOND, RECLAMATION):
        delai = trouvees[nom].delai
        assert (delai.nature, delai.terme) == ("prescription", date(2028, 8, 20))  # L218-2
    assert trouvees[DECLARATION].delai is None


def test_la_signification_menace_l_injonction_avant_la_prescription():
    trouvees = toutes(**CONSO, ordonnance={"date": "2026-10-15"})
    for nom in (IP_TC, IP_TJ, IP_JCP):
        delai = trouvees[nom].delai
        assert (delai.nature, delai.terme) == ("signification", date(2027, 1, 15))
    assert trouvees[FOND].delai.nature == "prescription"


def test_la_declaration_porte_son_propre_delai():
    procedure = {**JUGEMENT, "date_jugement": "2026-10-01", "date_bodacc": "2026-10-09"}
    delai = toutes(**MARCHAND, procedure_collective=procedure)[DECLARATION].delai
    assert (delai.nature, delai.terme) == ("declaration", date(2026, 12, 9))


# --- Le décompte qui n'est pas calculé ------------------------------------------------------


def test_sans_decompte_les_voies_qui_demandent_une_somme_sont_fermees():
    trouvees = toutes(**bail())
    for nom in (PETITES, COMMERCIALES):
        assert any("n’est pas calculé" in m.texte for m in motifs(trouvees[nom], Sens.FERME))
        assert trouvees[nom].a_completer == ()
    assert trouvees[IP_JCP].etat is Etat.OUVERTE
    [ouvre] = [m for m in trouvees[IP_JCP].motifs if "L213-4" in m.fondement]
    assert (ouvre.sens, ouvre.fondement) == (Sens.OUVRE, "COJ, art. L213-4-4")


def test_un_bail_facture_apres_le_jour_ne_change_pas_de_juge():
    demain = (JOUR + timedelta(1)).isoformat()
    loyer = {"numero": "F2", "date": demain, "echeance": demain, "montant_ttc": "500.00",
             "nature": "loyer_habitation"}  # fmt: skip
    assert ouvertes(**CONSO, factures=[*facture(), loyer]) == CONTRE_UN_CONSOMMATEUR


@pytest.mark.parametrize("nom", [REFERE, FOND])
def test_a_l_etranger_le_juge_reste_a_determiner(nom):
    """Règlement (UE) n° 1215/2012, art. 18 : un consommateur, devant les juges de chez lui."""
    belge = {**CONSO, "debiteur": {**CONSO["debiteur"], "adresse": BELGE}}
    voie = toutes(**belge)[nom]
    assert "tribunal judiciaire du lieu" not in voie.competence
    assert "1215/2012" in voie.competence
    assert any("art. 17 et 18" in m.fondement for m in voie.motifs)
