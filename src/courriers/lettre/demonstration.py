"""Why an obligation is not seriously disputable, from what the case holds (CPC, 835 and 873).

One paragraph by thing that a judge in interim proceedings looks for; none is said that the case
does not prove. The facts themselves are told by :mod:`.expose`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte, SoldeFacture
from courriers.droit.lignes import LignePaiement
from courriers.langue.typographie import INSECABLE, date_longue, montant
from courriers.lettre.antecedents import contestation, mise_en_demeure_anterieure, relances
from courriers.lettre.champs_procedure import bordereau
from courriers.lettre.expose import Pieces


def demonstration(
    dossier: Dossier, decompte: Decompte, soldes: Sequence[SoldeFacture]
) -> list[str]:
    """The reasons, a paragraph each.

    Args:
        dossier: the case.
        decompte: its statement.
        soldes: the invoices something is claimed of.
    """
    pieces = Pieces(bordereau(dossier, decompte))
    return [
        *_existence(dossier, pieces),
        *_execution(dossier, decompte, soldes, pieces),
        _montant(decompte, soldes),
        *_exigibilite(dossier, decompte, soldes),
        *_commencement(dossier, decompte, soldes),
        *_silence(dossier, decompte, soldes),
    ]


def _existence(dossier: Dossier, pieces: Pieces) -> Iterator[str]:
    fondement = (dossier.conditions.fondement or "").rstrip(".")
    if fondement:
        renvoi = pieces.du_fondement(fondement)
        yield f"– son existence{INSECABLE}: {fondement}{renvoi}{INSECABLE};"


def _execution(
    dossier: Dossier, decompte: Decompte, soldes: Sequence[SoldeFacture], pieces: Pieces
) -> Iterator[str]:
    """Only if the day of every delivery or service is known."""
    listees = {s.facture for s in soldes}
    jours = [f.executee_le for f in dossier.factures if f.numero in listees]
    faits = [j for j in jours if j is not None and j <= decompte.au]
    if not faits or len(faits) < len(jours):
        return
    quand = f"le {date_longue(faits[0])}"
    if len(set(faits)) > 1:
        quand = f"du {date_longue(min(faits))} au {date_longue(max(faits))}"
    yield (
        f"– l’exécution, par le créancier, de ce qu’il devait{INSECABLE}: tout ce qui est facturé "
        f"a été exécuté ou livré {quand}{pieces.de_l_execution()}{INSECABLE};"
    )


def _montant(decompte: Decompte, soldes: Sequence[SoldeFacture]) -> str:
    facture = "la facture" if len(soldes) == 1 else "chaque facture"
    reste = montant(decompte.principal, decompte.devise)
    return (
        f"– son montant{INSECABLE}: {facture} fixe le prix, et il en reste dû, selon le décompte "
        f"annexé, {reste} en principal{INSECABLE};"
    )


def _exigibilite(
    dossier: Dossier, decompte: Decompte, soldes: Sequence[SoldeFacture]
) -> Iterator[str]:
    fixees = {f.numero for f in dossier.factures if f.echeance is not None}
    if decompte.regime.de_plein_droit:
        fixees |= {s.facture for s in soldes}
    echeances = [s.echeance for s in soldes if s.facture in fixees]
    derniere = f", la dernière le {date_longue(max(echeances))}" if echeances else ""
    if len(soldes) == 1:
        derniere = f", le {date_longue(echeances[0])}" if echeances else ""
        yield f"– son exigibilité{INSECABLE}: l’échéance est passée{derniere}{INSECABLE};"
    elif soldes:
        yield f"– son exigibilité{INSECABLE}: les échéances sont passées{derniere}{INSECABLE};"


def _commencement(
    dossier: Dossier, decompte: Decompte, soldes: Sequence[SoldeFacture]
) -> Iterator[str]:
    """Nothing where someone else paid: that is no act of the debtor."""
    listees = {s.facture for s in soldes}
    payees = any(isinstance(x, LignePaiement) and x.facture in listees for x in decompte.lignes)
    if payees and not any(p.payeur for p in dossier.paiements):
        yield (
            f"– un commencement de paiement{INSECABLE}: le débiteur a payé une partie de ce qui "
            f"lui est facturé{INSECABLE};"
        )


def _silence(dossier: Dossier, decompte: Decompte, soldes: Sequence[SoldeFacture]) -> Iterator[str]:
    if contestation(dossier, decompte.au) is not None:
        return
    facture, quoi = "les factures", "n’ont pas été contestées"
    if len(soldes) == 1:
        facture, quoi = "la facture", "n’a pas été contestée"
    if a_reclame(dossier, soldes, decompte.au):
        facture, quoi = f"ni {facture} ni les demandes de paiement", "n’ont été contestées"
    yield (
        f"– l’absence de contestation{INSECABLE}: à la connaissance du créancier, {facture} {quoi}."
    )


def a_reclame(dossier: Dossier, soldes: Sequence[SoldeFacture], au: datetime.date) -> bool:
    """Whether the facts tell of a letter, or a call, that asked for these invoices."""
    return bool(
        relances(dossier, list(soldes), au)[0]
        or mise_en_demeure_anterieure(dossier, list(soldes), au)[0]
    )
