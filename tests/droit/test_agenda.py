"""What must be done by when: days counted by hand on a calendar, each side of each threshold.

Sources: CPC, art. 640 to 643, 754, 856, 857, 1411, 1416 and 1422; C. civ., art. 2228, 2229, 2238,
2302 and 2303; C. com., art. L622-24, L622-26 and R622-24; CPCE, art. L111-4, L125-1 and R125-7.
"""

from datetime import date, timedelta

import pytest

from courriers.droit.agenda import NATURES, agenda
from courriers.droit.agenda.terme import liste
from courriers.droit.escalade import Niveau
from courriers.erreurs import DateInvalide
from fabrique import CONSOMMATEUR, JOUR, dossier

UN_JOUR = timedelta(1)
ALLEMAGNE = {"pays": "DE", "code_postal": "97421"}
REUNION = {"code_postal": "97400"}
RELANCE = Niveau("relance", avant=("mise-en-demeure",), delai_paiement_jours=8)
MISE = Niveau("mise-en-demeure", apres=("relance",), delai_jours=10, delai_paiement_jours=15)
NIVEAUX = (RELANCE, MISE)


def tous(au=JOUR, niveaux=(), **changements):
    return agenda(dossier(**changements), au, niveaux=niveaux)


def seul(nature, au=JOUR, niveaux=(), **changements):
    (trouve,) = [t for t in tous(au, niveaux, **changements) if t.nature == nature]
    return trouve


def jours(nature, au=JOUR, niveaux=(), **changements):
    return [t.jour for t in tous(au, niveaux, **changements) if t.nature == nature]


def facture(numero="F1", **champs):
    return {"numero": numero, "date": "2026-09-01", "echeance": "2026-10-01",
            "montant_ttc": "1000.00", **champs}  # fmt: skip


def ancienne(executee_le, numero="F1", **champs):
    return facture(numero, date=executee_le, echeance=executee_le, executee_le=executee_le,
                   **champs)  # fmt: skip


def ordonnance(jour, **champs):
    return {"ordonnance": {"date": jour, **champs}}


def procedure(**champs):
    return {"procedure_collective": {"type": "redressement", "date_jugement": "2026-05-04",
                                     **champs}}  # fmt: skip


def caution(**champs):
    return {"type": "particulier", "prenom": "Luc", "nom": "Petit", "acte_du": "2024-01-10",
            "adresse": {"lignes": ["2 rue B"], "code_postal": "38000", "ville": "Grenoble"},
            **champs}  # fmt: skip


def envoi(jour, niveau="mise-en-demeure", **champs):
    return {"niveau": niveau, "date": jour, "canal": "lrar", **champs}


# --- Prescription ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("debiteur", "champs", "terme", "fondement"),
    [
        # Two years: 29 February 2024 has no like in 2026; the 28th is a Saturday, and stays.
        (CONSOMMATEUR, ancienne("2024-02-29"), date(2026, 2, 28), "L218-2"),
        ({}, ancienne("2021-11-29"), date(2026, 11, 29), "L110-4"),  # a Sunday stays
        ({}, ancienne("2023-02-28"), date(2028, 2, 28), "L110-4"),  # not 29, in a leap year
        ({}, ancienne("2025-12-25", nature="transport"), date(2026, 12, 25), "L133-6"),
        ({}, ancienne("2025-11-24", nature="communications_electroniques"), date(2026, 11, 24),
         "L34-2"),
        (CONSOMMATEUR, ancienne("2023-12-31", nature="loyer_habitation"), date(2026, 12, 31),
         "7-1"),
        ({"type": "personne_publique", "qualite": "personne_publique", "regime": "civil",
          "denomination": "Commune de Crolles", "delai_jours": 30},
         ancienne("2022-03-01"), date(2026, 12, 31), "68-1250"),  # four years from 1 January 2023
    ],
)  # fmt: skip
def test_une_prescription_finit_au_dernier_jour_jamais_reportee(debiteur, champs, terme, fondement):
    cas = {"debiteur": debiteur, "factures": [champs]}
    fin = seul("prescription", terme, **cas)
    assert (fin.jour, fin.depasse, fin.imperatif, fin.borne) == (terme, False, True, "avant")
    assert fondement in fin.fondement
    assert "jamais reporté" in fin.calcul
    lendemain = seul("prescription", terme + UN_JOUR, **cas)
    assert (lendemain.jour, lendemain.depasse) == (terme, True)


def test_les_factures_d_un_meme_terme_sont_une_seule_ligne():
    factures = [ancienne("2024-03-01", "A"), ancienne("2024-03-01", "B"), ancienne("2024-03-02")]
    trouves = [t for t in tous(factures=factures) if t.nature == "prescription"]
    assert [(t.jour, t.objets) for t in trouves] == [
        (date(2029, 3, 1), ("A", "B")),
        (date(2029, 3, 2), ("F1",)),
    ]
    assert "factures A et B" in trouves[0].quoi


def test_deux_factures_publiques_d_une_meme_annee_disent_leurs_deux_departs():
    public = {"type": "personne_publique", "qualite": "personne_publique", "regime": "civil",
              "denomination": "Commune de Crolles", "delai_jours": 30}  # fmt: skip
    factures = [ancienne("2024-03-01", "A"), ancienne("2024-06-02", "B")]
    fin = seul("prescription", debiteur=public, factures=factures)
    assert fin.jour == date(2028, 12, 31)
    assert "01/03/2024" in fin.calcul
    assert "02/06/2024" in fin.calcul


def test_une_liste_longue_ne_nomme_que_quatre_factures_et_garde_toutes():
    assert liste(tuple("ABCDE")) == "factures A, B, C, D et 1 autre"
    factures = [ancienne("2024-03-01", f"N{i}") for i in range(30)]
    fin = seul("prescription", factures=factures)
    assert "et 26 autres" in fin.quoi
    assert len(fin.objets) == 30


def test_une_execution_inconnue_est_supposee_et_une_regle_a_relire_est_a_verifier():
    assert seul("prescription").certitude == "supposee"
    assert "executee_le" in seul("prescription").reserve
    connue = seul("prescription", factures=[ancienne("2026-08-31")])
    assert (connue.certitude, connue.reserve) == ("certaine", "")
    bail = seul("prescription", debiteur=CONSOMMATEUR,
                factures=[ancienne("2026-08-31", nature="loyer_habitation")])  # fmt: skip
    assert bail.certitude == "a_verifier"


def test_un_paiement_fait_repartir_la_prescription_et_une_facture_payee_n_en_a_plus():
    factures = [ancienne("2022-01-10")]
    paye = [{"date": "2024-05-13", "montant": "400.00", "facture": "F1"}]
    assert jours("prescription", factures=factures, paiements=paye) == [date(2029, 5, 13)]
    solde = [{"date": "2022-01-10", "montant": "1000.00", "facture": "F1"}]
    assert jours("prescription", factures=factures, paiements=solde) == []


def test_l_accord_au_commissaire_suspend_et_ne_fait_rien_depasser():
    accord = [envoi("2026-01-05", "petites-creances", canal="lettre",
                    suite={"nature": "accord", "date": "2026-02-02"})]  # fmt: skip
    fin = seul("prescription", debiteur=CONSOMMATEUR, factures=[ancienne("2024-09-01")],
               envois=accord)  # fmt: skip
    assert fin.jour == date(2026, 9, 1) < JOUR
    assert (fin.suspendu, fin.depasse, fin.certitude) == (True, False, "a_verifier")
    assert "2238" in fin.reserve


@pytest.mark.parametrize(
    ("titre", "terme"),
    [
        ({"type": "jugement", "date": "2017-01-10"}, date(2027, 1, 10)),  # a Sunday stays
        ({"type": "jugement", "date": "2016-02-29"}, date(2026, 2, 28)),
        ({"type": "accord_commissaire", "date": "2024-06-03"}, date(2029, 6, 3)),  # of the claim
    ],
)
def test_un_titre_se_prescrit_a_son_tour(titre, terme):
    fin = seul("prescription", titre_executoire={**titre, "principal": "1000.00"})
    assert fin.jour == terme
    assert (fin.objets, fin.depasse) == ((), terme < JOUR)
    assert "titre" in fin.quoi


# --- Sans décompte -----------------------------------------------------------------------------


def test_un_credit_a_la_consommation_garde_sa_forclusion_sans_decompte():
    credit = [facture(date="2024-12-01", echeance="2024-12-10", nature="credit_consommation")]
    fin = seul("prescription", debiteur=CONSOMMATEUR, factures=credit)
    assert fin.jour == date(2026, 12, 10)
    assert "R312-35" in fin.fondement
    assert fin.certitude == "a_verifier"
    assert "paiement" in fin.reserve


def test_un_taux_encore_inconnu_n_efface_pas_les_delais():
    cas = {"factures": [ancienne("2025-01-10")], **ordonnance("2029-11-29")}
    trouves = {t.nature: t for t in tous(date(2029, 12, 3), NIVEAUX, **cas)}
    assert trouves["prescription"].jour == date(2030, 1, 10)
    assert trouves["prescription"].certitude == "a_verifier"
    assert trouves["signification"].jour == date(2030, 2, 28)  # no 29
    titre = {"type": "jugement", "date": "2020-01-08", "principal": "9.00"}
    fin = seul("prescription", date(2029, 12, 3), titre_executoire=titre)
    assert fin.jour == date(2030, 1, 8)


def test_un_jour_hors_du_calendrier_est_refuse():
    with pytest.raises(DateInvalide):
        tous(date(1800, 1, 1))


# --- Injonction de payer -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rendue", "terme"),
    [
        ("2026-08-31", date(2027, 3, 1)),  # six months: 28 February 2027 is a Sunday
        ("2026-09-01", date(2026, 12, 1)),  # three
        ("2026-09-25", date(2026, 12, 28)),  # Christmas, a Friday
        ("2026-10-01", date(2027, 1, 4)),  # 1 January, a Friday
    ],
)
def test_une_ordonnance_se_signifie_a_temps_sinon_elle_est_non_avenue(rendue, terme):
    t = seul("signification", date(2026, 10, 5), **ordonnance(rendue))
    assert (t.jour, t.imperatif, t.certitude, t.depasse) == (terme, True, "certaine", False)
    assert "non avenue" in t.quoi
    assert seul("signification", terme, **ordonnance(rendue)).depasse is False
    assert seul("signification", terme + UN_JOUR, **ordonnance(rendue)).depasse is True


def test_trois_mois_finissent_le_29_fevrier_d_une_annee_bissextile():
    assert jours("signification", date(2027, 12, 1), **ordonnance("2027-11-29")) == [
        date(2028, 2, 29)
    ]


def test_une_ordonnance_a_venir_n_a_pas_encore_de_delai():
    assert jours("signification", date(2026, 10, 14), **ordonnance("2026-10-15")) == []


def test_signifiee_le_dernier_jour_elle_vaut_le_lendemain_elle_est_non_avenue():
    au = date(2026, 12, 15)
    a_temps = tous(au, **ordonnance("2026-09-01", signifiee_le="2026-12-01"))
    assert {t.nature for t in a_temps} == {"prescription", "opposition", "titre"}
    tard = tous(au, **ordonnance("2026-09-01", signifiee_le="2026-12-02"))
    assert {t.nature for t in tard} == {"prescription", "signification"}
    (perdue,) = [t for t in tard if t.nature == "signification"]
    assert perdue.depasse
    assert "02/12/2026" in perdue.quoi


@pytest.mark.parametrize(
    ("rendue", "signifiee_le", "adresse", "opposition", "titre"),
    [
        # One month; a Sunday, Easter Monday, 1 May, Ascension, Christmas.
        ("2026-03-02", "2026-03-06", {}, date(2026, 4, 7), date(2026, 4, 8)),
        ("2026-03-02", "2026-04-01", {}, date(2026, 5, 4), date(2026, 5, 5)),
        ("2026-03-02", "2026-04-14", {}, date(2026, 5, 15), date(2026, 5, 16)),
        ("2026-08-31", "2026-10-15", {}, date(2026, 11, 16), date(2026, 11, 17)),
        # Orders of 1 September 2026 or later: two months for the title.
        ("2026-09-01", "2026-10-15", {}, date(2026, 11, 16), date(2026, 12, 16)),
        ("2026-09-01", "2026-10-31", {}, date(2026, 11, 30), date(2027, 1, 1)),  # 31 December
        # Distance: opposition alone is longer, and the title waits for it.
        ("2026-09-01", "2026-10-16", REUNION, date(2026, 12, 16), date(2026, 12, 17)),
        ("2026-09-01", "2026-10-16", ALLEMAGNE, date(2027, 1, 18), date(2027, 1, 19)),
    ],
)
def test_apres_la_signification_opposition_puis_titre(
    rendue, signifiee_le, adresse, opposition, titre
):
    cas = {**ordonnance(rendue, signifiee_le=signifiee_le), "debiteur": {"adresse": adresse}}
    au = date.fromisoformat(signifiee_le)
    t = seul("opposition", au, **cas)
    assert (t.jour, t.par, t.imperatif, t.depasse) == (opposition, "debiteur", False, False)
    assert seul("opposition", opposition + UN_JOUR, **cas).depasse
    executer = seul("titre", titre + UN_JOUR, **cas)
    assert (executer.jour, executer.borne, executer.depasse) == (titre, "des", False)
    assert executer.certitude == "a_verifier"


def test_une_opposition_faite_il_n_y_a_ni_titre_ni_assignation():
    cas = ordonnance("2026-09-01", signifiee_le="2026-10-15", opposition_le="2026-10-30")
    juge = {"nature": "tribunal_judiciaire", "siege": "Grenoble", "audience_le": "2027-01-18"}
    assert [t.nature for t in tous(juridiction=juge, **cas)] == ["audience"]


def test_l_ordonnance_devenue_titre_s_execute_et_le_dit_du_meme_jour():
    cas = ordonnance("2026-09-01", signifiee_le="2026-09-20")
    factures = [ancienne("2026-01-30"), ancienne("2026-10-01", "F2")]
    executer = seul("titre", date(2026, 11, 21), factures=factures, **cas)
    avant = [t for t in tous(executer.jour - UN_JOUR, factures=factures, **cas)
             if t.nature == "prescription"]  # fmt: skip
    assert [t.objets for t in avant] == [("F1",), ("F2",)]
    apres = [t for t in tous(executer.jour, factures=factures, **cas)
             if t.nature == "prescription"]  # fmt: skip
    assert [(t.jour, t.objets) for t in apres] == [
        (date(2031, 10, 1), ("F2",)),
        (date(2036, 9, 1), ()),
    ]
    assert "exécuter le titre" in apres[1].quoi
    assert "L111-4" in apres[1].fondement


def test_sans_decompte_l_ordonnance_devenue_titre_ou_opposee_compte_aussi():
    credit = [ancienne("2026-01-30", nature="credit_consommation")]
    faite = {"date": "2026-09-01", "signifiee_le": "2026-09-20"}
    fin = seul("prescription", debiteur=CONSOMMATEUR, factures=credit, ordonnance=faite)
    assert (fin.jour, fin.objets) == (date(2036, 9, 1), ())
    assert "décompte n’est pas fait" in fin.reserve
    opposee = {**faite, "opposition_le": "2026-10-01"}
    cas = {"debiteur": CONSOMMATEUR, "factures": credit, "ordonnance": opposee}
    assert jours("prescription", **cas) == []


def test_un_titre_qui_est_une_ordonnance_se_signifie_aussi():
    titre = {"type": "ordonnance", "date": "2026-09-01", "principal": "1000.00"}
    t = seul("signification", titre_executoire=titre)
    assert t.jour == date(2026, 12, 1)
    signifie = {**titre, "signifie_le": "2026-10-15"}
    assert jours("signification", titre_executoire=signifie) == []


# --- Audience ----------------------------------------------------------------------------------


def juge(nature, audience_le):
    return {"juridiction": {"nature": nature, "siege": "Grenoble", "audience_le": audience_le}}


@pytest.mark.parametrize(
    ("nature", "audience_le", "delivrance", "placement"),
    [
        ("tribunal_judiciaire", "2026-12-15", [], date(2026, 11, 30)),
        ("juge_contentieux_protection", "2026-12-15", [], date(2026, 11, 30)),
        # 3 January 2027 is a Sunday, 2 a Saturday, 1 a holiday: the Thursday before.
        ("tribunal_judiciaire", "2027-01-18", [], date(2026, 12, 31)),
        ("tribunal_commerce", "2026-12-15", [date(2026, 11, 30)], date(2026, 12, 7)),
        ("tribunal_activites_economiques", "2026-12-14", [date(2026, 11, 27)], date(2026, 12, 4)),
        ("chambre_commerciale", "2026-12-15", [], date(2026, 11, 30)),
    ],
)
def test_l_assignation_se_place_avant_l_audience_jamais_un_jour_ferme(
    nature, audience_le, delivrance, placement
):
    cas = juge(nature, audience_le)
    t = seul("placement", placement, **cas)
    assert (t.jour, t.imperatif, t.depasse) == (placement, True, False)
    assert seul("placement", placement + UN_JOUR, **cas).depasse
    assert jours("delivrance", **cas) == delivrance
    assert ("857" if delivrance else "754") in t.fondement


def test_une_audience_reste_jusqu_a_son_jour_et_pas_apres():
    cas = juge("tribunal_commerce", "2026-11-23")
    assert jours("audience", JOUR, **cas) == [JOUR]
    assert jours("audience", JOUR + UN_JOUR, **cas) == []
    assert jours("placement", JOUR + UN_JOUR, **cas) == []
    sans = {"juridiction": {"nature": "tribunal_commerce", "siege": "Grenoble"}}
    assert jours("audience", **sans) == []


# --- Procédure collective ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parution", "adresse", "terme"),
    [
        ("2026-10-14", {}, date(2026, 12, 14)),
        ("2026-05-11", {}, date(2026, 7, 13)),  # 11 July is a Saturday
        ("2026-05-14", {}, date(2026, 7, 15)),  # 14 July
        ("2026-10-14", ALLEMAGNE, date(2027, 2, 15)),  # four months; a Sunday
        ("2026-12-31", {}, date(2027, 3, 1)),  # 28 February 2027 is a Sunday
    ],
)
def test_une_creance_se_declare_a_compter_du_bodacc(parution, adresse, terme):
    cas = {**procedure(date_bodacc=parution), "creancier": {"adresse": adresse}}
    au = date.fromisoformat(parution)
    t = seul("declaration", au, **cas)
    assert (t.jour, t.imperatif, t.certitude, t.depasse) == (terme, True, "certaine", False)
    assert seul("declaration", terme + UN_JOUR, **cas).depasse


def test_sans_bodacc_le_jugement_en_tient_lieu_et_c_est_dit():
    t = seul("declaration", date(2026, 5, 5), **procedure())
    assert (t.jour, t.certitude) == (date(2026, 7, 6), "supposee")  # 4 July is a Saturday
    a_venir = seul("declaration", date(2026, 5, 5), **procedure(date_bodacc="2026-05-20"))
    assert a_venir.certitude == "supposee"
    assert jours("declaration", date(2026, 5, 3), **procedure()) == []


def test_le_releve_de_forclusion_suit_une_declaration_manquee():
    cas = procedure(date_bodacc="2026-05-11")
    assert jours("relevement", date(2026, 7, 13), **cas) == []
    t = seul("relevement", date(2026, 7, 14), **cas)
    assert t.jour == date(2026, 11, 12)  # six months; 11 November
    assert (t.certitude, t.depasse) == ("a_verifier", False)
    assert seul("relevement", date(2026, 11, 13), **cas).depasse


@pytest.mark.parametrize(
    ("envoyee_le", "natures"),
    [("2026-07-13", set()), ("2026-07-14", {"relevement"}), ("2026-12-01", {"declaration",
                                                                           "relevement"})],
)  # fmt: skip
def test_une_declaration_partie_a_temps_n_est_plus_a_faire(envoyee_le, natures):
    cas = {**procedure(date_bodacc="2026-05-11"),
           "envois": [envoi(envoyee_le, "declaration-creance")]}  # fmt: skip
    trouvees = {t.nature for t in tous(date(2026, 11, 2), **cas)}
    assert trouvees & {"declaration", "relevement"} == natures


def test_une_procedure_ouverte_retire_les_paiements_et_met_les_autres_delais_en_doute():
    cas = {"factures": [ancienne("2026-04-01")], "envois": [envoi("2026-05-02")],
           "echeancier": {"date": "2026-05-01", "echeances": [{"date": "2026-09-01",
                                                               "montant": "1000.00"}]}}  # fmt: skip
    avant = {t.nature: t for t in tous(date(2026, 5, 3), NIVEAUX, **cas, **procedure())}
    assert {"echeance", "reponse"} <= set(avant)
    assert avant["prescription"].certitude == "certaine"
    apres = {t.nature: t for t in tous(date(2026, 5, 4), NIVEAUX, **cas, **procedure())}
    assert set(apres) == {"prescription", "declaration"}
    assert "redressement" in apres["prescription"].reserve
    surendette = {"debiteur": CONSOMMATEUR, "surendettement": {"date_recevabilite": "2026-05-04"}}
    assert "surendettement" in seul("prescription", **surendette).reserve


# --- Amiable -----------------------------------------------------------------------------------


def test_le_debiteur_repond_dans_le_delai_de_la_derniere_lettre():
    cas = {"envois": [envoi("2026-10-20", "relance"), envoi("2026-11-13")]}
    t = seul("reponse", date(2026, 11, 28), NIVEAUX, **cas)
    assert t.jour == date(2026, 11, 28)  # a Saturday: a letter's own deadline stays
    assert (t.par, t.imperatif, t.depasse, t.certitude) == ("debiteur", False, False, "supposee")
    assert seul("reponse", date(2026, 11, 29), NIVEAUX, **cas).depasse


@pytest.mark.parametrize(
    "changements",
    [
        {"envois": [envoi("2026-11-13", retour="npai")]},
        {"envois": [envoi("2026-11-13", "inconnue")]},
        {"envois": [envoi("2026-11-13", "quittance")]},
        {"envois": [envoi("2026-11-13")],
         "contestation": {"date": "2026-11-13", "motif": "Jamais reçu."}},
        {"envois": [envoi("2026-11-13")],
         "paiements": [{"date": "2026-10-01", "montant": "1000.00"}]},
    ],
)  # fmt: skip
def test_aucune_reponse_n_est_attendue(changements):
    assert jours("reponse", JOUR, NIVEAUX, **changements) == []


def test_l_etape_suivante_se_dit_par_son_premier_jour():
    t = seul("etape", JOUR, NIVEAUX)
    assert (t.jour, t.borne, t.depasse) == (date(2026, 10, 2), "des", False)  # due on the 1st
    assert "relance" in t.quoi
    apres = seul("etape", JOUR, NIVEAUX, envois=[envoi("2026-11-20", "relance")])
    assert apres.jour == date(2026, 11, 30)
    assert "mise-en-demeure" in apres.quoi
    assert jours("etape", JOUR, NIVEAUX, envois=[envoi("2026-11-20")]) == []
    assert jours("etape", date(2026, 10, 1), NIVEAUX) == []


@pytest.mark.parametrize(
    ("lettre", "terme"),
    [
        ("2026-10-30", date(2026, 11, 30)),
        ("2026-10-28", date(2026, 11, 30)),  # 28 November is a Saturday
        ("2026-01-30", date(2026, 3, 2)),  # no 30; 28 February is a Saturday
    ],
)
def test_le_mois_des_petites_creances_part_de_la_lettre_du_commissaire(lettre, terme):
    demande = envoi("2026-01-05", "petites-creances", lettre_du_commissaire_le=lettre)
    cas = {"debiteur": CONSOMMATEUR, "envois": [demande]}
    t = seul("gel", terme, **cas)
    assert (t.jour, t.par, t.depasse) == (terme, "debiteur", False)
    assert seul("gel", terme + UN_JOUR, **cas).depasse
    le_jour_meme = date.fromisoformat(lettre)
    assert jours("gel", le_jour_meme, **cas) == [terme]
    assert jours("gel", le_jour_meme - UN_JOUR, **cas) == []
    cas["envois"][0]["suite"] = {"nature": "refus", "date": terme.isoformat()}
    assert jours("gel", terme, **cas) == []


def test_un_echeancier_dit_ce_qui_reste_de_chaque_echeance():
    plan = {"date": "2026-10-05", "echeances": [
        {"date": f"2026-{mois}-15", "montant": "400.00"} for mois in (10, 11, 12)]}  # fmt: skip
    verse = [{"date": "2026-10-14", "montant": "500.50"}]
    trouves = [t for t in tous(echeancier=plan, paiements=verse) if t.nature == "echeance"]
    assert [(t.jour, t.depasse) for t in trouves] == [
        (date(2026, 11, 15), True),
        (date(2026, 12, 15), False),
    ]
    assert "299,50" in trouves[0].quoi
    assert "2 sur 3" in trouves[0].quoi


# --- Cautions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("au", "acte_du", "terme"),
    [
        (date(2026, 3, 30), "2024-01-10", date(2026, 3, 30)),
        (date(2026, 3, 31), "2024-01-10", date(2027, 3, 30)),
        (date(2026, 12, 31), "2026-01-10", date(2027, 3, 30)),
        (date(2026, 2, 1), "2026-02-01", date(2027, 3, 30)),  # the deed saw no 31 December yet
    ],
)
def test_une_caution_est_informee_avant_le_31_mars(au, acte_du, terme):
    vieille = [ancienne("2025-12-01")]
    t = seul("information", au, factures=vieille, cautions=[caution(acte_du=acte_du)])
    assert (t.jour, t.imperatif, t.depasse) == (terme, True, False)
    assert str(terme.year - 1) in t.quoi


def test_qui_n_a_pas_a_etre_informe_ne_l_est_pas():
    societe = {"type": "societe", "denomination": "Holding", "forme_juridique": "SAS",
               "acte_du": "2024-01-10", "adresse": caution()["adresse"]}  # fmt: skip
    for cautions in ([societe], [caution(acte_du="2026-11-24")], [caution(decede_le="2026-01-01")]):
        assert jours("information", cautions=cautions) == []
    particulier = {"type": "particulier", "prenom": "Eva", "nom": "Roy",
                   "activite_professionnelle": False}  # fmt: skip
    assert jours("information", creancier=particulier, cautions=[caution()]) == []
    paye = [{"date": "2026-10-01", "montant": "1000.00"}]
    assert jours("information", paiements=paye, cautions=[caution()]) == []


@pytest.mark.parametrize(
    ("informee_le", "termes"),
    [
        (None, [date(2026, 11, 1)]),  # a Sunday, and All Saints: it stays
        ("2026-10-01", [date(2026, 11, 1)]),  # told before the default
        ("2026-10-02", []),
        ("2026-11-24", [date(2026, 11, 1)]),  # not yet
    ],
)
def test_la_caution_est_informee_du_premier_impaye_dans_le_mois(informee_le, termes):
    champs = {} if informee_le is None else {"informee_le": informee_le}
    assert jours("premier_impaye", cautions=[caution(**champs)]) == termes
    assert jours("premier_impaye", date(2026, 10, 1), cautions=[caution(**champs)]) == []


# --- L’ensemble --------------------------------------------------------------------------------


def test_tout_est_range_par_jour_et_se_rend_en_json():
    cas = {**juge("tribunal_commerce", "2027-02-15"), **ordonnance("2026-09-01"),
           "cautions": [caution()], "envois": [envoi("2026-11-13")]}  # fmt: skip
    trouves = tous(JOUR, NIVEAUX, **cas)
    assert [t.jour for t in trouves] == sorted(t.jour for t in trouves)
    assert len({t.nature for t in trouves}) == 8
    for t in trouves:
        assert t.nature in NATURES
        assert all((t.quoi, t.fondement, t.calcul))
        assert t.as_dict()["terme"] == t.jour.isoformat()
        assert bool(t.reserve) or t.certitude == "certaine"


def test_le_meme_dossier_le_meme_jour_donne_les_memes_reperes_un_autre_jour_aussi():
    cas = {"cautions": [caution(), caution(nom="Rey")], "factures": [facture(), facture("F2")]}
    un, deux = tous(JOUR, **cas), tous(JOUR + UN_JOUR, **cas)
    reperes = [(t.nature, t.repere) for t in un]
    assert reperes == [(t.nature, t.repere) for t in deux]
    assert len(set(reperes)) == len(reperes)
