"""One case of a batch, as a row: who, how much, which letter; or why there is none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypedDict

from courriers.constats import Constat, Gravite
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte, SoldeFacture
from courriers.erreurs import CourriersError
from courriers.langue.accords import nom_postal
from courriers.lot.resultat import Resultat
from courriers.lot.sources.cas import Place
from courriers.monnaie import ZERO, calcul

Issue = Literal["ecrite", "refusee", "exclue", "deja"]
TRANCHES = (
    "Non échu", "1 à 30 jours", "31 à 60 jours", "61 à 90 jours", "91 à 180 jours",
    "Plus de 180 jours",
)  # fmt: skip
"""Age of an invoice, in days past its due day: that day itself is not past."""
_BORNES = (0, 30, 60, 90, 180)
"""Last day of each class but the last."""


@dataclass(frozen=True, slots=True)
class Motif:
    """Why there is no letter: what is wrong, where, and what to do."""

    code: str
    phrase: str
    conseil: str = ""
    fichier: str = ""
    ligne: int | None = None
    lieu: str = ""
    """Field, column or cell."""


_ISSUES: dict[str, Issue] = {"EXCLU": "exclue", "ETAPE_DEJA_FAITE": "deja"}
"""By code of the refusal; the others are refusals."""
_CONSEILS = {"EXCLU": "Rien, ou retirez ce dossier de la liste des exclusions pour lui écrire."}
"""Where the refusal does not say it."""


class _Parties(TypedDict, total=False):
    creancier: str
    debiteur: str
    code_postal: str
    ville: str
    devise: str


class _Chiffres(TypedDict):
    principal: Decimal
    interets: Decimal
    indemnites: Decimal
    par_age: tuple[Decimal, ...]
    echeance: datetime.date | None
    retard: int | None
    factures: int


@dataclass(frozen=True, slots=True)
class LigneDeSynthese:
    """What became of one case. What is not known is empty, or ``None``."""

    place: Place
    issue: Issue
    reference: str = ""
    creancier: str = ""
    debiteur: str = ""
    code_postal: str = ""
    ville: str = ""
    pack: str = ""
    titre: str = ""
    """That of the pack."""
    canal: str = ""
    jour: datetime.date | None = None
    """That of the letter."""
    pages: int | None = None
    devise: str = ""
    somme: Decimal | None = None
    """What the letter asks for, which need not be all of the statement."""
    principal: Decimal | None = None
    """What is left of it, as the interest and the indemnities, in the statement."""
    interets: Decimal | None = None
    indemnites: Decimal | None = None
    par_age: tuple[Decimal, ...] = (ZERO,) * len(TRANCHES)
    """Principal left, by class of :data:`TRANCHES`."""
    echeance: datetime.date | None = None
    """The oldest of the invoices something is left of."""
    retard: int | None = None
    """Days since then; 0 while it is not past."""
    factures: int = 0
    """Those something is left of."""
    fichiers: tuple[Path, ...] = ()
    motifs: tuple[Motif, ...] = ()
    """Why there is no letter, or none again."""
    a_voir: tuple[Constat, ...] = ()
    """Findings of the letter that a person should look at: no mere information."""


def tranche(retard: int) -> int:
    """Rank in :data:`TRANCHES` of what is *retard* days past its due day.

    >>> [tranche(jours) for jours in (-3, 0, 1, 30, 31, 180, 181)]
    [0, 0, 1, 1, 2, 4, 5]
    """
    return next((rang for rang, borne in enumerate(_BORNES) if retard <= borne), len(_BORNES))


def ligne_de(resultat: Resultat) -> LigneDeSynthese:
    """The row of *resultat*. A letter that was there already is as one written now."""
    cas, lettre = resultat.cas, resultat.lettre
    qui: _Parties = {"debiteur": cas.debiteur} if cas.lu is None else _parties(cas.lu)
    if resultat.erreur is not None or lettre is None:
        faute = resultat.erreur or CourriersError("Aucune lettre n’a été écrite.")
        issue = _ISSUES.get(faute.code, "refusee")
        return LigneDeSynthese(
            cas.place, issue, cas.reference, motifs=_motifs(faute, cas.place), **qui
        )
    titre = resultat.pack.manifeste.titre if resultat.pack is not None else lettre.pack
    return LigneDeSynthese(
        cas.place, "ecrite", lettre.reference, pack=lettre.pack, titre=titre,
        canal=lettre.canal, jour=lettre.au, somme=lettre.somme, pages=resultat.pages or None,
        fichiers=resultat.fichiers,
        a_voir=tuple(c for c in resultat.constats if c.gravite is not Gravite.INFORMATION),
        **qui, **_chiffres(lettre.decompte),
    )  # fmt: skip


def _parties(dossier: Dossier) -> _Parties:
    adresse = dossier.debiteur.adresse
    return {
        "creancier": nom_postal(dossier.creancier),
        "debiteur": nom_postal(dossier.debiteur),
        "code_postal": adresse.code_postal,
        "ville": adresse.ville,
        "devise": dossier.devise,
    }


def _chiffres(decompte: Decompte) -> _Chiffres:
    ouvertes = [s for s in decompte.factures if not s.est_soldee]
    ouvertes += decompte.factures_a_echoir
    echeance = min((s.echeance for s in ouvertes), default=None)
    return {
        "principal": decompte.principal,
        "interets": decompte.interets,
        "indemnites": decompte.indemnites,
        "par_age": _par_age(ouvertes, decompte.au),
        "echeance": echeance,
        "retard": None if echeance is None else max(0, (decompte.au - echeance).days),
        "factures": len(ouvertes),
    }


def _par_age(soldes: Iterable[SoldeFacture], au: datetime.date) -> tuple[Decimal, ...]:
    sommes = [ZERO] * len(TRANCHES)
    with calcul():
        for solde in soldes:
            sommes[tranche((au - solde.echeance).days)] += solde.principal
    return tuple(sommes)


def _motifs(faute: CourriersError, place: Place) -> tuple[Motif, ...]:
    """Each finding *faute* rests on; itself, without the place its message begins with."""
    if faute.constats:
        return tuple(_du_constat(c, place) for c in faute.constats)
    phrase = faute.message.removeprefix(str(place)).lstrip("\u00a0 :") or faute.message
    conseil = faute.conseil or _CONSEILS.get(faute.code, "")
    return (Motif(faute.code, phrase, conseil, str(place.fichier), _premiere(place)),)


def _du_constat(constat: Constat, place: Place) -> Motif:
    lieu = constat.lieu
    ou = ", ".join(dit for dit in (lieu.champ, lieu.cellule, lieu.partie) if dit)
    return Motif(
        str(constat.code), constat.message, constat.conseil, lieu.fichier or str(place.fichier),
        _premiere(place) if lieu.ligne is None else lieu.ligne, ou,
    )  # fmt: skip


def _premiere(place: Place) -> int | None:
    return place.lignes[0] if place.lignes else None
