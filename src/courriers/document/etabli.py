"""A worker process, seen from inside: see :mod:`courriers.document.ouvriers`.

What is done here to the collector and to signals is done to this process, never to the caller's.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from typing import IO, Any

from courriers.erreurs import CourriersError, MoteurPdfAbsent

FIN = b""
"""Asks a worker to leave; from it, says that it is ready."""


def envoyer(message: Any, tuyau: IO[bytes]) -> None:
    """Write *message* to the process at the other end."""
    pickle.dump(message, tuyau)
    tuyau.flush()


def servir() -> None:
    """The life of a worker: jobs come in, answers go out, until its pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reponses = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    travaux: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_ecouter, args=(travaux,), daemon=True).start()
    with contextlib.suppress(MoteurPdfAbsent):  # for a job to say
        preparer()
    gc.disable()  # between documents, it costs nothing
    envoyer(FIN, reponses)
    for fait, travail in enumerate(iter(travaux.get, FIN), start=1):
        envoyer(_resultat(travail), reponses)
        _ramasser(fait)
    reponses.close()


def _ramasser(fait: int) -> None:
    """Collect what job number *fait* has left.

    What is kept from one letter to the next (styles, fonts) is set aside, or each collection would
    go through it again: after jobs 1, 2, 4, 8… since it grows, ever more slowly.
    """
    if fait & (fait - 1):
        gc.collect()
        return
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _ecouter(travaux: queue.SimpleQueue[bytes]) -> None:
    """Take in jobs; without a caller any more, end at once, even in the middle of one."""
    while True:
        try:
            travail = pickle.load(sys.stdin.buffer)  # noqa: S301
        except (OSError, EOFError, pickle.UnpicklingError):
            os._exit(1)
        travaux.put(travail)
        if travail == FIN:
            return


def preparer() -> None:
    """Load what a PDF needs.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    import courriers.document.pdf  # noqa: F401
    from courriers.document.moteur import moteur

    moteur()


def _resultat(travail: bytes) -> bytes:
    try:
        fonction, valeurs, options = pickle.loads(travail)  # noqa: S301
        return pickle.dumps((True, fonction(*valeurs, **options)))
    except BaseException as faute:  # noqa: BLE001 – one odd job must not end the worker
        if not isinstance(faute, CourriersError):
            faute.add_note("".join(traceback.format_exception(faute)))
        try:
            octets = pickle.dumps((False, faute))
            pickle.loads(octets)  # noqa: S301
        except Exception:  # noqa: BLE001 – whatever its class does
            return pickle.dumps((False, RuntimeError(f"{type(faute).__name__} : {faute}")))
        return octets
