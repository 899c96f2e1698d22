"""The workers of a cluster, as an executor."""

from __future__ import annotations

import hashlib
import pickle
import secrets
from collections.abc import Callable
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


class Grappe(Executor):
    """The workers of a Dask cluster, as an executor. Given by :func:`grappe`."""

    def __init__(self, client: Client, ouvriers: int, delai: float = DELAI) -> None:
        self._client = client
        self.avance = max(AVANCE, 3 * ouvriers)
        """How many letters to hand over ahead, for no worker to wait."""
        self._poste = f"courriers-{secrets.token_hex(8)}"
        self._poses = [self._poste]
        self._ferme = False
        client.register_plugin(_Poste(delai), name=self._poste)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have *fn* called by a worker.

        A worker that dies is no loss: another takes its letters. The future raises what *fn*
        raised; ``CancelledError`` when the scheduler is gone; what Dask says of a letter that
        several workers died of.
        """
        if self._ferme:
            raise RuntimeError("cette grappe ne prend plus de travail")
        legers = [self._remis(a) if _est_lourd(a) else a for a in args]
        travail = pickle.dumps((fn, legers, kwargs))
        promesse = self._client.submit(_faire, self._poste, travail, pure=False)
        attendu: Future[T] = Future()
        promesse.add_done_callback(partial(_transmettre, attendu))
        attendu.add_done_callback(partial(_abandonner, promesse))
        return attendu

    def _remis(self, octets: Any) -> _Remis:
        """*octets*, on every worker from now on."""
        nom = f"{self._poste}-{hashlib.sha256(octets).hexdigest()}"
        if nom not in self._poses:
            self._client.register_plugin(_Garde(octets), name=nom)
            self._poses.append(nom)
        return _Remis(nom)

    def interrompre(self) -> None:
        """Begin nothing more; what a worker is at is ended or killed by it."""
        self._ferme = True
        self._oublier()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; with *wait*, the workers give back what they kept for this run."""
        del cancel_futures
        self._ferme = True
        if wait:
            self._oublier()

    def _oublier(self) -> None:
        poses, self._poses = self._poses, []
        for nom in poses:
            with suppress(Exception):  # a scheduler that is gone keeps nothing either
                self._client.unregister_worker_plugin(nom)


def _est_lourd(argument: object) -> bool:
    return isinstance(argument, bytes) and len(argument) >= _LOURD


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


def _faire(poste: str, travail: bytes) -> bytes:
    """On a worker: do *travail*, and say how it went."""
    poses = cast("dict[str, Any]", get_worker().plugins)
    fonction, legers, options = pickle.loads(travail)  # noqa: S301 – ours
    try:
        valeurs = [poses[a.nom].octets if isinstance(a, _Remis) else a for a in legers]
        ouvriers: Ouvriers = poses[poste].ouvriers
    except KeyError:  # the run was over before this began
        return pickle.dumps((False, CancelledError()))
    try:
        return pickle.dumps((True, ouvriers.submit(fonction, *valeurs, **options).result()))
    except Exception as faute:  # noqa: BLE001 – whatever it is, it is for the caller
        return pickle.dumps((False, faute))


def _transmettre(attendu: Future[Any], promesse: Promesse[bytes]) -> None:
    """Give *attendu* what became of *promesse*."""
    if not attendu.set_running_or_notify_cancel():
        return
    try:
        if promesse.status == "finished":
            reussi, valeur = pickle.loads(promesse.result())  # noqa: S301 – ours
        else:
            reussi = False
            valeur = promesse.exception() if promesse.status == "error" else CancelledError()
    except BaseException as faute:  # noqa: BLE001 – asyncio’s own cancellation is one
        reussi, valeur = False, faute if isinstance(faute, Exception) else CancelledError()
    if reussi:
        attendu.set_result(valeur)
    else:
        attendu.set_exception(valeur)


def _abandonner(promesse: Promesse[bytes], attendu: Future[Any]) -> None:
    if attendu.cancelled():
        with suppress(Exception):
            promesse.cancel()
