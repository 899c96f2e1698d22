"""The workshop, from its port to its end: one process, one page, nobody else."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import uvicorn

from courriers.atelier.acces import CLE, Secrets
from courriers.atelier.rendu import DELAI, Rendus
from courriers.atelier.seance import Seance
from courriers.atelier.serveur import application
from courriers.atelier.veille import Diffusion
from courriers.document.ouvriers import Ouvriers
from courriers.erreurs import CourriersError, motif_systeme

HOTE = "127.0.0.1"
_LETTRES_PAR_OUVRIER = 5_000
"""A day of saves: a new worker's first letter is slow, and each leaves this one some 20 KB more."""
_ADIEU_S = 2
"""Seconds left to what is being answered, once told to stop."""


class Serveur(uvicorn.Server):
    """A uvicorn server that lets its pages go before it waits for them."""

    def __init__(self, reglages: uvicorn.Config, diffusion: Diffusion) -> None:
        super().__init__(reglages)
        self._diffusion = diffusion

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl-C: the open pages first, which would hold it back."""
        self._diffusion.fermer()
        super().handle_exit(sig, frame)

    def arreter(self) -> None:
        """The same, from the program."""
        self._diffusion.fermer()
        self.should_exit = True


@contextlib.contextmanager
def atelier(
    seance: Seance, port: int = 0, *, au_depart: Callable[[str, str], None] | None = None
) -> Iterator[tuple[Serveur, socket.socket, str, Rendus]]:
    """The server of *seance*, ready to run, its socket, its address, and what makes its views.

    Args:
        seance: what it offers.
        port: 0 for one that is free.
        au_depart: called with the address, then one that serves once, when it can answer.

    Raises:
        CourriersError: the port cannot be had; code ``PORT_INDISPONIBLE``.
    """
    prise = _ecouter(port)
    with contextlib.closing(prise), Ouvriers(1, DELAI, _LETTRES_PAR_OUVRIER) as ouvriers:
        choisi = prise.getsockname()[1]
        secrets, diffusion, rendus = Secrets(), Diffusion(), Rendus(ouvriers)
        base = f"http://{HOTE}:{choisi}/?{CLE}="
        adresse = base + secrets.cle

        def pret() -> None:
            if au_depart is not None:
                au_depart(adresse, base + secrets.billet())

        app = application(
            seance, rendus, diffusion, ouvriers, port=choisi, secrets=secrets, au_depart=pret
        )
        reglages = uvicorn.Config(
            app, log_level="critical", access_log=False,  # nothing of a case goes to a log
            server_header=False, date_header=False, ws="none", lifespan="on",
            timeout_graceful_shutdown=_ADIEU_S,
        )  # fmt: skip
        try:
            yield Serveur(reglages, diffusion), prise, adresse, rendus
        finally:
            rendus.fermer()
            ouvriers.interrompre()  # what is being drawn is for nobody any more


def lancer(
    seance: Seance, port: int = 0, *, navigateur: bool = True, dire: Callable[[str], Any] = print
) -> None:
    """Serve until Ctrl-C. Raises as :func:`atelier`."""

    def au_depart(adresse: str, unique: str) -> None:
        dire(f"Atelier : {adresse}")
        dire("Cette adresse est pour vous seul. Ctrl-C arrête l’atelier.")
        if navigateur:
            threading.Thread(target=_ouvrir, args=(unique,), daemon=True).start()

    with (
        contextlib.suppress(KeyboardInterrupt),
        atelier(seance, port, au_depart=au_depart) as (serveur, prise, _, _),
    ):
        serveur.run(sockets=[prise])
    dire("Atelier arrêté.")


def _ouvrir(adresse: str) -> None:
    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(adresse)


def _ecouter(port: int) -> socket.socket:
    """A socket of this machine alone."""
    prise = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":  # there, « reuse » would let another program share the port
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        prise.bind((HOTE, port))
        prise.listen()
    except OSError as faute:
        prise.close()
        raise CourriersError(
            f"Le port {port} ne peut pas servir : {motif_systeme(faute)}.",
            conseil="Choisissez-en un autre, ou retirez --port : un port libre sera pris.",
            code="PORT_INDISPONIBLE",
        ) from None
    return prise
