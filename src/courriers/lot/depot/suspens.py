"""A deposit between its folder and the journal: what was to be noted is never lost.

A small file, beside the journal, first names the folder where the deposit is being made; before
that folder takes its name, it says what is about to be noted; it goes once it is. Whatever stops
the program in between, the next deposit finishes the work, and finds what is to be taken away:
that folder and no other, for one that it does not know of may be of a living program.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.erreurs import CourriersError
from courriers.langue.typographie import accord, compte
from courriers.lot import journal
from courriers.lot.depot.atomique import (
    est_provisoire_de,
    impossible,
    libre,
    paraitre,
    provisoire_de,
)
from courriers.lot.depot.bordereau import NOM as BORDEREAU
from courriers.lot.ecriture import ecrire_atomiquement
from courriers.lot.evenements import AnyEvenement, Depose
from courriers.lot.journal import empreinte_du_fichier
from courriers.lot.noms import montre

NOM = ".depot-en-cours.jsonl"


@dataclass(frozen=True)
class Suspens:
    """A deposit that the journal does not know, or not whole."""

    sortie: Path
    """Its folder."""
    manquent: tuple[AnyEvenement, ...]
    """What the journal lacks of it."""
    est_la: bool
    """Whether its folder is still where it appeared, with its list."""

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
            dit += " Son répertoire n’est plus à sa place, ou son depot.csv a changé."
            conseil = f"S’il n’est pas parti, --refaire-depot {nom} reprend ses lettres."
        return avertissement(Code.DEPOT_REPRIS, dit, conseil, Lieu(fichier=str(self.sortie)))


@dataclass
class EnCours:
    """A deposit being made."""

    repertoire: Path
    """The letters, and their journal."""
    sortie: Path
    lieu: Path
    """The folder to fill, which becomes *sortie*."""
    a_noter: bool = False
    """*sortie* may be there, and the journal does not know it."""

    def paraitre(self, faits: Sequence[AnyEvenement]) -> None:
        """Announce *faits*, that the journal is to know, then have *sortie* appear.

        Raises:
            CourriersError: another program took that name since; code ``DEPOT_EXISTANT``.
            OSError: the system refuses.
        """
        connu = {
            "bordereau": empreinte_du_fichier(self.lieu / BORDEREAU),
            "journal": (self.repertoire / journal.NOM).stat().st_size,
        }
        self.annoncer(connu, faits)
        self.a_noter = True
        paraitre(self.lieu, self.sortie)

    def annoncer(self, connu: dict[str, Any], faits: Sequence[AnyEvenement] = ()) -> None:
        """Say where it is made, and what the journal is to know.

        Raises:
            OSError: it cannot be written.
        """
        tete = {"sortie": str(self.sortie.absolute()), "provisoire": self.lieu.name, **connu}
        lignes = [json.dumps(tete, ensure_ascii=False), *map(journal.texte, faits)]
        ecrire_atomiquement(self.repertoire / NOM, "\n".join(lignes).encode())


@contextmanager
def en_cours(repertoire: Path, sortie: Path) -> Iterator[EnCours]:
    """Make the deposit *sortie* of *repertoire*; nothing is left of one that did not appear.

    Raises:
        CourriersError: *sortie* holds something already (``DEPOT_EXISTANT``), or cannot be written.
    """
    libre(sortie)
    fait = EnCours(repertoire, sortie, provisoire_de(sortie))
    try:
        fait.annoncer({})
        fait.lieu.mkdir(parents=True)
        yield fait
    except OSError as faute:
        raise impossible(sortie, faute) from None
    finally:
        if not fait.a_noter or fait.lieu.exists():  # what has another name now is no more there
            with contextlib.suppress(OSError, CourriersError):  # found again, and taken away
                oublier(repertoire)


@dataclass(frozen=True)
class _Annonce:
    """What the file says."""

    sortie: Path
    provisoire: Path
    bordereau: str
    """SHA-256 of its list: another deposit may have taken its place."""
    journal: int
    """Bytes of the journal then: the same lines may be in it of an older deposit."""
    lignes: tuple[str, ...]


def _lue(repertoire: Path) -> _Annonce | None:
    chemin = repertoire / NOM
    try:
        tete, *lignes = chemin.read_text(encoding="utf-8").split("\n")
        dit = json.loads(tete)
        sortie = Path(dit["sortie"])
        provisoire = sortie.with_name(dit["provisoire"])
        lignes = [ligne for ligne in lignes if ligne]
        connu = (str(dit["bordereau"]), int(dit["journal"])) if lignes else ("", 0)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        raise _abime(chemin) from None
    if connu[1] < 0 or not est_provisoire_de(provisoire.name, sortie):  # it is to be taken away
        raise _abime(chemin)
    return _Annonce(sortie, provisoire, *connu, tuple(lignes))


def en_suspens(repertoire: Path) -> Suspens | None:
    """The deposit of *repertoire* that was stopped before the journal knew all of it, if any.

    One that was stopped before its folder appeared never was.

    Raises:
        CourriersError: what was left of it, or the journal, cannot be read.
    """
    dite = _lue(repertoire)
    if dite is None or dite.provisoire.is_dir():
        return None
    manquent = dict.fromkeys(dite.lignes)
    with contextlib.suppress(FileNotFoundError), (repertoire / journal.NOM).open("rb") as connues:
        connues.seek(dite.journal)
        for connue in connues:
            manquent.pop(connue.decode("utf-8", "replace").rstrip("\r\n"), None)
    if not manquent:
        return None
    chemin = repertoire / NOM
    lus = [journal.lue(chemin, rang, ligne.encode()) for rang, ligne in enumerate(manquent, 2)]
    if any(isinstance(lu, Constat) for lu in lus):
        raise _abime(chemin)
    manquants = tuple(lu for lu in lus if not isinstance(lu, Constat))
    return Suspens(dite.sortie, manquants, _est_la(dite))


def inacheve(repertoire: Path) -> Path | None:
    """The folder that a deposit of *repertoire*, stopped before it appeared, left half made.

    It is dead, if no other program holds *repertoire*.

    Raises:
        CourriersError: what names it cannot be read.
    """
    dite = _lue(repertoire)
    return dite.provisoire if dite is not None and dite.provisoire.is_dir() else None


def oublier(repertoire: Path) -> None:
    """The journal knows what was announced, or nothing came of it: no trace of it is left.

    Raises:
        OSError: one resists.
    """
    for reste in repertoire.glob(f".{NOM}.*.part"):
        reste.unlink(missing_ok=True)
    dite = _lue(repertoire)
    if dite is None:
        return
    chemin = repertoire / NOM
    if dite.lignes:  # of a folder that is gone, they would be taken for those of one that appeared
        with chemin.open("rb+") as annonce:
            annonce.readline()
            annonce.truncate()
    if dite.provisoire.is_dir():
        shutil.rmtree(dite.provisoire)
    chemin.unlink(missing_ok=True)


def _est_la(dite: _Annonce) -> bool:
    try:
        return empreinte_du_fichier(dite.sortie / BORDEREAU) == dite.bordereau
    except OSError:
        return False


def _abime(chemin: Path) -> CourriersError:
    return CourriersError(
        f"{chemin}, qui dit ce qu’un dépôt interrompu devait noter au journal, ne se lit pas.",
        conseil="Regardez si le journal a les lignes «\u00a0depose\u00a0» de votre dernier dépôt "
        "avant d’effacer ce fichier et de recommencer.",
        code="JOURNAL_ILLISIBLE",
    )
