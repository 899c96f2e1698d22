"""Writing letters into a folder, one case at a time: a case refused never stops the others.

A file appears whole or not at all: it is written beside its place, then moved there.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from courriers.constats import Constat, Rapport
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError, DossierInvalide
from courriers.lettre.composition import compose
from courriers.lettre.etape import pack_du
from courriers.lettre.lettre_finie import DocumentRempli, Lettre
from courriers.lettre.pack import Pack
from courriers.lot.avance import AVANCE, en_avance
from courriers.lot.ecriture import ecrire_atomiquement, ecriture_impossible
from courriers.lot.journal import LettreEcrite, empreinte
from courriers.lot.noms import nom_sur, sous_repertoire
from courriers.lot.sources.cas import Cas, Place
from courriers.lot.sources.dossiers import un_dossier

FORMATS = ("docx", "pdf")
"""What a letter can be written as."""


@dataclass(frozen=True)
class Resultat:
    """What became of one case: its letter and its files, or the reason there is none."""

    source: Place
    lettre: Lettre | None = None
    fichiers: tuple[Path, ...] = ()
    remplaces: tuple[Path, ...] = ()
    """Those that stood there before with another content."""
    constats: tuple[Constat, ...] = ()
    """The letter's findings, then those of its PDF."""
    erreur: CourriersError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
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
) -> Iterator[Resultat]:
    """Write the letter of *pack* for each case, and yield what became of it.

    Args:
        sources: cases already read, case files, or folders that hold one.
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
        executeur: draws the PDFs, several at a time; this process by default.
        caution: which guarantor a letter to a guarantor is for, from 1.
    """
    pris: set[str] = set()

    def repertoire(rang: int, lettre: Lettre) -> Path:
        return _libre(sortie / sous_repertoire(rang) / nom_sur(lettre.reference), pris)

    taches = (
        Tache(
            source if isinstance(source, Cas) else un_dossier(source),
            pack,
            au,
            partial(repertoire, rang),
            canal,
            document,
            formats,
            bareme,
            numero_suivi,
            qr,
            caution,
        )
        for rang, source in enumerate(sources)
    )
    yield from rediger(taches, executeur)


@dataclass(frozen=True)
class Tache:
    """One letter to write: of what case, which, and where."""

    cas: Cas
    pack: Pack | Sequence[Pack]
    au: datetime.date
    repertoire: Callable[[Lettre], Path]
    canal: str | None = None
    document: str | None = None
    formats: Sequence[str] = FORMATS
    bareme: Bareme | None = None
    numero_suivi: str | None = None
    qr: bool = False
    caution: int = 1


def rediger(taches: Iterable[Tache], executeur: Executor | None = None) -> Iterator[Resultat]:
    """Write the letter of each task, in order; whatever happens is in its result."""
    return en_avance(
        taches,
        lambda tache: (tache, _composer(tache, executeur)),
        lambda commencee: _ecrite(*commencee),
        0 if executeur is None else AVANCE,
    )


def _composer(tache: Tache, executeur: Executor | None) -> Lettre | CourriersError:
    """The letter, its PDFs begun."""
    try:
        dossier = _dossier(tache.cas)
        choisi = tache.pack
        if not isinstance(choisi, Pack):
            choisi = pack_du(dossier, choisi, tache.au, bareme=tache.bareme)
        lettre = compose(
            dossier, choisi, tache.au, canal=tache.canal, numero_suivi=tache.numero_suivi,
            qr=tache.qr, bareme=tache.bareme, caution=tache.caution,
        )  # fmt: skip
        if executeur is not None:
            for rempli in _documents(lettre, tache.document).values():
                if "pdf" in tache.formats or rempli.role == "courriel":
                    rempli.commander(executeur)
    except Exception as faute:  # noqa: BLE001 – one odd case must not stop the others
        return _nommee(faute)
    return lettre


def _ecrite(tache: Tache, lettre: Lettre | CourriersError) -> Resultat:
    if isinstance(lettre, CourriersError):
        return Resultat(tache.cas.place, erreur=lettre)
    try:
        octets = _octets(lettre, tache.document, tache.formats)
        constats = _constats(lettre, tache.document, tache.formats)
        place = tache.repertoire(lettre)
        fichiers = {place / nom: contenu for nom, contenu in octets.items()}
        remplaces = _ecrire(fichiers)
    except Exception as faute:  # noqa: BLE001 – as above
        return Resultat(tache.cas.place, erreur=_nommee(faute))
    lus = tache.cas.constats
    return Resultat(tache.cas.place, lettre, tuple(fichiers), remplaces, (*lus, *constats))


def _dossier(cas: Cas) -> Dossier:
    if cas.dossier is None:
        raise cas.erreur or DossierInvalide(f"{cas.place} : ce dossier n’a pas été lu.")
    return cas.dossier


def evenement(
    resultat: Resultat, pack: Pack, sortie: Path, *, numero_suivi: str | None = None
) -> LettreEcrite | None:
    """What the journal of *sortie* keeps of *resultat*; nothing if no letter goes out.

    A call sheet is none: it is written to be filled during a call that may never be made.

    Args:
        resultat: what became of the case.
        pack: that of the letter.
        sortie: the folder of the letters, which holds its files.
        numero_suivi: number of the registered letter, if it is known.
    """
    lettre = resultat.lettre
    if lettre is None or lettre.canal == "appel" or not resultat.fichiers:
        return None
    return LettreEcrite(
        reference=lettre.reference,
        pack=lettre.pack,
        au=lettre.au,
        canal=lettre.canal,
        mise_en_demeure=pack.manifeste.mise_en_demeure,
        numero_suivi=numero_suivi,
        bareme=lettre.decompte.regime.bareme.empreinte,
        fichiers={
            f.relative_to(sortie).as_posix(): empreinte(f.read_bytes()) for f in resultat.fichiers
        },
        constats=tuple(sorted({str(c.code) for c in resultat.constats})),
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


def _libre(repertoire: Path, pris: set[str]) -> Path:
    """*repertoire*, or ``…-2`` when another case of this run has it: none overwrites another."""
    choisi, suite = repertoire, 2
    while str(choisi).casefold() in pris:  # some systems do not tell capitals apart
        choisi = repertoire.with_name(f"{repertoire.name}-{suite}")
        suite += 1
    pris.add(str(choisi).casefold())
    return choisi


def _documents(lettre: Lettre, document: str | None) -> dict[str, DocumentRempli]:
    """Those to write, by what follows the pack's name in their file's."""
    return {
        lettre.exemplaire + ("" if rempli.role == "lettre" else f"-{nom}"): rempli
        for nom, rempli in lettre.documents.items()
        if document in (None, nom)
    }


def _octets(lettre: Lettre, document: str | None, formats: Sequence[str]) -> dict[str, bytes]:
    """Every file of the letter by name, all made before the first is written."""
    return {
        f"{lettre.pack}{suffixe}.{format_}": _ECRITURES[format_](rempli)
        for suffixe, rempli in _documents(lettre, document).items()
        for format_ in (("eml",) if rempli.role == "courriel" else formats)
    }


_ECRITURES: dict[str, Callable[[DocumentRempli], bytes]] = {
    "docx": DocumentRempli.docx,
    "pdf": DocumentRempli.pdf,
    "eml": DocumentRempli.eml,
}


def _constats(lettre: Lettre, document: str | None, formats: Sequence[str]) -> tuple[Constat, ...]:
    du_pdf = [
        constat
        for rempli in _documents(lettre, document).values()
        if "pdf" in formats and rempli.role != "courriel"
        for constat in rempli.constats_pdf
    ]
    return Rapport.de([*lettre.rapport.constats, *du_pdf]).constats


def _ecrire(octets: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write the files, all or none; those among them that replaced another content."""
    avant = {c: c.read_bytes() if c.is_file() else None for c in octets}
    ecrits: list[Path] = []
    try:
        for chemin, contenu in octets.items():
            ecrire_atomiquement(chemin, contenu)
            ecrits.append(chemin)
    except OSError:
        for chemin in ecrits:  # Word and PDF never disagree
            ancien = avant[chemin]
            if ancien is None:
                chemin.unlink(missing_ok=True)
            else:
                ecrire_atomiquement(chemin, ancien)
        raise
    return tuple(c for c, ancien in avant.items() if ancien not in (None, octets[c]))
