"""The workers of a cluster, as an executor."""

from __future__ import annotations

import hashlib
import pickle
import queue
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, ParamSpec, TypeVar, cast

from distributed import Client, Worker, WorkerPlugin, get_worker
from distributed import Future as Promesse

from courriers.document.ouvriers import DELAI, Ouvriers
from courriers.lot.avance import AVANCE

P = ParamSpec("P")
T = TypeVar("T")

_LOURD = 4096
"""Bytes from which an argument crosses once, not with each letter."""
_PAR_ENVOI = 8
"""Letters of one task, at most: those that are made again when a worker dies."""
_PAUSE_S = 0.004
"""Seconds in which letters are gathered."""


class Grappe(Executor):
    """The workers of a Dask cluster, as an executor. Given by :func:`grappe`."""

    def __init__(self, client: Client, ouvriers: int, delai: float = DELAI) -> None:
        self._client, self._ouvriers = client, max(1, ouvriers)
        self.avance = max(AVANCE, 3 * _PAR_ENVOI * ouvriers)
        """How many letters to hand over ahead, for no worker to wait."""
        self._poste = f"courriers-{secrets.token_hex(8)}"
        self._poses = [self._poste]
        self._ferme = False
        self._attente: queue.SimpleQueue[_Confie | None] = queue.SimpleQueue()
        self._confies, self._verrou = 0, threading.Lock()
        client.register_plugin(_Poste(delai), name=self._poste)
        threading.Thread(target=self._envoyer, daemon=True).start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have *fn* called by a worker.

        A worker that dies is no loss: another takes its letters. The future raises what *fn*
        raised; ``CancelledError`` when the scheduler is gone; what Dask says of a letter that
        several workers died of.
        """
        if self._ferme:
            raise RuntimeError("cette grappe ne prend plus de travail")
        legers = [self._remis(a) if _est_lourd(a) else a for a in args]
        confie = _Confie(pickle.dumps((fn, legers, kwargs)), Future())
        with self._verrou:
            self._confies += 1
        confie.attendu.add_done_callback(self._rendre)
        self._attente.put(confie)
        return confie.attendu

    def _rendre(self, _: Future[Any]) -> None:
        with self._verrou:
            self._confies -= 1

    def _envoyer(self) -> None:
        """In a thread: hand over what waits, several letters a task once there are many.

        A task costs the scheduler some milliseconds, whatever it holds.
        """
        while (premier := self._attente.get()) is not None:
            time.sleep(_PAUSE_S)
            envoi = [premier]
            while len(envoi) < min(_PAR_ENVOI, self._confies // (2 * self._ouvriers)):
                try:
                    suivant = self._attente.get_nowait()
                except queue.Empty:
                    break
                if suivant is None:
                    self._attente.put(None)
                    break
                envoi.append(suivant)
            self._confier([c for c in envoi if not c.attendu.cancelled()])

    def _confier(self, envoi: Sequence[_Confie]) -> None:
        if not envoi:
            return
        try:
            promesse = self._client.submit(
                _faire, self._poste, [c.travail for c in envoi], pure=False
            )
            promesse.add_done_callback(partial(_transmettre, envoi))
        except Exception as faute:  # noqa: BLE001 – a client that is closed
            for confie in envoi:
                _remettre(confie.attendu, False, faute)
            return
        for confie in envoi:
            confie.attendu.add_done_callback(partial(_abandonner, promesse, envoi))

    def _remis(self, octets: Any) -> _Remis:
        """*octets*, on every worker from now on."""
        nom = f"{self._poste}-{hashlib.sha256(octets).hexdigest()}"
        if nom not in self._poses:
            self._client.register_plugin(_Garde(octets), name=nom)
            self._poses.append(nom)
        return _Remis(nom)

    def interrompre(self) -> None:
        """Begin nothing more; what a worker is at is ended or killed by it."""
        self._finir()
        self._oublier()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; with *wait*, the workers give back what they kept for this run."""
        del cancel_futures
        self._finir()
        if wait:
            self._oublier()

    def _finir(self) -> None:
        if not self._ferme:
            self._ferme = True
            self._attente.put(None)

    def _oublier(self) -> None:
        poses, self._poses = self._poses, []
        for nom in poses:
            with suppress(Exception):  # a scheduler that is gone keeps nothing either
                self._client.unregister_worker_plugin(nom)


def _est_lourd(argument: object) -> bool:
    return isinstance(argument, bytes) and len(argument) >= _LOURD


@dataclass(frozen=True)
class _Confie:
    """A letter to make, and who waits for it."""

    travail: bytes
    attendu: Future[Any]


@dataclass(frozen=True)
class _Remis:
    """Stands for bytes that workers were given under this name."""

    nom: str


class _Garde(WorkerPlugin):
    """Bytes, on a worker."""

    def __init__(self, octets: bytes) -> None:
        self.octets = octets


class _Poste(WorkerPlugin):
    """What makes letters on a worker: as many processes as it has threads."""

    def __init__(self, delai: float) -> None:
        self.delai = delai
        self.ouvriers: Ouvriers | None = None

    def setup(self, worker: Worker) -> None:
        """Ready, for the first letter to start them."""
        self.ouvriers = Ouvriers(worker.state.nthreads, self.delai)

    def teardown(self, worker: Worker) -> None:
        """End them: the run is over."""
        del worker
        if self.ouvriers is not None:
            self.ouvriers.interrompre()
            self.ouvriers.shutdown(cancel_futures=True)


def _faire(poste: str, travaux: Sequence[bytes]) -> Sequence[bytes]:
    """On a worker: do *travaux*, and say how each went."""
    poses = cast("dict[str, Any]", get_worker().plugins)
    return [_fini(c) for c in [_commence(poses, poste, travail) for travail in travaux]]


def _commence(poses: Mapping[str, Any], poste: str, travail: bytes) -> Future[Any]:
    commence: Future[Any] = Future()
    try:
        fonction, legers, options = pickle.loads(travail)  # noqa: S301 – ours
        valeurs = [poses[a.nom].octets if isinstance(a, _Remis) else a for a in legers]
        ouvriers: Ouvriers = poses[poste].ouvriers
        return ouvriers.submit(fonction, *valeurs, **options)
    except KeyError:  # the run was over before this began
        commence.set_exception(CancelledError())
    except Exception as faute:  # noqa: BLE001 – whatever it is, it is for the caller
        commence.set_exception(faute)
    return commence


def _fini(commence: Future[Any]) -> bytes:
    try:
        return pickle.dumps((True, commence.result()))
    except Exception as faute:  # noqa: BLE001 – whatever it is, it is for the caller
        return pickle.dumps((False, faute))


def _transmettre(envoi: Sequence[_Confie], promesse: Promesse[Sequence[bytes]]) -> None:
    """Give each of *envoi* what became of it."""
    faute: BaseException | None = None
    reponses: Sequence[bytes] = ()
    try:
        if promesse.status == "finished":
            reponses = promesse.result()
        else:
            faute = promesse.exception() if promesse.status == "error" else CancelledError()
    except BaseException as autre:  # noqa: BLE001 – asyncio’s own cancellation is one
        faute = autre if isinstance(autre, Exception) else CancelledError()
    for rang, confie in enumerate(envoi):
        if faute is not None:
            _remettre(confie.attendu, False, faute)
            continue
        try:
            reussi, valeur = pickle.loads(reponses[rang])  # noqa: S301 – ours
        except Exception as autre:  # noqa: BLE001 – a class that does not read back
            reussi, valeur = False, autre
        _remettre(confie.attendu, reussi, valeur)


def _remettre(attendu: Future[Any], reussi: bool, valeur: Any) -> None:
    if not attendu.set_running_or_notify_cancel():
        return
    if reussi:
        attendu.set_result(valeur)
    else:
        attendu.set_exception(valeur)


def _abandonner(promesse: Promesse[Any], envoi: Sequence[_Confie], attendu: Future[Any]) -> None:
    if attendu.cancelled() and all(c.attendu.cancelled() for c in envoi):
        with suppress(Exception):
            promesse.cancel()
