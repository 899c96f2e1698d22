"""Which lines of a customer are still open: lettering read as groups that balance or do not.

A code is reused by account and by year. A group that does not balance is a partial payment: all its
lines stay open together. Three things join groups, because they move a debt without paying it: the
same code left unbalanced on two accounts or two years that balances once joined; a transfer inside
the customer's accounts (411 to 416); a payment the bank took back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from courriers.lot.sources.fec.comptes import CLIENT, TRESORERIE, VENTE, Ligne


@dataclass(slots=True, eq=False)
class Groupe:
    """Lines that go together: one alone, or those of one lettering."""

    lignes: list[Ligne]
    code: str = ""

    @property
    def solde(self) -> int:
        """Debit less credit, in cents."""
        return sum(ligne.centimes for ligne in self.lignes)


def grouper(lignes: Iterable[Ligne]) -> list[Groupe]:
    """The lines of one customer in one year, by account and lettering; one alone without any."""
    codes: dict[tuple[str, str], list[Ligne]] = defaultdict(list)
    seules = []
    for ligne in lignes:
        if ligne.code:
            codes[ligne.compte, ligne.code].append(ligne)
        else:
            seules.append(Groupe([ligne]))
    return [Groupe(les, code) for (_, code), les in codes.items()] + seules


def ouverts(groupes: Sequence[Groupe], nature: Callable[[Ligne], int]) -> list[Groupe]:
    """Those of *groupes* that are still open, once joined and rid of what moves nothing.

    Args:
        groupes: of one customer; those of earlier years that were open included.
        nature: what stands against a line, as flags.
    """
    du_client = _Groupes(groupes)
    _sans_virements_internes(du_client)
    _sans_rejets(du_client, nature)
    restants = [reste for groupe in du_client.vivants() if (reste := _sans_soldes(groupe)).solde]
    return _memes_codes(restants)


class _Groupes:
    """Groups that can be joined."""

    def __init__(self, groupes: Sequence[Groupe]) -> None:
        self.de = {id(ligne): groupe for groupe in groupes for ligne in groupe.lignes}

    def vivants(self) -> list[Groupe]:
        return list({id(groupe): groupe for groupe in self.de.values()}.values())

    def retirer(self, retirees: Sequence[Ligne]) -> None:
        """Take *retirees*, which sum to zero, out; their groups become one."""
        premier = self.de[id(retirees[0])]
        for ligne in retirees[1:]:
            autre = self.de[id(ligne)]
            if autre is not premier:
                premier.lignes += autre.lignes
                premier.code = premier.code or autre.code
                for deplacee in autre.lignes:
                    self.de[id(deplacee)] = premier
        parties = {id(ligne) for ligne in retirees}
        premier.lignes = [ligne for ligne in premier.lignes if id(ligne) not in parties]
        for cle in parties:
            del self.de[cle]


def _sans_virements_internes(groupes: _Groupes) -> None:
    """411 to 416 for the same customer: the invoice stays what it was."""
    par_ecriture: dict[int, list[Ligne]] = defaultdict(list)
    for groupe in groupes.vivants():
        for ligne in groupe.lignes:
            if ligne.ecriture.nature == CLIENT and not ligne.an:
                par_ecriture[id(ligne.ecriture)].append(ligne)
    for lignes in par_ecriture.values():
        if not sum(ligne.centimes for ligne in lignes):
            groupes.retirer(lignes)


def _sans_rejets(groupes: _Groupes, nature: Callable[[Ligne], int]) -> None:
    """A debit of the bank that takes back a payment of the same amount: neither happened."""
    for groupe in groupes.vivants():
        if not groupe.solde:
            continue
        for rejet in [x for x in groupe.lignes if est_un_rejet(x, nature)]:
            paiements = [
                ligne
                for autre in groupes.vivants()
                for ligne in autre.lignes
                if ligne.centimes == -rejet.centimes
                and ligne.date <= rejet.date
                and nature(ligne) & TRESORERIE
            ]
            if paiements:
                groupes.retirer([max(paiements, key=lambda p: (p.code == rejet.code, p.date)),
                                 rejet])  # fmt: skip


def est_un_rejet(ligne: Ligne, nature: Callable[[Ligne], int]) -> bool:
    """A debit against the bank alone: a payment taken back, or money given back."""
    return (
        ligne.centimes > 0 and not ligne.an and nature(ligne) & (TRESORERIE | VENTE) == TRESORERIE
    )


def _sans_soldes(groupe: Groupe) -> Groupe:
    """*groupe* without what was lettered on one day and balances by itself: a code used again."""
    if not groupe.code or not groupe.solde:
        return groupe
    par_jour: dict[str, list[Ligne]] = defaultdict(list)
    for ligne in groupe.lignes:
        par_jour[ligne.date_let].append(ligne)
    restent = [les for les in par_jour.values() if sum(x.centimes for x in les)]
    return Groupe([ligne for les in restent for ligne in les], groupe.code)


def _memes_codes(groupes: list[Groupe]) -> list[Groupe]:
    par_code: dict[str, list[Groupe]] = defaultdict(list)
    for groupe in groupes:
        par_code[groupe.code].append(groupe)
    soldes = {
        id(groupe)
        for code, les in par_code.items()
        if code and len(les) > 1 and not sum(g.solde for g in les)
        for groupe in les
    }
    return [groupe for groupe in groupes if id(groupe) not in soldes]
