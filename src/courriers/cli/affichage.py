"""Tables and explanations, for the terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

from courriers.langue.typographie import date_longue, montant

if TYPE_CHECKING:
    from courriers.droit.decompte import Decompte
    from courriers.lettre.explication import Explication


def tableau_du_decompte(decompte: Decompte, base_jours: str) -> str:
    """The statement as a table: designation, calculation, amount."""
    from courriers.lettre.libelles import NOMS_DES_INTERETS, calcul, libelle

    devise = decompte.devise
    rangs = [
        (libelle(x, decompte), calcul(x, decompte, base_jours), montant(x.montant, devise))
        for x in decompte.lignes
    ]
    totaux = [("Principal restant dû", decompte.principal)]
    if decompte.interets or decompte.regime.de_plein_droit:
        nom = NOMS_DES_INTERETS[decompte.regime.nature]
        totaux.append((f"{nom} : reste dû", decompte.interets))
    if decompte.regime.nature == "titre":
        totaux.append(("Article 700 et dépens : reste dû", decompte.indemnites))
    elif decompte.regime.doit_l_indemnite:
        totaux.append(("Indemnités forfaitaires : reste dû", decompte.indemnites))
    totaux.append((f"Total dû au {date_longue(decompte.au)}", decompte.total))
    if decompte.trop_percu:
        totaux.append(("Trop-perçu, hors total", decompte.trop_percu))
    if decompte.a_echoir:
        totaux.append(("À échoir, hors total", decompte.a_echoir))
    pied = [(nom, montant(valeur, devise)) for nom, valeur in totaux]
    return _tableau(rangs, pied)


def paragraphe(texte: str, marge: str) -> str:
    """*texte* folded to the terminal, the first line after *marge*, the next ones under it."""
    texte = texte.replace("art. ", "art.\u00a0").replace("n° ", "n°\u00a0")
    largeur = max(60, min(110, shutil.get_terminal_size((110, 24)).columns))
    return textwrap.fill(
        texte, largeur, initial_indent=marge, subsequent_indent=" " * len(marge),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def explications(faits: Iterable[Explication], devise: str) -> str:
    """Each figure, then, under it, how it is made."""
    largeur = max(60, min(110, shutil.get_terminal_size((110, 24)).columns))
    lignes = []
    for fait in faits:
        somme = montant(fait.montant, devise)
        place = largeur - len(somme) - 2
        plis = textwrap.wrap(fait.libelle, place) or [""]
        lignes.append(f"{plis[0]:<{place}}  {somme}")
        lignes += plis[1:]
        for detail in fait.details:
            lignes += textwrap.wrap(
                detail, largeur, initial_indent="    ", subsequent_indent="      "
            )
        lignes.append("")
    return "\n".join(lignes).rstrip()


def _tableau(rangs: list[tuple[str, str, str]], pied: list[tuple[str, str]]) -> str:
    droite = max(len(m) for m in [*(r[2] for r in rangs), *(p[1] for p in pied)])
    place = max(60, shutil.get_terminal_size((110, 24)).columns) - droite - 2
    gauche = min(max([*(len(r[0]) for r in rangs), *(len(p[0]) for p in pied)]), place)
    centre = max([len(r[1]) for r in rangs], default=0)
    if gauche + 2 + centre > place:  # too narrow: the calculation goes under its line
        centre = -2
    largeur = gauche + 2 + centre + 2 + droite
    lignes = []
    for quoi, comment, combien in rangs:
        plis = textwrap.wrap(quoi, gauche) or [""]
        cote = f"  {comment:<{centre}}" if centre >= 0 else ""
        lignes.append(f"{plis[0]:<{gauche}}{cote}  {combien:>{droite}}")
        lignes += plis[1:]
        if centre < 0 and comment:
            lignes += textwrap.wrap(comment, place, initial_indent="  ", subsequent_indent="  ")
    lignes.append("─" * largeur)
    lignes += [f"{quoi:<{largeur - droite}}{combien:>{droite}}" for quoi, combien in pied]
    return "\n".join(lignes)
