"""Inside a paragraph: runs, fields, pictures, and the tab stops that CSS lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2s
from html import escape

from courriers.document.arbre import (
    Champ,
    Dessin,
    Mise,
    Morceau,
    Note,
    Police,
    Saut,
    Tabulation,
    Taquet,
    Texte,
)
from courriers.document.html.rendu import NUMEROS, Rendu, police_css

_BLANCS = re.compile(r"[\t\n\r]")
_TRAIT_AVANT_CHIFFRE = re.compile(r"-(?=\d)")
_TRAIT_LIE = re.compile(r"([-\u2013\u2014])(?=[\u00a0\u202f])")


class Ligne:
    """Writes the pieces of a paragraph, and knows how far along the line it is."""

    def __init__(
        self, m: Mise, largeur: float, rendu: Rendu, base: Police, commune: Police | None
    ) -> None:
        self.mise = m
        self.rendu = rendu
        self.commune = commune
        """The look of all, where there is but one."""
        self.rapport = rendu.face(base)[1].hauteur
        """Of the height of a line, as the paragraph declares it, to the size of its font."""
        self.largeur = largeur - m.droite
        self.x = m.gauche + m.premiere_ligne
        self.debut = True
        """Nothing is written yet on a line the author began."""

    def ecrire(self, morceaux: Sequence[Morceau]) -> Iterator[str]:
        """The pieces in order."""
        reste = list(morceaux)
        while reste:
            morceau = reste.pop(0)
            if isinstance(morceau, Tabulation):
                fin = next(
                    (i for i, m in enumerate(reste) if isinstance(m, Tabulation | Saut)), len(reste)
                )
                yield from self._tabulation(morceau, reste[:fin])
                del reste[:fin]
            elif isinstance(morceau, Saut):
                self.x = self.mise.gauche
                yield "<br/>"
            else:
                self.x += self.etendue(morceau)
                yield self._morceau(morceau)
            self.debut = isinstance(morceau, Saut)

    def _tabulation(self, tabulation: Tabulation, suite: list[Morceau]) -> Iterator[str]:
        """The jump, then what stands between it and the next one."""
        self.debut = False
        taquet = tabulation.taquet or self._prochain()
        place = taquet.position - self.x
        etendue = sum(map(self.etendue, suite))
        contenu = "".join(map(self._morceau, suite))
        # Word lets what stands at the right go past the margin.
        dehors = f"margin-right: {-max(0.0, taquet.position - self.largeur) - 2:.2f}pt"
        if taquet.genre == "droite" and not taquet.points and etendue <= place:
            self.x = taquet.position
            style = self.rendu.classe(f"width: {place:.2f}pt; {dehors}")
            yield f'<span class="d {style}">{contenu}</span>'
            return
        avant = {
            "gauche": 0.0, "centre": etendue / 2, "droite": etendue,
            "decimal": self._avant_la_virgule(suite),
        }[taquet.genre]  # fmt: skip
        place = max(0.0, place - avant)
        self.x += place + etendue
        yield self._vide(place, taquet, tabulation.police)
        if taquet.genre == "droite" and self.x > self.largeur - 1:
            contenu = f'<span class="d {self.rendu.classe(dehors)}">{contenu}</span>'
        yield contenu

    def _avant_la_virgule(self, suite: Sequence[Morceau]) -> float:
        """How wide *suite* is, up to its first comma."""
        etendue = 0.0
        for morceau in suite:
            texte = morceau.affiche if isinstance(morceau, Texte) else ""
            if isinstance(morceau, Texte) and "," in texte:
                return etendue + self._largeur(texte[: texte.index(",")], morceau.police)
            etendue += self.etendue(morceau)
        return etendue

    def _vide(self, place: float, taquet: Taquet, police: Police) -> str:
        style = f"width: {place:.2f}pt; "
        trait = {".": "dotted", "-": "dashed", "_": "solid"}.get(taquet.points)
        if trait:
            style += f"border-bottom: {max(0.5, police.taille / 14):.2f}pt {trait} #000000; "
        return f'<span class="t {self.rendu.classe(style)}"></span>'

    def _prochain(self) -> Taquet:
        """The next stop after the point reached; the hanging indent is one."""
        utile = self.largeur - self.mise.gauche
        if self.x > self.largeur and utile > 0:  # the text has gone on to another line
            self.x = self.mise.gauche + (self.x - self.mise.gauche) % utile
        x = self.x + 0.01
        candidats = [t for t in self.mise.taquets if t.position > x]
        if self.mise.premiere_ligne < 0 and self.mise.gauche > x:
            candidats.append(Taquet(self.mise.gauche))
        if candidats:
            return min(candidats, key=lambda t: t.position)
        pas = self.mise.pas
        return Taquet((int(x / pas) + 1) * pas)

    def etendue(self, morceau: Morceau) -> float:
        """How wide a piece is, on one line."""
        match morceau:
            case Texte():
                return self._largeur(morceau.affiche, morceau.police)
            case Champ():
                return self._largeur("1", morceau.police)
            case Dessin():
                return morceau.largeur
        return 0.0

    def _largeur(self, texte: str, police: Police) -> float:
        nue = self.rendu.face(police)[1].largeur(texte, police.taille)
        return nue + police.espacement * len(texte)

    def _morceau(self, morceau: Morceau) -> str:
        from courriers.document.html.notes import note_html

        match morceau:
            case Texte():
                return self._habiller(
                    _texte(morceau, self.rendu, debut=self.debut), morceau.police, morceau.lien
                )
            case Champ():
                forme = morceau.forme or (
                    self.rendu.forme if morceau.genre == "page" else "decimal"
                )
                numero = f'<span class="{NUMEROS[morceau.genre, forme]}"></span>'
                return self._habiller(numero, morceau.police)
            case Dessin():
                return image_html(morceau, self.rendu)
            case Note():
                return note_html(morceau, self.rendu)
        return ""

    def _habiller(self, contenu: str, police: Police, lien: str | None = None) -> str:
        if lien:
            contenu = f'<a href="{escape(lien, quote=True)}">{contenu}</a>'
        if police == self.commune:
            return contenu
        style = police_css(police, self.rendu) + self._hauteur(police)
        return f'<span class="{self.rendu.classe(style)}">{contenu}</span>'

    def _hauteur(self, police: Police) -> str:
        """The height of a line of *police*, where the paragraph declares another."""
        i, rapport = self.mise.interligne, self.rendu.face(police)[1].hauteur
        if i.regle == "exact" or police.position:
            return ""
        if i.regle == "au_moins":  # the paragraph declares points, not a ratio
            return f"line-height: {rapport:.4f}; "
        return "" if rapport == self.rapport else f"line-height: {i.valeur * rapport:.4f}; "


def _texte(morceau: Texte, rendu: Rendu, *, debut: bool = False) -> str:
    affiche = _BLANCS.sub(" ", morceau.affiche)
    metrique = rendu.face(morceau.police)[1]
    affiche = metrique.dessinable(affiche)
    rendu.manquants.update(dict.fromkeys(metrique.manquants(affiche)))
    # Repeated spaces are kept as Word does; the first may still be broken at.
    if "  " in affiche:
        affiche = re.sub(r" {2,}", lambda m: " " + "\u00a0" * (len(m[0]) - 1), affiche)
    if debut and affiche.startswith(" "):  # CSS would drop it
        affiche = "\u00a0" + affiche[1:]
    # Breaks: Word allows one after a hyphen before a figure, none between a dash and what a
    # non-breaking space ties to it; Pango does the opposite.
    if "-" in affiche:
        affiche = _TRAIT_AVANT_CHIFFRE.sub("-\u200b", affiche)
    affiche = _TRAIT_LIE.sub("\\1\u2060", affiche)
    return escape(affiche, quote=False)


def image_html(dessin: Dessin, rendu: Rendu, plus: str = "") -> str:
    """The picture, with the declarations *plus*."""
    nom = blake2s(dessin.octets, digest_size=12).hexdigest()
    rendu.dessins[nom] = dessin.octets
    taille = rendu.classe(f"width: {dessin.largeur:.2f}pt; height: {dessin.hauteur:.2f}pt{plus}")
    texte = escape(dessin.texte or "Image", quote=True)  # PDF/UA wants one for each
    return f'<img class="{taille}" src="dessin:{nom}" alt="{texte}"/>'
