"""What the page is told, as plain values: lists, views, findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from courriers.atelier.champs_vus import a_copier
from courriers.atelier.feuille import Faute, Feuille
from courriers.atelier.presentation import POUR_COMMENCER, rang_de, role_de
from courriers.atelier.rendu import Etat, cle_de
from courriers.atelier.seance import Seance
from courriers.document.pdf_vu import Page
from courriers.erreurs import CourriersError
from courriers.langue.typographie import INSECABLE
from courriers.lettre.champs import chapitres, filtres
from courriers.lettre.emplacements import INTEGRE, emplacements
from courriers.lettre.pack import Pack, pack_du_repertoire

_AIDES = {
    "docx": "Word",
    "pdf": "PDF",
    "eml": "Courriel",
}


_PACKS_MAX = 2_000
"""Letters of the list whose manifest is not read again at each change."""


def depart(seance: Seance) -> dict[str, Any]:
    """All that does not depend on the letter shown."""
    titres = {f"exemple-{nom}": titre for nom, (titre, *_) in POUR_COMMENCER.items()}
    return {
        "packs": packs(seance),
        "dossiers": [
            {
                "cle": d.cle,
                "nom": titres.get(d.cle, d.nom),
                "groupe": "exemples"
                if d.est_exemple and d.cle not in titres
                else ("commencer" if d.est_exemple else "siens"),
                "au": d.au.isoformat(),
            }
            for d in seance.dossiers
        ],
        "choisi": seance.choisi,
        "commencer": [
            {"dossier": f"exemple-{nom}", "titre": titre, "pack": pack, "a_voir": a_voir}
            for nom, (titre, pack, a_voir) in POUR_COMMENCER.items()
        ],
        "chapitres": [
            {
                "titre": chapitre.titre,
                "champs": [{**c.as_dict(), "a_copier": a_copier(c)} for c in chapitre.champs],
            }
            for chapitre in chapitres()
        ],
        "filtres": [
            {"nom": f.nom, "sens": f.sens, "exemple": f.exemple, "a_copier": f"|{f.nom}"}
            for f in filtres().values()
        ],
    }


def packs(seance: Seance) -> list[dict[str, Any]]:
    """The letters, in the order of a recovery; one whose manifest is faulty is there, and said."""
    try:
        places = emplacements(modeles=seance.modeles)
    except CourriersError:
        return []  # the view says why
    lus = [
        (rang, {**dit, "origine": "" if origine == INTEGRE else "à vous"})
        for nom, (origine, dossier) in places.items()
        for rang, dit in (_presente(nom, dossier, etat_du_pack(dossier)),)
    ]
    return [dit for _, dit in sorted(lus, key=lambda x: x[0])]


@lru_cache(maxsize=_PACKS_MAX)
def _presente(
    nom: str, dossier: Path, etat: tuple[int, ...]
) -> tuple[tuple[int, str], dict[str, str]]:
    """A letter, and its place in the list; read again once *etat* is another."""
    del etat
    pack: Pack | None = None
    try:
        pack = pack_du_repertoire(dossier)
        role = role_de(pack)
        dit = {"titre": pack.manifeste.titre, "but": role.but, "quand": role.quand}
    except CourriersError:
        faute = f"Son fichier pack.toml a une faute{INSECABLE}: ouvrez-la pour la lire."
        dit = {"titre": nom, "but": faute, "quand": ""}
    return rang_de(nom, pack), {**dit, "nom": nom}


def etat_du_pack(dossier: Path) -> tuple[int, ...]:
    """What changes when its manifest does, or when one of its files comes or goes."""
    try:
        manifeste, repertoire = (dossier / "pack.toml").stat(), dossier.stat()
    except OSError:
        return ()
    return manifeste.st_mtime_ns, manifeste.st_size, manifeste.st_ino, repertoire.st_mtime_ns


def vue(etat: Etat) -> dict[str, Any]:
    """One state of one letter."""
    return {
        "a_jour": etat.est_a_jour,
        "secondes": round(etat.secondes, 2),
        "lettre": [_feuille(f, "lettre") for f in etat.lettre],
        "modele": [_feuille(f, "modele") for f in etat.vue.modele],
        "modele_dessine": etat.vue.modele_dessine,
        "fautes": [_faute(f) for f in etat.vue.fautes],
        "compte": etat.vue.compte,
        "valeurs": etat.vue.valeurs,
        "suite": [[nom, re.sub(r" \(--pack [\w-]+\)", "", dit)] for nom, dit in etat.vue.suite],
        "canaux": [list(c) for c in etat.vue.canaux],
        "chemins": list(etat.vue.chemins),
    }


def _feuille(feuille: Feuille, genre: str) -> dict[str, Any]:
    return {
        "cle": cle_de(feuille),
        "marque": f"{genre}-{feuille.nom}",
        "nom": feuille.nom,
        "pages": [_page(p) for p in feuille.pages],
        "texte": feuille.texte,
        "fichiers": [
            {"format": ext, "nom": _AIDES[ext]} for ext in _AIDES if ext in feuille.fichiers
        ],
    }


def _page(page: Page) -> dict[str, Any]:
    return {"largeur": page.largeur, "hauteur": page.hauteur, "texte": page.texte}


def _faute(faute: Faute) -> dict[str, Any]:
    constat = faute.constat
    return {
        "gravite": str(constat.gravite),
        "code": str(constat.code),
        "origine": faute.origine,
        "place": ", ".join(_place(faute)),
        "extrait": constat.lieu.extrait or "",
        "message": constat.message,
        "conseil": constat.conseil,
        "fondement": constat.fondement,
        "marques": {
            feuille: [[m.page, m.gauche, m.haut, m.largeur, m.hauteur] for m in marques]
            for feuille, marques in faute.marques.items()
        },
    }


def _place(faute: Faute) -> Iterator[str]:
    lieu = faute.constat.lieu
    if lieu.fichier:
        yield Path(lieu.fichier).name
    if lieu.champ:
        yield lieu.champ
    if lieu.partie:
        yield lieu.partie
    if lieu.paragraphe:
        yield f"paragraphe{INSECABLE}{lieu.paragraphe}"
    if lieu.cellule:
        yield lieu.cellule
    if lieu.ligne:
        yield f"ligne{INSECABLE}{lieu.ligne}"
    if lieu.colonne:
        yield f"colonne{INSECABLE}{lieu.colonne}"
