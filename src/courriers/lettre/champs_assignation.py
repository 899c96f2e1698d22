"""The draft of an assignation, as a template sees it: what it says, what it leaves to be filled.

A draft is finished by others: each blank has a number, said where it stands and again in the list
of what is left to fill, which is made of the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from courriers.dossier.modele import Dossier
from courriers.dossier.pays import est_francais
from courriers.droit.decompte import Decompte, SoldeFacture
from courriers.droit.voies.assignation import avocat_obligatoire, tentative_exigee
from courriers.droit.voies.competence import juge_de
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.modele import TentativeAmiable
from courriers.langue.adresse import lignes_de
from courriers.langue.typographie import INSECABLE, euros_ronds
from courriers.lettre.demonstration import a_reclame, demonstration

ASSIGNATIONS = ("refere_provision", "assignation_au_fond")
"""The routes whose document is the draft of an act."""
_AVOCAT, _ETUDE = "l’avocat", "le commissaire de justice"


@dataclass(frozen=True, slots=True)
class Blanc:
    """What someone else fills in."""

    nom: str
    quoi: str
    qui: str
    article: str


def assignation(
    dossier: Dossier, decompte: Decompte, soldes: Sequence[SoldeFacture], voie: str
) -> dict[str, Any] | None:
    """What a draft says beyond a claim to a judge; nothing for any other letter.

    Args:
        dossier: the case.
        decompte: its statement.
        soldes: the invoices something is claimed of.
        voie: the route of the pack.
    """
    if voie not in ASSIGNATIONS:
        return None
    faits = Faits(dossier, decompte.au, decompte.regime.bareme, decompte)
    tentative = tentative_exigee(faits, refere=voie == "refere_provision")
    blancs = list(_blancs(faits, tentative))
    numeros = {b.nom: f"[{rang}] {b.quoi}" for rang, b in enumerate(blancs, start=1)}
    saisie = dossier.juridiction
    return {
        "adresse": ", ".join(lignes_de(saisie.adresse)) if saisie and saisie.adresse else "",
        "avocat_obligatoire": avocat_obligatoire(faits),
        "seuil_avocat": _seuil(faits),
        "amiable": _amiable(dossier, decompte, soldes, tentative),
        "non_contestable": demonstration(dossier, decompte, soldes),
        "blancs": {nom: numeros.get(nom, "") for nom in _NOMS},
        "a_remplir": [
            {"numero": f"[{rang}]", "quoi": b.quoi, "qui": f"{b.qui} ({b.article})"}
            for rang, b in enumerate(blancs, start=1)
        ],
    }


_NOMS = (
    "acte", "avocat", "domicile", "commissaire", "audience", "salle", "amiable", "reponse",
    "article_700", "remise",
)  # fmt: skip
"""In the order of the act."""


def _seuil(faits: Faits) -> str:
    """The sum above which a lawyer is compulsory, where the claim can be held to it."""
    seuil = faits.bareme.constante_ou_zero("seuil_avocat", faits.au)
    return euros_ronds(seuil) if seuil and faits.dossier.devise == "EUR" else ""


def _blancs(faits: Faits, tentative: TentativeAmiable) -> Iterator[Blanc]:
    dossier, saisie = faits.dossier, faits.dossier.juridiction
    commerce = saisie is not None and juge_de(saisie) == "commerce"
    conseil = dossier.mandataire is not None and dossier.mandataire.role == "avocat"
    redacteur = _AVOCAT if conseil or avocat_obligatoire(faits) else "le créancier"
    yield Blanc("acte", "jour, mois et année de l’acte", _ETUDE, "CPC, art. 648, 1")
    if conseil or avocat_obligatoire(faits):
        quoi = "toque" if conseil else "avocat constitué, cabinet et toque"
        yield Blanc("avocat", quoi, _AVOCAT, "CPC, art. 853" if commerce else "CPC, art. 752, 1°")
    if not est_francais(dossier.creancier.adresse.pays):
        article = "CPC, art. 855" if commerce else "CPC, art. 753"
        quoi = "nom, prénoms et adresse chez qui domicile est élu en France"
        yield Blanc("domicile", quoi, redacteur, article)
    yield Blanc("commissaire", "nom, prénoms, demeure et signature", _ETUDE, "CPC, art. 648, 3")
    jour = saisie is not None and saisie.audience_le is not None
    yield Blanc(
        "audience",
        "heure de l’audience" if jour else "jour et heure de l’audience",
        "le greffe, sur présentation du projet" if not commerce else "le greffe",
        "CPC, art. 56, 1°" if commerce else "CPC, art. 56, 1°, et 751",
    )
    yield Blanc("salle", "lieu précis et salle", "le greffe", "CPC, art. 56, 1°")
    if tentative.exigee is not False:
        quoi = "diligences entreprises en vue d’une résolution amiable, ou motif de dispense"
        yield Blanc("amiable", quoi, redacteur, "CPC, art. 54, 5°")
    if faits.conteste_le is not None:
        yield Blanc("reponse", "ce qui répond à la contestation", redacteur, "CPC, art. 56, 2°")
    yield Blanc("article_700", "montant demandé", redacteur, "CPC, art. 700")
    yield Blanc("remise", "mode de remise et coût de l’acte", _ETUDE, "CPC, art. 653 et suivants")


def _amiable(
    dossier: Dossier,
    decompte: Decompte,
    soldes: Sequence[SoldeFacture],
    tentative: TentativeAmiable,
) -> list[str]:
    """What CPC, art. 54, 5°, wants said, but for what only the creditor knows."""
    dites = []
    if a_reclame(dossier, soldes, decompte.au):
        dites.append(
            "Avant toute action, le créancier a demandé le paiement, comme il est dit ci-dessus."
        )
    tentatives = "une tentative de conciliation, de médiation ou de procédure participative"
    if tentative.exigee is False:
        dites.append(
            f"La loi n’exigeait pas, avant cette demande, {tentatives}{INSECABLE}: "
            f"{_en_entier(tentative.motif)}."
        )
    elif tentative.exigee:
        dites.append(
            f"Cette demande doit être précédée, à peine d’irrecevabilité, d’{tentatives}, sauf "
            "dispense (article 750-1 du code de procédure civile)."
        )
    else:
        dites.append(
            "Pour une demande de cette nature, l’article 750-1 du code de procédure civile peut "
            f"exiger d’abord {tentatives}."
        )
    return dites


def _en_entier(motif: str) -> str:
    """A reason of a route, as an act writes it."""
    dit = re.sub(r"\(CPC, art\. ([\d-]+)\)", r"(article \1 du code de procédure civile)", motif)
    dit = re.sub(r"\(CPC, art\. ([\d-]+), (\d°)\)",
                 r"(article \1, \2, du code de procédure civile)", dit)  # fmt: skip
    return dit.replace("du CPC", "du code de procédure civile")
