"""Borders and backgrounds, without what a letter does not ask for.

The borders of a letter are plain lines: four bars, without the clipping that round corners ask
for. Most of its boxes have no background: nothing is looked for behind them.
"""

from __future__ import annotations

from typing import Any

from courriers.document.moteur.copie import module

_COTES = ("top", "right", "bottom", "left")


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


def encadrer(origine: Any) -> Any:
    """Replacement for ``draw_border``: plain edges as bars."""
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


def fonds(origine: Any) -> Any:
    """Replacement for ``layout_box_backgrounds``: nothing for a box that has none."""
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
