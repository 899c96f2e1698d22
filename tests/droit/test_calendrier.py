"""The deadlines of a case, the day interest stops, overseas, and whether the table is up to date.

Sources: CPC, art. 642, 643, 1411 and 1416; C. com., art. L622-28 and R622-24; CPCE, art. L125-1
and R125-7; C. consom., art. L722-14; C. com., art. L441-10, II.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from courriers import Bareme, decompte_arrete
from courriers.droit.actualite import constats_actualite
from courriers.droit.calendrier import delai_de_declaration, delais
from courriers.droit.delais import distance_du_debiteur
from courriers.droit.outre_mer import hors_du_droit_commun, territoire, territoires
from courriers.droit.ouverture import ouverture
from courriers.droit.semestre import Semestre
from fabrique import CONSOMMATEUR, JOUR, dossier

BAREME = Bareme.integre()
METROPOLE = {"code_postal": "38000"}
REUNION = {"code_postal": "97400"}
ALLEMAGNE = {"pays": "DE", "code_postal": "97421"}


def sans_decompte(au=JOUR, **changements):
    return delais(dossier(**changements), au, None, BAREME)


def tous(au=JOUR, **changements):
    cas = dossier(**changements)
    return delais(cas, au, decompte_arrete(cas, au), BAREME)


def rendue(jour, **champs):
    return {"ordonnance": {"date": jour, **champs}}


def procedure(**champs):
    return {"procedure_collective": {"type": "redressement", "date_jugement": "2026-10-01",
                                     **champs}}  # fmt: skip


def invitation(jour, **champs):
    """The commissaire wrote to the debtor on *jour*."""
    return [{"niveau": "petites-creances", "date": "2026-10-02", "canal": "lettre",
             "lettre_du_commissaire_le": jour, **champs}]  # fmt: skip


# --- Injonction de payer -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("jour", "terme", "mois"),
    [
        ("2026-09-01", date(2026, 12, 1), "3 mois"),  # the first day of the new delay
        ("2026-08-31", date(2027, 3, 1), "6 mois"),  # no 31; 28 February 2027 is a Sunday
        ("2026-05-11", date(2026, 11, 12), "6 mois"),  # Armistice
        ("2026-09-26", date(2026, 12, 28), "3 mois"),  # a Saturday
        ("2026-11-23", date(2027, 2, 23), "3 mois"),  # given this very day
        ("2025-01-15", date(2025, 7, 15), "6 mois"),  # long past, and still said
    ],
)
def test_une_ordonnance_se_signifie_dans_le_delai_de_sa_date(jour, terme, mois):
    (delai,) = sans_decompte(**rendue(jour))
    assert (delai.terme, delai.nature, delai.fondement) == (
        terme,
        "signification",
        "CPC, art. 1411",
    )
    assert f"({mois})" in delai.quoi
    assert "non avenue" in delai.quoi


def test_la_distance_n_allonge_pas_le_delai_pour_signifier():
    for adresse in (REUNION, ALLEMAGNE):
        (delai,) = sans_decompte(**rendue("2026-09-01"), debiteur={"adresse": adresse})
        assert delai.terme == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("au", "nature"),
    [
        (date(2026, 8, 31), None),  # not given yet
        (date(2026, 9, 1), "signification"),
        (date(2026, 10, 14), "signification"),
        (date(2026, 10, 15), "opposition"),  # the day of service
        (date(2026, 12, 24), "opposition"),  # past, and still said
    ],
)
def test_apres_la_signification_reste_l_opposition(au, nature):
    trouves = sans_decompte(au, **rendue("2026-09-01", signifiee_le="2026-10-15"))
    assert [d.nature for d in trouves] == ([nature] if nature else [])


@pytest.mark.parametrize(
    ("signifiee_le", "adresse", "terme"),
    [
        ("2026-10-15", METROPOLE, date(2026, 11, 16)),  # a month; 15 November is a Sunday
        ("2026-10-16", METROPOLE, date(2026, 11, 16)),
        ("2026-10-31", METROPOLE, date(2026, 11, 30)),  # no 31
        ("2026-10-16", REUNION, date(2026, 12, 16)),  # art. 643, 1
        ("2026-10-16", ALLEMAGNE, date(2027, 1, 18)),  # art. 643, 2; 16 January is a Saturday
    ],
)
def test_le_debiteur_a_un_mois_pour_s_opposer_davantage_au_loin(signifiee_le, adresse, terme):
    (delai,) = sans_decompte(
        **rendue("2026-09-01", signifiee_le=signifiee_le), debiteur={"adresse": adresse}
    )
    assert (delai.terme, delai.nature) == (terme, "opposition")
    assert delai.fondement == (
        "CPC, art. 1416" if adresse is METROPOLE else "CPC, art. 1416 et 643"
    )
    assert ("de distance" in delai.quoi) == (adresse is not METROPOLE)


def test_une_opposition_faite_il_n_y_a_plus_de_delai():
    faite = rendue("2026-09-01", signifiee_le="2026-10-15", opposition_le="2026-10-30")
    assert sans_decompte(**faite) == []
    assert sans_decompte(date(2026, 10, 30), **faite) == []


def test_une_opposition_ne_compte_que_du_jour_ou_elle_est_faite():
    faite = rendue("2026-09-01", signifiee_le="2026-10-15", opposition_le="2026-10-30")
    assert [d.nature for d in sans_decompte(date(2026, 10, 29), **faite)] == ["opposition"]


@pytest.mark.parametrize(
    ("adresse", "mois"),
    [
        ({"code_postal": "38000"}, 0),
        ({"code_postal": "20000"}, 0),  # Corsica is in the metropole
        ({"code_postal": "67000"}, 0),
        ({"code_postal": "97100"}, 1),  # Guadeloupe
        ({"code_postal": "97133"}, 1),  # Saint-Barthélemy
        ({"code_postal": "97150"}, 1),  # Saint-Martin
        ({"code_postal": "97200"}, 1),  # Martinique
        ({"code_postal": "97300"}, 1),  # Guyane
        ({"code_postal": "97400"}, 1),  # La Réunion
        ({"code_postal": "97500"}, 1),  # Saint-Pierre-et-Miquelon
        ({"code_postal": "97600"}, 1),  # Mayotte
        ({"code_postal": "98400"}, 1),  # Terres australes
        ({"code_postal": "98600"}, 1),  # Wallis-et-Futuna
        ({"code_postal": "98700"}, 1),  # Polynésie
        ({"code_postal": "98800"}, 1),  # Nouvelle-Calédonie
        ({"pays": "RE", "code_postal": "97400"}, 1),
        ({"pays": "PF", "code_postal": "98700"}, 1),
        ({"pays": "TF", "code_postal": "98400"}, 1),
        ({"pays": "BE", "code_postal": "1000"}, 2),
        ({"pays": "DE", "code_postal": "97421"}, 2),  # a foreign postcode like an overseas one
        ({"pays": "MC", "code_postal": "98000"}, 2),  # Monaco is abroad
    ],
)
def test_la_distance_est_d_un_mois_outre_mer_et_de_deux_a_l_etranger(adresse, mois):
    assert distance_du_debiteur(dossier(debiteur={"adresse": adresse})) == mois


# --- Déclaration de la créance -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("creancier", "debiteur", "terme"),
    [
        (METROPOLE, METROPOLE, date(2026, 12, 7)),  # two months from 7 October
        (REUNION, REUNION, date(2026, 12, 7)),  # com., 13 July 2010, n° 09-13.103
        (REUNION, METROPOLE, date(2027, 2, 8)),  # four; 7 February is a Sunday
        (METROPOLE, REUNION, date(2027, 2, 8)),
        ({"code_postal": "97200"}, REUNION, date(2027, 2, 8)),  # another territory
        (ALLEMAGNE, METROPOLE, date(2027, 2, 8)),  # the European Union too
        (ALLEMAGNE, REUNION, date(2027, 2, 8)),
        ({"code_postal": "20000"}, METROPOLE, date(2026, 12, 7)),
        ({"pays": "RE", "code_postal": "97400"}, REUNION, date(2026, 12, 7)),  # two spellings
        (REUNION, {"pays": "RE", "code_postal": "97400"}, date(2026, 12, 7)),  # of one place
        ({"pays": "GP", "code_postal": "97100"}, {"code_postal": "97110"}, date(2026, 12, 7)),
    ],
)
def test_la_creance_se_declare_en_deux_mois_en_quatre_au_loin(creancier, debiteur, terme):
    (delai,) = sans_decompte(
        **procedure(date_bodacc="2026-10-07"),
        creancier={"adresse": creancier},
        debiteur={"adresse": debiteur},
    )
    assert (delai.terme, delai.nature) == (terme, "declaration")
    assert "R622-24" in delai.fondement


@pytest.mark.parametrize(
    ("bodacc", "terme"),
    [
        ("2026-10-05", date(2026, 12, 7)),  # 5 December is a Saturday
        ("2026-10-06", date(2026, 12, 7)),
        ("2026-10-07", date(2026, 12, 7)),
        ("2026-10-08", date(2026, 12, 8)),
        ("2026-12-31", date(2027, 3, 1)),  # no 31; 28 February is a Sunday
        ("2026-10-25", date(2026, 12, 28)),  # Christmas, a Friday
    ],
)
def test_les_deux_mois_finissent_un_jour_ouvrable(bodacc, terme):
    assert delai_de_declaration(dossier(**procedure(date_bodacc=bodacc)), BAREME) == terme


def test_sans_parution_au_bodacc_ni_jugement_il_n_y_a_pas_de_delai():
    assert delai_de_declaration(dossier(), BAREME) is None
    assert delai_de_declaration(dossier(**procedure()), BAREME) is None
    assert sans_decompte(**procedure()) == []
    connue = procedure(date_bodacc="2026-10-07")
    assert sans_decompte(date(2026, 9, 30), **connue) == []  # the day before the judgment
    assert len(sans_decompte(date(2026, 10, 1), **connue)) == 1


# --- Petites créances --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("au", "envois", "terme"),
    [
        (date(2026, 10, 11), invitation("2026-10-12"), None),  # not sent yet
        (date(2026, 10, 12), invitation("2026-10-12"), date(2026, 11, 12)),
        (date(2026, 11, 12), invitation("2026-10-12"), date(2026, 11, 12)),  # the last day
        (date(2026, 11, 13), invitation("2026-10-12"), None),
        (JOUR, invitation("2026-10-31"), date(2026, 11, 30)),  # no 31
        (JOUR, invitation(None), None),  # asked of the commissaire, who has not written
        (JOUR, invitation("2026-10-31", suite={"nature": "refus", "date": "2026-11-22"}), None),
        (JOUR, invitation("2026-10-31", suite={"nature": "refus", "date": "2026-11-23"}), None),
        (JOUR, invitation("2026-10-31", suite={"nature": "refus", "date": "2026-11-24"}),
         date(2026, 11, 30)),  # not answered yet
        (JOUR, [], None),
    ],
)  # fmt: skip
def test_aucun_paiement_dans_le_mois_de_la_lettre_du_commissaire(au, envois, terme):
    gels = [d for d in tous(au, debiteur=CONSOMMATEUR, envois=envois) if d.nature == "gel"]
    assert [d.terme for d in gels] == ([terme] if terme else [])
    assert all("aucun paiement" in d.quoi and "R125-7" in d.fondement for d in gels)


@pytest.mark.parametrize(
    ("au", "gele"),
    [
        (date(2026, 11, 28), True),  # a Saturday, the month is over
        (date(2026, 11, 29), True),
        (date(2026, 11, 30), True),  # the working day it was moved to
        (date(2026, 12, 1), False),
    ],
)
def test_le_gel_dure_jusqu_au_terme_annonce(au, gele):
    trouves = tous(au, debiteur=CONSOMMATEUR, envois=invitation("2026-10-28"))
    assert [d.terme for d in trouves if d.nature == "gel"] == [date(2026, 11, 30)] * gele


# --- Le calendrier entier ----------------------------------------------------------------------


def test_le_plus_proche_est_dit_d_abord_et_la_prescription_n_est_pas_reportee():
    factures = [{"numero": "F1", "date": "2024-12-05", "executee_le": "2024-12-05",
                 "echeance": "2025-01-05", "montant_ttc": "10.00"}]  # fmt: skip
    trouves = tous(
        debiteur=CONSOMMATEUR,
        factures=factures,
        envois=invitation("2026-10-31"),
        **rendue("2026-09-05"),
        **procedure(date_bodacc="2026-10-05"),
    )
    assert [(d.terme, d.nature) for d in trouves] == [
        (date(2026, 11, 30), "gel"),
        (date(2026, 12, 5), "prescription"),  # a Saturday
        (date(2026, 12, 7), "declaration"),  # that Saturday, moved
        (date(2026, 12, 7), "signification"),
    ]


def test_une_prescription_dit_sa_facture_son_depart_et_son_texte():
    (delai,) = tous()
    assert delai.quoi.startswith("prescription : facture F1, depuis la facture du 01/09/2026")
    assert delai.as_dict() == {
        "terme": "2031-09-01",
        "nature": "prescription",
        "quoi": delai.quoi,
        "fondement": "C. com., art. L110-4",
    }
    titre = {"type": "jugement", "date": "2026-03-12", "principal": "10.00"}
    (delai,) = tous(titre_executoire=titre)
    assert delai.quoi.startswith("prescription : exécution du titre, depuis le titre du 12/03/2026")
    assert delai.terme == date(2036, 3, 12)


def test_sans_decompte_ni_prescription_ni_gel():
    assert sans_decompte(envois=invitation("2026-10-31")) == []


def test_une_prescription_suspendue_n_a_pas_de_terme():
    suite = {"nature": "accord", "date": "2026-11-10"}
    cas = {"debiteur": CONSOMMATEUR, "envois": invitation("2026-10-31", suite=suite)}
    for au, attendu in ((date(2026, 11, 9), 1), (date(2026, 11, 10), 0)):
        assert [d.nature for d in tous(au, **cas)].count("prescription") == attendu


# --- Le jour qui arrête les intérêts -----------------------------------------------------------


@pytest.mark.parametrize(
    ("changements", "au", "arret", "codes"),
    [
        ({}, JOUR, None, []),
        (procedure(), date(2026, 9, 30), None, ["POSTERIEUR_AU_JOUR"]),
        (procedure(), date(2026, 10, 1), date(2026, 10, 1), ["INTERETS_ARRETES"]),
        (procedure(), date(2026, 10, 2), date(2026, 10, 1), ["INTERETS_ARRETES"]),
        ({"surendettement": {"date_recevabilite": "2026-10-01"}}, date(2026, 9, 30), None,
         ["POSTERIEUR_AU_JOUR"]),
        ({"surendettement": {"date_recevabilite": "2026-10-01"}}, date(2026, 10, 1),
         date(2026, 10, 1), ["INTERETS_ARRETES"]),
        ({**procedure(), "surendettement": {"date_recevabilite": "2026-09-30"}}, JOUR,
         date(2026, 9, 30), ["INTERETS_ARRETES"]),  # the first of both
        ({**procedure(), "surendettement": {"date_recevabilite": "2026-10-02"}}, JOUR,
         date(2026, 10, 1), ["INTERETS_ARRETES"]),
        ({**procedure(), "surendettement": {"date_recevabilite": "2026-11-24"}}, JOUR,
         date(2026, 10, 1), ["POSTERIEUR_AU_JOUR", "INTERETS_ARRETES"]),
    ],
)  # fmt: skip
def test_le_jugement_ou_la_recevabilite_arrete_les_interets(changements, au, arret, codes):
    jour, constats = ouverture(dossier(**changements), au)
    assert (jour, [str(c.code) for c in constats]) == (arret, codes)


def test_l_arret_cite_son_texte():
    for changements, article in (
        (procedure(), "C. com., art. L622-28"),
        ({"surendettement": {"date_recevabilite": "2026-10-01"}}, "C. consom., art. L722-14"),
    ):
        _, (constat,) = ouverture(dossier(**changements), JOUR)
        assert constat.fondement == article
        assert "01/10/2026" in constat.message


def test_le_jour_du_jugement_ne_porte_deja_plus_d_interet():
    veille = decompte_arrete(dossier(**procedure(date_jugement="2026-11-10")), date(2026, 11, 9))
    for au in (date(2026, 11, 10), JOUR):
        arrete = decompte_arrete(dossier(**procedure(date_jugement="2026-11-10")), au)
        assert arrete.interets == veille.interets > 0


# --- Le Pacifique ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("adresse", "code"),
    [
        ({"code_postal": "98600"}, "986"),
        ({"code_postal": "98713"}, "987"),
        ({"code_postal": "98800"}, "988"),
        ({"pays": "WF", "code_postal": "98600"}, "986"),
        ({"pays": "PF", "code_postal": "98713"}, "987"),
        ({"pays": "NC", "code_postal": "98800"}, "988"),
        ({"code_postal": "97400"}, None),
        ({"code_postal": "97500"}, None),
        ({"code_postal": "38000"}, None),
        ({"pays": "DE", "code_postal": "98701"}, None),  # a foreign postcode
    ],
)
def test_un_territoire_du_pacifique_se_lit_au_code_postal_ou_au_pays(adresse, code):
    cas = dossier(debiteur={"adresse": adresse})
    assert territoire(cas.debiteur.adresse) == code
    assert territoires(cas) == ({"debiteur.adresse": code} if code else {})


def test_seules_la_polynesie_et_la_nouvelle_caledonie_sortent_du_droit_commun():
    cas = dossier(
        creancier={"adresse": {"code_postal": "98600"}},
        debiteur={"adresse": {"code_postal": "98800"}},
    )
    assert territoires(cas) == {"creancier.adresse": "986", "debiteur.adresse": "988"}
    assert hors_du_droit_commun(territoires(cas)) == {"988"}
    assert hors_du_droit_commun({"debiteur.adresse": "986"}) == set()
    assert hors_du_droit_commun({"debiteur.adresse": "987"}) == {"987"}


# --- Le barème est-il à jour ? -----------------------------------------------------------------

S2_2026, S1_2027 = Semestre(2026, 2), Semestre(2027, 1)


def sans(*semestres, tables=("particulier", "autres", "bce")):
    """The table without *semestres*."""
    return replace(
        BAREME,
        **{
            nom: {s: v for s, v in getattr(BAREME, nom).items() if s not in semestres}
            for nom in tables
        },
    )


def manquants(bareme, jour):
    return [c.message.split("(")[-1].removesuffix(").") for c in constats_actualite(bareme, jour)]


@pytest.mark.parametrize(
    ("bareme", "jour", "attendus"),
    [
        (sans(S1_2027), date(2026, 11, 30), []),
        (sans(S1_2027), date(2026, 12, 1), ["2027-S1"]),
        (sans(S1_2027), date(2026, 12, 31), ["2027-S1"]),
        (sans(S1_2027), date(2027, 1, 1), ["2027-S1"]),  # it has begun
        (sans(S2_2026), date(2026, 5, 31), []),
        (sans(S2_2026), date(2026, 6, 1), ["2026-S2"]),
        (sans(S2_2026), date(2026, 6, 30), ["2026-S2"]),
        (sans(S2_2026), date(2026, 7, 1), ["2026-S2"]),
        (sans(S2_2026), date(2026, 11, 23), ["2026-S2"]),  # the current one, any month
        (sans(S2_2026, S1_2027), date(2026, 12, 1), ["2026-S2", "2027-S1"]),
        (sans(S1_2027, tables=("bce",)), date(2026, 11, 23), []),
        (BAREME, date(2026, 6, 1), []),
    ],
)
def test_le_semestre_suivant_est_attendu_du_premier_jour_du_dernier_mois(bareme, jour, attendus):
    assert manquants(bareme, jour) == attendus


@pytest.mark.parametrize(
    ("tables", "dits"),
    [
        (("particulier",), ["créancier particulier"]),
        (("autres",), ["autres cas"]),
        (("bce",), ["Banque centrale européenne"]),
        (("autres", "bce"), ["autres cas", "Banque centrale européenne"]),
    ],
)
def test_un_seul_taux_qui_manque_est_nomme(tables, dits):
    (constat,) = constats_actualite(sans(S2_2026, tables=tables), JOUR)
    noms = ("créancier particulier", "autres cas", "Banque centrale européenne")
    assert [nom for nom in noms if nom in constat.message] == dits
    assert "2e semestre 2026 (2026-S2)" in constat.message


def test_un_semestre_complete_ne_manque_plus():
    taux = dict.fromkeys(("particulier", "autres", "bce"), Decimal(2))
    complet = BAREME.complete(S1_2027, source="essai", verifie_le=date(2026, 12, 29), **taux)
    assert constats_actualite(complet, date(2026, 12, 30)) == []
