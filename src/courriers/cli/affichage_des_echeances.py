"""The table of ``echeances``. Imported by the command when it runs, not by its help."""

from __future__ import annotations

import datetime
import shutil
import textwrap
from collections.abc import Iterator, Sequence

import click

from courriers.droit.agenda import Terme
from courriers.lot.calendrier import Inscription

PROCHE = 15
"""Days, that of the deadline included, in which it is shown in yellow."""
_JOURS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_DITES = {"certaine": "à savoir", "supposee": "jour supposé", "a_verifier": "à vérifier"}


def tableau(inscriptions: Sequence[Inscription], au: datetime.date, *, detail: bool) -> str:
    """One deadline a row: day, time left, case, what to do; *detail* says how each was counted."""
    if not inscriptions:
        return "  aucune échéance"
    largeur = max(60, min(140, shutil.get_terminal_size((110, 24)).columns))
    place = min(max(len(i.reference) for i in inscriptions), max(12, largeur // 5))
    lignes = [_entete(place, largeur)]
    for inscription in inscriptions:
        lignes += _rang(inscription, au, place, largeur, detail=detail)
    return "\n".join(lignes)


def _entete(place: int, largeur: int) -> str:
    titre = f"{'Jour':<15}  {'Reste':<8}  {'Dossier':<{place}}  À faire"
    return f"{titre}\n{'─' * largeur}"


def _rang(
    inscription: Inscription, au: datetime.date, place: int, largeur: int, *, detail: bool
) -> Iterator[str]:
    t = inscription.terme
    quand = f"{_JOURS[t.jour.weekday()]} {t.jour:%d/%m/%Y}"
    marge = 15 + 2 + 8 + 2 + place + 2
    doute = "" if t.certitude == "certaine" else f" [{_DITES[t.certitude]}]"
    quoi = f"{t.quoi} ({t.fondement}){doute}".replace("art. ", "art.\u00a0").replace(
        "n° ", "n°\u00a0"
    )
    if detail:
        quoi += f"\n{t.calcul}"
        quoi += f"\n{_DITES[t.certitude]}\u00a0: {t.reserve}" if t.reserve else ""
    colonne = _plier(quoi, max(24, largeur - marge))
    cas = _plier(f"{inscription.reference}\n{inscription.nom}", place)
    for rang in range(max(len(colonne), len(cas))):
        gauche = f"{quand:<15}  {reste(t, au):<8}" if rang == 0 else " " * 25
        dossier = cas[rang] if rang < len(cas) else ""
        ligne = f"{gauche}  {dossier:<{place}}  {colonne[rang] if rang < len(colonne) else ''}"
        yield click.style(ligne.rstrip(), fg=couleur(t, au)) if rang == 0 else ligne.rstrip()


def _plier(texte: str, largeur: int) -> list[str]:
    plis: list[str] = []
    for ligne in texte.split("\n"):
        plis += textwrap.wrap(ligne, largeur, break_on_hyphens=False) or [""]
    return plis


def reste(t: Terme, au: datetime.date) -> str:
    """« 8 j », « jour J », « passé », « dès lors »: what is left before a deadline.

    >>> from datetime import date
    >>> def fin(jour, **champs): return Terme(jour, "etape", "", "", "", **champs).vu_le(au)
    >>> au = date(2026, 11, 23)
    >>> [reste(fin(date(2026, 11, j)), au) for j in (22, 23, 24)]
    ['passé', 'jour J', '1 j']
    >>> [reste(fin(date(2026, 11, j), borne="des"), au) for j in (23, 24)]
    ['possible', 'dans 1 j']
    """
    jours = (t.jour - au).days
    if t.suspendu:
        return "suspendu"
    if t.borne == "des":
        return "possible" if jours <= 0 else f"dans {jours} j"
    return "passé" if jours < 0 else f"{jours} j" if jours else "jour J"


def couleur(t: Terme, au: datetime.date) -> str | None:
    """Red once past, yellow when not more than :data:`PROCHE` days are left."""
    if t.depasse:
        return "red"
    proche = t.borne == "avant" and not t.suspendu and (t.jour - au).days <= PROCHE
    return "yellow" if proche else None
