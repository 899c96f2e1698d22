"""Lists: the label Word prints before a numbered or bulleted paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from courriers.document.lecture import styles
from courriers.document.lecture.mesures import actif, attribut, nombre, w
from courriers.document.lecture.styles import Proprietes
from courriers.document.symboles import dessine

_RANGS = range(9)
_PUCES = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0fc": "✓", "\uf0d8": "➢", "o": "o", "\uf02d": "–"}
"""Private characters of the Symbol and Wingdings fonts, and what they look like."""


@dataclass(frozen=True)
class Niveau:
    """One level of a list."""

    forme: str
    texte: str
    depart: int
    suffixe: str
    paragraphe: Proprietes
    caractere: Proprietes
    reprise: int | None = None
    """Ranks above which it counts again from its start: all, unless it says how many."""
    en_chiffres: bool = False
    """Ranks above it are written in plain figures too."""

    def reprend_apres(self, rang: int) -> bool:
        """Whether a paragraph at *rang*, above it, makes it count again."""
        return self.reprise is None or rang < self.reprise


@dataclass(frozen=True)
class Numerotation:
    """The lists of a file, and how far each has counted (the only state of a reading)."""

    listes: Mapping[str, tuple[str, dict[int, Niveau]]] = field(default_factory=dict)
    """By ``numId``: the definition it counts with, and its levels."""
    compteurs: dict[str, list[int | None]] = field(default_factory=dict)

    @classmethod
    def de(cls, racine: etree._Element | None) -> Numerotation:
        """Read ``numbering.xml``."""
        if racine is None:
            return cls()
        abstraites = {attribut(a, "abstractNumId"): a for a in racine.iter(w("abstractNum"))}
        listes = {}
        for num in racine.iter(w("num")):
            reference = attribut(num.find(w("abstractNumId")))
            niveaux = _niveaux(abstraites.get(reference), abstraites)
            propres = list(num.iter(w("lvlOverride")))
            for ecart in propres:
                rang = int(nombre(attribut(ecart, "ilvl")))
                niveaux = {**niveaux, rang: _remplace(niveaux.get(rang), ecart)}
            nom = attribut(num, "numId") or ""
            listes[nom] = (f"num {nom}" if propres else f"abstraite {reference}", niveaux)
        return cls(listes)

    def niveau(self, p: Proprietes) -> tuple[str, int, Niveau] | None:
        """The list, rank and level a paragraph of settings *p* stands at."""
        numero = p.get("numPr")
        if numero is None:
            return None
        nom = attribut(numero.find(w("numId"))) or "0"
        rang = int(nombre(attribut(numero.find(w("ilvl")))))
        if nom == "0" or rang not in _RANGS or nom not in self.listes:
            return None
        if rang not in self.listes[nom][1]:
            return None
        return nom, rang, self.listes[nom][1][rang]

    def suivant(self, nom: str, rang: int) -> str:
        """The label of the next paragraph of the list *nom* at level *rang*."""
        definition, niveaux = self.listes[nom]
        compte = self.compteurs.setdefault(definition, [None] * len(_RANGS))
        precedent = compte[rang]
        compte[rang] = niveaux[rang].depart if precedent is None else precedent + 1
        for plus_bas in _RANGS[rang + 1 :]:
            if plus_bas not in niveaux or niveaux[plus_bas].reprend_apres(rang):
                compte[plus_bas] = None

        def numero(trouve: re.Match[str]) -> str:
            vise = int(trouve[1]) - 1
            niveau = niveaux.get(vise)
            valeur = compte[vise]
            if niveau is None:
                return ""
            forme = "decimal" if niveaux[rang].en_chiffres else niveau.forme
            return ecrire(niveau.depart if valeur is None else valeur, forme)

        niveau = niveaux[rang]
        if niveau.forme == "bullet":
            fonte = attribut(niveau.caractere.get("rFonts"), "ascii") or ""
            return "".join(_PUCES.get(c, "•" if "\ue000" <= c <= "\uf8ff" else c)
                           for c in dessine(fonte, niveau.texte))  # fmt: skip
        return re.sub(r"%([1-9])", numero, niveau.texte)


def _niveaux(
    abstraite: etree._Element | None, toutes: Mapping[str | None, etree._Element]
) -> dict[int, Niveau]:
    if abstraite is None:
        return {}
    lien = attribut(abstraite.find(w("numStyleLink")))
    if lien is not None:
        for autre in toutes.values():
            if attribut(autre.find(w("styleLink"))) == lien:
                abstraite = autre
    return {
        int(nombre(attribut(lvl, "ilvl"))): _lire(lvl) for lvl in abstraite.iterchildren(w("lvl"))
    }


def _lire(lvl: etree._Element) -> Niveau:
    reprise, image = lvl.find(w("lvlRestart")), lvl.find(w("lvlPicBulletId"))
    return Niveau(
        "bullet" if image is not None else attribut(lvl.find(w("numFmt"))) or "decimal",
        "•" if image is not None else attribut(lvl.find(w("lvlText"))) or "",
        int(nombre(attribut(lvl.find(w("start"))), 1)),
        attribut(lvl.find(w("suff"))) or "tab",
        styles.lire(lvl.find(w("pPr"))),
        styles.lire(lvl.find(w("rPr"))),
        None if reprise is None else int(nombre(attribut(reprise))),
        actif(lvl.find(w("isLgl"))),
    )


def _remplace(niveau: Niveau | None, ecart: etree._Element) -> Niveau:
    lvl = ecart.find(w("lvl"))
    if lvl is not None:
        return _lire(lvl)
    base = niveau or Niveau("decimal", "", 1, "tab", {}, {})
    depart = int(nombre(attribut(ecart.find(w("startOverride"))), base.depart))
    return replace(base, depart=depart)


def ecrire(valeur: int, forme: str) -> str:
    """The number *valeur* in the Word format *forme*."""
    match forme:
        case "lowerLetter" | "upperLetter":
            lettres = chr(97 + (valeur - 1) % 26) * (1 + (valeur - 1) // 26)
            return lettres.upper() if forme == "upperLetter" else lettres
        case "lowerRoman" | "upperRoman":
            romain = _romain(valeur)
            return romain if forme == "upperRoman" else romain.lower()
        case "decimalZero":
            return f"{valeur:02d}"
        case "none":
            return ""
        case "ordinal":
            return f"{valeur}{'er' if valeur == 1 else 'e'}"
    return str(valeur)


def _romain(valeur: int) -> str:
    """Roman figures.

    >>> _romain(1994)
    'MCMXCIV'
    """
    signes = {1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL",
              10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}  # fmt: skip
    sortie = ""
    for poids, signe in signes.items():
        while valeur >= poids:
            sortie += signe
            valeur -= poids
    return sortie
