"""Between the folder of a deposit and the journal: no letter is lost, none is doubled."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from courriers.constats import Code
from courriers.erreurs import CourriersError
from courriers.lot import journal
from courriers.lot.depot import depot as module_depot
from courriers.lot.depot import suspens
from courriers.lot.depot.bordereau import NOM as BORDEREAU
from courriers.lot.evenements import Depose, Retrait
from courriers.lot.exclusions import Exclusions
from fabrique import RACINE
from lot.depot.ecrites import POSTALES, copie, faire


@pytest.fixture
def lettres(tmp_path):
    return copie(tmp_path / "lettres")


def deposees(lettres):
    return sorted(e.reference for e in journal.lire(lettres) if isinstance(e, Depose))


def lignes_du(depot):
    return (depot / BORDEREAU).read_text(encoding="utf-8-sig").splitlines()[1:]


class Panne(Exception):
    """A power cut, for a test."""


def journal_qui_casse(monkeypatch, apres, faute):
    """The journal takes *apres* lines, then raises *faute*."""
    vraie, prises = journal.Journal.ajouter, []

    def ajouter(self, evenement):
        if len(prises) >= apres:
            raise faute
        prises.append(evenement)
        vraie(self, evenement)

    monkeypatch.setattr(journal.Journal, "ajouter", ajouter)


def reprises(depot):
    return [c for c in depot.constats if c.code == Code.DEPOT_REPRIS]


@pytest.mark.parametrize("apres", [0, 2, len(POSTALES) - 1])
def test_un_journal_qui_casse_en_route_est_complete_par_le_depot_suivant(
    lettres, monkeypatch, apres
):
    with monkeypatch.context() as casse:
        journal_qui_casse(casse, apres, CourriersError("plein", code="ECRITURE_IMPOSSIBLE"))
        with pytest.raises(CourriersError, match="journal ne l’a pas retenu") as dit:
            faire(lettres)
    assert "Gardez-le" in dit.value.conseil
    assert len(deposees(lettres)) == apres
    suivant = faire(lettres, "suivant")
    assert (suivant.deposees, suivant.sortie.exists()) == (0, False)
    assert deposees(lettres) == sorted(POSTALES)
    assert len(lignes_du(lettres.parent / "depot")) == len(POSTALES)
    (repris,) = reprises(suivant)
    reste = len(POSTALES) - apres
    assert f"il y manquait {reste} lettre{'s' * (reste > 1)}, à présent tenue" in repris.message
    assert "envoyez-le" in repris.conseil
    assert not reprises(faire(lettres, "encore"))


def test_la_meme_commande_dit_que_le_depot_est_entier_et_le_fait_retenir(lettres, monkeypatch):
    with monkeypatch.context() as casse:
        journal_qui_casse(casse, 3, Panne())
        with pytest.raises(Panne):
            faire(lettres)
    with pytest.raises(CourriersError, match="il est entier") as dit:
        faire(lettres)
    assert dit.value.code == "DEPOT_EXISTANT"
    assert deposees(lettres) == sorted(POSTALES)
    with pytest.raises(CourriersError) as dit:
        faire(lettres)
    assert "entier" not in dit.value.message


def test_un_depot_interrompu_puis_efface_se_redemande_par_son_nom(tmp_path, monkeypatch):
    lettres = copie(tmp_path / "lettres", ("A-1",))
    faire(lettres, "premier")
    copie(lettres, ("B-2", "C-3"))
    with monkeypatch.context() as casse:
        journal_qui_casse(casse, 1, Panne())
        with pytest.raises(Panne):
            faire(lettres, "perdu")
    shutil.rmtree(lettres.parent / "perdu")
    suivant = faire(lettres, "suivant")
    assert suivant.deposees == 0
    (repris,) = reprises(suivant)
    assert "n’est plus à sa place" in repris.message
    assert "--refaire-depot perdu" in repris.conseil
    refait = faire(lettres, "refait", refaire_depot="perdu")
    assert {x.pli.reference for x in refait.lignes} == {"B-2", "C-3"}
    assert faire(lettres, "rien", refaire_depot="perdu").deposees == 0


def exclure(*references):
    return Exclusions(dict.fromkeys(references, ""))


def test_un_depot_qui_n_est_pas_apparu_n_est_pas_au_journal(lettres, monkeypatch):
    def refuser(*_):
        raise OSError(13, "refus")

    with monkeypatch.context() as casse:
        casse.setattr("pathlib.Path.rename", refuser)
        with pytest.raises(CourriersError, match="ne peut pas être écrit"):
            faire(lettres)
    assert not (lettres / suspens.NOM).exists()
    assert deposees(lettres) == []
    assert faire(lettres).deposees == len(POSTALES)
    assert not (lettres / suspens.NOM).exists()


def test_les_lignes_d_un_depot_plus_ancien_ne_sont_pas_celles_du_depot_interrompu(
    lettres, monkeypatch
):
    """Deposited, noted as not sent, made again and deposited the same day under the same name."""
    ecrites = list(journal.lire(lettres))
    faire(lettres)
    shutil.rmtree(lettres.parent / "depot")
    journal.ajouter(lettres, [
        Retrait(reference=e.reference, pack=e.pack, au=e.au) for e in ecrites
    ])  # fmt: skip
    journal.ajouter(lettres, ecrites)
    with monkeypatch.context() as casse:
        journal_qui_casse(casse, 0, Panne())
        with pytest.raises(Panne):
            faire(lettres)
    suivant = faire(lettres, "suivant")
    assert (suivant.deposees, len(reprises(suivant))) == (0, 1)
    assert deposees(lettres) == sorted(2 * POSTALES)


def test_un_retrait_deja_au_journal_n_y_revient_pas(lettres, monkeypatch):
    with monkeypatch.context() as casse:
        journal_qui_casse(casse, len(POSTALES) - 1, Panne())
        with pytest.raises(Panne):
            faire(lettres, exclusions=exclure("A-1"))
    faire(lettres, "suivant")
    faire(lettres, "encore")
    assert [e.reference for e in journal.lire(lettres) if isinstance(e, Retrait)] == ["A-1"]
    assert deposees(lettres) == sorted(set(POSTALES) - {"A-1"})


def test_a_blanc_un_depot_interrompu_est_dit_et_rien_n_est_ecrit(lettres, monkeypatch):
    with monkeypatch.context() as casse:
        journal_qui_casse(casse, 1, Panne())
        with pytest.raises(Panne):
            faire(lettres)
    avant = (lettres / journal.NOM).read_bytes()
    blanc = faire(lettres, "blanc", a_blanc=True)
    assert (blanc.deposees, len(reprises(blanc))) == (0, 1)
    assert (lettres / journal.NOM).read_bytes() == avant
    assert (lettres / suspens.NOM).exists()


@pytest.mark.parametrize(
    "texte",
    ["", "abîmé", "{}", '{"sortie": "/x", "provisoire": "a/b"}',
     '{"sortie": "/x", "provisoire": ".x.1-0123abcd.part"}\n{}',  # lines of no known place
     '{"sortie": "/x", "provisoire": ".x.1-0123abcd.part", "bordereau": "", "journal": -1}\n{}'],
)  # fmt: skip
def test_une_annonce_abimee_arrete_et_le_dit(lettres, texte):
    (lettres / suspens.NOM).write_text(texte, encoding="utf-8")
    with pytest.raises(CourriersError, match="ne se lit pas") as dit:
        faire(lettres)
    assert dit.value.code == "JOURNAL_ILLISIBLE"
    assert suspens.NOM in str(dit.value)


TUE = """
import os, signal, sys
from datetime import date
from pathlib import Path
from courriers.lot import journal
from courriers.lot.depot import depot, deposer
ou, lettres = sys.argv[1], Path(sys.argv[2])
def tuer(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if ou == "avant":
    Path.rename = tuer
elif ou == "apres":
    depot._noter = tuer
deposer(lettres, lettres.parent / "depot", date(2026, 11, 24))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="pas de SIGKILL")
@pytest.mark.parametrize("ou", ["avant", "apres"])
def test_tue_d_un_cote_ou_de_l_autre_du_nom_chaque_lettre_est_deposee_une_fois(lettres, ou):
    chemins = os.pathsep.join((str(RACINE / "src"), str(RACINE / "tests")))
    tue = subprocess.run(  # noqa: S603
        [sys.executable, "-c", TUE, ou, str(lettres)], check=False,
        env={**os.environ, "PYTHONPATH": chemins},
    )  # fmt: skip
    assert tue.returncode == -signal.SIGKILL
    assert (lettres.parent / "depot").exists() == (ou == "apres")
    assert deposees(lettres) == []
    suivant = faire(lettres, "suivant")
    assert deposees(lettres) == sorted(POSTALES)
    assert suivant.deposees == (0 if ou == "apres" else len(POSTALES))
    assert len(reprises(suivant)) == (ou == "apres")


@pytest.mark.skipif(sys.platform == "win32", reason="pas de limite de fichier")
def test_un_journal_que_le_systeme_borne_ne_perd_aucune_lettre(lettres, monkeypatch):
    """As « ulimit -f » does: the write stops in the middle of a line."""
    resource = pytest.importorskip("resource")
    bornes = resource.getrlimit(resource.RLIMIT_FSIZE)
    vraie = module_depot._noter

    def borner(*arguments):
        taille = (lettres / journal.NOM).stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (taille + 700, bornes[1]))
        try:
            vraie(*arguments)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, bornes)

    monkeypatch.setattr(module_depot, "_noter", borner)
    with pytest.raises(CourriersError, match="journal ne l’a pas retenu"):
        faire(lettres)
    monkeypatch.undo()
    assert 0 < len(deposees(lettres)) < len(POSTALES)
    assert faire(lettres, "suivant").deposees == 0
    assert deposees(lettres) == sorted(POSTALES)
