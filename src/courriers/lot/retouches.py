"""Retouched letters of a case to PDF: each is proof-read first, and written only if admitted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from courriers.constats import Constat, Rapport
from courriers.document.pdf import Pdf, convertir
from courriers.dossier.modele import Dossier
from courriers.droit.bareme import Bareme
from courriers.erreurs import CourriersError, MoteurPdfAbsent, PackIntrouvable, motif_systeme
from courriers.lettre.pack import Pack
from courriers.lettre.provenance import Origine, origine
from courriers.lettre.retouche import Retouche, relire_la_retouche
from courriers.lot import journal
from courriers.lot.conversion import cible_de, impossible, incomplet, nommee
from courriers.lot.ecriture import ecrire_atomiquement
from courriers.lot.liasse_retouchee import (
    Demande,
    constats_de_l_ancienne,
    refaire_la_liasse,
)
from courriers.lot.memoire import Memoire


@dataclass(frozen=True)
class RetoucheConvertie:
    """What became of one file."""

    source: Path
    retouche: Retouche | None = None
    """What was read in it, where it could be."""
    fichier: Path | None = None
    pages: int = 0
    complet: tuple[Path, ...] = ()
    """The complete file made again around it: all, volumes, exhibits."""
    constats: tuple[Constat, ...] = ()
    """What to look at: in the letter, then in its PDF."""
    erreur: CourriersError | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        lue = {} if self.retouche is None else {"retouche": self.retouche.as_dict()}
        if self.erreur is not None:
            return {"source": str(self.source), **lue, "erreur": self.erreur.as_dict()}
        return {
            "source": str(self.source),
            **lue,
            "fichier": str(self.fichier),
            "pages": self.pages,
            "complet": [str(f) for f in self.complet],
            "constats": [c.as_dict() for c in self.constats],
        }


@contextmanager
def memoires_des_lettres(
    lettres: Iterable[Path], journaux: Sequence[Path] = (), *, siennes: bool = True
) -> Iterator[dict[Path, Memoire]]:
    """What was already sent, for each of *lettres*: as « produire » knew it where it wrote them.

    Args:
        lettres: Word files, in their folders.
        journaux: of other folders, files or folders.
        siennes: also read the journal of the folder of each letter, once a folder.

    Raises:
        CourriersError: a journal cannot be read (``JOURNAL_ILLISIBLE``), or that of a folder leads
            elsewhere (``CHEMIN_HORS_DU_LOT``).
    """
    with ExitStack() as tenues:
        lues: dict[Path | None, Memoire] = {}
        memoires = {}
        for lettre in lettres:
            repertoire = journal.repertoire_de(lettre) if siennes else None
            if repertoire not in lues:
                if repertoire is not None:
                    journal.verifier(repertoire)
                lues[repertoire] = tenues.enter_context(Memoire(journaux, repertoire))
            memoires[lettre] = lues[repertoire]
        yield memoires


def convertir_les_retouches(
    sources: Iterable[Path],
    dossier: Dossier,
    packs: Sequence[Pack],
    *,
    au: datetime.date | None = None,
    canal: str | None = None,
    caution: int | None = None,
    bareme: Bareme | None = None,
    sortie: Path | None = None,
    executeur: Executor | None = None,
    liasse: bool = True,
    taille_max: int | None = None,
    memoires: Mapping[Path, Memoire] | None = None,
) -> Iterator[RetoucheConvertie]:
    """The PDF of each letter of *sources* that proof-reading admits, in *sortie* or beside it.

    Args:
        sources: Word files that « produire » wrote for *dossier*, retouched.
        dossier: the case.
        packs: those they may come from; where it is the only one, whatever their names.
        au: their day; read in each by default.
        canal: how they go; read in each by default.
        caution: the guarantor they go to; said by their name by default.
        bareme: rates; those of this version by default.
        sortie: folder of the PDFs.
        executeur: draws them; this process by default.
        liasse: where the pack has one, also make the complete file again, around the act.
        taille_max: bytes of a file that the court takes; what the journal of the folder says by
            default, where there are volumes already.
        memoires: what was already sent, for those of *sources* that it names: it completes the
            case, as it did for «\u00a0produire\u00a0». The case alone tells it by default. See
            :func:`memoires_des_lettres`.

    Raises:
        MoteurPdfAbsent: this machine lacks what draws a PDF.
    """
    pris: set[Path] = set()
    for source in sources:
        retouche = None
        try:
            octets = source.read_bytes()
            de = _origine(source.name, packs, caution)
            memoire = (memoires or {}).get(source)
            retouche = relire_la_retouche(
                octets, dossier, de, au=au, canal=canal, bareme=bareme,
                completer=None if memoire is None else memoire.completer,
            )  # fmt: skip
            if retouche.refus is not None:
                raise retouche.refus
            faite, rendu = _ecrite(
                source, octets, retouche, cible_de(source, sortie, pris), executeur
            )
            if rendu is not None and faite.fichier is not None:
                demande = Demande(
                    retouche.lettre, de, retouche.dossier, source, octets, rendu,
                    faite.fichier.parent, taille_max, bareme,
                )  # fmt: skip
                faite = _avec_sa_liasse(faite, demande, executeur, liasse=liasse)
            yield faite
        except MoteurPdfAbsent:
            raise
        except CourriersError as erreur:
            yield RetoucheConvertie(source, retouche, erreur=nommee(source, erreur))
        except OSError as faute:
            motif = f"{faute.filename or source} : {motif_systeme(faute)}."
            refus = CourriersError(motif, code="ECRITURE_IMPOSSIBLE")
            yield RetoucheConvertie(source, retouche, erreur=refus)
        except Exception as faute:  # noqa: BLE001 – one odd file must not stop the others
            yield RetoucheConvertie(source, retouche, erreur=impossible(source, faute))


def _origine(nom: str, packs: Sequence[Pack], caution: int | None) -> Origine:
    try:
        de = origine(nom, packs)
    except PackIntrouvable:
        if len(packs) != 1:
            raise
        de = Origine(packs[0], packs[0].manifeste.documents[0])
    return de if caution is None else Origine(de.pack, de.document, caution)


def _ecrite(
    source: Path, octets: bytes, retouche: Retouche, cible: Path, executeur: Executor | None
) -> tuple[RetoucheConvertie, Pdf | None]:
    if executeur is None:
        rendu = convertir(octets, retouche.pieces)
    else:
        rendu = executeur.submit(convertir, octets, retouche.pieces).result()
    if not rendu.est_complet:
        return RetoucheConvertie(source, retouche, erreur=incomplet(source, rendu.constats)), None
    ecrire_atomiquement(cible, rendu.octets)
    constats = Rapport.de([*retouche.constats, *rendu.constats]).constats
    return RetoucheConvertie(source, retouche, cible, rendu.pages, constats=constats), rendu


def _avec_sa_liasse(
    faite: RetoucheConvertie, demande: Demande, executeur: Executor | None, *, liasse: bool
) -> RetoucheConvertie:
    if not demande.de.pack.manifeste.liasse or demande.de.document.role in ("courriel", "appel"):
        return faite
    if not liasse:
        return replace(faite, constats=(*faite.constats, *constats_de_l_ancienne(demande)))
    refaite = refaire_la_liasse(demande, executeur)
    return replace(faite, complet=refaite.fichiers, constats=(*faite.constats, *refaite.constats))
