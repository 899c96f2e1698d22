"""The words, boxes and pictures of the page, each in a class of its own look."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s
from html import escape
from typing import Literal

from courriers.document.arbre import Police
from courriers.document.html.rendu import Rendu, police_css
from courriers.lot.synthese.graphique import ENCRE, FAMILLE, Plume


@dataclass
class MiseEnPage:
    """Makes the markup of a page, and remembers the fonts and pictures it needs."""

    rendu: Rendu

    def p(
        self,
        texte: str,
        taille: float,
        *,
        gras: bool = False,
        couleur: str = ENCRE,
        balise: Literal["p", "h1", "h2", "h3"] = "p",
        plus: str = "",
    ) -> str:
        """A paragraph, or a heading; nothing if there is nothing to say."""
        if not texte:
            return ""
        police = Police(FAMILLE, taille, gras=gras, couleur=couleur.removeprefix("#"))
        ecrit = self.rendu.face(police)[1].dessinable(texte)
        classe = self.rendu.classe(
            f"{police_css(police, self.rendu)}line-height: {taille * 1.28:.2f}pt; {plus}"
        )
        return f'<{balise} class="{classe}">{escape(ecrit)}</{balise}>'

    def legende(self, texte: str, large: float) -> str:
        """What stands above a chart or a list."""
        return self.p(self.court(texte, 8, large, gras=True), 8, gras=True, balise="h3",
                       plus="margin-bottom: 6pt")  # fmt: skip

    def court(self, texte: str, taille: float, place: float, *, gras: bool = False) -> str:
        """*texte*, its end cut off if it is wider than *place*."""
        return Plume(self.rendu).au_plus(texte, taille, place, gras=gras)

    def div(self, contenu: str, style: str) -> str:
        """A box that holds *contenu*."""
        return f'<div class="{self.rendu.classe(style)}">{contenu}</div>'

    def boite(self, contenu: str, large: float, plus: str = "") -> str:
        """One of several boxes side by side."""
        return self.div(contenu, f"display: inline-block; vertical-align: top; "
                                  f"width: {large:.2f}pt; {plus}")  # fmt: skip

    def dessin(self, svg: str, large: float, haut: float, texte: str) -> str:
        """A picture, and what is said of it to who does not see it."""
        octets = svg.encode()
        nom = blake2s(octets, digest_size=12).hexdigest()
        self.rendu.dessins[nom] = octets
        classe = self.rendu.classe(f"display: block; width: {large:.2f}pt; height: {haut:.2f}pt")
        return f'<img class="{classe}" src="dessin:{nom}" alt="{escape(texte)}"/>'
