"""What forbids a letter about a debt, and what a person should weigh before sending one.

Each rule stands with its text, which its finding carries (``fondement``). A refusal is for what
the law forbids or what would be false; the rest is a finding. ``docs/constats.md`` lists them.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from courriers.constats import Constat
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.prescription import Prescription, prescriptions
from courriers.droit.regles import canal as regles_du_canal
from courriers.droit.regles import commande_publique, dette, parties, procedures
from courriers.droit.regles.reglements import accessoires_abandonnes as abandonnes

__all__ = ["a_savoir", "empechements", "obstacles_a_toute_demande"]


def empechements(
    dossier: Dossier,
    decompte: Decompte,
    canal: str | None,
    reclamee: Decimal,
    *,
    sous_echeancier: bool = False,
) -> list[Constat]:
    """Every reason not to write, most fundamental first.

    Args:
        dossier: the case.
        decompte: its statement on the day of the letter.
        canal: how the letter goes to the debtor; nothing when it goes to someone else.
        reclamee: the sum the letter claims: all of the statement, or its principal alone.
        sous_echeancier: the letter is about the schedule itself, and does not claim past it.
    """
    return [
        *procedures.empechements(dossier, decompte.au),
        *dette.rien_a_reclamer(decompte, reclamee),
        *obstacles_a_toute_demande(dossier, decompte, sous_echeancier=sous_echeancier),
        *procedures.hors_des_lettres(dossier, decompte.au),
        *procedures.ordonnance_signifiee(dossier, decompte),
        *parties.mandataire(dossier),
        *parties.mandat(dossier, decompte.au),
        *regles_du_canal.consentement(dossier, canal),
        *regles_du_canal.appel_de_l_avocat(dossier, canal),
    ]


def obstacles_a_toute_demande(
    dossier: Dossier,
    decompte: Decompte | None,
    au: datetime.date | None = None,
    *,
    sous_echeancier: bool = False,
) -> list[Constat]:
    """What forbids to ask for the debt at all, by letter or before a court.

    Insolvency and the absence of anything due are apart: they do not close the same routes.
    Without a statement (a regime this version does not compute), its figures are not looked at.

    Args:
        dossier: the case.
        decompte: its statement, if there is one.
        au: the day; that of the statement by default.
        sous_echeancier: what is asked for is the schedule: it is no obstacle.
    """
    au = au or (decompte.au if decompte is not None else datetime.date.max)
    sur_les_chiffres: list[Constat] = []
    if decompte is not None:
        sur_les_chiffres = [
            *dette.prescrites(dossier, decompte, _prescriptions(dossier, decompte)),
            *dette.accessoires_interdits(dossier, decompte),
            *dette.cumul(decompte),
            *(abandonnes(dossier, decompte) if decompte.principal <= 0 else ()),
        ]
    return [
        *(dette.trop_percu(decompte) if decompte is not None else ()),
        *dette.cession(dossier, au),
        *(() if sous_echeancier else dette.echeancier(dossier, au)),
        *sur_les_chiffres,
        *dette.frais_interdits(dossier, au),
        *parties.disparues(dossier, au),
        *parties.codebiteurs(dossier),
    ]


def a_savoir(dossier: Dossier, decompte: Decompte, *, au_debiteur: bool = True) -> list[Constat]:
    """What does not forbid the letter, and should be known before it goes.

    Args:
        dossier: the case.
        decompte: its statement on the day of the letter.
        au_debiteur: the debtor receives it, who is asked to pay.
    """
    au = decompte.au
    constats = [
        *parties.etranger(dossier),
        *parties.signature_de_l_avocat(dossier),
        *dette.contestation(dossier, au),
        *dette.frais_a_justifier(dossier, au),
        *dette.sur_la_prescription(dossier, decompte, _prescriptions(dossier, decompte)),
        *procedures.gel(dossier, decompte),
    ]
    if au_debiteur:
        constats += parties.creancier(dossier)
        constats += commande_publique.receptions(dossier, decompte)
        constats += parties.premiere_lettre(dossier, au)
    return constats


def _prescriptions(dossier: Dossier, decompte: Decompte) -> list[Prescription]:
    return prescriptions(dossier, decompte)
