"""A debt that has an enforceable title: the statement then follows the title, not the invoices.

Sources: C. civ., art. 1231-7 (a judgment bears interest at the legal rate from its day); CPC,
art. 1422 (an order to pay is a title only once the delay to oppose it has run from service);
C. mon. fin., art. L313-3 (the legal rate is raised five points two months after the decision
became enforceable); CPC, art. 695 and 700. Conventions, which never claim too much: only the
principal bears interest; an order bears it from service; a settlement or a notarial deed only from
the day the case gives; without a day of service nothing is raised.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, information
from courriers.dossier.modele import Dossier
from courriers.dossier.procedures import TitreExecutoire
from courriers.droit.bareme import Bareme
from courriers.droit.compte import Compte
from courriers.droit.cours import Cours, Tarif
from courriers.droit.delais import ajouter_mois
from courriers.droit.imputation import ORDRES
from courriers.droit.interets import UN_JOUR
from courriers.droit.lignes import LigneIndemnite, LigneTitre
from courriers.droit.outre_mer import hors_du_droit_commun, territoires
from courriers.droit.penalites import Regime
from courriers.droit.qualification import creancier_particulier
from courriers.droit.semestre import Semestre
from courriers.erreurs import CalculNonCouvert
from courriers.langue.devises import devise
from courriers.langue.typographie import date_longue, montant
from courriers.monnaie import ZERO

NOMS = {
    "jugement": "Jugement",
    "ordonnance": "Ordonnance d’injonction de payer",
    "accord_commissaire": "Titre délivré par un commissaire de justice",
    "acte_notarie": "Acte notarié",
}
_DECISIONS = ("jugement", "ordonnance")


def nom(titre: TitreExecutoire) -> str:
    """« Jugement du 12 mars 2026 »."""
    return f"{NOMS[titre.type]} du {date_longue(titre.date)}"


def titre_en_vigueur(dossier: Dossier, au: datetime.date) -> TitreExecutoire | None:
    """The title of the case, unless it is later than *au*."""
    titre = dossier.titre_executoire
    return titre if titre is not None and titre.date <= au else None


def executoire_le(titre: TitreExecutoire, bareme: Bareme) -> datetime.date | None:
    """Day a decision became enforceable, as far as the case tells; nothing for other titles."""
    if titre.type not in _DECISIONS or titre.signifie_le is None:
        return None
    if titre.type == "jugement":
        return titre.signifie_le
    mois = int(bareme.en_vigueur("delai_execution_injonction", titre.date).valeur)
    return ajouter_mois(titre.signifie_le, mois)


def regime_du_titre(dossier: Dossier, titre: TitreExecutoire, bareme: Bareme) -> Regime:
    """The regime of a title: its own rate, or the legal one, whatever the debtor is."""
    return Regime(
        "titre",
        bareme,
        creancier_particulier=creancier_particulier(dossier),
        taux_fixe=titre.taux_interets,
    )


@dataclass(frozen=True)
class TitreExecute:
    """The account of a title settled on the closing day."""

    compte: Compte
    trop_percu: Decimal
    constats: list[Constat]


def executer(
    dossier: Dossier,
    titre: TitreExecutoire,
    regime: Regime,
    au: datetime.date,
    ouverture: datetime.date | None,
) -> TitreExecute:
    """Run *titre* and every payment since it up to *au*.

    Args:
        dossier: the case; only its payments, its terms and its parties count.
        titre: its title.
        regime: as :func:`regime_du_titre` gives it.
        au: the closing day.
        ouverture: first day without interest, if one came by *au*.

    Raises:
        CalculNonCouvert: a party in a territory whose legal rate is not ours, and no judged rate.
    """
    tarif = Tarif(regime, titre.date)
    cours = _cours(dossier, titre, tarif, au, ouverture)
    compte = Compte(
        numero="",
        echeance=titre.date - UN_JOUR,
        principal=titre.principal,
        cours=None if cours is None or cours.est_nul else cours,
        base_jours=dossier.conditions.base_jours,
        decimales=devise(dossier.devise).decimales,
    )
    compte.lignes.append(
        LigneTitre(facture="", montant=titre.principal, nature=titre.type, date=titre.date)
    )
    accessoires = ((titre.article_700, "CPC, art. 700"), (titre.depens, "CPC, art. 695 et 696"))
    for somme, fondement in accessoires:
        if somme:
            compte.indemnites += somme
            compte.lignes.append(LigneIndemnite(facture="", montant=somme, fondement=fondement))
    exces = ZERO
    for paiement in sorted(dossier.paiements, key=lambda p: p.date):
        if titre.date <= paiement.date <= au:
            ordre = ORDRES[dossier.conditions.imputation]
            exces += compte.payer(paiement, paiement.montant, ordre)
    compte.arreter(au)
    constats = [
        *_constats(dossier, titre, cours, au),
        *regime.constats({*tarif.employes, Semestre.de(au)}, set()),
    ]
    return TitreExecute(compte, exces, constats)


def _cours(
    dossier: Dossier,
    titre: TitreExecutoire,
    tarif: Tarif,
    au: datetime.date,
    ouverture: datetime.date | None,
) -> Cours | None:
    regime = tarif.regime
    depart = titre.interets_depuis
    if depart is None:
        depart = {"jugement": titre.date, "ordonnance": titre.signifie_le}.get(titre.type)
    if depart is None or depart > au:
        return None
    if regime.taux_fixe is None and hors_du_droit_commun(territoires(dossier)):
        raise CalculNonCouvert(
            "Le taux légal de ce territoire n’est pas au barème.",
            conseil="Donnez le taux du titre : titre_executoire.taux_interets.",
            code=str(Code.TAUX_A_SAISIR),
        )
    majore_apres = None
    executoire = executoire_le(titre, regime.bareme)
    if executoire is not None and regime.taux_fixe is None:
        mois = int(regime.bareme.en_vigueur("delai_majoration_titre", executoire).valeur)
        majore_apres = ajouter_mois(executoire, mois)
    capitalisation = dossier.conditions.capitalisation
    return Cours(
        depart,
        tarif,
        regime.fondement,
        arret=None if ouverture is None else ouverture - UN_JOUR,
        majore_apres=majore_apres,
        majoration=regime.bareme.en_vigueur("majoration_titre", titre.date).valeur,
        capitalise_depuis=None if capitalisation is None else capitalisation.depuis,
    )


def _constats(
    dossier: Dossier, titre: TitreExecutoire, cours: Cours | None, au: datetime.date
) -> Iterator[Constat]:
    yield information(
        Code.SELON_LE_TITRE,
        f"le décompte suit le titre ({nom(titre)}) : ni les factures ni ce qui l’a précédé n’y "
        "sont.",
        lieu=Lieu(champ="titre_executoire"),
    )
    for rang, paiement in enumerate(dossier.paiements):
        if paiement.date < titre.date:
            somme = montant(paiement.montant, dossier.devise)
            yield information(
                Code.ANTERIEUR_AU_TITRE,
                f"le paiement du {paiement.date:%d/%m/%Y} ({somme}) précède le titre : il n’en est "
                "pas tenu compte.",
                "Si le titre ne le compte pas, redatez-le du jour du titre.",
                Lieu(champ=f"paiements[{rang}]"),
            )
    if cours is None:
        yield information(
            Code.TITRE_SANS_INTERET,
            "aucun intérêt n’est compté sur le titre : son point de départ n’est pas connu, ou "
            f"n’est pas venu au {au:%d/%m/%Y}.",
            "Indiquez « interets_depuis », ou « signifie_le » pour une ordonnance.",
            Lieu(champ="titre_executoire.interets_depuis"),
        )
    elif titre.type in _DECISIONS and titre.taux_interets is None and titre.signifie_le is None:
        yield information(
            Code.TITRE_SANS_SIGNIFICATION,
            "la majoration de cinq points n’est pas comptée : le jour de la signification n’est "
            "pas connu (C. mon. fin., art. L313-3).",
            lieu=Lieu(champ="titre_executoire.signifie_le"),
            fondement="C. mon. fin., art. L313-3",
        )
