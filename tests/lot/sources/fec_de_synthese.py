"""A full year of books, made up: the file, and what its maker knows to be open.

Nothing here reads a FEC. Each sale is given a fate when it is made (paid, paid in part, credited,
bounced…); what is open follows from the fate, not from the lines.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

COLONNES = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib",
    "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
SIREN = "841203573"
JOURNAUX = {
    "AN": "À nouveaux", "VE": "Ventes", "BQ": "Banque", "AC": "Achats", "OD": "Opérations diverses",
}  # fmt: skip
NOMS = ("Rénovation Belledonne", "Café de l’Étoile", "Hôtel Bœuf & Cie", "Menuiserie Ganières")
SORTS = {
    "reglee": 52, "ouverte": 8, "acompte": 6, "acompte_non_lettre": 4, "avoir_total": 4,
    "avoir_partiel": 4, "avoir_non_lettre": 2, "deux_reglees": 6, "deux_en_partie": 3,
    "rejetee": 3, "douteuse": 3, "trop_payee": 2, "mois_centralise": 3,
}  # fmt: skip


@dataclass
class Attendu:
    """What a customer owes, for who made the books: invoices, credit notes, payments."""

    factures: dict[str, tuple[datetime.date, int]] = field(default_factory=dict)
    avoirs: dict[str, tuple[datetime.date, int, str | None]] = field(default_factory=dict)
    paiements: list[tuple[datetime.date, int, str | None]] = field(default_factory=list)

    @property
    def du(self) -> int:
        moins = [a[1] for a in self.avoirs.values()] + [p[1] for p in self.paiements]
        return sum(f[1] for f in self.factures.values()) - sum(moins)


@dataclass
class Ligne:
    journal: str
    ecriture: str
    date: datetime.date
    compte: str
    libelle: str
    ref: str
    piece: datetime.date
    centimes: int
    aux: str = ""
    nom: str = ""
    code: str = ""
    let: datetime.date | None = None


@dataclass
class Livre:
    """The books of one year, in the making."""

    graine: int
    annee: int = 2026
    clients: int = 40
    ventes: int = 400
    bruit: int = 200
    attendus: dict[str, Attendu] = field(default_factory=dict)
    lignes: list[Ligne] = field(default_factory=list)
    noms: dict[str, str] = field(default_factory=dict)
    ouvertes: dict[str, list[Ligne]] = field(default_factory=dict)
    """Lines of customers that the year leaves open, with their lettering."""

    def __post_init__(self) -> None:
        self.de = random.Random(self.graine * 10_000 + self.annee)  # noqa: S311
        self._ecriture = 0
        self._codes: dict[str, int] = {}
        for rang in range(self.clients):
            code = f"C{rang:05}"
            self.noms.setdefault(code, f"SARL {NOMS[rang % len(NOMS)]} {rang}")
            self.attendus.setdefault(code, Attendu())

    # --- What accountants do ---------------------------------------------------------------

    def _numero(self) -> str:
        self._ecriture += 1
        return str(self._ecriture)

    def _code(self, client: str) -> str:
        """A lettering: A, B… Z, AA…, used again by every customer and every year."""
        rang = self._codes[client] = self._codes.get(client, -1) + 1
        lettres = ""
        while rang >= 0:
            lettres, rang = chr(65 + rang % 26) + lettres, rang // 26 - 1
        return lettres

    def _client(self, journal, num, date, client, ref, piece, centimes, compte="411000"):
        ligne = Ligne(journal, num, date, compte, "Clients", ref, piece, centimes, client,
                      self.noms[client])  # fmt: skip
        self.lignes.append(ligne)
        return ligne

    def _autre(self, journal, num, date, compte, ref, centimes, aux="", nom=""):
        self.lignes.append(
            Ligne(journal, num, date, compte, "Compte", ref, date, centimes, aux, nom)
        )

    def vente(self, client, ref, date, centimes, journal="VE"):
        num = self._numero()
        ligne = self._client(journal, num, date, client, ref, date, centimes)
        tva = centimes - round(centimes / 1.2)
        self._autre(journal, num, date, "706000", ref, -(centimes - tva))
        self._autre(journal, num, date, "445710", ref, -tva)
        return ligne

    def avoir(self, client, ref, date, centimes):
        return self.vente(client, ref, date, -centimes)

    def encaissement(self, client, date, centimes):
        num = self._numero()
        ref = f"RLV{num}"
        self._autre("BQ", num, date, "512000", ref, centimes)
        return self._client("BQ", num, date, client, ref, date, -centimes)

    def lettrer(self, client, *lignes):
        code, jour = self._code(client), max(x.date for x in lignes)
        for ligne in lignes:
            ligne.code, ligne.let = code, jour

    # --- The year --------------------------------------------------------------------------

    def remplir(self) -> Livre:
        sorts = self.de.choices(list(SORTS), weights=SORTS.values(), k=self.ventes)
        for rang, sort in enumerate(sorts):
            client = f"C{self.de.randrange(self.clients):05}"
            date = datetime.date(self.annee, 1, 2) + datetime.timedelta(self.de.randrange(240))
            montant = self.de.randrange(5_000, 900_000)
            getattr(self, f"_{sort}")(client, f"FA{self.annee % 100}-{rang:05}", date, montant)
        for _ in range(self.bruit):
            self._un_bruit()
        return self

    def _plus_tard(self, date):
        return date + datetime.timedelta(self.de.randrange(1, 100))

    def _laisser(self, client, *lignes):
        self.ouvertes.setdefault(client, []).extend(lignes)

    def _reglee(self, client, ref, date, montant):
        facture = self.vente(client, ref, date, montant)
        self.lettrer(client, facture, self.encaissement(client, self._plus_tard(date), montant))

    def _ouverte(self, client, ref, date, montant):
        self._laisser(client, self.vente(client, ref, date, montant))
        self.attendus[client].factures[ref] = (date, montant)

    def _acompte(self, client, ref, date, montant):
        facture = self.vente(client, ref, date, montant)
        recus = [
            self.encaissement(client, self._plus_tard(date), montant // d) for d in (4, 3)
        ]  # fmt: skip
        self.lettrer(client, facture, *recus)
        self._laisser(client, facture, *recus)
        self.attendus[client].factures[ref] = (date, montant)
        self.attendus[client].paiements += [(r.date, -r.centimes, ref) for r in recus]

    def _acompte_non_lettre(self, client, ref, date, montant):
        facture = self.vente(client, ref, date, montant)
        recu = self.encaissement(client, self._plus_tard(date), montant // 3)
        self._laisser(client, facture, recu)
        self.attendus[client].factures[ref] = (date, montant)
        self.attendus[client].paiements.append((recu.date, montant // 3, None))

    def _avoir_total(self, client, ref, date, montant):
        facture = self.vente(client, ref, date, montant)
        self.lettrer(
            client, facture, self.avoir(client, f"AV{ref}", self._plus_tard(date), montant)
        )

    def _avoir_partiel(self, client, ref, date, montant):
        facture, le = self.vente(client, ref, date, montant), self._plus_tard(date)
        avoir = self.avoir(client, f"AV{ref}", le, montant // 5)
        self.lettrer(client, facture, avoir)
        self._laisser(client, facture, avoir)
        self.attendus[client].factures[ref] = (date, montant)
        self.attendus[client].avoirs[f"AV{ref}"] = (le, montant // 5, ref)

    def _avoir_non_lettre(self, client, ref, date, montant):
        facture, le = self.vente(client, ref, date, montant), self._plus_tard(date)
        self._laisser(client, facture, self.avoir(client, f"AV{ref}", le, montant // 5))
        self.attendus[client].factures[ref] = (date, montant)
        self.attendus[client].avoirs[f"AV{ref}"] = (le, montant // 5, None)

    def _deux_reglees(self, client, ref, date, montant):
        les = [self.vente(client, f"{ref}{s}", date, montant) for s in ("A", "B")]
        self.lettrer(client, *les, self.encaissement(client, self._plus_tard(date), 2 * montant))

    def _deux_en_partie(self, client, ref, date, montant):
        les = [self.vente(client, f"{ref}{s}", date, montant) for s in ("A", "B")]
        recu = self.encaissement(client, self._plus_tard(date), montant)
        self.lettrer(client, *les, recu)
        self._laisser(client, *les, recu)
        for suffixe in ("A", "B"):
            self.attendus[client].factures[f"{ref}{suffixe}"] = (date, montant)
        self.attendus[client].paiements.append((recu.date, montant, None))

    def _rejetee(self, client, ref, date, montant):
        facture = self.vente(client, ref, date, montant)
        recu = self.encaissement(client, self._plus_tard(date), montant)
        self.lettrer(client, facture, recu)
        le = recu.date + datetime.timedelta(3)
        num = self._numero()
        rejet = self._client("BQ", num, le, client, f"REJ{num}", le, montant)
        self._autre("BQ", num, le, "512000", f"REJ{num}", -montant)
        self._laisser(client, facture, recu, rejet)
        self.attendus[client].factures[ref] = (date, montant)

    def _douteuse(self, client, ref, date, montant):
        facture, le = self.vente(client, ref, date, montant), self._plus_tard(date)
        num = self._numero()
        sortie = self._client("OD", num, le, client, f"OD{num}", le, -montant)
        douteux = self._client("OD", num, le, client, f"OD{num}", le, montant, "416000")
        self.lettrer(client, facture, sortie)
        self._laisser(client, facture, sortie, douteux)
        self.attendus[client].factures[ref] = (date, montant)

    def _trop_payee(self, client, ref, date, montant):
        facture = self.vente(client, ref, date, montant)
        recu = self.encaissement(client, self._plus_tard(date), montant + 1_000)
        self.lettrer(client, facture, recu)
        self._laisser(client, facture, recu)
        self.attendus[client].paiements.append((recu.date, 1_000, None))

    def _mois_centralise(self, client, ref, date, montant):
        """Two customers in one entry, the sale of each in two lines of the same document."""
        num = self._numero()
        for part in (montant, 2 * montant):
            self._laisser(client, self._client("VE", num, date, client, ref, date, part))
            self._autre("VE", num, date, "706000", ref, -part)
        self.attendus[client].factures[ref] = (date, 3 * montant)

    def _un_bruit(self):
        date = datetime.date(self.annee, 1, 2) + datetime.timedelta(self.de.randrange(360))
        num, montant = self._numero(), self.de.randrange(1_000, 500_000)
        comptes = self.de.choice(
            (("AC", "607000", "401000", "F0012", "Fournisseur d’été"),
             ("BQ", "627000", "512000", "", ""), ("OD", "641000", "421000", "", ""),
             ("OD", "445510", "445710", "", ""))
        )  # fmt: skip
        self._autre(comptes[0], num, date, comptes[1], f"P{num}", montant)
        self._autre(comptes[0], num, date, comptes[2], f"P{num}", -montant, *comptes[3:])

    # --- The year after --------------------------------------------------------------------

    def suivante(self, *, detaillee: bool, graine: int = 0) -> Livre:
        """The books of the next year, its opening balance made from what this one leaves open."""
        apres = Livre(graine or self.graine, self.annee + 1, self.clients, self.ventes, self.bruit)
        apres.noms = dict(self.noms)
        le, num, total = datetime.date(apres.annee, 1, 1), apres._numero(), 0
        for client, lignes in sorted(self.ouvertes.items()):
            solde = sum(x.centimes for x in lignes)
            total += solde
            if detaillee:
                for ligne in lignes:
                    apres._client("AN", num, le, client, ligne.ref, ligne.piece, ligne.centimes)
            elif solde:
                apres._client("AN", num, le, client, f"RAN {self.annee}", le, solde)
        apres._autre("AN", num, le, "120000", f"RAN {self.annee}", -total)
        return apres

    # --- On paper --------------------------------------------------------------------------

    def rangees(self, *, sens: bool = False, point: bool = False) -> Iterator[list[str]]:
        """The header, then the lines by date, as cells."""
        titres = list(COLONNES)
        if sens:
            titres[11:13] = ["Montant", "Sens"]
        yield titres
        # Python sorts stably: the lines of an entry stay together, in their order.
        for x in sorted(self.lignes, key=lambda x: (x.date, int(x.ecriture))):
            montant = _ecrit(abs(x.centimes), point=point)
            zero = _ecrit(0, point=point)
            sommes = [montant, zero] if x.centimes >= 0 else [zero, montant]
            if sens:
                sommes = [montant, "D" if x.centimes >= 0 else "C"]
            yield [
                x.journal, JOURNAUX[x.journal], x.ecriture, f"{x.date:%Y%m%d}", x.compte,
                x.libelle, x.aux, x.nom, x.ref, f"{x.piece:%Y%m%d}", f"Écriture {x.ref}", *sommes,
                x.code, f"{x.let:%Y%m%d}" if x.let else "", f"{x.date:%Y%m%d}", "", "",
            ]  # fmt: skip

    def ecrire(self, dossier: Path, *, separateur="\t", encodage="utf-8", **formes) -> Path:
        chemin = dossier / f"{SIREN}FEC{self.annee}1231.txt"
        with chemin.open("w", encoding=encodage, errors="replace", newline="\r\n") as flux:
            flux.writelines(separateur.join(r) + "\n" for r in self.rangees(**formes))
        return chemin

    def doivent(self) -> dict[str, Attendu]:
        """The customers who owe something."""
        return {client: a for client, a in self.attendus.items() if a.du > 0}


def _ecrit(centimes: int, *, point: bool) -> str:
    return f"{centimes // 100}{'.' if point else ','}{centimes % 100:02}"
