"""What every reader of a part needs: the file, its styles, its theme, and the findings so far."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from lxml import etree

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.document.arbre import Police
from courriers.document.archive import GENRES, Archive, Lien, analyser
from courriers.document.lecture import styles
from courriers.document.lecture.caracteres import police
from courriers.document.lecture.mesures import actif, attribut, nombre, twips, w
from courriers.document.lecture.notes import Notes
from courriers.document.lecture.numerotation import Numerotation
from courriers.document.lecture.styles import Proprietes, Styles
from courriers.document.pages import Page
from courriers.document.recentes import Recentes

T = TypeVar("T")
_PARAGRAPHES_MAX = 1_000
"""Kept by template."""
_BASCULES = ("b", "i", "caps", "smallCaps", "strike", "vanish")
"""What a style of characters switches where the style of the paragraph has it."""
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
    notes: Notes
    note: str | None = None
    """The number of the note being read, if it is one."""
    compatibilite: int = 15
    """Version of Word whose layout the file asks for; 15 is Word 2013 and later."""
    page: Page = field(default_factory=Page)
    """Paper and margins of the section being read, which places on the page are told from."""
    pas: float = 35.4
    """Between two tab stops where none is set."""
    place: float = 0.0
    """Width of the text in the enclosing cell; 0 outside of one."""
    paragraphe_du_tableau: Proprietes = field(default_factory=dict)
    caractere_du_tableau: Proprietes = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    """Looks already resolved, by the XML that asks for them: see :meth:`connu`."""
    paragraphes: Recentes = field(default_factory=lambda: Recentes(_PARAGRAPHES_MAX), repr=False)
    """Paragraphs already read, by what they depend on."""
    contexte: bytes = b""
    """The settings of the enclosing table, as XML: part of the key of a look."""

    @classmethod
    def de(cls, archive: Archive) -> Source:
        """The main part of *archive*."""
        liens = archive.liens(archive.principal)
        communes = (_membre(archive, liens, genre) for genre in _COMMUNES)
        socle = _socle(threading.get_ident(), *communes)
        return cls(
            archive,
            socle.styles,
            socle.theme,
            replace(socle.numerotation, compteurs={}),
            archive.principal,
            {lien.id: lien for lien in liens},
            list(archive.constats),
            Notes(archive),
            compatibilite=socle.compatibilite,
            pas=socle.pas,
            memo=socle.memo,
            paragraphes=socle.paragraphes,
        )

    def connu(self, cle: tuple[Any, ...], trouver: Callable[[], T]) -> T:
        """What *trouver* gives, kept: *cle* holds all it depends on, the common parts apart.

        The paragraphs of a letter look alike, and those of the next letter too. What is kept holds
        no element of the file: it would keep the whole of it.
        """
        complete = (self.contexte, *cle)
        if complete not in self.memo:
            if len(self.memo) > _MEMO_MAX:
                self.memo.clear()
            self.memo[complete] = trouver()
        valeur: T = self.memo[complete]
        return valeur

    def vers(self, partie: str) -> Source:
        """The same, for another part (a header, a footer)."""
        liens = {lien.id: lien for lien in self.archive.liens(partie)}
        return replace(self, partie=partie, liens=liens)

    def dans_un_tableau(self, paragraphe: Proprietes, caractere: Proprietes) -> Source:
        """The same, inside a cell."""
        elements = (e for jeu in (paragraphe, caractere) for e in jeu.values())
        return replace(
            self,
            paragraphe_du_tableau=paragraphe,
            caractere_du_tableau=caractere,
            contexte=b"".join(etree.tostring(e, with_tail=False) for e in elements),
        )

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
        du_paragraphe = self.styles.proprietes(style_paragraphe, "rPr")
        du_run = self.styles.proprietes(attribut(propres.get("rStyle")), "rPr")
        couches = [self.styles.defaut_caractere, self.caractere_du_tableau, *du_paragraphe, *du_run]
        herite = styles.superposer(couches)
        if du_run:  # bold on bold is plain: both styles switch it
            p, r = styles.superposer(du_paragraphe), styles.superposer(du_run)
            for nom in _BASCULES:
                if actif(p.get(nom)) and actif(r.get(nom)):
                    herite.pop(nom)
        return styles.superposer([herite, propres])

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


_COMMUNES = ("/styles", "/theme", "/numbering", "/settings")
_MEMO_MAX = 20_000


@dataclass(frozen=True)
class _Socle:
    """What the letters of one template have in common."""

    styles: Styles
    theme: dict[str, str]
    numerotation: Numerotation
    compatibilite: int
    pas: float
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    paragraphes: Recentes = field(default_factory=lambda: Recentes(_PARAGRAPHES_MAX), repr=False)


@functools.lru_cache(maxsize=8)
def _socle(
    fil: int, styles: bytes | None, theme: bytes | None, listes: bytes | None,
    reglages: bytes | None,
) -> _Socle:  # fmt: skip
    """Read once for each thread *fil*: its elements are not shared with another."""
    del fil
    lus = [None if x is None else analyser(x) for x in (styles, theme, listes, reglages)]
    return _Socle(
        Styles.de(lus[0]), _theme(lus[1]), Numerotation.de(lus[2]), _compatibilite(lus[3]),
        _pas(lus[3]),
    )  # fmt: skip


def _membre(archive: Archive, liens: list[Lien], genre: str) -> bytes | None:
    for lien in liens:
        if lien.type.endswith(genre) and lien.cible in archive.membres:
            return archive.membres[lien.cible]
    return None


def _theme(racine: etree._Element | None) -> dict[str, str]:
    if racine is None:
        return {}
    polices = {}
    for genre in ("major", "minor"):
        latin = racine.find(f".//{_A}{genre}Font/{_A}latin")
        if latin is not None and latin.get("typeface"):
            polices[genre] = latin.get("typeface", "")
    return polices | _couleurs(racine)


def _couleurs(racine: etree._Element) -> dict[str, str]:
    """The colours of the theme, by name: « dk1 », « accent1 »."""
    gamme = racine.find(f".//{_A}clrScheme")
    trouvees = {}
    for nommee in () if gamme is None else gamme:
        teinte = next(iter(nommee), None)
        if teinte is not None:
            nom = etree.QName(nommee).localname
            trouvees[nom] = teinte.get("lastClr") or teinte.get("val") or ""
    return trouvees


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
