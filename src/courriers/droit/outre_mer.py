"""Where French rules stop or change: the Pacific territories.

In French Polynesia (987) and New Caledonia (988), neither C. com., art. L441-10, nor the 40 €, nor
the procedures of the CPCE apply, and the legal rate of the metropole does not either: the rate is
the user's to give. Wallis-et-Futuna (986) follows the ordinary rules, which a jurist must confirm
there.
"""

from __future__ import annotations

from collections.abc import Mapping

from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Adresse

TERRITOIRES = {
    "986": "Wallis-et-Futuna",
    "987": "la Polynésie française",
    "988": "la Nouvelle-Calédonie",
}
A_RELIRE = "986"
_PAYS = {"WF": "986", "PF": "987", "NC": "988"}


def territoire(adresse: Adresse) -> str | None:
    """Code of the Pacific territory *adresse* is in, or nothing."""
    if adresse.pays in _PAYS:
        return _PAYS[adresse.pays]
    code = adresse.code_postal[:3]
    return code if adresse.pays == "FR" and code in TERRITOIRES else None


def territoires(dossier: Dossier) -> dict[str, str]:
    """Territory of the creditor and of the debtor, by the path of the address in the case."""
    codes = {}
    for nom, partie in (("creancier", dossier.creancier), ("debiteur", dossier.debiteur)):
        code = territoire(partie.adresse)
        if code is not None:
            codes[f"{nom}.adresse"] = code
    return codes


def hors_du_droit_commun(lieux: Mapping[str, str]) -> set[str]:
    """Among the territories of a case, those where neither L441-10 nor the 40 € apply."""
    return set(lieux.values()) - {A_RELIRE}
