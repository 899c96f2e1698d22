"""Every text of a Word file where a tag may have been typed, each with its place.

Paragraphs of every part, alternative texts, codes of fields, addresses of links, properties: what
a person can write in Word, and where they will look for it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from courriers.document.archive import Archive, W, analyser
from courriers.document.passages import Cellule

_P, _R, _T, _TBL, _TR, _TC = (f"{{{W}}}{nom}" for nom in ("p", "r", "t", "tbl", "tr", "tc"))
_BOITE, _INSTRUCTION = f"{{{W}}}txbxContent", f"{{{W}}}instrText"
_SIMPLE, _LIEN = f"{{{W}}}fldSimple", f"{{{W}}}hyperlink"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNES = {
    f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n", f"{{{W}}}cr": "\n", f"{{{W}}}noBreakHyphen": "\u2011",
}  # fmt: skip
_REMPLACEMENTS = ("descr", "title", "alt")
"""Attributes of a drawing that hold an alternative text; ``alt`` is that of older shapes."""
_PARTIES = {
    "header": "en-tête", "document": "corps", "footnotes": "notes", "endnotes": "notes",
    "footer": "pied de page", "comments": "commentaires",
}  # fmt: skip
_NOTES = ("footnote", "endnote")
_JAMAIS_REMPLIES = ("chart", "diagramData", "comments", "glossaryDocument")
"""Parts whose text nothing fills."""
_PROPRIETES = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")

TEXTE, REMPLACEMENT, CODE, ADRESSE, PROPRIETE = (
    "texte", "texte de remplacement", "code de champ", "adresse de lien", "propriété",
)  # fmt: skip


class Fragment(NamedTuple):
    """A text, and where it stands."""

    genre: str
    """``texte`` for a paragraph; otherwise what it is, as a person would say."""
    texte: str
    partie: str
    membre: str
    paragraphe: int | None = None
    """Rank of the paragraph in its part, from 1, in the order of the XML."""
    cellule: Cellule | None = None
    noeud: etree._Element | None = None
    """The paragraph."""
    morceaux: tuple[tuple[int, etree._Element], ...] = ()
    """Where each piece of the text begins, and the element that holds it."""
    rempli: bool = True
    """Whether a tag there is filled."""
    nom: str = ""
    """Of a property."""

    def noeud_a(self, place: int) -> etree._Element | None:
        """The element that holds the sign at *place*."""
        trouve = None
        for debut, noeud in self.morceaux:
            if debut > place:
                break
            trouve = noeud
        return trouve


@dataclass(frozen=True)
class PartieLue:
    """A part of the file, parsed."""

    nom: str
    membre: str
    racine: etree._Element
    rempli: bool


def parties_lues(archive: Archive) -> list[PartieLue]:
    """The parts that hold text, in reading order, those nothing fills last.

    Raises:
        FichierWordInvalide: one of them is not XML.
    """
    filled = [
        PartieLue(_PARTIES[genre], membre, analyser(archive.membres[membre], membre), rempli=True)
        for genre, membre in archive.parties_de_texte()
    ]
    autres = [
        PartieLue(_PARTIES.get(genre, "dessin"), lien.cible,
                  analyser(archive.membres[lien.cible], lien.cible), rempli=False)
        for lien in archive.liens(archive.principal)
        if (genre := lien.type.rsplit("/", 1)[-1]) in _JAMAIS_REMPLIES
        and lien.cible in archive.membres
    ]  # fmt: skip
    return filled + autres


def fragments(archive: Archive, parties: list[PartieLue]) -> list[Fragment]:
    """Every text of *archive*, part by part, then the links and the properties."""
    lus: list[Fragment] = []
    for partie in parties:
        if partie.rempli or partie.nom == "commentaires":
            lus += _de_la_partie(partie)
        else:
            texte = " ".join(filter(None, (t.strip() for t in partie.racine.itertext())))
            lus.append(Fragment("dessin", texte, partie.nom, partie.membre, rempli=False))
        lus += _adresses(archive, partie)
    for membre in _PROPRIETES:
        if membre in archive.membres:
            lus += _proprietes(archive, membre)
    return lus


def _de_la_partie(partie: PartieLue) -> Iterator[Fragment]:
    cellules = _cellules(partie.racine)
    for rang, paragraphe in enumerate(partie.racine.iter(_P), start=1):
        if any(
            a.tag == _FALLBACK or a.get(f"{{{W}}}author") == "courriers"
            for a in paragraphe.iterancestors(_FALLBACK, f"{{{W}}}comment")
        ):
            continue  # the same text again, for an older Word; our own comments
        lieu = (partie.nom, partie.membre, rang, cellules.get(_cellule_de(paragraphe)))
        texte, morceaux = _texte(paragraphe)
        yield Fragment(TEXTE, texte, *lieu, paragraphe, morceaux, partie.rempli)
        yield from (
            Fragment(genre, autre, *lieu, paragraphe, (), partie.rempli)
            for genre, autre in _autour(paragraphe)
        )


def _texte(
    paragraphe: etree._Element,
) -> tuple[str, tuple[tuple[int, etree._Element], ...]]:
    """What was typed in a paragraph, its text boxes apart, hidden or not."""
    textes, morceaux, place = [], [], 0
    for noeud in paragraphe.iter(_T, *_SIGNES):
        if _porteur(noeud) is not paragraphe:
            continue
        signe = _SIGNES.get(str(noeud.tag))
        if signe == "\t" and (parent := noeud.getparent()) is not None and parent.tag != _R:
            continue  # a tab stop
        lu = (noeud.text or "") if signe is None else signe
        morceaux.append((place, noeud))
        textes.append(lu)
        place += len(lu)
    return "".join(textes), tuple(morceaux)


def _autour(paragraphe: etree._Element) -> Iterator[tuple[str, str]]:
    """Alternative texts and codes of fields of a paragraph."""
    code = "".join(n.text or "" for n in paragraphe.iter(_INSTRUCTION) if _porteur(n) is paragraphe)
    if code.strip():
        yield CODE, code
    for noeud in paragraphe.iter():
        if not isinstance(noeud.tag, str) or not noeud.attrib or _porteur(noeud) is not paragraphe:
            continue
        if noeud.tag == _SIMPLE:
            yield CODE, noeud.get(f"{{{W}}}instr", "")
        elif not noeud.tag.startswith(f"{{{W}}}"):
            yield from ((REMPLACEMENT, v) for a in _REMPLACEMENTS if (v := noeud.get(a)))


def _porteur(noeud: etree._Element) -> etree._Element | None:
    return next(noeud.iterancestors(_P), None)


def _cellule_de(paragraphe: etree._Element) -> etree._Element | None:
    """The cell that holds *paragraphe*, unless a text box stands between."""
    for ancetre in paragraphe.iterancestors(_TC, _BOITE):
        return ancetre if ancetre.tag == _TC else None
    return None


def _cellules(racine: etree._Element) -> dict[etree._Element | None, Cellule]:
    """Where each cell stands."""
    places: dict[etree._Element | None, Cellule] = {}
    for numero, tableau in enumerate(racine.iter(_TBL), start=1):
        rangees = [r for r in tableau.iter(_TR) if next(r.iterancestors(_TBL)) is tableau]
        for rang, rangee in enumerate(rangees, start=1):
            siennes = [c for c in rangee.iter(_TC) if next(c.iterancestors(_TR)) is rangee]
            places |= {c: Cellule(numero, rang, i) for i, c in enumerate(siennes, start=1)}
    return places


def _adresses(archive: Archive, partie: PartieLue) -> Iterator[Fragment]:
    """Addresses of the links of a part, and the paragraph each is in."""
    for lien in archive.liens(partie.membre):
        if not lien.externe or not lien.type.endswith("/hyperlink"):
            continue
        appel = f"//w:hyperlink[@r:id='{lien.id}']" if re.fullmatch(r"[\w.-]+", lien.id) else ""
        noeuds = partie.racine.xpath(appel, namespaces=_NOMS) if appel else []
        noeud = noeuds[0] if isinstance(noeuds, list) and noeuds else None
        rang = paragraphe = None
        if isinstance(noeud, etree._Element):  # noqa: SLF001 – its only public type
            paragraphe = _porteur(noeud)
            rang = next(
                (i for i, p in enumerate(partie.racine.iter(_P), 1) if p is paragraphe), None
            )
        yield Fragment(ADRESSE, unquote(lien.cible), partie.nom, partie.membre, rang,
                       noeud=paragraphe, rempli=False)  # fmt: skip


_NOMS = {"w": W, "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}


def _proprietes(archive: Archive, membre: str) -> Iterator[Fragment]:
    """The values of the properties, by name; those of the core are filled as the rest is."""
    racine = analyser(archive.membres[membre], membre)
    for noeud in racine.iter():
        if not isinstance(noeud.tag, str):
            continue
        nom = etree.QName(noeud).localname
        if nom == "property":
            valeur = " ".join("".join(map(str, noeud.itertext())).split())
            nom = noeud.get("name", "")
        elif len(noeud) or membre.endswith("custom.xml"):
            continue
        else:
            valeur = (noeud.text or "").strip()
        if valeur:
            yield Fragment(PROPRIETE, valeur, "propriétés", membre, nom=nom,
                           rempli=membre == _PROPRIETES[0])  # fmt: skip
