"""What a page may ask for: its fonts and pictures, by private name, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from courriers.document.moteur.copie import module
from courriers.document.polices import Face

BASE = "courriers:"
"""Scheme of the private addresses."""


@cache
def recueil() -> type[Any]:
    """The fetcher's class; made on first use, since it derives from WeasyPrint's."""
    adresses = module("urls")

    class Recueil(adresses.URLFetcher):  # type: ignore[misc, name-defined]
        """Hands over the fonts and pictures of one letter."""

        def __init__(self, polices: Mapping[str, Face], dessins: Mapping[str, bytes]) -> None:
            super().__init__(allowed_protocols=set(), fail_on_errors=True)
            self._polices, self._dessins = polices, dessins

        def fetch(self, url: str, headers: Any = None) -> Any:
            del headers
            genre, _, nom = url.partition(":")
            if genre == "police" and nom in self._polices:
                octets = self._polices[nom].fichier.read_bytes()
                return adresses.URLFetcherResponse(url, octets)
            if genre == "dessin" and nom in self._dessins:
                return adresses.URLFetcherResponse(url, self._dessins[nom])
            raise ValueError(f"adresse refusée : {url[:80]}")

    return Recueil


def encodee_une_fois(image: Any) -> Any:
    """*image*, which keeps what it gives a PDF: a logo is in every letter."""
    if image is None or "get_x_object" in vars(image):
        return image
    encoder = image.get_x_object
    gardes: dict[Any, Any] = {}

    def get_x_object(*reglages: Any) -> Any:
        if reglages not in gardes:
            gardes[reglages] = encoder(*reglages)
        return _neuf(gardes[reglages])

    image.get_x_object = get_x_object
    return image


def _neuf(objet: Any) -> Any:
    """The stream *objet* again: a PDF numbers those it is given, and changes them."""
    import pydyf

    extra = dict(objet.extra)
    if "SMask" in extra:
        extra["SMask"] = _neuf(extra["SMask"])
    return pydyf.Stream(list(objet.stream), extra)
