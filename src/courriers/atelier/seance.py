"""What there is to look at: cases, packs, a day. Values only; nothing here serves or draws."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from courriers.erreurs import CourriersError, DateInvalide, DossierInvalide, PackIntrouvable
from courriers.langue.typographie import lire_date
from courriers.lettre.emplacements import donnees, emplacements
from courriers.lot.sources import NOMS, fichier

DOSSIERS_MAX = 500
"""Most cases offered of one folder."""
PREFIXE = "dossier-"
"""What the name of a case written by the program begins with."""
_SUFFIXES = (".json", ".toml")
_PAS_UN_DOSSIER = ("courriers.toml", "pack.toml", "attendu.toml", "package.json")


@dataclass(frozen=True, slots=True)
class DossierOffert:
    """A case of the list. The page names it by its key: a path never comes from outside."""

    cle: str
    nom: str
    chemin: Path
    au: datetime.date
    """The day it is looked at, unless the person chooses another."""
    est_exemple: bool = False


def nom_du_cas(chemin: Path) -> str:
    """What a case is called in the name of a file: its reference, when the program named it."""
    nom = chemin.parent.name if chemin.name in NOMS else chemin.stem
    return nom.removeprefix(PREFIXE)


@dataclass(frozen=True, slots=True)
class Choix:
    """One letter to look at. Crosses to the worker: plain values."""

    pack: str
    chemin: Path
    au: datetime.date
    canal: str | None = None
    modeles: Path | None = None
    config: Path | None = None


@dataclass(frozen=True)
class Seance:
    """What one launch of the workshop offers."""

    dossiers: tuple[DossierOffert, ...]
    modeles: Path | None = None
    config: Path | None = None
    choisi: str = ""
    """Key of the case named at launch, if one was."""
    sortie: Path = field(default_factory=Path.cwd)
    """Where a case typed in the page is saved."""
    au: datetime.date | None = None
    """The day asked for at launch, for every case."""
    _par_cle: Mapping[str, DossierOffert] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_par_cle", {d.cle: d for d in self.dossiers})

    @property
    def siens(self) -> tuple[DossierOffert, ...]:
        """The person's own cases."""
        return tuple(d for d in self.dossiers if not d.est_exemple)

    def dossier(self, cle: str) -> DossierOffert:
        """The case *cle*.

        Raises:
            DossierInvalide: there is none.
        """
        if cle not in self._par_cle:
            raise DossierInvalide(
                "Ce dossier n’est pas dans la liste.",
                conseil="Choisissez-en un dans la page, ou relancez avec « --dossier ».",
            )
        return self._par_cle[cle]

    def avec(self, chemin: Path, au: datetime.date) -> tuple[Seance, str]:
        """The session with the case *chemin*, looked at on *au*, and its key."""
        ancien = next((d for d in self.siens if d.chemin == chemin), None)
        cle = ancien.cle if ancien is not None else f"saisi-{len(self.dossiers)}"
        offert = DossierOffert(cle, chemin.name, chemin, au)
        autres = tuple(d for d in self.dossiers if d.cle != cle)
        return replace(self, dossiers=(offert, *autres)), cle

    def choix(self, parametres: Mapping[str, str]) -> Choix:
        """The letter that the address of the page names.

        Raises:
            PackIntrouvable, DossierInvalide, DateInvalide: it names none.
        """
        offert = self._par_cle.get(parametres.get("dossier", ""))
        if offert is None:
            raise DossierInvalide(
                "Ce dossier n’est pas dans la liste.",
                conseil="Choisissez-en un dans la page, ou relancez avec « --dossier ».",
            )
        nom = parametres.get("pack", "")
        if nom not in emplacements(modeles=self.modeles):
            raise PackIntrouvable(
                "Cette lettre n’est pas dans la liste.", conseil="Choisissez-en une à gauche."
            )
        jour = parametres.get("au", "")
        if len(jour) > 30:
            raise DateInvalide("Cette date n’en est pas une.")
        return Choix(
            pack=nom,
            chemin=offert.chemin,
            au=lire_date(jour) if jour else offert.au,
            canal=parametres.get("canal") or None,
            modeles=self.modeles,
            config=self.config,
        )


def ouvrir(
    dossier: str | None,
    jour: datetime.date,
    au: datetime.date | None = None,
    *,
    modeles: Path | None = None,
    config: Path | None = None,
) -> Seance:
    """The session of ``courriers atelier``.

    Args:
        dossier: a case file, a folder of cases, or the name of a sample; otherwise the cases that
            the form has left in the current folder, and the samples.
        jour: today.
        au: the day asked for, for every case.
        modeles: a folder of packs to search first.
        config: the ``courriers.toml`` that sets rates and paper.

    Raises:
        DossierInvalide: *dossier* names nothing.
        PackInvalide: *modeles* holds no pack.
    """
    emplacements(modeles=modeles)
    exemples = _exemples(au)
    if dossier is None:
        return Seance((*_laisses(Path.cwd(), au or jour), *exemples), modeles, config, au=au)
    connu = next((e for e in exemples if e.nom == dossier), None)
    if connu is not None and not Path(dossier).exists():
        siens = _laisses(Path.cwd(), au or jour)
        return Seance((*siens, *exemples), modeles, config, connu.cle, au=au)
    source = Path(dossier).absolute()
    siens = _siens(source, au or jour)
    # A folder of cases takes one more; a case, and its exhibits, stand alone in theirs.
    en_vrac = source.is_dir() and all(d.chemin.parent == source for d in siens) and len(siens) > 1
    sortie = source if en_vrac else Path.cwd()
    return Seance((*siens, *exemples), modeles, config, siens[0].cle, sortie, au)


def _exemples(au: datetime.date | None) -> tuple[DossierOffert, ...]:
    offerts = []
    for repertoire in sorted(donnees("samples").iterdir()):
        attendu = repertoire / "attendu.toml"
        if attendu.is_file():
            jour = au or tomllib.loads(attendu.read_text(encoding="utf-8"))["au"]
            cle = f"exemple-{repertoire.name}"
            chemin = repertoire / "dossier.json"
            offerts.append(DossierOffert(cle, repertoire.name, chemin, jour, est_exemple=True))
    return tuple(offerts)


def _laisses(repertoire: Path, au: datetime.date) -> tuple[DossierOffert, ...]:
    """The cases that the form, or ``nouveau-dossier``, wrote in *repertoire*; the newest first."""
    try:
        trouves = [(f.stat().st_mtime, f) for f in repertoire.glob(f"{PREFIXE}*.toml")]
    except OSError:
        return ()
    recents = sorted(trouves, key=lambda t: (-t[0], t[1].name))[:DOSSIERS_MAX]
    return tuple(
        DossierOffert(f"laisse-{rang}", fichier.name, fichier, au)
        for rang, (_, fichier) in enumerate(recents, start=1)
    )


def _siens(chemin: Path, au: datetime.date) -> tuple[DossierOffert, ...]:
    """The cases of *chemin*, one at least."""
    chemins = _dossiers_de(chemin)
    if not chemins:
        raise DossierInvalide(
            f"{chemin} ne contient pas de dossier."
            if chemin.is_dir()
            else f"{chemin} n’existe pas, et aucun exemple ne porte ce nom.",
            conseil="Donnez un fichier .json ou .toml, un répertoire qui en contient, ou le nom "
            "d’un exemple, comme « societe-a-societe ».",
        )
    return tuple(
        DossierOffert(f"dossier-{rang}", nom, trouve, au)
        for rang, (nom, trouve) in enumerate(chemins[:DOSSIERS_MAX], start=1)
    )


def _dossiers_de(chemin: Path) -> Sequence[tuple[str, Path]]:
    """Name and file of each case: *chemin*, the one it holds, or all it holds."""
    if chemin.is_file():
        return [(chemin.name if chemin.name not in NOMS else chemin.parent.name, chemin)]
    if not chemin.is_dir():
        return []
    try:
        return [(chemin.name, fichier(chemin))]
    except CourriersError:
        pass
    try:
        trouves = sorted(chemin.iterdir())
    except OSError:
        return []
    cas: list[tuple[str, Path]] = []
    for entree in trouves:
        if entree.suffix.lower() in _SUFFIXES and entree.name not in _PAS_UN_DOSSIER:
            if not entree.name.startswith((".", "~")):
                cas.append((entree.name, entree))
        else:
            cas += [(entree.name, entree / nom) for nom in NOMS if (entree / nom).is_file()][:1]
    return cas
