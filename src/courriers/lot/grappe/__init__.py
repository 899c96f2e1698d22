"""Letters made by a Dask cluster: workers on many machines, one disk for their files.

The only folder that imports ``distributed``. Traps closed: what all letters share (a pack, rates)
crosses once to each worker, those that join later too, not with each letter; a Dask worker of
several threads would draw one letter at a time, so each has processes of its own, which also gives
every letter its time limit; a refusal comes back as a value, since Dask writes what a task raises
to the worker’s log, and a refusal names people.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courriers.document.ouvriers import DELAI
from courriers.lot.grappe.acces import PATIENCE, connecter, verifier
from courriers.lot.grappe.executeur import Grappe

__all__ = ["Grappe", "grappe"]


@contextmanager
def grappe(
    adresse: str, sortie: Path | None, *, delai: float = DELAI, patience: float = PATIENCE
) -> Iterator[Grappe]:
    """The executor of the cluster at *adresse*, once every worker is seen to be fit.

    Args:
        adresse: of the scheduler (``tcp://10.0.0.1:8786``), or its scheduler file.
        sortie: the folder of the letters, created if needed; every worker must see it. Nothing
            when none is to be written.
        delai: seconds a letter may take.
        patience: seconds the scheduler and the workers have to answer.

    Raises:
        CourriersError: nothing answers (``GRAPPE_INJOIGNABLE``), a worker has another version of
            this program or none (``GRAPPE_AUTRE_VERSION``), one does not see *sortie*
            (``GRAPPE_SANS_DISQUE``), or nothing can be written there (``ECRITURE_IMPOSSIBLE``).
    """
    client = connecter(adresse, patience)
    try:
        ouvriers = verifier(client, adresse, sortie, patience)
        executeur = Grappe(client, ouvriers, delai)
        try:
            yield executeur
        except BaseException:
            executeur.interrompre()
            raise
        finally:
            executeur.shutdown()
    finally:
        client.close(timeout=patience)
