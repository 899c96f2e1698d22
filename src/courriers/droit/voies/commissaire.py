"""The routes that a commissaire de justice opens: small claims, and uncontested trade claims."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.constats import Code
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.modele import (
    Motif,
    TentativeAmiable,
    Voie,
    condition,
    doute,
    ferme,
    ouvre,
)
from courriers.droit.voies.petites_creances import empechements_petites_creances
from courriers.langue.typographie import date_longue, montant

L126_APPLICABLE_LE = datetime.date(2026, 4, 27)
"""Law n° 2026-307 of 23 April 2026: the administration said that day that it applied."""

_SANS_750_1 = TentativeAmiable(False, "aucune demande en justice n’est formée (CPC, art. 750-1)")


def petites_creances(faits: Faits) -> Voie:
    """The simplified recovery of small claims (CPCE, art. L125-1 and R125-1 to R125-8)."""
    motifs = [*faits.obstacles, *_sans_decompte(faits), *surendettement_ferme(faits)]
    if faits.decompte is not None:
        decompte = faits.decompte
        refus = empechements_petites_creances(faits.dossier, decompte, faits.bareme)
        motifs += [
            ferme(
                constat.message.rstrip("."),
                constat.fondement,
                constat.lieu.champ or "" if constat.code is Code.CHAMP_MANQUANT else "",
            )
            for constat in refus
        ]
        if not refus and decompte.total > 0:
            somme = decompte.principal + decompte.interets
            plafond = faits.bareme.plafond_petites_creances(faits.au)
            motifs.append(
                ouvre(
                    f"{montant(somme)} en principal et intérêts, sans dépasser {montant(plafond)}",
                    "CPCE, art. R125-1",
                )
            )
    motifs += [*_fondement(faits, "CPCE, art. L125-1"), *faits.prescription_opposable()]
    if faits.conteste_le is not None:
        motifs.append(
            condition(
                f"la créance est contestée depuis le {date_longue(faits.conteste_le)} : le texte "
                "ne l’exclut pas, le débiteur peut refuser",
                "CPCE, art. L125-1",
            )
        )
    motifs.append(
        condition(
            "le débiteur peut refuser, et son silence d’un mois vaut refus ; les frais restent au "
            "créancier",
            "CPCE, art. L125-1 et R125-2",
        )
    )
    return Voie(
        nom="petites_creances",
        titre="Procédure simplifiée de recouvrement des petites créances",
        motifs=tuple(motifs),
        competence="commissaire de justice du ressort de la cour d’appel où demeure le débiteur "
        f"({faits.demeure} ; CPCE, art. R125-1)",
        tentative_amiable=_SANS_750_1,
        delai=faits.menace("prescription"),
    )


def creances_commerciales(faits: Faits) -> Voie:
    """Uncontested claims invoiced between traders (CPCE, art. L126-1 to L126-5)."""
    motifs = [*faits.obstacles, *_sans_decompte(faits), *surendettement_ferme(faits)]
    motifs += [*_entre_commercants(faits)]
    if faits.au < L126_APPLICABLE_LE:
        motifs.append(
            ferme(
                f"cette procédure n’était pas applicable le {date_longue(faits.au)}",
                "loi n° 2026-307 du 23 avril 2026",
            )
        )
    if faits.conteste_le is not None:
        motifs.append(
            ferme(
                f"la créance est contestée depuis le {date_longue(faits.conteste_le)}, et toute "
                "contestation met fin à cette procédure",
                "CPCE, art. L126-2 et L126-3",
            )
        )
    if faits.a_l_etranger:
        motifs.append(ferme("le débiteur ne demeure pas en France", "CPCE, art. L126-1"))
    motifs += [
        doute(
            "le décret d’application et le tarif n’ont pas été trouvés : à vérifier avant tout "
            "mandat",
            "CPCE, art. L126-1 à L126-5",
        ),
        condition(
            "commandement signifié, un mois pour payer ou contester, procès-verbal huit jours "
            "plus tard au moins, rendu exécutoire par le greffier",
            "CPCE, art. L126-2 à L126-4",
        ),
        *faits.prescription_opposable(),
    ]
    return Voie(
        nom="creances_commerciales",
        titre="Recouvrement des créances commerciales incontestées",
        motifs=tuple(motifs),
        competence="commissaire de justice, puis greffier de la juridiction commerciale "
        "(CPCE, art. L126-1 et L126-4)",
        tentative_amiable=_SANS_750_1,
        delai=faits.menace("prescription"),
    )


def _entre_commercants(faits: Faits) -> Iterator[Motif]:
    parties = {"creancier": faits.creancier_commercant, "debiteur": faits.debiteur_commercant}
    if faits.debiteur_public is not None:
        yield ferme("le débiteur est une personne publique, non un commerçant", "CPCE, art. L126-1")
        return
    if False in parties.values():
        qui = "le créancier" if parties["creancier"] is False else "le débiteur"
        yield ferme(f"{qui} n’est pas commerçant", "CPCE, art. L126-1")
        return
    if None not in parties.values():
        yield ouvre("la créance est facturée entre commerçants", "CPCE, art. L126-1")
    for nom, commercant in parties.items():
        if commercant is None:
            yield ferme(
                f"le dossier ne dit pas si le {'créancier' if nom == 'creancier' else 'débiteur'} "
                "est commerçant",
                "CPCE, art. L126-1",
                f"{nom}.commercant",
            )


def surendettement_ferme(faits: Faits) -> Iterator[Motif]:
    """The debtor may pay no such debt."""
    if faits.surendette:
        yield ferme(
            "le débiteur surendetté ne peut plus payer cette créance", "C. consom., art. L722-5"
        )


def _sans_decompte(faits: Faits) -> Iterator[Motif]:
    if faits.decompte is None:
        yield ferme(f"le décompte n’est pas calculé : {faits.sans_decompte}")


def _fondement(faits: Faits, article: str) -> Iterator[Motif]:
    fondement = faits.dossier.conditions.fondement
    if fondement:
        yield ouvre(f"fondement : {fondement}", article)
    else:
        yield condition(
            "la créance doit venir d’un contrat ou d’un statut : le dossier ne dit pas lequel "
            "(conditions.fondement)",
            article,
        )
