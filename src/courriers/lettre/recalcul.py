"""A letter recalculated by whoever holds it, from the PDF alone.

The statement it carries is read, each line computed again from its base, its days and the dated
rates, the balances followed from line to line, and all of it looked for on the page.
"""

from __future__ import annotations

import contextlib
import datetime
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courriers.constats import Code, Constat, avertissement, erreur
from courriers.document.pdf_lu import nu, pages_de_texte
from courriers.droit.bareme import Bareme
from courriers.droit.interets import UN_JOUR, duree, interets
from courriers.droit.semestre import Semestre, semestres
from courriers.erreurs import TauxInconnu
from courriers.langue.devises import devise
from courriers.langue.en_lettres import en_lettres
from courriers.langue.typographie import date_longue, montant, taux
from courriers.lettre.joint_lu import Joint, LigneJointe, lire_joint
from courriers.monnaie import ZERO

Taux = Callable[[Bareme, Semestre], Decimal]
_TAUX: tuple[tuple[str, Taux], ...] = (
    ("BCE + 10 points (C. com., art. L441-10)", Bareme.taux_suppletif),
    ("intérêt légal", lambda b, s: b.taux_legal(s, particulier=False)),
    ("intérêt légal, créancier particulier", lambda b, s: b.taux_legal(s, particulier=True)),
    ("trois fois l’intérêt légal (C. com., art. L441-10)", Bareme.plancher),
    ("intérêt légal majoré de cinq points (CMF, art. L313-3)",
     lambda b, s: b.taux_legal(s, particulier=False) + b.constante("majoration_titre", s.debut)),
)  # fmt: skip


@dataclass(frozen=True)
class LigneRecalculee:
    """A line as the letter says it, and what its figure rests on."""

    libelle: str
    montant: Decimal
    recalcule: Decimal | None
    """Nothing where there is nothing to compute: an invoice, a payment."""
    explication: str


@dataclass(frozen=True)
class Recalcul:
    """A letter recalculated. Amounts in the currency of the letter."""

    au: datetime.date
    devise: str
    somme: Decimal
    lignes: tuple[LigneRecalculee, ...]
    constats: tuple[Constat, ...]

    @property
    def est_juste(self) -> bool:
        """Whether every figure follows from the one before, and is on the page."""
        return all(c.code != Code.RECALCUL_FAUX for c in self.constats)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "juste": self.est_juste,
            "au": self.au.isoformat(),
            "devise": self.devise,
            "somme": f"{self.somme:f}",
            "lignes": [
                {
                    "libelle": x.libelle,
                    "montant": f"{x.montant:f}",
                    "recalcule": None if x.recalcule is None else f"{x.recalcule:f}",
                    "explication": x.explication,
                }
                for x in self.lignes
            ],
            "constats": [c.as_dict() for c in self.constats],
        }


def recalculer(pdf: bytes, bareme: Bareme | None = None) -> Recalcul:
    """Recalculate the letter *pdf* with the rates of *bareme*, those of the package by default.

    Raises:
        PdfInvalide: not a PDF, or not one of a letter of ours.
    """
    joint = lire_joint(pdf)
    tables = bareme or Bareme.integre()
    lignes: list[LigneRecalculee] = []
    constats: list[Constat] = []
    for ligne, depart in _departs(joint.lignes):
        faite, dits = _ligne(ligne, depart, joint, tables)
        lignes.append(faite)
        constats += dits
    constats = list(dict.fromkeys(constats))  # a rate is told once
    if joint.bareme not in (None, tables.empreinte):
        constats.append(
            avertissement(
                Code.TAUX_REVUS,
                f"la lettre repose sur les taux {joint.bareme}, ceux-ci sont {tables.empreinte}.",
                "Un taux publié depuis peut changer le compte : voyez « courriers taux ».",
            )
        )
    constats += [*_soldes(joint), *_sommes(joint), *_la_page(pages_de_texte(pdf), joint)]
    return Recalcul(joint.au, joint.devise, joint.somme, tuple(lignes), tuple(constats))


def _departs(lignes: list[LigneJointe]) -> Iterator[tuple[LigneJointe, datetime.date | None]]:
    """Each line, and the day from which its debt bears interest."""
    depart: datetime.date | None = None
    for ligne in lignes:
        if ligne.type in ("facture", "titre"):
            depart = None
        depart = depart or ligne.debut
        yield ligne, depart


def _ligne(
    ligne: LigneJointe, depart: datetime.date | None, joint: Joint, bareme: Bareme
) -> tuple[LigneRecalculee, list[Constat]]:
    """A line made again, and what is to be said of it."""
    if ligne.type != "interet":
        return LigneRecalculee(ligne.libelle, ligne.montant, None, ""), []
    debut, fin = ligne.debut, ligne.fin
    if debut is None or fin is None or fin <= debut or fin > joint.au:
        faux = _faux(f"« {ligne.libelle} » : sa période est impossible")
        return LigneRecalculee(ligne.libelle, ligne.montant, None, ""), [faux]
    decimales = devise(joint.devise).decimales
    faits = [
        interets(ligne.base, ligne.taux, debut, fin, base_jours=base, decimales=decimales)
        for base in ("365", "act_act")
    ]
    recalcule = ligne.montant if ligne.montant in faits else faits[0]
    constats = []
    if recalcule != ligne.montant:
        dit, juste = montant(ligne.montant, joint.devise), montant(recalcule, joint.devise)
        constats.append(_faux(f"« {ligne.libelle} » : {dit}, au lieu de {juste}"))
    jours = duree(debut, fin)[0]
    if jours != ligne.jours:
        constats.append(_faux(f"« {ligne.libelle} » : {ligne.jours} jours, au lieu de {jours}"))
    source = _source(ligne.taux, min(debut, depart or debut), debut, fin, bareme)
    if not source:
        constats.append(_non_verifie(ligne.taux))
        source = "taux convenu, à vérifier au contrat"
    base = montant(ligne.base, joint.devise)
    explication = f"{base} × {taux(ligne.taux)} × {jours} j ; {source}"
    return LigneRecalculee(ligne.libelle, ligne.montant, recalcule, explication), constats


def _source(
    pris: Decimal, depart: datetime.date, debut: datetime.date, fin: datetime.date, bareme: Bareme
) -> str:
    """The text that sets the rate *pris* in each half-year from *debut* to *fin*, if one does.

    That of a public contract stays what it was when interest began to run, on *depart*.
    """
    couverts = list(semestres(debut + UN_JOUR, fin))
    with contextlib.suppress(TauxInconnu):
        if bareme.taux_commande_publique(Semestre.de(depart + UN_JOUR)) == pris:
            return "BCE + 8 points (CCP, art. R2192-31)"
    for nom, de in _TAUX:
        try:
            if all(de(bareme, s) == pris for s in couverts):
                return nom
        except TauxInconnu:
            continue
    return ""


def _non_verifie(pris: Decimal) -> Constat:
    return avertissement(
        Code.TAUX_NON_VERIFIE,
        f"{taux(pris)} n’est, pour la période comptée, le taux d’aucun texte.",
        "S’il a été convenu, le contrat ou les conditions générales doivent le dire.",
    )


@dataclass
class _Solde:
    """What is left of one debt, from line to line."""

    principal: Decimal = ZERO
    interets: Decimal = ZERO


def _soldes(joint: Joint) -> Iterator[Constat]:
    """The base of each line of interest is what is left due, whole years' interest apart."""
    solde, total = _Solde(), ZERO
    for ligne in joint.lignes:
        if ligne.type in ("facture", "titre"):
            total += solde.principal
            solde = _Solde(ligne.montant)
        elif ligne.type == "avoir":
            solde.principal += ligne.montant
        elif ligne.type == "paiement":
            parts = ligne.sur_interets + ligne.sur_indemnites + ligne.sur_principal
            if parts != -ligne.montant:
                dit = montant(-ligne.montant, joint.devise)
                yield _faux(f"« {ligne.libelle} » : ses parts ne font pas {dit}")
            solde.principal -= ligne.sur_principal
            solde.interets -= ligne.sur_interets
        elif ligne.type == "interet":
            capitalises = ligne.base - solde.principal
            if not ZERO <= capitalises <= max(ZERO, solde.interets):
                dit, du = (montant(x, joint.devise) for x in (ligne.base, solde.principal))
                yield _faux(f"« {ligne.libelle} » : sa base est {dit}, et il restait dû {du}")
            solde.interets += ligne.montant
    total += solde.principal
    if joint.lignes and joint.principal is not None and total != joint.principal:
        dit, du = (montant(x, joint.devise) for x in (joint.principal, total))
        yield _faux(f"le principal est dit {dit}, et les lignes font {du}")


def _sommes(joint: Joint) -> Iterator[Constat]:
    """The totals are those of the lines, and the sum claimed is one of them."""
    principal, courus = joint.principal or ZERO, joint.interets or ZERO
    admises = {principal, principal + courus}
    entier = principal + courus + (joint.indemnites or ZERO)
    if joint.lignes:
        lignes = sum((x.montant for x in joint.lignes), ZERO)
        if joint.total is not None:
            admises = {joint.total + (joint.a_echoir or ZERO)}
            if not joint.total == lignes == entier:
                dit, du = (montant(x, joint.devise) for x in (joint.total, lignes))
                yield _faux(f"le total est dit {dit}, et les lignes font {du}")
    elif joint.factures:
        admises = {sum((f.reste_du for f in joint.factures), ZERO)}
    elif joint.echeances:
        admises = {sum((e.du for e in joint.echeances), ZERO)}
    elif joint.total is not None:
        admises = {entier}
    if joint.plafond is not None:
        admises = {min(joint.plafond, somme) for somme in admises}
    if joint.somme not in admises:
        yield _faux(f"la somme réclamée, {montant(joint.somme, joint.devise)}, n’est pas ce total")


def _la_page(pages: list[str], joint: Joint) -> Iterator[Constat]:
    """What the statement says stands on the page, in the same order."""
    page, place = _serre("".join(pages)), 0
    lettres = (en_lettres(joint.somme, joint.devise, o) for o in ("traditionnelle", "1990"))
    if not any(_serre(x) in page for x in lettres):
        yield _faux("la page n’écrit pas en toutes lettres la somme réclamée")
    if _serre(montant(joint.somme, joint.devise)) not in page:
        yield _faux(f"la page n’écrit pas {montant(joint.somme, joint.devise)}")
    if joint.lignes and _serre(date_longue(joint.au)) not in page:
        yield _faux(f"la page ne dit pas le jour du compte, {date_longue(joint.au)}")
    rangees = [(x.libelle, _calcul(x, joint.devise), x.montant) for x in joint.lignes]
    rangees += [(x.facture, (), x.reste_du) for x in joint.factures]
    rangees += [(date_longue(x.date), (), x.du) for x in joint.echeances]
    for libelle, calcul, somme in rangees:
        dit = montant(somme, joint.devise)
        for attendu in (libelle, *calcul, dit):
            trouve = page.find(_serre(attendu), place)
            if trouve < 0:
                yield _faux(f"la page ne porte pas, à sa place, « {libelle} : {dit} »")
                return
            place = trouve + len(_serre(attendu))


def _calcul(ligne: LigneJointe, monnaie: str) -> tuple[str, ...]:
    """What the page says of how the figure of a line is made."""
    return (montant(ligne.base, monnaie), taux(ligne.taux)) if ligne.type == "interet" else ()


def _serre(texte: str) -> str:
    """*texte* without what a page may cut or turn round: hyphens, and brackets."""
    return "".join(c for c in nu(texte) if c != "-" and not unicodedata.mirrored(c))


def _faux(message: str) -> Constat:
    return erreur(Code.RECALCUL_FAUX, f"{message}.")
