"""Which letters a journal leaves to deposit: one envelope a letter, whoever it is written to."""

from datetime import date

import pytest

from courriers.constats import Code
from courriers.dossier import load_dossier
from courriers.lot import journal
from courriers.lot.depot.fichiers import Reglages
from courriers.lot.depot.plis import lire_plis
from courriers.lot.depot.retraits import Creances
from courriers.lot.evenements import Depose, LettreEcrite, Purge, Retour, Retrait
from courriers.lot.exclusions import Exclusions, lire_exclusions
from courriers.lot.marques import marque_du_creancier
from courriers.lot.memoire import Memoire
from courriers.lot.sources.cas import Cas, Place
from fabrique import JOUR, packs_livres
from lot.depot.ecrites import LENDEMAIN, copie, faire
from lot.depot.test_retraits import brut_de

DEMEURE = {"reference": "R-1", "pack": "mise-en-demeure-caution", "au": JOUR}


def ecrite(*fichiers, **autres):
    sommes = {nom: f"empreinte de {nom}" for nom in fichiers}
    return LettreEcrite(**DEMEURE | {"canal": "lrar", "fichiers": sommes} | autres)


def depose(reference, depot, fichier):
    return Depose(**DEMEURE | {"reference": reference}, depot=depot, fichiers={fichier: ""})


def plis(tmp_path, *evenements, **reglages):
    (tmp_path / journal.NOM).unlink(missing_ok=True)
    journal.ajouter(tmp_path, evenements)
    return lire_plis(tmp_path, LENDEMAIN, Reglages(**reglages))


def pdfs(tmp_path, *evenements, **reglages):
    return [pli.pdfs for pli in plis(tmp_path, *evenements, **reglages)[0]]


WORD, PDF = "R-1/mise-en-demeure-caution.docx", "R-1/mise-en-demeure-caution.pdf"


def en_deux_fois(lettres, changement=None):
    """The letter A-1, whose Word file is noted first, then its PDF."""
    (ecrite_,) = journal.lire(lettres)
    (lettres / journal.NOM).unlink()
    for rang, suffixe in enumerate((".docx", ".pdf")):
        siens = {n: s for n, s in ecrite_.fichiers.items() if n.endswith(suffixe)}
        autres = changement if rang and changement else {}
        journal.ajouter(lettres, [ecrite_.model_copy(update={"fichiers": siens, **autres})])


@pytest.mark.parametrize("changement", [None, {"dossier": "autre"}])
def test_word_puis_pdf_en_deux_commandes_sont_une_lettre_deposee_une_fois(tmp_path, changement):
    lettres = copie(tmp_path / "lettres", ("A-1",))
    en_deux_fois(lettres, changement)
    depot = faire(lettres)
    assert (depot.deposees, depot.laissees) == (1, 0)
    assert [c for c in depot.constats if c.code == Code.LETTRE_CHANGEE] == []
    assert faire(lettres, "second").deposees == 0


def test_le_pdf_d_un_dossier_d_avant_n_est_pas_celui_du_word_refait(tmp_path):
    avant, apres = ecrite(WORD, PDF, dossier="un"), ecrite(WORD, dossier="deux")
    ((pli,), _) = plis(tmp_path, avant, apres)
    assert (pli.pdfs, dict(pli.fichiers)) == ((PDF,), {WORD: f"empreinte de {WORD}"})
    ((pli,), _) = plis(tmp_path, avant, ecrite(WORD, dossier="un"))
    assert PDF in pli.fichiers


def test_la_lettre_vient_avant_un_document_ecrit_le_premier(tmp_path):
    annexe = "R-1/mise-en-demeure-caution-decompte.pdf"
    assert pdfs(tmp_path, ecrite(annexe), ecrite(PDF)) == [(PDF, annexe)]


@pytest.mark.parametrize(
    "fait",
    [
        Retrait(**DEMEURE, exemplaire="-2"),
        Retour(**DEMEURE, exemplaire="-2", recu_le=LENDEMAIN),
        Purge(**DEMEURE, exemplaire="-2", le=LENDEMAIN),
        Depose(**DEMEURE, exemplaire="-2", depot="d", fichiers={"R-1/b.pdf": ""}),
    ],
)
def test_ce_qui_est_dit_d_une_caution_ne_retient_pas_la_lettre_de_l_autre(tmp_path, fait):
    deux = ecrite("R-1/a.pdf"), ecrite("R-1/b.pdf", exemplaire="-2")
    assert pdfs(tmp_path, *deux, fait) == [("R-1/a.pdf",)]


@pytest.mark.parametrize(
    "fait",
    [
        Retrait(**DEMEURE, creancier="deux"),
        Retour(**DEMEURE, creancier="deux", retour="npai"),
        Purge(**DEMEURE, creancier="deux", le=LENDEMAIN),
        Depose(**DEMEURE, creancier="deux", depot="d", fichiers={"R-1-2/a.pdf": ""}),
    ],
)
def test_ce_qui_est_dit_d_un_creancier_ne_retient_pas_la_lettre_de_l_autre(tmp_path, fait):
    deux = ecrite("R-1/a.pdf", creancier="un"), ecrite("R-1-2/a.pdf", creancier="deux")
    assert pdfs(tmp_path, *deux, fait) == [("R-1/a.pdf",)]


def test_ce_qui_ne_nomme_ni_creancier_ni_exemplaire_vaut_pour_tous(tmp_path):
    trois = (
        ecrite("a.pdf", creancier="un"), ecrite("b.pdf", creancier="deux"),
        ecrite("c.pdf", creancier="un", exemplaire="-2"),
    )  # fmt: skip
    assert pdfs(tmp_path, *trois, Retrait(**DEMEURE | {"reference": " r-1"})) == []


def test_une_lettre_retiree_puis_refaite_est_a_deposer_meme_si_elle_l_avait_ete(tmp_path):
    deposee = ecrite(PDF), Depose(**DEMEURE, depot="d", fichiers={PDF: ""})
    assert pdfs(tmp_path, *deposee) == []
    assert pdfs(tmp_path, *deposee, ecrite(PDF)) == []
    assert pdfs(tmp_path, *deposee, Retrait(**DEMEURE), ecrite(PDF)) == [(PDF,)]


def test_un_depot_se_redemande_par_son_nom_sans_reprendre_les_autres(tmp_path):
    faits = [
        evenement
        for rang, depot in enumerate(("d-1", "d-2", "d-1", "d-2"))
        for evenement in (
            ecrite(f"{rang}.pdf", reference=f"R-{rang}"),
            Depose(
                **DEMEURE | {"reference": f"R-{rang}"}, depot=depot, fichiers={f"{rang}.pdf": ""}
            ),
        )
    ]
    faits.append(depose("R-2", "d-2", "2.pdf"))
    assert pdfs(tmp_path, *faits, refaire_depot="d-1") == [("0.pdf",)]
    assert len(pdfs(tmp_path, *faits, refaire=True)) == 4


def test_une_lettre_datee_d_apres_le_depot_est_dite(tmp_path):
    jours = {"R-1": LENDEMAIN, "R-2": date(2026, 11, 25), "R-3": date(9999, 12, 31)}
    lettres = [ecrite(f"{r}.pdf", reference=r, au=jour) for r, jour in jours.items()]
    lus, constats = plis(tmp_path, *lettres)
    assert len(lus) == 3
    (dit,) = [c for c in constats if c.code == Code.LETTRE_POSTDATEE]
    assert "2 lettres à déposer, de date postérieure" in dit.message
    assert "(R-2, R-3)" in dit.message
    assert "31/12/9999" in dit.message
    assert not [c for c in plis(tmp_path, lettres[0])[1] if c.code == Code.LETTRE_POSTDATEE]


def test_une_reference_forgee_ne_commande_pas_le_terminal(tmp_path):
    _, constats = plis(tmp_path, ecrite(PDF, reference="R\x1b[2J", canal="remise"))
    assert "(R?[2J)" in constats[0].message


def test_une_exclusion_qui_n_est_d_aucune_lettre_du_journal_est_dite(tmp_path):
    liste = tmp_path / "x.csv"
    liste.write_text("référence;motif\nr-1;payé\nP0O2;payé\n", encoding="utf-8")
    journal.ajouter(tmp_path, [ecrite(PDF), Depose(**DEMEURE, depot="d", fichiers={PDF: ""})])
    _, constats = lire_plis(tmp_path, LENDEMAIN, None, lire_exclusions(liste))
    (dit,) = [c for c in constats if c.code == Code.EXCLUSION_SANS_DOSSIER]
    assert "P0O2" in dit.message
    assert (dit.lieu.fichier, dit.lieu.ligne) == (str(liste), 3)


def test_deux_creanciers_d_une_reference_ont_chacun_leur_lettre_et_leur_compte(tmp_path):
    """The cases are read again: each letter is held to that of its own creditor."""
    lettres = copie(tmp_path / "lettres", ("A-1",))
    (sienne,) = journal.lire(lettres)
    autre = brut_de("A-1")
    autre["creancier"] |= {"denomination": "Une autre", "siren": "732829320"}
    autre["paiements"] = [{"date": "2026-11-24", "montant": "10.00"}]
    dossiers = [load_dossier(d) for d in (brut_de("A-1"), autre)]
    un, deux = map(marque_du_creancier, dossiers)
    assert sienne.creancier == un
    assert un != deux
    creances = Creances(
        [Cas(Place(lettres), d) for d in dossiers], packs_livres(), Memoire([lettres]), LENDEMAIN
    )
    assert faire(lettres, creances=creances).deposees == 1
    journal.ajouter(lettres, [sienne.model_copy(update={"creancier": deux, "au": LENDEMAIN})])
    depot = faire(lettres, "second", creances=creances)
    assert (depot.deposees, depot.en_attente, depot.retirees) == (0, 0, 1)


def test_le_journal_nomme_le_creancier_et_l_exemplaire_de_ce_qui_est_depose_ou_retire(tmp_path):
    lettres = copie(tmp_path / "lettres", ("A-1", "B-2"))
    faire(lettres, exclusions=Exclusions({"B-2": ""}))
    ecrites = {e.reference: e for e in journal.lire(lettres) if isinstance(e, LettreEcrite)}
    dits = [e for e in journal.lire(lettres) if isinstance(e, Depose | Retrait)]
    assert [(e.reference, e.exemplaire) for e in dits] == [("A-1", ""), ("B-2", "")]
    assert all(e.creancier == ecrites[e.reference].creancier != "" for e in dits)
