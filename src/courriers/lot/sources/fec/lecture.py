"""Reading the lines of a FEC, once, keeping those of customers only.

Every entry is balanced as it goes by: an entry is forgotten when its debits equal its credits.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from courriers.constats import Code, avertissement, erreur
from courriers.lot.sources.fec.comptes import (
    AUTRE,
    RACINES,
    TRESORERIE,
    VENTE,
    Ecriture,
    Exercice,
    cle_du_client,
    ref_generale,
)
from courriers.lot.sources.fec.fichier import Format
from courriers.lot.sources.fec.gardees import garder, ligne_cassee, montant_faux
from courriers.lot.sources.fec.lecteur import Lecteur

_DITES = 5
"""Faults of one kind that a message names; the others are counted."""


def lire_exercice(format_: Format) -> Exercice:
    """Read *format_*'s file. What is wrong with it as a whole is in ``fautes``.

    Raises:
        OSError: the file went away.
    """
    lecteur = Lecteur(format_, Exercice(format_))
    with format_.chemin.open(encoding=format_.encodage, errors="replace") as flux:
        next(flux, "")
        try:
            _parcourir(lecteur, _rangees(flux, format_))
        except csv.Error:
            lecteur.exercice.fautes.append(
                erreur(
                    Code.FICHIER_ILLISIBLE,
                    "un guillemet ouvert n’est pas refermé.",
                    "Redemandez le fichier tel que le logiciel de comptabilité l’exporte.",
                    format_.lieu(lecteur.derniere[0] + 1),
                )
            )
    _conclure(lecteur)
    return lecteur.exercice


def _rangees(flux: Iterable[str], format_: Format) -> Iterator[tuple[int, list[str]]]:
    if format_.guillemets:
        lecteur = csv.reader(flux, delimiter=format_.separateur)
        for champs in lecteur:
            yield lecteur.line_num + 1, champs
        return
    separateur = format_.separateur
    for numero, texte in enumerate(flux, 2):
        yield numero, texte.rstrip("\n").split(separateur)


def _parcourir(lecteur: Lecteur, rangees: Iterator[tuple[int, list[str]]]) -> None:
    """The hot loop: nothing is built for a line that is not a customer's."""
    col, attendu = lecteur.format.colonnes, len(lecteur.format.intitules)
    i_journal, i_numero, i_compte = col["JournalCode"], col["EcritureNum"], col["CompteNum"]
    i_ref, i_date = col["PieceRef"], col["EcritureDate"]
    journaux, somme = lecteur.exercice.journaux, lecteur.somme
    ecriture, journal, numero = Ecriture("", "", 0), "", ""
    for ligne, champs in rangees:
        lecteur.derniere = (ligne, len(champs))
        if len(champs) != attendu:
            if not any(map(str.strip, champs)):
                continue
            redresses = lecteur.redresser(champs, ligne)
            if redresses is None:
                ligne_cassee(lecteur, champs, ligne)
                continue
            champs = redresses  # noqa: PLW2901 – the same line, mended
        if champs[i_journal] != journal or champs[i_numero] != numero or not ecriture.solde:
            journal, numero = champs[i_journal], champs[i_numero]
            # Without a number, what is of one day and one document is one entry.
            nom = numero.strip() or f"{champs[i_date]} {champs[i_ref]}"
            ecriture = lecteur.ecriture(journal, nom, ligne)
            profil = journaux.get(journal) or journaux.setdefault(journal, [0, 0])
        compte = champs[i_compte].strip()
        try:
            cents = somme(champs)
        except ValueError as faute:
            montant_faux(lecteur, champs, ligne, faute)
            continue
        ecriture.solde += cents
        if compte.startswith(RACINES):
            ecriture.nature |= garder(lecteur, champs, ligne, ecriture, cents)
        else:
            nature = _nature(compte)
            ecriture.nature |= nature
            if nature == TRESORERIE:
                profil[0] += 1
            elif compte[:1] == "7":
                profil[1] += 1
            elif compte.startswith("419"):
                _compter_l_acompte(lecteur, compte, champs[col["CompAuxNum"]].strip(), cents)
        if not ecriture.solde and lecteur.ouvertes is not None:
            lecteur.ouvertes.pop((ecriture.journal, ecriture.numero), None)


def _nature(compte: str) -> int:
    """What an account other than a customer's is, as a flag."""
    if compte[:1] == "5":
        return TRESORERIE
    return VENTE if compte[:1] == "7" or compte.startswith("445") else AUTRE


def _compter_l_acompte(lecteur: Lecteur, compte: str, auxiliaire: str, cents: int) -> None:
    if auxiliaire:
        lecteur.exercice.acomptes[cle_du_client(compte, auxiliaire)] += cents


def _conclure(lecteur: Lecteur) -> None:
    """What only the whole file tells: a cut end, entries that do not balance, shared references."""
    exercice, format_ = lecteur.exercice, lecteur.format
    ligne, cellules = lecteur.derniere
    coupee = lecteur.coupees and lecteur.coupees[-1][0] == ligne
    seule = cellules < len(format_.intitules) and lecteur.longueurs[cellules] == 1
    if not format_.finit_net and (coupee or seule):
        exercice.fautes = [
            erreur(
                Code.FICHIER_ILLISIBLE,
                "le fichier est coupé\u00a0: sa dernière ligne s’arrête avant la fin, et celles "
                "qui "
                "suivaient manquent.",
                "Redemandez-le\u00a0: des règlements pourraient y manquer.",
                format_.lieu(ligne),
            )
        ]
        exercice.clients = {}
        return
    _desequilibres(lecteur)
    par_ref: dict[str, set[str]] = {}
    for client in exercice.clients.values():
        for ligne_an in (x for x in client.lignes if x.an):
            par_ref.setdefault(ligne_an.ref, set()).add(client.cle)
    exercice.refs_communes = frozenset(
        ref for ref, cles in par_ref.items() if len(cles) > 1 or ref_generale(ref)
    )


def _desequilibres(lecteur: Lecteur) -> None:
    fausses = [e for e in (lecteur.ouvertes or {}).values() if e.solde]
    numerote_ses_lignes = lecteur.ouvertes is None or len(fausses) * 2 > lecteur.combien > 3
    if numerote_ses_lignes or not fausses:
        # Each line is an entry of its own there, and none balances: nothing to learn.
        return
    for fausse in fausses:
        fausse.fausse = True
    for fausse in fausses[:_DITES]:
        suite = f" {len(fausses)} écritures sont dans ce cas." if len(fausses) > _DITES else ""
        lecteur.exercice.constats.append(
            avertissement(
                Code.ECRITURE_DESEQUILIBREE,
                f"l’écriture {fausse.numero} du journal {fausse.journal} n’est pas "
                "équilibrée\u00a0: "
                f"il y manque une ligne, ou un montant est faux.{suite}",
                "Redemandez le fichier, ou vérifiez cette écriture.",
                lecteur.format.lieu(fausse.premiere),
            )
        )
