"""What one run has met so far: a reference is one case, and an invoice is one debtor's.

Kept in a temporary SQLite file, as what was sent before is: a hundred thousand cases take no
memory.
"""

from __future__ import annotations

import datetime
from typing import Self

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.dossier.modele import Dossier
from courriers.lot.base_privee import base_privee
from courriers.lot.marques import marque_du_creancier
from courriers.lot.memoire import Memoire
from courriers.lot.sources.references import pli

_TABLES = """
create table vus (pli text, qui text, primary key (pli, qui)) without rowid;
create table factures (
    qui text, numero text, pli text, reference text, primary key (qui, numero)
) without rowid;
"""


class Passage:
    """One run, from its first case to its last; a context manager."""

    def __init__(self) -> None:
        self._base = base_privee(_TABLES)
        self._base.execute("begin")  # never committed: it is of this run alone

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_faute: object) -> None:
        self._base.close()

    def premiere_fois(self, dossier: Dossier) -> bool:
        """Whether this run had not met *dossier* yet: two of one reference are one case."""
        qui = pli(dossier.reference), marque_du_creancier(dossier)
        return self._base.execute("insert or ignore into vus values (?, ?)", qui).rowcount == 1

    def redites(self, dossier: Dossier) -> tuple[Constat, ...]:
        """The invoices of *dossier* that its creditor already claims from another in this run."""
        qui, sienne = marque_du_creancier(dossier), pli(dossier.reference)
        dites = []
        for rang, facture in enumerate(dossier.factures):
            cle = (qui, pli(facture.numero))
            if self._base.execute(
                "insert or ignore into factures values (?, ?, ?, ?)",
                (*cle, sienne, dossier.reference),
            ).rowcount:
                continue
            ((autre, reference),) = self._base.execute(
                "select pli, reference from factures where (qui, numero) = (?, ?)", cle
            )
            if autre != sienne:
                dites.append(_redite(rang, facture.numero, reference))
        return tuple(dites)


def _redite(rang: int, numero: str, reference: str) -> Constat:
    return avertissement(
        Code.FACTURE_REDITE,
        f"la facture {numero} est aussi réclamée dans le dossier {reference} de ce lot.",
        "Vérifiez lequel des deux la doit avant d’envoyer, et ôtez-la de l’autre dossier.",
        Lieu(champ=f"factures[{rang}].numero"),
    )


def anterieure(memoire: Memoire, dossier: Dossier, au: datetime.date) -> tuple[Constat, ...]:
    """What a letter of *dossier* dated *au* cannot recall: one of a later day, already sent."""
    envois = memoire.envois(dossier.reference, marque_du_creancier(dossier))
    apres = [e for e in envois if e.date > au]
    if not apres:
        return ()
    dit = (
        f"cette lettre est datée du {au:%d/%m/%Y}, et «\u00a0{apres[-1].niveau}\u00a0» est déjà "
        f"partie le {apres[-1].date:%d/%m/%Y}\u00a0: elle ne la cite pas."
    )
    conseil = "Vérifiez son jour. Une lettre non partie se note «\u00a0non envoyée\u00a0»."
    return (avertissement(Code.LETTRE_ANTIDATEE, dit, conseil),)
