"""A run stopped anywhere is begun again: nothing is lost, nothing is written twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from courriers.erreurs import CourriersError
from courriers.lettre.pack import load_pack, packs
from courriers.lot.evenements import LettreEcrite
from courriers.lot.execution import produire
from courriers.lot.journal import NOM, lire
from courriers.lot.memoire import Memoire
from courriers.lot.registre import Registre
from courriers.lot.sources.dossiers import lire as lire_dossiers
from fabrique import JOUR, RACINE, brut

LETTRES = 30
PACK = load_pack("mise-en-demeure")
COUPE = """
import os, pathlib, signal, sys
if os.environ.get("COUPE") and "etabli" in " ".join(sys.orig_argv):
    reste = int(os.environ["COUPE"])
    def mourir(appel):
        def autre(*arguments, **options):
            global reste
            reste -= 1
            if not reste:
                os.kill(os.getppid(), signal.SIGKILL)
                os._exit(9)
            return appel(*arguments, **options)
        return autre
    os.fsync = mourir(os.fsync)
    pathlib.Path.replace = mourir(pathlib.Path.replace)
"""
"""A ``sitecustomize``: the n-th write of a worker kills the whole run, inside that write."""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    fichier = tmp_path_factory.mktemp("source") / "lot.jsonl"
    lignes = [json.dumps(brut(reference=f"R-{n}")) for n in range(LETTRES)]
    fichier.write_text("\n".join(lignes), encoding="utf-8")
    fichier.with_name("sitecustomize.py").write_text(COUPE, encoding="utf-8")
    return fichier


def commande(source, sortie, travaux):
    return [
        sys.executable, "-m", "courriers", "produire", str(source), "--pack", "mise-en-demeure",
        "--au", JOUR.isoformat(), "--format", "docx", "-o", str(sortie),
        "--travaux", str(travaux),
    ]  # fmt: skip


def lancer(source, sortie, coupe=0, travaux=2):
    milieu = dict(os.environ)
    if coupe:
        milieu |= {"COUPE": str(coupe), "PYTHONPATH": os.pathsep.join(
            [str(source.parent), *filter(None, [milieu.get("PYTHONPATH")])]
        )}  # fmt: skip
    return subprocess.run(  # noqa: S603
        commande(source, sortie, travaux), text=True, encoding="utf-8", check=False, cwd=RACINE,
        env=milieu, stdout=subprocess.DEVNULL,
        # Not a pipe: the workers that a dead run leaves hold its end open.
        stderr=subprocess.DEVNULL if coupe else subprocess.PIPE,
    )  # fmt: skip


def contenu(sortie):
    """Every file that is not being written, by its name."""
    return {
        f.relative_to(sortie).as_posix(): f.read_bytes()
        for f in sorted(sortie.rglob("*"))
        if f.is_file() and not f.name.startswith(".")
    }


@pytest.fixture(scope="module")
def entier(source, tmp_path_factory):
    sortie = tmp_path_factory.mktemp("entier")
    assert lancer(source, sortie).returncode == 0
    faits = contenu(sortie)
    assert len(faits) == LETTRES + 3  # the journal and the two files of the summary
    return faits


@pytest.mark.parametrize("graine", range(5))
def test_tue_trente_fois_le_lot_finit_le_meme_octet_pour_octet(source, entier, tmp_path, graine):
    """Six deaths a seed: three inside writes, three at random moments."""
    alea, nombres = random.Random(graine), []  # noqa: S311
    for rang in range(6):
        travaux = 1 + (graine + rang // 2) % 2  # each kind of death, with one worker and with two
        if rang % 2:
            enfant = subprocess.Popen(  # noqa: S603
                commande(source, tmp_path, travaux),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            voulu = len(contenu(tmp_path)) + alea.randint(1, 4)
            while len(contenu(tmp_path)) < voulu and enfant.poll() is None:
                time.sleep(0.002)
            time.sleep(alea.uniform(0, 0.01))
            enfant.kill()
            enfant.wait()
        else:
            tue = lancer(source, tmp_path, coupe=alea.randint(1, 9), travaux=travaux)
            assert tue.returncode == -signal.SIGKILL
        presents = contenu(tmp_path)
        nombres.append(len(presents))
        assert all(entier[nom] == octets for nom, octets in presents.items() if nom != NOM)
    print("fichiers à chaque arrêt :", nombres)  # noqa: T201
    assert nombres == sorted(nombres)
    fini = lancer(source, tmp_path)
    assert fini.returncode == 0, fini.stderr
    apres = contenu(tmp_path)
    assert {n: o for n, o in apres.items() if n != NOM} == {
        n: o for n, o in entier.items() if n != NOM
    }
    ecrites = {e.reference: e for e in lire(tmp_path) if isinstance(e, LettreEcrite)}
    voulues = {
        e.reference: e for e in map(LettreEcrite.model_validate_json, entier[NOM].splitlines())
    }
    assert ecrites == voulues


def cas(*references, **changements):
    return [c for r in references for c in lire_dossiers_de(brut(reference=r, **changements))]


def lire_dossiers_de(mapping):
    from courriers.dossier import load_dossier
    from courriers.lot.sources import Cas, Place

    return [Cas(Place(Path(f"{mapping['reference']}.json")), load_dossier(mapping))]


def ecrire(sortie, les_cas, pack=PACK, au=JOUR, **options):
    with Registre(sortie, a_blanc=options.get("a_blanc", False)) as registre:
        return list(produire(
            les_cas, pack, au, sortie, registre=registre,
            **{"refaire": False, "formats": ("docx",), **options},
        ))  # fmt: skip


def codes(resultats):
    return [r.erreur.code if r.erreur else ("deja" if r.deja else "ecrite") for r in resultats]


def test_la_meme_commande_ne_refait_que_ce_qui_manque(tmp_path):
    assert codes(ecrire(tmp_path, cas("A", "B"))) == ["ecrite", "ecrite"]
    (tmp_path / "A/mise-en-demeure.docx").unlink()
    assert codes(ecrire(tmp_path, cas("A", "B", "C"))) == ["ecrite", "deja", "ecrite"]
    assert codes(ecrire(tmp_path, cas("a", "B", "C"))) == ["LETTRE_A_REFAIRE", "deja", "deja"]


def test_une_lettre_retouchee_est_gardee_sauf_si_on_le_demande(tmp_path):
    ecrire(tmp_path, cas("A"))
    lettre = tmp_path / "A/mise-en-demeure.docx"
    lettre.write_bytes(lettre.read_bytes() + b"retouche")
    assert codes(ecrire(tmp_path, cas("A"))) == ["LETTRE_RETOUCHEE"]
    assert lettre.read_bytes().endswith(b"retouche")
    (tmp_path / NOM).unlink()  # even when nothing says who wrote it
    assert codes(ecrire(tmp_path, cas("A"))) == ["LETTRE_RETOUCHEE"]
    assert codes(ecrire(tmp_path, cas("A"), refaire=True)) == ["ecrite"]
    assert not lettre.read_bytes().endswith(b"retouche")


def test_un_dossier_change_le_meme_jour_demande_de_refaire(tmp_path):
    ecrire(tmp_path, cas("A"))
    change = cas("A", conditions={"fondement": "devis du 3 mars 2026"})
    assert codes(ecrire(tmp_path, change)) == ["LETTRE_A_REFAIRE"]
    assert codes(ecrire(tmp_path, change, refaire=True)) == ["ecrite"]
    assert codes(ecrire(tmp_path, change)) == ["deja"]


def test_une_etape_n_est_pas_envoyee_deux_fois_ni_deux_lettres_le_meme_jour(tmp_path):
    ecrire(tmp_path, cas("A"))
    lendemain = date(2026, 11, 24)
    assert codes(ecrire(tmp_path, cas("A"), au=lendemain)) == ["ETAPE_DEJA_FAITE"]
    autre = load_pack("relance-courtoise")
    assert codes(ecrire(tmp_path, cas("A"), autre, canal="lettre")) == ["ecrite"]
    seconde = load_pack("seconde-relance")
    assert codes(ecrire(tmp_path, cas("A"), seconde, canal="lettre")) == [
        "DEUX_LETTRES_LE_MEME_JOUR"
    ]


def test_deux_dossiers_d_une_meme_reference_ne_font_pas_deux_lettres(tmp_path):
    doubles = cas("A", "a", "B")
    assert codes(ecrire(tmp_path, doubles)) == ["ecrite", "REFERENCE_DOUBLE", "ecrite"]


def test_un_debiteur_doit_a_deux_creanciers_deux_lettres_chacune_a_son_histoire(tmp_path):
    autre = {"denomination": "Autre Créancier", "siren": "793401266", "rcs": "Lyon"}
    deux = [*cas("A"), *cas("A", creancier=autre)]
    assert codes(ecrire(tmp_path, deux)) == ["ecrite", "ecrite"]
    assert {f.parent.name for f in tmp_path.rglob("*.docx")} == {"A", "A-2"}
    assert codes(ecrire(tmp_path, deux)) == ["deja", "deja"]
    with Memoire([tmp_path]) as memoire:
        assert memoire.lettres == 2
        for lu in deux:
            assert len(memoire.completer(lu.dossier, date(2027, 1, 1)).envois) == len(
                lu.dossier.envois
            ) + 1  # fmt: skip


def test_le_lot_automatique_se_reprend_de_meme(tmp_path):
    tous = packs()
    les_cas = cas("A", "B", envois=[])
    assert codes(ecrire(tmp_path, les_cas, tous)) == ["ecrite", "ecrite"]
    assert codes(ecrire(tmp_path, les_cas, tous)) == ["deja", "deja"]


def test_a_blanc_compose_et_n_ecrit_rien(tmp_path):
    (fait,) = ecrire(tmp_path, cas("A"), a_blanc=True)
    assert fait.lettre.somme > 0
    assert fait.fichiers == ()
    assert list(tmp_path.iterdir()) == []


def test_un_journal_illisible_arrete_avant_la_premiere_lettre(tmp_path):
    (tmp_path / NOM).mkdir()
    with pytest.raises(CourriersError), Memoire([tmp_path / NOM]):
        pass
    assert lire_dossiers([], None) is not None


def test_ctrl_c_arrete_net_et_dit_comment_reprendre(source, entier, tmp_path):
    enfant = subprocess.Popen(  # noqa: S603
        commande(source, tmp_path, 2), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    while len(contenu(tmp_path)) < 5 and enfant.poll() is None:
        time.sleep(0.005)
    enfant.send_signal(signal.SIGINT)
    _, dit = enfant.communicate(timeout=60)
    assert enfant.returncode == 130
    assert "la même commande reprend la suite" in dit
    assert "Traceback" not in dit
    restes = list(tmp_path.rglob(".*.part"))
    assert len(contenu(tmp_path)) < len(entier)
    assert lancer(source, tmp_path).returncode == 0
    assert {n: o for n, o in contenu(tmp_path).items() if n != NOM} == {
        n: o for n, o in entier.items() if n != NOM
    }
    assert not any(f.exists() for f in restes)
