"""Every letter a case can have on a day: allowed, or refused with its reasons; the one due first.

Nothing is guessed: each letter is really composed, without its PDF.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courriers.constats import Code, Constat
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError, PackInvalide
from courriers.lettre.composition import compose
from courriers.lettre.etape import etape_due
from courriers.lettre.pack import Pack
from courriers.lot.saisie.question import question
from courriers.lot.saisie.toml_ecrit import sens_du_champ
from courriers.monnaie import ZERO


@dataclass(frozen=True, slots=True)
class Raison:
    """Why a letter is not allowed, in one sentence."""

    code: str
    phrase: str
    champ: str = ""
    """The field of the case it comes from, where there is one."""


@dataclass(frozen=True, slots=True)
class Offre:
    """One letter: whether the law and the case allow it on that day."""

    pack: str
    titre: str
    canal: str
    """How it goes by default."""
    permise: bool
    due: bool
    """The one that ``courriers etape`` finds due."""
    somme: Decimal
    """What it would claim; zero for a letter that asks for nothing, or that is refused."""
    devise: str
    raisons: tuple[Raison, ...] = ()
    """Why it is not allowed; none when it is."""
    constats: tuple[Constat, ...] = ()
    """What to weigh before sending it."""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "pack": self.pack,
            "titre": self.titre,
            "canal": self.canal,
            "permise": self.permise,
            "due": self.due,
            "somme": str(self.somme),
            "devise": self.devise,
            "raisons": [
                {"code": r.code, "phrase": r.phrase, "champ": r.champ} for r in self.raisons
            ],
            "constats": [c.as_dict() for c in self.constats],
        }


def offres(
    dossier: Dossier, au: datetime.date, packs: Sequence[Pack], *, bareme: Bareme | None = None
) -> list[Offre]:
    """Every letter of *packs* for *dossier* on *au*: the one due, then those allowed, then others.

    A fault of the case, of the rates or of a template refuses one letter and stops no other.
    """
    due = _due(dossier, packs, au, bareme)
    toutes = [_offre(dossier, pack, au, bareme, due=due == pack.nom) for pack in packs]
    return sorted(toutes, key=lambda o: (not o.due, not o.permise))


def _due(
    dossier: Dossier, packs: Sequence[Pack], au: datetime.date, bareme: Bareme | None
) -> str | None:
    try:
        return etape_due(dossier, packs, au, bareme=bareme).niveau
    except PackInvalide:
        raise
    except CourriersError:  # no statement: each letter says why
        return None


def _offre(
    dossier: Dossier, pack: Pack, au: datetime.date, bareme: Bareme | None, *, due: bool
) -> Offre:
    titre, canal = pack.manifeste.titre, pack.manifeste.canaux[0]
    try:
        lettre = compose(dossier, pack, au, bareme=bareme)
    except CourriersError as refus:
        return Offre(
            pack.nom, titre, canal, permise=False, due=due, somme=ZERO, devise=dossier.devise,
            raisons=_raisons(refus),
        )  # fmt: skip
    return Offre(
        pack.nom, titre, canal, permise=True, due=due, somme=lettre.somme, devise=dossier.devise,
        constats=lettre.rapport.constats,
    )  # fmt: skip


def _raisons(refus: CourriersError) -> tuple[Raison, ...]:
    if not refus.constats:
        return (Raison(refus.code, str(refus)),)
    return tuple(dict.fromkeys(_raison(constat) for constat in refus.constats))


def _raison(constat: Constat) -> Raison:
    champ = constat.lieu.champ or ""
    if constat.code != Code.CHAMP_MANQUANT:
        return Raison(str(constat.code), constat.message, champ)
    posee = question(champ)
    # The first words of a section’s explanation name it.
    sens = posee.libelle if posee else re.split(r"\s*[.:;]", sens_du_champ(champ))[0]
    dit = f" ({sens[0].lower()}{sens[1:]})" if sens else ""
    return Raison(str(constat.code), f"le dossier ne dit pas « {champ} »{dit}.", champ)
