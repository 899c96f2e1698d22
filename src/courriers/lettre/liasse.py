"""A court file put together: the acts, then every exhibit, numbered, stamped, behind its cover.

What is wrong with one exhibit stops no other: its cover sheet keeps its number and says that it is
not there, and a finding says why.
"""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from courriers.constats import Code, Constat, Lieu, avertissement, erreur, information
from courriers.document.assemblage.couvertures import Couverture, dessiner_couvertures
from courriers.document.assemblage.lecture import Lu, lire
from courriers.document.assemblage.partage import partager
from courriers.document.assemblage.reunion import Morceau, Partie, reunir
from courriers.dossier.modele import Dossier
from courriers.erreurs import CourriersError, DelaiDepasse, PdfInvalide, motif_systeme
from courriers.langue.accords import designation, enumeration
from courriers.langue.typographie import date_longue
from courriers.lettre.emplacement import HorsDuDossier, emplacement
from courriers.lettre.pieces import nom_de_fichier
from courriers.lettre.pieces_numerotees import PieceNumerotee

SEPAREES = "pieces"
"""Folder of the exhibits, one file each."""
_CITEES = 5
_DU_DISQUE = (errno.ENOSPC, errno.EROFS)
"""What the folder written to refuses, not the file read."""


@dataclass(frozen=True)
class Liasse:
    """A court file on the disk, and what to look at."""

    complet: Path
    """All of it: ``NOM-complet.pdf``."""
    pages: int
    separees: tuple[Path, ...]
    """Each exhibit that could be read, stamped: ``pieces/03 - Titre.pdf``."""
    volumes: tuple[Path, ...]
    """The same shared out in files of the size asked for; none if one file is enough."""
    constats: tuple[Constat, ...]
    est_pdf_a: bool = False


@dataclass(frozen=True)
class _Pieces:
    """The exhibits once read."""

    lues: tuple[tuple[PieceNumerotee, Lu | None], ...]
    constats: tuple[Constat, ...]


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
        return _assembler(documents, pieces, dossier, nom, repertoire, taille_max, executeur)
    except OSError as faute:
        raise CourriersError(
            f"La liasse ne peut pas être écrite dans {repertoire} : {motif_systeme(faute)}."
        ) from None


def _assembler(  # noqa: PLR0917 – as given to assembler
    documents: Mapping[str, bytes], pieces: Sequence[PieceNumerotee], dossier: Dossier, nom: str,
    repertoire: Path, taille_max: int | None, executeur: Executor | None,
) -> Liasse:  # fmt: skip
    with tempfile.TemporaryDirectory(dir=repertoire, prefix=".liasse-") as temporaire:
        atelier = Path(temporaire)
        pieces_lues = _lire(pieces, dossier, atelier, executeur)
        parties = [*_actes(documents, atelier), *_exhibees(pieces_lues, dossier, atelier)]
        empechees = [(p, lu.hors_pdf_a) for p, lu in pieces_lues.lues if lu and lu.hors_pdf_a]
        constats = [*pieces_lues.constats, *_sur_le_pdf_a(empechees)]
        titre = f"{nom} – dossier {dossier.reference}"
        complet = atelier / f"{nom}-complet.pdf"
        reuni = reunir(parties, complet, titre, pdf_a=not empechees)
        volumes = []
        if taille_max is not None and complet.stat().st_size > taille_max:
            volumes = list(
                partager(parties, taille_max, atelier / f"{nom}.pdf", titre, pdf_a=not empechees)
            )
            constats += [
                _trop_lourde(v.parties[0].titre, v.octets, taille_max) for v in volumes if v.depasse
            ]
        separees = [
            _poser(lu.chemin, repertoire / SEPAREES / _nom(p, len(pieces)))
            for p, lu in pieces_lues.lues
            if lu
        ]
        poses = [_poser(v.chemin, repertoire / v.chemin.name) for v in volumes]
        complet = _poser(complet, repertoire / complet.name)
        constats += _restes(repertoire, nom, {*separees, *poses})
        return Liasse(
            complet, reuni.pages, tuple(separees), tuple(poses), tuple(constats), reuni.est_pdf_a
        )


def _restes(repertoire: Path, nom: str, poses: set[Path]) -> list[Constat]:
    """Files of another run that whoever sends the folder would send too."""
    d_avant = [
        *repertoire.glob(f"{nom}-[0-9]*.pdf"),
        *(repertoire / SEPAREES).glob("[0-9]* - *.pdf"),
    ]
    restes = sorted(str(f.relative_to(repertoire)) for f in d_avant if f not in poses)
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


def _lire(
    pieces: Sequence[PieceNumerotee], dossier: Dossier, atelier: Path, executeur: Executor | None
) -> _Pieces:
    """Every exhibit read and stamped, and all that is to be said of them."""
    lues: list[tuple[PieceNumerotee, Lu | None]] = []
    constats: list[Constat] = []
    for piece in pieces:
        lu, dits = _lue(piece, dossier, atelier, executeur)
        lues.append((piece, lu))
        constats += dits
    return _Pieces(tuple(lues), tuple(constats))


def _lue(
    piece: PieceNumerotee, dossier: Dossier, atelier: Path, executeur: Executor | None
) -> tuple[Lu | None, list[Constat]]:
    appelee = f"{piece.nom} (« {piece.titre} »)"
    lieu = Lieu(fichier=piece.fichier, champ=f"{piece.champ}.fichier")
    if piece.fichier is None:
        conseil = "Donnez-le dans « fichier », ou joignez la pièce à la main."
        message = f"{appelee} : le dossier ne donne pas son fichier."
        return None, [avertissement(Code.PIECE_SANS_FICHIER, message, conseil, lieu)]
    nomme = f"{appelee}, {piece.fichier}"
    try:
        lu = lire(
            emplacement(dossier, piece.fichier),
            atelier / f"{piece.numero}.pdf",
            titre=f"{piece.nom} – {piece.titre}",
            tampon=piece.nom,
            executeur=executeur,
        )
    except HorsDuDossier as faute:
        message, conseil = f"{appelee} : {faute}", "Placez-le à côté du dossier."
    except OSError as faute:
        if faute.errno in _DU_DISQUE:
            raise
        message, conseil = f"{nomme} : {motif_systeme(faute)}.", "Placez-le à côté du dossier."
    except (PdfInvalide, DelaiDepasse) as faute:
        message, conseil = f"{nomme} : {faute.message.rstrip('.')}.", faute.conseil
    else:
        dits = [replace(c, message=f"{nomme} : {c.message}", lieu=lieu) for c in lu.constats]
        return lu, dits
    return None, [erreur(Code.PIECE_ILLISIBLE, message, conseil, lieu)]


def _actes(documents: Mapping[str, bytes], atelier: Path) -> list[Partie]:
    parties = []
    for rang, (titre, octets) in enumerate(documents.items()):
        chemin = atelier / f"acte-{rang}.pdf"
        chemin.write_bytes(octets)
        parties.append(Partie(titre, (Morceau(chemin, est_a_nous=True),)))
    return parties


def _exhibees(pieces: _Pieces, dossier: Dossier, atelier: Path) -> list[Partie]:
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


def _nom(piece: PieceNumerotee, nombre: int) -> str:
    """The file of one exhibit: they sort by number."""
    chiffres = max(2, len(str(nombre)))
    return f"{piece.numero:0{chiffres}d} - {nom_de_fichier(piece.titre)}.pdf"


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
