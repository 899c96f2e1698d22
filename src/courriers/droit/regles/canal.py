"""How a letter may reach the debtor."""

from __future__ import annotations

from collections.abc import Iterator

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.modele import Dossier

_SANS_CONSENTEMENT_PRESUME = ("consommateur", "non_professionnel")


def consentement(dossier: Dossier, canal: str | None) -> Iterator[Constat]:
    """An electronic registered letter needs the consent of whoever is not a professional."""
    consent = dossier.debiteur.consentement_lre
    if canal == "lre" and dossier.debiteur.qualite in _SANS_CONSENTEMENT_PRESUME and not consent:
        yield erreur(
            Code.LRE_SANS_CONSENTEMENT,
            "la lettre recommandée électronique suppose le consentement préalable d’un "
            "destinataire non professionnel (CPCE postes, art. L100).",
            "Envoyez-la sur papier, ou indiquez « consentement_lre ».",
            Lieu(champ="debiteur.consentement_lre"),
            fondement="CPCE postes, art. L100",
        )
