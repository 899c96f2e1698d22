"""What forbids to bring a claim before a judge, and what the claim must say of who brings it.

Sources: CPC, art. 54 (a claim says, on pain of nullity, the court, its object, and of the claimant:
a natural person's full civil status, a body's form, name, seat and the organ that represents it)
and 57 (of the one it is against: name and home, or name and seat); C. com., art. L622-21 (no claim
once insolvency is open); C. consom., art. L722-2 (over-indebtedness stays enforcement only).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Societe
from courriers.droit.decompte import Decompte
from courriers.droit.regles import dette, obstacles_a_toute_demande, parties, procedures

_ETAT_CIVIL = {
    "profession": "la profession",
    "nationalite": "la nationalité",
    "date_naissance": "la date de naissance",
    "lieu_naissance": "le lieu de naissance",
}


def obstacles_a_la_demande(
    dossier: Dossier, decompte: Decompte, somme: Decimal, *, en_justice: bool = True
) -> list[Constat]:
    """Every reason not to bring the claim, most fundamental first.

    Args:
        dossier: the case.
        decompte: its statement on the day.
        somme: what is claimed.
        en_justice: a title is asked for, which over-indebtedness does not forbid; otherwise the
            debtor is asked to pay.
    """
    ouvertes = [
        c
        for c in procedures.empechements(dossier, decompte.au)
        if not (en_justice and c.code == Code.SURENDETTEMENT)
    ]
    signifiee = () if en_justice else procedures.ordonnance_signifiee(dossier, decompte)
    return [
        *ouvertes,
        *dette.rien_a_reclamer(decompte, somme),
        *obstacles_a_toute_demande(dossier, decompte),
        *procedures.hors_des_lettres(dossier, decompte.au),
        *signifiee,
        *parties.mandat(dossier, decompte.au),
    ]


def etat_civil(dossier: Dossier) -> Iterator[Constat]:
    """What the case does not say of the claimant (CPC, art. 54, 3°)."""
    demandeur = dossier.creancier
    manquants: dict[str, str] = {}
    if demandeur.est_personne_physique:
        manquants = {n: d for n, d in _ETAT_CIVIL.items() if getattr(demandeur, n) is None}
    else:
        if getattr(demandeur, "representant", None) is None:
            manquants["representant"] = "l’organe qui représente légalement le créancier"
        if isinstance(demandeur, Societe) and not demandeur.forme_juridique:
            manquants["forme_juridique"] = "la forme du créancier"
    for champ, quoi in manquants.items():
        yield erreur(
            Code.CHAMP_MANQUANT,
            f"une demande en justice dit, à peine de nullité, {quoi} (CPC, art. 54, 3°).",
            lieu=Lieu(champ=f"creancier.{champ}"),
            fondement="CPC, art. 54, 3°",
        )


def a_savoir_de_la_demande(dossier: Dossier, decompte: Decompte, article: str) -> Iterator[Constat]:
    """What to weigh before a judge is asked.

    Args:
        dossier: the case.
        decompte: its statement on the day.
        article: the text that wants the documents listed.
    """
    if not dossier.pieces:
        yield avertissement(
            Code.PIECES_ABSENTES,
            "le dossier ne liste aucune pièce : le bordereau ne porte que les factures.",
            "Ajoutez à « pieces » le contrat ou la commande, les factures, les preuves "
            "d’exécution et la mise en demeure.",
            Lieu(champ="pieces"),
            fondement=article,
        )
    yield from _coobliges(dossier)
    surendettement = dossier.surendettement
    if surendettement is not None and surendettement.date_recevabilite <= decompte.au:
        yield avertissement(
            Code.SURENDETTEMENT,
            "le dossier de surendettement est recevable : un titre peut être demandé, mais son "
            "exécution est suspendue et interdite (C. consom., art. L722-2).",
            lieu=Lieu(champ="surendettement"),
            fondement="C. consom., art. L722-2",
        )
    en_demeure = any(e.vaut_mise_en_demeure and e.date <= decompte.au for e in dossier.envois)
    if decompte.regime.de_plein_droit and not en_demeure:
        yield avertissement(
            Code.SANS_MISE_EN_DEMEURE,
            "aucune mise en demeure ne précède : aucun texte ne l’exige, mais le juge regarde si "
            "le débiteur a été mis à même de payer.",
            "Envoyez d’abord le pack « mise-en-demeure », si le temps le permet.",
            Lieu(champ="envois"),
        )


def _coobliges(dossier: Dossier) -> Iterator[Constat]:
    """The acts are drawn up against the debtor alone: a judgment binds its parties only."""
    for champ, qui, article in (
        ("codebiteurs", "un codébiteur nommé au dossier", "C. civ., art. 1310 et 1355"),
        ("cautions", "une personne qui s’est portée caution", "C. civ., art. 1355 et 2288"),
    ):
        if getattr(dossier, champ):
            yield avertissement(
                Code.COOBLIGE_HORS_DE_L_ACTE,
                f"la demande ne vise que le débiteur : la décision ne vaudra pas contre {qui}.",
                "Complétez l’acte dans Word, ou formez aussi une demande contre cette personne.",
                Lieu(champ=champ),
                fondement=article,
            )


def sans_adresse(dossier: Dossier) -> Iterator[Constat]:
    """The letter goes to a court whose street the case does not give."""
    saisie = dossier.juridiction
    if saisie is not None and saisie.adresse is None:
        yield avertissement(
            Code.JURIDICTION_SANS_ADRESSE,
            f"l’adresse de la juridiction de {saisie.siege} n’est pas au dossier : l’enveloppe ne "
            "porte que la ville.",
            "Donnez « juridiction.adresse » {lignes, code_postal, ville}.",
            Lieu(champ="juridiction.adresse"),
        )
