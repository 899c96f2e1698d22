"""``comparer``: what changed between two Word files."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from courriers.cli.messages import dire_erreur, en_json
from courriers.cli.options import chemin, option_json
from courriers.erreurs import CourriersError

if TYPE_CHECKING:
    from courriers.document.comparaison import Changement, Comparaison, Morceau
    from courriers.document.presentation import Presentation
    from courriers.document.unites import Phrase

_AUTOUR = 32
"""Signs of unchanged text shown on each side of a change."""
_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PLURIELS = {
    "style": ("paragraphe a changé de style", "paragraphes ont changé de style"),
    "caractères": ("paragraphe a changé de gras, d’italique ou de soulignement",
                   "paragraphes ont changé de gras, d’italique ou de soulignement"),
    "espaces": ("phrase n’a changé que d’espaces", "phrases n’ont changé que d’espaces"),
    "alinéa": ("paragraphe a été coupé ou joint", "paragraphes ont été coupés ou joints"),
}  # fmt: skip


@click.command("comparer")
@click.argument("avant", metavar="A.docx", type=chemin(exists=True, dir_okay=False))
@click.argument("apres", metavar="B.docx", type=chemin(exists=True, dir_okay=False))
@option_json
@click.pass_context
def comparer(ctx: click.Context, avant: Path, apres: Path, json_: bool) -> None:
    """Montre ce qui a changé d'un fichier Word à l'autre, phrase par phrase.

    Corps, tableaux, zones de texte, notes, en-têtes et pieds de page. Les mots retirés sont en
    rouge et barrés, les mots ajoutés en vert ; sans couleurs : [-retiré-] et {+ajouté+}. Les
    espaces et la présentation (styles, gras) ne comptent pas comme un changement : une ligne les
    dit. Sortie 0 : mêmes textes ; 1 : un texte a changé ; 2 : commande fautive, ou fichier qui ne
    se lit pas.
    """
    from courriers.document.archive import Archive
    from courriers.document.comparaison import comparer as comparer_deux

    archives = []
    for fichier in (avant, apres):
        try:
            archives.append(Archive.lire(fichier))
        except CourriersError as erreur:  # 1 would say that the texts differ
            dire_erreur(erreur)
            ctx.exit(2)
    try:
        trouve = comparer_deux(*archives)
    except CourriersError as erreur:
        dire_erreur(erreur)
        ctx.exit(2)
    if json_:
        en_json({"avant": str(avant), "apres": str(apres), **trouve.as_dict()})
    else:
        identiques = trouve.memes_textes and _memes_octets(avant, apres)
        for ligne in lignes(trouve, couleurs=en_couleurs(), identiques=identiques):
            click.echo(ligne)
    if not trouve.memes_textes:
        ctx.exit(1)


def _memes_octets(avant: Path, apres: Path) -> bool:
    return avant.read_bytes() == apres.read_bytes()


def en_couleurs() -> bool:
    """Whether a person looks, and has not asked for plain text."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def lignes(trouve: Comparaison, *, couleurs: bool, identiques: bool = False) -> Iterator[str]:
    """What is shown of a comparison, line by line."""
    for changement in trouve.changements:
        yield f"{_lieu(changement)} : {changement.genre}"
        yield "  " + "".join(_montrer(changement, couleurs=couleurs))
    if trouve.memes_textes:
        yield "Fichiers identiques." if identiques else "Mêmes textes."
    else:
        yield resume(trouve)
    if trouve.presentation:
        yield f"Présentation, sans effet sur le texte : {_presentation(trouve.presentation)}."


def resume(trouve: Comparaison) -> str:
    """How many sentences changed, in words."""
    dits: list[str] = []
    for genre in ("remplacé", "ajouté", "retiré", "déplacé"):
        combien = sum(c.genre == genre for c in trouve.changements)
        if combien:
            phrase = "" if dits else " phrase" + "s" * (combien > 1)
            dits.append(f"{combien}{phrase} {genre}e{'s' * (combien > 1)}")
    return f"{', '.join(dits)}."


def _lieu(changement: Changement) -> str:
    phrase = changement.apres or changement.avant
    cellule = phrase.paragraphe.cellule if phrase else None
    place = f"{changement.partie}, {_numeros(changement.avant, changement.apres)}"
    return f"{place} ({cellule})" if cellule else place


def _numeros(avant: Phrase | None, apres: Phrase | None) -> str:
    """The paragraph in each file; one number where both have the same."""
    if avant is None or apres is None:
        seule = avant or apres
        return f"paragraphe {seule.paragraphe.numero}" if seule else ""
    avant_, apres_ = avant.paragraphe.numero, apres.paragraphe.numero
    return f"paragraphe {avant_}" + (f" → {apres_}" if avant_ != apres_ else "")


def _montrer(changement: Changement, *, couleurs: bool) -> Iterator[str]:
    mots = changement.mots
    for rang, morceau in enumerate(mots):
        if morceau.sort != "même":
            yield _marquer(morceau, couleurs=couleurs)
        elif changement.genre == "déplacé":
            yield _visible(morceau.texte)
        else:
            yield _raccourcir(_visible(morceau.texte), rang == 0, rang == len(mots) - 1)


def _marquer(morceau: Morceau, *, couleurs: bool) -> str:
    texte = _visible(morceau.texte)
    retire = morceau.sort == "retiré"
    if couleurs:
        return click.style(texte, fg="red" if retire else "green", strikethrough=retire or None)
    coeur = texte.strip()
    debut, fin = texte[: len(texte) - len(texte.lstrip())], texte[len(texte.rstrip()) :]
    return f"{debut}[-{coeur}-]{fin}" if retire else f"{debut}{{+{coeur}+}}{fin}"


def _raccourcir(texte: str, premier: bool, dernier: bool) -> str:
    """The words near the changes, cut between two words."""
    debut = "" if premier else texte[:_AUTOUR]
    fin = "" if dernier else texte[-_AUTOUR:]
    if len(texte) <= len(debut) + len(fin) + 12:
        return texte
    debut = debut[: debut.rfind(" ") + 1] or debut
    fin = fin[fin.find(" ") :] if " " in fin else fin
    return f"{debut.rstrip()}{' ' * bool(debut)}…{' ' * bool(fin)}{fin.lstrip()}"


def _visible(texte: str) -> str:
    """*texte* on one line, without what would act on the terminal or turn the reading around."""
    return "".join(" " if c in "\t\n" else f"<U+{ord(c):04X}>" if _agit(c) else c for c in texte)


def _agit(c: str) -> bool:
    return c in _DIRECTION or unicodedata.category(c) == "Cc"


def _presentation(changees: tuple[Presentation, ...]) -> str:
    dits = []
    for aspect, combien in Counter(p.aspect for p in changees).items():
        dit = f"{combien} {_PLURIELS[aspect][combien > 1]}"
        if aspect == "style":
            styles = Counter((p.avant, p.apres) for p in changees if p.aspect == aspect)
            avant, apres = (_visible(nom) or "Normal" for nom in styles.most_common(1)[0][0])
            dit += f" (« {avant} » devenu « {apres} »)"
        dits.append(dit)
    return " ; ".join(dits)
