"""What came back of the letters, from a table to the journal: numbers, receipts, returns."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from courriers.constats import Constat
from courriers.langue.typographie import date_courte
from courriers.lettre.suite import numero_de_suivi
from courriers.lot import journal
from courriers.lot.journal import AnyEvenement, LettreEcrite, Retour, Retrait
from courriers.lot.listes import LigneDeListe, lire_liste, refus_de_ligne
from courriers.lot.sources.references import pli
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
}  # fmt: skip
_RETOURS = {
    "npai": ("npai", "n’habite pas", "adresse inconnue", "destinataire inconnu", "pas a l’adresse"),
    "refuse": ("refus",),
    "non_reclame": ("non reclame", "avise", "pli avise", "non retire"),
}  # fmt: skip
_DITS = {"npai": "NPAI", "refuse": "refusée", "non_reclame": "non réclamée"}
_NON_ENVOYEE = ("non envoye", "annule", "pas envoye")
_RECUE = ("recu", "distribue", "livre", "remis")

_Cle = tuple[str, datetime.date, str]
T = TypeVar("T")


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
    connues = _Connues([e for e in journal.lire(repertoire) if not isinstance(e, Constat)])
    lignes = list(lire_liste(fichier, CHAMPS, ("reference", "numero_suivi")))
    # What was not sent first: wherever they stand, the other rows are of the letters that were.
    notes = {
        rang: _note(connues, lignes[rang])
        for rang in sorted(range(len(lignes)), key=lambda rang: not _retire(lignes[rang]))
    }
    yield from (notes[rang] for rang in range(len(lignes)))


def _note(connues: _Connues, ligne: LigneDeListe) -> Note:
    try:
        fait = connues.noter(ligne)
    except _FautiveA as faute:
        constat = refus_de_ligne(ligne, faute.champ, str(faute), faute.conseil)
        return Note(ligne, constat=constat)
    return Note(ligne, fait if connues.apprendre(fait) else None)


def _retire(ligne: LigneDeListe) -> bool:
    try:
        statut = sans_accent(ligne.texte("retour"))
    except Fautive:
        return False
    return any(mot in statut for mot in _NON_ENVOYEE)


class _FautiveA(Fautive):
    """A cell that cannot be used, and its field."""

    def __init__(self, champ: str, message: str, conseil: str = "") -> None:
        super().__init__(message.rstrip("."), conseil)
        self.champ = champ


class _Connues:
    """The letters of a journal, by reference and by number."""

    def __init__(self, evenements: list[Any]) -> None:
        self._par_reference: dict[str, dict[_Cle, LettreEcrite]] = {}
        self._numeros: dict[str, LettreEcrite] = {}
        self._retirees: set[tuple[str, _Cle]] = set()
        self._dites: set[str] = set()
        for evenement in evenements:
            self.apprendre(evenement)

    def apprendre(self, evenement: AnyEvenement) -> bool:
        """Take *evenement*; whether it says something that was not known."""
        qui = pli(evenement.reference)
        siennes = self._par_reference.setdefault(qui, {})
        if isinstance(evenement, LettreEcrite):
            cle = _cle(evenement)
            siennes[cle] = evenement
            if (qui, cle) in self._retirees:  # written again: it may be withdrawn again
                self._retirees.discard((qui, cle))
                self._dites = {dit for dit in self._dites if not dit.startswith("Retrait")}
        visees = [cle for cle in siennes if _vise(evenement, cle)]
        if isinstance(evenement, Retrait):
            self._retirees |= {(qui, cle) for cle in visees}
        if numero := getattr(evenement, "numero_suivi", None):
            self._numeros |= {_nu(numero): siennes[cle] for cle in visees}
        neuf = repr(evenement) not in self._dites
        self._dites.add(repr(evenement))
        return neuf

    def noter(self, ligne: LigneDeListe) -> Retour | Retrait:
        """The event that *ligne* is.

        Raises:
            _FautiveA: it names no letter, or says nothing of it.
        """
        statut = _lire(ligne, "retour", lambda v: sans_accent(cellules.texte(v))) or ""
        retrait = _retire(ligne)
        lettre = self._lettre(ligne, retrait=retrait)
        qui = {
            nom: getattr(lettre, nom)
            for nom in ("reference", "creancier", "pack", "exemplaire", "au")
        }
        if retrait:
            return Retrait(**qui, motif=ligne.texte("retour"))
        faits = _faits(ligne, lettre, statut)
        if not faits:
            raise _FautiveA("", "cette ligne ne dit rien de la lettre")
        return Retour(**qui, **faits)

    def _lettre(self, ligne: LigneDeListe, *, retrait: bool) -> LettreEcrite:
        """The letter that *ligne* names; one that was withdrawn may only be withdrawn again."""
        reference = _lire(ligne, "reference", cellules.texte) or ""
        numero = _nu(_lire(ligne, "numero_suivi", cellules.texte) or "")
        if not reference and numero in self._numeros:
            return self._numeros[numero]
        qui = pli(reference)
        siennes = list(self._par_reference.get(qui, {}).values())
        if not siennes:
            champ, dite = "reference", f"la référence « {reference} »"
            if not reference:
                champ, dite = "numero_suivi", "ce numéro"
            raise _FautiveA(champ, f"aucune lettre du journal n’a {dite}")
        if not retrait:
            siennes = [x for x in siennes if (qui, _cle(x)) not in self._retirees]
        if voulu := _lire(ligne, "pack", lambda v: cellules.nom_nu(cellules.texte(v))):
            siennes = [x for x in siennes if cellules.nom_nu(x.pack) == voulu]
        if (le := _jour(ligne, "au")) is not None:
            siennes = [x for x in siennes if x.au == le]
        if not siennes:
            raise _FautiveA(
                "reference", f"aucune lettre envoyée à « {reference} » n’est de cette étape et de "
                "ce jour",
            )  # fmt: skip
        derniere = max(siennes, key=lambda x: x.au)
        if sum((x.pack, x.au) == (derniere.pack, derniere.au) for x in siennes) > 1:
            raise _FautiveA(
                "reference", f"cette lettre est partie à plusieurs cautions de « {reference} »",
                "Donnez le seul numéro de suivi, dans une ligne sans référence.",
            )  # fmt: skip
        return derniere


def _cle(lettre: LettreEcrite) -> _Cle:
    return lettre.pack, lettre.au, lettre.exemplaire


def _vise(evenement: AnyEvenement, cle: _Cle) -> bool:
    exemplaire = getattr(evenement, "exemplaire", None)
    return (evenement.pack, evenement.au) == cle[:2] and exemplaire in (None, cle[2])


def _lire(ligne: LigneDeListe, champ: str, comment: Callable[[Valeur], T]) -> T | None:
    """The cell *champ* read by *comment*; nothing when it is blank."""
    if champ not in ligne.valeurs:
        return None
    try:
        return comment(ligne.valeurs[champ])
    except Fautive as faute:
        raise _FautiveA(champ, str(faute), faute.conseil) from None


def _jour(ligne: LigneDeListe, champ: str) -> datetime.date | None:
    return _lire(ligne, champ, lambda v: cellules.jour(v, lambda _: None))


def _faits(ligne: LigneDeListe, lettre: LettreEcrite, statut: str) -> dict[str, Any]:
    faits: dict[str, Any] = {}
    for nom in ("presente_le", "recu_le"):
        if (le := _jour(ligne, nom)) is not None:
            faits[nom] = le
            if le < lettre.au:
                raise _FautiveA(
                    nom, f"ce jour, le {le:%d/%m/%Y}, précède celui de la lettre "
                    f"(le {lettre.au:%d/%m/%Y})",
                )  # fmt: skip
    if faits.get("recu_le", datetime.date.max) < faits.get("presente_le", datetime.date.min):
        raise _FautiveA("recu_le", "la lettre serait reçue avant d’être présentée")
    if numero := _lire(ligne, "numero_suivi", cellules.texte):
        try:
            faits["numero_suivi"] = numero_de_suivi(numero, lettre.canal)
        except ValueError as faute:
            raise _FautiveA("numero_suivi", str(faute)) from None
    if statut:
        faits |= _statut(statut, faits)
    return faits


def _statut(statut: str, faits: Mapping[str, Any]) -> dict[str, Any]:
    for retour, mots in _RETOURS.items():
        if any(sans_accent(mot) in statut for mot in mots):
            return {"retour": retour}
    if any(mot in statut for mot in _RECUE):
        if "recu_le" not in faits:
            raise _FautiveA(
                "recu_le", "une lettre reçue l’est un jour\u00a0: remplissez « Reçue le »"
            )
        return {}
    raise _FautiveA(
        "retour",
        f"« {statut[:60]} » n’est pas un retour connu\u00a0: NPAI, refusée, non réclamée, reçue ou "
        "non envoyée",
    )


def _nu(numero: str) -> str:
    return "".join(numero.split()).upper()
