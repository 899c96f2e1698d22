"""Reading the lines of a FEC, once, keeping those of customers only.

Every entry is balanced as it goes by: an entry is forgotten when its debits equal its credits.
"""

from __future__ import annotations

import contextlib
import csv
import gc
from collections.abc import Iterable, Iterator

from courriers.constats import Code, Lieu, avertissement, erreur
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
from courriers.lot.sources.fec.gardees import garder, ligne_cassee, montant_faux, preneur
from courriers.lot.sources.fec.lecteur import Lecteur

_NATURES = {"5": TRESORERIE, "7": VENTE}
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
            with sans_menage():
                _parcourir(lecteur, _rangees(flux, lecteur))
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


@contextlib.contextmanager
def sans_menage() -> Iterator[None]:
    """All the lines read are kept: looking for garbage among them takes a fifth of the time."""
    actif = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if actif:
            gc.enable()


def _rangees(flux: Iterable[str], lecteur: Lecteur) -> Iterator[tuple[int, list[str]]]:
    numero, champs = 1, [""]
    try:
        if lecteur.format.guillemets:
            lignes = csv.reader(flux, delimiter=lecteur.format.separateur)
            for champs in lignes:
                numero = lignes.line_num + 1
                yield numero, champs
        else:
            separateur = lecteur.format.separateur
            for numero, texte in enumerate(flux, 2):
                champs = texte.rstrip("\n").split(separateur)
                yield numero, champs
    finally:
        lecteur.derniere = (numero, len(champs))


def _parcourir(lecteur: Lecteur, rangees: Iterator[tuple[int, list[str]]]) -> None:
    """The hot loop: nothing is built for a line that is not a customer's."""
    col, attendu = lecteur.format.colonnes, len(lecteur.format.intitules)
    i_journal, i_numero, i_compte = col["JournalCode"], col["EcritureNum"], col["CompteNum"]
    journaux, sommer, prendre = lecteur.exercice.journaux, lecteur.sommer(), preneur(lecteur.format)
    ecriture, journal, numero = Ecriture("", "", 0), "", ""
    for ligne, lus in rangees:
        champs = lus if len(lus) == attendu else _entiere(lecteur, lus, ligne)
        if champs is None:
            continue
        if champs[i_numero] != numero or champs[i_journal] != journal or not ecriture.solde:
            journal, numero = champs[i_journal], champs[i_numero]
            ecriture = lecteur.ecriture(journal, numero.strip() or _sans_numero(champs, col), ligne)
            profil = journaux.get(journal) or journaux.setdefault(journal, [0, 0])
        compte = champs[i_compte].lstrip()
        try:
            cents = sommer(champs)
        except ValueError:
            montant_faux(lecteur, champs, ligne)
            continue
        ecriture.solde += cents
        if compte.startswith(RACINES):
            champs.append("")
            ecriture.nature |= garder(lecteur, prendre(champs), ligne, ecriture, cents)
        else:
            nature = _NATURES.get(compte[:1]) or (VENTE if compte[:3] == "445" else AUTRE)
            ecriture.nature |= nature
            if nature == TRESORERIE:
                profil[0] += 1
            elif compte[:1] == "7":
                profil[1] += 1
            elif compte.startswith("419"):
                _compter_l_acompte(lecteur, compte, champs[col["CompAuxNum"]].strip(), cents)
        if not ecriture.solde and lecteur.ouvertes is not None:
            lecteur.ouvertes.pop((ecriture.journal, ecriture.numero), None)


def _entiere(lecteur: Lecteur, champs: list[str], ligne: int) -> list[str] | None:
    """A line that has not as many cells as the first, mended; nothing if it is blank or broken."""
    if not any(map(str.strip, champs)):
        return None
    redresses = lecteur.redresser(champs, ligne)
    if redresses is None:
        ligne_cassee(lecteur, champs, ligne)
    return redresses


def _sans_numero(champs: list[str], col: dict[str, int]) -> str:
    """Without a number, what is of one day and of one document is one entry."""
    return f"{champs[col['EcritureDate']]} {champs[col['PieceRef']]}"


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
    if lecteur.tues:
        exercice.fautes.append(
            erreur(
                Code.CHAMP_INVALIDE,
                f"{lecteur.tues} autres fautes du même genre.",
                "Redemandez le fichier tel que le logiciel de comptabilité l’exporte.",
                Lieu(fichier=str(format_.chemin)),
            )
        )
    for client in exercice.clients.values():
        for une in client.lignes:
            if len(une.date) == 8:
                exercice.debut = min(exercice.debut or une.date, une.date)
                exercice.fin = max(exercice.fin, une.date)
    _desequilibres(lecteur)
    _oublier_les_references_communes(exercice)


def _oublier_les_references_communes(exercice: Exercice) -> None:
    """A reference that the opening balance gives to several customers is no invoice's."""
    par_ref: dict[str, set[str]] = {}
    an = [(x, client.cle) for client in exercice.clients.values() for x in client.lignes if x.an]
    for ligne, cle in an:
        par_ref.setdefault(ligne.ref, set()).add(cle)
    for ligne, _ in an:
        propre = len(par_ref[ligne.ref]) == 1 and ligne.ref != ligne.ecriture.numero
        if not propre or ref_generale(ligne.ref):
            ligne.ref = ""


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
