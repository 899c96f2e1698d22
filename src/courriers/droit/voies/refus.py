"""Reasons of a route as findings that refuse a document, with the routes that stay open."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.droit.ordonnance import SANS_CERTIFICAT_DES_LE, Etape
from courriers.droit.voies import Etat, Faits, Motif, Voie, voies
from courriers.droit.voies.juge import sans_projet


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
    groupes: dict[str, list[str]] = {}
    for voie in voies(faits.dossier, faits.au, faits.bareme):
        if voie.titre != sauf and voie.etat is not Etat.FERMEE:
            groupes.setdefault(_genre(voie, faits), []).append(voie.titre)
    if not groupes:
        return (
            _suite_de_l_ordonnance(faits)
            or "Aucune autre voie n’est ouverte à ce dossier (« courriers voies » dit pourquoi)."
        )
    dites = [f"{g} : {' ; '.join(groupes[g])}." for g in _GENRES if g in groupes]
    return f"{' '.join(dites)} « courriers voies » dit pourquoi."


_OUVERTES, _PAR_AVOCAT = "Ouvertes à ce dossier", "Par un avocat, sans projet écrit ici"
_INCERTAINES, _PAR_AVOCAT_AUSSI = "Incertaines", "Incertaines, et par un avocat"
_GENRES = (_OUVERTES, _PAR_AVOCAT, _INCERTAINES, _PAR_AVOCAT_AUSSI)


def _genre(voie: Voie, faits: Faits) -> str:
    """What a reader may do of a route that is not closed."""
    seul = not sans_projet(faits, voie.nom)
    if voie.etat is Etat.INCERTAINE:
        return _INCERTAINES if seul else _PAR_AVOCAT_AUSSI
    return _OUVERTES if seul else _PAR_AVOCAT


def _suite_de_l_ordonnance(faits: Faits) -> str:
    """What is left to do of an order, where nothing but the order closes the other routes."""
    ou = faits.ordonnance
    if ou is None or faits.surendette or faits.obstacles != tuple(faits.ordonnance_rendue()):
        return ""
    if ou.etape is Etape.A_SIGNIFIER:
        return "Il reste à la faire signifier (pack « signification-ordonnance »)."
    if ou.etape is Etape.OPPOSEE:
        return "Il reste à suivre l’affaire devant le tribunal saisi (CPC, art. 1417 et 1418)."
    des, opposition = ou.executoire_des, ou.opposition_avant
    if des is None or opposition is None:
        return ""
    executer = "la faire exécuter par un commissaire de justice (CPCE, art. L111-2)"
    if ou.etape is Etape.SIGNIFIEE:
        d_ici = f" d’ici au {opposition:%d/%m/%Y}" if faits.au <= opposition else ""
        return f"Il reste à attendre, puis, sans opposition{d_ici}, à {executer} dès le {_jj(des)}."
    si = "si le greffe n’a avisé d’aucune opposition"
    if ou.ordonnance.date < SANS_CERTIFICAT_DES_LE:
        si = "une fois la non-opposition certifiée (pack « certificat-non-opposition »)"
    return (
        f"Il reste à {executer}, ce qu’elle permet depuis le {_jj(des)} {si} ; donnez-la alors "
        "dans « titre_executoire »."
    )


def _jj(jour: datetime.date) -> str:
    return f"{jour:%d/%m/%Y}"
