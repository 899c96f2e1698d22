"""Worker processes that draw PDFs: kept warm, each document within a time limit.

A render is pure Python: threads do not share it out, and nothing stops it from inside. So each
worker is a process, and one past its limit is killed and replaced.

A worker is a fresh interpreter, fed through its standard input. Not ``multiprocessing``: its
« spawn » runs the caller's main module again in every worker (half a second of imports for a
command line, an error in a script without ``if __name__ == "__main__"``), and a fork after Pango
has started its threads may hang.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from courriers.document.etabli import FIN, envoyer
from courriers.erreurs import CourriersError, DelaiDepasse

P = ParamSpec("P")
T = TypeVar("T")

DELAI = 60.0
"""Seconds a document may take, when nothing is said."""
_DEMARRAGE = 120.0
"""Seconds a worker may take to be ready: its imports are not the document's fault."""
_CONGE = 5.0
"""Seconds a worker may take to leave, once asked."""
_PROGRAMME = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from courriers.document.etabli import servir; servir()"
)


def coeurs() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Ouvriers(Executor):
    """Processes that make PDFs; an executor as any other, used as a context manager.

    A process starts when a job finds no idle one, never before. Functions and arguments cross
    pickled, so a function must be importable by name. Leaving the context on an exception
    (Ctrl-C among them) kills what is running.

    >>> with Ouvriers(1) as ouvriers:
    ...     ouvriers.submit(divmod, 7, 2).result()
    (3, 1)
    """

    def __init__(
        self, nombre: int | None = None, delai: float = DELAI, recyclage: int = 500
    ) -> None:
        """*nombre* processes (one a processor by default), each replaced after *recyclage* jobs.

        Args:
            nombre: at most so many at a time.
            delai: seconds a job may take; beyond, its future raises :class:`DelaiDepasse`.
            recyclage: memory that a library never gives back goes with the process.
        """
        self.delai, self.recyclage = delai, recyclage
        if not (delai > 0 and recyclage > 0):
            raise ValueError("delai et recyclage doivent être positifs")
        # One thread a process: it hands over a job and waits, which costs nothing.
        self._fils = ThreadPoolExecutor(coeurs() if nombre is None else nombre, "courriers-pdf")
        self._du_fil = threading.local()
        self._vivants: set[_Ouvrier] = set()
        self._verrou = threading.Lock()
        self._interrompu = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have *fn* called in a worker.

        The future raises what *fn* raised; DelaiDepasse past the limit; CourriersError of code
        ``PROCESSUS_INTERROMPU`` when the worker died.
        """
        return self._fils.submit(self._confier, pickle.dumps((fn, args, kwargs)))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more jobs; end the workers once theirs are done."""
        self._fils.shutdown(wait=wait, cancel_futures=cancel_futures)
        if not wait:
            threading.Thread(target=self.shutdown, daemon=True).start()
            return
        with self._verrou:
            partants, self._vivants = self._vivants, set()
        for ouvrier in partants:
            ouvrier.congedier()
        for ouvrier in partants:
            ouvrier.attendre()

    def interrompre(self) -> None:
        """Kill every worker now; jobs under way fail, no other begins."""
        with self._verrou:
            self._interrompu = True
            for ouvrier in self._vivants:
                ouvrier.processus.kill()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        if exc_type is not None:
            self.interrompre()
        self.shutdown(cancel_futures=exc_type is not None)

    def _confier(self, travail: bytes) -> Any:
        """In a thread: have this thread's worker do it."""
        reussi, valeur = pickle.loads(self._ouvrier().faire(travail, self.delai))  # noqa: S301
        if not reussi:
            raise valeur
        return valeur

    def _ouvrier(self) -> _Ouvrier:
        """This thread's worker: the same as before unless it is dead or has done its time."""
        ancien: _Ouvrier | None = getattr(self._du_fil, "ouvrier", None)
        if ancien is not None:
            if ancien.processus.poll() is None and ancien.faits < self.recyclage:
                return ancien
            ancien.congedier()
            ancien.attendre()
        with self._verrou:
            if ancien is not None:
                self._vivants.discard(ancien)
            if self._interrompu:
                raise _arrete("n’a pas commencé")
            neuf = self._du_fil.ouvrier = _Ouvrier()
            self._vivants.add(neuf)
        neuf.accueillir()
        return neuf


class _Ouvrier:
    """One process, seen from its thread. Only ``processus.kill`` may come from another."""

    def __init__(self) -> None:
        windows = sys.platform == "win32"
        self.processus = subprocess.Popen(  # noqa: S603 – this interpreter, fixed arguments
            [sys.executable, "-P", "-c", _PROGRAMME],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C is for the caller, who then ends its workers.
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            process_group=None if windows else 0,
        )
        entree, sortie = self.processus.stdin, self.processus.stdout
        assert entree is not None  # noqa: S101 – both are pipes, for mypy
        assert sortie is not None  # noqa: S101
        self._entree, self._sortie = entree, sortie
        self.faits = 0

    def accueillir(self) -> None:
        """Wait until it is ready to work."""
        self._echanger(sys.path, _DEMARRAGE)

    def faire(self, travail: bytes, delai: float) -> bytes:
        """Its answer to *travail*."""
        self.faits += 1
        return self._echanger(travail, delai)

    def _echanger(self, message: Any, delai: float) -> bytes:
        depasse = threading.Event()

        def tuer() -> None:
            depasse.set()
            self.processus.kill()

        minuterie = threading.Timer(min(delai, threading.TIMEOUT_MAX), tuer)
        minuterie.daemon = True
        minuterie.start()
        reponse = None
        try:
            envoyer(message, self._entree)
            reponse = pickle.load(self._sortie)  # noqa: S301
        except (OSError, EOFError, pickle.UnpicklingError):
            self.processus.kill()
        finally:
            minuterie.cancel()
            minuterie.join()  # it does not fire from here on
        if isinstance(reponse, bytes) and not depasse.is_set():
            return reponse
        code = self.processus.wait()
        if depasse.is_set():
            raise DelaiDepasse(
                f"Ce PDF demandait plus de {f'{delai:g}'.replace('.', ',')} s : il a été "
                "abandonné.",
                conseil="Simplifiez le document, ou relevez --delai.",
            )
        raise _arrete(f"s’est arrêté ({f'signal {-code}' if code < 0 else f'code {code}'})")

    def congedier(self) -> None:
        """Ask it to leave, without waiting."""
        with contextlib.suppress(OSError):
            envoyer(FIN, self._entree)

    def attendre(self) -> None:
        """Until it has left, which it is made to."""
        try:
            self.processus.wait(_CONGE)
        except subprocess.TimeoutExpired:
            self.processus.kill()
            self.processus.wait()
        for tuyau in (self._entree, self._sortie):
            with contextlib.suppress(OSError):
                tuyau.close()


def _arrete(comment: str) -> CourriersError:
    return CourriersError(
        f"Le processus qui devait faire ce PDF {comment}.",
        conseil="Si la mémoire n’a pas manqué, signalez ce défaut avec le document.",
        code="PROCESSUS_INTERROMPU",
    )
