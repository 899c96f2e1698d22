"""Questions in a terminal, or through a pipe: asked, explained, asked again, taken back."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from typing import TextIO

import click

from courriers.cli.affichage import paragraphe
from courriers.cli.messages import dire
from courriers.constats import Constat
from courriers.langue.typographie import majuscule
from courriers.lot.saisie.parcours import EFFACER, Parcours, Pas

AIDE, RETOUR = "?", "<"
"""What asks for help, and what goes back to the question before."""
_OUI, _NON = ("o", "oui", "y", "yes"), ("n", "non", "no")


class FinDeSaisie(Exception):
    """The input ended before the last answer."""


def preparer() -> None:
    """Make the input readable: UTF-8 through a pipe, editing keys in a terminal."""
    if _est_un_terminal(sys.stdin):
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401 – arrows and erasing work once it is there
    elif isinstance(sys.stdin, io.TextIOWrapper):
        # What is no UTF-8 becomes U+FFFD, which an answer may not hold.
        with contextlib.suppress(ValueError):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def _est_un_terminal(flux: TextIO | None) -> bool:
    """Whether *flux* is a terminal: a program started without one may have no stream at all."""
    return flux is not None and flux.isatty()


def soigner(texte: str) -> str:
    """*texte* with the no-break spaces of French typography."""
    return re.sub(r" (?=[:;?!»](?:\s|$))|(?<=«) ", "\u00a0", texte)


def lire(invite: str) -> str:
    """One line, typed or piped.

    Raises:
        FinDeSaisie: the input has ended.
    """
    invite = soigner(invite) + " "
    try:
        if _est_un_terminal(sys.stdin) and _est_un_terminal(sys.stdout):
            return input(invite).strip()
        click.echo(invite, nl=False, err=True)
        ligne = input().lstrip("\ufeff").strip()
    except (EOFError, RuntimeError, OSError):  # ended, or closed from the start
        dire("")
        raise FinDeSaisie from None
    dire("")  # a piped answer is not shown: the next question starts its own line
    return ligne


def oui_non(phrase: str, *, defaut: bool = False) -> bool:
    """Whether the person says yes; a blank answer takes *defaut*."""
    while True:
        dit = lire(f"{phrase} [{'O/n' if defaut else 'o/N'}]").casefold()
        if not dit:
            return defaut
        if dit in (*_OUI, *_NON):
            return dit in _OUI
        dire(soigner("  Répondez « oui » ou « non »."), "yellow")


def interroger(parcours: Parcours) -> Parcours:
    """*parcours* once every question is answered.

    Raises:
        FinDeSaisie: the input ended before.
    """
    titre = ""
    while (pas := parcours.suivant()) is not None:
        if _titre(pas) != titre:
            titre = _titre(pas)
            dire("")
            click.secho(titre, bold=True, err=True)
        parcours = _demander(parcours, pas)
    return parcours


def _titre(pas: Pas) -> str:
    rang = f" (n° {pas.rang + 1})" if pas.question.liste and pas.rang else ""
    return f"{pas.question.section}{rang}"


def _demander(parcours: Parcours, pas: Pas) -> Parcours:
    """*parcours* with the answer to *pas*, or one step back."""
    if pas.question.choix and not pas.est_oui_non:
        for rang, (_, mots) in enumerate(pas.question.choix, start=1):
            dire(f"  {rang}. {mots}")
    while True:
        dit = lire(_invite(parcours, pas))
        if dit == AIDE:
            _aider(pas)
        elif dit == RETOUR:
            if parcours.journal:
                return parcours.revenir()
            dire("  C’est la première question.", "yellow")
        else:
            suite = parcours.repondre(dit)
            if isinstance(suite, Parcours):
                return suite
            _expliquer(suite)


def _invite(parcours: Parcours, pas: Pas) -> str:
    posee, avant = pas.question, parcours.avant.get(pas.cle, "")
    if pas.est_oui_non:
        return f"{posee.libelle} [{'O/n' if avant == 'oui' else 'o/N'}]"
    if posee.choix:
        valeurs = [valeur for valeur, _ in posee.choix]
        retenu = avant or posee.defaut
        rang = f" [{valeurs.index(retenu) + 1}]" if retenu in valeurs else " (facultatif)"
        return f"{posee.libelle}{rang} :"
    if avant:
        return f"{posee.libelle} [{avant}] :"
    precisions = [] if posee.obligatoire else ["facultatif"]
    precisions += [f"ex. {posee.exemple}"] if posee.exemple else []
    entre = f" ({', '.join(precisions)})" if precisions else ""
    return f"{posee.libelle}{entre} :"


def _aider(pas: Pas) -> None:
    posee = pas.question
    exemple = f" Par exemple : {posee.exemple}" if posee.exemple else ""
    facultatif = "" if posee.obligatoire or posee.defaut else " Entrée passe cette question."
    dire(paragraphe(soigner(f"{posee.aide}{exemple}{facultatif}").strip(), "  "), "cyan")
    dire(soigner(f"  « {RETOUR} » revient à la question d’avant ; « {EFFACER} » efface la réponse "
                 "entre crochets."), "cyan")  # fmt: skip


def _expliquer(constat: Constat) -> None:
    """Why an answer is not one."""
    # The question, asked again, shows its example.
    conseil = "" if constat.conseil.startswith("Par exemple") else constat.conseil
    dire(paragraphe(soigner(f"{majuscule(constat.message)} {conseil}".strip()), "  "), "yellow")
