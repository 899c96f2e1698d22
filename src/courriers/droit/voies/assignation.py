"""The two drafts of an assignation, interim payment and full action: what closes them to a case.

Sources: CPC, art. 54 and 56 (what it says), 752, 753 and 855 (with a lawyer or without), 835,
al. 2, and 873, al. 2 (an obligation that is not seriously disputable), 750 and 750-1 (request,
amicable attempt), 760, 761 and 853 (lawyer), 42 and 643 (a debtor abroad).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.modele import Dossier
from courriers.droit.agenda.justice import audience
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.regles.demande import (
    a_savoir_de_la_demande,
    etat_civil,
    obstacles_a_la_demande,
)
from courriers.droit.voies.competence import avocat, competence, juge_de, tentative_750_1
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.injonction import competence_a_verifier, juridiction_saisie
from courriers.droit.voies.juge import assignation_au_fond, public_ferme, refere_provision
from courriers.droit.voies.modele import Sens, TentativeAmiable
from courriers.droit.voies.refus import avec_les_voies_ouvertes, refus_de
from courriers.langue.accords import enumeration
from courriers.langue.typographie import date_longue

_REFERE = "CPC, art. 835, al. 2, et 873, al. 2"
_CITEES = 3
"""Invoices a finding names; beyond, it counts them."""


def empechements_refere(
    dossier: Dossier, decompte: Decompte, somme: Decimal, bareme: Bareme | None = None
) -> list[Constat]:
    """Every reason not to draft the interim payment, most fundamental first."""
    faits = _faits(dossier, decompte, bareme)
    quoi = "le référé du juge judiciaire"
    refus = [
        *_de_la_voie(faits, decompte, somme, quoi),
        *_contestation(faits),
        *_de_l_acte(faits, quoi),
    ]
    return avec_les_voies_ouvertes(refus, faits, sauf=refere_provision(faits).titre)


def empechements_fond(
    dossier: Dossier, decompte: Decompte, somme: Decimal, bareme: Bareme | None = None
) -> list[Constat]:
    """Every reason not to draft the full action, most fundamental first."""
    faits = _faits(dossier, decompte, bareme)
    quoi = "le juge judiciaire"
    refus = [*_de_la_voie(faits, decompte, somme, quoi), *_de_l_acte(faits, quoi)]
    return avec_les_voies_ouvertes(refus, faits, sauf=assignation_au_fond(faits).titre)


def _faits(dossier: Dossier, decompte: Decompte, bareme: Bareme | None = None) -> Faits:
    return Faits(dossier, decompte.au, bareme or decompte.regime.bareme, decompte)


def _de_la_voie(faits: Faits, decompte: Decompte, somme: Decimal, quoi: str) -> Iterator[Constat]:
    yield from obstacles_a_la_demande(faits.dossier, decompte, somme)
    yield from refus_de(faits.ordonnance_rendue(), "ordonnance")
    yield from refus_de(public_ferme(faits, quoi), "debiteur.type")
    yield from _a_l_etranger(faits)


def _de_l_acte(faits: Faits, quoi: str) -> Iterator[Constat]:
    if not refus_de(public_ferme(faits, quoi)):  # no judicial court has the claim
        yield from juridiction_saisie(
            faits, "CPC, art. 42 et 46, C. com., art. L721-3", competence(faits)
        )
    yield from etat_civil(faits.dossier)


def _contestation(faits: Faits) -> Iterator[Constat]:
    if faits.conteste_le is not None:
        yield erreur(
            Code.VOIE_FERMEE,
            f"la créance est contestée depuis le {date_longue(faits.conteste_le)} : la provision "
            "suppose une obligation qui n’est pas sérieusement contestable, ce que ce projet ne "
            f"démontre pas contre une contestation ({_REFERE}).",
            "Un avocat dit si elle est sérieuse.",
            Lieu(champ="contestation"),
            fondement=_REFERE,
        )


def _a_l_etranger(faits: Faits) -> Iterator[Constat]:
    """The law does not close the action, but nothing in the draft would be right."""
    if faits.a_l_etranger:
        conseil = "Un avocat écrit cette assignation."
        if faits.dossier.debiteur.qualite == "consommateur":
            conseil += (
                " Un consommateur de l’Union européenne s’assigne d’ordinaire devant les juges de "
                "l’État où il demeure (règlement (UE) n° 1215/2012, art. 18)."
            )
        yield erreur(
            Code.DEBITEUR_ETRANGER,
            "le débiteur ne demeure pas en France : juge compétent, signification et délais de "
            "distance ne sont pas ceux de ce projet (CPC, art. 42 et 643).",
            conseil,
            Lieu(champ="debiteur.adresse.pays"),
            fondement="CPC, art. 42 et 643",
        )


def avocat_obligatoire(faits: Faits) -> bool:
    """Whether the sum claimed makes a lawyer compulsory before the court of the case.

    A sum that is not in euros is held to be above the threshold: prudence costs a lawyer less than
    a void act.
    """
    juridiction = faits.dossier.juridiction
    if juridiction is not None and juge_de(juridiction) == "protection":
        return False
    seuil = faits.bareme.constante_ou_zero("seuil_avocat", faits.au)
    if faits.demande is None or faits.dossier.devise != "EUR" or not seuil:
        return True
    return faits.demande > seuil


def tentative_exigee(faits: Faits, *, refere: bool) -> TentativeAmiable:
    """Whether an amicable attempt must come first, before the court that the case names."""
    saisie = faits.dossier.juridiction
    commerce = saisie is not None and juge_de(saisie) == "commerce"
    if commerce and saisie is not None and saisie.nature != "chambre_commerciale":
        return TentativeAmiable(False, "l’article 750-1 du CPC ne vise que le tribunal judiciaire")
    return tentative_750_1(faits, refere=refere)


def a_savoir_refere(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """What to weigh before the draft of an interim payment goes to the lawyer."""
    yield from _a_savoir(_faits(dossier, decompte), decompte, refere=True)
    dues = {s.facture for s in decompte.factures if s.principal}
    muettes = [f.numero for f in dossier.factures if f.numero in dues and f.executee_le is None]
    if muettes:
        lesquelles = enumeration(muettes) if len(muettes) <= _CITEES else f"{len(muettes)} factures"
        yield avertissement(
            Code.EXECUTION_A_PROUVER,
            "le dossier ne dit pas quel jour a été exécuté ou livré ce qui est facturé "
            f"({lesquelles}) : le projet n’en tire pas argument, alors que c’est au créancier de "
            f"prouver une obligation qui n’est pas sérieusement contestable ({_REFERE}).",
            "Donnez « executee_le » à chaque facture, et joignez le bon de livraison ou le "
            "procès-verbal de réception.",
            Lieu(champ="factures"),
            fondement=_REFERE,
        )


def a_savoir_fond(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """What to weigh before the draft of a full action goes to the lawyer."""
    faits = _faits(dossier, decompte)
    yield from _a_savoir(faits, decompte, refere=False)
    juridiction = dossier.juridiction
    if juridiction is None or juge_de(juridiction) == "commerce":
        return
    for motif in assignation_au_fond(faits).motifs:
        if motif.fondement == "CPC, art. 750":
            yield information(
                Code.REQUETE_POSSIBLE,
                f"{motif.texte} ({motif.fondement}).",
                lieu=Lieu(champ="juridiction"),
                fondement=motif.fondement,
            )


def _a_savoir(faits: Faits, decompte: Decompte, *, refere: bool) -> Iterator[Constat]:
    yield from a_savoir_de_la_demande(faits.dossier, decompte, "CPC, art. 56, 3°")
    yield from competence_a_verifier(faits)
    yield from _droit_local_ou_public(faits)
    yield from _avocat(faits)
    yield from _placement(faits, refere=refere)
    tentative = tentative_exigee(faits, refere=refere)
    if tentative.exigee is not False:
        yield avertissement(
            Code.TENTATIVE_AMIABLE,
            f"{tentative.motif}.",
            "Dites au blanc du projet ce qui a été tenté, ou pourquoi la loi en dispense "
            "(CPC, art. 54, 5°).",
            fondement="CPC, art. 54, 5°, et 750-1",
        )


def _placement(faits: Faits, *, refere: bool) -> Iterator[Constat]:
    """When to serve and to lodge, for the hearing that the case gives; or that it is too late."""
    juridiction, lieu = faits.dossier.juridiction, Lieu(champ="juridiction.audience_le")
    if juridiction is None or juridiction.audience_le is None:
        return
    if juridiction.audience_le < faits.au:
        yield avertissement(
            Code.PLACEMENT_A_FAIRE,
            f"l’audience du {date_longue(juridiction.audience_le)} est passée.",
            "Demandez une autre date au greffe, ou retirez celle-ci : le projet la laisse alors "
            "en blanc.",
            lieu,
        )
        return
    if refere and juge_de(juridiction) == "commerce":  # CPC, art. 856 and 857: full actions
        return
    for terme in audience(faits.dossier, faits.au, faits.bareme):
        if terme.nature == "audience":
            continue
        passe = terme.jour < faits.au
        yield (avertissement if passe else information)(
            Code.PLACEMENT_A_FAIRE,
            f"{terme.quoi} : {'c’était ' if passe else ''}au plus tard le "
            f"{date_longue(terme.jour)} ({terme.fondement})"
            f"{f', {terme.reserve}' if terme.reserve else ''}.",
            "Demandez au greffe une date plus lointaine." if passe else "",
            lieu,
            fondement=terme.fondement,
        )


def _avocat(faits: Faits) -> Iterator[Constat]:
    juridiction, qui = faits.dossier.juridiction, faits.dossier.mandataire
    if juridiction is None or (qui is not None and qui.role == "avocat"):
        return
    for motif in avocat(faits, juge_de(juridiction)):
        if avocat_obligatoire(faits):
            yield avertissement(
                Code.AVOCAT_A_CONSTITUER,
                f"{motif.texte} ({motif.fondement}).",
                "Confiez-lui ce projet : sans sa constitution, l’assignation est nulle.",
                Lieu(champ="mandataire"),
                fondement=motif.fondement,
            )


def _droit_local_ou_public(faits: Faits) -> Iterator[Constat]:
    juridiction = faits.dossier.juridiction
    if juridiction is not None and juridiction.nature == "chambre_commerciale":
        yield avertissement(
            Code.COMPETENCE_A_VERIFIER,
            "devant une chambre commerciale du tribunal judiciaire, avocat, placement et "
            "contribution de 50 € sont à vérifier au droit local : le projet suit les règles du "
            "tribunal de commerce.",
            "Demandez au greffe ce qu’il applique.",
            Lieu(champ="juridiction.nature"),
        )
    for motif in public_ferme(faits, "le juge judiciaire"):
        if motif.sens is Sens.CONDITION:
            yield avertissement(
                Code.COMPETENCE_A_VERIFIER,
                f"{motif.texte} ({motif.fondement}).",
                lieu=Lieu(champ="debiteur.regime"),
                fondement=motif.fondement,
            )
