"""Six functions of WeasyPrint, replaced in our copy by ones that remember, or do no more.

Lines of text are kept (``lignes``); borders and backgrounds do what a letter asks (``cadres``); the
lengths of a box (``resolve_percentages``) are kept with the style they were worked out for. A style
that is copied or changed begins with no answer.
"""

from __future__ import annotations

import sys
from typing import Any

from courriers.document.moteur.cadres import encadrer, fonds
from courriers.document.moteur.copie import NOM, module
from courriers.document.moteur.lignes import aligner, couper, tracer

_LONGUEURS_MAX = 64
"""Widths of containing block kept for one style."""
_LONGUEURS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom", "padding_left", "padding_right",
    "padding_top", "padding_bottom", "width", "min_width", "max_width", "height", "min_height",
    "max_height", "border_top_width", "border_right_width", "border_bottom_width",
    "border_left_width",
)  # fmt: skip


def poser() -> None:
    """Put them in place, everywhere the copy names them."""
    _remplacer("layout.percent", "resolve_percentages", _longueurs)
    _remplacer("text.line_break", "split_first_line", couper)
    _remplacer("layout.inline", "get_next_linebox", aligner)
    _remplacer("draw.text", "draw_text", tracer)
    _remplacer("draw.border", "draw_border", encadrer)
    _remplacer("layout.background", "layout_box_backgrounds", fonds)


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
