"""Which lines of a customer are still open: lettering read as groups that balance or do not.

A code is reused by account and by year. A group that does not balance is a partial payment: all its
lines stay open together. Three things join groups, because they move a debt without paying it: the
same code left unbalanced on two accounts or two years that balances once joined; a transfer inside
the customer's accounts (411 to 416); a payment the bank took back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    restants = [reste for groupe in du_client.restants() if (reste := _sans_soldes(groupe)).solde]
    return _memes_codes(restants)


class _Groupes:
    """Groups that can be joined, and lines taken out of them; nothing is copied at each step."""

    def __init__(self, groupes: Sequence[Groupe]) -> None:
        self.de = {id(ligne): groupe for groupe in groupes for ligne in groupe.lignes}
        self.retirees: set[int] = set()

    def vivants(self) -> list[Groupe]:
        return list({id(groupe): groupe for groupe in self.de.values()}.values())

    def restants(self) -> list[Groupe]:
        """The groups without the lines taken out; their balances are the same."""
        return [
            Groupe([x for x in groupe.lignes if id(x) not in self.retirees], groupe.code)
            for groupe in self.vivants()
        ]

    def retirer(self, lignes: Sequence[Ligne]) -> None:
        """Take *lignes*, which sum to zero, out; their groups become one."""
        for ligne in lignes[1:]:
            grand, petit = self.de[id(lignes[0])], self.de[id(ligne)]
            if grand is petit:
                continue
            if len(grand.lignes) < len(petit.lignes):
                grand, petit = petit, grand
            grand.lignes += petit.lignes
            grand.code = grand.code or petit.code
            for deplacee in petit.lignes:
                self.de[id(deplacee)] = grand
        self.retirees |= {id(ligne) for ligne in lignes}


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
    rejets = [
        ligne
        for groupe in groupes.vivants()
        if groupe.solde
        for ligne in groupe.lignes
        if est_un_rejet(ligne, nature) and id(ligne) not in groupes.retirees
    ]
    if not rejets:
        return
    recus: dict[int, list[Ligne]] = defaultdict(list)
    for groupe in groupes.vivants():
        for ligne in groupe.lignes:
            if ligne.centimes < 0 and nature(ligne) & TRESORERIE:
                recus[-ligne.centimes].append(ligne)
    par_montant: dict[int, list[Ligne]] = defaultdict(list)
    for rejet in rejets:
        par_montant[rejet.centimes].append(rejet)
    for montant, les in par_montant.items():
        for pris, rejet in _apparier(recus[montant], les):
            groupes.retirer([pris, rejet])


def _apparier(recus: list[Ligne], rejets: list[Ligne]) -> Iterator[tuple[Ligne, Ligne]]:
    """Each rejection with the last payment before it, of the same lettering if there is one."""
    attente = sorted(recus, key=lambda x: x.date, reverse=True)
    piles: dict[str | None, list[Ligne]] = defaultdict(list)
    pris: set[int] = set()
    for rejet in sorted(rejets, key=lambda x: x.date):
        while attente and attente[-1].date <= rejet.date:
            recu = attente.pop()
            piles[recu.code].append(recu)
            piles[None].append(recu)  # those of every lettering
        for pile in (piles[rejet.code], piles[None]):
            while pile and id(pile[-1]) in pris:
                pile.pop()
            if pile:
                pris.add(id(pile[-1]))
                yield pile.pop(), rejet
                break


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
