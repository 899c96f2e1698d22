"""The facts of a case, told for a judge: each is in the case, with the document that proves it."""

import pytest

from courriers import decompte_arrete
from courriers.lettre.expose import expose
from fabrique import JOUR, dossier


def faits(**changements):
    cas = dossier(**changements)
    compte = decompte_arrete(cas, JOUR)
    dits = expose(cas, compte, [s for s in compte.factures if not s.est_soldee])
    return [dit.replace("\u00a0", " ").replace("\u202f", " ") for dit in dits]


def un(debut, **changements):
    [trouve] = [dit for dit in faits(**changements) if dit.startswith(debut)]
    return trouve


def factures(nombre):
    return [
        {"numero": f"F{n}", "date": f"2026-09-{n:02}", "echeance": f"2026-10-{n:02}",
         "montant_ttc": "100.00"}
        for n in range(1, nombre + 1)
    ]  # fmt: skip


def test_le_plus_simple_des_dossiers_se_raconte_sans_rien_inventer():
    assert faits() == [
        (
            "Le créancier a exécuté ses obligations et émis la facture suivante, restée impayée, "
            "en tout ou partie, à son échéance :"
        ),
        (
            "– facture F1 du 1er septembre 2026, d’un montant de 1 000,00 € toutes taxes "
            "comprises, échéance du 1er octobre 2026 (pièce n° 1)."
        ),
        "Aucun paiement n’a été reçu.",
        "À la connaissance du créancier, la créance n’est pas contestée.",
    ]


def test_huit_factures_s_enumerent_et_neuf_se_resument():
    assert sum(dit.startswith("– facture") for dit in faits(factures=factures(8))) == 8
    dites = faits(factures=factures(9))
    assert not any(dit.startswith("– facture") for dit in dites)
    assert (
        "Le créancier a exécuté ses obligations et émis 9 factures, du 1er septembre 2026 au "
        "9 septembre 2026, restées impayées en tout ou partie à leur échéance (pièces n° 1 à 9) ; "
        "le décompte les détaille une à une." in dites
    )


def test_les_pieces_des_factures_resumees_se_citent_par_plages():
    titres = ["Commande", *(f"Facture F{n}" for n in (1, 2, 3)), "Bon de livraison",
              *(f"Facture F{n}" for n in (4, 5)), "Relance", "Facture F6"]  # fmt: skip
    dite = un("Le créancier a exécuté", factures=factures(9), pieces=[{"titre": t} for t in titres])
    assert "(pièces n° 2 à 4, 6, 7 et 9) ;" in dite


@pytest.mark.parametrize(
    ("nature", "quoi"), [("vente", "livraison"), ("transport", "livraison"),
                         ("prestation", "exécution")],
)  # fmt: skip
def test_l_execution_est_une_livraison_pour_une_vente(nature, quoi):
    facture = {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "nature": nature,
               "montant_ttc": "1000", "executee_le": "2026-08-28",
               "objet": "Dix bancs"}  # fmt: skip
    dite = un("– facture", factures=[facture])
    assert "F1 du 1er septembre 2026 (Dix bancs), d’un montant" in dite
    assert f", {quoi} du 28 août 2026, échéance" in dite


def test_une_execution_a_venir_ne_se_raconte_pas():
    facture = {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01",
               "montant_ttc": "1000", "executee_le": "2026-11-24"}  # fmt: skip
    assert "exécution" not in un("– facture", factures=[facture])


def test_une_echeance_que_la_loi_fixe_est_dite_legale():
    facture = {"numero": "F1", "date": "2026-09-01", "montant_ttc": "1000"}
    assert "échéance légale du 1er octobre 2026" in un("– facture", factures=[facture])


def test_les_paiements_recus_sont_dits_une_fois_chacun():
    paiement = {"date": "2026-11-02", "montant": "250.00"}
    assert un("Le seul", paiements=[paiement]) == (
        "Le seul paiement reçu est de 250,00 € le 2 novembre 2026."
    )
    second = {"date": "2026-11-09", "montant": "100.00"}
    assert un("Les seuls", paiements=[paiement, second]) == (
        "Les seuls paiements reçus sont de 250,00 € le 2 novembre 2026 et 100,00 € le 9 novembre "
        "2026."
    )
    # Un paiement réparti sur deux factures n’en fait pas deux.
    reparti = [{"date": "2026-11-02", "montant": "150.00"}]
    assert "150,00 €" in un("Le seul", factures=factures(3), paiements=reparti)
    plusieurs = [{"date": f"2026-11-{n:02}", "montant": "10.00"} for n in range(1, 10)]
    assert un("Les paiements", paiements=plusieurs) == (
        "Les paiements reçus, tous inférieurs à la dette, figurent au décompte."
    )


def test_un_avoir_est_dit():
    avoir = {"numero": "A1", "type": "avoir", "date": "2026-10-12", "montant_ttc": "50.00",
             "sur_facture": "F1"}  # fmt: skip
    base = {"numero": "F1", "date": "2026-09-01", "echeance": "2026-10-01", "montant_ttc": "1000"}
    assert "Les avoirs émis sont déduits au décompte." in faits(factures=[base, avoir])
    assert "Les avoirs émis sont déduits au décompte." not in faits()


def test_les_lettres_sont_dites_avec_leur_date():
    envois = [
        {"niveau": "relance-courtoise", "date": "2026-10-05", "canal": "courriel"},
        {"niveau": "mise-en-demeure", "date": "2026-10-20", "canal": "lrar",
         "recu_le": "2026-10-22"},
    ]  # fmt: skip
    dites = faits(envois=envois)
    assert "Le débiteur a été relancé par le courriel du 5 octobre 2026." in dites
    assert (
        "Il a été mis en demeure de payer par la lettre recommandée du 20 octobre 2026, reçue le "
        "22 octobre 2026." in dites
    )
    assert un("Le débiteur a été mis", envois=envois[1:])


def test_une_contestation_est_dite_a_la_place_du_silence():
    dit = faits(contestation={"date": "2026-11-02", "motif": "malfaçon.\n"})[-1]
    assert dit == (
        "Le 2 novembre 2026, le débiteur a contesté la créance au motif suivant : « malfaçon »."
    )


@pytest.mark.parametrize(
    ("titre", "citee"),
    [
        ("Facture F1", True),
        ("Factures F1 et F2", True),
        ("facture n° F1 du 1er septembre 2026", True),
        ("Facture F12", False),
        ("Facture 2026-F1", False),
        ("Bon de livraison F1", False),
    ],
)
def test_une_piece_n_est_citee_que_si_son_titre_nomme_la_facture(titre, citee):
    assert ("(pièce n° 1)" in un("– facture", pieces=[{"titre": titre}])) is citee


@pytest.mark.parametrize(
    ("fondement", "titre", "citee"),
    [
        ("devis n° 7 du 4 mai 2026", "Devis n° 7 du 4 mai 2026, signé", True),
        ("devis n° 7 du 4 mai 2026, article 3", "Devis n° 7 du 4 mai 2026", True),
        ("devis", "Facture et devis", False),
        ("devis", "Devis", True),
        ("commande du 9 mars", "Contrat", False),
        ("commande du 9 mars", "facture du 15 juin", False),  # autant de signes
    ],
)
def test_l_acte_est_cite_quand_un_titre_le_dit(fondement, titre, citee):
    dit = un("L’engagement", conditions={"fondement": fondement}, pieces=[{"titre": titre}])
    assert ("(pièce n° 1)" in dit) is citee


@pytest.mark.parametrize(
    ("titre", "citee"),
    [
        ("Mise en demeure", True),
        ("Mise en demeure du 20 octobre 2026 et son avis", True),
        ("Mise en demeure du 3 mars 2025", False),
        ("Relance du 20 octobre 2026", False),
    ],
)
def test_la_mise_en_demeure_n_est_pas_prouvee_par_une_autre(titre, citee):
    envoi = {"niveau": "mise-en-demeure", "date": "2026-10-20", "canal": "lrar"}
    dit = un("Le débiteur a été mis", envois=[envoi], pieces=[{"titre": titre}])
    assert ("(pièce n° 1)" in dit) is citee


def test_plusieurs_pieces_sont_citees_ensemble():
    pieces = [{"titre": "Facture F1"}, {"titre": "Avis d’envoi de la facture F1"}]
    assert "(pièces n° 1 et 2)" in un("– facture", pieces=pieces)


def test_un_fondement_ne_finit_pas_par_deux_points():
    assert un("L’engagement", conditions={"fondement": "devis n° 7."}) == (
        "L’engagement du débiteur repose sur l’acte suivant : devis n° 7."
    )
