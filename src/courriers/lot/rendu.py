"""A batch for a program: cases in whatever form, results as they come."""

from __future__ import annotations

import datetime
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, TypeAlias

from courriers.dossier.chargement import load_dossier
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError, DossierInvalide
from courriers.lettre.pack import Pack, load_pack
from courriers.lot.execution import FORMATS, produire
from courriers.lot.registre import Registre
from courriers.lot.resultat import Resultat
from courriers.lot.sources.cas import Cas, Place, refuse
from courriers.lot.sources.dossiers import un_dossier

AnyDossier: TypeAlias = Dossier | Mapping[str, Any] | str | Path | Cas
AnyPack: TypeAlias = Pack | str | Path | bytes | Mapping[str, bytes]

_ICI = Path("dossiers")
"""What the place of a case that is in no file is called; its row is its rank, from 1."""


def render_batch(
    dossiers: Iterable[AnyDossier],
    pack: AnyPack | Sequence[AnyPack],
    *,
    au: datetime.date,
    sortie: str | Path,
    executor: Executor | None = None,
    formats: Sequence[str] = FORMATS,
    canal: str | None = None,
    document: str | None = None,
    qr: bool = False,
    bareme: Bareme | None = None,
    caution: int = 1,
    base: str | Path | None = None,
    registre: Registre | None = None,
    refaire: bool = False,
    avance: int | None = None,
) -> Generator[Resultat, None, None]:
    """Write the letter of each case in *sortie*; yield what became of each, in order, as it comes.

    Files are written whole or not at all. A result has paths, SHA-256 and findings, no bytes; that
    of a faulty case has its ``erreur``, and the others go on. *dossiers* is read as the results
    are: it may be endless. Nothing global is touched.

    Closed early, it cancels what *executor* has not begun; what a worker is at is ended by it.

    Args:
        dossiers: each a :class:`~courriers.Dossier`, a mapping, the path of a ``.json`` or
            ``.toml`` file or of the folder that holds one, or a ``Cas`` of
            :func:`courriers.lot.sources.lire`.
        pack: the step; or several, of which the one that is due is chosen for each case. Each as
            :func:`~courriers.load_pack` takes it; read once, before the first case.
        au: the day of the letters.
        sortie: folder that receives ``<reference>/<pack>.docx``; created if needed.
        executor: makes whole letters, several at a time: any executor whose workers see the same
            disk; this process by default.
        formats: among ``docx`` and ``pdf``, for all but an e-mail, which is an ``.eml``.
        canal: how the letters go; the first of each pack by default.
        document: only this document of the pack; all of them by default.
        qr: also print each transfer as a QR code.
        bareme: rates to use; those of this version by default.
        caution: which guarantor a letter to a guarantor is for, from 1.
        base: folder that file paths inside a mapping are relative to; without it they are not read.
        registre: of *sortie*: nothing is sent twice, and what is written is noted.
        refaire: write again what was already sent, and replace files of another content; one that
            *registre* did not write so is kept beside, as ``<pack>.retouchee.docx``; one sent on
            another day, as ``<pack>.envoyee-<day>.docx``.
        avance: how many letters *executor* may hold; by default its own ``avance`` if it has one,
            else what the processors of this machine need.

    Raises:
        PackIntrouvable, PackInvalide: as :func:`~courriers.load_pack`, before anything is read.
        TypeError, ValueError: an argument is none of these.
        CourriersError: while it is read, when the batch cannot go on: the disk is full
            (``DISQUE_PLEIN``), or the journal cannot be written (``ECRITURE_IMPOSSIBLE``).
        Exception: whatever *dossiers* itself raises, once what was begun is yielded.
    """
    if isinstance(dossiers, str | bytes | Path | Mapping | Dossier | Cas):
        raise TypeError("dossiers\u00a0: une suite de dossiers est attendue, non un seul")
    if not isinstance(au, datetime.date) or isinstance(au, datetime.datetime):
        raise TypeError("au\u00a0: un jour (datetime.date) est attendu")
    choisi = _choisi(pack)
    _verifier(choisi, formats, canal, document)
    if avance is not None and avance < 1:
        raise ValueError("avance\u00a0: au moins 1")
    return produire(
        _les_cas(dossiers, base), choisi, au, Path(sortie).absolute(), canal=canal,
        document=document, formats=formats, bareme=bareme, qr=qr, executeur=executor,
        caution=caution, registre=registre, refaire=refaire, avance=avance,
    )  # fmt: skip


def _choisi(pack: AnyPack | Sequence[AnyPack]) -> Pack | tuple[Pack, ...]:
    if isinstance(pack, Pack):
        return pack.fige()
    if isinstance(pack, str | Path | bytes | Mapping) or not isinstance(pack, Iterable):
        return load_pack(pack).fige()
    choisis = tuple((p if isinstance(p, Pack) else load_pack(p)).fige() for p in pack)
    if not choisis:
        raise ValueError("pack\u00a0: au moins un pack est attendu")
    return choisis


def _verifier(
    pack: Pack | tuple[Pack, ...], formats: Sequence[str], canal: str | None, document: str | None
) -> None:
    """What no case could be written with is said once, before the first."""
    inconnus = [f for f in formats if f not in FORMATS]
    if isinstance(formats, str) or not formats or inconnus:
        raise ValueError(f"formats\u00a0: une suite de {' ou '.join(FORMATS)} est attendue")
    if not isinstance(pack, Pack):
        return
    if canal is not None and canal not in pack.manifeste.canaux:
        raise ValueError(f"canal\u00a0: {pack.nom} admet {', '.join(pack.manifeste.canaux)}")
    noms = [d.nom for d in pack.manifeste.documents_pour(canal or pack.manifeste.canaux[0])]
    if document is not None and document not in noms:
        raise ValueError(f"document\u00a0: {pack.nom} contient {', '.join(noms)}")


def _les_cas(dossiers: Iterable[AnyDossier], base: str | Path | None) -> Iterator[Cas]:
    for rang, donne in enumerate(dossiers, start=1):
        yield _le_cas(donne, Place(_ICI, lignes=(rang,)), base)


def _le_cas(donne: AnyDossier, place: Place, base: str | Path | None) -> Cas:
    if isinstance(donne, Cas):
        return donne
    if isinstance(donne, Dossier):
        return Cas(place, donne)
    brut: object = None
    try:
        if isinstance(donne, str | Path):
            return un_dossier(Path(donne))
        brut = dict(donne) if isinstance(donne, Mapping) else donne
        return Cas(place, load_dossier(brut, base=base))
    except CourriersError as faute:
        return refuse(place, faute, brut)
    except Exception as faute:  # noqa: BLE001 – a mapping may do anything; it stops no other
        motif = f"{place}\u00a0: ce dossier ne se lit pas ({type(faute).__name__})."
        return Cas(place, erreur=DossierInvalide(motif))
