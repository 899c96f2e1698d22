"""Lines of text, kept once broken, laid out and drawn.

Most of a letter is the same from one to the next: the same words, in the same style, on lines of
the same width. Where a line breaks (``split_first_line``, ``get_next_linebox``) and what is drawn
for it (``draw_text``) depend on nothing else: each answer is kept with the style it was given for.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from courriers.document.moteur.copie import module
from courriers.document.recentes import Recentes

LIGNES_MAX = 1_200
"""Lines kept by thread, of each kind, and as many older ones. A few kilobytes each."""


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


def couper(origine: Any) -> Any:
    """Replacement for ``split_first_line``, which remembers."""

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


def aligner(origine: Any) -> Any:
    """Replacement for ``get_next_linebox``, which remembers lines of plain text."""
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


def tracer(origine: Any) -> Any:
    """Replacement for ``draw_text``, which remembers what a line adds to a page."""
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
