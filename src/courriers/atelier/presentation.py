"""What each letter is for, and when: the first thing a newcomer reads."""

from __future__ import annotations

from dataclasses import dataclass

from courriers.lettre.pack import Pack


@dataclass(frozen=True, slots=True)
class Role:
    """Two short sentences."""

    but: str
    quand: str


ROLES = {
    "relance-avant-echeance": Role(
        "Rappelle une facture qui va échoir.", "Quelques jours avant l’échéance."
    ),
    "relance-courtoise": Role(
        "Signale un retard, sans reproche.", "Dès le lendemain de l’échéance."
    ),
    "seconde-relance": Role(
        "Rappelle la première, plus fermement.", "Huit jours après la relance courtoise."
    ),
    "mise-en-demeure": Role(
        "Exige le paiement : principal, intérêts et indemnités.",
        "Quand les relances sont restées sans effet, avant le juge.",
    ),
    "mise-en-demeure-caution": Role(
        "Demande à la caution ce que le débiteur n’a pas payé.",
        "Quand un tiers s’est porté caution de la dette.",
    ),
    "petites-creances": Role(
        "Demande à un commissaire de justice de recouvrer sans juge.",
        "Après la mise en demeure, pour une petite créance non contestée.",
    ),
    "petites-creances-suite": Role(
        "Demande le titre exécutoire, ou le constat de l’échec.",
        "Quand le débiteur a répondu au commissaire de justice, ou après un mois.",
    ),
    "creances-commerciales": Role(
        "Demande à un commissaire de justice de recouvrer une facture entre commerçants.",
        "Quand la créance n’est pas contestée, décret et tarif vérifiés.",
    ),
    "sommation-interpellative": Role(
        "Demande à un commissaire de justice d’interroger le débiteur.",
        "Quand la dette est à faire reconnaître, ou la contestation à éclaircir.",
    ),
    "injonction-de-payer": Role(
        "Demande au juge d’enjoindre de payer, avec décompte et bordereau.",
        "Quand le débiteur ne répond ni ne conteste.",
    ),
    "signification-ordonnance": Role(
        "Fait signifier l’ordonnance d’injonction de payer à temps.",
        "Dès qu’elle est rendue : trois mois au plus.",
    ),
    "certificat-non-opposition": Role(
        "Demande au greffe de certifier qu’il n’y a pas eu d’opposition.",
        "Un mois après la signification d’une ordonnance d’avant septembre 2026.",
    ),
    "refere-provision": Role(
        "Projet d’assignation en référé, pour l’avocat et le commissaire de justice.",
        "Quand la créance n’est pas contestée et que le titre presse.",
    ),
    "assignation-au-fond": Role(
        "Projet d’assignation en paiement, pour l’avocat et le commissaire de justice.",
        "Quand la créance est contestée, ou que les autres voies ont échoué.",
    ),
    "accord-echeancier": Role(
        "Écrit l’accord qui étale le paiement.", "Quand les deux parties ont convenu des dates."
    ),
    "rappel-echeance-manquee": Role(
        "Met en demeure de payer une échéance de l’accord.",
        "Quand une échéance convenue n’a pas été payée.",
    ),
    "reponse-contestation": Role(
        "Répond, pièces à l’appui, à qui conteste.", "Quand le débiteur a écrit qu’il conteste."
    ),
    "declaration-creance": Role(
        "Déclare la créance au mandataire judiciaire, avec son bordereau.",
        "Dans les deux mois de la publication du jugement au BODACC.",
    ),
    "quittance": Role("Constate un paiement et ce qu’il règle.", "Après chaque paiement reçu."),
    "recu-solde": Role("Constate que plus rien d’échu n’est dû.", "Quand tout est payé."),
}
"""By built-in pack, in the order a recovery goes through them."""

POUR_COMMENCER = {
    "societe-a-societe": (
        "Une société doit deux factures à une autre",
        "mise-en-demeure",
        "Intérêts de retard, indemnité de 40 €, un acompte et un avoir.",
    ),
    "artisan-a-consommateur": (
        "Un artisan attend le paiement d’un particulier",
        "relance-courtoise",
        "Ni pénalité ni indemnité : la loi protège le consommateur.",
    ),
    "organisme-public": (
        "Un fournisseur attend une personne publique",
        "mise-en-demeure",
        "Les intérêts de la commande publique, et leur taux à eux.",
    ),
}
"""Three samples to play with: what happens in each, the letter to open, what to look at."""


def role_de(pack: Pack) -> Role:
    """What *pack* is for: what the built-in pack of its name, or that it copies, is for."""
    depuis = pack.manifeste.depuis
    for nom in (pack.nom, depuis.pack if depuis is not None else ""):
        if nom in ROLES:
            return ROLES[nom]
    return Role(pack.manifeste.titre, "")


def rang_de(nom: str, pack: Pack | None) -> tuple[int, str]:
    """Where a pack stands in the list: at its step, the unknown last."""
    depuis = pack.manifeste.depuis if pack is not None else None
    ordre = list(ROLES)
    for candidat in (nom, depuis.pack if depuis is not None else ""):
        if candidat in ordre:
            return ordre.index(candidat), nom
    return len(ordre), nom
