"""A deposit between its folder and the journal: what was to be noted is never lost.

A small file, beside the journal, says what is about to be noted before the folder appears, and
goes once it is. Whatever stops the program in between, the next deposit finishes the work.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.erreurs import CourriersError
from courriers.langue.typographie import accord, compte
from courriers.lot import journal
from courriers.lot.depot.bordereau import NOM as BORDEREAU
from courriers.lot.ecriture import ecrire_atomiquement
from courriers.lot.evenements import AnyEvenement, Depose
from courriers.lot.noms import montre

NOM = ".depot-en-cours.jsonl"


@dataclass(frozen=True)
class Suspens:
    """A deposit that the journal does not know, or not whole."""

    sortie: Path
    """Its folder."""
    manquent: tuple[AnyEvenement, ...]
    """What the journal lacks of it."""

    @property
    def est_la(self) -> bool:
        """Whether its folder is still where it appeared."""
        return (self.sortie / BORDEREAU).is_file()

    @property
    def constat(self) -> Constat:
        """What a person is told, once the journal knows it."""
        nom = montre(self.sortie.name)
        lettres = sum(isinstance(e, Depose) for e in self.manquent)
        dit = (
            f"le dépôt «\u00a0{nom}\u00a0» a été interrompu avant que le journal le retienne"
            f"\u00a0: il y manquait {compte(lettres, 'lettre')}, à présent "
            f"{accord(lettres, 'tenue')} pour {accord(lettres, 'déposée')}."
        )
        conseil = "Il est entier\u00a0: envoyez-le, si ce n’est pas fait."
        if not self.est_la:
            dit += " Son répertoire n’est plus à sa place."
            conseil = f"S’il n’est pas parti, --refaire-depot {nom} reprend ses lettres."
        return avertissement(Code.DEPOT_REPRIS, dit, conseil, Lieu(fichier=str(self.sortie)))


@contextmanager
def annonce(
    repertoire: Path, sortie: Path, provisoire: Path, faits: Sequence[AnyEvenement]
) -> Iterator[None]:
    """While *provisoire* becomes *sortie* and the journal of *repertoire* takes *faits*.

    Raises:
        OSError: it cannot be announced; nothing was done.
    """
    tete = {"sortie": str(sortie.absolute()), "provisoire": provisoire.name}
    lignes = [json.dumps(tete, ensure_ascii=False), *map(journal.texte, faits)]
    ecrire_atomiquement(repertoire / NOM, "\n".join(lignes).encode())
    try:
        yield
    except BaseException:
        if not (sortie / BORDEREAU).exists():  # it did not appear: there is nothing to note
            oublier(repertoire)
        raise
    oublier(repertoire)


def en_suspens(repertoire: Path) -> Suspens | None:
    """The deposit of *repertoire* that was stopped before the journal knew all of it, if any.

    One that was stopped before its folder appeared never was.

    Raises:
        CourriersError: what was left of it, or the journal, cannot be read.
    """
    chemin = repertoire / NOM
    try:
        tete, *lignes = chemin.read_text(encoding="utf-8").split("\n")
        dit = json.loads(tete)
        sortie = Path(dit["sortie"])
        provisoire = sortie.with_name(dit["provisoire"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        raise _abime(chemin) from None
    if not (sortie / BORDEREAU).is_file() and provisoire.is_dir():
        return None
    manquent = dict.fromkeys(lignes)
    with contextlib.suppress(FileNotFoundError), (repertoire / journal.NOM).open("rb") as connues:
        for connue in connues:
            manquent.pop(connue.decode("utf-8", "replace").rstrip("\r\n"), None)
    if not manquent:
        return None
    lus = [journal.lue(chemin, rang, ligne.encode()) for rang, ligne in enumerate(manquent, 2)]
    if any(isinstance(lu, Constat) for lu in lus):
        raise _abime(chemin)
    return Suspens(sortie, tuple(lu for lu in lus if not isinstance(lu, Constat)))


def oublier(repertoire: Path) -> None:
    """The journal knows what was announced, or nothing came of it."""
    with contextlib.suppress(OSError):  # found again, and complete
        (repertoire / NOM).unlink(missing_ok=True)


def _abime(chemin: Path) -> CourriersError:
    return CourriersError(
        f"{chemin}, qui dit ce qu’un dépôt interrompu devait noter au journal, ne se lit pas.",
        conseil="Regardez si le journal a les lignes «\u00a0depose\u00a0» de votre dernier dépôt "
        "avant d’effacer ce fichier et de recommencer.",
        code="JOURNAL_ILLISIBLE",
    )
