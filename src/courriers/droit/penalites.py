"""Which interest a debt bears: the regime, its rate and the day it starts.

* ``commercial`` — between professionals (C. com., art. L441-10, II): from the day after the due
  date, without notice, half-year by half-year.
* ``commande_publique`` — public contracts (CCP, art. L2192-13 and R2192-31): from the day after
  the due date, rate frozen at the half-year of its first day.
* ``civil`` — everyone else (C. civ., art. 1231-6 and 1344-1): legal rate, from the day a formal
  notice is received, for the invoices it concerns.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.creance import Penalites
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Association, Personne, PersonnePublique
from courriers.droit.bareme import Bareme, Semestre
from courriers.erreurs import CalculNonCouvert, TauxInconnu
from courriers.langue.typographie import taux
from courriers.monnaie import ZERO

_NATURES_A_REGIME_PROPRE = {
    "credit_consommation": "le crédit à la consommation",
    "loyer_habitation": "le bail d’habitation",
}
_NATURES_A_CHOIX = {
    "bail_commercial": "un bail commercial",
    "charges_copropriete": "des charges de copropriété",
}


NatureRegime = Literal["commercial", "commande_publique", "civil"]


@dataclass(frozen=True)
class Regime:
    """How interest runs in one case."""

    nature: NatureRegime
    bareme: Bareme
    penalites: Penalites
    creancier_particulier: bool = False
    """The creditor is a natural person acting outside any professional activity."""

    @property
    def de_plein_droit(self) -> bool:
        """Interest and the 40 € are due without any notice."""
        return self.nature != "civil"

    @property
    def fondement(self) -> str:
        """The text a line of interest rests on."""
        if self.nature == "commande_publique":
            return "CCP, art. L2192-13 et R2192-31"
        if self.nature == "civil":
            return "C. civ., art. 1231-6 et 1344-1"
        return "C. com., art. L441-10, II"

    def taux(self, semestre: Semestre, echeance: datetime.date) -> Decimal:
        """Rate in % a year for *semestre*, for an invoice due on *echeance*.

        Raises:
            TauxInconnu: the table lacks the half-year.
        """
        if self.nature == "civil":
            return self.bareme.taux_legal(semestre, particulier=self.creancier_particulier)
        if self.nature == "commande_publique":
            premier = Semestre.de(echeance + datetime.timedelta(1))
            return self.bareme.taux_commande_publique(premier)
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
        legal = self.bareme.taux_legal(semestre, particulier=False)
        return (self.penalites.multiple or ZERO) * legal

    def constats_relecture(self, semestres: set[Semestre]) -> list[Constat]:
        """Rates used, or about to be, that only one source gives so far."""
        if self.nature != "civil":
            return []
        table = self.bareme.particulier if self.creancier_particulier else self.bareme.autres
        return [
            avertissement(
                Code.TAUX_A_RELIRE,
                f"le taux légal de {semestre} ({taux(table[semestre].valeur)}) n’est recoupé que "
                f"par une source : {table[semestre].source}.",
                "Vérifiez-le avant d’envoyer la lettre.",
            )
            for semestre in sorted(semestres)
            if semestre in table and not table[semestre].relu
        ]

    def constats_plancher(self, semestres: set[Semestre]) -> list[Constat]:
        """Half-years in which the agreed rate is under the floor of L441-10.

        For the creditor's eyes only: the clause exposes him (L441-16), no letter says so.
        """
        if self.nature != "commercial" or self.penalites.mode not in (
            "convenu",
            "multiple_legal",
        ):
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
                )
            )
        if inconnus:
            constats.append(
                information(
                    Code.PLANCHER_INCONNU,
                    f"le plancher de {', '.join(inconnus)} n’est pas au barème : la clause n’a pas "
                    "pu être comparée.",
                    lieu=lieu,
                )
            )
        return constats


def regime(dossier: Dossier, bareme: Bareme) -> tuple[Regime, list[Constat]]:
    """The regime of *dossier*, and what the choice leaves to be known.

    Raises:
        CalculNonCouvert: consumer credit and housing leases (rules of their own); or the law
            leaves the choice open and the case does not make it.
    """
    _refuser_les_regimes_propres(dossier)
    stipulees = dossier.conditions.penalites
    penalites = stipulees or Penalites()
    hors_activite = not dossier.creancier.activite_professionnelle
    # The first rate of L313-2 is for natural persons only; a company's claim bears the other.
    particulier = hors_activite and dossier.creancier.est_personne_physique
    constats: list[Constat] = []
    nature: NatureRegime
    if isinstance(dossier.debiteur, PersonnePublique):
        noms: dict[str, NatureRegime] = {
            "ccp": "commande_publique",
            "l441-10": "commercial",
            "civil": "civil",
        }
        nature = noms[dossier.debiteur.regime]
        constats = _sans_effet(stipulees, "contre une personne publique")
        penalites = Penalites()
    elif dossier.debiteur.qualite != "professionnel":
        nature = "civil"
        constats = _sans_effet(stipulees, "contre un débiteur qui n’est pas un professionnel")
    elif hors_activite:
        nature = "civil"
        _refuser_la_clause_d_un_particulier(stipulees)
    else:
        if stipulees is None or "mode" not in stipulees.model_fields_set:
            _exiger_un_choix(dossier)
        nature = "civil" if penalites.mode == "legal" else "commercial"
    return Regime(nature, bareme, penalites, particulier), constats


def _refuser_les_regimes_propres(dossier: Dossier) -> None:
    constats = [
        erreur(
            Code.CALCUL_NON_COUVERT,
            f"{_NATURES_A_REGIME_PROPRE[facture.nature]} suit des règles propres, que ce décompte "
            "ne calcule pas.",
            lieu=Lieu(champ=f"factures[{rang}].nature"),
        )
        for rang, facture in enumerate(dossier.factures)
        if facture.nature in _NATURES_A_REGIME_PROPRE
    ]
    if constats:
        raise CalculNonCouvert(
            " ".join(str(c) for c in constats),
            conseil="Adressez-vous à un juriste pour cette créance.",
            constats=constats,
        )


def _sans_effet(stipulees: Penalites | None, qui: str) -> list[Constat]:
    if stipulees is None:
        return []
    return [
        information(
            Code.PENALITES_SANS_EFFET,
            f"les pénalités convenues sont sans effet {qui}.",
            lieu=Lieu(champ="conditions.penalites"),
        )
    ]


def _refuser_la_clause_d_un_particulier(stipulees: Penalites | None) -> None:
    if stipulees is not None and stipulees.mode != "legal":
        raise CalculNonCouvert(
            f"conditions.penalites.mode : « {stipulees.mode} » suppose un créancier professionnel "
            "(C. com., art. L441-10), or creancier.activite_professionnelle est faux.",
            conseil="Mettez le mode « legal », ou corrigez la qualité du créancier.",
        )


def _exiger_un_choix(dossier: Dossier) -> None:
    """Where it is debated whether L441-10 applies, the case must say it."""
    motif = _motif_du_choix(dossier)
    if motif:
        raise CalculNonCouvert(
            f"conditions.penalites.mode manque : l’application de l’article L441-10 à {motif} "
            "est discutée, le programme ne choisit pas à votre place.",
            conseil="Mettez « legal » (intérêt légal après mise en demeure, le moindre), "
            "« suppletif » ou « convenu ».",
            code=str(Code.MODE_A_CHOISIR),
        )


def _motif_du_choix(dossier: Dossier) -> str | None:
    for facture in dossier.factures:
        if facture.nature in _NATURES_A_CHOIX:
            return _NATURES_A_CHOIX[facture.nature]
    parties: tuple[Personne, ...] = (dossier.creancier, dossier.debiteur)
    if any(isinstance(p, Association) for p in parties):
        return "une association"
    return None
