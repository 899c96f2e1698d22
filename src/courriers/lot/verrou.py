"""One program at a time in a folder of letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from courriers.erreurs import CourriersError
from courriers.lot.ecriture import ecriture_impossible, est_special

NOM = ".courriers.lock"


@contextmanager
def seul(repertoire: Path) -> Iterator[None]:
    """Until it is left, no other run writes letters, deposits or purges in *repertoire*.

    The system gives the lock back when the program dies, however it dies. Created if needed.

    Raises:
        CourriersError: another run holds it (``LOT_EN_COURS``), or nothing can be written there.
    """
    fichier = repertoire / NOM
    verrou = FileLock(fichier)
    try:
        repertoire.mkdir(parents=True, exist_ok=True)
        if est_special(fichier):
            raise CourriersError(
                f"{fichier} devrait être le verrou du répertoire, et n’est pas un fichier "
                "ordinaire.",
                conseil="Effacez-le\u00a0: il sera refait.",
                code="ECRITURE_IMPOSSIBLE",
            )
        verrou.acquire(timeout=0)
    except Timeout:
        raise CourriersError(
            f"Un autre « courriers » travaille déjà dans {repertoire}.",
            conseil="Attendez qu’il ait fini, puis recommencez.",
            code="LOT_EN_COURS",
        ) from None
    except OSError as faute:
        faute.filename = str(repertoire)
        raise ecriture_impossible(faute) from None
    try:
        yield
    finally:
        verrou.release()
