"""What does not change from one letter to the next, kept by thread and bounded.

The style sheet, the computed style of each kind of element, the fonts, the logo: making them again
is half of what a letter costs. ``composer`` does what ``weasyprint.Document._render`` does, with
them at hand.
"""

from __future__ import annotations

import shutil
import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import inf
from typing import Any
from xml.etree import ElementTree as ET

from courriers.document.html.rendu import DE_BASE, Copie
from courriers.document.moteur.copie import module, moteur
from courriers.document.moteur.recueil import BASE, encodee_une_fois, recueil
from courriers.document.polices import Face

_STYLES_MAX, _IMAGES_MAX = 5_000, 32
"""Kept by thread: beyond, all is forgotten and begins anew."""
_SANS_REDUCTION = {"optimize_images": False, "jpeg_quality": None, "dpi": None}
_LOCAL = threading.local()


def classes(regles: Mapping[str, str]) -> str:
    """The rules of *regles*, declarations by class."""
    return "".join(f".{nom} {{ {style} }}\n" for nom, style in regles.items())


def faces(polices: Mapping[str, Face]) -> str:
    """The rules that name the fonts *polices*."""
    return "".join(
        f"@font-face {{ font-family: {nom}; src: url(police:{nom}) }}\n" for nom in polices
    )


def memoire() -> Memoire:
    """What this thread keeps; a new one when the last has grown too large."""
    gardee: Memoire | None = getattr(_LOCAL, "memoire", None)
    if gardee is None or gardee.est_pleine():
        gardee = _LOCAL.memoire = Memoire()
    return gardee


@dataclass
class _Noeud:
    """A computed style, by the path of (tag, class) that leads to it from the root."""

    style: Any
    pseudos: dict[str, Any]
    enfants: dict[tuple[str, str | None], _Noeud] = field(default_factory=dict)


class _Source:
    """What the page maker asks of the document it lays out."""

    base_url = BASE

    def __init__(self, racine: Any) -> None:
        self.etree_element = racine


class Memoire:
    """One thread's fonts, rules, styles and pictures."""

    def __init__(self) -> None:
        import cssselect2

        self.polices = module("text.fonts").FontConfiguration()
        self.compteurs = module("css.counters").CounterStyle()
        self.compteurs.update(module("html").UA_COUNTER_STYLE)
        self.selecteurs = cssselect2.Matcher()
        self.connues: set[str] = set()
        self.racines: dict[Any, _Noeud] = {}
        self.tailles: dict[str, Any] = {"box": None, "area": None}
        self.styles = 0
        self.images: dict[str, Any] = {}
        self.hauteurs: dict[str, dict[str, float]] = {}
        self._regler(DE_BASE)

    def est_pleine(self) -> bool:
        """Whether it must be forgotten."""
        return max(self.styles, len(self.connues), len(self.hauteurs)) > _STYLES_MAX

    def composer(self, copie: Copie) -> Any:
        """Lay out *copie*: a ``weasyprint.Document``."""
        document, mise = module("document"), module("layout")
        source = recueil()(copie.polices, copie.dessins)
        self._apprendre(copie, source)
        if len(self.images) > _IMAGES_MAX:
            self.images = {}
        lire_image = module("images").get_image_from_uri

        def image(url: str, **reste: Any) -> Any:
            return encodee_une_fois(lire_image(self.images, source, _SANS_REDUCTION, url, **reste))

        html = _Source(ET.fromstring(copie.html))  # noqa: S314 – our own markup
        racine = html.etree_element
        cibles = module("css.targets").TargetCollector()
        styles = _styles()(self, racine, _feuille_de_pages(copie.pages), cibles)
        contexte = mise.LayoutContext(styles, image, self.polices, self.compteurs, cibles)
        boite = module("formatting_structure.build").build_formatting_structure(
            racine, styles, image, BASE, cibles, self.compteurs, contexte.footnotes
        )
        pages = [document.Page(p) for p in mise.layout_document(html, boite, contexte)]
        metadonnees = document.DocumentMetadata(title=copie.titre, lang=copie.langue)
        return document.Document(pages, metadonnees, source, self.polices, {}, "srgb")

    def _apprendre(self, copie: Copie, source: Any) -> None:
        """The fonts and rules not met yet."""
        polices = {n: f for n, f in copie.polices.items() if f"@{n}" not in self.connues}
        if polices:
            self._regler(faces(polices), source)
            # Its own end is not reached when the interpreter stops.
            dossier = str(self.polices._folder)  # noqa: SLF001
            weakref.finalize(self.polices, shutil.rmtree, dossier, ignore_errors=True)
            self.connues.update(f"@{nom}" for nom in polices)
        regles = {n: s for n, s in copie.regles.items() if n not in self.connues}
        if regles:
            self._regler(classes(regles))
            self.connues.update(regles)

    def _regler(self, texte: str, source: Any = None) -> None:
        moteur().CSS(
            string=texte, base_url=BASE, matcher=self.selecteurs, font_config=self.polices,
            url_fetcher=source or recueil()({}, {}),
        )  # fmt: skip

    def noeud(self, element: Any, parent: _Noeud | None) -> _Noeud:
        """The styles of *element*, found again or computed."""
        a_lui_seul = element.get("id") or element.get("href") or element.get("style")
        fratrie: dict[Any, _Noeud] = self.racines if parent is None else parent.enfants
        cle = element.get("lang") if parent is None else (element.tag, element.get("class"))
        connu = None if a_lui_seul else fratrie.get(cle)
        if connu is None:
            connu = self._calculer(element, parent)
            if not a_lui_seul:
                fratrie[cle] = connu
                self.styles += 1
        return connu

    def _calculer(self, element: Any, parent: _Noeud | None) -> _Noeud:
        css = module("css")
        dessus = None if parent is None else parent.style
        if dessus is None:
            racine = css.InitialStyle(self.polices)
        else:
            racine = dessus if dessus.is_root_element else dessus.root_style

        def style(cascade: Mapping[str, Any], parent: Any, pseudo: str | None) -> Any:
            return css.ComputedStyle(
                parent, cascade, pseudo, racine, BASE, self.polices, self.tailles
            )

        cascades = _cascades(self.selecteurs, element)
        propre = style(cascades.pop(None, {}), dessus, None)
        return _Noeud(propre, {p: style(c, propre, p) for p, c in cascades.items() if p})


def _cascades(selecteurs: Any, element: Any) -> dict[str | None, dict[str, Any]]:
    """The declarations that hold for *element*, by pseudo-element.

    Our rules name a tag or a class, never an ancestor: the element is matched alone.
    """
    import cssselect2

    css = module("css")
    seul = ET.Element(element.tag, element.attrib)
    cascades: dict[str | None, dict[str, Any]] = {}
    for poids, _, declarations, base in css.find_style_attributes(seul, base_url=BASE):
        for nom, valeur, _ in css.preprocess_declarations(base, declarations):
            cascades.setdefault(None, {})[nom] = valeur, (3, inf, poids)
    enveloppe = cssselect2.ElementWrapper.from_html_root(seul, content_language=None)
    for poids, _, pseudo, (declarations, _) in selecteurs.match(enveloppe):
        cascade = cascades.setdefault(pseudo, {})
        for nom, valeur, _ in declarations:
            complet = (3, inf, poids)
            if nom not in cascade or cascade[nom][1] <= complet:
                cascade[nom] = valeur, complet
    return cascades


@lru_cache(maxsize=64)
def _feuille_de_pages(texte: str) -> Any:
    return moteur().CSS(string=texte, base_url=BASE, url_fetcher=recueil()({}, {}))


@cache
def _styles() -> type[Any]:
    """WeasyPrint's finder of styles, which looks in a memory before it computes."""
    css = module("css")

    class Styles(css.StyleFor):  # type: ignore[misc, name-defined]
        def __init__(self, memoire: Memoire, racine: Any, pages: Any, cibles: Any) -> None:
            self._cascaded_styles: dict[Any, Any] = {}
            self._computed_styles: dict[Any, Any] = {}
            self.initial_page_sizes = memoire.tailles
            self._sheets = [(pages, "author", None)]
            self.font_config = memoire.polices
            attente: list[tuple[Any, _Noeud | None]] = [(racine, None)]
            while attente:
                element, parent = attente.pop()
                noeud = memoire.noeud(element, parent)
                self._computed_styles[element, None] = noeud.style
                for pseudo, style in noeud.pseudos.items():
                    self._computed_styles[element, pseudo] = style
                if element.get("id"):
                    cibles.collect_anchor(noeud.style["anchor"])
                attente += [(enfant, noeud) for enfant in element]

    return Styles
