"""The four sheets of ``synthese.xlsx``: the letters, the refusals, what to look at, the figures."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from courriers.constats import Constat
from courriers.langue.typographie import date_longue
from courriers.lettre.suite import CANAUX
from courriers.lot.synthese import paquet
from courriers.lot.synthese.cellules import Cellule, Formule, Lien, Style, Valeur, lettre, montant
from courriers.lot.synthese.classeur import Colonne, Feuille
from courriers.lot.synthese.cumuls import AXES, Cumul, Cumuls
from courriers.lot.synthese.lignes import TRANCHES, LigneDeSynthese
from courriers.monnaie import DEVISES, ZERO

ISSUES = {"ecrite": "Écrite", "refusee": "Refusée", "exclue": "Exclue"}
_LETTRES = (
    Colonne("Référence", 16), Colonne("Créancier", 26), Colonne("Débiteur", 30),
    Colonne("Code postal", 8), Colonne("Ville", 18), Colonne("Lettre", 36, Style.LIEN),
    Colonne("Canal", 44),
    Colonne("Devise", 8), Colonne("Somme demandée", 15, Style.MONTANT_2),
    Colonne("Principal", 15, Style.MONTANT_2), Colonne("Intérêts", 13, Style.MONTANT_2),
    Colonne("Indemnités", 13, Style.MONTANT_2), Colonne("Plus ancienne échéance", 17, Style.DATE),
    Colonne("Retard (jours)", 9, Style.ENTIER), Colonne("Factures dues", 10, Style.ENTIER),
    Colonne("À voir", 8, Style.ENTIER), Colonne("Étape due", 26, facultative=True),
    Colonne("Pack", 22), Colonne("Fichiers", 48, Style.LONG),
)  # fmt: skip
_DEVISE, _SOMMES = 7, range(8, 12)
_REFUS = (
    Colonne("Référence", 16), Colonne("Issue", 10), Colonne("Débiteur", 26),
    Colonne("Fichier", 34, Style.LONG), Colonne("Ligne", 8, Style.ENTIER, facultative=True),
    Colonne("Où", 26, Style.LONG, facultative=True), Colonne("Motif", 60, Style.LONG),
    Colonne("Que faire", 44, Style.LONG), Colonne("Code", 28),
    Colonne("Étape due", 26, facultative=True),
)  # fmt: skip
_A_VOIR = (
    Colonne("Référence", 16), Colonne("Débiteur", 26), Colonne("Lettre", 26),
    Colonne("Constat", 60, Style.LONG), Colonne("Que faire", 44, Style.LONG),
    Colonne("Fondement", 24, Style.LONG, facultative=True), Colonne("Où", 30, Style.LONG),
    Colonne("Code", 28),
)  # fmt: skip
_BILAN = (
    Colonne("", 52), Colonne("", 9), Colonne("", 10), Colonne("", 17), Colonne("", 17),
    Colonne("", 15), Colonne("", 15),
)  # fmt: skip
_MONTANTS = ("Somme demandée", "Principal", "Intérêts", "Indemnités")


class Feuilles:
    """The workbook being written, row after row."""

    def __init__(self, sortie: Path, au: datetime.date) -> None:
        self._sortie, self._au = sortie, au
        self.lettres = Feuille("Lettres", _LETTRES)
        self.refus = Feuille("Refus", _REFUS)
        self.a_voir = Feuille("À voir", _A_VOIR)
        self.bilan = Feuille("Bilan", _BILAN, table=False)
        self.toutes = (self.lettres, self.refus, self.a_voir, self.bilan)

    def ajouter(self, ligne: LigneDeSynthese) -> None:
        """One case more."""
        if ligne.issue == "ecrite":
            self.lettres.ajouter(_styles(_LETTRES, self._lettre(ligne), ligne.devise))
            for constat in ligne.a_voir:
                self.a_voir.ajouter(_styles(_A_VOIR, _a_voir(ligne, constat)))
            return
        for motif in ligne.motifs:
            qui = ligne.reference, ISSUES[ligne.issue], ligne.debiteur
            dit = motif.phrase, motif.conseil, motif.code, ligne.etape
            ou = motif.fichier, motif.ligne, motif.lieu
            self.refus.ajouter(_styles(_REFUS, (*qui, *ou, *dit)))

    def ecrire(self, flux: IO[bytes], cumuls: Cumuls) -> None:
        """Write the workbook, with the figures *cumuls*: the last thing asked of it."""
        jour = f"Lettres du {date_longue(self._au)}"
        self.lettres.au_dessus = [
            [(jour, Style.TITRE)], *(self._total(d, cumuls) for d in cumuls.devises)
        ]  # fmt: skip
        for feuille, titre in (
            (self.refus, "Refus et exclusions"), (self.a_voir, "À regarder avant d’envoyer"),
        ):  # fmt: skip
            dit = titre if feuille.rangees else f"{titre}\u00a0: rien"
            feuille.au_dessus = [[(dit, Style.TITRE)]]
        for cellules in _bilan(cumuls, jour, sum(f.coupees for f in self.toutes)):
            self.bilan.ajouter(cellules)
        paquet.ecrire(flux, self.toutes, self._au, jour)

    def fermer(self) -> None:
        """Forget the rows."""
        for feuille in self.toutes:
            feuille.fermer()

    def _lettre(self, ligne: LigneDeSynthese) -> tuple[Valeur, ...]:
        noms = [_depuis(self._sortie, f) for f in ligne.fichiers]
        return (
            ligne.reference, ligne.creancier, ligne.debiteur, ligne.code_postal, ligne.ville,
            _lien(ligne.titre, noms), CANAUX.get(ligne.canal, ligne.canal), ligne.devise,
            ligne.somme, ligne.principal, ligne.interets, ligne.indemnites, ligne.echeance,
            ligne.retard, ligne.factures, len(ligne.a_voir), ligne.etape, ligne.pack,
            "\n".join(noms),
        )  # fmt: skip

    def _total(self, devise: str, cumuls: Cumuls) -> list[Cellule]:
        """What stands above the table: with one currency, the total of the rows that are shown."""
        seule, cumul = len(cumuls.devises) == 1, cumuls.par_devise[devise]
        # The headings are the row after the title and one row a currency.
        debut = len(cumuls.devises) + 3
        fin = debut + self.lettres.rangees - 1
        sur = f"${lettre(_DEVISE)}${debut}:${lettre(_DEVISE)}${fin}"
        nom = "Total des lignes affichées" if seule else f"Total en {_pluriel(devise)}"
        cellules: list[Cellule] = [(None, Style.TOTAL)] * len(_LETTRES)
        cellules[0], cellules[_DEVISE] = (nom, Style.TOTAL), (devise, Style.TOTAL)
        style = montant(_decimales(devise), total=True)
        for rang, valeur in zip(_SOMMES, _sommes(cumul), strict=True):
            plage = f"{lettre(rang)}${debut}:{lettre(rang)}${fin}"
            texte = f"SUBTOTAL(109,{plage})" if seule else f'SUMIF({sur},"{devise}",{plage})'
            cellules[rang] = (Formule(texte, valeur), style)  # type: ignore[arg-type]
        return cellules


def _styles(
    colonnes: Iterable[Colonne], valeurs: Iterable[Valeur], devise: str = "EUR"
) -> list[Cellule]:
    """*valeurs*, each in the style of its column; amounts, with the decimals of *devise*."""
    propre = montant(_decimales(devise))
    return [
        (valeur, propre if colonne.style == Style.MONTANT_2 else colonne.style)
        for colonne, valeur in zip(colonnes, valeurs, strict=True)
    ]


def _a_voir(ligne: LigneDeSynthese, constat: Constat) -> tuple[Valeur, ...]:
    return (
        ligne.reference, ligne.debiteur, ligne.titre, constat.message, constat.conseil,
        constat.fondement, str(constat.lieu), str(constat.code),
    )  # fmt: skip


def _bilan(cumuls: Cumuls, jour: str, coupees: int) -> Iterable[list[Cellule]]:
    yield [(jour, Style.TITRE)]
    for nom, nombre in (
        ("Dossiers lus", cumuls.lus), ("Lettres écrites", cumuls.issues["ecrite"]),
        ("Dossiers refusés", cumuls.issues["refusee"]),
        ("Dossiers exclus", cumuls.issues["exclue"]),
        ("Lettres à regarder avant l’envoi", cumuls.a_voir),
    ):  # fmt: skip
        yield [(nom, Style.TEXTE), (None, Style.TEXTE), (nombre, Style.ENTIER)]
    yield from _table(
        "Par devise", [(_pluriel(d).capitalize(), d, cumuls.par_devise[d]) for d in cumuls.devises]
    )
    for axe in AXES:
        yield from _table(axe, cumuls.rangs(axe))
    yield from _ages(cumuls)
    yield from _motifs(cumuls)
    if coupees:
        note = f"{coupees} texte(s) trop longs pour une cellule, coupés à 32\u202f767 caractères."
        yield [(note, Style.NOTE)]


def _table(titre: str, rangs: list[tuple[str, str, Cumul]]) -> Iterable[list[Cellule]]:
    if not rangs:
        return
    yield []
    yield _entetes(titre, "Devise", "Lettres", *_MONTANTS)
    for nom, devise, cumul in rangs:
        style = montant(_decimales(devise))
        yield [
            (nom, Style.TEXTE), (devise, Style.TEXTE), (cumul.nombre, Style.ENTIER),
            *((somme, style) for somme in _sommes(cumul)),
        ]  # fmt: skip


def _ages(cumuls: Cumuls) -> Iterable[list[Cellule]]:
    if not cumuls.ages:
        return
    yield []
    yield _entetes("Principal restant dû, par ancienneté de l’échéance", "Devise", "Lettres",
                   "Principal")  # fmt: skip
    for devise in cumuls.devises:
        for rang, nom in enumerate(TRANCHES):
            nombre, somme = cumuls.ages.get((rang, devise), (0, ZERO))
            yield [
                (nom, Style.TEXTE), (devise, Style.TEXTE), (nombre, Style.ENTIER),
                (somme, montant(_decimales(devise))),
            ]  # fmt: skip


def _motifs(cumuls: Cumuls) -> Iterable[list[Cellule]]:
    if not cumuls.motifs:
        return
    yield []
    yield _entetes("Motifs de refus ou d’exclusion", "", "Dossiers", "Exemple")
    for code, refuses in cumuls.refus():
        yield [
            (code, Style.TEXTE), (None, Style.TEXTE), (refuses.nombre, Style.ENTIER),
            (refuses.phrase.partition("\n")[0], Style.TEXTE),
        ]  # fmt: skip


def _entetes(*titres: str) -> list[Cellule]:
    texte = ("", "Devise", "Exemple")
    return [
        (titre, Style.ENTETE if not rang or titre in texte else Style.ENTETE_NOMBRE)
        for rang, titre in enumerate(titres)
    ]


def _sommes(cumul: Cumul) -> tuple[Valeur, ...]:
    return cumul.somme, cumul.principal, cumul.interets, cumul.indemnites


def _depuis(sortie: Path, fichier: Path) -> str:
    """*fichier* as it is named from *sortie*."""
    return (fichier.relative_to(sortie) if fichier.is_relative_to(sortie) else fichier).as_posix()


def _lien(titre: str, noms: list[str]) -> Valeur:
    """*titre*, which opens the letter: its PDF if there is one; only what *sortie* holds."""
    dedans = [n for n in noms if not n.startswith(("/", "..")) and ":" not in n]
    dedans.sort(key=lambda nom: not nom.endswith(".pdf"))
    return Lien(titre, dedans[0]) if dedans and titre else titre


def _decimales(devise: str) -> int:
    return DEVISES[devise].decimales if devise in DEVISES else 2


def _pluriel(devise: str) -> str:
    return DEVISES[devise].pluriel if devise in DEVISES else devise
