"""Writing letters into a folder, one case at a time: a case refused never stops the others.

A file appears whole or not at all: it is written beside its place, then moved there.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError
from courriers.lettre.pack import Pack
from courriers.lot.avance import AVANCE, en_avance
from courriers.lot.dedans import Dedans, tenir
from courriers.lot.deja import Deja, deja
from courriers.lot.ecriture import SANS_ESPOIR, disque_plein, ecriture_impossible
from courriers.lot.ensemble import Ecrites
from courriers.lot.fabrication import (
    FORMATS,
    Faite,
    Reglage,
    ecrire_la_lettre,
    fabriquer,
    lettre_du_compte,
)
from courriers.lot.memoire import Memoire
from courriers.lot.noms import etendu, nom_sur, sous_repertoire
from courriers.lot.passage import Passage, anterieure
from courriers.lot.registre import Registre
from courriers.lot.reprise import constats_repris
from courriers.lot.resultat import Resultat
from courriers.lot.sources.cas import Cas
from courriers.lot.sources.dossiers import un_dossier

__all__ = ["FORMATS", "Resultat", "Tache", "produire", "rediger"]


def produire(
    sources: Iterable[Path | Cas],
    pack: Pack | Sequence[Pack],
    au: datetime.date,
    sortie: Path,
    *,
    canal: str | None = None,
    document: str | None = None,
    formats: Sequence[str] = FORMATS,
    bareme: Bareme | None = None,
    numero_suivi: str | None = None,
    qr: bool = False,
    executeur: Executor | None = None,
    caution: int = 1,
    memoire: Memoire | None = None,
    registre: Registre | None = None,
    refaire: bool = True,
    a_blanc: bool = False,
    avance: int | None = None,
    liasse: bool = True,
    taille_max: int | None = None,
) -> Generator[Resultat, None, None]:
    """Write the letter of *pack* for each case, and yield what became of it, in order.

    With *registre*, every letter goes to its journal, and the run can be stopped and begun again:
    what it had written is left as it is, and no step is sent twice.

    Args:
        sources: cases already read, case files, or folders that hold one; read as they are needed.
        pack: the step; or several, of which the one that is due is chosen for each case.
        au: the day of the letters.
        sortie: folder that receives ``<reference>/<pack>.docx``; created if needed.
        canal: how the letters go; the first of the pack by default.
        document: only this document of the pack; all of them by default.
        formats: among :data:`FORMATS`, for all but an e-mail, which is an ``.eml``. Nothing of a
            case is written if one of them fails.
        bareme: rates to use; those of this version by default.
        numero_suivi: number of the registered letter, for a single case.
        qr: also print each transfer as a QR code.
        executeur: makes whole letters, several at a time: any executor whose workers see the same
            disk; this process by default.
        caution: which guarantor a letter to a guarantor is for, from 1.
        memoire: what was sent before, which completes each case; that of *registre*, with it.
        registre: of *sortie*: nothing is sent twice, and what is written is noted.
        refaire: write again what was already sent, and replace files of another content; what
            *registre* did not write so (``<pack>.retouchee.docx``), or another day
            (``.envoyee-<day>``), is kept beside.
        a_blanc: compose and proof-read, and write nothing.
        avance: how many letters *executeur* may hold; by default its own ``avance`` if it has one,
            else what the processors of this machine need.
        liasse: where the pack has one, also make the complete file: documents and exhibits.
        taille_max: bytes of a file that the court takes; a complete file beyond it is also shared
            out.

    Raises:
        CourriersError: the run cannot go on: the disk is full (``DISQUE_PLEIN``), or the journal
            cannot be written (``ECRITURE_IMPOSSIBLE``). What is written is whole.
    """
    sortie = etendu(sortie)
    # Read once: a template saved while the run goes on is for the next one.
    reglage = Reglage(
        pack.fige() if isinstance(pack, Pack) else tuple(p.fige() for p in pack),
        au,
        canal,
        document,
        tuple(formats),
        bareme,
        numero_suivi,
        qr,
        caution,
        refaire,
        a_blanc,
        balayer=registre is not None,
        liasse=liasse,
        taille_max=taille_max,
    )
    connue = registre.memoire if registre is not None else memoire
    with (
        contextlib.nullcontext(connue) if connue is not None else Memoire() as tenue,
        Passage() as passage,
    ):
        taches = _taches(sources, reglage, sortie, tenue, passage=passage, registre=registre)
        with contextlib.closing(rediger(taches, executeur, avance)) as resultats:
            for resultat in resultats:
                evenement = resultat.evenement(sortie, reglage) if registre is not None else None
                if registre is not None and evenement is not None:
                    registre.noter(evenement)
                yield resultat


def _taches(
    sources: Iterable[Path | Cas],
    reglage: Reglage,
    sortie: Path,
    memoire: Memoire,
    *,
    passage: Passage,
    registre: Registre | None,
) -> Iterator[Tache]:
    dedans = Dedans(sortie)
    for rang, source in enumerate(sources):
        cas = source if isinstance(source, Cas) else un_dossier(source)
        dossier = cas.dossier
        if dossier is None:
            yield Tache(cas, reglage, sortie)
            continue
        if registre is not None and not passage.premiere_fois(dossier):
            yield Tache(cas.sans(_reference_double(cas)), reglage, sortie)
            continue
        cas = replace(cas, constats=(*cas.constats, *passage.redites(dossier)))
        complet = memoire.completer(dossier, reglage.au)
        voulue = f"{sous_repertoire(rang)}/{nom_sur(cas.reference)}".lstrip("/")
        fait = None
        try:
            if registre is None:  # two cases of one reference are two
                place = sortie / memoire.libre(voulue)
            else:
                fait = None if reglage.refaire else deja(complet, reglage, memoire, sortie)
                place = sortie / memoire.place(complet, voulue)
            tenir(dedans, place)
            if fait is None:
                dits = anterieure(memoire, dossier, reglage.au)
                cas = replace(cas, constats=(*cas.constats, *dits))
        except CourriersError as refus:
            yield Tache(cas.sans(refus), reglage, sortie)
            continue
        ecrites = {} if registre is None else memoire.sommes(complet)
        yield Tache(replace(cas, dossier=complet), reglage, place, fait, ecrites)


def _reference_double(cas: Cas) -> CourriersError:
    return CourriersError(
        f"{cas.place} : la référence {cas.reference} est celle d’un autre dossier de ce lot.",
        conseil="Une référence n’a qu’un dossier.",
        code="REFERENCE_DOUBLE",
    )


@dataclass(frozen=True)
class Tache:
    """One letter to write: of what case, how, and where."""

    cas: Cas
    reglage: Reglage
    repertoire: Path
    deja: Deja | None = None
    """The letter, if it is already there."""
    ecrites: Ecrites = field(default_factory=dict)
    """What was written for this case before."""


def rediger(
    taches: Iterable[Tache], executeur: Executor | None = None, avance: int | None = None
) -> Generator[Resultat, None, None]:
    """Write the letter of each task, in order; whatever happens is in its result.

    Closed early, it cancels what *executeur* has not begun.
    """
    if avance is None:
        avance = int(getattr(executeur, "avance", AVANCE))
    return en_avance(
        taches,
        lambda tache: (tache, _commencer(tache, executeur)),
        lambda commencee: _finir(*commencee),
        0 if executeur is None else avance,
        lambda commencee: commencee[1] is not None and commencee[1].cancel(),
    )


def _commencer(tache: Tache, executeur: Executor | None) -> Future[Faite] | None:
    """The work under way elsewhere, if it is."""
    if executeur is None or tache.cas.dossier is None or tache.deja is not None:
        return None
    dossier = tache.cas.dossier
    if dossier.base is not None:  # a worker may stand in another folder
        dossier = dossier.situe(dossier.base.absolute())
    try:
        return executeur.submit(
            fabriquer, tache.reglage.en_octets, dossier, tache.repertoire, tache.ecrites
        )
    except Exception as faute:  # noqa: BLE001 – told as what became of this case
        manque: Future[Faite] = Future()
        # That of an executor that takes no more work says no more than its type.
        manque.set_exception(BrokenExecutor(faute) if type(faute) is RuntimeError else faute)
        return manque


def _finir(tache: Tache, commence: Future[Faite] | None) -> Resultat:
    cas, reglage = tache.cas, tache.reglage
    if cas.dossier is None:
        refus = CourriersError(f"{cas.place} : ce dossier n’a pas été lu.")
        return Resultat(cas, erreur=cas.erreur or refus, constats=cas.constats)
    try:
        if tache.deja is not None:
            lettre = lettre_du_compte(reglage, cas.dossier, tache.deja.pack, tache.deja.canal)
            return Resultat(
                cas, lettre, tache.deja.pack, tache.deja.fichiers, deja=True,
                pages=tache.deja.pages, constats=constats_repris(cas, tache.deja, lettre),
            )  # fmt: skip
        if commence is None:
            faite = ecrire_la_lettre(reglage, cas.dossier, tache.repertoire, tache.ecrites)
        else:
            faite = commence.result()
    except Exception as faute:  # noqa: BLE001 – one odd case must not stop the others
        if isinstance(faute, OSError) and faute.errno in SANS_ESPOIR:
            raise disque_plein(faute) from None
        return Resultat(cas, erreur=_nommee(faute), constats=cas.constats)
    pack = next(p for p in _packs(reglage) if p.nom == faite.lettre.pack)
    return Resultat(
        cas, faite.lettre, pack, faite.fichiers, faite.remplaces,
        (*cas.constats, *faite.constats), polices=faite.polices, pages=faite.pages,
        pieces=faite.pieces, gardes=faite.gardes,
    )  # fmt: skip


def _packs(reglage: Reglage) -> Sequence[Pack]:
    return [reglage.pack] if isinstance(reglage.pack, Pack) else reglage.pack


def _nommee(faute: Exception) -> CourriersError:
    """*faute* as a person is told of it."""
    if isinstance(faute, CourriersError):
        return faute
    if _est_de_l_executeur(faute):
        return CourriersError(
            "Le processus qui devait écrire cette lettre s’est arrêté avant de l’avoir finie "
            f"({type(faute).__name__}).",
            conseil="Recommencez\u00a0: ce qui est écrit est entier. Si la mémoire n’a pas manqué, "
            "signalez ce défaut.",
            code="PROCESSUS_INTERROMPU",
        )
    if isinstance(faute, OSError):
        return ecriture_impossible(faute)
    return _imprevu(faute)


def _est_de_l_executeur(faute: Exception) -> bool:
    """Whether it is what makes letters that failed: the case has nothing to do with it."""
    d_une_grappe = type(faute).__module__.partition(".")[0] == "distributed"
    return d_une_grappe or isinstance(faute, BrokenExecutor | CancelledError)


def _imprevu(faute: Exception) -> CourriersError:
    return CourriersError(
        f"Erreur interne sur ce dossier ({type(faute).__name__} : {faute}).",
        conseil="Signalez-la, avec le dossier s’il n’est pas confidentiel.",
        code="ERREUR_INTERNE",
    )
