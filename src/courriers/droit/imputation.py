"""To which debt a payment or a credit note goes when nobody said.

Payments (C. civ., art. 1342-10): the due debts first, the one that costs the debtor most (highest
rate), then the oldest, then in proportion to the balances, the odd cents to the first number.
Within one debt, accessories before principal by default (C. civ., art. 1343-1; Cass. 1re civ.,
7 février 1995, n° 92-14.216). Credit notes: the oldest invoice not yet paid off.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, Decimal

from courriers.dossier.creance import Paiement
from courriers.droit.compte import Compte, Poste
from courriers.monnaie import ZERO

ORDRES: dict[str, tuple[Poste, ...]] = {
    "accessoires_d_abord": ("interets", "indemnites", "principal"),
    "interets_d_abord": ("interets", "principal", "indemnites"),
    "capital_d_abord": ("principal", "interets", "indemnites"),
}


def imputer(
    paiement: Paiement,
    comptes: Sequence[Compte],
    vise: Compte | None,
    ordre: tuple[Poste, ...],
) -> tuple[Decimal, list[str]]:
    """Impute *paiement*: first on the invoice it names, then by law among *comptes*.

    Returns what is left over, and the numbers of the invoices the law chose.
    """
    reste = paiement.montant
    if vise is not None:
        reste = vise.payer(paiement, reste, ordre)
    choisies: list[str] = []
    for groupe in _groupes(comptes, paiement.date) if reste else ():
        for compte, part in repartir(reste, groupe, paiement.date):
            compte.payer(paiement, part, ordre)
            choisies.append(compte.numero)
            reste -= part
        if not reste:
            break
    return reste, choisies


def _groupes(comptes: Sequence[Compte], jour: datetime.date) -> Iterator[list[Compte]]:
    """Debts that are not paid off, in the order of the law; equals come in one group."""
    taux: dict[tuple[datetime.date, datetime.date | None], Decimal] = {}
    par_rang: dict[tuple[bool, Decimal, datetime.date], list[Compte]] = {}
    for compte in comptes:
        if compte.est_ouvert:
            cle = (compte.echeance, compte.depart)
            if cle not in taux:
                taux[cle] = compte.taux(jour)
            rang = (compte.echeance >= jour, -taux[cle], compte.echeance)
            par_rang.setdefault(rang, []).append(compte)
    while par_rang:  # a payment rarely goes past the first: no need to sort them all
        premier = min(par_rang)
        yield sorted(par_rang.pop(premier), key=lambda c: c.numero)


def repartir(
    montant: Decimal, groupe: Sequence[Compte], jour: datetime.date
) -> list[tuple[Compte, Decimal]]:
    """Share *montant* in proportion to the principals, none receiving more than it is owed."""
    parts = {id(c): ZERO for c in groupe}
    centime = Decimal(1).scaleb(-groupe[0].decimales)
    reste = min(montant, sum((c.du(jour) for c in groupe), ZERO))
    while reste:
        libre = {id(c): c.du(jour) - parts[id(c)] for c in groupe}
        poids = {id(c): c.principal for c in groupe if libre[id(c)]}
        if not any(poids.values()):  # only accessories are left
            poids = dict(libre)
        poids = {cle: valeur for cle, valeur in poids.items() if valeur}
        total, tour = sum(poids.values()), reste
        voulu = {
            cle: (tour * valeur / total).quantize(centime, ROUND_DOWN)
            for cle, valeur in poids.items()
        }
        # The odd cents go to the first number; what a debt cannot take is shared again.
        miettes = tour - sum(voulu.values())
        for cle, place in libre.items():
            prevu = voulu.get(cle, ZERO)
            part = min(prevu + miettes, place)
            miettes -= min(miettes, max(ZERO, part - prevu))
            parts[cle] += part
            reste -= part
    return [(c, parts[id(c)]) for c in groupe if parts[id(c)]]
