"""Where a block opens and where it ends: both must be in the same box of the page.

Jinja sees one long text; Word sees paragraphs in cells in rows. A block that begins in one cell
and ends in another gives a page that is no table any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from courriers.constats import Code, Gravite
from courriers.document.archive import W
from courriers.document.balises_lues import Balise
from courriers.document.controle.portee import Faits, Faute, Portee
from courriers.document.fragments import TEXTE, Fragment

_R, _TBL, _TR, _TC = (f"{{{W}}}{nom}" for nom in ("r", "tbl", "tr", "tc"))
_CONTENANTS = {"p": "ce paragraphe", "tr": "cette rangée", "tc": "cette cellule"}
_BOITES = {"tr": (_TR, _TBL), "tc": (_TC, _TR)}
"""What a tag of each reach takes away, and what holds it."""


@dataclass(frozen=True, slots=True)
class Endroit:
    """A tag in the page."""

    fragment: Fragment
    balise: Balise
    place: tuple[int, int]
    """In the text of the fragment, as it was typed."""

    @property
    def noeud(self) -> etree._Element | None:
        """The element that holds its first sign."""
        return self.fragment.noeud_a(self.place[0])

    @property
    def paragraphe(self) -> etree._Element | None:
        """That it stands in."""
        return self.fragment.noeud

    def boite(self, *noms: str) -> etree._Element | None:
        """The nearest element of these names around its paragraph."""
        if self.paragraphe is None:
            return None
        return next(self.paragraphe.iterancestors(*noms), None)

    def chaine(self, rang: int = 0) -> list[etree._Element]:
        """The elements between its paragraph and its first sign, or its last: runs apart."""
        place = self.place[0] if rang == 0 else self.place[1] - 1
        noeud, chaine = self.fragment.noeud_a(place), []
        for ancetre in () if noeud is None else noeud.iterancestors():
            if ancetre is self.paragraphe:
                break
            if ancetre.tag != _R:
                chaine.append(ancetre)
        return chaine

    def formes(self) -> list[str]:
        """The names of those elements."""
        return [str(e.tag) for e in self.chaine()]

    def ou(self) -> str:
        """Its place, in a few words."""
        cellule = f", {self.fragment.cellule}" if self.fragment.cellule else ""
        return f"paragraphe {self.fragment.paragraphe}{cellule}"


@dataclass(slots=True)
class Bloc:
    """A block that is open."""

    mot: str
    endroit: Endroit
    portee: Portee
    """What was known before it."""
    faux: Faits = frozenset()
    """What is known where none of its tests is true."""
    sinon: bool = False
    variable: str = ""


def seule(ici: Endroit) -> Faute | None:
    """A tag that takes its paragraph, row or cell away, and is not alone in it."""
    portee, paragraphe = ici.balise.portee, ici.paragraphe
    if portee not in _CONTENANTS or paragraphe is None:
        return None
    boite: etree._Element | None = paragraphe
    if portee != "p":
        boite = ici.boite(_BOITES[portee][0])
        if boite is None:
            conseil = f"Hors d’un tableau, écrivez {{%p {ici.balise.corps} %}}, seule."
            return _mal_placee(f"« {{%{portee} » n’agit que dans un tableau", conseil)
    if boite is None or (_nu(boite) == "".join(_ecrit(ici).split()) and not _autre_chose(boite)):
        return None
    return Faute(
        Code.BALISE_PAS_SEULE, Gravite.ERREUR,
        f"cette balise emporte {_CONTENANTS[portee]}, et ce qui s’y trouve avec elle",
        f"Mettez-la seule{', ou ôtez le « p »' if portee == 'p' else ''}.",
    )  # fmt: skip


_AUTRES = ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "sectPr")


def _autre_chose(boite: etree._Element) -> bool:
    """Whether it holds a picture, the call of a note, the end of a page or of a section."""
    if any(True for _ in boite.iter(*(f"{{{W}}}{nom}" for nom in _AUTRES))):
        return True
    return any(br.get(f"{{{W}}}type") == "page" for br in boite.iter(f"{{{W}}}br"))


def _ecrit(ici: Endroit) -> str:
    return ici.fragment.texte[slice(*ici.place)]


def _nu(boite: etree._Element) -> str:
    return "".join("".join(t.text or "" for t in boite.iter(f"{{{W}}}t")).split())


def hors_du_bloc(bloc: Bloc, ici: Endroit) -> Faute | None:
    """Why the tag *ici* does not answer the opening of *bloc*: it is in another box."""
    la = bloc.endroit
    code = Code.BOUCLE_MAL_PLACEE if bloc.mot == "for" else Code.BLOC_CROISE
    ouvert = f"« {la.balise.mot} » est ouvert {la.ou()}"
    if la.fragment.genre != ici.fragment.genre:
        return Faute(code, Gravite.ERREUR, f"{ouvert}, dans {la.fragment.genre}, et fermé ailleurs",
                     "Fermez-le là où il s’ouvre.")  # fmt: skip
    if la.balise.portee != ici.balise.portee:
        message = (
            f"{ouvert} par « {{%{la.balise.portee} », et « {{%{ici.balise.portee} » lui répond"
        )
        conseil = f"Écrivez les deux de la même façon : {{%{la.balise.portee} {ici.balise.mot} %}}."
        return Faute(Code.BLOC_CROISE, Gravite.ERREUR, message, conseil)
    portee = la.balise.portee
    if portee in _BOITES:
        if la.boite(_BOITES[portee][1]) is ici.boite(_BOITES[portee][1]):
            return None
        return Faute(code, Gravite.ERREUR, f"{ouvert}, dans un autre tableau",
                     "Un bloc s’ouvre et se ferme dans le même tableau.")  # fmt: skip
    return _dans_le_texte(bloc, la, ici, code, ouvert)


def _dans_le_texte(
    bloc: Bloc, la: Endroit, ici: Endroit, code: Code, ouvert: str
) -> Faute | None:  # fmt: skip
    memes = la.paragraphe is ici.paragraphe
    if not memes and _parent(la) is not _parent(ici):
        if la.boite(_TBL) is not None and la.boite(_TBL) is ici.boite(_TBL):
            mot = la.balise.corps
            conseil = (
                f"Pour répéter une rangée : {{%tr {mot} %}} seule dans une rangée au-dessus, "
                "{%tr endfor %} seule dans une rangée au-dessous."
                if bloc.mot == "for" else "Fermez-le dans la cellule où il s’ouvre, ou choisissez "
                "des rangées entières avec {%tr if … %}."
            )  # fmt: skip
            return Faute(code, Gravite.ERREUR, f"{ouvert}, dans une autre cellule", conseil)
        return Faute(code, Gravite.ERREUR, f"{ouvert}, dans un autre cadre",
                     "Un bloc s’ouvre et se ferme au même endroit de la page.")  # fmt: skip
    if la.balise.portee:
        return None
    if la.formes() != ici.formes():
        message = f"{ouvert}, hors du lien, du champ ou du contrôle où il se ferme"
        return Faute(code, Gravite.ERREUR, message, "Fermez-le là où il s’ouvre.")
    if not memes:
        message = f"{ouvert}, et fermé dans un autre paragraphe : leurs paragraphes seront soudés"
        conseil = f"Mettez chaque balise seule dans le sien : {{%p {la.balise.corps} %}}."
        return Faute(code, Gravite.AVERTISSEMENT, message, conseil)
    return None


def _parent(ici: Endroit) -> etree._Element | None:
    """What holds its paragraph, content controls apart: they go away."""
    parent = None if ici.paragraphe is None else ici.paragraphe.getparent()
    while parent is not None and parent.tag in (f"{{{W}}}sdt", f"{{{W}}}sdtContent"):
        parent = parent.getparent()
    return parent


def rangee_d_entete(bloc: Bloc, ici: Endroit) -> Faute | None:
    """A loop over rows that repeats the row of the headings."""
    if bloc.mot != "for" or bloc.endroit.balise.portee != "tr":
        return None
    rangee, fin = bloc.endroit.boite(_TR), ici.boite(_TR)
    if rangee is None or fin is None or rangee.getparent() is not fin.getparent():
        return None
    entre = []
    suivante = rangee.getnext()
    while suivante is not None and suivante is not fin:
        entre.append(suivante)
        suivante = suivante.getnext()
    if any(r.find(f"{{{W}}}trPr/{{{W}}}tblHeader") is not None for r in entre):
        return _mal_placee(
            "la boucle répète la rangée des titres", "Ouvrez-la sous la rangée des titres."
        )
    if not entre:
        return _mal_placee("la boucle ne répète aucune rangée",
                           "Placez la rangée à répéter entre « for » et « endfor ».")  # fmt: skip
    return None


def _mal_placee(message: str, conseil: str) -> Faute:
    return Faute(Code.BOUCLE_MAL_PLACEE, Gravite.ERREUR, message, conseil)


def coupee(ici: Endroit) -> Faute | None:
    """A tag cut by a tab or a break, or that goes out of a link, a field, a content control."""
    if ici.fragment.genre != TEXTE:
        return None
    if re.search(r"[\t\n]", ici.fragment.texte[slice(*ici.place)]):
        message = "cette balise est coupée par une tabulation ou un saut"
    elif ici.chaine(0) != ici.chaine(-1):
        message = "cette balise sort du lien, du champ ou du contrôle où elle commence"
    else:
        return None
    return Faute(Code.BALISE_ABIMEE, Gravite.ERREUR, message, "Retapez-la d’un seul tenant.")


def texte_seul(ici: Endroit) -> bool:
    """Whether the tag is all that its cell, or what is no paragraph, holds."""
    if ici.fragment.genre != TEXTE:
        return True
    seul = ici.fragment.texte.strip() == ici.fragment.texte[slice(*ici.place)]
    return seul and ici.fragment.cellule is not None
