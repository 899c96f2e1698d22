"""What a stopped deposit leaves, and whose it is: two folders of letters may share an output."""

import shutil
from datetime import date

import pytest

from courriers.erreurs import CourriersError
from courriers.lot import journal
from courriers.lot.depot import depot as module_depot
from courriers.lot.depot import suspens
from courriers.lot.depot.bordereau import NOM as BORDEREAU
from courriers.lot.evenements import Depose
from courriers.lot.purge import purger
from lot.depot.ecrites import LENDEMAIN, copie, faire

LONGTEMPS = date(2000, 1, 1)


class Panne(Exception):
    """A power cut, for a test."""


def casser(*_):
    raise Panne


def deposees(lettres):
    return sorted(e.reference for e in journal.lire(lettres) if isinstance(e, Depose))


def restes(lettres):
    return [f.name for f in lettres.parent.iterdir() if f.name.endswith(".part")]


@pytest.fixture
def a(tmp_path):
    return copie(tmp_path / "a", ("A-1", "B-2"))


@pytest.fixture
def b(tmp_path):
    return copie(tmp_path / "b", ("C-3",))


@pytest.fixture
def tue(a, monkeypatch):
    """A deposit of *a* that a power cut stopped before it appeared: nothing was tidied."""
    with monkeypatch.context() as casse:
        casse.setattr(suspens, "paraitre", casser)
        casse.setattr(suspens, "oublier", lambda _: None)
        with pytest.raises(Panne):
            faire(a)
    (reste,) = restes(a)
    return a.parent / reste


def test_de_deux_depots_d_un_meme_nom_a_la_fois_un_seul_apparait_et_l_autre_ne_note_rien(
    a, b, monkeypatch
):
    vraie, vus = module_depot.en_csv, []

    def pendant_que_b_depose(lignes):
        if not vus:
            vus.append(restes(a))
            assert faire(b).deposees == 1
            assert restes(a) == vus[0]  # b left it alone
        return vraie(lignes)

    monkeypatch.setattr(module_depot, "en_csv", pendant_que_b_depose)
    with pytest.raises(CourriersError, match="un autre programme l’a fait") as dit:
        faire(a)
    assert dit.value.code == "DEPOT_EXISTANT"
    assert (deposees(a), deposees(b)) == ([], ["C-3"])
    assert restes(a) == []
    suivant = faire(a, "suivant")
    assert (suivant.deposees, suivant.constats) == (2, ())


@pytest.mark.parametrize("vide", [True, False])
def test_un_nom_pris_au_dernier_moment_est_dit(a, monkeypatch, vide):
    vraie = suspens.paraitre

    def pris(lieu, sortie):
        sortie.mkdir()
        if not vide:
            (sortie / "x").touch()
        vraie(lieu, sortie)

    monkeypatch.setattr(suspens, "paraitre", pris)
    if vide:
        assert faire(a).deposees == 2
        return
    with pytest.raises(CourriersError) as dit:
        faire(a)
    assert dit.value.code == "DEPOT_EXISTANT"
    assert [f.name for f in (a.parent / "depot").iterdir()] == ["x"]


def test_arrete_avant_son_nom_qu_un_autre_a_pris_depuis_un_depot_ne_perd_aucune_lettre(a, b, tue):
    faire(b)
    assert tue.is_dir()
    assert faire(a, "suivant").deposees == 2
    assert deposees(a) == ["A-1", "B-2"]
    assert restes(a) == []


def test_apparu_puis_remplace_par_un_autre_un_depot_n_est_plus_a_sa_place(a, b, monkeypatch):
    with monkeypatch.context() as casse:
        casse.setattr(module_depot, "_noter", casser)
        with pytest.raises(Panne):
            faire(a)
    shutil.rmtree(a.parent / "depot")
    faire(b)
    repris = faire(a, "suivant")
    assert (repris.deposees, deposees(a)) == (0, ["A-1", "B-2"])
    assert "n’est plus à sa place" in repris.constats[0].message
    assert "--refaire-depot depot" in repris.constats[0].conseil


def test_arrete_pendant_qu_il_se_defait_un_depot_ne_perd_aucune_lettre(a, monkeypatch):
    vraie = shutil.rmtree

    def oter_puis_casser(lieu):
        vraie(lieu)
        raise Panne

    def refuser(*_):
        raise OSError(13, "refus")

    with monkeypatch.context() as casse:
        casse.setattr("pathlib.Path.rename", refuser)
        casse.setattr(suspens.shutil, "rmtree", oter_puis_casser)
        with pytest.raises(Panne):
            faire(a)
    assert (a / suspens.NOM).exists()
    assert faire(a, "suivant").deposees == 2


def test_le_reste_d_un_depot_qui_resiste_est_nomme(a, tue, monkeypatch):
    def refuser(lieu):
        raise PermissionError(13, "refus", str(lieu))

    monkeypatch.setattr(suspens.shutil, "rmtree", refuser)
    with pytest.raises(CourriersError, match="reste d’un dépôt interrompu") as dit:
        faire(a, "suivant")
    assert tue.name in dit.value.message
    assert deposees(a) == []
    fait = purger(a, LONGTEMPS, LENDEMAIN)
    assert [c.lieu.fichier for c in fait.constats] == [str(tue)]
    assert not fait.est_entiere


def test_une_annonce_forgee_n_efface_rien(a, b):
    forgee = f'{{"sortie": "{a.parent.as_posix()}/depot", "provisoire": "b"}}'
    (a / suspens.NOM).write_text(forgee, encoding="utf-8")
    with pytest.raises(CourriersError, match="ne se lit pas"):
        faire(a)
    (dit,) = purger(a, LONGTEMPS, LENDEMAIN).constats
    assert suspens.NOM in dit.message
    assert (b / journal.NOM).exists()


def test_purger_emporte_le_reste_d_un_depot_arrete_et_lui_seul(a, tue):
    (a / f".{suspens.NOM}.1-0123abcd.part").touch()
    vivant = a.parent / ".depot.1-0123abcd.part"
    vivant.mkdir()
    blanc = purger(a, LONGTEMPS, LENDEMAIN, a_blanc=True)
    assert (blanc.annexes, tue.is_dir()) == ([tue], True)
    fait = purger(a, LONGTEMPS, LENDEMAIN)
    assert (fait.annexes, fait.constats, tue.exists()) == ([tue], [], False)
    assert [f.name for f in a.iterdir() if suspens.NOM in f.name] == []
    assert vivant.is_dir()
    assert purger(a, LONGTEMPS, LENDEMAIN).annexes == []
    assert faire(a, "suivant").deposees == 2


def test_purger_nomme_un_depot_entier_que_le_journal_ne_connait_pas(a, monkeypatch):
    with monkeypatch.context() as casse:
        casse.setattr(module_depot, "_noter", casser)
        with pytest.raises(Panne):
            faire(a)
    fait = purger(a, LONGTEMPS, LENDEMAIN)
    assert [c.lieu.fichier for c in fait.constats] == [str(a.parent / "depot")]
    assert (a.parent / "depot" / BORDEREAU).exists()
    assert faire(a, "suivant").deposees == 0
    assert deposees(a) == ["A-1", "B-2"]
