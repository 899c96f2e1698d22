"""The page maker: WeasyPrint, and every private part of it that this program leans on.

Laying out a letter costs mostly what does not change from one to the next: the style sheet, the
computed style of each kind of element, the fonts, the logo. They are kept here, by thread, bounded.
WeasyPrint has no public way to keep them, so four of its private classes are used, for the versions
tried (``_VERSIONS``); with any other, ``composer`` goes through its public interface, slower, with
the same pages.

WeasyPrint is imported in this module only, inside functions. Traps closed: it fetches nothing but
the fonts and pictures handed to it by private name (its own fetcher reads local files), and its
absence — Pango is a system library — is an error that says what to install.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from courriers.document.html.rendu import DE_BASE, Copie
from courriers.document.polices import Face
from courriers.erreurs import MoteurPdfAbsent

_VERSIONS = frozenset({"70.0"})
"""Versions of WeasyPrint whose private parts were tried."""
_STYLES_MAX, _IMAGES_MAX = 5_000, 32
"""Kept by thread: beyond, all is forgotten and begins anew."""
BASE = "courriers:"
"""Scheme of the private addresses."""

_ETAPES = {
    "linux": "Debian et Ubuntu : sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0 fontconfig. Fedora : sudo dnf install pango.",
    "darwin": "macOS : brew install pango (Homebrew : brew.sh), puis rouvrez le terminal.",
    "win32": "Windows : installez MSYS2 (msys2.org), ouvrez son terminal et tapez "
    "« pacman -S mingw-w64-x86_64-pango » ; puis, dans l’invite de commandes, "
    "« setx WEASYPRINT_DLL_DIRECTORIES C:\\msys64\\mingw64\\bin », et rouvrez-la.",
}
_SANS_PDF = "Sans PDF, la lettre en Word s’écrit quand même : --format docx."


def moteur() -> Any:
    """WeasyPrint.

    Raises:
        MoteurPdfAbsent: it, or the system libraries it needs, cannot be loaded.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as faute:
        raise moteur_absent(sys.platform, str(faute)) from None
    return weasyprint


def moteur_absent(systeme: str, motif: str) -> MoteurPdfAbsent:
    """The error for a machine of this *systeme* (a ``sys.platform``), with its steps."""
    etapes = _ETAPES.get(systeme, _ETAPES["linux"])
    court = motif.strip().splitlines()[0][:160] if motif.strip() else "bibliothèque absente"
    return MoteurPdfAbsent(
        f"Le PDF ne peut pas être fait sur cette machine ({court}).",
        conseil=f"{etapes} {_SANS_PDF}",
    )


def composer(copie: Copie, *, par_l_interface_publique: bool = False) -> Any:
    """*copie* laid out: a ``weasyprint.Document``.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    weasyprint = moteur()
    if par_l_interface_publique or weasyprint.VERSION not in _VERSIONS:
        return _composer_sans_memoire(copie)
    return _memoire().composer(copie)


def _composer_sans_memoire(copie: Copie) -> Any:
    weasyprint = moteur()
    recueil = _recueil()(copie.polices, copie.dessins)
    polices = weasyprint.text.fonts.FontConfiguration()
    feuilles = [
        weasyprint.CSS(string=texte, url_fetcher=recueil, font_config=polices, base_url=BASE)
        for texte in (DE_BASE, _faces(copie.polices), _classes(copie.regles), copie.pages)
    ]
    document = _html()(string=copie.html, url_fetcher=recueil, base_url=BASE)
    return document.render(font_config=polices, stylesheets=feuilles)


@cache
def _html() -> type[Any]:
    """WeasyPrint's document, without its long sheet for pages of the web."""
    from weasyprint import HTML

    class Html(HTML):  # type: ignore[misc]
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002
            return []

    return Html


def _classes(regles: Mapping[str, str]) -> str:
    return "".join(f".{nom} {{ {style} }}\n" for nom, style in regles.items())


def _faces(polices: Mapping[str, Face]) -> str:
    return "".join(
        f"@font-face {{ font-family: {nom}; src: url(police:{nom}) }}\n" for nom in polices
    )


@cache
def _recueil() -> type[Any]:
    """The fetcher's class; made on first use, since it derives from WeasyPrint's."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Recueil(URLFetcher):  # type: ignore[misc]
        """Hands over the fonts and pictures of one letter, and nothing else."""

        def __init__(self, polices: Mapping[str, Face], dessins: Mapping[str, bytes]) -> None:
            super().__init__(allowed_protocols=set(), fail_on_errors=True)
            self._polices, self._dessins = polices, dessins

        def fetch(self, url: str, headers: Any = None) -> Any:
            del headers
            genre, _, nom = url.partition(":")
            if genre == "police" and nom in self._polices:
                return URLFetcherResponse(url, self._polices[nom].fichier.read_bytes())
            if genre == "dessin" and nom in self._dessins:
                return URLFetcherResponse(url, self._dessins[nom])
            raise ValueError(f"adresse refusée : {url[:80]}")

    return Recueil


_LOCAL = threading.local()


def _memoire() -> _Memoire:
    """What this thread keeps; a new one when the last has grown too large."""
    memoire: _Memoire | None = getattr(_LOCAL, "memoire", None)
    if memoire is None or memoire.est_pleine():
        memoire = _LOCAL.memoire = _Memoire()
    return memoire


@dataclass
class _Noeud:
    """A computed style, by the path of (tag, class) that leads to it from the root."""

    style: Any
    pseudos: dict[str, Any]
    enfants: dict[tuple[str, str | None], _Noeud] = field(default_factory=dict)


class _Memoire:
    """One thread's fonts, rules, styles and pictures."""

    def __init__(self) -> None:
        import cssselect2
        from weasyprint.css.counters import CounterStyle
        from weasyprint.html import UA_COUNTER_STYLE
        from weasyprint.text.fonts import FontConfiguration

        self.polices = FontConfiguration()
        self.compteurs = CounterStyle()
        self.compteurs.update(UA_COUNTER_STYLE)
        self.selecteurs = cssselect2.Matcher()
        self.connues: set[str] = set()
        self.racines: dict[str | None, _Noeud] = {}
        self.tailles: dict[str, Any] = {"box": None, "area": None}
        self.styles = 0
        self.images: dict[str, Any] = {}
        self._regler(DE_BASE)

    def est_pleine(self) -> bool:
        return self.styles > _STYLES_MAX or len(self.connues) > _STYLES_MAX

    def composer(self, copie: Copie) -> Any:
        """Lay out *copie*, as ``weasyprint.Document._render`` does."""
        from weasyprint.css.targets import TargetCollector
        from weasyprint.document import Document, DocumentMetadata
        from weasyprint.document import Page as PageFaite
        from weasyprint.formatting_structure.build import build_formatting_structure
        from weasyprint.images import get_image_from_uri
        from weasyprint.layout import LayoutContext, layout_document

        recueil = _recueil()(copie.polices, copie.dessins)
        self._apprendre(copie, recueil)
        if len(self.images) > _IMAGES_MAX:
            self.images = {}

        def image(url: str, **reste: Any) -> Any:
            return _encodee_une_fois(
                get_image_from_uri(self.images, recueil, _OPTIONS, url, **reste)
            )

        source = _Source(ET.fromstring(copie.html))  # noqa: S314 – our own markup
        cibles = TargetCollector()
        styles = _styles_de()(self, source.etree_element, _feuille_de_pages(copie.pages), cibles)
        contexte = LayoutContext(styles, image, self.polices, self.compteurs, cibles)
        boite = build_formatting_structure(
            source.etree_element, styles, image, BASE, cibles, self.compteurs, contexte.footnotes
        )
        pages = [PageFaite(p) for p in layout_document(source, boite, contexte)]
        metadonnees = DocumentMetadata(title=copie.titre, lang=copie.langue)
        return Document(pages, metadonnees, recueil, self.polices, {}, None)

    def _apprendre(self, copie: Copie, recueil: Any) -> None:
        """The fonts and rules not met yet."""
        faces = {n: f for n, f in copie.polices.items() if f"@{n}" not in self.connues}
        if faces:
            self._regler(_faces(faces), recueil)
            self.connues.update(f"@{nom}" for nom in faces)
        regles = {n: s for n, s in copie.regles.items() if n not in self.connues}
        if regles:
            self._regler(_classes(regles))
            self.connues.update(regles)

    def _regler(self, texte: str, recueil: Any = None) -> None:
        from weasyprint import CSS

        CSS(
            string=texte, base_url=BASE, matcher=self.selecteurs, font_config=self.polices,
            url_fetcher=recueil or _recueil()({}, {}),
        )  # fmt: skip

    def noeud(self, element: Any, parent: _Noeud | None) -> _Noeud:
        """The styles of *element*, found again or computed."""
        particulier = element.get("id") or element.get("href") or element.get("style")
        fratrie: dict[Any, _Noeud] = self.racines if parent is None else parent.enfants
        cle = element.get("lang") if parent is None else (element.tag, element.get("class"))
        connu = None if particulier else fratrie.get(cle)
        if connu is None:
            connu = self._calculer(element, parent)
            self.styles += 1
            if not particulier:
                fratrie[cle] = connu
        return connu

    def _calculer(self, element: Any, parent: _Noeud | None) -> _Noeud:
        from weasyprint.css import ComputedStyle, InitialStyle

        cascades = _cascades(self.selecteurs, element)
        racine = InitialStyle(self.polices) if parent is None else parent.style.root_style
        if parent is not None and parent.style.is_root_element:
            racine = parent.style
        dessus = None if parent is None else parent.style

        def style(cascade: Mapping[str, Any], dessus: Any, pseudo: str | None) -> Any:
            return ComputedStyle(dessus, cascade, pseudo, racine, BASE, self.polices, self.tailles)

        propre = style(cascades.pop(None, {}), dessus, None)
        return _Noeud(propre, {p: style(c, propre, p) for p, c in cascades.items() if p})


def _encodee_une_fois(image: Any) -> Any:
    """*image*, which keeps what it gives a PDF: a logo is in every letter."""
    if image is None or "get_x_object" in vars(image):
        return image
    encoder = image.get_x_object
    gardes: dict[Any, Any] = {}

    def get_x_object(*reglages: Any) -> Any:
        import pydyf

        def neuf(objet: Any) -> Any:
            extra = dict(objet.extra)
            if "SMask" in extra:
                extra["SMask"] = neuf(extra["SMask"])
            return pydyf.Stream(list(objet.stream), extra)

        if reglages not in gardes:
            gardes[reglages] = encoder(*reglages)
        return neuf(gardes[reglages])  # the PDF numbers it, and changes it

    image.get_x_object = get_x_object
    return image


_OPTIONS = {"optimize_images": False, "jpeg_quality": None, "dpi": None}


class _Source:
    """What the page maker asks of the document it lays out."""

    base_url = BASE

    def __init__(self, racine: Any) -> None:
        self.etree_element = racine


def _cascades(selecteurs: Any, element: Any) -> dict[str | None, dict[str, Any]]:
    """The declarations that hold for *element*, by pseudo-element.

    Our rules name a tag or a class, never an ancestor: the element is matched alone.
    """
    import cssselect2
    from weasyprint.css import find_style_attributes, preprocess_declarations

    seul = ET.Element(element.tag, element.attrib)
    cascades: dict[str | None, dict[str, Any]] = {}
    for poids, _, declarations, base in find_style_attributes(seul, base_url=BASE):
        for nom, valeur, _ in preprocess_declarations(base, declarations):
            cascades.setdefault(None, {})[nom] = valeur, (3, float("inf"), poids)
    enveloppe = cssselect2.ElementWrapper.from_html_root(seul, content_language=None)
    for poids, _, pseudo, (declarations, _) in selecteurs.match(enveloppe):
        cascade = cascades.setdefault(pseudo, {})
        for nom, valeur, _ in declarations:
            ancien = cascade.get(nom)
            complet = (3, float("inf"), poids)
            if ancien is None or ancien[1] <= complet:
                cascade[nom] = valeur, complet
    return cascades


@lru_cache(maxsize=64)
def _feuille_de_pages(texte: str) -> Any:
    from weasyprint import CSS

    return CSS(string=texte, base_url=BASE, url_fetcher=_recueil()({}, {}))


@cache
def _styles_de() -> type[Any]:
    """WeasyPrint's finder of styles, which looks in a memory before it computes."""
    from weasyprint.css import StyleFor

    class Styles(StyleFor):  # type: ignore[misc]
        def __init__(self, memoire: _Memoire, racine: Any, pages: Any, cibles: Any) -> None:
            self._cascaded_styles: dict[Any, Any] = {}
            self._computed_styles: dict[Any, Any] = {}
            self.initial_page_sizes = memoire.tailles
            self._sheets = [(pages, "author", None)]
            self.font_config = memoire.polices
            self._ranger(memoire, racine, None, cibles)

        def _ranger(
            self, memoire: _Memoire, racine: Any, parent: _Noeud | None, cibles: Any
        ) -> None:
            attente = [(racine, parent)]
            while attente:
                element, dessus = attente.pop()
                noeud = memoire.noeud(element, dessus)
                self._computed_styles[element, None] = noeud.style
                for pseudo, style in noeud.pseudos.items():
                    self._computed_styles[element, pseudo] = style
                if element.get("id") and noeud.style["anchor"]:
                    cibles.collect_anchor(noeud.style["anchor"])
                attente += [(enfant, noeud) for enfant in element]

    return Styles
