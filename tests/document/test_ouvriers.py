"""Worker processes: a limit of time, one failure for one job, nothing left behind."""

import operator
import os
import signal
import subprocess
import sys
import time

import pytest

from courriers.document.ouvriers import Ouvriers
from courriers.document.pdf import Pdf, convertir
from courriers.erreurs import CourriersError, DelaiDepasse, FichierWordInvalide
from fabrique import docx, p


def vit(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def attendre_la_fin(pid):
    limite = time.monotonic() + 20
    while vit(pid) and time.monotonic() < limite:
        time.sleep(0.02)
    return not vit(pid)


def test_un_travail_trop_long_est_tue_et_le_suivant_marche():
    with Ouvriers(1, delai=0.3) as ouvriers:
        pid = ouvriers.submit(os.getpid).result()
        lent, suivant = ouvriers.submit(time.sleep, 60), ouvriers.submit(os.getpid)
        with pytest.raises(DelaiDepasse, match="plus de 0,3 s") as refus:
            lent.result()
        assert (refus.value.code, refus.value.conseil[-8:]) == ("DELAI_DEPASSE", "--delai.")
        assert suivant.result() != pid
        assert not vit(pid)


def test_un_processus_mort_ne_perd_que_son_travail():
    with Ouvriers(1) as ouvriers:
        mort, suivant = ouvriers.submit(signal.raise_signal, 9), ouvriers.submit(os.getpid)
        with pytest.raises(CourriersError, match="signal 9") as refus:
            mort.result()
        assert refus.value.code == "PROCESSUS_INTERROMPU"
        pid = suivant.result()
        os.kill(pid, signal.SIGKILL)  # idle, it takes no job with it
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert ouvriers.submit(operator.add, 1, 2).result() == 3


def test_un_processus_est_remplace_apres_tant_de_travaux():
    with Ouvriers(1, recyclage=2) as ouvriers:
        pids = [ouvriers.submit(os.getpid).result() for _ in range(3)]
        assert pids[0] == pids[1] != pids[2]
        assert not vit(pids[0])


def test_les_exceptions_passent_entieres():
    with Ouvriers(1) as ouvriers:
        faute = ouvriers.submit(convertir, b"rien").exception()
        with pytest.raises(FichierWordInvalide) as temoin:
            convertir(b"rien")
        assert type(faute) is FichierWordInvalide
        assert faute.as_dict() == temoin.value.as_dict()
        autre = ouvriers.submit(divmod, 1, 0).exception()
        assert type(autre) is ZeroDivisionError
        assert "etabli.py" in autre.__notes__[0]
        assert "lambda" in str(ouvriers.submit(eval, "lambda: 1").exception())
        # What a job prints is not taken for its answer.
        assert ouvriers.submit(os.write, 1, b"\x80\x04N.").result() == 4


def test_deux_processus_font_chacun_leur_pdf():
    lettres = [docx(p(f"Lettre {n}") * n) for n in (1, 60, 2)]
    with Ouvriers(2) as ouvriers:
        faits = [ouvriers.submit(convertir, docx=lettre) for lettre in lettres]
        rendus = [f.result() for f in faits]
        assert all(isinstance(r, Pdf) for r in rendus)
        assert [r.octets for r in rendus] == [convertir(lettre).octets for lettre in lettres]
        assert len(ouvriers._vivants) == 2


def test_aucun_processus_avant_le_premier_travail_ni_apres_la_fin():
    with Ouvriers(4) as ouvriers:
        assert ouvriers._vivants == set()
        pid = ouvriers.submit(os.getpid).result()
        assert len(ouvriers._vivants) == 1
    assert not vit(pid)
    with pytest.raises(RuntimeError):
        ouvriers.submit(os.getpid)


def test_une_interruption_tue_le_travail_en_cours_et_annule_les_autres():
    faits = []

    def interrompu():
        with Ouvriers(1) as ouvriers:
            faits.append(ouvriers.submit(os.getpid))
            faits[0].result()
            faits.extend(ouvriers.submit(time.sleep, 60) for _ in range(3))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrompu()
    assert not vit(faits[0].result())
    assert all(f.cancelled() or f.exception() for f in faits[1:])


@pytest.mark.parametrize("options", [{"nombre": 0}, {"delai": 0}, {"recyclage": 0}])
def test_une_limite_nulle_est_refusee(options):
    with pytest.raises(ValueError, match=r"."):
        Ouvriers(**options)


SANS_GARDE = """
import os, time
from courriers.document.ouvriers import Ouvriers
ouvriers = Ouvriers(1)
print(ouvriers.submit(os.getpid).result(), flush=True)
ouvriers.submit(time.sleep, 60).result()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signaux POSIX")
def test_un_script_sans_garde_tue_net_ne_laisse_pas_d_orphelin(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SANS_GARDE, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE)  # noqa: S603
    pid = int(parent.stdout.readline())
    time.sleep(0.2)  # the long job is under way
    parent.kill()
    parent.communicate()
    assert attendre_la_fin(pid)
