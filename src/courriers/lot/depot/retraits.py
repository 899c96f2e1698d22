"""Letters to hold back: their case is to be left alone, or no longer owes what they say."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError, LettreRefusee, PackIntrouvable, PdfInvalide
from courriers.langue.typographie import date_courte, montant
from courriers.lettre.composition import compose
from courriers.lettre.joint_lu import Joint, lire_joint
from courriers.lettre.pack import Pack
from courriers.lettre.provenance import origine
from courriers.lot.depot.pli import Pli
from courriers.lot.exclusions import Exclusions
from courriers.lot.marques import marque_du_creancier
from courriers.lot.memoire import Memoire
from courriers.lot.sources.cas import Cas
from courriers.lot.sources.references import pli as cle


@dataclass(frozen=True)
class Motif:
    """Why a letter is not deposited."""

    constat: Constat
    au_journal: str = ""
    """What the journal keeps of it, which names nobody; blank for a letter that may still go."""


def exclu(pli: Pli, exclusions: Exclusions, lieu: Lieu) -> Motif | None:
    """Whether the case of *pli* is to be left alone.

    The journal says that it is, not why: that may be of a person's health or means.
    """
    motif = exclusions.motif(pli.reference)
    if motif is None:
        return None
    dit = f"\u00a0: {motif}" if motif else ""
    return _retiree(f"dossier {pli.reference} exclu{dit}", "dossier exclu", lieu)


class Creances:
    """The cases read again, and what each owes now."""

    def __init__(
        self,
        cas: Iterable[Cas],
        packs: Sequence[Pack],
        memoire: Memoire,
        jour: datetime.date,
        bareme: Bareme | None = None,
    ) -> None:
        """Read all of *cas*.

        Args:
            cas: the cases, of any source.
            packs: those the letters were written with.
            memoire: what was sent before, as when they were.
            jour: the day of the deposit.
            bareme: rates; those of this version by default.
        """
        self._packs = {pack.nom: pack for pack in packs}
        self._memoire, self._jour, self._bareme = memoire, jour, bareme
        self._dossiers: dict[str, list[Dossier]] = {}
        self.refuses: list[CourriersError] = []
        """Why some cases could not be read."""
        for lu in cas:
            if lu.dossier is not None:
                self._dossiers.setdefault(cle(lu.reference), []).append(lu.dossier)
            elif lu.erreur is not None:
                self.refuses.append(lu.erreur)

    def retenir(self, pli: Pli, pdf: bytes, lieu: Lieu) -> Motif | None:
        """Why *pli*, whose letter is *pdf*, is not to be sent; nothing if it still is."""
        trouves = [
            dossier
            for dossier in self._dossiers.get(cle(pli.reference), [])
            if pli.creancier in ("", marque_du_creancier(dossier))
        ]
        if len(trouves) != 1:
            dit = "n’est pas" if not trouves else "est plusieurs fois"
            return _en_attente(
                f"le dossier {pli.reference} {dit} dans ces sources\u00a0: la lettre n’est pas "
                "vérifiée",
                "S’il est réglé, mettez-le aux exclusions.",
                lieu,
            )
        pack = self._packs.get(pli.pack)
        if pack is None or pli.canal not in pack.manifeste.canaux:
            return _en_attente(
                f"le pack «\u00a0{pli.pack}\u00a0» n’est plus là, ou plus pour le canal "
                f"«\u00a0{pli.canal}\u00a0»\u00a0: la lettre n’est pas vérifiée",
                "--modeles dit où il est.",
                lieu,
            )
        dossier = self._memoire.completer(trouves[0], pli.au)
        try:
            return self._du_jour(pli, dossier, pack, _joint(pdf), lieu)
        except CourriersError as faute:
            return _en_attente(
                f"le compte ne peut pas être refait\u00a0: {faute.message}", "", lieu
            )

    def _du_jour(
        self, pli: Pli, dossier: Dossier, pack: Pack, joint: Joint | None, lieu: Lieu
    ) -> Motif | None:
        """What the case says now of the day of the letter, then of the days after."""
        rang = _caution(pli, pack)
        apres = [p.date for p in dossier.paiements if p.date > pli.au]
        apres += [f.date for f in dossier.factures if f.est_avoir and f.date > pli.au]
        if apres and pack.manifeste.reclame != "rien":
            dit = f"un paiement ou un avoir du {date_courte(min(apres))} est postérieur à la lettre"
            return _retiree(dit, "paiement ou avoir postérieur", lieu)
        try:
            refaite = compose(
                dossier, pack, pli.au, canal=pli.canal, caution=rang, bareme=self._bareme
            )
            if self._jour > pli.au:
                self._encore_permise(dossier, pack, pli, rang)
        except LettreRefusee as refus:
            dit = refus.constats[0].message if refus.constats else refus.message
            return _retiree(f"la lettre est refusée\u00a0: {dit}", f"refusée ({refus.code})", lieu)
        if joint is None:
            if pack.manifeste.reclame == "rien":
                return None
            dit = "le PDF ne porte plus son décompte\u00a0: la somme n’est pas vérifiée"
            return _en_attente(dit, "Refaites la lettre.", lieu)
        if (refaite.somme, refaite.decompte.devise) == (joint.somme, joint.devise):
            return None
        dit = (
            f"la lettre demande {montant(joint.somme, joint.devise)}, le dossier doit "
            f"{montant(refaite.somme, refaite.decompte.devise)} au {date_courte(pli.au)}"
        )
        return _retiree(dit, "somme changée", lieu)

    def _encore_permise(self, dossier: Dossier, pack: Pack, pli: Pli, rang: int) -> None:
        """Raise what forbids the letter on the day of the deposit.

        Raises:
            LettreRefusee: the law does, or nothing is owed.
        """
        try:
            compose(dossier, pack, self._jour, canal=pli.canal, caution=rang, bareme=self._bareme)
        except LettreRefusee:
            raise
        except CourriersError:
            return  # a rate of a new half-year is unknown: the letter is of its own day


def _joint(pdf: bytes) -> Joint | None:
    try:
        return lire_joint(pdf)
    except (PdfInvalide, RuntimeError):  # PDFium's own error is one
        return None


def _caution(pli: Pli, pack: Pack) -> int:
    nom = PurePosixPath(pli.pdfs[0]).with_suffix(".docx").name
    try:
        return origine(nom, [pack]).caution
    except PackIntrouvable:
        return 1


def _retiree(dit: str, au_journal: str, lieu: Lieu) -> Motif:
    constat = avertissement(
        Code.LETTRE_RETIREE, f"{dit.rstrip('.')}.", "Elle est retirée du dépôt.", lieu
    )
    return Motif(constat, au_journal)


def _en_attente(dit: str, conseil: str, lieu: Lieu) -> Motif:
    return Motif(avertissement(Code.LETTRE_NON_DEPOSEE, f"{dit.rstrip('.')}.", conseil, lieu))


def lieu_de(pli: Pli, repertoire: Path) -> Lieu:
    """Where the letter is."""
    return Lieu(fichier=str(repertoire / pli.pdfs[0]))
