"""The theme, the colours it maps and the fonts of the office’s file."""

from __future__ import annotations

import copy

from courriers.document.archive import Archive, R
from courriers.document.papier.ordre import APRES_LES_COULEURS, inserer
from courriers.document.papier.parties import (
    Chantier,
    ecrire,
    lue,
    partie_de,
    racine_commune,
    w,
)

_INCORPOREES = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic")


def apporter(chantier: Chantier, papier: Archive) -> None:
    """Give the file under construction the theme and the fonts of *papier*."""
    theme = partie_de(papier, "theme")
    if theme is not None:
        chantier.detacher("theme")
        nom = chantier.copier(papier, theme).removeprefix("word/")
        chantier.lier(chantier.archive.principal, f"{R}/theme", nom)
        _couleurs(chantier, papier)
    _polices(chantier, papier)


def _couleurs(chantier: Chantier, papier: Archive) -> None:
    """Which colour of the theme is the text, which the background."""
    siens = lue(papier, "settings")
    venu = None if siens is None else siens.find(w("clrSchemeMapping"))
    reglages = chantier.partie("settings")
    if venu is None or reglages is None:
        return
    membre, racine = reglages
    for ancien in racine.findall(w("clrSchemeMapping")):
        racine.remove(ancien)
    inserer(racine, copy.deepcopy(venu), APRES_LES_COULEURS)
    chantier.membres[membre] = ecrire(racine)


def _polices(chantier: Chantier, papier: Archive) -> None:
    """The fonts it knows, with those it holds."""
    table, ici = partie_de(papier, "fontTable"), chantier.partie("fontTable")
    if table is None or ici is None:
        return
    membre, ancienne = ici
    venue = lue(papier, "fontTable")
    connues = {p.get(w("name")) for p in ancienne}
    if venue is None:
        return
    neuve = racine_commune("fonts", ancienne, venue)
    neuve.extend([copy.deepcopy(p) for p in ancienne])
    fichiers = {lien.id: lien for lien in papier.liens(table) if not lien.externe}
    for police in venue.iterchildren(w("font")):
        if police.get(w("name")) in connues:
            continue
        copie = copy.deepcopy(police)
        for noeud in list(copie.iter(*map(w, _INCORPOREES))):
            lien = fichiers.get(noeud.get(f"{{{R}}}id", ""))
            if lien is None or lien.cible not in papier.membres:
                copie.remove(noeud)
                continue
            nom = chantier.copier(papier, lien.cible).removeprefix("word/")
            noeud.set(f"{{{R}}}id", chantier.lier(membre, lien.type, nom))
        neuve.append(copie)
    chantier.membres[membre] = ecrire(neuve)
