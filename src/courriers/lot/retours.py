"""What came back of the letters, from a table to the journal: numbers, receipts, returns."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courriers.constats import Constat
from courriers.langue.typographie import date_courte
from courriers.lettre.suite import numero_de_suivi
from courriers.lot import journal
from courriers.lot.journal import LettreEcrite, Retour, Retrait
from courriers.lot.listes import LigneDeListe, lire_liste, refus_de_ligne
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.cellules import Fautive, sans_accent

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
}  # fmt: skip
_RETOURS = {
    "npai": ("npai", "n’habite pas", "adresse inconnue", "destinataire inconnu", "pas a l’adresse"),
    "refuse": ("refus",),
    "non_reclame": ("non reclame", "avise", "pli avise", "non retire"),
}  # fmt: skip
_DITS = {"npai": "NPAI", "refuse": "refusée", "non_reclame": "non réclamée"}
_NON_ENVOYEE = ("non envoye", "annule", "pas envoye")
_RECUE = ("recu", "distribue", "livre", "remis")


@dataclass(frozen=True)
class Note:
    """What became of one row."""

    ligne: LigneDeListe
    evenement: Retour | Retrait | None = None
    """What it adds; nothing when the journal already says it."""
    constat: Constat | None = None
    """Why the row cannot be used."""

    @property
    def phrase(self) -> str:
        """What it adds, in words."""
        fait = self.evenement
        if fait is None:
            return ""
        if isinstance(fait, Retrait):
            dit = "non envoyée"
        else:
            dits = {
                "numéro": fait.numero_suivi,
                "présentée le": fait.presente_le and date_courte(fait.presente_le),
                "reçue le": fait.recu_le and date_courte(fait.recu_le),
                "retour": fait.retour and _DITS[fait.retour],
            }
            dit = ", ".join(f"{nom} {valeur}" for nom, valeur in dits.items() if valeur)
        return f"{fait.reference}  {fait.pack} du {date_courte(fait.au)}  {dit}"


def lire_retours(fichier: Path, repertoire: Path) -> Iterator[Note]:
    """Each row of *fichier* as what it adds to the journal of *repertoire*; nothing is written.

    A row names its letter by the reference of the case, or by the number it already bears; of
    several letters, the last sent, unless the row gives its step or its day.

    Raises:
        CourriersError: the table or the journal cannot be read.
    """
    lus = [e for e in journal.lire(repertoire) if not isinstance(e, Constat)]
    connues, dites = _Connues(lus), set(map(repr, lus))
    for ligne in lire_liste(fichier, CHAMPS, ("reference", "numero_suivi")):
        try:
            fait = connues.noter(ligne)
            yield Note(ligne, None if repr(fait) in dites else fait)
            dites.add(repr(fait))
        except Fautive as faute:
            yield Note(ligne, constat=refus_de_ligne(ligne, "", str(faute)))


class _Connues:
    """The letters of a journal, by reference and by number."""

    def __init__(self, evenements: list[Any]) -> None:
        self._par_reference: dict[str, list[LettreEcrite]] = {}
        self._numeros: dict[str, tuple[str, str, datetime.date]] = {}
        for evenement in evenements:
            if isinstance(evenement, LettreEcrite):
                self._par_reference.setdefault(evenement.reference.casefold(), []).append(evenement)
            if numero := getattr(evenement, "numero_suivi", None):
                self._numeros[_nu(numero)] = (
                    evenement.reference, evenement.pack, evenement.au
                )  # fmt: skip

    def noter(self, ligne: LigneDeListe) -> Retour | Retrait:
        """The event that *ligne* is.

        Raises:
            Fautive: it names no letter, or says nothing of it.
        """
        lettre = self._lettre(ligne)
        faits = _faits(ligne, lettre)
        qui = {n: getattr(lettre, n) for n in ("reference", "creancier", "pack", "au")}
        if faits.pop("retrait", False):
            return Retrait(**qui, motif=ligne.texte("retour"))
        if not faits:
            raise Fautive("cette ligne ne dit rien de la lettre")
        return Retour(**qui, **faits)

    def _lettre(self, ligne: LigneDeListe) -> LettreEcrite:
        reference = ligne.texte("reference")
        numero = _nu(ligne.texte("numero_suivi"))
        if not reference and numero in self._numeros:
            reference, pack, au = self._numeros[numero]
            return next(
                x for x in self._par_reference[reference.casefold()] if (x.pack, x.au) == (pack, au)
            )
        siennes = self._par_reference.get(reference.casefold(), [])
        if not siennes:
            dite = f"la référence « {reference} »" if reference else "ce numéro"
            raise Fautive(f"aucune lettre du journal n’a {dite}")
        voulu, jour = ligne.texte("pack"), ligne.valeurs.get("au")
        if voulu:
            siennes = [x for x in siennes if x.pack == voulu]
        if jour is not None:
            le = cellules.jour(jour, lambda _: None)
            siennes = [x for x in siennes if x.au == le]
        if not siennes:
            raise Fautive(f"aucune lettre de « {reference} » n’est de cette étape et de ce jour")
        return max(siennes, key=lambda x: x.au)


def _faits(ligne: LigneDeListe, lettre: LettreEcrite) -> dict[str, Any]:
    faits: dict[str, Any] = {}
    for nom in ("presente_le", "recu_le"):
        if nom in ligne.valeurs:
            faits[nom] = cellules.jour(ligne.valeurs[nom], lambda _: None)
            if faits[nom] < lettre.au:
                raise Fautive(f"ce jour précède celui de la lettre ({lettre.au:%d/%m/%Y})")
    if numero := ligne.texte("numero_suivi"):
        try:
            faits["numero_suivi"] = numero_de_suivi(numero, lettre.canal)
        except ValueError as faute:
            raise Fautive(str(faute)) from None
    statut = sans_accent(ligne.texte("retour"))
    if statut:
        faits |= _statut(statut, faits)
    return faits


def _statut(statut: str, faits: Mapping[str, Any]) -> dict[str, Any]:
    if any(mot in statut for mot in _NON_ENVOYEE):
        return {"retrait": True}
    for retour, mots in _RETOURS.items():
        if any(sans_accent(mot) in statut for mot in mots):
            return {"retour": retour}
    if any(mot in statut for mot in _RECUE):
        if "recu_le" not in faits:
            raise Fautive("une lettre reçue l’est un jour\u00a0: remplissez « Reçue le »")
        return {}
    raise Fautive(
        f"« {statut[:60]} » n’est pas un retour connu\u00a0: NPAI, refusée, non réclamée, reçue ou "
        "non envoyée"
    )


def _nu(numero: str) -> str:
    return "".join(numero.split()).upper()
