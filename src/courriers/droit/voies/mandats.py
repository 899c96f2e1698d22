"""What is asked of a commissaire de justice beside the small claims: when it may be asked.

Sources: CPCE, art. L126-1 to L126-5 (law n° 2026-307 of 23 April 2026; uncontested claims invoiced
between traders), R125-2, R125-5 and R125-6 (how the small claims procedure ends, and its title).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from courriers.constats import Code, Constat, Lieu, avertissement, erreur
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.droit.decompte import Decompte
from courriers.droit.delais import terme_de_procedure
from courriers.droit.regles import parties, procedures
from courriers.droit.regles.demande import obstacles_a_la_demande
from courriers.droit.voies.commissaire import creances_commerciales, surendettement_ferme
from courriers.droit.voies.faits import Faits
from courriers.droit.voies.modele import Motif, Sens
from courriers.droit.voies.refus import avec_les_voies_ouvertes, refus_de


def empechements_creances_commerciales(
    dossier: Dossier, decompte: Decompte, somme: Decimal, bareme: Bareme | None = None
) -> list[Constat]:
    """Every reason why the uncontested trade claims are closed to *dossier*."""
    faits = Faits(dossier, decompte.au, bareme or decompte.regime.bareme, decompte)
    refus = [
        *obstacles_a_la_demande(dossier, decompte, somme, en_justice=False),
        *refus_de(faits.ordonnance_rendue(), "ordonnance"),
        *refus_de(m for m in creances_commerciales(faits).motifs if m not in _deja_dits(faits)),
    ]
    return avec_les_voies_ouvertes(refus, faits)


def _deja_dits(faits: Faits) -> tuple[Motif, ...]:
    """Reasons that close every letter, which have codes of their own."""
    return (*faits.obstacles, *surendettement_ferme(faits))


def a_savoir_creances_commerciales(dossier: Dossier, decompte: Decompte) -> Iterator[Constat]:
    """What the texts leave open, and who is to be asked."""
    faits = Faits(dossier, decompte.au, decompte.regime.bareme, decompte)
    for motif in creances_commerciales(faits).motifs:
        if motif.sens is Sens.DOUTE:
            yield avertissement(
                Code.DECRET_A_VERIFIER,
                f"{motif.texte} ({motif.fondement}).",
                "Demandez à l’étude si elle pratique cette procédure, et à quel tarif.",
                fondement=motif.fondement,
            )
    yield from commissaire_a_choisir(dossier)


def commissaire_a_choisir(dossier: Dossier) -> Iterator[Constat]:
    """The case names no commissaire de justice, whatever is asked of one."""
    if dossier.commissaire is None:
        yield avertissement(
            Code.COMMISSAIRE_A_CHOISIR,
            "le dossier ne nomme pas de commissaire de justice : la lettre est adressée à « une "
            "étude ».",
            "Choisissez-en un compétent au lieu où demeure le débiteur ; complétez "
            "« commissaire », ou l’adresse dans Word.",
            Lieu(champ="commissaire"),
        )


# --- L’issue des petites créances -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Issue:
    """How the small claims procedure ended."""

    lettre_le: datetime.date
    """Day of the letter of the commissaire de justice."""
    nature: Literal["accord", "refus", "silence"]
    date: datetime.date
    """Day of the answer; for silence, the last day to answer."""


def issue_des_petites_creances(dossier: Dossier, au: datetime.date, bareme: Bareme) -> Issue | None:
    """The end of the last such procedure, known on *au*; nothing while it runs, or was not begun.

    A month without an answer is a refusal (CPCE, art. R125-2, III, 4°, and R125-5, 2°).
    """
    lettres = [
        (debut, envoi.suite)
        for envoi in dossier.envois
        if (debut := envoi.lettre_du_commissaire_le) is not None and debut <= au
    ]
    if not lettres:
        return None
    debut, suite = max(lettres, key=lambda x: x[0])
    if suite is not None and suite.date <= au:
        return Issue(debut, suite.nature, suite.date)
    mois = int(bareme.en_vigueur("delai_petites_creances", debut).valeur)
    terme = terme_de_procedure(debut, mois=mois)
    return Issue(debut, "silence", terme) if au > terme else None


def empechements_suite(
    dossier: Dossier, decompte: Decompte, _somme: Decimal, bareme: Bareme | None = None
) -> list[Constat]:
    """Every reason not to write to the commissaire about the end of the procedure."""
    au = decompte.au
    refus = [
        *(c for c in procedures.empechements(dossier, au) if c.code != Code.SURENDETTEMENT),
        *procedures.hors_des_lettres(dossier, au),
        *parties.mandat(dossier, au),
    ]
    issue = issue_des_petites_creances(dossier, au, bareme or decompte.regime.bareme)
    if issue is None:
        en_cours = list(procedures.gels(dossier, decompte))
        refus += [_en_cours(*en_cours[-1])] if en_cours else [_jamais_engagee()]
    return refus


def _en_cours(rang: int, debut: datetime.date) -> Constat:
    return erreur(
        Code.VOIE_FERMEE,
        f"la procédure ouverte par la lettre du commissaire de justice du {debut:%d/%m/%Y} n’est "
        "pas finie : le débiteur a un mois pour répondre (CPCE, art. L125-1 et R125-5).",
        "Attendez, ou notez sa réponse dans « suite » {nature, date}.",
        Lieu(champ=f"envois[{rang}].suite"),
        fondement="CPCE, art. L125-1 et R125-5",
    )


def _jamais_engagee() -> Constat:
    return erreur(
        Code.CHAMP_MANQUANT,
        "le dossier ne dit pas quel jour le commissaire de justice a invité le débiteur à la "
        "procédure des petites créances (CPCE, art. L125-1).",
        "Notez l’envoi « petites-creances », et son « lettre_du_commissaire_le ».",
        Lieu(champ="envois"),
        fondement="CPCE, art. L125-1",
    )
