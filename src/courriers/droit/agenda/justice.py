"""Deadlines before a court: an order to pay, and a hearing.

Sources: CPC, art. 1411 (service of the order: six months, three for an order of 1 September 2026
or later, else « non avenue »), 1416 (opposition: a month from service, or, not served in person,
from the first act that is or the first measure that seizes), 1422 (a title once those delays have
run, and, for the new orders, two months from service), 643 (distance); 754 (a copy of the summons
at the registry fifteen days before the hearing, if the day of the hearing was told more than
fifteen days ahead), 856 (tribunal de commerce: served fifteen days before) and 857 (at the registry
eight days before). Art. 478 (judgment by default) is left out: no case says how one was given.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from courriers.dossier.modele import Dossier
from courriers.dossier.procedures import Juridiction, Ordonnance
from courriers.droit.agenda.terme import Compte, Terme, a_rebours, de_procedure
from courriers.droit.bareme import Bareme
from courriers.droit.delais import UN_JOUR, distance_du_debiteur
from courriers.droit.titre import titre_en_vigueur

_COMMERCE = ("tribunal_commerce", "tribunal_activites_economiques")
_NOMS = {
    "tribunal_judiciaire": "tribunal judiciaire",
    "juge_contentieux_protection": "juge des contentieux de la protection",
    "tribunal_commerce": "tribunal de commerce",
    "tribunal_activites_economiques": "tribunal des activités économiques",
    "chambre_commerciale": "chambre commerciale du tribunal judiciaire",
}


def ordonnance_connue(dossier: Dossier, au: datetime.date) -> Ordonnance | None:
    """The order to pay of the case, or the one its title is; nothing before its day."""
    ordonnance, titre = dossier.ordonnance, titre_en_vigueur(dossier, au)
    if ordonnance is None and titre is not None and titre.type == "ordonnance":
        ordonnance = Ordonnance(date=titre.date, signifiee_le=titre.signifie_le)
    return ordonnance if ordonnance is not None and ordonnance.date <= au else None


def injonction(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Iterator[Terme]:
    """Service, then opposition and the title; nothing once an opposition has come."""
    ordonnance = ordonnance_connue(dossier, au)
    if ordonnance is None:
        return
    mois = int(bareme.en_vigueur("delai_signification_injonction", ordonnance.date).valeur)
    jusqu_au = de_procedure(
        ordonnance.date, f"l’ordonnance du {ordonnance.date:%d/%m/%Y}", mois=mois
    )
    signifiee_le = ordonnance.signifiee_le
    if signifiee_le is None or signifiee_le > au:
        yield _signification(
            jusqu_au, f"faire signifier l’ordonnance du {ordonnance.date:%d/%m/%Y}, qui sera non "
            "avenue ensuite",
        )  # fmt: skip
    elif signifiee_le > jusqu_au.jour:
        tard = f"{signifiee_le:%d/%m/%Y}"
        yield _signification(
            jusqu_au, f"ordonnance signifiée trop tard, le {tard}\u00a0: elle est non avenue"
        )
    elif ordonnance.opposition_le is None or ordonnance.opposition_le > au:
        yield from _apres_la_signification(dossier, ordonnance, signifiee_le, bareme, au)


def _signification(compte: Compte, quoi: str) -> Terme:
    return Terme(
        jour=compte.jour,
        nature="signification",
        quoi=quoi,
        fondement="CPC, art. 1411",
        calcul=compte.calcul,
        imperatif=True,
    )


def _apres_la_signification(
    dossier: Dossier,
    ordonnance: Ordonnance,
    signifiee_le: datetime.date,
    bareme: Bareme,
    au: datetime.date,
) -> Iterator[Terme]:
    distance = distance_du_debiteur(dossier)
    article = "CPC, art. 1416" + (" et 643" if distance else "")
    evenement = f"la signification du {signifiee_le:%d/%m/%Y}"
    opposition = de_procedure(signifiee_le, evenement, mois=1, distance=distance)
    if titre_en_vigueur(dossier, au) is not None and au > opposition.jour:
        return
    yield Terme(
        jour=opposition.jour,
        nature="opposition",
        quoi=f"opposition du débiteur à l’ordonnance signifiée le {signifiee_le:%d/%m/%Y}",
        fondement=article,
        calcul=opposition.calcul,
        par="debiteur",
    ).doute(
        "a_verifier",
        "si l’acte a été remis à personne\u00a0; sinon, jusqu’à un mois après le premier acte qui "
        "l’est, ou la première mesure qui rend ses biens indisponibles",
    )
    if titre_en_vigueur(dossier, au) is not None:
        return
    mois = int(bareme.en_vigueur("delai_execution_injonction", ordonnance.date).valeur)
    fin = max(
        opposition, de_procedure(signifiee_le, evenement, mois=mois), key=lambda c: c.jour
    )  # both must have run
    yield Terme(
        jour=fin.jour + UN_JOUR,
        nature="titre",
        quoi="exécuter l’ordonnance, devenue titre exécutoire sans opposition",
        fondement="CPC, art. 1422",
        calcul=f"le lendemain de\u00a0: {fin.calcul}",
        borne="des",
    ).doute(
        "a_verifier",
        "le report au jour ouvrable est compté par prudence\u00a0; aucun avis d’opposition ne doit "
        "être venu du greffe",
    )


def audience(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Iterator[Terme]:
    """What a hearing to come asks for beforehand.

    Not after an opposition, whose hearing the registry calls, nor once there is a title.
    """
    juridiction = dossier.juridiction
    if juridiction is None or juridiction.audience_le is None or juridiction.audience_le < au:
        return
    ordonnance = ordonnance_connue(dossier, au)
    opposee = ordonnance is not None and ordonnance.opposition_le is not None
    le = juridiction.audience_le
    yield Terme(
        jour=le,
        nature="audience",
        quoi=f"audience\u00a0: {_NOMS[juridiction.nature]} de {juridiction.siege}",
        fondement="date donnée par le dossier",
        calcul=f"le {le:%d/%m/%Y}",
        imperatif=True,
    )
    if not opposee and titre_en_vigueur(dossier, au) is None:
        yield from _avant(juridiction, le, bareme)


def _avant(juridiction: Juridiction, le: datetime.date, bareme: Bareme) -> Iterator[Terme]:
    def jours(nom: str) -> Compte:
        return a_rebours(le, int(bareme.en_vigueur(nom, le).valeur))

    if juridiction.nature in _COMMERCE:
        remise = _rebours("delivrance", "faire délivrer l’assignation", "CPC, art. 856",
                          jours("delai_delivrance_commerce"))  # fmt: skip
        yield remise.doute(
            "a_verifier",
            "au fond\u00a0; en référé, le juge vérifie seulement que le temps laissé a suffi (CPC, "
            "art. 486)",
        )
        yield _rebours("placement", "remettre l’assignation au greffe, à peine de caducité",
                       "CPC, art. 857", jours("delai_placement_commerce"))  # fmt: skip
        return
    placement = _rebours(
        "placement", "faire délivrer l’assignation et la remettre au greffe, à peine de caducité",
        "CPC, art. 754", jours("delai_placement_judiciaire"),
    )  # fmt: skip
    if juridiction.nature == "chambre_commerciale":
        placement = placement.doute(
            "a_verifier",
            "devant une chambre commerciale d’Alsace-Moselle, vérifiez lequel des articles 754 et "
            "857 s’applique\u00a0: le plus exigeant est compté",
        )
    yield placement.doute(
        "a_verifier", "si la date de l’audience a été communiquée plus de quinze jours à l’avance"
    )


def _rebours(nature: str, quoi: str, fondement: str, compte: Compte) -> Terme:
    return Terme(
        jour=compte.jour,
        nature="delivrance" if nature == "delivrance" else "placement",
        quoi=quoi,
        fondement=fondement,
        calcul=compte.calcul,
        imperatif=True,
    )
