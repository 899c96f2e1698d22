"""One case of a batch, as a row: who, how much, which letter; or why there is none."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypedDict

from courriers.constats import Constat, Gravite
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte, SoldeFacture
from courriers.erreurs import CourriersError
from courriers.langue.accords import nom_postal
from courriers.lettre.etape import etape_due
from courriers.lettre.pack import Pack
from courriers.lot.execution import Resultat
from courriers.lot.sources.cas import Cas, Place
from courriers.monnaie import ZERO, calcul

TitreDe = Callable[[str], str | None]
Issue = Literal["ecrite", "refusee", "exclue"]
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
    etape: str = ""
    """Title of the step that is due."""
    fichiers: tuple[Path, ...] = ()
    motifs: tuple[Motif, ...] = ()
    """Why there is no letter."""
    a_voir: tuple[Constat, ...] = ()
    """Findings of the letter that a person should look at: no mere information."""


def tranche(retard: int) -> int:
    """Rank in :data:`TRANCHES` of what is *retard* days past its due day.

    >>> [tranche(jours) for jours in (-3, 0, 1, 30, 31, 180, 181)]
    [0, 0, 1, 1, 2, 4, 5]
    """
    return next((rang for rang, borne in enumerate(_BORNES) if retard <= borne), len(_BORNES))


def lignes_de(
    paires: Iterable[tuple[Resultat, Cas]],
    packs: Sequence[Pack] = (),
    au: datetime.date | None = None,
    *,
    bareme: Bareme | None = None,
) -> Iterator[LigneDeSynthese]:
    """The row of each result and its case, in order, one at a time.

    Args:
        paires: what became of each case.
        packs: those at hand: they give the letters their titles.
        au: the day of the letters, for the step that is due to be looked for among *packs*; not
            said otherwise.
        bareme: rates to use; those of this version by default.
    """
    titres = {pack.nom: pack.manifeste.titre for pack in packs}
    for resultat, cas in paires:
        due = "" if au is None else _etape_due(cas.dossier, packs, au, bareme)
        yield ligne_de(resultat, cas, titres.get, titres.get(due, due))


def ligne_de(
    resultat: Resultat,
    cas: Cas,
    titre: TitreDe = lambda nom: nom,
    etape: str = "",
) -> LigneDeSynthese:
    """The row of *resultat* and of its case.

    Args:
        resultat: what became of the case.
        cas: the case.
        titre: gives the title of a pack, by its name.
        etape: title of the step due, if it is known.
    """
    dossier, lettre = cas.dossier, resultat.lettre
    qui: _Parties = {} if dossier is None else _parties(dossier)
    if resultat.erreur is not None or lettre is None:
        faute = resultat.erreur or CourriersError("Aucune lettre n’a été écrite.")
        return LigneDeSynthese(
            resultat.source, "exclue" if faute.code == "EXCLU" else "refusee", cas.reference,
            motifs=_motifs(faute, resultat.source), etape=etape, **qui,
        )  # fmt: skip
    return LigneDeSynthese(
        resultat.source, "ecrite", lettre.reference, pack=lettre.pack,
        titre=titre(lettre.pack) or lettre.pack, canal=lettre.canal, somme=lettre.somme,
        etape=etape, fichiers=resultat.fichiers,
        a_voir=tuple(c for c in resultat.constats if c.gravite is not Gravite.INFORMATION),
        **qui, **_chiffres(lettre.decompte),
    )  # fmt: skip


def _etape_due(
    dossier: Dossier | None, packs: Sequence[Pack], au: datetime.date, bareme: Bareme | None
) -> str:
    """Name of the pack due; nothing if none is, or if the statement cannot be made."""
    if dossier is None or not packs:
        return ""
    try:
        return etape_due(dossier, packs, au, bareme=bareme).niveau or ""
    except CourriersError:  # the case's own row says why
        return ""


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
    return (Motif(faute.code, phrase, faute.conseil, str(place.fichier), _premiere(place)),)


def _du_constat(constat: Constat, place: Place) -> Motif:
    lieu = constat.lieu
    ou = ", ".join(dit for dit in (lieu.champ, lieu.cellule, lieu.partie) if dit)
    return Motif(
        str(constat.code), constat.message, constat.conseil, lieu.fichier or str(place.fichier),
        _premiere(place) if lieu.ligne is None else lieu.ligne, ou,
    )  # fmt: skip


def _premiere(place: Place) -> int | None:
    return place.lignes[0] if place.lignes else None
