"""The letters of a folder that are still to deposit, as its journal tells."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.lot import journal
from courriers.lot.depot.pli import POSTAUX, Pli
from courriers.lot.journal import AnyEvenement, Depose, LettreEcrite, Purge, Retour, Retrait
from courriers.lot.noms import est_de_la_liasse

AGE_MAX = 30
"""Days past which a letter is not sent without being named: its statement is of its day."""
_CITEES = 5


def lire_plis(
    repertoire: Path, jour: datetime.date, *, du: datetime.date | None = None, refaire: bool = False
) -> tuple[list[Pli], list[Constat]]:
    """The letters to deposit, in the order of the journal, and what is said of the others.

    Args:
        repertoire: the folder of the letters.
        jour: the day of the deposit.
        du: only the letters of that day, whatever their age.
        refaire: also those that a deposit took already.

    Raises:
        CourriersError: the journal cannot be read; code ``JOURNAL_ILLISIBLE``.
    """
    lu = _Lu()
    constats = []
    for evenement in journal.lire(repertoire):
        if isinstance(evenement, Constat):
            constats.append(evenement)
        else:
            lu.retenir(evenement)
    plis: list[Pli] = []
    laisses: dict[str, list[Pli]] = {}
    for pli in map(_pli, lu.lettres.values()):
        if not pli.pdfs and pli.canal in POSTAUX:
            continue
        raison = _raison(pli, lu, jour, du, refaire=refaire)
        if raison is None:
            plis.append(pli)
        elif raison:
            laisses.setdefault(raison, []).append(pli)
    lieu = Lieu(fichier=str(repertoire / journal.NOM))
    constats += [_laisses(raison, siens, lieu) for raison, siens in laisses.items()]
    return plis, constats


@dataclass
class _Lu:
    """What the journal says so far."""

    lettres: dict[str, LettreEcrite] = field(default_factory=dict)
    """By the first of its files: the last letter to have written them."""
    proprietaires: dict[str, str] = field(default_factory=dict)
    deposees: set[tuple[str, str, datetime.date, str]] = field(default_factory=set)
    parties: set[tuple[str, str, datetime.date]] = field(default_factory=set)
    """Letters of which something came back: they were sent."""

    def retenir(self, evenement: AnyEvenement) -> None:
        cle = (evenement.reference, evenement.pack, evenement.au)
        if isinstance(evenement, LettreEcrite):
            self._ecrite(evenement)
        elif isinstance(evenement, Retrait):
            retirees = [n for n, e in self.lettres.items() if (e.reference, e.pack, e.au) == cle]
            for nom in retirees:
                del self.lettres[nom]
        elif isinstance(evenement, Purge):
            for nom in evenement.fichiers:
                self.lettres.pop(self.proprietaires.get(nom, ""), None)
        elif isinstance(evenement, Depose):
            self.deposees |= {(*cle, nom) for nom in evenement.fichiers}
        elif isinstance(evenement, Retour) and (
            evenement.presente_le or evenement.recu_le or evenement.retour
        ):
            self.parties.add(cle)

    def _ecrite(self, lettre: LettreEcrite) -> None:
        """A letter replaces those whose files it wrote over."""
        if not lettre.fichiers:
            return
        sienne = next(iter(lettre.fichiers))
        for nom in lettre.fichiers:
            self.lettres.pop(self.proprietaires.get(nom, ""), None)
            self.proprietaires[nom] = sienne
        self.lettres[sienne] = lettre


def _pli(lettre: LettreEcrite) -> Pli:
    # The complete file is made of the documents, which are printed by themselves.
    propres = {
        nom: somme
        for nom, somme in lettre.fichiers.items()
        if not est_de_la_liasse(nom, lettre.pack)
    }
    return Pli(lettre.reference, lettre.pack, lettre.au, lettre.canal, propres)


def _raison(
    pli: Pli, lu: _Lu, jour: datetime.date, du: datetime.date | None, *, refaire: bool
) -> str | None:
    """Why *pli* is left; nothing if it is taken, blank if it was not asked for."""
    if du is not None and pli.au != du:
        return ""
    if pli.canal not in POSTAUX:
        return "remise" if pli.canal == "remise" else "ecran"
    if not refaire and any((*pli.cle, nom) in lu.deposees for nom in pli.pdfs):
        return "deposee"
    if not refaire and pli.cle in lu.parties:
        return "partie"
    if du is None and (jour - pli.au).days > AGE_MAX:
        return "ancienne"
    return None


_DITES = {
    "ecran": ("courriel(s) ou appel(s), qui ne s’impriment pas", ""),
    "remise": ("lettre(s) à remettre en main propre, non déposée(s)", ""),
    "deposee": ("lettre(s) déjà déposée(s)", "--refaire les reprend."),
    "partie": (
        "lettre(s) déjà partie(s), dont le journal connaît l’accusé ou le retour",
        "--refaire les reprend.",
    ),
    "ancienne": (
        f"lettre(s) de plus de {AGE_MAX} jours, dont le compte est arrêté à leur date",
        "Refaites-les à la date de l’envoi\u00a0; --du JOUR dépose celles de ce jour quand même.",
    ),
}


def _laisses(raison: str, plis: Sequence[Pli], lieu: Lieu) -> Constat:
    """One finding for all of them: a journal may hold thousands."""
    references = list(dict.fromkeys(pli.reference for pli in plis))
    dites = ", ".join(references[:_CITEES]) + ("…" if len(references) > _CITEES else "")
    dit, conseil = _DITES[raison]
    faire = avertissement if raison == "ancienne" else information
    message = f"{len(plis)} {dit} ({dites})."
    return faire(Code.LETTRE_NON_DEPOSEE, message, conseil, lieu)
