"""The routes of the page. Each one reads; only the form, which has its own, saves a case."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from courriers.atelier import reponses
from courriers.atelier.acces import Garde, Secrets
from courriers.atelier.brouillons import Brouillons
from courriers.atelier.presentation import ROLES
from courriers.atelier.rendu import Rendus
from courriers.atelier.saisie import Saisies, refus
from courriers.atelier.seance import Seance
from courriers.atelier.veille import Diffusion, veiller
from courriers.document.ouvriers import Ouvriers
from courriers.erreurs import CourriersError

_PAGE = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/atelier.css": ("atelier.css", "text/css; charset=utf-8"),
    "/atelier.js": ("atelier.js", "text/javascript; charset=utf-8"),
    "/vues.js": ("vues.js", "text/javascript; charset=utf-8"),
    "/saisie.js": ("saisie.js", "text/javascript; charset=utf-8"),
    "/champ.js": ("champ.js", "text/javascript; charset=utf-8"),
    "/fin.js": ("fin.js", "text/javascript; charset=utf-8"),
    "/icone.svg": ("icone.svg", "image/svg+xml"),
}
"""The only files served: no path of a request is ever one of the disk."""
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "eml": "message/rfc822",
}
_BATTEMENT = 5.0
"""Seconds an idle page waits before it looks again: a network disk does not always tell."""
PREMIER_PACK = "mise-en-demeure"


def application(
    seance: Seance,
    rendus: Rendus,
    diffusion: Diffusion,
    ouvriers: Ouvriers,
    *,
    port: int,
    secrets: Secrets,
    au_depart: Callable[[], None] | None = None,
) -> Garde:
    """The application of one launch, behind its door.

    Args:
        seance: what it offers.
        rendus: makes its views.
        diffusion: tells its pages.
        ouvriers: read templates for the form.
        port: where it listens; a request to any other is refused.
        secrets: what opens it.
        au_depart: called once it can answer.
    """
    routes = Routes(seance, rendus, diffusion)

    @contextlib.asynccontextmanager
    async def vie(_: Starlette) -> AsyncIterator[None]:
        fin = asyncio.Event()
        fils = [
            asyncio.create_task(veiller(seance, diffusion, fin)),
            asyncio.create_task(routes.chauffer()),
        ]
        if au_depart is not None:
            au_depart()
        try:
            yield
        finally:
            fin.set()
            diffusion.fermer()
            fils[1].cancel()
            await asyncio.gather(*fils, return_exceptions=True)

    interieur = Starlette(
        routes=[*routes.liste(), *Saisies(routes, ouvriers, Brouillons()).liste()],
        exception_handlers={HTTPException: _en_clair, CourriersError: _refuse, Exception: _imprevu},
        lifespan=vie,
    )
    return Garde(interieur, port, secrets)  # outermost: a failure has the same headers


class Routes:
    """What answers, with what it answers from."""

    def __init__(self, seance: Seance, rendus: Rendus, diffusion: Diffusion) -> None:
        self.seance, self.rendus, self.diffusion = seance, rendus, diffusion
        repertoire = resources.files("courriers.atelier") / "page"
        self._page = {
            chemin: (repertoire.joinpath(nom).read_bytes(), genre)
            for chemin, (nom, genre) in _PAGE.items()
        }

    def liste(self) -> list[Route]:
        """Every route."""
        return [
            *(Route(chemin, self.page, methods=["GET"]) for chemin in _PAGE),
            Route("/api/depart", self.depart, methods=["GET"]),
            Route("/api/packs", self.packs, methods=["GET"]),
            Route("/api/vue", self.vue, methods=["GET"]),
            Route("/api/veille", self.veille, methods=["GET"]),
            Route("/image/{cle}/{page:int}.png", self.image, methods=["GET"]),
            Route("/fichier/{cle}/{format}", self.fichier, methods=["GET"]),
        ]

    async def chauffer(self) -> None:
        """Make the first view before it is asked for: fonts and libraries are then loaded."""
        dossier = self.seance.choisi or "exemple-societe-a-societe"
        with contextlib.suppress(CourriersError):
            choix = self.seance.choix({"dossier": dossier, "pack": PREMIER_PACK})
            await self.rendus.chauffer(choix)

    async def page(self, requete: Request) -> Response:
        """A file of the page."""
        octets, genre = self._page[requete.url.path]
        return Response(octets, media_type=genre)

    async def depart(self, _: Request) -> Response:
        """Lists, fields, samples."""
        dit = await asyncio.to_thread(reponses.depart, self.seance)
        return JSONResponse({**dit, "premier": PREMIER_PACK, "ordre": list(ROLES)})

    async def packs(self, _: Request) -> Response:
        """The letters alone."""
        return JSONResponse(await asyncio.to_thread(reponses.packs, self.seance))

    async def vue(self, requete: Request) -> Response:
        """The letter chosen; an impossible choice is said, with the status 400."""
        try:
            choix = await asyncio.to_thread(self.seance.choix, dict(requete.query_params))
        except CourriersError as erreur:
            return JSONResponse({"message": erreur.message, "conseil": erreur.conseil}, 400)
        modele = requete.query_params.get("modele") == "1"
        return JSONResponse(reponses.vue(await self.rendus.voir(choix, modele=modele)))

    async def veille(self, _: Request) -> Response:
        """Server-sent events: « change », each time a file does."""
        return StreamingResponse(
            self._evenements(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )

    async def _evenements(self) -> AsyncIterator[str]:
        with self.diffusion.abonne() as page:
            yield "retry: 1000\nevent: bonjour\ndata: \n\n"
            while not self.diffusion.est_fermee:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(page.wait(), _BATTEMENT)
                page.clear()
                if not self.diffusion.est_fermee:
                    yield "event: change\ndata: \n\n"

    async def image(self, requete: Request) -> Response:
        """One page of one sheet, as wide as the screen asks."""
        places = requete.path_params
        try:
            largeur = int(requete.query_params.get("largeur", "1000")[:6])
            octets = await self.rendus.image(places["cle"], places["page"] - 1, largeur)
        except ValueError:
            raise HTTPException(400, "Cette largeur n’est pas possible.") from None
        if octets is None:
            raise HTTPException(404, "Cette page n’est plus là : rechargez.")
        return Response(octets, media_type="image/png")

    async def fichier(self, requete: Request) -> Response:
        """The letter, to keep."""
        gardee = self.rendus.feuille(requete.path_params["cle"])
        extension = requete.path_params["format"]
        if gardee is None or extension not in gardee.feuille.fichiers:
            raise HTTPException(404, "Ce fichier n’est plus là : rechargez.")
        return Response(
            gardee.feuille.fichiers[extension],
            media_type=_TYPES[extension],
            headers={"Content-Disposition": f'attachment; filename="{gardee.nom}.{extension}"'},
        )


async def _en_clair(_: Request, faute: Any) -> Response:
    anglais = {404: "Cette adresse n’existe pas.", 405: "L’atelier se regarde seulement."}
    propre = faute.detail if faute.detail.endswith((".", "!")) else ""
    return PlainTextResponse(propre or anglais.get(faute.status_code, "Refusé."), faute.status_code)


async def _refuse(_: Request, faute: Any) -> Response:
    return refus(faute)


async def _imprevu(_: Request, faute: Exception) -> Response:
    # Its class only: a message may hold what is in the case.
    return JSONResponse(
        {"message": f"Erreur interne ({type(faute).__name__}).", "conseil": "Signalez-la."}, 500
    )
