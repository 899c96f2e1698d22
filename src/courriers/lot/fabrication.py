"""One letter, from its case to its files: what a worker does, whatever gives it the work."""

from __future__ import annotations

import datetime
import functools
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from courriers.constats import Constat, Rapport
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.lettre.composition import compose
from courriers.lettre.contexte import somme_reclamee
from courriers.lettre.decompte_du_pack import decompte_du
from courriers.lettre.etape import pack_du
from courriers.lettre.lettre_finie import DocumentRempli, Lettre
from courriers.lettre.pack import Pack
from courriers.lot.ensemble import (
    AUCUNE,
    Contenu,
    Ecrites,
    atelier_de,
    balayer,
    ecrire_ensemble,
    est_libre,
    somme_du,
    verifier_la_place,
)
from courriers.lot.liasse_de_la_lettre import SANS_LIASSE, LiasseDeLaLettre, liasse_de

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
    """Replace files of another content; those that a person changed are kept beside."""
    a_blanc: bool = False
    """Compose and proof-read; draw and write nothing."""
    balayer: bool = False
    """Nobody else writes in this folder: what a killed run left half written is taken away."""
    liasse: bool = False
    """Make the complete file of a pack that has one."""
    taille_max: int | None = None
    """Bytes of a file that the court takes: a complete file beyond it is also shared out."""
    garder: bool = True
    """Keep the files that a person changed: not all that may stand there is ours to lose."""

    @cached_property
    def en_octets(self) -> bytes:
        """Pickled once, however many letters cross with it."""
        return pickle.dumps(replace(self))

    def veut_la_liasse(self, pack: Pack) -> bool:
        """Whether a letter of *pack* is asked for with its complete file."""
        entiere = self.document is None and "pdf" in self.formats
        return self.liasse and pack.manifeste.liasse and entiere


@dataclass(frozen=True)
class Faite:
    """A letter that was written. Small: it comes back from another process."""

    lettre: Lettre
    """Without its documents, which are on the disk."""
    fichiers: Mapping[Path, str]
    """SHA-256 of each file."""
    remplaces: tuple[Path, ...]
    """Those that stood there before, as they had been written, with another content."""
    gardes: tuple[tuple[Path, Path], ...]
    """Those that a person had changed, or that were sent on another day, and where each is kept."""
    constats: tuple[Constat, ...]
    """The letter's findings, then those of its PDF."""
    polices: tuple[str, ...] = ()
    """SHA-256 of each font of its PDFs."""
    pages: int = 0
    """Of its PDFs, the complete file apart."""
    pieces: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each exhibit of its complete file, by the field that names it."""


def fabriquer(
    reglage: bytes, dossier: Dossier, repertoire: Path, ecrites: Ecrites = AUCUNE
) -> Faite:
    """Compose the letter of *dossier*, draw it and write it in *repertoire*.

    Args:
        reglage: a :class:`Reglage`, pickled; a process unpickles it once.
        dossier: the case.
        repertoire: folder of its files; created if needed.
        ecrites: the files that were written there for it before.

    Raises:
        CourriersError: the letter is refused; nothing is written.
        OSError: it cannot be written; nothing is left of it.
    """
    return ecrire_la_lettre(_lu(reglage), dossier, repertoire, ecrites)


@functools.lru_cache(_RETENUS)
def _lu(reglage: bytes) -> Reglage:
    lu: Reglage = pickle.loads(reglage)  # noqa: S301 – ours, a moment ago
    return lu


def ecrire_la_lettre(
    reglage: Reglage, dossier: Dossier, repertoire: Path, ecrites: Ecrites = AUCUNE
) -> Faite:
    """As :func:`fabriquer`, in this process."""
    choisi = reglage.pack
    if not isinstance(choisi, Pack):
        choisi = pack_du(dossier, choisi, reglage.au, bareme=reglage.bareme)
    lettre = compose(
        dossier, choisi, reglage.au, canal=reglage.canal, numero_suivi=reglage.numero_suivi,
        qr=reglage.qr, bareme=reglage.bareme, caution=reglage.caution,
    )  # fmt: skip
    if reglage.a_blanc:
        _verifier_a_blanc(lettre, reglage, repertoire, ecrites)
        return Faite(replace(lettre, documents={}), {}, (), (), lettre.rapport.constats)
    octets = _octets(lettre, reglage)
    constats = _constats(lettre, reglage)
    dessines = _dessines(lettre, reglage)
    if reglage.balayer:
        balayer(repertoire)
    with _liasse(lettre, dossier, choisi, reglage, repertoire) as liasse:
        fichiers: dict[Path, Contenu] = {repertoire / nom: dit for nom, dit in octets.items()}
        fichiers |= {repertoire / nom: faite for nom, faite in liasse.fichiers.items()}
        sommes = {chemin: somme_du(contenu) for chemin, contenu in fichiers.items()}
        la = ecrire_ensemble(
            fichiers, sommes, refaire=reglage.refaire, au=reglage.au,
            ecrites=ecrites if reglage.garder else None,
        )  # fmt: skip
    # What was sent on another day is its proof: it stays.
    siennes = [somme for somme, le in ecrites.items() if le in (None, reglage.au)]
    constats += (*liasse.constats, *liasse.restes(repertoire, siennes))
    polices = tuple(sorted({p for d in dessines for p in d.polices_pdf}))
    pages = sum(d.pages_pdf for d in dessines)
    return Faite(
        replace(lettre, documents={}), sommes, la.remplaces, la.gardes, constats, polices, pages,
        liasse.pieces,
    )  # fmt: skip


def _verifier_a_blanc(lettre: Lettre, reglage: Reglage, repertoire: Path, ecrites: Ecrites) -> None:
    """Refuse what writing would; only what stands in the way is made, to be compared."""
    if reglage.refaire:
        return
    octets = _octets(lettre, reglage, lambda nom: not est_libre(repertoire / nom, ecrites))
    sommes = {repertoire / nom: somme_du(contenu) for nom, contenu in octets.items()}
    verifier_la_place(sommes, ecrites, reglage.au)


@contextmanager
def _liasse(
    lettre: Lettre, dossier: Dossier, pack: Pack, reglage: Reglage, repertoire: Path
) -> Iterator[LiasseDeLaLettre]:
    """The complete file of the letter, if it has one, while its files are in *repertoire* aside."""
    dessines = [] if not reglage.veut_la_liasse(pack) else _dessines(lettre, reglage)
    if not dessines:
        yield SANS_LIASSE
        return
    with atelier_de(repertoire) as atelier:
        yield liasse_de(
            lettre, dossier, pack, dessines, atelier=atelier, taille_max=reglage.taille_max
        )


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


def _octets(
    lettre: Lettre, reglage: Reglage, voulu: Callable[[str], bool] = lambda _nom: True
) -> dict[str, bytes]:
    """Every file of the letter, that is *voulu*, by name: made before the first is written."""
    return {
        nom: _ECRITURES[format_](rempli)
        for suffixe, rempli in _documents(lettre, reglage.document).items()
        for format_ in (("eml",) if rempli.role == "courriel" else reglage.formats)
        if voulu(nom := f"{lettre.pack}{suffixe}.{format_}")
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
