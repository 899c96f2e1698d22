"""What Word keeps in a file besides its text: changes, comments, names of people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from courriers.constats import Code, Gravite
from courriers.document.archive import W
from courriers.document.controle.releve import Releve
from courriers.document.fragments import PROPRIETE, TEXTE, Fragment, PartieLue

_SUIVIES = {
    "ins": "un ajout", "del": "une suppression", "moveFrom": "un déplacement",
    "moveTo": "un déplacement", "cellIns": "une cellule ajoutée", "cellDel": "une cellule ôtée",
    "cellMerge": "des cellules fusionnées",
}  # fmt: skip
_MISES_EN_FORME = ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange",
                   "tcPrChange", "tblGridChange", "numberingChange")  # fmt: skip
_PERSONNES = {
    "creator": "l’auteur", "lastModifiedBy": "le dernier à l’avoir modifié",
    "Manager": "un responsable", "Company": "une entreprise",
}  # fmt: skip
NOUS = "courriers"
"""Author of the comments that ``--annoter`` writes: they are no fault."""
_NOUS = frozenset({"", NOUS})
_CHEMIN = re.compile(r"[A-Za-z]:\\|\\\\\w|/home/|/Users/|file:", re.IGNORECASE)
_INSPECTER = "Dans Word : Fichier, Informations, Inspecter le document."


def suivi(parties: Sequence[PartieLue], lus: Sequence[Fragment], releve: Releve) -> None:
    """Tracked changes, one finding a paragraph."""
    par_noeud = {f.noeud: f for f in lus if f.genre == TEXTE and f.noeud is not None}
    for partie in parties:
        if not partie.rempli:
            continue
        vus: set[tuple[etree._Element | None, str]] = set()
        noms = [*_SUIVIES, *_MISES_EN_FORME]
        for noeud in partie.racine.iter(*(f"{{{W}}}{nom}" for nom in noms)):
            quoi = _SUIVIES.get(etree.QName(noeud).localname, "une mise en forme")
            paragraphe = next(noeud.iterancestors(f"{{{W}}}p"), None)
            if (paragraphe, quoi) in vus:
                continue
            vus.add((paragraphe, quoi))
            fragment = (paragraphe is not None and par_noeud.get(paragraphe)) or Fragment(
                TEXTE, "", partie.nom, partie.membre
            )
            mot = " ".join("".join(map(str, noeud.itertext())).split())[:40]
            dit = f" (« {mot} »)" if mot else ""
            releve.dire(
                Code.MODIFICATIONS_SUIVIES, Gravite.AVERTISSEMENT,
                f"le suivi des modifications garde {quoi}{dit} : on le verra dans la lettre",
                "Dans Word : Révision, Accepter ou Refuser, puis arrêtez le suivi.", fragment,
            )  # fmt: skip


def commentaires(parties: Sequence[PartieLue], lus: Sequence[Fragment], releve: Releve) -> None:
    """Comments left, at the paragraph each is about."""
    notres = {
        c.get(f"{{{W}}}id") for partie in parties for c in partie.racine.iter(f"{{{W}}}comment")
        if c.get(f"{{{W}}}author") == NOUS
    }  # fmt: skip
    textes = {
        c.get(f"{{{W}}}id"): " ".join("".join(map(str, c.itertext())).split())
        for partie in parties if partie.nom == "commentaires"
        for c in partie.racine.iter(f"{{{W}}}comment")
    }  # fmt: skip
    par_noeud = {f.noeud: f for f in lus if f.genre == TEXTE and f.noeud is not None}
    for partie in parties:
        for appel in partie.racine.iter(f"{{{W}}}commentReference"):
            if appel.get(f"{{{W}}}id") in notres:
                continue
            paragraphe = next(appel.iterancestors(f"{{{W}}}p"), None)
            dit = textes.pop(appel.get(f"{{{W}}}id"), "")
            _commentaire(dit, None if paragraphe is None else par_noeud.get(paragraphe), releve)
    for dit in (d for numero, d in textes.items() if numero not in notres):
        _commentaire(dit, None, releve)


def _commentaire(dit: str, fragment: Fragment | None, releve: Releve) -> None:
    extrait = f" : « {dit[:60]} »" if dit else ""
    releve.dire(
        Code.COMMENTAIRE_LAISSE, Gravite.AVERTISSEMENT,
        f"un commentaire est resté{extrait}", "Dans Word : Révision, Supprimer le commentaire.",
        fragment or Fragment(TEXTE, dit, "commentaires", ""),
    )  # fmt: skip


def proprietes(lus: Sequence[Fragment], releve: Releve) -> None:
    """Names and paths in the properties of the file."""
    for fragment in lus:
        if fragment.genre != PROPRIETE or re.fullmatch(r"\s*\{\{.*\}\}\s*", fragment.texte):
            continue
        propre = fragment.membre.endswith("custom.xml")
        quoi = _PERSONNES.get(fragment.nom) or ("une propriété ajoutée" if propre else "")
        chemin = _CHEMIN.search(fragment.texte) is not None
        if fragment.texte.strip().lower() in _NOUS or not (quoi or chemin):
            continue
        dit = quoi or "un chemin de votre machine"
        releve.dire(
            Code.DONNEE_PERSONNELLE, Gravite.AVERTISSEMENT,
            f"les propriétés du fichier disent {dit} : « {fragment.texte[:60]} »", _INSPECTER,
            fragment,
        )  # fmt: skip
