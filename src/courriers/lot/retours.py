"""What came back of the letters, from a table to the journal: numbers, receipts, returns."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courriers.constats import Constat
from courriers.langue.typographie import date_courte
from courriers.lot import journal
from courriers.lot.evenements import AnyEvenement, LettreEcrite, Retour, Retrait
from courriers.lot.listes import LigneDeListe, lire_liste, refus_de_ligne
from courriers.lot.marques import marque_du_nom
from courriers.lot.noms import montre
from courriers.lot.retours_lus import (
    CHAMPS,
    FautiveA,
    est_retrait,
    exemplaire,
    faits_de,
    jour,
    lire,
    nu,
    siren_ou_nom,
)
from courriers.lot.sources.references import pli
from courriers.lot.sources.tables import cellules
from courriers.lot.sources.tables.cellules import sans_accent

_DITS = {"npai": "NPAI", "refuse": "refusée", "non_reclame": "non réclamée"}
_Cle = tuple[str, datetime.date, str, str]
"""Step, day, copy, creditor."""


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
        caution = f" (caution {montre(fait.exemplaire[1:])})" if fait.exemplaire else ""
        qui = f"{montre(fait.reference)}{caution}"
        return f"{qui}  {montre(fait.pack)} du {date_courte(fait.au)}  {dit}"


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
        for rang in sorted(range(len(lignes)), key=lambda rang: not est_retrait(lignes[rang]))
    }
    yield from (notes[rang] for rang in range(len(lignes)))


def _note(connues: _Connues, ligne: LigneDeListe) -> Note:
    try:
        fait = connues.noter(ligne)
    except FautiveA as faute:
        constat = refus_de_ligne(ligne, faute.champ, str(faute), faute.conseil)
        return Note(ligne, constat=constat)
    return Note(ligne, fait if connues.apprendre(fait) else None)


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
            self._numeros |= {nu(numero): siennes[cle] for cle in visees}
        neuf = repr(evenement) not in self._dites
        self._dites.add(repr(evenement))
        return neuf

    def noter(self, ligne: LigneDeListe) -> Retour | Retrait:
        """The event that *ligne* is.

        Raises:
            FautiveA: it names no letter, or says nothing of it.
        """
        statut = lire(ligne, "retour", lambda v: sans_accent(cellules.texte(v))) or ""
        retrait = est_retrait(ligne)
        lettre = self._lettre(ligne, retrait=retrait)
        qui = {
            nom: getattr(lettre, nom)
            for nom in ("reference", "creancier", "pack", "exemplaire", "au")
        }
        if retrait:
            return Retrait(**qui, motif=ligne.texte("retour"))
        faits = faits_de(ligne, lettre, statut)
        if not faits:
            raise FautiveA("", "cette ligne ne dit rien de la lettre")
        return Retour(**qui, **faits)

    def _lettre(self, ligne: LigneDeListe, *, retrait: bool) -> LettreEcrite:
        """The letter that *ligne* names; one that was withdrawn may only be withdrawn again."""
        reference = lire(ligne, "reference", cellules.texte) or ""
        numero = nu(lire(ligne, "numero_suivi", cellules.texte) or "")
        if not reference and numero in self._numeros:
            return self._numeros[numero]
        qui = pli(reference)
        siennes = list(self._par_reference.get(qui, {}).values())
        if not siennes:
            champ, dite = "reference", f"la référence « {reference} »"
            if not reference:
                champ, dite = "numero_suivi", "ce numéro"
            raise FautiveA(champ, f"aucune lettre du journal n’a {dite}")
        if not retrait:
            siennes = [x for x in siennes if (qui, _cle(x)) not in self._retirees]
        if voulu := lire(ligne, "pack", lambda v: cellules.nom_nu(cellules.texte(v))):
            siennes = [x for x in siennes if cellules.nom_nu(x.pack) == voulu]
        else:  # a draft, sent to nobody, is not the last letter
            siennes = [x for x in siennes if not x.est_un_projet]
        if (le := jour(ligne, "au")) is not None:
            siennes = [x for x in siennes if x.au == le]
        if nom := lire(ligne, "creancier", cellules.texte):
            marque = marque_du_nom(siren_ou_nom(nom))
            siennes = [x for x in siennes if x.creancier in ("", marque)]
        if rang := lire(ligne, "caution", cellules.texte):
            siennes = [x for x in siennes if x.exemplaire == exemplaire(rang)]
        if not siennes:
            raise FautiveA(
                "reference", f"aucune lettre envoyée à « {reference} » n’est de cette étape, de ce "
                "jour, de ce créancier et de cette caution",
            )  # fmt: skip
        connue = self._numeros.get(numero)
        return connue if connue in siennes else _seule(siennes, reference)


def _seule(siennes: Sequence[LettreEcrite], reference: str) -> LettreEcrite:
    """The last of *siennes*, that must be of one creditor and to one person.

    Raises:
        FautiveA: several could be meant.
    """
    if len({x.creancier for x in siennes} - {""}) > 1:
        raise FautiveA(
            "reference", f"deux créanciers ont un dossier « {reference} »",
            "Ajoutez une colonne « Créancier », qui porte son SIREN, ou son nom s’il n’en a pas"
            "\u00a0; ou donnez un numéro de suivi déjà noté.",
        )  # fmt: skip
    derniere = max(siennes, key=lambda x: x.au)
    du_jour = [x for x in siennes if x.au == derniere.au]
    if len({x.pack for x in du_jour}) > 1:
        raise FautiveA(
            "reference", f"plusieurs lettres sont parties le même jour à « {reference} »",
            "Ajoutez une colonne « Lettre », qui porte son étape\u00a0; ou donnez un numéro de "
            "suivi déjà noté.",
        )  # fmt: skip
    if len(du_jour) > 1:
        raise FautiveA(
            "reference", f"cette lettre est partie à plusieurs cautions de « {reference} »",
            "Ajoutez une colonne « Caution », qui porte son rang au dossier (1, 2…)\u00a0; ou "
            "donnez un numéro de suivi déjà noté.",
        )  # fmt: skip
    return derniere


def _cle(lettre: LettreEcrite) -> _Cle:
    return lettre.pack, lettre.au, lettre.exemplaire, lettre.creancier


def _vise(evenement: AnyEvenement, cle: _Cle) -> bool:
    return (
        (evenement.pack, evenement.au) == cle[:2]
        and getattr(evenement, "exemplaire", None) in (None, cle[2])
        and evenement.creancier in ("", cle[3])
    )
