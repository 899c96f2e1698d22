"""The routes of the form: a case typed in the page, its account, its file, its letters."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from courriers.atelier import formulaire
from courriers.atelier.acces import SAISIE
from courriers.atelier.brouillons import Brouillon, Brouillons
from courriers.atelier.enregistrement import Enregistre, empreinte, enregistrer
from courriers.atelier.seance import Seance
from courriers.document.ouvriers import Ouvriers
from courriers.dossier import load_dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError, DossierInvalide
from courriers.lot.configuration import load_configuration
from courriers.lot.noms import nom_sur
from courriers.lot.saisie import Reprise, dossier_de, reponses_de, reprendre, toml_de

CORPS_MAX = 262_144
"""Most bytes of a request: a case of a thousand invoices is below."""
_TYPES = {"toml": "application/toml", "json": "application/json"}
_Texte = Annotated[str, Field(max_length=10_000)]


class Demande(BaseModel):
    """What the form sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    brouillon: Annotated[str, Field(max_length=64)]
    reponses: Annotated[dict[Annotated[str, Field(max_length=100)], _Texte], Field(max_length=5000)]
    depuis: Annotated[str, Field(max_length=100)] = ""
    au: datetime.date


class Atelier(Protocol):
    """What holds the list of cases."""

    seance: Seance


@dataclass(frozen=True)
class Saisies:
    """What answers the form."""

    atelier: Atelier
    ouvriers: Ouvriers
    brouillons: Brouillons

    def liste(self) -> list[Route]:
        """Every route."""
        return [
            Route(SAISIE, self.depart, methods=["GET"]),
            Route(SAISIE, self.regarder, methods=["POST"]),
            Route(f"{SAISIE}/lettres", self.lettres, methods=["POST"]),
            Route(f"{SAISIE}/enregistrer", self.enregistrer, methods=["POST"]),
            Route("/saisie/{nom}/dossier.{format}", self.telecharger, methods=["GET"]),
        ]

    async def depart(self, requete: Request) -> Response:
        """The questions, and what this tab had typed."""
        seance = self.atelier.seance
        nom, cle = (requete.query_params.get(n, "") for n in ("brouillon", "dossier"))
        brouillon = self.brouillons.get(nom)
        if cle or brouillon is None:
            brouillon = await asyncio.to_thread(self._ouvrir, cle) if cle else Brouillon()
            nom = self.brouillons.nouveau(brouillon)
        dit = await asyncio.to_thread(formulaire.questionnaire)
        return JSONResponse(
            {
                **dit,
                "brouillon": nom,
                "reponses": dict(brouillon.reponses),
                "depuis": brouillon.depuis,
                "enregistre": _chemin(brouillon),
                "dossiers": [{"cle": d.cle, "nom": d.nom} for d in seance.siens],
                "repertoire": str(seance.sortie),
                "au": seance.au.isoformat() if seance.au is not None else "",
            }
        )

    async def regarder(self, requete: Request) -> Response:
        """What was understood, the faults, the account."""
        demande, brouillon = await self._recevoir(requete)
        return JSONResponse(await asyncio.to_thread(self._regarder, demande, brouillon))

    def _regarder(self, demande: Demande, brouillon: Brouillon) -> dict[str, Any]:
        reprise, bareme = self._reprise(brouillon), _bareme(self.atelier.seance)
        vu = formulaire.regarder(demande.reponses, demande.au, fond=_fond(reprise), bareme=bareme)
        return {**vu, "reprise": reprise.creancier if reprise is not None else ""}

    async def lettres(self, requete: Request) -> Response:
        """Every letter, allowed or not, and why."""
        demande, brouillon = await self._recevoir(requete)
        dossier = await asyncio.to_thread(self._dossier, brouillon)
        seance = self.atelier.seance
        faire = partial(formulaire.lettres, dossier, demande.au, seance.modeles, seance.config)
        offertes = await asyncio.wrap_future(self.ouvriers.submit(faire))
        return JSONResponse({"lettres": offertes})

    async def enregistrer(self, requete: Request) -> Response:
        """Write the case in the folder of this launch; the list of cases then has it."""
        demande, brouillon = await self._recevoir(requete)
        sortie = self.atelier.seance.sortie
        dossier = await asyncio.to_thread(partial(self._dossier, brouillon, images=True))
        octets = toml_de(dossier).encode("utf-8")
        ecrit = await asyncio.to_thread(
            enregistrer, sortie, dossier["reference"], octets, brouillon.enregistre
        )
        seance, cle = self.atelier.seance.avec(ecrit.chemin, demande.au)
        self.atelier.seance = seance
        garde = replace(brouillon, enregistre=ecrit, enregistrees=demande.reponses)
        self.brouillons.put(demande.brouillon, garde)
        return JSONResponse({"cle": cle, "chemin": str(ecrit.chemin)})

    async def telecharger(self, requete: Request) -> Response:
        """The case, to keep elsewhere."""
        places = requete.path_params
        brouillon = self.brouillons.get(places["nom"])
        if brouillon is None or places["format"] not in _TYPES:
            raise HTTPException(404, "Ce dossier n’est plus là : rechargez.")
        try:
            dossier = await asyncio.to_thread(self._dossier, brouillon)
        except CourriersError:
            raise HTTPException(400, "Ce dossier a encore des fautes.") from None
        texte = toml_de(dossier) if places["format"] == "toml" else _json(dossier)
        nom = f"dossier-{nom_sur(dossier['reference'])}.{places['format']}"
        return Response(
            texte.encode("utf-8"),
            media_type=_TYPES[places["format"]],
            headers={"Content-Disposition": f'attachment; filename="{nom}"'},
        )

    async def _recevoir(self, requete: Request) -> tuple[Demande, Brouillon]:
        """What is sent, checked, and its draft, up to date."""
        octets = bytearray()
        async for bout in requete.stream():
            octets += bout
            if len(octets) > CORPS_MAX:
                raise HTTPException(413, "Ce dossier est trop long pour ce formulaire.")
        try:
            demande = Demande.model_validate_json(bytes(octets))
        except ValidationError:
            raise HTTPException(400, "Cette demande n’est pas du formulaire.") from None
        brouillon = self.brouillons.get(demande.brouillon)
        if brouillon is None:
            raise HTTPException(409, "Cette saisie est ouverte depuis trop longtemps : rechargez.")
        neuf = replace(brouillon, reponses=demande.reponses, depuis=demande.depuis)
        self.brouillons.put(demande.brouillon, neuf)
        return demande, neuf

    def _ouvrir(self, cle: str) -> Brouillon:
        """The case *cle*, to be corrected in the form.

        Raises:
            DossierInvalide: it cannot be read, or says more than the form can.
        """
        offert = self.atelier.seance.dossier(cle)
        ancien = load_dossier(offert.chemin)
        brut = ancien.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        reponses = reponses_de(brut)
        redit = load_dossier(dossier_de(reponses), base=ancien.base)
        if redit.model_dump() != ancien.model_dump():
            raise DossierInvalide(
                f"{offert.nom} dit plus que ce formulaire ne sait demander.",
                conseil="Corrigez le fichier lui-même : chaque champ y est expliqué.",
            )
        if offert.chemin.suffix.lower() != ".toml":
            return Brouillon(reponses)
        octets = offert.chemin.read_bytes()
        ecrit = Enregistre(offert.chemin, empreinte(octets), ancien.reference)
        return Brouillon(reponses, enregistre=ecrit, enregistrees=reponses)

    def _reprise(self, brouillon: Brouillon, *, images: bool = False) -> Reprise | None:
        if not brouillon.depuis:
            return None
        offert = self.atelier.seance.dossier(brouillon.depuis)
        memes = images and offert.chemin.parent == self.atelier.seance.sortie
        return reprendre(load_dossier(offert.chemin), images=memes)

    def _dossier(self, brouillon: Brouillon, *, images: bool = False) -> dict[str, Any]:
        fond = _fond(self._reprise(brouillon, images=images))
        return dossier_de(brouillon.reponses, fond=fond)


def _chemin(brouillon: Brouillon) -> str:
    """The file that says all that was typed, if there is one."""
    ecrit = brouillon.enregistre
    return str(ecrit.chemin) if ecrit is not None and brouillon.est_enregistre else ""


def _fond(reprise: Reprise | None) -> Mapping[str, Any] | None:
    return reprise.fond if reprise is not None else None


def _bareme(seance: Seance) -> Bareme | None:
    return load_configuration(seance.config).bareme() if seance.config is not None else None


def _json(dossier: Mapping[str, Any]) -> str:
    return json.dumps({"version": 1, **dossier}, ensure_ascii=False, indent=2) + "\n"


def refus(erreur: CourriersError) -> Response:
    """An impossible request, said; with the status 400."""
    fautes = (
        {c.lieu.champ or "": c.message for c in erreur.constats}
        if isinstance(erreur, DossierInvalide)
        else {}
    )
    return JSONResponse(
        {"message": erreur.message, "conseil": erreur.conseil, "fautes": fautes}, 400
    )
