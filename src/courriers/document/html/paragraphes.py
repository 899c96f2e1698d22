"""Paragraphs: spacing, line height, frames, page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from courriers.document.arbre import (
    Bloc,
    Bordure,
    Bordures,
    Champ,
    Marges,
    Mise,
    Morceau,
    Paragraphe,
    Police,
    Saut,
    Texte,
)
from courriers.document.html.espaces import decalage
from courriers.document.html.lignes import Ligne
from courriers.document.html.rendu import Rendu, police_css

_JEU = 0.07
"""Points a line may exceed its width by: others round the width of a word to a twentieth of one."""


def paragraphe_html(p: Paragraphe, largeur: float, rendu: Rendu) -> str:
    """A paragraph, cut where it holds a page break."""
    if p.mise.bordures:
        return encadre([p], largeur, rendu)
    parts: list[list[Morceau]] = [[]]
    for morceau in p.morceaux:
        if isinstance(morceau, Saut) and morceau.genre == "page":
            parts.append([])
        else:
            parts[-1].append(morceau)
    if len(parts) > 1 and not parts[-1]:
        # A mark that only follows the break stays with it: the next paragraph opens the page.
        parts.pop()
        return _parts(p, parts, largeur, rendu, coupe=True)
    return _parts(p, parts, largeur, rendu, coupe=False)


def _parts(
    p: Paragraphe, parts: Sequence[list[Morceau]], largeur: float, rendu: Rendu, *, coupe: bool
) -> str:
    """Each part on its page; *coupe*: the last is followed by a break."""
    sortie = []
    for rang, part in enumerate(parts):
        m = p.mise
        if rang:
            m = replace(m, avant=0.0, premiere_ligne=0.0, saut_avant=True)
        if rang < len(parts) - 1:
            m = replace(m, apres=0.0)
        m = replace(m, saut_apres=coupe and rang == len(parts) - 1)
        sortie.append(_une_part(replace(p, morceaux=tuple(part), mise=m), largeur, rendu))
    return "".join(sortie)


def _une_part(p: Paragraphe, largeur: float, rendu: Rendu) -> str:
    balise = f"h{rendu.titre(p.niveau)}" if p.niveau and not p.est_vide else "p"
    if p.est_vide:
        hauteur = hauteur_vide(p, rendu)
        if rendu.barre:  # only a line is brought below a box
            style = mise_css(p.mise) + f"line-height: {hauteur:.2f}pt; "
            ligne = f'<span class="t {rendu.classe("width: 1pt")}"></span>'
        else:
            style, ligne = mise_css(p.mise) + f"height: {hauteur:.2f}pt; ", ""
        return f'<{balise} class="{rendu.classe(style)}">{ligne}</{balise}>'
    contenu, style = _texte_et_style(p, largeur, rendu)
    style = mise_css(p.mise) + style
    return f'<{balise} class="{rendu.classe(style)}">{contenu}</{balise}>'


def seul_dans_sa_cellule(
    blocs: Sequence[Bloc], largeur: float, rendu: Rendu
) -> tuple[Marges, str, str] | None:
    """The only paragraph of a cell, as the cell’s own text: its margins, its style, its content.

    A box less to lay out. Nothing where the paragraph needs a box of its own.
    """
    p = blocs[0] if len(blocs) == 1 else None
    if not isinstance(p, Paragraphe) or p.est_vide or p.niveau:
        return None
    m = p.mise
    if m.bordures or m.fond or m.saut_avant or m.gauche < 0 or m.droite < 0:
        return None
    if any(isinstance(x, Saut) and x.genre == "page" for x in p.morceaux):
        return None
    ecart = decalage(p, rendu)
    if m.avant + ecart < 0 or m.apres < ecart:
        return None
    contenu, style = _texte_et_style(p, largeur, rendu)
    style += f"text-align: {m.alignement}; "
    if m.premiere_ligne:
        style += f"text-indent: {m.premiere_ligne:.2f}pt; "
    return Marges(m.avant + ecart, m.droite, m.apres - ecart, m.gauche), style, contenu


def _texte_et_style(p: Paragraphe, largeur: float, rendu: Rendu) -> tuple[str, str]:
    """What *p* says, and the declarations of its characters and lines."""
    polices = [m.police for m in p.morceaux if isinstance(m, Texte | Champ)] or [p.marque]
    commune = polices[0] if all(q == polices[0] for q in polices) else None
    # A line is as tall as its runs: what stands for none of them must not add to it.
    base = commune or min(polices, key=lambda q: q.taille)
    style = _interligne(p.mise, base, rendu)
    if commune:
        style += police_css(commune, rendu)
    else:
        style += f"font-family: {rendu.face(base)[0]}; font-size: {base.taille:.2f}pt; "
    morceaux = _sans_espace_finale(p.morceaux)
    return "".join(Ligne(p.mise, largeur, rendu, base, commune).ecrire(morceaux)), style


def _sans_espace_finale(morceaux: Sequence[Morceau]) -> Sequence[Morceau]:
    """A last line as wide as the text, its space included, may be broken at its first word."""
    dernier = morceaux[-1] if morceaux else None
    if not isinstance(dernier, Texte) or not dernier.texte.endswith(" "):
        return morceaux
    texte = dernier.texte.rstrip(" ")
    return [*morceaux[:-1], replace(dernier, texte=texte)] if texte else morceaux


def hauteur_vide(p: Paragraphe, rendu: Rendu) -> float:
    """Height of one line of *p*, that of its mark."""
    naturelle = p.marque.taille * rendu.face(p.marque)[1].hauteur
    i = p.mise.interligne
    if i.regle == "exact":
        return i.valeur
    return max(naturelle, i.valeur) if i.regle == "au_moins" else naturelle * i.valeur


def _interligne(m: Mise, base: Police, rendu: Rendu) -> str:
    """The declaration of the height of a line; a run of another font has its own."""
    i, rapport = m.interligne, rendu.face(base)[1].hauteur
    if i.regle == "exact":
        return f"line-height: {i.valeur:.2f}pt; "
    if i.regle == "au_moins":
        return f"line-height: {max(i.valeur, base.taille * rapport):.2f}pt; "
    return f"line-height: {i.valeur * rapport:.4f}; "


def mise_css(m: Mise) -> str:
    """The declarations of a paragraph, line height and borders apart."""
    style = (
        f"margin: {m.avant:.2f}pt {m.droite - _JEU:.2f}pt {m.apres:.2f}pt {m.gauche:.2f}pt; "
        f"text-align: {m.alignement}; "
    )
    style += marge_de_page(m)
    if m.premiere_ligne:
        style += f"text-indent: {m.premiere_ligne:.2f}pt; "
    if m.fond:
        style += f"background: #{m.fond}; "
    if m.garder_avec_suivant and not m.saut_apres:
        style += "break-after: avoid; "
    if m.lignes_solidaires:
        style += "break-inside: avoid; "
    if m.saut_avant:
        style += "break-before: page; "
    if m.saut_apres:
        style += "break-after: page; "
    seuil = 2 if m.veuves else 1
    return style + f"orphans: {seuil}; widows: {seuil}; "


def marge_de_page(m: Mise) -> str:
    """What becomes of the space above at the top of a page: none is left by a page's end."""
    return "" if m.avant <= 0 or m.avant_tenu else "margin-break: discard; "


def encadre(groupe: list[Paragraphe], largeur: float, rendu: Rendu) -> str:
    """Paragraphs inside one frame, drawn outside their indents."""
    premier, dernier = groupe[0].mise, groupe[-1].mise
    b = premier.bordures
    gauche = min(premier.gauche, premier.gauche + premier.premiere_ligne)
    style = bordures_css(b, marges_interieures=True) + (
        f"margin: {premier.avant:.2f}pt {premier.droite - dehors(b.droite):.2f}pt "
        f"{dernier.apres:.2f}pt {gauche - dehors(b.gauche):.2f}pt; "
    )
    style += marge_de_page(premier)
    if dernier.garder_avec_suivant:
        style += "break-after: avoid; "
    commun = premier.fond if all(p.mise.fond == premier.fond for p in groupe) else None
    if commun:  # as far as the lines
        style += f"background: #{commun}; "
    dedans = ""
    for rang, p in enumerate(groupe):
        m = replace(p.mise, bordures=Bordures(), gauche=p.mise.gauche - gauche, droite=0.0,
                    taquets=tuple(replace(t, position=t.position - gauche)
                                  for t in p.mise.taquets))  # fmt: skip
        m = replace(m, fond=None if commun else m.fond)
        ecart = decalage(replace(p, mise=m), rendu)
        m = replace(
            m,
            avant=ecart + (m.avant if rang else 0.0),
            apres=(m.apres if rang < len(groupe) - 1 else 0.0) - ecart,
        )
        contenu = paragraphe_html(replace(p, mise=m), largeur - gauche - premier.droite, rendu)
        if rang and b.entre:
            trait = bordures_css(Bordures(haut=b.entre), marges_interieures=True)
            contenu = f'<div class="{rendu.classe(trait)}">{contenu}</div>'
        dedans += contenu
    return f'<div class="{rendu.classe(style)}">{dedans}</div>'


def dehors(bordure: Bordure | None) -> float:
    """How far an edge stands out of the text it surrounds."""
    return 0.0 if bordure is None else bordure.espace + bordure.epaisseur


def _trait(bordure: Bordure) -> str:
    return f"{bordure.epaisseur:.2f}pt {bordure.style} #{bordure.couleur}"


def bordures_css(b: Bordures, *, marges_interieures: bool = False) -> str:
    """The declarations of four edges, with their distance to the text if asked."""
    cotes = (("top", b.haut), ("right", b.droite), ("bottom", b.bas), ("left", b.gauche))
    style = ""
    for cote, bordure in cotes:
        if bordure is not None:
            style += f"border-{cote}: {_trait(bordure)}; "
            if marges_interieures and bordure.espace:
                style += f"padding-{cote}: {bordure.espace:.2f}pt; "
    return style
