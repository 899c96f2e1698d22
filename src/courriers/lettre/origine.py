"""What changed in the built-in pack since a person copied it, and what they changed there too."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from courriers.document.archive import Archive
from courriers.document.comparaison import Changement, Comparaison, comparer
from courriers.erreurs import FichierWordInvalide
from courriers.lettre.copie import MANIFESTE, ORIGINE
from courriers.lettre.emplacements import INTEGRE
from courriers.lettre.manifeste import Depuis
from courriers.lettre.pack import Pack, pack_integre

_ABSENT = object()


class Conflit(NamedTuple):
    """One sentence of the built-in pack that both changed, each in its way."""

    integre: Changement
    copie: Changement

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {"integre": self.integre.as_dict(), "copie": self.copie.as_dict()}


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One Word file of the built-in pack that is no longer the one copied."""

    fichier: str
    genre: Literal["modifié", "ajouté", "retiré"]
    avant: Path | None
    """What was copied; nothing if it is not there any more, or was touched."""
    apres: Path | None
    """The one of today."""
    comparaison: Comparaison | None = None
    """Of the one to the other; nothing where one is missing or cannot be read."""
    a_reprendre: tuple[Changement, ...] = ()
    """What the person's own file does not say yet."""
    conflits: tuple[Conflit, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "fichier": self.fichier,
            "genre": self.genre,
            "avant": self.avant and str(self.avant),
            "apres": self.apres and str(self.apres),
            "a_reprendre": [c.as_dict() for c in self.a_reprendre],
            "conflits": [c.as_dict() for c in self.conflits],
        }


class CleChangee(NamedTuple):
    """One setting of ``pack.toml`` that the built-in pack changed, and the copy has not."""

    cle: str
    """Its path, as ``escalade.delai_jours``."""
    avant: Any
    apres: Any
    """Nothing where there is none."""
    conflit: bool
    """The copy changed it too, to something else."""


@dataclass(frozen=True, slots=True)
class Changements:
    """What is new in the built-in pack a copy comes from."""

    depuis: Depuis
    version: int | None
    """The one of today; nothing when the program has no such pack any more."""
    documents: tuple[DocumentChange, ...] = ()
    cles: tuple[CleChangee, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "pack": self.depuis.pack,
            "version_copiee": self.depuis.version,
            "version": self.version,
            "documents": [d.as_dict() for d in self.documents],
            "cles": [c._asdict() for c in self.cles],
        }


def changements(pack: Pack) -> Changements | None:
    """What the built-in pack of today says that neither what was copied nor *pack* does.

    Nothing for a pack that is no copy, or whose built-in pack is the same, or that says it all
    already. A file that cannot be read is named, without what changed in it.

    Raises:
        PackInvalide: the built-in pack is damaged.
    """
    depuis = pack.manifeste.depuis
    if depuis is None or pack.origine == INTEGRE:
        return None
    integre = pack_integre(depuis.pack)
    if integre is None:
        return Changements(depuis, None)
    documents = tuple(_documents(pack, depuis, integre))
    cles = tuple(_cles(pack.dossier, integre.dossier))
    if not documents and not cles:
        return None
    return Changements(depuis, integre.manifeste.version, documents, cles)


def _documents(pack: Pack, depuis: Depuis, integre: Pack) -> Iterator[DocumentChange]:
    actuels = {d.fichier: integre.dossier / d.fichier for d in integre.manifeste.documents}
    for nom in dict.fromkeys((*depuis.documents, *actuels)):
        copie, apres = pack.dossier / nom, actuels.get(nom)
        avant: Path | None = pack.dossier / ORIGINE / nom
        somme = depuis.documents.get(nom)
        if avant is not None and (somme is None or _empreinte(avant) != somme):
            avant = None
        if apres is None:
            yield DocumentChange(nom, "retiré", avant, None)
        elif somme is None:
            if _empreinte(copie) != _empreinte(apres):
                yield DocumentChange(nom, "ajouté", None, apres)
        elif _empreinte(apres) not in (somme, _empreinte(copie)):
            yield from _modifie(nom, avant, apres, copie)


def _modifie(nom: str, avant: Path | None, apres: Path, copie: Path) -> Iterator[DocumentChange]:
    """The file *nom*, unless the copy says already all that is new in it."""
    comparaison = None if avant is None else _comparer(avant, apres)
    if avant is None or comparaison is None:
        yield DocumentChange(nom, "modifié", avant, apres)
        return
    sienne = _comparer(avant, copie)
    siens = () if sienne is None else sienne.changements
    restent = _pas_encore(comparaison.changements, siens)
    if restent or comparaison.memes_textes:
        conflits = tuple(_conflits(restent, siens))
        yield DocumentChange(nom, "modifié", avant, apres, comparaison, restent, conflits)


def _pas_encore(
    nouveaux: Sequence[Changement], siens: Sequence[Changement]
) -> tuple[Changement, ...]:
    faits = {_sens(c) for c in siens}
    return tuple(c for c in nouveaux if _sens(c) not in faits)


def _sens(change: Changement) -> tuple[object, ...]:
    """What a change does to the file copied, whatever its look."""
    return change.rang_avant, change.avant is None, change.apres and change.apres.cle


def _conflits(restent: Sequence[Changement], siens: Sequence[Changement]) -> Iterator[Conflit]:
    """Two changes of one sentence, or two sentences added at one place."""
    places = {(c.rang_avant, c.avant is None): c for c in siens}
    for change in restent:
        sien = places.get((change.rang_avant, change.avant is None))
        if sien is not None:
            yield Conflit(change, sien)


def _cles(copie: Path, integre: Path) -> Iterator[CleChangee]:
    avant, apres, a_soi = (
        _reglages(dossier / MANIFESTE) for dossier in (copie / ORIGINE, integre, copie)
    )
    if avant is None or apres is None or a_soi is None:
        return
    for cle in dict.fromkeys((*avant, *apres)):
        ancien, nouveau = avant.get(cle, _ABSENT), apres.get(cle, _ABSENT)
        sien = a_soi.get(cle, _ABSENT)
        if nouveau in (ancien, sien) or cle == "version":
            continue
        yield CleChangee(
            cle,
            None if ancien is _ABSENT else ancien,
            None if nouveau is _ABSENT else nouveau,
            sien != ancien,
        )


def _reglages(fichier: Path) -> dict[str, Any] | None:
    """The settings of a ``pack.toml`` by path, plain for JSON; nothing if it cannot be read."""
    try:
        lu = tomllib.loads(fichier.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    lu.pop("depuis", None)
    return dict(_a_plat("", lu))


def _a_plat(chemin: str, valeur: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(valeur, Mapping):
        for nom, contenu in valeur.items():
            yield from _a_plat(f"{chemin}.{nom}" if chemin else nom, contenu)
    elif isinstance(valeur, list) and valeur and all(isinstance(x, Mapping) for x in valeur):
        for rang, contenu in enumerate(valeur, 1):
            yield from _a_plat(f"{chemin}[{contenu.get('nom', rang)}]", contenu)
    elif isinstance(valeur, list):
        yield chemin, [_simple(x) for x in valeur]
    else:
        yield chemin, _simple(valeur)


def _simple(valeur: Any) -> Any:
    """*valeur* as JSON may hold it: a date is its text."""
    return valeur if isinstance(valeur, str | int | float) else str(valeur)


def _comparer(a: Path, b: Path) -> Comparaison | None:
    """What changed from *a* to *b*; nothing if one cannot be read."""
    try:
        return comparer(Archive.lire(a), Archive.lire(b))
    except FichierWordInvalide:
        return None


def _empreinte(fichier: Path) -> str | None:
    try:
        return hashlib.sha256(fichier.read_bytes()).hexdigest()
    except OSError:
        return None
