"""The table of ``echeances``. Imported by the command when it runs, not by its help."""

from __future__ import annotations

import datetime
import shutil
import textwrap
from collections.abc import Iterator, Sequence

import click

from courriers.droit.agenda import Terme
from courriers.lot.calendrier import Inscription

LARGE = 80
"""Columns from which the table has its four columns side by side."""
PROCHE = 15
"""Days, that of the deadline included, in which it is shown in yellow."""
_JOURS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_DITES = {"certaine": "à savoir", "supposee": "jour supposé", "a_verifier": "à vérifier"}


def tableau(inscriptions: Sequence[Inscription], au: datetime.date, *, detail: bool) -> str:
    """One deadline a row: day, time left, case, what to do; *detail* says how each was counted.

    In a narrow window, what to do goes under the rest.
    """
    if not inscriptions:
        return "  aucune échéance"
    largeur = max(60, min(140, shutil.get_terminal_size((110, 24)).columns))
    plus_long = max(max(len(i.reference), len(i.nom)) for i in inscriptions)
    place = max(len("Dossier"), min(plus_long, largeur // 5))
    if largeur < LARGE:
        lignes: list[str] = []
        for inscription in inscriptions:
            lignes += _pile(inscription, au, largeur, detail=detail)
        return "\n".join(lignes)
    lignes = [f"{'Jour':<15}  {'Reste':<8}  {'Dossier':<{place}}  À faire", "─" * largeur]
    for inscription in inscriptions:
        lignes += _rang(inscription, au, place, largeur, detail=detail)
    return "\n".join(lignes)


def _rang(
    inscription: Inscription, au: datetime.date, place: int, largeur: int, *, detail: bool
) -> Iterator[str]:
    quoi = _plier(_quoi(inscription.terme, detail=detail), largeur - len(_VIDE) - place - 4)
    cas = _plier(f"{inscription.reference}\n{inscription.nom}", place)
    for rang in range(max(len(quoi), len(cas))):
        gauche = _gauche(inscription.terme, au) if rang == 0 else _VIDE
        dossier = cas[rang] if rang < len(cas) else ""
        droite = quoi[rang] if rang < len(quoi) else ""
        ligne = f"{gauche}  {dossier:<{place}}  {droite}".rstrip()
        yield _peinte(ligne, inscription.terme, au) if rang == 0 else ligne


def _pile(
    inscription: Inscription, au: datetime.date, largeur: int, *, detail: bool
) -> Iterator[str]:
    tete = f"{_gauche(inscription.terme, au)}  {inscription.reference}"
    premiere, *suite = _plier(f"{tete}\n    {inscription.nom}", largeur)
    yield _peinte(premiere, inscription.terme, au)
    yield from suite
    for pli in _plier(_quoi(inscription.terme, detail=detail), largeur - 4):
        yield f"    {pli}"


def _gauche(t: Terme, au: datetime.date) -> str:
    return f"{_JOURS[t.jour.weekday()]} {t.jour:%d/%m/%Y}  {reste(t, au):<8}"


_VIDE = " " * len("lun. 01/01/2026  possible")


def _peinte(ligne: str, t: Terme, au: datetime.date) -> str:
    return click.style(ligne, fg=couleur(t, au))


def _quoi(t: Terme, *, detail: bool) -> str:
    doute = "" if t.certitude == "certaine" else f" [{_DITES[t.certitude]}]"
    quoi = f"{t.quoi} ({t.fondement}){doute}"
    for abrege in ("art. ", "C. ", "civ., ", "com., ", "CPC, ", "n° "):  # an article is not cut
        quoi = quoi.replace(abrege, abrege.rstrip() + "\u00a0")
    if detail:
        quoi += f"\n{t.calcul}"
        quoi += f"\n{_DITES[t.certitude]}\u00a0: {t.reserve}" if t.reserve else ""
    return quoi


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
