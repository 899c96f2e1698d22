"""What forbids a note sent before the due day, which claims nothing that is due."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte
from courriers.droit.regles import canal as regles_du_canal
from courriers.droit.regles import obstacles_a_toute_demande, parties, procedures
from courriers.langue.typographie import montant

COURRIER = datetime.timedelta(3)
"""What the post takes, or so."""


def empechements_avant_echeance(
    dossier: Dossier, decompte: Decompte, canal: str | None
) -> list[Constat]:
    """Every reason not to write it, most fundamental first: as for a claim, its figures apart."""
    return [
        *procedures.empechements(dossier, decompte.au),
        *_rien_a_echoir(decompte),
        *_trop_percu(decompte),
        *_sans_echeance(dossier, decompte),
        *obstacles_a_toute_demande(dossier, None, decompte.au),
        *procedures.hors_des_lettres(dossier, decompte.au),
        *parties.mandataire(dossier),
        *parties.mandat(dossier, decompte.au),
        *regles_du_canal.consentement(dossier, canal),
        *regles_du_canal.appel_de_l_avocat(dossier, canal),
    ]


def a_savoir_avant_echeance(decompte: Decompte) -> list[Constat]:
    """Invoices already due, of which such a note says nothing; a due day too near for the post."""
    return [*_deja_echues(decompte), *_trop_tard(decompte)]


def _deja_echues(decompte: Decompte) -> Iterator[Constat]:
    echues = [s.facture for s in decompte.factures if not s.est_soldee]
    if echues:
        yield avertissement(
            Code.FACTURE_ECHUE,
            f"{montant(decompte.total, decompte.devise)} sont déjà dus ({', '.join(echues)}) : "
            "cette lettre n’en parle pas.",
            "Envoyez aussi la lettre qui les réclame : « --pack auto » la choisit.",
        )


def _trop_tard(decompte: Decompte) -> Iterator[Constat]:
    """By post, a note written on the eve is read after the due day."""
    premiere = min((s.echeance for s in decompte.factures_a_echoir), default=None)
    if premiere is not None and premiere - decompte.au < COURRIER:
        yield avertissement(
            Code.ECHEANCE_PROCHE,
            f"la première échéance est le {premiere:%d/%m/%Y} : la lettre risque d’arriver après.",
            "Attendez l’échéance, ou téléphonez.",
        )


def _rien_a_echoir(decompte: Decompte) -> Iterator[Constat]:
    if decompte.a_echoir <= 0:
        motif = "tout est réglé"
        if decompte.total > 0:
            motif = "ce qui reste dû est déjà échu"
        yield erreur(
            Code.RIEN_A_RECLAMER,
            f"aucune facture n’est à échoir au {decompte.au:%d/%m/%Y} : {motif}.",
            "Une facture échue se rappelle par « relance-courtoise »." if decompte.total else "",
        )


def _trop_percu(decompte: Decompte) -> Iterator[Constat]:
    """The creditor holds what would pay the invoice, in whole or in part."""
    if decompte.a_echoir > 0 and decompte.trop_percu > 0:
        yield erreur(
            Code.TROP_PERCU,
            f"le créancier détient {montant(decompte.trop_percu, decompte.devise)} de trop : la "
            "somme annoncée serait excessive (C. civ., art. 1347).",
            "Remboursez ce montant, ou désignez les factures qu’il règle.",
            fondement="C. civ., art. 1347",
        )


def _sans_echeance(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """An invoice whose due day nothing fixes: the letter would have to invent one."""
    if decompte.regime.de_plein_droit:
        return
    annoncees = {s.facture for s in decompte.factures_a_echoir}
    for rang, facture in enumerate(dossier.factures):
        if facture.numero in annoncees and facture.echeance is None:
            yield erreur(
                Code.CHAMP_MANQUANT,
                f"la lettre annonce l’échéance de la facture {facture.numero}, et le dossier ne la "
                "donne pas.",
                lieu=Lieu(champ=f"factures[{rang}].echeance"),
            )
