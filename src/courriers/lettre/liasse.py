"""A court file put together: the acts, then every exhibit, numbered, stamped, behind its cover.

What is wrong with one exhibit stops no other: its cover sheet keeps its number and says that it is
not there, and a finding says why.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, avertissement, information
from courriers.document.assemblage.couvertures import Couverture, dessiner_couvertures
from courriers.document.assemblage.lecture import Lu
from courriers.document.assemblage.partage import Volume, partager
from courriers.document.assemblage.reunion import Morceau, Partie, reunir
from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError, motif_systeme
from courriers.langue.accords import designation, enumeration
from courriers.langue.typographie import date_longue
from courriers.lettre.pieces_lues import PiecesLues, lire_les_pieces
from courriers.lettre.pieces_numerotees import PieceNumerotee

_CITEES = 5


@dataclass(frozen=True)
class Liasse:
    """A court file on the disk, and what to look at."""

    complet: Path
    """All of it: ``NOM-complet.pdf``."""
    pages: int
    separees: tuple[Path, ...]
    """Each exhibit that could be read, stamped: ``NOM-pieces/piece-03.pdf``."""
    volumes: tuple[Path, ...]
    """The same shared out in files of the size asked for, ``NOM-complet-1.pdf``…; none if one file
    is enough."""
    constats: tuple[Constat, ...]
    est_pdf_a: bool = False

    @property
    def fichiers(self) -> tuple[Path, ...]:
        """All of them, the complete one first."""
        return (self.complet, *self.volumes, *self.separees)

    def situee(self, avant: Path, apres: Path) -> Liasse:
        """The same, whose files went from the folder *avant* to *apres*."""
        complet, *autres = (apres / f.relative_to(avant) for f in self.fichiers)
        combien = len(self.volumes)
        return replace(
            self, complet=complet, volumes=tuple(autres[:combien]), separees=tuple(autres[combien:])
        )


def assembler(
    documents: Mapping[str, bytes],
    pieces: Sequence[PieceNumerotee],
    dossier: Dossier,
    *,
    nom: str,
    repertoire: Path,
    taille_max: int | None = None,
    executeur: Executor | None = None,
) -> Liasse:
    """Write the court file of *dossier* into *repertoire*.

    The files appear whole or not at all; those of the same names are replaced.

    Args:
        documents: the PDF of each act, by its title, in order: the request, the bordereau…
        pieces: the exhibits, from
            :func:`~courriers.lettre.pieces_numerotees.pieces_numerotees`.
        dossier: the case, whose folder holds the files.
        nom: begins the names of the files: that of the pack.
        repertoire: made if it is not there.
        taille_max: bytes of a file that the court takes; the complete file is then also shared out
            in files of that size, each cut between two exhibits.
        executeur: draws the Word files; this process by default.

    Raises:
        CourriersError: the disk refuses; pikepdf is not installed (code ``LOT_ABSENT``).
        MoteurPdfAbsent: this machine lacks what draws the cover sheets.
        PdfInvalide: one of *documents* is no PDF.
    """
    try:
        repertoire.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=repertoire, prefix=".liasse-") as temporaire:
            atelier = Path(temporaire)
            faite = preparer(
                documents, pieces, dossier, nom=nom, atelier=atelier, taille_max=taille_max,
                executeur=executeur,
            )  # fmt: skip
            for source in (*faite.separees, *faite.volumes, faite.complet):
                _poser(source, repertoire / source.relative_to(atelier))
    except OSError as faute:
        raise CourriersError(
            f"La liasse ne peut pas être écrite dans {repertoire} : {motif_systeme(faute)}."
        ) from None
    posee = faite.situee(atelier, repertoire)
    restes = constats_des_restes(repertoire, nom, posee.fichiers)
    return replace(posee, constats=(*posee.constats, *restes))


def preparer(
    documents: Mapping[str, bytes],
    pieces: Sequence[PieceNumerotee],
    dossier: Dossier,
    *,
    nom: str,
    atelier: Path,
    taille_max: int | None = None,
    executeur: Executor | None = None,
) -> Liasse:
    """As :func:`assembler`, for who moves the files: they are left in *atelier*.

    Args:
        documents: as ``assembler``, with all that follows but *atelier*.
        pieces: as above.
        dossier: as above.
        nom: as above.
        atelier: an empty folder, on the disk where the files will go; other files are left there.
        taille_max: as above.
        executeur: as above.

    Raises:
        OSError: the disk refuses.
        CourriersError, MoteurPdfAbsent, PdfInvalide: as ``assembler``.
    """
    pieces_lues = lire_les_pieces(pieces, dossier, atelier, executeur)
    parties = [*_actes(documents, atelier), *_exhibees(pieces_lues, dossier, atelier)]
    empechees = [(p, lu.hors_pdf_a) for p, lu in pieces_lues.lues if lu and lu.hors_pdf_a]
    constats = [*pieces_lues.constats, *_sur_le_pdf_a(empechees)]
    titre = f"{nom} – dossier {dossier.reference}"
    complet = atelier / f"{nom}-complet.pdf"
    reuni = reunir(parties, complet, titre, pdf_a=not empechees)
    volumes: Sequence[Volume] = ()
    if taille_max is not None and complet.stat().st_size > taille_max:
        volumes = partager(parties, taille_max, complet, titre, pdf_a=not empechees)
        constats += [
            _trop_lourde(v.parties[0].titre, v.octets, taille_max) for v in volumes if v.depasse
        ]
    separees = tuple(
        _poser(lu.chemin, atelier / f"{nom}-pieces" / nom_de_la_piece(p, len(pieces)))
        for p, lu in pieces_lues.lues
        if lu
    )
    siens = tuple(v.chemin for v in volumes)
    return Liasse(complet, reuni.pages, separees, siens, tuple(constats), reuni.est_pdf_a)


def restes_d_avant(repertoire: Path, nom: str, poses: Collection[Path]) -> list[Path]:
    """The files of another run; arguments as :func:`constats_des_restes`."""
    d_avant = [
        *repertoire.glob(f"{nom}-complet-[0-9]*.pdf"),
        *(repertoire / f"{nom}-pieces").glob("piece-*.pdf"),
    ]
    return [f for f in d_avant if f not in poses]


def constats_des_restes(repertoire: Path, nom: str, poses: Collection[Path]) -> list[Constat]:
    """What is said of the files of another run, that whoever sends the folder would send too.

    Args:
        repertoire: that of the court file.
        nom: as for :func:`assembler`.
        poses: the files of this run.
    """
    d_avant = restes_d_avant(repertoire, nom, poses)
    restes = sorted(str(f.relative_to(repertoire)) for f in d_avant)
    if not restes:
        return []
    dits = [*restes[:_CITEES], *(["…"] if len(restes) > _CITEES else [])]
    return [
        avertissement(
            Code.LIASSE_MELEE,
            f"d’un assemblage d’avant, il reste {', '.join(dits)}.",
            "Retirez ce qui n’est plus de ce dossier.",
            Lieu(fichier=str(repertoire)),
        )
    ]


def _actes(documents: Mapping[str, bytes], atelier: Path) -> list[Partie]:
    parties = []
    for rang, (titre, octets) in enumerate(documents.items()):
        chemin = atelier / f"acte-{rang}.pdf"
        chemin.write_bytes(octets)
        parties.append(Partie(titre, (Morceau(chemin, est_a_nous=True),)))
    return parties


def _exhibees(pieces: PiecesLues, dossier: Dossier, atelier: Path) -> list[Partie]:
    """Each exhibit behind its cover sheet."""
    if not pieces.lues:
        return []
    couvertures = atelier / "couvertures.pdf"
    feuilles = [_couverture(piece, lu, dossier) for piece, lu in pieces.lues]
    couvertures.write_bytes(dessiner_couvertures(feuilles, f"Pièces – dossier {dossier.reference}"))
    parties = []
    for rang, (piece, lu) in enumerate(pieces.lues):
        couverture = Morceau(
            couvertures, rang, f"P{piece.numero}", est_nommee=True, est_a_nous=True
        )
        siennes = (Morceau(lu.chemin, etiquette=f"P{piece.numero}-"),) if lu else ()
        parties.append(Partie(f"{piece.nom} – {piece.titre}", (couverture, *siennes)))
    return parties


def _couverture(piece: PieceNumerotee, lu: Lu | None, dossier: Dossier) -> Couverture:
    if lu is None:
        nombre = "Non reproduite dans ce fichier : à joindre séparément"
    else:
        nombre = "1 page" if lu.pages == 1 else f"{lu.pages} pages"
    # The title of an invoice says its date already.
    dite = date_longue(piece.date) if piece.date else ""
    return Couverture(
        piece.nom,
        piece.titre,
        (dite, nombre) if dite and dite not in piece.titre else (nombre,),
        (
            f"Dossier {dossier.reference}",
            f"Créancier : {designation(dossier.creancier)}",
            f"Débiteur : {designation(dossier.debiteur)}",
        ),
    )


def _sur_le_pdf_a(empechees: Sequence[tuple[PieceNumerotee, str]]) -> list[Constat]:
    if not empechees:
        return []
    dites = [f"{piece.nom} ({motif})" for piece, motif in empechees[:_CITEES]]
    if len(empechees) > _CITEES:
        dites.append(f"{len(empechees) - _CITEES} autres")
    return [
        information(
            Code.PDF_A_ABANDONNE,
            f"le fichier complet n’est pas PDF/A, à cause de {enumeration(dites)}.",
            "Il s’ouvre et s’imprime comme un autre ; pour l’archive, donnez des pièces PDF/A.",
            Lieu(champ="pieces"),
        )
    ]


def _trop_lourde(titre: str, octets: int, taille_max: int) -> Constat:
    pese, permis = (
        f"{v:g}".replace(".", ",") for v in (-(-octets // 10_000) / 100, taille_max / 1e6)
    )
    return avertissement(
        Code.PIECE_TROP_LOURDE,
        f"« {titre} » pèse {pese} Mo à elle seule, plus que les {permis} Mo permis.",
        "Réduisez-la (un scan à 150 points par pouce suffit), ou remettez-la autrement.",
        Lieu(champ="pieces"),
    )


def nom_de_la_piece(piece: PieceNumerotee, nombre: int) -> str:
    """The file of one exhibit: they sort by number.

    Its title may name a person: it is on the page, not in a name that journals keep.
    """
    return f"piece-{piece.numero:0{max(2, len(str(nombre)))}d}.pdf"


def _poser(source: Path, cible: Path) -> Path:
    """Put the finished file *source* at *cible*, whole."""
    try:
        cible.parent.mkdir(exist_ok=True)
        source.replace(cible)
    except OSError as faute:
        raise CourriersError(
            f"{cible} ne peut pas être écrit : {motif_systeme(faute)}.",
            conseil="S’il est ouvert dans un autre programme, fermez-le, et recommencez.",
        ) from None
    return cible
