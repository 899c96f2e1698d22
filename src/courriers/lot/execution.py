"""Writing letters into a folder, one case at a time: a case refused never stops the others.

A file appears whole or not at all: it is written beside its place, then moved there.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from courriers.constats import Constat
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError
from courriers.lettre.lettre_finie import Lettre
from courriers.lettre.pack import Pack
from courriers.lot.avance import AVANCE, en_avance
from courriers.lot.deja import Deja, deja, empreinte_du_dossier
from courriers.lot.ecriture import SANS_ESPOIR, disque_plein, ecriture_impossible
from courriers.lot.fabrication import FORMATS, Faite, Reglage, ecrire_la_lettre, fabriquer
from courriers.lot.journal import AnyEvenement, LettreEcrite, Refusee
from courriers.lot.memoire import Memoire, marque_du_creancier
from courriers.lot.noms import nom_sur, sous_repertoire
from courriers.lot.registre import Registre
from courriers.lot.sources.cas import Cas, Place
from courriers.lot.sources.dossiers import un_dossier

__all__ = ["FORMATS", "Resultat", "Tache", "produire", "rediger"]


@dataclass(frozen=True)
class Resultat:
    """What became of one case: its letter and its files, or the reason there is none."""

    source: Place
    lettre: Lettre | None = None
    """Without its documents, which are on the disk."""
    fichiers: tuple[Path, ...] = ()
    sommes: tuple[str, ...] = ()
    """SHA-256 of each file."""
    remplaces: tuple[Path, ...] = ()
    """Those that stood there before with another content."""
    constats: tuple[Constat, ...] = ()
    """The letter's findings, then those of its PDF."""
    erreur: CourriersError | None = None
    empreintes: tuple[str, str, str, bool] = ("", "", "", False)
    """What its journal keeps of the creditor, the case and the pack; whether it gives notice."""
    polices: tuple[str, ...] = ()
    """SHA-256 of each font of its PDFs."""
    deja: bool = False
    """The folder already held it, as this run would write it: nothing was done."""
    reference: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        if self.deja:
            return {
                "source": str(self.source),
                "reference": self.reference,
                "deja": [str(f) for f in self.fichiers],
            }
        if self.erreur is not None or self.lettre is None:
            faute = self.erreur.as_dict() if self.erreur else {}
            return {"source": str(self.source), "erreur": faute}
        return {
            "source": str(self.source),
            "reference": self.lettre.reference,
            "pack": self.lettre.pack,
            "remplaces": [str(f) for f in self.remplaces],
            "au": self.lettre.au.isoformat(),
            "canal": self.lettre.canal,
            "somme": str(self.lettre.somme),
            "total": str(self.lettre.decompte.total),
            "bareme": self.lettre.decompte.regime.bareme.empreinte,
            "fichiers": [str(f) for f in self.fichiers],
            "constats": [c.as_dict() for c in self.constats],
        }


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
) -> Iterator[Resultat]:
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
        refaire: write again what was already sent, and over files of another content.
        a_blanc: compose and proof-read, and write nothing.

    Raises:
        CourriersError: the run cannot go on: the disk is full (``DISQUE_PLEIN``), or the journal
            cannot be written (``ECRITURE_IMPOSSIBLE``). What is written is whole.
    """
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
    )
    connue = registre.memoire if registre is not None else memoire
    with contextlib.nullcontext(connue) if connue is not None else Memoire() as tenue:
        for resultat in rediger(_taches(sources, reglage, sortie, tenue, registre), executeur):
            evenement = _evenement(resultat, sortie, reglage) if registre is not None else None
            if registre is not None and evenement is not None:
                registre.noter(evenement)
            yield resultat


def _taches(
    sources: Iterable[Path | Cas],
    reglage: Reglage,
    sortie: Path,
    memoire: Memoire,
    registre: Registre | None,
) -> Iterator[Tache]:
    for rang, source in enumerate(sources):
        cas = source if isinstance(source, Cas) else un_dossier(source)
        if cas.dossier is None:
            yield Tache(cas, reglage, sortie)
            continue
        complet = memoire.completer(cas.dossier, reglage.au)
        voulue = f"{sous_repertoire(rang)}/{nom_sur(cas.reference)}".lstrip("/")
        if registre is None:  # two cases of one reference are two
            yield Tache(replace(cas, dossier=complet), reglage, sortie / memoire.libre(voulue))
            continue
        try:
            fait = _selon_le_journal(cas.place, complet, reglage, memoire, sortie)
        except CourriersError as refus:
            yield Tache(cas.sans(refus), reglage, sortie)
            continue
        place = sortie / memoire.place(complet, voulue)
        yield Tache(replace(cas, dossier=complet), reglage, place, fait)


def _selon_le_journal(
    lieu: Place, dossier: Dossier, reglage: Reglage, memoire: Memoire, sortie: Path
) -> Deja | None:
    """The letter, if the folder has it already. Raises as :func:`deja`."""
    if not memoire.premiere_fois(dossier):
        raise CourriersError(
            f"{lieu} : la référence {dossier.reference} est celle d’un autre dossier de ce lot.",
            conseil="Une référence n’a qu’un dossier.",
            code="REFERENCE_DOUBLE",
        )
    return None if reglage.refaire else deja(dossier, reglage, memoire, sortie)


@dataclass(frozen=True)
class Tache:
    """One letter to write: of what case, how, and where."""

    cas: Cas
    reglage: Reglage
    repertoire: Path
    deja: Deja | None = None
    """The letter, if it is already there."""


def rediger(taches: Iterable[Tache], executeur: Executor | None = None) -> Iterator[Resultat]:
    """Write the letter of each task, in order; whatever happens is in its result."""
    return en_avance(
        taches,
        lambda tache: (tache, _commencer(tache, executeur)),
        lambda commencee: _finir(*commencee),
        0 if executeur is None else AVANCE,
    )


def _commencer(tache: Tache, executeur: Executor | None) -> Future[Faite] | None:
    """The work under way elsewhere, if it is."""
    if executeur is None or tache.cas.dossier is None or tache.deja is not None:
        return None
    try:
        return executeur.submit(
            fabriquer, tache.reglage.en_octets, tache.cas.dossier, tache.repertoire
        )
    except Exception as faute:  # noqa: BLE001 – told as what became of this case
        manque: Future[Faite] = Future()
        manque.set_exception(faute)
        return manque


def _finir(tache: Tache, commence: Future[Faite] | None) -> Resultat:
    cas = tache.cas
    if cas.dossier is None:
        refus = CourriersError(f"{cas.place} : ce dossier n’a pas été lu.")
        return Resultat(
            cas.place, erreur=cas.erreur or refus, constats=cas.constats, reference=cas.reference
        )
    if tache.deja is not None:
        fichiers = tache.deja.fichiers
        return Resultat(cas.place, fichiers=fichiers, deja=True, reference=cas.reference)
    try:
        faite = (
            ecrire_la_lettre(tache.reglage, cas.dossier, tache.repertoire)
            if commence is None
            else commence.result()
        )
    except Exception as faute:  # noqa: BLE001 – one odd case must not stop the others
        if isinstance(faute, OSError) and faute.errno in SANS_ESPOIR:
            raise disque_plein(faute) from None
        empreintes = (
            marque_du_creancier(cas.dossier),
            empreinte_du_dossier(cas.dossier),
            "",
            False,
        )
        return Resultat(
            cas.place, erreur=_nommee(faute), constats=cas.constats, reference=cas.reference,
            empreintes=empreintes,
        )  # fmt: skip
    return Resultat(
        cas.place, faite.lettre, tuple(faite.fichiers), tuple(faite.fichiers.values()),
        faite.remplaces, (*cas.constats, *faite.constats), reference=cas.reference,
        empreintes=_empreintes(cas.dossier, tache.reglage, faite.lettre.pack),
        polices=faite.polices,
    )  # fmt: skip


def _empreintes(dossier: Dossier, reglage: Reglage, nom: str) -> tuple[str, str, str, bool]:
    """Of the creditor, the case and the pack; whether it gives formal notice."""
    tous = [reglage.pack] if isinstance(reglage.pack, Pack) else reglage.pack
    pack = next(p for p in tous if p.nom == nom)
    return (
        marque_du_creancier(dossier), empreinte_du_dossier(dossier), pack.empreinte,
        pack.manifeste.mise_en_demeure,
    )  # fmt: skip


def _evenement(resultat: Resultat, sortie: Path, reglage: Reglage) -> AnyEvenement | None:
    """What the journal of *sortie* keeps of *resultat*: nothing of what was there already.

    A call sheet is no letter: it is written to be filled during a call that may never be made.
    """
    lettre, erreur = resultat.lettre, resultat.erreur
    codes = tuple(sorted({str(c.code) for c in resultat.constats}))
    creancier, dossier, modele, mise_en_demeure = resultat.empreintes
    if erreur is not None and resultat.reference:
        pack = reglage.pack.nom if isinstance(reglage.pack, Pack) else "auto"
        return Refusee(
            reference=resultat.reference, creancier=creancier, pack=pack, au=reglage.au,
            dossier=dossier, code=erreur.code,
            constats=tuple(sorted({*codes, *(str(c.code) for c in erreur.constats)})),
        )  # fmt: skip
    if lettre is None or lettre.canal == "appel" or not resultat.fichiers:
        return None
    return LettreEcrite(
        reference=lettre.reference,
        creancier=creancier,
        pack=lettre.pack,
        exemplaire=lettre.exemplaire,
        au=lettre.au,
        canal=lettre.canal,
        mise_en_demeure=mise_en_demeure,
        numero_suivi=reglage.numero_suivi,
        dossier=dossier,
        modele=modele,
        bareme=lettre.decompte.regime.bareme.empreinte,
        polices=resultat.polices,
        fichiers={
            f.relative_to(sortie).as_posix(): somme
            for f, somme in zip(resultat.fichiers, resultat.sommes, strict=True)
        },
        constats=codes,
    )


def _nommee(faute: Exception) -> CourriersError:
    """*faute* as a person is told of it."""
    if isinstance(faute, CourriersError):
        return faute
    if isinstance(faute, OSError):
        return ecriture_impossible(faute)
    return _imprevu(faute)


def _imprevu(faute: Exception) -> CourriersError:
    return CourriersError(
        f"Erreur interne sur ce dossier ({type(faute).__name__} : {faute}).",
        conseil="Signalez-la, avec le dossier s’il n’est pas confidentiel.",
        code="ERREUR_INTERNE",
    )
