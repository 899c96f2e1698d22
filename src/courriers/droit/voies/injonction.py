"""The application for an order to pay: what closes it to a case, and what to know before it goes.

Sources: CPC, art. 54 and 57 (what it says), 1405 (which debts), 1406 (which judge, of public
order), 1407 (statement, basis, list of documents), 1413 and 1415 (opposition).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.regles.demande import (
    a_savoir_de_la_demande,
    etat_civil,
    obstacles_a_la_demande,
    sans_adresse,
)
from courriers.droit.voies.competence import (
    attribution,
    competence_exclusive,
    juge_de,
    juges,
    mauvaise_juridiction,
    nature_a_donner,
    nom_du_juge,
)
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.juge import injonction_refusee, public_ferme
from courriers.droit.voies.modele import Sens
from courriers.droit.voies.refus import avec_les_voies_ouvertes, refus_de
from courriers.langue.accords import enumeration


def empechements_injonction(
    dossier: Dossier, decompte: Decompte, somme: Decimal, bareme: Bareme | None = None
) -> list[Constat]:
    """Every reason not to apply for an order to pay, most fundamental first."""
    faits = Faits(dossier, decompte.au, bareme or decompte.regime.bareme, decompte)
    public = refus_de(public_ferme(faits, "l’injonction de payer"), "debiteur.type")
    saisie = juridiction_saisie(faits, "CPC, art. 1406", competence_exclusive(faits))
    refus = [
        *obstacles_a_la_demande(dossier, decompte, somme),
        *refus_de(faits.ordonnance_rendue(), "ordonnance"),
        *public,
        *refus_de(injonction_refusee(faits), _champ(faits)),
        *(() if public else saisie),  # no court gives an order against a public body
        *etat_civil(dossier),
    ]
    return avec_les_voies_ouvertes(refus, faits)


def _champ(faits: Faits) -> str:
    return "debiteur.adresse.pays" if faits.conteste_le is None else "contestation"


def juridiction_saisie(faits: Faits, article: str, competence: str) -> Iterator[Constat]:
    """The court: the case must name it, and it must be one that may have the claim.

    Args:
        faits: the case.
        article: the text that gives the claim to that court.
        competence: the court, and its place, in words.
    """
    juridiction = faits.dossier.juridiction
    if juridiction is None:
        inconnus = [m for m in attribution(faits, "judiciaire") if m.champ]
        yield from refus_de(inconnus)
        yield erreur(
            Code.CHAMP_MANQUANT,
            "une demande en justice dit, à peine de nullité, devant quelle juridiction elle est "
            "portée (CPC, art. 54, 1°) : le dossier ne la donne pas.",
            f"Donnez « juridiction » {{nature, siege, adresse}} : {competence}. « nature » : "
            f"{nature_a_donner(faits)}.",
            Lieu(champ="juridiction"),
            fondement="CPC, art. 54, 1°",
        )
        return
    motifs = list(mauvaise_juridiction(faits, juridiction))
    possibles = [nom_du_juge(faits, juge) for juge in juges(faits)]
    for constat in refus_de(motifs, "juridiction.nature"):
        conseil = constat.conseil
        if constat.code == Code.VOIE_FERMEE and possibles:
            conseil = f"La juridiction de ce dossier : {enumeration(possibles)} ({article})."
        yield erreur(
            constat.code, constat.message, conseil, constat.lieu, fondement=constat.fondement
        )


def a_savoir_injonction(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """What to weigh before the application goes."""
    yield from a_savoir_de_la_demande(dossier, decompte, "CPC, art. 57 et 1407")
    yield from competence_a_verifier(Faits(dossier, decompte.au, decompte.regime.bareme, decompte))
    yield from sans_adresse(dossier)


def competence_a_verifier(faits: Faits) -> Iterator[Constat]:
    """A fact that the case does not tell, and that would change the court."""
    juridiction = faits.dossier.juridiction
    if juridiction is None or juge_de(juridiction) != "judiciaire":
        return
    for motif in attribution(faits, "judiciaire"):
        if motif.sens is Sens.CONDITION:
            yield avertissement(
                Code.COMPETENCE_A_VERIFIER,
                f"{motif.texte} ({motif.fondement}).",
                "Vérifiez-le avant le dépôt : le juge relève d’office son incompétence.",
                Lieu(champ="juridiction.nature"),
                fondement=motif.fondement,
            )
