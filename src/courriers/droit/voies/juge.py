"""The routes before a judge: the order to pay by court, the interim payment, the full action.

Sources: CPC, art. 1405 to 1425 (order to pay), 835, al. 2, and 873, al. 2 (interim payment: an
obligation that is not seriously disputable), 54, 56, 750 and following (action). The order to pay
never needs the attempt of art. 750-1 (Cass. 2e civ., avis, 25 septembre 2025, n° 25-70.013).
"""

from __future__ import annotations

from collections.abc import Iterator

from courriers.droit.voies.competence import (
    Juge,
    attribution,
    avocat,
    competence,
    juges,
    nom_du_juge,
    tentative_750_1,
)
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.modele import (
    Motif,
    Sens,
    TentativeAmiable,
    Voie,
    condition,
    doute,
    ferme,
    ouvre,
)
from courriers.langue.typographie import date_longue

_SANS_TENTATIVE = TentativeAmiable(
    False,
    "l’article 750-1 du CPC ne s’applique pas à l’injonction de payer (Cass. 2e civ., avis, "
    "25 septembre 2025, n° 25-70.013)",
)


def injonctions(faits: Faits) -> list[Voie]:
    """The order to pay, once for each court that may give it."""
    noms: dict[Juge, str] = {
        "commerce": "tribunal de commerce",
        "judiciaire": "tribunal judiciaire",
        "protection": "juge des contentieux de la protection",
    }
    return [_injonction(faits, juge, nom) for juge, nom in noms.items()]


def _injonction(faits: Faits, juge: Juge, nom: str) -> Voie:
    motifs = [*faits.obstacles, *public_ferme(faits, "l’injonction de payer")]
    motifs += attribution(faits, juge)
    motifs += injonction_refusee(faits)
    motifs += [*_cause(faits), *_surendettement(faits), *faits.prescription_opposable()]
    if juge == "commerce":
        motifs.append(
            condition("frais consignés au greffe dans les quinze jours, à peine de caducité",
                      "CPC, art. 1425")
        )  # fmt: skip
    mois = int(faits.bareme.en_vigueur("delai_signification_injonction", faits.au).valeur)
    motifs.append(
        condition(
            f"l’ordonnance rendue ce jour serait à signifier dans les {_en_lettres(mois)} mois, "
            "sinon non avenue",
            "CPC, art. 1411",
        )
    )
    return Voie(
        nom=f"injonction_{juge}",
        titre=f"Injonction de payer, {nom}",
        motifs=tuple(motifs),
        competence=f"{nom_du_juge(faits, juge)} du lieu où demeure le débiteur ({faits.demeure} ; "
        "CPC, art. 1406, d’ordre public)",
        tentative_amiable=_SANS_TENTATIVE,
        delai=faits.menace("signification", "prescription"),
    )


def injonction_refusee(faits: Faits) -> Iterator[Motif]:
    """What closes the order to pay, whatever the court."""
    if faits.conteste_le is not None:
        yield ferme(
            f"la créance est contestée depuis le {date_longue(faits.conteste_le)} : elle n’est "
            "ni certaine ni liquide, et une opposition porterait l’affaire au fond",
            "CPC, art. 1405 et 1413",
        )
    if faits.a_l_etranger:
        yield ferme(
            "le débiteur ne demeure pas en France, et le juge est celui du lieu où il demeure",
            "CPC, art. 1406",
        )


def refere_provision(faits: Faits) -> Voie:
    """The interim payment."""
    motifs = [*faits.obstacles, *public_ferme(faits, "le référé du juge judiciaire")]
    motifs += _devant_un_juge(faits)
    if faits.conteste_le is None:
        motifs.append(
            ouvre(
                "le dossier ne porte aucune contestation : l’obligation ne doit pas être "
                "sérieusement contestable",
                "CPC, art. 835, al. 2, et 873, al. 2",
            )
        )
    else:
        motifs.append(
            condition(
                f"la contestation du {date_longue(faits.conteste_le)} : le juge dit si elle est "
                "sérieuse, et alors refuse",
                "CPC, art. 835, al. 2, et 873, al. 2",
            )
        )
    motifs += [*_surendettement(faits), *_a_l_etranger(faits), *faits.prescription_opposable()]
    return Voie(
        nom="refere_provision",
        titre="Référé-provision",
        motifs=tuple(motifs),
        competence=competence(faits, president=True),
        tentative_amiable=tentative_750_1(faits, refere=True),
        delai=faits.menace("prescription"),
    )


def assignation_au_fond(faits: Faits) -> Voie:
    """The full action."""
    motifs = [*faits.obstacles, *public_ferme(faits, "le juge judiciaire")]
    motifs += _devant_un_juge(faits)
    if not any(m.sens is Sens.FERME for m in motifs):
        motifs.append(ouvre("aucun montant, et aucune contestation, ne la ferme", "CPC, art. 54"))
    seuil = faits.bareme.constante_ou_zero("seuil_tentative_amiable", faits.au)
    petite = faits.demande is not None and faits.demande <= seuil
    if juges(faits) not in ([], ["commerce"]) and petite and faits.dossier.devise == "EUR":
        motifs.append(
            condition("une requête au greffe suffit, au lieu d’une assignation", "CPC, art. 750")
        )
    motifs += [*_surendettement(faits), *_a_l_etranger(faits), *faits.prescription_opposable()]
    return Voie(
        nom="assignation_au_fond",
        titre="Assignation au fond",
        motifs=tuple(motifs),
        competence=competence(faits),
        tentative_amiable=tentative_750_1(faits),
        delai=faits.menace("prescription"),
    )


def _devant_un_juge(faits: Faits) -> Iterator[Motif]:
    """The court, or the fact that is missing to name it; whether a lawyer is needed."""
    possibles = juges(faits)
    if possibles:
        yield from attribution(faits, possibles[0])
        yield from avocat(faits, possibles[0])
    else:
        yield from (m for m in attribution(faits, "judiciaire") if m.champ)


def public_ferme(faits: Faits, quoi: str) -> Iterator[Motif]:
    """A public contract belongs to the administrative judge."""
    debiteur = faits.debiteur_public
    if debiteur is None:
        return
    if quoi == "l’injonction de payer":
        yield ferme(
            "le débiteur est une personne publique : ses biens sont insaisissables, et sa dette se "
            "réclame à l’ordonnateur puis au juge compétent",
            "CPCE, art. L111-1, al. 3",
        )
    elif debiteur.regime == "ccp":
        yield ferme(
            "la créance vient d’un marché public, contrat administratif : juge administratif",
            "CCP, art. L6",
        )
    elif debiteur.regime == "l441-10":
        yield condition(
            "si le contrat passé avec cette personne publique est de droit privé ; sinon, le juge "
            "administratif",
            "CCP, art. L2192-11",
        )


def _cause(faits: Faits) -> Iterator[Motif]:
    fondement = faits.dossier.conditions.fondement
    texte = "créance contractuelle ou statutaire, d’un montant déterminé"
    if fondement:
        yield ouvre(f"{texte} : {fondement}", "CPC, art. 1405")
    else:
        yield condition(
            f"{texte} : le dossier ne dit pas son fondement (conditions.fondement)",
            "CPC, art. 1405 et 1407",
        )


def _surendettement(faits: Faits) -> Iterator[Motif]:
    if faits.surendette:
        yield condition(
            "surendettement recevable : un titre peut être demandé, son exécution est suspendue et "
            "interdite",
            "C. consom., art. L722-2",
        )


def _a_l_etranger(faits: Faits) -> Iterator[Motif]:
    if faits.a_l_etranger:
        yield condition(
            "le débiteur demeure à l’étranger : la compétence du juge français et les délais de "
            "distance sont à vérifier",
            "CPC, art. 42 et 643",
        )
    if faits.a_l_etranger and faits.dossier.debiteur.qualite == "consommateur":
        yield doute(
            "un consommateur qui demeure dans un autre État de l’Union européenne est d’ordinaire "
            "assigné devant les juges de cet État",
            "règlement (UE) n° 1215/2012, art. 17 et 18",
        )


def sans_projet(faits: Faits, nom: str) -> bool:
    """The law leaves route *nom* open, and no draft of this version would be right."""
    refere = nom == "refere_provision"
    au_loin = faits.a_l_etranger and nom in ("refere_provision", "assignation_au_fond")
    return au_loin or (refere and faits.conteste_le is not None)


def _en_lettres(mois: int) -> str:
    return {3: "trois", 6: "six"}[mois]
