"""What an agent may not do, and what its letters must come after."""

import pytest

from courriers import LettreRefusee, compose
from courriers.droit.regles.canal import appel_de_l_avocat
from courriers.droit.regles.parties import premiere_lettre_exigee
from fabrique import ADRESSE, JOUR, dossier, pack_livre

AGENT = {"type": "particulier", "prenom": "Inès", "nom": "Maury", "adresse": ADRESSE,
         "mandat_du": "2026-10-01"}  # fmt: skip
CONTESTATION = {"date": "2026-11-02", "motif": "Une porte ferme mal.", "reponse": "Réglée."}


def mandate(role, **champs):
    return dossier(mandataire={**AGENT, "role": role, **champs})


@pytest.mark.parametrize(
    ("role", "canal", "refuse"),
    [
        ("avocat", "appel", True),  # RIN, art. 8.2
        ("avocat", "lettre", False),
        ("avocat", "courriel", False),
        ("societe_recouvrement", "appel", False),
        ("commissaire_de_justice", "appel", False),
    ],
)
def test_un_avocat_ne_telephone_pas_le_premier_a_l_adversaire(role, canal, refuse):
    trouves = list(appel_de_l_avocat(mandate(role), canal))
    assert [c.code for c in trouves] == (["ACTEUR_NON_COUVERT"] if refuse else [])
    assert all(c.gravite == "erreur" and "8.2" in c.fondement for c in trouves)
    assert list(appel_de_l_avocat(dossier(), canal)) == []  # the creditor may


def test_la_fiche_d_appel_d_un_avocat_est_refusee():
    cas = dossier(mandataire={**AGENT, "role": "avocat"}, debiteur={"telephone": "04 79 00 00 00"})
    with pytest.raises(LettreRefusee) as refus:
        compose(cas, pack_livre("seconde-relance"), JOUR, canal="appel")
    assert "ACTEUR_NON_COUVERT" in {c.code for c in refus.value.constats}


@pytest.mark.parametrize(
    ("role", "premiere", "refuse"),
    [
        ("societe_recouvrement", None, True),
        ("societe_recouvrement", "2026-11-22", False),
        ("societe_recouvrement", "2026-11-23", True),  # it is this one
        ("avocat", None, False),  # his own profession's rules (R124-1)
        ("commissaire_de_justice", None, False),
    ],
)
def test_une_agence_rappelle_sa_premiere_lettre_ou_n_ecrit_pas(role, premiere, refuse):
    lettre = {"premiere_lettre": {"reference": "R-1", "date": premiere}} if premiere else {}
    trouves = list(premiere_lettre_exigee(mandate(role, **lettre), JOUR))
    assert [c.code for c in trouves] == (["PREMIERE_LETTRE_ABSENTE"] if refuse else [])
    for constat in trouves:
        assert constat.gravite == "erreur"
        assert "R124-4" in constat.fondement
        assert "mise-en-demeure" in constat.conseil


@pytest.mark.parametrize(
    ("pack", "changements"),
    [
        ("reponse-contestation", {"contestation": CONTESTATION}),
        ("rappel-echeance-manquee",
         {"echeancier": {"date": "2026-10-15",
                         "echeances": [{"date": "2026-11-01", "montant": "1000.00"}]}}),
    ],
)  # fmt: skip
def test_la_reponse_et_le_rappel_d_une_agence_veulent_une_premiere_lettre(pack, changements):
    def refus(**mandataire):
        agence = {**AGENT, "role": "societe_recouvrement", **mandataire}
        with pytest.raises(LettreRefusee) as leve:
            compose(dossier(mandataire=agence, **changements), pack_livre(pack), JOUR)
        return {c.code for c in leve.value.constats}

    assert "PREMIERE_LETTRE_ABSENTE" in refus()
    premiere = {"reference": "R-1", "date": "2026-10-02"}
    assert "PREMIERE_LETTRE_ABSENTE" not in refus(premiere_lettre=premiere)  # others remain
