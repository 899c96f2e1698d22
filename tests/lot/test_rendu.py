"""A batch for a program: any cases, any executor, results as they come; nothing global touched."""

import concurrent.futures
import contextlib
import itertools
import json
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from courriers import load_dossier, load_pack, render_batch
from courriers.document.ouvriers import Ouvriers
from courriers.erreurs import PackIntrouvable
from courriers.langue.accords import designation
from courriers.lettre.pack import packs
from courriers.lot.configuration import Configuration
from courriers.lot.evenements import LettreEcrite
from courriers.lot.journal import lire
from courriers.lot.registre import Registre
from courriers.lot.sources import Cas, Place
from courriers.lot.sources import lire as lire_les_sources
from courriers.lot.synthese import ligne_de
from fabrique import JOUR, RACINE, brut, dossier

PACK = load_pack("mise-en-demeure")


def codes(resultats):
    return [r.erreur.code if r.erreur else "" for r in resultats]


def contenu(sortie):
    return {f.relative_to(sortie).as_posix(): f.read_bytes() for f in sortie.rglob("*.*")}


def test_un_dossier_vient_sous_toutes_ses_formes(tmp_path):
    fichier = tmp_path / "c.json"
    fichier.write_text(json.dumps(brut(reference="C")), encoding="utf-8")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "dossier.json").write_text(json.dumps(brut(reference="D")), encoding="utf-8")
    donnes = [
        dossier(reference="A"), brut(reference="B"), fichier, str(tmp_path / "d"),
        Cas(Place(Path("table.csv"), lignes=(2,)), dossier(reference="E")),
    ]  # fmt: skip
    faits = list(render_batch(donnes, "mise-en-demeure", au=JOUR, sortie=tmp_path / "out",
                              formats=("docx",)))  # fmt: skip
    assert codes(faits) == [""] * 5
    assert [r.reference for r in faits] == list("ABCDE")
    assert [str(r.source) for r in faits[:2]] == [
        "dossiers, ligne\u00a01",
        "dossiers, ligne\u00a02",
    ]
    assert sorted(contenu(tmp_path / "out")) == [f"{r}/mise-en-demeure.docx" for r in "ABCDE"]


class Explose(dict):
    def keys(self):
        raise ZeroDivisionError

    __iter__ = keys


def test_un_dossier_fautif_est_un_resultat_jamais_une_exception(tmp_path):
    soi = {}
    soi["debiteur"] = soi
    fautifs = [
        None, 42, object(), [], "", "absent.json", "a\0b.json", Path("/"), {}, {1: 2}, soi,
        Explose(a=1), brut(zorglub=1), brut(reference="../../x", factures=[]),
        brut(version=2), float("nan"), b"{}",
    ]  # fmt: skip
    melange = [x for f in fautifs for x in (f, brut(reference="ok"))]
    faits = list(render_batch(melange, PACK, au=JOUR, sortie=tmp_path, formats=("docx",)))
    assert codes(faits) == ["DOSSIER_INVALIDE", ""] * len(fautifs)
    assert json.dumps([r.as_dict() for r in faits])
    assert all(" " not in r.erreur.message[:1] and r.erreur.message for r in faits[::2])


@pytest.mark.parametrize(
    ("change", "faute"),
    [
        ({"pack": "absent"}, PackIntrouvable),
        ({"pack": []}, ValueError),
        ({"formats": "pdf"}, ValueError),
        ({"formats": ()}, ValueError),
        ({"formats": ("odt",)}, ValueError),
        ({"canal": "pigeon"}, ValueError),
        ({"document": "absent"}, ValueError),
        ({"au": "2026-11-23"}, TypeError),
        ({"avance": 0}, ValueError),
        ({"dossiers": brut()}, TypeError),
        ({"dossiers": dossier()}, TypeError),
        ({"dossiers": "dossier.json"}, TypeError),
    ],
    ids=str,
)
def test_ce_qui_ne_peut_servir_a_aucun_dossier_est_dit_avant_le_premier(tmp_path, change, faute):
    tout = {"dossiers": [], "pack": PACK, "au": JOUR, "sortie": tmp_path / "out", **change}
    with pytest.raises(faute):
        render_batch(tout.pop("dossiers"), tout.pop("pack"), **tout)
    assert not (tmp_path / "out").exists()


@contextlib.contextmanager
def processus(methode):
    contexte = multiprocessing.get_context(methode)
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=contexte) as executeur:
        yield executeur


EXECUTEURS = {
    "fils": lambda: concurrent.futures.ThreadPoolExecutor(3),
    "spawn": lambda: processus("spawn"),
    "forkserver": lambda: processus("forkserver"),
    "Ouvriers": lambda: Ouvriers(2),
}


@pytest.fixture(scope="module")
def temoin(tmp_path_factory):
    """Six cases, one of which is refused, by this process alone."""
    racine = tmp_path_factory.mktemp("temoin")
    donnes = [brut(reference=f"R-{n}") for n in range(6)]
    donnes[2]["cession"] = {"a": "X", "date": "2026-01-01"}
    return donnes, list(render_batch(donnes, PACK, au=JOUR, sortie=racine)), contenu(racine)


@pytest.mark.parametrize("nom", EXECUTEURS)
def test_tout_executeur_ecrit_les_memes_lettres_dans_le_meme_ordre(tmp_path, temoin, nom):
    donnes, seul, fichiers = temoin
    with EXECUTEURS[nom]() as executeur:
        faits = list(render_batch(donnes, PACK, au=JOUR, sortie=tmp_path, executor=executeur))
    assert codes(faits) == codes(seul) == ["", "", "CREANCE_CEDEE", "", "", ""]
    assert contenu(tmp_path) == fichiers
    assert [r.constats for r in faits] == [r.constats for r in seul]
    assert [list(r.sommes.values()) for r in faits] == [list(r.sommes.values()) for r in seul]


def test_les_resultats_ne_portent_pas_d_octets(temoin):
    for resultat in temoin[1]:
        assert resultat.lettre is None or resultat.lettre.documents == {}
        leger = pickle.dumps(resultat.lettre)
        assert b"PK\x03\x04" not in leger
        assert b"%PDF" not in leger


def test_une_suite_sans_fin_est_lue_a_mesure_et_fermee_a_temps(tmp_path):
    lus = itertools.count()
    suite = (brut(reference=f"R-{n}") for n in lus)
    with concurrent.futures.ThreadPoolExecutor(1) as fil:
        resultats = render_batch(suite, PACK, au=JOUR, sortie=tmp_path, executor=fil,
                                 formats=("docx",), avance=4)  # fmt: skip
        premiers = list(itertools.islice(resultats, 10))
        assert [r.reference for r in premiers] == [f"R-{n}" for n in range(10)]
        bloque = threading.Event()
        fil.submit(bloque.wait)
        # Ten were told, four are ahead, the fifteenth made the tenth come.
        assert next(lus) == 14
        resultats.close()
        bloque.set()
    ecrits = contenu(tmp_path)
    assert 10 <= len(ecrits) <= 14
    assert all(octets[:2] == b"PK" for octets in ecrits.values())


def test_fermer_annule_ce_qui_n_est_pas_commence(tmp_path):
    donnes = [brut(reference=f"R-{n}") for n in range(40)]
    with Ouvriers(1) as ouvriers:
        resultats = render_batch(donnes, PACK, au=JOUR, sortie=tmp_path, executor=ouvriers,
                                 avance=30)  # fmt: skip
        assert next(resultats).erreur is None
        resultats.close()
    par_dossier = [sorted(f.suffix for f in d.iterdir()) for d in tmp_path.iterdir()]
    assert 1 <= len(par_dossier) < 20
    assert all(d == [".docx", ".pdf"] for d in par_dossier)


def test_une_suite_qui_tombe_rend_d_abord_ce_qui_etait_commence(tmp_path):
    def suite():
        yield brut(reference="A")
        yield brut(reference="B")
        raise ConnectionError("base de données")

    with Ouvriers(1) as ouvriers:
        resultats = render_batch(suite(), PACK, au=JOUR, sortie=tmp_path, executor=ouvriers)
        assert [next(resultats).reference, next(resultats).reference] == ["A", "B"]
        with pytest.raises(ConnectionError):
            next(resultats)


def test_un_processus_mort_fait_de_chaque_dossier_restant_une_erreur(tmp_path):
    donnes = (brut(reference=f"R-{n}") for n in range(30))
    with processus("spawn") as executeur:
        pid = executeur.submit(os.getpid).result()
        resultats = render_batch(donnes, PACK, au=JOUR, sortie=tmp_path, executor=executeur,
                                 avance=4)  # fmt: skip
        premier = next(resultats)
        os.kill(pid, signal.SIGKILL)
        suite = list(resultats)
    assert premier.erreur is None
    assert len(suite) == 29
    perdus = [r for r in suite if r.erreur]
    assert {r.erreur.code for r in perdus} == {"PROCESSUS_INTERROMPU"}
    assert "s’est arrêté" in perdus[0].erreur.message
    assert suite[10:] == perdus[-19:]  # none begins any more
    for reussi in (r for r in suite if not r.erreur):
        assert all(f.is_file() for f in reussi.fichiers)


def test_un_executeur_ferme_le_dit_pour_chaque_dossier(tmp_path):
    executeur = concurrent.futures.ThreadPoolExecutor(1)
    executeur.shutdown()
    faits = list(render_batch([brut(), brut()], PACK, au=JOUR, sortie=tmp_path, executor=executeur))
    assert codes(faits) == ["PROCESSUS_INTERROMPU"] * 2


def test_plusieurs_packs_la_lettre_due_est_choisie(tmp_path):
    relancee = brut(reference="B", envois=[
        {"niveau": "relance-courtoise", "date": "2026-10-15", "canal": "lettre"}
    ])  # fmt: skip
    donnes = [brut(reference="A"), relancee]
    faits = list(render_batch(donnes, packs(), au=JOUR, sortie=tmp_path, formats=("docx",)))
    assert [r.pack.nom for r in faits] == ["relance-courtoise", "seconde-relance"]
    (nomme,) = render_batch(donnes[:1], ["seconde-relance", "relance-courtoise"], au=JOUR,
                            sortie=tmp_path / "n", formats=("docx",))  # fmt: skip
    assert nomme.pack.nom == "relance-courtoise"


def test_avec_un_registre_rien_ne_part_deux_fois(tmp_path):
    donnes = [brut(reference=r) for r in "AB"]

    def tour():
        with Registre(tmp_path) as registre:
            return list(render_batch(donnes, PACK, au=JOUR, sortie=tmp_path, registre=registre,
                                     formats=("docx",)))  # fmt: skip

    assert [r.deja for r in tour()] == [False, False]
    assert [r.deja for r in tour()] == [True, True]
    assert [e.reference for e in lire(tmp_path) if isinstance(e, LettreEcrite)] == ["A", "B"]


def test_sans_registre_une_lettre_retouchee_est_gardee(tmp_path):
    def tour(**options):
        (fait,) = render_batch([brut()], PACK, au=JOUR, sortie=tmp_path, formats=("docx",),
                               **options)  # fmt: skip
        return fait

    lettre = tour().fichiers[0]
    assert tour().erreur is None
    lettre.write_bytes(b"retouche")
    assert tour().erreur.code == "LETTRE_RETOUCHEE"
    assert lettre.read_bytes() == b"retouche"
    (garde,) = tour(refaire=True).gardes
    assert garde[0] == lettre
    assert garde[1].read_bytes() == b"retouche"


def test_les_images_du_dossier_se_trouvent_d_un_autre_repertoire(tmp_path, monkeypatch):
    """A worker that stands elsewhere; the paths of the case are those of its own folder."""
    monkeypatch.chdir(tmp_path)
    Path("ici").mkdir()
    logo = next((RACINE / "samples").rglob("*.png"))
    Path("ici/logo.png").write_bytes(logo.read_bytes())
    Path("ici/dossier.json").write_text(
        json.dumps(brut(creancier={"logo": "logo.png"})), encoding="utf-8"
    )
    with Ouvriers(1) as ouvriers:
        ouvriers.submit(os.chdir, "/").result()
        (fait,) = render_batch(["ici"], PACK, au=JOUR, sortie="out", executor=ouvriers)
    assert fait.erreur is None
    assert [str(c.code) for c in fait.constats if c.code == "IMAGE_ILLISIBLE"] == []
    assert fait.fichiers[0].is_relative_to(tmp_path / "out")


GLOBAL = """
import decimal, gc, json, locale, logging, os, pathlib, signal, socket, sys, threading
import warnings
from datetime import date

def etat():
    return {
        "locale": locale.setlocale(locale.LC_ALL),
        "decimal": repr(decimal.getcontext()),
        "decimal par défaut": repr(decimal.DefaultContext),
        "cwd": os.getcwd(),
        "journaux": [repr(h) for h in logging.getLogger().handlers],
        "niveau": [logging.getLogger().level, logging.root.manager.disable],
        "classe": repr(logging.getLoggerClass()),
        "signaux": [repr(signal.getsignal(s)) for s in signal.valid_signals()],
        "gc": [gc.isenabled(), gc.get_threshold(), gc.get_freeze_count(), len(gc.callbacks)],
        "avertissements": [repr(f) for f in warnings.filters],
        "affichage": repr(warnings.showwarning),
        "environ": dict(os.environ),
        "umask": [os.umask(0o22), os.umask(0o22)][1],
        "recursion": sys.getrecursionlimit(),
        "entiers": sys.get_int_max_str_digits(),
        "excepthook": [repr(sys.excepthook), repr(threading.excepthook)],
        "sorties": [repr(sys.stdout), repr(sys.stderr)],
        "delai": socket.getdefaulttimeout(),
        "fils": threading.active_count(),
        "chemin": sys.path,
    }

decimal.getcontext().prec = 9
decimal.getcontext().rounding = decimal.ROUND_UP
decimal.getcontext().traps[decimal.Inexact] = False
gc.set_threshold(123, 7, 7)
signal.signal(signal.SIGTERM, lambda *_: None)
avant = etat()
from courriers import render_batch
from courriers.document.ouvriers import Ouvriers
dossiers = json.loads(sys.argv[1])
sortie = pathlib.Path(sys.argv[2])
def rendre(nom, executeur):
    (fait,) = render_batch(dossiers, "mise-en-demeure", au=date(2026, 11, 23), sortie=sortie / nom,
                           executor=executeur)
    assert fait.erreur is None, fait.erreur
    return [f.read_bytes() for f in fait.fichiers]
seul = rendre("seul", None)
with Ouvriers(1) as ouvriers:
    assert rendre("ouvriers", ouvriers) == seul
apres = etat()
print(json.dumps({n: [avant[n], apres[n]] for n in avant if avant[n] != apres[n]}, default=repr))
"""


def test_rien_de_global_n_est_touche(tmp_path):
    """A program of its own: what is imported on first use is held to it too."""
    fait = subprocess.run(  # noqa: S603
        [sys.executable, "-c", GLOBAL, json.dumps([brut()]), str(tmp_path)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert fait.returncode == 0, fait.stderr
    assert json.loads(fait.stdout) == {}
    assert fait.stderr == ""


def test_deux_lots_a_la_fois_ne_se_melent_pas(tmp_path):
    """Two tenants in two threads, each with its own pack and folder."""
    autre = load_pack("relance-courtoise")
    barriere = threading.Barrier(2)

    def rendre(pack, nom):
        barriere.wait(10)
        donnes = [brut(reference=f"{nom}-{n}") for n in range(4)]
        return list(render_batch(donnes, pack, au=JOUR, sortie=tmp_path / nom, formats=("docx",)))

    with concurrent.futures.ThreadPoolExecutor(2) as fils:
        a, b = fils.submit(rendre, PACK, "a"), fils.submit(rendre, autre, "b")
        assert {r.pack.nom for r in a.result()} == {"mise-en-demeure"}
        assert {r.pack.nom for r in b.result()} == {"relance-courtoise"}
    assert sorted(contenu(tmp_path / "a")) == [f"a-{n}/mise-en-demeure.docx" for n in range(4)]
    assert sorted(contenu(tmp_path / "b")) == [f"b-{n}/relance-courtoise.docx" for n in range(4)]


def test_le_disque_plein_arrete_le_lot(tmp_path, monkeypatch):
    from courriers import CourriersError
    from courriers.lot import ensemble

    def plein(chemin, _):
        raise OSError(28, "plein", str(chemin))

    monkeypatch.setattr(ensemble, "ecrire_atomiquement", plein)
    resultats = render_batch([brut(), brut()], PACK, au=JOUR, sortie=tmp_path, formats=("docx",))
    with pytest.raises(CourriersError, match="Le lot s’arrête") as arret:
        next(resultats)
    assert arret.value.code == "DISQUE_PLEIN"


def test_le_nom_public_et_ses_types():
    assert load_dossier(brut()).reference == "T-1"
    depart = time.monotonic()
    assert list(render_batch(iter([]), PACK, au=JOUR, sortie="nulle-part")) == []
    assert time.monotonic() - depart < 5
    assert not Path("nulle-part").exists()


def test_un_dossier_refuse_garde_la_reference_et_le_nom_qui_s_y_lisent(tmp_path):
    faux = {**brut(reference="A-1"), "devise": "EURO"}
    (tmp_path / "a.json").write_text(json.dumps(faux), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(json.dumps(faux), encoding="utf-8")
    (ligne,) = lire_les_sources([tmp_path / "a.jsonl"], Configuration())
    donnes = [faux, tmp_path / "a.json", ligne, {**faux, "reference": 12, "debiteur": ["x"]}]
    faits = list(render_batch(donnes, PACK, au=JOUR, sortie=tmp_path / "lettres"))
    nom = designation(load_dossier(brut()).debiteur)
    assert [(f.reference, f.debiteur) for f in faits] == [*[("A-1", nom)] * 3, ("", "")]
    assert [ligne_de(f).debiteur for f in faits] == [nom, nom, nom, ""]
    assert [ligne_de(f).reference for f in faits] == ["A-1", "A-1", "A-1", ""]
