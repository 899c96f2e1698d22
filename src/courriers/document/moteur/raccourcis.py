"""Six functions of WeasyPrint, replaced in our copy by ones that remember, or do no more.

Most of a letter is the same from one to the next: the same words, in the same style, on lines of
the same width. Where a line breaks (``split_first_line``, ``get_next_linebox``), what is drawn for
it (``draw_text``) and what the lengths of a box come to (``resolve_percentages``) depend on nothing
else: each answer is kept with the style it was given for. A style that is copied or changed begins
with no answer. The borders of a letter are plain lines: four bars, without the clipping that round
corners ask for. Most of its boxes have no background: nothing is looked for behind them.
"""

from __future__ import annotations

import copy
import sys
from dataclasses import dataclass
from typing import Any

from courriers.document.moteur.copie import NOM, module
from courriers.document.recentes import Recentes

LIGNES_MAX = 1_200
"""Lines kept by thread, of each kind, and as many older ones. A few kilobytes each."""
_LONGUEURS_MAX = 64
"""Widths of containing block kept for one style."""
_LONGUEURS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom", "padding_left", "padding_right",
    "padding_top", "padding_bottom", "width", "min_width", "max_width", "height", "min_height",
    "max_height", "border_top_width", "border_right_width", "border_bottom_width",
    "border_left_width",
)  # fmt: skip
_COTES = ("top", "right", "bottom", "left")


def poser() -> None:
    """Put them in place, everywhere the copy names them."""
    _remplacer("layout.percent", "resolve_percentages", _longueurs)
    _remplacer("text.line_break", "split_first_line", _couper)
    _remplacer("layout.inline", "get_next_linebox", _aligner)
    _remplacer("draw.text", "draw_text", _tracer)
    _remplacer("draw.border", "draw_border", _encadrer)
    _remplacer("layout.background", "layout_box_backgrounds", _fonds)


def _remplacer(nom: str, fonction: str, fabrique: Any) -> None:
    origine = getattr(module(nom), fonction)
    neuve = fabrique(origine)
    for cle, chacun in list(sys.modules.items()):
        if cle.startswith(f"{NOM}.") and getattr(chacun, fonction, None) is origine:
            setattr(chacun, fonction, neuve)


def _longueurs(origine: Any) -> Any:
    boites = module("formatting_structure.boxes")

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        if isinstance(box, boites.PageBox) or style["border_collapse"] == "collapse":
            origine(box, containing_block)
            return
        if isinstance(containing_block, boites.Box):
            dans = containing_block.width, containing_block.height
        else:
            dans = containing_block[0], containing_block[1]
        connues = vars(style).setdefault("longueurs", {})
        trouvees = connues.get(dans)
        if trouvees is not None:
            vars(box).update(trouvees)
            return
        origine(box, containing_block)
        if len(connues) >= _LONGUEURS_MAX:
            connues.clear()
        propres = vars(box)
        connues[dans] = {nom: propres[nom] for nom in _LONGUEURS}

    return resolve_percentages


def _lignes(style: Any, genre: str) -> Recentes:
    """What is known of lines, shared by the styles of one thread."""
    connues: Recentes | None = vars(style.font_config).get(genre)
    if connues is None:
        connues = vars(style.font_config)[genre] = Recentes(LIGNES_MAX)
    return connues


def _jeton(style: Any) -> object:
    """Stands for *style* in a key; held by the key, it never stands for another."""
    jeton = vars(style).get("jeton")
    if jeton is None:
        jeton = vars(style)["jeton"] = object()
    return jeton


def _couper(origine: Any) -> Any:
    def split_first_line(text: str, style: Any, context: Any, *reste: Any, **nommes: Any) -> Any:
        connues = _lignes(style, "coupes")
        cle = (_jeton(style), text, reste, tuple(nommes.items()))
        trouvee = connues.get(cle)
        if trouvee is None:
            trouvee = connues[cle] = origine(text, style, context, *reste, **nommes)
        # The line drawn is given its own justification.
        return (copy.copy(trouvee[0]), *trouvee[1:])

    return split_first_line


@dataclass(frozen=True)
class _Ligne:
    """A line of plain text as laid out, and where it stands from the corner of its paragraph."""

    ligne: Any
    texte: Any
    places: tuple[float, float, float, float]
    suite: Any


def _aligner(origine: Any) -> Any:
    boites = module("formatting_structure.boxes")

    def get_next_linebox(  # noqa: PLR0917 – WeasyPrint’s own signature
        context: Any, linebox: Any, position_y: Any, bottom_space: Any, skip_stack: Any,
        containing_block: Any, *reste: Any,
    ) -> Any:  # fmt: skip
        enfants = linebox.children
        if (
            context.excluded_shapes
            or reste[-1] is not None  # a style for the first line, or the first letter
            or reste[-2] is not None
            or len(enfants) != 1
            or type(enfants[0]) is not boites.TextBox
            or containing_block.style["direction"] != "ltr"
        ):
            return origine(
                context, linebox, position_y, bottom_space, skip_stack, containing_block, *reste
            )
        connues = _lignes(linebox.style, "lignes")
        texte, x = enfants[0], containing_block.content_box_x()
        cle = (
            _jeton(linebox.style), _jeton(texte.style), texte.text, repr(skip_stack),
            containing_block.width, linebox.text_indent,
        )  # fmt: skip
        gardee = connues.get(cle)
        if gardee is None:
            trouvee = origine(
                context, linebox, position_y, bottom_space, skip_stack, containing_block, *reste
            )
            gardee = _gardee(boites, trouvee, x, position_y)
            if gardee is None:
                return trouvee
            connues[cle] = gardee
        return _posee(gardee, linebox, texte, x, position_y)

    return get_next_linebox


def _gardee(boites: Any, trouvee: Any, x: float, y: float) -> _Ligne | None:
    """The line just laid out from the corner *x*, *y*, if it is one to keep."""
    ligne, suite = trouvee
    if ligne is None or len(ligne.children) != 1 or type(ligne.children[0]) is not boites.TextBox:
        return None
    texte = ligne.children[0]
    # Rounded: the same whatever the place it was first laid out at.
    places = (
        ligne.position_x - x,
        texte.position_x - x,
        texte.position_y - y,
        ligne.position_y - y,
    )
    ligne, texte = ligne.copy(), texte.copy()
    ligne.element = texte.element = None  # it would keep the letter it comes from
    return _Ligne(ligne, texte, tuple(round(p, 6) for p in places), suite)


def _posee(gardee: _Ligne, linebox: Any, original: Any, x: float, y: float) -> Any:
    ligne, texte = gardee.ligne.copy(), gardee.texte.copy()
    ligne.element, texte.element = linebox.element, original.element
    ligne.position_x, ligne.position_y = x + gardee.places[0], y + gardee.places[3]
    texte.position_x, texte.position_y = x + gardee.places[1], y + gardee.places[2]
    texte.pango_layout = copy.copy(texte.pango_layout)
    ligne.children = (texte,)
    return ligne, gardee.suite


@dataclass(frozen=True)
class _Trace:
    """What a line adds to a page, wherever it stands on it."""

    ordres: bytes
    polices: tuple[tuple[Any, Any, dict[int, str], dict[int, int]], ...]
    """Each font it uses: its key, the font as new, its glyphs’ text and widths."""


def _tracer(origine: Any) -> Any:
    texte = module("draw.text")

    def draw_text(
        stream: Any, textbox: Any, offset_x: Any, text_overflow: Any, block_ellipsis: Any
    ) -> None:
        style, ligne = textbox.style, textbox.pango_layout
        if (
            style["text_decoration_line"] != "none"
            or style["visibility"] != "visible"
            or text_overflow == "ellipsis"
            or block_ellipsis != "none"
            or not textbox.text.strip()
        ):
            origine(stream, textbox, offset_x, text_overflow, block_ellipsis)
            return
        connues = _lignes(style, "traces")
        cle = (_jeton(style), ligne.text, ligne.justification_spacing)
        trace = connues.get(cle)
        if trace is None:
            trace = connues[cle] = _trace(texte, textbox)
        if trace.ordres == b"":  # a picture among the characters, or a glyph that is missing
            origine(stream, textbox, offset_x, text_overflow, block_ellipsis)
            return
        stream.set_color(style["color"])
        stream.begin_text()
        stream.set_text_matrix(
            1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline
        )
        stream.stream.append(trace.ordres)
        stream.end_text()
        for nom, neuve, signes, largeurs in trace.polices:
            police = stream._fonts.get(nom)  # noqa: SLF001
            if police is None:
                police = stream._fonts[nom] = _vierge(neuve)  # noqa: SLF001
            for glyphe, signe in signes.items():
                police.to_unicode.setdefault(glyphe, signe)
            for glyphe, largeur in largeurs.items():
                police.widths.setdefault(glyphe, largeur)

    return draw_text


def _vierge(police: Any) -> Any:
    """*police* as before any page used it."""
    neuve = copy.copy(police)
    neuve.widths, neuve.to_unicode, neuve.missing = {}, {}, {}
    return neuve


def _trace(texte: Any, textbox: Any) -> _Trace:
    import pydyf

    polices = module("pdf.fonts")
    ffi = module("text.ffi")
    connues = vars(textbox.style.font_config).setdefault("polices_tracees", {})
    employees: dict[Any, Any] = {}
    ligne = textbox.pango_layout

    class Bande(pydyf.Stream):  # type: ignore[misc]
        """A page of this line alone."""

        ink_rect = ffi.ffi.new("PangoRectangle *")
        logical_rect = ffi.ffi.new("PangoRectangle *")

        def add_font(self, pango_font: Any) -> tuple[Any, Any]:
            nom, description, taille = module("text.fonts").get_pango_font_key(pango_font)
            if nom not in connues:
                connues[nom] = polices.Font(pango_font, description, taille)
                connues[nom].garde = ligne.layout  # holds the font of the system alive
            if nom not in employees:
                employees[nom] = _vierge(connues[nom])
            return employees[nom], taille

    bande = Bande()
    ligne.reactivate(textbox.style)
    images = texte.draw_first_line(bande, textbox, "clip", "none", texte.Matrix())
    ligne.deactivate()
    if images or any(p.missing or p.bitmap for p in employees.values()):
        return _Trace(b"", ())
    ordres = b"\n".join(pydyf._to_bytes(o) for o in bande.stream[1:])  # noqa: SLF001
    return _Trace(
        ordres,
        tuple((nom, connues[nom], p.to_unicode, p.widths) for nom, p in employees.items()),
    )


def _est_nu(style: Any) -> bool:
    """Whether *style* draws no edge, nor anything else that belongs with them."""
    nu: bool | None = vars(style).get("nu")
    if nu is None:
        nu = vars(style)["nu"] = (
            not any(style[f"border_{cote}_width"] for cote in _COTES)
            and style["border_image_source"][0] == "none"
            and style["column_count"] == style["column_width"] == "auto"
        )
    return nu


def _encadrer(origine: Any) -> Any:
    couleur_de = module("draw.color").get_color

    def draw_border(stream: Any, box: Any) -> None:
        style = box.style
        # A box cut by a page has lost an edge that its style still has.
        if _est_nu(style):
            return
        vus = [(cote, e) for cote in _COTES if (e := getattr(box, f"border_{cote}_width"))]
        couleurs = {couleur_de(style, f"border_{cote}_color") for cote, _ in vus}
        simple = (
            len(couleurs) <= 1
            and all(style[f"border_{cote}_style"] == "solid" for cote, _ in vus)
            and style["visibility"] == "visible"
            and style["border_image_source"][0] == "none"
            and not any(r for coin in box.rounded_border_box()[4:] for r in coin)
            and style["column_count"] == style["column_width"] == "auto"
        )
        if not simple:
            origine(stream, box)
            return
        if not vus:
            return
        x, y, largeur, hauteur = box.rounded_border_box()[:4]
        with stream.artifact():
            stream.set_color(next(iter(couleurs)))
            for cote, epaisseur in vus:
                if cote in ("top", "bottom"):
                    haut = y if cote == "top" else y + hauteur - epaisseur
                    stream.rectangle(x, haut, largeur, epaisseur)
                else:
                    gauche = x if cote == "left" else x + largeur - epaisseur
                    stream.rectangle(gauche, y, epaisseur, hauteur)
            stream.fill()

    return draw_border


_COINS = {f"border_{v}_{h}_radius": (0, 0) for v in ("top", "bottom") for h in ("left", "right")}


def _sans_fond(style: Any, couleur_de: Any) -> bool:
    """Whether *style* paints nothing behind its box, whose corners are square."""
    vide: bool | None = vars(style).get("sans_fond")
    if vide is None:
        vide = vars(style)["sans_fond"] = (
            couleur_de(style, "background_color").alpha == 0
            and all(genre == "none" for genre, _ in style["background_image"])
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and not style["box_shadow"]
            and all((0, "px") in style[coin] for coin in _COINS)
        )
    return vide


def _fonds(origine: Any) -> Any:
    couleur_de = module("draw.color").get_color

    def layout_box_backgrounds(
        page: Any, box: Any, get_image_from_uri: Any, layout_children: Any = True, style: Any = None
    ) -> None:
        if style is not None or box is page or not _sans_fond(box.style, couleur_de):
            origine(page, box, get_image_from_uri, layout_children, style)
            return
        # A box out of the flow is behind a stand-in, whose own attributes are not drawn.
        vars(getattr(box, "_box", box)).update(_COINS)
        box.background = None
        if layout_children:
            for enfant in box.all_children():
                layout_box_backgrounds(page, enfant, get_image_from_uri)

    return layout_box_backgrounds
