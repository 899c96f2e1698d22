"""One deadline of a case: its day, what must be done, by what text, and how sure that is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from courriers.droit.delais import proroge, terme

Certitude = Literal["certaine", "supposee", "a_verifier"]
"""``certaine``: the text says it and the case gives the days. ``supposee``: a day is not in the
case, another stood for it. ``a_verifier``: the rule itself is discussed, or not yet read over."""

Nature = Literal[
    "prescription", "signification", "opposition", "titre", "placement", "delivrance", "audience",
    "declaration", "relevement", "reponse", "gel", "etape", "echeance", "information",
    "premier_impaye",
]  # fmt: skip
NATURES: tuple[Nature, ...] = get_args(Nature)

_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SANS_REPORT = "jamais reporté"


@dataclass(frozen=True, slots=True)
class Terme:
    """One deadline."""

    jour: datetime.date
    """Last useful day, included; the first one when ``borne`` is « des »."""
    nature: Nature
    quoi: str
    """What must be done, in French."""
    fondement: str
    """Its article; what it rests on otherwise."""
    calcul: str
    """From what day, how long, and whether it was moved to a working day."""
    par: Literal["creancier", "debiteur"] = "creancier"
    """Who has to act."""
    imperatif: bool = False
    """Missed, the creditor loses a right."""
    borne: Literal["avant", "des"] = "avant"
    """``avant``: until that day; ``des``: from that day on, which never is too late."""
    certitude: Certitude = "certaine"
    reserve: str = ""
    """Why it is not certain, or what else may change it."""
    objets: tuple[str, ...] = ()
    """Numbers of the invoices concerned."""
    repere: str = ""
    """What tells it from others of its nature in one case, whatever the day it is asked."""
    suspendu: bool = False
    """It does not run; ``jour`` is then the soonest it may end."""
    depasse: bool = False

    def doute(self, certitude: Certitude, reserve: str) -> Terme:
        """The same, less sure, for one more reason."""
        pire = max(self.certitude, certitude, key=get_args(Certitude).index)
        reserves = "\u00a0; ".join(filter(None, (self.reserve, reserve)))
        return replace(self, certitude=pire, reserve=reserves)

    def vu_le(self, au: datetime.date) -> Terme:
        """The same, past or not on *au*."""
        depasse = au > self.jour and self.borne == "avant" and not self.suspendu
        return replace(self, depasse=depasse)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "terme": self.jour.isoformat(),
            "nature": self.nature,
            "quoi": self.quoi,
            "fondement": self.fondement,
            "calcul": self.calcul,
            "par": self.par,
            "imperatif": self.imperatif,
            "borne": self.borne,
            "certitude": self.certitude,
            "reserve": self.reserve,
            "objets": list(self.objets),
            "suspendu": self.suspendu,
            "depasse": self.depasse,
        }


@dataclass(frozen=True, slots=True)
class Compte:
    """A day that was counted, and how, in French."""

    jour: datetime.date
    calcul: str


def de_procedure(
    origine: datetime.date, evenement: str, *, mois: int = 0, distance: int = 0
) -> Compte:
    """The end of a delay of procedure in months (CPC, art. 640 to 643).

    Args:
        origine: the day that starts it.
        evenement: what happened that day, after « mois après ».
        mois: its length.
        distance: months added by art. 643.

    >>> de_procedure(datetime.date(2026, 10, 15), "l’acte du 15/10/2026", mois=1)
    Compte(jour=datetime.date(2026, 11, 16), calcul='1 mois après l’acte du 15/10/2026\xa0; ...')
    """
    brut = terme(origine, mois=mois + distance)
    plus = f", et {distance} mois de distance (CPC, art. 643)" if distance else ""
    jour = proroge(brut)
    report = (
        "" if jour == brut else f"\u00a0; le {dit(brut)}, non ouvrable, est reporté (CPC, art. 642)"
    )
    return Compte(jour, f"{mois} mois{plus} après {evenement}{report}")


def a_rebours(audience: datetime.date, jours: int) -> Compte:
    """The last day to act *jours* days at least before *audience*.

    Art. 642 moves a delay later, which would leave less than the text asks: a day on which the
    registry is closed is left for the working day before.

    >>> a_rebours(datetime.date(2027, 1, 18), 15).jour  # 3 January 2027 is a Sunday
    datetime.date(2026, 12, 31)
    """
    brut = jour = audience - datetime.timedelta(jours)
    while proroge(jour) != jour:
        jour -= datetime.timedelta(1)
    calcul = f"{jours} jours avant l’audience du {audience:%d/%m/%Y}, comptés à rebours"
    if jour != brut:
        calcul += f"\u00a0; le {dit(brut)} n’est pas ouvrable\u00a0: le jour ouvrable d’avant"
    return Compte(jour, calcul)


def dit(jour: datetime.date) -> str:
    """*jour* with its name.

    >>> dit(datetime.date(2026, 11, 28))
    'samedi 28/11/2026'
    """
    return f"{_JOURS[jour.weekday()]} {jour:%d/%m/%Y}"


def liste(numeros: tuple[str, ...], nom: str = "facture") -> str:
    """The invoices by number, a few of them.

    >>> liste(("F1",)), liste(("F1", "F2", "F3"))
    ('facture F1', 'factures F1, F2 et F3')
    >>> liste(tuple("ABCDEFG"))
    'factures A, B, C, D et 3 autres'
    """
    if len(numeros) == 1:
        return f"{nom} {numeros[0]}"
    dites, reste = numeros[:4], len(numeros) - 4
    fin = f"{reste} autre{'s' if reste > 1 else ''}"
    if reste <= 0:
        dites, fin = numeros[:-1], numeros[-1]
    return f"{nom}s {', '.join(dites)} et {fin}"
