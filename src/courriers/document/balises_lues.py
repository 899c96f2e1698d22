"""The tags of a paragraph, read one by one and whatever state they are in.

Jinja stops at the first fault; here each tag is told from the text around, and so is each thing
that was meant to be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_FERME = {"{{": "}}", "{%": "%}", "{#": "#}"}
_DELIMITEUR = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_ENTIERE = {
    ouvre: re.compile(
        re.escape(ouvre)
        + r"""((?:"[^"\n]*"|'[^'\n]*'|(?!\{\{|\{%|\{#|\}\}|%\}|#\}).)*?)"""
        + re.escape(ferme),
        re.DOTALL,
    )
    for ouvre, ferme in _FERME.items()
}
_COMMENTAIRE = re.compile(r"\{#(.*?)#\}", re.DOTALL)
_PORTEE = re.compile(r"[-+]?(p|tr|tc|r)\s+")
_EXTRAIT = 60
"""Signs shown of a tag that does not end."""


class Balise(NamedTuple):
    """A whole tag."""

    debut: int
    fin: int
    ouvre: str
    """``{{``, ``{%`` or ``{#``."""
    portee: str
    """``p``, ``tr``, ``tc``, ``r``, or nothing."""
    corps: str
    """What is inside."""

    @property
    def mot(self) -> str:
        """The first word of an instruction."""
        if self.ouvre != "{%":
            return ""
        mots = re.match(r"\w+", self.corps)
        return mots[0] if mots else ""

    @property
    def suite(self) -> str:
        """What comes after it."""
        return self.corps[len(self.mot) :].strip()


@dataclass(frozen=True, slots=True)
class Casse:
    """What was meant to be a tag."""

    debut: int
    fin: int
    quoi: str
    """``ouverte``, ``fermée``, ``croisée`` or ``accolade``."""
    balise: Balise | None = None
    """The instruction it must have been: the blocks it opens or ends are counted all the same."""


def lire_les_balises(texte: str) -> tuple[list[Balise], list[Casse]]:
    """The tags of *texte*, mended already, and what is left of others."""
    balises: list[Balise] = []
    casses: list[Casse] = []
    place = 0
    while trouve := _DELIMITEUR.search(texte, place):
        debut, signe = trouve.start(), trouve[0]
        if signe not in _FERME:
            casses.append(_fermee_seule(texte, debut, place))
            place = trouve.end()
            continue
        entiere = (_COMMENTAIRE if signe == "{#" else _ENTIERE[signe]).match(texte, debut)
        if entiere is None:
            casse = _ouverte(texte, debut)
            casses.append(casse)
            place = casse.fin
            continue
        place = entiere.end()
        lue = _balise(signe, entiere)
        # No brace of its own may stand against a tag: Jinja would read it.
        if "{" in (texte[debut + 2], texte[max(0, debut - 1) : debut]) or (
            texte[place : place + 1] == "}"
        ):
            fin = place + (texte[place : place + 1] == "}")
            casses.append(Casse(debut, fin, "accolade", lue if lue.mot else None))
            place = fin
        else:
            balises.append(lue)
    return balises, casses


def _balise(ouvre: str, entiere: re.Match[str]) -> Balise:
    dedans = entiere[1]
    portee = _PORTEE.match(dedans) if ouvre != "{#" else None
    corps = dedans[portee.end() :] if portee else re.sub(r"^[-+]", "", dedans)
    corps = re.sub(r"[-+]$", "", corps).strip() if ouvre != "{{" else corps.strip(" -\t\n")
    return Balise(*entiere.span(), ouvre, portee[1] if portee else "", corps)


def _ouverte(texte: str, debut: int) -> Casse:
    """A tag that never ends: up to the next one, or to the sign that may have been its end."""
    suivant = _DELIMITEUR.search(texte, debut + 2)
    if suivant is not None and suivant[0] not in _FERME:
        return _casse(texte, debut, suivant.end(), "croisée")
    borne = suivant.start() if suivant else len(texte)
    seule = re.compile(r"\}").search(texte, debut + 2, borne)
    fin = seule.end() if seule else min(borne, debut + _EXTRAIT)
    return _casse(texte, debut, max(fin, debut + 2), "ouverte")


def _fermee_seule(texte: str, place: int, depuis: int) -> Casse:
    """An end without a beginning; the brace left of it, if it is near."""
    gauche = texte.rfind("{", max(depuis, place - _EXTRAIT), place)
    return _casse(texte, gauche if gauche >= 0 else place, place + 2, "fermée")


def _casse(texte: str, debut: int, fin: int, quoi: str) -> Casse:
    """With the instruction it was, where its words still say which."""
    dedans = re.fullmatch(
        r"\{?[{%]?\s*(p|tr|tc|r)?\s*((?:if|elif|for)\b[^{}%]*|else|endif|endfor)\s*[%}]*",
        texte[debut:fin],
        re.DOTALL,
    )
    balise = Balise(debut, fin, "{%", dedans[1] or "", dedans[2].strip()) if dedans else None
    return Casse(debut, fin, quoi, balise)
