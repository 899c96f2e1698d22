"""A real server on a free port, and a browser's requests to it."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

from courriers.atelier.lancement import Serveur, atelier
from courriers.atelier.rendu import Rendus
from courriers.atelier.seance import ouvrir
from fabrique import JOUR


@dataclass(frozen=True)
class Reponse:
    status: int
    headers: Mapping[str, str]
    corps: bytes


@dataclass
class Client:
    adresse: str
    billet: str
    rendus: Rendus
    serveur: Serveur
    temoin: str = ""

    @property
    def port(self) -> int:
        return urlsplit(self.adresse).port or 0

    def demander(
        self, chemin: str, *, methode: str = "GET", temoin: str | None = None, **en_tetes: str
    ) -> Reponse:
        with contextlib.closing(self._connexion()) as connexion:
            recue = self._envoyer(connexion, chemin, methode, temoin, en_tetes)
            return Reponse(recue.status, recue.headers, recue.read())

    def poster(
        self, chemin: str, corps: bytes, *, temoin: str | None = None, **en_tetes: str
    ) -> Reponse:
        """What the form sends, with the headers of a browser unless told otherwise."""
        envoyes = {
            "Content_Type": "application/json",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content_Length": str(len(corps)),
            **en_tetes,
        }
        gardes = {nom: valeur for nom, valeur in envoyes.items() if valeur}
        with contextlib.closing(self._connexion()) as connexion:
            recue = self._envoyer(connexion, chemin, "POST", temoin, gardes, corps)
            return Reponse(recue.status, recue.headers, recue.read())

    def _connexion(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def _envoyer(
        self,
        connexion: http.client.HTTPConnection,
        chemin: str,
        methode: str = "GET",
        temoin: str | None = None,
        en_tetes: Mapping[str, str] = MappingProxyType({}),
        corps: bytes | None = None,
    ) -> http.client.HTTPResponse:
        envoyes = {nom.replace("_", "-"): valeur for nom, valeur in en_tetes.items()}
        connexion.putrequest(methode, chemin, skip_host="Host" in envoyes)
        presente = self.temoin if temoin is None else temoin
        if presente:
            envoyes["Cookie"] = presente
        for nom, valeur in envoyes.items():
            connexion.putheader(nom, valeur)
        connexion.endheaders(corps)
        return connexion.getresponse()

    def lire(self, chemin: str, **options: str) -> tuple[int, bytes]:
        reponse = self.demander(chemin, **options)
        return reponse.status, reponse.corps

    def json(self, chemin: str) -> Any:
        statut, corps = self.lire(chemin)
        assert statut == 200, corps
        return json.loads(corps)

    def vue(self, dossier: str, pack: str = "mise-en-demeure", **autres: str) -> Any:
        return self.json("/api/vue?" + urlencode({"dossier": dossier, "pack": pack, **autres}))

    def entrer(self) -> None:
        parties = urlsplit(self.adresse)
        reponse = self.demander(f"/?{parties.query}")
        assert reponse.status == 303
        self.temoin = reponse.headers["Set-Cookie"].split(";")[0]


@contextlib.contextmanager
def servi(dossier: str | Path | None = None, modeles: Path | None = None) -> Iterator[Client]:
    seance = ouvrir(None if dossier is None else str(dossier), JOUR, JOUR, modeles=modeles)
    pret = threading.Event()
    billets: list[str] = []

    def au_depart(_: str, unique: str) -> None:
        billets.append(unique)
        pret.set()

    with atelier(seance, au_depart=au_depart) as (serveur, prise, adresse, rendus):
        fil = threading.Thread(target=serveur.run, kwargs={"sockets": [prise]})
        fil.start()
        try:
            assert pret.wait(30)
            client = Client(adresse, billets[0], rendus, serveur)
            client.entrer()
            yield client
        finally:
            serveur.arreter()
            fil.join(30)
            assert not fil.is_alive()


@contextlib.contextmanager
def evenements(client: Client) -> Iterator[Iterator[tuple[str, float]]]:
    """Each server-sent event, and when it came."""
    with contextlib.closing(client._connexion()) as connexion:
        reponse = client._envoyer(connexion, "/api/veille")
        assert reponse.status == 200
        with contextlib.closing(reponse):
            yield (
                (ligne.split()[1].decode(), time.monotonic())
                for ligne in iter(reponse.readline, b"")
                if ligne.startswith(b"event: ")
            )
