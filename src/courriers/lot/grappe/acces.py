"""The way to a cluster, and whether its workers are fit: they answer, agree, and see the disk."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from distributed import Client, Security, rpc

from courriers import __version__
from courriers.erreurs import CourriersError, motif_systeme
from courriers.lot.ecriture import ecriture_impossible

PATIENCE = 5.0
"""Seconds the scheduler and its workers have to answer, when nothing is said."""


def connecter(adresse: str, patience: float) -> Client:
    """A client of the scheduler at *adresse*, or of that scheduler file.

    Raises:
        CourriersError: nothing answers in *patience* seconds; code ``GRAPPE_INJOIGNABLE``.
    """
    sienne = _adresse(adresse)
    try:
        # What listens there may never say a word, for which Dask would wait without end. In a
        # thread, since the caller's may have a loop of its own.
        with ThreadPoolExecutor(1) as fil:
            fil.submit(asyncio.run, _saluer(sienne, patience)).result()
        return Client(sienne, timeout=patience, set_as_default=False)
    except (OSError, ValueError, ImportError) as faute:
        raise _injoignable(
            f"L’ordonnanceur Dask ne répond pas à «\u00a0{adresse}\u00a0» en {patience:g}\u00a0s.",
            "Vérifiez l’adresse, et qu’il est lancé\u00a0: dask scheduler.",
        ) from faute


async def _saluer(adresse: str, patience: float) -> None:
    acces = Security().get_connection_args("client")
    async with asyncio.timeout(patience), rpc(adresse, connection_args=acces) as ordonnanceur:
        await ordonnanceur.identity(n_workers=0)


def _adresse(donnee: str) -> str:
    """The address that *donnee* is, or that its scheduler file holds."""
    if re.fullmatch(r"(?:(?:tcp|tls)://)?[\w.\[\]:-]+:\d+", donnee):
        return donnee
    try:
        lue = json.loads(Path(donnee).read_text(encoding="utf-8"))["address"]
    except OSError as faute:
        raise _injoignable(
            f"«\u00a0{donnee}\u00a0» n’est ni une adresse ni un fichier qui se lise\u00a0: "
            f"{motif_systeme(faute)}.",
            "Une adresse s’écrit tcp://10.0.0.1:8786.",
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        lue = None
    if not isinstance(lue, str):
        raise _injoignable(
            f"«\u00a0{donnee}\u00a0» n’est pas un fichier d’ordonnanceur Dask.",
            "C’est celui qu’écrit dask scheduler --scheduler-file.",
        )
    return lue


def verifier(client: Client, adresse: str, sortie: Path | None, patience: float) -> int:
    """How many letters the workers make at a time, once each is seen to be fit.

    Args:
        client: of the scheduler.
        adresse: what messages call it.
        sortie: the folder that every worker must see, if letters are to be written.
        patience: seconds they have to answer.

    Raises:
        CourriersError: as :func:`courriers.lot.grappe.grappe`.
    """
    limite = time.monotonic() + patience
    while not (ouvriers := client.scheduler_info(n_workers=-1)["workers"]):
        if time.monotonic() > limite:
            raise _injoignable(
                f"L’ordonnanceur {adresse} n’a aucun ouvrier.",
                f"Lancez-en, sur chaque machine\u00a0: dask worker {adresse}.",
            )
        time.sleep(0.1)
    jeton = secrets.token_hex(8)
    try:
        _sonder(client, sortie, jeton, patience)
    finally:
        for reste in () if sortie is None else sortie.glob(f".sonde-{jeton}*"):
            reste.unlink(missing_ok=True)
    return sum(int(ouvrier["nthreads"]) for ouvrier in ouvriers.values())


def _sonder(client: Client, sortie: Path | None, jeton: str, patience: float) -> None:
    if sortie is not None:
        try:
            sortie.mkdir(parents=True, exist_ok=True)
            (sortie / f".sonde-{jeton}").write_text(jeton, encoding="ascii")
        except OSError as faute:
            raise ecriture_impossible(faute) from None
    try:
        reponses = client.run(
            repondre, None if sortie is None else str(sortie), jeton,
            on_error="return", callback_timeout=patience,
        )  # fmt: skip
    except TimeoutError:
        raise _injoignable(
            f"Un ouvrier au moins de la grappe ne répond pas en {patience:g}\u00a0s.",
            "Le tableau de bord de Dask dit lequel\u00a0; relancez-le.",
        ) from None
    for ouvrier, reponse in reponses.items():
        if isinstance(reponse, OSError):
            raise _injoignable(
                f"L’ouvrier {ouvrier} ne répond pas ({type(reponse).__name__}).", "Relancez-le."
            )
        if not isinstance(reponse, tuple) or reponse[0] != __version__:
            eue = reponse[0] if isinstance(reponse, tuple) else "aucune qui convienne"
            raise CourriersError(
                f"L’ouvrier {ouvrier} n’a pas la même version de courriers\u00a0: {eue}, et non "
                f"{__version__}.",
                conseil="Installez partout la même\u00a0: deux versions écriraient des lettres "
                "différentes.",
                code="GRAPPE_AUTRE_VERSION",
            )
        if sortie is not None:
            _verifier_le_disque(sortie, jeton, ouvrier, reponse[1])


def _verifier_le_disque(sortie: Path, jeton: str, ouvrier: str, nom: str) -> None:
    """That what *ouvrier* wrote is here."""
    with suppress(OSError):
        if nom.startswith(f".sonde-{jeton}-") and (sortie / nom).read_text("ascii") == jeton:
            return
    raise CourriersError(
        f"L’ouvrier {ouvrier} ne voit pas le répertoire des lettres, {sortie}, ou ne peut pas y "
        "écrire.",
        conseil="Il faut un disque partagé, au même chemin sur chaque machine, avec les mêmes "
        "droits.",
        code="GRAPPE_SANS_DISQUE",
    )


def repondre(sortie: str | None, jeton: str) -> tuple[str, str]:
    """On a worker: its version, and the file it wrote in *sortie* if it read the one put there."""
    nom = ""
    if sortie is not None:
        with suppress(OSError):
            sonde = Path(sortie) / f".sonde-{jeton}"
            if sonde.read_text("ascii") == jeton:
                reponse = sonde.with_name(f"{sonde.name}-{secrets.token_hex(4)}")
                reponse.write_text(jeton, encoding="ascii")
                nom = reponse.name
    return __version__, nom


def _injoignable(message: str, conseil: str) -> CourriersError:
    return CourriersError(message, conseil=conseil, code="GRAPPE_INJOIGNABLE")
