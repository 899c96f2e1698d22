"""Letters held back: excluded, paid or refused since; the journal keeps that they were."""

import json

import pytest

from courriers.constats import Code
from courriers.dossier import load_dossier
from courriers.lot import journal
from courriers.lot.depot.retraits import Creances
from courriers.lot.evenements import Depose, Retrait
from courriers.lot.exclusions import Exclusions
from courriers.lot.memoire import Memoire
from courriers.lot.sources.cas import Cas, Place
from fabrique import packs_livres
from lot.depot.ecrites import LENDEMAIN, POSTALES, cas_lus, changer, copie, faire, modele


@pytest.fixture
def lettres(tmp_path):
    return copie(tmp_path / "lettres", ("A-1", "B-2", "C-3"))


def brut_de(reference):
    for fichier in (modele().parent / "cas").iterdir():
        contenu = json.loads(fichier.read_text(encoding="utf-8"))
        if contenu["reference"] == reference:
            return contenu
    raise LookupError(reference)


def creances(lettres, *changes, jour=LENDEMAIN):
    """The cases as they were, those of *changes* apart."""
    autres = {c["reference"] for c in changes}
    cas = [c for c in cas_lus() if c.reference not in autres]
    cas += [Cas(Place(lettres), load_dossier(c)) for c in changes]
    return Creances(cas, packs_livres(), Memoire([lettres]), jour)


def deposees(depot):
    return {ligne.pli.reference for ligne in depot.lignes}


def retraits(lettres):
    return [(e.reference, e.motif) for e in journal.lire(lettres) if isinstance(e, Retrait)]


def test_un_dossier_exclu_est_retire_et_le_journal_le_tait_de_qui_l_a_dit(lettres):
    depot = faire(lettres, exclusions=Exclusions({"A-1": "débiteur décédé"}))
    assert deposees(depot) == {"B-2", "C-3"}
    assert (depot.retirees, depot.laissees) == (1, 0)
    (dit,) = [c for c in depot.constats if c.code == Code.LETTRE_RETIREE]
    assert "débiteur décédé" in dit.message
    assert retraits(lettres) == [("A-1", "dossier exclu")]
    assert "décédé" not in (lettres / journal.NOM).read_text(encoding="utf-8")
    assert {e.niveau for e in Memoire([lettres]).envois("A-1")} == set()
    assert faire(lettres, "second", refaire=True).deposees == 2


def test_des_dossiers_inchanges_ne_retirent_rien(tmp_path):
    lettres = copie(tmp_path / "lettres")
    depot = faire(lettres, creances=creances(lettres))
    assert (depot.deposees, depot.retirees, depot.en_attente) == (len(POSTALES), 0, 0)


@pytest.mark.parametrize(
    ("changement", "motif"),
    [
        (
            {"paiements": [{"date": "2026-11-24", "montant": "10.00"}]},
            "paiement ou avoir postérieur",
        ),
        ({"paiements": [{"date": "2026-11-20", "montant": "10.00"}]}, "somme changée"),
        ({"cession": {"a": "X", "date": "2026-11-01"}}, "refusée (CREANCE_CEDEE)"),
    ],
)
def test_ce_que_le_dossier_ne_doit_plus_n_est_pas_envoye(lettres, changement, motif):
    change = brut_de("A-1") | changement
    depot = faire(lettres, creances=creances(lettres, change))
    assert deposees(depot) == {"B-2", "C-3"}
    assert retraits(lettres) == [("A-1", motif)]


def test_une_procedure_ouverte_apres_la_lettre_la_retire(lettres):
    procedure = {"type": "redressement", "date_jugement": "2026-11-24"}
    change = brut_de("A-1") | {"procedure_collective": procedure}
    cas = Cas(Place(lettres), load_dossier(change))
    lues = Creances([cas], packs_livres(), Memoire([lettres]), LENDEMAIN)
    depot = faire(lettres, creances=lues)
    assert deposees(depot) == set()
    ((reference, motif),) = retraits(lettres)
    assert reference == "A-1"
    assert motif.startswith("refusée (PROCEDURE")


def test_une_somme_qui_a_grandi_retire_aussi(lettres):
    change = brut_de("A-1")
    change["factures"].append({**change["factures"][0], "numero": "NEUVE"})
    depot = faire(lettres, creances=creances(lettres, change))
    assert deposees(depot) == {"B-2", "C-3"}
    (dit,) = [c for c in depot.constats if c.code == Code.LETTRE_RETIREE]
    assert "la lettre demande" in dit.message


def test_un_dossier_absent_ou_double_fait_attendre_sa_lettre_sans_la_retirer(lettres):
    lus = [c for c in cas_lus() if c.reference in {"A-1", "B-2"}]
    lues = Creances([*lus, lus[0]], packs_livres(), Memoire([lettres]), LENDEMAIN)
    depot = faire(lettres, creances=lues)
    assert (depot.deposees, depot.en_attente, depot.retirees) == (1, 2, 0)
    assert retraits(lettres) == []
    dits = " ".join(c.message for c in depot.constats)
    assert "plusieurs fois" in dits
    assert "n’est pas dans ces sources" in dits
    assert faire(lettres, "ensuite").deposees == 2


def test_sans_le_pack_ni_son_decompte_la_lettre_attend(lettres):
    lues = Creances(cas_lus(), [], Memoire([lettres]), LENDEMAIN)
    assert faire(lettres, "sans-pack", creances=lues).en_attente == 3

    def vider(pdf):
        for nom in list(pdf.attachments):
            del pdf.attachments[nom]

    changer(next((lettres / "A-1").glob("*.pdf")), vider)
    depot = faire(lettres, "sans-compte", creances=creances(lettres), retouchees=True)
    assert (depot.deposees, depot.en_attente) == (2, 1)


def test_un_second_depot_ne_retire_pas_ce_qui_est_deja_parti(lettres):
    faire(lettres)
    second = faire(lettres, "second", exclusions=Exclusions({"A-1": "payé"}))
    assert second.retirees == 0
    assert retraits(lettres) == []
    assert len([e for e in journal.lire(lettres) if isinstance(e, Depose)]) == 3


def test_un_pdf_change_est_laisse_sans_que_son_decompte_retire_la_lettre(lettres):
    pdf = next((lettres / "A-1").glob("*.pdf"))
    pdf.write_bytes(next((lettres / "B-2").glob("*.pdf")).read_bytes())
    depot = faire(lettres, creances=creances(lettres))
    assert (deposees(depot), depot.laissees, depot.retirees) == ({"B-2", "C-3"}, 1, 0)
    assert retraits(lettres) == []
