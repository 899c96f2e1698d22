"""One letter, from its case to its files: what a worker does, whatever gives it the work."""

from __future__ import annotations

import contextlib
import datetime
import functools
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from courriers.constats import Constat, Rapport
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError
from courriers.lettre.composition import compose
from courriers.lettre.contexte import somme_reclamee
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.etape import pack_du
from courriers.lettre.lettre_finie import DocumentRempli, Lettre
from courriers.lettre.pack import Pack
from courriers.lot.ecriture import ecrire_atomiquement
from courriers.lot.journal import empreinte

FORMATS = ("docx", "pdf")
"""What a letter can be written as."""
_RETENUS = 64
"""Settings a worker remembers, with their compiled templates."""


@dataclass(frozen=True)
class Reglage:
    """What is the same for every letter of a run."""

    pack: Pack | Sequence[Pack]
    """The step; or several, of which the one that is due is chosen for each case."""
    au: datetime.date
    canal: str | None = None
    document: str | None = None
    formats: Sequence[str] = FORMATS
    bareme: Bareme | None = None
    numero_suivi: str | None = None
    qr: bool = False
    caution: int = 1
    refaire: bool = True
    """Write over files of another content."""
    a_blanc: bool = False
    """Compose and proof-read; draw and write nothing."""
    balayer: bool = False
    """Nobody else writes in this folder: what a killed run left half written is taken away."""

    @cached_property
    def en_octets(self) -> bytes:
        """Pickled once, however many letters cross with it."""
        return pickle.dumps(replace(self))


@dataclass(frozen=True)
class Faite:
    """A letter that was written. Small: it comes back from another process."""

    lettre: Lettre
    """Without its documents, which are on the disk."""
    fichiers: Mapping[Path, str]
    """SHA-256 of each file."""
    remplaces: tuple[Path, ...]
    """Those that stood there before with another content."""
    constats: tuple[Constat, ...]
    """The letter's findings, then those of its PDF."""
    polices: tuple[str, ...] = ()
    """SHA-256 of each font of its PDFs."""
    pages: int = 0
    """Of its PDFs."""


def fabriquer(reglage: bytes, dossier: Dossier, repertoire: Path) -> Faite:
    """Compose the letter of *dossier*, draw it and write it in *repertoire*.

    Args:
        reglage: a :class:`Reglage`, pickled; a process unpickles it once.
        dossier: the case.
        repertoire: folder of its files; created if needed.

    Raises:
        CourriersError: the letter is refused; nothing is written.
        OSError: it cannot be written; nothing is left of it.
    """
    return ecrire_la_lettre(_lu(reglage), dossier, repertoire)


@functools.lru_cache(_RETENUS)
def _lu(reglage: bytes) -> Reglage:
    lu: Reglage = pickle.loads(reglage)  # noqa: S301 – ours, a moment ago
    return lu


def ecrire_la_lettre(reglage: Reglage, dossier: Dossier, repertoire: Path) -> Faite:
    """As :func:`fabriquer`, in this process."""
    choisi = reglage.pack
    if not isinstance(choisi, Pack):
        choisi = pack_du(dossier, choisi, reglage.au, bareme=reglage.bareme)
    lettre = compose(
        dossier, choisi, reglage.au, canal=reglage.canal, numero_suivi=reglage.numero_suivi,
        qr=reglage.qr, bareme=reglage.bareme, caution=reglage.caution,
    )  # fmt: skip
    if reglage.a_blanc:
        return Faite(replace(lettre, documents={}), {}, (), lettre.rapport.constats)
    octets = _octets(lettre, reglage)
    constats = _constats(lettre, reglage)
    fichiers = {repertoire / nom: contenu for nom, contenu in octets.items()}
    if reglage.balayer:
        _balayer(repertoire)
    remplaces = _ecrire(fichiers, refaire=reglage.refaire)
    sommes = {chemin: empreinte(contenu) for chemin, contenu in fichiers.items()}
    dessines = _dessines(lettre, reglage)
    polices = tuple(sorted({p for d in dessines for p in d.polices_pdf}))
    pages = sum(d.pages_pdf for d in dessines)
    return Faite(replace(lettre, documents={}), sommes, remplaces, constats, polices, pages)


def lettre_du_compte(reglage: Reglage, dossier: Dossier, pack: Pack, canal: str) -> Lettre:
    """What the letter of *dossier* asks for, when it is written already: no document is made.

    Raises:
        CourriersError: the statement is refused.
    """
    decompte = decompte_du(
        dossier, pack, reglage.au, bareme=reglage.bareme, caution=reglage.caution
    )
    somme = somme_reclamee(decompte, pack, dossier)
    return Lettre(
        dossier.reference, pack.nom, reglage.au, canal, decompte, somme, {}, Rapport.de(())
    )


def exemplaire_de(caution: int) -> str:
    """What the names of the files of a letter to that guarantor, from 1, are told apart by."""
    return f"-{caution}" if caution > 1 else ""


def _documents(lettre: Lettre, document: str | None) -> dict[str, DocumentRempli]:
    """Those to write, by what follows the pack's name in their file's."""
    return {
        lettre.exemplaire + ("" if rempli.role == "lettre" else f"-{nom}"): rempli
        for nom, rempli in lettre.documents.items()
        if document in (None, nom)
    }


def _octets(lettre: Lettre, reglage: Reglage) -> dict[str, bytes]:
    """Every file of the letter by name, all made before the first is written."""
    return {
        f"{lettre.pack}{suffixe}.{format_}": _ECRITURES[format_](rempli)
        for suffixe, rempli in _documents(lettre, reglage.document).items()
        for format_ in (("eml",) if rempli.role == "courriel" else reglage.formats)
    }


_ECRITURES: dict[str, Callable[[DocumentRempli], bytes]] = {
    "docx": DocumentRempli.docx,
    "pdf": DocumentRempli.pdf,
    "eml": DocumentRempli.eml,
}


def _dessines(lettre: Lettre, reglage: Reglage) -> list[DocumentRempli]:
    """The documents written as a PDF."""
    if "pdf" not in reglage.formats:
        return []
    return [d for d in _documents(lettre, reglage.document).values() if d.role != "courriel"]


def _constats(lettre: Lettre, reglage: Reglage) -> tuple[Constat, ...]:
    du_pdf = [c for dessine in _dessines(lettre, reglage) for c in dessine.constats_pdf]
    return Rapport.de([*lettre.rapport.constats, *du_pdf]).constats


def _balayer(repertoire: Path) -> None:
    for reste in repertoire.glob(".*.part"):
        reste.unlink(missing_ok=True)


def _ecrire(octets: Mapping[Path, bytes], *, refaire: bool) -> tuple[Path, ...]:
    """Write the files, all or none; those among them that replaced another content.

    Raises:
        CourriersError: one is there with another content, and *refaire* is not set.
        OSError: one cannot be written.
    """
    avant = {c: c.read_bytes() if c.is_file() else None for c in octets}
    autres = [c for c, ancien in avant.items() if ancien not in (None, octets[c])]
    if autres and not refaire:
        raise CourriersError(
            f"{autres[0]} est déjà là, avec un autre contenu : il est gardé.",
            conseil="Déplacez-le, ou « --refaire » le remplace.",
            code="LETTRE_RETOUCHEE",
        )
    ecrits: list[Path] = []
    try:
        for chemin, contenu in octets.items():
            ecrire_atomiquement(chemin, contenu)
            ecrits.append(chemin)
    except OSError:
        for chemin in ecrits:  # Word and PDF never disagree
            _remettre(chemin, avant[chemin])
        raise
    return tuple(autres)


def _remettre(chemin: Path, ancien: bytes | None) -> None:
    with contextlib.suppress(OSError):  # the first reason is the one to tell
        if ancien is None:
            chemin.unlink(missing_ok=True)
        else:
            ecrire_atomiquement(chemin, ancien)
