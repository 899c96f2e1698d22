"""The words of an e-mail, read in its filled Word template, as text and as HTML.

Both say the same, word for word. The HTML needs nothing from outside: no picture, no style sheet.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from courriers.document.corps import Bloc, Bout, Cellule, Paragraphe, Tableau, blocs

OBJET = "Objet"
"""Style of the paragraph that is the subject."""
PIECES = "Pièces jointes"
"""Style of the line that lists what is attached."""
LARGEUR = 72
"""Characters in a line of text (RFC 3676 asks for at most 78)."""

_SERRES = ("Paiement", "Signataire", "Références")
"""Styles whose paragraphs follow one another without a blank line."""
_CELLULE = "padding:4px 8px;border-bottom:1px solid #bfbfbf;vertical-align:top"
_STYLES = {
    "Paiement": "margin:0 0 16px;padding:8px 12px;border:1px solid #808080",
    "Interpellation": "margin:0 0 16px;padding-left:10px;border-left:3px solid;font-weight:bold",
    "Mention": "margin:0 0 12px;font-size:12px",
    "Intertitre": "margin:16px 0 8px;font-weight:bold",
}
_ORDINAIRE = "margin:0 0 16px"


@dataclass(frozen=True)
class Message:
    """What an e-mail says."""

    objet: str
    texte: str
    """In ``format=flowed`` (RFC 3676): a line that ends with a space goes on."""
    html: str
    jointes: str
    """Its line that lists what is attached, or nothing."""


def message(docx: bytes) -> Message:
    """The message of a filled template; its subject is empty if no paragraph is « Objet »."""
    lus = blocs(docx)
    objets = [b for b in lus if isinstance(b, Paragraphe) and b.style == OBJET]
    # One line, its unbreakable spaces kept.
    objet = re.sub(r"[ \t\r\n\u2028\u2029]+", " ", objets[0].texte).strip() if objets else ""
    corps = [b for b in lus if not objets or b is not objets[0]]
    groupes = [list(suite) for _, suite in groupby(enumerate(corps), key=_ensemble)]
    suites = [[bloc for _, bloc in groupe] for groupe in groupes]
    return Message(
        objet,
        "\n\n".join("\n".join(_en_texte(suite)) for suite in suites) + "\n",
        _page(objet, "\n".join(_en_html(suite) for suite in suites)),
        "\n".join(b.texte for b in lus if isinstance(b, Paragraphe) and b.style == PIECES),
    )


def _ensemble(place: tuple[int, Bloc]) -> tuple[int, str]:
    """What tells one run of paragraphs that stand together from the next."""
    rang, bloc = place
    if isinstance(bloc, Paragraphe) and bloc.style in _SERRES:
        return -1, bloc.style
    return rang, ""


# --- Le texte -------------------------------------------------------------------------------


def _en_texte(suite: Sequence[Bloc]) -> Iterator[str]:
    for bloc in suite:
        if isinstance(bloc, Tableau):
            yield from _tableau_en_texte(bloc)
        else:
            for ligne in bloc.texte.replace("\t", " ").split("\n"):
                yield from _ondoyees(ligne.strip())


def _ondoyees(ligne: str) -> Iterator[str]:
    """*ligne* over several, each but the last ending with the space that joins it to the next."""
    coupees = textwrap.wrap(ligne, LARGEUR, break_long_words=False, break_on_hyphens=False)
    for rang, bout in enumerate(coupees or [""], start=1):
        yield _protegee(f"{bout} " if rang < len(coupees) else bout)


def _protegee(ligne: str) -> str:
    """*ligne*, stuffed with a space where a reader would take it for something else."""
    return f" {ligne}" if ligne.startswith((" ", ">", "From ")) else ligne


def _tableau_en_texte(tableau: Tableau) -> Iterator[str]:
    """Aligned columns; one cell a line, named by its column, when they are too wide."""
    largeurs = _largeurs(tableau.rangees)
    if sum(largeurs) + 2 * (len(largeurs) - 1) > LARGEUR:
        for ligne in _cellule_par_cellule(tableau):
            yield from _ondoyees(ligne)
        return
    for rangee in tableau.rangees:
        yield _protegee(_alignee(rangee, largeurs))


def _largeurs(rangees: Sequence[Sequence[Cellule]]) -> list[int]:
    nombre = max((sum(c.colonnes for c in r) for r in rangees), default=0)
    largeurs = [0] * nombre
    for seules in (True, False):
        for rangee in rangees:
            debut = 0
            for cellule in rangee:
                couvertes = range(debut, debut + cellule.colonnes)
                prises = sum(largeurs[i] for i in couvertes) + 2 * (cellule.colonnes - 1)
                if (cellule.colonnes == 1) is seules:  # what covers several widens the first
                    largeurs[debut] += max(0, len(cellule.texte) - prises)
                debut += cellule.colonnes
    return largeurs


def _alignee(rangee: Sequence[Cellule], largeurs: Sequence[int]) -> str:
    cases, debut = [], 0
    for cellule in rangee:
        couvertes = largeurs[debut : debut + cellule.colonnes]
        largeur = sum(couvertes) + 2 * (len(couvertes) - 1)
        a_droite = _est_montant(cellule)
        cases.append(cellule.texte.rjust(largeur) if a_droite else cellule.texte.ljust(largeur))
        debut += cellule.colonnes
    return "  ".join(cases).rstrip(" ")


def _cellule_par_cellule(tableau: Tableau) -> list[str]:
    noms = [c.texte for c in tableau.rangees[0]] if tableau.entete else []
    lignes: list[str] = []
    for rangee in tableau.rangees[1:] if tableau.entete else tableau.rangees:
        if len(rangee) == len(noms):
            lignes += [f"{nom} : {c.texte}" for nom, c in zip(noms, rangee, strict=True)]
        else:
            lignes.append(" : ".join(c.texte for c in rangee if c.texte))
        lignes.append("")
    return lignes[:-1]


def _est_montant(cellule: Cellule) -> bool:
    return "montant" in cellule.style.casefold()


# --- Le HTML --------------------------------------------------------------------------------


def _page(objet: str, corps: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(objet)}</title>\n</head>\n"
        '<body style="font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.4;'
        f'max-width:44em">\n{corps}\n</body>\n</html>\n'
    )


def _en_html(suite: Sequence[Bloc]) -> str:
    premier = suite[0]
    if isinstance(premier, Tableau):
        return _tableau_en_html(premier)
    lignes = (_riche(bloc.bouts) for bloc in suite if isinstance(bloc, Paragraphe))
    style = _STYLES.get(premier.style, _ORDINAIRE)
    return f'<p style="{style}">{"<br>".join(lignes)}</p>'


def _riche(bouts: Iterable[Bout]) -> str:
    morceaux = []
    for bout in bouts:
        lu = html.escape(bout.texte.replace("\t", " ")).replace("\n", "<br>")
        lu = f"<em>{lu}</em>" if bout.italique else lu
        morceaux.append(f"<strong>{lu}</strong>" if bout.gras else lu)
    return "".join(morceaux)


def _tableau_en_html(tableau: Tableau) -> str:
    rangees = [
        f"<tr>{''.join(_case(c, entete=tableau.entete and not rang) for c in rangee)}</tr>"
        for rang, rangee in enumerate(tableau.rangees)
    ]
    tete = f"<thead>\n{rangees[0]}\n</thead>\n" if tableau.entete else ""
    reste = "\n".join(rangees[1:] if tableau.entete else rangees)
    return (
        '<table style="border-collapse:collapse;margin:0 0 16px">\n'
        f"{tete}<tbody>\n{reste}\n</tbody>\n</table>"
    )


def _case(cellule: Cellule, *, entete: bool) -> str:
    cote = "right" if _est_montant(cellule) else "left"
    gras = ";font-weight:bold" if "total" in cellule.style.casefold() else ""
    etendue = f' colspan="{cellule.colonnes}"' if cellule.colonnes > 1 else ""
    style = f'style="{_CELLULE};text-align:{cote}{gras}"'
    lu = html.escape(cellule.texte)
    if entete:
        return f'<th scope="col"{etendue} {style}>{lu}</th>'
    return f"<td{etendue} {style}>{lu}</td>"
