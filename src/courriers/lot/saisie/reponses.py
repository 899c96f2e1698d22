"""From answers to a case.

The answers are a flat mapping of texts, as typed: ``{"creancier.type": "societe",
"factures[0].numero": "FA-12"}``. The same text is checked whatever it comes through: a terminal, a
form, another program.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.chargement import load_dossier
from courriers.erreurs import DossierInvalide
from courriers.lot.saisie.lecture import VARIABLE, Valeur, verifier_reponse
from courriers.lot.saisie.question import Question, listes, question, questions

PARTIES = ("creancier", "debiteur")
"""What can be kept whole from another case."""
_QUALITES = {"personne_publique": "personne_publique"}


@dataclass(frozen=True, slots=True)
class Saisie:
    """What answers make: a case, and every fault, by the name of the answer to correct."""

    dossier: Mapping[str, Any]
    """As :func:`~courriers.load_dossier` reads it, when there is no fault."""
    fautes: Mapping[str, Constat] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "dossier": dict(self.dossier),
            "fautes": {cle: constat.as_dict() for cle, constat in self.fautes.items()},
        }


def lire_reponses(reponses: Mapping[str, str], *, fond: Mapping[str, Any] | None = None) -> Saisie:
    """The case that *reponses* make, and every fault at once.

    Args:
        reponses: texts by name of answer; blank or absent, an answer takes its default. Answers to
            questions that are not asked are left aside.
        fond: parts of another case, already checked, to keep: its creditor, its debtor… Nothing is
            asked of them.
    """
    fautes = {cle: _inconnue(cle) for cle in reponses if not _est_connue(cle, reponses[cle])}
    sues = {cle: texte for cle, texte in reponses.items() if cle not in fautes}
    dossier = copy.deepcopy(dict(fond or {}))
    for cle, asked in posees(sues, fond=fond):
        valeur = verifier_reponse(asked, sues.get(cle, ""), cle=cle, devise=devise_de(fond))
        if isinstance(valeur, Constat):
            fautes[cle] = valeur
        elif valeur is not None:
            _poser(dossier, asked, cle, valeur)
    _deduire(dossier, asked={cle for cle, _ in posees(sues, fond=fond)})
    rangs = {nom: sorted(v) for nom, v in dossier.items() if nom in listes() and _par_rang(v)}
    for constat in _du_dossier(dossier):
        cle = _cle_du_champ(constat.lieu.champ or "", rangs)
        if constat.lieu.champ == "reference" and "reference" not in dossier:
            cle = "factures[0].numero"  # it would have been that number
        message = re.sub(r"\b(\d{4})-(\d\d)-(\d\d)\b", r"\3/\2/\1", constat.message)
        fautes.setdefault(cle, replace(constat, message=message, lieu=Lieu(champ=cle)))
    return Saisie(_en_listes(dossier), fautes)


def dossier_de(
    reponses: Mapping[str, str], *, fond: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The case that *reponses* make, as :func:`~courriers.load_dossier` reads it.

    Raises:
        DossierInvalide: answers are missing or faulty; ``constats`` holds every fault, the name
            of the answer as its place.
    """
    saisie = lire_reponses(reponses, fond=fond)
    if saisie.fautes:
        lignes = "".join(f"\n  - {cle} : {c.message}" for cle, c in saisie.fautes.items())
        raise DossierInvalide(
            f"Des réponses sont à revoir :{lignes}", constats=tuple(saisie.fautes.values())
        )
    return dict(saisie.dossier)


def posees(
    reponses: Mapping[str, str], *, fond: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, Question]]:
    """The questions that are asked after *reponses*, each with the name of its answer, in order.

    Those of a list come for each element begun, and for the least number it must have.
    """
    connues: dict[str, str] = {}
    rangs = {nom: rangs_de(nom, reponses) for nom in listes()}
    for nom, groupe in groupes():
        if nom and fond and nom in fond:
            continue
        for rang in rangs[nom] if nom else (None,):
            for asked in groupe:
                cle = asked.cle if rang is None else f"{nom}[{rang}].{asked.membre}"
                if _est_au_fond(asked, fond):
                    connues[asked.cle] = str(au_chemin(fond or {}, asked.chemin) or "")
                    continue
                connues[asked.cle] = ""
                if not all(c.est_vraie(connues.get(c.cle, "")) for c in asked.si):
                    continue
                valeur = verifier_reponse(asked, reponses.get(cle, ""))
                connues[asked.cle] = "" if isinstance(valeur, Constat) else str(valeur or "")
                yield cle, asked


def rangs_de(nom: str, reponses: Mapping[str, str]) -> list[int]:
    """Ranks of the elements of the list *nom* that *reponses* begin, at least its minimum."""
    dits = {int(m[1]) for cle in reponses if (m := re.match(rf"{nom}\[(\d{{1,6}})\]\.", cle))}
    return sorted(dits | set(range(listes()[nom].minimum)) if len(dits) < 1 else dits)


def groupes() -> Iterator[tuple[str, list[Question]]]:
    """The questions in order, by runs of one list, or of none (« »)."""
    groupe: list[Question] = []
    for asked in questions():
        if groupe and groupe[-1].liste != asked.liste:
            yield groupe[-1].liste, groupe
            groupe = []
        groupe.append(asked)
    yield groupe[-1].liste, groupe


def _est_connue(cle: object, texte: object) -> bool:
    if not isinstance(cle, str) or not isinstance(texte, str):
        return False
    connue = question(cle)
    if connue is None:
        return False
    return bool(re.fullmatch(rf"{connue.liste}\[\d{{1,6}}\]\.{connue.membre}", cle)) == bool(
        connue.liste
    )


def _inconnue(cle: object) -> Constat:
    return erreur(
        Code.CHAMP_INCONNU,
        "aucune question ne porte ce nom, ou sa réponse n’est pas un texte.",
        lieu=Lieu(champ=str(cle)[:80]),
    )


def _est_au_fond(asked: Question, fond: Mapping[str, Any] | None) -> bool:
    """Whether another case, kept in part, already answers, or leaves it out on purpose."""
    if not fond:
        return False
    partie = asked.chemin.partition(".")[0]
    entiere = partie in PARTIES and partie in fond and not asked.tardive
    return entiere or au_chemin(fond, asked.chemin) is not None


def au_chemin(objet: Mapping[str, Any], chemin: str) -> Any:
    """What *objet* holds at *chemin*, or nothing."""
    courant: Any = objet
    for nom in chemin.split("."):
        courant = courant.get(nom) if isinstance(courant, Mapping) else None
    return courant


# --- Des réponses au dossier ------------------------------------------------------------------


def _poser(dossier: dict[str, Any], asked: Question, cle: str, valeur: Valeur) -> None:
    """Put *valeur* where it goes; the elements of a list stay by rank until the end."""
    if asked.cle == "nature":
        dossier["nature"] = valeur
        return
    hote = dossier
    *noms, dernier = asked.chemin.split(".")
    if asked.liste:
        rang = int(cle.partition("[")[2].partition("]")[0])
        hote = dossier.setdefault(asked.liste, {}).setdefault(rang, {})
        noms = noms[1:]
    for nom in noms:
        hote = hote.setdefault(nom, {})
    if asked.genre == "siren" and len(str(valeur)) == 14:
        hote["siret"] = valeur
        valeur = str(valeur)[:9]
    if asked.genre == "capital" and valeur == VARIABLE:
        hote["capital_variable"] = True
        return
    if asked.genre == "taux":
        hote["mode"] = "convenu"
    hote[dernier] = _plat(valeur)


def _plat(valeur: Any) -> Any:
    if isinstance(valeur, datetime.date):
        return valeur.isoformat()
    return str(valeur) if isinstance(valeur, Decimal) else valeur


def _deduire(dossier: dict[str, Any], asked: set[str]) -> None:
    """What the answers imply and nobody is asked."""
    creancier, debiteur = dossier.get("creancier", {}), dossier.get("debiteur", {})
    if "creancier.rcs_commercant" in asked:  # who is a trader was asked for a town, and left it
        creancier.setdefault("commercant", "rcs" in creancier)
    if creancier.get("type") == "personne_publique":
        creancier.setdefault("regime", "civil")  # of no effect for a creditor
    if creancier.get("type") == "particulier":
        creancier.setdefault("activite_professionnelle", False)
    genre = debiteur.get("type")
    if genre and "qualite" not in debiteur:
        debiteur["qualite"] = _QUALITES.get(genre, "professionnel")
    nature = dossier.pop("nature", "prestation")
    factures = dossier.get("factures")
    if isinstance(factures, dict):
        for facture in factures.values():
            if nature != "prestation":
                facture["nature"] = nature
        premiere = next((f["numero"] for _, f in sorted(factures.items()) if "numero" in f), None)
        if premiere and not dossier.get("reference"):
            dossier["reference"] = premiere


def _en_listes(dossier: Mapping[str, Any]) -> dict[str, Any]:
    """*dossier*, its elements by rank made lists, its first fields first."""
    plat = {
        nom: [valeur[rang] for rang in sorted(valeur)]
        if nom in listes() and _par_rang(valeur)
        else valeur
        for nom, valeur in dossier.items()
    }
    premiers = ("version", "reference", "devise", "creancier", "debiteur")
    return {nom: plat[nom] for nom in (*premiers, *plat) if nom in plat}


def _par_rang(valeur: Any) -> bool:
    """Whether *valeur* holds elements by their rank, as a list being answered does."""
    return isinstance(valeur, dict)


def devise_de(fond: Mapping[str, Any] | None) -> str:
    """The currency of the amounts: that of the case that is kept in part, or the euro."""
    return str((fond or {}).get("devise", "EUR"))


def _du_dossier(dossier: Mapping[str, Any]) -> tuple[Constat, ...]:
    try:
        load_dossier(_en_listes(dossier))
    except DossierInvalide as refus:
        return refus.constats
    return ()


def _cle_du_champ(champ: str, rangs: Mapping[str, Sequence[int]]) -> str:
    """Name of the answer that the field *champ* of the case comes from, or the field itself.

    *rangs*: by list, the rank that each of its elements had in the answers.
    """
    trouve = re.fullmatch(r"(\w+)\[(\d+)\]\.(\w+).*", champ)
    if trouve is not None:
        nom, place = trouve[1], int(trouve[2])
        rang = rangs[nom][place] if nom in rangs else place
        return f"{nom}[{rang}].{trouve[3]}"
    for asked in questions():
        if not asked.liste and champ in (asked.cle, asked.chemin):
            return asked.cle
        if asked.genre in ("adresse", "signataire") and champ.startswith(f"{asked.cle}."):
            return asked.cle
    return champ
