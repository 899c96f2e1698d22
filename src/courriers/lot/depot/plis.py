"""The letters of a folder that are still to deposit, as its journal tells."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.langue.typographie import compte, date_courte, nombre
from courriers.lot import journal
from courriers.lot.depot.fichiers import Reglages
from courriers.lot.depot.pli import POSTAUX, Pli
from courriers.lot.depot.plis_lus import Ecrite, PlisLus
from courriers.lot.evenements import AnyEvenement, LettreEcrite
from courriers.lot.exclusions import Exclusions
from courriers.lot.noms import est_de_la_liasse, montre
from courriers.lot.sources.references import pli as pli_de

AGE_MAX = 30
"""Days past which a letter is not sent without being named: its statement is of its day."""
_CITEES = 5


def lire_plis(
    repertoire: Path,
    jour: datetime.date,
    reglages: Reglages | None = None,
    exclusions: Exclusions | None = None,
    suite: Iterable[AnyEvenement] = (),
) -> tuple[list[Pli], list[Constat]]:
    """The letters to deposit, in the order of the journal, and what is said of the others.

    Args:
        repertoire: the folder of the letters.
        jour: the day of the deposit.
        reglages: which are asked for.
        exclusions: told of every case of the journal, and what it names besides is said.
        suite: what the journal is about to be told.

    Raises:
        CourriersError: the journal cannot be read; code ``JOURNAL_ILLISIBLE``.
    """
    reglages, exclusions = reglages or Reglages(), exclusions or Exclusions({})
    lu = PlisLus()
    constats = []
    for evenement in chain(journal.lire(repertoire), suite):
        if isinstance(evenement, Constat):
            constats.append(evenement)
            continue
        lu.retenir(evenement)
        exclusions.motif(evenement.reference)
    exclusions.est_epuisee = True
    constats += exclusions.sans_dossier()
    derniers: dict[tuple[str, str], datetime.date] = {}
    for ecrite in lu.ecrites():
        dossier = _dossier(ecrite.lettre)
        derniers[dossier] = max(ecrite.lettre.au, derniers.get(dossier, ecrite.lettre.au))
    plis: list[Pli] = []
    laisses: dict[str, list[Pli]] = {}
    for ecrite in lu.ecrites():
        pli = _pli(ecrite.lettre)
        if not pli.pdfs and pli.canal in POSTAUX:
            continue
        raison = _raison(pli, ecrite, jour, reglages)
        if raison == "ancienne" and pli.au < derniers[_dossier(ecrite.lettre)]:
            raison = "suivie"
        if raison is None:
            plis.append(pli)
        elif raison:
            laisses.setdefault(raison, []).append(pli)
    lieu = Lieu(fichier=str(repertoire / journal.NOM))
    constats += [_laisses(raison, siens, lieu) for raison, siens in laisses.items()]
    constats += _a_venir([pli for pli in plis if pli.au > jour], jour, lieu)
    return plis, constats


def _dossier(lettre: LettreEcrite) -> tuple[str, str]:
    return pli_de(lettre.reference), lettre.creancier


def _pli(lettre: LettreEcrite) -> Pli:
    # The complete file is made of the documents, which are printed by themselves.
    propres = {n: s for n, s in lettre.fichiers.items() if not est_de_la_liasse(n, lettre.pack)}
    nom = f"{lettre.pack}{lettre.exemplaire}"
    return Pli(
        lettre.reference, lettre.pack, lettre.au, lettre.canal,
        # The letter may have been written after another document.
        dict(sorted(propres.items(), key=lambda fichier: PurePosixPath(fichier[0]).stem != nom)),
        lettre.creancier, lettre.exemplaire,
    )  # fmt: skip


def _raison(pli: Pli, ecrite: Ecrite, jour: datetime.date, reglages: Reglages) -> str | None:
    """Why *pli* is left; nothing if it is taken, blank if it was not asked for."""
    if reglages.du is not None and pli.au != reglages.du:
        return ""
    if pli.canal not in POSTAUX:
        return "remise" if pli.canal == "remise" else "ecran"
    depots = {ecrite.deposes[nom] for nom in pli.pdfs if nom in ecrite.deposes}
    if depots - {reglages.refaire_depot} and not reglages.refaire:
        return "deposee"
    if ecrite.est_partie and not reglages.refaire:
        return "partie"
    if reglages.du is None and (jour - pli.au).days > AGE_MAX:
        return "ancienne"
    return None


_DITES = {
    "ecran": (
        "envoi par courriel ou par téléphone, qui ne s’imprime pas",
        "envois par courriel ou par téléphone, qui ne s’impriment pas",
        "",
    ),
    "remise": (
        "lettre à remettre en main propre, non déposée",
        "lettres à remettre en main propre, non déposées",
        "",
    ),
    "deposee": (
        "lettre déjà déposée",
        "lettres déjà déposées",
        "--refaire dépose de nouveau\u00a0; --refaire-depot NOM, les lettres d’un seul dépôt.",
    ),
    "partie": (
        "lettre déjà partie, dont le journal connaît l’accusé ou le retour",
        "lettres déjà parties, dont le journal connaît l’accusé ou le retour",
        "--refaire dépose de nouveau.",
    ),
    "suivie": (
        f"lettre de plus de {AGE_MAX} jours, déjà suivie d’une autre",
        f"lettres de plus de {AGE_MAX} jours, déjà suivies d’une autre",
        "",
    ),
    "ancienne": (
        f"lettre de plus de {AGE_MAX} jours, dont le compte est arrêté à sa date",
        f"lettres de plus de {AGE_MAX} jours, dont le compte est arrêté à leur date",
        "À refaire à la date de l’envoi\u00a0; --du JOUR dépose quand même celles de ce jour.",
    ),
}
"""Of one, of several, and what to do."""


def _laisses(raison: str, plis: Sequence[Pli], lieu: Lieu) -> Constat:
    """One finding for all of them: a journal may hold thousands."""
    une, plusieurs, conseil = _DITES[raison]
    dit = f"{nombre(len(plis))} {plusieurs if len(plis) > 1 else une} ({_citees(plis)})."
    faire = avertissement if raison == "ancienne" else information
    return faire(Code.LETTRE_NON_DEPOSEE, dit, conseil, lieu)


def _a_venir(plis: Sequence[Pli], jour: datetime.date, lieu: Lieu) -> list[Constat]:
    """What is said of letters that bear a day still to come."""
    if not plis:
        return []
    tard = max(pli.au for pli in plis)
    dit = (
        f"{compte(len(plis), 'lettre')} à déposer, de date postérieure au jour du dépôt, le "
        f"{date_courte(jour)} ({_citees(plis)})\u00a0; la plus tardive est du {date_courte(tard)}."
    )
    conseil = "Si cette date n’est pas voulue, notez-les « non envoyée » et refaites-les."
    return [avertissement(Code.LETTRE_POSTDATEE, dit, conseil, lieu)]


def _citees(plis: Sequence[Pli]) -> str:
    references = list(dict.fromkeys(montre(pli.reference) for pli in plis))
    return ", ".join(references[:_CITEES]) + ("…" if len(references) > _CITEES else "")
