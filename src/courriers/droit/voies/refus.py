"""Reasons of a route as findings that refuse a document, with the routes that stay open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.droit.voies import Etat, Faits, Motif, voies
from courriers.langue.accords import enumeration


def refus_de(motifs: Iterable[Motif], champ: str = "") -> list[Constat]:
    """One refusal by reason that closes.

    Args:
        motifs: the reasons; those that do not close are left out.
        champ: the path in the case that a reason without its own is about.
    """
    return [
        erreur(
            Code.CHAMP_MANQUANT if m.champ else Code.VOIE_FERMEE,
            f"{m.texte} ({m.fondement})." if m.fondement else f"{m.texte}.",
            "Répondez par true ou false." if m.champ.endswith(".commercant") else "",
            Lieu(champ=m.champ or champ) if m.champ or champ else None,
            fondement=m.fondement,
        )
        for m in motifs
        if m.sens == "ferme"
    ]


def avec_les_voies_ouvertes(refus: list[Constat], faits: Faits, *, sauf: str = "") -> list[Constat]:
    """*refus*, the first of those that close a route saying which ones are open.

    Args:
        refus: the reasons to refuse.
        faits: the case.
        sauf: title of the route refused, where only the document is.
    """
    premier = next((c for c in refus if c.code == Code.VOIE_FERMEE), None)
    if premier is None:
        return refus
    dit = f"{premier.conseil} {_voies_ouvertes(faits, sauf)}".strip()
    return [replace(c, conseil=dit) if c is premier else c for c in refus]


def _voies_ouvertes(faits: Faits, sauf: str) -> str:
    toutes = [v for v in voies(faits.dossier, faits.au, faits.bareme) if v.titre != sauf]
    ouvertes = [v.titre for v in toutes if v.etat is Etat.OUVERTE]
    incertaines = [v.titre for v in toutes if v.etat is Etat.INCERTAINE]
    if not ouvertes and not incertaines:
        return "Aucune autre voie n’est ouverte à ce dossier (« courriers voies » dit pourquoi)."
    dites = []
    if ouvertes:
        dites.append(f"Ouvertes à ce dossier : {enumeration(ouvertes)}.")
    if incertaines:
        dites.append(f"Incertaines : {enumeration(incertaines)}.")
    return f"{' '.join(dites)} « courriers voies » dit pourquoi."
