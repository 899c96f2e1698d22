"""What a professional must print of itself on its letters.

Sources: C. com., art. R123-237 (number, RCS and its town, liquidation, « EI ») and R123-238 (form,
capital or « à capital variable »).
"""

from __future__ import annotations

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.modele import Dossier
from courriers.dossier.pays import est_francais
from courriers.dossier.personnes import (
    EntrepreneurIndividuel,
    Particulier,
    Societe,
)

FORMES_A_CAPITAL = frozenset(
    {"SARL", "EURL", "SAS", "SASU", "SA", "SCA", "SELARL", "SELARLU", "SELAS", "SELASU", "SELAFA"}
)
"""Forms whose letters state the capital."""


def mentions_manquantes(dossier: Dossier) -> list[Constat]:
    """The mentions of the sender's letterhead that the case does not give, all at once."""
    qui = "creancier" if dossier.mandataire is None else "mandataire"
    expediteur = dossier.mandataire or dossier.creancier
    manquantes: dict[str, str] = {}
    if not est_francais(expediteur.adresse.pays):
        pass  # R123-237 binds those registered in France
    elif isinstance(expediteur, Societe):
        manquantes = _societe(expediteur)
    elif isinstance(expediteur, EntrepreneurIndividuel):
        if expediteur.siren is None:
            manquantes["siren"] = "C. com., art. R123-237"
        if expediteur.est_commercant and expediteur.rcs is None:
            manquantes["rcs"] = "C. com., art. R123-237"
    signe_seul = isinstance(expediteur, EntrepreneurIndividuel | Particulier)
    if expediteur.signataire is None and not signe_seul:
        manquantes["signataire"] = "une lettre est signée, avec la qualité de qui la signe"
    return [
        erreur(
            Code.CHAMP_MANQUANT,
            f"ce champ est nécessaire à la lettre ({pourquoi}).",
            lieu=Lieu(champ=f"{qui}.{champ}"),
        )
        for champ, pourquoi in manquantes.items()
    ]


def _societe(societe: Societe) -> dict[str, str]:
    manquantes = {}
    for champ in ("siren", "rcs"):
        if getattr(societe, champ) is None:
            manquantes[champ] = "C. com., art. R123-237"
    forme = (societe.forme_juridique or "").upper()
    if not forme:
        manquantes["forme_juridique"] = "C. com., art. R123-238"
    sans_capital = societe.capital is None and not societe.capital_variable
    if forme in FORMES_A_CAPITAL and sans_capital:
        manquantes["capital"] = "C. com., art. R123-238"
    return manquantes
