"""Views asked for by the page, made one at a time in a worker, and the last good ones kept.

Everything kept is counted: an hour of saves takes no more memory than the first minutes.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from courriers.atelier.feuille import Faute, Feuille
from courriers.atelier.recents import Recents
from courriers.atelier.seance import Choix, nom_du_cas
from courriers.atelier.veille import compte, enregistres
from courriers.atelier.vue import Vue, voir
from courriers.constats import Constat, Gravite
from courriers.document.ouvriers import Ouvriers
from courriers.document.pdf_vu import LARGEUR_MAX, image_de_page
from courriers.erreurs import CourriersError, DelaiDepasse
from courriers.lettre.emplacements import emplacements
from courriers.lot.noms import nom_sur

DELAI = 30.0
"""Seconds a letter may take: past them it is given up, and said."""
_ETATS, _FEUILLES, _IMAGES = 12, 36, 48
_OCTETS_DES_ETATS = _OCTETS_DES_FEUILLES = _OCTETS_DES_IMAGES = 32_000_000
"""What is kept weighs no more, a heavy letter or not."""
_Image = tuple[str, int, int]
"""The key of a sheet, a page of it (from 0), a width."""
_VOISINS_MAX = 1000


@dataclass(frozen=True)
class Etat:
    """What the page shows of one choice: the view, and the sheets of the last good letter."""

    empreinte: str
    vue: Vue
    lettre: tuple[Feuille, ...]
    secondes: float

    @property
    def feuilles(self) -> tuple[Feuille, ...]:
        """All that it shows."""
        return (*self.lettre, *self.vue.modele)

    def suffit(self, empreinte: str, *, modele: bool) -> bool:
        """Whether it is that of files of this fingerprint, with the template if it is asked."""
        return self.empreinte == empreinte and (self.vue.modele_dessine or not modele)

    @property
    def est_a_jour(self) -> bool:
        """Whether the letter shown is that of the template as it stands."""
        return bool(self.vue.lettre)

    @property
    def est_sans_erreur(self) -> bool:
        """Whether neither the letter nor any template of its pack had a fault."""
        erreurs = (f for f in self.vue.fautes if f.constat.gravite is Gravite.ERREUR)
        return self.est_a_jour and not any(erreurs)


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
        self._etats: Recents[Choix, Etat] = Recents(_ETATS, _OCTETS_DES_ETATS)
        self._feuilles: Recents[str, FeuilleGardee] = Recents(_FEUILLES, _OCTETS_DES_FEUILLES)
        self._images: Recents[_Image, bytes] = Recents(_IMAGES, _OCTETS_DES_IMAGES)
        self._verrous: Recents[Choix, asyncio.Lock] = Recents(_ETATS)
        self._fils: set[asyncio.Task[Etat]] = set()
        self._dessins: dict[_Image, asyncio.Task[bytes | None]] = {}
        # One thread: PDFium draws one page at a time, and each thread would keep memory of its own.
        self._dessinateur = ThreadPoolExecutor(1, "courriers-image")
        self._regard: tuple[str, int] | None = None
        """The sheet whose first page was last asked for, and how wide."""
        self.faits = 0
        """Views made since the launch."""

    def fermer(self) -> None:
        """Draw no more."""
        self._dessinateur.shutdown(wait=False, cancel_futures=True)

    async def voir(self, choix: Choix, *, modele: bool = False) -> Etat:
        """The state of *choix*, made again only if a file it rests on has changed.

        Args:
            choix: what to look at.
            modele: whether the templates themselves are looked at: they are then drawn too.
        """
        verrou = self._verrous.get(choix)
        if verrou is None:
            verrou = asyncio.Lock()
            self._verrous.put(choix, verrou)
        async with verrou:  # those who ask meanwhile get the same view
            ancien = self._etats.get(choix)
            empreinte = await asyncio.to_thread(empreinte_de, choix)
            if ancien is not None and ancien.suffit(empreinte, modele=modele):
                return ancien
            if ancien is not None and ancien.est_sans_erreur:  # a fault is perhaps half a save
                await enregistres(ancien.vue.chemins)
                empreinte = await asyncio.to_thread(empreinte_de, choix)
            # A page that leaves must not make the next one start over.
            fil = asyncio.create_task(self._refaire(choix, empreinte, ancien, modele))
            self._fils.add(fil)
            fil.add_done_callback(self._fils.discard)
            return await asyncio.shield(fil)

    async def chauffer(self, choix: Choix) -> None:
        """Make the view of *choix*, then draw its templates: the first fault will not wait.

        Raises:
            CourriersError: the worker died.
        """
        await self.voir(choix)
        await asyncio.wrap_future(self._ouvriers.submit(voir, choix))

    async def _refaire(
        self, choix: Choix, empreinte: str, ancien: Etat | None, modele: bool
    ) -> Etat:
        depart = time.monotonic()
        bonnes = ancien.lettre if ancien is not None else ()
        self.faits += 1
        try:
            futur = self._ouvriers.submit(voir, choix, bonnes, modele=modele)
            vue = await asyncio.wrap_future(futur)
        except CourriersError as erreur:
            vue = _manquee(erreur, ancien)
        etat = Etat(empreinte, vue, vue.lettre or bonnes, time.monotonic() - depart)
        self._etats.put(choix, etat, sum(f.poids for f in etat.feuilles))
        for feuille in etat.feuilles:
            suffixe = "" if feuille.nom == "lettre" else f"-{feuille.nom}"
            gardee = FeuilleGardee(
                feuille, nom_sur(f"{choix.pack}{suffixe}-{nom_du_cas(choix.chemin)}")
            )
            self._feuilles.put(cle_de(feuille), gardee, feuille.poids)
        self._devancer(vue.lettre)
        return etat

    def _devancer(self, feuilles: tuple[Feuille, ...]) -> None:
        """Begin the picture that the page is about to ask for."""
        for feuille in feuilles:
            if self._regard is not None and feuille.nom == self._regard[0] and feuille.pages:
                self._dessiner((cle_de(feuille), 0, self._regard[1]), feuille)

    def feuille(self, cle: str) -> FeuilleGardee | None:
        """The sheet *cle*, if it was shown lately."""
        return self._feuilles.get(cle)

    async def image(self, cle: str, page: int, largeur: int) -> bytes | None:
        """The page *page* (from 0) of the sheet *cle*, *largeur* pixels across; a PNG.

        Raises:
            ValueError: *largeur* is out of bounds.
        """
        if not 1 <= largeur <= LARGEUR_MAX:
            raise ValueError(f"largeur hors de 1 à {LARGEUR_MAX}")
        gardee, connue = self._feuilles.get(cle), self._images.get((cle, page, largeur))
        if gardee is not None and page == 0:
            self._regard = gardee.feuille.nom, largeur
        if connue is not None or gardee is None:
            return connue
        return await asyncio.shield(self._dessiner((cle, page, largeur), gardee.feuille))

    def _dessiner(self, image: _Image, feuille: Feuille) -> asyncio.Task[bytes | None]:
        """The drawing of *image*: the one under way, if there is one."""
        if image not in self._dessins:
            fil = asyncio.create_task(self._dessin(image, feuille))
            self._dessins[image] = fil
            fil.add_done_callback(lambda _: self._dessins.pop(image, None))
        return self._dessins[image]

    async def _dessin(self, image: _Image, feuille: Feuille) -> bytes | None:
        boucle = asyncio.get_running_loop()
        try:
            # PDFium works outside the interpreter's lock, on a PDF this program has just made.
            octets = await boucle.run_in_executor(
                self._dessinateur, image_de_page, feuille.pdf, *image[1:]
            )
        except (IndexError, CourriersError):
            return None
        self._images.put(image, octets, len(octets))
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
        (Faute(constat, "lettre"),),
        modele=garde.modele,
        modele_dessine=True,  # as far as it can be: not to be tried again at each look
        canaux=garde.canaux,
        chemins=garde.chemins,
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
