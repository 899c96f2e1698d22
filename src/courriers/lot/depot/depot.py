"""A deposit: the letters of a folder gathered by channel, listed, and noted in the journal."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from courriers.constats import Constat, Rapport
from courriers.document.assemblage.objets import bibliotheque
from courriers.erreurs import CourriersError, motif_systeme
from courriers.lot import journal
from courriers.lot.depot.atomique import libre
from courriers.lot.depot.bordereau import NOM, Ligne, en_csv
from courriers.lot.depot.controle import controler
from courriers.lot.depot.fichiers import Bon, Fichier, Reglages, Tri, reunir
from courriers.lot.depot.pli import Pli
from courriers.lot.depot.plis import lire_plis
from courriers.lot.depot.retraits import Creances, exclu, lieu_de
from courriers.lot.depot.suspens import Suspens, en_cours, en_suspens, oublier
from courriers.lot.evenements import AnyEvenement, Depose, Retrait
from courriers.lot.exclusions import Exclusions
from courriers.lot.journal import empreinte
from courriers.lot.noms import montre
from courriers.lot.verrou import seul

_CITES = 5


@dataclass(frozen=True)
class Depot:
    """What was made, and what was not."""

    sortie: Path
    deposees: int = 0
    """Letters of the deposit, or that would be of it when nothing is written."""
    lignes: tuple[Ligne, ...] = ()
    """The letters, in their order."""
    fichiers: tuple[Fichier, ...] = ()
    constats: tuple[Constat, ...] = ()
    """What was found of all letters, those that are left out first of all."""
    laissees: int = 0
    """Letters with a fault."""
    en_attente: int = 0
    """Letters whose case could not be read again."""
    retirees: int = 0
    a_blanc: bool = False
    """Nothing was written: this is what would be."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "sortie": str(self.sortie),
            "a_blanc": self.a_blanc,
            "fichiers": [
                {nom: getattr(f, nom) for nom in ("nom", "canal", "lettres", "pages", "octets")}
                for f in self.fichiers
            ],
            "deposees": self.deposees,
            "laissees": self.laissees,
            "en_attente": self.en_attente,
            "retirees": self.retirees,
            "constats": [c.as_dict() for c in self.constats],
        }


def deposer(
    repertoire: Path,
    sortie: Path,
    jour: datetime.date,
    reglages: Reglages | None = None,
    *,
    exclusions: Exclusions | None = None,
    creances: Creances | None = None,
) -> Depot:
    """Gather the letters of *repertoire* that are still to send, in the new folder *sortie*.

    A letter with a fault is left out, and said; the others are deposited. The folder appears whole
    or not at all; the journal of *repertoire* then keeps what it holds, and what was withdrawn.

    Args:
        repertoire: the letters, and their journal.
        sortie: the folder of the deposit, whose name the journal keeps; it must not be there.
        jour: the day of the deposit.
        reglages: how it is made.
        exclusions: the cases to leave alone.
        creances: the cases read again; each letter is then held to what its own owes.

    Raises:
        CourriersError: there is no journal, *sortie* is there, another run is at work there, the
            deposit to make again is unknown (``DEPOT_INCONNU``), a library is missing
            (``LOT_ABSENT``), or the disk refuses.
    """
    reglages = reglages or Reglages()
    bibliotheque()
    if not (repertoire / journal.NOM).is_file():
        raise CourriersError(
            f"{repertoire} n’a pas de journal des lettres ({journal.NOM})\u00a0: rien n’y dit ce "
            "qui a été écrit.",
            conseil="Donnez le répertoire où « courriers produire » écrit vos lettres.",
            code="JOURNAL_ILLISIBLE",
        )
    with seul(repertoire):
        suspens = _reprendre(repertoire, sortie, a_blanc=reglages.a_blanc)
        libre(sortie)
        exclusions = exclusions or Exclusions({})
        suite = suspens.manquent if suspens is not None else ()
        if reglages.refaire_depot is not None:
            _connu(repertoire, reglages.refaire_depot, suite)
        plis, constats = lire_plis(repertoire, jour, reglages, exclusions, suite)
        if suspens is not None:
            constats.append(suspens.constat)
        tri = Tri(constats=constats)
        for pli in plis:
            _trier(tri, pli, repertoire, reglages, exclusions=exclusions, creances=creances)
        tri.bons.sort(key=lambda bon: bon.rang)
        if reglages.a_blanc:
            return replace(_rendu(sortie, tri, tri.bons), a_blanc=True)
        return _ecrire(repertoire, sortie, tri, reglages)


def _reprendre(repertoire: Path, sortie: Path, *, a_blanc: bool) -> Suspens | None:
    """Have the journal know a deposit that was stopped before it did, and say which.

    Raises:
        CourriersError: it is the one that is asked for (``DEPOT_EXISTANT``), or the disk refuses.
    """
    suspens = en_suspens(repertoire)
    if a_blanc:
        return suspens
    if suspens is not None:
        journal.ajouter(repertoire, suspens.manquent)
    try:
        oublier(repertoire)
    except OSError as faute:
        raise CourriersError(
            f"{faute.filename}, reste d’un dépôt interrompu, ne peut pas être effacé\u00a0: "
            f"{motif_systeme(faute)}.",
            conseil="Vérifiez les droits, ou si un programme le tient ouvert, puis recommencez.",
            code="ECRITURE_IMPOSSIBLE",
        ) from None
    if suspens is not None and suspens.est_la and suspens.sortie == sortie.absolute():
        raise CourriersError(
            f"{sortie} est un dépôt que l’arrêt d’une commande avait laissé\u00a0: il est entier, "
            "et le journal le retient à présent.",
            conseil="Envoyez-le. S’il reste des lettres, un autre dépôt les prend\u00a0: "
            "donnez-lui un autre nom, avec -o.",
            code="DEPOT_EXISTANT",
        )
    return suspens


def _connu(repertoire: Path, nom: str, suite: Iterable[AnyEvenement]) -> None:
    """See that the deposit *nom* is in the journal, or in *suite*, which it is about to be told.

    Raises:
        CourriersError: it is not, and those that are, are told; code ``DEPOT_INCONNU``.
    """
    connus: dict[str, None] = {}
    for evenement in chain(journal.lire(repertoire), suite):
        if isinstance(evenement, Depose):
            connus.pop(evenement.depot, None)
            connus[evenement.depot] = None
    if nom in connus:
        return
    derniers = [f"«\u00a0{montre(connu)}\u00a0»" for connu in reversed(connus)]
    cites = ", ".join(derniers[:_CITES]) + ("…" if len(derniers) > _CITES else ".")
    raise CourriersError(
        f"Le journal de {repertoire} ne connaît aucun dépôt «\u00a0{montre(nom)}\u00a0»"
        + (f"\u00a0; il connaît {cites}" if derniers else ", ni aucun autre."),
        conseil="Rien n’est déposé. --refaire-depot prend le nom d’un de ces dépôts."
        if derniers else "Rien n’est déposé. Recommencez sans --refaire-depot.",
        code="DEPOT_INCONNU",
    )  # fmt: skip


def _ecrire(repertoire: Path, sortie: Path, tri: Tri, reglages: Reglages) -> Depot:
    """Write the letters of *tri* in *sortie*; the journal then knows them, or soon will."""
    if not tri.bons:
        _noter(repertoire, sortie, (), _evenements((), tri.retires, sortie))
        return _rendu(sortie, tri, ())
    with en_cours(repertoire, sortie) as depot:
        faits = list(reunir(tri, repertoire, depot.lieu, reglages))
        lignes = [ligne for _, siennes in faits for ligne in siennes]
        evenements = list(_evenements(lignes, tri.retires, sortie))
        if lignes:
            (depot.lieu / NOM).write_bytes(en_csv(lignes))
            depot.paraitre(evenements)
        _noter(repertoire, sortie, lignes, evenements)
        depot.a_noter = False
    return _rendu(sortie, tri, lignes, [fichier for fichier, _ in faits])


def _trier(
    tri: Tri,
    pli: Pli,
    repertoire: Path,
    reglages: Reglages,
    *,
    exclusions: Exclusions,
    creances: Creances | None,
) -> None:
    lieu = lieu_de(pli, repertoire)
    motif = exclu(pli, exclusions, lieu)
    if motif is not None:
        tri.ecarter(pli, motif)
        return
    lu = controler(pli, repertoire, reglages.taille, retouchees=reglages.retouchees)
    if creances is not None and lu.est_sienne:
        motif = creances.retenir(pli, lu.octets[0], lieu)
    if motif is not None and motif.au_journal:  # what is not to be sent needs no repair
        tri.ecarter(pli, motif)
        return
    tri.constats += lu.constats
    if lu.adresse is None or not lu.est_bon:
        tri.laissees += 1
        return
    if motif is not None:
        tri.ecarter(pli, motif)
        return
    tri.bons.append(Bon(pli, lu.adresse, lu.pages, tuple(map(empreinte, lu.octets))))


def _noter(
    repertoire: Path, sortie: Path, lignes: Sequence[Ligne], faits: Iterable[AnyEvenement]
) -> None:
    try:
        journal.ajouter(repertoire, faits)
    except CourriersError as faute:
        if not lignes:
            raise
        raise CourriersError(
            f"{sortie} est fait, mais le journal ne l’a pas retenu\u00a0: {faute.message}",
            conseil="Gardez-le\u00a0: la prochaine commande «\u00a0courriers depot\u00a0», sous un "
            "autre nom, le fait d’abord retenir au journal, et n’en reprend pas les lettres.",
            code=faute.code,
        ) from None


def _evenements(
    lignes: Iterable[Ligne], retires: Sequence[tuple[Pli, str]], sortie: Path
) -> Iterator[AnyEvenement]:
    """What the journal keeps."""
    for ligne in lignes:
        pris = dict(zip(ligne.pli.pdfs, ligne.empreintes, strict=True))
        yield Depose(**_qui(ligne.pli), depot=sortie.name, fichiers=pris)
    for pli, motif in retires:
        yield Retrait(**_qui(pli), motif=motif)


def _qui(pli: Pli) -> dict[str, Any]:
    """The letter that an event is of: that one alone, of its creditor and its guarantor."""
    return {n: getattr(pli, n) for n in ("reference", "creancier", "pack", "exemplaire", "au")}


def _rendu(
    sortie: Path, tri: Tri, lignes: Sequence[Any], fichiers: Sequence[Fichier] = ()
) -> Depot:
    return Depot(
        sortie,
        len(lignes),
        tuple(ligne for ligne in lignes if isinstance(ligne, Ligne)),
        tuple(fichiers),
        Rapport.de(tri.constats).constats,
        tri.laissees,
        tri.en_attente,
        len(tri.retires),
    )
