"""A row of what came back of the letters: which letter it names, and what it says of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from courriers.lettre.suite import RECOMMANDES, numero_de_suivi
from courriers.lot.evenements import LettreEcrite
from courriers.lot.fabrication import exemplaire_de
from courriers.lot.listes import LigneDeListe
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.cellules import Fautive, sans_accent
from courriers.lot.sources.tables.modele import Valeur

CHAMPS = {
    "reference": ("Référence", "Réf.", "Dossier", "Référence du dossier", "Référence client"),
    "numero_suivi": ("Numéro de suivi", "Numéro du recommandé", "N° LRAR", "N° recommandé",
                     "Numéro d’envoi", "Numéro AR", "N° de colis"),
    "presente_le": ("Présentée le", "Présenté le", "Date de présentation", "Première présentation"),
    "recu_le": ("Reçue le", "Reçu le", "Distribuée le", "Distribué le", "Date de distribution",
                "Date de réception", "Date AR"),
    "retour": ("Retour", "Motif de retour", "Statut", "Motif de non-distribution"),
    "pack": ("Lettre", "Pack", "Étape"),
    "au": ("Date de la lettre", "Envoyée le", "Date d’envoi"),
    "creancier": ("Créancier", "SIREN du créancier", "Nom du créancier"),
    "caution": ("Caution", "Rang de la caution", "Numéro de la caution"),
}  # fmt: skip
_RETOURS = {
    "npai": ("npai", "n’habite pas", "adresse inconnue", "destinataire inconnu", "pas a l’adresse"),
    "refuse": ("refus",),
    "non_reclame": ("non reclame", "avise", "pli avise", "non retire"),
}  # fmt: skip
_NON_ENVOYEE = ("non envoye", "annule", "pas envoye")
_RECUE = ("recu", "distribue", "livre", "remis")
T = TypeVar("T")


class FautiveA(Fautive):
    """A cell that cannot be used, and its field."""

    def __init__(self, champ: str, message: str, conseil: str = "") -> None:
        super().__init__(message.rstrip("."), conseil)
        self.champ = champ


def est_retrait(ligne: LigneDeListe) -> bool:
    """Whether *ligne* says that its letter was not sent."""
    try:
        statut = sans_accent(ligne.texte("retour"))
    except Fautive:
        return False
    return any(mot in statut for mot in _NON_ENVOYEE)


def lire(ligne: LigneDeListe, champ: str, comment: Callable[[Valeur], T]) -> T | None:
    """The cell *champ* read by *comment*; nothing when it is blank.

    Raises:
        FautiveA: *comment* cannot.
    """
    if champ not in ligne.valeurs:
        return None
    try:
        return comment(ligne.valeurs[champ])
    except Fautive as faute:
        raise FautiveA(champ, str(faute), faute.conseil) from None


def jour(ligne: LigneDeListe, champ: str) -> datetime.date | None:
    """The day of the cell *champ*; nothing when it is blank.

    Raises:
        FautiveA: it is no day.
    """
    return lire(ligne, champ, lambda v: cellules.jour(v, lambda _: None))


def faits_de(ligne: LigneDeListe, lettre: LettreEcrite, statut: str) -> dict[str, Any]:
    """What *ligne*, whose return is *statut*, says of *lettre*.

    Raises:
        FautiveA: a cell of it cannot be.
    """
    faits: dict[str, Any] = {}
    for nom in ("presente_le", "recu_le"):
        if (le := jour(ligne, nom)) is not None:
            faits[nom] = le
            if le < lettre.au:
                raise FautiveA(
                    nom, f"ce jour, le {le:%d/%m/%Y}, précède celui de la lettre "
                    f"(le {lettre.au:%d/%m/%Y})",
                )  # fmt: skip
    if faits.get("recu_le", datetime.date.max) < faits.get("presente_le", datetime.date.min):
        raise FautiveA("recu_le", "la lettre serait reçue avant d’être présentée")
    if numero := lire(ligne, "numero_suivi", cellules.texte):
        if lettre.canal not in RECOMMANDES:
            raise FautiveA(
                "numero_suivi",
                f"cette lettre est partie par le canal « {lettre.canal} », qui n’a pas de numéro "
                "de suivi",
                "Videz cette cellule\u00a0; si le numéro est d’une autre lettre, nommez-la "
                "(« Lettre », « Envoyée le »)\u00a0; si celle-ci est partie en recommandé, "
                "notez-la « non envoyée » et refaites-la avec « --canal lrar ».",
            )
        try:
            faits["numero_suivi"] = numero_de_suivi(numero, lettre.canal)
        except ValueError as faute:
            raise FautiveA("numero_suivi", str(faute)) from None
    if statut:
        faits |= _statut(statut, faits)
    return faits


def _statut(statut: str, faits: Mapping[str, Any]) -> dict[str, Any]:
    for retour, mots in _RETOURS.items():
        if any(sans_accent(mot) in statut for mot in mots):
            return {"retour": retour}
    if any(mot in statut for mot in _RECUE):
        if "recu_le" not in faits:
            raise FautiveA(
                "recu_le", "une lettre reçue l’est un jour\u00a0: remplissez « Reçue le »"
            )
        return {}
    raise FautiveA(
        "retour",
        f"« {statut[:60]} » n’est pas un retour connu\u00a0: NPAI, refusée, non réclamée, reçue ou "
        "non envoyée",
    )


def siren_ou_nom(nom: str) -> str:
    """*nom*, without the spaces of a SIREN if it is one."""
    serre = "".join(nom.split())
    return serre if len(serre) == 9 and serre.isdigit() else nom


def exemplaire(rang: str) -> str:
    """What a letter to the guarantor of that rank is told apart by in the journal.

    Raises:
        FautiveA: it is no rank.
    """
    if not (rang.isascii() and rang.isdigit() and 0 < int(rang) < 1000):
        raise FautiveA("caution", f"« {rang[:60]} » n’est pas le rang d’une caution (1, 2…)")
    return exemplaire_de(int(rang))


def nu(numero: str) -> str:
    """A number without its spaces, in capitals."""
    return "".join(numero.split()).upper()
