"""The interest a debt bears: its regime, its rate, and where each part of the rate comes from.

* ``commercial`` — between professionals (C. com., art. L441-10, II): from the day after the due
  date, without notice, half-year by half-year.
* ``commande_publique`` — public contracts (CCP, art. L2192-13 and R2192-31): from the day after
  the due date, rate frozen at the half-year of its first day.
* ``civil`` — everyone else (C. civ., art. 1231-6 and 1344-1): legal rate, from the day a formal
  notice is received, for the invoices it concerns.
* ``conventionnel`` — between professionals where L441-10 does not apply: the agreed rate, from the
  day after the due date.
* ``titre`` — an enforceable title: the rate it gives, else the legal one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.dossier.creance import Penalites
from courriers.droit.bareme import Bareme, Valeur
from courriers.droit.semestre import Semestre
from courriers.erreurs import TauxInconnu
from courriers.langue.typographie import date_longue, taux
from courriers.monnaie import ZERO, calcul

NatureRegime = Literal["commercial", "commande_publique", "civil", "conventionnel", "titre"]

_FONDEMENTS: dict[NatureRegime, str] = {
    "commercial": "C. com., art. L441-10, II",
    "commande_publique": "CCP, art. L2192-13 et R2192-31",
    "civil": "C. civ., art. 1231-6 et 1344-1",
    "conventionnel": "C. civ., art. 1103",
    "titre": "titre exécutoire",
}


SANS_CLAUSE = Penalites()


@dataclass(frozen=True, slots=True)
class Terme:
    """One part of a rate, in % a year, and where it comes from."""

    taux: Decimal
    quoi: str
    source: str
    verifie_le: datetime.date | None = None
    """Day the source was read; nothing for what the case itself says."""


@dataclass(frozen=True)
class Regime:
    """How interest runs in one case."""

    nature: NatureRegime
    bareme: Bareme
    penalites: Penalites = SANS_CLAUSE
    creancier_particulier: bool = False
    """The creditor is a natural person acting outside any professional activity."""
    taux_fixe: Decimal | None = None
    """In % a year: the judged rate of a title, or the one the user gives overseas."""

    @property
    def de_plein_droit(self) -> bool:
        """Interest is due without any notice."""
        return self.nature != "civil"

    @property
    def doit_l_indemnite(self) -> bool:
        """The 40 € are due for each invoice paid late."""
        return self.nature in ("commercial", "commande_publique")

    @property
    def table_legale(self) -> str:
        """Which table of the legal rate: the creditor's quality alone decides (L313-2)."""
        return "particulier" if self.creancier_particulier else "autres"

    @property
    def suit_le_taux_legal(self) -> bool:
        """The legal rate is used as such."""
        return self.nature in ("civil", "titre") and self.taux_fixe is None

    @property
    def fondement(self) -> str:
        """The text a line of interest rests on."""
        if self.nature == "titre" and self.suit_le_taux_legal:
            return "C. civ., art. 1231-7 ; C. mon. fin., art. L313-2"
        return _FONDEMENTS[self.nature]

    def taux(self, semestre: Semestre, echeance: datetime.date) -> Decimal:
        """Rate in % a year for *semestre*, for an invoice due on *echeance*.

        Raises:
            TauxInconnu: the table lacks the half-year.
        """
        if self.taux_fixe is not None:
            return self.taux_fixe
        if self.nature in ("civil", "titre"):
            return self.bareme.publie(self.table_legale, semestre).valeur
        if self.nature == "commande_publique":
            return self.bareme.taux_commande_publique(_premier_semestre(echeance))
        if self.penalites.mode == "suppletif":
            return self.bareme.taux_suppletif(semestre)
        return self._taux_contractuel(semestre)

    def _taux_contractuel(self, semestre: Semestre) -> Decimal:
        stipule = self._taux_stipule(semestre)
        choix = self.penalites.sous_plancher
        if choix == "convenu":
            return stipule
        plancher = self.bareme.plancher(semestre)
        if stipule >= plancher:
            return stipule
        return plancher if choix == "plancher" else self.bareme.taux_suppletif(semestre)

    def _taux_stipule(self, semestre: Semestre) -> Decimal:
        """What the clause says. The case holds the parameter of its mode, or was refused."""
        if self.penalites.taux is not None:
            return self.penalites.taux
        with calcul():
            legal = self.bareme.taux_legal(semestre, particulier=False)
            return (self.penalites.multiple or ZERO) * legal

    # --- D'où vient un taux -----------------------------------------------------------------

    def termes(self, semestre: Semestre, echeance: datetime.date) -> tuple[Terme, ...]:
        """The parts that add up to :meth:`taux`, each with its source."""
        if self.taux_fixe is not None:
            quoi = "taux du titre" if self.nature == "titre" else "taux convenu"
            return (Terme(self.taux_fixe, quoi, "dossier"),)
        if self.nature in ("civil", "titre"):
            return (self._legal(self.table_legale, semestre),)
        if self.nature == "commande_publique":
            return self._bce_majore(_premier_semestre(echeance), "majoration_commande_publique")
        if self.penalites.mode == "suppletif":
            return self._bce_majore(semestre, "majoration_commerciale")
        return self._termes_de_la_clause(semestre)

    def _termes_de_la_clause(self, semestre: Semestre) -> tuple[Terme, ...]:
        stipule = self._taux_stipule(semestre)
        releve = self._taux_contractuel(semestre) != stipule
        if releve and self.penalites.sous_plancher == "suppletif":
            return self._bce_majore(semestre, "majoration_commerciale")
        if releve:
            return (
                self._multiple(semestre, "plancher : trois fois", self.bareme.plancher(semestre)),
            )
        if self.penalites.taux is not None:
            return (Terme(stipule, "taux convenu", "dossier, conditions.penalites"),)
        return (self._multiple(semestre, f"clause : {self.penalites.multiple} fois", stipule),)

    def _legal(self, table: str, semestre: Semestre) -> Terme:
        valeur = self.bareme.publie(table, semestre)
        qui = "créancier particulier" if table == "particulier" else "autres cas"
        return _terme(valeur, f"taux de l’intérêt légal du {semestre.libelle} ({qui})")

    def _bce_majore(self, semestre: Semestre, majoration: str) -> tuple[Terme, ...]:
        bce = self.bareme.publie("bce", semestre)
        points = self.bareme.constante_publiee(majoration, semestre.debut)
        return (
            _terme(bce, f"taux de la BCE au {date_longue(semestre.debut)}"),
            _terme(points, "majoration"),
        )

    def _multiple(self, semestre: Semestre, combien: str, resultat: Decimal) -> Terme:
        legal = self._legal("autres", semestre)
        quoi = f"{combien} le {legal.quoi}, {taux(legal.taux)}"
        return Terme(resultat, quoi, legal.source, legal.verifie_le)

    # --- Ce qui est à savoir des taux employés ----------------------------------------------

    def constats(self, semestres: set[Semestre], echeances: set[datetime.date]) -> list[Constat]:
        """What a person should know of the rates used in *semestres*.

        A value that one source alone gives, one the user gave, a clause under the floor.
        """
        employees: dict[tuple[str, Semestre], Valeur] = {}
        for semestre in sorted(semestres):
            for table, quand in self._tables(semestre, echeances):
                valeur = getattr(self.bareme, table).get(quand)
                if valeur is not None:
                    employees[table, quand] = valeur
        constats = []
        for (_, semestre), valeur in employees.items():
            if valeur.ajoutee:
                constats.append(_ajoute(semestre, valeur))
            elif not valeur.relu:
                constats.append(_a_relire(semestre, valeur))
        return constats + self._constats_plancher(semestres)

    def _tables(
        self, semestre: Semestre, echeances: set[datetime.date]
    ) -> list[tuple[str, Semestre]]:
        """The tables a rate of *semestre* reads, with the half-year read in each."""
        if self.taux_fixe is not None:
            return []
        if self.nature in ("civil", "titre"):
            return [(self.table_legale, semestre)]
        if self.nature == "commande_publique":
            return [("bce", _premier_semestre(e)) for e in sorted(echeances)]
        if self.penalites.mode == "suppletif":
            return [("bce", semestre)]
        return [("autres", semestre)] if self.penalites.mode == "multiple_legal" else []

    def _constats_plancher(self, semestres: set[Semestre]) -> list[Constat]:
        """Half-years in which the agreed rate is under the floor of L441-10.

        For the creditor's eyes only: the clause exposes him (L441-16), no letter says so.
        """
        convenu = self.penalites.mode in ("convenu", "multiple_legal")
        if self.nature != "commercial" or not convenu:
            return []
        sous, inconnus = [], []
        for semestre in sorted(semestres):
            try:
                plancher = self.bareme.plancher(semestre)
                if self._taux_stipule(semestre) < plancher:
                    sous.append(f"{semestre} ({taux(plancher)})")
            except TauxInconnu:
                inconnus.append(str(semestre))
        lieu = Lieu(champ="conditions.penalites")
        constats = []
        if sous:
            constats.append(
                avertissement(
                    Code.TAUX_SOUS_PLANCHER,
                    "le taux convenu est sous le plancher de trois fois le taux légal "
                    f"(C. com., art. L441-10, II) pour {', '.join(sous)} ; retenu : "
                    f"« {self.penalites.sous_plancher} ».",
                    "Faites relire la clause ; la lettre n’en dit rien.",
                    lieu,
                    fondement="C. com., art. L441-10, II, et L441-16",
                )
            )
        if inconnus:
            constats.append(
                information(
                    Code.PLANCHER_INCONNU,
                    f"le plancher de {', '.join(inconnus)} n’est pas au barème : la clause n’a pas "
                    "pu être comparée.",
                    lieu=lieu,
                    fondement="C. com., art. L441-10, II",
                )
            )
        return constats


def _premier_semestre(echeance: datetime.date) -> Semestre:
    """The half-year of the first day of interest (R2192-31)."""
    return Semestre.de(echeance + datetime.timedelta(1))


def _terme(valeur: Valeur, quoi: str) -> Terme:
    return Terme(valeur.valeur, quoi, valeur.source, valeur.verifie_le)


def _a_relire(semestre: Semestre, valeur: Valeur) -> Constat:
    return avertissement(
        Code.TAUX_A_RELIRE,
        f"le taux légal de {semestre} ({taux(valeur.valeur)}) n’est recoupé que par une source : "
        f"{valeur.source}.",
        "Vérifiez-le avant d’envoyer la lettre.",
    )


def _ajoute(semestre: Semestre, valeur: Valeur) -> Constat:
    return information(
        Code.TAUX_AJOUTE,
        f"le taux de {semestre} ({taux(valeur.valeur)}) n’est pas venu avec cette version : il "
        f"vient de vous ({valeur.source}, lu le {valeur.verifie_le:%d/%m/%Y}).",
    )
