"""What a page of HTML needs besides its text: classes, fonts and pictures by private name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2s
from html import escape
from typing import NamedTuple, get_args

from courriers.document.arbre import Bloc, Forme, Police
from courriers.document.polices import Face, face

DE_BASE = """
html, body, div, p, h1, h2, h3, h4, h5, h6 { display: block; font-size: 10pt; }
head { display: none; }
table { display: table; box-sizing: border-box; border-collapse: separate; border-spacing: 0;
  table-layout: fixed; text-indent: 0; font-size: 10pt; }
thead { display: table-header-group; }
tbody { display: table-row-group; }
colgroup { display: table-column-group; }
col { display: table-column; }
tr { display: table-row; }
td { display: table-cell; vertical-align: top; overflow-wrap: anywhere; font-size: 10pt; }
p, h1, h2, h3, h4, h5, h6 { overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { bookmark-label: content(text); }
h1 { bookmark-level: 1; }
h2 { bookmark-level: 2; }
h3 { bookmark-level: 3; }
h4 { bookmark-level: 4; }
h5 { bookmark-level: 5; }
h6 { bookmark-level: 6; }
img { display: inline-block; image-rendering: crisp-edges; }
br::before { content: "\\A"; white-space: pre-line; }
.t { display: inline-block; height: 0; }
.d { display: inline-block; text-align: right; text-indent: 0; white-space: nowrap;
 }
.note { float: footnote; footnote-policy: line; display: block; font-size: 10pt; color: #000;
  text-indent: 0; letter-spacing: 0; line-height: normal; }
.notes { font-size: 0; line-height: 0; }
.note::footnote-call { content: ""; font-size: 0; line-height: 0; vertical-align: baseline; }
.note::footnote-marker { content: ""; display: block; height: 0; }
"""
"""All that an element is without a class: there is no other sheet."""
NUMEROS = {
    (genre, forme): f"n{rang}"
    for rang, (genre, forme) in enumerate(
        (genre, forme) for genre in ("page", "pages") for forme in get_args(Forme)
    )
}
"""Class of a page number, or of their total, by how it is written."""
DE_BASE += "".join(
    f".{nom}::before {{ content: counter({genre}, {forme}); }}\n"
    for (genre, forme), nom in NUMEROS.items()
)


class Copie(NamedTuple):
    """What a page maker is given: markup, its rules, and what its private addresses stand for."""

    html: str
    """A well-formed document: every element is closed."""
    regles: Mapping[str, str]
    """Declarations by class; a class always stands for the same ones."""
    pages: str
    """The ``@page`` rules."""
    polices: Mapping[str, Face]
    """By family name; ``police:NAME`` is its file."""
    dessins: Mapping[str, bytes]
    """By name; ``dessin:NAME`` is its address."""
    titre: str
    langue: str


@dataclass
class Rendu:
    """A page of HTML under construction, and what it needs: fonts and pictures by private name."""

    classes: dict[str, str] = field(default_factory=dict)
    faces: dict[tuple[str, bool, bool], tuple[str, Face]] = field(default_factory=dict)
    dessins: dict[str, bytes] = field(default_factory=dict)
    manquants: dict[str, None] = field(default_factory=dict)
    """Characters a font lacks, in the order met."""
    dernier_titre: int = 0
    utile: float = 0.0
    """Width of the text of the page."""
    note_max: float = 0.0
    """A note may be as tall; 0 where notes are not asked for."""
    notes_longues: list[Bloc] = field(default_factory=list)
    """What taller ones hold."""
    notes_a_part: list[str] | None = None
    """Those of a box the page maker finds no note in, while it is being written."""
    forme: Forme = "decimal"
    """How the pages of the section being written are numbered."""
    courant: bool = False
    """A header or a footer is being written."""
    origine: float = 0.0
    """From the top of the sheet to the box that what is written stands in."""
    reperes: Mapping[str, float] = field(default_factory=dict)
    """From the top of the sheet to each mark, as a first layout found them."""
    attendus: list[str] = field(default_factory=list)
    """The marks written for want of knowing where they fall."""
    poses: int = 0
    """Boxes met so far whose place is told from the sheet, below some text."""
    barre: bool = False
    """Some box takes the whole width: what follows it, even empty lines, stands lower."""

    def classe(self, style: str) -> str:
        """The class of the declarations *style*: the same name in every letter."""
        nom = self.classes.get(style)
        if nom is None:
            nom = "c" + blake2s(style.encode(), digest_size=8).hexdigest()
            self.classes[style] = nom
        return nom

    def titre(self, niveau: int) -> int:
        """The level a heading of *niveau* is given: none is skipped, as PDF/UA asks."""
        self.dernier_titre = min(niveau, self.dernier_titre + 1)
        return self.dernier_titre

    def face(self, police: Police) -> tuple[str, Face]:
        """Private name and metrics of the font of *police*."""
        cle = (police.famille, police.gras, police.italique)
        if cle not in self.faces:
            trouvee = face(police.famille, gras=police.gras, italique=police.italique)
            # The PDF shows this name: the family, the weight, and the file’s own fingerprint.
            famille = re.sub(r"[^A-Za-z]", "", trouvee.nom) or "Police"
            style = ("Bold" if police.gras else "") + ("Italic" if police.italique else "")
            empreinte = trouvee.fichier.stem[:8]
            self.faces[cle] = (f"{famille}-{style}{empreinte}", trouvee)
        return self.faces[cle]

    def copie(self, corps: str, pages: str, *, titre: str, langue: str) -> Copie:
        """All that the page maker needs to lay out *corps*."""
        entete = f"<head><title>{escape(titre)}</title></head>"
        return Copie(
            f'<html lang="{escape(langue)}">{entete}<body>{corps}</body></html>',
            {nom: style for style, nom in self.classes.items()},
            pages,
            dict(self.faces.values()),
            self.dessins,
            titre,
            langue,
        )


def police_css(p: Police, rendu: Rendu) -> str:
    """The declarations of a run."""
    nom, _ = rendu.face(p)
    taille = p.taille * (0.65 if p.position else 1.0)
    style = f"font-family: {nom}; font-size: {taille:.2f}pt; "
    decor = " ".join(
        mot for mot, mis in (("underline", p.souligne), ("line-through", p.barre)) if mis
    )
    if decor:
        trait = f" {p.souligne}" if p.souligne not in ("", "solid") else ""
        style += f"text-decoration: {decor}{trait}; "
    if p.couleur and p.couleur != "000000":
        style += f"color: #{p.couleur}; "
    if p.espacement:
        style += f"letter-spacing: {p.espacement:.2f}pt; "
    if p.fond:
        style += f"background: #{p.fond}; "
    if p.position:
        style += f"vertical-align: {'super' if p.position == 'exposant' else 'sub'}; "
        style += "line-height: 0; "
    elif p.hausse:
        style += f"vertical-align: {p.hausse:.2f}pt; "
    return style
