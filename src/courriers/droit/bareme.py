"""Rates and amounts fixed by law, dated and sourced; what is not in the table is refused.

Sources: C. mon. fin., art. L313-2 (legal interest, two rates a half-year) ; C. com., art. L441-10
(ECB rate on 1 January or 1 July, plus ten points; floor of three times the legal rate) and D441-5
(40 €) ; CCP, art. R2192-31 (ECB plus eight points) and D2192-35 (40 €) ; CPCE, art. R125-1
(ceiling of small claims). Each value stands in ``donnees/*.toml`` with its own source and the day
it was checked.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from importlib import resources
from typing import Any, Self

from courriers.erreurs import MontantInvalide, TauxInconnu
from courriers.monnaie import ZERO, calcul


@dataclass(frozen=True, slots=True, order=True)
class Semestre:
    """A calendar half-year; ``numero`` is 1 or 2.

    >>> Semestre.de(datetime.date(2026, 6, 30)), str(Semestre(2026, 2))
    (Semestre(annee=2026, numero=1), '2026-S2')
    """

    annee: int
    numero: int

    @classmethod
    def de(cls, jour: datetime.date) -> Self:
        """The half-year *jour* falls in."""
        return cls(jour.year, 1 if jour.month <= 6 else 2)

    @property
    def debut(self) -> datetime.date:
        """Its first day."""
        return datetime.date(self.annee, 1 if self.numero == 1 else 7, 1)

    @property
    def fin(self) -> datetime.date:
        """Its last day, included."""
        mois, jour = (6, 30) if self.numero == 1 else (12, 31)
        return datetime.date(self.annee, mois, jour)

    @property
    def suivant(self) -> Semestre:
        """The half-year after it."""
        return Semestre(self.annee + (self.numero == 2), 3 - self.numero)

    @property
    def libelle(self) -> str:
        """« 2e semestre 2026 »."""
        return f"{'1er' if self.numero == 1 else '2e'} semestre {self.annee}"

    def __str__(self) -> str:
        return f"{self.annee}-S{self.numero}"


@dataclass(frozen=True, slots=True)
class Valeur:
    """One value of law: what it is, since when, by what text, and when it was last checked."""

    valeur: Decimal
    debut: datetime.date
    source: str
    verifie_le: datetime.date
    relu: bool
    """False while a second source is missing."""


@dataclass(frozen=True)
class Bareme:
    """Every rate and amount the statement needs. A value: completing it makes another one."""

    particulier: Mapping[Semestre, Valeur]
    autres: Mapping[Semestre, Valeur]
    bce: Mapping[Semestre, Valeur]
    constantes: Mapping[str, tuple[Valeur, ...]] = field(default_factory=dict)

    @classmethod
    def integre(cls) -> Bareme:
        """The table that comes with this version."""
        return _integre()

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

        >>> from decimal import Decimal
        >>> b = Bareme.integre().complete(Semestre(2027, 1), bce=Decimal("2.65"), source="essai",
        ...                               verifie_le=datetime.date(2027, 1, 2))
        >>> b.taux_bce(Semestre(2027, 1))
        Decimal('2.65')
        """
        tables = {}
        for nom, taux in (
            ("particulier", particulier),
            ("autres", autres),
            ("bce", bce),
        ):
            if taux is not None:
                if not isinstance(taux, Decimal):
                    raise MontantInvalide(f"{nom} : un Decimal est attendu, trouvé {taux!r}.")
                valeur = Valeur(taux, semestre.debut, source, verifie_le, relu=True)
                tables[nom] = {**getattr(self, nom), semestre: valeur}
        return replace(self, **tables)

    def taux_legal(self, semestre: Semestre, *, particulier: bool) -> Decimal:
        """Legal interest rate in % a year.

        Args:
            particulier: the **creditor** is a natural person acting outside any professional
                need (the debtor's quality is without effect).

        Raises:
            TauxInconnu: the half-year is not in the table.
        """
        table = self.particulier if particulier else self.autres
        return self._lire(table, semestre, "taux de l’intérêt légal")

    def taux_bce(self, semestre: Semestre) -> Decimal:
        """ECB main refinancing rate in force on the first day of *semestre*, in % a year.

        Raises:
            TauxInconnu: the half-year is not in the table.
        """
        return self._lire(self.bce, semestre, "taux de la Banque centrale européenne")

    def taux_suppletif(self, semestre: Semestre) -> Decimal:
        """Rate due between professionals when nothing was agreed: ECB + 10 (L441-10, II).

        >>> Bareme.integre().taux_suppletif(Semestre(2026, 2))
        Decimal('12.40')
        """
        with calcul():
            points = self._constante("majoration_commerciale", semestre.debut)
            return self.taux_bce(semestre) + points

    def taux_commande_publique(self, semestre: Semestre) -> Decimal:
        """Rate due under a public contract: ECB + 8 (CCP, art. R2192-31).

        >>> Bareme.integre().taux_commande_publique(Semestre(2026, 2))
        Decimal('10.40')
        """
        with calcul():
            points = self._constante("majoration_commande_publique", semestre.debut)
            return self.taux_bce(semestre) + points

    def plancher(self, semestre: Semestre) -> Decimal:
        """Least rate a clause may set: three times the legal rate, other cases (L441-10, II).

        >>> Bareme.integre().plancher(Semestre(2026, 2))
        Decimal('8.25')
        """
        with calcul():
            multiple = self._constante("plancher", semestre.debut)
            return multiple * self.taux_legal(semestre, particulier=False)

    def indemnite_forfaitaire(self, jour: datetime.date) -> Decimal:
        """Fixed recovery compensation in euros for an invoice due on *jour* (D441-5, D2192-35).

        Zero before 2013, when there was none.
        """
        return self._ou_zero("indemnite_forfaitaire", jour)

    def plafond_petites_creances(self, jour: datetime.date) -> Decimal:
        """Ceiling in euros, bound included, of the small claims procedure (CPCE, art. R125-1).

        Zero before 1 June 2016, when there was no such procedure.

        >>> Bareme.integre().plafond_petites_creances(datetime.date(2026, 11, 23))
        Decimal('5000.00')
        """
        return self._ou_zero("plafond_petites_creances", jour)

    @property
    def empreinte(self) -> str:
        """Sixteen hexadecimal digits that change when any value does."""
        lignes = [
            f"{nom};{semestre};{table[semestre].valeur}"
            for nom, table in (
                ("particulier", self.particulier),
                ("autres", self.autres),
                ("bce", self.bce),
            )
            for semestre in sorted(table)
        ]
        lignes += [
            f"{nom};{valeur.debut};{valeur.valeur}"
            for nom, valeurs in sorted(self.constantes.items())
            for valeur in valeurs
        ]
        return hashlib.sha256("\n".join(lignes).encode()).hexdigest()[:16]

    def _lire(self, table: Mapping[Semestre, Valeur], semestre: Semestre, nom: str) -> Decimal:
        try:
            return table[semestre].valeur
        except KeyError:
            connus = sorted(table)
            etendue = f"de {connus[0]} à {connus[-1]}" if connus else "aucun semestre"
            if connus and semestre < connus[0]:
                raise TauxInconnu(
                    f"Le {nom} du {semestre.libelle} ({semestre}) manque au barème ({etendue}).",
                    conseil="Le barème commence là : un retard plus ancien n’est pas calculé.",
                ) from None
            raise TauxInconnu(
                f"Le {nom} du {semestre.libelle} ({semestre}) manque au barème ({etendue}).",
                conseil="Mettez courriers à jour dès que le taux est publié, ou donnez-le en "
                "Python : decompte_arrete(…, bareme=Bareme.integre().complete(…)). "
                "Aucun taux n’est prolongé d’un semestre à l’autre.",
            ) from None

    def _ou_zero(self, nom: str, jour: datetime.date) -> Decimal:
        """The value in force on *jour*, zero before the first."""
        if jour < min(v.debut for v in self.constantes[nom]):
            return ZERO
        return self._constante(nom, jour)

    def _constante(self, nom: str, jour: datetime.date) -> Decimal:
        en_vigueur = [v for v in self.constantes.get(nom, ()) if v.debut <= jour]
        if not en_vigueur:
            raise TauxInconnu(
                f"Aucune valeur de « {nom} » n’est connue au {jour:%d/%m/%Y}.",
                conseil="Le calcul n’est pas couvert avant la première date du barème.",
            )
        return max(en_vigueur, key=lambda v: v.debut).valeur


@functools.cache
def _integre() -> Bareme:
    legal = _donnees("interet_legal.toml")["semestre"]
    bce = _donnees("bce.toml")["semestre"]
    noms = {
        "majoration_commerciale": "points",
        "majoration_commande_publique": "points",
        "indemnite_forfaitaire": "montant",
        "plancher": "multiple",
        "plafond_petites_creances": "montant",
    }
    constantes = _donnees("constantes.toml")
    return Bareme(
        particulier=_par_semestre(legal, "particulier"),
        autres=_par_semestre(legal, "autres"),
        bce=_par_semestre(bce, "taux"),
        constantes={
            nom: tuple(_valeur(ligne, cle) for ligne in constantes[nom])
            for nom, cle in noms.items()
        },
    )


def _donnees(nom: str) -> dict[str, Any]:
    fichier = resources.files("courriers.droit") / "donnees" / nom
    return tomllib.loads(fichier.read_text(encoding="utf-8"))


def _valeur(ligne: Mapping[str, Any], cle: str) -> Valeur:
    relu = ligne.get(f"{cle}_relu", ligne["relu"])
    return Valeur(Decimal(ligne[cle]), ligne["debut"], ligne["source"], ligne["verifie_le"], relu)


def _par_semestre(lignes: list[dict[str, Any]], cle: str) -> dict[Semestre, Valeur]:
    return {Semestre.de(ligne["debut"]): _valeur(ligne, cle) for ligne in lignes}
