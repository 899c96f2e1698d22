"""Inside a paragraph: its runs, and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from lxml import etree

from courriers.document.arbre import (
    Bloc,
    Champ,
    Dessin,
    Mise,
    Morceau,
    Paragraphe,
    Police,
    Saut,
    Tabulation,
    Taquet,
    Texte,
)
from courriers.document.archive import R
from courriers.document.lecture import dessins, styles
from courriers.document.lecture.caracteres import en_capitales
from courriers.document.lecture.champs import ChampOuvert, est_cochee
from courriers.document.lecture.mesures import actif, attribut, w
from courriers.document.lecture.mises import POINTS
from courriers.document.lecture.notes import APPELS, MARQUES, appel, marque
from courriers.document.lecture.source import Source
from courriers.document.lecture.styles import Proprietes
from courriers.document.symboles import dessine, est_symbolique

_ALIGNES: dict[str | None, tuple[float, Literal["gauche", "centre", "droite"]]] = {
    "center": (0.5, "centre"), "right": (1.0, "droite"),
}  # fmt: skip
_TRANSPARENTS = frozenset(
    w(n) for n in ("ins", "moveTo", "smartTag", "sdt", "sdtContent", "dir", "bdo", "customXml")
)
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ALTERNATIVE = f"{{{_MC}}}AlternateContent"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SUPPRIMES = frozenset(w(n) for n in ("del", "moveFrom"))
_CARACTERES: dict[object, Callable[[etree._Element, Source], str]] = {
    w("t"): lambda noeud, _: noeud.text or "",
    w("noBreakHyphen"): lambda *_: "\u2011",
    w("softHyphen"): lambda *_: "\u00ad",
}


class Lecteur:
    """Reads the runs of one paragraph; text boxes are put aside."""

    def __init__(self, source: Source, style: str) -> None:
        self.source = source
        self.style = style
        self.boites: list[Bloc] = []
        self.champs: list[ChampOuvert] = []

    def lire(self, conteneur: etree._Element, lien: str | None = None) -> Iterator[Morceau]:
        """The pieces of *conteneur* in order, leading to *lien* if it is given."""
        for noeud in conteneur:
            if noeud.tag == w("r"):
                yield from self._run(noeud, lien)
            elif noeud.tag == w("hyperlink"):
                yield from self.lire(noeud, self._adresse(noeud))
            elif noeud.tag == w("fldSimple"):
                yield from self._champ_simple(noeud, lien)
            elif noeud.tag in _TRANSPARENTS:
                if noeud.tag == w("ins"):
                    self.source.signaler("une insertion suivie", "elle est tenue pour acceptée")
                yield from self.lire(noeud, lien)
            elif noeud.tag in _SUPPRIMES:
                self.source.signaler("une suppression suivie", "elle est tenue pour acceptée")
            elif noeud.tag == ALTERNATIVE:
                yield from self.lire(choix(noeud), lien)
            elif noeud.tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
                yield from self._equation(noeud, lien)

    def _annotation(self, noeud: etree._Element, lien: str | None) -> Iterator[Morceau]:
        self.source.signaler("une annotation au-dessus d’un mot", "elle est rendue avant lui")
        for part in noeud.iterchildren(w("rt"), w("rubyBase")):
            yield from self.lire(part, lien)

    def _equation(self, noeud: etree._Element, lien: str | None) -> Iterator[Morceau]:
        self.source.signaler("une équation", "elle est rendue sur une ligne, sans mise en forme")
        for texte in noeud.iter(f"{_MATH}t"):
            yield Texte(texte.text or "", self._police({}), lien)

    def _adresse(self, noeud: etree._Element) -> str | None:
        lien = self.source.liens.get(noeud.get(f"{{{R}}}id", ""))
        if lien is None or not lien.cible.lower().startswith(("http://", "https://", "mailto:")):
            return None
        return lien.cible

    def _champ_simple(self, noeud: etree._Element, lien: str | None) -> Iterator[Morceau]:
        champ = ChampOuvert(attribut(noeud, "instr") or "")
        if champ.genre is None:
            yield from self.lire(noeud, lien)
        else:
            run = noeud.find(w("r"))
            propres = styles.lire(None if run is None else run.find(w("rPr")))
            yield Champ(champ.genre, self._police(propres), champ.forme)

    def _police(self, propres: Proprietes) -> Police:
        return self.source.police(self.style, propres)

    def _run(self, run: etree._Element, lien: str | None) -> Iterator[Morceau]:
        rpr = run.find(w("rPr"))
        cle = b"" if rpr is None else etree.tostring(rpr, with_tail=False)
        police = self.source.connu(("r", self.style, cle), lambda: self._visible(rpr))
        if police is None:
            return
        if rpr is not None and attribut(rpr.find(w("w"))) not in (None, "100", "100%"):
            self.source.signaler("un texte étiré ou resserré", "il est rendu à sa largeur usuelle")
        for noeud in run:
            yield from self._element(noeud, police, lien)

    def _visible(self, rpr: etree._Element | None) -> Police | None:
        """The look of a run, unless it is hidden."""
        propres = styles.lire(rpr)
        toutes = self.source.caracteres(self.style, propres)
        if actif(toutes.get("vanish")):
            return None
        return self._police(propres)

    def _element(
        self, noeud: etree._Element, police: Police, lien: str | None
    ) -> Iterator[Morceau]:
        if noeud.tag == w("fldChar"):
            yield from self._borne(noeud, police)
        elif noeud.tag == w("instrText") and self.champs:
            self.champs[-1].instruction += noeud.text or ""
        elif self._est_tu():
            return
        elif noeud.tag in _CARACTERES or noeud.tag == w("sym"):
            yield from self._caracteres(noeud, police, lien)
        elif noeud.tag in (w("tab"), w("ptab")):
            propre = noeud.tag == w("ptab")
            yield Tabulation(police, _taquet_de_marge(noeud, self.source) if propre else None)
        elif noeud.tag in (w("br"), w("cr")):
            yield Saut("page" if attribut(noeud, "type") == "page" else "ligne")
        elif noeud.tag == ALTERNATIVE:
            for choisi in choix(noeud):
                yield from self._element(choisi, police, lien)
        elif noeud.tag in (w("drawing"), w("pict"), w("object")):
            yield from self._dessin(noeud)
        elif noeud.tag == w("ruby"):
            yield from self._annotation(noeud, lien)
        elif noeud.tag in APPELS:
            yield from appel(noeud, police, self.source)
        elif noeud.tag in MARQUES and self.source.note:
            yield marque(self.source.note, police)

    def _caracteres(
        self, noeud: etree._Element, police: Police, lien: str | None
    ) -> Iterator[Morceau]:
        lire = _CARACTERES.get(noeud.tag, _symbole)
        lu, fonte = lire(noeud, self.source), noeud.find(f"../{w('rPr')}/{w('rFonts')}")
        if noeud.tag == w("t") and fonte is not None and est_symbolique(police.famille):
            # Letters that are drawings: written as what they show, in a font that may have it.
            lu, police = dessine(police.famille, lu), replace(police, famille="Arial")
        for texte, taille in en_capitales(lu, police):
            yield Texte(texte, taille, lien)

    def _borne(self, noeud: etree._Element, police: Police) -> Iterator[Morceau]:
        match attribut(noeud, "fldCharType"):
            case "begin":
                self.champs.append(ChampOuvert(cochee=est_cochee(noeud)))
            case "separate" if self.champs:
                self.champs[-1].dans_le_resultat = True
            case "end" if self.champs:
                champ = self.champs.pop()
                if self._est_tu():
                    return
                if champ.genre is not None:
                    yield Champ(champ.genre, police, champ.forme)
                elif champ.instruction.split()[:1] == ["FORMCHECKBOX"]:
                    yield Texte("☒" if champ.cochee else "☐", police)

    def _est_tu(self) -> bool:
        """Inside an instruction, or inside the stale result of a page number."""
        return any(not c.dans_le_resultat or c.genre is not None for c in self.champs)

    def _dessin(self, noeud: etree._Element) -> Iterator[Morceau]:
        from courriers.document.lecture.blocs import blocs
        from courriers.document.lecture.zones import ancre_de, membres, poser, trace, zone

        forme = trace(noeud, self.source)
        if forme is not None:
            self.boites.append(forme)
            return
        groupe = membres(noeud, self.source, self._police({}))
        self.boites += groupe or ()
        trouve: Dessin | None = None if groupe is not None else dessins.image(noeud, self.source)
        ancre = ancre_de(noeud)
        if trouve is not None and ancre is not None:
            police = self._police({})
            seul = Paragraphe((trouve,), Mise(), police)
            self.boites.append(poser(ancre, [seul], self.source))
        elif trouve is not None:
            yield trouve
        for boite in dessins.boites(noeud):
            self.boites += zone(boite, blocs(boite, self.source), self.source)


def _symbole(noeud: etree._Element, source: Source) -> str:
    """The character a symbol shows, where its font is known."""
    code = _hexa(attribut(noeud, "char"))
    fonte = attribut(noeud, "font") or ""
    montre = dessine(fonte, chr(code)) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
    return montre if montre and montre != chr(code) else dessins.symbole(noeud, source)


def _hexa(valeur: str | None) -> int:
    try:
        return int(valeur or "", 16)
    except ValueError:
        return 0


def _taquet_de_marge(noeud: etree._Element, source: Source) -> Taquet:
    """The stop of a jump told from the margins: Word’s ready-made headers and footers have such."""
    utile = source.place or source.page.utile
    part, genre = _ALIGNES.get(attribut(noeud, "alignment"), (0.0, "gauche"))
    return Taquet(part * utile, genre, POINTS.get(attribut(noeud, "leader"), ""))


def choix(alternative: etree._Element) -> etree._Element:
    """What a recent Word shows."""
    choix = alternative.find(f"{{{_MC}}}Choice")
    if choix is None:
        choix = alternative.find(f"{{{_MC}}}Fallback")
    return alternative.makeelement("vide") if choix is None else choix
