"""Views asked for by the page, made one at a time in a worker, and the last good ones kept.

Everything kept is counted: an hour of saves takes no more memory than the first minutes.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from courriers.atelier.seance import Choix
from courriers.atelier.veille import compte
from courriers.atelier.vue import Faute, Feuille, Vue, voir
from courriers.constats import Constat, Gravite
from courriers.document.ouvriers import Ouvriers
from courriers.document.pdf_vu import image_de_page
from courriers.erreurs import CourriersError, DelaiDepasse
from courriers.lettre.pack import emplacements
from courriers.lot.noms import nom_sur

DELAI = 30.0
"""Seconds a letter may take: past them it is given up, and said."""
_ETATS, _FEUILLES, _IMAGES = 12, 36, 48
_VOISINS_MAX = 1000
K = TypeVar("K")
V = TypeVar("V")


class Recents(Generic[K, V]):
    """The last values asked for, at most so many.

    >>> recents = Recents(2)
    >>> for n in (1, 2, 1, 3): _ = recents.get(n), recents.put(n, str(n))
    >>> recents.get(2), recents.get(1), len(recents)
    (None, '1', 2)
    """

    def __init__(self, nombre: int) -> None:
        self._nombre = nombre
        self._valeurs: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._valeurs)

    def get(self, cle: K) -> V | None:
        """The value of *cle*, if it is still there."""
        if cle not in self._valeurs:
            return None
        self._valeurs.move_to_end(cle)
        return self._valeurs[cle]

    def put(self, cle: K, valeur: V) -> None:
        """Keep *valeur*, and forget what was asked for longest ago."""
        self._valeurs[cle] = valeur
        self._valeurs.move_to_end(cle)
        while len(self._valeurs) > self._nombre:
            self._valeurs.popitem(last=False)


@dataclass(frozen=True)
class Etat:
    """What the page shows of one choice: the view, and the sheets of the last good letter."""

    empreinte: str
    vue: Vue
    lettre: tuple[Feuille, ...]
    secondes: float

    @property
    def est_a_jour(self) -> bool:
        """Whether the letter shown is that of the template as it stands."""
        return bool(self.vue.lettre)


@dataclass(frozen=True)
class FeuilleGardee:
    """A sheet the page may ask pictures and files of, by its key."""

    feuille: Feuille
    nom: str
    """Of its files, without extension."""


class Rendus:
    """The views of one launch. Made for the loop of one server."""

    def __init__(self, ouvriers: Ouvriers) -> None:
        self._ouvriers = ouvriers
        self._etats: Recents[Choix, Etat] = Recents(_ETATS)
        self._feuilles: Recents[str, FeuilleGardee] = Recents(_FEUILLES)
        self._images: Recents[tuple[str, int, int], bytes] = Recents(_IMAGES)
        self._verrous: Recents[Choix, asyncio.Lock] = Recents(_ETATS)
        self._fils: set[asyncio.Task[Etat]] = set()
        self.faits = 0
        """Views made since the launch."""

    async def voir(self, choix: Choix) -> Etat:
        """The state of *choix*, made again only if a file it rests on has changed."""
        verrou = self._verrous.get(choix)
        if verrou is None:
            verrou = asyncio.Lock()
            self._verrous.put(choix, verrou)
        async with verrou:  # those who ask meanwhile get the same view
            ancien = self._etats.get(choix)
            empreinte = await asyncio.to_thread(empreinte_de, choix)
            if ancien is not None and ancien.empreinte == empreinte:
                return ancien
            # A page that leaves must not make the next one start over.
            fil = asyncio.create_task(self._refaire(choix, empreinte, ancien))
            self._fils.add(fil)
            fil.add_done_callback(self._fils.discard)
            return await asyncio.shield(fil)

    async def _refaire(self, choix: Choix, empreinte: str, ancien: Etat | None) -> Etat:
        depart = time.monotonic()
        bonnes = ancien.lettre if ancien is not None else ()
        self.faits += 1
        try:
            vue = await asyncio.wrap_future(self._ouvriers.submit(voir, choix, bonnes))
        except CourriersError as erreur:
            vue = _manquee(erreur, ancien)
        etat = Etat(empreinte, vue, vue.lettre or bonnes, time.monotonic() - depart)
        self._etats.put(choix, etat)
        for feuille in (*etat.lettre, *vue.modele):
            suffixe = "" if feuille.nom == "lettre" else f"-{feuille.nom}"
            self._feuilles.put(
                cle_de(feuille), FeuilleGardee(feuille, nom_sur(f"{choix.pack}{suffixe}"))
            )
        return etat

    def feuille(self, cle: str) -> FeuilleGardee | None:
        """The sheet *cle*, if it was shown lately."""
        return self._feuilles.get(cle)

    async def image(self, cle: str, page: int, largeur: int) -> bytes | None:
        """The page *page* (from 0) of the sheet *cle*, *largeur* pixels across; a PNG.

        Raises:
            ValueError: *largeur* is out of bounds.
        """
        gardee, connue = self._feuilles.get(cle), self._images.get((cle, page, largeur))
        if connue is not None or gardee is None:
            return connue
        try:
            # PDFium works outside the interpreter's lock, on a PDF this program has just made.
            octets = await asyncio.to_thread(image_de_page, gardee.feuille.pdf, page, largeur)
        except (IndexError, CourriersError):
            return None
        self._images.put((cle, page, largeur), octets)
        return octets


def cle_de(feuille: Feuille) -> str:
    """Its name in addresses: the same sheet, the same key, and its pictures are not fetched again.

    Not to be guessed by who has not seen it.
    """
    somme = hashlib.sha256(feuille.pdf)
    for extension in sorted(feuille.fichiers):
        somme.update(feuille.fichiers[extension])
    return somme.hexdigest()[:32]


def _manquee(erreur: CourriersError, ancien: Etat | None) -> Vue:
    """The view of a letter that took too long, or whose worker died."""
    message, conseil = erreur.message, erreur.conseil
    if isinstance(erreur, DelaiDepasse):
        message = f"Cette lettre demandait plus de {DELAI:g} s : elle a été abandonnée."
        conseil = "Simplifiez le modèle, ou le dossier."
    constat = Constat(erreur.code, Gravite.ERREUR, message, conseil=conseil)  # type: ignore[arg-type]
    garde = ancien.vue if ancien is not None else Vue()
    return Vue(
        (Faute(constat, "lettre"),), modele=garde.modele, canaux=garde.canaux, chemins=garde.chemins
    )


def empreinte_de(choix: Choix) -> str:
    """What changes when a file the letter rests on does: names, sizes and times."""
    somme = hashlib.sha256()
    for chemin in _fichiers(choix):
        try:
            etat = chemin.stat()
            vu = f"{chemin}|{etat.st_size}|{etat.st_mtime_ns}|{etat.st_ino}"
        except OSError as faute:
            vu = f"{chemin}|{faute.errno}"
        somme.update(vu.encode("utf-8", "surrogatepass"))
    return somme.hexdigest()


def _fichiers(choix: Choix) -> Iterator[Path]:
    if choix.config is not None:
        yield from _voisins(choix.config.parent)
    yield choix.chemin
    yield from _voisins(choix.chemin.parent)  # logos, signatures, exhibits
    try:
        place = emplacements(modeles=choix.modeles).get(choix.pack)
    except CourriersError:
        place = None
    if place is not None:
        yield from _voisins(place[1])


def _voisins(repertoire: Path) -> Iterator[Path]:
    try:
        with os.scandir(repertoire) as entrees:
            noms = sorted(e.name for _, e in zip(range(_VOISINS_MAX), entrees, strict=False))
    except OSError:
        return
    yield from (repertoire / nom for nom in noms if compte(nom))
