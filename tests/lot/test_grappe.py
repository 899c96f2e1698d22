"""A real Dask cluster on this machine: a worker killed in the middle; clusters that are unfit."""

import concurrent.futures
import contextlib
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from courriers import load_pack, render_batch
from courriers.document.etabli import preparer
from courriers.erreurs import CourriersError
from courriers.lot.evenements import LettreEcrite
from courriers.lot.grappe import Grappe, acces, grappe
from courriers.lot.journal import NOM, lire
from courriers.lot.registre import Registre
from fabrique import JOUR, RACINE, brut

LETTRES = 40
PACK = load_pack("mise-en-demeure")


@contextlib.contextmanager
def cluster(ouvriers=2):
    """A worker that is killed is told of by Dask: not on the screen of the tests."""
    with LocalCluster(
        n_workers=ouvriers, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0",
        host="127.0.0.1", silence_logs=logging.CRITICAL,
    ) as local:  # fmt: skip
        yield local


@pytest.fixture(scope="module")
def local():
    with cluster() as fait:
        yield fait


@pytest.fixture
def client(local):
    with Client(local.scheduler_address, set_as_default=False) as ouvert:
        ouvert.wait_for_workers(2, timeout=30)
        yield ouvert


@pytest.fixture(scope="module")
def seul(tmp_path_factory):
    """The same letters, by this process alone, and its journal."""
    sortie = tmp_path_factory.mktemp("seul")
    return contenu(sortie, ecrire(sortie, None))


def les_cas():
    fautif = brut(reference="R-7", cession={"a": "X", "date": "2026-01-01"})
    return [fautif if n == 7 else brut(reference=f"R-{n}") for n in range(LETTRES)]


def ecrire(sortie, executeur, au_dixieme=lambda: None):
    with Registre(sortie) as registre:
        resultats = []
        for resultat in render_batch(les_cas(), PACK, au=JOUR, sortie=sortie, executor=executeur,
                                     registre=registre):  # fmt: skip
            resultats.append(resultat)
            if len(resultats) == 10:
                au_dixieme()
    return resultats


def contenu(sortie, resultats):
    fichiers = {f.relative_to(sortie).as_posix(): f.read_bytes() for f in sortie.rglob("*.*")}
    journal = fichiers.pop(NOM).splitlines()
    fichiers.pop(".courriers.lock", None)
    return fichiers, journal, [r.erreur and r.erreur.code for r in resultats]


def test_un_ouvrier_tue_au_milieu_ne_change_pas_un_octet(client, local, seul, tmp_path):
    with grappe(local.scheduler_address, tmp_path) as executeur:
        pids, ecrits = list(client.run(os.getpid).values()), []

        def tuer():
            os.kill(pids[0], signal.SIGKILL)
            ecrits.extend(tmp_path.rglob("*.pdf"))

        faits = ecrire(tmp_path, executeur, tuer)
        assert 9 <= len(ecrits) < LETTRES - 5  # in the middle
        assert pids[0] not in client.run(os.getpid).values()
    fichiers, journal, codes = contenu(tmp_path, faits)
    assert fichiers == seul[0]
    assert journal == seul[1]
    assert codes == seul[2]
    assert len(fichiers) == 2 * (LETTRES - 1)
    ecrites = [e.reference for e in lire(tmp_path) if isinstance(e, LettreEcrite)]
    assert ecrites == [f"R-{n}" for n in range(LETTRES) if n != 7]


def test_chaque_ouvrier_travaille_et_rien_ne_reste_apres(client, local, tmp_path):
    with grappe(local.scheduler_address, tmp_path) as executeur:
        ecrire(tmp_path, executeur)
        poses = client.run(lambda dask_worker: [p for p in dask_worker.plugins if "courriers" in p])
        assert [len(p) for p in poses.values()] == [2, 2]  # the place, and what letters share
        pids = client.run(enfants)
        assert all(pids.values())
    poses = client.run(lambda dask_worker: [p for p in dask_worker.plugins if "courriers" in p])
    assert list(poses.values()) == [[], []]
    assert not any(client.run(enfants).values())
    assert not list(tmp_path.glob(".sonde*"))


def enfants():
    """The processes that make the letters of this worker."""
    trouves = []
    for commande in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            parent = re.search(r"\) . (\d+)", commande.with_name("stat").read_text())[1]
            if "etabli" in commande.read_text() and int(parent) == os.getpid():
                trouves.append(parent)
    return trouves


def test_l_executeur_de_dask_lui_meme_suffit(client, tmp_path, seul):
    faits = ecrire(tmp_path, client.get_executor(pure=False))
    assert contenu(tmp_path, faits)[0] == seul[0]


def test_un_travail_trop_long_est_arrete_et_le_suivant_marche(local, tmp_path):
    with grappe(local.scheduler_address, tmp_path, delai=1.0) as executeur:
        lent = executeur.submit(time.sleep, 60)
        faute = lent.exception(timeout=60)
        assert isinstance(faute, CourriersError)
        assert faute.code == "DELAI_DEPASSE"
        assert executeur.submit(divmod, 7, 2).result(timeout=60) == (3, 1)
        annule = executeur.submit(time.sleep, 60)
        assert annule.cancel()
    with pytest.raises(RuntimeError):
        executeur.submit(divmod, 7, 2)


def test_ce_que_tous_partagent_traverse_une_fois(local, tmp_path):
    with grappe(local.scheduler_address, tmp_path) as executeur:
        gros = b"x" * 100_000
        recus = [executeur.submit(len, gros) for _ in range(5)]
        assert [r.result(timeout=60) for r in recus] == [100_000] * 5
        assert len(executeur._poses) == 2


def test_un_refus_n_est_ecrit_dans_aucun_journal_d_ouvrier(client, local, tmp_path):
    """Dask notes what a task raises, its arguments too: both name people."""
    with grappe(local.scheduler_address, tmp_path) as executeur:
        (fait,) = render_batch([les_cas()[7]], PACK, au=JOUR, sortie=tmp_path, executor=executeur)
        assert fait.erreur.code == "CREANCE_CEDEE"
    assert all("Belledonne" not in str(journal) for journal in client.get_worker_logs().values())


def test_un_ordonnanceur_disparu_fait_de_chaque_lettre_une_erreur(tmp_path):
    with cluster(1) as mourant, contextlib.ExitStack() as pile:
        executeur = pile.enter_context(grappe(mourant.scheduler_address, tmp_path, patience=5))
        resultats = render_batch(les_cas(), PACK, au=JOUR, sortie=tmp_path, executor=executeur)
        assert next(resultats).erreur is None
        mourant.close()
        codes = [r.erreur.code for r in resultats if r.erreur]
    assert set(codes) <= {"PROCESSUS_INTERROMPU", "CREANCE_CEDEE"}
    assert codes.count("PROCESSUS_INTERROMPU") > LETTRES / 2


def test_beaucoup_de_travail_voyage_groupe_et_chacun_garde_son_sort(local, tmp_path):
    with grappe(local.scheduler_address, tmp_path) as executeur:
        confies = [executeur.submit(divmod, n, n % 10) for n in range(400)]
        for n, confie in enumerate(confies):
            if n % 10:
                assert confie.result(timeout=60) == divmod(n, n % 10)
            else:
                assert isinstance(confie.exception(timeout=60), ZeroDivisionError)
        ordre = executeur._confies
        assert ordre == 0
        tard = [executeur.submit(time.sleep, 0.2) for _ in range(40)]
        annules = [t.cancel() for t in tard]
        assert any(annules)
        for confie, annule in zip(tard, annules, strict=True):
            if annule:
                with pytest.raises(concurrent.futures.CancelledError):
                    confie.result(timeout=60)
        assert executeur.submit(divmod, 7, 2).result(timeout=60) == (3, 1)


def port_libre():
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


@pytest.mark.parametrize(
    ("adresse", "dit"),
    [
        ("tcp://127.0.0.1:{port}", "ne répond pas"),
        ("127.0.0.1:{port}", "ne répond pas"),
        ("tcp://hote-qui-n-existe-pas.invalid:8786", "ne répond pas"),
        ("absent.json", "il n’existe pas"),
        ("", "n’est ni une adresse"),
        ("a\0b", "n’est"),
        ("{tmp}", "un répertoire"),
        ("{tmp}/texte", "pas un fichier d’ordonnanceur"),
        ("{tmp}/liste", "pas un fichier d’ordonnanceur"),
        ("{tmp}/nombre", "pas un fichier d’ordonnanceur"),
        ("{tmp}/binaire", "pas un fichier d’ordonnanceur"),
        ("{tmp}/mort", "ne répond pas"),
    ],
)
def test_une_adresse_ou_rien_ne_repond_est_dite_vite(tmp_path, adresse, dit):
    port = port_libre()
    for nom, texte in (("texte", "bonjour"), ("liste", "[1]"), ("nombre", '{"address": 3}'),
                       ("mort", json.dumps({"address": f"tcp://127.0.0.1:{port}"}))):  # fmt: skip
        (tmp_path / nom).write_text(texte, encoding="utf-8")
    (tmp_path / "binaire").write_bytes(b"\xff\xfe\0")
    depart = time.monotonic()
    with (
        pytest.raises(CourriersError) as refus,
        grappe(adresse.format(port=port, tmp=tmp_path), tmp_path / "out", patience=1),
    ):
        raise AssertionError("nul ne devait répondre")
    assert time.monotonic() - depart < 8
    assert refus.value.code == "GRAPPE_INJOIGNABLE"
    assert dit in refus.value.message
    assert not (tmp_path / "out").exists()


def test_ce_qui_ecoute_sans_etre_dask_est_dit(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as muet:
        adresse = f"tcp://127.0.0.1:{muet.getsockname()[1]}"
        with pytest.raises(CourriersError) as refus, grappe(adresse, tmp_path, patience=1):
            raise AssertionError("nul ne devait répondre")
    assert refus.value.code == "GRAPPE_INJOIGNABLE"


def test_une_grappe_sans_ouvrier_est_dite(tmp_path):
    with (
        cluster(0) as vide,
        pytest.raises(CourriersError, match="aucun ouvrier") as refus,
        grappe(vide.scheduler_address, tmp_path, patience=1),
    ):
        pass
    assert refus.value.code == "GRAPPE_INJOIGNABLE"


def test_un_ouvrier_fige_est_dit(tmp_path):
    with cluster(1) as fige, Client(fige.scheduler_address, set_as_default=False) as regard:
        (pid,) = regard.run(os.getpid).values()
        os.kill(pid, signal.SIGSTOP)
        try:
            with (
                pytest.raises(CourriersError, match="ne répond pas en 2") as refus,
                grappe(fige.scheduler_address, tmp_path, patience=2),
            ):
                pass
        finally:
            os.kill(pid, signal.SIGCONT)
    assert refus.value.code == "GRAPPE_INJOIGNABLE"
    assert not list(tmp_path.glob(".sonde*"))


def test_un_ouvrier_d_une_autre_version_est_refuse(local, tmp_path, monkeypatch):
    monkeypatch.setattr(acces, "__version__", "99.0")
    with (
        pytest.raises(CourriersError, match=r"et non 99\.0") as refus,
        grappe(local.scheduler_address, tmp_path),
    ):
        pass
    assert refus.value.code == "GRAPPE_AUTRE_VERSION"


def test_un_ouvrier_sans_courriers_est_refuse(local, tmp_path, monkeypatch):
    """A function of a module it does not have, as any of ours would be there."""
    inconnue = type("F", (), {"__reduce__": lambda _: (__import__, ("module_absent",))})()
    monkeypatch.setattr(acces, "repondre", inconnue)
    with (
        pytest.raises(CourriersError, match="aucune qui convienne") as refus,
        grappe(local.scheduler_address, tmp_path),
    ):
        pass
    assert refus.value.code == "GRAPPE_AUTRE_VERSION"


@pytest.mark.skipif(sys.platform != "linux", reason="un répertoire propre à chaque processus")
def test_un_ouvrier_qui_ne_voit_pas_le_disque_est_refuse(client, local, tmp_path, monkeypatch):
    """/proc/self/cwd is another folder for each process, as a local disk is for each machine."""
    ici, la = tmp_path / "ici", tmp_path / "là"
    ici.mkdir()
    la.mkdir()
    monkeypatch.chdir(ici)
    avant = client.run(os.getcwd)
    client.run(os.chdir, str(la))
    try:
        with (
            pytest.raises(CourriersError, match="ne voit pas") as refus,
            grappe(local.scheduler_address, Path("/proc/self/cwd/out")),
        ):
            pass
        assert refus.value.code == "GRAPPE_SANS_DISQUE"
    finally:
        client.run(os.chdir, next(iter(avant.values())))
    assert list((ici / "out").iterdir()) == []


def test_une_sortie_ou_l_on_ne_peut_ecrire_est_dite(local, tmp_path):
    (tmp_path / "out").write_text("un fichier", encoding="utf-8")
    with pytest.raises(CourriersError) as refus, grappe(local.scheduler_address, tmp_path / "out"):
        pass
    assert refus.value.code == "ECRITURE_IMPOSSIBLE"


def commande(*arguments, cwd):
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "courriers", "produire", *map(str, arguments)], cwd=cwd,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_produire_par_une_grappe_ecrit_ce_qu_une_machine_ecrit(local, tmp_path):
    """From a folder that is not the workers’, by the scheduler file."""
    (tmp_path / "lot.jsonl").write_text("\n".join(map(json.dumps, les_cas()[:3])), "utf-8")
    (tmp_path / "ordonnanceur.json").write_text(
        json.dumps({"address": local.scheduler_address}), encoding="utf-8"
    )
    commun = ["lot.jsonl", "--pack", "mise-en-demeure", "--au", JOUR.isoformat()]
    ici = commande(*commun, "-o", "ici", cwd=tmp_path)
    par = commande(*commun, "-o", "grappe", "--grappe", "ordonnanceur.json", cwd=tmp_path)
    assert (ici.returncode, par.returncode) == (0, 0), par.stderr
    un, autre = (
        {f.relative_to(tmp_path / d).as_posix(): f.read_bytes() for f in (tmp_path / d).rglob("*.*")
         if f.name != "synthese.xlsx"}
        for d in ("ici", "grappe")
    )  # fmt: skip
    assert sum(nom.endswith(".pdf") for nom in un) == 4
    assert autre == un
    blanc = commande(*commun, "-o", "blanc", "--a-blanc", "--grappe", local.scheduler_address,
                     cwd=tmp_path)  # fmt: skip
    assert blanc.returncode == 0, blanc.stderr
    assert not (tmp_path / "blanc").exists()


def test_travaux_et_grappe_ensemble_sont_une_erreur_d_usage(tmp_path):
    fait = commande(RACINE / "samples/societe-a-societe", "--pack", "mise-en-demeure", "--travaux",
                    2, "--grappe", "tcp://127.0.0.1:1", cwd=tmp_path)  # fmt: skip
    assert fait.returncode == 2
    assert "--travaux" in fait.stderr
    assert list(tmp_path.rglob("*.docx")) == []


def test_une_grappe_injoignable_est_dite_sans_trace(tmp_path):
    fait = commande(RACINE / "samples/societe-a-societe", "--pack", "mise-en-demeure", "--au",
                    JOUR.isoformat(), "--grappe", f"tcp://127.0.0.1:{port_libre()}",
                    cwd=tmp_path)  # fmt: skip
    assert fait.returncode == 1
    assert "L’ordonnanceur Dask ne répond pas" in fait.stderr
    assert "Traceback" not in fait.stderr


def test_la_preparation_du_pdf_se_demande_a_un_ouvrier(local, tmp_path):
    with grappe(local.scheduler_address, tmp_path) as executeur:
        assert isinstance(executeur, Grappe)
        assert isinstance(executeur, concurrent.futures.Executor)
        assert executeur.submit(preparer).result(timeout=60) is None
        assert threading.active_count() < 40
