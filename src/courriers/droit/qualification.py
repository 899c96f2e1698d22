"""Which regime of interest a case falls under, or why the program does not choose."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.creance import Penalites
from courriers.dossier.modele import Dossier
from courriers.dossier.personnes import Association, Personne, PersonnePublique
from courriers.droit.bareme import Bareme
from courriers.droit.outre_mer import A_RELIRE, TERRITOIRES, hors_du_droit_commun, territoires
from courriers.droit.penalites import NatureRegime, Regime
from courriers.erreurs import CalculNonCouvert

_NATURES_A_REGIME_PROPRE = {
    "credit_consommation": "le crédit à la consommation",
    "loyer_habitation": "le bail d’habitation",
}
_NATURES_A_CHOIX = {
    "bail_commercial": "un bail commercial",
    "charges_copropriete": "des charges de copropriété",
}
_REGIMES_PUBLICS: dict[str, NatureRegime] = {
    "ccp": "commande_publique",
    "l441-10": "commercial",
    "civil": "civil",
}


def creancier_particulier(dossier: Dossier) -> bool:
    """The first rate of L313-2 applies: a natural person outside any professional activity.

    A company's claim bears the other rate, whatever its activity.
    """
    creancier = dossier.creancier
    return creancier.est_personne_physique and not creancier.activite_professionnelle


def regime(dossier: Dossier, bareme: Bareme, au: datetime.date) -> tuple[Regime, list[Constat]]:
    """The regime of *dossier* on *au*, and what the choice leaves to be known.

    Raises:
        CalculNonCouvert: consumer credit and housing leases (rules of their own); the law leaves
            the choice open and the case does not make it; overseas, the rate is not given.
    """
    _refuser_les_regimes_propres(dossier, au)
    lieux = territoires(dossier)
    if hors_du_droit_commun(lieux):
        return _regime_local(dossier, lieux, bareme), []
    constats = _territoires_a_relire(lieux)
    stipulees = dossier.conditions.penalites
    penalites = stipulees or Penalites()
    nature: NatureRegime
    if isinstance(dossier.debiteur, PersonnePublique):
        nature = _REGIMES_PUBLICS[dossier.debiteur.regime]
        constats += _sans_effet(stipulees, "contre une personne publique")
        penalites = Penalites()
    elif dossier.debiteur.qualite != "professionnel":
        nature = "civil"
        constats += _sans_effet(stipulees, "contre un débiteur qui n’est pas un professionnel")
    elif not dossier.creancier.activite_professionnelle:
        nature = "civil"
        if stipulees is not None and stipulees.mode != "legal":
            constats += _sans_effet(stipulees, "pour un créancier qui n’est pas un professionnel")
    else:
        if stipulees is None or "mode" not in stipulees.model_fields_set:
            _exiger_un_choix(dossier, au)
        nature = "civil" if penalites.mode == "legal" else "commercial"
    return Regime(nature, bareme, penalites, creancier_particulier(dossier)), constats


def _refuser_les_regimes_propres(dossier: Dossier, au: datetime.date) -> None:
    constats = [
        erreur(
            Code.CALCUL_NON_COUVERT,
            f"{_NATURES_A_REGIME_PROPRE[facture.nature]} suit des règles propres, que ce décompte "
            "ne calcule pas.",
            lieu=Lieu(champ=f"factures[{rang}].nature"),
        )
        for rang, facture in enumerate(dossier.factures)
        if facture.nature in _NATURES_A_REGIME_PROPRE and facture.date <= au
    ]
    if constats:
        raise CalculNonCouvert(
            " ".join(str(c) for c in constats),
            conseil="Adressez-vous à un juriste pour cette créance.",
            constats=constats,
        )


def _regime_local(dossier: Dossier, lieux: Mapping[str, str], bareme: Bareme) -> Regime:
    """Polynesia, New Caledonia: no 40 €, and the rate the user gives, whoever the debtor is."""
    penalites = dossier.conditions.penalites
    if penalites is None or penalites.taux is None:
        noms = " et ".join(TERRITOIRES[c] for c in sorted(hors_du_droit_commun(lieux)))
        constat = erreur(
            Code.TAUX_A_SAISIR,
            f"{noms} : ni l’article L441-10 ni le taux légal de métropole n’y valent ; le dossier "
            "ne donne pas de taux.",
            "Donnez le taux convenu, ou le taux légal local : penalites.mode « convenu » et taux.",
            Lieu(champ="conditions.penalites"),
        )
        raise CalculNonCouvert(
            constat.message, conseil=constat.conseil, constats=[constat], code=str(constat.code)
        )
    entre_professionnels = (
        dossier.debiteur.qualite == "professionnel" and dossier.creancier.activite_professionnelle
    )
    nature: NatureRegime = "conventionnel" if entre_professionnels else "civil"
    return Regime(nature, bareme, penalites, taux_fixe=penalites.taux)


def _territoires_a_relire(lieux: Mapping[str, str]) -> list[Constat]:
    return [
        avertissement(
            Code.TERRITOIRE_A_RELIRE,
            f"{TERRITOIRES[code]} : le décompte suit les règles de métropole, ce qu’un juriste "
            "doit confirmer.",
            lieu=Lieu(champ=chemin),
        )
        for chemin, code in lieux.items()
        if code == A_RELIRE
    ]


def _sans_effet(stipulees: Penalites | None, qui: str) -> list[Constat]:
    if stipulees is None:
        return []
    return [
        information(
            Code.PENALITES_SANS_EFFET,
            f"les pénalités convenues sont sans effet {qui}.",
            lieu=Lieu(champ="conditions.penalites"),
        )
    ]


def _exiger_un_choix(dossier: Dossier, au: datetime.date) -> None:
    """Where it is debated whether L441-10 applies, the case must say it."""
    motif = _motif_du_choix(dossier, au)
    if motif:
        raise CalculNonCouvert(
            f"conditions.penalites.mode manque : l’application de l’article L441-10 à {motif} "
            "est discutée, le programme ne choisit pas à votre place.",
            conseil="Mettez « legal » (intérêt légal après mise en demeure, le moindre), "
            "« suppletif » ou « convenu ».",
            code=str(Code.MODE_A_CHOISIR),
        )


def _motif_du_choix(dossier: Dossier, au: datetime.date) -> str | None:
    for facture in dossier.factures:
        if facture.nature in _NATURES_A_CHOIX and facture.date <= au:
            return _NATURES_A_CHOIX[facture.nature]
    parties: tuple[Personne, ...] = (dossier.creancier, dossier.debiteur)
    if any(isinstance(p, Association) for p in parties):
        return "une association"
    return None
