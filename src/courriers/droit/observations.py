"""What a person should know of a statement: the findings that come with its figures."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.droit import echeances
from courriers.droit.compte import CompteFacture
from courriers.droit.deroulement import Deroulement
from courriers.droit.semestre import Semestre
from courriers.langue.typographie import montant


def observations(deroulement: Deroulement, comptes: dict[str, CompteFacture]) -> list[Constat]:
    """Every finding on a finished run."""
    d = deroulement
    echus = [c for c in comptes.values() if c.echeance < d.au]
    return [
        *d.constats,
        *_posterieurs(d),
        *_sur_future(d),
        *(constat for c in comptes.values() for constat in _sur_un_compte(c, d)),
        *_sur_les_interets(d, echus),
        *_sur_les_sommes(d, bool(echus)),
    ]


def _posterieurs(d: Deroulement) -> Iterator[Constat]:
    """What is dated after the closing day."""
    for i, facture in enumerate(d.dossier.factures):
        if facture.date > d.au:
            yield _ignore(f"factures[{i}]", f"{facture.type} {facture.numero}", d.au)
    for i, paiement in enumerate(d.dossier.paiements):
        if paiement.date > d.au:
            yield _ignore(
                f"paiements[{i}]",
                f"paiement de {montant(paiement.montant, d.dossier.devise)}",
                d.au,
            )
    for i, envoi in enumerate(d.dossier.envois):
        if envoi.date > d.au:
            yield _ignore(f"envois[{i}]", f"envoi « {envoi.niveau} »", d.au)


def _ignore(champ: str, quoi: str, au: datetime.date) -> Constat:
    return information(
        Code.POSTERIEUR_AU_JOUR,
        f"{quoi} : après le {au:%d/%m/%Y}, il n’en est pas tenu compte.",
        lieu=Lieu(champ=champ),
    )


def _sur_future(d: Deroulement) -> Iterator[Constat]:
    """What is in time, but names an invoice that is not."""
    noms = [
        (f"paiements[{i}]", f"paiement de {montant(p.montant, d.dossier.devise)}")
        for i, p in enumerate(d.dossier.paiements)
        if p.date <= d.au and not d.est_connue(p.facture)
    ]
    noms += [
        (d.champ(a, "sur_facture"), f"avoir {a.numero}")
        for a in d.dossier.factures
        if a.est_avoir and a.date <= d.au and not d.est_connue(a.sur_facture)
    ]
    for champ, quoi in noms:
        yield information(
            Code.POSTERIEUR_AU_JOUR,
            f"{quoi} : la facture visée est émise après le {d.au:%d/%m/%Y}, il n’en est pas tenu "
            "compte.",
            lieu=Lieu(champ=champ),
        )


def _sur_un_compte(compte: CompteFacture, d: Deroulement) -> Iterator[Constat]:
    facture = compte.facture
    calculee = echeances.constat_echeance(
        facture, compte.echeance, d.dossier, d.champ(facture, "echeance")
    )
    if calculee:
        yield calculee
    if compte.retenue:
        retenue = montant(compte.retenue, d.dossier.devise)
        yield information(
            Code.RETENUE_EXCLUE,
            f"la retenue de garantie de {retenue} sur la facture {facture.numero} n’est pas "
            "réclamée.",
            lieu=Lieu(champ=d.champ(facture, "retenue_garantie")),
        )
    if compte.echeance >= d.au:
        yield information(
            Code.FACTURE_A_ECHOIR,
            f"la facture {facture.numero} n’est pas échue ({compte.echeance:%d/%m/%Y}) : hors du "
            "total.",
            lieu=Lieu(champ=d.champ(facture, "echeance")),
        )


def _sur_les_interets(d: Deroulement, echus: list[CompteFacture]) -> Iterator[Constat]:
    sans_depart = all(c.cours is None for c in echus)
    if echus and not d.regime.de_plein_droit and sans_depart and d.ouverture is None:
        yield information(
            Code.SANS_MISE_EN_DEMEURE,
            "aucune mise en demeure reçue ne vise une facture échue : aucun intérêt ne court "
            "encore (C. civ., art. 1344-1).",
        )
    if echus:  # the letter also prints the rate of its own day
        semestres = d.semestres | {Semestre.de(d.au)}
        yield from d.regime.constats(semestres, {c.echeance for c in echus})


def _sur_les_sommes(d: Deroulement, des_echues: bool) -> Iterator[Constat]:
    if d.regime.doit_l_indemnite and d.dossier.devise != "EUR" and des_echues:
        yield information(
            Code.INDEMNITE_HORS_EURO,
            "l’indemnité forfaitaire est fixée en euros (40 €) : elle n’est pas réclamée dans un "
            f"dossier en {d.dossier.devise}.",
        )
    if d.dossier.conditions.clause_penale is not None:
        yield information(
            Code.CLAUSE_PENALE_NON_COMPTEE,
            "la clause pénale n’entre pas dans le décompte (le juge peut la modérer : C. civ., "
            "art. 1231-5).",
            lieu=Lieu(champ="conditions.clause_penale"),
        )
    yield from trop_percu(d.trop_percu, d.dossier.devise)


def trop_percu(somme: Decimal, devise: str) -> Iterator[Constat]:
    """Says what the creditor holds in excess."""
    if somme:
        yield avertissement(
            Code.TROP_PERCU,
            f"le créancier détient {montant(somme, devise)} de trop, hors du total.",
            "Remboursez-le ou imputez-le d’accord avec le débiteur.",
        )
