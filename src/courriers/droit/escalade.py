"""The climb: which step is due, and whether a chosen one comes too early, twice, or out of order.

The steps come as values; nothing here looks for packs. :func:`etape` chooses and explains;
:func:`constats_escalade` only comments on a step that a person chose, and refuses nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Any

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.dossier.envois import Envoi
from courriers.dossier.modele import Dossier
from courriers.droit.caution import DecompteCaution
from courriers.droit.decompte import Decompte
from courriers.droit.regles import obstacles_a_toute_demande
from courriers.droit.regles.dette import contestation, rien_a_reclamer
from courriers.droit.regles.procedures import (
    empechements,
    gel,
    hors_des_lettres,
    ordonnance_a_signifier,
    ordonnance_signifiee,
)
from courriers.droit.voies.petites_creances import empechements_petites_creances
from courriers.monnaie import ZERO


@dataclass(frozen=True, slots=True)
class Niveau:
    """One step of a recovery."""

    nom: str
    apres: tuple[str, ...] = ()
    """Steps that usually come before, any of them."""
    avant: tuple[str, ...] = ()
    """Steps that come later: one of them already sent, this one goes backwards."""
    delai_jours: int = 0
    """Days to leave since the last letter."""
    voie: str = "amiable"
    """``petites_creances`` for a step that the law opens to some cases only."""
    reclame: str = "total"
    """What it asks for: ``total``, ``principal``, ``principal_et_interets``, ``a_echoir``,
    ``caution``, ``passif``, ``echeances`` (what the schedule misses) or ``rien``."""
    variante_de: str = ""
    """The step it is a copy of under another name: both hold one place in the climb."""
    delai_paiement_jours: int | None = None
    """Days its letter leaves to pay, or to answer; nothing when it sets no deadline."""

    def somme(self, decompte: Decompte) -> Decimal:
        """The sum the step asks for."""
        sommes = {
            "principal": decompte.principal,
            "principal_et_interets": decompte.principal + decompte.interets,
            "a_echoir": decompte.a_echoir,
            "passif": decompte.total + decompte.a_echoir,
            "rien": ZERO,
            "echeances": ZERO,  # nothing of the statement
        }
        if self.reclame == "caution" and isinstance(decompte, DecompteCaution):
            return decompte.somme
        return sommes.get(self.reclame, decompte.total)


@dataclass(frozen=True, slots=True)
class Etape:
    """The step that is due on a day, or why none is."""

    niveau: str | None
    """Name of the step; nothing when none is due."""
    explication: tuple[str, ...]
    """What was looked at, step by step, in French."""
    blocages: tuple[Constat, ...] = ()
    """What stops the climb, whatever the step."""
    a_partir_du: datetime.date | None = None
    """First day of the next step, when only time is missing."""
    suivante: str = ""
    """Name of the step that is due or will be; empty when nothing will be."""
    ouverte_le: datetime.date | None = None
    """First day of that step; nothing when no letter has gone yet."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "etape": self.niveau,
            "explication": list(self.explication),
            "blocages": [c.as_dict() for c in self.blocages],
            "a_partir_du": self.a_partir_du and self.a_partir_du.isoformat(),
        }


def ordre(niveaux: Sequence[Niveau]) -> list[Niveau]:
    """The steps of the climb, first to last, by ``apres`` and ``avant``; then by name.

    A step that names no other, and that none names, is no part of the climb. Nor is a copy: the
    step it was copied from holds its place, or the first copy where that one is not there.

    >>> [n.nom for n in ordre([Niveau("c", apres=("b",)), Niveau("b", apres=("a",)),
    ...                        Niveau("a", avant=("c",)), Niveau("seul")])]
    ['a', 'b', 'c']

    Raises:
        ValueError: the steps go round in a circle.
    """
    place = places(niveaux)
    seuls = [n for n in niveaux if place[n.nom] == n.nom]
    par_nom = {n.nom: n for n in seuls}
    avant: dict[str, set[str]] = {n.nom: set() for n in seuls}
    for n in seuls:
        avant[n.nom].update(place[a] for a in n.apres if a in place)
        for suivant in n.avant:
            if suivant in place:
                avant[place[suivant]].add(n.nom)
    cites = {place.get(nom, nom) for n in seuls for nom in (*n.apres, *n.avant)}
    lies = [n for n in sorted(par_nom) if par_nom[n].apres or par_nom[n].avant or n in cites]
    try:
        tri = TopologicalSorter({nom: sorted(avant[nom]) for nom in lies})
        return [par_nom[nom] for nom in tri.static_order()]
    except CycleError as cercle:
        raise ValueError(f"les étapes tournent en rond : {' → '.join(cercle.args[1])}") from None


def places(niveaux: Sequence[Niveau]) -> dict[str, str]:
    """By name of step, the name of the one that holds its place in the climb.

    >>> places([Niveau("b", variante_de="a"), Niveau("a"), Niveau("d", variante_de="c")])
    {'b': 'a', 'a': 'a', 'd': 'd', 'c': 'd'}
    """
    noms = {n.nom for n in niveaux}
    premieres: dict[str, str] = {}
    for n in sorted(niveaux, key=lambda n: n.nom):
        premieres.setdefault(n.variante_de or n.nom, n.nom)
    place: dict[str, str] = {}
    for n in niveaux:
        souche = n.variante_de or n.nom
        place[n.nom] = souche if souche in noms else premieres[souche]
        place.setdefault(souche, place[n.nom])
    return place


def etape(dossier: Dossier, niveaux: Sequence[Niveau], decompte: Decompte) -> Etape:
    """The step due on the closing day of *decompte*.

    The one just after the most advanced sent so far, once its delay has run since the last letter
    of any kind. Nothing is due while the debt is disputed, under a schedule, in insolvency, paid,
    or frozen by the small claims procedure.

    Args:
        dossier: the case; its letters up to the closing day count, unless they came back as not
            delivered.
        niveaux: the steps, in any order.
        decompte: the statement on that day.
    """
    au = decompte.au
    blocages = tuple(_blocages(dossier, decompte))
    envois = [e for e in dossier.envois if e.date <= au]
    suite = ordre(niveaux)
    rang_de = {n.nom: rang for rang, n in enumerate(suite)}
    rangs = {nom: rang_de[tenue] for nom, tenue in places(niveaux).items() if tenue in rang_de}
    lignes = [_fait(e) for e in sorted(envois, key=lambda e: e.date)]
    faites = [rangs[e.niveau] for e in envois if e.niveau in rangs and e.retour != "npai"]
    suivantes = [n for n in suite[max(faites, default=-1) + 1 :] if n.somme(decompte) > 0]
    if blocages:
        return Etape(None, (*lignes, *(str(c) for c in blocages)), blocages)
    if not suivantes:
        fin = "aucune étape ne suit : voir « courriers voies »"
        return Etape(None, (*lignes, fin))
    niveau = suivantes[0]
    fermee = [str(c) for c in _voie_fermee(dossier, niveau, decompte)]
    if fermee:
        fin = f"« {niveau.nom} » viendrait ensuite, mais la loi la ferme à ce dossier"
        return Etape(None, (*lignes, fin, *fermee, "voir « courriers voies »"))
    des = _des(niveau, envois)
    if des is not None and au < des:
        attente = f"« {niveau.nom} » : {niveau.delai_jours} jours après le dernier envoi"
        attend = (*lignes, f"{attente}, soit à partir du {des:%d/%m/%Y}")
        return Etape(None, attend, (), des, niveau.nom, des)
    raison = (
        "aucune étape n’a été faite"
        if des is None
        else f"le délai de {_jours(niveau.delai_jours)} est passé"
    )
    due = (*lignes, f"« {niveau.nom} » : {raison}")
    return Etape(niveau.nom, due, suivante=niveau.nom, ouverte_le=des)


def _fait(envoi: Envoi) -> str:
    retour = " (revenue : n’habite pas à l’adresse)" if envoi.retour == "npai" else ""
    return f"« {envoi.niveau} » : envoi du {envoi.date:%d/%m/%Y}{retour}"


def _des(niveau: Niveau, envois: Sequence[Envoi]) -> datetime.date | None:
    """First day *niveau* may go, nothing when no letter has gone yet."""
    dernier = max((e.date for e in envois), default=None)
    return None if dernier is None else dernier + datetime.timedelta(niveau.delai_jours)


def _blocages(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    yield from empechements(dossier, decompte.au)
    yield from rien_a_reclamer(decompte, decompte.total)
    yield from obstacles_a_toute_demande(dossier, decompte)
    yield from hors_des_lettres(dossier, decompte.au)
    yield from ordonnance_signifiee(dossier, decompte)
    yield from ordonnance_a_signifier(dossier, decompte)
    yield from contestation(dossier, decompte.au)
    yield from gel(dossier, decompte)


def _voie_fermee(dossier: Dossier, niveau: Niveau, decompte: Decompte) -> list[Constat]:
    if niveau.voie == "petites_creances":
        return empechements_petites_creances(dossier, decompte)
    return []


def constats_escalade(dossier: Dossier, niveau: Niveau, au: datetime.date) -> list[Constat]:
    """What the letters already sent say of this step, on *au*. Nothing is refused."""
    return list(_constats(dossier, niveau, au))


def _constats(dossier: Dossier, niveau: Niveau, au: datetime.date) -> Iterator[Constat]:
    envois = [(i, e) for i, e in enumerate(dossier.envois) if e.date <= au]
    for rang, envoi in envois:
        if envoi.niveau in (niveau.nom, niveau.variante_de):
            yield avertissement(
                Code.ENVOI_REPETE,
                f"« {envoi.niveau} » a déjà été envoyé le {envoi.date:%d/%m/%Y}.",
                lieu=Lieu(champ=f"envois[{rang}]"),
            )
        elif envoi.niveau in niveau.avant:
            yield avertissement(
                Code.ETAPE_DEPASSEE,
                f"« {envoi.niveau} », envoyé le {envoi.date:%d/%m/%Y}, vient d’ordinaire après "
                f"« {niveau.nom} » : la lettre serait un pas en arrière.",
                "Passez à l’étape suivante, sauf raison de revenir à celle-ci.",
                Lieu(champ=f"envois[{rang}]"),
            )
    if envois:
        rang, dernier = max(envois, key=lambda e: e[1].date)
        ecoules = (au - dernier.date).days
        if ecoules < niveau.delai_jours:
            yield avertissement(
                Code.ENVOI_PREMATURE,
                f"le dernier envoi date de {_jours(ecoules)} ; {niveau.delai_jours} sont d’usage "
                f"avant « {niveau.nom} ».",
                lieu=Lieu(champ=f"envois[{rang}].date"),
            )
    if niveau.apres and not any(e.niveau in niveau.apres for _, e in envois):
        yield information(
            Code.ETAPE_SAUTEE,
            f"aucun envoi « {' » ou « '.join(niveau.apres)} » ne précède « {niveau.nom} ».",
            lieu=Lieu(champ="envois"),
        )


def _jours(nombre: int) -> str:
    return f"{nombre} jour{'s' if nombre > 1 else ''}"
