"""Invoices of one seller to one buyer, in one currency: what is counted, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from courriers.constats import Code, Constat, Gravite
from courriers.erreurs import DossierInvalide
from courriers.lot.sources.factures.dit import averti, soigne
from courriers.lot.sources.factures.facture import FactureLue
from courriers.lot.sources.factures.partie import Partie
from courriers.lot.sources.factures.sortes import motif_d_ecart


@dataclass(frozen=True)
class Groupe:
    """The invoices of one case, in the order of their days, and what was left out of it."""

    factures: tuple[FactureLue, ...]
    ecartees: tuple[FactureLue, ...] = ()
    constats: tuple[Constat, ...] = ()
    doubles: tuple[tuple[FactureLue, FactureLue], ...] = ()
    """Two invoices of one number that do not say the same: the case cannot be made."""
    orphelins: frozenset[str] = field(default_factory=frozenset)

    @property
    def toutes(self) -> tuple[FactureLue, ...]:
        """Those counted and those left out."""
        return (*self.factures, *self.ecartees)

    def refus_des_doubles(self) -> DossierInvalide | None:
        """Why the case cannot be made, when two of its invoices bear one number."""
        if not self.doubles:
            return None
        constats = []
        for une, autre in self.doubles:
            message = (
                f"le numéro « {une.numero} » est aussi celui de {autre.fichier}, qui ne dit pas "
                "la même chose."
            )
            conseil = "Ôtez celle des deux qui n’est pas la bonne."
            constats.append(averti(Code.CHAMP_INVALIDE, message, conseil, fichier=une.fichier,
                                   terme="BT-1", gravite=Gravite.ERREUR))  # fmt: skip
        return DossierInvalide(
            soigne(" ".join(f"{c.lieu} : {c.message} {c.conseil}" for c in constats)),
            constats=constats,
        )


def grouper(factures: Iterable[FactureLue]) -> list[Groupe]:
    """One group a case, in the order of its first file."""
    lues = list(factures)
    vendeurs, acheteurs = _cles([f.vendeur for f in lues]), _cles([f.acheteur for f in lues])
    uniques, repetees, doubles = _sans_les_doubles(lues, vendeurs)
    par_cas: defaultdict[tuple[str, str, str], list[FactureLue]] = defaultdict(list)
    for f in uniques:
        par_cas[vendeurs[id(f.vendeur)], acheteurs[id(f.acheteur)], f.devise].append(f)
    groupes = []
    for siennes in par_cas.values():
        siens = {id(f) for f in siennes}
        groupe = _compter(siennes, [c for f, c in repetees if id(f) in siens])
        vus = [d for d in doubles if id(d[0]) in siens or id(d[1]) in siens]
        groupes.append(replace(groupe, doubles=tuple(vus)))
    return groupes


def _cles(parties: Sequence[Partie]) -> dict[int, str]:
    """What tells each party from others.

    One without a number takes that of the only party of the same exact name and postcode.
    """
    connues: defaultdict[str, set[str]] = defaultdict(set)
    for partie in parties:
        if partie.est_identifiee and partie.adresse.get("code_postal"):
            connues[partie.cle_du_nom].add(partie.cle)
    return {
        id(p): next(iter(connues[p.cle_du_nom]))
        if not p.est_identifiee and len(connues.get(p.cle_du_nom, ())) == 1
        else p.cle
        for p in parties
    }


_Doubles = list[tuple[FactureLue, FactureLue]]


def _sans_les_doubles(
    lues: Sequence[FactureLue], vendeurs: dict[int, str]
) -> tuple[list[FactureLue], list[tuple[FactureLue, Constat]], _Doubles]:
    """One file an invoice, the fullest; what is said of the others; what is contradictory."""
    par_numero: defaultdict[tuple[str, str], list[FactureLue]] = defaultdict(list)
    for f in lues:
        par_numero[vendeurs[id(f.vendeur)], f.numero].append(f)
    gardees, repetees, doubles = [], [], []
    for memes in par_numero.values():
        contraires = [(a, b) for a, b in combinations(memes, 2) if not a.redit(b)][:3]
        if contraires:
            doubles += contraires
            gardees += memes
            continue
        garde = max(memes, key=_richesse)
        gardees.append(garde)
        for f in memes:
            if f is not garde:
                message = f"la facture « {f.numero} » est aussi dans {garde.fichier} : elle "
                message += "n’est comptée qu’une fois."
                repetees.append((garde, averti(Code.FACTURE_ECARTEE, message, fichier=f.fichier,
                                               gravite=Gravite.INFORMATION)))  # fmt: skip
    rang = {id(f): n for n, f in enumerate(lues)}
    return sorted(gardees, key=lambda f: rang[id(f)]), repetees, doubles


def _richesse(facture: FactureLue) -> tuple[int, bool]:
    """How much it says; a PDF before an XML, for a PDF can be attached to a letter."""
    dits = (
        facture.echeance, facture.iban, facture.objet, facture.livree_le, facture.commande,
        facture.acheteur.adresse.get("lignes"), facture.acheteur.est_identifiee,
    )  # fmt: skip
    return sum(map(bool, dits)), facture.fichier.suffix.lower() == ".pdf"


def _compter(factures: Sequence[FactureLue], constats: list[Constat]) -> Groupe:
    """What is left once the replaced and the unclaimed invoices are out."""
    ecarts = {id(f): f.ecart for f in factures if f.ecart is not None}
    sans_creance = {id(f) for f in factures if motif_d_ecart(f.code) is not None}
    numeros = {f.numero: f for f in factures}
    for f in factures:
        if not f.est_rectificative or id(f) in ecarts:
            continue
        if not f.precedentes:
            constats.append(averti(
                Code.FACTURE_A_VERIFIER, "facture rectificative, qui ne dit pas laquelle elle "
                "remplace : elle est comptée à côté des autres.",
                "Ôtez du répertoire celle qu’elle remplace.", fichier=f.fichier, terme="BT-25",
            ))  # fmt: skip
        for numero in f.precedentes:
            remplacee = numeros.get(numero)
            if remplacee is not None and remplacee is not f and not remplacee.est_avoir:
                sans_creance.add(id(remplacee))
                ecarts[id(remplacee)] = f"est remplacée par la facture rectificative « {f.numero} »"
    for f in factures:  # the credit note of an invoice that another replaces, or that is factored
        visees = [numeros[n] for n in f.precedentes if n in numeros]
        if f.est_avoir and visees and all(id(v) in sans_creance for v in visees):
            ecarts.setdefault(id(f), "corrige une facture qui n’est pas comptée")
    for f in factures:
        if id(f) in ecarts:
            genre = "l’avoir" if f.est_avoir else "la facture"
            message = f"{genre} « {f.numero} » {ecarts[id(f)]} : laissé{'' if f.est_avoir else 'e'}"
            constats.append(averti(Code.FACTURE_ECARTEE, f"{message} de côté.",
                                   fichier=f.fichier))  # fmt: skip
    comptees = sorted((f for f in factures if id(f) not in ecarts), key=lambda f: f.date)
    ecartees = tuple(f for f in factures if id(f) in ecarts)
    return Groupe(tuple(comptees), ecartees, tuple(constats), orphelins=_orphelins(comptees))


def _orphelins(comptees: Sequence[FactureLue]) -> frozenset[str]:
    """Numbers of the credit notes that name no invoice of the case, or several."""
    numeros = {f.numero for f in comptees if not f.est_avoir}
    return frozenset(
        f.numero for f in comptees
        if f.est_avoir and (len(f.precedentes) != 1 or f.precedentes[0] not in numeros)
    )  # fmt: skip
