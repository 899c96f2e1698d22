"""The four sheets of ``synthese.xlsx``: the letters, the refusals, what to look at, the totals."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO

from courriers.constats import Constat
from courriers.langue.typographie import accord, compte, date_longue, majuscule
from courriers.lettre.suite import CANAUX
from courriers.lot.synthese.cellules import Aspect, Colonne, Lien, Montant, Valeur
from courriers.lot.synthese.classeur import LIENS_MAX, Classeur, Feuille
from courriers.lot.synthese.cumuls import AXES, CONFIDENTIEL, Cumul, Cumuls
from courriers.lot.synthese.lignes import TRANCHES, LigneDeSynthese, Motif
from courriers.lot.synthese.recueil import Recueil
from courriers.monnaie import DEVISES, ZERO

ISSUES = {
    "ecrite": "Écrite", "refusee": "Refusée", "exclue": "Exclue", "deja": "Étape déjà faite",
}  # fmt: skip
_ENTRE = " · "
_LETTRES = (
    Colonne("Référence", 16), Colonne("Créancier", 26), Colonne("Débiteur", 30),
    Colonne("Code postal", 9), Colonne("Ville", 20), Colonne("Lettre", 34), Colonne("Canal", 48),
    Colonne("Jour", 12, "nombre"), Colonne("Pages", 8, "nombre"), Colonne("Devise", 9),
    *(Colonne(t, 16, "nombre") for t in ("Somme demandée", "Principal", "Intérêts", "Indemnités")),
    Colonne("Plus ancienne échéance", 13, "nombre"), Colonne("Retard (jours)", 9, "nombre"),
    Colonne("Factures dues", 10, "nombre"), Colonne("À voir", 8, "nombre"), Colonne("Pack", 24),
    Colonne("Fichiers", 48),
)  # fmt: skip
_REFUS = (
    Colonne("Référence", 16), Colonne("Issue", 13), Colonne("Créancier", 26),
    Colonne("Débiteur", 30), Colonne("Motif", 56, "long"), Colonne("Que faire", 44, "long"),
    Colonne("Fichier", 34, "long"), Colonne("Ligne", 9, "nombre"), Colonne("Où", 26, "long"),
    Colonne("Code", 28),
)  # fmt: skip
_A_VOIR = (
    Colonne("Référence", 16), Colonne("Débiteur", 30), Colonne("Lettre", 34),
    Colonne("Constat", 56, "long"), Colonne("Que faire", 44, "long"),
    Colonne("Fondement", 24, "long"), Colonne("Où", 30, "long"), Colonne("Code", 28),
)  # fmt: skip
_TOTAUX = (
    Colonne("", 58, "long"), Colonne("", 9), Colonne("", 11, "nombre"),
    *(Colonne("", 19, "nombre") for _ in range(4)),
)  # fmt: skip
_MONTANTS = ("Somme demandée", "Principal", "Intérêts", "Indemnités")


def ecrire_le_classeur(
    flux: IO[bytes], recueil: Recueil, repertoire: Path, au: datetime.date
) -> None:
    """Write the workbook of *recueil*, its files being named from *repertoire*.

    Raises:
        CourriersError: openpyxl is not installed; code ``LOT_ABSENT``.
        OSError: it cannot be written, or the rows could not be kept.
    """
    jour = f"Lettres du {date_longue(au)}"
    with Classeur(jour, CONFIDENTIEL, au) as classeur:
        _lister(classeur, recueil, repertoire)
        totaux = classeur.feuille("Totaux", _TOTAUX, table=False)
        _totaliser(totaux, recueil.cumuls, jour, classeur.coupees)
        classeur.enregistrer(flux)


def _lister(classeur: Classeur, recueil: Recueil, repertoire: Path) -> None:
    """The three sheets that have a row for each case, or several."""
    lettres = classeur.feuille("Lettres", _LETTRES)
    refus = classeur.feuille("Refus", _REFUS)
    a_voir = classeur.feuille("À voir", _A_VOIR)
    # All or none: a name that opens its letter, then one that does not, would look broken.
    liees = recueil.cumuls.issues["ecrite"] <= LIENS_MAX
    for ligne in recueil.lignes():
        noms = [_depuis(repertoire, fichier) for fichier in ligne.fichiers]
        if ligne.issue == "ecrite":
            lettres.ajouter(_lettre(ligne, noms, liees=liees))
            for constat in ligne.a_voir:
                a_voir.ajouter(_a_voir(ligne, constat))
        for motif in ligne.motifs:
            refus.ajouter(_refus(ligne, motif, noms))


def _lettre(ligne: LigneDeSynthese, noms: list[str], *, liees: bool) -> list[Valeur]:
    sommes = (ligne.somme, ligne.principal, ligne.interets, ligne.indemnites)
    return [
        ligne.reference, ligne.creancier, ligne.debiteur, ligne.code_postal, ligne.ville,
        _lien(ligne.titre, noms) if liees else ligne.titre, CANAUX.get(ligne.canal, ligne.canal),
        ligne.jour, ligne.pages, ligne.devise, *_montants(sommes, ligne.devise), ligne.echeance,
        ligne.retard, ligne.factures, len(ligne.a_voir), ligne.pack, _ENTRE.join(noms),
    ]  # fmt: skip


def _refus(ligne: LigneDeSynthese, motif: Motif, noms: list[str]) -> list[Valeur]:
    return [
        ligne.reference, ISSUES[ligne.issue], ligne.creancier, ligne.debiteur,
        majuscule(motif.phrase), motif.conseil, motif.fichier or str(ligne.place.fichier),
        motif.ligne, motif.lieu or _ENTRE.join(noms), motif.code,
    ]  # fmt: skip


def _a_voir(ligne: LigneDeSynthese, constat: Constat) -> list[Valeur]:
    return [
        ligne.reference, ligne.debiteur, ligne.titre, majuscule(constat.message), constat.conseil,
        constat.fondement, str(constat.lieu), str(constat.code),
    ]  # fmt: skip


def _totaliser(feuille: Feuille, cumuls: Cumuls, jour: str, coupees: int) -> None:
    """Values, each added up exactly: see :mod:`courriers.lot.synthese.classeur`."""
    feuille.ajouter([jour], "titre")
    feuille.ajouter([CONFIDENTIEL], "note")
    for nom, nombre in (
        ("Dossiers lus", cumuls.lus), ("Lettres écrites", cumuls.issues["ecrite"]),
        ("Dossiers refusés", cumuls.issues["refusee"]),
        ("Dossiers exclus", cumuls.issues["exclue"]),
        ("Étapes déjà faites, hors de ces totaux", cumuls.issues["deja"]),
        ("Lettres à regarder avant l’envoi", cumuls.a_voir),
        *([("Pages", cumuls.pages)] if cumuls.pages else []),
    ):  # fmt: skip
        feuille.ajouter([nom, None, nombre])
    for rangee, aspect in (
        *_table("Par devise", [
            (_pluriel(d).capitalize(), d, cumuls.par_devise[d]) for d in cumuls.devises
        ]),
        *_table(AXES[0], cumuls.rangs(AXES[0])), *_ages(cumuls),
        *(rangee for axe in AXES[1:] for rangee in _table(axe, cumuls.rangs(axe))),
        *_motifs(cumuls),
    ):  # fmt: skip
        feuille.ajouter(rangee, aspect)
    if coupees:
        textes = f"{compte(coupees, 'texte')} trop {accord(coupees, 'long')}"
        note = f"{textes} pour une cellule\u00a0: fin coupée après 32\u202f767 caractères."
        feuille.ajouter([note], "note")


_Rangee = tuple[Sequence[Valeur], Aspect]


def _table(titre: str, rangs: list[tuple[str, str, Cumul]]) -> Iterable[_Rangee]:
    if not rangs:
        return
    yield (), ""
    yield (titre, "Devise", "Lettres", *_MONTANTS), "entete"
    for nom, devise, c in rangs:
        sommes = _montants((c.somme, c.principal, c.interets, c.indemnites), devise)
        yield (nom, devise, c.nombre, *sommes), ""


def _ages(cumuls: Cumuls) -> Iterable[_Rangee]:
    if not cumuls.ages:
        return
    yield (), ""
    titre = "Par ancienneté de l’échéance (principal restant dû)"
    yield (titre, "Devise", "Lettres", "Principal"), "entete"
    for devise in cumuls.devises:
        for rang, nom in enumerate(TRANCHES):
            nombre, somme = cumuls.ages.get((rang, devise), (0, ZERO))
            yield (nom, devise, nombre, *_montants([somme], devise)), ""


def _motifs(cumuls: Cumuls) -> Iterable[_Rangee]:
    if not cumuls.motifs:
        return
    yield (), ""
    yield ("Motifs", "", "Dossiers"), "entete"
    for code, refuses in cumuls.refus():
        yield (
            (f"{majuscule(refuses.phrase).partition(chr(10))[0]} ({code})", None, refuses.nombre),
            "",
        )


def _montants(sommes: Iterable[Decimal | None], devise: str) -> list[Valeur]:
    decimales = DEVISES[devise].decimales if devise in DEVISES else 2
    return [None if somme is None else Montant(somme, decimales) for somme in sommes]


def _depuis(repertoire: Path, fichier: Path) -> str:
    """*fichier* as it is named from *repertoire*."""
    dedans = fichier.is_relative_to(repertoire)
    return (fichier.relative_to(repertoire) if dedans else fichier).as_posix()


def _lien(titre: str, noms: list[str]) -> Valeur:
    """*titre*, which opens the letter: its PDF if there is one; only what the folder holds."""
    dedans = [n for n in noms if not n.startswith(("/", "..")) and ":" not in n]
    dedans.sort(key=lambda nom: not nom.endswith(".pdf"))
    return Lien(titre, dedans[0]) if dedans and titre else titre


def _pluriel(devise: str) -> str:
    return DEVISES[devise].pluriel if devise in DEVISES else devise
