"""What a row says of a case, and what the rows add up to."""

import datetime
import json
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from courriers.constats import Code, avertissement, information
from courriers.erreurs import CourriersError
from courriers.lot.configuration import Configuration
from courriers.lot.exclusions import exclure, lire_exclusions
from courriers.lot.execution import produire
from courriers.lot.registre import Registre
from courriers.lot.resultat import Resultat
from courriers.lot.sources import lire
from courriers.lot.sources.cas import Cas, Place
from courriers.lot.sources.dossiers import un_dossier
from courriers.lot.synthese import cumuls, ligne_de
from courriers.lot.synthese.cumuls import Cumuls
from fabrique import JOUR, SAMPLES, brut, pack_livre, packs_livres
from lot.synthese.lots import ecrite, exact, faire, refusee, table


def lignes_de(paires):
    return [ligne_de(r) for r, cas in paires]


@pytest.fixture(scope="module")
def exemples(tmp_path_factory):
    """Every sample, in Word alone: pairs of what became of it and of its case."""
    sortie = tmp_path_factory.mktemp("lettres")
    cas = [un_dossier(f.parent) for f in sorted(SAMPLES.glob("*/dossier.json"))]
    ecrits = produire(cas, packs_livres(), JOUR, sortie, formats=("docx",))
    return list(zip(ecrits, cas, strict=True))


def test_chaque_ligne_redonne_le_decompte_au_centime(exemples, tmp_path):
    faire(tmp_path, lignes_de(exemples))
    rangees = {r["Référence"]: r for r in table(tmp_path, "Lettres")}
    ecrites = [r.lettre for r, _ in exemples if r.lettre is not None]
    assert len(ecrites) > 10
    assert len(rangees) == len(ecrites)
    for lettre in ecrites:
        compte, rangee = lettre.decompte, rangees[lettre.reference]
        dites = [
            exact(rangee[c]) for c in ("Somme demandée", "Principal", "Intérêts", "Indemnités")
        ]
        assert dites == [lettre.somme, compte.principal, compte.interets, compte.indemnites]
        assert (rangee["Jour"], rangee["Pack"]) == (JOUR, lettre.pack)


def test_la_balance_agee_est_tout_le_principal_qui_reste(exemples):
    for (resultat, _), ligne in zip(exemples, lignes_de(exemples), strict=True):
        if resultat.lettre is not None:
            compte = resultat.lettre.decompte
            assert sum(ligne.par_age) == compte.principal + compte.a_echoir
            assert ligne.par_age[0] == compte.a_echoir


def test_un_refus_dit_pourquoi_et_ou():
    faute = CourriersError(
        "x", constats=[avertissement(Code.CHAMP_MANQUANT, "manque.", "Ajoutez.")]
    )
    ligne = ligne_de(Resultat(Cas(Place(Path("t.csv"), "", (7, 8)), erreur=faute), erreur=faute))
    (motif,) = ligne.motifs
    assert (ligne.issue, motif.code, motif.phrase) == ("refusee", "CHAMP_MANQUANT", "manque.")
    assert (motif.fichier, motif.ligne, motif.conseil) == ("t.csv", 7, "Ajoutez.")


def test_un_dossier_exclu_garde_sa_reference_et_son_debiteur(tmp_path):
    liste = tmp_path / "exclus.csv"
    liste.write_text("Référence;Motif\nV-1;payé hier\n", encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(brut(reference="V-1")), encoding="utf-8")
    (cas,) = exclure([un_dossier(tmp_path / "a.json")], lire_exclusions(liste))
    assert cas.dossier is None
    (resultat,) = produire([cas], pack_livre("relance-courtoise"), JOUR, tmp_path / "out")
    faire(tmp_path, lignes_de([(resultat, cas)]))
    (rangee,) = table(tmp_path, "Refus")
    assert (rangee["Référence"], rangee["Issue"]) == ("V-1", "Exclue")
    assert brut()["debiteur"]["denomination"] in rangee["Débiteur"]
    assert rangee["Motif"] == "Dossier V-1 exclu\u00a0: payé hier."
    assert "liste des exclusions" in rangee["Que faire"]


def test_une_etape_deja_faite_a_sa_ligne_et_n_est_pas_un_refus(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(brut(reference="V-2")), encoding="utf-8")
    refus = CourriersError("Déjà envoyée.", code="ETAPE_DEJA_FAITE")
    ligne = ligne_de(Resultat(un_dossier(tmp_path / "a.json").sans(refus), erreur=refus))
    faire(tmp_path, [ligne])
    (rangee,) = table(tmp_path, "Refus")
    assert (rangee["Référence"], rangee["Issue"]) == ("V-2", "Étape déjà faite")
    assert rangee["Motif"] == "Déjà envoyée."
    compte = Cumuls()
    compte.ajouter(ligne)
    assert (compte.issues["deja"], compte.issues["refusee"], compte.devises) == (1, 0, [])


def test_une_lettre_deja_la_compte_comme_une_lettre_ecrite(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(brut(reference="V-2")), encoding="utf-8")
    rangees = []
    for _ in range(2):
        with Registre(tmp_path / "out") as registre:
            (fait,) = produire(
                [tmp_path / "a.json"], pack_livre("relance-courtoise"), JOUR, tmp_path / "out",
                formats=("docx",), registre=registre, refaire=False,
            )  # fmt: skip
        rangees.append((fait.deja, replace(ligne_de(fait), a_voir=())))
    assert [deja for deja, _ in rangees] == [False, True]
    assert rangees[0][1] == rangees[1][1]
    assert rangees[0][1].somme > 0


def test_une_lettre_qui_manque_sans_raison_est_un_refus():
    assert ligne_de(Resultat(Cas(Place(Path("t.csv"))))).issue == "refusee"


def test_seuls_les_constats_a_regarder_sont_dans_la_feuille_a_voir(exemples, tmp_path):
    resultat, cas = next((r, c) for r, c in exemples if r.lettre is not None)
    constats = (
        avertissement(Code.ADRESSE_TROP_LONGUE, "l’adresse est longue.", fondement="NF Z10-011"),
        information(Code.RELECTURE, "relue."),
    )
    faire(tmp_path, lignes_de([(replace(resultat, constats=constats), cas)]))
    (rangee,) = table(tmp_path, "À voir")
    assert rangee["Constat"] == "L’adresse est longue."
    assert rangee["Fondement"] == "NF Z10-011"
    assert table(tmp_path, "Lettres")[0]["À voir"] == 1


def test_les_factures_reglees_et_celles_a_echoir_sont_comptees_juste(tmp_path):
    """Paid off, twenty days late, and due in seven days."""
    factures = [
        {"numero": n, "date": "2026-09-01", "echeance": e, "montant_ttc": "100.00"}
        for n, e in (("F1", "2026-10-01"), ("F2", "2026-11-03"), ("F3", "2026-11-30"))
    ]
    paiements = [{"date": "2026-10-01", "montant": "100.00", "facture": "F1"}]
    chemin = tmp_path / "a.json"
    chemin.write_text(json.dumps(brut(factures=factures, paiements=paiements)), encoding="utf-8")
    cas = un_dossier(chemin)
    resultats = produire(
        [cas], pack_livre("relance-courtoise"), JOUR, tmp_path / "out", formats=("docx",)
    )
    (ligne,) = lignes_de(zip(resultats, [cas], strict=True))
    assert (ligne.factures, ligne.retard) == (2, 20)
    assert ligne.par_age[:3] == (100, 100, 0)
    assert ligne.echeance == datetime.date(2026, 11, 3)


def test_ce_qui_n_est_pas_echu_n_a_pas_de_retard(tmp_path):
    cas = un_dossier(SAMPLES / "avant-echeance-consommateur")
    au = tomllib.loads((SAMPLES / "avant-echeance-consommateur/attendu.toml").read_text("utf-8"))
    resultats = produire(
        [cas], pack_livre("relance-avant-echeance"), au["au"], tmp_path, formats=("docx",)
    )
    (ligne,) = lignes_de(zip(resultats, [cas], strict=True))
    assert ligne.issue == "ecrite", ligne.motifs
    assert ligne.retard == 0
    assert ligne.par_age[0] > 0


def test_trop_de_creanciers_partagent_une_ligne(monkeypatch):
    monkeypatch.setattr(cumuls, "NOMS_MAX", 2)
    compte = Cumuls()
    for nom in "ABCD":
        compte.ajouter(ecrite(creancier=nom))
    noms = {nom: cumul.nombre for nom, _, cumul in compte.rangs("Par créancier")}
    assert noms == {"A": 1, "B": 1, "Autres": 2}


def test_un_dossier_compte_une_fois_par_motif_dit_par_le_sens_de_son_code():
    motif = refusee("CHAMP_INVALIDE").motifs[0]
    compte = Cumuls()
    compte.ajouter(refusee(motifs=(motif, replace(motif, phrase="autre."))))
    ((code, refuses),) = compte.refus()
    assert (code, refuses.nombre) == ("CHAMP_INVALIDE", 1)
    assert refuses.phrase == "une valeur du dossier n’est pas admise"


def test_un_motif_d_un_code_inconnu_garde_sa_premiere_phrase():
    compte = Cumuls()
    compte.ajouter(refusee("D_AILLEURS"))
    ((_, refuses),) = compte.refus()
    assert refuses.phrase == "la créance a été cédée."


def test_la_plus_forte_somme_vient_la_premiere():
    compte = Cumuls()
    for titre, somme in (("petite", 10), ("grande", 90), ("moyenne", 50)):
        compte.ajouter(ecrite(titre=titre, somme=Decimal(somme), reference=titre))
    assert [nom for nom, _, _ in compte.rangs("Par étape")] == ["grande", "moyenne", "petite"]
    fortes = [ligne.reference for ligne in compte.plus_fortes("EUR")]
    assert fortes == ["grande", "moyenne", "petite"]


def test_une_synthese_n_est_pas_une_source_de_dossiers(tmp_path):
    faire(tmp_path, [ecrite()])
    (tmp_path / "a.json").write_text(json.dumps(brut(reference="A")), encoding="utf-8")
    assert [cas.reference for cas in lire([tmp_path], Configuration())] == ["A"]
