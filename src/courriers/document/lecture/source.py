"""What every reader of a part needs: the file, its styles, its theme, and the findings so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.document.arbre import Police
from courriers.document.archive import GENRES, Archive, Lien, analyser
from courriers.document.lecture import styles
from courriers.document.lecture.caracteres import police
from courriers.document.lecture.mesures import attribut, nombre, twips, w
from courriers.document.lecture.numerotation import Numerotation
from courriers.document.lecture.styles import Proprietes, Styles

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True)
class Source:
    """One part being read. ``du_tableau`` are the settings the enclosing table style gives."""

    archive: Archive
    styles: Styles
    theme: dict[str, str]
    numerotation: Numerotation
    partie: str
    liens: dict[str, Lien]
    constats: list[Constat]
    notes: list[tuple[str, str]]
    """Notes called so far: their kind (``footnotes``, ``endnotes``) and identifier."""
    compatibilite: int = 15
    """Version of Word whose layout the file asks for; 15 is Word 2013 and later."""
    marge_gauche: float = 70.9
    pas: float = 35.4
    """Between two tab stops where none is set."""
    paragraphe_du_tableau: Proprietes = field(default_factory=dict)
    caractere_du_tableau: Proprietes = field(default_factory=dict)

    @classmethod
    def de(cls, archive: Archive) -> Source:
        """The main part of *archive*."""
        reglages = _membre(archive, "/settings")
        return cls(
            archive,
            Styles.de(_membre(archive, "/styles")),
            _theme(_membre(archive, "/theme")),
            Numerotation.de(_membre(archive, "/numbering")),
            archive.principal,
            {lien.id: lien for lien in archive.liens(archive.principal)},
            list(archive.constats),
            [],
            _compatibilite(reglages),
            pas=_pas(reglages),
        )

    def vers(self, partie: str) -> Source:
        """The same, for another part (a header, a footer)."""
        liens = {lien.id: lien for lien in self.archive.liens(partie)}
        return replace(self, partie=partie, liens=liens)

    def dans_un_tableau(self, paragraphe: Proprietes, caractere: Proprietes) -> Source:
        """The same, inside a cell."""
        return replace(self, paragraphe_du_tableau=paragraphe, caractere_du_tableau=caractere)

    def paragraphe(self, propres: Proprietes) -> Proprietes:
        """All the settings of a paragraph whose own are *propres*.

        Those of a list cover what lies below the place that names the list, and no more: the
        indent of a list style is its own.
        """
        style = self.styles.de_paragraphe(propres)
        couches = [
            self.styles.defaut_paragraphe,
            self.paragraphe_du_tableau,
            *self.styles.proprietes(style, "pPr"),
            propres,
        ]
        liste = self.numerotation.niveau(styles.superposer(couches))
        if liste is not None:
            rang = max(i for i, couche in enumerate(couches) if "numPr" in couche)
            couches.insert(rang, liste[2].paragraphe)
        return styles.superposer(couches)

    def police(self, style_paragraphe: str, propres: Proprietes) -> Police:
        """The look of a run whose own settings are *propres*."""
        return police(self.caracteres(style_paragraphe, propres), self.theme)

    def caracteres(self, style_paragraphe: str, propres: Proprietes) -> Proprietes:
        """All the settings of a run whose own are *propres*."""
        style = attribut(propres.get("rStyle"))
        return styles.superposer(
            [
                self.styles.defaut_caractere,
                self.caractere_du_tableau,
                *self.styles.proprietes(style_paragraphe, "rPr"),
                *self.styles.proprietes(style, "rPr"),
                propres,
            ]
        )

    def signaler(self, construction: str, consequence: str) -> None:
        """Say that *construction* is not laid out as Word does."""
        self.constats.append(
            avertissement(
                Code.MISE_EN_PAGE_APPROCHEE,
                f"{construction} : {consequence}.",
                lieu=Lieu(partie=_nom(self.partie)),
            )
        )


def _nom(partie: str) -> str:
    genres = {"header": "header", "footer": "footer", "footnotes": "footnotes"}
    return GENRES[next((g for g in genres if g in partie), "document")]


def _membre(archive: Archive, genre: str) -> etree._Element | None:
    for lien in archive.liens(archive.principal):
        if lien.type.endswith(genre) and lien.cible in archive.membres:
            return analyser(archive.membres[lien.cible], lien.cible)
    return None


def _theme(racine: etree._Element | None) -> dict[str, str]:
    if racine is None:
        return {}
    polices = {}
    for genre in ("major", "minor"):
        latin = racine.find(f".//{_A}{genre}Font/{_A}latin")
        if latin is not None and latin.get("typeface"):
            polices[genre] = latin.get("typeface", "")
    return polices


def _pas(reglages: etree._Element | None) -> float:
    noeud = None if reglages is None else reglages.find(w("defaultTabStop"))
    # Word's own default is half an inch.
    return min(max(twips(attribut(noeud), 36.0), 1.0), 1584.0)


def _compatibilite(reglages: etree._Element | None) -> int:
    if reglages is None:
        return 12
    for reglage in reglages.iter("{*}compatSetting"):
        if attribut(reglage, "name") == "compatibilityMode":
            return int(nombre(attribut(reglage), 15))
    return 12
