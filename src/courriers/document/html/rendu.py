"""What a page of HTML needs besides its text: classes, fonts and pictures by private name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from courriers.document.arbre import Police
from courriers.document.polices import Face, face

_DE_BASE = """
html, body, p, h1, h2, h3, h4, h5, h6, table, td, header, footer { margin: 0; padding: 0;
  font-size: 10pt; font-weight: normal; }
table { border-collapse: separate; border-spacing: 0; table-layout: fixed; }
td { vertical-align: top; overflow-wrap: anywhere; }
p, h1, h2, h3, h4, h5, h6 { overflow-wrap: break-word; }
img { display: inline-block; }
.t { display: inline-block; height: 0; }
.d { display: inline-block; text-align: right; text-indent: 0; white-space: nowrap;
  margin-right: -2pt; }
.n::before { content: counter(page); }
.m::before { content: counter(pages); }
a { color: inherit; text-decoration: none; }
"""


@dataclass
class Rendu:
    """A page of HTML under construction, and what it needs: fonts and pictures by private name."""

    classes: dict[str, str] = field(default_factory=dict)
    faces: dict[tuple[str, bool, bool], tuple[str, Face]] = field(default_factory=dict)
    dessins: dict[str, bytes] = field(default_factory=dict)
    manquants: dict[str, None] = field(default_factory=dict)
    """Characters a font lacks, in the order met."""

    def classe(self, style: str) -> str:
        """The class of the declarations *style*: one for each distinct set."""
        return self.classes.setdefault(style, f"c{len(self.classes)}")

    def face(self, police: Police) -> tuple[str, Face]:
        """Private name and metrics of the font of *police*."""
        cle = (police.famille, police.gras, police.italique)
        if cle not in self.faces:
            trouvee = face(police.famille, gras=police.gras, italique=police.italique)
            # The PDF shows this name: the family, the weight, and the rank that keeps it unique.
            famille = re.sub(r"[^A-Za-z]", "", trouvee.nom) or "Police"
            style = ("Bold" if police.gras else "") + ("Italic" if police.italique else "")
            self.faces[cle] = (f"{famille}-{style}{len(self.faces)}", trouvee)
        return self.faces[cle]

    def css(self) -> str:
        """Every rule: fonts, then classes."""
        polices = "".join(
            f"@font-face {{ font-family: {nom}; src: url(police:{nom}); }}\n"
            for nom, _ in self.faces.values()
        )
        regles = "".join(f".{nom} {{ {style} }}\n" for style, nom in self.classes.items())
        return _DE_BASE + polices + regles


def police_css(p: Police, rendu: Rendu) -> str:
    """The declarations of a run."""
    nom, _ = rendu.face(p)
    taille = p.taille * (0.65 if p.position else 1.0)
    style = f"font-family: {nom}; font-size: {taille:.2f}pt; "
    decor = " ".join(
        mot for mot, mis in (("underline", p.souligne), ("line-through", p.barre)) if mis
    )
    if decor:
        style += f"text-decoration: {decor}; "
    if p.couleur and p.couleur != "000000":
        style += f"color: #{p.couleur}; "
    if p.espacement:
        style += f"letter-spacing: {p.espacement:.2f}pt; "
    if p.fond:
        style += f"background: #{p.fond}; "
    if p.position:
        style += f"vertical-align: {'super' if p.position == 'exposant' else 'sub'}; "
        style += "line-height: 0; "
    return style
