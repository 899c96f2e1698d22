"""What is kept of a FEC: the lines of customers, the entry each belongs to, and the customers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from courriers.constats import Code, Constat, avertissement, erreur
from courriers.lot.sources.fec.fichier import Format
from courriers.lot.sources.fec.valeurs import nu

CLIENT, TRESORERIE, VENTE, RETENUE, AUTRE = 1, 2, 4, 8, 16
"""What the accounts of an entry are, as flags: they tell an invoice from a payment."""
RACINES = ("411", "416")


@dataclass(slots=True, eq=False)
class Ecriture:
    """One entry: its balance in cents, and what its accounts are."""

    journal: str
    numero: str
    premiere: int
    """Its first line."""
    solde: int = 0
    nature: int = 0
    fausse: bool = False
    """Its debits are not its credits, in a file whose other entries balance."""


@dataclass(slots=True, eq=False)
class Ligne:
    """One line of a customer's account. Days stay texts: only those of open items are read."""

    format: Format
    numero: int
    ecriture: Ecriture
    compte: str
    date: str
    ref: str
    piece_date: str
    centimes: int
    """Debit less credit."""
    code: str
    """Lettering."""
    date_let: str
    echeance: str
    devise: str
    an: bool
    """Of the opening balance."""

    @property
    def identite(self) -> tuple[object, ...]:
        """What two lines that are the same have in common."""
        return (
            self.ecriture.journal, self.ecriture.numero, self.compte, self.date, self.ref,
            self.piece_date, self.centimes, self.code, self.echeance,
        )  # fmt: skip


@dataclass(slots=True)
class Client:
    """A customer in one year: account, name and lines."""

    cle: str
    compte: str
    auxiliaire: str
    nom: str
    collectif: bool = False
    """An account that many customers share, without anything to tell them apart."""
    lignes: list[Ligne] = field(default_factory=list)
    fautes: list[Constat] = field(default_factory=list)
    constats: list[Constat] = field(default_factory=list)
    retenues: int = 0
    """Balance of its retentions (4117), in cents."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Under what a table of addresses may know it, the likeliest first."""
        return tuple(dict.fromkeys(c for c in (self.auxiliaire, self.cle, self.compte) if c))

    @property
    def dit(self) -> str:
        """Account and name, as a message says them."""
        compte = f"{self.compte}, {self.auxiliaire}" if self.auxiliaire else self.compte
        return f"{compte} «\u00a0{self.nom}\u00a0»" if self.nom else compte

    def signaler(
        self,
        message: str,
        conseil: str,
        ligne: Ligne,
        colonne: str = "",
        code: Code = Code.SOURCE_A_VERIFIER,
    ) -> None:
        """Something to check in *ligne*, which does not stop the case."""
        lieu = ligne.format.lieu(ligne.numero, colonne)
        self.constats.append(avertissement(code, message, conseil, lieu))

    def refuser(
        self,
        message: str,
        conseil: str,
        ligne: Ligne,
        colonne: str,
        code: Code = Code.CHAMP_INVALIDE,
    ) -> None:
        """A fault of *ligne*, which stops the case of this customer."""
        lieu = ligne.format.lieu(ligne.numero, colonne)
        self.fautes.append(erreur(code, message, conseil, lieu))


@dataclass
class Exercice:
    """One file, read: its customers, and what is wrong with it."""

    format: Format
    debut: str = ""
    """First and last day of its lines of customers, AAAAMMJJ."""
    fin: str = ""
    clients: dict[str, Client] = field(default_factory=dict)
    acomptes: Counter[str] = field(default_factory=Counter)
    """Advances (419) by customer, in cents: below zero when the creditor holds money."""
    journaux: dict[str, list[int]] = field(default_factory=dict)
    """Lines of treasury and of sales by journal."""
    a_un_an: bool = False
    constats: list[Constat] = field(default_factory=list)
    fautes: list[Constat] = field(default_factory=list)

    def nature(self, ligne: Ligne) -> int:
        """What stands against *ligne*: the accounts of its entry, else those of its journal.

        The journal speaks when the entry does not balance: its other lines are then unknown.
        """
        nature = ligne.ecriture.nature
        if nature & (TRESORERIE | VENTE) or not ligne.ecriture.solde:
            return nature
        tresorerie, ventes = self.journaux.get(ligne.ecriture.journal, (0, 0))
        if tresorerie == ventes:
            return nature
        return nature | (TRESORERIE if tresorerie > ventes else VENTE)


def cle_du_client(compte: str, auxiliaire: str) -> str:
    """The same customer under 411DUPONT and 416DUPONT, whichever column holds it.

    >>> [cle_du_client(*c) for c in (("411000", "AB"), ("416AB", ""), ("41112", ""))]
    ['AB', 'AB', '41112']
    """
    code = auxiliaire or compte
    reste = code[3:].strip(" -_.")
    if code.startswith(RACINES) and any(c.isalpha() for c in reste):
        return reste
    return code


def est_collectif(compte: str, auxiliaire: str, libelle: str) -> bool:
    """Whether the account, which has no auxiliary, is that of all customers at once.

    >>> est_collectif("411000", "", "Clients"), est_collectif("411012", "", "Martin")
    (True, False)
    """
    if auxiliaire:
        return False
    mots = nu(libelle)
    return not compte[3:].strip("0") or mots == "client" or re.match(r"clients\b", mots) is not None


def est_retenue(compte: str, auxiliaire: str, libelle: str) -> bool:
    """Whether the account holds retentions: 4117 by the chart of accounts, or by its label.

    411712 without an auxiliary may be customer 712: its label then decides.
    """
    return bool((auxiliaire and compte.startswith("4117")) or "retenue" in nu(libelle))


_AN_CODES = {"an", "ran", "ano", "anv", "anou", "an1", "aan", "ouv", "anc", "rn", "rnv"}
_AN_LIBELLES = re.compile(
    r"\ba nouveaux?\b|\banouveaux?\b|^ouverture$|\bd ouverture\b|balance initiale|\breprise de bal"
)


def est_a_nouveau(code: str, libelle: str) -> bool:
    """Whether a journal is that of the opening balance.

    >>> est_a_nouveau("RAN", ""), est_a_nouveau("OD", "Report à nouveau"), est_a_nouveau("VE", "")
    (True, True, False)
    """
    return nu(code) in _AN_CODES or _AN_LIBELLES.search(nu(libelle)) is not None


_REF_GENERALE = re.compile(
    r"(a ?n(ouv(eaux?)?)?|ran|ano|r a n|(report|solde|reprise)( (a|de|d)\b.*)?|ouv(erture)?.*"
    r"|balance.*|bilan.*)( ?\d{1,8}| \d\d \d\d( \d{2,4})?)?"
)


def ref_generale(ref: str) -> bool:
    """Whether a reference is that of the opening balance itself: « AN », « RAN 2025 ».

    >>> [ref_generale(r) for r in ("RAN 2025", "A NOUVEAU", "", "AN-26-118", "FA118")]
    [True, True, True, False, False]
    """
    mots = nu(ref)
    return not mots or _REF_GENERALE.fullmatch(mots) is not None
