"""What else holds the data of purged cases: summaries, deposits, imported cases."""

from __future__ import annotations

import csv
import datetime
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.dossier.chargement import load_dossier
from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError
from courriers.langue.typographie import date_courte
from courriers.lot.depot.bordereau import NOM as BORDEREAU
from courriers.lot.depot.suspens import en_suspens, inacheve, oublier
from courriers.lot.inventaire import Inventaire
from courriers.lot.marques import marque_du_creancier
from courriers.lot.noms import est_dedans, montre, nom_sur
from courriers.lot.sources.references import pli

_SYNTHESE = re.compile(r"synthese(-[2-9])?\.(xlsx|pdf)")
_DU_DEPOT = re.compile(r"(lettre|lrar|lre)-\d+\.pdf")
_TRANCHE = re.compile(r"\d+-\d+")
_SUITE = re.compile(r"-\d+$")
_FINIES = "(select rang from a_purger union select rang from lettres where purgee)"


@dataclass(frozen=True)
class Annexe:
    """A file, or the folder of a deposit, that goes with the letters."""

    chemin: Path
    fichiers: tuple[Path, ...] = ()
    """Those of the folder, in the order they go: what it is known by comes last."""

    def effacer(self) -> None:
        """Take it away.

        Raises:
            OSError: the system refuses.
        """
        if not self.fichiers:
            self.chemin.unlink(missing_ok=True)
            return
        for fichier in self.fichiers:
            fichier.unlink(missing_ok=True)
        self.chemin.rmdir()


@dataclass(frozen=True)
class Inacheve(Annexe):
    """The folder that a stopped deposit left half made."""

    repertoire: Path = Path()
    """The letters it was of, which no other program holds."""

    def effacer(self) -> None:
        """Take it away, and what names it.

        Raises:
            OSError: the system refuses.
        """
        oublier(self.repertoire)


def annexes(
    lu: Inventaire, repertoire: Path, avant: datetime.date, cas: Path | None
) -> Iterator[Annexe | Constat]:
    """What goes with the letters of the table ``a_purger``, and what is left to the person.

    Args:
        lu: the letters, with that table, and ``ce_jour``: those among them that go only now.
        repertoire: their folder.
        avant: the first day that is kept.
        cas: the folder that « importer » writes.
    """
    yield from _syntheses(lu, repertoire, avant)
    yield from _interrompu(repertoire)
    yield from _depots(lu, repertoire)
    if cas is not None:
        yield from _cas(lu, cas, avant)


def _syntheses(lu: Inventaire, repertoire: Path, avant: datetime.date) -> Iterator[Annexe]:
    """Summaries written before that day, or of letters that all go."""
    toutes = lu.compter("lettres") and not lu.compter(f"lettres where rang not in {_FINIES}")
    for fichier in sorted(repertoire.glob("synthese*")):
        etat = fichier.lstat()
        if not _SYNTHESE.fullmatch(fichier.name) or not stat.S_ISREG(etat.st_mode):
            continue
        ecrite = datetime.datetime.fromtimestamp(etat.st_mtime, tz=datetime.UTC).astimezone()
        if toutes or ecrite.date() < avant:
            yield Annexe(fichier)


def _depots(lu: Inventaire, repertoire: Path) -> Iterator[Annexe | Constat]:
    noms = lu.base.execute(
        f"select depot, max(lettre in {_FINIES}), min(lettre in {_FINIES}),"  # noqa: S608 – ours
        " max(lettre in ce_jour)"
        " from depots group by depot"
    ).fetchall()
    for nom, une, toutes, maintenant in noms:
        if not une:
            continue
        sommes = {s for (s,) in lu.base.execute("select somme from depots where depot = ?", (nom,))}
        ou = _trouve(repertoire, nom, sommes)
        if ou is not None and toutes and (fichiers := _siens(ou)):
            yield Annexe(ou, fichiers)
        elif ou is not None:
            dit = (
                "contient autre chose que le dépôt" if toutes
                else "contient aussi des lettres qui sont gardées"
            )  # fmt: skip
            yield _reste(f"ce dépôt {dit}\u00a0: il est laissé.", ou)
        elif maintenant:
            yield _reste(
                f"le dépôt «\u00a0{montre(nom)}\u00a0» contient des lettres purgées, et n’est ni "
                "dans ce répertoire ni à côté.", repertoire,
            )  # fmt: skip


def _interrompu(repertoire: Path) -> Iterator[Annexe | Constat]:
    """A deposit that was stopped: half made, it is nothing; whole, the journal lacks it."""
    try:
        provisoire, suspens = inacheve(repertoire), en_suspens(repertoire)
    except CourriersError as faute:
        yield _reste(faute.message, repertoire, faute.conseil)
        return
    if provisoire is not None:
        yield Inacheve(provisoire, repertoire=repertoire)
    if suspens is not None:
        yield _reste(
            f"le dépôt «\u00a0{montre(suspens.sortie.name)}\u00a0» a été interrompu avant que le "
            "journal le retienne\u00a0: il n’est pas purgé.", suspens.sortie,
            "«\u00a0courriers depot\u00a0» le fait retenir\u00a0; purgez ensuite.",
        )  # fmt: skip


def _reste(
    dit: str, ou: Path, conseil: str = "Effacez-le vous-même quand il ne sert plus."
) -> Constat:
    return avertissement(Code.PURGE_INCOMPLETE, dit, conseil, Lieu(fichier=str(ou)))


def _trouve(repertoire: Path, nom: str, sommes: set[str]) -> Path | None:
    """The folder of the deposit, known by the letters that its list holds, not by its name."""
    if not est_dedans(nom) or any(c in nom for c in "/\\\0:"):
        return None
    for ou in (repertoire / nom, repertoire.resolve().parent / nom):
        try:
            if ou.is_symlink() or not (ou / BORDEREAU).is_file():
                continue
            with (ou / BORDEREAU).open(encoding="utf-8-sig", newline="") as texte:
                lignes = list(csv.DictReader(texte, delimiter=";"))
        except (OSError, ValueError, csv.Error):
            continue
        siennes = {s for ligne in lignes for s in str(ligne.get("sha256") or "?").split()}
        if siennes and siennes <= sommes:
            return ou
    return None


def _siens(depot: Path) -> tuple[Path, ...]:
    """The files of a deposit, its list last; none when something else is in it."""
    try:
        fichiers = sorted(depot.iterdir(), key=lambda f: (f.name == BORDEREAU, f.name))
        siens = all(
            (f.name == BORDEREAU or _DU_DEPOT.fullmatch(f.name)) and stat.S_ISREG(f.lstat().st_mode)
            for f in fichiers
        )
    except OSError:
        return ()
    return tuple(fichiers) if siens else ()


def _cas(lu: Inventaire, repertoire: Path, avant: datetime.date) -> Iterator[Annexe | Constat]:
    """The case files of purged references whose every date is past."""
    finis: dict[str, set[str]] = {}
    noms = set()
    for reference, qui in lu.base.execute(
        "select distinct reference, qui from lettres where rang in a_purger"
    ):
        finis.setdefault(pli(reference), set()).add(qui)
        noms.add(nom_sur(reference).casefold())
    for fichier in _fichiers_de_cas(repertoire):
        racine = fichier.stem.casefold()
        if not {racine, _SUITE.sub("", racine)} & noms:
            continue
        try:
            dossier = load_dossier(fichier)
        except CourriersError:
            yield _reste("ce fichier a le nom d’un dossier purgé, et ne se lit pas.", fichier)
            continue
        marques = finis.get(pli(dossier.reference), set())
        if not marques & {"", marque_du_creancier(dossier)}:
            continue
        dernier = max(_jours(dossier), default=datetime.date.min)
        if dernier < avant:
            yield Annexe(fichier)
        else:
            dit = f"ce dossier a une date du {date_courte(dernier)}\u00a0: il est gardé."
            yield _reste(dit, fichier)


def _fichiers_de_cas(repertoire: Path) -> Iterator[Path]:
    """The files that « importer » writes: flat, then by thousands."""
    tranches = [d for d in repertoire.glob("*-*") if _TRANCHE.fullmatch(d.name)]
    for ou in [repertoire, *sorted(d for d in tranches if d.is_dir() and not d.is_symlink())]:
        for fichier in sorted(ou.glob("*.json")):
            if fichier.is_file() and not fichier.is_symlink():
                yield fichier


def _jours(dossier: Dossier) -> Iterator[datetime.date]:
    """Every date of a case."""
    restent: list[Any] = [dossier.model_dump()]
    while restent:
        valeur = restent.pop()
        if isinstance(valeur, datetime.date):
            yield valeur
        elif isinstance(valeur, dict):
            restent.extend(valeur.values())
        elif isinstance(valeur, list | tuple | set | frozenset):
            restent.extend(valeur)
