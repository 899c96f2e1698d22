"""Odd cases of the routes, each one a fault once found by a reader of the law."""

from datetime import date

import pytest

from courriers import decompte_arrete
from courriers.droit.regles import a_savoir, empechements
from courriers.droit.voies import voies
from fabrique import ADRESSE, CONSOMMATEUR, JOUR, dossier

SAS = {"forme_juridique": "SAS"}
BAIL = [{"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "1000.00",
         "nature": "loyer_habitation"}]  # fmt: skip


def etats(au=JOUR, **changements):
    return {v.nom: v for v in voies(dossier(**changements), au)}


@pytest.mark.parametrize(
    "obstacle",
    [
        {"cession": {"a": "Factor SA", "date": "2026-11-01"}},  # C. civ., art. 1321
        {"echeancier": {"date": "2026-11-01",
                        "echeances": [{"date": "2027-01-01", "montant": "1"}]}},
        {"debiteur": {**CONSOMMATEUR, "decede_le": "2026-11-01"}},
    ],
)  # fmt: skip
def test_sans_decompte_les_obstacles_du_dossier_ferment_quand_meme(obstacle):
    libre = etats(debiteur=CONSOMMATEUR, factures=BAIL)
    assert libre["injonction_protection"].etat == "ouverte"
    for nom in ("injonction_protection", "refere_provision", "assignation_au_fond"):
        ferme = etats(**{"debiteur": CONSOMMATEUR, "factures": BAIL, **obstacle})
        assert ferme[nom].etat == "fermee", nom


@pytest.mark.parametrize(
    ("signifiee_le", "etat"),
    [
        ("2026-07-15", "fermee"),  # six months to the day: in time
        ("2026-07-16", "ouverte"),  # void (CPC, art. 1411)
    ],
)
def test_une_ordonnance_signifiee_trop_tard_ne_ferme_plus_rien(signifiee_le, etat):
    ordonnance = {"date": "2026-01-15", "signifiee_le": signifiee_le}
    trouvees = etats(debiteur=SAS, ordonnance=ordonnance)
    assert trouvees["injonction_commerce"].etat == etat


def test_rien_ne_se_declare_quand_rien_n_est_du():
    procedure = {"type": "redressement", "date_jugement": "2026-11-23"}
    paye = [{"date": "2026-11-20", "montant": "1100.00"}]
    assert etats(debiteur=SAS, procedure_collective=procedure)["declaration_de_creance"].etat == (
        "ouverte"
    )
    solde = etats(debiteur=SAS, procedure_collective=procedure, paiements=paye)
    assert solde["declaration_de_creance"].etat == "fermee"


def test_rien_ne_se_declare_au_passif_d_une_personne_publique():
    procedure = {"type": "redressement", "date_jugement": "2026-11-23"}
    public = {"type": "personne_publique", "qualite": "personne_publique", "regime": "ccp",
              "denomination": "Commune de Valmont"}  # fmt: skip
    voie = etats(debiteur=public, procedure_collective=procedure)["declaration_de_creance"]
    assert voie.etat == "fermee"
    assert "C. com., art. L631-2" in {m.fondement for m in voie.motifs}


@pytest.mark.parametrize(("professionnel", "gravite"), [(True, "erreur"), (False, "avertissement")])
def test_le_juge_ne_releve_d_office_que_la_creance_d_un_professionnel(professionnel, gravite):
    vieille = [{"numero": "F1", "date": "2021-11-22", "echeance": "2021-12-22",
                "executee_le": "2021-11-22", "montant_ttc": "100.00"}]  # fmt: skip
    qui = {"type": "particulier", "prenom": "Ada", "nom": "Roux", "adresse": ADRESSE,
           "activite_professionnelle": professionnel}  # fmt: skip
    sujet = dossier(creancier=qui, debiteur=CONSOMMATEUR, factures=vieille)
    d = decompte_arrete(sujet, JOUR)
    constats = [*empechements(sujet, d, None, d.total), *a_savoir(sujet, d)]
    assert [str(c.gravite) for c in constats if c.code == "CREANCE_PRESCRITE"] == [gravite]


@pytest.mark.parametrize(
    ("au", "exigee"), [(date(2023, 9, 30), None), (date(2023, 10, 1), True)]
)  # decree n° 2023-357
def test_la_tentative_amiable_n_est_affirmee_que_depuis_sa_regle(au, exigee):
    factures = [{"numero": "F1", "date": "2023-07-01", "echeance": "2023-08-01",
                 "montant_ttc": "1000.00"}]  # fmt: skip
    voie = etats(au, debiteur=CONSOMMATEUR, factures=factures)["assignation_au_fond"]
    assert voie.tentative_amiable.exigee is exigee
    assert "dépasse 0" not in voie.tentative_amiable.motif


def test_un_creancier_de_qualite_inconnue_peut_saisir_le_juge_d_un_commercant():
    individuel = {"type": "entrepreneur_individuel", "prenom": "Léa", "nom": "Roy",
                  "siren": "912057387"}  # fmt: skip
    trouvees = etats(creancier=individuel, debiteur=SAS)
    assert trouvees["injonction_commerce"].etat == "ouverte"
    assert trouvees["injonction_judiciaire"].a_completer == ("creancier.commercant",)


def test_la_juridiction_des_artisans_se_signale():
    individuel = {"type": "entrepreneur_individuel", "prenom": "Léa", "nom": "Roy",
                  "qualite": "professionnel", "commercant": False}  # fmt: skip
    motifs = etats(debiteur=individuel)["injonction_judiciaire"].motifs
    assert any("entre artisans" in m.texte for m in motifs)
    motifs = etats(debiteur=CONSOMMATEUR)["injonction_judiciaire"].motifs
    assert not any("artisans" in m.texte for m in motifs)


def test_le_territoire_se_situe_a_la_bonne_partie():
    ailleurs = {"adresse": {"lignes": ["1 rue A"], "code_postal": "98714", "ville": "Papeete"}}
    conditions = {"penalites": {"mode": "convenu", "taux": "6"}}
    sujet = dossier(creancier=ailleurs, conditions=conditions)
    d = decompte_arrete(sujet, JOUR)
    lieux = [c.lieu.champ for c in empechements(sujet, d, None, d.total) if c.code == "OUTRE_MER"]
    assert lieux == ["creancier.adresse"]
