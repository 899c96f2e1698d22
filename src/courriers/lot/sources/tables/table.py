"""Tables: CSV and workbooks, one row an invoice, the rows of a debtor brought together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from courriers.constats import Code, Constat
from courriers.erreurs import CourriersError
from courriers.lot.configuration import Configuration
from courriers.lot.sources.cas import Cas, Place
from courriers.lot.sources.tables import entetes, reconnaissance
from courriers.lot.sources.tables.adresses import Annuaire
from courriers.lot.sources.tables.lecture_classeur import est_un_classeur, feuilles
from courriers.lot.sources.tables.lecture_csv import feuille as feuille_csv
from courriers.lot.sources.tables.lecture_csv import refus_du_systeme
from courriers.lot.sources.tables.lignes import Lecture
from courriers.lot.sources.tables.modele import Feuille, Table, illisible
from courriers.lot.sources.tables.montage import Montage
from courriers.lot.sources.tables.regroupement import Regroupement

TEXTES = (".csv", ".tsv")
CLASSEURS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_FEC = "journalcode"
_DEBUT = 65_536


def reconnait(chemin: Path) -> bool:
    """A CSV, a workbook, a ``.txt`` whose headings are known; no FEC, no ``~$x.xlsx``."""
    suffixe = chemin.suffix.lower()
    if chemin.name.startswith(("~$", ".~lock.")) or suffixe not in (*TEXTES, *CLASSEURS, ".txt"):
        return False
    try:
        with chemin.open("rb") as octets:
            debut = octets.read(_DEBUT)
    except (OSError, ValueError):
        return suffixe != ".txt" and not chemin.is_dir()  # by its name: reading says what is wrong
    if suffixe in CLASSEURS:
        return True
    premiere = debut.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")[:200].decode("latin-1")
    if premiere.lstrip('"').casefold().startswith(_FEC):
        return False
    return suffixe != ".txt" or _a_des_intitules(chemin)


def _a_des_intitules(chemin: Path) -> bool:
    try:
        return reconnaissance.intitules_de(feuille_csv(chemin), {}) is not None
    except CourriersError:
        return False


def lire(chemins: Iterable[Path], reglages: Configuration) -> Iterator[Cas]:
    """Every case of the tables *chemins*, streamed, in the order in which debtors appear.

    One row is one invoice; those of one debtor, told by reference, code, SIREN or name, make one
    case wherever they stand. A table of debtors without invoices is an address book for all the
    others. What holds for a whole file (totals left out, columns not read) is said by its first
    case.

    Args:
        chemins: the files; a sheet of a workbook is chosen by ``reglages.feuille``, else the only
            one whose headings are known.
        reglages: what ``courriers.toml`` sets.
    """
    try:
        voulues = entetes.nommes(reglages.colonnes)
    except entetes.EntetesFautifs as faute:
        for chemin in chemins:
            yield Cas(Place(chemin), erreur=illisible(chemin, str(faute), faute.conseil))
        return
    annuaire, tables = Annuaire(), list[Table]()
    for chemin in chemins:
        if chemin.name.startswith(("~$", ".~lock.")):
            continue
        try:
            lues = tables_de(chemin, reglages, voulues)
            tables += lues.factures
            for table in lues.adresses:
                annuaire.ajouter(table, Lecture(table, factures=False).lignes())
        except CourriersError as faute:
            yield Cas(Place(chemin), erreur=faute)
    if annuaire.tables and not tables:
        seul = annuaire.tables[0].fichier
        yield Cas(Place(seul), erreur=illisible(
            seul, "cette table donne des adresses, et aucune facture.",
            "Donnez avec elle la table des factures, ou ajoutez les colonnes « N° facture », "
            "« Date facture » et « Montant TTC ».",
        ))  # fmt: skip
    for table in tables:
        yield from _cas(table, reglages, voulues, annuaire)


@dataclass(frozen=True)
class Lues:
    """The tables of one file."""

    factures: tuple[Table, ...] = ()
    adresses: tuple[Table, ...] = ()


def tables_de(chemin: Path, reglages: Configuration, voulues: Mapping[str, str]) -> Lues:
    """The tables of one file: one of invoices at most, and any of addresses.

    Raises:
        DossierInvalide: none, several to choose from, or not the sheet that was asked for.
    """
    candidates = feuilles_de(chemin)
    voulue = reglages.feuille
    nommee = [f for f in candidates if voulue and entetes.cle(f.nom) == entetes.cle(voulue)]
    nommee = [f for f in nommee if f.nom == voulue] or nommee
    if nommee:
        candidates = [*nommee[:1], *(f for f in candidates if f is not nommee[0])]
    reconnues, fautes = list[Table](), list[CourriersError]()
    for lue in candidates:
        try:
            table = reconnaissance.table_de(lue, voulues)
        except CourriersError as faute:
            fautes.append(faute)
            continue
        if table is not None:
            reconnues.append(table)
    factures = [t for t in reconnues if reconnaissance.est_de_factures(t)]
    adresses = tuple(t for t in reconnues if reconnaissance.est_d_adresses(t))
    if nommee:
        if fautes and fautes[0].constats[0].lieu.partie == f"feuille « {nommee[0].nom} »":
            raise fautes[0]
        factures = [t for t in factures if t.feuille is nommee[0]]
        if not factures:
            raise reconnaissance.entete_absente(nommee[0])
    elif voulue and any(f.nom for f in candidates) and not (adresses and not factures):
        raise _feuille_absente(chemin, voulue, candidates)
    if not factures and fautes:
        raise fautes[0]
    if len(factures) > 1:
        raise _plusieurs(chemin, factures)
    if not factures and not adresses:
        if len(candidates) > 1 and not reconnues:
            raise _aucune(chemin, candidates)
        raise (
            reconnaissance.entete_absente(candidates[0])
            if not reconnues
            else _incomplete(reconnues[0])
        )
    return Lues(tuple(factures), adresses)


def feuilles_de(chemin: Path) -> list[Feuille]:
    """Every sheet of *chemin*; raises as :func:`illisible`."""
    try:
        with chemin.open("rb") as octets:
            debut = octets.read(512)
    except ValueError:  # a null character in the path
        raise illisible(chemin, "ce nom de fichier n’est pas valide.") from None
    except OSError as faute:
        raise refus_du_systeme(chemin, faute) from None
    if not debut:
        raise illisible(chemin, "le fichier est vide.")
    if est_un_classeur(debut):
        return feuilles(chemin)
    if (
        debut.lstrip(b"\xef\xbb\xbf \r\n\t")
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta"))
    ):
        raise illisible(
            chemin,
            "ce fichier est une page web, pas un classeur.",
            "Ouvrez-le dans Excel et enregistrez-le en .xlsx.",
        )
    return [feuille_csv(chemin)]


def _noms(feuilles_vues: Iterable[Feuille]) -> str:
    return ", ".join(f"« {f.nom} »" for f in feuilles_vues)


def _feuille_absente(chemin: Path, voulue: str, candidates: list[Feuille]) -> CourriersError:
    return illisible(
        chemin,
        f"le classeur n’a pas de feuille « {voulue} » ; il a {_noms(candidates)}.",
        "Corrigez « feuille » dans courriers.toml.",
    )


def _plusieurs(chemin: Path, factures: list[Table]) -> CourriersError:
    return illisible(
        chemin,
        f"plusieurs feuilles portent des factures : {_noms(t.feuille for t in factures)}.",
        f'Choisissez dans courriers.toml : feuille = "{factures[0].feuille.nom}".',
    )


def _aucune(chemin: Path, candidates: list[Feuille]) -> CourriersError:
    return illisible(
        chemin,
        f"aucune feuille n’a d’intitulés reconnus : {_noms(candidates)}.",
        "Choisissez dans courriers.toml (feuille = …), et nommez-y les colonnes sous [colonnes].",
    )


def _incomplete(table: Table) -> CourriersError:
    return reconnaissance.manques(table, {}, annuaire=False, qualite_dite=True) or (
        reconnaissance.entete_absente(table.feuille)
    )


def _cas(
    table: Table, reglages: Configuration, voulues: Mapping[str, str], annuaire: Annuaire
) -> Iterator[Cas]:
    montage = Montage(table, reglages, annuaire)
    refus = _refus(table, reglages, voulues, annuaire, montage)
    if refus is not None:
        yield Cas(table.place(), erreur=refus)
        return
    lecture = Lecture(table)
    with Regroupement() as regroupement:
        try:
            for ligne in lecture.lignes():
                regroupement.ajouter(montage.cle(ligne), ligne)
        except sqlite3.Error:
            yield Cas(table.place(), erreur=illisible(
                table.fichier, "la place manque pour regrouper les lignes de cette table.",
                "Libérez de la place dans le répertoire temporaire, ou divisez la table.",
            ))  # fmt: skip
            return
        except CourriersError as faute:
            # A file that breaks off is refused whole: what is after may change any of its cases.
            yield Cas(table.place(), erreur=faute)
            return
        dits = tuple(lecture.constats())
        vide = True
        for lignes in regroupement.groupes():
            for cas in montage.cas(lignes):
                yield _avec(cas, dits) if vide else cas
                vide = False
    if vide:
        yield Cas(table.place(), erreur=illisible(
            table.fichier, "la table n’a aucune facture sous ses intitulés.",
            " ".join(c.message for c in dits if c.code is Code.LIGNES_LAISSEES),
            ligne=table.rang_entete, feuille=table.feuille.nom,
        ))  # fmt: skip


def _avec(cas: Cas, dits: tuple[Constat, ...]) -> Cas:
    return replace(cas, constats=(*dits, *cas.constats))


def _refus(
    table: Table, reglages: Configuration, voulues: Mapping[str, str], annuaire: Annuaire,
    montage: Montage,
) -> CourriersError | None:  # fmt: skip
    """Why the whole table makes no case, said once; or nothing."""
    if (vieille := reconnaissance.trop_vieille(table)) is not None:
        return vieille
    defaut = reglages.debiteur
    qualite = defaut is not None and (
        defaut.qualite is not None or defaut.type == "personne_publique"
    )
    dite = qualite or annuaire.a("qualite") or annuaire.a("type_debiteur")
    manque = reconnaissance.manques(
        table, voulues, annuaire=bool(annuaire.tables), qualite_dite=dite
    )
    if manque is not None:
        return manque
    if montage.creanciers.aucun or (montage.creanciers.a_choisir and not table.a("creancier")):
        motif = (
            "rien ne dit à qui l’argent est dû."
            if montage.creanciers.aucun
            else "plusieurs créanciers sont possibles, et la table n’a pas de colonne"
            " « Créancier »."
        )
        return illisible(
            table.fichier, motif,
            "Écrivez dans courriers.toml : [creancier], puis type, denomination, adresse… ; ou "
            "[creanciers.NOM] pour chacun, et une colonne « Créancier » dans la table.",
            feuille=table.feuille.nom, code=Code.CHAMP_MANQUANT,
        )  # fmt: skip
    return None
