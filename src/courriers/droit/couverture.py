"""What this version's statement does not compute yet: refused by name, never approximated."""

from __future__ import annotations

from courriers.constats import Code, Constat, Lieu, erreur
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Personne
from courriers.erreurs import CalculNonCouvert

_TERRITOIRES = {
    "986": "Wallis-et-Futuna",
    "987": "la Polynésie française",
    "988": "la Nouvelle-Calédonie",
}
_PAYS = {"WF": "986", "PF": "987", "NC": "988"}


def exiger_la_couverture(dossier: Dossier) -> None:
    """Refuse a case that needs rules not computed here, all reasons at once.

    Raises:
        CalculNonCouvert: compound interest, insolvency, over-indebtedness, enforceable title, or a
            territory where neither L441-10 nor the 40 € apply.
    """
    constats = _procedures(dossier) + _outre_mer(dossier)
    if constats:
        raise CalculNonCouvert(
            "Ce décompte n’est pas couvert : " + " ".join(str(c) for c in constats),
            conseil="Aucun montant n’est proposé plutôt qu’un montant approché.",
            constats=constats,
        )


def _procedures(dossier: Dossier) -> list[Constat]:
    motifs = {
        "procedure_collective": "les intérêts s’arrêtent au jugement d’ouverture et la créance se "
        "déclare (C. com., art. L622-24 et L622-28)",
        "surendettement": "ni intérêt ni pénalité dès la recevabilité (C. consom., art. L722-14)",
        "titre_executoire": "le décompte suit alors le titre, non les factures",
    }
    constats = [
        _non_couvert(champ, motif)
        for champ, motif in motifs.items()
        if getattr(dossier, champ) is not None
    ]
    if dossier.conditions.capitalisation is not None:
        constats.append(
            _non_couvert(
                "conditions.capitalisation",
                "la capitalisation des intérêts (C. civ., art. 1343-2) n’est pas calculée",
            )
        )
    return constats


def _outre_mer(dossier: Dossier) -> list[Constat]:
    parties: tuple[tuple[str, Personne], ...] = (
        ("creancier", dossier.creancier),
        ("debiteur", dossier.debiteur),
    )
    constats = []
    for nom, personne in parties:
        adresse = personne.adresse
        code = _PAYS.get(adresse.pays) or adresse.code_postal[:3]
        if code in _TERRITOIRES and (adresse.pays == "FR" or adresse.pays in _PAYS):
            constats.append(
                _non_couvert(
                    f"{nom}.adresse",
                    f"{_TERRITOIRES[code]} a ses règles et ses taux propres",
                )
            )
    return constats


def _non_couvert(champ: str, motif: str) -> Constat:
    return erreur(Code.CALCUL_NON_COUVERT, f"{motif}.", lieu=Lieu(champ=champ))
