"""Which court: by what the parties are, then by where the debtor lives.

Sources: C. com., art. L721-3 (engagements between traders); COJ, art. L213-4-4 and L213-4-5
(housing leases and consumer credit go to the juge des contentieux de la protection); CPC, art. 42,
43 and 46 (place), 48 (a clause between traders), 1406 (order to pay: the debtor's place, of public
order), 750-1, 761 and 853. A claim against a trader by one who is none may go to either court, at
the claimant's choice, unless he is a craftsman; against one who is no trader, to the civil court
only, unless both are craftsmen. Amicable attempt in interim proceedings: Cass. 2e civ.,
14 April 2022, n° 20-22.886.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from courriers.dossier.personnes import EntrepreneurIndividuel, Societe
from courriers.dossier.procedures import Siege
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.modele import Motif, TentativeAmiable, condition, ferme, ouvre
from courriers.langue.typographie import euros_ronds, montant

Juge = Literal["commerce", "judiciaire", "protection"]

_NATURES = {
    "loyer_habitation": ("un bail d’habitation", "COJ, art. L213-4-4"),
    "credit_consommation": ("un crédit à la consommation", "COJ, art. L213-4-5"),
}


_JUGES: dict[str, Juge] = {
    "tribunal_judiciaire": "judiciaire",
    "juge_contentieux_protection": "protection",
    "tribunal_commerce": "commerce",
    "tribunal_activites_economiques": "commerce",
    "chambre_commerciale": "commerce",
}


_SELON_LES_PARTIES = "tribunal judiciaire ou tribunal de commerce, selon les parties,"


def attribution(faits: Faits, juge: Juge) -> Iterator[Motif]:
    """What gives the case to *juge*, or takes it away."""
    nature = faits.releve_du_jcp
    if juge == "protection":
        if nature:
            quoi, article = _NATURES[nature]
            yield ouvre(f"la créance vient d’{quoi.removeprefix('d’')}", article)
        else:
            yield ferme(
                "la créance ne vient ni d’un bail d’habitation ni d’un crédit à la consommation",
                "COJ, art. L213-4-4 et L213-4-5",
            )
        return
    if nature:
        quoi, article = _NATURES[nature]
        yield ferme(f"la créance vient d’{quoi} : juge des contentieux de la protection", article)
        return
    yield from _par_les_parties(faits, juge)


def _par_les_parties(faits: Faits, juge: Juge) -> Iterator[Motif]:
    creancier, debiteur = faits.creancier_commercant, faits.debiteur_commercant
    article = "C. com., art. L721-3"
    if debiteur is None:
        yield ferme(
            "le dossier ne dit pas si le débiteur est commerçant", article, "debiteur.commercant"
        )
    elif not debiteur:
        if juge == "commerce":
            yield ferme("le débiteur n’est pas commerçant", article)
        else:
            yield ouvre("le débiteur n’est pas commerçant", article)
            yield from _artisans(faits)
    elif creancier is None and juge == "commerce":
        yield ouvre("le débiteur est commerçant, quelle que soit la qualité du créancier", article)
    elif creancier is None:
        yield ferme(
            "le dossier ne dit pas si le créancier est commerçant", article, "creancier.commercant"
        )
    elif creancier:
        if juge == "commerce":
            yield ouvre("les deux parties sont commerçantes", article)
        else:
            yield ferme("les deux parties sont commerçantes", article)
    else:
        yield ouvre(
            "le débiteur est commerçant et le créancier ne l’est pas : à son choix, tribunal "
            "judiciaire ou tribunal de commerce",
            article,
        )
        if juge == "judiciaire":
            yield from _artisans(faits)


def _artisans(faits: Faits) -> Iterator[Motif]:
    """The case does not tell a craftsman, whom L721-3 sends to the commercial court since 2022."""
    creancier, debiteur = faits.dossier.creancier, faits.dossier.debiteur
    metiers = all(isinstance(p, EntrepreneurIndividuel | Societe) for p in (creancier, debiteur))
    if not metiers or debiteur.qualite != "professionnel":
        return
    texte = "entre artisans, ou entre un artisan et un commerçant : tribunal de commerce"
    if faits.debiteur_commercant:
        texte = "si le créancier est artisan, le tribunal de commerce est seul compétent"
    yield condition(f"{texte}, ce que le dossier ne dit pas", "C. com., art. L721-3, 1°")


def juge_de(juridiction: Siege) -> Juge:
    """The judge that a court of the case is one of."""
    return _JUGES[juridiction.nature]


def mauvaise_juridiction(faits: Faits, juridiction: Siege) -> Iterator[Motif]:
    """Why the court of the case cannot have this claim."""
    juge = juge_de(juridiction)
    yield from (m for m in attribution(faits, juge) if m.sens == "ferme")
    locale = juridiction.nature == "chambre_commerciale"
    if juge != "commerce" or locale == faits.en_alsace_moselle:
        return
    if locale:
        yield ferme(
            "une chambre commerciale du tribunal judiciaire ne siège qu’en Moselle, dans le "
            "Bas-Rhin et dans le Haut-Rhin",
            "C. com., art. L731-2",
        )
    else:
        yield ferme(
            "en Moselle, dans le Bas-Rhin et dans le Haut-Rhin, c’est la chambre commerciale du "
            "tribunal judiciaire",
            "C. com., art. L731-2",
        )


def juges(faits: Faits) -> list[Juge]:
    """The judges the case can go to, in the order of :data:`Juge`; none while a fact is missing."""
    tous: tuple[Juge, ...] = ("commerce", "judiciaire", "protection")
    return [j for j in tous if all(m.sens != "ferme" for m in attribution(faits, j))]


def nom_du_juge(faits: Faits, juge: Juge) -> str:
    """The court of the place, in words."""
    if juge == "protection":
        return "juge des contentieux de la protection"
    if juge == "judiciaire":
        return "tribunal judiciaire"
    if faits.en_alsace_moselle:
        return "chambre commerciale du tribunal judiciaire"
    return "tribunal de commerce (tribunal des activités économiques là où il le remplace)"


def competence_exclusive(faits: Faits) -> str:
    """The court of an order to pay: that of the debtor’s home, and no other (CPC, art. 1406)."""
    noms = " ou ".join(nom_du_juge(faits, juge) for juge in juges(faits))
    return (
        f"{noms or _SELON_LES_PARTIES} du lieu où demeure le débiteur ({faits.demeure} ; CPC, "
        "art. 1406, d’ordre public)"
    )


def nature_a_donner(faits: Faits) -> str:
    """What the case may give as ``juridiction.nature``, for the courts that may have the claim."""
    possibles = juges(faits) or _JUGES.values()
    return " ou ".join(
        nature
        for nature, juge in _JUGES.items()
        if juge in possibles
        and (juge != "commerce" or (nature == "chambre_commerciale") == faits.en_alsace_moselle)
    )


def competence(faits: Faits, *, president: bool = False) -> str:
    """The court of an action, and where it may be brought.

    Args:
        faits: the case.
        president: it is the president who sits, as in interim proceedings.
    """
    if faits.a_l_etranger:
        return (
            f"à déterminer : le débiteur demeure à l’étranger ({faits.demeure} ; en Europe, "
            "règlement (UE) n° 1215/2012, art. 4, 7 et 18)"
        )
    noms = [
        f"{'président du ' if president and juge != 'protection' else ''}{nom_du_juge(faits, juge)}"
        for juge in juges(faits)
    ]
    return (
        f"{' ou '.join(noms) or _SELON_LES_PARTIES} du lieu où demeure le débiteur "
        f"({faits.demeure} ; CPC, art. 42 et 43), ou au choix du lieu de la livraison ou de "
        "l’exécution (art. 46)"
    )


def tentative_750_1(faits: Faits, *, refere: bool = False) -> TentativeAmiable:
    """Whether an amicable attempt must come first (CPC, art. 750-1)."""
    # In Alsace-Moselle the commercial chamber is one of the tribunal judiciaire.
    if juges(faits) == ["commerce"] and not faits.en_alsace_moselle:
        return TentativeAmiable(False, "l’article 750-1 du CPC ne vise que le tribunal judiciaire")
    demande = faits.demande
    seuil = faits.bareme.constante_ou_zero("seuil_tentative_amiable", faits.au)
    if demande is None or faits.dossier.devise != "EUR" or not seuil:
        inconnu = "le montant de la demande n’est pas connu en euros"
        if not seuil:
            inconnu = "la règle de ce jour-là n’est pas au barème"
        return TentativeAmiable(None, f"{inconnu} (CPC, art. 750-1)")
    if demande > seuil:
        return TentativeAmiable(
            False, f"la demande, {montant(demande)}, dépasse {euros_ronds(seuil)} (CPC, art. 750-1)"
        )
    if petites_creances_vaines(faits):
        return TentativeAmiable(
            False,
            "la procédure des petites créances a été vainement engagée (CPC, art. 750-1, 5°)",
        )
    debut = f"la demande, {montant(demande)}, n’excède pas {euros_ronds(seuil)}"
    if "commerce" in juges(faits):
        debut = f"devant le tribunal judiciaire, {debut}"
    if refere:
        return TentativeAmiable(
            True,
            f"{debut} : conciliation, médiation ou procédure participative d’abord, en référé "
            "aussi, sauf motif légitime (CPC, art. 750-1 ; Cass. 2e civ., 14 avril 2022, "
            "n° 20-22.886)",
        )
    return TentativeAmiable(
        True,
        f"{debut} : conciliation, médiation ou procédure participative d’abord, à peine "
        "d’irrecevabilité (CPC, art. 750-1)",
    )


def petites_creances_vaines(faits: Faits) -> bool:
    """The small claims procedure was tried: refused, or a month went by without an answer."""
    encours = {d.quoi for d in faits.delais if d.nature == "gel"}
    for envoi in faits.dossier.envois:
        debut = envoi.lettre_du_commissaire_le
        if debut is None or debut > faits.au:
            continue
        suite = envoi.suite
        if suite is not None and suite.date <= faits.au:
            if suite.nature != "accord":
                return True
        elif not any(f"{debut:%d/%m/%Y}" in quoi for quoi in encours):
            return True
    return False


def avocat(faits: Faits, juge: Juge) -> Iterator[Motif]:
    """Whether a lawyer must be instructed; nothing before the rules of 2020."""
    if juge == "protection":
        yield condition(
            "la dispense d’avocat devant ce juge est à vérifier : deux rédactions de l’article 761 "
            "se contredisent",
            "CPC, art. 761",
        )
        return
    article = "CPC, art. 853" if juge == "commerce" else "CPC, art. 760 et 761"
    seuil = faits.bareme.constante_ou_zero("seuil_avocat", faits.au)
    if not seuil:
        return
    if faits.demande is None or faits.dossier.devise != "EUR":
        yield condition(f"avocat obligatoire au-delà de {euros_ronds(seuil)}", article)
    elif faits.demande > seuil:
        yield condition(
            f"avocat obligatoire : la demande, {montant(faits.demande)}, dépasse "
            f"{euros_ronds(seuil)}",
            article,
        )
    else:
        yield condition(
            f"avocat facultatif : la demande, {montant(faits.demande)}, ne dépasse pas "
            f"{euros_ronds(seuil)}",
            article,
        )
