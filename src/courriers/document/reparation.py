"""What Word's autocorrect does to a tag as it is typed, undone where it leaves no doubt.

Quotes, dashes, spaces, capitals and braces set apart, only inside a tag, and never inside what it
quotes: « l’an » in ``{{ x|default("l’an") }}`` is a text. « » and … are an error: nothing says what
was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.document.archive import W
from courriers.document.balises import Endroit

_BALISE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ESPACES = dict.fromkeys(
    "\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
_SANS_LARGEUR = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_BLANCS = f"[ {''.join(_ESPACES)}{_SANS_LARGEUR}]"
_LARGES = {"｛": "{", "｝": "}", "％": "%"}
_DOUBLES, _SIMPLES = '"“”„‟', "'‘’‚‛"
_TIRETS = "\u2010\u2011\u2012\u2013\u2014\u2212"
_DOUTEUX = re.compile("[«»…]")
_ECARTES = re.compile(
    rf"(?<!\{{)\{{({_BLANCS}+)(?=\{{(?!\{{)|%)|(?<=[^}}][}}%])({_BLANCS}+)(?=\}}(?!\}}))"
)
"""Braces set apart: « { { x } } »."""
_MOT_CLE = re.compile(
    rf"\{{%[-+]?(?P<blanc>{_BLANCS}*)(?:(?P<portee>tr|tc|p|r)(?={_BLANCS}|if|for|el|end))?"
    rf"(?P<entre>{_BLANCS}*)(?P<mot>else{_BLANCS}+if|end{_BLANCS}+(?:if|for)|elseif|elif|else|endif"
    rf"|endfor|if|for)(?![\w.])",
    re.IGNORECASE,
)
_OPERATEUR = re.compile(r"(?<![\w.|])(?:and|or|not|in|is)(?![\w.])", re.IGNORECASE)
MASQUE = "\ufffc"
"""What stands for each sign of a tag where only the text around it is looked at."""
_CONSEIL = "Retapez la balise, sans correction automatique (Ctrl+Z juste après la frappe)."


@dataclass(frozen=True, slots=True)
class Reparation:
    """A paragraph as it must be read."""

    signes: tuple[str, ...]
    """What each of its characters has become, nothing or several of them."""
    mendees: tuple[tuple[int, str, str], ...] = ()
    """Place, tag as it was typed, tag as it is read."""
    douteuses: tuple[tuple[int, str, str], ...] = ()
    """Place, tag, and the sign in it that nothing explains."""

    @property
    def texte(self) -> str:
        """The paragraph."""
        return "".join(self.signes)

    def origine(self, place: int) -> int:
        """Where the sign at *place* of :attr:`texte` was typed."""
        vus = 0
        for rang, signe in enumerate(self.signes):
            vus += len(signe)
            if vus > place:
                return rang
        return len(self.signes)


def reparation(texte: str) -> Reparation:
    """*texte* with its tags mended."""
    signes = list(texte)
    if not any(signe in texte for signe in "{}｛｝"):
        return Reparation(tuple(signes))
    _rapprocher(signes)
    rapproche, places = _a_plat(signes)
    mendees, douteuses = [], []
    for trouvee in _BALISE.finditer(rapproche):
        debut, balise = places[trouvee.start()], trouvee[0]
        ici = places[trouvee.start() : trouvee.end()]
        doute = None if balise.startswith("{#") else _mender(balise, ici, signes)
        if doute:
            douteuses.append((debut, balise, doute))
            continue
        avant, apres = texte[ici[0] : ici[-1] + 1], "".join(signes[ici[0] : ici[-1] + 1])
        if avant != apres:
            mendees.append((debut, avant, apres))
    return Reparation(tuple(signes), tuple(mendees), tuple(douteuses))


def _rapprocher(signes: list[str]) -> None:
    """Braces as wide as a letter of Chinese, or set apart by a space, are braces."""
    for rang, signe in enumerate(signes):
        signes[rang] = _LARGES.get(signe, signe)
    for ecart in _ECARTES.finditer("".join(signes)):
        for rang in range(*ecart.span(1 if ecart[1] else 2)):
            signes[rang] = ""


def _a_plat(signes: list[str]) -> tuple[str, list[int]]:
    """The text, and the rank of the character each of its signs comes from."""
    places = [rang for rang, signe in enumerate(signes) for _ in signe]
    return "".join(signes), places


def _mender(balise: str, places: list[int], signes: list[str]) -> str:
    """Mend *balise* in *signes*; the sign in it that nothing explains, if there is one."""
    litteral, nus = "", []
    for rang, signe in enumerate(balise):
        lu = signe
        if litteral:
            if signe in litteral:
                lu, litteral = litteral[0], ""
        elif signe in _DOUBLES or signe in _SIMPLES:
            litteral = _DOUBLES if signe in _DOUBLES else _SIMPLES
            lu = litteral[0]
        elif _DOUTEUX.match(signe):
            return signe
        elif signe in _TIRETS and rang in (2, len(balise) - 3):
            lu = "-"
        elif signe in _SANS_LARGEUR:
            lu = ""
        else:
            lu = _ESPACES.get(signe, signe)
        signes[places[rang]] = lu
        nus.append("\0" if litteral or lu == "" else lu)
    _mots("".join(nus), places, signes)
    return ""


def _mots(nu: str, places: list[int], signes: list[str]) -> None:
    """Keywords in small letters, in one piece, apart from ``p``, ``tr`` or ``tc``.

    *nu* is the tag, with a null in place of each sign of what it quotes.
    """
    cle = _MOT_CLE.match(nu)
    if cle is not None:
        mot = re.sub(r"\s", "", cle["mot"].lower()).replace("elseif", "elif")
        if cle["portee"]:
            _ecrire("", cle.span("blanc"), places, signes)
            _ecrire(cle["portee"].lower(), cle.span("portee"), places, signes)
            mot = mot if cle["entre"] else f" {mot}"
        _ecrire(mot, cle.span("mot"), places, signes)
    if nu.startswith("{%") or "|" in nu or " if " in nu.lower():
        for operateur in _OPERATEUR.finditer(nu, cle.end() if cle else 2):
            _ecrire(operateur[0].lower(), operateur.span(), places, signes)


def _ecrire(texte: str, ou: tuple[int, int], places: list[int], signes: list[str]) -> None:
    """Write *texte* over the signs of the tag from the one place to the other."""
    if ou[0] == ou[1] or "".join(signes[places[i]] for i in range(*ou)) == texte:
        return
    for rang in range(*ou):
        signes[places[rang]] = ""
    signes[places[ou[0]]] = texte


def reparer(racine: etree._Element, endroit: Endroit) -> list[Constat]:
    """Mend the tags of *racine*, in place; what was mended.

    Raises:
        GabaritInvalide: « », or …, inside a tag.
    """
    constats = []
    for rang, paragraphe in enumerate(racine.iter(f"{{{W}}}p"), start=1):
        textes = [t for t in paragraphe.iter(f"{{{W}}}t") if _porteur(t) is paragraphe]
        lue = reparation("".join(t.text or "" for t in textes))
        for _, balise, signe in lue.douteuses:
            raise endroit.faute(doute(signe), rang, balise)
        if lue.mendees:
            _repartir(lue.signes, textes)
        lieu = Lieu(fichier=endroit.fichier, partie=endroit.partie, paragraphe=rang)
        constats += [constat(avant, apres, lieu) for _, avant, apres in lue.mendees]
    return constats


def retoucher(racine: etree._Element, retouche: Callable[[str], str]) -> None:
    """Have *retouche* mend the text between the tags of *racine*, sign for sign, in place."""
    for paragraphe in racine.iter(f"{{{W}}}p"):
        textes = [t for t in paragraphe.iter(f"{{{W}}}t") if _porteur(t) is paragraphe]
        avant = "".join(t.text or "" for t in textes)
        if not avant:
            continue
        masque = _BALISE.sub(lambda balise: MASQUE * len(balise[0]), avant)
        apres = retouche(masque)
        if apres != masque:
            places = zip(avant, masque, apres, strict=True)
            signes = (a if m == MASQUE else b.replace("\0", "") for a, m, b in places)
            _repartir(signes, textes)


def doute(signe: str) -> str:
    """What is wrong with *signe* inside a tag."""
    return (
        f"« {signe} » n’a pas sa place dans une balise ; écrivez le nom seul, "
        "comme {{ debiteur.denomination }}, ou entre guillemets droits s’il s’agit d’un texte"
    )


def constat(avant: str, apres: str, lieu: Lieu) -> Constat:
    """That a tag was typed one way and is read another."""
    return avertissement(
        Code.BALISE_REPAREE,
        f"Word a changé des signes dans « {avant[:80]} » : lu « {apres[:80]} ».",
        _CONSEIL,
        lieu,
    )


def _porteur(texte: etree._Element) -> etree._Element:
    return next(texte.iterancestors(f"{{{W}}}p"))


def _repartir(signes: Iterable[str], noeuds: list[etree._Element]) -> None:
    """Put the characters back into *noeuds*, each where it was."""
    reste = iter(signes)
    for noeud in noeuds:
        noeud.text = "".join(next(reste) for _ in noeud.text or "")
