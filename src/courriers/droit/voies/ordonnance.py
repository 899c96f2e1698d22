"""What follows an order to pay: its service, then the certificate that nobody opposed it.

Sources: CPC, art. 1409 (an order that grants a part only is served or left), 1411 (service within
six months of its day, three for an order of 1 September 2026 or later, else it is « non avenue »),
1416 (opposition within a month of the service), 1422. Decree n° 2026-96 of 16 February 2026,
art. 9: for an order of 1 September 2026 or later the registry gives no certificate, and it is
enforceable two months after its service unless it has told of an opposition. Decrees n° 2021-1322
and 2022-245: before 1 March 2022 the enforcement formula was asked for after the service.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.dossier.modele import Dossier
from courriers.dossier.procedures import Ordonnance
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.delais import terme_de_signification
from courriers.droit.ordonnance import (
    EXECUTOIRE_D_EMBLEE_DES_LE,
    SANS_CERTIFICAT_DES_LE,
    terme_d_opposition,
)
from courriers.droit.regles import dette, parties, procedures
from courriers.droit.regles.demande import sans_adresse
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.mandats import commissaire_a_choisir
from courriers.droit.voies.refus import avec_les_voies_ouvertes
from courriers.langue.typographie import montant

_CHAMP = "ordonnance"
_PRESSE = datetime.timedelta(15)
"""A serving that must be done within that time is urgent: an officer wants some days too."""


def empechements_signification(
    dossier: Dossier, decompte: Decompte, _somme: Decimal, bareme: Bareme | None = None
) -> list[Constat]:
    """Every reason not to have the order served, most fundamental first."""
    bareme = bareme or decompte.regime.bareme
    ordonnance = dossier.ordonnance
    refus = [*_commun(dossier, decompte)]
    if ordonnance is not None and ordonnance.date <= decompte.au:
        refus += _a_signifier(ordonnance, decompte.au, bareme)
    return avec_les_voies_ouvertes(refus, Faits(dossier, decompte.au, bareme, decompte))


def _a_signifier(ordonnance: Ordonnance, au: datetime.date, bareme: Bareme) -> Iterator[Constat]:
    signifiee_le, opposee_le = ordonnance.signifiee_le, ordonnance.opposition_le
    if signifiee_le is not None and signifiee_le <= au:
        yield erreur(
            Code.VOIE_FERMEE,
            f"l’ordonnance a été signifiée le {signifiee_le:%d/%m/%Y} (CPC, art. 1411).",
            lieu=Lieu(champ=f"{_CHAMP}.signifiee_le"),
            fondement="CPC, art. 1411",
        )
        return
    if opposee_le is not None and opposee_le <= au:
        yield erreur(
            Code.VOIE_FERMEE,
            f"une opposition a été formée le {opposee_le:%d/%m/%Y} : le tribunal est saisi (CPC, "
            "art. 1413 et 1415).",
            lieu=Lieu(champ=f"{_CHAMP}.opposition_le"),
            fondement="CPC, art. 1413 et 1415",
        )
        return
    terme = terme_de_signification(ordonnance, bareme)
    if au > terme:
        yield _non_avenue(ordonnance, terme)


def _non_avenue(ordonnance: Ordonnance, terme: datetime.date, tard: str = "") -> Constat:
    suite = "une autre requête ou une autre voie : « courriers voies »."
    return erreur(
        Code.ORDONNANCE_NON_AVENUE,
        f"l’ordonnance du {ordonnance.date:%d/%m/%Y} devait être signifiée au plus tard le "
        f"{terme:%d/%m/%Y}{tard} : elle est non avenue (CPC, art. 1411).",
        f"Il reste {suite}"
        if tard
        else f"Si elle l’a été, donnez « ordonnance.signifiee_le » ; sinon, {suite}",
        Lieu(champ=f"{_CHAMP}.{'signifiee_le' if tard else 'date'}"),
        fondement="CPC, art. 1411",
    )


def empechements_certificat(
    dossier: Dossier, decompte: Decompte, _somme: Decimal, bareme: Bareme | None = None
) -> list[Constat]:
    """Every reason not to ask the registry for a certificate, most fundamental first."""
    bareme = bareme or decompte.regime.bareme
    ordonnance = dossier.ordonnance
    refus = [*_commun(dossier, decompte)]
    if ordonnance is not None and ordonnance.date <= decompte.au:
        faite_le, terme = ordonnance.signifiee_le, terme_de_signification(ordonnance, bareme)
        if faite_le is not None and terme < faite_le <= decompte.au:
            refus.append(_non_avenue(ordonnance, terme, f", et l’a été le {faite_le:%d/%m/%Y}"))
        else:
            refus += _a_certifier(ordonnance, decompte.au, terme_d_opposition(dossier))
    return avec_les_voies_ouvertes(refus, Faits(dossier, decompte.au, bareme, decompte))


def _a_certifier(
    ordonnance: Ordonnance, au: datetime.date, terme: datetime.date | None
) -> Iterator[Constat]:
    rendue, opposee_le = ordonnance.date, ordonnance.opposition_le
    dite, champ, article = "", f"{_CHAMP}.date", "CPC, art. 1422"
    if rendue >= SANS_CERTIFICAT_DES_LE:
        dite = (
            "pour une ordonnance rendue à compter du 1er septembre 2026, le greffe ne délivre plus "
            "de certificat de non-opposition : elle s’exécute deux mois après sa signification, "
            "sans avis d’opposition"
        )
    elif rendue < EXECUTOIRE_D_EMBLEE_DES_LE:
        dite = (
            "avant le 1er mars 2022, la formule exécutoire se demandait dans le mois qui suivait "
            "le délai d’opposition : cette demande n’est pas écrite ici"
        )
    elif opposee_le is not None and opposee_le <= au:
        dite = f"une opposition a été formée le {opposee_le:%d/%m/%Y} : le tribunal est saisi"
        champ, article = f"{_CHAMP}.opposition_le", "CPC, art. 1413 et 1415"
    elif terme is not None and au <= terme:
        dite = f"le débiteur peut encore former opposition jusqu’au {terme:%d/%m/%Y}"
        champ, article = f"{_CHAMP}.signifiee_le", "CPC, art. 1416"
    if dite:
        yield erreur(
            Code.VOIE_FERMEE, f"{dite} ({article}).", lieu=Lieu(champ=champ), fondement=article
        )
    elif terme is None:
        yield erreur(
            Code.CHAMP_MANQUANT,
            "le délai d’opposition part de la signification (CPC, art. 1416) : le dossier n’en "
            "donne pas le jour.",
            lieu=Lieu(champ=f"{_CHAMP}.signifiee_le"),
            fondement="CPC, art. 1416",
        )


def _commun(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """Insolvency, a paid debt, an assigned one, a debtor who is no more, no order, no court."""
    au = decompte.au
    yield from (c for c in procedures.empechements(dossier, au) if c.code != Code.SURENDETTEMENT)
    yield from dette.rien_a_reclamer(decompte, decompte.total)
    yield from dette.cession(dossier, au)
    yield from parties.disparues(dossier, au)
    yield from procedures.hors_des_lettres(dossier, au)
    yield from parties.mandat(dossier, au)
    if dossier.ordonnance is None or dossier.ordonnance.date > au:
        yield erreur(
            Code.CHAMP_MANQUANT,
            "le dossier ne porte aucune ordonnance d’injonction de payer rendue à ce jour.",
            "Donnez « ordonnance » {date, numero}.",
            Lieu(champ=_CHAMP),
            fondement="CPC, art. 1409",
        )
    elif dossier.juridiction is None:
        yield erreur(
            Code.CHAMP_MANQUANT,
            "le dossier ne dit pas quelle juridiction a rendu l’ordonnance.",
            "Donnez « juridiction » {nature, siege, adresse}.",
            Lieu(champ="juridiction"),
            fondement="CPC, art. 1406",
        )


def a_savoir_certificat(dossier: Dossier, _decompte: Decompte) -> Iterator[Constat]:
    """Where the letter goes."""
    yield from sans_adresse(dossier)


def a_savoir_signification(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """The last day to serve, and an order that grants less than was asked."""
    ordonnance = dossier.ordonnance
    if ordonnance is None:
        return
    terme = terme_de_signification(ordonnance, decompte.regime.bareme)
    presse = terme - decompte.au <= _PRESSE
    yield (avertissement if presse else information)(
        Code.SIGNIFICATION_A_FAIRE,
        f"l’ordonnance est à signifier au plus tard le {terme:%d/%m/%Y}, sinon elle est non avenue "
        "(CPC, art. 1411).",
        lieu=Lieu(champ=f"{_CHAMP}.date"),
        fondement="CPC, art. 1411",
    )
    if ordonnance.principal is not None and ordonnance.principal < decompte.principal:
        accorde = montant(ordonnance.principal, decompte.devise)
        yield avertissement(
            Code.ORDONNANCE_PARTIELLE,
            f"l’ordonnance n’accorde que {accorde} en principal sur "
            f"{montant(decompte.principal, decompte.devise)} : aucun recours n’est ouvert (CPC, "
            "art. 1409).",
            "Pour réclamer le tout, ne la signifiez pas et agissez par une voie de droit commun.",
            Lieu(champ=f"{_CHAMP}.principal"),
            fondement="CPC, art. 1409",
        )
    yield from commissaire_a_choisir(dossier)
