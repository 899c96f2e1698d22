"""Rules of a claim on a public buyer."""

from __future__ import annotations

from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, avertissement
from courriers.dossier.modele import Dossier
from courriers.droit.decompte import Decompte


def receptions(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """The time to pay runs from the day the request was received, which the letter shows.

    Without it, the day of the request and two more count (CCP, art. R2192-14).
    """
    if decompte.regime.nature != "commande_publique":
        return
    dues = {s.facture for s in decompte.factures if not s.est_soldee}
    sans = [
        (rang, f.numero)
        for rang, f in enumerate(dossier.factures)
        if f.numero in dues and f.recue_le is None
    ]
    if sans:
        yield avertissement(
            Code.RECEPTION_ABSENTE,
            f"le dossier ne dit pas quand l’acheteur public a reçu {', '.join(n for _, n in sans)} "
            "(CCP, art. R2192-12) : le délai de paiement part de ce jour.",
            "Donnez « recue_le » (Chorus Pro le montre) ; à défaut, la date de la demande, "
            "augmentée de deux jours, fait foi (art. R2192-14).",
            Lieu(champ=f"factures[{sans[0][0]}].recue_le"),
            fondement="CCP, art. R2192-12 et R2192-14",
        )
