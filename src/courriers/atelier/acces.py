"""Who may ask: this machine, this page, this person. Everything else is refused before any route.

Other sites that the browser has open cannot reach the page (Host, Origin, Fetch Metadata); other
users of the machine cannot either, who know the port but not the secret.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAISIE = "/api/saisie"
"""Where the form sends what is typed: the only routes that take anything."""
CLE = "cle"
"""Name of the secret in the address."""
EN_TETES = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # the letters of a case stay out of the browser's disk
}


class Secrets:
    """What opens the page of one launch: a key for the person, a ticket for the browser.

    The ticket serves once: the address given to a browser can be seen in the list of processes.
    """

    def __init__(self) -> None:
        self.cle = secrets.token_urlsafe(24)
        self._temoin = secrets.token_urlsafe(24)
        self._billets: set[str] = set()

    @property
    def temoin(self) -> str:
        """What the cookie holds."""
        return self._temoin

    def billet(self) -> str:
        """A new ticket."""
        neuf = secrets.token_urlsafe(24)
        self._billets.add(neuf)
        return neuf

    def ouvre(self, presente: str) -> bool:
        """Whether *presente* is the key or a ticket, which it uses up."""
        if presente in self._billets:
            self._billets.discard(presente)
            return True
        return _egaux(presente, self.cle)

    def reconnait(self, temoin: str) -> bool:
        """Whether the cookie is ours."""
        return _egaux(temoin, self._temoin)


def _egaux(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode(), b.encode())


class Garde:
    """ASGI: lets in the requests of our own page, and gives every answer its headers."""

    def __init__(self, suite: ASGIApp, port: int, secrets_: Secrets) -> None:
        self.suite, self.secrets = suite, secrets_
        self.temoin = f"courriers_atelier_{port}"  # cookies do not tell ports apart
        self.hotes = {f"127.0.0.1:{port}", f"localhost:{port}"}
        if port == 80:
            self.hotes |= {"127.0.0.1", "localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, open the door, or pass on."""
        if scope["type"] == "lifespan":
            await self.suite(scope, receive, send)
            return
        if scope["type"] != "http":  # the page opens no WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return

        async def envoyer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(EN_TETES)
            await send(message)

        reponse = self._reponse(scope)
        await (reponse or self.suite)(scope, receive, envoyer)

    def _reponse(self, scope: Scope) -> Response | None:
        """A refusal, or the door; nothing if the request may pass."""
        en_tetes = Headers(scope=scope)
        if not self._de_notre_page(en_tetes):
            return _refus("Cette adresse n’est pas celle de l’atelier.")
        if not _admise(scope, en_tetes):
            return PlainTextResponse("L’atelier se regarde seulement.", 405)
        presentee = parse_qs(scope["query_string"].decode("latin-1")).get(CLE, [""])[0]
        if scope["path"] == "/" and presentee:
            if not self.secrets.ouvre(presentee):
                return _refus(_FERME)
            entree = RedirectResponse("/", 303)
            entree.set_cookie(
                self.temoin, self.secrets.temoin, path="/", httponly=True, samesite="strict"
            )
            return entree
        if not self.secrets.reconnait(_temoins(en_tetes).get(self.temoin, "")):
            return _refus(_FERME)
        return None

    def _de_notre_page(self, en_tetes: Headers) -> bool:
        hote, origine = en_tetes.getlist("host"), en_tetes.getlist("origin")
        if len(hote) != 1 or hote[0].lower() not in self.hotes:
            return False
        if any(o.lower() not in {f"http://{h}" for h in self.hotes} for o in origine):
            return False
        # A link followed from another site opens the page only with the key, as a typed address.
        return en_tetes.get("sec-fetch-site", "none") in ("same-origin", "none")


_FERME = (
    "Cette page s’ouvre par l’adresse que « courriers atelier » affiche : elle contient une clé, "
    "neuve à chaque lancement. Copiez cette adresse entière dans votre navigateur."
)


def _admise(scope: Scope, en_tetes: Headers) -> bool:
    """A look, or what our form sends: a kind of content no other site can send without asking."""
    if scope["method"] in ("GET", "HEAD"):
        return True
    de_saisie = scope["path"] == SAISIE or scope["path"].startswith(f"{SAISIE}/")
    genre = en_tetes.get("content-type", "").partition(";")[0].strip().lower()
    return (
        scope["method"] == "POST"
        and de_saisie
        and genre == "application/json"
        and "origin" in en_tetes
    )


def _refus(message: str) -> Response:
    return PlainTextResponse(message, 403)


def _temoins(en_tetes: Headers) -> Mapping[str, str]:
    lus: SimpleCookie = SimpleCookie()
    try:
        lus.load("; ".join(en_tetes.getlist("cookie")))
    except CookieError:
        return {}
    return {nom: valeur.value for nom, valeur in lus.items()}
