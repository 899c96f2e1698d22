"""Rates, amounts and periods fixed by law, dated and sourced; what is not there is refused.

Each value stands in ``donnees/*.toml`` with its first day, its source, the day it was checked, and
whether a second source confirms it (``relu``). A rate is never carried over to the next half-year.

Sources: C. mon. fin., art. L313-2 (legal interest, two rates a half-year) ; C. com., art. L441-10,
II (ECB rate on 1 January or 1 July, plus ten points; floor of three times the legal rate) ; CCP,
art. R2192-31 (ECB plus eight points).
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from courriers.droit.semestre import Semestre
from courriers.erreurs import MontantInvalide, TauxInconnu
from courriers.monnaie import ZERO, calcul

TABLES = {
    "particulier": "taux de l’intérêt légal (créancier particulier)",
    "autres": "taux de l’intérêt légal (autres cas)",
    "bce": "taux de la Banque centrale européenne",
}
"""The tables that have one rate a half-year, in % a year."""


@dataclass(frozen=True, slots=True)
class Valeur:
    """One value of law: what it is, since when, by what text, and when it was last checked."""

    valeur: Decimal
    debut: datetime.date
    source: str
    verifie_le: datetime.date
    relu: bool
    """False while a second source, or a jurist, has not confirmed it."""
    unite: str = "%"
    libelle: str = ""
    """What it is, in French, for the values that are no rate of a half-year."""
    ajoutee: bool = False
    """The user gave it; it did not come with this version."""

    def age(self, jour: datetime.date) -> int:
        """Days since it was last checked."""
        return (jour - self.verifie_le).days


@dataclass(frozen=True)
class Bareme:
    """Every value of law a case needs. A value itself: completing it makes another one."""

    particulier: Mapping[Semestre, Valeur]
    autres: Mapping[Semestre, Valeur]
    bce: Mapping[Semestre, Valeur]
    constantes: Mapping[str, tuple[Valeur, ...]] = field(default_factory=dict)
    """By name, the values in force one after the other, oldest first."""
    _sommes: dict[tuple[str, Semestre], Decimal] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """ECB rates already raised, by the name of the raise: a batch asks for them all day."""

    @classmethod
    def integre(cls) -> Bareme:
        """The table that comes with this version."""
        return _integre()

    @classmethod
    def depuis(cls, repertoire: Traversable) -> Bareme:
        """The table of the TOML files in *repertoire*, in the form of ``droit/donnees``."""
        legal = _toml(repertoire / "interet_legal.toml")["semestre"]
        bce = _toml(repertoire / "bce.toml")["semestre"]
        dates = {
            **_toml(repertoire / "constantes.toml"),
            **_toml(repertoire / "prescriptions.toml"),
        }
        return cls(
            particulier=_par_semestre(legal, "particulier"),
            autres=_par_semestre(legal, "autres"),
            bce=_par_semestre(bce, "taux"),
            constantes={
                nom: tuple(_valeur(ligne, "valeur") for ligne in lignes)
                for nom, lignes in dates.items()
            },
        )

    def complete(
        self,
        semestre: Semestre,
        *,
        source: str,
        verifie_le: datetime.date,
        particulier: Decimal | None = None,
        autres: Decimal | None = None,
        bce: Decimal | None = None,
    ) -> Bareme:
        """A table with one half-year added or replaced; rates in % a year, ``None`` leaves as is.

        A statement that uses such a rate says so.

        >>> b = Bareme.integre().complete(Semestre(2027, 1), bce=Decimal("2.65"), source="essai",
        ...                               verifie_le=datetime.date(2027, 1, 2))
        >>> b.taux_bce(Semestre(2027, 1))
        Decimal('2.65')

        Raises:
            MontantInvalide: a rate that is not a finite ``Decimal`` ≥ 0.
        """
        tables = {}
        for nom, taux in (("particulier", particulier), ("autres", autres), ("bce", bce)):
            if taux is None:
                continue
            if not isinstance(taux, Decimal) or not taux.is_finite() or taux < 0:
                raise MontantInvalide(f"{nom} : un Decimal positif est attendu, trouvé {taux!r}.")
            valeur = Valeur(taux, semestre.debut, source, verifie_le, relu=True, ajoutee=True)
            tables[nom] = {**getattr(self, nom), semestre: valeur}
        return replace(self, **tables)

    # --- Taux -------------------------------------------------------------------------------

    def taux_legal(self, semestre: Semestre, *, particulier: bool) -> Decimal:
        """Legal interest rate in % a year.

        Args:
            semestre: the half-year.
            particulier: the **creditor** is a natural person acting outside any professional
                need (the debtor's quality is without effect).

        Raises:
            TauxInconnu: the half-year is not in the table.
        """
        return self.publie("particulier" if particulier else "autres", semestre).valeur

    def taux_bce(self, semestre: Semestre) -> Decimal:
        """ECB main refinancing rate in force on the first day of *semestre*, in % a year.

        Raises:
            TauxInconnu: the half-year is not in the table.
        """
        return self.publie("bce", semestre).valeur

    def taux_suppletif(self, semestre: Semestre) -> Decimal:
        """Rate due between professionals when nothing was agreed: ECB + 10 (L441-10, II).

        >>> Bareme.integre().taux_suppletif(Semestre(2026, 2))
        Decimal('12.40')
        """
        return self._bce_majore(semestre, "majoration_commerciale")

    def taux_commande_publique(self, semestre: Semestre) -> Decimal:
        """Rate due under a public contract: ECB + 8 (CCP, art. R2192-31).

        >>> Bareme.integre().taux_commande_publique(Semestre(2026, 2))
        Decimal('10.40')
        """
        return self._bce_majore(semestre, "majoration_commande_publique")

    def plancher(self, semestre: Semestre) -> Decimal:
        """Least rate a clause may set: three times the legal rate, other cases (L441-10, II).

        >>> Bareme.integre().plancher(Semestre(2026, 2))
        Decimal('8.25')
        """
        with calcul():
            multiple = self.constante("plancher", semestre.debut)
            return multiple * self.taux_legal(semestre, particulier=False)

    def _bce_majore(self, semestre: Semestre, majoration: str) -> Decimal:
        somme = self._sommes.get((majoration, semestre))
        if somme is None:
            with calcul():
                somme = self.taux_bce(semestre) + self.constante(majoration, semestre.debut)
            self._sommes[majoration, semestre] = somme
        return somme

    def publie(self, table: str, semestre: Semestre) -> Valeur:
        """The rate of *table*, among :data:`TABLES`, with its source.

        Raises:
            TauxInconnu: the half-year is not in the table.
        """
        valeurs: Mapping[Semestre, Valeur] = getattr(self, table)
        try:
            return valeurs[semestre]
        except KeyError:
            raise _manquant(TABLES[table], sorted(valeurs), semestre) from None

    # --- Montants, seuils, délais -----------------------------------------------------------

    def indemnite_forfaitaire(self, jour: datetime.date) -> Decimal:
        """Fixed recovery compensation in euros for an invoice due on *jour* (D441-5, D2192-35).

        Zero before 2013, when there was none.
        """
        return self.constante_ou_zero("indemnite_forfaitaire", jour)

    def plafond_petites_creances(self, jour: datetime.date) -> Decimal:
        """Ceiling in euros, bound included, of the small claims procedure (CPCE, art. R125-1).

        Zero before 1 June 2016, when there was no such procedure.

        >>> Bareme.integre().plafond_petites_creances(datetime.date(2026, 11, 23))
        Decimal('5000.00')
        """
        return self.constante_ou_zero("plafond_petites_creances", jour)

    def constante(self, nom: str, jour: datetime.date) -> Decimal:
        """The value called *nom* in force on *jour*.

        Raises:
            TauxInconnu: there was none yet.
        """
        return self.constante_publiee(nom, jour).valeur

    def constante_ou_zero(self, nom: str, jour: datetime.date) -> Decimal:
        """The value called *nom* in force on *jour*, zero before the first."""
        return ZERO if jour < self.constantes[nom][0].debut else self.constante(nom, jour)

    def constante_publiee(self, nom: str, jour: datetime.date) -> Valeur:
        """The value called *nom* in force on *jour*, with its source; raises as `constante`."""
        for valeur in reversed(self.constantes.get(nom, ())):
            if valeur.debut <= jour:
                return valeur
        raise TauxInconnu(
            f"Aucune valeur de « {nom} » n’est connue au {jour:%d/%m/%Y}.",
            conseil="Le calcul n’est pas couvert avant la première date du barème.",
        )

    def en_vigueur(self, nom: str, jour: datetime.date) -> Valeur:
        """The delay or period called *nom* on *jour*; of before the table, the first one known.

        For rules older than the table, which starts in 2015: never for a rate.
        """
        return self.constante_publiee(nom, max(jour, self.constantes[nom][0].debut))

    # --- La table elle-même -----------------------------------------------------------------

    def valeurs(self) -> Iterator[tuple[str, Valeur, datetime.date | None]]:
        """Every value with its name and its last day, included; no last day when it still runs."""
        for nom in TABLES:
            for semestre, valeur in sorted(getattr(self, nom).items()):
                yield nom, valeur, semestre.fin
        for nom, valeurs in self.constantes.items():
            fins = [v.debut - datetime.timedelta(1) for v in valeurs[1:]]
            for valeur, fin in zip(valeurs, [*fins, None], strict=True):
                yield nom, valeur, fin

    @property
    def empreinte(self) -> str:
        """The first sixteen digits of :attr:`sha256`."""
        return self.sha256[:16]

    @functools.cached_property
    def sha256(self) -> str:
        """Hexadecimal digits that change when any value or its first day does."""
        lignes = sorted(f"{nom};{v.debut};{v.valeur}" for nom, v, _ in self.valeurs())
        return hashlib.sha256("\n".join(lignes).encode()).hexdigest()


def _manquant(nom: str, connus: list[Semestre], semestre: Semestre) -> TauxInconnu:
    etendue = f"de {connus[0]} à {connus[-1]}" if connus else "aucun semestre"
    message = f"Le {nom} du {semestre.libelle} ({semestre}) manque au barème ({etendue})."
    if connus and semestre < connus[0]:
        conseil = "Le barème commence là : un retard plus ancien n’est pas calculé."
    else:
        conseil = (
            "Mettez courriers à jour dès que le taux est publié, ou ajoutez-le à courriers.toml "
            f'([[taux]], semestre = "{semestre}" ; voir « courriers taux --help »). Aucun taux '
            "n’est prolongé d’un semestre à l’autre."
        )
    return TauxInconnu(message, conseil=conseil)


@functools.cache
def _integre() -> Bareme:
    return Bareme.depuis(resources.files("courriers.droit") / "donnees")


def _toml(fichier: Traversable) -> dict[str, Any]:
    return tomllib.loads(fichier.read_text(encoding="utf-8"))


def _valeur(ligne: Mapping[str, Any], cle: str) -> Valeur:
    return Valeur(
        Decimal(ligne[cle]),
        ligne["debut"],
        ligne["source"],
        ligne["verifie_le"],
        ligne.get(f"{cle}_relu", ligne["relu"]),
        ligne.get("unite", "%"),
        ligne.get("libelle", ""),
    )


def _par_semestre(lignes: list[dict[str, Any]], cle: str) -> dict[Semestre, Valeur]:
    return {Semestre.de(ligne["debut"]): _valeur(ligne, cle) for ligne in lignes}
