"""What Word's autocorrect does to a tag as it is typed, undone where it leaves no doubt.

Only quotes, dashes and spaces, only inside a tag, and never inside what it quotes: « l’an » in
``{{ x|default("l’an") }}`` is a text. « » and … are an error: nothing says what was meant.
"""

from __future__ import annotations

import re

from lxml import etree

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.document.archive import W
from courriers.document.balises import Endroit

_BALISE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ESPACES = dict.fromkeys(
    "\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
_SANS_LARGEUR = "\u200b\u2060\ufeff"
_DOUBLES, _SIMPLES = '"“”„‟', "'‘’‚‛"
_TIRETS = "\u2010\u2011\u2012\u2013\u2014\u2212"
_DOUTEUX = re.compile("[«»…]")


def reparer(racine: etree._Element, endroit: Endroit) -> list[Constat]:
    """Mend the tags of *racine*, in place; what was mended.

    Raises:
        GabaritInvalide: « », or …, inside a tag.
    """
    constats = []
    for rang, paragraphe in enumerate(racine.iter(f"{{{W}}}p"), start=1):
        textes = [t for t in paragraphe.iter(f"{{{W}}}t") if _porteur(t) is paragraphe]
        avant = "".join(t.text or "" for t in textes)
        if "{" not in avant or avant.isascii():
            continue
        balises = _BALISE.split(avant)
        trouvees = _BALISE.findall(avant)
        mendees = [_reparee(balise, endroit, rang) for balise in trouvees]
        if mendees == trouvees:
            continue
        entre = [*mendees, ""]
        _repartir("".join(t for paire in zip(balises, entre, strict=True) for t in paire), textes)
        constats += [
            _constat(avant, apres.replace("\0", ""), endroit, rang)
            for avant, apres in zip(trouvees, mendees, strict=True)
            if avant != apres
        ]
    return constats


def _porteur(texte: etree._Element) -> etree._Element:
    return next(texte.iterancestors(f"{{{W}}}p"))


def _reparee(balise: str, endroit: Endroit, rang: int) -> str:
    """*balise* mended, with a null where a character of no width stood."""
    if balise.startswith("{#"):
        return balise
    sortie, litteral = [], ""
    for place, signe in enumerate(balise):
        if litteral:
            if signe in litteral:
                signe, litteral = litteral[0], ""  # noqa: PLW2901
        elif signe in _DOUBLES or signe in _SIMPLES:
            litteral = _DOUBLES if signe in _DOUBLES else _SIMPLES
            signe = litteral[0]  # noqa: PLW2901
        elif _DOUTEUX.match(signe):
            raise endroit.faute(
                f"« {signe} » n’a pas sa place dans une balise ; écrivez le nom seul, "
                "comme {{ debiteur.nom }}, ou entre guillemets droits s’il s’agit d’un texte",
                rang,
                balise,
            )
        elif signe in _TIRETS and place in (2, len(balise) - 3):
            signe = "-"  # noqa: PLW2901
        elif signe in _SANS_LARGEUR:
            signe = "\0"  # noqa: PLW2901
        sortie.append(signe if litteral else _ESPACES.get(signe, signe))
    return "".join(sortie)


def _repartir(texte: str, noeuds: list[etree._Element]) -> None:
    """Put *texte* back into *noeuds*, each as long as it was."""
    debut = 0
    for noeud in noeuds:
        fin = debut + len(noeud.text or "")
        noeud.text = texte[debut:fin].replace("\0", "")
        debut = fin


def _constat(avant: str, apres: str, endroit: Endroit, rang: int) -> Constat:
    return avertissement(
        Code.BALISE_REPAREE,
        f"Word a changé des signes dans « {avant[:80]} » : lu « {apres[:80]} ».",
        "Retapez la balise, sans correction automatique (Ctrl+Z juste après la frappe).",
        Lieu(fichier=endroit.fichier, partie=endroit.partie, paragraphe=rang),
    )
