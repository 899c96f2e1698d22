"""What a letter holds, as neutral values: what the reader finds, what the PDF is made from.

Nothing here knows Word or HTML. Lengths are in points (1/72 inch); colours are six hexadecimal
digits; everything inherited has been resolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Police:
    """How characters look."""

    famille: str = "Times New Roman"
    taille: float = 10.0
    gras: bool = False
    italique: bool = False
    souligne: Literal["", "solid", "double", "dotted", "dashed", "wavy"] = ""
    barre: bool = False
    couleur: str | None = None
    fond: str | None = None
    position: Literal["", "exposant", "indice"] = ""
    capitales: Literal["", "toutes", "petites"] = ""
    espacement: float = 0.0
    """Added after each character, in points."""
    hausse: float = 0.0
    """Above its line, in points."""


@dataclass(frozen=True, slots=True)
class Texte:
    """Characters of one look, and the address they lead to if they are a link."""

    texte: str
    police: Police
    lien: str | None = None

    @property
    def affiche(self) -> str:
        """The characters as they are printed: in capitals if the look says so."""
        return self.texte.upper() if self.police.capitales else self.texte


@dataclass(frozen=True, slots=True)
class Tabulation:
    """A jump to the next tab stop, or to one of its own."""

    police: Police
    taquet: Taquet | None = None


@dataclass(frozen=True, slots=True)
class Saut:
    """A forced break."""

    genre: Literal["ligne", "page"] = "ligne"


Forme = Literal["decimal", "lower-roman", "upper-roman", "lower-alpha", "upper-alpha"]
"""How a number is written."""


@dataclass(frozen=True, slots=True)
class Champ:
    """A number known only once the pages are made."""

    genre: Literal["page", "pages"]
    police: Police
    forme: Forme | None = None
    """How it is written, if not as the pages of its section are numbered."""


@dataclass(frozen=True, slots=True)
class Dessin:
    """A picture in the line; ``texte`` is what a screen reader says."""

    octets: bytes
    largeur: float
    hauteur: float
    texte: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What a note called here holds, its number included: it stands at the foot of the page."""

    blocs: tuple[Bloc, ...]


Morceau = Texte | Tabulation | Saut | Champ | Dessin | Note
LARGEUR_DU_FILET = 144.0
"""Of the line above the notes: two inches."""


@dataclass(frozen=True, slots=True)
class Bordure:
    """One edge. ``espace`` lies between the line and the text."""

    epaisseur: float
    couleur: str = "000000"
    style: Literal["solid", "double", "dotted", "dashed"] = "solid"
    espace: float = 0.0


@dataclass(frozen=True, slots=True)
class Bordures:
    """The four edges of a box."""

    haut: Bordure | None = None
    droite: Bordure | None = None
    bas: Bordure | None = None
    gauche: Bordure | None = None
    entre: Bordure | None = None
    """Between paragraphs of the same edges."""

    def __bool__(self) -> bool:
        return any((self.haut, self.droite, self.bas, self.gauche))


@dataclass(frozen=True, slots=True)
class Marges:
    """Four lengths around a box."""

    haut: float = 0.0
    droite: float = 0.0
    bas: float = 0.0
    gauche: float = 0.0


@dataclass(frozen=True, slots=True)
class Interligne:
    """Line spacing: a factor of the font's own line, or a length."""

    valeur: float = 1.0
    regle: Literal["facteur", "exact", "au_moins"] = "facteur"


@dataclass(frozen=True, slots=True)
class Taquet:
    """A tab stop, from the left margin of the text."""

    position: float
    genre: Literal["gauche", "centre", "droite", "decimal"] = "gauche"
    """``decimal``: what stands there is put by its decimal comma."""
    points: Literal["", ".", "-", "_"] = ""


@dataclass(frozen=True, slots=True)
class Mise:
    """How a paragraph is set."""

    alignement: Literal["left", "center", "right", "justify"] = "left"
    avant: float = 0.0
    apres: float = 0.0
    interligne: Interligne = Interligne()
    gauche: float = 0.0
    droite: float = 0.0
    premiere_ligne: float = 0.0
    taquets: tuple[Taquet, ...] = ()
    bordures: Bordures = Bordures()
    fond: str | None = None
    garder_avec_suivant: bool = False
    lignes_solidaires: bool = False
    veuves: bool = True
    saut_avant: bool = False
    saut_apres: bool = False
    avant_tenu: bool = False
    """The space above is kept at the top of a page: a break opened it, not the end of another."""
    pas: float = 35.4
    """Between two tab stops where none is set."""
    contextuel: bool = False
    """No space between two paragraphs of the same style."""


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """A paragraph. ``marque`` is the look of its mark: an empty paragraph is as tall as it."""

    morceaux: tuple[Morceau, ...]
    mise: Mise
    marque: Police
    style: str = ""
    niveau: int = 0
    """Outline level: 1 for a main title, 0 for body text."""

    @property
    def est_vide(self) -> bool:
        """Nothing to print."""
        return not self.morceaux


@dataclass(frozen=True, slots=True)
class Cellule:
    """A cell; ``rangees`` counts the rows it spans."""

    blocs: tuple[Bloc, ...]
    largeur: float
    colonnes: int = 1
    rangees: int = 1
    bordures: Bordures = Bordures()
    marges: Marges = Marges()
    fond: str | None = None
    vertical: Literal["top", "middle", "bottom"] = "top"


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row."""

    cellules: tuple[Cellule, ...]
    hauteur: float = 0.0
    est_entete: bool = False
    insecable: bool = False
    garder_avec_suivante: bool = False


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table."""

    colonnes: tuple[float, ...]
    rangees: tuple[Rangee, ...]
    gauche: float = 0.0
    alignement: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Flottant:
    """A box at a place of its own: a frame, a text box, a floating table, an anchored picture."""

    blocs: tuple[Bloc, ...]
    largeur: float
    """Its outer width; 0 where it is as wide as what it holds."""
    x: float
    """From the left edge of the text to its own, or to its right edge: see ``accroche``."""
    y: float
    """From the top of ``repere``."""
    repere: Literal["papier", "texte"] = "texte"
    """The sheet, or the paragraph that follows it."""
    hauteur: float = 0.0
    """Outer, at least."""
    habillage: Literal["autour", "haut_bas", "sans"] = "autour"
    """Text goes round it, stops above and goes on below, or does not see it."""
    distances: Marges = Marges()
    """Between it and the text around."""
    bordures: Bordures = Bordures()
    marges: Marges = Marges()
    fond: str | None = None
    derriere: bool = False
    """Under the text."""
    vertical: Literal["top", "middle", "bottom"] = "top"
    """Where what it holds stands, if that is not as tall."""
    accroche: Literal["gauche", "droite"] = "gauche"
    """The edge ``x`` leads to."""


Bloc = Paragraphe | Tableau | Flottant
