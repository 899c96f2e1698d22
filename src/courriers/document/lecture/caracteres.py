"""How characters look: ``rPr`` resolved to a :class:`Police`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Literal

from courriers.document.arbre import Police
from courriers.document.lecture.mesures import actif, attribut, couleur, nombre, twips, w
from courriers.document.lecture.styles import Proprietes

_SURLIGNAGES = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF",
    "blue": "0000FF", "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080",
    "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000",
    "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000",
}  # fmt: skip
_SOULIGNEMENTS: dict[str, Literal["solid", "double", "dotted", "dashed", "wavy"]] = {
    "double": "double", "dotted": "dotted", "dottedHeavy": "dotted", "dash": "dashed",
    "dashedHeavy": "dashed", "dashLong": "dashed", "dotDash": "dashed", "dotDotDash": "dashed",
    "wave": "wavy", "wavyHeavy": "wavy", "wavyDouble": "wavy",
}  # fmt: skip
TAILLE_PAR_DEFAUT = 10.0


def police(proprietes: Proprietes, theme: Mapping[str, str]) -> Police:
    """The look that *proprietes* give; *theme* maps ``minor`` and ``major`` to font names."""
    souligne = attribut(proprietes.get("u"))
    taille = nombre(attribut(proprietes.get("sz")), 2 * TAILLE_PAR_DEFAUT) / 2
    return Police(
        famille=_famille(proprietes, theme),
        taille=min(max(taille, 1.0), 1638.0),
        gras=actif(proprietes.get("b")),
        italique=actif(proprietes.get("i")),
        souligne="" if souligne in (None, "none") else _SOULIGNEMENTS.get(souligne or "", "solid"),
        barre=actif(proprietes.get("strike")) or actif(proprietes.get("dstrike")),
        couleur=couleur(attribut(proprietes.get("color"))),
        fond=_fond(proprietes),
        position=_position(attribut(proprietes.get("vertAlign"))),
        capitales=_capitales(proprietes),
        hausse=min(max(nombre(attribut(proprietes.get("position"))) / 2, -100.0), 100.0),
        espacement=min(max(twips(attribut(proprietes.get("spacing"))), -10.0), 100.0),
    )


def en_capitales(texte: str, police: Police) -> Iterator[tuple[str, Police]]:
    """*texte* in its look; small capitals are capitals four fifths as tall."""
    if police.capitales != "petites":
        yield texte, police
        return
    grande = replace(police, capitales="toutes")
    petite = replace(grande, taille=0.8 * police.taille)
    for minuscules, lettres in groupby(texte, lambda c: c != c.upper()):
        yield "".join(lettres), petite if minuscules else grande


def _famille(proprietes: Proprietes, theme: Mapping[str, str]) -> str:
    polices = proprietes.get("rFonts")
    if polices is None:
        return "Times New Roman"
    for nom in ("ascii", "hAnsi"):
        du_theme = polices.get(w(f"{nom}Theme"), "")
        if du_theme:
            return theme.get("major" if du_theme.startswith("major") else "minor", "Calibri")
        if polices.get(w(nom)):
            return polices.get(w(nom), "")
    return "Times New Roman"


def _fond(proprietes: Proprietes) -> str | None:
    surlignage = _SURLIGNAGES.get(attribut(proprietes.get("highlight")) or "")
    return surlignage or couleur(attribut(proprietes.get("shd"), "fill"))


def _position(valeur: str | None) -> Literal["", "exposant", "indice"]:
    if valeur == "superscript":
        return "exposant"
    return "indice" if valeur == "subscript" else ""


def _capitales(proprietes: Proprietes) -> Literal["", "toutes", "petites"]:
    if actif(proprietes.get("caps")):
        return "toutes"
    return "petites" if actif(proprietes.get("smallCaps")) else ""
